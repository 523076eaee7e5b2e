//! Sequences as MATCH_RECOGNIZE (ISO/IEC 9075-2:2016) and complex event processing say them:
//! where a match ends, as a formula over what is past.

use super::logic::*;

const SECOND: i64 = 1_000;

fn a() -> Formula {
    p("a")
}

fn b() -> Formula {
    p("b")
}

fn c() -> Formula {
    p("c")
}

fn before(f: Formula) -> Formula {
    previous(once(f))
}

/// Matches end where these hold, each once.
pub fn matches() -> Vec<(&'static str, Formula)> {
    let a_b = || and(b(), before(a()));
    let consecutive = || and(a(), previous(and(a(), previous(a()))));
    let second = || and(a(), before(a()));
    let third = || and(a(), before(and(a(), before(a()))));
    let late = |x: fn(i64) -> bool, name: &'static str| is(move |it| it.name == name && x(it.x));
    let not_b = since(not(b()), a());
    vec![
        (
            "Following / Relaxed next (followed by, `A B` with anything between)",
            a_b(),
        ),
        (
            "Following / Strict next (`A B`, next)",
            and(b(), previous(a())),
        ),
        (
            "Following / Non-deterministic relaxed next (followed by any)",
            a_b(),
        ),
        ("Repetition / times(n), `A{3}`", third()),
        ("Repetition / times(n).consecutive", consecutive()),
        ("Repetition / n or more, `A{2,}`", second()),
        ("Repetition / n to m, `A{1,2} B`", a_b()),
        ("Repetition / One or more, `A+ B`", a_b()),
        (
            "Repetition / Zero or more, optional: `A B* C`, `A B? C`",
            and(c(), before(a())),
        ),
        (
            "Choice, order, exclusion / Alternation, `A (B | C)`",
            and(or(b(), c()), before(a())),
        ),
        (
            "Choice, order, exclusion / Exclusion, `A {- B -} C`, A without B before C",
            and(c(), previous(not_b)),
        ),
        ("Time / within", and(b(), once_within(1, 10 * SECOND, a()))),
        (
            "Time / within for one step",
            and(c(), once_within(1, 5 * SECOND, and(b(), before(a())))),
        ),
        (
            "Conditions (DEFINE, WHERE) / A condition on one event",
            and(late(|x| x < 5, "b"), before(late(|x| x > 10, "a"))),
        ),
        ("After a match / SKIP TO NEXT ROW", second()),
        (
            "After a match / One match a call (skip to the end)",
            and(a_b(), not(before(a_b()))),
        ),
    ]
}

/// Rules that hold where these do.
pub fn meanings() -> Vec<super::Meaning> {
    let no_b_before_c = || globally(implies(a(), next_or_end(not(until(not(c()), b())))));
    let soon = || within(1, 10 * SECOND, b());
    vec![
        (
            "Following / Not next, not followed by",
            "x",
            no_b_before_c(),
        ),
        (
            "Following / Not followed by within a time",
            "x",
            globally(implies(a(), not(soon()))),
        ),
        (
            "Following / Missing within a time (absence as an event)",
            "x",
            globally(implies(a(), soon())),
        ),
        ("Repetition / Until", "x", no_b_before_c()),
        (
            "Conditions (DEFINE, WHERE) / A condition between two events (PREV, references to earlier variables)",
            "x",
            globally(implies(
                a(),
                with(|a| {
                    let (id, x) = (a.id, a.x);
                    let more = is(move |it| it.name == "b" && it.id == id && it.x > x);
                    not(finally(more))
                }),
            )),
        ),
    ]
}
