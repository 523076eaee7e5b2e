//! The specification patterns in their scopes (Dwyer, Avrunin and Corbett 1999), with bounds on
//! time (Konrad and Cheng 2005).

use super::Meaning;
use super::logic::*;
use std::rc::Rc;

const SECOND: i64 = 1_000;

fn q() -> Formula {
    p("open")
}

fn r() -> Formula {
    p("shut")
}

/// Q, and an R later.
fn q_and_r() -> Formula {
    and(q(), next(finally(r())))
}

fn finally_before_r(a: Formula) -> Formula {
    until(not(r()), and(a, not(r())))
}

/// What is so of a pattern in each scope.
struct Scopes {
    globally: Formula,
    before: Formula,
    after: Formula,
    between: Formula,
    after_until: Formula,
}

fn each(section: &'static [&'static str; 5], rule: &'static str, scopes: Scopes) -> Vec<Meaning> {
    let Scopes {
        globally,
        before,
        after,
        between,
        after_until,
    } = scopes;
    let all = [globally, before, after, between, after_until];
    let all = section.iter().zip(all);
    all.map(|(section, formula)| (*section, rule, formula))
        .collect()
}

macro_rules! sections {
    ($name:literal) => {
        &[
            concat!($name, " / Globally"),
            concat!($name, " / Before R"),
            concat!($name, " / After Q"),
            concat!($name, " / Between Q and R"),
            concat!($name, " / After Q until R"),
        ]
    };
}

fn absence(a: fn() -> Formula) -> Scopes {
    let none = || not(a());
    Scopes {
        globally: globally(none()),
        before: implies(finally(r()), until(none(), r())),
        after: globally(implies(q(), globally(none()))),
        between: globally(implies(q_and_r(), until(none(), r()))),
        after_until: globally(implies(q(), unless(none(), r()))),
    }
}

fn existence() -> Scopes {
    let a = || p("check");
    let here = || and(a(), not(r()));
    Scopes {
        globally: finally(a()),
        before: implies(finally(r()), until(not(r()), here())),
        after: or(globally(not(q())), finally(and(q(), finally(a())))),
        between: globally(implies(q_and_r(), until(not(r()), here()))),
        after_until: globally(implies(q(), until(not(r()), here()))),
    }
}

fn bounded_existence() -> Scopes {
    let a = || p("check");
    let third = |before: Formula| {
        let a = a();
        let seek = move |then: Formula| until(before.clone(), and(a.clone(), then));
        seek(next(seek(next(seek(always_true())))))
    };
    let anywhere = || third(always_true());
    let in_scope = || third(not(r()));
    Scopes {
        globally: not(anywhere()),
        before: implies(finally(r()), not(in_scope())),
        after: globally(implies(q(), not(anywhere()))),
        between: globally(implies(q_and_r(), not(in_scope()))),
        after_until: globally(implies(q(), not(in_scope()))),
    }
}

fn precedence() -> Scopes {
    let (none, s) = (|| not(p("check")), || p("reply"));
    let s_or_r = || or(s(), r());
    Scopes {
        globally: unless(none(), s()),
        before: implies(finally(r()), until(none(), s_or_r())),
        after: or(
            globally(not(q())),
            until(not(q()), and(q(), unless(none(), s()))),
        ),
        between: globally(implies(q_and_r(), until(none(), s_or_r()))),
        after_until: globally(implies(q(), unless(none(), s_or_r()))),
    }
}

/// Every P has an answer; the answer may depend on R.
fn answered(anywhere: Formula, in_scope: Formula) -> Scopes {
    let each = move |answer: &Formula| implies(p("check"), answer.clone());
    Scopes {
        globally: globally(each(&anywhere)),
        before: implies(finally(r()), until(each(&in_scope), r())),
        after: globally(implies(q(), globally(each(&anywhere)))),
        between: globally(implies(q_and_r(), until(each(&in_scope), r()))),
        after_until: globally(implies(q(), unless(each(&in_scope), r()))),
    }
}

/// P only after S and then T.
fn two_causes() -> Scopes {
    let none = || not(p("check"));
    let pair = || and(p("reply"), and(none(), next(until(none(), p("note")))));
    // Within the scope the pair is complete before R.
    let inside = || {
        let open = || and(none(), not(r()));
        and(p("reply"), and(open(), next(until(open(), p("note")))))
    };
    let anywhere = || implies(finally(p("check")), until(none(), pair()));
    let in_scope = || {
        let asked = until(not(r()), p("check"));
        implies(asked, until(none(), inside()))
    };
    Scopes {
        globally: anywhere(),
        before: implies(finally(r()), in_scope()),
        after: or(globally(not(q())), until(not(q()), and(q(), anywhere()))),
        between: globally(implies(q_and_r(), in_scope())),
        after_until: globally(implies(q(), in_scope())),
    }
}

/// A stretch of a call that a pattern speaks of, in milliseconds; the last of it is an R, or
/// the end of the call.
#[derive(Clone, Copy)]
struct Stretch {
    from: i64,
    to: i64,
    ends: bool,
}

