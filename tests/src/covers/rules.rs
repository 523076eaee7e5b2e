//! The forms of rules, of what they owe, and of scores.

use zhunze_compiler::book::*;

use super::{Seen, forms};

/// Parts that may be there or not.
const PARTS: &[&str] = &[
    "score.pass",
    "score.unit",
    "score.below_zero",
    "section.weight",
    "section.below_zero",
    "rule.section",
    "rule.message",
    "rule.needs_review",
    "rule.advice",
    "rule.applies",
    "rule.own",
    "rule.fatal_from",
    "rule.fatal_section",
    "rule.leave_out",
    "rule without costs",
    "rule with further costs",
    "cost.deduct",
    "cost.award",
    "cost.weight",
    "weight.by_share",
    "amount.after_first",
    "amount.at_most",
    "arm.branch",
    "arms",
    "arm.trigger",
    "arm without trigger",
    "arm.condition",
    "arm.excuse",
    "obligation.or_else",
    "happen.matching",
    "before.within",
    "before.matching",
    "before, several steps",
    "window.min",
    "window.after",
    "window.before",
    "window.next_turn",
    "next.inclusive",
    "part.last",
    "part.first",
];

forms!(SEVERITIES, severity_form, Severity, {
    Severity::Minor => "Severity::Minor",
    Severity::Major => "Severity::Major",
    Severity::Critical => "Severity::Critical",
});
forms!(PICKS, pick_form, Pick, {
    Pick::Each => "Pick::Each",
    Pick::Any => "Pick::Any",
    Pick::Last => "Pick::Last",
});
forms!(DUTIES, duty_form, Duty, {
    Duty::Happen { at_least: 1, at_most: None, .. } => "must",
    Duty::Happen { at_least: 0, at_most: Some(0), .. } => "must not",
    Duty::Happen { at_most: None, .. } => "at least",
    Duty::Happen { at_least: 0, .. } => "at most",
    Duty::Happen { .. } => "exactly",
    Duty::Before { .. } => "Duty::Before",
    Duty::Require(_) => "Duty::Require",
});
forms!(LIMITS, limit_form, Limit, {
    Limit::After(_) => "Limit::After",
    Limit::Value { unit: ValueUnit::Millis(_), .. } => "Limit::Value",
    Limit::Value { unit: ValueUnit::WorkingDays, .. } => "ValueUnit::WorkingDays",
    Limit::Value { unit: ValueUnit::TimeOfDay, .. } => "ValueUnit::TimeOfDay",
    Limit::Clock(_) => "Limit::Clock",
    Limit::WorkingDays(_) => "Limit::WorkingDays",
});
forms!(EXTENTS, extent_form, Extent, {
    Extent::Time(_) => "Extent::Time",
    Extent::Percent(_) => "Extent::Percent",
    Extent::Utterances(..) => "Extent::Utterances",
    Extent::Turns(_) => "Extent::Turns",
});

pub(super) fn all() -> Vec<&'static [&'static str]> {
    vec![PARTS, SEVERITIES, PICKS, DUTIES, LIMITS, EXTENTS]
}

impl Seen {
    pub(super) fn score(&mut self, score: &Score) {
        let Score {
            name: _,
            from: _,
            pass,
            unit,
            below_zero,
            grades: _,
        } = score;
        self.maybe(pass, "score.pass");
        self.maybe(unit, "score.unit");
        self.when(*below_zero, "score.below_zero");
    }

    pub(super) fn section(&mut self, section: &Section) {
        let Section {
            name: _,
            title: _,
            weight,
            score: _,
            below_zero,
        } = section;
        self.maybe(weight, "section.weight");
        self.when(*below_zero, "section.below_zero");
    }

