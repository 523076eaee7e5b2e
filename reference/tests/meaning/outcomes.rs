//! Outcomes of rules above, and rules that do not apply.

use crate::making::*;
use zhunze_calls::verdict::Note;
use zhunze_compiler::book::{CompareOp, Expr, Outcome, Pick, Rule, RuleId, Term};

fn first_rule(outcome: Outcome) -> Expr {
    Expr::Outcome {
        rule: RuleId(0),
        outcome,
        negated: false,
    }
}

fn x_then_y() -> Rule {
    when(happens("x"), vec![must(happens("y"), within(3))])
}

/// Asserts the findings of the second rule, which requires the outcome of the first at `z`.
#[track_caller]
fn is(above: Rule, outcome: Outcome, lines: &str, expected: &[bool]) {
    let rule = when(happens("z"), vec![require(first_rule(outcome))]);
    let found = evaluate(&book(vec![above, rule]), lines).findings;
    let found = found.iter().filter(|finding| finding.rule == 1);
    let found: Vec<_> = found.map(|finding| finding.satisfied).collect();
    assert_eq!(found, expected, "{outcome:?}: {lines}");
}

/// "A rule above this one has (not) had an occurrence of this outcome": `Satisfied` is
/// "satisfied, and not violated", `Applied` "either".
#[test]
fn outcomes_so_far() {
    use Outcome::{Applied, Satisfied, Violated};
    let call = "0 z; 1 x; 1 z; 2 y; 3 z; 4 x; 8 z";
    is(x_then_y(), Satisfied, call, &[false, false, true, false]);
    is(x_then_y(), Violated, call, &[false, false, false, true]);
    is(x_then_y(), Applied, call, &[false, false, true, true]);
    let withdrawn = unless_first(happens("callback"), x_then_y());
    is(withdrawn, Applied, "1 x; 2 callback; 9 z", &[false]);
}

#[test]
fn outcomes_that_have_not_been() {
    let not_yet = Expr::Outcome {
        rule: RuleId(0),
        outcome: Outcome::Violated,
        negated: true,
    };
    let rule = when(happens("z"), vec![require(not_yet)]);
    let found = judge(vec![x_then_y(), rule], "0 z; 1 x; 9 z");
    assert_eq!(found[0], "1 satisfied at 0, saw 0");
    assert_eq!(found[2], "1 violated at 9 (NotMet, due 9), saw 2");
}

/// "only the outcome of a rule above (`Outcome`) is seen as it is by now": decided at the very
/// step; deadlines at D are settled before any later step.
#[test]
fn outcomes_of_the_step_itself() {
    let decided = when(happens("z"), vec![first(vec![happens("x")])]);
    is(decided, Outcome::Satisfied, "1 x; 2 z", &[true]);
    is(
        x_then_y(),
        Outcome::Violated,
        "1 x; 4 z; 5 z",
        &[false, true],
    );
}

/// Moments match before any rule looks at the step.
#[test]
fn outcomes_in_moments() {
    let at_once = when(happens("x"), vec![require(Expr::Const(true))]);
    let known = happens_where("x", Some(first_rule(Outcome::Satisfied)));
    let rule = always(known);
    let found = judge(vec![at_once, rule], "1 x; 2 x");
    let second: Vec<_> = found.iter().filter(|line| line.starts_with('1')).collect();
    assert_eq!(second, ["1 satisfied at 2, saw 1"]);
}

/// "`Require` is judged at the end of the call after everything else of that step": what
/// rules above come to then is seen.
#[test]
fn outcomes_when_all_is_over() {
    let rule = || whole_call(vec![require(first_rule(Outcome::Violated))]);
    let found = judge(vec![x_then_y(), rule()], "1 x; ends 2");
    assert_eq!(found[1], "1 satisfied at 2");
    let last = Rule {
        pick: Pick::Last,
        ..x_then_y()
    };
    let found = judge(vec![last, rule()], "1 x; 9 z");
    assert_eq!(found[1], "1 satisfied at 9");
}

/// "What is kept back is no `Outcome` before it is reported."
#[test]
fn what_is_kept_back_is_no_outcome() {
    let of = |pick| Rule { pick, ..x_then_y() };
    let call = "1 x; 2 y; 3 z; 4 x; 9 z";
    is(of(Pick::Last), Outcome::Applied, call, &[false, false]);
    is(of(Pick::Any), Outcome::Satisfied, call, &[true, true]);
    is(of(Pick::Any), Outcome::Applied, "1 x; 9 z", &[false]);
}

/// Outcomes go down from rule to rule.
#[test]
fn outcomes_of_outcomes() {
    let after = |rule, outcome| Expr::Outcome {
        rule: RuleId(rule),
        outcome,
        negated: false,
    };
    let rules = vec![
        x_then_y(),
        only_if(
            after(0, Outcome::Satisfied),
            when(happens("z"), vec![must(happens("y"), within(2))]),
        ),
        when(
            happens("callback"),
            vec![require(after(1, Outcome::Violated))],
        ),
    ];
    let found = judge(rules, "1 x; 1 z; 2 y; 3 z; 9 callback");
    assert_eq!(
        found,
        [
            "0 satisfied at 2, saw 0 2",
            "1 violated at 5 (DeadlineRanOut, due 5), saw 3",
            "2 satisfied at 9, saw 4",
        ]
    );
}

/// "A rule whose `applies` is false has no occurrences at all, and its conditions are not
/// judged (those of moments are)."
#[test]
fn rules_that_do_not_apply() {
    let loud = || compare(Term::Field(attribute("level")), CompareOp::Greater, 5);
    let only_sales = |rule| Rule {
        applies: Some(is_text(meta("queue"), "sales")),
        ..rule
    };
    let rule = || {
        only_sales(only_if(
            loud(),
            when(happens("x"), vec![must(happens("y"), any_time())]),
        ))
    };
    expect(
        rule(),
        "meta queue=sales; 1 x level=9; 2 y",
        &["satisfied at 2, saw 0 1"],
    );
    expect(rule(), "meta queue=help; 1 x level=9; 2 y", &[]);
    let notes = |rule| {
        let notes = evaluate(&book(vec![rule]), "meta queue=help vip=yes; 1 x").notes;
        notes.into_iter().collect::<Vec<Note>>()
    };
    assert_eq!(notes(rule()), []);
    let guarded = only_sales(always(happens_where("x", Some(loud()))));
    let missing = Note::MissingAttribute {
        attribute: 0,
        count: 1,
    };
    assert_eq!(notes(guarded), [missing]);
    expect(
        only_sales(whole_call(vec![must_not(happens("x"), any_time())])),
        "1 x",
        &[],
    );
}
