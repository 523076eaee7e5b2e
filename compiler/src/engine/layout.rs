//! Where everything is: one call's state block, and the module's memory.
//!
//! The state block (all offsets from its start):
//!
//! ```text
//!   header      160 bytes, constants below
//!   metadata    a byte a name: given or not; i64 values; a byte a judged condition
//!   missing     (u32 count, u32 last event + 1) an attribute
//!   silences    i64 an atom: the gap's start it last came due for
//!   lasts       u8 an atom: came due in this hold
//!   rules       (u32 applied, u32 violated) each
//!   asked       what conditions look back on, see `asked`
//!   off         u8 each rule that applies to some calls only: it does not to this one
//!   kept        what `Pick` keeps back, see `picks`
//!   queues      (u16 head, u16 tail as links, u8 count + u24 refused) each monitor that waits
//!   chains      newest chains of each length, each `before that` and derived chain
//!   cells       those of the call's own occurrences, then PLACES shared ones, see [`Cells`]
//! ```

use super::MAX_PLACES;
use super::asked::Asked;
use super::cells::{self, Cells};
use super::rings;
use crate::monitors::{Chain, DerivedBody, Duty, Monitor, Program, Shape};

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
/// A window on a first part that is over has been opened: it closes at the next step.
pub(super) const WAKE: u32 = 23;
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
/// u32 utterances by speaker code, four of them, then of all; that of this step included.
pub(super) const UTTERANCES: u32 = 120;
/// u32 turns that have begun, this step included.
pub(super) const TURNS: u32 = 140;
/// From when on gaps count: the connection or a later answer.
pub(super) const GAP_START: u32 = 144;
const HEADER: u32 = 160;

/// No speaker yet.
pub(super) const NOBODY: i32 = 255;
/// Earlier than every time.
pub(super) const LONG_AGO: i64 = -(1 << 41);

/// Offsets of the parts of a state block that depend on the rulebook.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub metadata: u32,
    pub meta_values: u32,
    pub meta_judged: u32,
    pub missing: u32,
    pub silences: u32,
    pub lasts: u32,
    pub rules: u32,
    /// By rule; 0 when it applies to all calls.
    pub off: Vec<u32>,
    /// By monitor; 0 when all its occurrences count.
    pub kept: Vec<u32>,
    /// By monitor; 0 when it does not wait.
    pub queues: Vec<u32>,
    /// By monitor, by obligation; empty when it is not a `before that`.
    pub chains: Vec<Vec<ChainPlaces>>,
    /// By derived moment; empty when it is not a chain.
    pub derived: Vec<ChainPlaces>,
    /// What a cell is made of.
    pub cell: Cells,
    pub cells: u32,
    /// Cells of the call's own occurrences.
    pub own_cells: u32,
    /// First own cell by monitor.
    pub first_cell: Vec<u32>,
    pub size: u32,
}

/// Offsets of one chain. Entry `j` is the newest chain of `j + 1` moments.
#[derive(Debug, Clone, Default)]
pub(super) struct ChainPlaces {
    /// Bits: which lengths exist. Of a ring: how many it has had.
    pub valid: u32,
    /// The entries.
    pub entries: Vec<Entry>,
    /// The remembered steps of a `before that` with `matching`, and the bytes of one.
    pub ring: u32,
    pub ring_entry: u32,
}

/// One entry of a chain.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// End of the first moment, when it is needed; else 0.
    pub first: u32,
    /// End of the last moment, when it is needed; else 0.
    pub last: u32,
    /// The evidence, 8 bytes a moment, when it is needed; else 0.
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

/// Hands out places one after the other.
pub(super) struct Cursor(pub u32);

impl Cursor {
    pub(super) fn take(&mut self, bytes: u32, align: u32) -> u32 {
        let at = self.0.next_multiple_of(align);
        self.0 = at + bytes;
        at
    }

    fn take_if(&mut self, needed: bool, bytes: u32) -> u32 {
        if needed {
            self.take(bytes, bytes.min(8))
        } else {
            0
        }
    }
}

