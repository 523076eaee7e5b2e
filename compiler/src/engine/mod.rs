//! The engine inside the module: code that reads the tables of one rulebook.
//!
//! In: the checked rulebook, its monitors and its alphabet. Out: [`Engine`] with the data
//! segment, the addresses, and the functions in the order of [`fns`]. One file a concern:
//!
//! ```text
//!   scan       all that has to do with text: the `Scanner`, its tables and addresses
//!   text       UTF-8 → units (symbols with their places); `chars`: → characters
//!   passes     units → phrases found
//!   lattice    the same, where several ways lead through a text; `own_words`: `word "…"`
//!   slots      values in texts: `tokens` of units, `numerals`, `english`, `rows` of parts
//!   regex      regular expressions; `composed`: phrases made of others
//!   step       one event or timer → signals → monitors, in rule order
//!   rules      what a monitor does with a step: breaches, triggers, windows
//!   waiting    occurrences that wait: start, look, decide, make room
//!   chains     what `before that` looks back on
//!   timers     what comes due and runs out, in order
//!   spans      timers of moments: silences, `lasts`, overlaps
//!   remember   what later steps look back on, kept up step by step
//!   findings   output records, counts and points
//!   guards     conditions as functions; `needs` and `asked` collect what they read,
//!              `labels` is "X is labelled"
//!   terms      values in comparisons: `fields`, `speech`, `arithmetic`, and of the past
//!              `tallies`, `measures`, `statistics`, `sketches`, `clock`
//!   metadata   the call record
//!   exports    the interface of docs/abi.md
//!   work       what an event can cost, counted from all of the above
//! ```
//!
//! Memory, from low to high: data segment, input, output, scratch, then the host's.

mod amounts;
mod arithmetic;
mod asked;
mod cells;
mod chains;
mod chars;
mod clock;
mod composed;
mod data;
mod derived;
mod english;
mod exports;
mod fields;
mod findings;
mod guards;
mod labels;
mod lattice;
mod layout;
mod limits;
mod measures;
mod metadata;
mod needs;
mod numbers;
mod numerals;
mod occurrences;
mod offsets;
mod owed;
mod own_words;
mod parts;
mod passes;
mod picks;
mod records;
mod regex;
mod remember;
mod rings;
mod rows;
mod rules;
mod scan;
mod settle;
mod shapes;
mod sketches;
mod slots;
mod spans;
mod speech;
mod statistics;
mod step;
mod tables;
mod tallies;
mod terms;
mod text;
mod timers;
mod tokens;
mod totals;
mod waiting;
mod windows;
mod work;

use wasm_encoder::{Function, ValType};

use crate::book::Book;
use crate::monitors::Program;
use crate::phrases::alphabet::Alphabet;
use crate::wasm::{FnId, Global32, Global64};
use data::Data;
use layout::State;
use numbers::{fns, globals};
use tables::Tables;
pub(crate) use work::{Counted, Work};

/// Shared places of a call's waiting occurrences.
pub(crate) const MAX_PLACES: u32 = 192;
/// Steps that a `before that … matching` remembers.
pub(crate) const REMEMBERED: u32 = rings::LENGTH;
/// Bytes of the input buffer.
const INPUT: u32 = 256 * 1024;
/// Bytes of a page of memory.
pub(crate) const PAGE: u32 = 65_536;
/// The most bytes of one event's text.
pub(crate) const MAX_TEXT: u32 = 65_535;

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
    /// First of what is told from old by stamps.
    stamped: u32,
    /// u32 stamp a signal; packed evidence a derived moment; u64 mask a listener; u64 words
    /// of touched listeners.
    stamps: u32,
    derived: u32,
    masks: u32,
    touched: u32,
    /// See `totals`.
    sums: u32,
    /// The sketch of the step's utterance.
    sketch: u32,
    heap: u32,
}

