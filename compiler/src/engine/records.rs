//! The records of rules, monitors, obligations and derived moments, written field by field
//! with the offsets of [`super::offsets`].

use super::amounts;
use super::arithmetic::MISSING;
use super::asked::{As, Asked};
use super::cells;
use super::data::{Data, Record};
use super::layout::{self, ChainPlaces, State};
use super::needs::Guards;
use super::owed::Fields;
use super::shapes::{Groups, chain_mask, flags, wait_mask};
use super::tables::{Tables, derived, duty, rule, speaker_code};
use crate::book::{Book, ValueUnit};
use crate::monitors::{
    Chain, Derived, DerivedBody, Duty, Happen, Limit, Monitor, Program, Role, Shape,
};

/// Writes them all and notes their addresses.
pub(super) fn write(
    book: &Book,
    program: &Program,
    state: &State,
    (guards, asked): (&Guards, &Asked),
    tables: &mut Tables,
    data: &mut Data,
) {
    let mut writer = Writer {
        state,
        guards,
        asked,
        moments: &tables.moments,
        data,
    };
    let rules: Vec<u8> = (0..book.rules.len())
        .flat_map(|number| writer.rule(number, book, program))
        .collect();
    let rules = writer.data.add(&rules, 8);
    let monitors: Vec<u8> = program
        .monitors
        .iter()
        .enumerate()
        .flat_map(|(number, monitor)| writer.monitor(number, monitor, rules))
        .collect();
    let monitors = writer.data.add(&monitors, 8);
    let derived: Vec<u8> = program
        .derived
        .iter()
        .zip(&state.derived)
        .flat_map(|(derived, places)| writer.derived(derived, places))
        .collect();
    let derived = writer.data.add(&derived, 8);
    (tables.rules, tables.monitors, tables.derived) = (rules, monitors, derived);
}

struct Writer<'a> {
    state: &'a State,
    guards: &'a Guards,
    asked: &'a Asked,
    moments: &'a [u32],
    data: &'a mut Data,
}

pub(super) fn mask(role: Option<&Role>) -> i64 {
    role.map_or(0, |role| 1 << role.bit)
}

pub(super) fn masks<'a>(roles: impl IntoIterator<Item = &'a Role>) -> i64 {
    roles
        .into_iter()
        .fold(0, |all, role| all | mask(Some(role)))
}

fn millis(time: Option<u64>) -> i64 {
    time.map_or(-1, |ms| i64::try_from(ms).unwrap_or(i64::MAX))
}

fn plus_one(guard: Option<u16>) -> u32 {
    guard.map_or(0, |guard| u32::from(guard) + 1)
}

pub(super) fn flag(on: bool, bit: i32) -> u8 {
    if on { bit as u8 } else { 0 }
}

