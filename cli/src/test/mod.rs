//! `zhunze test`: the tests that live with the rules.
//!
//! In: rulebooks. Out: which expectations hold; each call is judged by the module and by
//! the reference evaluator, and the two must agree. Then which outcomes the tests have
//! seen of each rule.

pub(crate) mod case;
pub(crate) mod coverage;
mod human;
mod json;
mod miss;
pub(crate) mod timeline;

use crate::end::{End, Failure, Outcome};
use crate::files;
use crate::language::{self, Lang};
use crate::output::Output;
use crate::params::Params;
use crate::rulebook;
use crate::terminal::{self, Paint};
use case::Case;
use clap::{Args, ValueEnum};
use coverage::Coverage;
use std::io::Write;
use zhunze_compiler::Settings;
use zhunze_compiler::book::{Book, Language};

/// Run the tests written in rulebooks
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze test hotline.rulebook           run its tests
  zhunze test rulebooks/                 run the tests of all rulebooks of a folder
  zhunze test --format json rulebooks/   for programs

A test that fails shows what was expected, what came out, and the call. Then, for each
rule, which outcomes the tests have seen.
Exit code: 0 all tests pass, 1 a test fails or a rulebook has errors, 2 a file cannot be
read, 3 the module and the reference evaluator disagree, which is a bug in zhunze.")]
pub(crate) struct Arguments {
    /// Rulebooks, or folders of them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    params: Params,
    /// The language to speak; by default that of the rulebook
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
}

/// The tests of one rulebook, run.
pub(crate) struct Tested {
    /// Its path.
    pub(crate) path: String,
    /// The language to speak of it.
    pub(crate) language: Language,
    /// The checked rulebook.
    pub(crate) book: Book,
    cases: Vec<Case>,
    /// What the tests have seen.
    pub(crate) coverage: Coverage,
}

impl Tested {
    fn end(&self) -> End {
        let differs = self.cases.iter().any(|case| case.difference.is_some());
        let passes = self.cases.iter().all(Case::passes);
        if differs {
            End::Internal
        } else {
            End::of(passes)
        }
    }
}

/// Runs the command. A rulebook with errors does not keep the others from being tested.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let paths = files::whole_rulebooks(&arguments.paths)?;
    let settings = arguments.params.settings()?;
    let (mut end, mut all) = (End::Well, Vec::new());
    for path in paths {
        match test(path, arguments.lang, &settings) {
            Ok(tested) => {
                end = end.max(tested.end());
                all.push(tested);
            }
            Err(Failure::Said(worse, text)) => {
                end = end.max(worse);
                complain(&text);
            }
            Err(Failure::Unread) => return Err(Failure::Unread),
        }
    }
    let mut out = Output::stdout();
    match arguments.format {
        Format::Human => human::write(&all, Paint::stdout(), &mut out)?,
        Format::Json => writeln!(out, "{:#}", json::document(&all))?,
    }
    out.finish()?;
    Ok(end)
}

fn complain(text: &str) {
    if !text.is_empty() {
        terminal::complain(text);
    }
}

/// Runs the tests of a rulebook.
pub(crate) fn test(
    path: String,
    lang: Option<Lang>,
    settings: &Settings,
) -> Result<Tested, Failure> {
    let built = rulebook::build_with(&path, lang, settings)?;
    let module = rulebook::load(&built.compiled)?;
    let book = built.book;
    let language = language::of_code(lang, book.language.code());
    let cases = case::run(&book, &module, &built.sources)?;
    let coverage = Coverage::of(&book, &cases);
    Ok(Tested {
        path,
        language,
        book,
        cases,
        coverage,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use zhunze_calls::call::Call;
    use zhunze_calls::verdict::Verdicts;

    fn tested(difference: Option<(String, String)>) -> Tested {
        let files = BTreeMap::from([("x".to_owned(), "rulebook \"X\"\n".to_owned())]);
        let book = zhunze_compiler::check("x", &files).book.unwrap();
        let case = Case {
            title: "a call".to_owned(),
            path: "x".to_owned(),
            line: 1,
            call: Call::default(),
            verdicts: Verdicts::default(),
            failures: Vec::new(),
            expectations: 0,
            difference,
        };
        let cases = vec![case];
        let coverage = Coverage::of(&book, &cases);
        let (path, language) = ("x".to_owned(), Language::English);
        Tested {
            path,
            language,
            book,
            cases,
            coverage,
        }
    }

    #[test]
    fn a_difference_between_the_evaluators_is_internal_and_shown() {
        let tested = tested(Some(("{\"a\": 1}".to_owned(), "{\"a\": 2}".to_owned())));
        assert_eq!(tested.end(), End::Internal);
        let mut out = Vec::new();
        human::write(std::slice::from_ref(&tested), Paint::PLAIN, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains("--- module\n{\"a\": 1}\n--- reference\n{\"a\": 2}\n"),
            "{text}"
        );
        assert!(text.ends_with("0 passed, 1 failed\n"), "{text}");
        assert_eq!(
            json::document(&[tested])["rulebooks"][0]["tests"][0]["difference"]["module"]["a"],
            1
        );
    }

    #[test]
    fn without_one_the_expectations_decide() {
        assert_eq!(tested(None).end(), End::Well);
    }
}
