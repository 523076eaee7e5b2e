//! Sequences of moments: the newest chain of each length, kept step by step.

use wasm_encoder::Function;

use super::globals::{END, STATE, T};
use super::rules::{args, evidence, has};
use super::tables::{chain, duty, step};
use super::{Engine, fns};
use crate::wasm::{Body, I32, Local32, Local64};

/// The registers of a chain that looks at a step.
#[derive(Clone, Copy)]
struct Look {
    chain: Local32,
    /// The number of moments before this one, its record and that of the one before.
    j: Local32,
    this: Local32,
    before: Local32,
}

impl Look {
    fn valid(&self) -> I32 {
        STATE + self.chain.i32(chain::VALID)
    }
}

impl Engine<'_> {
    /// `chain(chain, mask) → bool`: the step extends chains, longest first, then drops those
    /// that it breaks; whether one is complete with it (of a `before that`: it is kept; of
    /// a derived one: it counts).
    pub(super) fn chain(&self) -> Function {
        let mut f = Body::new(2);
        let (of, mask) = (Local32(0), Local64(1));
        let complete = f.let32(0);
        let look = Look {
            chain: of,
            j: f.let32(of.i32(chain::COUNT)),
            this: f.let32(0),
            before: f.let32(0),
        };
        let size = step::SIZE.cast_signed();
        f.while_(look.j.into(), |f, _| {
            f.set(look.j, look.j - 1);
            f.set(look.this, look.j * size + of.i32(chain::STEPS));
            f.set(look.before, look.this - size);
            f.if_(has(mask, look.this.i64(step::ROLE)), |f| {
                let extends = f.let32(extends(look));
                f.if_(extends, |f| self.extend(f, look, complete));
            });
            // What it may have extended: a shorter one of this step comes later.
            f.if_(has(mask, look.this.i64(step::WITHOUT)), |f| {
                let dropped = I32::from(1) << (look.j - 1);
                let at = f.let32(look.valid());
                f.if_(look.j, |f| f.store32(at, 0, at.i32(0) & (dropped ^ -1)));
            });
            let anew = complete & of.i32(chain::OWN);
            f.if_(anew, |f| {
                f.store32(look.valid(), 0, 0);
                f.return32(1);
            });
        });
        f.result32(complete);
        f.finish()
    }

    fn extend(&self, f: &mut Body, look: Look, complete: Local32) {
        let is_last = (look.j + 1).eq(look.chain.i32(chain::COUNT));
        // A derived chain does not keep the complete ones: they have no evidence.
        f.if_else(
            is_last & look.this.i32(step::EVIDENCE).not(),
            |f| {
                let first = (STATE + look.before.i32(step::FIRST)).i64(0);
                let within = look.chain.i64(chain::WITHIN);
                f.set(complete, 1);
                f.if_(within.ge(0), |f| f.set(complete, (T - first).le(within)));
            },
            |f| self.keep_longer(f, look),
        );
    }

    fn keep_longer(&self, f: &mut Body, look: Look) {
        let (this, before) = (look.this, look.before);
        f.if_(this.i32(step::FIRST), |f| {
            let first = f.let64(END);
            f.if_(look.j, |f| {
                f.set64(first, (STATE + before.i32(step::FIRST)).i64(0))
            });
            f.store64(STATE + this.i32(step::FIRST), 0, first);
        });
        f.if_(this.i32(step::LAST), |f| {
            f.store64(STATE + this.i32(step::LAST), 0, END)
        });
        f.if_(this.i32(step::EVIDENCE), |f| {
            let to = f.let32(STATE + this.i32(step::EVIDENCE));
            f.if_(look.j, |f| {
                let from = f.let32(STATE + before.i32(step::EVIDENCE));
                f.for_(0, look.j, |f, i, _| {
                    f.store64(to + i * 8, 0, (from + i * 8).i64(0));
                });
            });
            f.store64(to + look.j * 8, 0, evidence(this.i32(step::MOMENT)));
        });
        let valid = f.let32(look.valid());
        f.store32(valid, 0, valid.i32(0) | (I32::from(1) << look.j));
    }

    /// `chain_holds(duty) → bool`: the whole chain is there, recent enough.
    pub(super) fn chain_holds(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        if self.has_rings() {
            f.if_(duty.u8(duty::FLAGS) & duty::RING, |f| {
                let found = I32::call(fns::RING_FIND, args([duty.into()]));
                f.return32(found.ne(0));
            });
        }
        let of = f.let32(duty.i32(duty::CHAIN));
        let last = f.let32(of.i32(chain::COUNT) - 1);
        let exists = ((STATE + of.i32(chain::VALID)).i32(0) >> last) & 1;
        let entry = last * step::SIZE.cast_signed() + of.i32(chain::STEPS);
        let first = (STATE + entry.i32(step::FIRST)).i64(0);
        let recent = of.i64(chain::WITHIN).lt(0) | (T - first).le(of.i64(chain::WITHIN));
        f.result32(exists.and_then(recent));
        f.finish()
    }

    /// `chain_evidence(duty)`: adds the events of the whole chain.
    pub(super) fn chain_evidence(&self) -> Function {
        let mut f = Body::new(1);
        let duty = Local32(0);
        f.block(|f, out| {
            if self.has_rings() {
                f.if_(duty.u8(duty::FLAGS) & duty::RING, |f| {
                    self.ring_evidence(f, duty);
                    f.branch(out);
                });
            }
            let of = f.let32(duty.i32(duty::CHAIN));
            let count = f.let32(of.i32(chain::COUNT));
            let last = (count - 1) * step::SIZE.cast_signed() + of.i32(chain::STEPS);
            let at = f.let32(STATE + last.i32(step::EVIDENCE));
            f.for_(0, count, |f, i, _| {
                f.call(fns::ADD, args([(at + i * 8).i64(0).into()]));
            });
        });
        f.finish()
    }
}

/// There is a chain to extend, recent enough.
fn extends(look: Look) -> I32 {
    let exists = (look.valid().i32(0) >> (look.j - 1)) & 1;
    let last = (STATE + look.before.i32(step::LAST)).i64(0);
    let within = || look.this.i64(step::WITHIN);
    let recent = within().lt(0) | (T - last).le(within());
    look.j.not() | exists.and_then(recent)
}
