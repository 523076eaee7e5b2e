//! Weights: what the sections of a score come to.
//!
//! In: checked sections, `weights total`. Out: an error when they do not come to the total
//! that is asked for; a warning when none is and they do not come to the score.

use zhunze_grammar::ast::{Name, Setting};

use super::Checker;
use crate::book::{ScoreId, Span};
use crate::diagnostics::Code;
use crate::explain::values::decimal;

impl<'a> Checker<'a> {
    /// Checks all `weights total` lines.
    pub(super) fn weight_totals(&mut self) {
        for (score, total, span) in self.totals() {
            let Some(id) = self.score_or_first(score) else {
                continue;
            };
            if let Some((sum, _)) = self.sum(id)
                && sum != total
            {
                let (sum, total) = (decimal(sum), decimal(total));
                let diagnostic = self
                    .at(
                        Code::WeightTotal,
                        span,
                        format!("the weights of the sections add up to {sum}, not to {total}"),
                        format!("各部分的权重加起来是 {sum}，不是 {total}"),
                    )
                    .help(
                        "change the weights of the sections, or the total",
                        "请改各部分的权重，或者改合计数",
                    );
                self.report.push(diagnostic);
            }
        }
    }

    fn totals(&self) -> Vec<(Option<&'a Name>, i64, Span)> {
        let header = self.expanded.header.as_ref();
        let settings = header.map_or(&[][..], |header| &header.settings);
        let totals = settings.iter().filter_map(|it| match it {
            Setting::WeightsTotal { score, total } => {
                Some((score.as_ref(), total.node, total.span))
            }
            _ => None,
        });
        totals.collect()
    }

    /// The weights of a score's sections, if it has some and all have one; and the place of
    /// the first.
    fn sum(&self, id: ScoreId) -> Option<(i64, Span)> {
        let own = self.sections.iter().zip(&self.scope.sections.list);
        let own: Vec<_> = own.filter(|(section, _)| section.score == id).collect();
        let weights: Option<Vec<i64>> = own.iter().map(|(section, _)| section.weight).collect();
        let (_, first) = own.first()?;
        let add = |sum: i64, weight: i64| sum.saturating_add(weight);
        Some((weights?.into_iter().fold(0, add), first.name.span))
    }

    /// Warns when the weights of a score's sections do not add up to what it starts with.
    pub(super) fn weights(&mut self) {
        let totals = self.totals();
        let told: Vec<_> = totals
            .into_iter()
            .map(|(score, ..)| self.score_or_first(score))
            .collect();
        for number in 0..self.scores.len() {
            let id = ScoreId(u32::try_from(number).unwrap_or(u32::MAX));
            let (Some((sum, first)), Some(score)) = (self.sum(id), self.scores.get(number)) else {
                continue;
            };
            if score.from > 0 && sum != score.from && !told.contains(&Some(id)) {
                let (from, sum) = (decimal(score.from), decimal(sum));
                let diagnostic = self.at(
                    Code::WeightSum,
                    first,
                    format!(
                        "the weights of `{}` add up to {sum}, not to {from}",
                        score.name
                    ),
                    format!("“{}”各部分的权重加起来是 {sum}，不是 {from}", score.name),
                );
                self.report.push(diagnostic);
            }
        }
    }
}
