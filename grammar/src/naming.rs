//! Whether a word is a keyword or a name, from what stands around it.
//!
//! In: a keyword and its neighbours. Out: yes or no. `call.from`, `where to = "x"` and
//! `(text: …` are names, because only a name can stand there.

use crate::ast::CompareOp;
use crate::keywords::{self, Keyword, Place};
use crate::lexeme::Lex;
use crate::lexer::Token;
use crate::names::Names;

/// Whether a keyword of such a place counts after what stands before it.
pub(crate) fn fits(place: Place, header: bool, previous: Option<Lex>) -> bool {
    match place {
        Place::Any => true,
        Place::Header => {
            use Keyword::{Drop, Override};
            let adapted = matches!(previous, Some(Lex::Keyword(Override | Drop)));
            header && (previous.is_none() || adapted)
        }
        Place::First => {
            matches!(
                previous,
                None | Some(Lex::Keyword(Keyword::Expect | Keyword::Or))
            )
        }
        Place::After(list) => {
            matches!(previous, Some(Lex::Keyword(keyword)) if list.contains(&keyword))
        }
        Place::Colon => previous == Some(Lex::Sign(Token::Colon)),
        Place::Number => previous == Some(Lex::Number),
        Place::Amount => matches!(previous, Some(Lex::Number | Lex::Name)),
    }
}

/// What stands around a word.
#[derive(Clone, Copy)]
pub(crate) struct Neighbours {
    pub(crate) before: Option<Lex>,
    pub(crate) after: Option<Lex>,
    /// The word after the next.
    pub(crate) beyond: Option<Lex>,
}

impl Neighbours {
    /// A comparison follows, and a value may stand here. `in` is no comparison where it opens
    /// `in agent's next turn`.
    fn compared(self) -> bool {
        let follows = match self.after {
            Some(Lex::Compare(_)) => true,
            Some(Lex::Keyword(Keyword::In)) => {
                !matches!(self.beyond, Some(Lex::Keyword(next)) if is_who(next))
            }
            Some(Lex::Keyword(next)) => next.is_comparison(),
            Some(Lex::Sign(Token::Plus | Token::Star | Token::Slash | Token::Dash)) => true,
            _ => false,
        };
        // `(limit: number = 3)` names a type.
        follows
            && self.before.is_some_and(opens_value)
            && self.before != Some(Lex::Sign(Token::Colon))
    }

    /// A keyword that says nothing without certain neighbours, and does not have them.
    fn lonely(self, keyword: Keyword) -> bool {
        use Keyword::{
            Across, Begins, By, Hold, Longest, Mute, Next, Overlap, PercentOf, Silence, Talk, That,
            TheCall, With,
        };
        let after_who = matches!(self.after, Some(Lex::Keyword(next)) if is_who(next));
        match keyword {
            With => self.before != Some(Lex::Text) || self.after != Some(Lex::Number),
            Across | Next => self.after != Some(Lex::Number),
            By => !matches!(
                self.after,
                Some(Lex::Number | Lex::Name | Lex::Keyword(PercentOf | That | TheCall))
            ),
            That => self.after != Some(Lex::Sign(Token::Dot)),
            Begins => self.before != Some(Lex::Keyword(TheCall)),
            Talk => !matches!(self.before, Some(Lex::Keyword(who)) if is_who(who)),
            Silence | Overlap => !matches!(self.after, Some(Lex::Keyword(next)) if lasts(next)),
            Longest => {
                let span = matches!(
                    self.after,
                    Some(Lex::Keyword(Hold | Mute | Silence | Overlap))
                );
                !after_who && !span
            }
            _ => false,
        }
    }
}

/// What may stand right before a value.
fn opens_value(before: Lex) -> bool {
    use Keyword::{And, AppliesIf, If, Not, OnlyIf, Or, Require, Unless, Where};
    match before {
        Lex::Compare(_) => true,
        Lex::Sign(sign) => matches!(
            sign,
            Token::Open | Token::Comma | Token::Plus | Token::Dash | Token::Star | Token::Slash
        ),
        Lex::Keyword(word) => {
            let joins = [And, AppliesIf, If, Not, OnlyIf, Or, Require, Unless, Where];
            joins.contains(&word) || word.is_comparison()
        }
        _ => false,
    }
}

/// What a silence or an overlap does, or what must not happen with it.
fn lasts(keyword: Keyword) -> bool {
    use Keyword::{Ends, Lasts, May, Must, MustNot, Should, ShouldNot, Starts};
    matches!(
        keyword,
        Ends | Lasts | May | Must | MustNot | Should | ShouldNot | Starts
    )
}

fn is_who(keyword: Keyword) -> bool {
    use Keyword::{Agent, Anyone, Customer, System};
    matches!(keyword, Agent | Customer | System | Anyone)
}

