//! A few simple phrases that are often found, some with captures.

use zhunze_compiler::book::*;
use zhunze_compiler::text::units;

use super::Random;

/// The words that phrases and texts are made of.
pub(super) const WORDS: [&str; 8] = ["a", "b", "c", "d", "好", "你", "谢", "aa"];

/// Up to four phrases.
pub(super) fn simple(random: &mut Random, book: &mut Book) {
    let count = 1 + random.below(4);
    for _ in 0..count {
        let phrase = phrase(random, book);
        book.phrases.push(phrase);
    }
}

fn phrase(random: &mut Random, book: &Book) -> Phrase {
    let mut captures = vec![];
    let known = book.phrases.len();
    let any = |random: &mut Random| PhraseId(random.id(known));
    let body = match random.below(10) {
        0 if known > 0 => {
            let mut of = vec![any(random), any(random)];
            of.sort();
            of.dedup();
            let n = 1 + random.id(of.len());
            PhraseBody::AtLeast { n, of }
        }
        1 if known > 0 => {
            let phrase = any(random);
            captures.clone_from(&book.phrases[phrase.index()].captures);
            let not = vec![any(random)];
            PhraseBody::ButNot { phrase, not }
        }
        2..4 => PhraseBody::Pattern(slot(random, &mut captures)),
        _ => PhraseBody::Pattern(pattern(random, 2)),
    };
    let name = (!captures.is_empty()).then(|| format!("phrase{known}"));
    Phrase {
        name,
        body,
        captures,
        source: SourceId(0),
        span: Span::default(),
    }
}

/// A word and a value, captured.
fn slot(random: &mut Random, captures: &mut Vec<Capture>) -> Pattern {
    let kind = random.of(&[
        SlotKind::Number,
        SlotKind::Number,
        SlotKind::Digits { min: 1, max: 4 },
        SlotKind::Any { min: 1, max: 2 },
    ]);
    let name = "value".to_owned();
    captures.push(Capture { name, kind });
    let capture = Some(0);
    let value = Pattern::Slot { kind, capture };
    match random.below(3) {
        0 => value,
        1 => Pattern::Seq(vec![words(random), value]),
        _ => Pattern::Seq(vec![value, gap(random), words(random)]),
    }
}

fn words(random: &mut Random) -> Pattern {
    let count = 1 + random.below(2);
    let text: Vec<&str> = (0..count).map(|_| random.of(&WORDS)).collect();
    let units = units(&text.join(" "), Language::Chinese);
    Pattern::Units(units.into_iter().map(|placed| placed.unit).collect())
}

/// Never empty, never with a gap at either end.
fn pattern(random: &mut Random, depth: u32) -> Pattern {
    if depth == 0 {
        return words(random);
    }
    match random.below(6) {
        0 => {
            let count = 1 + random.below(3);
            Pattern::Any((0..count).map(|_| pattern(random, depth - 1)).collect())
        }
        1 => {
            let (first, last) = (pattern(random, depth - 1), pattern(random, depth - 1));
            Pattern::Seq(vec![first, gap(random), last])
        }
        2 => {
            let inside = Pattern::Optional(Box::new(pattern(random, depth - 1)));
            Pattern::Seq(vec![words(random), inside, words(random)])
        }
        _ => words(random),
    }
}

fn gap(random: &mut Random) -> Pattern {
    let min = random.below(3) as u32;
    let max = min + random.below(4) as u32;
    Pattern::Gap { min, max }
}

/// A text of the words of simple phrases, of others and of numbers.
pub(super) fn text(random: &mut Random) -> String {
    let between = ["", " ", " ", "，", "'", "-", "…", "\u{301}"];
    let others = [
        "e", "谢谢", "呢", "謝", "Ａ", "B", "😀", "z9", "12", "3", "二十", "7 8",
    ];
    let mut text = String::new();
    for _ in 0..random.below(9) {
        text += if random.one_in(4) {
            random.of(&others)
        } else {
            random.of(&WORDS)
        };
        text += random.of(&between);
    }
    text
}
