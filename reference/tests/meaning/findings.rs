//! "What a finding carries" of docs/meaning.md.

use crate::making::*;
use zhunze_calls::verdict::{Evidence, Tolerance};
use zhunze_compiler::book::{SpanKind, Who};

fn seen(event: u32, span: Option<(u32, u32)>) -> Evidence {
    let tolerance = Tolerance::None;
    Evidence {
        event,
        span,
        tolerance,
    }
}

/// "`trigger`: the position of the trigger's event; none for timers, the end of the call
/// and rules without `when`." "Timers and the end of the call leave no evidence."
#[test]
fn the_trigger() {
    let after = |trigger| when(trigger, vec![must_not(happens("z"), any_time())]);
    let of = |rule| evaluate(&book(vec![rule]), "4 hold_start; 2 x").findings[0].clone();
    assert_eq!(of(after(happens("x"))).trigger, Some(1));
    let ended = of(after(call_ends()));
    assert_eq!((ended.trigger, ended.evidence), (None, vec![]));
    let whole = of(whole_call(vec![must(happens("x"), any_time())]));
    assert_eq!((whole.trigger, whole.evidence), (None, vec![seen(1, None)]));
    let timer = after(lasts(SpanKind::Hold, 3));
    let held = evaluate(&book(vec![timer]), "4 hold_start; ends 9").findings[0].clone();
    assert_eq!((held.trigger, held.evidence), (None, vec![]));
}

/// "The span is that of the phrase of the first atom (in the order written) that matched,
/// none if that atom has no phrase."
#[test]
fn spans_of_evidence() {
    let of = |target| {
        let rule = when(customer("a"), vec![must(target, any_time())]);
        evaluate(&book(vec![rule]), "1 customer d a; 2 agent d c b").findings[0]
            .evidence
            .clone()
    };
    let a = seen(0, Some((2, 3)));
    assert_eq!(of(agent("b")), [a.clone(), seen(1, Some((4, 5)))]);
    assert_eq!(
        of(one_of(vec![agent("c"), agent("b")])),
        [a.clone(), seen(1, Some((2, 3)))]
    );
    let speech_first = one_of(vec![agent("e"), speaks(Who::Agent), agent("b")]);
    assert_eq!(of(speech_first), [a, seen(1, None)]);
}

/// "`obligation`: the position of the one that decided; 0 when satisfied." "None for a
/// broken `must not` and for satisfied."
#[test]
fn due_and_obligation() {
    let rule = || {
        when(
            happens("x"),
            vec![
                must(happens("y"), any_time()),
                must_not(happens("z"), any_time()),
            ],
        )
    };
    let of = |call| evaluate(&book(vec![rule()]), call).findings[0].clone();
    let satisfied = of("1 x; 2 y");
    assert_eq!(
        (satisfied.satisfied, satisfied.obligation, satisfied.due),
        (true, 0, None)
    );
    let broken = of("1 x; 2 z");
    assert_eq!(
        (broken.satisfied, broken.obligation, broken.due),
        (false, 1, None)
    );
}

/// A violated occurrence shows "the trigger's event; then … the event that broke a `must
/// not`", and nothing of what was met before.
#[test]
fn a_violation_shows_no_targets() {
    let rule = when(
        happens("x"),
        vec![
            must(happens("y"), any_time()),
            must_not(happens("z"), any_time()),
        ],
    );
    expect(
        rule,
        "1 x; 2 y; 3 z",
        &["violated at 3 (Forbidden) by #1, saw 0 2"],
    );
}

/// "or (when the rule owes no `must` and no `must not` beside it, so that nothing had to be
/// waited for) the events of the chain"
#[test]
fn a_chain_is_not_shown_beside_what_was_waited_for() {
    let rule = when(
        happens("z"),
        vec![
            must(happens("y"), any_time()),
            first(vec![happens("x"), customer("a")]),
        ],
    );
    expect(
        rule,
        "1 x; 2 customer a; 3 z; 4 y",
        &["satisfied at 4, saw 2 3"],
    );
}
