//! Prints the windows of obligations, and parts of a call.

use super::compose::{Tie, guard_at_end, repeats_at_end, silence_at_end, tie_of};
use super::write::{Printer, join};
use crate::ast::{Duration, ExprKind, Extent, Moment, Part, Who, Window};
use crate::keywords::Keyword as K;

/// Another number right behind it would make one duration of two.
pub(super) fn ends_in_duration(printed: &str) -> bool {
    let units = ["毫秒", "秒", "分钟", "小时", "天", "个工作日"];
    let number = units.iter().find_map(|unit| printed.strip_suffix(unit));
    number.is_some_and(|rest| rest.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// A time of day that is named, not written down.
fn is_named_clock(window: &Window) -> bool {
    let Window::ByClock(time) = window else {
        return false;
    };
    !matches!(*time.kind, ExprKind::ClockTime(_))
}

impl Printer<'_> {
    pub(super) fn windows(&self, windows: &[Window]) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        for (nth, window) in windows.iter().enumerate() {
            let rest = windows.get(nth + 1..).unwrap_or(&[]);
            let printed = self.window(window, rest);
            // `不早于 3秒 5秒 内` would be one duration of eight seconds, and so would
            // `直到 等候 持续 3秒 5秒 内`.
            let runs_on = list.last().is_some_and(|last| ends_in_duration(last));
            // `上班 前 5秒 内` would be the first five seconds.
            let front = nth.checked_sub(1).and_then(|last| windows.get(last));
            let front = front.is_some_and(is_named_clock);
            let number = printed.starts_with(|c: char| c.is_ascii_digit());
            list.push(if self.chinese() && (runs_on || front) && number {
                join(&[self.word(K::At), &printed])
            } else {
                printed
            });
        }
        list
    }

    fn window(&self, window: &Window, rest: &[Window]) -> String {
        match window {
            Window::Within(duration) => self.within(duration),
            Window::NoSoonerThan(duration) => {
                join(&[self.word(K::NoSoonerThan), &self.duration(duration)])
            }
            Window::Before(moment) => self.around(K::Before, &self.bound(moment, rest), K::Earlier),
            Window::After(moment) => self.around(K::After, &self.bound(moment, rest), K::Later),
            Window::Until(moment) => join(&[self.word(K::Until), &self.bound(moment, rest)]),
            Window::ByTheEnd(_) => self.word(K::ByTheEnd).to_owned(),
            Window::NextTurn(who) => self.of_who(who.node, self.word(K::NextTurn)),
            Window::Utterances {
                who: Who::Anyone,
                count,
                ..
            } => self.within_count(K::Utterances, *count),
            Window::Utterances { who, count: 1, .. } => {
                self.of_who(*who, self.word(K::NextUtterance))
            }
            Window::Utterances { who, count, .. } => {
                let many = self.counted(K::Utterances, i64::from(*count) * 1000);
                if self.chinese() {
                    let inside = self.word(K::Inside);
                    return join(&[self.who(*who), self.word(K::Next), &many, inside]);
                }
                let whose = format!("{}'s", self.who(*who));
                join(&[self.word(K::Within), &whose, self.word(K::Next), &many])
            }
            Window::Turns { count, .. } => self.within_count(K::Turns, *count),
            Window::Immediately(_) => self.word(K::Immediately).to_owned(),
            Window::ByClock(time) => {
                let time = self.expr(time);
                if self.chinese() {
                    return join(&[&time, self.word(K::InTheFirst)]);
                }
                join(&[self.word(K::By), &time])
            }
            Window::Between(from, to) => {
                // `between agent speaks where a and b` must not end there.
                let inner = tie_of(from) < Tie::Marked || guard_at_end(from).is_some();
                let from = self.part_of(from, if inner { Tie::Closed } else { Tie::Or }, true);
                self.between(&from, &self.bound(to, rest))
            }
            Window::Part(part) => self.part_of_call(part),
        }
    }

    /// `in agent's next turn`, `在 客服 下一轮 内`.
    fn of_who(&self, who: Who, what: &str) -> String {
        if self.chinese() {
            let inside = self.word(K::Inside);
            return join(&[self.word(K::At), self.who(who), what, inside]);
        }
        join(&[self.word(K::In), &format!("{}'s", self.who(who)), what])
    }

    /// `within 3 turns`, `3 轮 内`.
    fn within_count(&self, what: K, count: u32) -> String {
        let many = self.counted(what, i64::from(count) * 1000);
        if self.chinese() {
            return join(&[&many, self.word(K::Inside)]);
        }
        join(&[self.word(K::Within), &many])
    }

    pub(super) fn between(&self, from: &str, to: &str) -> String {
        if self.chinese() {
            let (at, and) = (self.word(K::At), self.word(K::AndTo));
            return join(&[at, from, and, to, self.word(K::Among)]);
        }
        join(&[self.word(K::Between), from, self.word(K::And), to])
    }

    /// `in the first 30s`, `前 30秒 内`.
    pub(super) fn part_of_call(&self, part: &Part) -> String {
        let which = self.word(if part.last {
            K::InTheLast
        } else {
            K::InTheFirst
        });
        let many = |word, count: u32| self.counted(word, i64::from(count) * 1000);
        let inside = if self.chinese() {
            self.word(K::Inside)
        } else {
            ""
        };
        let extent = match &part.extent {
            Extent::Time(length) => self.duration(length),
            Extent::Percent(percent) => self.percent(percent.node),
            Extent::Turns(count) => many(K::Turns, *count),
            Extent::Utterances(Who::Anyone, count) => many(K::Utterances, *count),
            Extent::Utterances(who, count) => {
                let whose = if self.chinese() {
                    self.who(*who).to_owned()
                } else {
                    let which = if part.last { "last" } else { "first" };
                    format!("in {}'s {which}", self.who(*who))
                };
                let which = if self.chinese() { which } else { "" };
                return join(&[&whose, which, &many(K::Utterances, *count), inside]);
            }
        };
        join(&[which, &extent, inside])
    }

    /// A moment at which a window begins or ends; nothing of the windows behind it may be
    /// taken for its own.
    fn bound(&self, moment: &Moment, rest: &[Window]) -> String {
        let after = |window: &Window| matches!(window, Window::After(_));
        let turns = |window: &Window| matches!(window, Window::Turns { .. });
        let taken = silence_at_end(moment) && rest.iter().any(after)
            || repeats_at_end(moment) && rest.iter().any(turns);
        let least = if taken { Tie::Closed } else { Tie::Or };
        self.part_of(moment, least, !rest.is_empty())
    }

    pub(super) fn within(&self, duration: &Duration) -> String {
        let at = self.chinese() && duration.source.is_some();
        let at = if at { self.word(K::At) } else { "" };
        let duration = self.duration(duration);
        if self.chinese() {
            return join(&[at, &duration, self.word(K::Inside)]);
        }
        join(&[self.word(K::Within), &duration])
    }

    /// `before M`, `在 M 之前`.
    pub(super) fn around(&self, english: K, moment: &str, chinese: K) -> String {
        if self.chinese() {
            return join(&[self.word(K::At), moment, self.word(chinese)]);
        }
        join(&[self.word(english), moment])
    }
}
