//! Whether a condition can be true at all.
//!
//! In: conditions that are judged at one instant. Out: `false` only when no event of no call
//! makes all of them true. A condition is brought into alternatives of plain comparisons;
//! each alternative is an interval for every value that it compares with a number, and a
//! list for every text. A comparison with a missing value is false, so the opposite of a
//! comparison says nothing about a value that may be missing. Constants say nothing either:
//! they come from parameters, by which rules are switched on and off.

use crate::book::{CompareOp, Expr, Field, Term};

/// More alternatives than this are not looked into.
const MOST: usize = 64;

/// Whether all of them can be true at once. When unsure: yes.
pub(super) fn possible(all: &[&Expr]) -> bool {
    let mut ways = vec![vec![]];
    for expr in all {
        match ways_of(expr, true).and_then(|more| both(&ways, &more)) {
            Some(more) => ways = more,
            None => return true,
        }
    }
    ways.iter().any(holds)
}

/// Whether it is true whatever happens. When unsure: no.
pub(super) fn certain(expr: &Expr) -> bool {
    ways_of(expr, false).is_some_and(|ways| !ways.iter().any(holds))
}

/// A plain comparison, or its opposite.
#[derive(Clone, Copy)]
struct Literal<'a> {
    expr: &'a Expr,
    is: bool,
}

type Way<'a> = Vec<Literal<'a>>;

/// The alternatives in which the condition is (not) true; `None` when there are too many.
fn ways_of(expr: &Expr, is: bool) -> Option<Vec<Way<'_>>> {
    match (expr, is) {
        (Expr::Not(inner), _) => ways_of(inner, !is),
        (Expr::And(parts), true) | (Expr::Or(parts), false) => {
            let mut ways = vec![vec![]];
            for part in parts {
                ways = both(&ways, &ways_of(part, is)?)?;
            }
            Some(ways)
        }
        (Expr::Or(parts), true) | (Expr::And(parts), false) => {
            let mut ways = vec![];
            for part in parts {
                ways.extend(ways_of(part, is)?);
            }
            (ways.len() <= MOST).then_some(ways)
        }
        _ => Some(vec![vec![Literal { expr, is }]]),
    }
}

fn both<'a>(some: &[Way<'a>], more: &[Way<'a>]) -> Option<Vec<Way<'a>>> {
    if some.len() * more.len() > MOST {
        return None;
    }
    let join = |one: &Way<'a>| {
        let one = one.clone();
        more.iter()
            .map(move |other| [one.as_slice(), other].concat())
    };
    Some(some.iter().flat_map(join).collect())
}

/// Whether all literals can hold at once.
fn holds(way: &Way) -> bool {
    let opposite = |one: &Literal| {
        way.iter()
            .any(|other| other.is != one.is && other.expr == one.expr)
    };
    if way.iter().any(opposite) {
        return false;
    }
    numbers(way) && texts(way) && flags(way)
}

/// What a value may be, in thousandths.
struct Interval<'a> {
    of: &'a Term,
    least: i64,
    most: i64,
    not: Vec<i64>,
}

impl Interval<'_> {
    fn narrow(&mut self, op: CompareOp, value: i64) {
        match op {
            CompareOp::Equal => {
                self.least = self.least.max(value);
                self.most = self.most.min(value);
            }
            CompareOp::NotEqual => self.not.push(value),
            CompareOp::Less => self.most = self.most.min(value.saturating_sub(1)),
            CompareOp::LessEqual => self.most = self.most.min(value),
            CompareOp::Greater => self.least = self.least.max(value.saturating_add(1)),
            CompareOp::GreaterEqual => self.least = self.least.max(value),
        }
    }

    fn is_empty(&self) -> bool {
        self.least > self.most || (self.least == self.most && self.not.contains(&self.least))
    }
}

fn numbers(way: &Way) -> bool {
    let mut known: Vec<Interval> = vec![];
    for literal in way {
        let Expr::Compare { left, op, right } = literal.expr else {
            continue;
        };
        let (term, op, value) = match (left, right) {
            // A parameter's value: a rule may be switched off by it on purpose.
            (Term::Number(_), Term::Number(_)) => continue,
            (term, Term::Number(value)) => (term, *op, *value),
            (Term::Number(value), term) => (term, mirrored(*op), *value),
            _ => continue,
        };
        let op = match literal.is {
            true => op,
            false if always_there(term) => opposite(op),
            false => continue,
        };
        let at = known.iter().position(|it| it.of == term);
        let at = at.unwrap_or_else(|| {
            let (least, most) = domain(term);
            let not = vec![];
            known.push(Interval {
                of: term,
                least,
                most,
                not,
            });
            known.len() - 1
        });
        if let Some(interval) = known.get_mut(at) {
            interval.narrow(op, value);
        }
    }
    !known.iter().any(Interval::is_empty)
}

fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessEqual => CompareOp::GreaterEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterEqual => CompareOp::LessEqual,
        CompareOp::Equal | CompareOp::NotEqual => op,
    }
}

fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::NotEqual,
        CompareOp::NotEqual => CompareOp::Equal,
        CompareOp::Less => CompareOp::GreaterEqual,
        CompareOp::LessEqual => CompareOp::Greater,
        CompareOp::Greater => CompareOp::LessEqual,
        CompareOp::GreaterEqual => CompareOp::Less,
    }
}

/// Whether the value is never missing.
fn always_there(term: &Term) -> bool {
    matches!(
        term,
        Term::Number(_) | Term::Rings | Term::Count { .. } | Term::Measure { .. }
    )
}

/// Between what the value always lies.
fn domain(term: &Term) -> (i64, i64) {
    match term {
        Term::Rings | Term::Count { .. } | Term::Measure { .. } => (0, i64::MAX),
        Term::CallTime | Term::TimeOf { .. } | Term::Speech(_) => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    }
}

/// Texts: for each, those of the lists that are left.
fn texts(way: &Way) -> bool {
    let lists = |field: &Field, without: bool| {
        let of = *field;
        way.iter().filter_map(move |literal| match literal.expr {
            Expr::TextIn {
                value,
                list,
                negated,
            } => (literal.is && *value == of && *negated == without).then_some(list),
            _ => None,
        })
    };
    way.iter().all(|literal| match literal.expr {
        Expr::TextIn {
            value,
            list,
            negated: false,
        } if literal.is => list.iter().any(|text| {
            lists(value, false).all(|list| list.contains(text))
                && !lists(value, true).any(|list| list.contains(text))
        }),
        _ => true,
    })
}

fn flags(way: &Way) -> bool {
    let is = |literal: &Literal| match literal.expr {
        Expr::Flag { value, negated } if literal.is => Some((*value, *negated)),
        _ => None,
    };
    let said: Vec<(Field, bool)> = way.iter().filter_map(is).collect();
    !said
        .iter()
        .any(|(field, negated)| said.contains(&(*field, !negated)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::MetaId;

    fn rings(op: CompareOp, value: i64) -> Expr {
        Expr::Compare {
            left: Term::Rings,
            op,
            right: Term::Number(value * 1000),
        }
    }

    fn age(op: CompareOp, value: i64) -> Expr {
        Expr::Compare {
            left: Term::Field(Field::Meta(MetaId(0))),
            op,
            right: Term::Number(value * 1000),
        }
    }

    fn queue(list: &[&str], negated: bool) -> Expr {
        Expr::TextIn {
            value: Field::Meta(MetaId(1)),
            list: list.iter().map(|text| (*text).to_owned()).collect(),
            negated,
        }
    }

    #[test]
    fn what_cannot_be_true() {
        use CompareOp::{Equal, Greater, Less, LessEqual, NotEqual};
        let not = |expr: Expr| Expr::Not(Box::new(expr));
        let impossible = [
            vec![rings(Greater, 3), rings(Less, 3)],
            vec![rings(Less, 0)],
            vec![rings(Equal, 2), rings(NotEqual, 2)],
            vec![not(rings(LessEqual, 3)), rings(Equal, 3)],
            vec![queue(&["a", "b"], false), queue(&["c"], false)],
            vec![queue(&["a"], false), queue(&["a"], true)],
            vec![age(Less, 3), not(age(Less, 3))],
            vec![Expr::Or(vec![rings(Less, 0), rings(Less, -1)])],
        ];
        for all in impossible {
            assert!(!possible(&all.iter().collect::<Vec<_>>()), "{all:?}");
        }
    }

    #[test]
    fn what_may_be_true() {
        use CompareOp::{Greater, Less, LessEqual};
        let not = |expr: Expr| Expr::Not(Box::new(expr));
        let possible_ones = [
            vec![rings(Greater, 3), rings(Less, 5)],
            // A missing age is neither.
            vec![not(age(Less, 3)), not(age(Greater, 2))],
            vec![queue(&["a", "b"], false), queue(&["b", "c"], false)],
            vec![queue(&["a"], true), queue(&["b"], true)],
            vec![Expr::Or(vec![rings(Less, 0), rings(LessEqual, 0)])],
            vec![Expr::Const(false)],
        ];
        for all in possible_ones {
            assert!(possible(&all.iter().collect::<Vec<_>>()), "{all:?}");
        }
    }

    #[test]
    fn what_is_always_true() {
        assert!(certain(&rings(CompareOp::GreaterEqual, 0)));
        assert!(!certain(&age(CompareOp::GreaterEqual, 0)));
        let tautology = Expr::Or(vec![
            age(CompareOp::Less, 3),
            Expr::Not(Box::new(age(CompareOp::Less, 3))),
        ]);
        assert!(certain(&tautology));
    }
}
