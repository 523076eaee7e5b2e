//! Whether a word is a keyword or a name, from what stands around it.
//!
//! In: a keyword and its neighbours. Out: yes or no. `call.from`, `where to = "x"` and
//! `(text: …` are names, because only a name can stand there.

use crate::ast::CompareOp;
use crate::keywords::{Keyword, Place};
use crate::lexer::Token;
use crate::words::Lex;

/// Whether a keyword of such a place counts after what stands before it.
pub(crate) fn fits(place: Place, header: bool, previous: Option<Lex>) -> bool {
    match place {
        Place::Any => true,
        Place::Header => header && previous.is_none(),
        Place::First => matches!(previous, None | Some(Lex::Keyword(Keyword::Expect))),
        Place::After(list) => {
            matches!(previous, Some(Lex::Keyword(keyword)) if list.contains(&keyword))
        }
        Place::Colon => previous == Some(Lex::Sign(Token::Colon)),
        Place::Number => previous == Some(Lex::Number),
    }
}

/// Whether its neighbours make a keyword a name: `call.from`, `where to = "x"`, `(text: …`.
pub(crate) fn named_by_neighbours(
    keyword: Keyword,
    before: Option<Lex>,
    after: Option<Lex>,
) -> bool {
    use Keyword::{Action, Grade, Label, No, Of, Rings, Score, TheCall, Yes};
    let compared = match after {
        Some(Lex::Compare(_)) => true,
        Some(Lex::Keyword(next)) => next.is_comparison(),
        _ => false,
    };
    let after_score_word = match before {
        Some(Lex::Keyword(Score | Grade | Of | Keyword::ExpectSection)) => keyword != Of,
        Some(Lex::Keyword(Keyword::From | Keyword::To)) => {
            after != Some(Lex::Number) && keyword == Score
        }
        _ => false,
    };
    before == Some(Lex::Sign(Token::Dot))
        || after == Some(Lex::Sign(Token::Colon))
        || (compared && !matches!(keyword, Rings | Yes | No))
        || (matches!(keyword, Action | Label) && after != Some(Lex::Text))
        || (before == Some(Lex::Keyword(TheCall)) && after == Some(Lex::Compare(CompareOp::Equal)))
        || after_score_word
}
