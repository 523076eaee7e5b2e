//! Silence, and holds and mutes that last.
//!
//! In: the events of a call in order. Out: whether a timer comes due at a given instant,
//! answered from the events up to that instant and nothing else.

use zhunze_calls::call::{Event, Kind, Speaker};
use zhunze_compiler::book::{Atom, SpanKind, Who};

/// Whether `who` includes `speaker`.
pub(crate) fn includes(who: Who, speaker: Speaker) -> bool {
    match who {
        Who::Anyone => true,
        Who::Agent => speaker == Speaker::Agent,
        Who::Customer => speaker == Speaker::Customer,
        Who::System => speaker == Speaker::System,
    }
}

/// Every instant at which `atom` comes due; none for atoms that are not timers.
pub(crate) fn all_due(atom: &Atom, events: &[&Event]) -> Vec<i64> {
    let (Atom::Silence { length, .. } | Atom::Lasts { length, .. }) = atom else {
        return Vec::new();
    };
    let starts = events.iter().flat_map(|event| [event.t, event.end]);
    let instants = starts.map(|start| later(start, *length));
    instants.filter(|at| comes_due(atom, events, *at)).collect()
}

/// Whether `atom` is a timer that comes due at `at`.
pub(crate) fn comes_due(atom: &Atom, events: &[&Event], at: i64) -> bool {
    let (start, length) = match atom {
        Atom::Silence {
            who,
            length,
            even_on_hold,
        } => (gap_start(events, *who, *even_on_hold, at), *length),
        Atom::Lasts { span, length } => (span_start(events, *span, at), *length),
        Atom::Event { .. } | Atom::Labelled { .. } | Atom::CallEnds => return false,
    };
    start.is_some_and(|start| later(start, length) == at)
}

/// `length` after `t`.
pub(crate) fn later(t: i64, length: u64) -> i64 {
    t.saturating_add_unsigned(length)
}

/// When the gap began in which `who` are silent at `at`; `None` when there is no gap.
fn gap_start(events: &[&Event], who: Who, even_on_hold: bool, at: i64) -> Option<i64> {
    let past = || events.iter().filter(|event| event.t <= at);
    let last = |kind: Kind| past().filter(|e| e.kind == kind).map(|e| e.t).max();
    if last(Kind::Hangup).is_some() {
        return None;
    }
    let spoken = past().filter(|e| e.kind == Kind::Utterance && includes(who, e.speaker));
    let quiet = spoken.map(|e| e.end).max();
    let start = Some(connected(events, at)?).max(quiet);
    if even_on_hold {
        return start;
    }
    let on = |span| span_start(events, span, at).is_some();
    if on(SpanKind::Hold) || on(SpanKind::Mute) {
        return None;
    }
    start.max(last(Kind::HoldEnd)).max(last(Kind::MuteEnd))
}

/// The latest of the call's connections up to `at`: its first utterance or first answer,
/// whichever came first, and every answer after that.
fn connected(events: &[&Event], at: i64) -> Option<i64> {
    let past = || events.iter().filter(|event| event.t <= at);
    let first = past().find(|e| matches!(e.kind, Kind::Answer | Kind::Utterance));
    let answered = past().filter(|e| e.kind == Kind::Answer).map(|e| e.t).max();
    first.map(|event| event.t).max(answered)
}

/// When the hold or mute began that is going on at `at`; `None` when there is none.
fn span_start(events: &[&Event], span: SpanKind, at: i64) -> Option<i64> {
    let (starts, ends) = match span {
        SpanKind::Hold => (Kind::HoldStart, Kind::HoldEnd),
        SpanKind::Mute => (Kind::MuteStart, Kind::MuteEnd),
    };
    let past: Vec<_> = events.iter().filter(|event| event.t <= at).collect();
    let since_last_end = past.rsplit(|event| event.kind == ends).next()?;
    let first = since_last_end.iter().find(|event| event.kind == starts)?;
    Some(first.t)
}
