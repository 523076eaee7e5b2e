//! What the conditions of a rulebook ask of the past, each thing once, and where the state
//! keeps it. What no rulebook asks for takes neither room nor code.
//!
//! In: the conditions of the program. Out: [`Asked`], the one table that `tallies`,
//! `measures`, `statistics`, `clock`, `sketches` and `fields` read.

use super::layout::Cursor;
use crate::book::{
    Atom, Book, Duty, Expr, Field, Limit, MeasuredSpan, MetaId, Moment, SpeechValue, Term, Who,
};
use crate::monitors::{Program, View, asks};

/// Steps of a moment, counted since the last of another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tally {
    /// Positions in `Program::moments`.
    pub moment: u32,
    pub since: Option<u32>,
    /// The times of the last 64 are asked for, or first, last and end.
    pub recent: bool,
    pub times: bool,
    /// u32 how many.
    pub at: u32,
    /// i64 a time.
    pub ring: u32,
    /// i64 `t` of the first, i64 `t` of the last, i64 end of the last.
    pub first: u32,
}

/// A span that is measured: i64 total, i64 longest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    pub span: MeasuredSpan,
    pub at: u32,
}

/// What a total was after the last step of a moment: i64.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    pub span: MeasuredSpan,
    pub moment: u32,
    pub at: u32,
}

/// A value over utterances: i64 count, i64 low and high half of the sum, i64 least and most.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statistic {
    pub value: Term,
    pub who: Who,
    pub at: u32,
}

/// As what a saved value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// A number; [`super::arithmetic::MISSING`].
    Number,
    /// The hash of a text; 0 missing.
    Text,
    /// 1 no, 2 yes; 0 missing.
    Boolean,
}

/// Everything that is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub tallies: Vec<Tally>,
    pub measures: Vec<Measured>,
    pub snapshots: Vec<Snapshot>,
    pub statistics: Vec<Statistic>,
    /// By guard: the values that it wants saved.
    pub saved: Vec<Vec<(Field, As)>>,
    /// Metadata that are compared as texts, and where their hashes are.
    pub texts: Vec<(MetaId, u32)>,
    /// The calendar or clock: i64 local time at 0, u8 month, u8 day.
    pub clock: Option<u32>,
    /// The number of units of every utterance.
    pub units: bool,
    /// The attribute `speech_rate`.
    pub speech_rate: bool,
    /// `sketches::SPEAKER_PART` bytes a speaker.
    pub sketches: Option<u32>,
    /// Agent and customer speak at the same time: i64 since when.
    pub overlap: Option<u32>,
    /// Silences after a moment: the signal, the moment, i64 its end (`LONG_AGO`: none, or
    /// they have spoken since).
    pub after: Vec<(u16, u32, u32)>,
}

impl Asked {
    pub(super) fn new(book: &Book, program: &Program) -> Asked {
        let mut asked = Asked::default();
        for guard in &program.guards {
            asks::each_expr(&guard.expr, &mut |expr| asked.expr(expr, program));
            asks::each_term(&guard.expr, &mut |term| asked.term(term, program));
            asked.saved.push(saved(&guard.expr, guard.view));
        }
        for term in &program.terms {
            asks::each_term_in(term, &mut |term| asked.term(term, program));
        }
        let overlaps = |atom: &Atom| matches!(atom, Atom::OverlapLasts(_) | Atom::OverlapEnds);
        if program.signals.iter().any(|signal| overlaps(&signal.atom)) {
            asked.overlap = Some(0);
        }
        if by_the_clock(book) {
            asked.clock = Some(0);
        }
        for (signal, number) in program.signals.iter().zip(0..) {
            let Atom::Silence { after, .. } = &signal.atom else {
                continue;
            };
            let moment = after.as_ref().and_then(|after| program.moment_of(after));
            asked.after.extend(moment.map(|moment| (number, moment, 0)));
        }
        asked
    }

    /// Gives everything its place in the state block.
    pub(super) fn lay_out(&mut self, at: &mut Cursor) {
        for tally in &mut self.tallies {
            if tally.recent {
                tally.ring = at.take(8 * super::tallies::RECENT, 8);
            }
            if tally.times {
                tally.first = at.take(24, 8);
            }
        }
        self.measures.iter_mut().for_each(|m| m.at = at.take(16, 8));
        self.snapshots.iter_mut().for_each(|s| s.at = at.take(8, 8));
        self.statistics
            .iter_mut()
            .for_each(|s| s.at = at.take(40, 8));
        self.texts
            .iter_mut()
            .for_each(|text| text.1 = at.take(8, 8));
        self.clock = self.clock.map(|_| at.take(16, 8));
        self.overlap = self.overlap.map(|_| at.take(8, 8));
        self.after
            .iter_mut()
            .for_each(|after| after.2 = at.take(8, 8));
        self.sketches = self
            .sketches
            .map(|_| at.take(4 * super::sketches::SPEAKER_PART, 8));
        self.tallies
            .iter_mut()
            .for_each(|tally| tally.at = at.take(4, 4));
    }

    /// Bytes of the values that a guard wants saved.
    pub(super) fn saved_size(&self, guard: usize) -> u32 {
        self.saved
            .get(guard)
            .map_or(0, |saved| 8 * saved.len() as u32)
    }

