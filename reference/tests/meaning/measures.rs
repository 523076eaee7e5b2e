//! "`Measure`" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{CompareOp, Expr, Kind, MeasuredSpan, Moment, Term, Who};

fn total(span: MeasuredSpan) -> Term {
    Term::Measure {
        span,
        longest: false,
        since: None,
    }
}

fn longest(span: MeasuredSpan) -> Term {
    Term::Measure {
        span,
        longest: true,
        since: None,
    }
}

fn since(span: MeasuredSpan, since: Moment) -> Term {
    Term::Measure {
        span,
        longest: false,
        since: Some(since),
    }
}

const HOLD: MeasuredSpan = MeasuredSpan::Hold;
const OVERLAP: MeasuredSpan = MeasuredSpan::Overlap;

fn talk(who: Who) -> MeasuredSpan {
    MeasuredSpan::Talk(who)
}

fn quiet(who: Who) -> MeasuredSpan {
    MeasuredSpan::Silence(who)
}

/// "holds and mutes: time of those ended and of the one that is on, up to now"
#[test]
fn holds_and_mutes() {
    let call = "1 hold_start; 4 hold_end; 6 hold_start; 7 hold_start; 11 x";
    has_value(total(HOLD), call, Some(8));
    has_value(longest(HOLD), call, Some(5));
    has_value(
        longest(HOLD),
        "1 hold_start; 4 hold_end; 6 hold_start; 8 x",
        Some(3),
    );
    has_value(total(HOLD), "1 hold_start; 4 contact; 9 x", Some(3));
    has_value(total(HOLD), "3 hold_end; 9 x", Some(0));
    has_value(
        total(MeasuredSpan::Mute),
        "1 mute_start; 4 hold_end; 5 mute_end; 9 x",
        Some(4),
    );
    // The hold is on until its end has been looked at.
    let three = Expr::Compare {
        left: total(HOLD),
        op: CompareOp::Equal,
        right: Term::Number(3),
    };
    let rule = when(kind(Kind::HoldEnd), vec![require(three)]);
    expect(rule, "1 hold_start; 4 hold_end", &["satisfied at 4, saw 1"]);
}

/// "Talk of x: each utterance adds max(0, end − max(t, E(x) before it)); of anyone: the sum
/// over all speakers"; "of talk the longest utterance (end − t)"
#[test]
fn talk_of_somebody() {
    let call = "1-5 agent a; 3-9 agent b; 4-6 agent c; 20-21 customer a; 20-22 somebody a; 30 x";
    has_value(total(talk(Who::Agent)), call, Some(8));
    has_value(longest(talk(Who::Agent)), call, Some(6));
    has_value(total(talk(Who::Anyone)), call, Some(8 + 1 + 2));
    has_value(total(talk(Who::System)), call, Some(0));
    // An utterance counts at its step, with all of its length.
    has_value(total(talk(Who::Agent)), "1-50 agent a; 3 x", Some(49));
}

/// "Overlap: each utterance of agent or customer x adds max(0, min(end, E(other)) − max(t,
/// E(x) before it))"; longest: "the most that one utterance added"
#[test]
fn overlap_of_both() {
    let call = "1-10 agent a; 4-6 customer a; 5-8 customer b; 9-14 customer c; 12-13 agent b; 30 x";
    has_value(total(OVERLAP), call, Some(2 + 2 + 1 + 1));
    has_value(longest(OVERLAP), call, Some(2));
    has_value(
        total(OVERLAP),
        "1-10 agent a; 4-9 system a; 5-8 agent b; 30 x",
        Some(0),
    );
}

/// "a gap ends with an utterance of a named speaker, a hold or mute that starts, the first
/// hang-up, a contact; the one that is on counts up to now"
#[test]
fn silence_of_somebody() {
    let call = "1 answer; 4-5 agent a; 11-12 customer a; 20 x";
    has_value(total(quiet(Who::Anyone)), call, Some(3 + 6 + 8));
    has_value(total(quiet(Who::Agent)), call, Some(3 + 15));
    has_value(longest(quiet(Who::Anyone)), call, Some(8));
    has_value(longest(quiet(Who::Customer)), call, Some(10));
    for ends in ["hold_start", "mute_start", "hangup agent", "contact"] {
        let call = format!("1 answer; 4 {ends}; 20 x");
        has_value(total(quiet(Who::Anyone)), &call, Some(3));
    }
    has_value(total(quiet(Who::Anyone)), "1 x; 5 x", Some(0));
    has_value(total(quiet(Who::Anyone)), "1-9 agent a; 5 x", Some(0));
    has_value(
        total(quiet(Who::Anyone)),
        "1-9 agent a; 5 customer a; 12 x",
        Some(3),
    );
    let held = "1 answer; 4 hold_start; 6 agent a; 9 hold_end; 12 x";
    has_value(total(quiet(Who::Anyone)), held, Some(3 + 3));
}

/// "`since M`: the value now minus the value after the step of the last M (with that step's
/// time as now)"
#[test]
fn measures_since() {
    let call = "1 hold_start; 4 y; 6 hold_end; 8 hold_start; 9 x";
    has_value(since(HOLD, happens("y")), call, Some(2 + 1));
    has_value(since(HOLD, happens("z")), call, Some(5 + 1));
    has_value(since(HOLD, happens("x")), call, Some(6));
    let said = "1-5 agent a; 10-14 agent b; 20 x";
    has_value(since(talk(Who::Agent), agent("b")), said, Some(0));
    has_value(since(talk(Who::Agent), agent("a")), said, Some(4));
}
