//! Phrases in words: their name, or what was written on the spot.

use super::Teller;
use crate::book::{Pattern, PhraseBody, PhraseId};
use crate::text::Unit;

impl Teller<'_> {
    /// A phrase by its name; one without a name by what it matches.
    pub(super) fn words(&self, id: PhraseId) -> String {
        let Some(phrase) = self.book.phrases.get(id.index()) else {
            return String::new();
        };
        match &phrase.name {
            Some(name) => name.clone(),
            None => self.words_inside(id),
        }
    }

    /// What a phrase matches, whether it has a name or not.
    pub(super) fn words_inside(&self, id: PhraseId) -> String {
        let Some(phrase) = self.book.phrases.get(id.index()) else {
            return String::new();
        };
        match &phrase.body {
            PhraseBody::Pattern(pattern) => shown(pattern).trim().to_owned(),
            PhraseBody::Regex(regex) => regex.clone(),
            PhraseBody::AtLeast { n, of } => {
                let of: Vec<String> = of.iter().map(|one| self.words(*one)).collect();
                let all = of.len() == *n as usize;
                let word = if all { ("and", "和") } else { ("or", "或") };
                self.list(&of, word.0, word.1)
            }
            PhraseBody::ButNot { phrase, not } => {
                let not: Vec<String> = not.iter().map(|one| self.words(*one)).collect();
                let but = self.either(" but not ", "但不含");
                format!(
                    "{}{but}{}",
                    self.words(*phrase),
                    self.list(&not, "or", "或")
                )
            }
        }
    }
}

/// A pattern much as it is written.
pub(super) fn shown(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Units(units) => units.iter().map(unit).collect(),
        Pattern::Seq(parts) => parts.iter().fold(String::new(), |before, part| {
            let part = shown(part);
            let apart = before.ends_with([')', ']']) && part.starts_with(char::is_alphanumeric);
            let space = if apart && part.is_ascii() { " " } else { "" };
            format!("{before}{space}{part}")
        }),
        Pattern::Any(choices) => {
            let choices = choices.iter().map(|it| shown(it).trim().to_owned());
            format!("({})", choices.collect::<Vec<_>>().join("|"))
        }
        Pattern::Optional(inner) => format!("[{}]", shown(inner).trim()),
        Pattern::Gap { .. } => " … ".to_owned(),
        Pattern::Slot { kind, .. } => format!("{{{kind:?}}}"),
        // The alternatives that a tolerance stands for would say nothing to a reader.
        Pattern::Tolerant(_, inner) => format!("≈{}", first(inner)),
        Pattern::Word(inner) => shown(inner),
    }
}

fn first(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Any(choices) => choices.first().map(first).unwrap_or_default(),
        other => shown(other),
    }
}

fn unit(unit: &Unit) -> String {
    match unit {
        Unit::Char(c) | Unit::Raw(c) => c.to_string(),
        Unit::Word(word) => format!("{word} "),
        Unit::Sound(sound) => format!("{sound} "),
        Unit::One => "?".to_owned(),
        Unit::Start | Unit::End => String::new(),
    }
}