    /// Where among them a value is.
    pub(super) fn saved_at(&self, guard: usize, field: Field, kind: As) -> u32 {
        let saved = self.saved.get(guard).into_iter().flatten();
        let place = saved.zip(0..).find(|(saved, _)| **saved == (field, kind));
        place.map_or(0, |(_, place)| 8 * place)
    }

    pub(super) fn tally(&self, program: &Program, of: &Moment, since: Option<&Moment>) -> Tally {
        let (moment, since) = numbers(program, of, since);
        let same = |tally: &&Tally| tally.moment == moment && tally.since == since;
        let known = self.tallies.iter().find(same).cloned();
        known.unwrap_or_else(|| new_tally(moment, since))
    }

    fn expr(&mut self, expr: &Expr, program: &Program) {
        match expr {
            Expr::Happened { moment, since } => {
                self.count(program, moment, since.as_ref(), |_| {});
            }
            Expr::SameText { left, right, .. } => {
                for field in [left, right] {
                    self.text(*field);
                }
            }
            _ => {}
        }
    }

    fn term(&mut self, term: &Term, program: &Program) {
        match term {
            Term::Count {
                moment,
                since,
                last,
            } => {
                let recent = last.is_some();
                self.count(program, moment, since.as_ref(), |t| t.recent |= recent);
            }
            Term::TimeOf { moment, .. } => self.count(program, moment, None, |t| t.times = true),
            Term::Measure { span, since, .. } => self.measure(program, *span, since.as_ref()),
            Term::Statistic { value, who, .. } => {
                let new = Statistic {
                    value: (**value).clone(),
                    who: *who,
                    at: 0,
                };
                add(&mut self.statistics, new);
            }
            Term::Clock(_) => self.clock = Some(0),
            Term::Speech(value) => self.speech(*value),
            Term::Number(_)
            | Term::Field(_)
            | Term::Rings
            | Term::CallTime
            | Term::Arithmetic(..) => {}
        }
    }

    fn count(
        &mut self,
        program: &Program,
        of: &Moment,
        since: Option<&Moment>,
        note: impl FnOnce(&mut Tally),
    ) {
        let (moment, since) = numbers(program, of, since);
        let same = |tally: &&mut Tally| tally.moment == moment && tally.since == since;
        if let Some(tally) = self.tallies.iter_mut().find(same) {
            return note(tally);
        }
        let mut tally = new_tally(moment, since);
        note(&mut tally);
        self.tallies.push(tally);
    }

    fn measure(&mut self, program: &Program, span: MeasuredSpan, since: Option<&Moment>) {
        add(&mut self.measures, Measured { span, at: 0 });
        if let Some(moment) = since.and_then(|moment| program.moment_of(moment)) {
            add(
                &mut self.snapshots,
                Snapshot {
                    span,
                    moment,
                    at: 0,
                },
            );
        }
    }

    fn text(&mut self, field: Field) {
        if let Field::Meta(id) = field {
            add(&mut self.texts, (id, 0));
        }
    }

    fn speech(&mut self, value: SpeechValue) {
        match value {
            SpeechValue::Length => self.units = true,
            SpeechValue::SpeechRate => {
                self.units = true;
                self.speech_rate = true;
            }
            SpeechValue::Similarity { .. } => {
                self.units = true;
                self.sketches = Some(0);
            }
            SpeechValue::Duration | SpeechValue::ResponseTime | SpeechValue::Overlap => {}
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, new: T) {
    if !list.contains(&new) {
        list.push(new);
    }
}

fn numbers(program: &Program, of: &Moment, since: Option<&Moment>) -> (u32, Option<u32>) {
    let number = |moment: &Moment| program.moment_of(moment).unwrap_or(0);
    (number(of), since.map(number))
}

fn new_tally(moment: u32, since: Option<u32>) -> Tally {
    Tally {
        moment,
        since,
        recent: false,
        times: false,
        at: 0,
        ring: 0,
        first: 0,
    }
}

/// The values that a condition reads from what was saved, in the order written.
fn saved(expr: &Expr, view: View) -> Vec<(Field, As)> {
    let mut all = vec![];
    let mut want = |field: Field, kind: As| {
        if is_saved(field, view) {
            add(&mut all, (field, kind));
        }
    };
    asks::each_expr(expr, &mut |part| match part {
        Expr::TextIn { value, .. } => want(*value, As::Text),
        Expr::Flag { value, .. } => want(*value, As::Boolean),
        Expr::SameText { left, right, .. } => {
            want(*left, As::Text);
            want(*right, As::Text);
        }
        _ => {}
    });
    asks::each_term(expr, &mut |term| {
        if let Term::Field(field) = term {
            want(*field, As::Number);
        }
    });
    all
}

/// A condition of this view reads it from what was saved, not from the step's event.
pub(super) fn is_saved(field: Field, view: View) -> bool {
    match field {
        Field::Attribute(_) | Field::Capture(..) => view == View::Earlier,
        Field::OfTrigger(_) | Field::CaptureOfTrigger(..) => view == View::Target,
        Field::Meta(_) => false,
    }
}

/// Some limit is a time of the day or counts working days.
fn by_the_clock(book: &Book) -> bool {
    let duties = book.rules.iter().flat_map(|rule| &rule.arms);
    let mut duties = duties.flat_map(|arm| &arm.obligations);
    duties.any(|obligation| match &obligation.duty {
        Duty::Happen { window, .. } => window.max.as_ref().is_some_and(Limit::is_by_the_clock),
        Duty::Before { .. } | Duty::Require(_) => false,
    })
}
