//! A rulebook as the chapters of a written standard.
//!
//! In: a checked rulebook. Out: [`Standard`], texts in the order in which they are read.

use crate::language::pick;
use std::collections::BTreeMap;
use zhunze_calls::points::Points;
use zhunze_compiler::book::{
    Book, Language, PhraseId, Rule, RuleId, Score, Section, SectionId, Severity,
};
use zhunze_compiler::explain;
use zhunze_compiler::range;

/// A written standard.
pub(super) struct Standard {
    /// Its name.
    pub(super) title: String,
    /// What holds for all of it: version, scores, pass marks, grades, parameters.
    pub(super) facts: Vec<String>,
    /// Its chapters in order.
    pub(super) chapters: Vec<Chapter>,
    /// What the names of moments mean, of those that some rule says.
    pub(super) terms: Vec<(String, String)>,
    /// Rules of an extended rulebook that do not hold here, and why.
    pub(super) dropped: Vec<(String, String)>,
    /// By clause: the rules that check it, as their numbers and titles.
    pub(super) index: Vec<(String, Vec<(String, String)>)>,
}

/// A chapter: a section, or the rules outside of all sections.
pub(super) struct Chapter {
    /// Its title.
    pub(super) title: String,
    /// What it is worth.
    pub(super) note: Option<String>,
    /// Its rules.
    pub(super) entries: Vec<Entry>,
}

