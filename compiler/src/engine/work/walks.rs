//! How much a text can ask of the automaton, at most, for each of its units.
//!
//! In: the automaton and what leads on from its nodes. Out: [`Weight`]. Where only units lead
//! on, a text can be on several strings at once only if each is the end of the other: what the
//! walks do for a unit is what stands along one chain of such ends (the failure links of Aho
//! and Corasick 1975). Where values, sounds or any units lead on, it is the most that all ways
//! from one unit can come to.

use std::collections::BTreeMap;

use crate::phrases::alphabet::Alphabet;
use crate::phrases::automaton::{Automaton, SLOT, SOUND};
use crate::phrases::{Groups, Spec};
use crate::text::Unit;
use crate::text::slots::composites::{DATES, MONEY, Part, Row, TIMES};

/// What walks do, as positions in a [`Weight`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum What {
    /// Nodes that are come to.
    Nodes,
    /// Of these, those where strings end.
    Reports,
    /// The strings, and of these those that count only as words of their own.
    Outputs,
    Words,
    /// Places where the group before is looked for.
    Windows,
    /// Sounds that are tried.
    Sounds,
    /// Nodes from which values lead on.
    Slots,
    /// Values that are tried, and one more of each kind, which is not there.
    Values,
    /// Of these, numbers, runs of digits, cards, names; values of rows of parts.
    Numbers,
    Runs,
    Cards,
    Names,
    Composites,
    /// Their rows, the parts of these, and of these the words, numbers, and pairs of digits.
    Rows,
    Parts,
    RoleParts,
    NumberParts,
    DigitParts,
    /// Numbers that are first parts.
    FirstNumbers,
    /// Values that are texts, and the units of these.
    Joins,
    Joined,
    /// How many there are.
    Count,
}

/// How much of what walks do, for each unit of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::engine) struct Weight([u64; What::Count as usize]);

impl Weight {
    /// How much of one thing.
    pub(in crate::engine) fn of(&self, what: What) -> u64 {
        self.0.get(what as usize).copied().unwrap_or(0)
    }

    fn add(&mut self, what: What, more: u64) {
        if let Some(known) = self.0.get_mut(what as usize) {
            *known = known.saturating_add(more);
        }
    }

    fn each(mut self, other: Weight, f: fn(u64, u64) -> u64) -> Weight {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own = f(*own, other);
        }
        self
    }

    fn and(self, other: Weight) -> Weight {
        self.each(other, u64::saturating_add)
    }

    fn or(self, other: Weight) -> Weight {
        self.each(other, u64::max)
    }

    fn times(mut self, n: u64) -> Weight {
        for own in &mut self.0 {
            *own = own.saturating_mul(n);
        }
        self
    }
}

/// The walks of a module.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Walks {
    /// The most of one unit.
    pub most: Weight,
    /// The same of all ways that end at one unit, wherever they started.
    pub back: Weight,
    /// Values that phrases ask for.
    pub specs: u64,
    /// Units of the longest word of its own.
    pub word: u64,
    /// Units of the longer words that may hide one.
    pub longer: Vec<u64>,
}

#[derive(Default)]
struct Node {
    children: BTreeMap<u16, usize>,
    /// Its own weight.
    own: Weight,
    special: u8,
}

/// Nodes of the trie, each behind its parent; the first is the root.
struct Trie(Vec<Node>);

/// The values that lead on, by their symbols.
type Specs = BTreeMap<u16, Spec>;

/// Measures the walks. `lattice`: more than units lead on.
pub(in crate::engine) fn measure(
    automaton: &Automaton,
    groups: &Groups,
    alphabet: &Alphabet,
    lattice: bool,
) -> Walks {
    let longest = alphabet.sounds().values().map(Vec::len).max().unwrap_or(0) as u64;
    let slots = alphabet.slots().into_iter();
    let specs: Specs = slots.map(|(symbol, spec, _)| (symbol, spec)).collect();
    let trie = Trie::new(automaton, groups, longest, &specs);
    Walks {
        most: if lattice {
            trie.ways(alphabet, &specs)
        } else {
            trie.suffixes()
        },
        back: trie.back(&specs),
        specs: specs.len() as u64,
        word: trie.longest_word(),
        longer: alphabet.longer().iter().map(|it| it.len() as u64).collect(),
    }
}

/// In how many ways a value can end.
fn ends(spec: Spec) -> u64 {
    match spec {
        Spec::Any(least, most) => u64::from(most.saturating_sub(least)) + 1,
        Spec::Name => 3,
        Spec::Number | Spec::Date | Spec::Time | Spec::Money | Spec::Digits(..) | Spec::IdCard => 1,
    }
}

