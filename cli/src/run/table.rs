//! The table for people: a call's verdict, scores and violations.
//!
//! In: rows, a batch at a time. Out: aligned lines. The first rows decide how wide the
//! columns are; then rows are written as they come.

use super::found::Found;
use crate::language::pick;
use crate::terminal::{Paint, Tone, left, right, tame, width};
use std::io::{self, Write};
use zhunze_calls::manifest::Manifest;
use zhunze_calls::report::{Report, Score, Verdict};
use zhunze_compiler::book::Language;

/// Rows that are looked at before the first is written.
const LOOK: usize = 200;
/// Columns wider than this are not waited for.
const WIDEST: usize = 40;
const GAP: &str = "  ";

/// One call.
#[derive(Debug, Clone)]
pub(super) enum Row {
    /// A call that was scored.
    Scored {
        /// Its id.
        call_id: String,
        /// Pass or fail.
        verdict: Verdict,
        /// A fatal rule is violated.
        fatal: bool,
        /// Each score's value and grade.
        scores: Vec<String>,
        /// What was found.
        findings: Vec<Found>,
    },
    /// A call that could not be scored.
    Bad {
        /// Its id, when it could be read.
        call_id: Option<String>,
        /// What was wrong.
        text: String,
    },
}

impl Row {
    /// The row of a report.
    pub(super) fn of(report: &Report<'_>, language: Language) -> Self {
        Self::Scored {
            call_id: tame(&report.call_id),
            verdict: report.verdict,
            fatal: report.scores.iter().any(|score| score.fatal),
            scores: report.scores.iter().map(score).collect(),
            findings: Found::all(report, language),
        }
    }
}

fn score(score: &Score<'_>) -> String {
    let unit = score
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {unit}"));
    let grade = score
        .grade
        .as_ref()
        .map_or_else(String::new, |grade| format!(" {grade}"));
    format!("{}{unit}{grade}", score.value)
}

/// In which language and colours a table is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) language: Language,
    pub(super) paint: Paint,
}

/// How wide the columns are.
#[derive(Debug, Clone, Default)]
struct Widths {
    call: usize,
    verdict: usize,
    scores: Vec<usize>,
    at: usize,
    points: usize,
    rule: usize,
}

/// A table that is being written.
pub(super) struct Table {
    style: Style,
    heads: Vec<String>,
    waiting: Vec<Row>,
    widths: Option<Widths>,
}

impl Table {
    /// A table without rows.
    pub(super) fn new(manifest: &Manifest, language: Language, paint: Paint) -> Self {
        let heads = manifest
            .scores
            .iter()
            .map(|score| score.name.clone())
            .collect();
        Self {
            style: Style { language, paint },
            heads,
            waiting: Vec::new(),
            widths: None,
        }
    }

    /// Its language and colours.
    pub(super) fn style(&self) -> Style {
        self.style
    }

    /// Takes more rows.
    pub(super) fn take(&mut self, rows: Vec<Row>, out: &mut impl Write) -> io::Result<()> {
        if self.widths.is_some() {
            return self.write(&rows, out);
        }
        self.waiting.extend(rows);
        if self.waiting.len() < LOOK {
            Ok(())
        } else {
            self.finish(out)
        }
    }

    /// Writes what waits.
    pub(super) fn finish(&mut self, out: &mut impl Write) -> io::Result<()> {
        let rows = std::mem::take(&mut self.waiting);
        if self.widths.is_none() && !rows.is_empty() {
            let widths = self.measure(&rows);
            writeln!(out, "{}", self.head(&widths))?;
            self.widths = Some(widths);
        }
        self.write(&rows, out)
    }

    fn write(&self, rows: &[Row], out: &mut impl Write) -> io::Result<()> {
        let Some(widths) = &self.widths else {
            return Ok(());
        };
        rows.iter().try_for_each(|row| self.row(row, widths, out))
    }

    fn measure(&self, rows: &[Row]) -> Widths {
        let mut widths = Widths {
            call: width(pick(self.style.language, "call", "通话")),
            verdict: width(pick(self.style.language, "verdict", "结论")),
            scores: self.heads.iter().map(|head| width(head)).collect(),
            ..Widths::default()
        };
        for row in rows {
            self.widen(&mut widths, row);
        }
        widths
    }

