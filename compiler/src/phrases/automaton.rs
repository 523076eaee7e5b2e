//! The automaton of all strings of all groups: a trie as a double array (Aoe 1989), and
//! a filter by the first symbols (after the shift tables of Wu and Manber 1994) that
//! passes over most positions of a text without touching it.
//!
//! In: groups and their alphabet. Out: [`Automaton`], plain tables.

use std::collections::BTreeMap;

use super::alphabet::Alphabet;
use super::{Groups, Item, Text};
use crate::book::Tolerance;
use crate::text::Unit;

/// Entries of the filter, a power of two.
pub(crate) const FILTER: usize = 8192;
/// Bit of a filter entry: two symbols are a whole string.
pub(crate) const FILTER_WHOLE: u16 = 1 << 8;

/// The tables of the scanner.
#[derive(Debug, Clone, Default)]
pub(crate) struct Automaton {
    /// By symbol: the node it leads to from the root, 0 none.
    pub root: Vec<u32>,
    /// By node: where its children start.
    pub base: Vec<u32>,
    /// By place: the node whose child is here; 0 free.
    pub check: Vec<u32>,
    /// By node: where its outputs start, 0 none.
    pub outputs_at: Vec<u32>,
    /// Runs of (group number plus one, tolerance), each ended by 0. Place 0 is unused.
    pub outputs: Vec<(u16, Tolerance)>,
    /// By hash of two symbols: bit (third symbol mod 8) of longer strings, or
    /// [`FILTER_WHOLE`].
    pub filter: Vec<u16>,
    /// Symbols below this one that lead from the root may be a whole string.
    pub alone_below: u32,
    /// By symbol: a string that starts with it has something other than plain units next,
    /// so that the filter cannot tell.
    pub wild: Vec<bool>,
    /// By node: bits [`ONE`], [`SOUND`], [`SLOT`], of such symbols that lead on from it.
    pub special: Vec<u8>,
}

/// Bit of [`Automaton::special`]: any unit leads on.
pub(crate) const ONE: u8 = 1;
/// A sound leads on.
pub(crate) const SOUND: u8 = 2;
/// A value leads on.
pub(crate) const SLOT: u8 = 4;

/// The filter's hash of two symbols; the module does the same.
pub(crate) fn filter_hash(first: u16, second: u16) -> usize {
    let hash = u32::from(first).wrapping_mul(FILTER_FACTORS.0)
        ^ u32::from(second).wrapping_mul(FILTER_FACTORS.1);
    (hash >> FILTER_SHIFT) as usize % FILTER
}
/// The factors of [`filter_hash`].
pub(crate) const FILTER_FACTORS: (u32, u32) = (0x9e37_79b1, 0x85eb_ca77);
/// The shift of [`filter_hash`].
pub(crate) const FILTER_SHIFT: u32 = 19;

#[derive(Default)]
struct Node {
    children: BTreeMap<u16, usize>,
    outputs: Vec<(u16, Tolerance)>,
    special: u8,
}

/// Builds the tables.
pub(crate) fn build(groups: &Groups, alphabet: &Alphabet) -> Automaton {
    let mut trie = vec![Node::default()];
    let mut automaton = Automaton {
        filter: vec![0; FILTER],
        outputs: vec![(0, Tolerance::None)],
        wild: vec![false; alphabet.size() as usize],
        ..Default::default()
    };
    for (group, number) in groups.0.iter().zip(1u16..) {
        for text in &group.strings {
            let symbols: Vec<u16> = text.items.iter().map(|it| alphabet.symbol(it)).collect();
            automaton.note_start(text, &symbols);
            insert(&mut trie, text, &symbols, number);
        }
    }
    automaton.lay_out(&trie, alphabet.size());
    automaton
}

fn insert(trie: &mut Vec<Node>, text: &Text, symbols: &[u16], group: u16) {
    let mut at = 0;
    for (item, symbol) in text.items.iter().zip(symbols) {
        let next = trie.len();
        let child = trie.get_mut(at).map(|node| {
            node.special |= special(item);
            *node.children.entry(*symbol).or_insert(next)
        });
        at = child.unwrap_or(0);
        if at == next {
            trie.push(Node::default());
        }
    }
    if let Some(node) = trie.get_mut(at) {
        node.outputs.push((group, text.tolerance));
    }
}

fn special(item: &Item) -> u8 {
    match item {
        Item::Unit(Unit::One) => ONE,
        Item::Unit(Unit::Sound(_)) => SOUND,
        Item::Slot(..) => SLOT,
        Item::Unit(_) => 0,
    }
}

