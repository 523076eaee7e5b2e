//! Values in comparisons: fields of every kind, and numbers of every kind.

use zhunze_compiler::book::*;

use super::look::Looks;
use super::{ATTRIBUTES, METADATA, Maker, TIMES, WHO};

impl Maker<'_> {
    /// An attribute or metadata.
    pub(super) fn field(&mut self, looks: Looks) -> Field {
        if looks.trigger.is_some_and(|trigger| trigger.event) && self.r.one_in(4) {
            return Field::OfTrigger(AttributeId(self.r.id(ATTRIBUTES.len())));
        }
        if looks.event && !self.r.one_in(4) {
            Field::Attribute(AttributeId(self.r.id(ATTRIBUTES.len())))
        } else {
            Field::Meta(MetaId(self.r.id(METADATA.len())))
        }
    }

    /// A field that may be a text.
    pub(super) fn text_field(&mut self, looks: Looks) -> Field {
        if self.r.one_in(3)
            && let Some(captured) = self.capture(looks, true)
        {
            return captured;
        }
        self.field(looks)
    }

    /// A field that may be a number.
    fn number_field(&mut self, looks: Looks) -> Field {
        if self.r.one_in(3)
            && let Some(captured) = self.capture(looks, false)
        {
            return captured;
        }
        self.field(looks)
    }

    /// A value of the trigger.
    pub(super) fn of_trigger(&mut self, looks: Looks, text: bool) -> Field {
        let captured = (looks.trigger)
            .filter(|trigger| trigger.speech)
            .and_then(|_| self.captured(text))
            .filter(|_| self.r.one_in(2));
        match captured {
            Some((phrase, slot)) => Field::CaptureOfTrigger(phrase, slot),
            None => Field::OfTrigger(AttributeId(self.r.id(ATTRIBUTES.len()))),
        }
    }

    /// What a phrase captured, here or at the trigger.
    fn capture(&mut self, looks: Looks, text: bool) -> Option<Field> {
        let (phrase, slot) = self.captured(text)?;
        let trigger = looks.trigger.is_some_and(|trigger| trigger.speech);
        match (looks.speech, trigger) {
            (true, true) if self.r.one_in(2) => Some(Field::CaptureOfTrigger(phrase, slot)),
            (true, _) => Some(Field::Capture(phrase, slot)),
            (false, true) => Some(Field::CaptureOfTrigger(phrase, slot)),
            (false, false) => None,
        }
    }

    /// Something that is captured: a text or a number.
    fn captured(&mut self, text: bool) -> Option<(PhraseId, u32)> {
        let mut all = vec![];
        for (number, phrase) in (0..).zip(&self.book.phrases) {
            for (slot, capture) in (0..).zip(&phrase.captures) {
                if capture.is_number() != text {
                    all.push((PhraseId(number), slot));
                }
            }
        }
        (!all.is_empty()).then(|| self.r.of(&all))
    }

    /// A number.
    pub(super) fn term(&mut self, looks: Looks, depth: u32) -> Term {
        let nests = depth > 0 && !looks.plain && self.part();
        let kinds = match (looks.plain, looks.history, nests) {
            (true, _, _) => 10,
            (false, false, false) => 12,
            (false, false, true) => 14,
            (false, true, false) => 22,
            (false, true, true) => 30,
        };
        match self.r.below(kinds) {
            0..5 => Term::Number(self.constant()),
            5..10 => Term::Field(self.number_field(looks)),
            10..12 => Term::Clock(self.clock(looks)),
            12..14 if looks.history && !nests => self.speech(looks),
            12..14 => Term::Arithmetic(
                Box::new(self.term(looks, depth - 1)),
                self.r.of(&[
                    ArithmeticOp::Add,
                    ArithmeticOp::Subtract,
                    ArithmeticOp::Multiply,
                    ArithmeticOp::Divide,
                ]),
                Box::new(self.term(looks, depth - 1)),
            ),
            14 => Term::Rings,
            15 => Term::CallTime,
            16..18 => self.statistic(),
            18..20 => self.speech(looks),
            20..22 => self.measure(None),
            22 | 23 => {
                let since = self.some(2, |maker| maker.past(depth));
                self.measure(since)
            }
            24..28 => Term::Count {
                moment: self.past(depth),
                since: self.some(3, |maker| maker.past(depth)),
                last: self.some(3, Self::time),
            },
            _ => Term::TimeOf {
                which: self.r.of(&[TimeOf::First, TimeOf::Last, TimeOf::Since]),
                moment: self.past(depth),
            },
        }
    }

    /// A number of thousandths that something is often equal to.
    fn constant(&mut self) -> i64 {
        let scale = self.scale as i64;
        match self.r.below(8) {
            0..4 => self.r.below(4) as i64 * 1000,
            4..6 => self.r.of(&TIMES) as i64 * scale,
            6 => self
                .r
                .of(&[100_000, 50_000, 33_333, 80_000, -1000, 540_000, 20_781_000]),
            _ => self
                .r
                .of(&[1, 500, 1500, -1, i64::from(i32::MAX), 9_000_000_000_000_000]),
        }
    }

    fn clock(&mut self, looks: Looks) -> ClockPart {
        let part = self.r.of(&[
            ClockPart::Now,
            ClockPart::Now,
            ClockPart::Weekday,
            ClockPart::Date,
            ClockPart::Month,
            ClockPart::Day,
            ClockPart::CallTime,
        ]);
        match part {
            ClockPart::Now if !looks.history => ClockPart::Weekday,
            part => part,
        }
    }

    fn speech(&mut self, looks: Looks) -> Term {
        match looks.speech {
            true => Term::Speech(self.speech_value()),
            false => Term::Rings,
        }
    }

    fn speech_value(&mut self) -> SpeechValue {
        self.r.of(&[
            SpeechValue::Length,
            SpeechValue::Duration,
            SpeechValue::SpeechRate,
            SpeechValue::ResponseTime,
            SpeechValue::Overlap,
            SpeechValue::Similarity { turns: 1 },
            SpeechValue::Similarity { turns: 3 },
            SpeechValue::Similarity { turns: 16 },
        ])
    }

    fn statistic(&mut self) -> Term {
        let value = match self.r.one_in(2) {
            true => Term::Speech(self.speech_value()),
            false => Term::Field(Field::Attribute(AttributeId(self.r.id(ATTRIBUTES.len())))),
        };
        Term::Statistic {
            how: self.r.of(&[
                StatisticHow::Average,
                StatisticHow::Highest,
                StatisticHow::Lowest,
                StatisticHow::Sum,
            ]),
            value: Box::new(value),
            who: self.r.of(&WHO),
        }
    }

    fn measure(&mut self, since: Option<Moment>) -> Term {
        let who = self.r.of(&WHO);
        Term::Measure {
            span: self.r.of(&[
                MeasuredSpan::Hold,
                MeasuredSpan::Mute,
                MeasuredSpan::Silence(who),
                MeasuredSpan::Silence(who),
                MeasuredSpan::Overlap,
                MeasuredSpan::Talk(who),
                MeasuredSpan::Talk(who),
            ]),
            longest: since.is_none() && self.r.one_in(2),
            since,
        }
    }
}
