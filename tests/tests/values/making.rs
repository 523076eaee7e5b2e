//! Short ways to write rulebooks and calls, and to ask for values.
//!
//! In: conditions and a call as lines like `5-9 agent a b` or `12 x p=3`, separated by `;`
//! (numbers are thousandths). Out: what holds at each trigger, after module and reference
//! evaluator have said the same.

use std::collections::BTreeSet;

use zhunze_calls::call::{Attributes, Call, Event, Kind as Happened, Speaker, Value, call_end};
use zhunze_calls::verdict::Verdicts;
pub use zhunze_compiler::book::*;
use zhunze_tests::plain_host::{Delivery, Host};

const WORDS: [&str; 5] = ["a", "b", "c", "d", "e"];
const EVENTS: [&str; 3] = ["x", "y", "z"];
const ATTRIBUTES: [&str; 5] = ["p", "q", "mood", "sure", "speech_rate"];
const METADATA: [&str; 2] = ["queue", "vip"];

fn place(names: &[&str], name: &str) -> u32 {
    names.iter().position(|known| *known == name).unwrap() as u32
}

pub fn book(rules: Vec<Rule>) -> Book {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let event = |name: &&str| EventDecl {
        name: (*name).into(),
        attributes: vec![],
    };
    let score = Score {
        name: "score".into(),
        from: 100_000,
        pass: None,
        unit: None,
        below_zero: false,
        grades: vec![],
    };
    Book {
        name: "test".into(),
        version: String::new(),
        language: Language::English,
        channel: None,
        hash: String::new(),
        sources: names(&["test.rulebook"]),
        case: false,
        fillers: vec![],
        confusions: vec![],
        params: vec![],
        dropped: vec![],
        scores: vec![score],
        sections: vec![],
        phrases: WORDS.iter().map(|word| phrase(word)).collect(),
        derived: vec![],
        named: vec![],
        events: EVENTS.iter().map(event).collect(),
        attributes: names(&ATTRIBUTES),
        metadata: names(&METADATA),
        labels: vec![],
        rules,
        tests: vec![],
        waiting: 64,
    }
}

fn phrase(word: &str) -> Phrase {
    let units = zhunze_compiler::text::units(word, Language::English);
    let units = units.into_iter().map(|placed| placed.unit).collect();
    Phrase {
        name: None,
        body: PhraseBody::Pattern(Pattern::Units(units)),
        captures: vec![],
        source: SourceId(0),
        span: Span { start: 0, end: 0 },
    }
}

pub fn when(trigger: Moment, duty: Duty) -> Rule {
    let arm = Arm {
        branch: None,
        trigger: Some(trigger),
        condition: None,
        excuse: None,
        obligations: vec![Obligation {
            or_else: false,
            duty,
        }],
    };
    Rule {
        name: "rule".into(),
        title: "rule".into(),
        section: None,
        cite: vec![],
        severity: Severity::Minor,
        message: None,
        needs_review: false,
        advice: false,
        applies: None,
        pick: Pick::Each,
        own: false,
        arms: vec![arm],
        costs: vec![],
        fatal_from: None,
        fatal_section: false,
        leave_out: false,
        score: ScoreId(0),
        source: SourceId(0),
        span: Span { start: 0, end: 0 },
    }
}

pub fn require(trigger: Moment, expr: Expr) -> Rule {
    when(trigger, Duty::Require(expr))
}

pub fn atom(atom: Atom) -> Moment {
    Moment { any: vec![atom] }
}

pub fn either(one: &Moment, other: &Moment) -> Moment {
    Moment {
        any: one.any.iter().chain(&other.any).cloned().collect(),
    }
}

fn event(kind: Kind, who: Who, phrase: Option<PhraseId>) -> Moment {
    atom(Atom::Event {
        kind,
        who,
        phrase,
        guard: None,
    })
}

pub fn kind(kind: Kind) -> Moment {
    event(kind, Who::Anyone, None)
}

pub fn happens(name: &str) -> Moment {
    kind(Kind::Declared(EventId(place(&EVENTS, name))))
}

pub fn speaks(who: Who) -> Moment {
    event(Kind::Utterance, who, None)
}

pub fn says(who: Who, word: &str) -> Moment {
    event(Kind::Utterance, who, Some(PhraseId(place(&WORDS, word))))
}

pub fn silence(who: Who, length: u64, even_on_hold: bool, after: Option<Moment>) -> Moment {
    atom(Atom::Silence {
        who,
        length,
        even_on_hold,
        after,
    })
}

pub fn attribute(name: &str) -> Field {
    Field::Attribute(AttributeId(place(&ATTRIBUTES, name)))
}

pub fn of_trigger(name: &str) -> Field {
    Field::OfTrigger(AttributeId(place(&ATTRIBUTES, name)))
}

pub fn meta(name: &str) -> Field {
    Field::Meta(MetaId(place(&METADATA, name)))
}