impl Automaton {
    fn note_start(&mut self, text: &Text, symbols: &[u16]) {
        let mut start = text.items.iter().take(3).map(Item::is_special);
        if start.next() == Some(true) {
            return;
        }
        if start.any(|special| special) {
            let first = symbols.first().copied().map(usize::from);
            if let Some(wild) = first.and_then(|first| self.wild.get_mut(first)) {
                *wild = true;
            }
            return;
        }
        let (hash, bit) = match symbols {
            [] => return,
            [only] => {
                self.alone_below = self.alone_below.max(u32::from(*only) + 1);
                return;
            }
            [a, b] => (filter_hash(*a, *b), FILTER_WHOLE),
            [a, b, c, ..] => (filter_hash(*a, *b), 1 << (c & 7)),
        };
        if let Some(entry) = self.filter.get_mut(hash) {
            *entry |= bit;
        }
    }

    /// Places the trie's nodes: a node's number is its place in the double array.
    fn lay_out(&mut self, trie: &[Node], symbols: u32) {
        self.root = vec![0; symbols as usize];
        let mut free = Free::new(2);
        let mut queue: Vec<(usize, u32)> = vec![];
        let root = trie.first().map(|node| &node.children);
        // Place 0 stands for the root.
        self.grow(1);
        if let (Some(entry), Some(node)) = (self.special.first_mut(), trie.first()) {
            *entry = node.special;
        }
        for (symbol, child) in root.into_iter().flatten() {
            let place = free.at_or_after(2);
            if let Some(entry) = self.root.get_mut(usize::from(*symbol)) {
                *entry = place;
            }
            self.occupy(&mut free, place, 1);
            queue.push((*child, place));
        }
        while let Some((node, place)) = queue.pop() {
            let Some(node) = trie.get(node) else { continue };
            self.set_outputs(place, &node.outputs);
            if let Some(entry) = self.special.get_mut(place as usize) {
                *entry = node.special;
            }
            let base = self.place_children(&mut free, node, place, &mut queue);
            if let Some(entry) = self.base.get_mut(place as usize) {
                *entry = base;
            }
        }
        // So that base + symbol is always inside.
        let most = self.base.iter().max().copied().unwrap_or(0);
        self.grow(most + symbols);
    }

    fn place_children(
        &mut self,
        free: &mut Free,
        node: &Node,
        place: u32,
        queue: &mut Vec<(usize, u32)>,
    ) -> u32 {
        let symbols: Vec<u16> = node.children.keys().copied().collect();
        if symbols.is_empty() {
            return 0;
        }
        let base = free.fit(&symbols);
        for (symbol, child) in &node.children {
            let spot = base + u32::from(*symbol);
            self.occupy(free, spot, place);
            queue.push((*child, spot));
        }
        base
    }

    fn grow(&mut self, len: u32) {
        let len = len as usize;
        if self.check.len() < len {
            self.check.resize(len, 0);
            self.base.resize(len, 0);
            self.outputs_at.resize(len, 0);
            self.special.resize(len, 0);
        }
    }

    fn occupy(&mut self, free: &mut Free, place: u32, parent: u32) {
        free.occupy(place);
        self.grow(place + 1);
        if let Some(check) = self.check.get_mut(place as usize) {
            *check = parent;
        }
    }

    fn set_outputs(&mut self, place: u32, outputs: &[(u16, Tolerance)]) {
        if outputs.is_empty() {
            return;
        }
        let at = self.outputs.len() as u32;
        self.outputs.extend_from_slice(outputs);
        self.outputs.push((0, Tolerance::None));
        if let Some(entry) = self.outputs_at.get_mut(place as usize) {
            *entry = at;
        }
    }
}

/// Finds room in the double array: first fit, jumping over what is occupied by a
/// union-find over "the next free place" (Tarjan 1975, path halving).
struct Free {
    next: Vec<u32>,
}

impl Free {
    /// Places below `lowest` are never used.
    fn new(lowest: u32) -> Self {
        Free {
            next: vec![lowest; lowest as usize],
        }
    }

    /// The first free place at or after `place`.
    fn at_or_after(&mut self, mut place: u32) -> u32 {
        loop {
            let next = self.next_of(place);
            if next == place {
                return place;
            }
            let skip = self.next_of(next);
            self.set_next(place, skip);
            place = skip;
        }
    }

    fn next_of(&self, place: u32) -> u32 {
        self.next.get(place as usize).copied().unwrap_or(place)
    }

    fn set_next(&mut self, place: u32, next: u32) {
        let len = self.next.len() as u32;
        if place >= len {
            self.next.extend(len..=place);
        }
        if let Some(entry) = self.next.get_mut(place as usize) {
            *entry = next;
        }
    }

    fn occupy(&mut self, place: u32) {
        self.set_next(place, place + 1);
    }

    /// A base at which all of `symbols` fall on free places (never 0 or 1).
    fn fit(&mut self, symbols: &[u16]) -> u32 {
        let first = symbols.first().copied().map_or(0, u32::from);
        let mut place = self.at_or_after(first.max(2));
        loop {
            let base = place - first;
            if symbols
                .iter()
                .all(|symbol| self.is_free(base + u32::from(*symbol)))
            {
                return base;
            }
            place = self.at_or_after(place + 1);
        }
    }

    fn is_free(&self, place: u32) -> bool {
        self.next_of(place) == place
    }
}
