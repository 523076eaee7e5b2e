//! The engine inside the module: code that reads the tables of one rulebook.
//!
//! In: the checked rulebook, its monitors and its alphabet. Out: [`Engine`] with the data
//! segment, the addresses, and the functions in the order of [`fns`]. One file a concern:
//!
//! ```text
//!   text       UTF-8 → units (symbols with their places)
//!   scan       units → phrases found
//!   step       one event or timer → signals → monitors, in rule order
//!   rules      what a monitor does with a step: breaches, triggers, windows
//!   waiting    occurrences that wait: start, look, decide, make room
//!   chains     what `before that` looks back on
//!   timers     silences, `lasts`, deadlines
//!   findings   output records, counts and points
//!   guards     conditions as functions; `needs` collects what they read, `labels` is
//!              "X is labelled"
//!   exports    the interface of docs/abi.md
//! ```
//!
//! Memory, from low to high: data segment, input, output, scratch, then the host's.

mod chains;
mod data;
mod exports;
mod findings;
mod guards;
mod labels;
mod layout;
mod needs;
mod records;
mod rules;
mod scan;
mod step;
mod tables;
mod text;
mod timers;
mod waiting;

use wasm_encoder::{Function, ValType};

use crate::book::Book;
use crate::monitors::Program;
use crate::phrases::alphabet::Alphabet;
use crate::phrases::automaton;
use crate::wasm::{FnId, Global32, Global64};
use data::Data;
use layout::State;
use tables::Tables;

/// Shared places of a call's waiting occurrences.
pub(crate) const MAX_PLACES: u32 = 192;
/// Bytes of the input buffer.
const INPUT: u32 = 256 * 1024;
/// The most bytes of one event's text.
const MAX_TEXT: u32 = 65_535;

/// Numbers of the functions, in the order of [`Engine::functions`].
mod fns {
    use super::FnId;
    // 0 to 4 are the exports, which nothing inside calls.
    pub(super) const UNITS: FnId = FnId(5);
    pub(super) const WORD: FnId = FnId(6);
    pub(super) const SCAN: FnId = FnId(7);
    pub(super) const OUTPUTS: FnId = FnId(8);
    pub(super) const FOUND: FnId = FnId(9);
    pub(super) const RAISE: FnId = FnId(10);
    pub(super) const RAISE_LIST: FnId = FnId(11);
    pub(super) const RUN_STEP: FnId = FnId(12);
    pub(super) const EVIDENCE: FnId = FnId(13);
    pub(super) const RULE: FnId = FnId(14);
    pub(super) const NEVER: FnId = FnId(15);
    pub(super) const TRIGGER: FnId = FnId(16);
    pub(super) const LOOK: FnId = FnId(17);
    pub(super) const WAITING: FnId = FnId(18);
    pub(super) const CHAIN: FnId = FnId(19);
    pub(super) const CHAIN_HOLDS: FnId = FnId(20);
    pub(super) const CHAIN_EVIDENCE: FnId = FnId(21);
    pub(super) const ALLOC: FnId = FnId(22);
    pub(super) const RELEASE: FnId = FnId(23);
    pub(super) const SATISFIED: FnId = FnId(24);
    pub(super) const BEGIN: FnId = FnId(25);
    pub(super) const ADD: FnId = FnId(26);
    pub(super) const POINTS: FnId = FnId(27);
    pub(super) const ADVANCE: FnId = FnId(28);
    pub(super) const SPAN_NEXT: FnId = FnId(29);
    pub(super) const SPAN_FIRE: FnId = FnId(30);
    pub(super) const EXPIRE: FnId = FnId(31);
    pub(super) const WAIT_NEXT: FnId = FnId(32);
    pub(super) const SETTLE: FnId = FnId(33);
    pub(super) const TABLES: FnId = FnId(34);
    pub(super) const ATTRIBUTE: FnId = FnId(35);
    pub(super) const MISSING: FnId = FnId(36);
    pub(super) const TEXT_IS: FnId = FnId(37);
    pub(super) const METADATA: FnId = FnId(38);
    pub(super) const EVENT_STATE: FnId = FnId(39);
    pub(super) const LABEL_OF: FnId = FnId(40);
    pub(super) const START: FnId = FnId(41);
    /// The first guard.
    pub(super) const GUARDS: u32 = 42;
}