impl Trie {
    fn new(automaton: &Automaton, groups: &Groups, sounds: u64, specs: &Specs) -> Trie {
        let root = automaton.root.iter().zip(0u16..);
        let root = root.filter(|(place, _)| **place > 0);
        let mut children: BTreeMap<u32, Vec<(u16, u32)>> = BTreeMap::new();
        children.insert(0, root.map(|(place, symbol)| (symbol, *place)).collect());
        for (parent, place) in automaton.check.iter().zip(0u32..) {
            let base = automaton.base.get(*parent as usize).filter(|_| *parent > 1);
            if let Some(base) = base {
                let symbol = place.saturating_sub(*base) as u16;
                children.entry(*parent).or_default().push((symbol, place));
            }
        }
        let mut trie = Trie(vec![Node::default()]);
        let mut places = vec![0u32];
        let mut at = 0;
        while let Some(place) = places.get(at).copied() {
            let mut node = Node {
                special: automaton.special.get(place as usize).copied().unwrap_or(0),
                ..Node::default()
            };
            for (symbol, child) in children.remove(&place).unwrap_or_default() {
                node.children.insert(symbol, places.len());
                places.push(child);
            }
            node.own = own(automaton, groups, place, &node, sounds, specs);
            trie.0.resize_with(places.len(), Node::default);
            if let Some(known) = trie.0.get_mut(at) {
                *known = node;
            }
            at += 1;
        }
        trie
    }

    /// The most along one chain of ends.
    fn suffixes(&self) -> Weight {
        let mut fail = vec![0usize; self.0.len()];
        let mut sums = vec![Weight::default(); self.0.len()];
        let mut most = Weight::default();
        for (node, number) in self.0.iter().zip(0usize..) {
            let behind = fail.get(number).copied().unwrap_or(0);
            let mut sum = node.own;
            if number > 0 {
                sum = sum.and(sums.get(behind).copied().unwrap_or_default());
                most = most.or(sum);
            } else {
                sum = Weight::default();
            }
            if let Some(known) = sums.get_mut(number) {
                *known = sum;
            }
            for (symbol, child) in &node.children {
                let end = if number == 0 {
                    0
                } else {
                    self.end_of(behind, *symbol, &fail)
                };
                if let Some(known) = fail.get_mut(*child) {
                    *known = end;
                }
            }
        }
        most
    }

    /// The longest end of a node's string and a symbol that is itself on the way.
    fn end_of(&self, mut behind: usize, symbol: u16, fail: &[usize]) -> usize {
        loop {
            let child = self.0.get(behind).and_then(|n| n.children.get(&symbol));
            match child {
                Some(child) => return *child,
                None if behind == 0 => return 0,
                None => behind = fail.get(behind).copied().unwrap_or(0),
            }
        }
    }

    /// The most of all ways from one unit.
    fn ways(&self, alphabet: &Alphabet, specs: &Specs) -> Weight {
        let one = alphabet.unit(Unit::One);
        let mut sums = vec![Weight::default(); self.0.len()];
        for (node, number) in self.0.iter().zip(0..self.0.len()).rev() {
            let of = |symbol: u16| {
                let child = node.children.get(&symbol);
                child
                    .and_then(|child| sums.get(*child))
                    .copied()
                    .unwrap_or_default()
            };
            let mut unit = Weight::default();
            for symbol in node.children.keys() {
                unit = unit.or(of(*symbol));
            }
            if node.special & SOUND != 0 {
                for (symbol, heard) in alphabet.sounds() {
                    let all = heard.iter().map(|sound| of(*sound));
                    unit = unit.or(all.fold(of(*symbol), Weight::and));
                }
            }
            let mut sum = node.own.and(unit).and(of(one));
            if node.special & SLOT != 0 {
                for (symbol, spec) in specs {
                    sum = sum.and(of(*symbol).times(ends(*spec)));
                }
            }
            if let Some(known) = sums.get_mut(number) {
                *known = sum;
            }
        }
        sums.first().copied().unwrap_or_default()
    }

    /// Units of the longest string that counts only as a word of its own.
    fn longest_word(&self) -> u64 {
        let mut depths = vec![0u64; self.0.len()];
        let mut longest = 0;
        for (node, number) in self.0.iter().zip(0usize..) {
            let depth = depths.get(number).copied().unwrap_or(0);
            if node.own.of(What::Words) > 0 {
                longest = depth;
            }
            for child in node.children.values() {
                if let Some(known) = depths.get_mut(*child) {
                    *known = depth + 1;
                }
            }
        }
        longest
    }

