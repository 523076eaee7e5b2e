//! Values: what stands on the sides of comparisons.
//!
//! In: values as written and what they are judged on. Out: [`Side`]s with their types and
//! what they are measured in.

use zhunze_grammar::ast::{self, ExprKind, LengthSource, Name, Span, Unit};

use super::Checker;
use super::events::{Known, Type, is_field};
use super::seen::{Judged, Seen};
use crate::book::{
    ArithmeticOp, ClockPart, Expr, Field, Kind, SpeechValue, StatisticHow, Term, Who,
};
use crate::diagnostics::Code;

/// What a number is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// A number as written; it fits to most.
    Written,
    /// Something counted.
    Count,
    /// Seconds.
    Seconds,
    /// Percent.
    Percent,
    /// Minutes of the day.
    Minutes,
    /// A day.
    Day,
    /// Nobody knows.
    Open,
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub(super) enum Side {
    Number(Term, Measure),
    Text(String),
    Boolean(bool),
    Field(Field, Type),
    /// A calendar or clock value of the call; metadata of the same name comes first.
    Calendar(ClockPart),
    /// Something that is so or not.
    Truth(Expr),
}

impl Side {
    pub(super) fn type_of(&self) -> Type {
        match self {
            Side::Number(..) | Side::Calendar(_) => Type::Number,
            Side::Text(_) => Type::Text,
            Side::Boolean(_) | Side::Truth(_) => Type::Boolean,
            Side::Field(_, kind) => *kind,
        }
    }
}

/// What every utterance has.
enum Speech {
    Value(SpeechValue, Measure),
    TurnStart,
}

fn speech(name: &str) -> Option<Speech> {
    let (value, measure) = match name {
        "length" | "字数" => (SpeechValue::Length, Measure::Count),
        "duration" | "时长" => (SpeechValue::Duration, Measure::Seconds),
        "speech_rate" | "语速" => (SpeechValue::SpeechRate, Measure::Count),
        "response_time" | "响应时间" => (SpeechValue::ResponseTime, Measure::Seconds),
        "overlap" | "重叠时间" => (SpeechValue::Overlap, Measure::Seconds),
        "similarity" | "相似度" => (SpeechValue::Similarity { turns: 10 }, Measure::Percent),
        "turn_start" | "轮首" => return Some(Speech::TurnStart),
        _ => return None,
    };
    Some(Speech::Value(value, measure))
}

