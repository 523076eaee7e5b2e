//! What was probably meant where a line can not be read on, when one keyword does not say it.
//!
//! In: the words of the line and the place of the mistake. Out: a [`Hint`].

use crate::ast::CompareOp;
use crate::errors::Hint;
use crate::fold::fold_word;
use crate::keywords::{self, ItemKind, Keyword};
use crate::lexeme::{Lex, Words};
use crate::lexer::Token;
use std::ops::Range;

/// The hint for a mistake at the lexeme `at`, if there is one.
pub(crate) fn hint(
    kind: ItemKind,
    item: &str,
    words: &Words,
    unit: &Range<usize>,
    at: usize,
) -> Option<Hint> {
    let lex = |index: usize| words.lexemes.get(index).map(|lexeme| lexeme.kind);
    let word = |index: usize| fold_word(words.text(item, index));
    match kind {
        ItemKind::Test => {
            let not = matches!(word(unit.start + 1).as_str(), "not" | "不" | "非" | "未");
            let expect = lex(unit.start) == Some(Lex::Keyword(Keyword::Expect));
            let pass = Keyword::ExpectPass.spellings();
            let pass = pass.into_iter().any(|pass| word(unit.start + 2) == pass);
            (expect && not && pass).then_some(Hint::ExpectFail)
        }
        ItemKind::Use | ItemKind::Param => {
            // Words of a moment are read as a row of phrases, until one does not fit.
            let opens_value = |index: &usize| {
                matches!(
                    lex(*index),
                    Some(Lex::Sign(Token::Colon) | Lex::Compare(CompareOp::Equal))
                )
            };
            let first = (unit.start..at).rev().find(opens_value)? + 1;
            let opens = keywords::single(&word(first)).any(opens_moment);
            (first < unit.end && opens).then_some(Hint::NameFirst)
        }
        _ => {
            let before = at.checked_sub(1).filter(|before| unit.contains(before));
            let before = before.and_then(lex);
            let bound = matches!(lex(at), Some(Lex::Number | Lex::Keyword(Keyword::Within)));
            if before == Some(Lex::Keyword(Keyword::Times)) && bound {
                return Some(Hint::AllWithin);
            }
            let has = |keyword| (unit.start..at).any(|it| lex(it) == Some(Lex::Keyword(keyword)));
            if is_compared(lex(at)?) && has(Keyword::When) && !has(Keyword::Where) {
                return Some(Hint::Where);
            }
            let phrase = |index| matches!(lex(index), Some(Lex::Text | Lex::Name));
            let says = |index| lex(index) == Some(Lex::Keyword(Keyword::Says));
            let or = lex(at) == Some(Lex::Keyword(Keyword::Or));
            let both = at > unit.start && phrase(at - 1) && phrase(at + 1);
            let said = (unit.start..at).any(says);
            (or && both && said && at + 1 < unit.end).then_some(Hint::AnyOf)
        }
    }
}

fn opens_moment(keyword: Keyword) -> bool {
    use Keyword::{
        Action, Agent, Anyone, Customer, Hold, Label, Mute, Nobody, Overlap, Silence, System,
        TheCall,
    };
    matches!(
        keyword,
        Action
            | Agent
            | Anyone
            | Customer
            | Hold
            | Label
            | Mute
            | Nobody
            | Overlap
            | Silence
            | System
            | TheCall
    )
}

/// A comparison, in a sign or in words.
fn is_compared(lex: Lex) -> bool {
    use Keyword::{Is, IsAtLeast, IsAtMost, IsLess, IsMore, IsNot};
    match lex {
        Lex::Compare(_) => true,
        Lex::Keyword(word) => {
            matches!(word, Is | IsAtLeast | IsAtMost | IsLess | IsMore | IsNot)
        }
        _ => false,
    }
}
