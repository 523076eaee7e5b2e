//! The lines of a test.

use super::Builder;
use crate::ast::{Expectation, ExpectedOutcome, Literal, Milli, Name, TestEvent, TestLine};
use crate::keywords::Keyword;
use crate::spoken::attribute;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn test_line(&mut self, node: &Node) -> Option<TestLine> {
        let first = node.first()?;
        Some(match first.rule {
            Rule::call_ends => TestLine::Ends(self.duration_in(first)?),
            Rule::call_meta => TestLine::Meta {
                name: self.name_in(first)?,
                value: self.literal_in(first)?,
            },
            Rule::duration => self.event_line(node)?,
            _ => TestLine::Expect(self.expectation(first)?),
        })
    }

    fn event_line(&mut self, node: &Node) -> Option<TestLine> {
        let end = match node.child(Rule::until_time) {
            None => None,
            Some(until) => Some(self.duration_in(until)?),
        };
        Some(TestLine::Event {
            at: self.duration_in(node)?,
            end,
            event: self.test_event(node.child(Rule::test_event)?.first()?)?,
        })
    }

    fn test_event(&mut self, node: &Node) -> Option<TestEvent> {
        Some(match node.rule {
            Rule::ring => TestEvent::Ring(self.number_in(node)?),
            Rule::answer => TestEvent::Answer,
            Rule::who_event => self.who_event(node)?,
            Rule::edge_event => TestEvent::Edge {
                span: self.span_kind_in(node)?,
                starts: node.child(Rule::starts).is_some(),
            },
            Rule::transfer => TestEvent::Transfer(self.attributes(node)?),
            Rule::contact_event => TestEvent::Contact {
                id: self.text_in(node),
                attributes: self.attributes(node)?,
            },
            Rule::action_event => TestEvent::Action {
                name: self.text_in(node)?,
                attributes: self.attributes(node)?,
            },
            Rule::label_event => TestEvent::Label {
                name: self.text_in(node)?,
                value: node.all(Rule::text).nth(1).map(|value| self.text(value)),
                attributes: self.attributes(node)?,
            },
            _ => TestEvent::Event {
                name: self.name_in(node)?,
                attributes: self.attributes(node)?,
            },
        })
    }

    fn who_event(&mut self, node: &Node) -> Option<TestEvent> {
        let who = self.who_in(node)?;
        let Some(utterance) = node.child(Rule::utterance) else {
            return Some(TestEvent::HangsUp(who));
        };
        Some(TestEvent::Utterance {
            who,
            text: self.text_in(utterance)?,
            attributes: self.attributes(utterance)?,
        })
    }

    fn attributes(&mut self, node: &Node) -> Option<Vec<(Name, Literal)>> {
        let list = node.child(Rule::attributes);
        let list = list.into_iter().flat_map(|list| list.all(Rule::attribute));
        list.map(|one| {
            let mut name = self.name_in(one)?;
            name.node = attribute(name.node, self.names);
            Some((name, self.literal_in(one)?))
        })
        .collect()
    }

    fn literal_in(&mut self, node: &Node) -> Option<Literal> {
        let value = node.child(Rule::literal)?.first()?;
        Some(match value.rule {
            Rule::signed => Literal::Number(self.signed(value)?),
            Rule::text => Literal::Text(self.text(value).node),
            _ => Literal::Boolean(self.keyword(value) == Some(Keyword::Yes)),
        })
    }

    fn expectation(&mut self, node: &Node) -> Option<Expectation> {
        Some(match node.rule {
            Rule::expect_score => Expectation::Score {
                name: self.name_in(node)?,
                value: self.value_in(node)?,
            },
            Rule::expect_section => Expectation::Section {
                name: self.name_in(node)?,
                value: self.value_in(node)?,
            },
            Rule::expect_pass => Expectation::Verdict(true),
            Rule::expect_fail => Expectation::Verdict(false),
            Rule::expect_grade => Expectation::Grade(self.name_in(node)?),
            _ => self.expect_rule(node)?,
        })
    }

    fn value_in(&mut self, node: &Node) -> Option<Milli> {
        let value = node.child(Rule::signed)?;
        let span = self.span(value);
        let node = self.signed(value)?;
        Some(Milli { node, span })
    }

    fn expect_rule(&mut self, node: &Node) -> Option<Expectation> {
        let outcome = match self.keyword(node.child(Rule::outcome)?)? {
            Keyword::Satisfied => ExpectedOutcome::Satisfied,
            Keyword::Violated => ExpectedOutcome::Violated,
            Keyword::NotApplicable => ExpectedOutcome::NotApplicable,
            _ => return None,
        };
        let counted = Some(node).filter(|node| node.child(Rule::number).is_some());
        Some(Expectation::Rule {
            name: self.name_in(node)?,
            outcome,
            times: self.optional_number(counted)?,
        })
    }
}
