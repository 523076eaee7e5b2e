//! The records of what rules cost and bring.

use super::data::Record;
use super::tables::cost;
use crate::book::{Amount, Book, Cost, Rule};

/// The costs of a rule in a row.
pub(super) struct Costs {
    pub count: u32,
    pub bytes: Vec<u8>,
}

/// What a rule costs, the main score first. Advice costs nothing.
pub(super) fn costs(rule: &Rule, book: &Book) -> Costs {
    let costs = if rule.advice {
        &[]
    } else {
        rule.costs.as_slice()
    };
    let mut record = Record::default();
    for cost in costs {
        record = add(record, cost, rule, book);
    }
    Costs {
        count: costs.len() as u32,
        bytes: record.bytes().to_vec(),
    }
}

fn add(record: Record, of: &Cost, rule: &Rule, book: &Book) -> Record {
    let section = rule
        .section
        .and_then(|section| book.sections.get(section.index()));
    let in_section = section.is_some_and(|section| section.score == of.score);
    let by_share = of.weight.is_some_and(|weight| weight.by_share);
    let flag = |on: bool, bit: i32| if on { bit.cast_unsigned() } else { 0 };
    let record = record
        .u32(of.score.0)
        .u32(flag(in_section, cost::IN_SECTION) | flag(by_share, cost::BY_SHARE));
    let record = amount(amount(record, of.deduct), of.award);
    record.i64(of.weight.map_or(0, |weight| weight.points))
}

fn amount(record: Record, amount: Option<Amount>) -> Record {
    let none = Amount {
        points: 0,
        after_first: 0,
        at_most: None,
    };
    let amount = amount.unwrap_or(none);
    record
        .i64(amount.points)
        .i64(amount.after_first)
        .i64(amount.at_most.unwrap_or(i64::MAX))
}
