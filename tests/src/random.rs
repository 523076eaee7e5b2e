//! Random checked rulebooks and calls, made from a seed.
//!
//! Times are small and coarse so that ties, overlaps and exact deadlines are common; words
//! are few so that phrases are found. Every construct of the checked rulebook is made, and
//! `tests/random_covers.rs` proves that it is.

use zhunze_calls::call::{Call, Event, Kind as Happened, Speaker, Value};
use zhunze_compiler::book::*;
use zhunze_compiler::text::units;

/// SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator whose numbers depend on the seed alone.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize].clone()
    }

    fn some<T>(&mut self, odds: u64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(odds) {
            Some(make(self))
        } else {
            None
        }
    }

    fn list<T>(&mut self, most: u64, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = 1 + self.below(most);
        (0..count).map(|_| make(self)).collect()
    }
}

const WORDS: [&str; 8] = ["a", "b", "c", "d", "好", "你", "谢", "aa"];
const EVENTS: [&str; 2] = ["callback", "refund"];
const ATTRIBUTES: [&str; 4] = ["level", "mood", "sure", "name"];
const METADATA: [&str; 3] = ["queue", "vip", "age"];
const LABELS: [&str; 4] = ["customer.mood", "agent.angry", "customer", "angry"];
const WHO: [Who; 4] = [Who::Agent, Who::Customer, Who::System, Who::Anyone];
const TIMES: [u64; 6] = [1, 2, 3, 5, 8, 20];

/// A rulebook.
pub fn book(random: &mut Random) -> Book {
    let phrases = random.list(5, phrase);
    let scores = random.list(2, score);
    let sections = random.list(3, |random| section(random, scores.len() as u64));
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut book = Book {
        name: "random".into(),
        version: "1".into(),
        language: random.of(&[Language::Chinese, Language::English]),
        channel: None,
        hash: "sha256:0".into(),
        sources: names(&["random.rulebook"]),
        scores,
        sections,
        phrases,
        events: EVENTS
            .iter()
            .map(|name| EventDecl {
                name: (*name).into(),
                attributes: vec![],
            })
            .collect(),
        attributes: names(&ATTRIBUTES),
        metadata: names(&METADATA),
        labels: vec![],
        rules: vec![],
        tests: vec![],
        waiting: random.of(&[1, 2, 3, 64, 64]),
    };
    let count = 1 + random.below(6);
    for number in 0..count {
        let rule = rule(random, &book, number);
        book.rules.push(rule);
    }
    book
}

fn phrase(random: &mut Random) -> Phrase {
    let (source, span) = (SourceId(0), Span::default());
    Phrase {
        name: None,
        pattern: pattern(random, 2),
        source,
        span,
    }
}

fn words(random: &mut Random) -> Pattern {
    let text = random.list(2, |random| random.of(&WORDS)).join(" ");
    Pattern::Units(
        units(&text, Language::Chinese)
            .into_iter()
            .map(|placed| placed.unit)
            .collect(),
    )
}

/// Never empty, never with a gap at either end.
fn pattern(random: &mut Random, depth: u32) -> Pattern {
    if depth == 0 {
        return words(random);
    }
    match random.below(6) {
        0 => Pattern::Any(random.list(3, |random| pattern(random, depth - 1))),
        1 => {
            let (first, last) = (pattern(random, depth - 1), pattern(random, depth - 1));
            Pattern::Seq(vec![first, gap(random), last])
        }
        2 => {
            let inside = pattern(random, depth - 1);
            Pattern::Seq(vec![
                words(random),
                Pattern::Optional(Box::new(inside)),
                words(random),
            ])
        }
        3 => {
            let (a, b, c) = (pattern(random, depth - 1), words(random), words(random));
            let maybe = Pattern::Optional(Box::new(b));
            Pattern::Seq(vec![a, gap(random), maybe, gap(random), c])
        }
        _ => words(random),
    }
}

fn gap(random: &mut Random) -> Pattern {
    let min = random.below(3) as u32;
    Pattern::Gap {
        min,
        max: min + random.below(4) as u32,
    }
}

fn points(random: &mut Random) -> i64 {
    (1 + random.below(20) as i64) * random.of(&[1000, 500, 1])
}

fn score(random: &mut Random) -> Score {
    Score {
        name: format!("score{}", random.below(100)),
        from: random.of(&[100_000, 10_000, 0]),
        pass: random.some(2, points),
        unit: random.some(3, |_| "元".to_string()),
        below_zero: random.one_in(2),
        grades: vec![("good".into(), Some(5000)), ("poor".into(), None)],
    }
}

