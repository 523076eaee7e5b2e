//! Moments: what happens at one instant.
//!
//! In: moments as written. Out: [`Moment`]s with named moments put in. Declared moments are
//! checked once where they stand; at each use they are put in again without saying
//! anything twice.

use std::collections::BTreeSet;

use zhunze_grammar::ast::{self, Name, Span, SpanKind, Spanned, Who};

use super::Checker;
use super::conditions::Judged;
use super::names::Sort;
use crate::book::{Atom, EventId, Expr, Field, Kind, Moment, SourceId};
use crate::diagnostics::Code;

/// How deep moments may stand in moments.
const MOST_LEVELS: usize = 16;
/// Moments and conditions in one rule or named moment, named ones put in.
const MOST_PARTS: u32 = 10_000;

/// Named moments while they are checked.
#[derive(Debug, Default)]
pub(super) struct Moments {
    /// Those that can not be used.
    broken: BTreeSet<usize>,
    /// Those that are being put in.
    open: Vec<usize>,
    /// How much has been put in.
    parts: u32,
}

impl<'a> Checker<'a> {
    /// Checks all declared moments.
    pub(super) fn declared_moments(&mut self) {
        for at in 0..self.scope.moments.list.len() {
            let Some((source, item)) = self.scope.moments.get(at).map(|it| (it.source, it.item))
            else {
                continue;
            };
            let mark = self.tables.mark();
            self.here = source;
            self.start_parts();
            self.moments.open.push(at);
            let moment = self.moment(&item.moment);
            self.moments.open.pop();
            if moment.is_none() {
                self.moments.broken.insert(at);
            }
            self.tables.back(mark);
        }
        self.here = SourceId(0);
    }

    /// A new rule or moment begins.
    pub(super) fn start_parts(&mut self) {
        self.moments.parts = 0;
    }

    /// Counts one more part; false if they are too many.
    pub(super) fn part_more(&mut self, span: Span) -> bool {
        self.moments.parts += 1;
        if self.moments.parts == MOST_PARTS {
            let diagnostic = self.at(
                Code::TooMany,
                span,
                "with all named moments put in, this is too long",
                "把引用的时刻都展开后，内容太多",
            );
            self.report.insist(diagnostic);
        }
        self.moments.parts < MOST_PARTS
    }

    /// A moment with the named ones put in.
    pub(super) fn moment(&mut self, moment: &'a ast::Moment) -> Option<Moment> {
        let mut any: Vec<Atom> = Vec::new();
        let mut sound = !moment.any.is_empty();
        for atom in &moment.any {
            match self.atom(atom) {
                None => sound = false,
                Some(atoms) => atoms.into_iter().for_each(|atom| {
                    if !any.contains(&atom) {
                        any.push(atom);
                    }
                }),
            }
        }
        sound.then_some(Moment { any })
    }

    pub(super) fn atom(&mut self, atom: &'a Spanned<ast::Atom>) -> Option<Vec<Atom>> {
        if !self.part_more(atom.span) {
            return None;
        }
        let one = match &atom.node {
            ast::Atom::Named(name) => return self.named(name),
            ast::Atom::Happens { event, guard } => return self.happens(event, guard.as_ref()),
            ast::Atom::Labelled { who, value, guard } => {
                return self.labelled(*who, value, guard.as_ref());
            }
            ast::Atom::Says { who, phrase, guard } => {
                let phrase = self.phrase_use(phrase);
                let guard = self.guard(Kind::Utterance, guard.as_ref());
                Atom::Event {
                    kind: Kind::Utterance,
                    who: *who,
                    phrase: Some(phrase?),
                    guard: guard?,
                }
            }
            ast::Atom::Speaks { who, guard } => {
                self.event(Kind::Utterance, *who, guard.as_ref())?
            }
            ast::Atom::Answered => self.event(Kind::Answer, Who::Anyone, None)?,
            ast::Atom::CallEnds => Atom::CallEnds,
            ast::Atom::Transferred(guard) => {
                self.event(Kind::Transfer, Who::Anyone, guard.as_ref())?
            }
            ast::Atom::HangsUp(who) => self.event(Kind::Hangup, *who, None)?,
            ast::Atom::Edge { span, starts } => {
                self.event(edge(*span, *starts), Who::Anyone, None)?
            }
            ast::Atom::Lasts { span, length } => Atom::Lasts {
                span: *span,
                length: self.duration(length)?,
            },
            ast::Atom::Silence {
                who,
                length,
                even_on_hold,
            } => Atom::Silence {
                who: *who,
                length: self.duration(length)?,
                even_on_hold: *even_on_hold,
            },
            ast::Atom::Action { name, guard } => self.action(name, guard.as_ref())?,
            ast::Atom::Label { name, value, guard } => {
                self.label(name, value.as_ref(), guard.as_ref())?
            }
        };
        Some(vec![one])
    }

