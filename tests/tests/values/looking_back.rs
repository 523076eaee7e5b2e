//! Tallies, measures, statistics, outcomes.
use zhunze_calls::verdict::Note;

use crate::making::*;

fn count(m: Moment, since: Option<Moment>, last: Option<u64>) -> Term {
    Term::Count {
        moment: m,
        since,
        last,
    }
}

fn x() -> Moment {
    happens("x")
}

#[test]
fn counts_look_at_steps_before() {
    check(
        &x(),
        &count(x(), None, None),
        "1 x; 2 x; 2 x; 5 x",
        &known(&[0, 1000, 2000, 3000]),
    );
    // y is `since`: a step of both does not count.
    let both = either(&happens("y"), &happens("z"));
    check(
        &x(),
        &count(both.clone(), Some(happens("y")), None),
        "1 z; 2 x; 3 y; 4 x; 5 z; 6 z; 7 x",
        &known(&[1000, 0, 2000]),
    );
    let happened = Expr::Happened {
        moment: happens("z"),
        since: Some(happens("y")),
    };
    assert_eq!(
        judge(&x(), &[happened], "1 x; 2 z; 3 x; 4 y; 5 x; 6 z; 7 x"),
        [[false, true, false, true]]
    );
}

#[test]
fn lately() {
    let term = count(happens("y"), None, Some(10));
    check(
        &x(),
        &term,
        "1 y; 2 y; 11 x; 12 x; 13 x",
        &known(&[2000, 1000, 0]),
    );
    let many: String = (0..70).map(|i| format!("{} y;", i)).collect();
    check(
        &x(),
        &count(happens("y"), None, Some(1000)),
        &format!("{many} 100 x"),
        &known(&[64_000]),
    );
    check(
        &x(),
        &count(happens("y"), None, Some(40)),
        &format!("{many} 100 x"),
        &known(&[10_000]),
    );
    check(
        &x(),
        &count(happens("y"), None, None),
        &format!("{many} 100 x"),
        &known(&[70_000]),
    );
    check(
        &x(),
        &count(happens("y"), Some(happens("z")), Some(40)),
        &format!("{many} 69 z; 70 y; 100 x"),
        &known(&[1_000]),
    );
}

#[test]
fn times_of() {
    let term = |which| Term::TimeOf {
        which,
        moment: speaks(Who::Agent),
    };
    let call = "1 x; 2-9 agent a; 5 x; 6-20 agent b; 30 x";
    check(&x(), &term(TimeOf::First), call, &[None, Some(2), Some(2)]);
    check(&x(), &term(TimeOf::Last), call, &[None, Some(2), Some(6)]);
    check(&x(), &term(TimeOf::Since), call, &[None, Some(0), Some(10)]);
}

fn measure(span: MeasuredSpan, longest: bool, since: Option<Moment>) -> Term {
    Term::Measure {
        span,
        longest,
        since,
    }
}

#[test]
fn holds() {
    let call = "1 x; 10 hold_start; 15 hold_start; 20 x; 30 hold_end; 31 x; 40 hold_start; 45 x; 46 contact; 60 x; 61 hold_end; 70 x";
    check(
        &x(),
        &measure(MeasuredSpan::Hold, false, None),
        call,
        &known(&[0, 10, 20, 25, 26, 26]),
    );
    check(
        &x(),
        &measure(MeasuredSpan::Hold, true, None),
        call,
        &known(&[0, 10, 20, 20, 20, 20]),
    );
    check(
        &x(),
        &measure(MeasuredSpan::Mute, false, None),
        call,
        &known(&[0; 6]),
    );
    let since = measure(MeasuredSpan::Hold, false, Some(happens("y")));
    check(
        &x(),
        &since,
        "10 hold_start; 15 y; 20 x; 30 hold_end; 35 y; 36 x; 40 hold_start; 47 x",
        &known(&[5, 0, 7]),
    );
}

#[test]
fn silences() {
    let all = measure(MeasuredSpan::Silence(Who::Anyone), false, None);
    let longest = measure(MeasuredSpan::Silence(Who::Anyone), true, None);
    let call = "5 x; 10 answer; 20 x; 30-40 agent a; 35 x; 50 x; 60 hold_start; 70 x; 80 hold_end; 90 x; 95 hangup; 120 x";
    check(&x(), &all, call, &known(&[0, 10, 20, 30, 40, 50, 55]));
    check(&x(), &longest, call, &known(&[0, 10, 20, 20, 20, 20, 20]));
    let of = |who| measure(MeasuredSpan::Silence(who), false, None);
    let call = "0-10 agent a; 5-30 customer b; 40 x; 40-50 agent c; 60 x";
    check(&x(), &of(Who::Agent), call, &known(&[30, 40]));
    check(&x(), &of(Who::Customer), call, &known(&[10 + 5, 30 + 5]));
    // A contact ends the gap; the next utterance connects again.
    let call = "10 answer; 20 contact; 30 x; 40-45 agent a; 50 x";
    check(&x(), &all, call, &known(&[10, 15]));
    // A later answer moves the start of the gap.
    check(&x(), &all, "10 answer; 20 answer; 25 x", &known(&[5]));
}

