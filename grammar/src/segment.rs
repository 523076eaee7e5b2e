//! Tells apart Chinese words that were written without spaces.
//!
//! In: a run of letters and digits, the item it stands in, the names the file declares.
//! Out: the fewest words (keywords, declared names, units, numbers) that make up the whole
//! run, or nothing where no such cut exists and the run must be a name.

use crate::fold::{fold, fold_word};
use crate::keywords::{self, Keyword, LONGEST_CHINESE, Place, Scope};
use crate::names::Names;

/// What surrounds a run.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) scope: Scope,
    pub(crate) names: &'a Names,
    /// The run opens a clause.
    pub(crate) first: bool,
    /// A number stands right before the run.
    pub(crate) after_number: bool,
    /// What is asked of a rule stands right after the run.
    pub(crate) outcome: bool,
}

impl Around<'_> {
    /// Whether a word of the run is a declared name, given the `rest` of the run. The name of
    /// a rule counts where something can be asked of it: `扣1` is no word of `否则扣1分`.
    pub(crate) fn is_declared(self, word: &str, rest: &str) -> bool {
        let Some(declared) = self.names.get(&fold(word)) else {
            return false;
        };
        let asked = match rest {
            "" => self.outcome,
            rest => is_outcome(rest),
        };
        declared.word || asked || self.scope == keywords::ItemKind::Test.scope()
    }
}

/// Whether a word begins what is asked of a rule: `已满足`, `is violated`.
pub(crate) fn is_outcome(word: &str) -> bool {
    use Keyword::{
        IsApplicable, IsNotApplicable, IsNotSatisfied, IsNotViolated, IsSatisfied, IsViolated,
    };
    let outcomes = [
        IsApplicable,
        IsNotApplicable,
        IsNotSatisfied,
        IsNotViolated,
        IsSatisfied,
        IsViolated,
    ];
    let mut spellings = outcomes.into_iter().flat_map(Keyword::spellings);
    fold_word(word) == "is" || spellings.any(|spelling| word.starts_with(spelling))
}

/// The byte lengths of the words of a run; `None` when it is one word.
pub(crate) fn segment(run: &str, around: Around<'_>) -> Option<Vec<usize>> {
    if run.is_ascii() && !around.after_number {
        return None;
    }
    let chars: Vec<(usize, char)> = run.char_indices().collect();
    let splitter = Splitter {
        run,
        chars: &chars,
        around,
    };
    let words = splitter.best()?;
    (words.len() > 1).then_some(words)
}

struct Splitter<'a> {
    run: &'a str,
    chars: &'a [(usize, char)],
    around: Around<'a>,
}

impl Splitter<'_> {
    /// From the back: the fewest words from each place to the end, longer first words first.
    fn best(&self) -> Option<Vec<usize>> {
        let count = self.chars.len();
        let mut best: Vec<Option<(usize, usize)>> = vec![None; count + 1];
        if let Some(end) = best.get_mut(count) {
            *end = Some((0, 0));
        }
        for from in (0..count).rev() {
            let choice = self.choose(from, &best);
            if let Some(slot) = best.get_mut(from) {
                *slot = choice;
            }
        }
        self.read_off(&best)
    }

    fn choose(&self, from: usize, best: &[Option<(usize, usize)>]) -> Option<(usize, usize)> {
        let mut choice: Option<(usize, usize)> = None;
        for to in (from + 1..=self.chars.len()).rev() {
            let rest = best.get(to).copied().flatten();
            let Some((words, _)) = rest else { continue };
            if choice.is_none_or(|(fewest, _)| words + 1 < fewest) && self.is_word(from, to) {
                choice = Some((words + 1, to));
            }
        }
        choice
    }

    fn read_off(&self, best: &[Option<(usize, usize)>]) -> Option<Vec<usize>> {
        let mut lengths = Vec::new();
        let mut at = 0;
        while at < self.chars.len() {
            let (_, to) = best.get(at).copied().flatten()?;
            lengths.push(self.byte(to) - self.byte(at));
            at = to;
        }
        Some(lengths)
    }

    fn byte(&self, index: usize) -> usize {
        self.chars
            .get(index)
            .map_or(self.run.len(), |(byte, _)| *byte)
    }

    fn char(&self, index: usize) -> Option<char> {
        self.chars
            .get(index)
            .map(|(_, c)| crate::fold::fold_char(*c))
    }

    fn is_word(&self, from: usize, to: usize) -> bool {
        if self.tears_latin(from) || self.tears_latin(to) {
            return false;
        }
        let text = self.run.get(self.byte(from)..self.byte(to)).unwrap_or("");
        if fold(text).chars().all(|c| c.is_ascii_digit()) {
            return true;
        }
        let after_number = self.after_number(from);
        let word = fold_word(text);
        let rest = self.run.get(self.byte(to)..).unwrap_or("");
        // `天数个工作日内`: a value may stand before a unit too.
        let inside = Keyword::Inside
            .spellings()
            .any(|word| rest.starts_with(word));
        if (after_number || inside) && keywords::unit(&word).is_some() {
            return true;
        }
        self.around.is_declared(text, rest)
            || crate::spoken::is_attribute(text)
            || to - from <= LONGEST_CHINESE.max(word.len() * usize::from(word.is_ascii()))
                && keywords::single(&word).any(|keyword| self.allowed(keyword, from, after_number))
    }

    /// Whether a cut here would fall inside a Latin word or inside a number.
    fn tears_latin(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.char(at));
        let (Some(before), Some(after)) = (before, self.char(at)) else {
            return false;
        };
        let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
        let both = letter(before) && letter(after);
        both || before.is_ascii_digit() && after.is_ascii_digit()
    }

    fn after_number(&self, from: usize) -> bool {
        match from.checked_sub(1) {
            None => self.around.after_number,
            Some(before) => self.char(before).is_some_and(|c| c.is_ascii_digit()),
        }
    }

    fn allowed(&self, keyword: Keyword, from: usize, after_number: bool) -> bool {
        let Some(row) = keyword.entry() else {
            return false;
        };
        let place = match row.place {
            Place::Any | Place::After(_) => true,
            Place::Header => false,
            Place::First => (from == 0 && self.around.first) || self.after_expect(from),
            Place::Colon => false,
            Place::Number | Place::Amount => after_number,
        };
        place && row.scope & self.around.scope != 0
    }

    fn after_expect(&self, from: usize) -> bool {
        let before = self.run.get(..self.byte(from)).unwrap_or("");
        keywords::chinese(before).contains(&Keyword::Expect)
    }
}