impl State {
    pub(super) fn new(program: &Program, counts: &Counts, asked: &mut Asked) -> State {
        let mut at = Cursor(HEADER);
        let mut state = State {
            meta_values: at.take(8 * counts.meta_values, 8),
            silences: at.take(8 * counts.silences, 8),
            missing: at.take(8 * counts.attributes, 8),
            rules: at.take(8 * program.applies.len() as u32, 8),
            cell: Cells::new(program, asked),
            ..Default::default()
        };
        asked.lay_out(&mut at);
        let chain = |derived: &crate::monitors::Derived| match &derived.body {
            DerivedBody::Chain { chain, within, .. } => derived_chain(chain, *within, &mut at),
            DerivedBody::Where { .. } => ChainPlaces::default(),
        };
        state.derived = program.derived.iter().map(chain).collect();
        for monitor in &program.monitors {
            state.monitor(monitor, asked, &mut at);
        }
        for applies in &program.applies {
            state.off.push(at.take_if(applies.is_some(), 1));
        }
        state.lasts = at.take(counts.lasts, 1);
        state.metadata = at.take(counts.metadata, 1);
        state.meta_judged = at.take(counts.meta_judged, 1);
        state.cells = at.take((state.own_cells + MAX_PLACES) * state.cell.size, 8);
        state.size = at.0.next_multiple_of(16);
        state
    }

    fn monitor(&mut self, monitor: &Monitor, asked: &Asked, at: &mut Cursor) {
        let waits = cells::waits(monitor);
        self.queues.push(at.take_if(waits, 8));
        let picks = monitor.pick != crate::book::Pick::Each;
        self.kept.push(if picks {
            at.take(super::picks::KEPT, 8)
        } else {
            0
        });
        let owed = monitor.obligations.iter();
        let chains = owed.map(|owed| match &owed.duty {
            Duty::Before {
                chain,
                within,
                matching: None,
            } => before_chain(chain, *within, at),
            Duty::Before {
                matching: Some(guard),
                ..
            } => {
                let ring_entry = rings::entry(asked.saved_size(usize::from(*guard)));
                ChainPlaces {
                    valid: at.take(8, 8),
                    ring: at.take(rings::LENGTH * ring_entry, 8),
                    ring_entry,
                    ..Default::default()
                }
            }
            Duty::Happen(_) | Duty::Require(_) => ChainPlaces::default(),
        });
        self.chains.push(chains.collect());
        self.first_cell.push(self.own_cells);
        self.own_cells += match monitor.shape {
            Shape::Triggered(_) => 0,
            Shape::Call => cells::count(monitor, asked),
            Shape::Never { .. } => u32::from(cells::never_has_window(monitor)),
        };
    }
}

fn before_chain(chain: &Chain, within: Option<u64>, at: &mut Cursor) -> ChainPlaces {
    let valid = at.take(8, 8);
    let entry = |j: usize| Entry {
        first: at.take_if(within.is_some(), 8),
        last: at.take_if(next_has_within(chain, j), 8),
        evidence: at.take(8 * (j as u32 + 1), 8),
    };
    ChainPlaces {
        valid,
        entries: (0..chain.steps.len()).map(entry).collect(),
        ..Default::default()
    }
}

/// A complete chain is not kept: only the step that completes it counts.
fn derived_chain(chain: &Chain, within: Option<u64>, at: &mut Cursor) -> ChainPlaces {
    let valid = at.take(8, 8);
    let last = chain.steps.len().saturating_sub(1);
    let entry = |j: usize| Entry {
        first: at.take_if(within.is_some() && j < last, 8),
        last: at.take_if(next_has_within(chain, j), 8),
        evidence: 0,
    };
    ChainPlaces {
        valid,
        entries: (0..chain.steps.len()).map(entry).collect(),
        ..Default::default()
    }
}

fn next_has_within(chain: &Chain, j: usize) -> bool {
    chain
        .steps
        .get(j + 1)
        .is_some_and(|step| step.within.is_some())
}
