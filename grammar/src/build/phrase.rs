//! Phrases: sequences of patterns, names and gaps.

use super::Builder;
use crate::ast::{Gap, Pattern, PhraseBody, PhrasePart, PhraseSeq, PhraseUse, Spanned};
use crate::errors::{ErrorKind, NumberProblem};
use crate::pattern;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn phrase_body(&mut self, node: &Node) -> Option<PhraseBody> {
        let body = node.children.last()?;
        Some(match body.rule {
            Rule::from_file => PhraseBody::FromFile(self.text_in(body)?),
            Rule::any_of => PhraseBody::AnyOf {
                choices: body
                    .first()
                    .map_or_else(Vec::new, |list| self.sequences(list)),
                list: true,
            },
            _ => PhraseBody::AnyOf {
                choices: self.sequences(body),
                list: false,
            },
        })
    }

    pub(super) fn sequences(&mut self, node: &Node) -> Vec<PhraseSeq> {
        node.all(Rule::sequence)
            .map(|sequence| self.sequence(sequence))
            .collect()
    }

    fn sequence(&mut self, node: &Node) -> PhraseSeq {
        PhraseSeq {
            parts: node
                .children
                .iter()
                .filter_map(|part| self.part(part))
                .collect(),
            span: self.span(node),
        }
    }

    fn part(&mut self, node: &Node) -> Option<PhrasePart> {
        Some(match node.rule {
            Rule::name => PhrasePart::Phrase(self.name(node)),
            Rule::gap => PhrasePart::Gap(self.gap(node)?),
            _ => self.pattern(node),
        })
    }

    fn pattern(&mut self, node: &Node) -> PhrasePart {
        let (raw, inside) = self.inside_quotes(node);
        let text = Spanned {
            node: raw.to_owned(),
            span: self.span(node),
        };
        let pattern = pattern::parse(raw, inside.start).unwrap_or_else(|(problem, span)| {
            self.error(span, ErrorKind::BadPattern(problem));
            Pattern::default()
        });
        PhrasePart::Pattern { text, pattern }
    }

    fn gap(&mut self, node: &Node) -> Option<Gap> {
        let span = self.span(node);
        let numbers: Option<Vec<u32>> = node
            .all(Rule::number)
            .map(|number| self.whole(number))
            .collect();
        Some(Gap::of(&numbers?, span))
    }

    fn whole(&mut self, node: &Node) -> Option<u32> {
        let milli = self.number(node)?;
        let whole = u32::try_from(milli.node / 1000)
            .ok()
            .filter(|_| milli.node % 1000 == 0);
        if whole.is_none() {
            let problem = if milli.node % 1000 == 0 {
                NumberProblem::TooLarge
            } else {
                NumberProblem::TooFine
            };
            self.error(milli.span, ErrorKind::Number(problem));
        }
        whole
    }

    pub(super) fn phrase_use_in(&mut self, node: &Node) -> Option<PhraseUse> {
        let inner = node.child(Rule::phrase_use)?.first()?;
        if inner.rule == Rule::any_of_use {
            let list = self.sequences(inner);
            return Some(PhraseUse::AnyOf(list.into_iter().map(one_use).collect()));
        }
        Some(one_use(self.sequence(inner)))
    }
}

/// A sequence that is just a name is that phrase.
fn one_use(sequence: PhraseSeq) -> PhraseUse {
    match sequence.parts.as_slice() {
        [PhrasePart::Phrase(name)] => PhraseUse::Name(name.clone()),
        _ => PhraseUse::Inline(sequence),
    }
}