pub fn compare(left: Term, op: CompareOp, right: Term) -> Expr {
    Expr::Compare { left, op, right }
}

pub fn equals(left: Term, number: i64) -> Expr {
    compare(left, CompareOp::Equal, Term::Number(number))
}

pub fn is_there(term: &Term) -> Expr {
    compare(term.clone(), CompareOp::Equal, term.clone())
}

pub fn calculate(left: Term, op: ArithmeticOp, right: Term) -> Term {
    Term::Arithmetic(Box::new(left), op, Box::new(right))
}

/// A call; `meta queue=x` is metadata, `started AT` the time of its start, `ends 60` its end.
fn call(lines: &str) -> (Call, i64) {
    let (mut call, mut ends) = (Call::default(), None);
    let lines = lines.split(';').map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        let (first, rest) = line.split_once(' ').unwrap();
        match first {
            "ends" => ends = Some(rest.parse().unwrap()),
            "started" => call.started_at = Some(rest.into()),
            "meta" => call.metadata = attributes(rest),
            times => call.events.push(an_event(times, rest)),
        }
    }
    let ends = ends.unwrap_or_else(|| call_end(&call));
    (call, ends)
}

fn an_event(times: &str, rest: &str) -> Event {
    let dash = times.rfind('-').filter(|at| *at > 0);
    let (t, end) = dash.map_or((times, times), |at| (&times[..at], &times[at + 1..]));
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let (kind, speaker) = match name {
        "somebody" => (Happened::Utterance, Speaker::None),
        "agent" | "customer" | "system" => (Happened::Utterance, Speaker::of(name)),
        other => (Happened::of(other), Speaker::None),
    };
    let plain = rest.split(' ').filter(|word| !word.contains('='));
    Event {
        t: t.parse().unwrap(),
        end: end.parse().unwrap(),
        speaker,
        text: plain.collect::<Vec<_>>().join(" "),
        attributes: attributes(rest),
        kind,
    }
}

fn attributes(words: &str) -> Attributes {
    let pairs = words.split(' ').filter_map(|word| word.split_once('='));
    let scalar = |text: &str| match (text, text.parse()) {
        ("yes" | "no", _) => Value::Boolean(text == "yes"),
        (_, Ok(number)) => Value::Number(number),
        (_, Err(_)) => Value::Text(text.to_owned()),
    };
    pairs
        .map(|(name, value)| (name.to_owned(), scalar(value)))
        .collect()
}

/// What the module and the reference evaluator both say.
#[track_caller]
pub fn run(book: &Book, lines: &str) -> Verdicts {
    let (call, ends) = call(lines);
    let mut host = Host::new(&zhunze_compiler::compile(book).unwrap().wasm);
    let verdicts = host.run(&call, ends, Delivery::OneByOne);
    let expected = zhunze_reference::evaluate(book, &call, Some(ends));
    assert_eq!(verdicts, expected, "module and reference differ: {lines}");
    verdicts
}

/// By condition: whether it holds at each trigger.
#[track_caller]
pub fn judge(trigger: &Moment, exprs: &[Expr], lines: &str) -> Vec<Vec<bool>> {
    let rules = exprs
        .iter()
        .map(|expr| require(trigger.clone(), expr.clone()));
    let found = run(&book(rules.collect()), lines).findings;
    let of = |rule: u32| found.iter().filter(move |finding| finding.rule == rule);
    let rules = 0..exprs.len() as u32;
    rules
        .map(|rule| of(rule).map(|finding| finding.satisfied).collect())
        .collect()
}

/// Asserts the values of a term at each trigger.
#[track_caller]
pub fn check(trigger: &Moment, term: &Term, lines: &str, want: &[Option<i64>]) {
    let distinct: BTreeSet<i64> = want.iter().flatten().copied().collect();
    let exprs = distinct.iter().map(|number| equals(term.clone(), *number));
    let exprs: Vec<Expr> = std::iter::once(is_there(term)).chain(exprs).collect();
    let held = judge(trigger, &exprs, lines);
    let value = |at: usize| {
        let equal = distinct.iter().zip(&held[1..]).find(|(_, held)| held[at]);
        held[0][at].then(|| equal.map_or(i64::MAX, |(number, _)| *number))
    };
    let found: Vec<_> = (0..held[0].len()).map(value).collect();
    assert_eq!(found, want, "{lines} ({} is any other value)", i64::MAX);
}

pub fn known(values: &[i64]) -> Vec<Option<i64>> {
    values.iter().map(|value| Some(*value)).collect()
}

/// Asserts when a moment comes.
#[track_caller]
pub fn comes(moment: Moment, lines: &str, times: &[i64]) {
    let found = run(&book(vec![require(moment, Expr::Const(true))]), lines).findings;
    let found: Vec<i64> = found.iter().map(|finding| finding.at).collect();
    assert_eq!(found, times, "{lines}");
}