impl<'a> Checker<'a> {
    /// One side of a comparison.
    pub(super) fn side(&mut self, expr: &'a ast::Expr, on: &Judged) -> Option<Side> {
        if !self.part_more(expr.span) {
            return None;
        }
        let span = expr.span;
        match expr.kind.as_ref() {
            ExprKind::Number(number) => {
                let number = Term::Number(self.number(*number, span)?);
                Some(Side::Number(number, Measure::Written))
            }
            ExprKind::Percent(number) => {
                let number = Term::Number(self.number(*number, span)?);
                Some(Side::Number(number, Measure::Percent))
            }
            ExprKind::Text(text) => Some(Side::Text(text.clone())),
            ExprKind::Boolean(value) => Some(Side::Boolean(*value)),
            ExprKind::Meta(name) if is_weekend(name) => Some(Side::Truth(self.weekend())),
            ExprKind::Meta(name) => {
                Some(Side::Field(Field::Meta(self.tables.meta(name)), Type::Open))
            }
            ExprKind::Attribute(name) => self.attribute(name, span, on),
            ExprKind::Capture { phrase, slot } => self.capture(phrase, slot, span, on),
            ExprKind::That(name) => self.of_that(name, span, on),
            ExprKind::Clock(ClockPart::Now) => {
                self.may_look_back(span, on)?;
                Some(Side::Number(Term::Clock(ClockPart::Now), Measure::Minutes))
            }
            ExprKind::Clock(part) => Some(Side::Calendar(*part)),
            ExprKind::Duration(duration) => self.length(duration, on),
            ExprKind::ClockTime(millis) => {
                let minutes = Term::Number(i64::from(*millis) / 60);
                Some(Side::Number(minutes, Measure::Minutes))
            }
            ExprKind::Rings => {
                self.may_look_back(span, on)?;
                Some(Side::Number(Term::Rings, Measure::Count))
            }
            ExprKind::Count { moment, scope } => {
                let term = self.count(moment, scope.as_ref(), span, on)?;
                Some(Side::Number(term, Measure::Count))
            }
            ExprKind::Measure { how, span, scope } => {
                self.measure((*how, *span), scope.as_ref(), expr.span, on)
            }
            ExprKind::Statistic {
                how,
                attribute,
                who,
                scope,
            } => {
                self.no_scope(scope.as_ref());
                self.may_look_back(span, on)?;
                self.statistic(*how, attribute, *who)
            }
            ExprKind::TimeOf { which, moment } => {
                let moment = self.looked_back(moment, span, on)?;
                let which = *which;
                Some(Side::Number(
                    Term::TimeOf { which, moment },
                    Measure::Seconds,
                ))
            }
            ExprKind::Arithmetic { left, op, right } => self.arithmetic(expr, left, *op, right, on),
            ExprKind::LabelNow { .. }
            | ExprKind::Outcome { .. }
            | ExprKind::Has { .. }
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_) => {
                let diagnostic = self.at(
                    Code::NotACondition,
                    span,
                    "a condition can not be compared with something",
                    "条件本身不能再与别的东西比较",
                );
                self.report.push(diagnostic);
                None
            }
        }
    }

    /// A length of time as a value: seconds.
    fn length(&mut self, duration: &'a ast::Duration, on: &Judged) -> Option<Side> {
        let Some(LengthSource::Value { value, unit }) = duration.source.as_deref() else {
            let millis = i64::try_from(self.instant(duration)?).ok()?;
            return Some(Side::Number(Term::Number(millis), Measure::Seconds));
        };
        let side = self.side(value, on)?;
        let (term, _) = self.as_number(value, side)?;
        let seconds = match unit {
            Unit::Millisecond => 1,
            Unit::Second => 1_000,
            Unit::Minute => 60_000,
            Unit::Hour => 3_600_000,
            Unit::Day => 86_400_000,
            Unit::WorkingDay => return self.instant(duration).map(|_| Side::Boolean(true)),
        };
        let unit = Box::new(Term::Number(seconds));
        Some(Side::Number(
            Term::Arithmetic(Box::new(term), ArithmeticOp::Multiply, unit),
            Measure::Seconds,
        ))
    }

    /// An attribute of the event under judgement.
    pub(super) fn attribute(&mut self, name: &str, span: Span, on: &Judged) -> Option<Side> {
        if is_field(name) {
            self.taken(&Name {
                node: name.to_owned(),
                span,
            });
            return None;
        }
        let seen = match on {
            Judged::Unknown => return None,
            Judged::Event(seen) => seen,
            Judged::Instant | Judged::Beginning | Judged::Applies | Judged::End => {
                self.no_event(name, span, on);
                return None;
            }
        };
        match speech(name).filter(|_| seen.speaks()) {
            Some(Speech::Value(value, measure)) => {
                if value == SpeechValue::SpeechRate {
                    self.tables.attribute("speech_rate");
                }
                Some(Side::Number(Term::Speech(value), measure))
            }
            Some(Speech::TurnStart) => Some(Side::Truth(Expr::TurnStart)),
            None => {
                let kind = self.attribute_type(name, span, seen)?;
                let id = self.tables.attribute(name);
                Some(Side::Field(Field::Attribute(id), kind))
            }
        }
    }

    /// The type of an attribute that at least one of the kinds has.
    fn attribute_type(&mut self, name: &str, span: Span, seen: &Seen) -> Option<Type> {
        let mut found: Option<Type> = None;
        let (mut like, mut near) = (None, None);
        for kind in &seen.kinds {
            let one = match self.attribute_of(*kind, name) {
                Known::Type(kind) => kind,
                Known::Like(known) => {
                    like = Some(known);
                    Type::Open
                }
                Known::Missing(meant) => {
                    near = near.or(meant);
                    continue;
                }
            };
            let same = found.is_none_or(|other| other == one);
            found = Some(if same { one } else { Type::Open });
        }
        match (found, like) {
            (Some(Type::Open), Some(like)) => self.odd_attribute(name, span, &like),
            (None, _) => self.unknown_attribute(name, span, near.as_deref()),
            _ => {}
        }
        found
    }

    pub(super) fn unknown_attribute(&mut self, name: &str, span: Span, near: Option<&str>) {
        let diagnostic = self.at(
            Code::UnknownAttribute,
            span,
            format!("this event has no `{name}`"),
            format!("这个事件没有“{name}”这一项"),
        );
        let diagnostic = match near {
            Some(near) => diagnostic
                .help(
                    format!("did you mean `{near}`?"),
                    format!("是不是想写“{near}”？"),
                )
                .fix(self.place(span), near),
            None => diagnostic.help(
                "add it to the line that declares the event; a text stands in quotes",
                "在声明事件的那一行里加上它；如果是文字，请加引号",
            ),
        };
        self.report.push(diagnostic);
    }

    fn odd_attribute(&mut self, name: &str, span: Span, like: &str) {
        let diagnostic = self
            .at(
                Code::OddAttribute,
                span,
                format!("`{name}` is not among what such events usually have"),
                format!("这类事件通常没有“{name}”这一项"),
            )
            .help(
                format!("did you mean `{like}`?"),
                format!("是不是想写“{like}”？"),
            )
            .fix(self.place(span), like);
        self.report.push(diagnostic);
    }

    fn no_event(&mut self, name: &str, span: Span, on: &Judged) {
        let diagnostic = self.at(
            Code::NoEvent,
            span,
            format!("there is no event here that could have `{name}`"),
            format!("这里没有事件，也就没有“{name}”"),
        );
        let diagnostic = match on {
            Judged::Instant => diagnostic.here(
                "the rule starts with a silence or the end of the call, not with an event",
                "这条规则从一段无声或通话结束开始，不是从一个事件开始",
            ),
            Judged::Applies => diagnostic.here(
                "whether a rule applies is settled before the call",
                "规则是否适用，在通话开始之前就要定下来",
            ),
            _ => diagnostic.here("the rule has no `when`", "这条规则没有“当”"),
        };
        let diagnostic = diagnostic.help(
            format!(
                "for what the host knows of the call write `call.{name}`; a text stands in quotes"
            ),
            format!("如果是通话本身的信息，请写“通话.{name}”；如果是文字，请加引号"),
        );
        self.report.push(diagnostic);
    }

    /// `average speech_rate of agent`
    fn statistic(&mut self, how: StatisticHow, name: &'a Name, who: Who) -> Option<Side> {
        let on = Judged::Event(Seen::kind(Kind::Utterance));
        let side = self.attribute(&name.node, name.span, &on)?;
        let (value, measure) = match side {
            Side::Number(term, measure) => (term, measure),
            Side::Field(field, Type::Number | Type::Open) => (Term::Field(field), Measure::Open),
            other => {
                self.not_a_number(name.span, other.type_of());
                return None;
            }
        };
        Some(Side::Number(
            Term::Statistic {
                how,
                value: Box::new(value),
                who,
            },
            measure,
        ))
    }

    fn arithmetic(
        &mut self,
        whole: &ast::Expr,
        left: &'a ast::Expr,
        op: ArithmeticOp,
        right: &'a ast::Expr,
        on: &Judged,
    ) -> Option<Side> {
        let (l, r) = (self.side(left, on), self.side(right, on));
        let l = l.and_then(|side| self.as_number(left, side));
        let r = r.and_then(|side| self.as_number(right, side));
        let ((l, a), (r, b)) = (l?, r?);
        let measure = match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => {
                if !self.fit((left, a), (right, b), whole.span) {
                    return None;
                }
                match (a, b) {
                    (Measure::Written | Measure::Open, other)
                    | (other, Measure::Written | Measure::Open) => other,
                    (Measure::Day, _) => Measure::Count,
                    (Measure::Minutes, _) => Measure::Open,
                    (same, _) => same,
                }
            }
            ArithmeticOp::Multiply => match (a, b) {
                (Measure::Written | Measure::Count, other)
                | (other, Measure::Written | Measure::Count) => other,
                _ => Measure::Open,
            },
            ArithmeticOp::Divide => match (a, b) {
                (same, Measure::Written) => same,
                (Measure::Written, Measure::Count) => Measure::Count,
                _ => Measure::Open,
            },
        };
        let term = Term::Arithmetic(Box::new(l), op, Box::new(r));
        Some(Side::Number(term, measure))
    }

    /// A side as a number; reported if it is none.
    pub(super) fn as_number(&mut self, expr: &ast::Expr, side: Side) -> Option<(Term, Measure)> {
        match side {
            Side::Number(term, measure) => Some((term, measure)),
            Side::Calendar(part) => Some((Term::Clock(part), super::calendar::measure(part))),
            Side::Field(field, Type::Number | Type::Open) => {
                Some((Term::Field(field), Measure::Open))
            }
            other => {
                self.not_a_number(expr.span, other.type_of());
                None
            }
        }
    }

    fn not_a_number(&mut self, span: Span, kind: Type) {
        let (en, zh) = super::comparisons::words(kind);
        let diagnostic = self.at(
            Code::TypeMismatch,
            span,
            format!("a number is needed here, and this is {en}"),
            format!("这里需要数字，而这是{zh}"),
        );
        self.report.push(diagnostic);
    }
}

fn is_weekend(name: &str) -> bool {
    matches!(name, "weekend" | "周末")
}
