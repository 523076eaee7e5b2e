//! Prints phrases.

use super::write::{Printer, join};
use crate::ast::{Anchor, Gap, Manner, PhrasePart, PhraseSeq, PhraseUse};
use crate::keywords::Keyword;

impl Printer<'_> {
    pub(super) fn sequence(&self, sequence: &PhraseSeq) -> String {
        let anchor = match sequence.anchor {
            Anchor::Anywhere => "",
            Anchor::Starts => self.word(Keyword::StartsWith),
            Anchor::Ends => self.word(Keyword::EndsWith),
            Anchor::Exactly => self.word(Keyword::IsExactly),
        };
        let parts: Vec<_> = sequence.parts.iter().map(|part| self.part(part)).collect();
        let across = sequence.across.as_ref().map(|count| {
            let many = self.counted(Keyword::Utterances, count.node);
            join(&[self.word(Keyword::Across), &many])
        });
        let excluded = sequence.but_not.iter().map(|not| {
            let not = self.sequence(not);
            join(&[self.word(Keyword::ButNot), &not])
        });
        let excluded: Vec<_> = excluded.collect();
        join(&[
            anchor,
            &parts.join(" "),
            &across.unwrap_or_default(),
            &excluded.join(" "),
        ])
    }

    fn part(&self, part: &PhrasePart) -> String {
        match part {
            PhrasePart::Pattern { text, manner, .. } => {
                self.pattern(self.quoted(text.span), *manner)
            }
            PhrasePart::Phrase(name) => name.node.clone(),
            PhrasePart::Gap(gap) => print_gap(*gap),
        }
    }

    fn pattern(&self, quoted: &str, manner: Manner) -> String {
        let manner_word = match manner {
            Manner::Plain => "",
            Manner::Exact => self.word(Keyword::Exact),
            Manner::Regex => self.word(Keyword::Regex),
            Manner::SoundsLike => self.word(Keyword::SoundsLike),
            Manner::About(_) => self.word(Keyword::About),
            Manner::Word => self.word(Keyword::Alone),
        };
        let wrong = match manner {
            Manner::About(Some(count)) => join(&[
                self.word(Keyword::With),
                &count.to_string(),
                self.word(Keyword::Wrong),
            ]),
            _ => String::new(),
        };
        join(&[manner_word, quoted, &wrong])
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