    /// All ways to all nodes, counted back from where they end.
    fn back(&self, specs: &Specs) -> Weight {
        let mut ways = vec![0u64; self.0.len()];
        if let Some(root) = ways.first_mut() {
            *root = 1;
        }
        let mut sum = Weight::default();
        for (node, number) in self.0.iter().zip(0usize..) {
            let own = ways.get(number).copied().unwrap_or(0);
            sum = sum.and(node.own.times(own));
            for (symbol, child) in &node.children {
                let ends = specs.get(symbol).map_or(1, |spec| ends(*spec));
                if let Some(known) = ways.get_mut(*child) {
                    *known = own.saturating_mul(ends);
                }
            }
        }
        sum
    }
}

fn own(
    automaton: &Automaton,
    groups: &Groups,
    place: u32,
    node: &Node,
    sounds: u64,
    specs: &Specs,
) -> Weight {
    let mut own = Weight::default();
    own.add(What::Nodes, 1);
    if node.special & SOUND != 0 {
        own.add(What::Sounds, sounds);
    }
    if node.special & SLOT != 0 {
        own.add(What::Slots, 1);
        let leads = |(symbol, _): &(&u16, &Spec)| node.children.contains_key(*symbol);
        for (_, spec) in specs.iter().filter(leads) {
            try_value(&mut own, *spec);
        }
    }
    let run = automaton.outputs_at.get(place as usize).copied();
    let run = run.filter(|run| *run > 0);
    let outputs = run.and_then(|run| automaton.outputs.get(run as usize..));
    let outputs = outputs.into_iter().flatten().map(|(group, _)| group);
    for group in outputs.take_while(|group| **group > 0) {
        own.add(What::Outputs, 1);
        if let Some(group) = groups.0.get(usize::from(*group) - 1) {
            own.add(What::Words, u64::from(group.word));
            let window = |(least, most): (u32, u32)| u64::from(most.saturating_sub(least)) + 1;
            own.add(What::Windows, group.after.map_or(0, window));
        }
    }
    own.add(What::Reports, own.of(What::Outputs).min(1));
    own
}

/// What it takes to look for a value at a unit.
fn try_value(own: &mut Weight, spec: Spec) {
    let ends = ends(spec);
    own.add(What::Values, ends + 1);
    let mut rows = |rows: &[Row]| {
        own.add(What::Composites, 1);
        own.add(What::Rows, rows.len() as u64);
        let first = rows.iter().filter_map(|row| row.parts.first());
        let first = first.filter(|(_, part)| matches!(part, Part::Number | Part::Whole(..)));
        own.add(What::FirstNumbers, first.count() as u64);
        for (_, part) in rows.iter().flat_map(|row| &row.parts) {
            own.add(What::Parts, 1);
            let what = match part {
                Part::Word(_) => What::RoleParts,
                Part::Number | Part::Whole(..) => What::NumberParts,
                Part::Two(_) | Part::Clock(_) => What::DigitParts,
            };
            own.add(what, 1);
        }
    };
    match spec {
        Spec::Number => own.add(What::Numbers, 1),
        Spec::Date => rows(&DATES),
        Spec::Time => rows(&TIMES),
        Spec::Money => rows(&MONEY),
        Spec::Digits(..) => own.add(What::Runs, 1),
        Spec::IdCard => {
            own.add(What::Runs, 1);
            own.add(What::Cards, 1);
        }
        Spec::Name => {
            own.add(What::Names, ends + 1);
            own.add(What::Joins, ends);
            // A surname of at most two units and two more; or three words.
            own.add(What::Joined, 4 * ends);
        }
        Spec::Any(least, most) => {
            own.add(What::Joins, ends);
            own.add(What::Joined, (u64::from(least)..=u64::from(most)).sum());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The walks of strings of letters; each ends one output.
    fn walks(strings: &[&str]) -> Weight {
        let mut trie = Trie(vec![Node::default()]);
        // Level by level, so that each node is behind its parent.
        for depth in 1..=3 {
            for string in strings.iter().filter(|it| it.len() >= depth) {
                let mut at = 0;
                for (letter, number) in string.bytes().zip(1..=depth) {
                    let next = trie.0.len();
                    let children = &mut trie.0[at].children;
                    at = *children.entry(u16::from(letter)).or_insert(next);
                    if at == next {
                        trie.0.push(Node::default());
                        trie.0[at].own.add(What::Nodes, 1);
                    }
                    if number == string.len() && depth == number {
                        trie.0[at].own.add(What::Outputs, 1);
                    }
                }
            }
        }
        trie.suffixes()
    }

    #[test]
    fn a_unit_is_on_as_many_strings_as_end_alike() {
        let nodes = |strings: &[&str]| walks(strings).of(What::Nodes);
        assert_eq!(nodes(&["abc"]), 1);
        assert_eq!(nodes(&["aaa"]), 3);
        let three = ["abc", "bc", "d"];
        assert_eq!(nodes(&three), 2);
        assert_eq!(walks(&three).of(What::Outputs), 2);
    }
}