fn section(random: &mut Random, scores: u64) -> Section {
    Section {
        name: format!("section{}", random.below(100)),
        title: "部分".into(),
        weight: random.some(2, points),
        score: ScoreId(random.below(scores) as u32),
        below_zero: random.one_in(2),
    }
}

fn rule(random: &mut Random, book: &Book, number: u64) -> Rule {
    let trigger = random
        .one_in(4)
        .then_some(())
        .map_or_else(|| Some(moment(random, book)), |()| None);
    let obligations = obligations(random, book, trigger.is_some());
    let lone = matches!(
        obligations.as_slice(),
        [Obligation::Happen { negated: true, .. }]
    );
    let looks = Looks {
        attributes: trigger.as_ref().map_or(lone, all_events),
        history: trigger.is_some() || lone,
    };
    let condition = random.some(3, |random| expr(random, book, looks, 2));
    Rule {
        name: format!("rule{number}"),
        title: format!("规则 {number}"),
        section: random.some(2, |random| {
            SectionId(random.below(book.sections.len() as u64) as u32)
        }),
        cite: vec![],
        severity: random.of(&[Severity::Minor, Severity::Major, Severity::Critical]),
        message: random.some(4, |_| "message".into()),
        condition,
        excuse: random.some(4, |random| moment(random, book)),
        obligations: fit(obligations, trigger.as_ref(), lone),
        trigger,
        deduct: random.some(2, amount),
        award: random.some(4, amount),
        fatal_from: random.some(6, |random| 1 + random.below(3) as u32),
        score: ScoreId(random.below(book.scores.len() as u64) as u32),
        source: SourceId(0),
        span: Span::default(),
    }
}

/// Drops conditions that the checker would not let through: attributes without an event.
fn fit(obligations: Vec<Obligation>, trigger: Option<&Moment>, lone: bool) -> Vec<Obligation> {
    let events = trigger.map_or(lone, all_events);
    let keep = |obligation: &Obligation| match obligation {
        Obligation::Require(expr) => events || !asks_attribute(expr),
        Obligation::Happen { .. } | Obligation::Before { .. } => true,
    };
    let kept: Vec<Obligation> = obligations.iter().filter(|o| keep(o)).cloned().collect();
    if kept.is_empty() {
        vec![Obligation::Require(Expr::Const(true))]
    } else {
        kept
    }
}

fn all_events(moment: &Moment) -> bool {
    moment
        .any
        .iter()
        .all(|atom| matches!(atom, Atom::Event { .. } | Atom::Labelled { .. }))
}

fn asks_attribute(expr: &Expr) -> bool {
    let field = |field: &Field| matches!(field, Field::Attribute(_));
    let term = |term: &Term| matches!(term, Term::Field(Field::Attribute(_)));
    match expr {
        Expr::Const(_) | Expr::Happened(_) => false,
        Expr::Not(inside) => asks_attribute(inside),
        Expr::And(all) | Expr::Or(all) => all.iter().any(asks_attribute),
        Expr::Compare { left, right, .. } => term(left) || term(right),
        Expr::TextIn { value, .. } | Expr::Flag { value, .. } => field(value),
    }
}

fn amount(random: &mut Random) -> Amount {
    Amount {
        points: points(random),
        each_time: random.one_in(2),
        at_most: random.some(2, points),
    }
}

fn obligations(random: &mut Random, book: &Book, triggered: bool) -> Vec<Obligation> {
    let count = random.of(&[1, 1, 1, 2, 3]);
    let mut all: Vec<Obligation> = (0..count)
        .map(|_| match random.below(5) {
            0 if triggered => Obligation::Before {
                steps: random
                    .list(3, |random| Step {
                        within: random.some(2, time),
                        moment: moment(random, book),
                    })
                    .into_iter()
                    .enumerate()
                    .map(|(i, step)| Step {
                        within: step.within.filter(|_| i > 0),
                        ..step
                    })
                    .collect(),
                within: random.some(2, time),
            },
            1 => Obligation::Require(expr(
                random,
                book,
                Looks {
                    attributes: triggered,
                    history: true,
                },
                2,
            )),
            _ => Obligation::Happen {
                moment: moment(random, book),
                negated: random.one_in(2),
                window: window(random, book),
            },
        })
        .collect();
    all.truncate(3);
    all
}

