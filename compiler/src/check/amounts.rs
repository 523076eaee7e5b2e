//! What a rule costs or brings, and for which score it counts.
//!
//! In: the clauses about points. Out: [`Amount`]s and the score.

use zhunze_grammar::ast::{self, Milli, Name};

use super::Checker;
use super::numbers::{Limits, MANY};
use crate::book::{Amount, ScoreId, SectionId};
use crate::diagnostics::Code;

impl<'a> Checker<'a> {
    /// Points with their cap.
    pub(super) fn amount(&mut self, amount: &'a ast::Amount) -> Option<Amount> {
        let points = self.positive(&amount.points, ("the points", "分数"));
        let at_most = amount
            .at_most
            .as_ref()
            .map(|most| self.positive(most, ("the most", "上限")));
        Some(Amount {
            points: points?,
            each_time: amount.each_time,
            at_most: match at_most {
                None => None,
                Some(most) => Some(most?),
            },
        })
    }

    /// From which violation on a rule is fatal.
    pub(super) fn fatal_from(&mut self, times: Option<&Milli>) -> Option<u32> {
        let limits = Limits {
            what: ("this", "次数"),
            least: 1,
            most: MANY,
        };
        match times {
            None => Some(1),
            Some(times) => self.whole(times, &limits),
        }
    }

    /// The score a rule counts for: the one it names, else its section's, else the first.
    pub(super) fn score_of(
        &mut self,
        deduct: Option<&'a ast::Amount>,
        award: Option<&'a ast::Amount>,
        section: Option<SectionId>,
    ) -> Option<ScoreId> {
        let named = |amount: Option<&'a ast::Amount>| amount.and_then(|it| it.score.as_ref());
        let (from, to) = (named(deduct), named(award));
        let section = section.and_then(|id| self.sections.get(id.index()));
        let usual = section.map_or(ScoreId(0), |section| section.score);
        match (from, to) {
            (None, None) => Some(usual),
            (Some(one), None) | (None, Some(one)) => self.score_or_first(Some(one)),
            (Some(from), Some(to)) => self.one_score(from, to),
        }
    }

    fn one_score(&mut self, from: &Name, to: &Name) -> Option<ScoreId> {
        let (one, other) = (
            self.score_or_first(Some(from)),
            self.score_or_first(Some(to)),
        );
        let (one, other) = (one?, other?);
        if one != other {
            let diagnostic = self
                .at(
                    Code::TwoScores,
                    to.span,
                    "a rule counts for one score, but this one names two",
                    "一条规则只计入一个分数，这里写了两个",
                )
                .here("one score", "一个分数")
                .also(self.place(from.span), "the other one", "另一个分数")
                .help("make two rules of it", "请拆成两条规则");
            self.report.push(diagnostic);
            return None;
        }
        Some(one)
    }
}
