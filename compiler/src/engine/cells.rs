//! The cells of waiting occurrences: which fields a rulebook needs in them, and how they are
//! read.
//!
//! An occurrence is a list of cells: one when it owes one `Happen`; else a head, then one each
//! `Happen`. A last one holds what `matching` saved of the trigger.

use super::Engine;
use super::asked::Asked;
use super::globals::STATE;
use super::tables::duty;
use crate::book::Extent;
use crate::monitors::{Duty, Happen, Limit, Monitor, Program, Shape, decided_late};
use crate::wasm::{Body, I32, I64, Local32, Local64, c32, c64, select64};

/// u16 link to the next.
pub(super) const LINK: u32 = 0;
/// u8 bits of its obligation; of the head of several, the groups that are met.
pub(super) const BITS: u32 = 2;
/// The high 40 bits are the trigger's end.
pub(super) const START: u32 = 0;
/// Packed evidence: of the trigger in the first cell, of the target in the others.
pub(super) const EVIDENCE: u32 = 8;
/// Where a last cell holds what was saved.
pub(super) const SAVED: u32 = 8;
const LEAST: u32 = 16;

/// Bits of an obligation's state.
pub(super) mod bit {
    pub(crate) const MET: i32 = 1;
    pub(crate) const AFTER_SEEN: i32 = 2;
    pub(crate) const TURN_BEGUN: i32 = 4;
    /// Nothing counts any more.
    pub(crate) const CLOSED: i32 = 8;
    /// Of a rule that must never see something: withdrawn before any breach.
    pub(crate) const EXCUSED: i32 = 16;
    pub(crate) const BROKEN: i32 = 32;
    /// A target is remembered for the end of the call.
    pub(crate) const REMEMBERED: i32 = 64;
}

/// What a cell has beyond the first 16 bytes: offsets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cells {
    /// u8 targets so far, u8 events of `next` so far.
    pub counts: Option<u32>,
    /// i64 limit; `i64::MAX` none. Without it, limits are those of the tables.
    pub deadline: Option<u32>,
    /// Packed evidence of the target of an occurrence that owes one `Happen`.
    pub target: Option<u32>,
    /// What a part needs to know of the remembered target.
    pub part: Option<u32>,
    /// Bytes of a cell.
    pub size: u32,
}

impl Cells {
    pub(super) fn new(program: &Program, asked: &Asked) -> Cells {
        let all = || program.monitors.iter().flat_map(happens);
        let mut size = LEAST;
        let mut field = |needed: bool| {
            needed.then(|| {
                size += 8;
                size - 8
            })
        };
        let mut cells = Cells {
            counts: field(all().any(counts)),
            deadline: field(all().any(fixes_limit)),
            target: field(
                program
                    .monitors
                    .iter()
                    .any(|m| count_happens(m) == 1 && happens(m).any(keeps_target)),
            ),
            part: field(all().any(late)),
            size: 0,
        };
        let saved = program
            .monitors
            .iter()
            .map(|m| SAVED + saved_size(m, asked));
        cells.size = size.max(saved.max().unwrap_or(0));
        cells
    }
}

/// The `must`s of a monitor.
pub(super) fn happens(monitor: &Monitor) -> impl Iterator<Item = &Happen> {
    monitor
        .obligations
        .iter()
        .filter_map(|owed| match &owed.duty {
            Duty::Happen(happen) => Some(happen),
            Duty::Before { .. } | Duty::Require(_) => None,
        })
}

/// How many there are.
pub(super) fn count_happens(monitor: &Monitor) -> u32 {
    happens(monitor).count() as u32
}

/// Its occurrences may have to wait.
pub(super) fn waits(monitor: &Monitor) -> bool {
    match monitor.shape {
        Shape::Never { .. } => false,
        Shape::Call => true,
        Shape::Triggered(_) => count_happens(monitor) > 0,
    }
}

/// Its occurrences save values of the trigger.
pub(super) fn saves(monitor: &Monitor, asked: &Asked) -> bool {
    matches!(monitor.shape, Shape::Triggered(_)) && saved_size(monitor, asked) > 0
}