/// A rule.
pub(super) struct Entry {
    /// Its number, as `2.3`.
    pub(super) number: String,
    /// Its title.
    pub(super) title: String,
    /// What it says, as sentences.
    pub(super) lines: Vec<String>,
    /// The wording that it speaks of: what for, the phrase's name, and the ways to say it.
    pub(super) wordings: Vec<(&'static str, String, Vec<String>)>,
    /// The clauses that it checks.
    pub(super) cite: Vec<String>,
}

/// The standard that a rulebook amounts to.
pub(super) fn of(book: &Book, language: Language) -> Standard {
    let mut chapters = Vec::new();
    let rules = || (0u32..).map(RuleId).zip(&book.rules);
    let outside = rules().any(|(_, rule)| rule.section.is_none());
    let sections = (0u32..).map(SectionId).zip(&book.sections);
    let sections = sections.map(|(id, section)| (Some(id), Some(section)));
    // What belongs to no section comes first, as in the rulebook.
    let all = outside.then_some((None, None)).into_iter().chain(sections);
    for (number, (id, section)) in all.enumerate() {
        let own = rules().filter(|(_, rule)| rule.section == id);
        let entries = own.zip(1..).map(|((rule_id, rule), place)| {
            let number = format!("{}.{place}", number + 1);
            entry(book, (rule_id, rule), number, language)
        });
        chapters.push(Chapter {
            title: match section {
                Some(section) => section.title.clone(),
                None => pick(language, "General", "总则").to_owned(),
            },
            note: section.and_then(|section| worth(book, section, language)),
            entries: entries.collect(),
        });
    }
    let name = match book.version.as_str() {
        "" => book.name.clone(),
        version => format!("{} {version}", book.name),
    };
    Standard {
        title: name,
        facts: facts(book, language),
        index: index(&chapters),
        terms: terms(book, &chapters, language),
        chapters,
        dropped: book.dropped.clone(),
    }
}

fn terms(book: &Book, chapters: &[Chapter], language: Language) -> Vec<(String, String)> {
    let entries = || chapters.iter().flat_map(|chapter| &chapter.entries);
    let said = |name: &str| entries().any(|it| it.lines.iter().any(|line| line.contains(name)));
    let all = explain::terms(book, language).into_iter();
    all.filter(|(name, _)| said(name)).collect()
}

fn entry(book: &Book, (id, rule): (RuleId, &Rule), number: String, language: Language) -> Entry {
    let mut lines = explain::rule_by_names(book, id, language);
    let severity = match rule.severity {
        Severity::Minor => None,
        Severity::Major => Some(pick(
            language,
            "A violation is major.",
            "违反属于严重问题。",
        )),
        Severity::Critical => Some(pick(
            language,
            "A violation is critical.",
            "违反属于致命问题。",
        )),
    };
    lines.extend(severity.map(str::to_owned));
    if rule.needs_review {
        let text = pick(
            language,
            "A person looks at a violation before it counts.",
            "违反须经人工复核。",
        );
        lines.push(text.to_owned());
    }
    if rule.leave_out {
        let text = pick(
            language,
            "When it does not apply, its weight is left out.",
            "不适用时，它的分值不计入。",
        );
        lines.push(text.to_owned());
    }
    let wording = explain::wording(book, rule);
    let parts = [
        (
            pick(language, "When this is said", "说到这些话时"),
            wording.heard,
        ),
        (pick(language, "To be said", "应当说"), wording.required),
        (
            pick(language, "Not to be said", "不得说"),
            wording.forbidden,
        ),
    ];
    let wordings = parts.into_iter().flat_map(|(what, ids)| {
        ids.into_iter()
            .map(move |id| (what, name(book, id), explain::ways(book, id, language)))
    });
    Entry {
        number,
        title: rule.title.clone(),
        lines,
        wordings: wordings.collect(),
        cite: rule.cite.clone(),
    }
}

fn name(book: &Book, id: PhraseId) -> String {
    let phrase = book.phrases.get(id.index());
    phrase.and_then(|it| it.name.clone()).unwrap_or_default()
}

fn worth(book: &Book, section: &Section, language: Language) -> Option<String> {
    let weight = Points(section.weight?);
    let score = book.scores.get(section.score.index())?;
    let name = &score.name;
    Some(match (section.below_zero, language) {
        (true, Language::Chinese) => format!("占 {name} {weight} 分，可扣至零以下。"),
        (true, Language::English) => format!("Worth {weight} points of {name}; may go below zero."),
        (false, Language::Chinese) => format!("占 {name} {weight} 分，最多扣 {weight} 分。"),
        (false, Language::English) => {
            format!("Worth {weight} points of {name}, and never loses more.")
        }
    })
}

fn facts(book: &Book, language: Language) -> Vec<String> {
    let reach = range::reach(book);
    let mut facts: Vec<String> = book
        .scores
        .iter()
        .zip(&reach.scores)
        .map(|(score, range)| score_line(score, *range, language))
        .collect();
    facts.extend(book.params.iter().map(|param| match language {
        Language::Chinese => format!("参数 {}：{}", param.name, param.value),
        Language::English => format!("Parameter {}: {}", param.name, param.value),
    }));
    facts
}

fn score_line(score: &Score, range: range::Range, language: Language) -> String {
    let points = |value: i64| Points(value).to_string();
    let unit = score.unit.as_deref();
    let chinese = language == Language::Chinese;
    let mut parts = vec![match (chinese, unit) {
        (true, Some(unit)) => format!("{}：从 {} {unit} 起算", score.name, points(score.from)),
        (true, None) => format!("{}：从 {} 分起算", score.name, points(score.from)),
        (false, Some(unit)) => format!("{}: from {} {unit}", score.name, points(score.from)),
        (false, None) => format!("{}: from {} points", score.name, points(score.from)),
    }];
    if let Some(pass) = score.pass {
        parts.push(match chinese {
            true => format!("及格线 {}", points(pass)),
            false => format!("pass mark {}", points(pass)),
        });
    }
    let end = |value: Option<i64>, open: &str| value.map_or(open.to_owned(), points);
    let (least, most) = (end(range.least, "-∞"), end(range.most, "∞"));
    parts.push(match chinese {
        true => format!("可能的范围 {least} 至 {most}"),
        false => format!("between {least} and {most}"),
    });
    for (name, from) in &score.grades {
        parts.push(match (from, chinese) {
            (Some(from), true) => format!("{name} 从 {}", points(*from)),
            (Some(from), false) => format!("{name} from {}", points(*from)),
            (None, true) => format!("其余为 {name}"),
            (None, false) => format!("else {name}"),
        });
    }
    parts.join(if chinese { "，" } else { ", " })
}

fn index(chapters: &[Chapter]) -> Vec<(String, Vec<(String, String)>)> {
    let mut index: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for entry in chapters.iter().flat_map(|chapter| &chapter.entries) {
        for clause in &entry.cite {
            let rules = index.entry(clause).or_default();
            rules.push((entry.number.clone(), entry.title.clone()));
        }
    }
    let owned = index.into_iter();
    owned
        .map(|(clause, rules)| (clause.to_owned(), rules))
        .collect()
}
