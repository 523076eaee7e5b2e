//! Patterns to units: the pieces of a phrase become what is matched.
//!
//! In: pieces as written (texts, choices, gaps, other phrases). Out: a
//! [`Pattern`] on units. Where letters of one word stand in several pieces (`colo[u]r`),
//! those pieces are written out in all their spellings first and cut into units then; all
//! other pieces keep their shape.

use crate::book::{Language, Pattern};
use crate::text::{Class, Unit, classify, units};

/// More spellings of one stretch than this are too many.
pub(super) const MOST_SPELLINGS: usize = 4_096;

/// A piece of a pattern, before it is cut into units.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// A text as written.
    Text(String),
    /// One of these; one without pieces makes it optional.
    Choice(Vec<Vec<Piece>>),
    /// A gap.
    Gap(u32, u32),
    /// A pattern that shares no words with its neighbours.
    Whole(Pattern),
}

/// Too many spellings.
#[derive(Debug)]
pub(super) struct TooMany;

/// What the pieces match; `None`: nothing at all.
pub(super) fn spell(pieces: &[Piece], language: Language) -> Result<Option<Pattern>, TooMany> {
    let mut parts = Vec::new();
    let mut rest = pieces;
    for length in runs(pieces, language) {
        let (run, after) = rest.split_at(length.min(rest.len()));
        parts.push(stretch(run, language)?);
        rest = after;
    }
    Ok(sequence(parts))
}

/// One stretch of pieces that share words (or a single piece).
fn stretch(run: &[Piece], language: Language) -> Result<Option<Pattern>, TooMany> {
    match run {
        [Piece::Text(text)] => Ok(words(text, language)),
        [Piece::Gap(min, max)] => Ok(Some(Pattern::Gap {
            min: *min,
            max: *max,
        })),
        [Piece::Whole(pattern)] => Ok(Some(pattern.clone())),
        [Piece::Choice(choices)] => {
            let each = choices.iter().map(|choice| spell(choice, language));
            Ok(any(each.collect::<Result<Vec<_>, _>>()?))
        }
        run => {
            let spellings = spellings(run)?;
            Ok(any(spellings
                .iter()
                .map(|one| written(one, language))
                .collect()))
        }
    }
}

fn words(text: &str, language: Language) -> Option<Pattern> {
    let units: Vec<Unit> = units(text, language)
        .into_iter()
        .map(|placed| placed.unit)
        .collect();
    (!units.is_empty()).then_some(Pattern::Units(units))
}

/// A spelling: no choices, neighbouring texts joined.
fn written(spelling: &[Piece], language: Language) -> Option<Pattern> {
    let mut parts = Vec::new();
    let mut text = String::new();
    for piece in spelling {
        match piece {
            Piece::Text(more) => text.push_str(more),
            Piece::Choice(_) => {}
            Piece::Gap(min, max) => {
                parts.push(words(&std::mem::take(&mut text), language));
                parts.push(Some(Pattern::Gap {
                    min: *min,
                    max: *max,
                }));
            }
            Piece::Whole(pattern) => {
                parts.push(words(&std::mem::take(&mut text), language));
                parts.push(Some(pattern.clone()));
            }
        }
    }
    parts.push(words(&text, language));
    sequence(parts)
}

