//! Prints the clauses of a rule, in the word order of the language.

use super::align::{Entry, width};
use super::layout::plain;
use super::window::ends_in_duration;
use super::write::{Printer, join};
use crate::ast::{
    Amount, Answer, Atom, BeforeThat, Branch, Clause, Effective, May, Must, Permission, Quantity,
    Times, TimesBound, Window,
};
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
            Clause::OrElse(inner) => {
                let entries = self.clause(&inner.node, 0);
                let lines = entries.iter().filter_map(Entry::text);
                after(K::Or, &lines.collect::<Vec<_>>().join(" "))
            }
            Clause::May(may) => self.may(may),
            Clause::Branch(branch) => after(K::On, &self.branch(branch)),
            Clause::EachItsOwn => self.word(K::EachItsOwn).to_owned(),
            Clause::Applies(expr) => after(K::AppliesIf, &self.expr(expr)),
            Clause::Effective(effective) => self.effective(effective),
            Clause::NeedsReview => self.word(K::NeedsReview).to_owned(),
            Clause::Weight { points, by_share } => {
                let share = format!("{}{}", self.comma(), self.word(K::ByShare));
                let share = if *by_share { share.as_str() } else { "" };
                format!("{} {}{share}", self.word(K::Weight), self.quantity(points))
            }
            Clause::IfNotApplicable { leave_out } => {
                let what = if *leave_out {
                    K::LeaveOut
                } else {
                    K::FullMarks
                };
                after(K::IfNotApplicable, self.word(what))
            }
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
            Clause::Fatal { section, from } => self.fatal(*section, from.as_ref()),
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

    fn fatal(&self, section: bool, from: Option<&Quantity>) -> String {
        let section = if section {
            self.word(K::ForSection)
        } else {
            ""
        };
        let from = from.map(|from| {
            let word = self.word(if self.chinese() { K::Full } else { K::From });
            let times = match from {
                Quantity::Number(number) => self.times(number.node),
                Quantity::Param(name) => name.node.clone(),
            };
            join(&[word, &times])
        });
        join(&[self.word(K::Fatal), section, &from.unwrap_or_default()])
    }

    pub(super) fn effective(&self, effective: &Effective) -> String {
        let day = |english, chinese, day: &Option<crate::ast::Text>| {
            let word = self.word(if self.chinese() { chinese } else { english });
            day.as_ref()
                .map_or_else(String::new, |day| join(&[word, self.quoted(day.span)]))
        };
        join(&[
            self.word(K::Effective),
            &day(K::From, K::Since, &effective.from),
            &day(K::Until, K::To, &effective.until),
        ])
    }

    fn may(&self, may: &May) -> String {
        let Some(atom) = may.moment.any.first().map(|atom| &atom.node) else {
            return String::new();
        };
        let (verb, guard) = self.deed(atom, false);
        let only = match &may.only {
            Permission::If(expr) => join(&[self.word(K::OnlyIf), &self.expr(expr)]),
            Permission::After(sequence) => {
                let within = sequence.within.as_ref();
                let within = within.map(|within| self.within(within)).unwrap_or_default();
                let steps = sequence.steps.iter().enumerate();
                let steps: Vec<_> = steps.map(|(nth, step)| self.step(step, nth > 0)).collect();
                let steps = steps.join(self.comma());
                let later = if self.chinese() {
                    self.word(K::Later)
                } else {
                    ""
                };
                join(&[self.word(K::OnlyAfter), &within, &steps, later])
            }
        };
        join(&[&self.doer(atom), self.word(K::May), &verb, &guard, &only])
    }

    fn branch(&self, branch: &Branch) -> String {
        let answer = match &branch.answer {
            Answer::Moment(moment) => self.moment(moment),
            Answer::AnyOther => self.word(K::AnyOther).to_owned(),
            Answer::None => self.word(K::NoAnswer).to_owned(),
        };
        let within = branch.within.as_ref().map(|within| self.within(within));
        let at = self.chinese() && within.is_some() && ends_in_duration(&answer);
        let at = if at { self.word(K::At) } else { "" };
        join(&[&answer, at, &within.unwrap_or_default()])
    }

    fn amount(&self, amount: &Amount, verb: K, preposition: K) -> String {
        let points = self.quantity(&amount.points);
        let after = amount
            .after_first
            .as_ref()
            .map(|after| self.quantity(after));
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
            .map(|most| join(&[self.word(K::AtMost), &self.quantity(most), self.points()]));
        let most = most
            .map(|most| format!("{}{most}", self.comma()))
            .unwrap_or_default();
        let line = match (self.chinese(), after) {
            (true, None) => join(&[&score, each_time, self.word(verb), &points, self.points()]),
            (true, Some(after)) => {
                let (first, verb) = (self.word(K::ForFirstTime), self.word(verb));
                let first = join(&[&score, first, verb, &points, self.points()]);
                let after = join(&[self.word(K::EachAfter), verb, &after, self.points()]);
                format!("{first}{}{after}", self.comma())
            }
            (false, None) => join(&[self.word(verb), &points, &score, each_time]),
            (false, Some(after)) => {
                let first = join(&[self.word(verb), &points, self.word(K::ForTheFirst)]);
                let after = join(&[&after, self.word(K::ForEachAfter), &score]);
                format!("{first}{}{after}", self.comma())
            }
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
        let word = self.word(match (must.advice, must.negated) {
            (false, false) => K::Must,
            (false, true) => K::MustNot,
            (true, false) => K::Should,
            (true, true) => K::ShouldNot,
        });
        let times = must.times.as_ref().map(|times| self.bounded(times));
        let times = times.unwrap_or_default();
        let windows: Vec<_> = self.windows(&must.windows);
        // `直到 M` before the verb would run into it.
        let until = must
            .windows
            .iter()
            .position(|window| matches!(window, Window::Until(_)));
        // `repeat themselves within 2 turns` would say what a repetition is.
        let before_verb = self.chinese() || matches!(atom, Atom::Repeats { .. });
        let cut = if before_verb {
            until.unwrap_or(windows.len())
        } else {
            0
        };
        let closed = cut < windows.len() || (!self.chinese() && !times.is_empty());
        let (verb, guard) = self.deed(atom, closed);
        let (before, after) = windows.split_at_checked(cut).unwrap_or((&windows, &[]));
        join(&[
            &self.doer(atom),
            word,
            if self.chinese() { &times } else { "" },
            &before.join(" "),
            &verb,
            &guard,
            if self.chinese() { "" } else { &times },
            &after.join(" "),
        ])
    }

    /// `at least 2 times`
    fn bounded(&self, times: &Times) -> String {
        let bound = self.word(match times.bound {
            TimesBound::AtLeast => K::AtLeast,
            TimesBound::AtMost => K::AtMost,
            TimesBound::Exactly => K::Exactly,
        });
        let count = match &times.count {
            Quantity::Number(number) => self.times(number.node),
            Quantity::Param(name) => name.node.clone(),
        };
        join(&[bound, &count])
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