/// What holds for whole stretches, in each scope: the call, up to the first R, from the first
/// Q, between a Q and the next R, and from a Q to the next R or the end.
fn stretches(holds: fn(&Trace, Stretch) -> bool) -> Scopes {
    fn times(trace: &Trace, name: &str) -> Vec<i64> {
        let named = trace.list.iter().filter(|it| it.name == name);
        named.map(|it| it.t).collect()
    }
    let to_end = move |trace: &Trace, from| {
        let (to, ends) = (trace.end, true);
        holds(trace, Stretch { from, to, ends })
    };
    let to_shut = move |trace: &Trace, from, to| {
        let ends = false;
        holds(trace, Stretch { from, to, ends })
    };
    let closed = move |trace: &Trace, also_open: bool| {
        let shut = times(trace, "shut");
        times(trace, "open")
            .into_iter()
            .all(|q| match shut.iter().find(|r| **r > q) {
                Some(r) => to_shut(trace, q, *r),
                None => !also_open || to_end(trace, q),
            })
    };
    Scopes {
        globally: Rc::new(move |trace, _| to_end(trace, 0)),
        before: Rc::new(move |trace, _| {
            let shut = times(trace, "shut");
            shut.first().is_none_or(|r| to_shut(trace, 0, *r))
        }),
        after: Rc::new(move |trace, _| {
            let open = times(trace, "open");
            open.first().is_none_or(|q| to_end(trace, *q))
        }),
        between: Rc::new(move |trace, _| closed(trace, false)),
        after_until: Rc::new(move |trace, _| closed(trace, true)),
    }
}

/// At least every 30 seconds. A call that ends just then ends too late.
fn recurs(trace: &Trace, it: Stretch) -> bool {
    let last = it.to + i64::from(it.ends);
    let inside = |check: &&Activity| check.name == "check" && (it.from..last).contains(&check.t);
    let checks = trace.list.iter().filter(inside).map(|check| check.t);
    let points: Vec<i64> = [it.from].into_iter().chain(checks).chain([last]).collect();
    points
        .windows(2)
        .all(|pair| pair[1] - pair[0] <= 30 * SECOND)
}

/// Holds that start in a stretch: their start, and their end if there is one.
fn holds(trace: &Trace, it: Stretch) -> Vec<(i64, Option<i64>)> {
    let named = |name: &'static str| trace.list.iter().filter(move |it| it.name == name);
    let starts = named("hold starts").map(|it| it.t);
    let starts = starts.filter(|t| (it.from..it.to).contains(t));
    let end = |start: i64| named("hold ends").map(|it| it.t).find(|t| *t > start);
    starts.map(|start| (start, end(start))).collect()
}

/// Holds last ten seconds at least, if they end in the stretch.
fn long_enough(trace: &Trace, it: Stretch) -> bool {
    let mut all = holds(trace, it).into_iter();
    all.all(|(start, end)| end.is_none_or(|end| end > it.to || end - start >= 10 * SECOND))
}

/// Holds last a minute at most, as far as they are in the stretch.
fn short_enough(trace: &Trace, it: Stretch) -> bool {
    let mut all = holds(trace, it).into_iter();
    all.all(|(start, end)| end.unwrap_or(it.to).min(it.to) - start <= 60 * SECOND)
}

/// See above.
pub fn meanings() -> Vec<Meaning> {
    let two_answers = finally(and(p("reply"), next(finally(p("note")))));
    let two_answers_inside = finally_before_r(and(p("reply"), next(finally_before_r(p("note")))));
    let pair = || and(p("reply"), next(finally(p("note"))));
    let ten = 10 * SECOND;
    let soon = within(1, ten, p("reply"));
    let soon_inside = until_within(1, ten, not(r()), p("reply"));
    let mut all = vec![];
    all.extend(each(sections!("Absence"), "x", absence(|| p("check"))));
    all.extend(each(sections!("Existence"), "x", existence()));
    all.extend(each(
        sections!("Bounded existence"),
        "x",
        bounded_existence(),
    ));
    all.extend(each(sections!("Precedence"), "x", precedence()));
    let response = answered(finally(p("reply")), finally_before_r(p("reply")));
    all.extend(each(sections!("Response"), "x", response));
    all.extend(each(sections!("Precedence chains"), "x", two_causes()));
    let chain = answered(two_answers, two_answers_inside);
    all.extend(each(sections!("Response chains"), "x", chain));
    let bounded = answered(soon.clone(), soon_inside.clone());
    all.extend(each(sections!("Bounded response"), "x", bounded));
    let spared = answered(not(soon), not(soon_inside));
    all.extend(each(sections!("Bounded invariance"), "x", spared));
    all.extend(each(
        sections!("Bounded recurrence"),
        "x",
        stretches(recurs),
    ));
    all.push((
        "Precedence chains / Globally",
        "y",
        implies(finally(pair()), until(not(pair()), p("check"))),
    ));
    all.push((
        "Response chains / Globally",
        "y",
        globally(implies(
            pair(),
            next(finally(and(p("note"), finally(p("check"))))),
        )),
    ));
    all
}

/// P is so all the time: nobody speaks unclearly.
pub fn universality() -> Vec<Meaning> {
    each(
        sections!("Universality"),
        "x",
        absence(|| p("speaks unclearly")),
    )
}

/// P is so for some time: a hold.
pub fn durations() -> Vec<Meaning> {
    let least = each(sections!("Minimum duration"), "x", stretches(long_enough));
    let most = each(sections!("Maximum duration"), "x", stretches(short_enough));
    [least, most].concat()
}
