//! `across N utterances`: a phrase whose parts may stand in several utterances.

use zhunze_grammar::ast::{Milli, PhraseUse};

use super::lowered::{Across, Body, Child, Lowered, Spread};
use super::merge::renumbered;
use crate::book::{Capture, Pattern};
use crate::check::numbers::Limits;
use crate::check::{Checker, shape, spelling};
use crate::diagnostics::Code;

/// A chain has no more steps.
const MOST_UTTERANCES: i64 = 8;
/// The most ways to cut one phrase.
const MOST_WAYS: usize = 64;

impl<'a> Checker<'a> {
    /// How the phrase that a moment asks for may be spread over several utterances; `None`
    /// for all others (and for broken ones).
    pub(in crate::check) fn across(&mut self, asked: &'a PhraseUse) -> Option<Across> {
        let child = self.used(asked)?;
        let spread = child.phrase.spread.clone()?;
        let whole = self.enter(&child);
        let mut parts = Vec::new();
        for way in &spread.ways {
            parts.push(way.iter().map(|part| self.enter(part)).collect());
        }
        Some(Across {
            whole,
            parts,
            utterances: spread.utterances,
        })
    }

    /// All ways to cut a row at its gaps.
    pub(super) fn spread(&mut self, lowered: &Lowered, number: &Milli) -> Option<Spread> {
        let limits = Limits {
            what: ("the number of utterances", "跨的句数"),
            least: 2,
            most: MOST_UTTERANCES,
        };
        let utterances = self.whole(number, &limits)?;
        let pieces = match &lowered.body {
            Body::Pattern(pattern) => pieces(pattern),
            _ => Vec::new(),
        };
        if pieces.len() < 2 {
            let diagnostic = self
                .at(
                    Code::NotAPart,
                    lowered.span,
                    "nothing in this row can be spread: it has no gap",
                    "这里没有间隔，无法分到几句里",
                )
                .help(
                    "put `..` between the parts: `\"thank you\" .. \"goodbye\"`",
                    "在各段之间写“..”：“\"谢谢\" .. \"再见\"”",
                );
            self.report.push(diagnostic);
            return None;
        }
        if pieces.iter().flatten().all(shape::can_be_empty) || ways_of(&pieces) > MOST_WAYS {
            self.too_large(lowered.span);
            return None;
        }
        let cuts = cuts(pieces.len(), utterances as usize);
        let mut ways = Vec::new();
        for cut in cuts {
            ways.extend(way(lowered, &pieces, &cut));
        }
        Some(Spread { ways, utterances })
    }
}

/// What stands between the gaps of a row. Gaps inside choices are no places to cut.
fn pieces(pattern: &Pattern) -> Vec<Vec<Pattern>> {
    let Pattern::Seq(parts) = pattern else {
        return Vec::new();
    };
    let split = parts.split(|part| matches!(part, Pattern::Gap { .. }));
    split.map(<[Pattern]>::to_vec).collect()
}

fn ways_of(pieces: &[Vec<Pattern>]) -> usize {
    let gaps = u32::try_from(pieces.len().saturating_sub(1)).unwrap_or(u32::MAX);
    1_usize.checked_shl(gaps).unwrap_or(usize::MAX)
}

/// All ways to cut `pieces` pieces into at least two and at most `most` runs: their lengths.
fn cuts(pieces: usize, most: usize) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    // Each bit says whether there is a cut at that gap.
    for bits in 1_u32..1 << (pieces - 1).min(16) {
        let mut runs = vec![1];
        for gap in 0..pieces - 1 {
            match runs.last_mut() {
                Some(last) if bits >> gap & 1 == 0 => *last += 1,
                _ => runs.push(1),
            }
        }
        if runs.len() <= most {
            all.push(runs);
        }
    }
    all
}

/// The parts of one way; `None` when a part would need no words.
fn way(lowered: &Lowered, pieces: &[Vec<Pattern>], runs: &[usize]) -> Option<Vec<Child>> {
    let Body::Pattern(Pattern::Seq(parts)) = &lowered.body else {
        return None;
    };
    let mut gaps = parts
        .iter()
        .filter(|part| matches!(part, Pattern::Gap { .. }));
    let mut pieces = pieces.iter();
    let mut all = Vec::new();
    for run in runs {
        let mut row: Vec<Option<Pattern>> = Vec::new();
        for number in 0..*run {
            if number > 0 {
                row.push(gaps.next().cloned());
            }
            row.extend(pieces.next()?.iter().cloned().map(Some));
        }
        gaps.next();
        let pattern = spelling::sequence(row).filter(|it| !shape::can_be_empty(it))?;
        if shape::gap_at_edge(&pattern, false) || shape::gap_at_edge(&pattern, true) {
            return None;
        }
        all.push(Child::new(part(pattern, lowered)));
    }
    Some(all)
}

/// A part with those captures that are in it.
fn part(pattern: Pattern, whole: &Lowered) -> Lowered {
    let mut captures: Vec<Capture> = Vec::new();
    let mut numbers = Vec::new();
    for (number, capture) in whole.captures.iter().enumerate() {
        numbers.push(u32::try_from(captures.len()).unwrap_or(u32::MAX));
        if has(&pattern, number) {
            captures.push(capture.clone());
        }
    }
    let pattern = renumbered(&pattern, &numbers);
    Lowered::of(Body::Pattern(pattern), captures, whole.span)
}

fn has(pattern: &Pattern, number: usize) -> bool {
    match pattern {
        Pattern::Units(_) | Pattern::Gap { .. } => false,
        Pattern::Seq(parts) | Pattern::Any(parts) => parts.iter().any(|it| has(it, number)),
        Pattern::Slot { capture, .. } => capture.is_some_and(|it| it as usize == number),
        Pattern::Optional(inner) | Pattern::Tolerant(_, inner) | Pattern::Word(inner) => {
            has(inner, number)
        }
    }
}
