//! Conditions of every form that may stand where they are.

use zhunze_compiler::book::*;

use super::look::Looks;
use super::{Maker, TEXTS};

impl Maker<'_> {
    /// A condition that nests no deeper than `depth`.
    pub(super) fn condition(&mut self, looks: Looks, depth: u32) -> Expr {
        let nests = depth > 0 && self.part();
        match self.r.below(if nests { 20 } else { 12 }) {
            0..2 => self.text_in(looks),
            2 => Expr::Flag {
                value: self.field(looks),
                negated: self.r.one_in(2),
            },
            3 if self.r.one_in(4) => Expr::Const(self.r.one_in(2)),
            3..7 => self.compare(looks, depth),
            7 => Expr::SameText {
                left: self.text_field(looks),
                right: self.text_field(looks),
                negated: self.r.one_in(2),
            },
            8 if looks.speech && !looks.plain => Expr::TurnStart,
            9 if looks.above > 0 => Expr::Outcome {
                rule: RuleId(self.r.id(looks.above as usize)),
                outcome: self
                    .r
                    .of(&[Outcome::Violated, Outcome::Satisfied, Outcome::Applied]),
                negated: self.r.one_in(2),
            },
            8..12 => self.compare(looks, depth),
            12..15 if looks.history && !looks.plain => Expr::Happened {
                moment: self.past(depth),
                since: self.some(3, |maker| maker.past(depth)),
            },
            12..16 => Expr::Not(Box::new(self.condition(looks, depth - 1))),
            16..18 => Expr::And(self.list(3, |maker| maker.condition(looks, depth - 1))),
            _ => Expr::Or(self.list(3, |maker| maker.condition(looks, depth - 1))),
        }
    }

    fn text_in(&mut self, looks: Looks) -> Expr {
        Expr::TextIn {
            value: self.text_field(looks),
            list: self.list(2, |maker| maker.r.of(&TEXTS).to_owned()),
            negated: self.r.one_in(2),
        }
    }

    fn compare(&mut self, looks: Looks, depth: u32) -> Expr {
        let op = self.r.of(&[
            CompareOp::Equal,
            CompareOp::NotEqual,
            CompareOp::Less,
            CompareOp::LessEqual,
            CompareOp::Greater,
            CompareOp::GreaterEqual,
        ]);
        Expr::Compare {
            left: self.term(looks, depth),
            op,
            right: self.term(looks, depth),
        }
    }

    /// A condition that looks at the trigger, seldom at other things too.
    pub(super) fn matching(&mut self, looks: Looks, depth: u32) -> Option<Expr> {
        looks.trigger.filter(|trigger| trigger.event)?;
        let same = match self.r.below(3) {
            0 => Expr::SameText {
                left: self.text_field(looks),
                right: self.of_trigger(looks, true),
                negated: self.r.one_in(3),
            },
            1 => Expr::TextIn {
                value: self.of_trigger(looks, true),
                list: self.list(2, |maker| maker.r.of(&TEXTS).to_owned()),
                negated: self.r.one_in(2),
            },
            _ => Expr::Compare {
                left: Term::Field(self.of_trigger(looks, false)),
                op: self
                    .r
                    .of(&[CompareOp::Equal, CompareOp::NotEqual, CompareOp::LessEqual]),
                right: self.term(looks, depth),
            },
        };
        Some(match self.r.below(4) {
            0 => Expr::And(vec![same, self.condition(looks, depth)]),
            1 => Expr::Or(vec![self.condition(looks, depth), same]),
            2 if self.r.one_in(3) => Expr::Not(Box::new(same)),
            _ => same,
        })
    }
}
