//! Prints conditions and values, with brackets where they are needed.

use super::compose::{Tie, guard_at_end, silence_at_end, tie_of};
use super::write::{Form, Printer, join, milli};
use crate::ast::{
    ArithmeticOp, Atom, CompareOp, ExpectedOutcome, Expr, ExprKind, MeasureHow, MeasuredSpan,
    Moment, Scope, Spanned, StatisticHow, Text, TimeOf, Who,
};
use crate::fold::slice;
use crate::keywords::Keyword as K;
use crate::spoken::{attribute_spelling, calendar_spelling};

impl Printer<'_> {
    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &*expr.kind {
            ExprKind::Number(number) => milli(*number),
            ExprKind::Percent(number) => self.percent(*number),
            ExprKind::Text(_) => self.quoted(expr.span).to_owned(),
            ExprKind::Boolean(value) => self.word(if *value { K::Yes } else { K::No }).to_owned(),
            ExprKind::Attribute(name) => {
                attribute_spelling(name, self.chinese(), self.names).to_owned()
            }
            ExprKind::Meta(name) => self.meta(name),
            ExprKind::Clock(part) => match calendar_spelling(*part, self.chinese()) {
                Some(name) => self.meta(name),
                None => self.word(K::TimeOfDay).to_owned(),
            },
            ExprKind::Capture { phrase, slot } => format!("{phrase}.{slot}"),
            ExprKind::That(name) => {
                let name = attribute_spelling(name, self.chinese(), self.names);
                format!("{}.{name}", self.word(K::That))
            }
            ExprKind::Duration(duration) => self.duration(duration),
            ExprKind::ClockTime(millis) => clock(*millis),
            ExprKind::Rings => self.word(K::Rings).to_owned(),
            ExprKind::Count { moment, scope } => join(&[
                self.word(K::CountOf),
                &self.operand_moment(moment, scope.as_ref()),
                &self.scope(scope.as_ref()),
            ]),
            ExprKind::Measure { how, span, scope } => join(&[
                self.word(match how {
                    MeasureHow::Total => K::TotalTimeOf,
                    MeasureHow::Longest => K::Longest,
                    MeasureHow::Share => K::ShareOf,
                }),
                &self.measured(*span),
                &self.scope(scope.as_ref()),
            ]),
            ExprKind::Statistic {
                how,
                attribute,
                who,
                scope,
            } => self.statistic(*how, &attribute.node, *who, scope.as_ref()),
            ExprKind::TimeOf { which, moment } => join(&[
                self.word(match which {
                    TimeOf::First => K::TimeOfFirst,
                    TimeOf::Last => K::TimeOfLast,
                    TimeOf::Since => K::TimeSince,
                }),
                &self.operand_moment(moment, None),
            ]),
            ExprKind::LabelNow {
                name,
                value,
                negated,
            } => self.label_now(name, value, *negated),
            ExprKind::Outcome {
                rule,
                outcome,
                negated,
            } => join(&[&rule.node, self.word(outcome_word(*outcome, *negated))]),
            ExprKind::Arithmetic { left, op, right } => self.arithmetic(left, *op, right),
            ExprKind::Has {
                moment,
                scope,
                negated,
            } => join(&[
                &self.has(moment, scope.as_ref(), *negated),
                &self.scope(scope.as_ref()),
            ]),
            ExprKind::Compare { left, op, right } => {
                let op = self.compare(*op, left, right);
                join(&[&self.operand(left, 3), op, &self.operand(right, 3)])
            }
            ExprKind::In { value, list } => {
                let list: Vec<_> = list.iter().map(|one| self.expr(one)).collect();
                let list = format!("({})", list.join(self.list_comma()));
                join(&[&self.operand(value, 3), self.word(K::In), &list])
            }
            ExprKind::Not(inner) => join(&[self.word(K::Not), &self.operand(inner, 2)]),
            ExprKind::And(list) => self.row(list, K::And, 2),
            ExprKind::Or(list) => self.row(list, K::Or, 1),
        }
    }

    /// `label "NAME" is now "V"`, or `customer is now labelled "V"`.
    fn label_now(&self, name: &Text, value: &Text, negated: bool) -> String {
        let written = self.quoted(name.span);
        let value = self.quoted(value.span);
        if written.starts_with(['"', '“', '「', '＂']) {
            let is = self.word(if negated { K::IsNotNow } else { K::IsNow });
            return join(&[self.word(K::Label), written, is, value]);
        }
        let who = match name.node.as_str() {
            "agent" => Who::Agent,
            "customer" => Who::Customer,
            "system" => Who::System,
            _ => Who::Anyone,
        };
        let is = if negated {
            K::IsNotNowLabelled
        } else {
            K::IsNowLabelled
        };
        join(&[self.who(who), self.word(is), value])
    }

    fn row(&self, list: &[Expr], word: K, binding: u8) -> String {
        let list: Vec<_> = list.iter().map(|one| self.operand(one, binding)).collect();
        list.join(&format!(" {} ", self.word(word)))
    }

    /// An operand, in brackets when it binds no tighter than what is around it.
    fn operand(&self, expr: &Expr, around: u8) -> String {
        let printed = self.expr(expr);
        if binding(expr) < around
            || (binding(expr) == around && !matches!(*expr.kind, ExprKind::Not(_)))
        {
            return format!("({printed})");
        }
        printed
    }

    /// `call.NAME`: English says `call` here and `the call` elsewhere.
    fn meta(&self, name: &str) -> String {
        let call = if self.chinese() { "通话" } else { "call" };
        format!("{call}.{name}")
    }

    /// `+` and `-` bind weaker than `*` and `/`; each row goes from the left.
    fn arithmetic(&self, left: &Expr, op: ArithmeticOp, right: &Expr) -> String {
        let (sign, around) = match op {
            ArithmeticOp::Add => ("+", 4),
            ArithmeticOp::Subtract => ("-", 4),
            ArithmeticOp::Multiply => ("*", 5),
            ArithmeticOp::Divide => ("/", 5),
        };
        let side = |expr: &Expr, least| {
            let printed = self.expr(expr);
            if binding(expr) < least {
                format!("({printed})")
            } else {
                printed
            }
        };
        join(&[&side(left, around), sign, &side(right, around + 1)])
    }

    fn measured(&self, span: MeasuredSpan) -> String {
        let of = |who: Who, word: K| match who {
            Who::Anyone if word == K::Silence => self.word(word).to_owned(),
            who => join(&[self.who(who), self.word(word)]),
        };
        match span {
            MeasuredSpan::Hold => self.word(K::Hold).to_owned(),
            MeasuredSpan::Mute => self.word(K::Mute).to_owned(),
            MeasuredSpan::Overlap => self.word(K::Overlap).to_owned(),
            MeasuredSpan::Silence(who) => of(who, K::Silence),
            MeasuredSpan::Talk(who) => of(who, K::Talk),
        }
    }

    fn statistic(
        &self,
        how: StatisticHow,
        attribute: &str,
        who: Who,
        scope: Option<&Scope>,
    ) -> String {
        let how = self.word(match how {
            StatisticHow::Average => K::Average,
            StatisticHow::Highest => K::Highest,
            StatisticHow::Lowest => K::Lowest,
            StatisticHow::Sum => K::SumOf,
        });
        let attribute = attribute_spelling(attribute, self.chinese(), self.names);
        let scope = self.scope(scope);
        if self.chinese() {
            return join(&[how, self.who(who), attribute, &scope]);
        }
        join(&[how, attribute, self.word(K::OfThem), self.who(who), &scope])
    }

    fn scope(&self, scope: Option<&Scope>) -> String {
        let Some(scope) = scope else {
            return String::new();
        };
        let one = |moment| self.operand_moment(moment, None);
        match scope {
            Scope::Since(moment) => join(&[
                self.word(K::Since),
                &one(moment),
                if self.chinese() {
                    self.word(K::SinceThen)
                } else {
                    ""
                },
            ]),
            Scope::After(moment) => self.around(K::After, &one(moment), K::Later),
            Scope::Before(moment) => self.around(K::Before, &one(moment), K::Earlier),
            Scope::Between(from, to) => self.between(&one(from), &one(to)),
            Scope::Part(part) => self.part_of_call(part),
        }
    }

    /// One moment, or what is more in brackets; nothing of the scope behind it is its own.
    fn operand_moment(&self, moment: &Moment, scope: Option<&Scope>) -> String {
        let taken = silence_at_end(moment) && matches!(scope, Some(Scope::After(_)));
        let guarded = guard_at_end(moment).is_some();
        let least = if taken || guarded {
            Tie::Closed
        } else {
            Tie::Plain
        };
        self.part_of(moment, least, false)
    }

    fn has(&self, moment: &Moment, scope: Option<&Scope>, negated: bool) -> String {
        let has = self.word(if negated { K::HasNot } else { K::Has });
        let happened = self.verb(K::Happens, Form::Past);
        let plain = match moment.any.as_slice() {
            [Spanned { node, .. }] if tie_of(moment) == Tie::Plain => Some(node),
            _ => None,
        };
        let guarded = guard_at_end(moment).is_some();
        if let Some(atom @ (Atom::Says { .. } | Atom::Speaks { .. } | Atom::HangsUp(_))) = plain
            && !guarded
        {
            let (verb, _) = self.predicate(atom, Form::Past, false);
            let gap = if self.chinese() { "" } else { " " };
            return format!("{} {has}{gap}{verb}", self.subject(atom));
        }
        if self.chinese() && !(plain.is_some() && guarded) {
            return format!("{has}{happened} {}", self.operand_moment(moment, scope));
        }
        let what = match plain {
            Some(atom) => self.atom(atom, true),
            None => self.operand_moment(moment, None),
        };
        let gap = if self.chinese() { "" } else { " " };
        format!("{what} {has}{gap}{happened}")
    }

    /// A sign stays a sign and words stay words.
    fn compare(&self, op: CompareOp, left: &Expr, right: &Expr) -> &'static str {
        let written = slice(self.text, left.span.end, right.span.start);
        let words = written.chars().any(char::is_alphabetic);
        match (op, words) {
            (CompareOp::Equal, true) => self.word(K::Is),
            (CompareOp::Equal, false) => "=",
            (CompareOp::NotEqual, true) => self.word(K::IsNot),
            (CompareOp::NotEqual, false) => "!=",
            (CompareOp::Less, true) => self.word(K::IsLess),
            (CompareOp::Less, false) => "<",
            (CompareOp::LessEqual, true) => self.word(K::IsAtMost),
            (CompareOp::LessEqual, false) => "<=",
            (CompareOp::Greater, true) => self.word(K::IsMore),
            (CompareOp::Greater, false) => ">",
            (CompareOp::GreaterEqual, true) => self.word(K::IsAtLeast),
            (CompareOp::GreaterEqual, false) => ">=",
        }
    }
}

