//! Comparisons: like is compared with like.
//!
//! In: two values and how they compare, or a value and a list. Out: [`Expr`]s whose sides
//! have the same type.

use zhunze_grammar::ast::{self, Span};

use super::Checker;
use super::events::Type;
use super::seen::Judged;
use super::values::{Measure, Side};
use crate::book::{CompareOp, Expr, Field, Term};
use crate::diagnostics::Code;

impl<'a> Checker<'a> {
    /// Two values compared.
    pub(super) fn compare(
        &mut self,
        whole: &ast::Expr,
        left: &'a ast::Expr,
        op: CompareOp,
        right: &'a ast::Expr,
        on: &Judged,
    ) -> Option<Expr> {
        let (l, r) = (self.side(left, on), self.side(right, on));
        self.compare_sides((left, &l?), op, (right, &r?), whole.span)
    }

    /// Two sides compared, whatever they are.
    pub(super) fn compare_sides(
        &mut self,
        (left, l): (&'a ast::Expr, &Side),
        op: CompareOp,
        (right, r): (&'a ast::Expr, &Side),
        span: Span,
    ) -> Option<Expr> {
        match (l, r) {
            (Side::Calendar(part), _) | (_, Side::Calendar(part)) => {
                self.compare_calendar(*part, (left, l), op, (right, r), span)
            }
            (Side::Text(a), Side::Text(b)) => self.constant(a == b, op, span),
            (Side::Boolean(a), Side::Boolean(b)) => self.constant(a == b, op, span),
            (Side::Truth(truth), Side::Boolean(yes)) | (Side::Boolean(yes), Side::Truth(truth)) => {
                match self.equality(op, span)? == *yes {
                    true => Some(Expr::Not(Box::new(truth.clone()))),
                    false => Some(truth.clone()),
                }
            }
            (Side::Field(value, Type::Text | Type::Open), Side::Text(text))
            | (Side::Text(text), Side::Field(value, Type::Text | Type::Open)) => {
                let negated = self.equality(op, span)?;
                Some(Expr::TextIn {
                    value: *value,
                    list: vec![text.clone()],
                    negated,
                })
            }
            (Side::Field(value, Type::Boolean | Type::Open), Side::Boolean(yes))
            | (Side::Boolean(yes), Side::Field(value, Type::Boolean | Type::Open)) => {
                let negated = self.equality(op, span)? == *yes;
                Some(Expr::Flag {
                    value: *value,
                    negated,
                })
            }
            (Side::Field(a, kind), Side::Field(b, other)) => {
                self.fields((left, *a, *kind), op, (right, *b, *other), span)
            }
            _ => self.numbers((left, l), op, (right, r), span),
        }
    }

    /// Two values of the call: as texts, as numbers, or, when it is not known, as either.
    fn fields(
        &mut self,
        (left, a, kind): (&'a ast::Expr, Field, Type),
        op: CompareOp,
        (right, b, other): (&'a ast::Expr, Field, Type),
        span: Span,
    ) -> Option<Expr> {
        let same = |negated| Expr::SameText {
            left: a,
            right: b,
            negated,
        };
        match (kind, other) {
            (Type::Text, Type::Text | Type::Open) | (Type::Open, Type::Text) => {
                self.equality(op, span).map(same)
            }
            (Type::Open, Type::Open) => {
                let numbers = Expr::Compare {
                    left: Term::Field(a),
                    op,
                    right: Term::Field(b),
                };
                Some(match op {
                    CompareOp::Equal => Expr::Or(vec![numbers, same(false)]),
                    CompareOp::NotEqual => Expr::Or(vec![numbers, same(true)]),
                    _ => numbers,
                })
            }
            _ => {
                let (l, r) = (Side::Field(a, kind), Side::Field(b, other));
                self.numbers((left, &l), op, (right, &r), span)
            }
        }
    }

    fn numbers(
        &mut self,
        (left, l): (&'a ast::Expr, &Side),
        op: CompareOp,
        (right, r): (&'a ast::Expr, &Side),
        span: Span,
    ) -> Option<Expr> {
        let (Some((a, in_a)), Some((b, in_b))) = (term(l), term(r)) else {
            self.mismatch((left, l), (right, r), span);
            return None;
        };
        let fit = self.fit((left, in_a), (right, in_b), span);
        fit.then_some(Expr::Compare {
            left: a,
            op,
            right: b,
        })
    }

    /// Whether two numbers are measured alike; reported if they are not.
    pub(super) fn fit(
        &mut self,
        (left, a): (&ast::Expr, Measure),
        (right, b): (&ast::Expr, Measure),
        span: Span,
    ) -> bool {
        let loose = |one: Measure, other: Measure| match one {
            Measure::Open => true,
            Measure::Written => !matches!(other, Measure::Minutes | Measure::Day),
            _ => one == other,
        };
        if loose(a, b) || loose(b, a) {
            return true;
        }
        let (l, r) = (measured(a), measured(b));
        let diagnostic = self
            .at(
                Code::UnitMismatch,
                span,
                format!("{} and {} can not be compared", l.0, r.0),
                format!("{}与{}不能比较", l.1, r.1),
            )
            .also(
                self.place(left.span),
                format!("this is {}", l.0),
                format!("这是{}", l.1),
            )
            .also(
                self.place(right.span),
                format!("this is {}", r.0),
                format!("这是{}", r.1),
            );
        let diagnostic = match (a, b) {
            (Measure::Minutes, _) | (_, Measure::Minutes) => diagnostic.help(
                "write a time of day with a colon: `18:00`",
                "时刻请用冒号写：18:00",
            ),
            (Measure::Day, _) | (_, Measure::Day) => diagnostic.help(
                "write a date in quotes: \"2026-11-24\"",
                "日期请加引号：\"2026-11-24\"",
            ),
            (Measure::Seconds, _) | (_, Measure::Seconds) => diagnostic.help(
                "a length of time is compared with one, such as `60s`; what is counted with a \
                 number",
                "时长与时长比（如“60秒”），数目与数字比",
            ),
            _ => diagnostic,
        };
        self.report.push(diagnostic);
        false
    }

    fn constant(&mut self, same: bool, op: CompareOp, span: Span) -> Option<Expr> {
        Some(Expr::Const(same != self.equality(op, span)?))
    }

    /// Whether it is "is not"; what has no order can not be compared otherwise.
    fn equality(&mut self, op: CompareOp, span: Span) -> Option<bool> {
        match op {
            CompareOp::Equal => Some(false),
            CompareOp::NotEqual => Some(true),
            CompareOp::Less
            | CompareOp::LessEqual
            | CompareOp::Greater
            | CompareOp::GreaterEqual => {
                let diagnostic = self
                    .at(
                        Code::TextOrder,
                        span,
                        "only numbers can be more or less than one another",
                        "只有数字才能比大小",
                    )
                    .help(
                        "use `is` or `is not`; a number stands without quotes",
                        "请用“为”或“不为”；如果是数字，请去掉引号",
                    );
                self.report.push(diagnostic);
                None
            }
        }
    }

    fn mismatch(&mut self, left: (&ast::Expr, &Side), right: (&ast::Expr, &Side), whole: Span) {
        let (l, r) = (words(left.1.type_of()), words(right.1.type_of()));
        let diagnostic = self
            .at(
                Code::TypeMismatch,
                whole,
                format!("{} and {} can not be compared", l.0, r.0),
                format!("{}与{}不能比较", l.1, r.1),
            )
            .also(
                self.place(left.0.span),
                format!("this is {}", l.0),
                format!("这是{}", l.1),
            )
            .also(
                self.place(right.0.span),
                format!("this is {}", r.0),
                format!("这是{}", r.1),
            );
        let diagnostic = match self
            .quoting(left, right)
            .or_else(|| self.quoting(right, left))
        {
            Some((span, text)) => diagnostic
                .help(format!("write `{text}`"), format!("写成 {text}"))
                .fix(self.place(span), text),
            None if left.1.type_of() == right.1.type_of() => diagnostic.help(
                "a text is compared with a text in quotes",
                "文本只能与引号里的文字比较",
            ),
            None => diagnostic,
        };
        self.report.push(diagnostic);
    }

    /// How to write `one` to compare it with `other`, if quotes are all that is wrong.
    fn quoting(
        &self,
        one: (&ast::Expr, &Side),
        other: (&ast::Expr, &Side),
    ) -> Option<(Span, String)> {
        let span = one.0.span;
        match (one.1, other.1.type_of()) {
            (Side::Number(Term::Number(_), _), Type::Text) => {
                let written = self.written(span);
                Some((span, format!("\"{written}\"")))
            }
            (Side::Text(text), Type::Number) => {
                let number = text.chars().all(|c| c.is_ascii_digit() || c == '.');
                (number && !text.is_empty()).then(|| (span, text.clone()))
            }
            _ => None,
        }
    }

    /// `X in (…)`.
    pub(super) fn among(
        &mut self,
        value: &'a ast::Expr,
        list: &'a [ast::Expr],
        on: &Judged,
    ) -> Option<Expr> {
        let mut sides = Vec::new();
        for one in list {
            sides.push(self.side(one, on).map(|side| (one, side)));
        }
        let value_side = self.side(value, on)?;
        let sides: Vec<_> = sides.into_iter().collect::<Option<_>>()?;
        let texts: Option<Vec<String>> = sides.iter().map(|(_, side)| text(side)).collect();
        if let (Side::Field(value, Type::Text | Type::Open), Some(list)) = (&value_side, texts) {
            return Some(Expr::TextIn {
                value: *value,
                list,
                negated: false,
            });
        }
        let mut any = Vec::new();
        for (one, side) in &sides {
            let (left, right) = ((value, &value_side), (*one, side));
            any.push(self.compare_sides(left, CompareOp::Equal, right, one.span));
        }
        any.into_iter().collect::<Option<Vec<_>>>().map(Expr::Or)
    }
}

fn text(side: &Side) -> Option<String> {
    match side {
        Side::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// A side as a number, if it can be one.
fn term(side: &Side) -> Option<(Term, Measure)> {
    match side {
        Side::Number(term, measure) => Some((term.clone(), *measure)),
        Side::Field(field, Type::Number | Type::Open) => Some((Term::Field(*field), Measure::Open)),
        _ => None,
    }
}

/// What a number is measured in, in words, English and Chinese.
fn measured(measure: Measure) -> (&'static str, &'static str) {
    match measure {
        Measure::Written | Measure::Open => ("a number", "数字"),
        Measure::Count => ("a number of something", "数目"),
        Measure::Seconds => ("a length of time", "时长"),
        Measure::Percent => ("a percentage", "百分比"),
        Measure::Minutes => ("a time of day", "钟点"),
        Measure::Day => ("a date", "日期"),
    }
}

/// A type in words, English and Chinese.
pub(super) fn words(kind: Type) -> (&'static str, &'static str) {
    match kind {
        Type::Number => ("a number", "数字"),
        Type::Text => ("a text", "文本"),
        Type::Boolean => ("yes or no", "是非"),
        Type::Open => ("a value", "值"),
    }
}
