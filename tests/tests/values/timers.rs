//! Silences, holds that last, overlaps, the connection: when they come due.
use crate::making::*;

#[test]
fn silences() {
    let any = |n| silence(Who::Anyone, n, false, None);
    comes(
        any(10),
        "5 x; 10 answer; 30-40 agent a; 50 agent b; 61 x; ends 100",
        &[20, 60],
    );
    comes(any(10), "10 answer; 20 agent a; ends 30", &[30]);
    comes(any(10), "10 answer; 15 answer; ends 30", &[25]);
    comes(any(10), "10 answer; 12 hangup; ends 30", &[]);
    comes(
        any(10),
        "10 answer; 12 hangup; 14 contact; 20 answer; ends 40",
        &[30],
    );
    comes(any(10), "10 answer; 15 contact; ends 40", &[]);
    comes(
        any(10),
        "10 answer; 15 hold_start; 17 contact; 20 agent a; ends 40",
        &[30],
    );
    comes(
        any(10),
        "10 answer; 15 hold_start; 40 hold_end; ends 60",
        &[50],
    );
    comes(
        silence(Who::Anyone, 10, true, None),
        "10 answer; 15 hold_start; 40 hold_end; ends 60",
        &[20],
    );
    comes(
        silence(Who::Customer, 10, false, None),
        "0-5 customer a; 6-30 agent b; ends 40",
        &[15],
    );
}

#[test]
fn silences_after_a_moment() {
    let after = |who| silence(who, 10, false, Some(says(Who::Agent, "a")));
    comes(
        after(Who::Customer),
        "0 customer b; 20-25 agent a; ends 60",
        &[35],
    );
    comes(
        after(Who::Customer),
        "0 customer b; 20-25 agent a; 30 customer c; ends 60",
        &[],
    );
    comes(
        after(Who::Customer),
        "20-25 agent a; 30 customer c; 40-41 agent a; ends 60",
        &[51],
    );
    comes(
        after(Who::Customer),
        "20-25 agent a; 40-41 agent a; ends 60",
        &[35, 51],
    );
    comes(
        after(Who::Anyone),
        "20-25 agent a; 26 agent b; ends 60",
        &[],
    );
    comes(after(Who::Anyone), "20-25 agent a; ends 60", &[35]);
    comes(after(Who::Anyone), "ends 60; 5 answer", &[]);
    // The end of the last M, which may be before that of the one before.
    let system = silence(Who::Customer, 10, false, Some(says(Who::System, "a")));
    comes(system, "0-50 system a; 5-6 system a; ends 60", &[16]);
    // After a timer.
    let after = silence(
        Who::Anyone,
        5,
        false,
        Some(silence(Who::Anyone, 10, false, None)),
    );
    comes(after, "10 answer; ends 60", &[25]);
}

#[test]
fn holds_that_last() {
    let hold = atom(Atom::Lasts {
        span: SpanKind::Hold,
        length: 10,
    });
    comes(
        hold.clone(),
        "0 hold_start; 5 hold_start; 20 hold_end; 30 hold_start; 39 hold_end; 50 hold_start; ends 70",
        &[10, 60],
    );
    comes(
        hold,
        "0 hold_start; 5 contact; 7 hold_start; ends 70",
        &[17],
    );
    comes(
        atom(Atom::Lasts {
            span: SpanKind::Mute,
            length: 10,
        }),
        "0 mute_start; 10 mute_end; ends 70",
        &[],
    );
}

