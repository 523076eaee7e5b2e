//! The windows of an obligation, and the parts of a call.

use super::Builder;
use crate::ast::{
    Duration, Expr, ExprKind, Extent, LengthSource, Part, Span, Spanned, Unit, Who, Window,
};
use crate::errors::{ErrorKind, Expected, NumberProblem};
use crate::fold::fold_word;
use crate::keywords;
use crate::spoken::{attribute, meta};
use crate::tree::{Node, Rule};

impl Builder<'_> {
    /// The windows that one phrase says (`between 3s and 5s after` says two).
    pub(super) fn window(&mut self, node: &Node) -> Option<Vec<Window>> {
        Some(vec![match node.rule {
            Rule::within | Rule::inside => self.within(node)?,
            Rule::no_sooner => Window::NoSoonerThan(self.length_in(node)?),
            Rule::before => Window::Before(self.simple_in(node)?),
            Rule::after | Rule::since_window => Window::After(self.simple_in(node)?),
            Rule::until => Window::Until(self.simple_in(node)?),
            Rule::by_the_end => Window::ByTheEnd(self.span(node)),
            Rule::next_turn | Rule::who_window => self.of_who(node)?,
            Rule::between => return self.between(node),
            Rule::range_window => return self.range(node),
            Rule::by_clock | Rule::clock_front => Window::ByClock(self.clock_in(node)?),
            Rule::immediately => Window::Immediately(self.span(node)),
            Rule::part_window => Window::Part(self.part_of_call(node)?),
            _ => return self.at_window(node),
        }])
    }

    /// `在 … 内`, `在 … 之前`, `在 … 之后`, `在 … 与 … 之间`.
    fn at_window(&mut self, node: &Node) -> Option<Vec<Window>> {
        let inner = node.first()?;
        Some(vec![match inner.rule {
            Rule::counted | Rule::length => self.within(node)?,
            Rule::who_window => self.of_who(inner)?,
            Rule::part_window => Window::Part(self.part_of_call(inner)?),
            _ => {
                let mut moments = node.all(Rule::simple);
                let first = self.simple(moments.next()?)?;
                match moments.next() {
                    Some(second) => Window::Between(first, self.simple(second)?),
                    None if node.child(Rule::earlier).is_some() => Window::Before(first),
                    None => Window::After(first),
                }
            }
        }])
    }

    fn within(&mut self, node: &Node) -> Option<Window> {
        match node.child(Rule::counted) {
            Some(counted) => self.counted(counted),
            None => Some(Window::Within(self.length_in(node)?)),
        }
    }

    /// `3 utterances`, `2 turns`, `customer's next 2 utterances`.
    fn counted(&mut self, node: &Node) -> Option<Window> {
        let span = self.span(node);
        let who = match node.child(Rule::who) {
            None => Who::Anyone,
            Some(who) => self.who(who)?,
        };
        let number = node.child(Rule::next_some).unwrap_or(node);
        let count = match number.child(Rule::number) {
            None => 1,
            Some(number) => self.count(number)?,
        };
        let last = node.lexemes.end.saturating_sub(1);
        let turns = self.words.lexemes.get(last).map(|lexeme| lexeme.kind)
            == Some(crate::lexeme::Lex::Keyword(keywords::Keyword::Turns));
        Some(if turns {
            Window::Turns { count, span }
        } else {
            Window::Utterances { who, count, span }
        })
    }

    /// `in agent's next turn`, `in agent's next utterance`, `in customer's first 3 utterances`.
    fn of_who(&mut self, node: &Node) -> Option<Window> {
        let who = node.child(Rule::who)?;
        let by = self.who(who)?;
        let span = self.span(node);
        if let Some(part) = node.child(Rule::who_part) {
            use keywords::Keyword::{InTheLast, Lasts};
            let last = matches!(self.keyword(part)?, InTheLast | Lasts);
            let count = self.count(part.child(Rule::number)?)?;
            let extent = Extent::Utterances(by, count);
            return Some(Window::Part(Part { last, extent, span }));
        }
        let next = node.lexemes.clone().any(|index| {
            self.words.lexemes.get(index).map(|lexeme| lexeme.kind)
                == Some(crate::lexeme::Lex::Keyword(
                    keywords::Keyword::NextUtterance,
                ))
        });
        Some(if next {
            Window::Utterances {
                who: by,
                count: 1,
                span,
            }
        } else {
            Window::NextTurn(Spanned {
                node: by,
                span: self.span(who),
            })
        })
    }

    fn between(&mut self, node: &Node) -> Option<Vec<Window>> {
        if node.child(Rule::duration).is_some() {
            return self.range(node);
        }
        let mut moments = node.all(Rule::simple);
        let first = self.simple(moments.next()?)?;
        let second = self.simple(moments.next()?)?;
        Some(vec![Window::Between(first, second)])
    }

    /// `between 3s and 5s after`, `3秒 至 5秒 之间`.
    fn range(&mut self, node: &Node) -> Option<Vec<Window>> {
        let mut durations = node.all(Rule::duration);
        let least = self.duration(durations.next()?)?;
        let most = self.duration(durations.next()?)?;
        Some(vec![Window::NoSoonerThan(least), Window::Within(most)])
    }

    /// `in the first 30s`, `in the last 3 turns`.
    pub(super) fn part_of_call(&mut self, node: &Node) -> Option<Part> {
        let last = self.keyword(node)? == keywords::Keyword::InTheLast;
        let extent = node.child(Rule::extent)?;
        let span = self.span(node);
        let extent = if let Some(duration) = extent.child(Rule::duration) {
            Extent::Time(self.duration(duration)?)
        } else if let Some(name) = extent.child(Rule::name) {
            let length = named_length(LengthSource::Param(self.name(name)), self.span(name));
            Extent::Time(length)
        } else if let Some(percent) = extent.child(Rule::percent) {
            Extent::Percent(self.number_in(percent)?)
        } else {
            let count = self.count(extent.child(Rule::number)?)?;
            let turns = self
                .words
                .lexemes
                .get(extent.lexemes.end.saturating_sub(1))
                .map(|lexeme| lexeme.kind)
                == Some(crate::lexeme::Lex::Keyword(keywords::Keyword::Turns));
            match extent.child(Rule::who) {
                Some(who) => Extent::Utterances(self.who(who)?, count),
                None if turns => Extent::Turns(count),
                None => Extent::Utterances(Who::Anyone, count),
            }
        };
        Some(Part { last, extent, span })
    }

    /// A whole number of things, at least one.
    pub(super) fn count(&mut self, node: &Node) -> Option<u32> {
        let count = self.whole(node)?;
        if count == 0 {
            let span = self.span(node);
            self.error(span, ErrorKind::Number(NumberProblem::Zero));
            return None;
        }
        Some(count)
    }

    /// `18:00` in milliseconds of the day.
    pub(super) fn clock(&mut self, node: &Node) -> Option<u32> {
        let mut numbers = node.all(Rule::number);
        let hours = self.whole(numbers.next()?)?;
        let minutes = self.whole(numbers.next()?)?;
        if hours > 23 || minutes > 59 {
            let span = self.span(node);
            self.error(span, ErrorKind::Number(NumberProblem::TooLarge));
            return None;
        }
        Some((hours * 60 + minutes) * 60_000)
    }

    /// `18:00`, or a parameter or value that says a time of day.
    fn clock_in(&mut self, node: &Node) -> Option<Expr> {
        if let Some(clock) = node.child(Rule::clock) {
            let kind = Box::new(ExprKind::ClockTime(self.clock(clock)?));
            let span = self.span(clock);
            return Some(Expr { kind, span });
        }
        let value = node.child(Rule::clock_value)?;
        let names: Vec<_> = value.all(Rule::name).collect();
        self.value_of(value, &names)
    }

    /// A length: written down, a parameter, or a value and its unit.
    pub(super) fn length_in(&mut self, node: &Node) -> Option<Duration> {
        let inner = node.child(Rule::length)?.first()?;
        if inner.rule == Rule::duration {
            return self.duration(inner);
        }
        let span = self.span(inner);
        let unit = inner.child(Rule::unit);
        let names: Vec<_> = inner.all(Rule::name).collect();
        let source = match (names.as_slice(), unit) {
            ([name], None) if inner.first().map(|first| first.rule) == Some(Rule::name) => {
                LengthSource::Param(self.name(name))
            }
            _ => LengthSource::Value {
                value: self.value_of(inner, &names)?,
                unit: self.unit_word(unit, span)?,
            },
        };
        Some(named_length(source, span))
    }

    /// `promise.hours`, `that.hours`, `call.hours`, `hours`
    fn value_of(&self, node: &Node, names: &[&Node]) -> Option<Expr> {
        let span = self.span(node);
        let kind = match self.keyword(node) {
            Some(keywords::Keyword::TheCall) => meta(self.name_in(node)?.node),
            Some(keywords::Keyword::That) => ExprKind::That(attribute(
                self.name_in(node.child(Rule::that)?)?.node,
                self.names,
            )),
            _ => return self.named_value(names),
        };
        let kind = Box::new(kind);
        Some(Expr { kind, span })
    }

    /// The unit after a value; it must be said.
    fn unit_word(&mut self, node: Option<&Node>, span: Span) -> Option<Unit> {
        let unit = node.and_then(|unit| match self.lex(unit) {
            Some(crate::lexeme::Lex::Unit(unit)) => Some(unit),
            _ => keywords::unit(&fold_word(self.source(unit))),
        });
        if unit.is_none() {
            let expected = vec![Expected {
                english: "a unit of time such as `hours`",
                chinese: "时间单位，如「小时」",
            }];
            let kind = ErrorKind::Unexpected {
                found: None,
                expected,
                suggestion: None,
                hint: None,
            };
            self.error(Span::new(span.end, span.end), kind);
        }
        unit
    }
}

/// A length that is not written down.
fn named_length(source: LengthSource, span: Span) -> Duration {
    Duration {
        millis: 0,
        source: Some(Box::new(source)),
        parts: Vec::new(),
        span,
    }
}
