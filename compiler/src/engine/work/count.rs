//! How many instructions the functions of a module can come to.
//!
//! In: the functions as trees, and [`Most`]: how often each loop goes round and how often each
//! function is called. Out: a sum. Calls are counted from the top down, so that a limit of all
//! rounds together (of waiting occurrences, say) holds however often a loop is come to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use super::code::{Code, Node};

/// The most rounds of a loop: `round` for each time it is come to, `call` for each call of its
/// function, and `all` besides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Most {
    pub round: u64,
    pub call: u64,
    pub all: u64,
}

impl Most {
    /// So many each time.
    pub(super) fn round(round: u64) -> Most {
        Most {
            round,
            ..Most::default()
        }
    }

    /// So many in each call.
    pub(super) fn call(call: u64) -> Most {
        Most {
            call,
            ..Most::default()
        }
    }

    /// So many in all.
    pub(super) fn all(all: u64) -> Most {
        Most {
            all,
            ..Most::default()
        }
    }

    /// The same, and more in all.
    pub(super) fn more(self, more: u64) -> Most {
        Most {
            all: self.all.saturating_add(more),
            ..self
        }
    }

    fn of(self, come_to: u64, calls: u64) -> u64 {
        if come_to == 0 {
            return 0;
        }
        let round = self.round.saturating_mul(come_to);
        let call = self.call.saturating_mul(calls);
        round.saturating_add(call).saturating_add(self.all)
    }
}

/// What is known of a module's functions.
pub(super) trait Limits {
    /// The most rounds of a loop: its function, and its place: of the loops side by side its
    /// number, for each loop around it and itself.
    fn rounds(&self, function: &str, place: &[usize]) -> Option<Most>;
    /// The most calls of a function, when there are fewer than the code alone lets think.
    fn calls(&self, function: &str) -> Option<u64>;
    /// The most that all calls through the table from a function come to, if they are
    /// these functions, each so often.
    fn through_table(&self, function: &str) -> Option<Vec<(String, u64)>>;
}

/// A function: its name, and its code unless that cannot be read.
pub(super) struct Function {
    pub name: String,
    pub code: Option<Code>,
}

impl Function {
    fn code(&self) -> Result<&Code, Unknown> {
        let unknown = || Unknown(self.name.clone(), vec![]);
        self.code.as_ref().ok_or_else(unknown)
    }
}

/// The functions of a module and what is known of them.
pub(super) struct Counter<'a, L> {
    functions: &'a [Function],
    limits: &'a L,
    /// Those of the table.
    table: Range<usize>,
    /// What is known of single calls, by function.
    closed: RefCell<HashMap<usize, u64>>,
}

/// What is counted of one function.
struct Tally {
    instructions: u64,
    calls: HashMap<usize, u64>,
    indirect: u64,
}

/// A loop of which nobody knows how often it goes round: its function and its place; or a
/// function that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown(pub String, pub Vec<usize>);

impl<'a, L: Limits> Counter<'a, L> {
    /// Functions, those of the table being these, and what is known of them.
    pub(super) fn new(functions: &'a [Function], table: Range<usize>, limits: &'a L) -> Self {
        Counter {
            functions,
            limits,
            table,
            closed: RefCell::default(),
        }
    }

    /// The most instructions of one call of the function of this name.
    pub(super) fn of(&self, root: &str) -> Result<u64, Unknown> {
        let mut calls: HashMap<usize, u64> = HashMap::new();
        let mut sum = 0u64;
        let start = self.functions.iter().position(|f| f.name == root);
        let Some(start) = start else { return Ok(0) };
        calls.insert(start, 1);
        for number in self.callers_first(start) {
            let Some(function) = self.functions.get(number) else {
                continue;
            };
            let mut times = calls.get(&number).copied().unwrap_or(0);
            if let Some(most) = self.limits.calls(&function.name) {
                // One that calls itself is called as often as its limit says.
                let own = calls_itself(function.code()?, number);
                times = if own && times > 0 {
                    most
                } else {
                    times.min(most)
                };
            }
            let tally = self.tally(function, times)?;
            sum = sum.saturating_add(tally.instructions);
            sum = sum.saturating_add(self.indirect(function, tally.indirect)?);
            for (callee, more) in tally.calls {
                if callee != number {
                    let known = calls.entry(callee).or_default();
                    *known = known.saturating_add(more);
                }
            }
        }
        Ok(sum)
    }

