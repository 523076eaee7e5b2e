//! Windows in words.

use super::Teller;
use super::values::decimal;
use crate::book::{Extent, Limit, Part, ValueUnit, Who, Window};

impl Teller<'_> {
    /// When a target counts. In Chinese it stands before the verb, in English after it.
    pub(super) fn window(&self, window: &Window, triggered: bool) -> String {
        let mut parts = Vec::new();
        if let Some(min) = window.min.filter(|min| *min > 0) {
            let min = self.length(min);
            parts.push(match self.chinese {
                true => format!("不早于 {min}"),
                false => format!("no sooner than {min} after that"),
            });
        }
        parts.extend(
            window
                .max
                .as_ref()
                .map(|limit| self.limit(limit, triggered)),
        );
        if let Some(after) = &window.after {
            let after = self.moment(after);
            parts.push(match self.chinese {
                true => format!("在{after}之后"),
                false => format!("after {after}"),
            });
        }
        if let Some(before) = &window.before {
            let before = self.moment(before);
            parts.push(match self.chinese {
                true => format!("在{before}之前"),
                false => format!("before {before}"),
            });
        }
        if let Some(who) = window.next_turn {
            let who = self.who(who);
            parts.push(match self.chinese {
                true => format!("在{who}的下一轮内"),
                false => format!("in the next turn of {who}"),
            });
        }
        if let Some(next) = &window.next {
            let (what, count) = (self.moment(&next.moment), next.count);
            parts.push(match self.chinese {
                true => format!("在此后 {count} 次“{what}”之内"),
                false => format!("among the next {count} times that {what}"),
            });
        }
        parts.extend(window.part.as_ref().map(|part| self.part(part)));
        let mut said = parts.join(self.either(", ", "，"));
        if !said.is_empty() {
            said = match self.chinese {
                true => said,
                false => format!(", {said}"),
            };
        }
        said
    }

    fn limit(&self, limit: &Limit, triggered: bool) -> String {
        let from = match (triggered, self.chinese) {
            (true, _) => "",
            (false, true) => "从通话开始起",
            (false, false) => " of the start",
        };
        match (limit, self.chinese) {
            (Limit::After(length), true) => format!("{from}{}内", self.length(*length)),
            (Limit::After(length), false) => format!("within {}{from}", self.length(*length)),
            (Limit::Value { value, unit }, chinese) => {
                let value = self.term(value);
                match (unit, chinese) {
                    (ValueUnit::Millis(unit), true) => {
                        format!("在 {value} ×{} 内", self.length(u64::from(*unit)))
                    }
                    (ValueUnit::Millis(unit), false) => {
                        format!("within {value} times {}", self.length(u64::from(*unit)))
                    }
                    (ValueUnit::WorkingDays, true) => format!("在 {value} 个工作日内"),
                    (ValueUnit::WorkingDays, false) => format!("within {value} working days"),
                    (ValueUnit::TimeOfDay, true) => {
                        format!("{value} 前（当天，已过则为次日）")
                    }
                    (ValueUnit::TimeOfDay, false) => {
                        format!("by {value} (that day, or the next when it is past)")
                    }
                }
            }
            (Limit::Clock(millis), chinese) => {
                let minutes = millis / 60_000;
                let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
                match chinese {
                    true => format!("当天 {time} 前"),
                    false => format!("by {time} on the same day"),
                }
            }
            (Limit::WorkingDays(days), true) => format!("{days} 个工作日内"),
            (Limit::WorkingDays(days), false) => format!("within {days} working days"),
        }
    }

    fn part(&self, part: &Part) -> String {
        let extent = match (part.extent, self.chinese) {
            (Extent::Time(length), _) => self.length(length),
            (Extent::Percent(percent), true) => format!("百分之 {}", decimal(percent)),
            (Extent::Percent(percent), false) => format!("{} percent", decimal(percent)),
            (Extent::Utterances(who, count), true) => match who {
                Who::Anyone => format!("{count} 句"),
                who => format!("{count} 句（{}）", self.who(who)),
            },
            (Extent::Utterances(who, count), false) => match who {
                Who::Anyone => format!("{count} utterances"),
                who => format!("{count} utterances of {}", self.who(who)),
            },
            (Extent::Turns(count), true) => format!("{count} 轮"),
            (Extent::Turns(count), false) => format!("{count} turns"),
        };
        match (part.last, self.chinese) {
            (true, true) => format!("在最后 {extent}内"),
            (true, false) => format!("in the last {extent}"),
            (false, true) => format!("在前 {extent}内"),
            (false, false) => format!("in the first {extent}"),
        }
    }
}
