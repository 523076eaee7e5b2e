//! What `zhunze inspect` tells people.
//!
//! In: a manifest. Out: lines: what the rulebook is and knows, and its rules.

use crate::bounds::{self, grouped};
use crate::terminal::{self, left, width};
use std::io::{self, Write};
use zhunze_calls::manifest::{Dropped, Manifest, Param, Rule, Score};
use zhunze_calls::points::Points;
use zhunze_compiler::book::Language;

/// Writes what the manifest says.
pub(super) fn write(manifest: &Manifest, bytes: usize, out: &mut impl Write) -> io::Result<()> {
    let rows = [
        (
            "rulebook",
            format!("{} {}", manifest.name, manifest.version),
        ),
        ("language", manifest.language.clone()),
        (
            "channel",
            manifest.channel.clone().unwrap_or_else(|| "any".to_owned()),
        ),
        ("judges", format!("a {}", manifest.unit)),
        ("parameters", listed(manifest.params.iter().map(param))),
        ("hash", manifest.hash.clone()),
        (
            "interface",
            format!(
                "version {}, language version {}",
                manifest.abi, manifest.language_version
            ),
        ),
        ("module", format!("{} bytes", bytes)),
        ("state per call", format!("{} bytes", manifest.state_size)),
        ("memory", memory(manifest)),
        ("work per event", work(manifest)),
        ("phrases", manifest.phrases.to_string()),
        ("scores", listed(manifest.scores.iter().map(score))),
        (
            "events",
            listed(manifest.events.iter().map(|event| event.name.clone())),
        ),
        ("attributes", listed(manifest.attributes.iter().cloned())),
        ("metadata", listed(manifest.metadata.iter().cloned())),
        ("labels", listed(manifest.labels.iter().cloned())),
        ("dropped", listed(manifest.dropped.iter().map(dropped))),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(
            out,
            "{}  {}",
            left(name, 14),
            terminal::tame(value.trim_end())
        )?;
    }
    rules(manifest, out)
}

/// Empty when the module does not say.
fn memory(manifest: &Manifest) -> String {
    match manifest.memory_size {
        0 => String::new(),
        bytes => format!("{} bytes", grouped(bytes)),
    }
}

/// Empty when the module does not say.
fn work(manifest: &Manifest) -> String {
    let work = manifest.work;
    match work.event {
        0 => String::new(),
        event => bounds::work([event, work.longest_event, work.close], Language::English),
    }
}

fn listed(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn param(param: &Param) -> String {
    format!("{} = {}", param.name, param.value)
}

fn dropped(dropped: &Dropped) -> String {
    format!("{} ({})", dropped.rule, dropped.reason)
}

fn score(score: &Score) -> String {
    let pass = score
        .pass
        .map_or_else(String::new, |mark| format!(", pass {}", Points(mark)));
    let unit = score
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {unit}"));
    let end = |value: Option<i64>| {
        value.map_or_else(|| "…".to_owned(), |value| Points(value).to_string())
    };
    let bounds = score.bounds;
    let bounds = match (bounds.least, bounds.most) {
        (None, None) => String::new(),
        (least, most) => format!(", {} to {}", end(least), end(most)),
    };
    format!(
        "{} from {}{unit}{pass}{bounds}",
        score.name,
        Points(score.from)
    )
}

fn rules(manifest: &Manifest, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{} rules", manifest.rules.len())?;
    let widest = manifest
        .rules
        .iter()
        .map(|rule| width(&rule.name))
        .max()
        .unwrap_or(0);
    let mut section = None;
    for rule in &manifest.rules {
        if rule.section != section {
            section = rule.section;
            writeln!(out, "  {}", section_title(manifest, rule))?;
        }
        let cite = if rule.cite.is_empty() {
            String::new()
        } else {
            format!("  [{}]", rule.cite.join(", "))
        };
        let marks = marks(rule);
        let name = left(&rule.name, widest);
        let line = format!("    {name}  {}{cite}{marks}", rule.title);
        writeln!(out, "{}", terminal::tame(&line))?;
        for branch in rule.branches.iter().flatten() {
            let line = format!("    {}  {branch}", left("", widest));
            writeln!(out, "{}", terminal::tame(&line))?;
        }
    }
    Ok(())
}

/// What is special about a rule.
fn marks(rule: &Rule) -> String {
    let marks = [
        (rule.advice, "advice"),
        (rule.needs_review, "needs review"),
        (rule.leave_out, "left out when not applicable"),
        (
            rule.fatal_from.is_some() && rule.fatal_section,
            "fatal for its section",
        ),
        (rule.fatal_from.is_some() && !rule.fatal_section, "fatal"),
    ];
    let marks = marks.iter().filter(|(holds, _)| *holds);
    let marks: Vec<&str> = marks.map(|(_, mark)| *mark).collect();
    match marks.is_empty() {
        true => String::new(),
        false => format!("  ({})", marks.join(", ")),
    }
}

fn section_title(manifest: &Manifest, rule: &Rule) -> String {
    let section = rule
        .section
        .and_then(|at| manifest.sections.get(at as usize));
    section.map_or_else(String::new, |it| {
        let weight = it
            .weight
            .map_or_else(String::new, |weight| format!(", weight {}", Points(weight)));
        terminal::tame(&format!("{} {}{weight}", it.name, it.title))
    })
}
