//! `zhunze explain`: what a rule says, its state machine, and the shortest calls.
//!
//! In: a rulebook and the name of a rule. Out: sentences; the shortest call that satisfies
//! the rule and the shortest that violates it, each judged once more by the module; with
//! `--svg`, pictures of its state machines.

mod picture;
mod sample;
mod search;

use crate::end::{End, Failure, Outcome};
use crate::language::{self, Lang, pick};
use crate::output::Output;
use crate::rulebook::{self, Built};
use crate::test::timeline::happened;
use clap::Args;
use std::io::Write;
use zhunze_calls::call::Call;
use zhunze_compiler::book::{Book, Language, Rule, RuleId};
use zhunze_compiler::explain;
use zhunze_runtime::Scorer;

/// Say a rule in plain words, with the shortest calls that keep and break it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  zhunze explain hotline.rulebook opening            one rule
  zhunze explain hotline.rulebook                    all rules
  zhunze explain hotline.rulebook opening --svg out  pictures of its states, too

Exit code: 0 explained, 1 the rulebook has errors or no such rule, 2 a file cannot be read
or written.")]
pub(crate) struct Arguments {
    /// The rulebook
    #[arg(value_name = "RULEBOOK")]
    path: String,
    /// The rule's name; all rules when left out
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// The language to speak; by default that of the rulebook
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// A folder for a picture of each state machine
    #[arg(long, value_name = "FOLDER")]
    svg: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let built = rulebook::build(&arguments.path, arguments.lang)?;
    let language = language::of_code(arguments.lang, built.book.language.code());
    let module = rulebook::load(&built.compiled)?;
    let mut scorer = module
        .scorer()
        .map_err(|error| Failure::internal(error.to_string()))?;
    let mut out = Output::stdout();
    for id in wanted(&built, arguments)? {
        let Some(rule) = built.book.rules.get(id.index()) else {
            continue;
        };
        one(&built.book, (id, rule), language, &mut scorer, &mut out)?;
        if let Some(folder) = &arguments.svg {
            pictures(&built.book, (id, rule), language, folder)?;
        }
    }
    out.finish()?;
    Ok(End::Well)
}

fn wanted(built: &Built, arguments: &Arguments) -> Result<Vec<RuleId>, Failure> {
    let all = (0u32..).map(RuleId).zip(&built.book.rules);
    let Some(name) = &arguments.rule else {
        return Ok(all.map(|(id, _)| id).collect());
    };
    let found: Vec<RuleId> = all
        .filter(|(_, rule)| rule.name == *name)
        .map(|(id, _)| id)
        .collect();
    if found.is_empty() {
        let path = &arguments.path;
        let why = format!("{path}: there is no rule `{name}`");
        return Err(Failure::Said(End::No, why));
    }
    Ok(found)
}

fn one(
    book: &Book,
    (id, rule): (RuleId, &Rule),
    language: Language,
    scorer: &mut Scorer,
    out: &mut Output,
) -> Result<(), Failure> {
    let chinese = language == Language::Chinese;
    writeln!(out, "{}  {}", rule.name, rule.title)?;
    for line in explain::rule(book, id, language) {
        writeln!(out, "  {line}")?;
    }
    let shortest = search::shortest(book, id);
    let titles = match chinese {
        true => ["满足它的最短通话：", "违反它的最短通话："],
        false => [
            "The shortest call that satisfies it:",
            "The shortest call that violates it:",
        ],
    };
    let calls = [(shortest.satisfied, true), (shortest.violated, false)];
    for (title, (call, satisfied)) in titles.into_iter().zip(calls) {
        writeln!(out, "  {title}")?;
        match call {
            Some(call) => {
                recheck(scorer, &call, id, satisfied)?;
                shown(&call, language, out)?;
            }
            None if chinese => writeln!(out, "    （在有限的尝试中没有找到）")?,
            None => writeln!(out, "    (none was found among those tried)")?,
        }
    }
    writeln!(out)?;
    Ok(())
}

/// The module must say the same of the call as the definition.
fn recheck(scorer: &mut Scorer, call: &Call, id: RuleId, satisfied: bool) -> Result<(), Failure> {
    let verdicts = scorer
        .score(call)
        .map_err(|error| Failure::internal(error.to_string()))?;
    let row = verdicts.rules.get(id.index()).cloned().unwrap_or_default();
    if (row.violated == 0) == satisfied && row.applied > 0 {
        return Ok(());
    }
    let why = format!("the module and the reference evaluator disagree on {call:?}");
    Err(Failure::internal(why))
}

fn shown(call: &Call, language: Language, out: &mut Output) -> Result<(), Failure> {
    use crate::clock::Clock;
    for event in &call.events {
        writeln!(
            out,
            "    {:>8}  {}",
            Clock(event.t).to_string(),
            happened(event, language)
        )?;
    }
    let end = Clock(call.end.unwrap_or(0)).to_string();
    let what = pick(language, "the call ends", "通话结束");
    writeln!(out, "    {end:>8}  {what}")?;
    Ok(())
}

fn pictures(
    book: &Book,
    (id, rule): (RuleId, &Rule),
    language: Language,
    folder: &str,
) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    let machines = explain::machine::machines(book, id, language);
    for (nth, machine) in machines.iter().enumerate() {
        let part = if machines.len() > 1 {
            format!("-{}", nth + 1)
        } else {
            String::new()
        };
        let path = format!("{folder}/{}{part}.svg", rule.name);
        let branch = machine.branch.as_deref().unwrap_or("");
        let title = format!("{} {branch}", rule.title);
        let svg = picture::svg(title.trim(), machine);
        std::fs::write(&path, svg).map_err(|error| Failure::file(&path, &error))?;
    }
    Ok(())
}
