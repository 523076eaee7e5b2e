//! The records of rules and obligations, written field by field as [`super::tables`] reads
//! them.

use super::data::{Data, Record};
use super::layout::{self, State};
use super::tables::{Tables, duty, rule, speaker_code};
use crate::book::{Amount, Book, Rule};
use crate::monitors::{Duty, Monitor, Role, Shape};

fn mask(role: Option<&Role>) -> i64 {
    role.map_or(0, |role| 1 << role.bit)
}

fn add_amount(record: Record, amount: Option<&Amount>) -> Record {
    let none = Amount {
        points: 0,
        each_time: false,
        at_most: None,
    };
    let amount = amount.unwrap_or(&none);
    let record = record
        .i64(amount.points)
        .i64(amount.at_most.unwrap_or(i64::MAX));
    record.u32(u32::from(amount.each_time)).u32(0)
}

pub(super) fn rule_record(
    i: usize,
    rule: &Rule,
    monitor: &Monitor,
    book: &Book,
    state: &State,
    tables: &Tables,
    data: &mut Data,
) -> Vec<u8> {
    let get = |list: &[u32]| list.get(i).copied().unwrap_or(0);
    let (trigger, flags) = match &monitor.shape {
        Shape::Triggered(role) => (moment(tables, role), 0),
        Shape::Call => (0, rule::IS_CALL),
        Shape::Never { by_metadata } => (
            0,
            rule::IS_NEVER | if *by_metadata { rule::BY_METADATA } else { 0 },
        ),
    };
    let happens = monitor
        .obligations
        .iter()
        .filter(|d| matches!(d, Duty::Happen { .. }))
        .count();
    let chains = state.chains.get(i).map_or(&[][..], |chains| chains);
    let duties: Vec<u8> = monitor
        .obligations
        .iter()
        .zip(chains)
        .flat_map(|(duty, chain)| duty_record(duty, chain, tables, data))
        .collect();
    let duties = data.add(&duties, 8);
    let section = rule.section.filter(|s| {
        book.sections
            .get(s.index())
            .is_some_and(|s| s.score == rule.score)
    });
    let record = Record::default()
        .u32(state.rules + 8 * i as u32)
        .u32(get(&state.queues))
        .u32(trigger)
        .u8(flags as u8)
        .u8(happens as u8)
        .u8(monitor.obligations.len() as u8)
        .u8(layout::cells(monitor) as u8)
        .u32(monitor.condition.map_or(0, |guard| u32::from(guard) + 1))
        .u32(duties)
        .i64(mask(monitor.excuse.as_ref()));
    let record = add_amount(record, rule.deduct.as_ref());
    let record = add_amount(record, rule.award.as_ref());
    let record = record
        .u32(rule.fatal_from.unwrap_or(0))
        .u32(section.map_or(0, |s| s.0 + 1))
        .u32(rule.score.0)
        .u32(get(&state.never))
        .u32(get(&state.first_cell))
        .u32(0)
        .i64(chain_mask(monitor))
        .i64(wait_mask(monitor));
    record.bytes().to_vec()
}

/// The roles that a chain listens to.
fn chain_mask(monitor: &Monitor) -> i64 {
    let masks = monitor.obligations.iter().map(|duty| match duty {
        Duty::Before { steps, .. } => steps
            .iter()
            .fold(0, |all, (role, _)| all | mask(Some(role))),
        Duty::Happen { .. } | Duty::Require(_) => 0,
    });
    masks.fold(0, |all, mask| all | mask)
}

/// The roles that waiting occurrences (or a rule of shape never) listen to.
fn wait_mask(monitor: &Monitor) -> i64 {
    if !layout::waits(monitor) && !matches!(monitor.shape, Shape::Never { .. }) {
        return 0;
    }
    let masks = monitor.obligations.iter().map(|duty| match duty {
        Duty::Happen {
            target,
            after,
            before,
            next_turn,
            ..
        } => {
            let turn = next_turn.as_ref().map(|(_, role)| role);
            mask(Some(target)) | mask(after.as_ref()) | mask(before.as_ref()) | mask(turn)
        }
        Duty::Before { .. } | Duty::Require(_) => 0,
    });
    masks.fold(mask(monitor.excuse.as_ref()), |all, mask| all | mask)
}

fn moment(tables: &Tables, role: &Role) -> u32 {
    tables
        .moments
        .get(role.moment as usize)
        .copied()
        .unwrap_or(0)
}

fn millis(time: Option<u64>) -> i64 {
    time.map_or(-1, |ms| i64::try_from(ms).unwrap_or(i64::MAX))
}

fn duty_record(duty: &Duty, chain: &layout::Chain, tables: &Tables, data: &mut Data) -> Vec<u8> {
    let record = match duty {
        Duty::Require(guard) => Record::default()
            .u8(duty::REQUIRE as u8)
            .u8(0)
            .u16(0)
            .u32(u32::from(*guard) + 1)
            .i64(0)
            .i64(0)
            .i64(0)
            .i64(0)
            .i64(0)
            .i64(0)
            .i64(0)
            .i64(0)
            .i64(0),
        Duty::Before { steps, within } => {
            let records: Vec<u8> = steps
                .iter()
                .zip(&chain.entries)
                .flat_map(|((role, within), entry)| {
                    let record = Record::default()
                        .i64(mask(Some(role)))
                        .i64(millis(*within))
                        .u32(moment(tables, role));
                    record
                        .u32(entry.first)
                        .u32(entry.last)
                        .u32(entry.evidence)
                        .bytes()
                        .to_vec()
                })
                .collect();
            let steps_at = data.add(&records, 8);
            Record::default()
                .u8(duty::CHAIN as u8)
                .u8(0)
                .u16(0)
                .u32(0)
                .i64(0)
                .i64(0)
                .i64(0)
                .i64(0)
                .i64(0)
                .u32(0)
                .u32(chain.valid)
                .u32(steps_at)
                .u32(steps.len() as u32)
                .i64(millis(*within))
                .i64(0)
        }
        Duty::Happen {
            target,
            negated,
            min,
            max,
            after,
            before,
            next_turn,
        } => {
            let flag = |on: bool, bit: i32| if on { bit } else { 0 };
            let flags = flag(after.is_some(), duty::HAS_AFTER)
                | flag(next_turn.is_some(), duty::HAS_TURN)
                | flag(max.is_some(), duty::HAS_MAX);
            let turn_of = next_turn
                .as_ref()
                .and_then(|(who, _)| speaker_code(*who))
                .unwrap_or(0);
            let utterance = next_turn.as_ref().map(|(_, role)| role);
            Record::default()
                .u8(duty::HAPPEN as u8)
                .u8(u8::from(*negated))
                .u8(flags as u8)
                .u8(turn_of as u8)
                .u32(0)
                .i64(mask(Some(target)))
                .i64(mask(after.as_ref()))
                .i64(mask(before.as_ref()))
                .i64(
                    min.filter(|ms| *ms > 0)
                        .map_or(layout::LONG_AGO, u64::cast_signed),
                )
                .i64(max.map_or(-layout::LONG_AGO, u64::cast_signed))
                .u32(moment(tables, target))
                .u32(0)
                .u32(0)
                .u32(0)
                .i64(0)
                .i64(mask(utterance))
        }
    };
    record.bytes().to_vec()
}
