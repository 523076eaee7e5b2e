//! Regular expressions as tables: what the module needs to find the leftmost-first match.
//!
//! In: a pattern in the syntax of the `regex` crate. Out: `Machine`, two automata over
//! the bytes of the text: one finds where the match ends, the other, run backwards from
//! there, where it starts. The determinisation is that of `regex-automata`.

use std::collections::HashMap;
use std::fmt;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

/// The most bytes of one expression's tables.
const MAX_TABLES: usize = 256 * 1024;
/// The most bytes while they are made.
const MAX_WORK: usize = 8 * 1024 * 1024;

/// Why a regular expression can not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is not written right.
    Syntax(String),
    /// It matches the empty text.
    Empty,
    /// It needs something that tables can not do (word boundaries of Unicode).
    Unsupported,
    /// Its tables would be too large.
    TooLarge,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Syntax(what) => f.write_str(what),
            Problem::Empty => f.write_str("it matches the empty text"),
            Problem::Unsupported => f.write_str("it needs Unicode word boundaries"),
            Problem::TooLarge => f.write_str("it is too large"),
        }
    }
}

/// Says whether a pattern can be compiled.
///
/// # Errors
/// [`Problem`], when it can not.
pub fn check(pattern: &str) -> Result<(), Problem> {
    machine(pattern).map(|_| ())
}

/// One automaton. State 0 is dead.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// By byte: its class.
    pub classes: Vec<u8>,
    /// Classes, and one for the end of the text, which is the last.
    pub width: u32,
    /// By state and class: the next state.
    pub next: Vec<u16>,
    /// States from this one on say that a match ended one byte ago.
    pub matching: u16,
    /// By the byte on the other side of the place where it starts (256: none): first state.
    pub starts: Vec<u16>,
}

/// Both automata of a pattern.
#[derive(Debug, Clone, Default)]
pub(crate) struct Machine {
    /// Finds the end of the match.
    pub forward: Table,
    /// From there, its start.
    pub backward: Table,
}

/// The tables of a pattern.
///
/// # Errors
/// [`Problem`], when there are none.
pub(crate) fn machine(pattern: &str) -> Result<Machine, Problem> {
    let parsed = syntax::parse(pattern).map_err(|error| Problem::Syntax(error.to_string()))?;
    if parsed.properties().minimum_len().is_none_or(|len| len == 0) {
        return Err(Problem::Empty);
    }
    let (forward, backward) = (build(pattern, false)?, build(pattern, true)?);
    let machine = Machine {
        forward: table(&forward, Anchored::No)?,
        backward: table(&backward, Anchored::Yes)?,
    };
    let bytes = 2 * (machine.forward.next.len() + machine.backward.next.len());
    if bytes > MAX_TABLES {
        Err(Problem::TooLarge)
    } else {
        Ok(machine)
    }
}

fn build(pattern: &str, reverse: bool) -> Result<dense::DFA<Vec<u32>>, Problem> {
    let config = dense::Config::new()
        .accelerate(false)
        .dfa_size_limit(Some(MAX_WORK))
        .determinize_size_limit(Some(MAX_WORK));
    let config = if reverse {
        let config = config.match_kind(MatchKind::All);
        config.start_kind(StartKind::Anchored)
    } else {
        config.start_kind(StartKind::Unanchored)
    };
    let nfa = thompson::Config::new()
        .reverse(reverse)
        .nfa_size_limit(Some(MAX_WORK));
    dense::Builder::new()
        .configure(config)
        .thompson(nfa)
        .build(pattern)
        .map_err(|error| problem(&error))
}

fn problem(error: &dense::BuildError) -> Problem {
    if error.is_size_limit_exceeded() || error.to_string().contains("limit") {
        Problem::TooLarge
    } else {
        Problem::Unsupported
    }
}

/// Numbers the states that can be reached: dead, then plain ones, then matching ones.
fn table(dfa: &dense::DFA<Vec<u32>>, anchored: Anchored) -> Result<Table, Problem> {
    let classes: Vec<u8> = (0..=255).map(|byte| dfa.byte_classes().get(byte)).collect();
    let last = classes.iter().max().copied().unwrap_or(0);
    let member = |class: u8| classes.iter().zip(0..=255u8).find(|(c, _)| **c == class);
    let members: Vec<u8> = (0..=last)
        .filter_map(|class| member(class).map(|(_, byte)| byte))
        .collect();
    let starts = start_states(dfa, anchored)?;
    let (order, rows) = reach(dfa, &starts, &members);
    if rows.len() * 2 > MAX_TABLES {
        return Err(Problem::TooLarge);
    }
    let (plain, matching): (Vec<_>, Vec<_>) =
        order.iter().partition(|state| !dfa.is_match_state(**state));
    let live = plain.iter().filter(|state| !dfa.is_dead_state(**state));
    let numbered = live.chain(&matching).zip(1u16..);
    let numbers: HashMap<StateID, u16> = numbered.map(|(state, n)| (*state, n)).collect();
    let number = |state: &StateID| numbers.get(state).copied().unwrap_or(0);
    let width = members.len() + 1;
    let mut next = vec![0; width * (numbers.len() + 1)];
    for (state, row) in order.iter().zip(rows.chunks(width)) {
        let at = usize::from(number(state)) * width;
        let places = next.iter_mut().skip(at).take(width);
        if number(state) > 0 {
            places.zip(row).for_each(|(place, to)| *place = number(to));
        }
    }
    Ok(Table {
        width: width as u32,
        matching: (numbers.len() + 1 - matching.len()) as u16,
        starts: starts.iter().map(number).collect(),
        classes,
        next,
    })
}

