//! Tables over all characters, page by page.
//!
//! In: what is special in a rulebook's phrases. Out: an index of pages and the pages, equal
//! ones once. What a character is without any phrases, and how it folds, is worked out once
//! a process and language: a rulebook changes a few pages of it.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::alphabet::{JOINER, LETTER, PAGE, SEPARATOR, UNKNOWN};
use crate::book::Language;
use crate::text::{Class, classify, fold};

/// A table of pages: the value of `c` is `pages[index[c / PAGE] * PAGE + c % PAGE]`.
pub(crate) type Paged<T> = (Vec<u16>, Vec<T>);

/// What characters are when no phrase has any, by page.
struct Blank {
    /// By page of characters: which of `pages` it is.
    index: Vec<u16>,
    pages: Vec<Vec<u16>>,
    /// Characters that are folded to another one, by that.
    folded: HashMap<char, Vec<char>>,
    folds: Paged<u32>,
}

static CHINESE: LazyLock<Blank> = LazyLock::new(|| Blank::of(Language::Chinese));
static ENGLISH: LazyLock<Blank> = LazyLock::new(|| Blank::of(Language::English));

fn blank(language: Language) -> &'static Blank {
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}

fn chars() -> impl Iterator<Item = impl Iterator<Item = Option<char>>> {
    (0..0x11_0000 / PAGE).map(|page| (page * PAGE..(page + 1) * PAGE).map(char::from_u32))
}

impl Blank {
    fn of(language: Language) -> Blank {
        let class = |c: Option<char>| match c.map(|c| classify(c, language)) {
            None | Some(Class::Separator) => SEPARATOR,
            Some(Class::Joiner) => JOINER,
            Some(Class::Char(_)) => UNKNOWN,
            Some(Class::Letter(_)) => LETTER,
        };
        let mut known: HashMap<Vec<u16>, u16> = HashMap::new();
        let (mut index, mut pages) = (vec![], vec![]);
        for page in chars() {
            let classes: Vec<u16> = page.map(class).collect();
            let next = known.len() as u16;
            index.push(*known.entry(classes).or_insert_with_key(|classes| {
                pages.push(classes.clone());
                next
            }));
        }
        let mut folded: HashMap<char, Vec<char>> = HashMap::new();
        for c in chars().flatten().flatten() {
            let to = fold(c, language);
            if to != c {
                folded.entry(to).or_default().push(c);
            }
        }
        Blank {
            index,
            pages,
            folded,
            folds: folds_of(language),
        }
    }
}

fn folds_of(language: Language) -> Paged<u32> {
    let change = |c: Option<char>| c.map_or(0, |c| c as u32 ^ fold(c, language) as u32);
    let mut known: HashMap<Vec<u32>, u16> = HashMap::new();
    let (mut index, mut folds) = (vec![], vec![]);
    for page in chars() {
        let changes: Vec<u32> = page.map(change).collect();
        let next = known.len() as u16;
        index.push(*known.entry(changes).or_insert_with_key(|changes| {
            folds.extend_from_slice(changes);
            next
        }));
    }
    (index, folds)
}

/// What folding changes of a character's bits.
pub(crate) fn folds(language: Language) -> Paged<u32> {
    blank(language).folds.clone()
}

/// The classes of all characters, when those that fold to one of `special` have the class
/// that `class` says.
pub(crate) fn classes(
    language: Language,
    special: impl Iterator<Item = char>,
    class: impl Fn(char) -> u16,
) -> Paged<u16> {
    let blank = blank(language);
    let mut touched: BTreeSet<u32> = BTreeSet::new();
    for c in special {
        touched.insert(c as u32 / PAGE);
        let others = blank.folded.get(&c).into_iter().flatten();
        touched.extend(others.map(|c| *c as u32 / PAGE));
    }
    let mut same: HashMap<Vec<u16>, u16> = HashMap::new();
    let mut blanks: Vec<Option<u16>> = vec![None; blank.pages.len()];
    let (mut index, mut pages): Paged<u16> = (vec![], vec![]);
    for (page, number) in (0u32..).zip(&blank.index) {
        let next = (pages.len() as u32 / PAGE) as u16;
        let place = if touched.contains(&page) {
            let of = |c| char::from_u32(c).map_or(SEPARATOR, &class);
            let classes = (page * PAGE..(page + 1) * PAGE).map(of).collect();
            same.entry(classes).or_insert_with_key(|classes| {
                pages.extend_from_slice(classes);
                next
            })
        } else {
            let known = blanks.get_mut(usize::from(*number));
            let Some(known) = known else { continue };
            known.get_or_insert_with(|| {
                pages.extend(blank.pages.get(usize::from(*number)).into_iter().flatten());
                next
            })
        };
        index.push(*place);
    }
    (index, pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_what_each_character_is() {
        let class = |c: char| match classify(c, Language::Chinese) {
            Class::Separator => SEPARATOR,
            Class::Joiner => JOINER,
            Class::Char('谢') => 7,
            Class::Char(_) => UNKNOWN,
            Class::Letter('a') => LETTER | 3,
            Class::Letter(_) => LETTER,
        };
        let (index, pages) = classes(Language::Chinese, ['谢', 'a'].into_iter(), class);
        for c in ('\0'..char::MAX).step_by(3).chain("謝谢aAＡＢ".chars()) {
            let page = usize::from(index[(c as u32 / PAGE) as usize]);
            let at = page * PAGE as usize + (c as u32 % PAGE) as usize;
            assert_eq!(pages[at], class(c), "{c:?}");
        }
        assert_eq!(&index[..2], [0, 1]);
    }
}
