//! What the tests have seen of a rulebook: outcomes of rules and branches, phrases.
//!
//! In: tests that were run. Out: three answers a rule, two a branch, the phrases that no
//! utterance of any test says.

use super::case::Case;
use zhunze_calls::call::{Call, Event};
use zhunze_compiler::book::{Book, PhraseId, SourceId};

/// What was and was not seen.
pub(crate) struct Coverage {
    /// One row a rule, in rulebook order.
    pub(crate) rules: Vec<Seen>,
    /// Branches of rules that have some.
    pub(crate) branches: Vec<Branch>,
    /// Names of this file's phrases that no test says.
    pub(crate) unsaid: Vec<String>,
}

/// What was seen of one branch.
pub(crate) struct Branch {
    /// The rule's name.
    pub(crate) rule: String,
    /// The branch as written.
    pub(crate) branch: String,
    /// Its occurrences.
    pub(crate) seen: Seen,
}

/// What was seen of one rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// A call kept it.
    pub(crate) satisfied: bool,
    /// A call broke it.
    pub(crate) violated: bool,
    /// A call did not need it.
    pub(crate) not_applicable: bool,
}

impl Seen {
    /// Whether it was seen kept and broken. Not every rule can fail to apply.
    pub(crate) fn is_full(self) -> bool {
        self.satisfied && self.violated
    }
}

impl Coverage {
    /// What these tests have seen.
    pub(crate) fn of(book: &Book, cases: &[Case]) -> Self {
        let mut rules = vec![Seen::default(); book.rules.len()];
        for case in cases {
            for (seen, row) in rules.iter_mut().zip(&case.verdicts.rules) {
                seen.violated |= row.violated > 0;
                seen.satisfied |= row.violated == 0 && row.satisfied > 0;
                seen.not_applicable |= row.applied == 0;
            }
        }
        Self {
            rules,
            branches: branches(book, cases),
            unsaid: unsaid(book, cases),
        }
    }

    /// How many rules were seen both kept and broken.
    pub(crate) fn full(&self) -> usize {
        self.rules.iter().filter(|seen| seen.is_full()).count()
    }
}

fn branches(book: &Book, cases: &[Case]) -> Vec<Branch> {
    let mut all = Vec::new();
    for (number, rule) in (0u32..).zip(&book.rules) {
        for (arm, at) in rule.arms.iter().zip(0u8..) {
            let Some(branch) = &arm.branch else { continue };
            let findings = cases.iter().flat_map(|case| &case.verdicts.findings);
            let here = findings.filter(|finding| finding.rule == number && finding.arm == at);
            let mut seen = Seen::default();
            for finding in here {
                seen.satisfied |= finding.satisfied;
                seen.violated |= !finding.satisfied;
            }
            all.push(Branch {
                rule: rule.name.clone(),
                branch: branch.clone(),
                seen,
            });
        }
    }
    all
}

/// So many utterances in a row are looked at for phrases across several.
const MOST_ACROSS: usize = 10;

fn unsaid(book: &Book, cases: &[Case]) -> Vec<String> {
    let mut never: Vec<PhraseId> = (0u32..)
        .map(PhraseId)
        .zip(&book.phrases)
        .filter(|(_, phrase)| phrase.source == SourceId(0) && phrase.name.is_some())
        .map(|(id, _)| id)
        .collect();
    // The second look is for phrases across utterances: it is needed for few.
    for how_many in [1, MOST_ACROSS] {
        let texts = cases.iter().flat_map(|case| spoken(&case.call, how_many));
        let texts: Vec<String> = texts.collect();
        never.retain(|id| {
            let said = |text: &String| zhunze_reference::hears(book, text, *id);
            !texts.iter().any(said)
        });
    }
    let named = never.iter().filter_map(|id| book.phrases.get(id.index()));
    named.filter_map(|phrase| phrase.name.clone()).collect()
}

/// What one speaker says in so many utterances one after the other.
fn spoken(call: &Call, how_many: usize) -> Vec<String> {
    let said: Vec<&Event> = call
        .events
        .iter()
        .filter(|it| !it.text.is_empty())
        .collect();
    let row = |start: usize| {
        let rest = said.get(start..).unwrap_or(&[]);
        let first = rest.first().map(|it| it.speaker);
        let same = rest.iter().take_while(|it| Some(it.speaker) == first);
        let texts = same.take(how_many).map(|it| it.text.as_str());
        texts.collect::<Vec<_>>().join(" ")
    };
    (0..said.len()).map(row).collect()
}
