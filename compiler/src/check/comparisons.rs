//! Comparisons: like is compared with like.
//!
//! In: two values and how they compare, or a value and a list. Out: [`Expr`]s whose sides
//! have the same type.

use zhunze_grammar::ast::{self, Span};

use super::Checker;
use super::conditions::Judged;
use super::events::Type;
use crate::book::{CompareOp, Expr, Field, Term};
use crate::diagnostics::Code;

/// One side of a comparison.
pub(super) enum Side {
    Number(Term),
    Text(String),
    Boolean(bool),
    Field(Field, Type),
}

impl Side {
    fn type_of(&self) -> Type {
        match self {
            Side::Number(_) => Type::Number,
            Side::Text(_) => Type::Text,
            Side::Boolean(_) => Type::Boolean,
            Side::Field(_, kind) => *kind,
        }
    }
}

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
        match (l?, r?) {
            (Side::Text(a), Side::Text(b)) => self.constant(a == b, op, whole.span),
            (Side::Boolean(a), Side::Boolean(b)) => self.constant(a == b, op, whole.span),
            (Side::Field(value, Type::Text | Type::Open), Side::Text(text))
            | (Side::Text(text), Side::Field(value, Type::Text | Type::Open)) => {
                let negated = self.equality(op, whole.span)?;
                Some(Expr::TextIn {
                    value,
                    list: vec![text],
                    negated,
                })
            }
            (Side::Field(value, Type::Boolean | Type::Open), Side::Boolean(yes))
            | (Side::Boolean(yes), Side::Field(value, Type::Boolean | Type::Open)) => {
                let negated = self.equality(op, whole.span)? == yes;
                Some(Expr::Flag { value, negated })
            }
            (l, r) => match (term(&l), term(&r)) {
                (Some(left), Some(right)) => Some(Expr::Compare { left, op, right }),
                _ => {
                    self.mismatch((left, &l), (right, &r), whole.span);
                    None
                }
            },
        }
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
            (Side::Number(Term::Number(_)), Type::Text) => {
                let written = self.sources.text(self.here).get(span.range())?;
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
            match (term(&value_side), term(side)) {
                (Some(left), Some(right)) => {
                    any.push(Some(Expr::Compare {
                        left,
                        op: CompareOp::Equal,
                        right,
                    }));
                }
                _ => {
                    self.mismatch((value, &value_side), (*one, side), one.span);
                    any.push(None);
                }
            }
        }
        any.into_iter().collect::<Option<Vec<_>>>().map(Expr::Or)
    }
}

fn text(side: &Side) -> Option<String> {
    match side {
        Side::Text(text) => Some(text.clone()),
        Side::Number(_) | Side::Boolean(_) | Side::Field(..) => None,
    }
}

/// A side as a number, if it can be one.
fn term(side: &Side) -> Option<Term> {
    match side {
        Side::Number(term) => Some(term.clone()),
        Side::Field(field, Type::Number | Type::Open) => Some(Term::Field(*field)),
        Side::Field(_, Type::Text | Type::Boolean) | Side::Text(_) | Side::Boolean(_) => None,
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
