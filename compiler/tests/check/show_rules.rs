//! Rules as short text, to be read in tests.

use zhunze_compiler::book::{
    Amount, Arm, Cost, Duty, Expr, Extent, Limit, Obligation, Rule, ValueUnit, Window,
};

use super::show::{Show, low, milli, who};

impl Show<'_> {
    fn window(&self, window: &Window) -> String {
        let mut parts = Vec::new();
        if let Some(min) = window.min {
            parts.push(format!("from {min}ms"));
        }
        match &window.max {
            Some(Limit::After(max)) => parts.push(format!("within {max}ms")),
            Some(Limit::Value { value, unit }) => {
                let value = self.term(value);
                parts.push(match unit {
                    ValueUnit::Millis(unit) => format!("within {value} x {unit}ms"),
                    ValueUnit::WorkingDays => format!("within {value} working days"),
                    ValueUnit::TimeOfDay => format!("by the clock {value}"),
                });
            }
            Some(Limit::Clock(at)) => parts.push(format!("by the clock {at}ms")),
            Some(Limit::WorkingDays(days)) => parts.push(format!("within {days} working days")),
            None => {}
        }
        for (word, moment) in [("after", &window.after), ("before", &window.before)] {
            if let Some(moment) = moment {
                parts.push(format!("{word} {}", self.moment(moment)));
            }
        }
        if let Some(speaker) = window.next_turn {
            parts.push(format!("next turn of {}", who(speaker)));
        }
        if let Some(next) = &window.next {
            let last = if next.inclusive {
                ", closing with the last"
            } else {
                ""
            };
            let moment = self.moment(&next.moment);
            parts.push(format!("among next {} of {moment}{last}", next.count));
        }
        if let Some(part) = &window.part {
            let end = if part.last { "last" } else { "first" };
            let extent = match part.extent {
                Extent::Time(time) => format!("{time}ms"),
                Extent::Percent(percent) => format!("{}%", milli(percent)),
                Extent::Utterances(by, count) => format!("{count} utterances of {}", who(by)),
                Extent::Turns(count) => format!("{count} turns"),
            };
            parts.push(format!("in {end} {extent}"));
        }
        parts.join(", ")
    }

    pub(crate) fn obligation(&self, obligation: &Obligation) -> String {
        let or = if obligation.or_else { "or " } else { "" };
        let matching = |matching: &Option<Expr>| match matching {
            Some(matching) => format!(" matching {}", self.expr(matching)),
            None => String::new(),
        };
        let duty = match &obligation.duty {
            Duty::Happen {
                moment,
                at_least,
                at_most,
                window,
                matching: fits,
            } => {
                let most = at_most.map_or(String::new(), |it| it.to_string());
                let window = self.window(window);
                let window = if window.is_empty() {
                    window
                } else {
                    format!(" {window}")
                };
                format!(
                    "{at_least}..{most} {}{}{window}",
                    self.moment(moment),
                    matching(fits)
                )
            }
            Duty::Before {
                chain,
                within,
                matching: fits,
            } => {
                let within = within.map_or(String::new(), |it| format!(" within {it}ms"));
                format!("before{within} {}{}", self.chain(chain), matching(fits))
            }
            Duty::Require(expr) => format!("require {}", self.expr(expr)),
        };
        format!("{or}{duty}")
    }

    fn arm(&self, arm: &Arm) -> String {
        let mut lines = Vec::new();
        if let Some(branch) = &arm.branch {
            lines.push(format!("branch {branch:?}"));
        }
        if let Some(trigger) = &arm.trigger {
            lines.push(format!("when {}", self.moment(trigger)));
        }
        if let Some(condition) = &arm.condition {
            lines.push(format!("if {}", self.expr(condition)));
        }
        if let Some(excuse) = &arm.excuse {
            lines.push(format!("unless first {}", self.moment(excuse)));
        }
        lines.extend(arm.obligations.iter().map(|it| self.obligation(it)));
        lines.join("\n")
    }

    pub(crate) fn rule(&self, rule: &Rule) -> String {
        let arms: Vec<_> = rule.arms.iter().map(|arm| self.arm(arm)).collect();
        let mut text = arms.join("\n");
        if let Some(applies) = &rule.applies {
            text += &format!("\napplies {}", self.expr(applies));
        }
        for cost in &rule.costs {
            text += &format!("\n{}", self.cost(cost));
        }
        let marks = [
            (rule.own, "own"),
            (rule.advice, "advice"),
            (rule.needs_review, "needs review"),
            (rule.leave_out, "left out when not applicable"),
            (rule.fatal_section, "fatal for section"),
        ];
        for (is, mark) in marks {
            if is {
                text += &format!("\n{mark}");
            }
        }
        if let Some(from) = rule.fatal_from {
            text += &format!("\nfatal from {from}");
        }
        if rule.pick != zhunze_compiler::book::Pick::Each {
            text += &format!("\npick {}", low(rule.pick));
        }
        text
    }

    fn cost(&self, cost: &Cost) -> String {
        let mut text = format!("{}:", self.0.scores[cost.score.index()].name);
        let amount = |amount: Amount| {
            let most = amount
                .at_most
                .map_or(String::new(), |it| format!(" <= {}", milli(it)));
            format!(
                "{} then {}{most}",
                milli(amount.points),
                milli(amount.after_first)
            )
        };
        if let Some(deduct) = cost.deduct {
            text += &format!(" -{}", amount(deduct));
        }
        if let Some(award) = cost.award {
            text += &format!(" +{}", amount(award));
        }
        if let Some(weight) = cost.weight {
            let share = if weight.by_share { " by share" } else { "" };
            text += &format!(" weight {}{share}", milli(weight.points));
        }
        text
    }
}
