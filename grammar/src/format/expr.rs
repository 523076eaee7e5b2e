//! Prints conditions and values, with brackets where they are needed.

use super::write::{Form, Printer, join, milli};
use crate::ast::{Atom, CompareOp, Expr, ExprKind, Moment, Spanned};
use crate::fold::slice;
use crate::keywords::Keyword as K;

impl Printer<'_> {
    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &*expr.kind {
            ExprKind::Number(number) => milli(*number),
            ExprKind::Text(_) => self.quoted(expr.span).to_owned(),
            ExprKind::Boolean(value) => self.word(if *value { K::Yes } else { K::No }).to_owned(),
            ExprKind::Attribute(name) => name.clone(),
            ExprKind::Meta(name) => self.meta(name),
            ExprKind::Rings => self.word(K::Rings).to_owned(),
            ExprKind::Count(moment) => self.count(moment),
            ExprKind::Has { moment, negated } => self.has(moment, *negated),
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

    fn count(&self, moment: &Moment) -> String {
        let printed = match moment.any.as_slice() {
            [Spanned { node, .. }] if !guarded(node) => self.atom(node, false),
            _ => format!("({})", self.moment(moment)),
        };
        join(&[self.word(K::CountOf), &printed])
    }

    fn has(&self, moment: &Moment, negated: bool) -> String {
        let Some(atom) = moment.any.first().map(|atom| &atom.node) else {
            return String::new();
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
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Boolean(_)
        | ExprKind::Attribute(_)
        | ExprKind::Meta(_)
        | ExprKind::Rings
        | ExprKind::Count(_)
        | ExprKind::Has { .. } => 4,
    }
}

fn guarded(atom: &Atom) -> bool {
    match atom {
        Atom::Says { guard, .. }
        | Atom::Speaks { guard, .. }
        | Atom::Transferred(guard)
        | Atom::Happens { guard, .. }
        | Atom::Action { guard, .. }
        | Atom::Labelled { guard, .. }
        | Atom::Label { guard, .. } => guard.is_some(),
        Atom::Named(_)
        | Atom::Answered
        | Atom::CallEnds
        | Atom::HangsUp(_)
        | Atom::Edge { .. }
        | Atom::Lasts { .. }
        | Atom::Silence { .. } => false,
    }
}