#[test]
fn talk_and_overlap() {
    let talk = |who| measure(MeasuredSpan::Talk(who), false, None);
    let call = "0-10 agent a; 5-15 agent b; 5-30 customer b; 28-33 agent c; 29-30 agent d; 40-41 somebody e; 60 x";
    check(&x(), &talk(Who::Agent), call, &known(&[20]));
    check(&x(), &talk(Who::Customer), call, &known(&[25]));
    check(&x(), &talk(Who::Anyone), call, &known(&[46]));
    check(
        &x(),
        &measure(MeasuredSpan::Talk(Who::Agent), true, None),
        call,
        &known(&[10]),
    );
    // 5–15 by the customer, 28–30 by the agent.
    check(
        &x(),
        &measure(MeasuredSpan::Overlap, false, None),
        call,
        &known(&[12]),
    );
    check(
        &x(),
        &measure(MeasuredSpan::Overlap, true, None),
        call,
        &known(&[10]),
    );
}

#[test]
fn statistics() {
    let term = |how, value: Term, who| Term::Statistic {
        how,
        value: Box::new(value),
        who,
    };
    let p = || Term::Field(attribute("p"));
    let call = "1 x; 2 agent a p=5000; 3 agent a; 4 customer b p=-8; 5 agent c p=-2; 6 x";
    for (how, agent, anyone) in [
        (StatisticHow::Average, 2499, 1663),
        (StatisticHow::Highest, 5000, 5000),
        (StatisticHow::Lowest, -2, -8),
        (StatisticHow::Sum, 4998, 4990),
    ] {
        check(
            &x(),
            &term(how, p(), Who::Agent),
            call,
            &[None, Some(agent)],
        );
        check(
            &x(),
            &term(how, p(), Who::Anyone),
            call,
            &[None, Some(anyone)],
        );
    }
    check(
        &x(),
        &term(StatisticHow::Average, p(), Who::Customer),
        "1 customer a p=-8; 2 customer a p=3; 3 x",
        &[Some(-2)],
    );
    let rules = vec![require(
        x(),
        is_there(&term(StatisticHow::Sum, p(), Who::Agent)),
    )];
    let notes = run(&book(rules), call).notes;
    assert!(
        !notes
            .iter()
            .any(|note| matches!(note, Note::MissingAttribute { .. }))
    );
    // Beyond 64 bits the average is still exact.
    let big = 9_000_000_000_000_000_000i64;
    let call = format!(
        "1 agent a p={big}; 2 agent a p={big}; 3 agent a p={}; 4 x; 5 agent a p=-{big}; 6 agent a p=-{big}; 7 agent a p=-{big}; 8 agent a p=-{big}; 9 x",
        big - 7
    );
    check(
        &x(),
        &term(StatisticHow::Average, p(), Who::Agent),
        &call,
        &known(&[big - 3, (-big - 7) / 7]),
    );
    check(
        &x(),
        &term(StatisticHow::Sum, p(), Who::Agent),
        &call,
        &[None, None],
    );
    // A value of the utterance as it was at its step.
    let response = Term::Speech(SpeechValue::ResponseTime);
    check(
        &x(),
        &term(StatisticHow::Highest, response, Who::Agent),
        "0-10 customer a; 17-20 agent b; 30 agent b; 31 x",
        &[Some(20)],
    );
}

#[test]
fn outcomes_are_seen_as_they_are() {
    let above = require(
        happens("y"),
        Expr::Flag {
            value: attribute("sure"),
            negated: false,
        },
    );
    let mut rules = vec![above];
    let cases = [
        (Outcome::Violated, false),
        (Outcome::Satisfied, false),
        (Outcome::Applied, false),
        (Outcome::Applied, true),
    ];
    let both = either(&happens("y"), &x());
    rules.extend(cases.map(|(outcome, negated)| {
        require(
            both.clone(),
            Expr::Outcome {
                rule: RuleId(0),
                outcome,
                negated,
            },
        )
    }));
    let found = run(&book(rules), "1 x; 2 y sure=yes; 3 x; 4 y sure=no; 5 x").findings;
    let of = |n: u32| {
        found
            .iter()
            .filter(|f| f.rule == n)
            .map(|f| f.satisfied)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(1), [false, false, false, true, true]);
    assert_eq!(of(2), [false, true, true, false, false]);
    assert_eq!(of(3), [false, true, true, true, true]);
    assert_eq!(of(4), [true, false, false, false, false]);
}