/// Numbers of the mutable globals.
mod globals {
    use super::{Global32, Global64};
    /// Address of the state block.
    pub(super) const STATE: Global32 = Global32(0);
    /// Stamp of the present step.
    pub(super) const STAMP: Global32 = Global32(1);
    /// Position of the step's event; -1 none.
    pub(super) const INDEX: Global32 = Global32(2);
    /// Speaker code of the step's event.
    pub(super) const SPEAKER: Global32 = Global32(3);
    /// Speaker of the utterance before this step.
    pub(super) const PREVIOUS: Global32 = Global32(4);
    /// Address of the step's event record; 0 none.
    pub(super) const EVENT: Global32 = Global32(5);
    /// Where the next output record goes.
    pub(super) const OUT: Global32 = Global32(6);
    /// Output records so far.
    pub(super) const COUNT: Global32 = Global32(7);
    /// Phrases found in this step's text.
    pub(super) const FOUND: Global32 = Global32(8);
    /// Units of this step's text.
    pub(super) const UNITS: Global32 = Global32(9);
    /// The obligation that decided, and the reason, of the last look at an occurrence.
    pub(super) const DUTY: Global32 = Global32(10);
    pub(super) const REASON: Global32 = Global32(11);
    /// Address of the finding last begun.
    pub(super) const FINDING: Global32 = Global32(12);
    /// Start and end of the step, due time of the last look.
    pub(super) const T: Global64 = Global64(13);
    pub(super) const END: Global64 = Global64(14);
    pub(super) const DUE: Global64 = Global64(15);
    /// Evidence of the target that settled an occurrence that owes one thing.
    pub(super) const TARGET: Global64 = Global64(16);
    /// How many there are of each.
    pub(super) const I32S: u32 = 13;
    pub(super) const I64S: u32 = 4;
}

/// Addresses of the scanner's tables and of scratch memory.
#[derive(Debug, Clone, Default)]
struct Memory {
    input: u32,
    output: u32,
    output_size: u32,
    /// Room that one step may need in the output.
    step_room: u32,
    /// Room that the tables need.
    table_room: u32,
    /// u16 symbol a unit, then u16 start and u16 end a unit.
    symbols: u32,
    places: u32,
    /// u16 a letter of the present word.
    letters: u32,
    /// (u32 stamp, u16 start, u16 end) a phrase; u16 list of phrases found.
    phrases: u32,
    found: u32,
    /// One for each group that another follows, see `scan::RING`.
    rings: u32,
    /// u32 stamp a signal; u64 mask a monitor; u64 words of touched monitors.
    stamps: u32,
    masks: u32,
    touched: u32,
    /// (i64 deducted, i64 awarded) a section; (i64 lost, i64 gained, u32 fatal, u32 0) a score.
    sums: u32,
    heap: u32,
}

/// Addresses of the phrases' tables.
#[derive(Debug, Clone, Default)]
struct Phrases {
    page_index: u32,
    pages: u32,
    words: u32,
    word_slots: u32,
    /// Bits of a letter in a word's key.
    letter_bits: i64,
    root: u32,
    /// (u32 base, u32 check, u32 outputs) a node.
    nodes: u32,
    outputs: u32,
    filter: u32,
    alone_below: u32,
    /// (u16 phrase, u8 min, u8 max, u16 ring of the group before + 1, u16 own ring + 1) a group.
    groups: u32,
}

/// A compiled engine.
pub(crate) struct Engine<'a> {
    book: &'a Book,
    program: &'a Program,
    state: State,
    tables: Tables,
    memory: Memory,
    phrases: Phrases,
    guards: needs::Guards,
    data: Vec<u8>,
}

/// A function: its parameters, results and body.
pub(crate) struct Definition {
    /// Its name.
    pub name: String,
    /// Parameter types.
    pub params: Vec<ValType>,
    /// Result types.
    pub results: Vec<ValType>,
    /// Its body.
    pub body: Function,
}

impl<'a> Engine<'a> {
    /// Lays out all tables and addresses.
    pub(crate) fn new(book: &'a Book, program: &'a Program, alphabet: &Alphabet) -> Self {
        let mut data = Data::default();
        let guards = needs::Guards::new(book, program, &mut data);
        let state = State::new(program, &guards.counts());
        let tables = tables::write(book, program, &state, &guards.of_signals, &mut data);
        let automaton = automaton::build(&program.groups, alphabet);
        let phrases = Phrases::write(program, alphabet, &automaton, &mut data);
        let memory = Memory::lay_out(book, program, &tables, data.end());
        let data = data.into_bytes();
        Engine {
            book,
            program,
            state,
            tables,
            memory,
            phrases,
            guards,
            data,
        }
    }