/// Whether a keyword is the end of a moment or obligation that the word before it began:
/// `the call` ‖ `ends`, `customer has` ‖ `spoken`. A comparison may follow such a moment
/// (`count of hold starts > 2`), so what follows says nothing about it.
pub(crate) fn completes(keyword: Keyword, before: Option<Lex>) -> bool {
    use Keyword::{
        Answered, Begins, DoesNotSpeak, Ends, EvenOnHold, FirstUtterance, HangsUp, Happens, Has,
        HasNot, Hold, Interrupts, Labelled, LastUtterance, Lasts, Longest, May, Must, MustNot,
        Mute, Nobody, Overlap, Repeats, Says, ShareOf, Should, ShouldNot, Silence, Speaks, Starts,
        Talk, TheCall, TotalTimeOf, Transferred,
    };
    let word = match before {
        Some(Lex::Keyword(word)) => word,
        Some(Lex::Unit(_)) => return keyword == EvenOnHold,
        Some(Lex::Name | Lex::Text) => return keyword == Happens,
        _ => return false,
    };
    let modal = matches!(
        word,
        Has | HasNot | Must | MustNot | Should | ShouldNot | May
    );
    let span = matches!(word, Hold | Mute | Silence | Overlap);
    let measured = matches!(word, TotalTimeOf | Longest | ShareOf);
    match keyword {
        Says | HangsUp | Interrupts | Repeats => is_who(word) || modal,
        Speaks => is_who(word) || word == Nobody || modal,
        DoesNotSpeak | Labelled | FirstUtterance | LastUtterance => is_who(word),
        Answered | Transferred | Begins => word == TheCall,
        Ends => word == TheCall || span,
        Starts | Lasts => span || modal || word == TheCall,
        Happens => modal,
        Hold | Mute | Overlap => measured,
        Silence | Talk => measured || is_who(word),
        _ => false,
    }
}

/// Whether its neighbours make a keyword a name: `call.from`, `where to = "x"`, `(text: …`.
pub(crate) fn named_by_neighbours(keyword: Keyword, around: Neighbours) -> bool {
    use Keyword::{
        About, Action, Alone, As, Average, Exact, Expect, Grade, Highest, Label, Lowest, No,
        NotApplicable, Of, Regex, Rings, Satisfied, Score, SumOf, TheCall, TimeOfDay, Violated,
        Yes,
    };
    let Neighbours { before, after, .. } = around;
    let after_score_word = match before {
        Some(Lex::Keyword(Score | Grade | Of | Keyword::ExpectSection)) => keyword != Of,
        Some(Lex::Keyword(Keyword::From | Keyword::To)) => {
            after != Some(Lex::Number) && keyword == Score
        }
        _ => false,
    };
    // `expect section satisfied = 3` is about a section, `expect grade satisfied` a grade.
    let rule_of_test = before == Some(Lex::Keyword(Expect))
        && keyword != Grade
        && !matches!(around.beyond, Some(Lex::Compare(_)))
        && matches!(
            after,
            Some(Lex::Keyword(Satisfied | Violated | NotApplicable))
        );
    // `(ask: hold)` gives a phrase; a moment has more words, and types stand only there.
    let value = before == Some(Lex::Sign(Token::Colon))
        && matches!(
            after,
            Some(Lex::Sign(Token::Comma | Token::Close | Token::Gap) | Lex::Keyword(Keyword::Or))
        )
        && !matches!(keyword, Yes | No)
        && keyword.entry().is_some_and(|row| row.place != Place::Colon);
    before == Some(Lex::Sign(Token::Dot))
        || value
        || before == Some(Lex::Keyword(As))
        || rule_of_test
        || after == Some(Lex::Sign(Token::Colon))
        || (around.compared() && !matches!(keyword, Rings | Yes | No | TimeOfDay))
        || (matches!(keyword, Action | Label | Exact | Regex | About | Alone)
            && after != Some(Lex::Text))
        || (matches!(
            before,
            Some(Lex::Keyword(Average | Highest | Lowest | SumOf))
        ) && !is_who(keyword))
        || (before == Some(Lex::Keyword(TheCall)) && after == Some(Lex::Compare(CompareOp::Equal)))
        || after_score_word
        || around.lonely(keyword)
}

/// `说 话` with a phrase named `话`: written apart, it is that phrase and not `说话`.
pub(crate) fn says_phrase(names: &Names, words: &[String]) -> bool {
    let [says, phrase, ..] = words else {
        return false;
    };
    let phrase = names.get(phrase).is_some_and(|known| known.phrase);
    phrase && keywords::chinese(says).contains(&Keyword::Says)
}
