//! What an event can cost at most, in instructions: the unit of a host's fuel.
//!
//! In: an engine and its code. Out: [`Work`]. The code says what a loop costs and what is
//! called from where (`code`); how often it goes round at most follows from the rulebook
//! (`sizes`), its automaton (`walks`) and the length of the record (`texts`), which `limits`
//! says for each loop; `count` multiplies. So the bound follows the code when that changes.

mod code;
mod count;
mod limits;
mod sizes;
mod texts;
pub(super) mod walks;

use super::windows::Features;
use super::{Definition, Engine, MAX_TEXT, fns};
use count::{Counter, Function};
use limits::Known;
use sizes::Sizes;
use texts::Texts;

/// The most instructions of an event and of the end of a call; `u64::MAX`: there is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work {
    /// One event without text and attributes, with all that comes due before it.
    pub event: u64,
    /// The same with the longest text.
    pub longest_event: u64,
    /// The end of a call, with all that comes due before it.
    pub close: u64,
}

/// The functions of a module, as they are counted.
pub(crate) struct Counted(Vec<Function>);

impl Counted {
    /// Reads the code of the functions of an engine.
    pub(crate) fn new(definitions: &[Definition]) -> Counted {
        let read = |it: &Definition| Function {
            name: it.name.clone(),
            code: code::read(&it.body.clone().into_raw_body()),
        };
        Counted(definitions.iter().map(read).collect())
    }

    /// By function: whether one of these reaches it by calls.
    pub(crate) fn reached(&self, from: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut reached = vec![false; self.0.len()];
        let mut open: Vec<usize> = from.collect();
        while let Some(number) = open.pop() {
            let (Some(known), Some(function)) = (reached.get_mut(number), self.0.get(number))
            else {
                continue;
            };
            if !std::mem::replace(known, true) {
                function
                    .code
                    .iter()
                    .for_each(|code| count::callees_of(code, &mut open));
            }
        }
        reached
    }
}

impl Engine<'_> {
    /// The most that events and the end of a call can cost.
    pub(crate) fn work(&self, functions: &Counted) -> Work {
        Work {
            event: self.work_of("zz_event", functions, 0),
            longest_event: self.work_of("zz_event", functions, MAX_TEXT),
            close: self.work_of("zz_close", functions, 0),
        }
    }

    /// The most that an event of so many bytes of text and attributes can cost.
    pub(crate) fn work_of_event(&self, functions: &Counted, bytes: u32) -> u64 {
        self.work_of("zz_event", functions, bytes)
    }

    fn work_of(&self, root: &str, functions: &Counted, bytes: u32) -> u64 {
        let known = Known {
            book: self.book,
            program: self.program,
            guards: &self.guards,
            sizes: Sizes::new(self.book, self.program, &self.asked),
            texts: Texts::new(&self.scanner, &self.program.phrases, bytes),
            wakes: Features::new(self.program).part_counts,
            recent: self.asked.tallies.iter().any(|tally| tally.recent),
        };
        let first = fns::GUARDS as usize;
        let table = first..first + self.guards.len() as usize;
        let work = Counter::new(&functions.0, table, &known).of(root);
        debug_assert!(work.is_ok(), "{work:?}");
        work.unwrap_or(u64::MAX)
    }
}