/// A compiled engine.
pub(crate) struct Engine<'a> {
    book: &'a Book,
    program: &'a Program,
    state: State,
    tables: Tables,
    memory: Memory,
    scanner: scan::Scanner,
    guards: needs::Guards,
    asked: asked::Asked,
    features: windows::Features,
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
        let mut asked = asked::Asked::new(book, program);
        let guards = needs::Guards::new(book, program, &asked, &mut data);
        let state = State::new(program, &guards.counts(), &mut asked);
        let tables = tables::write(book, program, &state, (&guards, &asked), &mut data);
        let parts = scan::Parts {
            listed: &program.phrases,
            groups: &program.groups,
            machines: &program.machines,
            features: program.features,
            alphabet,
        };
        let mut scanner = scan::Scanner::new(&parts, &mut data);
        let memory = Memory::lay_out(book, program, &tables, &mut scanner, data.end());
        let data = data.into_bytes();
        Engine {
            book,
            program,
            state,
            tables,
            memory,
            scanner,
            guards,
            asked,
            features: windows::Features::new(program),
            data,
        }
    }

    /// All functions in the order of their numbers.
    pub(crate) fn functions(&self) -> Vec<Definition> {
        let parts = [
            self.export_fns(),
            self.scanner.functions(),
            self.step_fns(),
            self.rule_fns(),
            self.finding_fns(),
            self.timer_fns(),
            self.table_fns(),
            self.arithmetic_fns(),
            self.clock_fns(),
            self.sketch_fns(),
            self.field_fns(),
            self.metadata_fns(),
            self.span_fns(),
            self.remember_fns(),
            self.guard_fns(),
        ];
        numbers::in_order(parts.into_iter().flatten().collect())
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

    /// Bytes of an instance's memory, with the state of one call.
    pub(crate) fn memory_size(&self) -> u32 {
        (self.memory.heap + self.state.size).next_multiple_of(PAGE)
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

    /// Names of the manifest's metadata, in the order of their ids.
    pub(crate) fn metadata_names(&self) -> &[String] {
        &self.guards.meta_names
    }

    /// Names of the manifest's attributes, in the order of their ids.
    pub(crate) fn attributes(&self) -> &[String] {
        &self.guards.attributes
    }
}

impl Memory {
    fn lay_out(
        book: &Book,
        program: &Program,
        tables: &Tables,
        scanner: &mut scan::Scanner,
        data_end: u32,
    ) -> Memory {
        let step_room = step_room(program);
        let (sections, scores) = (book.sections.len() as u32, book.scores.len() as u32);
        let notes = (book.rules.len() + book.attributes.len() + book.metadata.len()) as u32;
        let costs = book.rules.iter().map(|rule| rule.costs.len() as u32).sum();
        let table_room = totals::room(costs, tables.rule_count, sections, scores, notes);
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
        scanner.take_buffers(&mut take);
        memory.stamped = take(0);
        scanner.take_stamped(&mut take);
        memory.stamps = take(4 * program.signals.len() as u32);
        memory.derived = take(8 * program.derived.len() as u32);
        memory.masks = take(8 * program.listener_count());
        memory.touched = take(8 * program.listener_count().div_ceil(64));
        memory.sums = take(totals::sums(sections, scores));
        memory.sketch = take(32);
        memory.heap = take(0);
        memory
    }
}

/// The most bytes that one step may write: each monitor decides what starts in the step, and
/// breaches; all that wait may be decided; and what was kept back may be written.
fn step_room(program: &Program) -> u32 {
    use crate::monitors::{Duty, Monitor};
    let evidence = |monitor: &Monitor| {
        let owed = monitor.obligations.iter().map(|owed| match &owed.duty {
            Duty::Before { chain, .. } => chain.steps.len() as u32,
            Duty::Happen(_) => 1,
            Duty::Require(_) => 0,
        });
        1 + owed.sum::<u32>()
    };
    let widest = program.monitors.iter().map(evidence).max().unwrap_or(1);
    let findings = 3 * program.monitors.len() as u32 + MAX_PLACES + 1;
    findings * findings::room(widest)
}