    /// What calls through the table come to.
    fn indirect(&self, function: &Function, times: u64) -> Result<u64, Unknown> {
        if times == 0 {
            return Ok(0);
        }
        let worst = times.saturating_mul(self.worst(function)?);
        let Some(known) = self.limits.through_table(&function.name) else {
            return Ok(worst);
        };
        let mut sum = 0u64;
        for (name, times) in known {
            let place = self.functions.iter().position(|f| f.name == name);
            let one = place.map_or(Ok(0), |place| self.closed(place))?;
            sum = sum.saturating_add(one.saturating_mul(times));
        }
        Ok(worst.min(sum))
    }

    /// The most that one function of the table comes to, called by this one.
    fn worst(&self, by: &Function) -> Result<u64, Unknown> {
        let mut worst = 0;
        for place in self.table.clone() {
            // What calls through the table itself (a label) is called by no other of its kind.
            let calls = |f: &&Function| !(is_label(&by.name) && is_label(&f.name));
            if self.functions.get(place).filter(calls).is_some() {
                worst = worst.max(self.closed(place)?);
            }
        }
        Ok(worst)
    }

    /// The most that one call of a function comes to, its callees included.
    fn closed(&self, number: usize) -> Result<u64, Unknown> {
        if let Some(known) = self.closed.borrow().get(&number) {
            return Ok(*known);
        }
        let Some(function) = self.functions.get(number) else {
            return Ok(0);
        };
        let tally = self.tally(function, 1)?;
        let mut sum = tally.instructions;
        for (callee, times) in tally.calls {
            sum = sum.saturating_add(times.saturating_mul(self.closed(callee)?));
        }
        if tally.indirect > 0 {
            sum = sum.saturating_add(tally.indirect.saturating_mul(self.worst(function)?));
        }
        self.closed.borrow_mut().insert(number, sum);
        Ok(sum)
    }

    fn tally(&self, function: &Function, times: u64) -> Result<Tally, Unknown> {
        let mut tally = Tally {
            instructions: 0,
            calls: HashMap::new(),
            indirect: 0,
        };
        let mut walk = Walk {
            limits: self.limits,
            function,
            calls: times,
            tally: &mut tally,
            place: vec![0],
        };
        walk.through(function.code()?, times)?;
        Ok(tally)
    }

    /// The functions that one reaches, each behind all that call it.
    fn callers_first(&self, start: usize) -> Vec<usize> {
        let (mut order, mut seen) = (vec![], vec![false; self.functions.len()]);
        self.visit(start, &mut seen, &mut order);
        order.reverse();
        order
    }

    fn visit(&self, number: usize, seen: &mut [bool], order: &mut Vec<usize>) {
        let (Some(known), Some(function)) = (seen.get_mut(number), self.functions.get(number))
        else {
            return;
        };
        if std::mem::replace(known, true) {
            return;
        }
        let mut callees = vec![];
        if let Some(code) = &function.code {
            callees_of(code, &mut callees);
        }
        for callee in callees {
            self.visit(callee, seen, order);
        }
        order.push(number);
    }
}

fn is_label(name: &str) -> bool {
    name.starts_with("label_") && name != "label_of"
}

/// Adds the functions that a piece of code calls, each as often as it stands there.
pub(super) fn callees_of(code: &Code, callees: &mut Vec<usize>) {
    for node in code {
        match node {
            Node::Call(callee) => callees.push(*callee as usize),
            Node::Either(one, other) | Node::Loop(one, other) => {
                callees_of(one, callees);
                callees_of(other, callees);
            }
            Node::Plain(_) | Node::Indirect => {}
        }
    }
}

fn calls_itself(code: &Code, number: usize) -> bool {
    let mut callees = vec![];
    callees_of(code, &mut callees);
    callees.contains(&number)
}

/// One function on the way through its code.
struct Walk<'a, L> {
    limits: &'a L,
    function: &'a Function,
    calls: u64,
    tally: &'a mut Tally,
    /// The number of the next loop at each depth.
    place: Vec<usize>,
}