fn time(random: &mut Random) -> u64 {
    random.of(&TIMES)
}

fn window(random: &mut Random, book: &Book) -> Window {
    let min = random.some(4, time);
    Window {
        min,
        max: random.some(2, |random| min.unwrap_or(0) + time(random)),
        after: random.some(5, |random| moment(random, book)),
        before: random.some(5, |random| moment(random, book)),
        next_turn: random.some(6, |random| random.of(&[Who::Agent, Who::Customer])),
    }
}

fn moment(random: &mut Random, book: &Book) -> Moment {
    let mut any = vec![];
    for atom in random.list(2, |random| atom(random, book)) {
        if !any.contains(&atom) {
            any.push(atom);
        }
    }
    Moment { any }
}

fn atom(random: &mut Random, book: &Book) -> Atom {
    let guard = |random: &mut Random| {
        random.some(4, |random| {
            expr(
                random,
                book,
                Looks {
                    attributes: true,
                    history: true,
                },
                1,
            )
        })
    };
    match random.below(12) {
        0..5 => Atom::Event {
            kind: Kind::Utterance,
            who: random.of(&WHO),
            phrase: random.some(2, |random| {
                PhraseId(random.below(book.phrases.len() as u64) as u32)
            }),
            guard: guard(random),
        },
        5..8 => {
            let declared = Kind::Declared(EventId(random.below(EVENTS.len() as u64) as u32));
            let kind = random.of(&[
                Kind::Ring,
                Kind::Answer,
                Kind::HoldStart,
                Kind::HoldEnd,
                Kind::MuteStart,
                Kind::MuteEnd,
                Kind::Transfer,
                Kind::Hangup,
                Kind::Dtmf,
                Kind::Action,
                Kind::Label,
                declared,
                declared,
            ]);
            let who = if kind == Kind::Hangup {
                random.of(&WHO)
            } else {
                Who::Anyone
            };
            Atom::Event {
                kind,
                who,
                phrase: None,
                guard: guard(random),
            }
        }
        8 => Atom::Labelled {
            who: random.of(&[Who::Agent, Who::Customer]),
            value: random.of(&["angry", "mood", "customer"]).into(),
            guard: guard(random),
        },
        9 => Atom::Silence {
            who: random.of(&WHO),
            length: time(random),
            even_on_hold: random.one_in(2),
        },
        10 => Atom::Lasts {
            span: random.of(&[SpanKind::Hold, SpanKind::Mute]),
            length: time(random),
        },
        _ => Atom::CallEnds,
    }
}

/// What a condition may look at.
#[derive(Clone, Copy)]
struct Looks {
    attributes: bool,
    history: bool,
}

fn field(random: &mut Random, looks: Looks) -> Field {
    if looks.attributes && !random.one_in(3) {
        Field::Attribute(AttributeId(random.below(ATTRIBUTES.len() as u64) as u32))
    } else {
        Field::Meta(MetaId(random.below(METADATA.len() as u64) as u32))
    }
}

fn expr(random: &mut Random, book: &Book, looks: Looks, depth: u32) -> Expr {
    let choices = if depth == 0 { 4 } else { 7 };
    match random.below(choices) {
        0 => Expr::TextIn {
            value: field(random, looks),
            list: random.list(2, |random| {
                random.of(&["x", "angry", "callback"]).to_string()
            }),
            negated: random.one_in(2),
        },
        1 => Expr::Flag {
            value: field(random, looks),
            negated: random.one_in(2),
        },
        2 if looks.history => Expr::Happened(plain_moment(random, book)),
        2 => Expr::Const(random.one_in(2)),
        3 => Expr::Compare {
            left: term(random, book, looks),
            op: random.of(&[
                CompareOp::Equal,
                CompareOp::NotEqual,
                CompareOp::Less,
                CompareOp::LessEqual,
                CompareOp::Greater,
                CompareOp::GreaterEqual,
            ]),
            right: term(random, book, looks),
        },
        4 => Expr::Not(Box::new(expr(random, book, looks, depth - 1))),
        5 => Expr::And(random.list(3, |random| expr(random, book, looks, depth - 1))),
        _ => Expr::Or(random.list(3, |random| expr(random, book, looks, depth - 1))),
    }
}

