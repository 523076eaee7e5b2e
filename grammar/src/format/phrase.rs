//! Prints phrases.

use super::write::Printer;
use crate::ast::{Gap, PhrasePart, PhraseSeq, PhraseUse};
use crate::keywords::Keyword;

impl Printer<'_> {
    pub(super) fn sequence(&self, sequence: &PhraseSeq) -> String {
        let parts: Vec<_> = sequence.parts.iter().map(|part| self.part(part)).collect();
        parts.join(" ")
    }

    fn part(&self, part: &PhrasePart) -> String {
        match part {
            PhrasePart::Pattern { text, .. } => self.quoted(text.span).to_owned(),
            PhrasePart::Phrase(name) => name.node.clone(),
            PhrasePart::Gap(gap) => print_gap(*gap),
        }
    }

    pub(super) fn sequences(&self, list: &[PhraseSeq], between: &str) -> String {
        let list: Vec<_> = list
            .iter()
            .map(|sequence| self.sequence(sequence))
            .collect();
        list.join(between)
    }

    pub(super) fn phrase_use(&self, phrase: &PhraseUse) -> String {
        match phrase {
            PhraseUse::Name(name) => name.node.clone(),
            PhraseUse::Inline(sequence) => self.sequence(sequence),
            PhraseUse::AnyOf(list) => {
                let list: Vec<_> = list.iter().map(|one| self.phrase_use(one)).collect();
                format!(
                    "{} {}",
                    self.word(Keyword::AnyOf),
                    list.join(self.list_comma())
                )
            }
        }
    }
}

fn print_gap(gap: Gap) -> String {
    match (gap.min, gap.max) {
        (_, None) => "..".to_owned(),
        (0, Some(max)) => format!("..{max}"),
        (min, Some(max)) => format!("..{min}-{max}"),
    }
}
