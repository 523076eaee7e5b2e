//! Prints moments.

use super::compose::{Tie, guard_of, is_open};
use super::write::{Form, Printer, join, milli};
use crate::ast::{Atom, Expr, ExprKind, Milli};
use crate::keywords::Keyword as K;

impl Printer<'_> {
    /// `closed`: more words of a condition follow, so a guard is put in brackets.
    pub(super) fn atom(&self, atom: &Atom, closed: bool) -> String {
        if let Some(composed) = self.composed(atom, closed) {
            return composed;
        }
        let subject = self.subject(atom);
        let (verb, guard) = self.predicate(atom, Form::Finite, closed);
        // `电话接通`, `通话结束` are written as one word.
        let call = matches!(
            atom,
            Atom::Answered | Atom::CallEnds | Atom::CallBegins | Atom::Transferred(_)
        );
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
            | Atom::Interrupts { who, .. }
            | Atom::Repeats { who, .. }
            | Atom::Labelled { who, .. } => self.who(*who).to_owned(),
            Atom::SilenceEdge {
                who: crate::ast::Who::Anyone,
                ..
            } => self.word(K::Silence).to_owned(),
            Atom::SilenceEdge { who, .. } => join(&[self.who(*who), self.word(K::Silence)]),
            Atom::OverlapEdge { .. } | Atom::OverlapLasts(_) => self.word(K::Overlap).to_owned(),
            Atom::ContactStarts(_) if self.chinese() => "联系".to_owned(),
            Atom::ContactStarts(_) => "a contact".to_owned(),
            Atom::CallEnds | Atom::CallBegins if self.chinese() => "通话".to_owned(),
            Atom::Answered | Atom::CallEnds | Atom::CallBegins | Atom::Transferred(_) => {
                self.word(K::TheCall).to_owned()
            }
            Atom::Edge { span, .. } | Atom::Lasts { span, .. } => self.span_kind(*span).to_owned(),
            Atom::Action { name, .. } => {
                format!("{} {}", self.word(K::Action), self.quoted(name.span))
            }
            Atom::Label { name, .. } => {
                format!("{} {}", self.word(K::Label), self.quoted(name.span))
            }
            _ => String::new(),
        }
    }

    /// Who or what must do something: of a silence and a contact the rest of the clause
    /// says less than of the moment.
    pub(super) fn doer(&self, atom: &Atom) -> String {
        match atom {
            Atom::Silence {
                who: crate::ast::Who::Anyone,
                ..
            } => self.word(K::Silence).to_owned(),
            Atom::Silence { who, .. } => join(&[self.who(*who), self.word(K::Silence)]),
            Atom::ContactStarts(_) => self.atom(atom, false),
            _ => self.subject(atom),
        }
    }

    /// What must be done, and its guard.
    pub(super) fn deed(&self, atom: &Atom, closed: bool) -> (String, String) {
        let open = closed && guard_of(atom).is_some_and(is_open);
        match atom {
            Atom::Silence { length, .. } => (
                join(&[self.verb(K::Lasts, Form::Bare), &self.duration(length)]),
                String::new(),
            ),
            Atom::ContactStarts(_) => (String::new(), String::new()),
            _ => self.predicate(atom, Form::Bare, open),
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
            Atom::CallBegins if self.chinese() => (verb(K::Starts), String::new()),
            Atom::CallBegins => (verb(K::Begins), String::new()),
            Atom::ContactStarts(condition) => (verb(K::Starts), guard(condition)),
            Atom::OverlapEdge { starts } | Atom::SilenceEdge { starts, .. } => (
                verb(if *starts { K::Starts } else { K::Ends }),
                String::new(),
            ),
            Atom::OverlapLasts(length) => (
                format!("{} {}", verb(K::Lasts), self.duration(length)),
                String::new(),
            ),
            Atom::Interrupts {
                overlap,
                guard: condition,
                ..
            } => {
                let overlap = overlap.as_ref();
                let overlap =
                    overlap.map(|least| join(&[self.word(K::For), &self.duration(least)]));
                let verb = join(&[&verb(K::Interrupts), &overlap.unwrap_or_default()]);
                (verb, guard(condition))
            }
            Atom::Repeats {
                turns,
                percent,
                guard: condition,
                ..
            } => {
                let verb = join(&[&verb(K::Repeats), &self.repeats(*turns, percent.as_ref())]);
                (verb, guard(condition))
            }
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
            Atom::Group(_)
            | Atom::Both(_)
            | Atom::ButNot { .. }
            | Atom::Sequence { .. }
            | Atom::Times { .. }
            | Atom::Which { .. }
            | Atom::Again(_) => (
                self.composed(atom, closed).unwrap_or_default(),
                String::new(),
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
            after,
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
            &after.as_ref().map_or_else(String::new, |after| {
                let after = self.part_of(after, Tie::Marked, false);
                self.around(K::After, &after, K::Later)
            }),
        ])
    }

    fn repeats(&self, turns: Option<u32>, percent: Option<&Milli>) -> String {
        let turns = turns.map(|turns| {
            let turns = self.counted(K::Turns, i64::from(turns) * 1000);
            if self.chinese() {
                join(&[&turns, self.word(K::Inside)])
            } else {
                join(&[self.word(K::Within), &turns])
            }
        });
        let percent = percent.map(|percent| {
            let by = self.word(if self.chinese() { K::For } else { K::By });
            join(&[by, &self.percent(percent.node)])
        });
        join(&[&turns.unwrap_or_default(), &percent.unwrap_or_default()])
    }

    /// `80 percent`, `百分之 80`
    pub(super) fn percent(&self, thousandths: i64) -> String {
        if self.chinese() {
            return join(&[self.word(K::PercentOf), &milli(thousandths)]);
        }
        join(&[&milli(thousandths), self.word(K::Percent)])
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
