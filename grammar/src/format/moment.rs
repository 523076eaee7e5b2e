//! Prints moments.

use super::write::{Form, Printer, join};
use crate::ast::{Atom, Expr, ExprKind, Moment};
use crate::keywords::Keyword as K;

impl Printer<'_> {
    pub(super) fn moment(&self, moment: &Moment) -> String {
        let atoms: Vec<_> = moment
            .any
            .iter()
            .map(|atom| self.atom(&atom.node, false))
            .collect();
        atoms.join(&format!(" {} ", self.word(K::Or)))
    }

    /// `closed`: more words of a condition follow, so a guard is put in brackets.
    pub(super) fn atom(&self, atom: &Atom, closed: bool) -> String {
        let subject = self.subject(atom);
        let (verb, guard) = self.predicate(atom, Form::Finite, closed);
        // `电话接通`, `通话结束` are written as one word.
        let call = matches!(atom, Atom::Answered | Atom::CallEnds | Atom::Transferred(_));
        if call && self.chinese() {
            return join(&[&format!("{subject}{verb}"), &guard]);
        }
        join(&[&subject, &verb, &guard])
    }

    /// Who or what it is about.
    pub(super) fn subject(&self, atom: &Atom) -> String {
        match atom {
            Atom::Named(name) | Atom::Happens { event: name, .. } => name.node.clone(),
            Atom::Silence {
                who: crate::ast::Who::Anyone,
                ..
            } => self.word(K::Nobody).to_owned(),
            Atom::Says { who, .. }
            | Atom::Speaks { who, .. }
            | Atom::HangsUp(who)
            | Atom::Silence { who, .. }
            | Atom::Labelled { who, .. } => self.who(*who).to_owned(),
            Atom::CallEnds if self.chinese() => "通话".to_owned(),
            Atom::Answered | Atom::CallEnds | Atom::Transferred(_) => {
                self.word(K::TheCall).to_owned()
            }
            Atom::Edge { span, .. } | Atom::Lasts { span, .. } => self.span_kind(*span).to_owned(),
            Atom::Action { name, .. } => {
                format!("{} {}", self.word(K::Action), self.quoted(name.span))
            }
            Atom::Label { name, .. } => {
                format!("{} {}", self.word(K::Label), self.quoted(name.span))
            }
        }
    }

    /// What happens, and its guard.
    pub(super) fn predicate(&self, atom: &Atom, form: Form, closed: bool) -> (String, String) {
        let verb = |keyword| self.verb(keyword, form).to_owned();
        let guard = |guard: &Option<Expr>| self.guard(guard.as_ref(), closed);
        match atom {
            Atom::Named(_) => (String::new(), String::new()),
            Atom::Says {
                phrase,
                guard: condition,
                ..
            } => (
                format!("{} {}", verb(K::Says), self.phrase_use(phrase)),
                guard(condition),
            ),
            Atom::Speaks {
                guard: condition, ..
            } => (verb(K::Speaks), guard(condition)),
            Atom::Answered => (verb(K::Answered), String::new()),
            Atom::CallEnds => (verb(K::Ends), String::new()),
            Atom::Transferred(condition) => (verb(K::Transferred), guard(condition)),
            Atom::HangsUp(_) => (verb(K::HangsUp), String::new()),
            Atom::Edge { starts, .. } => (
                verb(if *starts { K::Starts } else { K::Ends }),
                String::new(),
            ),
            Atom::Lasts { length, .. } => (
                format!("{} {}", verb(K::Lasts), self.duration(length)),
                String::new(),
            ),
            Atom::Silence { .. } => (self.silence(atom), String::new()),
            Atom::Happens {
                guard: condition, ..
            }
            | Atom::Action {
                guard: condition, ..
            } => (verb(K::Happens), guard(condition)),
            Atom::Labelled {
                value,
                guard: condition,
                ..
            } => (
                format!("{} {}", verb(K::Labelled), self.quoted(value.span)),
                guard(condition),
            ),
            Atom::Label {
                value,
                guard: condition,
                ..
            } => {
                let is = value
                    .as_ref()
                    .map(|value| format!("{} {}", self.word(K::Is), self.quoted(value.span)));
                (is.unwrap_or_default(), guard(condition))
            }
        }
    }

    fn silence(&self, atom: &Atom) -> String {
        let Atom::Silence {
            who,
            length,
            even_on_hold,
        } = atom
        else {
            return String::new();
        };
        let verb = if *who == crate::ast::Who::Anyone {
            K::Speaks
        } else {
            K::DoesNotSpeak
        };
        let even = if *even_on_hold {
            self.word(K::EvenOnHold)
        } else {
            ""
        };
        join(&[
            self.word(verb),
            self.word(K::For),
            &self.duration(length),
            even,
        ])
    }

    /// An `or` in a guard stands in brackets, so that it is never read as joining moments.
    fn guard(&self, guard: Option<&Expr>, closed: bool) -> String {
        let Some(expr) = guard else {
            return String::new();
        };
        let printed = self.expr(expr);
        let bracket = closed || matches!(*expr.kind, ExprKind::Or(_));
        let printed = if bracket {
            format!("({printed})")
        } else {
            printed
        };
        format!("{} {printed}", self.word(K::Where))
    }
}
