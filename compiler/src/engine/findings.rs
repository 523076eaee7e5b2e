//! Output records of findings: what was decided, its points and its evidence.

use wasm_encoder::{Function, ValType};

use super::globals::{COUNT, FINDING, OUT, STATE, T};
use super::rules::{SATISFIED, VIOLATED, args};
use super::tables::{amount, cost, monitor, rule};
use super::{Definition, Engine, fns};
use crate::wasm::{Body, I32, I64, Local32, Local64, c64, select32, select64};

/// Bytes of a finding without evidence, and of one piece of it.
pub(super) const SIZE: u32 = 40;
pub(super) const EVIDENCE: u32 = 16;
/// No event, as it is packed.
const NO_EVENT: i32 = 0xff_ffff;

impl Engine<'_> {
    pub(super) fn finding_fns(&self) -> Vec<Definition> {
        let (w, d) = (ValType::I32, ValType::I64);
        let define = |name: &str, params: Vec<ValType>, results: Vec<ValType>, body| Definition {
            name: name.into(),
            params,
            results,
            body,
        };
        let finding = || vec![w, w, w, w, d, d];
        vec![
            define("begin", finding(), vec![], self.begin_finding()),
            define("write", finding(), vec![], self.write_finding()),
            define("add", vec![d], vec![], add_evidence()),
            define("points", vec![w, d], vec![d], points()),
        ]
    }

    /// `begin(record, outcome, reason, duty, due, trigger)`: an occurrence is decided; its
    /// finding is written or kept back. Evidence is added behind it.
    fn begin_finding(&self) -> Function {
        let mut f = Body::new(6);
        let all = args([
            Local32(0).into(),
            Local32(1).into(),
            Local32(2).into(),
            Local32(3).into(),
            Local64(4).into(),
            Local64(5).into(),
        ]);
        f.block(|f, out| {
            if self.keeps() {
                f.if_(Local32(0).i32(monitor::KEPT), |f| {
                    f.if_(I32::call(fns::KEEP, all.clone()), |f| {
                        f.set_global(FINDING, 0);
                        f.branch(out);
                    });
                });
            }
            f.call(fns::WRITE, all);
        });
        f.finish()
    }

    /// `write(…)`: as `begin`; starts the finding at `OUT` and counts it.
    fn write_finding(&self) -> Function {
        let mut f = Body::new(6);
        let (record, outcome) = (Local32(0), Local32(1));
        let of = f.let32(record.i32(monitor::RULE));
        let counts = f.let32(STATE + of.i32(rule::COUNTS));
        f.store32(counts, 0, counts.i32(0) + 1);
        f.if_(outcome.eq(VIOLATED), |f| {
            f.store32(counts, 4, counts.i32(4) + 1)
        });
        let points = f.let64(0);
        f.if_(of.i32(rule::COST_COUNT), |f| {
            let main = f.let32(of.i32(rule::COSTS));
            f.if_else(
                outcome.eq(SATISFIED),
                |f| {
                    let satisfied = (counts.i32(0) - counts.i32(4)).wide();
                    f.set64(
                        points,
                        step_points(main + cost::AWARD.cast_signed(), satisfied),
                    );
                },
                |f| f.set64(points, c64(0) - violation(main, counts.i32(4))),
            );
        });
        let trigger = f.let32(Local64(5).low() & NO_EVENT);
        f.store32(OUT, 0, SIZE.cast_signed());
        f.store8(OUT, 4, 1);
        f.store8(OUT, 5, outcome);
        f.store16(OUT, 6, record.u16(monitor::NUMBER));
        f.store64(OUT, 8, T);
        f.store64(OUT, 16, Local64(4));
        f.store64(OUT, 24, points);
        f.store32(OUT, 32, select32(trigger.eq(NO_EVENT), -1, trigger));
        f.store8(OUT, 36, Local32(2));
        f.store8(OUT, 37, Local32(3));
        f.store8(OUT, 38, record.u8(monitor::ARM));
        f.store8(OUT, 39, 0);
        f.set_global(FINDING, OUT);
        f.set_global(OUT, OUT + SIZE.cast_signed());
        f.set_global(COUNT, COUNT + 1);
        f.finish()
    }
}

/// `add(packed)`: adds evidence to the finding last begun, if it was written; −1 is none.
fn add_evidence() -> Function {
    let mut f = Body::new(1);
    let packed = Local64(0);
    f.if_(packed.ne(-1) & FINDING.ne(0), |f| {
        let start = f.let32((packed >> 24).low() & 0xffff);
        let end = f.let32((packed >> 40).low() & 0xffff);
        let none = f.let32(start.eq(0xffff) & end.eq(0xffff));
        f.store32(OUT, 0, packed.low() & NO_EVENT);
        f.store32(OUT, 4, select32(none, -1, start));
        f.store32(OUT, 8, select32(none, -1, end));
        f.store32(OUT, 12, (packed >> 56).low());
        f.set_global(OUT, OUT + EVIDENCE.cast_signed());
        f.store32(FINDING, 0, FINDING.i32(0) + EVIDENCE.cast_signed());
        f.store8(FINDING, 39, FINDING.u8(39) + 1);
    });
    f.finish()
}

/// `points(amount, n) → sum` that n times cost or bring.
fn points() -> Function {
    let mut f = Body::new(2);
    let (at, n) = (Local32(0), Local64(1));
    let later = (n - 1) * at.i64(amount::AFTER);
    let sum = f.let64(select64(n.ne(0), later + at.i64(amount::FIRST), c64(0)));
    let cap = || at.i64(amount::CAP);
    f.result64(select64(sum.lt(cap()), sum, cap()));
    f.finish()
}

/// The sum that n times cost or bring.
pub(super) fn points_of(at: I32, n: I64) -> I64 {
    I64::call(fns::POINTS, args([at.into(), n.into()]))
}

/// What the n-th time costs or brings.
fn step_points(at: I32, n: I64) -> I64 {
    points_of(at.clone(), n.clone()) - points_of(at, n - 1)
}

/// What the n-th violation costs in the main score: the first costs the weight too.
fn violation(main: Local32, n: I32) -> I64 {
    let whole = (main.i32(cost::FLAGS) & cost::BY_SHARE).not() & n.eq(1);
    let weight = select64(whole, main.i64(cost::WEIGHT), c64(0));
    step_points(main + cost::DEDUCT.cast_signed(), n.wide()) + weight
}

/// The packed evidence of the step's event with a span (u16 start, u16 end) and tolerance.
pub(super) fn pack(event: I32, span: I32, tolerance: I32) -> I64 {
    let event = (event & NO_EVENT).wide();
    event | (span.wide() << 24) | (tolerance.wide() << 56)
}

/// So many bytes of output a finding with so many pieces of evidence may take.
pub(super) fn room(evidence: u32) -> u32 {
    SIZE + EVIDENCE * evidence
}
