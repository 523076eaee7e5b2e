//! Prints the lines of a test in columns: when, who, what.

use super::align::{pad, width};
use super::write::{Form, Printer, join, milli};
use crate::ast::{Expectation, ExpectedOutcome, TestEvent, TestLine};
use crate::build::Built;
use crate::keywords::Keyword as K;

/// The widths of the columns of one test.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Columns {
    time: usize,
    who: usize,
}

/// The widths that the lines of an item need.
pub(super) fn columns(printer: &Printer<'_>, units: &[Built]) -> Columns {
    let mut columns = Columns::default();
    for unit in units {
        let Built::Line(line @ TestLine::Event { event, .. }) = unit else {
            continue;
        };
        columns.time = columns.time.max(width(&time(printer, line)));
        if let TestEvent::Utterance { who, .. } = event {
            columns.who = columns.who.max(width(printer.who(*who)));
        }
    }
    columns
}

fn time(printer: &Printer<'_>, line: &TestLine) -> String {
    let TestLine::Event { at, end, .. } = line else {
        return String::new();
    };
    let at = printer.duration(at);
    match end {
        None => at,
        Some(end) => join(&[&at, printer.word(K::To), &printer.duration(end)]),
    }
}

/// One line.
pub(super) fn line(printer: &Printer<'_>, line: &TestLine, columns: Columns) -> String {
    match line {
        TestLine::Meta { name, value } => {
            let call = if printer.chinese() { "通话" } else { "call" };
            join(&[call, &name.node, "=", &printer.literal(value)])
        }
        TestLine::Event { event, .. } => {
            format!(
                "{}  {}",
                pad(&time(printer, line), columns.time),
                self::event(printer, event, columns)
            )
        }
        TestLine::Ends(at) if printer.chinese() => {
            format!(
                "通话{} {} {}",
                printer.word(K::Ends),
                printer.word(K::AtTime),
                printer.duration(at)
            )
        }
        TestLine::Ends(at) => join(&[
            "call",
            printer.word(K::Ends),
            printer.word(K::AtTime),
            &printer.duration(at),
        ]),
        TestLine::Expect(expectation) => {
            join(&[printer.word(K::Expect), &expect(printer, expectation)])
        }
    }
}

fn event(printer: &Printer<'_>, event: &TestEvent, columns: Columns) -> String {
    match event {
        TestEvent::Ring(count) => join(&[printer.word(K::Ring), &milli(count.node)]),
        TestEvent::Answer => printer.word(K::Answer).to_owned(),
        TestEvent::Utterance {
            who,
            text,
            attributes,
        } => {
            let who = pad(printer.who(*who), columns.who);
            format!(
                "{who} {}{}",
                printer.quoted(text.span),
                printer.attributes(attributes)
            )
        }
        TestEvent::Edge { span, starts } => {
            let verb = if *starts { K::Starts } else { K::Ends };
            join(&[printer.span_kind(*span), printer.verb(verb, Form::Finite)])
        }
        TestEvent::HangsUp(who) => {
            join(&[printer.who(*who), printer.verb(K::HangsUp, Form::Finite)])
        }
        TestEvent::Contact { id, attributes } => {
            let id = id.as_ref().map_or("", |id| printer.quoted(id.span));
            let head = join(&[printer.word(K::Contact), id]);
            format!("{head}{}", printer.attributes(attributes))
        }
        TestEvent::Transfer(attributes) => format!(
            "{}{}",
            printer.word(K::Transfer),
            printer.attributes(attributes)
        ),
        TestEvent::Event { name, attributes } => {
            format!("{}{}", name.node, printer.attributes(attributes))
        }
        TestEvent::Action { name, attributes } => {
            format!(
                "{} {}{}",
                printer.word(K::Action),
                printer.quoted(name.span),
                printer.attributes(attributes)
            )
        }
        TestEvent::Label {
            name,
            value,
            attributes,
        } => {
            let value = value
                .as_ref()
                .map_or("", |value| printer.quoted(value.span));
            let words = join(&[printer.word(K::Label), printer.quoted(name.span), value]);
            format!("{words}{}", printer.attributes(attributes))
        }
    }
}

fn expect(printer: &Printer<'_>, expectation: &Expectation) -> String {
    match expectation {
        Expectation::Score { name, value } => {
            join(&[printer.word(K::Score), &name.node, "=", &milli(value.node)])
        }
        Expectation::Section { name, value } => join(&[
            printer.word(K::ExpectSection),
            &name.node,
            "=",
            &milli(value.node),
        ]),
        Expectation::Verdict(pass) => printer
            .word(if *pass { K::ExpectPass } else { K::ExpectFail })
            .to_owned(),
        Expectation::Grade(name) => join(&[printer.word(K::Grade), &name.node]),
        Expectation::Rule {
            name,
            outcome,
            times,
        } => {
            let outcome = printer.word(match outcome {
                ExpectedOutcome::Satisfied => K::Satisfied,
                ExpectedOutcome::Violated => K::Violated,
                ExpectedOutcome::NotApplicable => K::NotApplicable,
            });
            let times = times.as_ref().map(|times| printer.times(times.node));
            join(&[&name.node, outcome, &times.unwrap_or_default()])
        }
    }
}
