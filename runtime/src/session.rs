//! One call while it goes on.
//!
//! In: events as they arrive, and the passing of time. Out: findings as they become
//! certain; a report at any time. Events that arrive out of order within the lateness
//! wait in a buffer; they reach the module in order of `t`, ties as they came.

use crate::error::Error;
use crate::instance::Instance;
use crate::rulebook::Rulebook;
use crate::scorer::Scorer;
use std::collections::BTreeMap;
use zhunze_calls::call::{Call, Event, MAX_TIME};
use zhunze_calls::report::{Delivery, Report, ReportOptions, report_seen};
use zhunze_calls::seen::Seen;
use zhunze_calls::verdict::{Finding, Verdicts};

/// How a session takes its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// By how many milliseconds an event may arrive after a later one. The module is that
    /// much behind. 0: events come in order, and an earlier one is late.
    pub lateness_ms: i64,
}

/// One open call. It is `Send`, owns its state, and needs a [`Scorer`] of the same module
/// for every step. A step that fails leaves it as it was before.
#[derive(Clone)]
pub struct Session {
    pub(crate) rulebook: Rulebook,
    pub(crate) data: Data,
}

/// All of a session that a snapshot keeps.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct Data {
    pub(crate) call_id: String,
    pub(crate) state: Vec<u8>,
    lateness: i64,
    /// Nothing before this will be handed to the module.
    watermark: i64,
    /// The latest `t` or `end` handed over.
    latest: i64,
    /// Events so far, late and ignored ones too: the position of the next one.
    position: u32,
    late: u64,
    /// When a tick would next change anything.
    deadline: i64,
    closed: bool,
    /// Records that wait, by `t` and position, with their `end`.
    held: BTreeMap<(i64, u32), (i64, Vec<u8>)>,
    verdicts: Verdicts,
    seen: Seen,
}

impl Session {
    /// Opens a call. Of `header` everything but the events counts: the id and what is
    /// known of the call.
    ///
    /// # Errors
    ///
    /// As [`Scorer::score`].
    pub fn open(scorer: &mut Scorer, header: &Call, options: Options) -> Result<Self, Error> {
        let rulebook = scorer.rulebook().clone();
        let mut data = Data::new(&rulebook, header, options);
        let (instance, buffer) = scorer.parts()?;
        rulebook.encoder().metadata(header, buffer)?;
        instance.open()?;
        instance.feed(buffer, &mut data.verdicts)?;
        data.deadline = instance.next_deadline()?;
        instance.save(&mut data.state);
        Ok(Self { rulebook, data })
    }

    /// Takes the next event and returns the findings that became certain. An event that
    /// is late is counted and not judged.
    ///
    /// # Errors
    ///
    /// [`Error::Closed`], [`Error::OtherModule`], and as [`Scorer::score`].
    pub fn event(&mut self, scorer: &mut Scorer, event: &Event) -> Result<&[Finding], Error> {
        self.check(scorer)?;
        let (instance, buffer) = scorer.parts()?;
        let position = self.data.position;
        let sent = self.rulebook.encoder().event(event, position, buffer)?;
        if event.t <= -MAX_TIME || event.t >= MAX_TIME {
            return Err(Error::Encoding {
                position,
                reason: "its time is beyond ±2^39 ms",
            });
        }
        let before = self.data.verdicts.findings.len();
        let late = event.t < self.data.watermark;
        if !late {
            self.arrive(instance, buffer, event, sent)?;
        }
        self.data.late += u64::from(late);
        self.data.position = position.saturating_add(1);
        self.data.seen.event(self.rulebook.manifest(), event);
        Ok(self.since(before))
    }

    /// Time has passed to `now` milliseconds: findings that this made certain. A time
    /// before one that is known already changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Session::event`].
    pub fn tick(&mut self, scorer: &mut Scorer, now: i64) -> Result<&[Finding], Error> {
        self.check(scorer)?;
        let (instance, buffer) = scorer.parts()?;
        let before = self.data.verdicts.findings.len();
        let now = now
            .clamp(1 - MAX_TIME, MAX_TIME - 1)
            .saturating_sub(self.data.lateness);
        if now > self.data.watermark {
            self.data.advance(instance, buffer, now)?;
        }
        Ok(self.since(before))
    }

    /// Ends the call, at `t` milliseconds or at the end of what is known of it, whichever
    /// is later: all findings that were still owed.
    ///
    /// # Errors
    ///
    /// As [`Session::event`].
    pub fn close(&mut self, scorer: &mut Scorer, t: Option<i64>) -> Result<&[Finding], Error> {
        self.check(scorer)?;
        let (instance, buffer) = scorer.parts()?;
        let before = self.data.verdicts.findings.len();
        self.data.finish(instance, buffer, t.unwrap_or(0))?;
        Ok(self.since(before))
    }

    /// The time of the host's clock at which [`Session::tick`] would next change anything,
    /// in milliseconds since the start of the call.
    #[must_use]
    pub fn next_deadline(&self) -> Option<i64> {
        let waiting = self.data.held.first_key_value().map(|((t, _), _)| *t);
        let owed = (self.data.deadline < i64::MAX).then_some(self.data.deadline);
        let next = [waiting, owed].into_iter().flatten().min()?;
        (!self.data.closed).then(|| next.saturating_add(self.data.lateness))
    }

    /// The call's id.
    #[must_use]
    pub fn call_id(&self) -> &str {
        &self.data.call_id
    }