impl Writer<'_> {
    fn moment(&self, role: &Role) -> u32 {
        self.moments.get(role.moment as usize).copied().unwrap_or(0)
    }

    fn rule(&mut self, number: usize, book: &Book, program: &Program) -> Vec<u8> {
        let Some(of) = book.rules.get(number) else {
            return vec![];
        };
        let costs = amounts::costs(of, book);
        let costs_at = self.data.add(&costs.bytes, 8);
        let first = program
            .monitors
            .iter()
            .position(|m| m.rule as usize == number);
        let flags =
            flag(of.leave_out, rule::LEAVE_OUT) | flag(of.fatal_section, rule::FATAL_SECTION);
        let fatal_from = of
            .fatal_from
            .filter(|_| !of.advice)
            .map_or(0, |from| from.max(1));
        let record = Record::default()
            .u32(self.state.rules + 8 * number as u32)
            .u32(self.state.off.get(number).copied().unwrap_or(0))
            .u32(costs_at)
            .u32(costs.count)
            .u32(fatal_from)
            .u32(of.section.map_or(0, |section| section.0 + 1))
            .u32(of.score.0)
            .u32(u32::from(flags))
            .u32(first.unwrap_or(0) as u32)
            .u32(of.arms.len() as u32)
            .u32(plus_one(program.applies.get(number).copied().flatten()))
            .u32(0);
        record.bytes().to_vec()
    }

    fn monitor(&mut self, number: usize, of: &Monitor, rules: u32) -> Vec<u8> {
        let get = |list: &[u32]| list.get(number).copied().unwrap_or(0);
        let trigger = match &of.shape {
            Shape::Triggered(role) => self.moment(role),
            Shape::Call | Shape::Never { .. } => 0,
        };
        let (state, empty) = (self.state, vec![]);
        let chains = state.chains.get(number).unwrap_or(&empty);
        let mut save_at = cells::SAVED;
        let duties: Vec<u8> = (0..of.obligations.len())
            .zip(chains)
            .flat_map(|(place, chain)| self.owed(of, place, chain, &mut save_at))
            .collect();
        let duties = self.data.add(&duties, 8);
        let groups = Groups::of(of);
        let record = Record::default()
            .u32(rules + of.rule * rule::SIZE)
            .u16(of.rule as u16)
            .u8(of.arm)
            .u8(flags(of, self.asked))
            .u32(get(&state.queues))
            .u32(trigger)
            .u8(cells::count_happens(of) as u8)
            .u8(of.obligations.len() as u8)
            .u8(cells::count(of, self.asked) as u8)
            .u8(groups.only)
            .u8(groups.done)
            .u8(groups.all)
            .u16(0)
            .u32(plus_one(of.condition))
            .u32(duties)
            .i64(mask(of.excuse.as_ref()))
            .i64(chain_mask(of))
            .i64(wait_mask(of))
            .u32(get(&state.first_cell))
            .u32(get(&state.kept));
        record.bytes().to_vec()
    }

    fn owed(
        &mut self,
        of: &Monitor,
        place: usize,
        places: &ChainPlaces,
        save_at: &mut u32,
    ) -> Vec<u8> {
        let Some(owed) = of.obligations.get(place) else {
            return vec![];
        };
        let same_group = |other: Option<usize>| {
            let other = other.and_then(|other| of.obligations.get(other));
            other.is_some_and(|other| other.group == owed.group)
        };
        let mut fields = Fields {
            group: 1 << owed.group,
            bit: 1 << place,
            own_bit: u8::from(of.own) << place,
            flags: flag(!same_group(place.checked_sub(1)), duty::FIRST)
                | flag(!same_group(Some(place + 1)), duty::LAST),
            max: -layout::LONG_AGO,
            min: layout::LONG_AGO,
            ..Default::default()
        };
        match &owed.duty {
            Duty::Require(guard) => {
                fields.kind = duty::REQUIRE as u8;
                fields.guard = plus_one(Some(*guard));
            }
            Duty::Before {
                chain,
                within,
                matching,
            } => {
                fields.kind = duty::CHAIN_TYPE as u8;
                fields.guard = plus_one(*matching);
                fields.flags |= flag(matching.is_some(), duty::RING);
                fields.chain = self.chain(chain, places, *within, false);
                fields.save = self.save_of(*matching);
            }
            Duty::Happen(happen) => {
                self.happen(happen, &mut fields);
                if let Some(guard) = happen.matching {
                    self.saves(guard, &of.shape, &mut fields, save_at);
                }
            }
        }
        fields.bytes()
    }

    /// Where `matching` finds the trigger's values: in the last cell of an occurrence, or, when
    /// there is no trigger, among the constants, all of them missing.
    fn saves(&mut self, guard: u16, shape: &Shape, fields: &mut Fields, save_at: &mut u32) {
        let guard_of = usize::from(guard);
        if let Shape::Triggered(_) = shape {
            fields.save = self.save_of(Some(guard));
            fields.save_at = *save_at;
            *save_at += self.asked.saved_size(guard_of);
        } else {
            let saved = self.asked.saved.get(guard_of).into_iter().flatten();
            let values = saved.fold(Record::default(), |record, (_, kind)| {
                record.i64(if *kind == As::Number { MISSING } else { 0 })
            });
            fields.save_at = self.data.add(values.bytes(), 8);
        }
    }

    fn save_of(&self, guard: Option<u16>) -> u32 {
        let entry = guard.and_then(|guard| self.guards.save_of(guard));
        entry.map_or(0, |entry| entry + 1)
    }

    fn happen(&self, of: &Happen, fields: &mut Fields) {
        let window = &of.window;
        fields.at_least = of.at_least;
        fields.at_most = of.at_most.unwrap_or(duty::NO_MOST as u8);
        fields.guard = plus_one(of.matching);
        fields.masks = [
            mask(Some(&of.target)),
            mask(window.after.as_ref()),
            mask(window.before.as_ref()),
            mask(window.next.as_ref().map(|(role, ..)| role)),
            mask(window.utterance.as_ref()),
        ];
        fields.moment = self.moment(&of.target);
        fields.flags |= flag(window.after.is_some(), duty::HAS_AFTER)
            | flag(window.next_turn.is_some(), duty::HAS_TURN)
            | flag(matches!(window.max, Some(Limit::After(_))), duty::HAS_MAX)
            | flag(cells::late(of), duty::LATE);
        if let Some(min) = window.min.filter(|ms| *ms > 0) {
            fields.min = min.cast_signed();
        }
        fields.turn_of = window.next_turn.and_then(speaker_code).unwrap_or(0) as u8;
        if let Some((_, count, inclusive)) = window.next {
            fields.next_count = count;
            fields.flags |= flag(inclusive, duty::INCLUSIVE);
        }
        self.limit(window.max, fields);
        window.part.iter().for_each(|part| fields.part(part));
    }

    fn limit(&self, limit: Option<Limit>, fields: &mut Fields) {
        match limit {
            None => {}
            Some(Limit::After(ms)) => fields.max = ms.cast_signed(),
            Some(Limit::Value(term, unit)) => {
                fields.value = self.guards.value_of(term);
                let kind = match unit {
                    ValueUnit::Millis(ms) => {
                        fields.limit = i64::from(ms);
                        duty::BY_VALUE
                    }
                    ValueUnit::WorkingDays => duty::BY_VALUE_DAYS,
                    ValueUnit::TimeOfDay => duty::BY_VALUE_CLOCK,
                };
                fields.limit_kind = kind as u8;
            }
            Some(Limit::Clock(time)) => {
                fields.limit_kind = duty::BY_CLOCK as u8;
                fields.limit = time.cast_signed();
            }
            Some(Limit::WorkingDays(days)) => {
                fields.limit_kind = duty::BY_DAYS as u8;
                fields.limit = i64::from(days);
            }
        }
    }

    fn chain(&mut self, of: &Chain, places: &ChainPlaces, within: Option<u64>, own: bool) -> u32 {
        let mut steps = Record::default();
        for (place, step) in of.steps.iter().enumerate() {
            let entry = places.entries.get(place).cloned().unwrap_or_default();
            steps = steps
                .i64(mask(Some(&step.role)))
                .i64(mask(step.without.as_ref()))
                .i64(millis(step.within))
                .u32(self.moment(&step.role))
                .u32(entry.first)
                .u32(entry.last)
                .u32(entry.evidence);
        }
        let steps = self.data.add(steps.bytes(), 8);
        let record = Record::default()
            .u32(places.valid)
            .u32(steps)
            .u32(of.steps.len() as u32)
            .u32(u32::from(own))
            .i64(millis(within))
            .u32(places.ring)
            .u32(places.ring_entry);
        self.data.add(record.bytes(), 8)
    }

    fn derived(&mut self, of: &Derived, places: &ChainPlaces) -> Vec<u8> {
        let signal = of.signal.map_or(0, |signal| u32::from(signal) + 1);
        let (chain, all, none, guard, words) = match &of.body {
            DerivedBody::Where { all, none, guard } => {
                (0, masks(all), masks(none), plus_one(*guard), all.first())
            }
            DerivedBody::Chain { chain, within, own } => {
                let at = self.chain(chain, places, *within, *own);
                (at, 0, 0, 0, chain.steps.last().map(|step| &step.role))
            }
        };
        let words = words.map_or(0, |role| self.moment(role));
        let record = Record::default().u32(signal).u32(chain).i64(all).i64(none);
        let record = record.u32(guard).u32(words);
        debug_assert_eq!(record.bytes().len(), derived::SIZE as usize);
        record.bytes().to_vec()
    }
}
