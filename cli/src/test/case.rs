//! One test: its call is judged twice, and its expectations are held against the outcome.
//!
//! In: a checked rulebook and its module. Out: a [`Case`] for each test.

use crate::end::Failure;
use zhunze_calls::call::Call;
use zhunze_calls::manifest::Manifest;
use zhunze_calls::parse;
use zhunze_calls::points::Points;
use zhunze_calls::report::{Delivery, Report, ReportOptions, Verdict, report};
use zhunze_calls::verdict::{RuleRow, Verdicts};
use zhunze_compiler::Sources;
use zhunze_compiler::book::{Book, Expectation, Language, RuleId, Test};
use zhunze_compiler::diagnostics::LineIndex;
use zhunze_runtime::{Rulebook, Scorer};

/// One test, run.
pub(crate) struct Case {
    /// Its title.
    pub(crate) title: String,
    /// The file it stands in.
    pub(crate) path: String,
    /// The line where it starts.
    pub(crate) line: u64,
    /// Its call.
    pub(crate) call: Call,
    /// What the module says of it.
    pub(crate) verdicts: Verdicts,
    /// Expectations that do not hold.
    pub(crate) failures: Vec<Unmet>,
    /// How many expectations there are.
    pub(crate) expectations: usize,
    /// The reports of the module and of the reference evaluator, when they differ.
    pub(crate) difference: Option<(String, String)>,
}

impl Case {
    /// Whether all expectations hold and both evaluators agree.
    pub(crate) fn passes(&self) -> bool {
        self.failures.is_empty() && self.difference.is_none()
    }
}

/// An expectation that does not hold.
pub(crate) struct Unmet {
    /// The line where it stands.
    pub(crate) line: u64,
    /// What was expected, in the test's own words.
    pub(crate) expected: String,
    /// What came out.
    pub(crate) actual: Said,
}

/// A text in both languages.
pub(crate) struct Said {
    en: String,
    zh: String,
}

impl Said {
    fn same(text: String) -> Self {
        Self {
            en: text.clone(),
            zh: text,
        }
    }

    /// The text in one language.
    pub(crate) fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}

/// Runs all tests of a rulebook.
pub(crate) fn run(book: &Book, module: &Rulebook, sources: &Sources) -> Result<Vec<Case>, Failure> {
    let outline = serde_json::from_str(&zhunze_compiler::outline(book));
    let outline: Manifest = outline
        .map_err(|error| Failure::internal(format!("the outline cannot be read: {error}")))?;
    let mut scorer = module
        .scorer()
        .map_err(|error| Failure::internal(error.to_string()))?;
    book.tests
        .iter()
        .map(|test| one(book, &outline, &mut scorer, test, sources))
        .collect()
}

fn one(
    book: &Book,
    outline: &Manifest,
    scorer: &mut Scorer,
    test: &Test,
    sources: &Sources,
) -> Result<Case, Failure> {
    let source = sources.text(test.source);
    let call = call_of(test)?;
    let verdicts = scorer
        .score(&call)
        .map_err(|error| Failure::internal(format!("test {:?}: {error}", test.title)))?;
    let options = ReportOptions { all_findings: true };
    let (failures, difference) = {
        let by_module = scorer.rulebook().report(&call, &verdicts, options);
        let plain = zhunze_reference::evaluate(book, &call, None);
        let by_definition = report(outline, &call, &plain, &Delivery::default(), options);
        (
            unmet(book, test, &by_module, &verdicts, source),
            difference(&by_module, &by_definition)?,
        )
    };
    let line = line_of(source, test.span.start);
    Ok(Case {
        title: test.title.clone(),
        path: sources.path(test.source).to_owned(),
        line,
        call,
        verdicts,
        failures,
        expectations: test.expect.len(),
        difference,
    })
}

fn line_of(source: &str, at: u32) -> u64 {
    LineIndex::new(source).position(at).line.into()
}

fn call_of(test: &Test) -> Result<Call, Failure> {
    let text = test.call.to_string();
    let call = parse::call(text.as_bytes(), 1);
    let mut call = call.map_err(|error| {
        Failure::internal(format!(
            "test {:?}: its call cannot be read: {error}",
            test.title
        ))
    })?;
    call.end = test.ends.and_then(|end| i64::try_from(end).ok());
    Ok(call)
}

