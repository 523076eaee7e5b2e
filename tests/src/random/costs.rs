//! Scores, sections, and what rules cost and bring.

use zhunze_compiler::book::*;

use super::{Maker, Random};

/// What a rule costs, and what goes with it.
#[derive(Debug, Default)]
pub(super) struct Costs {
    pub costs: Vec<Cost>,
    pub fatal_from: Option<u32>,
    pub fatal_section: bool,
    pub leave_out: bool,
    pub score: u32,
}

fn points(random: &mut Random) -> i64 {
    (1 + random.below(20) as i64) * random.of(&[1000, 500, 1])
}

fn amount(random: &mut Random) -> Amount {
    let points = points(random);
    Amount {
        points,
        after_first: random.of(&[0, points, 700]),
        at_most: random.some(3, self::points),
    }
}

impl Maker<'_> {
    /// Scores and sections.
    pub(super) fn scoring(&mut self) {
        let scores = self.list(3, |maker| maker.score());
        self.book.scores = scores;
        if !self.r.one_in(4) {
            let sections = self.list(3, |maker| maker.section());
            self.book.sections = sections;
        }
    }

    fn score(&mut self) -> Score {
        let random = &mut *self.r;
        Score {
            name: format!("score{}", random.below(100)),
            from: random.of(&[100_000, 10_000, 0]),
            pass: random.some(2, points),
            unit: random.some(3, |_| "元".to_string()),
            below_zero: random.one_in(2),
            grades: vec![("good".into(), Some(5000)), ("poor".into(), None)],
        }
    }

    fn section(&mut self) -> Section {
        let scores = self.book.scores.len();
        let random = &mut *self.r;
        Section {
            name: format!("section{}", random.below(100)),
            title: "部分".into(),
            weight: random.some(2, points),
            score: ScoreId(random.id(scores)),
            below_zero: random.one_in(2),
        }
    }

    /// What a rule of this section costs and brings.
    pub(super) fn costs(&mut self, section: Option<SectionId>, advice: bool) -> Costs {
        let usual = section.map_or(ScoreId(0), |id| self.book.sections[id.index()].score);
        if advice {
            return Costs {
                score: usual.0,
                ..Costs::default()
            };
        }
        let count = self.r.weighted(&[(2, 0), (8, 1), (2, 2), (1, 3)]);
        let mut costs: Vec<Cost> = vec![];
        for _ in 0..count {
            let score = match costs.is_empty() && !self.r.one_in(3) {
                true => usual,
                false => ScoreId(self.r.id(self.book.scores.len())),
            };
            if costs.iter().all(|cost| cost.score != score) {
                costs.push(self.cost(score, usual));
            }
        }
        // The usual score comes first if the rule counts there.
        if let Some(at) = costs.iter().position(|cost| cost.score == usual) {
            costs.swap(0, at);
        }
        let score = costs.first().map_or(usual, |cost| cost.score);
        let weighs = costs.iter().any(|cost| cost.weight.is_some());
        let fatal_from = self.some(5, |maker| 1 + maker.r.below(3) as u32);
        Costs {
            fatal_section: fatal_from.is_some() && section.is_some() && self.r.one_in(2),
            fatal_from,
            leave_out: weighs && section.is_some() && self.r.one_in(2),
            score: score.0,
            costs,
        }
    }

    fn cost(&mut self, score: ScoreId, usual: ScoreId) -> Cost {
        let random = &mut *self.r;
        let cost = Cost {
            score,
            deduct: random.some(2, amount),
            award: random.some(3, amount),
            weight: random
                .some(3, |random| Weight {
                    points: points(random),
                    by_share: random.one_in(2),
                })
                .filter(|_| score == usual),
        };
        if cost.deduct.is_none() && cost.award.is_none() && cost.weight.is_none() {
            return Cost {
                deduct: Some(amount(random)),
                ..cost
            };
        }
        cost
    }
}
