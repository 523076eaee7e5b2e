//! Where everything is: one call's state block, and the module's memory.
//!
//! The state block (all offsets from its start):
//!
//! ```text
//!   header      128 bytes, constants below
//!   metadata    a byte a name: given or not; i64 values; a byte a judged condition
//!   counters    u32 a counted moment
//!   missing     (u32 count, u32 last event + 1) an attribute
//!   silences    i64 an atom: the gap's start it last came due for
//!   lasts       u8 an atom: came due in this hold
//!   rules       (u32 applied, u32 violated) each
//!   queues      (u16 head, u16 tail as links, u8 count + u24 refused) each rule that waits
//!   never       u8 each rule of that shape: what of its window has been seen
//!   chains      newest chains of each length, each `before that`
//!   cells       16 bytes: those of the call's own occurrences, then PLACES shared ones
//! ```

use super::MAX_PLACES;
use crate::monitors::{Duty, Monitor, Program, Shape};

/// Latest time handed in.
pub(super) const NOW: u32 = 0;
/// Lower bound of the next deadline of a waiting occurrence.
pub(super) const NEXT_WAIT: u32 = 8;
/// The call is closed.
pub(super) const CLOSED: u32 = 16;
/// The call is connected.
pub(super) const CONNECTED: u32 = 17;
/// On hold.
pub(super) const ON_HOLD: u32 = 18;
/// On mute.
pub(super) const ON_MUTE: u32 = 19;
/// Somebody has hung up.
pub(super) const HUNG_UP: u32 = 20;
/// Speaker of the last utterance, [`NOBODY`] before the first.
pub(super) const LAST_SPEAKER: u32 = 21;
/// How far closing has come.
pub(super) const STAGE: u32 = 22;
/// Link to the first freed cell. A link is a cell's number plus one; 0 is none.
pub(super) const FREE: u32 = 24;
/// How many shared cells have ever been used.
pub(super) const FRESH: u32 = 26;
/// Shared places in use.
pub(super) const USED: u32 = 28;
/// When it was connected.
pub(super) const CONNECTED_T: u32 = 32;
/// Greatest end by speaker code, four of them.
pub(super) const ENDS: u32 = 40;
/// Last end of a hold.
pub(super) const HOLD_END: u32 = 72;
/// Last end of a mute.
pub(super) const MUTE_END: u32 = 80;
/// Start of the hold that is on.
pub(super) const HOLD_START: u32 = 88;
/// Start of the mute that is on.
pub(super) const MUTE_START: u32 = 96;
/// `count` of the last ring.
pub(super) const RINGS: u32 = 104;
/// When the next silence or `lasts` comes due.
pub(super) const NEXT_SPAN: u32 = 112;
const HEADER: u32 = 128;

/// No speaker yet.
pub(super) const NOBODY: i32 = 255;
/// Earlier than every time.
pub(super) const LONG_AGO: i64 = -(1 << 41);

/// Bytes of a cell: u16 link to the next, u8 bits, u40 trigger end; then packed evidence
/// (of the trigger in the first cell of an occurrence, of the target in the others).
pub(super) const CELL: u32 = 16;

/// Offsets of the parts of a state block that depend on the rulebook.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub metadata: u32,
    pub meta_values: u32,
    pub meta_judged: u32,
    pub counters: u32,
    pub missing: u32,
    pub silences: u32,
    pub lasts: u32,
    pub rules: u32,
    /// By rule; 0 when it does not wait.
    pub queues: Vec<u32>,
    /// By rule; 0 when it is not of that shape.
    pub never: Vec<u32>,
    /// By rule, by obligation; empty when it is not a `before that`.
    pub chains: Vec<Vec<Chain>>,
    pub cells: u32,
    /// Cells of the call's own occurrences.
    pub own_cells: u32,
    /// First own cell by rule.
    pub first_cell: Vec<u32>,
    pub size: u32,
}

