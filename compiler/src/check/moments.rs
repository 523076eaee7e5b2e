//! Moments: what happens at one instant.
//!
//! In: moments as written. Out: [`Moment`]s with named moments put in. Declared moments are
//! checked once where they stand; at each use they are put in again without saying
//! anything twice. Single events are in [`super::atoms`], moments made of others in
//! [`super::derived`] and [`super::sequences`].

use std::collections::BTreeSet;

use zhunze_grammar::ast::{self, Name, Span, Spanned, Which, Who};

use super::Checker;
use super::names::Sort;
use super::seen::That;
use crate::book::{Atom, EventId, Kind, Moment, NamedMoment};
use crate::diagnostics::Code;

/// How deep moments may stand in moments.
const MOST_LEVELS: usize = 16;
/// Moments and conditions in one rule or named moment, named ones put in.
const MOST_PARTS: u32 = 10_000;

/// Named moments while they are checked, and where the one at hand stands.
#[derive(Debug, Default)]
pub(super) struct Moments {
    /// Those that can not be used.
    broken: BTreeSet<usize>,
    /// Those that are being put in.
    open: Vec<usize>,
    /// How much has been put in.
    parts: u32,
    /// What `that` is.
    pub(super) that: That,
    /// A value of the trigger has been looked at from elsewhere.
    pub(super) of_trigger: bool,
    /// How many rules stand above; only where their outcomes may be looked at.
    pub(super) above: Option<u32>,
}

impl<'a> Checker<'a> {
    /// Checks all declared moments.
    pub(super) fn declared_moments(&mut self) {
        for at in 0..self.scope.moments.list.len() {
            let Some(item) = self.scope.moments.get(at).map(|it| it.item) else {
                continue;
            };
            let mark = self.tables.mark();
            if self.declared_moment(at, item).is_none() {
                self.moments.broken.insert(at);
            }
            self.tables.back(mark);
        }
    }

    fn declared_moment(&mut self, at: usize, item: &'a ast::MomentItem) -> Option<Moment> {
        self.start_parts();
        self.moments.open.push(at);
        let moment = self.moment(&item.moment);
        self.moments.open.pop();
        moment
    }

    /// The declared moments that are part of some rule, as they were put in.
    pub(super) fn named_moments(&mut self) -> Vec<NamedMoment> {
        let mut found = Vec::new();
        self.report.mute();
        for at in 0..self.scope.moments.list.len() {
            // Those given on the spot have no name that anybody wrote.
            let written = self.scope.moments.get(at).filter(|it| !it.quiet);
            let Some(item) = written.map(|it| it.item) else {
                continue;
            };
            let mark = self.tables.mark();
            let moment = self.declared_moment(at, item);
            // What brings something new into the tables is part of no rule.
            if self.tables.mark() != mark {
                self.tables.back(mark);
            } else if let Some(moment) = moment {
                let name = item.name.node.clone();
                found.push(NamedMoment { name, moment });
            }
        }
        self.report.unmute();
        found
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
        match &atom.node {
            ast::Atom::Named(name) => self.named(name),
            ast::Atom::Happens { event, guard } => self.happens(event, guard.as_ref()),
            ast::Atom::Group(inner) => self.moment(inner).map(|moment| moment.any),
            ast::Atom::Both(parts) => self.both(parts),
            ast::Atom::ButNot { moment, not } => self.but_not(moment, not),
            ast::Atom::Again(inner) => self.again(inner),
            ast::Atom::Times {
                moment,
                count,
                within,
            } => self.repeated(moment, *count, within.as_ref(), atom.span),
            ast::Atom::Which {
                moment,
                which: Which::Nth(number),
            } => self.nth(moment, *number, atom.span),
            ast::Atom::Which { which, .. } => {
                self.misplaced_which(*which, atom.span);
                None
            }
            ast::Atom::Sequence { .. } => self.sequence_of_moments(atom),
            _ => self.event_atom(atom),
        }
    }

    fn named(&mut self, name: &'a Name) -> Option<Vec<Atom>> {
        let Some(at) = self.scope.moment(&name.node, name.span) else {
            self.scope
                .unknown(name, Sort::Moment, &[], &mut self.report);
            return None;
        };
        self.put_in(at, name)
    }

    /// What the `at`-th declared moment is.
    fn put_in(&mut self, at: usize, name: &Name) -> Option<Vec<Atom>> {
        let decl = self.scope.moments.list.get_mut(at)?;
        decl.used |= self.moments.open.last() != Some(&at);
        let item = decl.item;
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
        self.moments.open.push(at);
        self.report.mute();
        let moment = self.moment(&item.moment);
        self.report.unmute();
        self.moments.open.pop();
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
        if let Some(kind) = self.kind_named(name) {
            return self.event(kind, Who::Anyone, guard).map(|atom| vec![atom]);
        }
        // `opening must happen`: a named moment may be owed like an event.
        if let (Some(at), None) = (self.scope.moment(&name.node, name.span), guard) {
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
                    .unknown(name, Sort::Event, &extra, &mut self.report);
            }
        }
        None
    }

    /// The kind of event that `NAME happens` means.
    pub(super) fn kind_named(&mut self, name: &Name) -> Option<Kind> {
        if let Some(at) = self.scope.event(&name.node, name.span) {
            if let Some(decl) = self.scope.events.list.get_mut(at) {
                decl.used = true;
            }
            return u32::try_from(at).ok().map(|at| Kind::Declared(EventId(at)));
        }
        match name.node.as_str() {
            "ring" | "振铃" => Some(Kind::Ring),
            "dtmf" | "按键" => Some(Kind::Dtmf),
            _ => None,
        }
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
        "contact" => ("a contact starts", "联系 开始"),
        "end" => ("the call ends", "通话结束"),
        _ => return None,
    })
}
