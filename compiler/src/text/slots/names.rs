//! Names of people.
//!
//! In: a unit. Out: where a name that starts there can end, the shortest first.

use super::lexicon::Role;
use super::tokens::{ARABIC, OTHER, Tokens, before};

impl Tokens<'_> {
    /// A surname, alone or with one or two more characters before a separator, the end or
    /// a title; in scripts with spaces a word, with up to two more that start with capitals.
    pub(super) fn names(&self, at: usize) -> Vec<usize> {
        if self.follows(at, before::WORD) {
            return self.latin_names(at);
        }
        let Some((surname, _)) = self.role(at, Role::Surname) else {
            return vec![];
        };
        let mut ends = vec![surname];
        for end in [surname + 1, surname + 2] {
            let joined = self.follows(end - 1, before::NOTHING);
            let titled = self.role(end - 1, Role::Title).is_some();
            let word = self.follows(end - 1, before::WORD);
            if end > self.units.len() || !joined || word || titled {
                break;
            }
            let title = self.role(end, Role::Title).is_some();
            if title || !self.follows(end, before::NOTHING) {
                ends.push(end);
            }
        }
        ends
    }

    fn latin_names(&self, at: usize) -> Vec<usize> {
        if (OTHER + 1..=super::tokens::CLOCK_PM).contains(&self.token(at).word) {
            return vec![];
        }
        let named = |at: &usize| {
            let here = before::WORD | before::CAPITAL;
            self.follows(*at, before::SPACE)
                && self.token(*at).before & here == here
                && self.token(*at).word != ARABIC
        };
        let more = (at + 1..at + 3).take_while(named).count();
        (at + 1..=at + 1 + more).collect()
    }
}
