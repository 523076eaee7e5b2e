//! The tables at the end of a call: rows of rules, sections and scores, and the notes.

use wasm_encoder::Function;

use super::arithmetic::MISSING;
use super::findings::points_of;
use super::globals::{COUNT, OUT, STATE};
use super::rules::args;
use super::tables::{cost, monitor, rule};
use super::{Definition, Engine, fns};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select64};

/// A row of a rule without its scores, and what each of these adds.
const RULE_ROW: i32 = 24;
const SCORE_PART: i32 = 24;

/// What is summed up for a section: i64 lost, i64 awarded, i64 weights left out, u32 fatal.
mod section {
    pub(crate) const LOST: u32 = 0;
    pub(crate) const AWARDED: u32 = 8;
    pub(crate) const LEFT_OUT: u32 = 16;
    pub(crate) const FATAL: u32 = 24;
    pub(crate) const SIZE: u32 = 32;
}

/// For a score: i64 lost, i64 awarded, u32 fatal.
mod score {
    pub(crate) const LOST: u32 = 0;
    pub(crate) const AWARDED: u32 = 8;
    pub(crate) const FATAL: u32 = 16;
    pub(crate) const SIZE: u32 = 24;
}

/// The bytes of scratch memory that the sums take.
pub(super) fn sums(sections: u32, scores: u32) -> u32 {
    section::SIZE * sections + score::SIZE * scores
}

/// The most bytes that the rows take.
pub(super) fn room(costs: u32, rules: u32, sections: u32, scores: u32, notes: u32) -> u32 {
    RULE_ROW.cast_unsigned() * rules
        + SCORE_PART.cast_unsigned() * costs
        + 16 * sections
        + 24 * scores
        + 16 * notes
}

