//! Prints the clauses of a rule, in the word order of the language.

use super::align::{Entry, width};
use super::layout::plain;
use super::write::{Form, Printer, join, milli};
use crate::ast::{Amount, BeforeThat, Clause, Must, Step, Window};
use crate::keywords::Keyword as K;

/// The longest line that a sequence of `then` is not broken at.
const WIDTH: usize = 90;

impl Printer<'_> {
    pub(super) fn clause(&self, clause: &Clause, indent: usize) -> Vec<Entry> {
        match clause {
            Clause::BeforeThat(sequence) => self.before_that(sequence, indent),
            _ => vec![plain(indent, self.one_line(clause))],
        }
    }

    fn one_line(&self, clause: &Clause) -> String {
        let after = |keyword, rest: &str| join(&[self.word(keyword), rest]);
        match clause {
            Clause::When(moment) => after(K::When, &self.moment(moment)),
            Clause::If(expr) => after(K::If, &self.expr(expr)),
            Clause::Unless(expr) => after(K::Unless, &self.expr(expr)),
            Clause::UnlessFirst(moment) => join(&[
                self.word(K::Unless),
                &self.moment(moment),
                self.word(K::First),
            ]),
            Clause::Must(must) => self.must(must),
            Clause::BeforeThat(_) => String::new(),
            Clause::Require(expr) => after(K::Require, &self.expr(expr)),
            Clause::Otherwise(amount) => {
                after(K::Otherwise, &self.amount(amount, K::Deduct, K::From))
            }
            Clause::Award(amount) => self.amount(amount, K::Award, K::To),
            Clause::Fatal(None) => self.word(K::Fatal).to_owned(),
            Clause::Fatal(Some(times)) => {
                let from = self.word(if self.chinese() { K::Full } else { K::From });
                join(&[self.word(K::Fatal), from, &self.times(times.node)])
            }
            Clause::Cite(list) => {
                let list: Vec<_> = list.iter().map(|text| self.quoted(text.span)).collect();
                after(K::Cite, &list.join(self.list_comma()))
            }
            Clause::Severity(level) => after(K::Severity, self.level(&level.node)),
            Clause::Message(text) => after(K::Message, self.quoted(text.span)),
        }
    }

    fn level<'n>(&self, level: &'n str) -> &'n str {
        match level {
            "minor" => self.word(K::Minor),
            "major" => self.word(K::Major),
            "critical" => self.word(K::Critical),
            other => other,
        }
    }

    fn amount(&self, amount: &Amount, verb: K, preposition: K) -> String {
        let points = milli(amount.points.node);
        let each_time = if amount.each_time {
            self.word(K::EachTime)
        } else {
            ""
        };
        let preposition = self.word(if self.chinese() { K::From } else { preposition });
        let score = amount
            .score
            .as_ref()
            .map(|score| format!("{preposition} {}", score.node))
            .unwrap_or_default();
        let most = amount
            .at_most
            .as_ref()
            .map(|most| join(&[self.word(K::AtMost), &milli(most.node), self.points()]));
        let most = most
            .map(|most| format!("{}{most}", self.comma()))
            .unwrap_or_default();
        let line = if self.chinese() {
            join(&[&score, each_time, self.word(verb), &points, self.points()])
        } else {
            join(&[self.word(verb), &points, &score, each_time])
        };
        format!("{line}{most}")
    }

    fn points(&self) -> &'static str {
        if self.chinese() {
            self.word(K::Points)
        } else {
            ""
        }
    }

    fn must(&self, must: &Must) -> String {
        let Some(atom) = must.moment.any.first().map(|atom| &atom.node) else {
            return String::new();
        };
        let word = self.word(if must.negated { K::MustNot } else { K::Must });
        let (verb, guard) = self.predicate(atom, Form::Bare, false);
        let windows: Vec<_> = self.windows(&must.windows);
        // `直到 M` before the verb would run into it.
        let until = must
            .windows
            .iter()
            .position(|window| matches!(window, Window::Until(_)));
        let cut = if self.chinese() {
            until.unwrap_or(windows.len())
        } else {
            0
        };
        let (before, after) = windows.split_at_checked(cut).unwrap_or((&windows, &[]));
        join(&[
            &self.subject(atom),
            word,
            &before.join(" "),
            &verb,
            &guard,
            &after.join(" "),
        ])
    }

    fn windows(&self, windows: &[Window]) -> Vec<String> {
        let mut after_duration = false;
        let mut list = Vec::new();
        for window in windows {
            let printed = self.window(window);
            // `不早于 3秒 5秒 内` would be one duration of eight seconds, and so would
            // `直到 等候 持续 3秒 5秒 内`.
            let needs_at = after_duration && self.chinese() && matches!(window, Window::Within(_));
            list.push(if needs_at {
                join(&[self.word(K::At), &printed])
            } else {
                printed
            });
            after_duration = matches!(window, Window::NoSoonerThan(_) | Window::Until(_));
        }
        list
    }

    fn window(&self, window: &Window) -> String {
        match window {
            Window::Within(duration) => self.within(duration),
            Window::NoSoonerThan(duration) => {
                join(&[self.word(K::NoSoonerThan), &self.duration(duration)])
            }
            Window::Before(moment) => self.around(K::Before, &self.moment(moment), K::Earlier),
            Window::After(moment) => self.around(K::After, &self.moment(moment), K::Later),
            Window::Until(moment) => join(&[self.word(K::Until), &self.moment(moment)]),
            Window::ByTheEnd(_) => self.word(K::ByTheEnd).to_owned(),
            Window::NextTurn(who) if self.chinese() => join(&[
                self.word(K::At),
                self.who(who.node),
                self.word(K::NextTurn),
                self.word(K::Inside),
            ]),
            Window::NextTurn(who) => join(&[
                self.word(K::In),
                &format!("{}'s", self.who(who.node)),
                self.word(K::NextTurn),
            ]),
        }
    }

    fn within(&self, duration: &crate::ast::Duration) -> String {
        let duration = self.duration(duration);
        if self.chinese() {
            return join(&[&duration, self.word(K::Inside)]);
        }
        join(&[self.word(K::Within), &duration])
    }

    /// `before M`, `在 M 之前`.
    fn around(&self, english: K, moment: &str, chinese: K) -> String {
        if self.chinese() {
            return join(&[self.word(K::At), moment, self.word(chinese)]);
        }
        join(&[self.word(english), moment])
    }

    fn before_that(&self, sequence: &BeforeThat, indent: usize) -> Vec<Entry> {
        let within = sequence
            .within
            .as_ref()
            .map(|within| self.within(within))
            .unwrap_or_default();
        let that = self.word(K::BeforeThat);
        let lead = if self.chinese() {
            format!("{} ", join(&[that, &within]))
        } else {
            format!("{}, ", join(&[&within, that]))
        };
        let steps = sequence
            .steps
            .iter()
            .enumerate()
            .map(|(nth, step)| self.step(step, nth > 0));
        broken(&lead, steps, self.comma(), indent)
    }

    fn step(&self, step: &Step, then: bool) -> String {
        let then = if then { self.word(K::Then) } else { "" };
        let within = step
            .within
            .as_ref()
            .map(|within| self.within(within))
            .unwrap_or_default();
        join(&[then, &within, &self.moment(&step.moment)])
    }
}

/// As many steps on each line as fit.
fn broken(
    lead: &str,
    steps: impl Iterator<Item = String>,
    comma: &str,
    indent: usize,
) -> Vec<Entry> {
    let mut lines = Vec::new();
    let mut line = lead.to_owned();
    let mut first = true;
    for step in steps {
        let depth = if lines.is_empty() { indent } else { indent + 2 };
        let comma = if first { "" } else { comma };
        if !first && depth + width(&line) + width(comma) + width(&step) > WIDTH {
            lines.push(plain(depth, format!("{line}{}", comma.trim_end())));
            line = step;
        } else {
            line = format!("{line}{comma}{step}");
        }
        first = false;
    }
    let depth = if lines.is_empty() { indent } else { indent + 2 };
    lines.push(plain(depth, line));
    lines
}
