//! The numbered tables of a rulebook: phrases, attributes, metadata, labels.
//!
//! In: what rules mention. Out: each once, in the order of first use.

use crate::book::{AttributeId, Derived, DerivedId, MetaId, Phrase, PhraseId};

#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) phrases: Vec<Phrase>,
    /// Which declared phrase (by position) each of `phrases` is.
    named: Vec<Option<usize>>,
    pub(super) attributes: Vec<String>,
    pub(super) metadata: Vec<String>,
    pub(super) labels: Vec<String>,
    pub(super) derived: Vec<Derived>,
}

/// How long the tables were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark([usize; 5]);

impl Tables {
    /// The number of an attribute.
    pub(super) fn attribute(&mut self, name: &str) -> AttributeId {
        AttributeId(number(&mut self.attributes, name))
    }

    /// The number of a metadata field.
    pub(super) fn meta(&mut self, name: &str) -> MetaId {
        MetaId(number(&mut self.metadata, name))
    }

    /// Notes that a label is relied on.
    pub(super) fn label(&mut self, name: &str) {
        number(&mut self.labels, name);
    }

    /// The number of a phrase; `declared` is its position among the declared ones.
    pub(super) fn phrase(&mut self, declared: Option<usize>, phrase: Phrase) -> PhraseId {
        let known = match declared {
            Some(_) => self.named.iter().position(|named| *named == declared),
            // The same words written on the spot twice are one phrase.
            None => self
                .phrases
                .iter()
                .zip(&self.named)
                .position(|(known, named)| {
                    named.is_none()
                        && known.body == phrase.body
                        && known.captures == phrase.captures
                }),
        };
        let at = known.unwrap_or_else(|| {
            self.phrases.push(phrase);
            self.named.push(declared);
            self.phrases.len() - 1
        });
        PhraseId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The number of a moment made of others.
    pub(super) fn derive(&mut self, derived: Derived) -> DerivedId {
        let known = self.derived.iter().position(|known| *known == derived);
        let at = known.unwrap_or_else(|| {
            self.derived.push(derived);
            self.derived.len() - 1
        });
        DerivedId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The tables as they are now.
    pub(super) fn mark(&self) -> Mark {
        let lengths = [&self.attributes, &self.metadata, &self.labels].map(Vec::len);
        let [attributes, metadata, labels] = lengths;
        let derived = self.derived.len();
        Mark([self.phrases.len(), attributes, metadata, labels, derived])
    }

    /// Back to a mark: what was only looked at is not used.
    pub(super) fn back(&mut self, Mark([phrases, attributes, metadata, labels, derived]): Mark) {
        self.derived.truncate(derived);
        self.phrases.truncate(phrases);
        self.named.truncate(phrases);
        self.attributes.truncate(attributes);
        self.metadata.truncate(metadata);
        self.labels.truncate(labels);
    }
}

fn number(list: &mut Vec<String>, name: &str) -> u32 {
    let at = list
        .iter()
        .position(|known| known == name)
        .unwrap_or_else(|| {
            list.push(name.to_owned());
            list.len() - 1
        });
    u32::try_from(at).unwrap_or(u32::MAX)
}