#[test]
fn overlaps() {
    let lasts = |n| atom(Atom::OverlapLasts(n));
    let ends = || atom(Atom::OverlapEnds);
    let call = "0-10 agent a; 4-6 customer b; 6-8 customer c; 20-30 customer d; 25-40 agent e; 50-60 system f; 52-58 agent g; ends 100";
    comes(lasts(0), call, &[4, 25]);
    comes(lasts(3), call, &[7, 28]);
    comes(lasts(5), call, &[30]);
    comes(ends(), call, &[8, 30]);
    // The lesser end grows later on: that is not the old overlap.
    comes(
        lasts(4),
        "0-10 agent a; 2-5 customer b; 12-15 customer c; ends 50",
        &[],
    );
    comes(
        ends(),
        "0-10 agent a; 2-5 customer b; 12-15 customer c; ends 50",
        &[5],
    );
    comes(
        ends(),
        "0-10 agent a; 2-5 customer b; 7-9 customer c; ends 50",
        &[5, 9],
    );
    comes(lasts(0), "0-10 agent a; 2-2 customer b; ends 50", &[2]);
    comes(ends(), "0-10 agent a; 2-2 customer b; ends 50", &[2]);
    comes(lasts(0), "0-10 agent a; 10-12 customer b; ends 50", &[]);
    // Both come due in one step.
    let both = Derived::Where {
        all: vec![lasts(3), ends()],
        none: vec![],
        guard: None,
    };
    let mut b = book(vec![require(
        atom(Atom::Derived(DerivedId(0))),
        Expr::Const(true),
    )]);
    b.derived = vec![both];
    assert_eq!(
        run(&b, "0-10 agent a; 2-5 customer b; ends 50")
            .findings
            .len(),
        1
    );
}

#[test]
fn the_call_begins() {
    let begins = || atom(Atom::CallBegins);
    comes(
        begins(),
        "0 ring; 5 answer; 7 agent a; 9 answer; ends 20",
        &[5],
    );
    comes(begins(), "0 ring; 5 agent a; 7 answer; ends 20", &[5]);
    comes(
        begins(),
        "5 answer; 7 contact; 8 agent a; 9 contact; 12 ring; ends 20",
        &[5, 8],
    );
    // It is a step of its own, before that of the event, after timers that come due before.
    let counts = vec![
        require(
            begins(),
            equals(
                Term::Count {
                    moment: kind(Kind::Answer),
                    since: None,
                    last: None,
                },
                0,
            ),
        ),
        require(
            kind(Kind::Answer),
            Expr::Happened {
                moment: begins(),
                since: None,
            },
        ),
        require(
            begins(),
            Expr::Happened {
                moment: atom(Atom::Lasts {
                    span: SpanKind::Hold,
                    length: 3,
                }),
                since: None,
            },
        ),
        require(begins(), equals(Term::CallTime, 0)),
        require(kind(Kind::Answer), equals(Term::CallTime, 0)),
    ];
    let found = run(&book(counts), "1 hold_start; 5 answer").findings;
    assert_eq!(
        found
            .iter()
            .map(|f| (f.rule, f.satisfied))
            .collect::<Vec<_>>(),
        [(0, true), (2, true), (3, true), (1, true), (4, true)]
    );
    // A timer at the very t of the event comes after it.
    let hold = atom(Atom::Lasts {
        span: SpanKind::Hold,
        length: 4,
    });
    let rules = vec![require(
        begins(),
        Expr::Happened {
            moment: hold,
            since: None,
        },
    )];
    assert!(!run(&book(rules), "1 hold_start; 5 answer; ends 9").findings[0].satisfied);
}

#[test]
fn call_time() {
    check(
        &happens("x"),
        &Term::CallTime,
        "1 x; 5 answer; 7 answer; 9 x; 10 contact; 11 x; 20 agent a; 25 x",
        &[None, Some(4), None, Some(5)],
    );
}

#[test]
fn rings_are_seen_in_their_own_step() {
    check(
        &kind(Kind::Ring),
        &Term::Rings,
        "1 ring; 2 ring count=3000",
        &[Some(1000), Some(3000)],
    );
    check(
        &happens("x"),
        &Term::Rings,
        "1 x; 2 ring count=3000; 3 x",
        &[Some(0), Some(3000)],
    );
}