/// All ways to choose.
fn spellings(pieces: &[Piece]) -> Result<Vec<Vec<Piece>>, TooMany> {
    let mut all: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in pieces {
        let ways = match piece {
            Piece::Choice(choices) => {
                let each = choices.iter().map(|choice| spellings(choice));
                each.collect::<Result<Vec<_>, _>>()?.concat()
            }
            other => vec![vec![other.clone()]],
        };
        if all.len().saturating_mul(ways.len()) > MOST_SPELLINGS {
            return Err(TooMany);
        }
        let longer = |start: &Vec<Piece>| {
            let start = start.clone();
            ways.iter()
                .map(move |way| [start.as_slice(), way.as_slice()].concat())
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    Ok(all)
}

/// All in a row; neighbouring units become one piece.
pub(super) fn sequence(parts: Vec<Option<Pattern>>) -> Option<Pattern> {
    let mut row: Vec<Pattern> = Vec::new();
    for part in parts.into_iter().flatten() {
        let parts = match part {
            Pattern::Seq(parts) => parts,
            other => vec![other],
        };
        for part in parts {
            match (row.last_mut(), part) {
                (Some(Pattern::Units(units)), Pattern::Units(more)) => units.extend(more),
                (_, part) => row.push(part),
            }
        }
    }
    match row.len() {
        0 | 1 => row.pop(),
        _ => Some(Pattern::Seq(row)),
    }
}

/// One of them, each once; `None` among them makes it optional.
pub(super) fn any(choices: Vec<Option<Pattern>>) -> Option<Pattern> {
    let optional = choices.iter().any(Option::is_none);
    let mut distinct: Vec<Pattern> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for choice in choices.into_iter().flatten() {
        let nested = match choice {
            Pattern::Any(nested) => nested,
            other => vec![other],
        };
        for choice in nested {
            // The units of a plain choice are its key; only the few others are compared.
            let new = match &choice {
                Pattern::Units(units) => seen.insert(units.clone()),
                other => !distinct.contains(other),
            };
            if new {
                distinct.push(choice);
            }
        }
    }
    let one = match distinct.len() {
        0 | 1 => distinct.pop(),
        _ => Some(Pattern::Any(distinct)),
    }?;
    Some(if optional {
        Pattern::Optional(Box::new(one))
    } else {
        one
    })
}

/// How a piece meets its neighbours.
#[derive(Clone, Copy, Default)]
struct Edges {
    /// May start inside a word.
    starts: bool,
    /// May end inside a word.
    ends: bool,
    /// May be no text at all.
    hollow: bool,
}

/// The lengths of the stretches that share words.
fn runs(pieces: &[Piece], language: Language) -> Vec<usize> {
    let edges: Vec<Edges> = pieces.iter().map(|piece| edges(piece, language)).collect();
    let mut lengths: Vec<usize> = Vec::new();
    // The last piece that the present run must reach.
    let mut reach = 0;
    for (i, edge) in edges.iter().enumerate() {
        match lengths.last_mut() {
            Some(length) if i <= reach => *length += 1,
            _ => lengths.push(1),
        }
        reach = reach.max(i);
        if edge.ends {
            reach = reach.max(last_glued(&edges, i));
        }
    }
    lengths
}

/// The last piece after `i` that goes on with the word `i` ends in.
fn last_glued(edges: &[Edges], i: usize) -> usize {
    let mut last = i;
    for (j, edge) in edges.iter().enumerate().skip(i + 1) {
        if edge.starts {
            last = j;
        }
        if !edge.hollow {
            break;
        }
    }
    last
}

fn edges(piece: &Piece, language: Language) -> Edges {
    let inside = |c: char| matches!(classify(c, language), Class::Letter(_) | Class::Joiner);
    match piece {
        Piece::Text(text) => Edges {
            starts: text.chars().next().is_some_and(inside),
            ends: text.chars().next_back().is_some_and(inside),
            hollow: text.is_empty(),
        },
        Piece::Gap(..) | Piece::Whole(_) => Edges::default(),
        Piece::Choice(choices) => {
            let each = choices.iter().map(|choice| row_edges(choice, language));
            each.fold(Edges::default(), |all, one| Edges {
                starts: all.starts || one.starts,
                ends: all.ends || one.ends,
                hollow: all.hollow || one.hollow,
            })
        }
    }
}

fn row_edges(row: &[Piece], language: Language) -> Edges {
    let edges: Vec<Edges> = row.iter().map(|piece| edges(piece, language)).collect();
    let starts = meets(edges.iter(), |edge| edge.starts);
    let ends = meets(edges.iter().rev(), |edge| edge.ends);
    Edges {
        starts,
        ends,
        hollow: edges.iter().all(|edge| edge.hollow),
    }
}

/// Whether the first piece that is some text, or one before it, meets its neighbour.
fn meets<'a>(edges: impl Iterator<Item = &'a Edges>, side: fn(&Edges) -> bool) -> bool {
    for edge in edges {
        if side(edge) {
            return true;
        }
        if !edge.hollow {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Piece {
        Piece::Text(text.into())
    }

    fn choice(choices: &[&str]) -> Piece {
        let one = |choice: &&str| {
            if choice.is_empty() {
                vec![]
            } else {
                vec![text(choice)]
            }
        };
        Piece::Choice(choices.iter().map(one).collect())
    }

    fn show(pattern: &Pattern) -> String {
        let all = |parts: &[Pattern], by: &str| parts.iter().map(show).collect::<Vec<_>>().join(by);
        match pattern {
            Pattern::Units(units) => {
                let unit = |unit: &Unit| match unit {
                    Unit::Char(c) => c.to_string(),
                    Unit::Word(word) => format!("<{word}>"),
                    other => format!("{other:?}"),
                };
                units.iter().map(unit).collect()
            }
            Pattern::Seq(parts) => all(parts, " "),
            Pattern::Any(parts) => format!("({})", all(parts, "|")),
            Pattern::Optional(inner) => format!("[{}]", show(inner)),
            Pattern::Gap { min, max } => format!("..{min}-{max}"),
            other => format!("{other:?}"),
        }
    }

    fn check(pieces: &[Piece], expect: &str) {
        let spelled = spell(pieces, Language::Chinese).unwrap();
        assert_eq!(spelled.as_ref().map_or("nothing".into(), show), expect);
    }

    #[test]
    fn chinese_keeps_its_shape() {
        check(
            &[text("您好"), choice(&["，", ""]), text("中通速递")],
            "您好中通速递",
        );
        check(
            &[choice(&["请您", "麻烦您"]), text("稍等")],
            "(请您|麻烦您) 稍等",
        );
        check(
            &[text("谢谢"), choice(&["您", ""]), text("的")],
            "谢谢 [您] 的",
        );
        check(
            &[choice(&["APP", "客户端"]), text("下载")],
            "(<app>|客户端) 下载",
        );
        check(
            &[text("謝謝"), Piece::Gap(0, 10), text("等待")],
            "谢谢 ..0-10 等待",
        );
    }

    #[test]
    fn letters_of_one_word_are_written_out() {
        check(
            &[text("colo"), choice(&["u", ""]), text("r")],
            "(<colour>|<color>)",
        );
        check(
            &[text("thank"), choice(&["s", " you"]), text(" a lot")],
            "(<thanks>|<thank><you>) <a><lot>",
        );
        check(
            &[text("don"), choice(&["\u{2019}", " ", ""]), text("t")],
            "(<dont>|<don><t>)",
        );
        check(
            &[text("the "), choice(&["big", ""]), text(" box")],
            "<the> [<big>] <box>",
        );
        check(&[text("a"), Piece::Gap(1, 2), text("b")], "<a> ..1-2 <b>");
        check(
            &[text("re"), choice(&["", "-"]), choice(&["", "start"])],
            "(<re>|<restart>|<re><start>)",
        );
        let other = Piece::Whole(Pattern::Units(vec![Unit::Word("x".into())]));
        check(&[text("a"), other, text("b")], "<a><x><b>");
    }

    #[test]
    fn nothing_is_nothing() {
        check(&[], "nothing");
        check(&[text("，。!")], "nothing");
        check(&[choice(&["a", ""])], "[<a>]");
        check(&[choice(&["", "!"])], "nothing");
    }

    #[test]
    fn too_many_spellings_are_refused() {
        let many = vec![choice(&["a", "b", "c", "d"]); 7];
        assert!(spell(&many, Language::English).is_err());
        let chinese = vec![choice(&["甲", "乙", "丙", "丁"]); 7];
        assert!(spell(&chinese, Language::Chinese).is_ok());
    }
}
