//! Moments that are single events or timers.
//!
//! In: atoms as written. Out: [`Atom`]s; what is said of an utterance beside its words
//! (interruptions, repetitions) becomes a condition on it.

use zhunze_grammar::ast::{self, Milli, PhrasePart, PhraseUse, Span, SpanKind, Spanned, Who};

use super::Checker;
use super::moments::who_code;
use super::numbers::Limits;
use super::seen::{Judged, Seen};
use crate::book::{Atom, CompareOp, Derived, Expr, Field, Kind, Moment, SpeechValue, Term};
use crate::diagnostics::Code;

/// What an interruption lasts at least, in milliseconds.
const INTERRUPTION: u64 = 300;
/// How many turns back a repetition is looked for, and how far that can be at most.
const TURNS: (u32, u32) = (10, 16);
/// How much of an utterance must come again, in thousandths of a percent.
const REPEATED: i64 = 80_000;
/// Shorter utterances repeat nothing, in thousandths.
const REPEATED_LENGTH: i64 = 4_000;

impl<'a> Checker<'a> {
    /// A moment that is not made of others.
    pub(super) fn event_atom(&mut self, atom: &'a Spanned<ast::Atom>) -> Option<Vec<Atom>> {
        let one = match &atom.node {
            ast::Atom::Says { who, phrase, guard } => {
                return self.says(*who, phrase, guard.as_ref(), atom.span);
            }
            ast::Atom::Labelled { who, value, guard } => {
                return self.labelled(*who, value, guard.as_ref());
            }
            ast::Atom::SilenceEdge { who, starts } => self.silence_edge(*who, *starts),
            ast::Atom::Speaks { who, guard } => {
                self.event(Kind::Utterance, *who, guard.as_ref())?
            }
            ast::Atom::Answered => event(Kind::Answer),
            ast::Atom::ContactStarts(guard) => {
                self.event(Kind::Contact, Who::Anyone, guard.as_ref())?
            }
            ast::Atom::CallBegins => Atom::CallBegins,
            ast::Atom::CallEnds => Atom::CallEnds,
            ast::Atom::Transferred(guard) => {
                self.event(Kind::Transfer, Who::Anyone, guard.as_ref())?
            }
            ast::Atom::HangsUp(who) => self.event(Kind::Hangup, *who, None)?,
            ast::Atom::Edge { span, starts } => event(edge(*span, *starts)),
            ast::Atom::Lasts { span, length } => Atom::Lasts {
                span: *span,
                length: self.duration(length)?,
            },
            ast::Atom::OverlapEdge { starts: true } => Atom::OverlapLasts(0),
            ast::Atom::OverlapEdge { starts: false } => Atom::OverlapEnds,
            ast::Atom::OverlapLasts(length) => Atom::OverlapLasts(self.duration(length)?),
            ast::Atom::Interrupts {
                who,
                overlap,
                guard,
            } => self.interrupts(*who, overlap.as_ref(), guard.as_ref())?,
            ast::Atom::Repeats {
                who,
                turns,
                percent,
                guard,
            } => {
                let like = self.likeness(*turns, percent.as_ref(), atom.span);
                let guard = self.guard(Seen::kind(Kind::Utterance), guard.as_ref());
                utterance(*who, all([Some(like?), Some(long_enough()), guard?]))
            }
            ast::Atom::Silence {
                who,
                length,
                even_on_hold,
                after,
            } => {
                let length = self.duration(length);
                let after = after.as_ref().map(|after| self.moment(after));
                Atom::Silence {
                    who: *who,
                    length: length?,
                    even_on_hold: *even_on_hold,
                    after: match after {
                        None => None,
                        Some(after) => Some(after?),
                    },
                }
            }
            ast::Atom::Action { name, guard } => self.action(name, guard.as_ref())?,
            ast::Atom::Label { name, value, guard } => {
                self.label(name, value.as_ref(), guard.as_ref())?
            }
            // The others are made of moments: [`Checker::atom`].
            _ => return None,
        };
        Some(vec![one])
    }

    fn says(
        &mut self,
        who: Who,
        phrase: &'a PhraseUse,
        guard: Option<&'a ast::Expr>,
        span: Span,
    ) -> Option<Vec<Atom>> {
        let mut seen = Seen::kind(Kind::Utterance);
        names(phrase, &mut seen.phrases);
        let guard = self.guard(seen, guard);
        if let Some(across) = self.across(phrase) {
            return self.said_across(who, &across, guard?.as_ref(), span);
        }
        let phrase = self.phrase_use(phrase);
        Some(vec![Atom::Event {
            kind: Kind::Utterance,
            who,
            phrase: Some(phrase?),
            guard: guard?,
        }])
    }

    /// An event with a condition on itself.
    pub(super) fn event(
        &mut self,
        kind: Kind,
        who: Who,
        guard: Option<&'a ast::Expr>,
    ) -> Option<Atom> {
        let guard = self.guard(Seen::kind(kind), guard)?;
        Some(Atom::Event {
            kind,
            who,
            phrase: None,
            guard,
        })
    }

