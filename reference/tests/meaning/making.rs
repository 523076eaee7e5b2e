//! Short ways to write rulebooks and calls, and to read findings.
//!
//! In: rules put together from a few words; a call as lines like `5-9 agent a b` or
//! `12 label name=customer.mood value=angry`. Out: one line of text a finding.

#![allow(
    unreachable_pub,
    reason = "one test binary: everything here is for the files beside"
)]

use zhunze_calls::call::{Attributes, Call, Event, Kind as Happened, Speaker, Value};
use zhunze_calls::verdict::{Finding, Verdicts};
use zhunze_compiler::book::*;
use zhunze_compiler::text::units;

/// Phrases, events, attributes and metadata that every test's rulebook has.
pub const WORDS: [&str; 5] = ["a", "b", "c", "d", "e"];
pub const EVENTS: [&str; 4] = ["x", "y", "z", "callback"];
pub const ATTRIBUTES: [&str; 3] = ["level", "mood", "sure"];
pub const METADATA: [&str; 2] = ["queue", "vip"];

pub fn book(rules: Vec<Rule>) -> Book {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let event = |name: &&str| EventDecl {
        name: (*name).to_owned(),
        attributes: vec![],
    };
    Book {
        name: "test".into(),
        version: String::new(),
        language: Language::English,
        channel: None,
        hash: String::new(),
        sources: names(&["test.rulebook"]),
        scores: vec![score(100)],
        sections: vec![],
        phrases: WORDS
            .iter()
            .map(|word| phrase(word_pattern(word)))
            .collect(),
        events: EVENTS.iter().map(event).collect(),
        attributes: names(&ATTRIBUTES),
        metadata: names(&METADATA),
        labels: vec![],
        rules,
        tests: vec![],
        waiting: 64,
    }
}

pub fn score(from: i64) -> Score {
    let (name, grades) = ("score".into(), vec![]);
    Score {
        name,
        from,
        pass: None,
        unit: None,
        below_zero: false,
        grades,
    }
}

pub fn phrase(pattern: Pattern) -> Phrase {
    Phrase {
        name: None,
        pattern,
        source: SourceId(0),
        span: Span { start: 0, end: 0 },
    }
}

pub fn word_pattern(text: &str) -> Pattern {
    let placed = units(text, Language::English);
    Pattern::Units(placed.into_iter().map(|placed| placed.unit).collect())
}

pub fn whole_call(obligations: Vec<Obligation>) -> Rule {
    Rule {
        name: "rule".into(),
        title: "rule".into(),
        section: None,
        cite: vec![],
        severity: Severity::Minor,
        message: None,
        trigger: None,
        condition: None,
        excuse: None,
        obligations,
        deduct: None,
        award: None,
        fatal_from: None,
        score: ScoreId(0),
        source: SourceId(0),
        span: Span { start: 0, end: 0 },
    }
}

pub fn when(trigger: Moment, obligations: Vec<Obligation>) -> Rule {
    Rule {
        trigger: Some(trigger),
        ..whole_call(obligations)
    }
}

pub fn must(moment: Moment, window: Window) -> Obligation {
    Obligation::Happen {
        moment,
        negated: false,
        window,
    }
}

pub fn must_not(moment: Moment, window: Window) -> Obligation {
    Obligation::Happen {
        moment,
        negated: true,
        window,
    }
}

pub fn first(moments: Vec<Moment>) -> Obligation {
    let step = |moment| Step {
        within: None,
        moment,
    };
    Obligation::Before {
        steps: moments.into_iter().map(step).collect(),
        within: None,
    }
}

pub fn any_time() -> Window {
    Window::default()
}

pub fn within(max: u64) -> Window {
    Window {
        max: Some(max),
        ..any_time()
    }
}

pub fn one_of(moments: Vec<Moment>) -> Moment {
    Moment {
        any: moments.into_iter().flat_map(|moment| moment.any).collect(),
    }
}

pub fn event(kind: Kind, who: Who, phrase: Option<PhraseId>, guard: Option<Expr>) -> Moment {
    Moment {
        any: vec![Atom::Event {
            kind,
            who,
            phrase,
            guard,
        }],
    }
}

/// `agent says "a"`.
pub fn says(who: Who, word: &str) -> Moment {
    let phrase = position(&WORDS, word).map(PhraseId);
    assert!(phrase.is_some(), "no word {word}");
    event(Kind::Utterance, who, phrase, None)
}

pub fn agent(word: &str) -> Moment {
    says(Who::Agent, word)
}

pub fn customer(word: &str) -> Moment {
    says(Who::Customer, word)
}

pub fn speaks(who: Who) -> Moment {
    event(Kind::Utterance, who, None, None)
}

/// A declared event by name.
pub fn happens(name: &str) -> Moment {
    happens_where(name, None)
}

pub fn happens_where(name: &str, guard: Option<Expr>) -> Moment {
    let id = position(&EVENTS, name).map(EventId);
    event(Kind::Declared(id.unwrap()), Who::Anyone, None, guard)
}

pub fn kind(kind: Kind) -> Moment {
    event(kind, Who::Anyone, None, None)
}

pub fn silence(who: Who, length: u64, even_on_hold: bool) -> Moment {
    Moment {
        any: vec![Atom::Silence {
            who,
            length,
            even_on_hold,
        }],
    }
}