impl Engine<'_> {
    pub(super) fn table_fns(&self) -> Vec<Definition> {
        vec![Definition {
            name: "tables".into(),
            params: vec![],
            results: vec![],
            body: self.tables(),
        }]
    }

    /// Address of the record of a rule.
    pub(super) fn rule_record(&self, number: impl Into<I32>) -> I32 {
        number.into() * rule::SIZE.cast_signed() + c32(self.tables.rules)
    }

    fn section_sum(&self, number: I32) -> I32 {
        number * section::SIZE.cast_signed() + c32(self.memory.sums)
    }

    fn score_sum(&self, number: I32) -> I32 {
        let first = self.memory.sums + section::SIZE * self.book.sections.len() as u32;
        number * score::SIZE.cast_signed() + c32(first)
    }

    /// `tables()`: writes the rows of rules, sections and scores, and the notes.
    fn tables(&self) -> Function {
        let mut f = Body::new(0);
        let sections = self.book.sections.len() as u32;
        let scores = self.book.scores.len() as u32;
        f.clear(c32(self.memory.sums), c32(sums(sections, scores)));
        f.for_(0, c32(self.tables.rule_count), |f, number, _| {
            self.rule_row(f, number)
        });
        f.for_(0, c32(sections), |f, number, _| self.section_row(f, number));
        f.for_(0, c32(scores), |f, number, _| self.score_row(f, number));
        self.notes(&mut f);
        f.finish()
    }

    fn rule_row(&self, f: &mut Body, number: Local32) {
        let record = f.let32(self.rule_record(number));
        let counts = f.let32(STATE + record.i32(rule::COUNTS));
        let (applied, violated) = (f.let32(counts.i32(0)), f.let32(counts.i32(4)));
        let costs = f.let32(record.i32(rule::COST_COUNT));
        self.row(f, 2, number, costs * SCORE_PART + RULE_ROW);
        f.store32(OUT, 8, applied);
        f.store32(OUT, 12, applied - violated);
        f.store32(OUT, 16, violated);
        f.store32(OUT, 20, costs);
        f.set_global(OUT, OUT + RULE_ROW);
        f.for_(0, costs, |f, place, _| {
            let cost = f.let32(place * cost::SIZE.cast_signed() + record.i32(rule::COSTS));
            self.cost_part(f, record, cost, applied, violated);
        });
        let fatal = record
            .i32(rule::FATAL_FROM)
            .and_then(violated.ge(record.i32(rule::FATAL_FROM)));
        f.if_(fatal, |f| {
            let of_section = (record.i32(rule::FLAGS) & rule::FATAL_SECTION).ne(0);
            f.if_else(
                of_section & record.i32(rule::SECTION).ne(0),
                |f| {
                    let sum = self.section_sum(record.i32(rule::SECTION) - 1);
                    f.store32(sum, section::FATAL, 1);
                },
                |f| f.store32(self.score_sum(record.i32(rule::SCORE)), score::FATAL, 1),
            );
        });
    }

    /// What the rule comes to in one score.
    fn cost_part(
        &self,
        f: &mut Body,
        record: Local32,
        cost: Local32,
        applied: Local32,
        violated: Local32,
    ) {
        let deduct = points_of(cost + cost::DEDUCT.cast_signed(), violated.wide());
        let weight = weight_lost(f, cost, applied, violated);
        let deducted = f.let64(deduct + weight);
        let satisfied = (applied - violated).wide();
        let awarded = f.let64(points_of(cost + cost::AWARD.cast_signed(), satisfied));
        f.store32(OUT, 0, cost.i32(cost::SCORE));
        f.store32(OUT, 4, 0);
        f.store64(OUT, 8, deducted);
        f.store64(OUT, 16, awarded);
        f.set_global(OUT, OUT + SCORE_PART);
        f.if_else(
            cost.i32(cost::FLAGS) & cost::IN_SECTION,
            |f| {
                let sum = f.let32(self.section_sum(record.i32(rule::SECTION) - 1));
                add(f, sum, section::LOST, deducted);
                add(f, sum, section::AWARDED, awarded);
                let left_out = (record.i32(rule::FLAGS) & rule::LEAVE_OUT).ne(0) & applied.not();
                f.if_(left_out, |f| {
                    let weight = f.let64(cost.i64(cost::WEIGHT));
                    add(f, sum, section::LEFT_OUT, weight);
                });
            },
            |f| {
                let sum = f.let32(self.score_sum(cost.i32(cost::SCORE)));
                add(f, sum, score::LOST, deducted);
                add(f, sum, score::AWARDED, awarded);
            },
        );
    }

    fn section_row(&self, f: &mut Body, number: Local32) {
        let of = f.let32(number * 16 + c32(self.tables.sections));
        let sum = f.let32(self.section_sum(number.into()));
        let weight = f.let64(of.i64(0));
        let weighs = f.let32(weight.ne(i64::MIN));
        f.if_(weighs.not(), |f| f.set64(weight, 0));
        let lost = f.let64(sum.i64(section::LOST));
        f.if_(weighs, |f| {
            self.scale_up(f, sum, weight, lost);
            f.if_(of.i32(12).not() & lost.gt(weight), |f| {
                f.set64(lost, weight)
            });
        });
        let value = f.let64(weight - lost + sum.i64(section::AWARDED));
        f.if_(sum.i32(section::FATAL), |f| {
            f.set64(value, 0);
            f.if_(weighs, |f| f.set64(lost, weight));
        });
        self.row(f, 3, number, 16);
        f.store64(OUT, 8, value);
        f.set_global(OUT, OUT + 16);
        let total = f.let32(self.score_sum(of.i32(8)));
        add(f, total, score::LOST, lost);
        let awarded = f.let64(sum.i64(section::AWARDED));
        add(f, total, score::AWARDED, awarded);
    }

    /// Rules that did not apply and leave their section make the others weigh more.
    fn scale_up(&self, f: &mut Body, sum: Local32, weight: Local64, lost: Local64) {
        let left_out = f.let64(sum.i64(section::LEFT_OUT));
        f.if_(left_out.ne(0), |f| {
            let rest = f.let64(weight - left_out);
            let scaled = I64::call(fns::SCALE, args([lost.into(), weight.into(), rest.into()]));
            f.if_else(
                rest.le(0),
                |f| f.set64(lost, 0),
                |f| {
                    let scaled = f.let64(scaled);
                    f.if_(scaled.ne(MISSING), |f| f.set64(lost, scaled));
                },
            );
        });
    }

    fn score_row(&self, f: &mut Body, number: Local32) {
        let of = f.let32(number * 16 + c32(self.tables.scores));
        let sum = f.let32(self.score_sum(number.into()));
        let value = f.let64(of.i64(0) - sum.i64(score::LOST) + sum.i64(score::AWARDED));
        let floor = of.i32(8).not() & value.lt(0);
        let fatal = f.let32(sum.i32(score::FATAL));
        f.set64(value, select64(floor | fatal, c64(0), value));
        self.row(f, 4, number, 24);
        f.store64(OUT, 8, value);
        f.store32(OUT, 16, fatal);
        f.store32(OUT, 20, 0);
        f.set_global(OUT, OUT + 24);
    }

    fn notes(&self, f: &mut Body) {
        f.for_(0, c32(self.tables.rule_count), |f, number, _| {
            let record = f.let32(self.rule_record(number));
            let refused = f.let32(0);
            f.for_(0, record.i32(rule::ARMS), |f, arm, _| {
                let of = self.monitor(record.i32(rule::FIRST) + arm);
                let queue = f.let32(of.i32(monitor::QUEUE));
                f.if_(queue, |f| {
                    f.set(refused, refused + ((STATE + queue).i32(4) >> 8))
                });
            });
            self.note(f, 1, refused.into(), number);
        });
        f.for_(0, self.book.attributes.len() as i32, |f, number, _| {
            let count = (STATE + number * 8).i32(self.state.missing);
            self.note(f, 2, count, number);
        });
        f.for_(0, self.book.metadata.len() as i32, |f, number, _| {
            let missing = (STATE + number).u8(self.state.metadata);
            self.note(f, 3, missing, number);
        });
    }

    fn note(&self, f: &mut Body, code: i32, count: I32, which: Local32) {
        let count = f.let32(count);
        f.if_(count, |f| {
            self.row(f, 5, code, 16);
            f.store32(OUT, 8, count);
            f.store32(OUT, 12, which);
            f.set_global(OUT, OUT + 16);
        });
    }

    /// The first 8 bytes of a row.
    fn row(&self, f: &mut Body, kind: i32, number: impl Into<I32>, size: impl Into<I32>) {
        f.store32(OUT, 0, size);
        f.store16(OUT, 4, kind);
        f.store16(OUT, 6, number);
        f.set_global(COUNT, COUNT + 1);
    }
}

fn add(f: &mut Body, sum: Local32, at: u32, value: Local64) {
    f.store64(sum, at, sum.i64(at) + value);
}

/// What is lost of the rule's weight: all of it with the first violation, or a share.
fn weight_lost(f: &mut Body, cost: Local32, applied: Local32, violated: Local32) -> Local64 {
    let weight = f.let64(cost.i64(cost::WEIGHT));
    let lost = f.let64(select64(violated, weight, c64(0)));
    let by_share = (cost.i32(cost::FLAGS) & cost::BY_SHARE).ne(0);
    f.if_(by_share & violated.ne(0), |f| {
        let satisfied = (applied - violated).wide();
        let scale = args([weight.into(), satisfied.into(), applied.wide().into()]);
        f.set64(lost, weight - I64::call(fns::SCALE, scale));
    });
    lost
}
