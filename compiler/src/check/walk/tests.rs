//! The walk inside tests.

use zhunze_grammar::ast::{Expectation, Literal, Name, Test, TestEvent, TestLine};

use super::{Rewrite, duration, durations, leaf, leaves};

/// A test.
pub(super) fn test(r: &mut dyn Rewrite, it: &mut Test) {
    leaf(r, &mut it.title);
    for line in &mut it.lines {
        match &mut line.node {
            TestLine::Meta { name, .. } => leaf(r, name),
            TestLine::Event { at, end, event } => {
                duration(r, at);
                durations(r, end);
                happens(r, event);
            }
            TestLine::Ends(at) => duration(r, at),
            TestLine::Expect(expected) => expectation(r, expected),
        }
        r.span(&mut line.span);
    }
    r.span(&mut it.span);
}

fn attributes(r: &mut dyn Rewrite, all: &mut [(Name, Literal)]) {
    all.iter_mut().for_each(|(name, _)| leaf(r, name));
}

fn happens(r: &mut dyn Rewrite, event: &mut TestEvent) {
    match event {
        TestEvent::Ring(count) => leaf(r, count),
        TestEvent::Answer | TestEvent::Edge { .. } | TestEvent::HangsUp(_) => {}
        TestEvent::Utterance {
            text,
            attributes: all,
            ..
        } => {
            leaf(r, text);
            attributes(r, all);
        }
        TestEvent::Contact {
            id,
            attributes: all,
        } => {
            leaves(r, id);
            attributes(r, all);
        }
        TestEvent::Transfer(all) => attributes(r, all),
        TestEvent::Event {
            name,
            attributes: all,
        }
        | TestEvent::Action {
            name,
            attributes: all,
        } => {
            leaf(r, name);
            attributes(r, all);
        }
        TestEvent::Label {
            name,
            value,
            attributes: all,
        } => {
            leaf(r, name);
            leaves(r, value);
            attributes(r, all);
        }
    }
}

fn expectation(r: &mut dyn Rewrite, it: &mut Expectation) {
    match it {
        Expectation::Score { name, value } | Expectation::Section { name, value } => {
            leaf(r, name);
            leaf(r, value);
        }
        Expectation::Verdict(_) => {}
        Expectation::Grade(name) => leaf(r, name),
        Expectation::Rule { name, times, .. } => {
            leaf(r, name);
            leaves(r, times);
        }
    }
}
