//! Moments: what happens at one instant.

use super::Builder;
use crate::ast::{Atom, Expr, Moment, SpanKind, Spanned, Who};
use crate::keywords::Keyword;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn moment(&mut self, node: &Node) -> Option<Moment> {
        let atoms = node.all(Rule::atom).map(|atom| self.atom(atom));
        let any: Option<Vec<_>> = atoms.collect();
        Some(Moment {
            any: any?,
            span: self.span(node),
        })
    }

    pub(super) fn moment_in(&mut self, node: &Node) -> Option<Moment> {
        node.child(Rule::moment)
            .and_then(|moment| self.moment(moment))
    }

    /// One atom as a moment.
    pub(super) fn single(&mut self, node: &Node) -> Option<Moment> {
        let atom = self.atom(node)?;
        let span = atom.span;
        Some(Moment {
            any: vec![atom],
            span,
        })
    }

    pub(super) fn atom(&mut self, node: &Node) -> Option<Spanned<Atom>> {
        let inner = node.first()?;
        let atom = self.bare_atom(inner)?;
        Some(Spanned {
            node: atom,
            span: self.span(node),
        })
    }

    /// The atom that a `…_atom` node is.
    pub(super) fn bare_atom(&mut self, node: &Node) -> Option<Atom> {
        match node.rule {
            Rule::who_atom => self.who_atom(node),
            Rule::nobody_atom => self.silence(node, Who::Anyone),
            Rule::call_atom => node.first().and_then(|tail| self.call_tail(tail)),
            Rule::span_atom => self.span_atom(node),
            Rule::action_atom => self.action_atom(node),
            Rule::label_atom => self.label_atom(node),
            _ => self.name_atom(node),
        }
    }

    fn who_atom(&mut self, node: &Node) -> Option<Atom> {
        let who = self.who_in(node)?;
        let tail = node.children.get(1)?;
        self.who_tail(who, tail)
    }

    /// What somebody does: also the verb of `agent must say …`.
    pub(super) fn who_tail(&mut self, who: Who, tail: &Node) -> Option<Atom> {
        Some(match tail.rule {
            Rule::says => Atom::Says {
                who,
                phrase: Box::new(self.phrase_use_in(tail)?),
                guard: self.guard_in(tail)?,
            },
            Rule::speaks => Atom::Speaks {
                who,
                guard: self.guard_in(tail)?,
            },
            Rule::hangs_up => Atom::HangsUp(who),
            Rule::labelled => Atom::Labelled {
                who,
                value: self.text_in(tail)?,
                guard: self.guard_in(tail)?,
            },
            _ => return self.silence(tail, who),
        })
    }

    fn silence(&mut self, node: &Node, who: Who) -> Option<Atom> {
        Some(Atom::Silence {
            who,
            length: self.duration_in(node)?,
            even_on_hold: node.child(Rule::even_on_hold).is_some(),
        })
    }

    pub(super) fn call_tail(&mut self, tail: &Node) -> Option<Atom> {
        Some(match tail.rule {
            Rule::answered => Atom::Answered,
            Rule::ends => Atom::CallEnds,
            _ => Atom::Transferred(self.guard_in(tail)?),
        })
    }

    fn span_atom(&mut self, node: &Node) -> Option<Atom> {
        let span = self.span_kind_in(node)?;
        node.children
            .get(1)
            .and_then(|tail| self.span_tail(span, tail))
    }

    pub(super) fn span_kind_in(&self, node: &Node) -> Option<SpanKind> {
        match self.keyword(node.child(Rule::span)?)? {
            Keyword::Hold => Some(SpanKind::Hold),
            Keyword::Mute => Some(SpanKind::Mute),
            _ => None,
        }
    }

    pub(super) fn span_tail(&mut self, span: SpanKind, tail: &Node) -> Option<Atom> {
        Some(match tail.rule {
            Rule::lasts => Atom::Lasts {
                span,
                length: self.duration_in(tail)?,
            },
            rule => Atom::Edge {
                span,
                starts: rule == Rule::starts,
            },
        })
    }

    pub(super) fn action_atom(&mut self, node: &Node) -> Option<Atom> {
        Some(Atom::Action {
            name: self.text_in(node)?,
            guard: self.guard_in(node.child(Rule::happens)?)?,
        })
    }

    fn label_atom(&mut self, node: &Node) -> Option<Atom> {
        Some(Atom::Label {
            name: self.text_in(node)?,
            value: node
                .child(Rule::label_value)
                .and_then(|value| self.text_in(value)),
            guard: self.guard_in(node)?,
        })
    }

    fn name_atom(&mut self, node: &Node) -> Option<Atom> {
        let name = self.name_in(node)?;
        match node.child(Rule::happens) {
            None => Some(Atom::Named(name)),
            Some(happens) => self.happens(name, happens),
        }
    }

    pub(super) fn happens(&mut self, event: crate::ast::Name, node: &Node) -> Option<Atom> {
        Some(Atom::Happens {
            event,
            guard: self.guard_in(node)?,
        })
    }

    /// The guard under a node: `Some(None)` when there is none, `None` when it is broken.
    pub(super) fn guard_in(&mut self, node: &Node) -> Option<Option<Expr>> {
        match node.child(Rule::guard) {
            None => Some(None),
            Some(guard) => self.expr_in(guard).map(Some),
        }
    }
}
