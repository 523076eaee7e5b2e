//! What stands in quotes: words, choices, gaps and slots, found in one manner or another.

use zhunze_grammar::ast::{self, Manner, Slot, SlotKind, Span, Text};

use super::Growth;
use super::rows::too_large;
use crate::book::{Capture, Pattern};
use crate::check::spelling::{self, Piece};
use crate::check::{Checker, shape};
use crate::diagnostics::Code;
use crate::phrases;
use crate::text::{Unit, regex};

/// The most wrong, missing or extra units of `about`.
const MOST_WRONG: u32 = 3;
/// The longest slots.
const LONGEST_DIGITS: u32 = 60;

impl<'a> Checker<'a> {
    /// A quoted pattern. Inner `None`: nothing has to be said.
    pub(super) fn quoted(
        &mut self,
        manner: Manner,
        text: &Text,
        pattern: &ast::Pattern,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        if manner == Manner::Exact {
            return Some(exactly(&written(text)));
        }
        if pattern.pieces.is_empty() && self.broken(text.span) {
            return None;
        }
        let spelled = self.spelled(pattern, text.span, depth, growth)?;
        let found = match (manner, spelled) {
            (_, None) => return Some(None),
            (Manner::Plain | Manner::Exact | Manner::Regex, Some(pattern)) => pattern,
            (Manner::Word, Some(pattern)) => Pattern::Word(Box::new(pattern)),
            (Manner::SoundsLike, Some(pattern)) => {
                let confusions = self.confusions.clone();
                each_units(&pattern, &|units| phrases::sounds_like(units, &confusions))
            }
            (Manner::About(wrong), Some(pattern)) => {
                let wrong = self.wrong(wrong, text.span)?;
                each_units(&pattern, &|units| phrases::about(units, wrong))
            }
        };
        growth.units = growth.units.saturating_add(shape::size(&found));
        if too_large(growth) {
            self.too_large(text.span);
            return None;
        }
        Some(Some(found))
    }

    fn wrong(&mut self, wrong: Option<u32>, span: Span) -> Option<u32> {
        let wrong = wrong.unwrap_or(1);
        if (1..=MOST_WRONG).contains(&wrong) {
            return Some(wrong);
        }
        let diagnostic = self.at(
            Code::NumberRange,
            span,
            format!("`about` can have 1 to {MOST_WRONG} wrong"),
            format!("“近似”可以差 1 到 {MOST_WRONG} 字"),
        );
        self.report.push(diagnostic);
        None
    }

    /// The units of a pattern. Inner `None`: nothing has to be said.
    pub(super) fn spelled(
        &mut self,
        pattern: &ast::Pattern,
        span: Span,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Option<Pattern>> {
        let pieces = self.pieces(pattern, depth, growth)?;
        let spelled = spelling::spell(&pieces, self.language).ok();
        let size = spelled
            .as_ref()
            .and_then(Option::as_ref)
            .map_or(0, shape::size);
        growth.units = growth.units.saturating_add(size);
        if spelled.is_none() || too_large(growth) {
            self.too_large(span);
            return None;
        }
        spelled
    }

    /// The pieces of a quoted pattern. (They may come from a list, so they are not kept.)
    fn pieces(
        &mut self,
        pattern: &ast::Pattern,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        for piece in &pattern.pieces {
            pieces.push(match piece {
                ast::Piece::Words(text) => Some(Piece::Text(text.node.clone())),
                ast::Piece::Alternatives(all) => self.choices(all, false, depth, growth),
                ast::Piece::Optional(all) => self.choices(all, true, depth, growth),
                ast::Piece::Gap(gap) => self.gap(gap).map(|(min, max)| Piece::Gap(min, max)),
                ast::Piece::Phrase(name) => {
                    self.pattern_within(name, depth, growth).map(Piece::Whole)
                }
                ast::Piece::Slot(slot) => self.slot(slot, growth).map(Piece::Whole),
            });
        }
        pieces.into_iter().collect()
    }

    fn choices(
        &mut self,
        all: &[ast::Pattern],
        optional: bool,
        depth: u32,
        growth: &mut Growth,
    ) -> Option<Piece> {
        let mut choices: Vec<Option<Vec<Piece>>> = Vec::new();
        for one in all {
            choices.push(self.pieces(one, depth, growth));
        }
        if optional {
            choices.push(Some(Vec::new()));
        }
        choices
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .map(Piece::Choice)
    }

    fn slot(&mut self, slot: &Slot, growth: &mut Growth) -> Option<Pattern> {
        if let SlotKind::Digits { min, max } | SlotKind::Any { min, max } = slot.kind
            && (min == 0 || min > max || max > LONGEST_DIGITS)
        {
            let diagnostic = self.at(
                Code::NumberRange,
                slot.span,
                format!("this takes from 1 to {LONGEST_DIGITS}, the lower number first"),
                format!("这里可以从 1 到 {LONGEST_DIGITS}，小的数在前"),
            );
            self.report.push(diagnostic);
            return None;
        }
        let capture = match &slot.name {
            None => None,
            Some(name) => {
                let capture = Capture {
                    name: name.node.clone(),
                    kind: slot.kind,
                };
                let mut all = std::mem::take(&mut growth.captures);
                let number = self.capture_number(&capture, &mut all, name.span);
                growth.captures = all;
                Some(number?)
            }
        };
        Some(Pattern::Slot {
            kind: slot.kind,
            capture,
        })
    }
}

/// Each character as it is written.
fn exactly(text: &str) -> Option<Pattern> {
    let raw: Vec<Unit> = text.chars().map(Unit::Raw).collect();
    (!raw.is_empty()).then_some(Pattern::Units(raw))
}

/// A text in quotes whose `\` were not undone: all but `\"` mean themselves.
pub(super) fn written(text: &Text) -> String {
    text.node.clone()
}

/// The pattern with other ways to say its words.
fn each_units(pattern: &Pattern, change: &dyn Fn(&[Unit]) -> Pattern) -> Pattern {
    let all = |parts: &[Pattern]| parts.iter().map(|part| each_units(part, change)).collect();
    let boxed = |inner: &Pattern| Box::new(each_units(inner, change));
    match pattern {
        Pattern::Units(units) => change(units),
        Pattern::Seq(parts) => Pattern::Seq(all(parts)),
        Pattern::Any(parts) => Pattern::Any(all(parts)),
        Pattern::Optional(inner) => Pattern::Optional(boxed(inner)),
        Pattern::Tolerant(how, inner) => Pattern::Tolerant(*how, boxed(inner)),
        Pattern::Word(inner) => Pattern::Word(boxed(inner)),
        Pattern::Gap { .. } | Pattern::Slot { .. } => pattern.clone(),
    }
}

/// Why a regular expression can not be used, in both languages.
pub(super) fn regex_problem(problem: &regex::Problem) -> (String, &'static str) {
    use regex::Problem;
    let zh = match problem {
        Problem::Syntax(_) => "这个正则表达式写得不对",
        Problem::Empty => "这个正则表达式什么都不写也算找到",
        Problem::Unsupported => "这个正则表达式用了不支持的写法（按词分界）",
        Problem::TooLarge => "这个正则表达式太大",
    };
    (
        format!("this regular expression can not be used: {problem}"),
        zh,
    )
}
