//! The nearest miss: what was owed did come, but too late.
//!
//! In: a finding whose deadline ran out, and its call. Out: when the thing came after all.

use crate::clock::Clock;
use zhunze_calls::call::{Call, Event, Kind as Happens, Speaker};
use zhunze_calls::verdict::{Finding, Reason};
use zhunze_compiler::book::{Atom, Book, Duty, Kind, Language, Moment, Who};

/// What came too late.
pub(super) struct Late {
    came: i64,
    due: i64,
    words: bool,
}

impl Late {
    /// "said at 00:41, due by 00:30"
    pub(super) fn said(&self, language: Language) -> String {
        let (came, due) = (Clock(self.came), Clock(self.due));
        match (language, self.words) {
            (Language::English, true) => format!("said at {came}, due by {due}"),
            (Language::English, false) => format!("came at {came}, due by {due}"),
            (Language::Chinese, true) => format!("{came} 才说，应在 {due} 之前"),
            (Language::Chinese, false) => format!("{came} 才有，应在 {due} 之前"),
        }
    }
}

/// The first target after the deadline.
pub(super) fn late(book: &Book, call: &Call, finding: &Finding) -> Option<Late> {
    let due = finding
        .due
        .filter(|_| finding.reason == Reason::DeadlineRanOut)?;
    let rule = book.rules.get(usize::try_from(finding.rule).ok()?)?;
    let arm = rule.arms.get(usize::from(finding.arm))?;
    let owed = arm.obligations.get(usize::from(finding.obligation))?;
    let Duty::Happen { moment, .. } = &owed.duty else {
        return None;
    };
    let later = call.events.iter().filter(|event| event.t > due);
    let hit = later.filter(|event| is(book, moment, event));
    let first = hit.min_by_key(|event| event.t)?;
    Some(Late {
        came: first.t,
        due,
        words: first.kind == Happens::Utterance,
    })
}

/// Whether an event is the moment, as far as kind, speaker and words say so.
fn is(book: &Book, moment: &Moment, event: &Event) -> bool {
    moment.any.iter().any(|atom| match atom {
        Atom::Event {
            kind,
            who,
            phrase,
            guard: None,
        } => {
            same_kind(book, *kind, event)
                && by(*who, event.speaker)
                && phrase.is_none_or(|phrase| zhunze_reference::hears(book, &event.text, phrase))
        }
        _ => false,
    })
}

fn by(who: Who, speaker: Speaker) -> bool {
    match who {
        Who::Anyone => true,
        Who::Agent => speaker == Speaker::Agent,
        Who::Customer => speaker == Speaker::Customer,
        Who::System => speaker == Speaker::System,
    }
}

fn same_kind(book: &Book, kind: Kind, event: &Event) -> bool {
    match (kind, &event.kind) {
        (Kind::Utterance, Happens::Utterance)
        | (Kind::Hangup, Happens::Hangup)
        | (Kind::HoldStart, Happens::HoldStart)
        | (Kind::HoldEnd, Happens::HoldEnd)
        | (Kind::Transfer, Happens::Transfer)
        | (Kind::Answer, Happens::Answer) => true,
        (Kind::Declared(id), Happens::Other(name)) => {
            let declared = book.events.get(id.index());
            declared.is_some_and(|declared| declared.name == *name)
        }
        _ => false,
    }
}
