//! Rows: patterns, names and gaps one after the other, and what is said of a row as a
//! whole (where it stands, what must not stand beside it).

use zhunze_grammar::ast::{Anchor, Manner, Name, PhrasePart, PhraseSeq, Span, Text};

use super::lowered::{Body, Child, Lowered};
use super::merge::renumbered;
use super::{Growth, MOST_UNITS};
use crate::book::Pattern;
use crate::check::{Checker, shape, spelling, syntax};
use crate::diagnostics::Code;
use crate::text::{Unit, regex};

impl<'a> Checker<'a> {
    /// Rows of a list.
    pub(super) fn rows(
        &mut self,
        rows: &'a [PhraseSeq],
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Vec<Child>> {
        let mut all = Vec::new();
        for row in rows {
            all.push(self.choice(row, depth, growth));
        }
        all.into_iter().collect()
    }

    /// A row of a list; one that is just a name is that phrase.
    fn choice(&mut self, row: &'a PhraseSeq, depth: u32, growth: &mut Growth) -> Option<Child> {
        match row.parts.as_slice() {
            [PhrasePart::Phrase(name)] if is_bare(row) => self.phrase_within(name, depth, growth),
            _ => self.row(row, depth, growth).map(Child::new),
        }
    }

    /// A row.
    pub(super) fn row(
        &mut self,
        row: &'a PhraseSeq,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Lowered> {
        let outer = std::mem::take(&mut growth.captures);
        let inner = self.row_alone(row, depth, growth);
        let captures = std::mem::replace(&mut growth.captures, outer);
        let mut lowered = inner?;
        if lowered.captures.is_empty() {
            lowered.captures = captures;
        }
        if let Some(pattern) = lowered.plain() {
            self.fits(pattern, &lowered.captures, row.span)?;
        }
        if let Some(number) = &row.across {
            lowered.spread = Some(self.spread(&lowered, number)?);
        }
        if row.but_not.is_empty() {
            return Some(lowered);
        }
        let not = self.rows(&row.but_not, depth, growth)?;
        for child in &not {
            self.no_spread(child, row.span)?;
        }
        Some(but_not(lowered, &not))
    }

    fn row_alone(
        &mut self,
        row: &'a PhraseSeq,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Lowered> {
        if let Some(lowered) = self.no_pattern(row, depth, growth) {
            return lowered;
        }
        let mut parts = Vec::new();
        for part in &row.parts {
            parts.push(self.part(part, depth, growth));
        }
        let parts: Option<Vec<_>> = parts.into_iter().collect();
        let pattern = spelling::sequence(parts?);
        let pattern = pattern.filter(|it| !shape::can_be_empty(it));
        let pattern = anchored(row.anchor, pattern);
        let pattern = self.sound(pattern, row.span)?;
        if shape::anchor_inside(&pattern) {
            self.anchor_inside(row.span);
            return None;
        }
        growth.units = growth.units.saturating_add(1);
        let body = Body::Pattern(pattern);
        Some(Lowered::of(body, Vec::new(), row.span))
    }

    /// A row that is one regular expression, or the name of a phrase that is no pattern.
    fn no_pattern(
        &mut self,
        row: &'a PhraseSeq,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Lowered>> {
        match row.parts.as_slice() {
            [
                PhrasePart::Pattern {
                    manner: Manner::Regex,
                    text,
                    ..
                },
            ] => Some(self.regex(row, text)),
            [PhrasePart::Phrase(name)] => {
                // Looked at once more as a part, if it is a pattern.
                let mut unseen = Growth::default();
                let child = match self.phrase_within(name, depth, &mut unseen) {
                    Some(child) => child,
                    None => return Some(None),
                };
                if child.phrase.plain().is_some() {
                    return None;
                }
                growth.units = growth.units.saturating_add(unseen.units);
                growth.levels = growth.levels.max(unseen.levels);
                if row.anchor != Anchor::Anywhere || row.across.is_some() {
                    self.not_a_part(name);
                    return Some(None);
                }
                Some(Some(Lowered::clone(&child.phrase)))
            }
            _ => None,
        }
    }

    fn regex(&mut self, row: &PhraseSeq, text: &Text) -> Option<Lowered> {
        if row.anchor != Anchor::Anywhere || row.across.is_some() {
            self.regex_alone(row.span);
            return None;
        }
        let written = super::words::written(text);
        if let Err(problem) = regex::check(&written) {
            let (en, zh) = super::words::regex_problem(&problem);
            let diagnostic = self.at(Code::BadRegex, text.span, en, zh).help(
                "what is easier said as words needs no regular expression: \
                     `\"{number}元\"`, `\"(a|b) .. c\"`",
                "能用话术写法表达的，不必用正则：“\"{数字}元\"”“\"(甲|乙) .. 丙\"”",
            );
            self.report.push(diagnostic);
            return None;
        }
        Some(Lowered::of(Body::Regex(written), Vec::new(), row.span))
    }

    fn regex_alone(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NotAPart,
                span,
                "a regular expression stands alone in its row",
                "正则表达式要单独写，不能与别的内容连在一起",
            )
            .help(
                "say all of it in the expression; `^` and `$` are the ends of the utterance",
                "把全部内容写进表达式；“^”与“$”表示一句话的开头与结尾",
            );
        self.report.push(diagnostic);
    }