pub fn lasts(span: SpanKind, length: u64) -> Moment {
    Moment {
        any: vec![Atom::Lasts { span, length }],
    }
}

pub fn call_ends() -> Moment {
    Moment {
        any: vec![Atom::CallEnds],
    }
}

pub fn attribute(name: &str) -> Field {
    Field::Attribute(AttributeId(position(&ATTRIBUTES, name).unwrap()))
}

pub fn meta(name: &str) -> Field {
    Field::Meta(MetaId(position(&METADATA, name).unwrap()))
}

/// Whole numbers are written as such, not in thousandths.
pub fn compare(left: Term, op: CompareOp, right: i64) -> Expr {
    Expr::Compare {
        left,
        op,
        right: Term::Number(right * 1000),
    }
}

pub fn is_text(value: Field, text: &str) -> Expr {
    Expr::TextIn {
        value,
        list: vec![text.to_owned()],
        negated: false,
    }
}

pub fn at_least(moment: Moment, times: i64) -> Expr {
    compare(Term::Count(moment), CompareOp::GreaterEqual, times)
}

fn position(names: &[&str], name: &str) -> Option<u32> {
    let found = names.iter().position(|known| *known == name)?;
    u32::try_from(found).ok()
}

/// A call from lines; `meta queue=x` is metadata, `ends 60` the end of the call.
pub fn call(lines: &str) -> (Call, Option<i64>) {
    let (mut call, mut ends) = (Call::default(), None);
    for line in lines
        .split(';')
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        match line.split_once(' ') {
            Some(("ends", at)) => ends = Some(at.parse().unwrap()),
            Some(("meta", rest)) => call.metadata = attributes(rest),
            Some((times, rest)) => call.events.push(an_event(times, rest)),
            None => unreachable!("no event: {line}"),
        }
    }
    (call, ends)
}

fn an_event(times: &str, rest: &str) -> Event {
    let (t, end) = times.split_once('-').unwrap_or((times, times));
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let (kind, speaker) = kind_of(name);
    let by = rest
        .split(' ')
        .next()
        .map_or(Speaker::None, |by| kind_of(by).1);
    let plain = rest.split(' ').filter(|word| !word.contains('='));
    Event {
        t: t.parse().unwrap(),
        end: end.parse().unwrap(),
        speaker: if kind == Happened::Utterance {
            speaker
        } else {
            by
        },
        text: plain.collect::<Vec<_>>().join(" "),
        attributes: attributes(rest),
        kind,
    }
}

fn kind_of(name: &str) -> (Happened, Speaker) {
    let kind = match name {
        "agent" => return (Happened::Utterance, Speaker::Agent),
        "customer" => return (Happened::Utterance, Speaker::Customer),
        "system" => return (Happened::Utterance, Speaker::System),
        "somebody" => Happened::Utterance,
        "ring" => Happened::Ring,
        "answer" => Happened::Answer,
        "hold_start" => Happened::HoldStart,
        "hold_end" => Happened::HoldEnd,
        "mute_start" => Happened::MuteStart,
        "mute_end" => Happened::MuteEnd,
        "transfer" => Happened::Transfer,
        "hangup" => Happened::Hangup,
        "dtmf" => Happened::Dtmf,
        "action" => Happened::Action,
        "label" => Happened::Label,
        other => Happened::Other(other.to_owned()),
    };
    (kind, Speaker::None)
}

fn attributes(words: &str) -> Attributes {
    let pairs = words.split(' ').filter_map(|word| word.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), scalar(value)))
        .collect()
}

fn scalar(text: &str) -> Value {
    match (text, text.parse::<i64>()) {
        ("yes" | "no", _) => Value::Boolean(text == "yes"),
        (_, Ok(number)) => Value::Number(number * 1000),
        (_, Err(_)) => Value::Text(text.to_owned()),
    }
}

pub fn evaluate(book: &Book, lines: &str) -> Verdicts {
    let (call, ends) = call(lines);
    zhunze_reference::evaluate(book, &call, ends)
}

/// The findings of `rules` on a call, a line each.
pub fn judge(rules: Vec<Rule>, lines: &str) -> Vec<String> {
    let verdicts = evaluate(&book(rules), lines);
    verdicts.findings.iter().map(line).collect()
}

/// `0 satisfied at 5, saw 0 1`; `1 violated at 9 (DeadlineRanOut, due 9), saw 0`.
pub fn line(finding: &Finding) -> String {
    let mut line = format!("{} satisfied at {}", finding.rule, finding.at);
    if !finding.satisfied {
        let due = finding.due.map(|due| format!(", due {due}"));
        let (reason, due) = (finding.reason, due.unwrap_or_default());
        line = format!(
            "{} violated at {} ({reason:?}{due})",
            finding.rule, finding.at
        );
    }
    if finding.obligation > 0 {
        line += &format!(" by #{}", finding.obligation);
    }
    if !finding.evidence.is_empty() {
        line += ", saw";
    }
    for evidence in &finding.evidence {
        line += &format!(" {}", evidence.event);
    }
    line
}

/// Asserts the findings of one rule on a call, its number left out.
#[track_caller]
pub fn expect(rule: Rule, lines: &str, expected: &[&str]) {
    let found = judge(vec![rule], lines);
    let found: Vec<_> = found
        .iter()
        .map(|line| line.trim_start_matches("0 "))
        .collect();
    assert_eq!(found, expected, "{lines}");
}
