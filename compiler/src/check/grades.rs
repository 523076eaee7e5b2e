//! Grades: which scores earn which name.
//!
//! In: `grade` lines. Out: the grades of each score, best first, known to leave no hole.

use zhunze_grammar::ast::{Grades, Name};

use super::Checker;
use crate::book::Span;
use crate::diagnostics::Code;

impl<'a> Checker<'a> {
    /// One `grade` line.
    pub(super) fn grades(&mut self, grades: &'a Grades) {
        let Some(id) = self.score_or_first(grades.score.as_ref()) else {
            return;
        };
        let mut bands: Vec<(String, Option<i64>)> = Vec::new();
        let (mut below, mut sound) = (None, true);
        for band in &grades.bands {
            let from = band
                .from
                .as_ref()
                .map(|from| self.number(from.node, from.span));
            if bands.iter().any(|(name, _)| *name == band.name.node) {
                self.same_grade(&band.name);
            }
            if let Some(limit) = &band.below {
                below = self
                    .number(limit.node, limit.span)
                    .map(|value| (value, limit.span));
            }
            sound &= from != Some(None);
            bands.push((band.name.node.clone(), from.flatten()));
        }
        bands.sort_by_key(|(_, from)| std::cmp::Reverse(*from));
        if sound {
            self.grades_meet(grades, &bands, below);
        }
        if let Some(score) = self.scores.get_mut(id.index()) {
            score.grades = bands;
        }
    }

    fn same_grade(&mut self, name: &Name) {
        let diagnostic = self.at(
            Code::Duplicate,
            name.span,
            format!("the grade `{}` is given twice", name.node),
            format!("等级“{}”重复了", name.node),
        );
        self.report.push(diagnostic);
    }

    /// Grades must leave no hole and not share a limit.
    fn grades_meet(
        &mut self,
        grades: &Grades,
        bands: &[(String, Option<i64>)],
        below: Option<(i64, Span)>,
    ) {
        let limits: Vec<i64> = bands.iter().filter_map(|(_, from)| *from).collect();
        let twice = limits
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a == b));
        let rests = bands.len() - limits.len();
        if twice || rests > 1 {
            let diagnostic = self.at(
                Code::GradeGap,
                grades.span,
                "two grades start at the same score",
                "两个等级从同一个分数开始",
            );
            self.report.push(diagnostic);
        }
        let Some((below, span)) = below else { return };
        if limits.last().is_some_and(|last| *last != below) {
            let diagnostic = self
                .at(
                    Code::GradeGap,
                    span,
                    "the last grade does not start where the others end",
                    "最后一个等级与前面的等级接不上",
                )
                .help(
                    "`below` takes the lowest number that stands after `from`",
                    "“低于”后面的数字应与前面最低的“从”相同",
                );
            self.report.push(diagnostic);
        }
    }
}