    fn widen(&self, widths: &mut Widths, row: &Row) {
        let wider = |known: &mut usize, text: &str| *known = (*known).max(width(text).min(WIDEST));
        match row {
            Row::Bad { call_id, .. } => wider(&mut widths.call, call_id.as_deref().unwrap_or("?")),
            Row::Scored {
                call_id,
                verdict,
                fatal,
                scores,
                findings,
            } => {
                wider(&mut widths.call, call_id);
                wider(&mut widths.verdict, self.verdict(*verdict, *fatal));
                widths
                    .scores
                    .iter_mut()
                    .zip(scores)
                    .for_each(|(known, text)| wider(known, text));
                for found in findings {
                    wider(&mut widths.at, &found.at);
                    wider(&mut widths.points, &found.points);
                    wider(&mut widths.rule, &found.rule);
                }
            }
        }
    }

    fn verdict(&self, verdict: Verdict, fatal: bool) -> &'static str {
        match (verdict, fatal) {
            (Verdict::Pass, _) => pick(self.style.language, "pass", "合格"),
            (Verdict::Fail, false) => pick(self.style.language, "fail", "不合格"),
            (Verdict::Fail, true) => pick(self.style.language, "fatal", "一票否决"),
        }
    }

    fn head(&self, widths: &Widths) -> String {
        let language = self.style.language;
        let mut cells = vec![
            left(pick(language, "call", "通话"), widths.call),
            left(pick(language, "verdict", "结论"), widths.verdict),
        ];
        cells.extend(
            self.heads
                .iter()
                .zip(&widths.scores)
                .map(|(head, width)| left(head, *width)),
        );
        cells.push(pick(language, "what", "情况").to_owned());
        self.style
            .paint
            .tone(Tone::Strong, cells.join(GAP).trim_end())
    }

    fn row(&self, row: &Row, widths: &Widths, out: &mut impl Write) -> io::Result<()> {
        match row {
            Row::Bad { call_id, text } => {
                let id = tame(call_id.as_deref().unwrap_or("?"));
                let word = pick(self.style.language, "error", "出错");
                let word = self
                    .style
                    .paint
                    .tone(Tone::Warn, &left(word, widths.verdict));
                writeln!(out, "{}{GAP}{word}{GAP}{text}", left(&id, widths.call))
            }
            Row::Scored {
                call_id,
                verdict,
                fatal,
                scores,
                findings,
            } => {
                let tone = if *verdict == Verdict::Pass {
                    Tone::Good
                } else {
                    Tone::Bad
                };
                let word = self
                    .style
                    .paint
                    .tone(tone, &left(self.verdict(*verdict, *fatal), widths.verdict));
                let scores = scores
                    .iter()
                    .zip(&widths.scores)
                    .map(|(text, width)| left(text, *width));
                let scores: Vec<String> = scores.collect();
                let start = format!(
                    "{}{GAP}{word}{GAP}{}",
                    left(call_id, widths.call),
                    scores.join(GAP)
                );
                self.findings(&start, findings, widths, out)
            }
        }
    }

    /// The first finding stands in the row itself, the others under it.
    fn findings(
        &self,
        start: &str,
        findings: &[Found],
        widths: &Widths,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let Some((first, others)) = findings.split_first() else {
            return writeln!(out, "{}", start.trim_end());
        };
        writeln!(out, "{start}{GAP}{}", self.finding(first, widths))?;
        let scores: usize = widths.scores.iter().map(|width| width + GAP.len()).sum();
        let indent = " ".repeat(widths.call + GAP.len() + widths.verdict + GAP.len() + scores);
        others
            .iter()
            .try_for_each(|found| writeln!(out, "{indent}{}", self.finding(found, widths)))
    }

    fn finding(&self, found: &Found, widths: &Widths) -> String {
        let paint = self.style.paint;
        let (mark, tone) = if found.violated {
            ("✗", Tone::Bad)
        } else {
            ("✓", Tone::Good)
        };
        let at = paint.tone(Tone::Faint, &right(&found.at, widths.at));
        let points = paint.tone(tone, &right(&found.points, widths.points));
        let rule = left(&found.rule, widths.rule);
        format!(
            "{} {at}{GAP}{points}{GAP}{rule}{GAP}{}",
            paint.tone(tone, mark),
            found.message
        )
    }
}