    fn event(&mut self, kind: Kind, who: Who, guard: Option<&'a ast::Expr>) -> Option<Atom> {
        let guard = self.guard(kind, guard)?;
        Some(Atom::Event {
            kind,
            who,
            phrase: None,
            guard,
        })
    }

    /// A condition on the event itself. Outer `None`: it is broken.
    fn guard(&mut self, kind: Kind, guard: Option<&'a ast::Expr>) -> Option<Option<Expr>> {
        let Some(guard) = guard else {
            return Some(None);
        };
        self.condition(guard, &Judged::Event(vec![kind])).map(Some)
    }

    fn named(&mut self, name: &'a Name) -> Option<Vec<Atom>> {
        let Some(at) = self.scope.moment(&name.node, self.here) else {
            self.scope
                .unknown(name, Sort::Moment, self.here, &[], &mut self.report);
            return None;
        };
        self.put_in(at, name)
    }

    /// What the `at`-th declared moment is.
    fn put_in(&mut self, at: usize, name: &Name) -> Option<Vec<Atom>> {
        let decl = self.scope.moments.list.get_mut(at)?;
        decl.used |= self.moments.open.last() != Some(&at);
        let (source, item) = (decl.source, decl.item);
        if self.moments.open.contains(&at) {
            self.moment_loop(at, name);
            return None;
        }
        if self.moments.broken.contains(&at) {
            return None;
        }
        if self.moments.open.len() >= MOST_LEVELS {
            let diagnostic = self.at(
                Code::TooMany,
                name.span,
                "too many moments stand in one another here",
                "这里时刻套时刻，层数太多",
            );
            self.report.insist(diagnostic);
            return None;
        }
        let back = std::mem::replace(&mut self.here, source);
        self.moments.open.push(at);
        self.report.mute();
        let moment = self.moment(&item.moment);
        self.report.unmute();
        self.moments.open.pop();
        self.here = back;
        moment.map(|moment| moment.any)
    }

    /// Told once a circle: at the moment in it that was declared first.
    fn moment_loop(&mut self, at: usize, name: &Name) {
        let least = self.moments.open.iter().min() == Some(&at);
        if !least || self.moments.open.first() != Some(&at) {
            return;
        }
        let diagnostic = self
            .at(
                Code::MomentLoop,
                name.span,
                format!("the moment `{}` is made of itself", name.node),
                format!("时刻“{}”引用了自己", name.node),
            )
            .help(
                "say what happens in one of them",
                "在其中一处直接写明发生什么",
            );
        self.report.insist(diagnostic);
    }

    fn happens(&mut self, name: &'a Name, guard: Option<&'a ast::Expr>) -> Option<Vec<Atom>> {
        if let Some(kind) = self.kind_named(&name.node) {
            return self.event(kind, Who::Anyone, guard).map(|atom| vec![atom]);
        }
        // `opening must happen`: a named moment may be owed like an event.
        if let (Some(at), None) = (self.scope.moment(&name.node, self.here), guard) {
            return self.put_in(at, name);
        }
        match instead(&name.node) {
            Some((en, zh)) => {
                let diagnostic = self
                    .at(
                        Code::UnknownEvent,
                        name.span,
                        format!("`{}` is not said with `happens`", name.node),
                        format!("“{}”不与“发生”连用", name.node),
                    )
                    .help(format!("write `{en}`"), format!("写成“{zh}”"));
                self.report.push(diagnostic);
            }
            None => {
                let extra = ["ring", "dtmf"];
                self.scope
                    .unknown(name, Sort::Event, self.here, &extra, &mut self.report);
            }
        }
        None
    }

    /// The kind of event that `NAME happens` means.
    pub(super) fn kind_named(&mut self, name: &str) -> Option<Kind> {
        if let Some(at) = self.scope.event(name, self.here) {
            if let Some(decl) = self.scope.events.list.get_mut(at) {
                decl.used = true;
            }
            return u32::try_from(at).ok().map(|at| Kind::Declared(EventId(at)));
        }
        match name {
            "ring" | "振铃" => Some(Kind::Ring),
            "dtmf" | "按键" => Some(Kind::Dtmf),
            _ => None,
        }
    }

