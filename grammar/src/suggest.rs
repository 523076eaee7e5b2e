//! "Did you mean …?": the keyword nearest to a mistyped word.
//!
//! In: a word and the keywords that could stand there. Out: the nearest spelling, if it is
//! near enough to be worth saying.

use crate::fold::fold_word;
use crate::keywords::{Keyword, Place, Scope, TABLE};

/// The keyword spelling nearest to a word among those that count in `scope` at `place`
/// (`None`: anywhere).
pub(crate) fn keyword(word: &str, scope: Scope, place: Option<Place>) -> Option<&'static str> {
    let folded = fold_word(word);
    let rows = TABLE.iter().filter(|row| row.scope & scope != 0);
    let rows = rows.filter(|row| match place {
        Some(place) => row.place == place,
        None => row.place != Place::Header,
    });
    let near = rows.flat_map(|row| {
        row.keyword
            .spellings()
            .filter_map(|spelling| near(&folded, spelling))
    });
    near.min_by_key(|(distance, _)| *distance)
        .map(|(_, spelling)| spelling)
}

/// The spelling nearest to the first word of a clause.
pub(crate) fn clause(word: &str, scope: Scope) -> Option<&'static str> {
    let first = keyword(word, scope, Some(Place::First));
    first.or_else(|| openers(word, scope))
}

/// Clauses also start with who acts.
fn openers(word: &str, scope: Scope) -> Option<&'static str> {
    use Keyword::{
        Action, Agent, Anyone, Award, BeforeThat, Customer, Hold, Label, Mute, System, TheCall,
    };
    let list = [
        Agent, Customer, System, Anyone, Hold, Mute, TheCall, Action, Label, BeforeThat, Award,
    ];
    let folded = fold_word(word);
    let counted = list.into_iter().filter(|keyword| keyword.in_scope(scope));
    let near = counted.flat_map(|k| {
        k.spellings()
            .filter_map(|s| near(&folded, s))
            .collect::<Vec<_>>()
    });
    near.min_by_key(|(distance, _)| *distance)
        .map(|(_, spelling)| spelling)
}

fn near(word: &str, spelling: &'static str) -> Option<(usize, &'static str)> {
    let mut words = spelling.split(' ');
    if words.next() == Some(word) && words.next().is_some() {
        return Some((1, spelling));
    }
    let length = spelling.chars().count();
    let typed = word.chars().count();
    // A Chinese word runs on into the next one: only its beginning can be compared.
    let start: String = if spelling.is_ascii() || typed <= length {
        word.to_owned()
    } else {
        word.chars().take(length).collect()
    };
    let allowed = match (spelling.is_ascii(), length) {
        (true, 0..=4) | (false, 2..=3) => 1,
        (true, _) | (false, 4..) => 2,
        (false, _) => 0,
    };
    let distance = distance(&start, spelling);
    (distance > 0 && distance <= allowed && distance < length).then_some((distance, spelling))
}

/// How many letters must be put in, taken out, changed or swapped.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let up = *cell;
            let changed = diagonal + usize::from(x != *y);
            left = changed.min(up + 1).min(left + 1);
            diagonal = up;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