    /// Whether the call has ended.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.data.closed
    }

    /// All findings so far, and the tables once it is closed.
    #[must_use]
    pub fn verdicts(&self) -> &Verdicts {
        &self.data.verdicts
    }

    /// Counts attributes that the reader had to leave out of events (for the report).
    pub fn dropped(&mut self, names: impl IntoIterator<Item = String>) {
        self.data.seen.dropped(names);
    }

    /// The report so far; rules without a violation are unresolved until it is closed.
    #[must_use]
    pub fn report(&self, options: ReportOptions) -> Report<'_> {
        let delivery = Delivery {
            late_events: self.data.late,
            open: !self.data.closed,
        };
        let data = &self.data;
        report_seen(
            self.rulebook.manifest(),
            &data.call_id,
            &data.seen,
            &data.verdicts,
            &delivery,
            options,
        )
    }

    /// Everything of it as bytes, to go on elsewhere with the same module.
    ///
    /// # Errors
    ///
    /// [`Error::Snapshot`] when there is no memory for it.
    pub fn snapshot(&self) -> Result<Vec<u8>, Error> {
        crate::snapshot::write(self)
    }

    /// Goes on from a snapshot.
    ///
    /// # Errors
    ///
    /// [`Error::Snapshot`] when the bytes are damaged or were taken with another module.
    pub fn restore(rulebook: &Rulebook, bytes: &[u8]) -> Result<Self, Error> {
        crate::snapshot::read(rulebook, bytes)
    }

    fn check(&self, scorer: &Scorer) -> Result<(), Error> {
        if self.data.closed {
            return Err(Error::Closed);
        }
        if self.rulebook.is(scorer.rulebook()) {
            Ok(())
        } else {
            Err(Error::OtherModule)
        }
    }

    /// An event that is not late: its record is in the buffer if it is to be sent.
    fn arrive(
        &mut self,
        instance: &mut Instance,
        buffer: &mut Vec<u8>,
        event: &Event,
        sent: bool,
    ) -> Result<(), Error> {
        let key = (event.t, self.data.position);
        let watermark = event
            .t
            .saturating_sub(self.data.lateness)
            .max(self.data.watermark);
        let end = event.end.max(event.t);
        if self.data.lateness == 0 {
            self.data.run(instance, watermark, buffer, end)?;
            return Ok(());
        }
        let record = if sent {
            std::mem::take(buffer)
        } else {
            Vec::new()
        };
        self.data.held.insert(key, (end, record));
        self.data
            .advance(instance, buffer, watermark)
            .inspect_err(|_| drop(self.data.held.remove(&key)))
    }

    fn since(&self, before: usize) -> &[Finding] {
        self.data
            .verdicts
            .findings
            .get(before..)
            .unwrap_or_default()
    }
}

impl Data {
    fn new(rulebook: &Rulebook, header: &Call, options: Options) -> Self {
        let mut seen = Seen::new(rulebook.manifest());
        seen.dropped(header.dropped.iter().cloned());
        Self {
            call_id: header.call_id.clone(),
            state: Vec::new(),
            lateness: options.lateness_ms.clamp(0, MAX_TIME),
            watermark: i64::MIN,
            latest: header.end.unwrap_or(0),
            position: 0,
            late: 0,
            deadline: i64::MAX,
            closed: false,
            held: BTreeMap::new(),
            verdicts: Verdicts::default(),
            seen,
        }
    }

    /// Hands over all that waits up to `watermark`, and lets time pass to it.
    fn advance(
        &mut self,
        instance: &mut Instance,
        buffer: &mut Vec<u8>,
        watermark: i64,
    ) -> Result<(), Error> {
        let end = self.gather(buffer, watermark);
        self.run(instance, watermark, buffer, end)?;
        self.held = self.held.split_off(&(watermark.saturating_add(1), 0));
        Ok(())
    }

    /// Puts the records up to `watermark` into the buffer; their latest end.
    fn gather(&self, buffer: &mut Vec<u8>, watermark: i64) -> i64 {
        buffer.clear();
        let due = self.held.range(..=(watermark, u32::MAX));
        due.fold(i64::MIN, |latest, (_, (end, record))| {
            buffer.extend_from_slice(record);
            latest.max(*end)
        })
    }

    /// One step of the module; nothing changes if it fails.
    fn run(
        &mut self,
        instance: &mut Instance,
        watermark: i64,
        records: &[u8],
        end: i64,
    ) -> Result<(), Error> {
        let before = self.verdicts.findings.len();
        let done = self.step(instance, watermark, records);
        match done {
            Ok(deadline) => {
                instance.save(&mut self.state);
                (self.deadline, self.watermark) = (deadline, watermark);
                self.latest = self.latest.max(end);
                Ok(())
            }
            Err(error) => {
                self.verdicts.findings.truncate(before);
                Err(error)
            }
        }
    }

    fn step(
        &mut self,
        instance: &mut Instance,
        watermark: i64,
        records: &[u8],
    ) -> Result<i64, Error> {
        instance.load(&self.state)?;
        instance.feed(records, &mut self.verdicts)?;
        let deadline = instance.next_deadline()?;
        if deadline > watermark {
            return Ok(deadline);
        }
        instance.tick(watermark, &mut self.verdicts)?;
        instance.next_deadline()
    }

    fn finish(
        &mut self,
        instance: &mut Instance,
        buffer: &mut Vec<u8>,
        t: i64,
    ) -> Result<(), Error> {
        let before = self.verdicts.findings.len();
        let end = self
            .gather(buffer, i64::MAX)
            .max(self.latest)
            .max(self.watermark)
            .max(t)
            .clamp(0, MAX_TIME - 1);
        let mut settle = || {
            instance.load(&self.state)?;
            instance.feed(buffer, &mut self.verdicts)?;
            instance.close(end, &mut self.verdicts)
        };
        if let Err(error) = settle() {
            self.verdicts.findings.truncate(before);
            return Err(error);
        }
        instance.save(&mut self.state);
        self.held.clear();
        (self.closed, self.deadline, self.latest) = (true, i64::MAX, end);
        Ok(())
    }
}