    /// All functions in the order of their numbers.
    pub(crate) fn functions(&self) -> Vec<Definition> {
        let parts = [
            self.export_fns(),
            self.text_fns(),
            self.scan_fns(),
            self.step_fns(),
            self.rule_fns(),
            self.finding_fns(),
            self.timer_fns(),
            self.table_fns(),
            self.guard_fns(),
        ];
        parts.into_iter().flatten().collect()
    }

    /// Bytes of the data segment, which starts at [`Engine::data_start`].
    pub(crate) fn data(&self) -> &[u8] {
        &self.data
    }

    /// Address of the data segment.
    pub(crate) fn data_start(&self) -> u32 {
        Data::BASE
    }

    /// Bytes of one call's state.
    pub(crate) fn state_size(&self) -> u32 {
        self.state.size
    }

    /// The constants that the module exports, with their names.
    pub(crate) fn constants(&self) -> [(&'static str, u32); 7] {
        let memory = &self.memory;
        [
            ("zz_abi", 1),
            ("zz_state_size", self.state.size),
            ("zz_heap", memory.heap),
            ("zz_input", memory.input),
            ("zz_input_size", INPUT),
            ("zz_output", memory.output),
            ("zz_output_size", memory.output_size),
        ]
    }

    /// How many mutable 32-bit and 64-bit globals there are, in this order.
    pub(crate) fn globals() -> (u32, u32) {
        (globals::I32S, globals::I64S)
    }

    /// Numbers of the guards' functions, for the table of indirect calls.
    pub(crate) fn guard_functions(&self) -> Vec<u32> {
        (0..self.guards.len())
            .map(|guard| fns::GUARDS + guard)
            .collect()
    }

    /// Names of the manifest's attributes, in the order of their ids.
    pub(crate) fn attributes(&self) -> &[String] {
        &self.guards.attributes
    }
}

impl Memory {
    fn lay_out(book: &Book, program: &Program, tables: &Tables, data_end: u32) -> Memory {
        let monitors = program.monitors.len() as u32;
        let evidence = |m: &crate::monitors::Monitor| -> u32 {
            use crate::monitors::Duty;
            let of = |d: &Duty| match d {
                Duty::Before { steps, .. } => steps.len() as u32,
                Duty::Happen { .. } => 1,
                Duty::Require(_) => 0,
            };
            1 + m.obligations.iter().map(of).sum::<u32>()
        };
        let widest = program.monitors.iter().map(evidence).max().unwrap_or(1);
        let step_room = (2 * monitors + MAX_PLACES + 1) * (40 + 16 * widest);
        let (sections, scores) = (book.sections.len() as u32, book.scores.len() as u32);
        let notes = monitors + (book.attributes.len() + book.metadata.len()) as u32;
        let table_room = 40 * monitors + 16 * sections + 24 * scores + 16 * notes;
        let mut at = data_end;
        let mut take = |bytes: u32| {
            let start = at.next_multiple_of(16);
            at = start + bytes;
            start
        };
        let output_size = (8 + 2 * step_room + table_room).max(64 * 1024);
        let mut memory = Memory {
            step_room,
            table_room,
            output_size,
            ..Default::default()
        };
        memory.input = take(INPUT + 16);
        memory.output = take(output_size);
        memory.symbols = take(2 * (MAX_TEXT + 8));
        memory.places = take(4 * (MAX_TEXT + 8));
        memory.letters = take(2 * (MAX_TEXT + 8));
        memory.phrases = take(8 * program.patterns.len() as u32);
        memory.found = take(2 * program.patterns.len() as u32);
        memory.rings = take(rings(program) * scan::RING);
        memory.stamps = take(4 * program.signals.len() as u32);
        memory.masks = take(8 * tables.rule_count);
        memory.touched = take(8 * tables.rule_count.div_ceil(64));
        memory.sums = take(16 * sections + 24 * scores);
        memory.heap = take(0);
        memory
    }
}

/// Groups that another group follows need a ring.
fn rings(program: &Program) -> u32 {
    program.groups.0.iter().filter(|group| !group.last).count() as u32
}

impl Phrases {
    /// How many letters a word's key holds whole.
    fn key_letters(&self) -> u32 {
        64 / self.letter_bits.unsigned_abs() as u32
    }
}