    fn action(&mut self, name: &'a ast::Text, guard: Option<&'a ast::Expr>) -> Option<Atom> {
        let named = self.not_empty(name);
        let is = self.is_text("name", &name.node);
        let guard = self.guard(Kind::Action, guard)?;
        named?;
        let guard = all([Some(is), guard]);
        Some(Atom::Event {
            kind: Kind::Action,
            who: Who::Anyone,
            phrase: None,
            guard,
        })
    }

    fn label(
        &mut self,
        name: &'a ast::Text,
        value: Option<&'a ast::Text>,
        guard: Option<&'a ast::Expr>,
    ) -> Option<Atom> {
        let named = self.not_empty(name);
        self.tables.label(&name.node);
        let is = self.is_text("name", &name.node);
        let value = value.map(|value| self.is_text("value", &value.node));
        let guard = self.guard(Kind::Label, guard)?;
        named?;
        let guard = all([Some(is), value, guard]);
        Some(Atom::Event {
            kind: Kind::Label,
            who: Who::Anyone,
            phrase: None,
            guard,
        })
    }

    /// `anyone is labelled` is any of the three.
    fn labelled(
        &mut self,
        who: Who,
        value: &'a ast::Text,
        guard: Option<&'a ast::Expr>,
    ) -> Option<Vec<Atom>> {
        let named = self.not_empty(value);
        // What the label's name and value are read from.
        self.tables.attribute("name");
        self.tables.attribute("value");
        let guard = self.guard(Kind::Label, guard)?;
        named?;
        let everyone = [Who::Agent, Who::Customer, Who::System];
        let meant = everyone
            .into_iter()
            .filter(|one| who == Who::Anyone || *one == who);
        let atom = |who: Who| {
            self.tables.label(&format!("{}.*", who_code(who)));
            Atom::Labelled {
                who,
                value: value.node.clone(),
                guard: guard.clone(),
            }
        };
        Some(meant.map(atom).collect())
    }

    fn is_text(&mut self, attribute: &str, text: &str) -> Expr {
        let value = Field::Attribute(self.tables.attribute(attribute));
        Expr::TextIn {
            value,
            list: vec![text.to_owned()],
            negated: false,
        }
    }

    fn not_empty(&mut self, text: &ast::Text) -> Option<()> {
        if !text.node.trim().is_empty() {
            return Some(());
        }
        let diagnostic = self.at(
            Code::UnknownWord,
            text.span,
            "a name must stand here",
            "这里要写名称",
        );
        self.report.push(diagnostic);
        None
    }
}

/// All of these conditions.
fn all<const N: usize>(conditions: [Option<Expr>; N]) -> Option<Expr> {
    let mut all: Vec<Expr> = conditions.into_iter().flatten().collect();
    match all.len() {
        0 | 1 => all.pop(),
        _ => Some(Expr::And(all)),
    }
}

fn edge(span: SpanKind, starts: bool) -> Kind {
    match (span, starts) {
        (SpanKind::Hold, true) => Kind::HoldStart,
        (SpanKind::Hold, false) => Kind::HoldEnd,
        (SpanKind::Mute, true) => Kind::MuteStart,
        (SpanKind::Mute, false) => Kind::MuteEnd,
    }
}

/// As call documents spell a speaker.
pub(super) fn who_code(who: Who) -> &'static str {
    match who {
        Who::Agent => "agent",
        Who::Customer => "customer",
        Who::System => "system",
        Who::Anyone => "anyone",
    }
}

/// How to say what some kinds of event stand for.
fn instead(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "answer" => ("the call is answered", "电话接通"),
        "utterance" => ("agent speaks", "客服 说话"),
        "hold_start" => ("hold starts", "等候 开始"),
        "hold_end" => ("hold ends", "等候 结束"),
        "mute_start" => ("mute starts", "静音 开始"),
        "mute_end" => ("mute ends", "静音 结束"),
        "transfer" => ("the call is transferred", "电话转接"),
        "hangup" => ("customer hangs up", "客户 挂机"),
        "action" => ("action \"NAME\" happens", "操作 \"NAME\" 发生"),
        "label" => ("label \"NAME\"", "标签 \"NAME\""),
        "end" => ("the call ends", "通话结束"),
        _ => return None,
    })
}
