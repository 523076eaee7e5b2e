//! Parameters give way to their values.
//!
//! In: [`Values`] and a piece of syntax. Out: the same syntax without those parameters.
//! What is put in keeps the place where the value was written.

use std::collections::{BTreeMap, BTreeSet};

use zhunze_grammar::ast::{
    Argument, Duration, Expr, ExprKind, LengthSource, Milli, Name, ParamType, PhraseBody,
    PhrasePart, PhraseSeq, Quantity, Span, Spanned, Text, Unit,
};

use crate::check::walk::Rewrite;

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A phrase by its name.
    Phrase(Name),
    /// A moment by its name.
    Moment(Name),
    Duration(Duration),
    Number(Milli),
    Text(Text),
    Boolean(Spanned<bool>),
    /// Milliseconds of the day.
    Clock(Spanned<u32>),
}

impl Value {
    /// Something of this type, for a parameter without a usable value.
    pub(super) fn any(kind: ParamType, name: &Name) -> Value {
        let span = name.span;
        match kind {
            ParamType::Phrase => Value::Phrase(name.clone()),
            ParamType::Moment => Value::Moment(name.clone()),
            ParamType::Duration => Value::Duration(Duration {
                millis: 1_000,
                source: None,
                parts: vec![(1_000, Unit::Second)],
                span,
            }),
            ParamType::Number => Value::Number(Spanned { node: 1_000, span }),
            ParamType::Text => Value::Text(Spanned {
                node: String::new(),
                span,
            }),
            ParamType::Boolean => Value::Boolean(Spanned { node: true, span }),
            ParamType::Clock => Value::Clock(Spanned { node: 0, span }),
        }
    }

    /// Where it was written.
    pub(super) fn span(&self) -> Span {
        match self {
            Value::Phrase(it) | Value::Moment(it) | Value::Text(it) => it.span,
            Value::Duration(it) => it.span,
            Value::Number(it) => it.span,
            Value::Boolean(it) => it.span,
            Value::Clock(it) => it.span,
        }
    }

    /// As a value of a condition.
    fn kind(&self) -> Option<ExprKind> {
        match self {
            Value::Phrase(_) | Value::Moment(_) => None,
            Value::Duration(it) => Some(ExprKind::Duration(it.clone())),
            Value::Number(it) => Some(ExprKind::Number(it.node)),
            Value::Text(it) => Some(ExprKind::Text(it.node.clone())),
            Value::Boolean(it) => Some(ExprKind::Boolean(it.node)),
            Value::Clock(it) => Some(ExprKind::ClockTime(it.node)),
        }
    }

    /// As a value for another parameter.
    fn argument(&self) -> Argument {
        match self {
            Value::Phrase(it) | Value::Moment(it) => Argument::Name(it.clone()),
            Value::Duration(it) => Argument::Duration(it.clone()),
            Value::Number(it) => Argument::Number(it.clone()),
            Value::Text(it) => Argument::Phrase(quoted(it)),
            Value::Boolean(it) => Argument::Boolean(it.clone()),
            Value::Clock(it) => Argument::Clock(it.clone()),
        }
    }
}

/// A text as it stands in quotes.
fn quoted(text: &Text) -> PhraseBody {
    let part = PhrasePart::Pattern {
        manner: zhunze_grammar::ast::Manner::Exact,
        text: text.clone(),
        pattern: zhunze_grammar::ast::Pattern::default(),
    };
    let row = PhraseSeq {
        anchor: zhunze_grammar::ast::Anchor::Anywhere,
        parts: vec![part],
        across: None,
        but_not: Vec::new(),
        span: text.span,
    };
    PhraseBody::AnyOf {
        choices: vec![row],
        list: false,
    }
}

/// Values by the names of their parameters.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(BTreeMap<String, Value>);

impl Values {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Sets a value; whether it is new.
    pub(super) fn set(&mut self, name: &str, value: Value) -> bool {
        self.0.insert(name.to_owned(), value).is_none()
    }

    pub(super) fn names(&self) -> BTreeSet<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    pub(super) fn without(&self, names: &[&str]) -> Values {
        let others = self
            .0
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()));
        Values(
            others
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )
    }
}

/// Puts values in.
pub(super) struct Put<'a>(pub(super) &'a Values);

impl Rewrite for Put<'_> {
    fn phrase(&mut self, name: &mut Name) {
        if let Some(Value::Phrase(value)) = self.0.get(&name.node) {
            name.clone_from(value);
        }
    }

    fn moment(&mut self, name: &mut Name) {
        if let Some(Value::Moment(value)) = self.0.get(&name.node) {
            name.clone_from(value);
        }
    }

    fn quantity(&mut self, quantity: &mut Quantity) {
        if let Quantity::Param(name) = quantity
            && let Some(Value::Number(value)) = self.0.get(&name.node)
        {
            *quantity = Quantity::Number(value.clone());
        }
    }

    fn duration(&mut self, duration: &mut Duration) {
        match duration.source.as_deref() {
            Some(LengthSource::Param(name)) => {
                if let Some(Value::Duration(value)) = self.0.get(&name.node) {
                    duration.clone_from(value);
                }
            }
            Some(LengthSource::Value { value, unit }) => {
                if let ExprKind::Attribute(name) = &*value.kind
                    && let Some(Value::Number(value)) = self.0.get(name)
                {
                    *duration = units(value, *unit, duration.span);
                }
            }
            None => {}
        }
    }

    fn expr(&mut self, expr: &mut Expr) {
        match &mut *expr.kind {
            ExprKind::Attribute(name) => {
                let value = self.0.get(name);
                if let Some((value, kind)) = value.and_then(|it| Some((it, it.kind()?))) {
                    expr.span = value.span();
                    *expr.kind = kind;
                }
            }
            ExprKind::Capture { phrase, .. } => {
                if let Some(Value::Phrase(value)) = self.0.get(phrase) {
                    phrase.clone_from(&value.node);
                    expr.span = value.span;
                }
            }
            _ => {}
        }
    }

    fn argument(&mut self, argument: &mut Argument) {
        if let Argument::Name(name) = argument
            && let Some(value) = self.0.get(&name.node)
        {
            *argument = value.argument();
        }
    }
}

/// `n hours` with a number for `n`.
fn units(number: &Milli, unit: Unit, span: Span) -> Duration {
    let each: i64 = match unit {
        Unit::Millisecond => 1,
        Unit::Second => 1_000,
        Unit::Minute => 60_000,
        Unit::Hour => 3_600_000,
        Unit::Day | Unit::WorkingDay => 86_400_000,
    };
    let millis = number.node.saturating_mul(each) / 1_000;
    Duration {
        millis: u64::try_from(millis).unwrap_or(0),
        source: None,
        parts: vec![(number.node, unit)],
        span,
    }
}