fn start_states(dfa: &dense::DFA<Vec<u32>>, anchored: Anchored) -> Result<Vec<StateID>, Problem> {
    let behind = (0..=255u8).map(Some).chain([None]);
    let config = |byte| start::Config::new().anchored(anchored).look_behind(byte);
    behind
        .map(|byte| dfa.start_state(&config(byte)))
        .collect::<Result<_, _>>()
        .map_err(|_| Problem::Unsupported)
}

/// All states that can be reached, and their rows: a state for each class, then the end.
fn reach(
    dfa: &dense::DFA<Vec<u32>>,
    starts: &[StateID],
    members: &[u8],
) -> (Vec<StateID>, Vec<StateID>) {
    let mut order: Vec<StateID> = vec![];
    let mut known: HashMap<StateID, ()> = HashMap::new();
    for start in starts {
        if known.insert(*start, ()).is_none() {
            order.push(*start);
        }
    }
    let (mut rows, mut at) = (vec![], 0);
    while let Some(state) = order.get(at).copied() {
        at += 1;
        let by_class = members.iter().map(|byte| dfa.next_state(state, *byte));
        let row: Vec<StateID> = by_class.chain([dfa.next_eoi_state(state)]).collect();
        for to in &row {
            if known.insert(*to, ()).is_none() {
                order.push(*to);
            }
        }
        rows.extend(row);
        if rows.len() * 2 > 2 * MAX_TABLES {
            break;
        }
    }
    (order, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the module does.
    fn find(machine: &Machine, text: &[u8]) -> Option<(usize, usize)> {
        let step = |table: &Table, state: u16, class: usize| {
            table.next[usize::from(state) * table.width as usize + class]
        };
        let table = &machine.forward;
        let (mut state, mut end) = (table.starts[256], None);
        for at in 0..=text.len() {
            let eoi = table.width as usize - 1;
            let class = text
                .get(at)
                .map_or(eoi, |b| table.classes[usize::from(*b)].into());
            state = step(table, state, class);
            if state == 0 {
                break;
            }
            if state >= table.matching {
                end = Some(at);
            }
        }
        let end = end?;
        let table = &machine.backward;
        let behind = text.get(end).map_or(256, |byte| usize::from(*byte));
        let (mut state, mut start) = (table.starts[behind], None);
        for at in (0..=end).rev() {
            let eoi = table.width as usize - 1;
            let byte = at.checked_sub(1).and_then(|at| text.get(at));
            state = step(
                table,
                state,
                byte.map_or(eoi, |b| table.classes[usize::from(*b)].into()),
            );
            if state == 0 {
                break;
            }
            if state >= table.matching {
                start = Some(at);
            }
        }
        Some((start?, end))
    }

    #[test]
    fn tables_find_what_the_crate_finds() {
        let patterns = [
            r"\d+元",
            "a|ab",
            "(?i)ab+c",
            "^好",
            "好$",
            "(?m)^a.*$",
            "您.好|好",
            "[^a]b",
            r"(?-u:\b)ab(?-u:\b)",
            "a{2,3}",
            "a+?b",
            "(你|您)好吗?",
            r"\p{Han}+x",
        ];
        let texts = [
            "",
            "a",
            "ab",
            "aab",
            "您的好 ab",
            "好",
            "1好",
            "好1",
            "12元 3元",
            "ABBC xabc",
            "x\na1\nb",
            "aaaa",
            "你好吗您好",
            "ab ab",
            "xab",
            "abx",
            "啊x",
        ];
        for pattern in patterns {
            let machine = machine(pattern).unwrap();
            let expect = ::regex::Regex::new(pattern).unwrap();
            for text in texts {
                let expect = expect.find(text).map(|it| (it.start(), it.end()));
                assert_eq!(
                    find(&machine, text.as_bytes()),
                    expect,
                    "{pattern} in {text}"
                );
            }
        }
    }

    #[test]
    fn what_tables_can_not_do_is_said() {
        assert_eq!(check("a*"), Err(Problem::Empty));
        assert_eq!(check(r"\bab"), Err(Problem::Unsupported));
        assert!(matches!(check("a("), Err(Problem::Syntax(_))));
        assert_eq!(check(r"\w{200}"), Err(Problem::TooLarge));
        assert_eq!(check("[a-z]{3}-[0-9]{4}"), Ok(()));
    }
}
