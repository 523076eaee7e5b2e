//! From tokens to words that the grammar knows: keywords of several tokens are joined,
//! runs of Chinese are cut, and a word that is a keyword only elsewhere becomes a name.
//!
//! In: the tokens of one item. Out: [`Words`]: the item's final tokens (all of its text,
//! trivia included) and its [`Lexeme`]s, each a range of those tokens.

use crate::ast::Unit;
use crate::cut::Cut;
use crate::fold::{fold, fold_word, slice};
use crate::keywords::{self, ItemKind, Keyword};
use crate::lexeme::{Lex, Lexeme, Words};
use crate::lexer::{Lexed, Token};
use crate::names::Names;
use crate::naming::{Neighbours, completes, fits, named_by_neighbours, says_phrase};
use crate::only::Place;
use crate::segment::{Around, segment};

/// Reads the words of an item. `tokens` are the file's, `text` is the file's.
pub(crate) fn read(text: &str, tokens: &[Lexed], cut: &Cut, names: &Names) -> Words {
    let mut reader = Reader {
        text,
        names,
        kind: cut.kind,
        adapts: cut.adapts,
        base: tokens.get(cut.tokens.start).map_or(0, |token| token.start),
        out: Words::default(),
    };
    let mut at = cut.tokens.start;
    for (index, unit) in cut.units.iter().enumerate() {
        reader.trivia(tokens.get(at..unit.tokens.start).unwrap_or(&[]));
        reader.unit(tokens.get(unit.tokens.clone()).unwrap_or(&[]), index == 0);
        at = unit.tokens.end;
    }
    reader.trivia(tokens.get(at..cut.tokens.end).unwrap_or(&[]));
    reader.out
}

struct Reader<'a> {
    text: &'a str,
    names: &'a Names,
    kind: Option<ItemKind>,
    /// It is an `override` or `drop`: the header's name comes one word later.
    adapts: bool,
    base: u32,
    out: Words,
}

