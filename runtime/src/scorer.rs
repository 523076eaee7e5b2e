//! One instance that judges calls.
//!
//! In: whole calls. Out: their verdicts. Sessions borrow it for their steps.

use crate::error::Error;
use crate::instance::Instance;
use crate::rulebook::Rulebook;
use zhunze_calls::call::{Call, call_end, is_ordered, order};
use zhunze_calls::verdict::Verdicts;

/// One instance of a rulebook's module: `Send`, to be used by one thread at a time.
pub struct Scorer {
    rulebook: Rulebook,
    instance: Instance,
    buffer: Vec<u8>,
}

impl Scorer {
    pub(crate) fn new(rulebook: &Rulebook) -> Result<Self, Error> {
        Ok(Self {
            rulebook: rulebook.clone(),
            instance: Instance::new(rulebook)?,
            buffer: Vec::new(),
        })
    }

    /// The rulebook that it judges by.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// Judges a whole call.
    ///
    /// # Errors
    ///
    /// [`Error::Encoding`] when an event cannot be handed over; [`Error::OutOfFuel`],
    /// [`Error::Trap`], [`Error::Interface`] or [`Error::Refused`] when the module
    /// misbehaves. The next call is judged by a fresh instance then.
    pub fn score(&mut self, call: &Call) -> Result<Verdicts, Error> {
        let mut verdicts = Verdicts::default();
        self.score_into(call, &mut verdicts)?;
        Ok(verdicts)
    }

    /// As [`Scorer::score`], into verdicts whose allocations are used again.
    ///
    /// # Errors
    ///
    /// As [`Scorer::score`]; the verdicts are of no use then.
    pub fn score_into(&mut self, call: &Call, verdicts: &mut Verdicts) -> Result<(), Error> {
        clear(verdicts);
        self.encode(call)?;
        let instance = sound(&mut self.instance, &self.rulebook)?;
        instance.open()?;
        instance.feed(&self.buffer, verdicts)?;
        instance.close(call_end(call), verdicts)
    }

    /// Writes the whole call into the buffer.
    fn encode(&mut self, call: &Call) -> Result<(), Error> {
        let (encoder, buffer) = (self.rulebook.encoder(), &mut self.buffer);
        buffer.clear();
        encoder.metadata(call, buffer)?;
        if is_ordered(call) {
            for (position, event) in (0_u32..).zip(&call.events) {
                encoder.event(event, position, buffer)?;
            }
            return Ok(());
        }
        for at in order(call) {
            let position = u32::try_from(at).unwrap_or(u32::MAX);
            if let Some(event) = call.events.get(at) {
                encoder.event(event, position, buffer)?;
            }
        }
        Ok(())
    }

    /// The instance and a buffer for records.
    pub(crate) fn parts(&mut self) -> Result<(&mut Instance, &mut Vec<u8>), Error> {
        self.buffer.clear();
        Ok((sound(&mut self.instance, &self.rulebook)?, &mut self.buffer))
    }
}

/// The instance, or a fresh one in its place after a failure.
fn sound<'i>(instance: &'i mut Instance, rulebook: &Rulebook) -> Result<&'i mut Instance, Error> {
    if !instance.is_sound() {
        *instance = Instance::new(rulebook)?;
    }
    Ok(instance)
}

fn clear(verdicts: &mut Verdicts) {
    verdicts.findings.clear();
    verdicts.rules.clear();
    verdicts.sections.clear();
    verdicts.scores.clear();
    verdicts.notes.clear();
}