fn difference(one: &Report<'_>, other: &Report<'_>) -> Result<Option<(String, String)>, Failure> {
    let text = |report| {
        serde_json::to_string_pretty(report).map_err(|error| Failure::internal(error.to_string()))
    };
    let (one, other) = (text(one)?, text(other)?);
    Ok((one != other).then_some((one, other)))
}

fn unmet(
    book: &Book,
    test: &Test,
    report: &Report<'_>,
    verdicts: &Verdicts,
    source: &str,
) -> Vec<Unmet> {
    let checked = test.expect.iter().filter_map(|(expectation, span)| {
        let actual = actual(book, expectation, report, verdicts)?;
        let (start, end) = (span.start as usize, span.end as usize);
        let expected = bare(source.get(start..end).unwrap_or_default());
        Some(Unmet {
            line: line_of(source, span.start),
            expected,
            actual,
        })
    });
    checked.collect()
}

/// A line of a test without its first word.
fn bare(line: &str) -> String {
    let line = line.trim();
    let rest = ["expect", "期望"]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    rest.unwrap_or(line).trim().to_owned()
}

/// What came out, if it is not what was expected.
fn actual(
    book: &Book,
    expectation: &Expectation,
    report: &Report<'_>,
    verdicts: &Verdicts,
) -> Option<Said> {
    match expectation {
        Expectation::Score(id, value) => {
            number(verdicts.scores.get(id.index()).map(|row| row.value), *value)
        }
        Expectation::Section(id, value) => {
            number(verdicts.sections.get(id.index()).copied(), *value)
        }
        Expectation::Pass(pass) => verdict(report.verdict, *pass),
        Expectation::Grade(id, name) => {
            let grade = report
                .scores
                .get(id.index())
                .and_then(|score| score.grade.as_deref());
            (grade != Some(name)).then(|| Said::same(grade.unwrap_or("-").to_owned()))
        }
        Expectation::Satisfied(id, times) => rule(book, *id, verdicts, |row| {
            row.violated == 0
                && row.satisfied > 0
                && times.is_none_or(|times| row.satisfied == times)
        }),
        Expectation::Violated(id, times) => rule(book, *id, verdicts, |row| {
            row.violated > 0 && times.is_none_or(|times| row.violated == times)
        }),
        Expectation::NotApplicable(id) => rule(book, *id, verdicts, |row| row.applied == 0),
    }
}

fn number(actual: Option<i64>, expected: i64) -> Option<Said> {
    let actual = actual.unwrap_or(0);
    (actual != expected).then(|| Said::same(Points(actual).to_string()))
}

fn verdict(actual: Verdict, expected: bool) -> Option<Said> {
    let said = match actual {
        Verdict::Pass => Said {
            en: "pass".to_owned(),
            zh: "合格".to_owned(),
        },
        Verdict::Fail => Said {
            en: "fail".to_owned(),
            zh: "不合格".to_owned(),
        },
    };
    ((actual == Verdict::Pass) != expected).then_some(said)
}

fn rule(
    book: &Book,
    id: RuleId,
    verdicts: &Verdicts,
    holds: impl Fn(&RuleRow) -> bool,
) -> Option<Said> {
    let row = verdicts.rules.get(id.index()).cloned().unwrap_or_default();
    let name = book
        .rules
        .get(id.index())
        .map_or("?", |rule| rule.name.as_str());
    (!holds(&row)).then(|| told(name, &row))
}

fn told(name: &str, row: &RuleRow) -> Said {
    let RuleRow {
        applied,
        satisfied,
        violated,
        ..
    } = row;
    if *applied == 0 {
        return Said {
            en: format!("{name} not applicable"),
            zh: format!("{name} 不适用"),
        };
    }
    Said {
        en: format!("{name} satisfied {satisfied}×, violated {violated}×"),
        zh: format!("{name} 满足 {satisfied} 次，违反 {violated} 次"),
    }
}
