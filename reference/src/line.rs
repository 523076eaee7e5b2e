//! How things stand on the line: who has spoken until when, what is on, what is connected.
//!
//! In: how they stood before a step, and the step. Out: how they stand after it. This is the
//! section "Connection, silence, hold, overlap" of docs/meaning.md.

use zhunze_calls::call::{Event, Kind, Speaker};
use zhunze_compiler::book::{SpanKind, Who};

use crate::steps::{Step, What};

/// All speakers; whoever is not known is one of them.
pub(crate) const SPEAKERS: [Speaker; 4] = [
    Speaker::None,
    Speaker::Agent,
    Speaker::Customer,
    Speaker::System,
];

/// How things stand after some steps.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Since when the call is connected.
    pub(crate) connection: Option<i64>,
    /// Since when a hold is on.
    pub(crate) hold: Option<i64>,
    /// Since when a mute is on.
    pub(crate) mute: Option<i64>,
    /// When an overlap began that may still last.
    pub(crate) overlap: Option<i64>,
    /// Who spoke the last utterance.
    pub(crate) last_speaker: Option<Speaker>,
    hung_up: bool,
    answered: Option<i64>,
    hold_ended: Option<i64>,
    mute_ended: Option<i64>,
    ends: [Option<i64>; 4],
}

/// Whether `who` includes `speaker`.
pub(crate) fn includes(who: Who, speaker: Speaker) -> bool {
    match who {
        Who::Anyone => true,
        Who::Agent => speaker == Speaker::Agent,
        Who::Customer => speaker == Speaker::Customer,
        Who::System => speaker == Speaker::System,
    }
}

/// The side that a speaker talks to.
pub(crate) fn other_side(speaker: Speaker) -> Option<Speaker> {
    match speaker {
        Speaker::Agent => Some(Speaker::Customer),
        Speaker::Customer => Some(Speaker::Agent),
        Speaker::System | Speaker::None => None,
    }
}

impl Line {
    /// E(x): the greatest end of the speaker's utterances so far.
    pub(crate) fn spoken_until(&self, speaker: Speaker) -> Option<i64> {
        let mut pairs = SPEAKERS.into_iter().zip(self.ends);
        pairs.find(|(one, _)| *one == speaker)?.1
    }

    /// The lesser E of agent and customer, when both have spoken.
    pub(crate) fn both_until(&self) -> Option<i64> {
        let agent = self.spoken_until(Speaker::Agent)?;
        Some(agent.min(self.spoken_until(Speaker::Customer)?))
    }

    /// Since when a hold or mute is on.
    pub(crate) fn on(&self, span: SpanKind) -> Option<i64> {
        match span {
            SpanKind::Hold => self.hold,
            SpanKind::Mute => self.mute,
        }
    }

    /// When the gap began in which `who` are silent; `None` when there is no gap.
    pub(crate) fn gap(&self, who: Who, even_on_hold: bool) -> Option<i64> {
        let connected = self.connection?.max(self.answered.unwrap_or(i64::MIN));
        let busy = self.hold.is_some() || self.mute.is_some();
        if self.hung_up || (busy && !even_on_hold) {
            return None;
        }
        let named = SPEAKERS.into_iter().filter(|one| includes(who, *one));
        let spoken = named.filter_map(|one| self.spoken_until(one)).max();
        let start = Some(connected).max(spoken);
        match even_on_hold {
            true => start,
            false => start.max(self.hold_ended).max(self.mute_ended),
        }
    }

    /// How things stand after one more step.
    pub(crate) fn after(&self, step: &Step) -> Line {
        let mut next = self.clone();
        match step.what {
            What::Event(seen) => next.see(seen.event),
            What::Connection => next.connection = Some(step.at),
            What::Timers | What::CallEnds => {}
        }
        next
    }

    fn see(&mut self, event: &Event) {
        match event.kind {
            Kind::Utterance => self.speak(event),
            Kind::Answer => self.answered = Some(event.t),
            Kind::HoldStart => self.hold = self.hold.or(Some(event.t)),
            Kind::MuteStart => self.mute = self.mute.or(Some(event.t)),
            Kind::HoldEnd => (self.hold, self.hold_ended) = (None, Some(event.t)),
            Kind::MuteEnd => (self.mute, self.mute_ended) = (None, Some(event.t)),
            Kind::Hangup => self.hung_up = true,
            Kind::Contact => {
                (self.connection, self.hold, self.mute) = (None, None, None);
                self.hung_up = false;
            }
            _ => {}
        }
    }

    fn speak(&mut self, event: &Event) {
        if let Some(other) = other_side(event.speaker) {
            let goes_on = self.both_until().is_some_and(|end| end >= event.t);
            let speaks_too = self.spoken_until(other).is_some_and(|end| end > event.t);
            if !goes_on {
                self.overlap = speaks_too.then_some(event.t);
            }
        }
        for (speaker, end) in SPEAKERS.into_iter().zip(&mut self.ends) {
            if speaker == event.speaker {
                *end = Some(event.end).max(*end);
            }
        }
        self.last_speaker = Some(event.speaker);
    }
}
