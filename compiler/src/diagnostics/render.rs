//! Diagnostics for people: the source with what is wrong drawn under it.
//!
//! In: diagnostics and the sources they point into. Out: text. The only module that
//! renders.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

use ariadne::{Cache, Color, Config, IndexType, Report, ReportKind, Source};

use super::lines::clamp;
use super::{Diagnostic, Label, LineIndex, Severity};
use crate::book::Language;
use crate::sources::Sources;

type Area = (Rc<str>, std::ops::Range<usize>);

/// The texts by their paths, cut into lines once for all diagnostics.
struct Texts(HashMap<Rc<str>, Source<String>>);

impl Cache<Rc<str>> for Texts {
    type Storage = String;

    fn fetch(&mut self, id: &Rc<str>) -> Result<&Source<String>, impl std::fmt::Debug> {
        self.0.get(id).ok_or("no such source")
    }

    fn display<'a>(&self, id: &'a Rc<str>) -> Option<impl std::fmt::Display + 'a> {
        Some(id)
    }
}

/// Renders diagnostics in one language, one after the other; `color` adds terminal colours.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    language: Language,
    color: bool,
) -> String {
    let text = |source: &crate::sources::Source| {
        (
            Rc::from(source.path.as_str()),
            Source::from(source.text.clone()),
        )
    };
    let mut texts = Texts(sources.iter().map(text).collect());
    let each = diagnostics.iter().map(|diagnostic| {
        let drawn = drawing(diagnostic, sources, &mut texts, language, color);
        let text = drawn.unwrap_or_else(|| plain(diagnostic, sources, language));
        with_help(text, diagnostic, language)
    });
    each.collect::<Vec<_>>().join("\n")
}

/// What to do stands under the drawing.
fn with_help(mut text: String, diagnostic: &Diagnostic, language: Language) -> String {
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(text, "  {}{}", help_word(language), help.get(language));
    }
    text
}

fn drawing(
    diagnostic: &Diagnostic,
    sources: &Sources,
    texts: &mut Texts,
    language: Language,
    color: bool,
) -> Option<String> {
    let first = diagnostic.labels.first()?;
    let area = area(first, sources);
    let word = severity_word(diagnostic.severity, language);
    let config = Config::default()
        .with_index_type(IndexType::Char)
        .with_color(color);
    let report = Report::build(ReportKind::Custom(word, hue(diagnostic.severity)), area)
        .with_config(config)
        .with_code(diagnostic.code)
        .with_message(diagnostic.message.get(language))
        .with_labels(labels(diagnostic, sources, language));
    let mut bytes = Vec::new();
    report.finish().write(texts, &mut bytes).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let text = if color { text } else { uncoloured(&text) };
    Some(
        text.lines()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect(),
    )
}

/// Takes out terminal colours: the heading has some whatever the configuration says.
fn uncoloured(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or("");
    let rest = pieces.map(|piece| match piece.strip_prefix('[') {
        Some(code) => code.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'),
        None => piece,
    });
    let rest = rest.map(|piece| piece.strip_prefix('m').unwrap_or(piece));
    std::iter::once(first).chain(rest).collect()
}

fn labels(
    diagnostic: &Diagnostic,
    sources: &Sources,
    language: Language,
) -> Vec<ariadne::Label<Area>> {
    let alone = diagnostic.labels.len() == 1;
    let draw = |(number, label): (usize, &Label)| {
        let color = if number == 0 {
            hue(diagnostic.severity)
        } else {
            Color::Blue
        };
        let drawn = ariadne::Label::new(area(label, sources)).with_color(color);
        match label.text.get(language) {
            // Only places with a text are underlined.
            "" if alone => drawn.with_message(here(language)),
            "" => drawn,
            text => drawn.with_message(text),
        }
    };
    diagnostic.labels.iter().enumerate().map(draw).collect()
}

fn here(language: Language) -> &'static str {
    match language {
        Language::English => "here",
        Language::Chinese => "在这里",
    }
}

/// In characters: with byte offsets ariadne 0.6 takes those of a second file for characters,
/// and panics within one.
fn area(label: &Label, sources: &Sources) -> Area {
    let source = label.place.source;
    let text = sources.text(source);
    let bytes = clamp(text, label.place.span);
    let characters = |end: usize| text.get(..end).map_or(0, |it| it.chars().count());
    (
        Rc::from(sources.path(source)),
        characters(bytes.start)..characters(bytes.end),
    )
}

/// One line, for what can not be drawn.
fn plain(diagnostic: &Diagnostic, sources: &Sources, language: Language) -> String {
    let word = severity_word(diagnostic.severity, language);
    let message = diagnostic.message.get(language);
    let place = match diagnostic.place() {
        None => String::new(),
        Some(place) => {
            let at = LineIndex::new(sources.text(place.source)).position(place.span.start);
            format!("{}:{}:{}: ", sources.path(place.source), at.line, at.column)
        }
    };
    format!("{place}[{}] {word}: {message}\n", diagnostic.code)
}

fn hue(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
    }
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::English) => "Error",
        (Severity::Error, Language::Chinese) => "错误",
        (Severity::Warning, Language::English) => "Warning",
        (Severity::Warning, Language::Chinese) => "提醒",
    }
}

fn help_word(language: Language) -> &'static str {
    match language {
        Language::English => "Help: ",
        Language::Chinese => "办法：",
    }
}
