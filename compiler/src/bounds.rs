//! What judging one call can cost at most: memory, and the work of one step.
//!
//! In: a checked rulebook. Out: [`Bounds`]. They follow from the compiled tables and code
//! alone, whatever a call looks like; an event is one step, and two when it connects the call.

use crate::book::Book;
use crate::engine::{self, Counted, Engine, MAX_PLACES, Work};
use crate::monitors::{self, Duty, Program, Shape, TooLarge};

/// What one call can cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of a call's state.
    pub state_bytes: u32,
    /// Bytes of an instance's memory with one such state. A module never grows it.
    pub memory_bytes: u32,
    /// Instructions, the unit of a host's fuel, of one event without text and attributes,
    /// with all timers and deadlines that come due before it.
    pub event: u64,
    /// The same with the longest text.
    pub longest_event: u64,
    /// Of the end of a call.
    pub close: u64,
    /// Waiting obligations that one call can have, all rules together.
    pub waiting: u32,
    /// Atoms of moments that one step can be compared with.
    pub atoms: u32,
    /// Derived moments and arms of rules that one step can concern, each once.
    pub listeners: u32,
    /// Obligations of waiting occurrences that one step can be compared with, each once.
    pub looks: u32,
    /// Obligations that one step can make due at once: those of the occurrences it starts.
    pub starts: u32,
    /// Earlier events that the occurrences of one step are compared with (`before that …
    /// matching`).
    pub remembered: u32,
}

/// The bounds of a rulebook.
///
/// # Errors
/// [`TooLarge`] when the rulebook does not fit the module's tables.
pub fn bounds(book: &Book) -> Result<Bounds, TooLarge> {
    let (program, alphabet) = monitors::lower(book)?;
    let alphabet = alphabet.ok_or(TooLarge::Phrases)?;
    let engine = Engine::new(book, &program, &alphabet);
    let work = engine.work(&Counted::new(&engine.functions()));
    Ok(of(&program, &engine, work))
}

/// For each of these numbers of bytes of text and attributes, the most instructions of one
/// event with so many.
///
/// # Errors
/// As [`bounds`].
pub fn work(book: &Book, bytes: &[u32]) -> Result<Vec<u64>, TooLarge> {
    let (program, alphabet) = monitors::lower(book)?;
    let alphabet = alphabet.ok_or(TooLarge::Phrases)?;
    let engine = Engine::new(book, &program, &alphabet);
    let functions = Counted::new(&engine.functions());
    let work = |bytes: &u32| engine.work_of_event(&functions, *bytes);
    Ok(bytes.iter().map(work).collect())
}

fn of(program: &Program, engine: &Engine, work: Work) -> Bounds {
    let own: u32 = program.monitors.iter().map(own_places).sum();
    let waiting = if waits(program) { MAX_PLACES } else { 0 } + own;
    let owed = || {
        program
            .monitors
            .iter()
            .flat_map(|monitor| &monitor.obligations)
    };
    let rings = owed().filter(|owed| {
        matches!(
            owed.duty,
            Duty::Before {
                matching: Some(_),
                ..
            }
        )
    });
    Bounds {
        state_bytes: engine.state_size(),
        memory_bytes: engine.memory_size(),
        event: work.event,
        longest_event: work.longest_event,
        close: work.close,
        waiting,
        atoms: program.signals.len() as u32,
        listeners: (program.derived.len() + program.monitors.len()) as u32,
        looks: waiting,
        starts: owed().count() as u32,
        remembered: engine::REMEMBERED * rings.count() as u32,
    }
}

/// The obligations of the one occurrence that the call itself is.
fn own_places(monitor: &monitors::Monitor) -> u32 {
    match monitor.shape {
        Shape::Triggered(_) => 0,
        Shape::Call | Shape::Never { .. } => monitor.obligations.len() as u32,
    }
}

fn waits(program: &Program) -> bool {
    let owes = |duty: &Duty| matches!(duty, Duty::Happen(_));
    let waits = |monitor: &monitors::Monitor| {
        matches!(monitor.shape, Shape::Triggered(_))
            && monitor.obligations.iter().any(|owed| owes(&owed.duty))
    };
    program.monitors.iter().any(waits)
}