    fn part(
        &mut self,
        part: &'a PhrasePart,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        match part {
            PhrasePart::Pattern {
                manner: Manner::Regex,
                text,
                ..
            } => {
                self.regex_alone(text.span);
                None
            }
            PhrasePart::Pattern {
                manner,
                text,
                pattern,
            } => self.quoted(*manner, text, pattern, depth, growth),
            PhrasePart::Phrase(name) => self.pattern_within(name, depth, growth).map(Some),
            PhrasePart::Gap(gap) => {
                let (min, max) = self.gap(gap)?;
                Some(Some(Pattern::Gap { min, max }))
            }
        }
    }

    /// The pattern of another phrase, as a part of this one.
    pub(super) fn pattern_within(
        &mut self,
        name: &Name,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Pattern> {
        let child = self.phrase_within(name, depth, growth)?;
        let Some(pattern) = child.phrase.plain() else {
            self.not_a_part(name);
            return None;
        };
        let mut captures = std::mem::take(&mut growth.captures);
        let numbers = self.share(&child.phrase.captures, &mut captures, name.span);
        growth.captures = captures;
        Some(renumbered(pattern, &numbers?))
    }

    fn not_a_part(&mut self, name: &Name) {
        let diagnostic = self
            .at(
                Code::NotAPart,
                name.span,
                format!(
                    "`{}` is more than words in a row, so it can not be part of a row",
                    name.node
                ),
                format!("“{}”不只是一串字词，不能作为其中的一段", name.node),
            )
            .help(
                "let it stand by itself, `or` it to others, or write its words here; regular \
                 expressions, `all of`, `but not` and `across` can only stand by themselves",
                "请让它单独成项，或用“或”连接，或在这里直接写出字词；正则、“全部”“但不含”“跨几句”\
                 只能单独使用",
            );
        self.report.push(diagnostic);
    }

    fn anchor_inside(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::NotAPart,
                span,
                "a phrase that starts or ends the utterance stands in the middle here, where it \
                 can never be found",
                "句首或句尾的短语在这里放到了中间，永远不会出现",
            )
            .help(
                "leave `starts with` or `ends with` out of the inner phrase",
                "在里面的短语中去掉“开头是”或“结尾是”",
            );
        self.report.push(diagnostic);
    }

    /// A list file: one pattern a line.
    pub(super) fn list(
        &mut self,
        text: &Text,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        let list = self.files.mentioned(text)?;
        let content = self.sources.text(list);
        let mut all = Vec::new();
        for line in syntax::list_lines(content) {
            let pattern = match syntax::pattern(content, line, list) {
                Ok(mut pattern) => {
                    let mut global = self.files.places.moved(list);
                    crate::check::walk::pattern(&mut global, &mut pattern);
                    Some(pattern)
                }
                Err(problem) => {
                    self.report.push(*problem);
                    None
                }
            };
            let line = self.files.places.global(list, line);
            let pattern = pattern.and_then(|it| self.spelled(&it, line, depth, growth));
            let pattern = pattern.and_then(|it| self.sound(it, line));
            all.push(pattern.map(Some));
        }
        let all: Option<Vec<_>> = all.into_iter().collect();
        all.map(spelling::any)
    }
}

/// Nothing is said of the row as a whole.
fn is_bare(row: &PhraseSeq) -> bool {
    row.anchor == Anchor::Anywhere && row.across.is_none() && row.but_not.is_empty()
}

/// The pattern at the start, at the end, or as all of the utterance.
fn anchored(anchor: Anchor, pattern: Option<Pattern>) -> Option<Pattern> {
    let pattern = pattern?;
    let at = |wanted: &[Anchor], unit| {
        let is_so = wanted.contains(&anchor);
        is_so.then(|| Pattern::Units(vec![unit]))
    };
    spelling::sequence(vec![
        at(&[Anchor::Starts, Anchor::Exactly], Unit::Start),
        Some(pattern),
        at(&[Anchor::Ends, Anchor::Exactly], Unit::End),
    ])
}

/// The phrase where none of `not` is; so for each utterance that it may be spread over.
fn but_not(lowered: Lowered, not: &[Child]) -> Lowered {
    let (span, captures) = (lowered.span, lowered.captures.clone());
    let without = |child: Child| {
        let captures = child.phrase.captures.clone();
        let body = Body::ButNot(Box::new(child), not.to_vec());
        Child::new(Lowered::of(body, captures, span))
    };
    let mut lowered = lowered;
    let spread = lowered.spread.take().map(|mut spread| {
        for way in &mut spread.ways {
            *way = std::mem::take(way).into_iter().map(without).collect();
        }
        spread
    });
    let body = Body::ButNot(Box::new(Child::new(lowered)), not.to_vec());
    Lowered {
        spread,
        ..Lowered::of(body, captures, span)
    }
}

/// Whether a phrase has grown too large.
pub(super) fn too_large(growth: &Growth) -> bool {
    growth.units > MOST_UNITS
}