    /// A condition on the event itself. Outer `None`: it is broken.
    fn guard(&mut self, seen: Seen, guard: Option<&'a ast::Expr>) -> Option<Option<Expr>> {
        let Some(guard) = guard else {
            return Some(None);
        };
        let above = self.moments.above.take();
        let condition = self.condition(guard, &Judged::Event(seen));
        self.moments.above = above;
        condition.map(Some)
    }

    fn interrupts(
        &mut self,
        who: Who,
        overlap: Option<&'a ast::Duration>,
        guard: Option<&'a ast::Expr>,
    ) -> Option<Atom> {
        let least = match overlap {
            None => Some(INTERRUPTION),
            Some(overlap) => self.duration(overlap),
        };
        let guard = self.guard(Seen::kind(Kind::Utterance), guard);
        let least = i64::try_from(least?).ok()?;
        let overlaps = at_least(SpeechValue::Overlap, least);
        Some(utterance(who, all([Some(overlaps), guard?])))
    }

    fn likeness(
        &mut self,
        turns: Option<u32>,
        percent: Option<&Milli>,
        span: Span,
    ) -> Option<Expr> {
        let (usual, most) = TURNS;
        let limits = Limits {
            what: ("the number of turns", "轮数"),
            least: 1,
            most: i64::from(most),
        };
        let turns = self.counted(turns.unwrap_or(usual), span, &limits);
        let least = match percent {
            None => Some(REPEATED),
            Some(percent) => self.percent(percent),
        };
        Some(at_least(SpeechValue::Similarity { turns: turns? }, least?))
    }

    /// A silence starts as soon as nobody speaks, and ends with the first who does.
    fn silence_edge(&mut self, who: Who, starts: bool) -> Atom {
        let silence = Atom::Silence {
            who,
            length: 1,
            even_on_hold: false,
            after: None,
        };
        if starts {
            return silence;
        }
        let speaks = || one(utterance(who, None));
        Atom::Derived(self.tables.derive(Derived::Where {
            all: vec![speaks()],
            none: Vec::new(),
            guard: Some(Expr::Happened {
                moment: one(silence),
                since: Some(speaks()),
            }),
        }))
    }

    fn action(&mut self, name: &'a ast::Text, guard: Option<&'a ast::Expr>) -> Option<Atom> {
        let named = self.not_empty(name);
        let is = self.is_text("name", &name.node);
        let guard = self.guard(Seen::kind(Kind::Action), guard)?;
        named?;
        Some(with(event(Kind::Action), all([Some(is), guard])))
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
        let guard = self.guard(Seen::kind(Kind::Label), guard)?;
        named?;
        Some(with(event(Kind::Label), all([Some(is), value, guard])))
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
        let guard = self.guard(Seen::kind(Kind::Label), guard)?;
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

    /// An attribute is this text.
    pub(super) fn is_text(&mut self, attribute: &str, text: &str) -> Expr {
        let value = Field::Attribute(self.tables.attribute(attribute));
        Expr::TextIn {
            value,
            list: vec![text.to_owned()],
            negated: false,
        }
    }

    pub(super) fn not_empty(&mut self, text: &ast::Text) -> Option<()> {
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

/// The names of phrases in what is said.
fn names(phrase: &PhraseUse, to: &mut Vec<String>) {
    match phrase {
        PhraseUse::Name(name) => to.push(name.node.clone()),
        PhraseUse::AnyOf(all) => all.iter().for_each(|one| names(one, to)),
        PhraseUse::Inline(row) => to.extend(row.parts.iter().filter_map(|part| match part {
            PhrasePart::Phrase(name) => Some(name.node.clone()),
            PhrasePart::Pattern { .. } | PhrasePart::Gap(_) => None,
        })),
    }
}

fn at_least(value: SpeechValue, least: i64) -> Expr {
    Expr::Compare {
        left: Term::Speech(value),
        op: CompareOp::GreaterEqual,
        right: Term::Number(least),
    }
}

fn long_enough() -> Expr {
    at_least(SpeechValue::Length, REPEATED_LENGTH)
}

/// A moment of one atom.
pub(super) fn one(atom: Atom) -> Moment {
    Moment { any: vec![atom] }
}

/// Any event of this kind.
pub(super) fn event(kind: Kind) -> Atom {
    Atom::Event {
        kind,
        who: Who::Anyone,
        phrase: None,
        guard: None,
    }
}

/// An utterance of somebody.
pub(super) fn utterance(who: Who, guard: Option<Expr>) -> Atom {
    Atom::Event {
        kind: Kind::Utterance,
        who,
        phrase: None,
        guard,
    }
}

fn with(atom: Atom, condition: Option<Expr>) -> Atom {
    match atom {
        Atom::Event {
            kind, who, phrase, ..
        } => Atom::Event {
            kind,
            who,
            phrase,
            guard: condition,
        },
        other => other,
    }
}

/// All of these conditions.
pub(super) fn all<const N: usize>(conditions: [Option<Expr>; N]) -> Option<Expr> {
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
