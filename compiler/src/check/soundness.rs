//! Phrases that can be looked for: they need words, at both ends, and are not too large.
//!
//! In: gaps as written and finished patterns. Out: the same, or a diagnostic.

use zhunze_grammar::ast::{self, Span};

use super::Checker;
use super::shape;
use crate::book::Pattern;
use crate::diagnostics::Code;

/// The most a gap can be.
const WIDEST: u32 = 60;
/// What `..` is.
const USUAL: u32 = 10;

impl Checker<'_> {
    /// A gap within its limits.
    pub(super) fn gap(&mut self, gap: &ast::Gap) -> Option<(u32, u32)> {
        let max = gap.max.unwrap_or(USUAL.max(gap.min));
        if gap.min <= max && max <= WIDEST {
            return Some((gap.min, max));
        }
        let diagnostic = match gap.min <= max {
            true => self.at(
                Code::GapRange,
                gap.span,
                format!("a gap can be at most {WIDEST}"),
                format!("间隔最多 {WIDEST}"),
            ),
            false => self.at(
                Code::GapRange,
                gap.span,
                "the least of this gap is more than its most",
                "间隔的最小值大于最大值",
            ),
        };
        self.report.push(diagnostic);
        None
    }

    /// A pattern that needs words and has them at both ends.
    pub(super) fn sound(&mut self, pattern: Option<Pattern>, span: Span) -> Option<Pattern> {
        let Some(pattern) = pattern.filter(|pattern| !shape::can_be_empty(pattern)) else {
            self.empty(span);
            return None;
        };
        for (last, en, zh) in [(false, "start", "开头"), (true, "end", "结尾")] {
            if shape::gap_at_edge(&pattern, last) {
                self.gap_at(span, en, zh);
                return None;
            }
        }
        Some(pattern)
    }

    fn empty(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::EmptyPhrase,
                span,
                "nothing in this phrase has to be said",
                "这个短语里没有必须说的字词",
            )
            .help(
                "at least one word must stand outside `[ ]`; punctuation does not count",
                "至少要有一个字不在“[ ]”里；标点不算",
            );
        self.report.push(diagnostic);
    }

    fn gap_at(&mut self, span: Span, en: &str, zh: &str) {
        let diagnostic = self
            .at(
                Code::GapAtEdge,
                span,
                format!("a phrase can not {en} with a gap"),
                format!("短语不能以间隔{zh}"),
            )
            .help(
                "leave the `..` away: what stands before and after a phrase never matters",
                "去掉这里的“..”：短语前后说了什么本来就不影响",
            );
        self.report.push(diagnostic);
    }

    /// Reports a phrase that can be said in too many ways.
    pub(super) fn too_large(&mut self, span: Span) {
        let diagnostic = self
            .at(
                Code::PhraseTooLarge,
                span,
                "this phrase can be said in too many ways",
                "这个短语的说法太多了",
            )
            .help("split it into several phrases", "请拆成几个短语");
        self.report.push(diagnostic);
    }
}
