//! What a rule costs or brings, and for which scores it counts.
//!
//! In: the clauses about points. Out: [`Cost`]s, the main one first.

use std::collections::BTreeMap;

use zhunze_grammar::ast::{self, Name, Quantity, Span};

use super::Checker;
use super::clauses::{Clauses, Worth};
use super::numbers::{Limits, MANY};
use crate::book::{Amount, Cost, ScoreId, SectionId, Weight};
use crate::diagnostics::Code;

impl<'a> Checker<'a> {
    /// Points with their cap.
    fn amount(&mut self, amount: &'a ast::Amount) -> Option<Amount> {
        let points = self.points(&amount.points, ("the points", "分数"));
        let after_first = amount
            .after_first
            .as_ref()
            .map(|each| self.points(each, ("the points", "分数")));
        let at_most = amount
            .at_most
            .as_ref()
            .map(|most| self.points(most, ("the most", "上限")));
        let points = points?;
        Some(Amount {
            points,
            after_first: match after_first {
                Some(each) => each?,
                None if amount.each_time => points,
                None => 0,
            },
            at_most: match at_most {
                None => None,
                Some(most) => Some(most?),
            },
        })
    }

    fn points(&mut self, quantity: &Quantity, what: (&str, &str)) -> Option<i64> {
        let number = self.quantity(quantity)?;
        self.positive(&number, what)
    }

    fn worth(&mut self, worth: Worth<'a>) -> Option<Weight> {
        let points = self.points(worth.points, ("a weight", "权重"))?;
        Some(Weight {
            points,
            by_share: worth.by_share,
        })
    }

    /// From which violation on a rule is fatal.
    pub(super) fn fatal_from(&mut self, times: Option<&Quantity>) -> Option<u32> {
        let limits = Limits {
            what: ("this", "次数"),
            least: 1,
            most: MANY,
        };
        match times {
            None => Some(1),
            Some(times) => {
                let times = self.quantity(times)?;
                self.whole(&times, &limits)
            }
        }
    }

    /// Where a line counts that names no score: in its section's score, else in the first.
    pub(super) fn usual_score(&self, section: Option<SectionId>) -> ScoreId {
        let section = section.and_then(|id| self.sections.get(id.index()));
        section.map_or(ScoreId(0), |section| section.score)
    }

    /// The score a rule counts for: the usual one, if one of its lines counts there or none
    /// counts anywhere; else that of the first line.
    pub(super) fn main_score(&mut self, clauses: &Clauses<'a>, usual: ScoreId) -> Option<ScoreId> {
        let mut named = Vec::new();
        for amount in clauses.deduct.iter().chain(&clauses.award) {
            named.push(match &amount.score {
                None => Some(usual),
                Some(name) => self.score_or_first(Some(name)),
            });
        }
        let named: Vec<ScoreId> = named.into_iter().collect::<Option<_>>()?;
        let here = clauses.weight.is_some() || named.contains(&usual);
        match named.first() {
            Some(first) if !here => Some(*first),
            _ => Some(usual),
        }
    }

    /// What the rule costs and brings in each score; `main` comes first.
    pub(super) fn costs(
        &mut self,
        clauses: &Clauses<'a>,
        usual: ScoreId,
        main: ScoreId,
    ) -> Option<Vec<Cost>> {
        let mut costs = BTreeMap::new();
        let mut sound = true;
        if let Some(worth) = clauses.weight {
            let weight = self.worth(worth);
            sound &= weight.is_some();
            of(&mut costs, usual).weight = weight;
        }
        for (amounts, awards) in [(&clauses.deduct, false), (&clauses.award, true)] {
            for amount in amounts {
                let score = match &amount.score {
                    None => Some(usual),
                    Some(name) => self.score_or_first(Some(name)),
                };
                let points = self.amount(amount);
                let (Some(score), Some(points)) = (score, points) else {
                    sound = false;
                    continue;
                };
                let cost = of(&mut costs, score);
                let slot = if awards {
                    &mut cost.award
                } else {
                    &mut cost.deduct
                };
                if slot.replace(points).is_some() {
                    self.twice_in_score(amount.score.as_ref(), amount.span);
                }
            }
        }
        let mut costs: Vec<Cost> = costs.into_values().collect();
        costs.sort_by_key(|cost| cost.score != main);
        sound.then_some(costs)
    }

    fn twice_in_score(&mut self, name: Option<&Name>, span: Span) {
        let diagnostic = self
            .at(
                Code::TwiceInRule,
                name.map_or(span, |name| name.span),
                "a rule can have only one line of this kind for a score",
                "一条规则对同一个分数，这样的内容只能写一行",
            )
            .help(
                "keep one of them, or name another score: `otherwise deduct 5 from SCORE`",
                "只保留一行，或者写明另一个分数：“否则 从 SCORE 扣 5 分”",
            );
        self.report.push(diagnostic);
    }
}

/// The cost in a score.
fn of(costs: &mut BTreeMap<ScoreId, Cost>, score: ScoreId) -> &mut Cost {
    costs.entry(score).or_insert(Cost {
        score,
        deduct: None,
        award: None,
        weight: None,
    })
}