/// Offsets of one chain. Entry `j` is the newest chain of `j + 1` moments.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    /// Bits: which lengths exist.
    pub valid: u32,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// One entry of a chain.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// End of the first moment, when it is needed; else 0.
    pub first: u32,
    /// End of the last moment, when it is needed; else 0.
    pub last: u32,
    /// The evidence, 8 bytes a moment.
    pub evidence: u32,
}

/// How many of each the state block holds.
pub(super) struct Counts {
    pub metadata: u32,
    pub meta_values: u32,
    pub meta_judged: u32,
    pub attributes: u32,
    pub silences: u32,
    pub lasts: u32,
}

struct Cursor(u32);

impl Cursor {
    fn take(&mut self, bytes: u32, align: u32) -> u32 {
        let at = self.0.next_multiple_of(align);
        self.0 = at + bytes;
        at
    }
}

impl State {
    pub(super) fn new(program: &Program, counts: &Counts) -> State {
        let mut at = Cursor(HEADER);
        let mut state = State {
            meta_values: at.take(8 * counts.meta_values, 8),
            silences: at.take(8 * counts.silences, 8),
            missing: at.take(8 * counts.attributes, 8),
            rules: at.take(8 * program.monitors.len() as u32, 8),
            counters: at.take(4 * program.counters.len() as u32, 4),
            ..Default::default()
        };
        for monitor in &program.monitors {
            let waits = waits(monitor);
            state.queues.push(if waits { at.take(8, 8) } else { 0 });
            let chains = monitor.obligations.iter().map(|duty| chain(duty, &mut at));
            let chains = chains.collect();
            state.chains.push(chains);
            state.first_cell.push(state.own_cells);
            if waits && monitor.shape == Shape::Call {
                state.own_cells += cells(monitor);
            }
        }
        for monitor in &program.monitors {
            let never = matches!(monitor.shape, Shape::Never { .. });
            state.never.push(if never && has_window(monitor) {
                at.take(1, 1)
            } else {
                0
            });
        }
        state.lasts = at.take(counts.lasts, 1);
        state.metadata = at.take(counts.metadata, 1);
        state.meta_judged = at.take(counts.meta_judged, 1);
        state.cells = at.take((state.own_cells + MAX_PLACES) * CELL, CELL);
        state.size = at.0.next_multiple_of(16);
        state
    }
}

/// Its occurrences may have to wait.
pub(super) fn waits(monitor: &Monitor) -> bool {
    match monitor.shape {
        Shape::Never { .. } => false,
        Shape::Call => true,
        Shape::Triggered(_) => happens(monitor) > 0,
    }
}

fn happens(monitor: &Monitor) -> u32 {
    monitor
        .obligations
        .iter()
        .filter(|duty| matches!(duty, Duty::Happen { .. }))
        .count() as u32
}

/// Cells of one waiting occurrence: one, or one more than several that it owes.
pub(super) fn cells(monitor: &Monitor) -> u32 {
    match happens(monitor) {
        0 | 1 => 1,
        n => n + 1,
    }
}

fn has_window(monitor: &Monitor) -> bool {
    monitor.excuse.is_some()
        || monitor.obligations.iter().any(|duty| match duty {
            Duty::Happen {
                after,
                before,
                next_turn,
                ..
            } => after.is_some() || before.is_some() || next_turn.is_some(),
            Duty::Before { .. } | Duty::Require(_) => false,
        })
}

fn chain(duty: &Duty, at: &mut Cursor) -> Chain {
    let Duty::Before { steps, within } = duty else {
        return Chain::default();
    };
    let valid = at.take(8, 8);
    let next_has_within = |j: usize| steps.get(j + 1).is_some_and(|(_, within)| within.is_some());
    let entry = |j: usize| Entry {
        first: if within.is_some() { at.take(8, 8) } else { 0 },
        last: if next_has_within(j) { at.take(8, 8) } else { 0 },
        evidence: at.take(8 * (j as u32 + 1), 8),
    };
    Chain {
        valid,
        entries: (0..steps.len()).map(entry).collect(),
    }
}
