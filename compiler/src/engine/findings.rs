//! Output records: findings with their evidence and points, and the tables at the end.

use wasm_encoder::{Function, ValType};

use super::globals::{COUNT, OUT, STATE, T};
use super::tables::{amount, rule};
use super::{Definition, Engine, fns};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select32, select64};

const FINDING: i32 = 40;
const EVIDENCE: i32 = 16;

impl Engine<'_> {
    pub(super) fn finding_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        vec![
            Definition {
                name: "begin".into(),
                params: vec![w, w, w, w, d, d],
                results: vec![],
                body: self.begin_finding(),
            },
            Definition {
                name: "add".into(),
                params: vec![d],
                results: vec![],
                body: self.add_evidence(),
            },
            Definition {
                name: "points".into(),
                params: vec![w, d],
                results: vec![d],
                body: self.points(),
            },
        ]
    }

    /// `begin(rule, outcome, reason, duty, due, trigger)`: starts a finding at `OUT` and
    /// counts it. Evidence is added behind it.
    fn begin_finding(&self) -> Function {
        let mut f = Body::new(6);
        let (number, outcome) = (Local32(0), Local32(1));
        let record = f.let32(self.record(number));
        let counts = f.let32(STATE + record.i32(rule::COUNTS));
        let points = f.let64(0);
        f.store32(counts, 0, counts.i32(0) + 1);
        f.if_else(
            outcome.eq(2),
            |f| {
                f.store32(counts, 4, counts.i32(4) + 1);
                let cost = step_points(record + rule::DEDUCT as i32, counts.i32(4).wide());
                f.set64(points, c64(0) - cost);
            },
            |f| {
                let satisfied = (counts.i32(0) - counts.i32(4)).wide();
                f.set64(points, step_points(record + rule::AWARD as i32, satisfied));
            },
        );
        f.store32(OUT, 0, FINDING);
        f.store8(OUT, 4, 1);
        f.store8(OUT, 5, outcome);
        f.store16(OUT, 6, number);
        f.store64(OUT, 8, T);
        f.store64(OUT, 16, Local64(4));
        f.store64(OUT, 24, points);
        f.store32(OUT, 32, Local64(5).low());
        f.store8(OUT, 36, Local32(2));
        f.store8(OUT, 37, Local32(3));
        f.store16(OUT, 38, 0);
        f.set_global(super::globals::FINDING, OUT);
        f.set_global(OUT, OUT + FINDING);
        f.set_global(COUNT, COUNT + 1);
        f.finish()
    }

    /// `add(packed)`: adds evidence to the finding last begun; −1 is none.
    fn add_evidence(&self) -> Function {
        let mut f = Body::new(1);
        let packed = Local64(0);
        let finding = super::globals::FINDING;
        f.if_(packed.ne(-1), |f| {
            let start = f.let32((packed >> 32).low() & 0xffff);
            let end = f.let32((packed >> 48).low());
            let none = f.let32(start.eq(0xffff) & end.eq(0xffff));
            f.store32(OUT, 0, packed.low());
            f.store32(OUT, 4, select32(none, -1, start));
            f.store32(OUT, 8, select32(none, -1, end));
            f.store32(OUT, 12, 0);
            f.set_global(OUT, OUT + EVIDENCE);
            f.store32(finding, 0, finding.i32(0) + EVIDENCE);
            f.store16(finding, 38, finding.u16(38) + 1);
        });
        f.finish()
    }

    /// `points(amount, n) → sum` that n times cost or bring.
    fn points(&self) -> Function {
        let mut f = Body::new(2);
        let (at, n) = (Local32(0), Local64(1));
        let times = select64(at.i32(amount::EACH), n, select64(n.ne(0), c64(1), c64(0)));
        let sum = f.let64(times * at.i64(amount::POINTS));
        f.result64(select64(
            sum.lt(at.i64(amount::CAP)),
            sum,
            at.i64(amount::CAP),
        ));
        f.finish()
    }

    pub(super) fn table_fns(&self) -> Vec<Definition> {
        vec![Definition {
            name: "tables".into(),
            params: vec![],
            results: vec![],
            body: self.tables(),
        }]
    }

    /// `tables()`: writes the rows of rules, sections and scores, and the notes.
    fn tables(&self) -> Function {
        let mut f = Body::new(0);
        let sums = self.memory.sums;
        let sections = self.book.sections.len() as u32;
        let scores = self.book.scores.len() as u32;
        let score_sums = sums + 16 * sections;
        f.clear(c32(sums), c32(16 * sections + 24 * scores));
        f.for_(0, c32(self.tables.rule_count), |f, number, _| {
            self.rule_row(f, number, score_sums)
        });
        f.for_(0, c32(sections), |f, number, _| {
            self.section_row(f, number, score_sums)
        });
        f.for_(0, c32(scores), |f, number, _| {
            self.score_row(f, number, score_sums)
        });
        self.notes(&mut f);
        f.finish()
    }

    fn rule_row(&self, f: &mut Body, number: Local32, score_sums: u32) {
        let record = f.let32(self.record(number));
        let counts = f.let32(STATE + record.i32(rule::COUNTS));
        let (applied, violated) = (f.let32(counts.i32(0)), f.let32(counts.i32(4)));
        let total = |offset: u32, n: I32| {
            I64::call(
                fns::POINTS,
                vec![(record + offset as i32).into(), n.wide().into()],
            )
        };
        let deducted = f.let64(total(rule::DEDUCT, violated.into()));
        let awarded = f.let64(total(rule::AWARD, applied - violated));
        self.row(f, 2, number, 40);
        f.store32(OUT, 8, applied);
        f.store32(OUT, 12, applied - violated);
        f.store32(OUT, 16, violated);
        f.store32(OUT, 20, 0);
        f.store64(OUT, 24, deducted);
        f.store64(OUT, 32, awarded);
        f.set_global(OUT, OUT + 40);
        let score = f.let32(record.i32(rule::SCORE) * 24 + c32(score_sums));
        f.if_else(
            record.i32(rule::SECTION),
            |f| {
                let section = f.let32((record.i32(rule::SECTION) - 1) * 16 + c32(self.memory.sums));
                f.store64(section, 0, section.i64(0) + deducted);
                f.store64(section, 8, section.i64(8) + awarded);
            },
            |f| {
                f.store64(score, 0, score.i64(0) + deducted);
                f.store64(score, 8, score.i64(8) + awarded);
            },
        );
        let fatal = record
            .i32(rule::FATAL_FROM)
            .and_then(violated.ge(record.i32(rule::FATAL_FROM)));
        f.if_(fatal, |f| f.store32(score, 16, 1));
    }

    fn section_row(&self, f: &mut Body, number: Local32, score_sums: u32) {
        let section = f.let32(number * 16 + c32(self.tables.sections));
        let sum = f.let32(number * 16 + c32(self.memory.sums));
        let weight = f.let64(section.i64(0));
        let unbounded = f.let32(section.i32(12) | weight.eq(i64::MIN));
        let lost = f.let64(sum.i64(0));
        let cut = unbounded.not() & lost.gt(weight);
        f.set64(lost, select64(cut, weight, lost));
        f.set64(weight, select64(weight.eq(i64::MIN), c64(0), weight));
        self.row(f, 3, number, 16);
        f.store64(OUT, 8, weight - lost + sum.i64(8));
        f.set_global(OUT, OUT + 16);
        let score = f.let32(section.i32(8) * 24 + c32(score_sums));
        f.store64(score, 0, score.i64(0) + lost);
        f.store64(score, 8, score.i64(8) + sum.i64(8));
    }

    fn score_row(&self, f: &mut Body, number: Local32, score_sums: u32) {
        let score = f.let32(number * 16 + c32(self.tables.scores));
        let sum = f.let32(number * 24 + c32(score_sums));
        let value = f.let64(score.i64(0) - sum.i64(0) + sum.i64(8));
        let floor = score.i32(8).not() & value.lt(0);
        f.set64(value, select64(floor | sum.i32(16), c64(0), value));
        self.row(f, 4, number, 24);
        f.store64(OUT, 8, value);
        f.store32(OUT, 16, sum.i32(16));
        f.store32(OUT, 20, 0);
        f.set_global(OUT, OUT + 24);
    }

    fn notes(&self, f: &mut Body) {
        f.for_(0, c32(self.tables.rule_count), |f, number, _| {
            let queue = f.let32(self.record(number).i32(rule::QUEUE));
            f.if_(queue, |f| {
                let refused = (STATE + queue).i32(4) >> 8;
                self.note(f, 1, refused, number);
            });
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
    fn row(&self, f: &mut Body, kind: i32, number: impl Into<I32>, size: i32) {
        f.store32(OUT, 0, size);
        f.store16(OUT, 4, kind);
        f.store16(OUT, 6, number);
        f.set_global(COUNT, COUNT + 1);
    }
}

/// What the n-th time costs or brings.
fn step_points(at: I32, n: I64) -> I64 {
    let sum = |n: I64| I64::call(fns::POINTS, vec![at.clone().into(), n.into()]);
    sum(n.clone()) - sum(n - 1)
}
