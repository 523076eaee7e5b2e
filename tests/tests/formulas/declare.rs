//! The DECLARE templates (van der Aalst, Pesic and Schonenberg 2009; with data and time:
//! Burattin, Maggi and Sperduti 2016).

use super::Meaning;
use super::logic::*;
use std::rc::Rc;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

fn count(name: &'static str, so: impl Fn(usize) -> bool + 'static) -> Formula {
    Rc::new(move |trace, _| so(trace.list.iter().filter(|it| it.name == name).count()))
}

fn named(name: &'static str, id: &'static str) -> Formula {
    is(move |it| it.name == name && it.id == id)
}

/// See above.
pub fn meanings() -> Vec<Meaning> {
    let [order, pay, refund] = ["order", "pay", "refund"].map(p);
    let (o, y, r) = (|| order.clone(), || pay.clone(), || refund.clone());
    let any = || or(o(), or(y(), r()));
    let response = || globally(implies(o(), finally(y())));
    let precedence = || unless(not(y()), o());
    let alternate_response = || globally(implies(o(), next(until(not(o()), y()))));
    let alternate_precedence = || globally(implies(y(), previous(since(not(y()), o()))));
    let chain_response = || globally(implies(o(), next(y())));
    let chain_precedence = || globally(implies(y(), previous(o())));
    let both = |a: Formula, b: Formula| not(and(finally(a), finally(b)));
    let dear = || is(|it| it.name == "order" && it.amount > 100);
    vec![
        (
            "Existence / existence(n, order)",
            "existence",
            count("order", |n| n >= 2),
        ),
        (
            "Existence / absence(n, order)",
            "absence",
            count("order", |n| n <= 2),
        ),
        (
            "Existence / absence(n, order)",
            "absence_at_all",
            globally(not(r())),
        ),
        (
            "Existence / exactly(n, order)",
            "exactly",
            count("order", |n| n == 2),
        ),
        ("Existence / init(order)", "init", o()),
        (
            "Existence / end(pay)",
            "end_is_pay",
            finally(and(y(), not(next(any())))),
        ),
        (
            "Choice / choice(pay, refund)",
            "choice",
            or(finally(y()), finally(r())),
        ),
        (
            "Choice / exclusive choice(pay, refund)",
            "exclusive_choice",
            and(or(finally(y()), finally(r())), both(y(), r())),
        ),
        (
            "Relation / responded existence(order, pay)",
            "responded_existence",
            implies(finally(o()), finally(y())),
        ),
        (
            "Relation / co-existence(order, pay)",
            "order_with_pay",
            implies(finally(o()), finally(y())),
        ),
        (
            "Relation / co-existence(order, pay)",
            "pay_with_order",
            implies(finally(y()), finally(o())),
        ),
        ("Relation / response(order, pay)", "response", response()),
        (
            "Relation / alternate response(order, pay)",
            "alternate_response",
            alternate_response(),
        ),
        (
            "Relation / chain response(order, pay)",
            "chain_response",
            chain_response(),
        ),
        (
            "Relation / precedence(order, pay)",
            "precedence",
            precedence(),
        ),
        (
            "Relation / alternate precedence(order, pay)",
            "alternate_precedence",
            alternate_precedence(),
        ),
        (
            "Relation / chain precedence(order, pay)",
            "chain_precedence",
            chain_precedence(),
        ),
        (
            "Relation / succession(order, pay)",
            "succession_response",
            response(),
        ),
        (
            "Relation / succession(order, pay)",
            "succession_precedence",
            precedence(),
        ),
        (
            "Relation / alternate succession(order, pay)",
            "alternate_succession_response",
            alternate_response(),
        ),
        (
            "Relation / alternate succession(order, pay)",
            "alternate_succession_precedence",
            alternate_precedence(),
        ),
        (
            "Relation / chain succession(order, pay)",
            "chain_succession_response",
            chain_response(),
        ),
        (
            "Relation / chain succession(order, pay)",
            "chain_succession_precedence",
            chain_precedence(),
        ),
        (
            "Negative relation / not co-existence(order, refund)",
            "not_coexistence",
            both(o(), r()),
        ),
        (
            "Negative relation / not succession(pay, order), not response, not precedence",
            "not_response",
            globally(implies(y(), not(finally(o())))),
        ),
        (
            "Negative relation / not succession(pay, order), not response, not precedence",
            "not_precedence",
            globally(implies(o(), not(once(y())))),
        ),
        (
            "Negative relation / not chain succession(order, refund), not chain response, not \
                 chain precedence",
            "not_chain_response",
            globally(implies(o(), not(next(r())))),
        ),
        (
            "Negative relation / not chain succession(order, refund), not chain response, not \
                 chain precedence",
            "not_chain_precedence",
            globally(implies(r(), not(previous(o())))),
        ),
        (
            "Negative relation / not responded existence(order, refund)",
            "not_responded_existence",
            both(dear(), r()),
        ),
        (
            "Conditions and time / response with activation, target and correlation \
                 conditions, timed",
            "timed_data_response",
            globally(implies(
                dear(),
                with(|order| {
                    let (id, amount) = (order.id, order.amount);
                    let paid = is(move |it| it.name == "pay" && it.id == id && it.amount >= amount);
                    within(10 * SECOND, HOUR, paid)
                }),
            )),
        ),
        (
            "Conditions and time / precedence with correlation, timed",
            "timed_data_precedence",
            globally(implies(y(), with(|pay| once(named("order", pay.id))))),
        ),
        (
            "Conditions and time / alternate response with correlation",
            "correlated_alternate_response",
            globally(implies(
                o(),
                with(|order| next(until(not(p("order")), named("pay", order.id)))),
            )),
        ),
        (
            "Conditions and time / chain response, timed",
            "timed_chain_response",
            globally(implies(o(), and(next(y()), within(1, MINUTE, y())))),
        ),
        (
            "Conditions and time / existence and absence with conditions, timed",
            "conditional_existence",
            Rc::new(|trace, _| {
                let dear = |it: &&Activity| it.name == "order" && it.amount > 100;
                let early = trace.list.iter().filter(dear).filter(|it| it.t <= MINUTE);
                early.count() >= 2
            }),
        ),
        (
            "Conditions and time / existence and absence with conditions, timed",
            "conditional_absence",
            globally(not(is(|it| it.name == "refund" && it.t >= HOUR))),
        ),
        (
            "Conditions and time / choice, timed",
            "timed_choice",
            globally(implies(
                o(),
                with(|order| {
                    let id = order.id;
                    within(1, MINUTE, or(named("pay", id), named("refund", id)))
                }),
            )),
        ),
        (
            "Conditions and time / not succession with correlation, timed",
            "correlated_not_response",
            globally(implies(
                y(),
                with(|pay| not(within(1, MINUTE, named("refund", pay.id)))),
            )),
        ),
    ]
}