/// How tightly an expression binds.
fn binding(expr: &Expr) -> u8 {
    match *expr.kind {
        ExprKind::Or(_) => 1,
        ExprKind::And(_) | ExprKind::Not(_) => 2,
        ExprKind::Compare { .. } | ExprKind::In { .. } => 3,
        ExprKind::Arithmetic {
            op: ArithmeticOp::Add | ArithmeticOp::Subtract,
            ..
        } => 4,
        ExprKind::Arithmetic { .. } => 5,
        ExprKind::Number(_)
        | ExprKind::Percent(_)
        | ExprKind::Text(_)
        | ExprKind::Boolean(_)
        | ExprKind::Attribute(_)
        | ExprKind::Meta(_)
        | ExprKind::Capture { .. }
        | ExprKind::That(_)
        | ExprKind::Clock(_)
        | ExprKind::Duration(_)
        | ExprKind::ClockTime(_)
        | ExprKind::Rings
        | ExprKind::Count { .. }
        | ExprKind::Measure { .. }
        | ExprKind::Statistic { .. }
        | ExprKind::TimeOf { .. }
        | ExprKind::LabelNow { .. }
        | ExprKind::Outcome { .. }
        | ExprKind::Has { .. } => 6,
    }
}

fn outcome_word(outcome: ExpectedOutcome, negated: bool) -> K {
    match (outcome, negated) {
        (ExpectedOutcome::Satisfied, false) => K::IsSatisfied,
        (ExpectedOutcome::Satisfied, true) => K::IsNotSatisfied,
        (ExpectedOutcome::Violated, false) => K::IsViolated,
        (ExpectedOutcome::Violated, true) => K::IsNotViolated,
        (ExpectedOutcome::NotApplicable, true) => K::IsApplicable,
        (ExpectedOutcome::NotApplicable, false) => K::IsNotApplicable,
    }
}

/// `18:00`
pub(super) fn clock(millis: u32) -> String {
    let minutes = millis / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
