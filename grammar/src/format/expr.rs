//! Prints conditions and values, with brackets where they are needed.

use super::write::{Form, Printer, join, milli};
use crate::ast::{
    ArithmeticOp, Atom, CompareOp, ExpectedOutcome, Expr, ExprKind, MeasureHow, MeasuredSpan,
    Moment, Scope, Spanned, StatisticHow, TimeOf, Who,
};
use crate::fold::slice;
use crate::keywords::Keyword as K;
use crate::spoken::{attribute_spelling, calendar_spelling};

impl Printer<'_> {
    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &*expr.kind {
            ExprKind::Number(number) => milli(*number),
            ExprKind::Text(_) => self.quoted(expr.span).to_owned(),
            ExprKind::Boolean(value) => self.word(if *value { K::Yes } else { K::No }).to_owned(),
            ExprKind::Attribute(name) => attribute_spelling(name, self.chinese()).to_owned(),
            ExprKind::Meta(name) => self.meta(name),
            ExprKind::Clock(part) => match calendar_spelling(*part, self.chinese()) {
                Some(name) => self.meta(name),
                None => self.word(K::TimeOfDay).to_owned(),
            },
            ExprKind::Capture { phrase, slot } => format!("{phrase}.{slot}"),
            ExprKind::That(name) => {
                let name = attribute_spelling(name, self.chinese());
                format!("{}.{name}", self.word(K::That))
            }
            ExprKind::Duration(duration) => self.duration(duration),
            ExprKind::ClockTime(millis) => clock(*millis),
            ExprKind::Rings => self.word(K::Rings).to_owned(),
            ExprKind::Count { moment, scope } => join(&[
                self.word(K::CountOf),
                &self.operand_moment(moment),
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
                &self.operand_moment(moment),
            ]),
            ExprKind::LabelNow {
                name,
                value,
                negated,
            } => join(&[
                self.word(K::Label),
                self.quoted(name.span),
                self.word(if *negated { K::IsNotNow } else { K::IsNow }),
                self.quoted(value.span),
            ]),
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
            } => join(&[&self.has(moment, *negated), &self.scope(scope.as_ref())]),
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
        let attribute = attribute_spelling(attribute, self.chinese());
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
        match scope {
            Scope::Since(moment) => join(&[
                self.word(K::Since),
                &self.operand_moment(moment),
                if self.chinese() { self.word(K::SinceThen) } else { "" },
            ]),
            Scope::After(moment) => self.around(K::After, &self.operand_moment(moment), K::Later),
            Scope::Before(moment) => {
                self.around(K::Before, &self.operand_moment(moment), K::Earlier)
            }
            Scope::Between(from, to) => {
                self.between(&self.operand_moment(from), &self.operand_moment(to))
            }
            Scope::Part(part) => self.part_of_call(part),
        }
    }

    /// One atom, or moments in brackets.
    fn operand_moment(&self, moment: &Moment) -> String {
        match moment.any.as_slice() {
            [Spanned { node, .. }] if !guarded(node) && is_plain(node) => self.atom(node, false),
            _ => format!("({})", self.moment(moment)),
        }
    }

    fn has(&self, moment: &Moment, negated: bool) -> String {
        let has_happened = |negated| {
            let has = self.word(if negated { K::HasNot } else { K::Has });
            (has, self.verb(K::Happens, Form::Past))
        };
        let atom = match moment.any.as_slice() {
            [Spanned { node, .. }] if is_plain(node) => node,
            _ => {
                // Only the form `has happened (M or M)` takes more than one atom.
                let (has, happened) = has_happened(negated);
                let gap = if self.chinese() { "" } else { " " };
                return format!("{has}{gap}{happened} ({})", self.moment(moment));
            }
        };
        let has = self.word(if negated { K::HasNot } else { K::Has });
        let happened = self.verb(K::Happens, Form::Past);
        let short = matches!(
            atom,
            Atom::Says { .. } | Atom::Speaks { .. } | Atom::HangsUp(_)
        ) && !guarded(atom);
        match (short, self.chinese(), guarded(atom)) {
            (true, chinese, _) => {
                let (verb, _) = self.predicate(atom, Form::Past, false);
                let gap = if chinese { "" } else { " " };
                format!("{} {has}{gap}{verb}", self.subject(atom))
            }
            (_, true, false) => format!("{has}{happened} {}", self.atom(atom, false)),
            (_, true, true) => format!("{} {has}{happened}", self.atom(atom, true)),
            (_, false, _) => join(&[&self.atom(atom, true), has, happened]),
        }
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

/// Not made of other moments.
fn is_plain(atom: &Atom) -> bool {
    !matches!(
        atom,
        Atom::Group(_)
            | Atom::Both(_)
            | Atom::ButNot { .. }
            | Atom::Sequence { .. }
            | Atom::Times { .. }
            | Atom::Which { .. }
            | Atom::Again(_)
    )
}

fn guarded(atom: &Atom) -> bool {
    match atom {
        Atom::Says { guard, .. }
        | Atom::Speaks { guard, .. }
        | Atom::Transferred(guard)
        | Atom::Happens { guard, .. }
        | Atom::Action { guard, .. }
        | Atom::Labelled { guard, .. }
        | Atom::Interrupts { guard, .. }
        | Atom::Repeats { guard, .. }
        | Atom::Label { guard, .. } => guard.is_some(),
        Atom::Silence { after, .. } => after.is_some(),
        Atom::Named(_)
        | Atom::Answered
        | Atom::CallEnds
        | Atom::CallBegins
        | Atom::ContactStarts
        | Atom::HangsUp(_)
        | Atom::Edge { .. }
        | Atom::Lasts { .. }
        | Atom::OverlapEdge { .. }
        | Atom::OverlapLasts(_)
        | Atom::SilenceEdge { .. }
        | Atom::Group(_)
        | Atom::Both(_)
        | Atom::ButNot { .. }
        | Atom::Sequence { .. }
        | Atom::Times { .. }
        | Atom::Which { .. }
        | Atom::Again(_) => false,
    }
}
