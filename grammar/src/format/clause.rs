//! Prints the clauses of a rule, in the word order of the language.

use super::align::{Entry, width};
use super::layout::plain;
use super::write::{Form, Printer, join};
use crate::ast::{
    Amount, Answer, BeforeThat, Branch, Clause, Effective, Extent, May, Must, Part, Permission,
    Quantity, Step, Times, TimesBound, Who, Window,
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
                let what = if *leave_out { K::LeaveOut } else { K::FullMarks };
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
        let section = if section { self.word(K::ForSection) } else { "" };
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
        let (verb, guard) = self.predicate(atom, Form::Bare, false);
        let only = match &may.only {
            Permission::If(expr) => join(&[self.word(K::OnlyIf), &self.expr(expr)]),
            Permission::After(sequence) => {
                let within = sequence.within.as_ref();
                let within = within.map(|within| self.within(within)).unwrap_or_default();
                let steps = sequence.steps.iter().enumerate();
                let steps: Vec<_> = steps.map(|(nth, step)| self.step(step, nth > 0)).collect();
                let steps = steps.join(self.comma());
                let later = if self.chinese() { self.word(K::Later) } else { "" };
                join(&[self.word(K::OnlyAfter), &within, &steps, later])
            }
        };
        join(&[&self.subject(atom), self.word(K::May), &verb, &guard, &only])
    }

    fn branch(&self, branch: &Branch) -> String {
        let answer = match &branch.answer {
            Answer::Moment(moment) => self.moment(moment),
            Answer::AnyOther => self.word(K::AnyOther).to_owned(),
            Answer::None => self.word(K::NoAnswer).to_owned(),
        };
        let within = branch.within.as_ref();
        join(&[
            &answer,
            &within.map(|within| self.within(within)).unwrap_or_default(),
        ])
    }

    fn amount(&self, amount: &Amount, verb: K, preposition: K) -> String {
        let points = self.quantity(&amount.points);
        let after = amount.after_first.as_ref().map(|after| self.quantity(after));
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
                let time = super::expr::clock(time.node);
                if self.chinese() {
                    return join(&[&time, self.word(K::InTheFirst)]);
                }
                join(&[self.word(K::By), &time])
            }
            Window::Between(from, to) => self.between(&self.moment(from), &self.moment(to)),
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
        let which = self.word(if part.last { K::InTheLast } else { K::InTheFirst });
        let many = |word, count: u32| self.counted(word, i64::from(count) * 1000);
        let inside = if self.chinese() { self.word(K::Inside) } else { "" };
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

    pub(super) fn within(&self, duration: &crate::ast::Duration) -> String {
        let duration = self.duration(duration);
        if self.chinese() {
            return join(&[&duration, self.word(K::Inside)]);
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

    pub(super) fn step(&self, step: &Step, then: bool) -> String {
        let when = |said: bool, keyword| if said { self.word(keyword) } else { "" };
        let within = step.within.as_ref();
        let within = within.map(|within| self.within(within)).unwrap_or_default();
        let without = step.without.as_ref().map(|without| {
            let between = if self.chinese() { "" } else { self.word(K::InBetween) };
            join(&[self.word(K::Without), &self.moment(without), between])
        });
        join(&[
            when(then, K::Then),
            &within,
            when(step.immediately, K::Immediately),
            when(step.optional, K::Optionally),
            &self.moment(&step.moment),
            &without.unwrap_or_default(),
        ])
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
