//! What rulebooks say of labelled calls.
//!
//! In: a rulebook, calls and their labels. Out: [`Measured`], for each clause how often
//! rulebook and label agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use zhunze_calls::verdict::Verdicts;
use zhunze_compiler::book::Book;
use zhunze_runtime::{Engine, Limits};
use zhunze_tests::files;

/// What becomes of a clause in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Broken.
    Violated,
    /// Its situation came up, and it was kept.
    Satisfied,
    /// It was not touched.
    Untouched,
}

/// Agreement on one clause.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    /// Labelled and found violated; labelled, not found; found, not labelled.
    pub violated: [u32; 3],
    /// Labelled satisfied: found so; found violated; found untouched.
    pub satisfied: [u32; 3],
}

impl Count {
    fn add(&mut self, labelled: Outcome, found: Outcome) {
        match (labelled, found) {
            (Outcome::Violated, Outcome::Violated) => self.violated[0] += 1,
            (Outcome::Violated, _) => self.violated[1] += 1,
            (_, Outcome::Violated) => self.violated[2] += 1,
            _ => {}
        }
        if labelled == Outcome::Satisfied {
            let place = match found {
                Outcome::Satisfied => 0,
                Outcome::Violated => 1,
                Outcome::Untouched => 2,
            };
            self.satisfied[place] += 1;
        }
    }
}

/// A call in which label and rulebook differ over a violation.
pub(crate) struct Miss {
    pub call: String,
    pub clause: String,
    pub labelled: Outcome,
    pub found: Outcome,
}

/// Everything measured of one standard.
#[derive(Default)]
pub(crate) struct Measured {
    pub calls: usize,
    pub clauses: BTreeMap<String, Count>,
    pub misses: Vec<Miss>,
    /// Calls of even numbers: how many, and all clauses together.
    pub kept_back: (usize, Count),
    cited: BTreeSet<String>,
    labelled: BTreeSet<String>,
}

/// The file of calls of this name.
pub(crate) fn calls(folder: &Path, name: &str) -> PathBuf {
    folder.join("calls").join(format!("{name}.jsonl"))
}

impl Measured {
    /// Judges the calls by the rulebook and holds the labels against it.
    pub(crate) fn add(&mut self, rulebook: &Path, folder: &Path, name: &str) {
        let book = files::rulebook(rulebook);
        let module = zhunze_compiler::compile(&book).unwrap();
        let engine = Engine::new(Limits::unmetered()).unwrap();
        let module = engine.load(&module.wasm).unwrap();
        let mut scorer = module.scorer().unwrap();
        let cited = book.rules.iter().flat_map(|rule| &rule.cite);
        let cited: BTreeSet<String> = cited.cloned().collect();
        let labels = labels(&folder.join("calls").join(format!("{name}.labels.jsonl")));
        let calls = files::calls(&calls(folder, name));
        assert_eq!(calls.len(), labels.len(), "{name}: as many labels as calls");
        for (call, label) in calls.iter().zip(&labels) {
            assert_eq!(call.call_id, label.call, "{name}");
            let verdicts = scorer.score(call).unwrap();
            let found = outcomes(&book, &verdicts);
            self.labelled.extend(label.violated.iter().cloned());
            self.labelled.extend(label.satisfied.iter().cloned());
            self.kept_back.0 += usize::from(label.is_kept_back());
            for clause in &cited {
                let found = found.get(clause).copied().unwrap_or(Outcome::Untouched);
                self.compare(label, clause, found);
            }
        }
        self.calls += calls.len();
        self.cited.extend(cited);
    }

    fn compare(&mut self, label: &Label, clause: &str, found: Outcome) {
        let labelled = label.of(clause);
        let count = self.clauses.entry(clause.to_owned()).or_default();
        count.add(labelled, found);
        if label.is_kept_back() {
            self.kept_back.1.add(labelled, found);
        }
        let differs = match labelled {
            Outcome::Untouched => found == Outcome::Violated,
            _ => found != labelled,
        };
        if differs {
            self.misses.push(Miss {
                call: label.call.clone(),
                clause: clause.to_owned(),
                labelled,
                found,
            });
        }
    }

    /// Clauses that are labelled and that no rule cites.
    pub(crate) fn uncited(&self) -> impl Iterator<Item = &String> {
        self.labelled.difference(&self.cited)
    }

    /// All clauses together.
    pub(crate) fn total(&self) -> Count {
        let mut total = Count::default();
        for count in self.clauses.values() {
            for place in 0..3 {
                total.violated[place] += count.violated[place];
                total.satisfied[place] += count.satisfied[place];
            }
        }
        total
    }
}

struct Label {
    call: String,
    violated: Vec<String>,
    satisfied: Vec<String>,
}

impl Label {
    /// Calls of even numbers were not looked at while rules were mended.
    fn is_kept_back(&self) -> bool {
        self.call.ends_with(['0', '2', '4', '6', '8'])
    }

    fn of(&self, clause: &str) -> Outcome {
        let has = |list: &[String]| list.iter().any(|it| it == clause);
        match (has(&self.violated), has(&self.satisfied)) {
            (true, _) => Outcome::Violated,
            (false, true) => Outcome::Satisfied,
            (false, false) => Outcome::Untouched,
        }
    }
}

fn labels(path: &Path) -> Vec<Label> {
    let text = fs::read_to_string(path).unwrap();
    let list = |value: &Value, name: &str| -> Vec<String> {
        let list = value[name].as_array().unwrap().iter();
        list.map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    let label = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        Label {
            call: value["call"].as_str().unwrap().to_owned(),
            violated: list(&value, "violated"),
            satisfied: list(&value, "satisfied"),
        }
    };
    text.lines()
        .filter(|line| !line.is_empty())
        .map(label)
        .collect()
}

/// By clause, what the rules that cite it say: violated when one of them is.
fn outcomes(book: &Book, verdicts: &Verdicts) -> BTreeMap<String, Outcome> {
    let mut all: BTreeMap<String, Outcome> = BTreeMap::new();
    for (rule, row) in book.rules.iter().zip(&verdicts.rules) {
        let outcome = match (row.violated > 0, row.satisfied > 0) {
            (true, _) => Outcome::Violated,
            (false, true) => Outcome::Satisfied,
            (false, false) => continue,
        };
        for clause in &rule.cite {
            let entry = all.entry(clause.clone()).or_insert(outcome);
            if outcome == Outcome::Violated {
                *entry = outcome;
            }
        }
    }
    all
}