/// Bytes that an occurrence's `matching` saves.
fn saved_size(monitor: &Monitor, asked: &Asked) -> u32 {
    let guards = happens(monitor).filter_map(|happen| happen.matching);
    guards
        .map(|guard| asked.saved_size(usize::from(guard)))
        .sum()
}

/// Cells of one waiting occurrence.
pub(super) fn count(monitor: &Monitor, asked: &Asked) -> u32 {
    let owed = match count_happens(monitor) {
        0 | 1 => 1,
        n => n + 1,
    };
    owed + u32::from(saves(monitor, asked))
}

/// Something about the window of a rule of shape never must be remembered.
pub(super) fn never_has_window(monitor: &Monitor) -> bool {
    let plain = |happen: &Happen| {
        let w = &happen.window;
        let times = w.min.is_none() && w.max.is_none() && w.part.is_none();
        let moments = w.after.is_none() && w.before.is_none() && w.next.is_none();
        times && moments && w.next_turn.is_none()
    };
    monitor.excuse.is_some() || !happens(monitor).all(plain)
}

/// It is decided when the call is over.
pub(super) fn late(happen: &Happen) -> bool {
    happen.window.part.as_ref().is_some_and(decided_late)
}

/// Targets or events of `next` must be counted.
fn counts(happen: &Happen) -> bool {
    happen.at_least > 1
        || happen.at_most.is_some_and(|most| most > 0)
        || happen.window.next.is_some()
}

/// The limit is known only when the occurrence starts.
pub(super) fn fixes_limit(happen: &Happen) -> bool {
    !matches!(happen.window.max, None | Some(Limit::After(_))) || part_time(happen).is_some()
}

/// Targets count this long after the connection.
pub(super) fn part_time(happen: &Happen) -> Option<u64> {
    match &happen.window.part {
        Some(part) if !part.last => match part.extent {
            Extent::Time(ms) => Some(ms),
            Extent::Percent(_) | Extent::Utterances(..) | Extent::Turns(_) => None,
        },
        _ => None,
    }
}

/// A target may be counted long before the obligation is met.
fn keeps_target(happen: &Happen) -> bool {
    late(happen) || (happen.at_most.is_some() && happen.at_least > 0)
}

impl Engine<'_> {
    /// Address of the cell of a link.
    pub(super) fn cell(&self, link: impl Into<I32>) -> I32 {
        let size = self.state.cell.size;
        STATE + link.into() * size.cast_signed() + c32(self.state.cells - size)
    }

    /// The limit of an obligation of a waiting occurrence; `i64::MAX` when it has none.
    pub(super) fn limit_of(&self, cell: Local32, duty: Local32, start: impl Into<I64>) -> I64 {
        match self.state.cell.deadline {
            Some(at) => cell.i64(at),
            None => {
                let limited = (duty.u8(duty::FLAGS) & duty::HAS_MAX).ne(0);
                select64(limited, start.into() + duty.i64(duty::MAX), c64(i64::MAX))
            }
        }
    }

    /// The trigger's end.
    pub(super) fn start_of(&self, cell: Local32) -> I64 {
        cell.i64(START).shr_signed(24)
    }

    /// Keeps the evidence of a target where [`Engine::target_of`] finds it.
    pub(super) fn keep_target(
        &self,
        f: &mut Body,
        cell: Local32,
        single: impl Into<I32>,
        evidence: impl Into<I64>,
    ) {
        let evidence = f.let64(evidence);
        match self.state.cell.target {
            Some(at) => f.if_else(
                single,
                |f| f.store64(cell, at, evidence),
                |f| f.store64(cell, EVIDENCE, evidence),
            ),
            None => f.if_(single.into().not(), |f| f.store64(cell, EVIDENCE, evidence)),
        }
    }

    /// The evidence of the target that a cell keeps. `single`: the cell's own evidence is the
    /// trigger's.
    pub(super) fn target_of(&self, f: &mut Body, cell: Local32, single: impl Into<I32>) -> Local64 {
        let evidence = f.let64(cell.i64(EVIDENCE));
        f.if_(single, |f| match self.state.cell.target {
            Some(at) => f.set64(evidence, cell.i64(at)),
            None => f.set64(evidence, -1),
        });
        evidence
    }
}
