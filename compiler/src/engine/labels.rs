//! "is labelled": whether a label event speaks of somebody and says a value.

use wasm_encoder::Function;

use super::fields::TEXT;
use super::globals::{EVENT, SPEAKER};
use super::needs::{Label, label_prefix};
use super::tables::speaker_code;
use super::{Engine, fns};
use crate::wasm::{Body, I32, Local32, c32};

impl Engine<'_> {
    /// `label_of(speaker, prefix, prefix_len, value, value_len) → bool`: see "is labelled"
    /// in docs/language.md.
    pub(super) fn label_of(&self) -> Function {
        let mut f = Body::new(5);
        let (speaker, prefix, prefix_len, value, len) =
            (Local32(0), Local32(1), Local32(2), Local32(3), Local32(4));
        let ids = [
            self.guards.attribute("name"),
            self.guards.attribute("value"),
        ];
        let [name, said] = ids.map(|id| f.let32(I32::call(fns::ATTRIBUTE, vec![id.into()])));
        f.if_(name, |f| {
            let (at, size) = (f.let32(name.i64(8).low()), EVENT.i32(0));
            let inside = at.le(size.clone()) & name.i32(4).le(size - at);
            f.if_(name.u8(2).ne(TEXT) | inside.not(), |f| f.set(name, 0));
        });
        let (from, size) = (f.let32(0), f.let32(0));
        let about = f.let32(SPEAKER.eq(speaker));
        f.if_(name, |f| {
            f.set(from, EVENT + name.i64(8).low());
            f.set(size, name.i32(4));
            let i = f.let32(0);
            let same =
                (i.lt(prefix_len) & i.lt(size)).and_then((from + i).u8(0).eq((prefix + i).u8(0)));
            f.while_(same, |f, _| f.set(i, i + 1));
            let whole = size.eq(prefix_len);
            let dotted = size
                .gt(prefix_len)
                .and_then((from + i).u8(0).eq(i32::from(b'.')));
            f.if_(i.eq(prefix_len).and_then(whole | dotted), |f| {
                f.set(about, 1)
            });
        });
        f.if_(about.not(), |f| f.return32(0));
        f.if_(said, |f| {
            f.if_(said.u8(2).ne(TEXT), |f| f.return32(0));
            f.return32(I32::call(
                fns::TEXT_IS,
                vec![said.into(), value.into(), len.into()],
            ));
        });
        f.if_(name.not(), |f| f.return32(0));
        // No value: the name after its first dot, or the whole name.
        let (dot, start) = (f.let32(0), f.let32(0));
        f.while_(dot.lt(size), |f, done| {
            f.if_((from + dot).u8(0).eq(i32::from(b'.')), |f| {
                f.set(start, dot + 1);
                f.branch(done);
            });
            f.set(dot, dot + 1);
        });
        f.if_((size - start).ne(len), |f| f.return32(0));
        let i = f.let32(0);
        let same = i
            .lt(len)
            .and_then((from + start + i).u8(0).eq((value + i).u8(0)));
        f.while_(same, |f, _| f.set(i, i + 1));
        f.result32(i.eq(len));
        f.finish()
    }

    /// The function of an `X is labelled` signal: the label, then the guard after `where`.
    pub(super) fn label_body(&self, label: &Label) -> Function {
        let mut f = Body::new(1);
        let (prefix, prefix_len) = self.guards.text(label_prefix(label.who));
        let (value, len) = self.guards.text(&label.value);
        let speaker = c32(speaker_code(label.who).unwrap_or(255));
        let args = [speaker, prefix, prefix_len, value, len]
            .map(Into::into)
            .to_vec();
        let holds = f.let32(I32::call(fns::LABEL_OF, args));
        let guard = self
            .program
            .signals
            .get(label.signal)
            .and_then(|signal| signal.guard);
        if let Some(guard) = guard {
            f.if_(holds, |f| {
                f.set(holds, self.guard(I32::from(i32::from(guard) + 1)))
            });
        }
        f.result32(holds);
        f.finish()
    }
}
