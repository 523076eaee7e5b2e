//! "`Statistic`" of docs/meaning.md.

use crate::making::*;
use zhunze_compiler::book::{SpeechValue, StatisticHow, Term, Who};

fn of(how: StatisticHow, value: Term, who: Who) -> Term {
    let value = Box::new(value);
    Term::Statistic { how, value, who }
}

fn level(how: StatisticHow) -> Term {
    of(how, Term::Field(attribute("level")), Who::Agent)
}

/// "over the utterances of somebody at earlier steps, each with the value that the term had
/// at its step; those that lack it do not count"
#[test]
fn over_the_utterances() {
    let call =
        "1 agent a level=5; 2 customer a level=90; 3 agent b; 4 agent a level=2; 5 y level=70; 6 x";
    has_value(level(StatisticHow::Highest), call, Some(5000));
    has_value(level(StatisticHow::Lowest), call, Some(2000));
    has_value(level(StatisticHow::Sum), call, Some(7000));
    has_value(level(StatisticHow::Average), call, Some(3500));
    for how in [
        StatisticHow::Highest,
        StatisticHow::Lowest,
        StatisticHow::Sum,
        StatisticHow::Average,
    ] {
        has_value(
            level(how),
            "1 agent a; 2 customer a level=5; 3 x level=6",
            None,
        );
    }
    let lengths = of(
        StatisticHow::Sum,
        Term::Speech(SpeechValue::Length),
        Who::Anyone,
    );
    has_value(
        lengths,
        "1 agent a b; 2 customer c; 3 somebody d e; 4 x",
        Some(5000),
    );
}

/// "at earlier steps": the present utterance does not count.
#[test]
fn the_present_utterance_does_not_count() {
    let call = "1 agent a level=5; 2 agent b level=9";
    has_value_at("agent", level(StatisticHow::Sum), call, Some(5000));
}

/// "The average rounds toward zero; a sum beyond ±9·10¹⁵ is missing."
#[test]
fn averages_and_great_sums() {
    let thirds = "1 agent a level=1; 2 agent a level=0; 3 agent a level=0; 4 x";
    has_value(level(StatisticHow::Average), thirds, Some(333));
    let below = "1 agent a level=-1; 2 agent a level=0; 3 agent a level=0; 4 x";
    has_value(level(StatisticHow::Average), below, Some(-333));
    let great = "1 agent a level=9000000000000; 2 agent a level=1; 3 x";
    has_value(level(StatisticHow::Sum), great, None);
    has_value(
        level(StatisticHow::Average),
        great,
        Some(4_500_000_000_000_500),
    );
}

/// "(and make no note)"
#[test]
fn statistics_make_no_notes() {
    let lowest = compare(
        level(StatisticHow::Lowest),
        zhunze_compiler::book::CompareOp::Greater,
        1,
    );
    let rule = when(happens("x"), vec![require(lowest)]);
    let notes = evaluate(&book(vec![rule]), "meta queue=a vip=yes; 1 agent a; 2 x").notes;
    assert_eq!(notes, []);
}
