//! Linear temporal logic over finite traces (De Giacomo and Vardi 2013) with bounds on time.
//!
//! A formula is a predicate of a trace and a position, built up by the functions below as the
//! operators are defined. Behind the last position there is nothing.

use std::fmt;
use std::rc::Rc;

/// Something that happens.
#[derive(Debug, Clone)]
pub struct Activity {
    pub t: i64,
    pub name: &'static str,
    pub id: &'static str,
    pub amount: i64,
    pub x: i64,
}

/// What happened in a call, and when it ended.
pub struct Trace {
    pub list: Vec<Activity>,
    pub end: i64,
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for it in &self.list {
            write!(
                f,
                "{}s {} {} {} {}; ",
                it.t / 1000,
                it.name,
                it.id,
                it.amount,
                it.x
            )?;
        }
        write!(f, "ends {}s", self.end / 1000)
    }
}

/// See above.
pub type Formula = Rc<dyn Fn(&Trace, usize) -> bool>;

/// An activity that is so.
pub fn is(so: impl Fn(&Activity) -> bool + 'static) -> Formula {
    Rc::new(move |trace, at| trace.list.get(at).is_some_and(&so))
}

/// An activity of this name.
pub fn p(name: &'static str) -> Formula {
    is(move |it| it.name == name)
}

pub fn not(a: Formula) -> Formula {
    Rc::new(move |trace, at| !a(trace, at))
}

pub fn and(a: Formula, b: Formula) -> Formula {
    Rc::new(move |trace, at| a(trace, at) && b(trace, at))
}

pub fn or(a: Formula, b: Formula) -> Formula {
    not(and(not(a), not(b)))
}

pub fn implies(a: Formula, b: Formula) -> Formula {
    or(not(a), b)
}

pub fn always_true() -> Formula {
    Rc::new(|_, _| true)
}

/// a U b.
pub fn until(a: Formula, b: Formula) -> Formula {
    Rc::new(move |trace, at| {
        let mut rest = at..trace.list.len();
        rest.find(|at| b(trace, *at) || !a(trace, *at))
            .is_some_and(|at| b(trace, at))
    })
}

/// a W b.
pub fn unless(a: Formula, b: Formula) -> Formula {
    or(until(a.clone(), b), globally(a))
}

/// F a.
pub fn finally(a: Formula) -> Formula {
    until(always_true(), a)
}

/// G a.
pub fn globally(a: Formula) -> Formula {
    not(finally(not(a)))
}

/// X a: there is a next position, and a holds there.
pub fn next(a: Formula) -> Formula {
    Rc::new(move |trace, at| at + 1 < trace.list.len() && a(trace, at + 1))
}

/// Y a: there is a previous position, and a holds there.
pub fn previous(a: Formula) -> Formula {
    Rc::new(move |trace, at| at > 0 && a(trace, at - 1))
}

/// O a: a holds here or held before.
pub fn once(a: Formula) -> Formula {
    Rc::new(move |trace, at| (0..=at).any(|at| a(trace, at)))
}

/// a S b.
pub fn since(a: Formula, b: Formula) -> Formula {
    Rc::new(move |trace, at| {
        let found = (0..=at).rev().find(|at| b(trace, *at) || !a(trace, *at));
        found.is_some_and(|at| b(trace, at))
    })
}

/// `a U b` where b's position is so many milliseconds later.
pub fn until_within(least: i64, most: i64, a: Formula, b: Formula) -> Formula {
    Rc::new(move |trace, at| {
        let Some(start) = trace.list.get(at).map(|it| it.t) else {
            return false;
        };
        let so = |to: &usize| {
            let later = trace.list[*to].t - start;
            (least..=most).contains(&later) && b(trace, *to) && (at..*to).all(|at| a(trace, at))
        };
        (at..trace.list.len()).any(|to| so(&to))
    })
}

/// F a, so many milliseconds later.
pub fn within(least: i64, most: i64, a: Formula) -> Formula {
    until_within(least, most, always_true(), a)
}

/// A formula about the activity that stands here (the freeze quantifier of Alur and Henzinger
/// 1994, for data).
pub fn with(f: impl Fn(&Activity) -> Formula + 'static) -> Formula {
    Rc::new(move |trace, at| trace.list.get(at).is_some_and(|it| f(it)(trace, at)))
}

/// Where a holds next, or nothing is next.
pub fn next_or_end(a: Formula) -> Formula {
    not(next(not(a)))
}

/// O a, so many milliseconds before.
pub fn once_within(least: i64, most: i64, a: Formula) -> Formula {
    Rc::new(move |trace, at| {
        let now = trace.list.get(at).map_or(0, |it| it.t);
        let so = |from: &usize| (least..=most).contains(&(now - trace.list[*from].t));
        (0..=at).filter(so).any(|from| a(trace, from))
    })
}
