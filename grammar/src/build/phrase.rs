//! Phrases: sequences of patterns, names and gaps.

use super::Builder;
use crate::ast::{
    Anchor, Gap, Manner, Name, Pattern, PhraseBody, PhrasePart, PhraseSeq, PhraseUse, Piece,
    Spanned,
};
use crate::errors::{ErrorKind, NumberProblem};
use crate::keywords::Keyword;
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
            Rule::all_of => PhraseBody::AllOf(self.listed(body)),
            Rule::some_of => PhraseBody::SomeOf {
                count: self.number_in(body)?,
                choices: self.listed(body),
            },
            _ => PhraseBody::AnyOf {
                choices: self.sequences(body),
                list: false,
            },
        })
    }

    fn listed(&mut self, body: &Node) -> Vec<PhraseSeq> {
        let list = body.child(Rule::list_line);
        list.map_or_else(Vec::new, |list| self.sequences(list))
    }

    pub(super) fn sequences(&mut self, node: &Node) -> Vec<PhraseSeq> {
        node.all(Rule::sequence)
            .map(|sequence| self.sequence(sequence))
            .collect()
    }

    fn sequence(&mut self, node: &Node) -> PhraseSeq {
        let excluded = node.all(Rule::but_not_words);
        let excluded = excluded.filter_map(|not| not.child(Rule::excluded));
        let but_not = excluded.map(|not| self.sequence(not)).collect();
        let across = node.child(Rule::across);
        PhraseSeq {
            anchor: self.anchor(node),
            across: across.and_then(|across| self.number_in(across)),
            but_not,
            parts: node
                .children
                .iter()
                .filter_map(|part| self.part(part))
                .collect(),
            span: self.span(node),
        }
    }

    fn anchor(&self, node: &Node) -> Anchor {
        let anchor = node.child(Rule::anchor);
        match anchor.and_then(|anchor| self.keyword(anchor)) {
            Some(Keyword::StartsWith) => Anchor::Starts,
            Some(Keyword::EndsWith) => Anchor::Ends,
            Some(Keyword::IsExactly) => Anchor::Exactly,
            _ => Anchor::Anywhere,
        }
    }

    fn part(&mut self, node: &Node) -> Option<PhrasePart> {
        Some(match node.rule {
            Rule::name => PhrasePart::Phrase(self.name(node)),
            Rule::gap => PhrasePart::Gap(self.gap(node)?),
            Rule::text => self.pattern(node, Manner::Plain),
            Rule::mannered => {
                let manner = self.manner(node)?;
                self.pattern(node.child(Rule::text)?, manner)
            }
            _ => return None,
        })
    }

    fn manner(&mut self, node: &Node) -> Option<Manner> {
        let keyword = self.keyword(node.child(Rule::manner)?)?;
        let wrong = node.child(Rule::wrong);
        if let Some(wrong) = wrong.filter(|_| keyword != Keyword::About) {
            let span = self.span(wrong);
            let kind = ErrorKind::Unexpected {
                found: Some(self.source(wrong).to_owned()),
                expected: Vec::new(),
                suggestion: None,
                hint: None,
            };
            self.error(span, kind);
        }
        Some(match keyword {
            Keyword::Exact => Manner::Exact,
            Keyword::Regex => Manner::Regex,
            Keyword::SoundsLike => Manner::SoundsLike,
            Keyword::Alone => Manner::Word,
            _ => Manner::About(match wrong {
                None => None,
                Some(wrong) => Some(self.count(wrong.child(Rule::number)?)?),
            }),
        })
    }

    fn pattern(&mut self, node: &Node, manner: Manner) -> PhrasePart {
        let (raw, inside) = self.inside_quotes(node);
        let text = Spanned {
            node: raw.to_owned(),
            span: self.span(node),
        };
        // What is matched as it is written has no brackets and gaps of its own.
        if matches!(manner, Manner::Exact | Manner::Regex) {
            let pattern = Pattern {
                pieces: vec![Piece::Words(Spanned {
                    node: raw.to_owned(),
                    span: inside,
                })],
            };
            return PhrasePart::Pattern {
                manner,
                text,
                pattern,
            };
        }
        let pattern = pattern::parse(raw, inside.start).unwrap_or_else(|(problem, span)| {
            self.error(span, ErrorKind::BadPattern(problem));
            Pattern::default()
        });
        PhrasePart::Pattern {
            manner,
            text,
            pattern,
        }
    }

    fn gap(&mut self, node: &Node) -> Option<Gap> {
        let span = self.span(node);
        let numbers: Option<Vec<u32>> = node
            .all(Rule::number)
            .map(|number| self.whole(number))
            .collect();
        Some(Gap::of(&numbers?, span))
    }

    pub(super) fn whole(&mut self, node: &Node) -> Option<u32> {
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
    match bare_name(&sequence) {
        Some(name) => PhraseUse::Name(name.clone()),
        None => PhraseUse::Inline(sequence),
    }
}

/// The name that a sequence is nothing but.
pub(super) fn bare_name(sequence: &PhraseSeq) -> Option<&Name> {
    let bare = sequence.anchor == Anchor::Anywhere
        && sequence.but_not.is_empty()
        && sequence.across.is_none();
    match sequence.parts.as_slice() {
        [PhrasePart::Phrase(name)] if bare => Some(name),
        _ => None,
    }
}
