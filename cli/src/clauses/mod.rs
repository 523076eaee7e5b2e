//! `zhunze clauses`: a written standard's clauses against the rules that cite them.
//!
//! In: rulebooks and a list of clauses. Out: which clauses a rule cites, which of them the
//! rulebooks' tests have shown kept and broken, and what is missing.

mod catalogue;
mod html;
mod human;
mod json;

use crate::end::{End, Outcome};
use crate::language::{self, Lang};
use crate::output::Output;
use crate::params::Params;
use crate::terminal::Paint;
use crate::test::coverage::Seen;
use crate::test::{self, Tested};
use crate::{files, rulebook};
use catalogue::Clause;
use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::io::Write;
use zhunze_compiler::book::Language;

/// Show which clauses of a written standard the rules check
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze clauses hotline.rulebook --catalogue standard.yaml
  zhunze clauses rulebooks/ --catalogue standard.csv --format html --out clauses.html

The catalogue is YAML (a list, or a mapping with a list `clauses`, of ids or of entries
with `id`, and if you like `text`, `section` and `checkable`) or CSV (a first line that
names the columns, one of them `id`; or ids alone). Entries with `checkable: 'no'` are
listed, and nothing is asked of them.

A clause is covered when a rule cites it and the tests show that rule satisfied in one
call and violated in another.
Exit code: 0 all clauses are covered, 1 some are not or a rulebook has errors, 2 a file
cannot be read.")]
pub(crate) struct Arguments {
    /// Rulebooks, or folders of them
    #[arg(value_name = "RULEBOOK", required = true)]
    paths: Vec<String>,
    /// The list of clauses
    #[arg(long, value_name = "FILE")]
    catalogue: String,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Where to write it; standard output when left out
    #[arg(long, value_name = "FILE")]
    out: Option<String>,
    #[command(flatten)]
    params: Params,
    /// The language to speak; by default that of the first rulebook
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// A page
    Html,
}

/// A rule that cites a clause, and what the tests have seen of it.
struct Citing {
    /// The rulebook's path.
    path: String,
    /// The rule's name.
    rule: String,
    /// Its title.
    title: String,
    /// What was seen.
    seen: Seen,
}

/// A clause and the rules that cite it.
struct Row {
    clause: Clause,
    rules: Vec<Citing>,
}

impl Row {
    /// Nothing is asked of it, or one rule was seen kept and broken.
    fn is_covered(&self) -> bool {
        !self.clause.checkable || self.rules.iter().any(|rule| rule.seen.is_full())
    }

    fn seen(&self, what: impl Fn(&Seen) -> bool) -> bool {
        self.rules.iter().any(|rule| what(&rule.seen))
    }
}

/// Everything there is to say.
struct Answer {
    catalogue: String,
    rows: Vec<Row>,
    /// Clauses that are cited and not in the list, with a rule that does.
    unknown: Vec<(String, String)>,
}

impl Answer {
    fn checkable(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.clause.checkable)
    }

    fn count(&self, what: impl Fn(&Row) -> bool) -> usize {
        self.checkable().filter(|row| what(row)).count()
    }

    fn is_whole(&self) -> bool {
        self.rows.iter().all(Row::is_covered)
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let clauses = catalogue::read(&arguments.catalogue, &rulebook::text(&arguments.catalogue)?)?;
    let settings = arguments.params.settings()?;
    let mut tested = Vec::new();
    for path in files::whole_rulebooks(&arguments.paths)? {
        tested.push(test::test(path, arguments.lang, &settings)?);
    }
    let language = match (tested.first(), arguments.lang) {
        (Some(first), None) => first.language,
        (_, asked) => language::of_code(asked, ""),
    };
    let answer = answer(arguments.catalogue.clone(), clauses, &tested);
    let mut out = Output::open(arguments.out.as_deref())?;
    match arguments.format {
        Format::Human => human::write(&answer, language, Paint::stdout(), &mut out)?,
        Format::Json => writeln!(out, "{:#}", json::document(&answer))?,
        Format::Html => write!(out, "{}", html::page(&answer, language))?,
    }
    out.finish()?;
    Ok(End::of(answer.is_whole()))
}

fn answer(catalogue: String, clauses: Vec<Clause>, tested: &[Tested]) -> Answer {
    let mut citing: BTreeMap<&str, Vec<Citing>> = BTreeMap::new();
    for one in tested {
        for (rule, seen) in one.book.rules.iter().zip(&one.coverage.rules) {
            for clause in &rule.cite {
                citing.entry(clause).or_default().push(Citing {
                    path: one.path.clone(),
                    rule: rule.name.clone(),
                    title: rule.title.clone(),
                    seen: *seen,
                });
            }
        }
    }
    let rows = clauses
        .into_iter()
        .map(|clause| {
            let rules = citing.remove(clause.id.as_str()).unwrap_or_default();
            Row { clause, rules }
        })
        .collect();
    let unknown = citing.into_iter().filter_map(|(id, rules)| {
        let rule = rules.into_iter().next()?;
        Some((id.to_owned(), rule.rule))
    });
    Answer {
        catalogue,
        rows,
        unknown: unknown.collect(),
    }
}

/// What is missing of a clause, in words; nothing when it is covered.
fn missing(row: &Row, language: Language) -> Option<&'static str> {
    use crate::language::pick;
    if row.is_covered() {
        return None;
    }
    let (satisfied, violated) = (
        row.seen(|seen| seen.satisfied),
        row.seen(|seen| seen.violated),
    );
    Some(match (row.rules.is_empty(), satisfied, violated) {
        (true, ..) => pick(language, "no rule cites it", "没有规则依据它"),
        (_, false, false) => pick(
            language,
            "no test keeps or breaks its rule",
            "没有测试满足或违反它的规则",
        ),
        (_, true, false) => pick(language, "no test breaks its rule", "没有测试违反它的规则"),
        (_, false, true) => pick(language, "no test keeps its rule", "没有测试满足它的规则"),
        (_, true, true) => pick(
            language,
            "no single rule is both kept and broken by tests",
            "没有哪一条规则既在测试里满足过、又违反过",
        ),
    })
}
