//! Arithmetic on thousandths, with 128 bits in between: results that do not fit are
//! missing, never wrong.

use wasm_encoder::{Function, ValType};

use super::{Definition, Engine, fns};
use crate::wasm::{Body, I64, Local64, c64, select64};

/// "missing" where a number is expected.
pub(super) const MISSING: i64 = i64::MIN;
/// The greatest result.
const MOST: i64 = 9_000_000_000_000_000;

impl Engine<'_> {
    pub(super) fn arithmetic_fns(&self) -> Vec<Definition> {
        let define = |name: &str, params: usize, body| Definition {
            name: name.into(),
            params: vec![ValType::I64; params],
            results: vec![ValType::I64],
            body,
        };
        vec![
            define("divide", 3, divide()),
            define("scale", 3, scale()),
            define("sum", 2, sum()),
            define("difference", 2, difference()),
        ]
    }
}

/// `divide(high, low, by) → (high·2⁶⁴ + low) / by`, all without signs; `high < by`.
fn divide() -> Function {
    let mut f = Body::new(3);
    let (rest, low, by) = (Local64(0), Local64(1), Local64(2));
    f.if_(rest.is_zero(), |f| f.return64(low.div(by)));
    let (carry, bit) = (f.let64(0), f.let64(0));
    f.for_(0, 64, |f, _, _| {
        f.set64(carry, rest >> 63);
        f.set64(rest, (rest << 1) | (low >> 63));
        let fits = f.let32(carry.ne(0) | rest.below(by).not());
        f.set64(rest, select64(fits, rest - by, rest));
        f.set64(bit, fits.wide());
        f.set64(low, (low << 1) | bit);
    });
    f.result64(low);
    f.finish()
}

/// `scale(a, b, c) → a·b/c` toward zero; missing when `c` is 0 or the result too great.
fn scale() -> Function {
    let mut f = Body::new(3);
    let (a, b, c) = (Local64(0), Local64(1), Local64(2));
    f.if_(c.is_zero(), |f| f.return64(MISSING));
    let negative = f.let32(((a ^ b) ^ c).lt(0));
    for side in [a, b, c] {
        f.set64(side, absolute(side));
    }
    let (high, low) = product(&mut f, a, b);
    f.if_(high.below(c).not(), |f| f.return64(MISSING));
    let args = vec![high.into(), low.into(), c.into()];
    let result = f.let64(I64::call(fns::DIVIDE, args));
    f.if_(c64(MOST).below(result), |f| f.return64(MISSING));
    f.result64(select64(negative, c64(0) - result, result));
    f.finish()
}

/// The magnitude, to be read without a sign.
pub(super) fn absolute(value: Local64) -> I64 {
    select64(value.lt(0), c64(0) - value, value)
}

/// The product of two numbers without signs, as its high and low halves.
fn product(f: &mut Body, a: Local64, b: Local64) -> (Local64, Local64) {
    let low32 = |x: I64| x & 0xffff_ffff;
    let [a0, b0] = [a, b].map(|x| f.let64(low32(x.into())));
    let [a1, b1] = [a, b].map(|x| f.let64(x >> 32));
    let [p00, p01, p10, p11] =
        [(a0, b0), (a0, b1), (a1, b0), (a1, b1)].map(|(a, b)| f.let64(a * b));
    let middle = f.let64((p00 >> 32) + low32(p01.into()) + low32(p10.into()));
    let high = f.let64(p11 + (p01 >> 32) + (p10 >> 32) + (middle >> 32));
    let low = f.let64(low32(p00.into()) | (middle << 32));
    (high, low)
}

/// `sum(a, b)`; missing when it is too great.
fn sum() -> Function {
    let mut f = Body::new(2);
    let (a, b) = (Local64(0), Local64(1));
    let result = f.let64(a + b);
    let wraps = ((a ^ result) & (b ^ result)).lt(0);
    f.if_(wraps, |f| f.set64(result, MISSING));
    f.result64(within(result));
    f.finish()
}

/// `difference(a, b)`; missing when it is too great.
fn difference() -> Function {
    let mut f = Body::new(2);
    let (a, b) = (Local64(0), Local64(1));
    let result = f.let64(a - b);
    let wraps = ((a ^ b) & (a ^ result)).lt(0);
    f.if_(wraps, |f| f.set64(result, MISSING));
    f.result64(within(result));
    f.finish()
}

/// The value, or missing when it is too great.
pub(super) fn within(value: Local64) -> I64 {
    select64(value.lt(-MOST) | value.gt(MOST), c64(MISSING), value)
}