impl Reader<'_> {
    /// Which word of a header is the name it declares.
    fn name_at(&self) -> usize {
        1 + usize::from(self.adapts)
    }

    fn push(&mut self, kind: Token, start: u32, end: u32) {
        self.out.tokens.push(Lexed {
            kind,
            start: start - self.base,
            end: end - self.base,
        });
    }

    fn trivia(&mut self, tokens: &[Lexed]) {
        for token in tokens {
            self.push(token.kind, token.start, token.end);
        }
    }

    fn unit(&mut self, tokens: &[Lexed], header: bool) {
        let from = self.out.tokens.len();
        self.split_all(tokens, header);
        let pieces: Vec<usize> = (from..self.out.tokens.len())
            .filter(|index| {
                self.token(*index)
                    .is_some_and(|token| !token.kind.is_trivia())
            })
            .collect();
        let start = self.out.lexemes.len();
        self.join_all(&pieces);
        self.out.units.push(start..self.out.lexemes.len());
        self.settle(start, header);
    }

    fn token(&self, index: usize) -> Option<Lexed> {
        self.out.tokens.get(index).copied()
    }

    fn word(&self, index: usize) -> &str {
        let token = self.token(index);
        token.map_or("", |t| {
            slice(self.text, t.start + self.base, t.end + self.base)
        })
    }

    // Splitting runs.

    fn split_all(&mut self, tokens: &[Lexed], header: bool) {
        let words: Vec<Lexed> = tokens
            .iter()
            .filter(|token| !token.kind.is_trivia())
            .copied()
            .collect();
        let mut nth = 0;
        for token in tokens {
            let place = nth;
            nth += usize::from(!token.kind.is_trivia());
            if token.kind != Token::Word {
                self.push(token.kind, token.start, token.end);
                continue;
            }
            self.split(*token, &words, place, header);
        }
    }

    fn split(&mut self, token: Lexed, words: &[Lexed], place: usize, header: bool) {
        let word = slice(self.text, token.start, token.end);
        let lengths = self.lengths(word, words, place, header);
        let mut start = token.start;
        for length in lengths.unwrap_or_else(|| vec![word.len()]) {
            let end = start + crate::fold::offset(length);
            let piece = fold(slice(self.text, start, end));
            let number = piece.chars().all(|c| c.is_ascii_digit());
            self.push(if number { Token::Number } else { Token::Word }, start, end);
            start = end;
        }
    }

    fn lengths(
        &self,
        word: &str,
        words: &[Lexed],
        place: usize,
        header: bool,
    ) -> Option<Vec<usize>> {
        let first = place == 0;
        if header && first {
            let cut = crate::cut::header_words(word)?;
            return (cut.len() > 1).then_some(cut);
        }
        if header && place == 1 && self.adapts {
            let (_, taken) = crate::cut::starting_item(word)?;
            return (taken < word.len()).then(|| vec![taken, word.len() - taken]);
        }
        let before = place.checked_sub(1).and_then(|at| words.get(at));
        let before = before.map(|token| token.kind);
        let after = words.get(place + 1);
        let named =
            before == Some(Token::Dot) || after.is_some_and(|token| token.kind == Token::Colon);
        if named || header && place == self.name_at() {
            return None;
        }
        let only = Place {
            text: self.text,
            kind: self.kind?,
            header,
            words,
            at: place,
        };
        let around = Around {
            scope: self.kind?.scope(),
            names: self.names,
            first,
            after_number: before == Some(Token::Number),
            outcome: after.is_some_and(|token| {
                crate::segment::is_outcome(slice(self.text, token.start, token.end))
            }),
        };
        if only.is_name() || self.is_whole(word, around) {
            return None;
        }
        only.cut(word).or_else(|| segment(word, around))
    }

    /// A word that is a name or a keyword as it stands.
    fn is_whole(&self, word: &str, around: Around<'_>) -> bool {
        around.is_declared(word, "")
            || crate::spoken::is_attribute(word)
            || keywords::single(&fold_word(word)).any(|k| k.in_scope(around.scope))
    }

    // Joining words to keywords.

    fn join_all(&mut self, pieces: &[usize]) {
        let mut at = 0;
        while at < pieces.len() {
            let rest = pieces.get(at..).unwrap_or(&[]);
            let (kind, count) = self.join(rest);
            let first = rest.first().copied().unwrap_or(0);
            let last = rest.get(count - 1).copied().unwrap_or(first);
            self.out.lexemes.push(Lexeme {
                kind,
                tokens: first..last + 1,
            });
            at += count;
        }
    }

    /// The lexeme at the front of these tokens, and how many of them it takes.
    fn join(&self, rest: &[usize]) -> (Lex, usize) {
        let Some(token) = rest.first().and_then(|index| self.token(*index)) else {
            return (Lex::Name, 1);
        };
        match token.kind {
            Token::Word => self.join_words(rest),
            Token::Number => (Lex::Number, self.join_decimal(rest)),
            Token::String | Token::OpenString => (Lex::Text, 1),
            sign => (sign.compare_op().map_or(Lex::Sign(sign), Lex::Compare), 1),
        }
    }

    /// `扣0.5分` reaches us as `扣` `0` `.` `5` `分`.
    fn join_decimal(&self, rest: &[usize]) -> usize {
        let tokens: Vec<_> = rest
            .iter()
            .take(3)
            .filter_map(|index| self.token(*index))
            .collect();
        match tokens.as_slice() {
            [a, b, c]
                if b.kind == Token::Dot
                    && c.kind == Token::Number
                    && a.end == b.start
                    && b.end == c.start =>
            {
                3
            }
            _ => 1,
        }
    }

    fn join_words(&self, rest: &[usize]) -> (Lex, usize) {
        let words: Vec<String> = rest
            .iter()
            .take(6)
            .take_while(|index| {
                self.token(**index)
                    .is_some_and(|token| token.kind == Token::Word)
            })
            .map(|index| fold_word(self.word(*index)))
            .collect();
        let first = words.first().map_or("", String::as_str);
        if let [working, day, ..] = words.as_slice()
            && (self.follows_number() || self.follows_value())
            && working == "working"
            && matches!(day.as_str(), "day" | "days")
        {
            return (Lex::Unit(Unit::WorkingDay), 2);
        }
        if self.follows_number()
            && let Some(unit) = keywords::unit(first)
        {
            return (Lex::Unit(unit), 1);
        }
        let found = self
            .english(first, &words)
            .or_else(|| self.chinese(first, &words));
        found.map_or((Lex::Name, 1), |(keyword, count)| {
            (Lex::Keyword(keyword), count)
        })
    }

    fn follows_number(&self) -> bool {
        self.out
            .lexemes
            .last()
            .is_some_and(|lexeme| lexeme.kind == Lex::Number)
    }

    /// `within promise.days` or `within days`, which a unit of two words may follow.
    fn follows_value(&self) -> bool {
        let mut last = self.out.lexemes.iter().rev().map(|lexeme| lexeme.kind);
        let value = last.next() == Some(Lex::Name);
        let before = last.next();
        value
            && matches!(
                before,
                Some(Lex::Sign(Token::Dot) | Lex::Keyword(Keyword::Within))
            )
    }

    fn english(&self, first: &str, words: &[String]) -> Option<(Keyword, usize)> {
        keywords::english(first)
            .iter()
            .filter(|(_, keyword)| self.counts(*keyword))
            .find(|(spelling, _)| {
                words.len() >= spelling.len() && spelling.iter().zip(words).all(|(a, b)| a == b)
            })
            .map(|(spelling, keyword)| (*keyword, spelling.len()))
    }

    fn chinese(&self, first: &str, words: &[String]) -> Option<(Keyword, usize)> {
        if first.is_ascii() {
            return None;
        }
        (1..=words.len().min(4)).rev().find_map(|count| {
            let joined = words.get(..count)?.concat();
            if count > 1 && says_phrase(self.names, words) {
                return None;
            }
            let keyword = keywords::chinese(&joined)
                .iter()
                .find(|keyword| self.counts(**keyword) && !self.means_in(**keyword));
            keyword.map(|keyword| (*keyword, count))
        })
    }

    /// Whether a keyword counts here: in such an item, and where the line has got to.
    fn counts(&self, keyword: Keyword) -> bool {
        let Some(row) = keyword.entry() else {
            return false;
        };
        let scope = self.kind.map_or(0, ItemKind::scope);
        let start = self.out.units.last().map_or(0, |unit| unit.end);
        let at = self.out.lexemes.len() - start;
        let previous = (at > 0)
            .then(|| self.out.lexemes.last())
            .flatten()
            .map(|lexeme| lexeme.kind);
        let header = self.out.units.is_empty();
        row.scope & scope != 0 && fits(row.place, header, previous)
    }

    /// `属于` is `of` in most settings, but `in` in the condition of one.
    fn means_in(&self, keyword: Keyword) -> bool {
        let start = self.out.units.last().map_or(0, |unit| unit.end);
        keyword == Keyword::Of && self.lex(Some(start)) == Some(Lex::Keyword(Keyword::AppliesIf))
    }

    // Settling what is a name after all.

    fn settle(&mut self, start: usize, header: bool) {
        for index in start..self.out.lexemes.len() {
            let Some(Lex::Keyword(keyword)) = self.lex(Some(index)) else {
                continue;
            };
            if self.is_name(keyword, index, start, header)
                && let Some(lexeme) = self.out.lexemes.get_mut(index)
            {
                lexeme.kind = Lex::Name;
            }
        }
    }

    fn lex(&self, index: Option<usize>) -> Option<Lex> {
        index
            .and_then(|index| self.out.lexemes.get(index))
            .map(|lexeme| lexeme.kind)
    }

    fn is_name(&self, keyword: Keyword, index: usize, start: usize, header: bool) -> bool {
        let one_token = self
            .out
            .lexemes
            .get(index)
            .is_some_and(|lexeme| lexeme.tokens.len() == 1);
        if !one_token || header && index < start + self.name_at() {
            return false;
        }
        let before = index
            .checked_sub(1)
            .filter(|at| *at >= start)
            .and_then(|at| self.lex(Some(at)));
        let around = Neighbours {
            before,
            after: self.lex(Some(index + 1)),
            beyond: self.lex(Some(index + 2)),
        };
        // In a test `call ends = 3` is metadata named `ends`.
        if self.kind != Some(ItemKind::Test) && completes(keyword, before) {
            return false;
        }
        (header
            && index == start + self.name_at()
            && !matches!(
                self.kind,
                Some(ItemKind::Use | ItemKind::Test | ItemKind::Rulebook | ItemKind::Extends)
            ))
            || named_by_neighbours(keyword, around)
            || self.declared_here(index, around)
    }

    /// A declared name where only a name can stand. `when hold starts` stays what it is
    /// when there is a phrase named `hold`.
    fn declared_here(&self, index: usize, around: Neighbours) -> bool {
        use Keyword::{AllOf, AnyOf, ButNot, Says, When};
        let subject = self.lex(Some(index));
        let in_use = matches!(around.after, Some(Lex::Keyword(verb)) if completes(verb, subject));
        let token = self
            .out
            .lexemes
            .get(index)
            .map_or(0, |lexeme| lexeme.tokens.start);
        matches!(
            around.before,
            Some(Lex::Keyword(Says | AnyOf | AllOf | ButNot | When) | Lex::Sign(Token::Gap))
        ) && !(in_use && around.before == Some(Lex::Keyword(When)))
            && self.names.contains_key(&fold(self.word(token)))
    }
}