/// A moment whose guards look back on nothing, so that conditions do not nest for ever.
fn plain_moment(random: &mut Random, book: &Book) -> Moment {
    let plain = |atom| match atom {
        Atom::Event {
            kind, who, phrase, ..
        } => Atom::Event {
            kind,
            who,
            phrase,
            guard: None,
        },
        Atom::Labelled { who, value, .. } => Atom::Labelled {
            who,
            value,
            guard: None,
        },
        other => other,
    };
    let atom = match random.below(3) {
        0 => Atom::Silence {
            who: random.of(&WHO),
            length: time(random),
            even_on_hold: false,
        },
        _ => Atom::Event {
            kind: Kind::Utterance,
            who: random.of(&WHO),
            phrase: random.some(2, |random| {
                PhraseId(random.below(book.phrases.len() as u64) as u32)
            }),
            guard: None,
        },
    };
    Moment {
        any: vec![plain(atom)],
    }
}

fn term(random: &mut Random, book: &Book, looks: Looks) -> Term {
    match random.below(4) {
        0 => Term::Number(random.below(4) as i64 * 1000),
        1 if looks.history => Term::Rings,
        2 if looks.history => Term::Count(plain_moment(random, book)),
        _ => Term::Field(field(random, looks)),
    }
}

/// A call of up to `most` events, and when it ends.
pub fn call(random: &mut Random, most: u64) -> (Call, i64) {
    let mut call = Call {
        call_id: "c".into(),
        ..Call::default()
    };
    for name in METADATA {
        if !random.one_in(3) {
            call.metadata.insert(name, value(random));
        }
    }
    let mut t = 0;
    for _ in 0..random.below(most + 1) {
        t += random.of(&[0, 0, 1, 1, 2, 3, 5, 9]);
        call.events.push(event(random, t));
    }
    if random.one_in(3) {
        shuffle(random, &mut call.events);
    }
    let ends = zhunze_calls::call::call_end(&call) + random.of(&[0, 0, 1, 5, 30]);
    (call, ends)
}

fn shuffle(random: &mut Random, events: &mut [Event]) {
    for i in (1..events.len()).rev() {
        events.swap(i, random.below(i as u64 + 1) as usize);
    }
}

fn value(random: &mut Random) -> Value {
    match random.below(3) {
        0 => Value::Number(random.below(4) as i64 * 1000),
        1 => Value::Boolean(random.one_in(2)),
        _ => Value::Text(random.of(&["x", "angry", "callback", ""]).to_string()),
    }
}

fn event(random: &mut Random, t: i64) -> Event {
    let kind = match random.below(20) {
        0..10 => Happened::Utterance,
        10 => random.of(&[Happened::Ring, Happened::Answer, Happened::Dtmf]),
        11 => random.of(&[Happened::HoldStart, Happened::HoldEnd]),
        12 => random.of(&[
            Happened::HoldStart,
            Happened::HoldEnd,
            Happened::MuteStart,
            Happened::MuteEnd,
        ]),
        13 => random.of(&[
            Happened::Hangup,
            Happened::Transfer,
            Happened::Other("unknown".into()),
        ]),
        14..16 => Happened::Action,
        16..18 => Happened::Label,
        _ => Happened::Other(random.of(&EVENTS).into()),
    };
    let mut event = Event::new(t, kind.clone());
    event.speaker = random.of(&[
        Speaker::Agent,
        Speaker::Customer,
        Speaker::Agent,
        Speaker::Customer,
        Speaker::System,
        Speaker::None,
    ]);
    for name in ATTRIBUTES {
        if random.one_in(2) {
            event.attributes.insert(name, value(random));
        }
    }
    match kind {
        Happened::Utterance => {
            event.text = text(random);
            event.end = t + random.of(&[0, 0, 1, 2, 4, 7]);
        }
        Happened::Action => {
            let name = random.of(&["callback", "refund", "other"]);
            event.attributes.insert("name", Value::Text(name.into()));
        }
        Happened::Label => {
            let name = random.of(&LABELS);
            event.attributes.insert("name", Value::Text(name.into()));
            if random.one_in(2) {
                event
                    .attributes
                    .insert("value", Value::Text("angry".into()));
            }
        }
        _ => {}
    }
    event
}

fn text(random: &mut Random) -> String {
    let between = ["", " ", "，", "'", "-", "…", "\u{301}"];
    let others = ["e", "谢谢", "呢", "謝", "Ａ", "B", "😀", "z9"];
    let mut text = String::new();
    for _ in 0..random.below(9) {
        text += if random.one_in(4) {
            random.of(&others)
        } else {
            random.of(&WORDS)
        };
        text += random.of(&between);
    }
    text
}