impl<L: Limits> Walk<'_, L> {
    /// Goes through a piece of code that is come to so often.
    fn through(&mut self, code: &Code, times: u64) -> Result<(), Unknown> {
        for node in code {
            match node {
                Node::Plain(count) => self.add(count.saturating_mul(times)),
                Node::Call(callee) => {
                    let calls = self.tally.calls.entry(*callee as usize).or_default();
                    *calls = calls.saturating_add(times);
                }
                Node::Indirect => {
                    self.tally.indirect = self.tally.indirect.saturating_add(times);
                }
                Node::Either(one, other) => self.either(one, other, times)?,
                Node::Loop(head, rest) => self.rounds(head, rest, times)?,
            }
        }
        Ok(())
    }

    fn add(&mut self, instructions: u64) {
        self.tally.instructions = self.tally.instructions.saturating_add(instructions);
    }

    /// Of two plain pieces the longer counts; what is called from either may be.
    fn either(&mut self, one: &Code, other: &Code, times: u64) -> Result<(), Unknown> {
        match (plain(one), plain(other)) {
            (Some(one), Some(other)) => self.add(one.max(other).saturating_mul(times)),
            _ => {
                self.through(one, times)?;
                self.through(other, times)?;
            }
        }
        Ok(())
    }

    fn rounds(&mut self, head: &Code, rest: &Code, times: u64) -> Result<(), Unknown> {
        let most = self.limits.rounds(&self.function.name, &self.place);
        let unknown = || Unknown(self.function.name.clone(), self.place.clone());
        let rounds = most.ok_or_else(unknown)?.of(times, self.calls);
        self.place.push(0);
        self.through(head, rounds.saturating_add(times))?;
        self.through(rest, rounds)?;
        self.place.pop();
        if let Some(next) = self.place.last_mut() {
            *next += 1;
        }
        Ok(())
    }
}

/// The most instructions of code without loops and calls.
fn plain(code: &Code) -> Option<u64> {
    let mut sum = 0;
    for node in code {
        sum += match node {
            Node::Plain(count) => *count,
            Node::Either(one, other) => plain(one)?.max(plain(other)?),
            Node::Call(_) | Node::Indirect | Node::Loop(..) => return None,
        };
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Limits for Known {
        fn rounds(&self, _: &str, place: &[usize]) -> Option<Most> {
            match place {
                [0] => Some(Most::round(10)),
                [0, 0] => Some(Most::all(5)),
                _ => None,
            }
        }
        fn calls(&self, function: &str) -> Option<u64> {
            (function == "itself").then_some(3)
        }
        fn through_table(&self, _: &str) -> Option<Vec<(String, u64)>> {
            None
        }
    }

    fn of(functions: Vec<(&str, Code)>) -> Result<u64, Unknown> {
        let functions = functions.into_iter();
        let functions: Vec<Function> = functions
            .map(|(name, code)| Function {
                name: name.into(),
                code: Some(code),
            })
            .collect();
        Counter::new(&functions, 0..0, &Known).of("main")
    }

    #[test]
    fn loops_and_calls_multiply_and_limits_hold() {
        let plain = |n| vec![Node::Plain(n)];
        assert_eq!(of(vec![("main", plain(7))]), Ok(7));
        let once = vec![Node::Loop(plain(1), plain(2))];
        assert_eq!(of(vec![("main", once.clone())]), Ok(11 + 20));
        // The inner loop goes round 5 times in all, and is come to 10 times.
        let twice = vec![Node::Loop(vec![], once.clone())];
        assert_eq!(of(vec![("main", twice)]), Ok(5 + 10 + 2 * 5));
        let calls = vec![Node::Loop(vec![], vec![Node::Call(1)])];
        let itself = vec![Node::Plain(1), Node::Call(1)];
        assert_eq!(of(vec![("main", calls), ("itself", itself)]), Ok(3));
        let unknown = [once.clone(), once].concat();
        let place = Unknown("main".into(), vec![1]);
        assert_eq!(of(vec![("main", unknown)]), Err(place));
    }
}
