//! Short ways to write calls and to read findings.
//!
//! In: a call as lines like `5-9 agent a b` or `12 label name=customer.mood value=angry`,
//! separated by `;`. Out: one line of text a finding.

#![allow(
    unreachable_pub,
    reason = "one test binary: everything here is for the files beside"
)]

use zhunze_calls::call::{Attributes, Call, Event, Kind, Speaker, Value};
use zhunze_calls::verdict::{Finding, Verdicts};
use zhunze_compiler::book::{Book, CompareOp, Expr, Moment, Rule, Term, Who};

use crate::making::{book, happens, require, speaks, when};

/// A call from lines; `meta queue=x` is metadata, `started AT` the time of its start, `ends
/// 60` its end.
pub fn call(lines: &str) -> (Call, Option<i64>) {
    let (mut call, mut ends) = (Call::default(), None);
    let lines = lines.split(';').map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        match line.split_once(' ') {
            Some(("ends", at)) => ends = Some(at.parse().unwrap()),
            Some(("started", at)) => call.started_at = Some(at.into()),
            Some(("meta", rest)) => call.metadata = attributes(rest),
            Some((times, rest)) => call.events.push(an_event(times, rest)),
            None => unreachable!("no event: {line}"),
        }
    }
    (call, ends)
}

fn an_event(times: &str, rest: &str) -> Event {
    let dash = times.char_indices().skip(1).find(|(_, c)| *c == '-');
    let (t, end) = dash.map_or((times, times), |(at, _)| (&times[..at], &times[at + 1..]));
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let (kind, speaker) = kind_of(name);
    let by = rest.split(' ').next();
    let by = by.map_or(Speaker::None, |by| kind_of(by).1);
    let plain = rest.split(' ').filter(|word| !word.contains('='));
    Event {
        t: t.parse().unwrap(),
        end: end.parse().unwrap(),
        speaker: if kind == Kind::Utterance { speaker } else { by },
        text: plain.collect::<Vec<_>>().join(" "),
        attributes: attributes(rest),
        kind,
    }
}

fn kind_of(name: &str) -> (Kind, Speaker) {
    match name {
        "agent" => (Kind::Utterance, Speaker::Agent),
        "customer" => (Kind::Utterance, Speaker::Customer),
        "system" => (Kind::Utterance, Speaker::System),
        "somebody" => (Kind::Utterance, Speaker::None),
        other => (Kind::of(other), Speaker::None),
    }
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
    crate::evaluator::evaluate(book, &call, ends)
}

/// The findings of `rules` on a call, a line each.
pub fn judge(rules: Vec<Rule>, lines: &str) -> Vec<String> {
    judge_by(&book(rules), lines)
}

/// The findings of a rulebook on a call, a line each.
pub fn judge_by(book: &Book, lines: &str) -> Vec<String> {
    evaluate(book, lines).findings.iter().map(line).collect()
}

/// `0 satisfied at 5, saw 0 1`; `1 violated at 9 (DeadlineRanOut, due 9), saw 0`.
pub fn line(finding: &Finding) -> String {
    let (rule, at, reason) = (finding.rule, finding.at, finding.reason);
    let mut line = format!("{rule} satisfied at {at}");
    if !finding.satisfied {
        let due = finding.due.map(|due| format!(", due {due}"));
        line = format!(
            "{rule} violated at {at} ({reason:?}{})",
            due.unwrap_or_default()
        );
    }
    if finding.obligation > 0 {
        line += &format!(" by #{}", finding.obligation);
    }
    if finding.arm > 0 {
        line += &format!(" of arm {}", finding.arm);
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
    expect_by(&book(vec![rule]), lines, expected);
}

/// Asserts the findings of a rulebook's only rule on a call, its number left out.
#[track_caller]
pub fn expect_by(book: &Book, lines: &str, expected: &[&str]) {
    let found = judge_by(book, lines);
    let found = found.iter().map(|line| line.trim_start_matches("0 "));
    assert_eq!(found.collect::<Vec<_>>(), expected, "{lines}");
}

/// Asserts at which events a moment comes.
#[track_caller]
pub fn comes_at(moment: Moment, lines: &str, events: &[u32]) {
    comes_at_by(&book(vec![always(moment)]), lines, events);
}

/// Asserts at which events the trigger of a rulebook's only rule comes.
#[track_caller]
pub fn comes_at_by(book: &Book, lines: &str, events: &[u32]) {
    let found = evaluate(book, lines).findings;
    let found: Vec<_> = found.iter().filter_map(|finding| finding.trigger).collect();
    assert_eq!(found, events, "{lines}");
}

/// Asserts when a moment comes.
#[track_caller]
pub fn comes(moment: Moment, lines: &str, times: &[i64]) {
    let found = evaluate(&book(vec![always(moment)]), lines).findings;
    let found: Vec<_> = found.iter().map(|finding| finding.at).collect();
    assert_eq!(found, times, "{lines}");
}

/// A rule that is satisfied whenever the moment comes.
pub fn always(moment: Moment) -> Rule {
    when(moment, vec![require(Expr::Const(true))])
}

/// Asserts what a number is at the last `x` of a call, in thousandths.
#[track_caller]
pub fn has_value(term: Term, lines: &str, expected: Option<i64>) {
    has_value_at("x", term, lines, expected);
}

/// Asserts what a number is at the last event of that name, in thousandths.
#[track_caller]
pub fn has_value_at(name: &str, term: Term, lines: &str, expected: Option<i64>) {
    let compares = |op, right| Expr::Compare {
        left: term.clone(),
        op,
        right: Term::Number(right),
    };
    let (wanted, expr) = match expected {
        Some(value) => (true, compares(CompareOp::Equal, value)),
        None => {
            let any = [CompareOp::LessEqual, CompareOp::Greater].map(|op| compares(op, 0));
            (false, Expr::Or(any.to_vec()))
        }
    };
    let trigger = match name {
        "agent" => speaks(Who::Agent),
        "customer" => speaks(Who::Customer),
        "system" => speaks(Who::System),
        other => happens(other),
    };
    let found = evaluate(&book(vec![when(trigger, vec![require(expr)])]), lines).findings;
    let last = found.last().map(|finding| finding.satisfied);
    assert_eq!(last, Some(wanted), "{lines}: {term:?} is not {expected:?}");
}
