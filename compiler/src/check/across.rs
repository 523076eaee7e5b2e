//! What is said over several utterances.
//!
//! In: a phrase with all ways to cut it. Out: a moment: the whole in one utterance, or its
//! parts in utterances of one speaker, so many of them at most from the first to the last.

use zhunze_grammar::ast::{Span, Who};

use super::Checker;
use super::atoms::{one, utterance};
use super::phrases::Across;
use crate::book::{Atom, Chain, Derived, Expr, Kind, PhraseId, Step};
use crate::diagnostics::Code;

/// The most chains that one phrase can come to.
const MOST_CHAINS: usize = 64;

impl Checker<'_> {
    /// `who` says it, in one utterance or over several; `guard` is on the last of them.
    pub(super) fn said_across(
        &mut self,
        who: Who,
        across: &Across,
        guard: Option<&Expr>,
        span: Span,
    ) -> Option<Vec<Atom>> {
        let mut any = vec![says(who, across.whole, guard)];
        let speakers: &[Who] = match &who {
            Who::Anyone => &[Who::Agent, Who::Customer, Who::System],
            _ => std::slice::from_ref(&who),
        };
        let rows = rows(across);
        if rows.len() > MOST_CHAINS {
            let diagnostic = self
                .at(
                    Code::TooMany,
                    span,
                    "this can be spread over the utterances in too many ways",
                    "这句话分到几句里的方式太多了",
                )
                .help(
                    "fewer gaps, or fewer utterances, will do",
                    "请减少间隔，或者减少句数",
                );
            self.report.push(diagnostic);
            return None;
        }
        for speaker in speakers {
            for row in &rows {
                let chain = chain(*speaker, row, guard);
                let derived = Derived::Chain {
                    chain,
                    within: None,
                    own: false,
                };
                any.push(self.derive(derived, span)?);
            }
        }
        Some(any)
    }
}

/// What each utterance in a row says; `None`: anything.
type Row = Vec<Option<PhraseId>>;

/// All rows of utterances over which the parts can be spread.
fn rows(across: &Across) -> Vec<Row> {
    let most = across.utterances as usize;
    let mut all = Vec::new();
    for parts in &across.parts {
        let mut open: Vec<Row> = vec![Vec::new()];
        for (number, part) in parts.iter().enumerate() {
            let mut longer = Vec::new();
            for row in open {
                let spare = most.saturating_sub(row.len() + parts.len() - number);
                for free in 0..=if number == 0 { 0 } else { spare } {
                    let mut row = row.clone();
                    row.extend((0..free).map(|_| None));
                    row.push(Some(*part));
                    longer.push(row);
                }
            }
            open = longer;
            if open.len() > MOST_CHAINS {
                return open;
            }
        }
        all.extend(open);
    }
    all
}

/// One utterance of the speaker after another.
fn chain(who: Who, row: &Row, guard: Option<&Expr>) -> Chain {
    let last = row.len().saturating_sub(1);
    let step = |(number, part): (usize, &Option<PhraseId>)| {
        let guard = guard.filter(|_| number == last);
        let said = match part {
            Some(phrase) => says(who, *phrase, guard),
            None => utterance(who, None),
        };
        Step {
            within: None,
            moment: one(said),
            without: (number > 0).then(|| one(utterance(who, None))),
        }
    };
    Chain {
        steps: row.iter().enumerate().map(step).collect(),
    }
}

fn says(who: Who, phrase: PhraseId, guard: Option<&Expr>) -> Atom {
    Atom::Event {
        kind: Kind::Utterance,
        who,
        phrase: Some(phrase),
        guard: guard.cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_spread_over_so_many_utterances() {
        let across = |parts: Vec<Vec<u32>>, utterances| Across {
            whole: PhraseId(9),
            parts: parts
                .into_iter()
                .map(|way| way.into_iter().map(PhraseId).collect())
                .collect(),
            utterances,
        };
        let shown = |across: &Across| {
            let row = |row: &Row| {
                let one = |it: &Option<PhraseId>| it.map_or('.', |id| (b'a' + id.0 as u8) as char);
                row.iter().map(one).collect::<String>()
            };
            rows(across).iter().map(row).collect::<Vec<_>>()
        };
        assert_eq!(shown(&across(vec![vec![0, 1]], 2)), ["ab"]);
        assert_eq!(shown(&across(vec![vec![0, 1]], 3)), ["ab", "a.b"]);
        let three = across(vec![vec![0, 1], vec![2, 3, 4]], 4);
        assert_eq!(shown(&three), ["ab", "a.b", "a..b", "cde", "cd.e", "c.de"]);
    }
}
