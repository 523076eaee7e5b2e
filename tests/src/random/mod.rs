//! Random checked rulebooks and calls, made from a seed.
//!
//! Times are small and coarse so that ties, overlaps and exact deadlines are common; words
//! are few so that phrases are found. Every form of the checked rulebook is made, as far as
//! the checker lets it through, and `tests/random_covers.rs` proves that it is. One file a
//! part of the rulebook: `rules` and `costs`, `duties` and `windows`, `moments`,
//! `conditions` and `values`, `phrases`; and `calls`.

mod calls;
mod conditions;
mod costs;
mod duties;
mod look;
mod moments;
mod phrases;
mod rules;
mod values;
mod windows;

use zhunze_calls::call::Call;
use zhunze_compiler::book::*;

use crate::random_phrases;

/// SplitMix64 (Steele, Lea, Flood 2014), after the bytes that it was given, if any.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
    bytes: Vec<u8>,
    at: usize,
}

impl Random {
    /// A generator whose numbers depend on the seed alone.
    pub fn new(seed: u64) -> Self {
        Random {
            state: seed,
            bytes: vec![],
            at: 0,
        }
    }

    /// A generator whose choices are these bytes, one a choice, and then a seed made of them.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Random {
            state: bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix),
            bytes: bytes.to_vec(),
            at: 0,
        }
    }

    fn next(&mut self) -> u64 {
        if let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            return u64::from(*byte);
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// A number below `n`, as the ids of the rulebook are.
    pub fn id(&mut self, n: usize) -> u32 {
        self.below(n as u64) as u32
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize].clone()
    }

    /// One of these, each as often as the number beside it says.
    pub fn weighted<T: Copy>(&mut self, choices: &[(u64, T)]) -> T {
        let mut left = self.below(choices.iter().map(|(weight, _)| weight).sum());
        for (weight, choice) in choices {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *choice,
            }
        }
        unreachable!("the number is below the sum")
    }

    fn some<T>(&mut self, odds: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(odds) {
            Some(make(self))
        } else {
            None
        }
    }
}

const EVENTS: [&str; 2] = ["callback", "refund"];
/// What the labels' names, a speech rate and the rest are read from.
const ATTRIBUTES: [&str; 7] = [
    "level",
    "mood",
    "sure",
    "name",
    "value",
    "speech_rate",
    "channel",
];
const METADATA: [&str; 5] = ["queue", "vip", "age", "channel", "unit"];
const LABELS: [&str; 4] = ["customer.mood", "agent.angry", "customer", "angry"];
const TEXTS: [&str; 4] = ["x", "angry", "callback", ""];
const WHO: [Who; 4] = [Who::Agent, Who::Customer, Who::System, Who::Anyone];
const TIMES: [u64; 6] = [1, 2, 3, 5, 8, 20];

/// A rulebook, and how its calls are made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The rulebook.
    pub book: Book,
    /// Milliseconds of one tick: times are small multiples of it.
    pub scale: u64,
    /// It has phrases of every form; else few and simple ones.
    pub rich: bool,
}

impl Made {
    /// A call of up to `most` events, and when it ends.
    pub fn call(&self, random: &mut Random, most: u64) -> (Call, i64) {
        calls::call(random, self, most)
    }
}

/// A rulebook while it is made.
struct Maker<'r> {
    r: &'r mut Random,
    book: Book,
    scale: u64,
    /// How many more parts it may get: then only leaves are made.
    parts: u32,
}

/// A rulebook and how its calls are made.
pub fn made(random: &mut Random) -> Made {
    let rich = random.one_in(4);
    let scale = random.weighted(&[(12, 1), (2, 1_000), (3, 3_600_000)]);
    let mut book = empty(random);
    if rich {
        book = random_phrases::phrase_book(random, book);
    } else {
        phrases::simple(random, &mut book);
    }
    let parts = random.weighted(&[(4, 40), (4, 90), (1, 250)]);
    let mut maker = Maker {
        r: random,
        book,
        scale,
        parts,
    };
    maker.scoring();
    maker.rules();
    Made {
        book: maker.book,
        scale,
        rich,
    }
}

/// A rulebook.
pub fn book(random: &mut Random) -> Book {
    made(random).book
}

/// A rulebook without phrases, rules and scores.
fn empty(random: &mut Random) -> Book {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let event = |name: &&str| EventDecl {
        name: (*name).into(),
        attributes: vec![("level".into(), AttributeType::Number)],
    };
    let param = |random: &mut Random| Param {
        name: "limit".into(),
        kind: random.of(&[ParamType::Number, ParamType::Text, ParamType::Duration]),
        value: "3".into(),
    };
    Book {
        name: "random".into(),
        version: "1".into(),
        language: random.of(&[Language::Chinese, Language::English]),
        channel: random.some(4, |_| "chat".into()),
        hash: "sha256:0".into(),
        sources: names(&["random.rulebook"]),
        case: random.one_in(4),
        fillers: vec![],
        confusions: vec![],
        params: random.some(4, param).into_iter().collect(),
        dropped: vec![],
        scores: vec![],
        sections: vec![],
        phrases: vec![],
        derived: vec![],
        named: vec![],
        events: EVENTS.iter().map(event).collect(),
        attributes: names(&ATTRIBUTES),
        metadata: names(&METADATA),
        labels: random
            .some(4, |_| "customer.*".into())
            .into_iter()
            .collect(),
        rules: vec![],
        tests: vec![],
        waiting: random.weighted(&[(1, 1), (1, 2), (1, 3), (4, 64)]),
    }
}

impl Maker<'_> {
    /// Between one and `most` of something.
    fn list<T>(&mut self, most: u64, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = 1 + self.r.below(most);
        (0..count).map(|_| make(self)).collect()
    }

    /// Something once in `odds` times.
    fn some<T>(&mut self, odds: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.r.one_in(odds) {
            Some(make(self))
        } else {
            None
        }
    }

    /// Takes one of the parts that are left; false when there is none.
    fn part(&mut self) -> bool {
        self.parts = self.parts.saturating_sub(1);
        self.parts > 0
    }

    /// Milliseconds.
    fn time(&mut self) -> u64 {
        self.r.of(&TIMES) * self.scale
    }
}