    pub(super) fn rule(&mut self, rule: &Rule) {
        let Rule {
            name: _,
            title: _,
            section,
            cite: _,
            severity,
            message,
            needs_review,
            advice,
            applies,
            pick,
            own,
            arms,
            costs,
            fatal_from,
            fatal_section,
            leave_out,
            score: _,
            source: _,
            span: _,
        } = rule;
        self.maybe(section, "rule.section");
        self.maybe(message, "rule.message");
        self.maybe(fatal_from, "rule.fatal_from");
        self.maybe(applies, "rule.applies");
        self.add(severity_form(severity));
        self.add(pick_form(pick));
        self.when(*needs_review, "rule.needs_review");
        self.when(*advice, "rule.advice");
        self.when(*own, "rule.own");
        self.when(*fatal_section, "rule.fatal_section");
        self.when(*leave_out, "rule.leave_out");
        self.when(costs.is_empty(), "rule without costs");
        self.when(costs.len() > 1, "rule with further costs");
        self.when(arms.len() > 1, "arms");
        applies.iter().for_each(|expr| self.condition(expr));
        costs.iter().for_each(|cost| self.cost(cost));
        arms.iter().for_each(|arm| self.arm(arm));
    }

    fn cost(&mut self, cost: &Cost) {
        let Cost {
            score: _,
            deduct,
            award,
            weight,
        } = cost;
        self.maybe(deduct, "cost.deduct");
        self.maybe(award, "cost.award");
        self.maybe(weight, "cost.weight");
        if let Some(Weight {
            points: _,
            by_share,
        }) = weight
        {
            self.when(*by_share, "weight.by_share");
        }
        for amount in deduct.iter().chain(award) {
            let Amount {
                points: _,
                after_first,
                at_most,
            } = amount;
            self.when(*after_first > 0, "amount.after_first");
            self.maybe(at_most, "amount.at_most");
        }
    }

    fn arm(&mut self, arm: &Arm) {
        let Arm {
            branch,
            trigger,
            condition,
            excuse,
            obligations,
        } = arm;
        self.maybe(branch, "arm.branch");
        if !self.maybe(trigger, "arm.trigger") {
            self.add("arm without trigger");
        }
        self.maybe(condition, "arm.condition");
        self.maybe(excuse, "arm.excuse");
        let moments = trigger.iter().chain(excuse);
        moments.for_each(|moment| self.moment(moment));
        condition.iter().for_each(|expr| self.condition(expr));
        for Obligation { or_else, duty } in obligations {
            self.when(*or_else, "obligation.or_else");
            self.duty(duty);
        }
    }

    fn duty(&mut self, duty: &Duty) {
        self.add(duty_form(duty));
        match duty {
            Duty::Happen {
                moment,
                at_least: _,
                at_most: _,
                window,
                matching,
            } => {
                self.maybe(matching, "happen.matching");
                matching.iter().for_each(|expr| self.condition(expr));
                self.moment(moment);
                self.window(window);
            }
            Duty::Before {
                chain,
                within,
                matching,
            } => {
                self.maybe(within, "before.within");
                self.maybe(matching, "before.matching");
                self.when(chain.steps.len() > 1, "before, several steps");
                matching.iter().for_each(|expr| self.condition(expr));
                self.chain(chain);
            }
            Duty::Require(expr) => self.condition(expr),
        }
    }

    fn window(&mut self, window: &Window) {
        let Window {
            min,
            max,
            after,
            before,
            next_turn,
            next,
            part,
        } = window;
        self.maybe(min, "window.min");
        self.maybe(after, "window.after");
        self.maybe(before, "window.before");
        self.maybe(next_turn, "window.next_turn");
        let moments = after.iter().chain(before);
        moments.for_each(|moment| self.moment(moment));
        if let Some(limit) = max {
            self.add(limit_form(limit));
            if let Limit::Value { value, unit: _ } = limit {
                self.term(value);
            }
        }
        if let Some(Next {
            moment,
            count: _,
            inclusive,
        }) = next
        {
            self.when(*inclusive, "next.inclusive");
            self.moment(moment);
        }
        if let Some(Part { last, extent }) = part {
            self.add(if *last { "part.last" } else { "part.first" });
            self.add(extent_form(extent));
        }
    }
}
