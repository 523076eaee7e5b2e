//! The call record: what conditions need of the metadata is kept in the state.

use wasm_encoder::Function;

use super::arithmetic::MISSING;
use super::fields::{NUMBER, TEXT, is_inside};
use super::globals::{EVENT, STATE};
use super::terms::Reading;
use super::{Definition, Engine, fns};
use crate::book::{AttributeId, Field};
use crate::wasm::{Body, I32, Local32, c32};

impl Engine<'_> {
    pub(super) fn metadata_fns(&self) -> Vec<Definition> {
        vec![Definition {
            name: "metadata".into(),
            params: vec![],
            results: vec![],
            body: self.metadata(),
        }]
    }

    /// A call starts: no metadata are known yet.
    pub(super) fn open_metadata(&self, f: &mut Body, state: Local32) {
        for id in 0..self.guards.metadata {
            f.store8(state, self.state.metadata + id, 1);
            f.store64(state, self.state.meta_values + 8 * id, MISSING);
        }
        self.open_clock(f, state);
    }

    /// `metadata()`: keeps what conditions need of the call record in `EVENT`.
    fn metadata(&self) -> Function {
        let mut f = Body::new(0);
        for id in 0..self.guards.metadata {
            let at = f.let32(I32::call(fns::ATTRIBUTE, vec![c32(id).into()]));
            f.if_(at, |f| {
                f.store8(STATE, self.state.metadata + id, 0);
                f.if_(at.u8(2).eq(NUMBER), |f| {
                    f.store64(STATE, self.state.meta_values + 8 * id, at.i64(8));
                });
            });
        }
        for (expr, place) in self.guards.judged.iter().zip(self.state.meta_judged..) {
            let holds = self.judge_metadata(&mut f, expr);
            f.store8(STATE, place, holds);
        }
        for (id, at) in &self.asked.texts {
            let field = Field::Attribute(AttributeId(id.0));
            let (hash, there) = self.text(&mut f, field, Reading::QUIET);
            f.if_(there, |f| f.store64(STATE, *at, hash));
        }
        if self.asked.clock.is_some() {
            let id = self.guards.started_at();
            let (at, there) = self.attribute_quietly(&mut f, id, TEXT);
            f.if_(there & is_inside(at), |f| {
                let text = EVENT + at.i64(8).low();
                f.call(fns::READ_CLOCK, vec![text.into(), at.i32(4).into()]);
            });
        }
        f.finish()
    }
}
