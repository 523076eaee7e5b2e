//! Moments: what happens at one instant.

use super::Builder;
use crate::ast::{Atom, Expr, Moment, Span, SpanKind, Spanned, Step, Which, Who};
use crate::keywords::Keyword;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn moment(&mut self, node: &Node) -> Option<Moment> {
        let first = node.child(Rule::simple)?;
        if node.child(Rule::next_step).is_none() {
            return self.simple(first);
        }
        let span = self.span(node);
        let mut steps = vec![self.lead(node, first)?];
        for step in node.all(Rule::next_step) {
            steps.push(self.step(step)?);
        }
        let within = self.once(node, Rule::all_within)?;
        Some(alone(
            Atom::Sequence {
                steps,
                within: match within {
                    None => None,
                    Some(within) => Some(self.length_in(within)?),
                },
                any_order: node.child(Rule::any_order).is_some(),
                own: node.child(Rule::own).is_some(),
            },
            span,
        ))
    }

    /// The first step of a sequence.
    fn lead(&mut self, node: &Node, first: &Node) -> Option<Step> {
        Some(Step {
            within: None,
            immediately: false,
            optional: false,
            moment: self.simple(first)?,
            without: match node.child(Rule::without) {
                None => None,
                Some(without) => Some(self.simple_in(without)?),
            },
        })
    }

    pub(super) fn moment_in(&mut self, node: &Node) -> Option<Moment> {
        node.child(Rule::moment)
            .and_then(|moment| self.moment(moment))
    }

    /// Moments joined by `or`.
    pub(super) fn simple(&mut self, node: &Node) -> Option<Moment> {
        let events: Vec<_> = node.all(Rule::same_event).collect();
        if let [event] = events.as_slice() {
            return self.same_event(event);
        }
        let mut any = Vec::new();
        for event in events {
            let moment = self.same_event(event)?;
            let span = moment.span;
            match moment.any.len() {
                1 => any.extend(moment.any),
                _ => any.push(Spanned {
                    node: Atom::Group(moment),
                    span,
                }),
            }
        }
        let span = self.span(node);
        Some(Moment { any, span })
    }

    pub(super) fn simple_in(&mut self, node: &Node) -> Option<Moment> {
        node.child(Rule::simple)
            .and_then(|moment| self.simple(moment))
    }

    /// One atom as a moment; brackets fall away.
    pub(super) fn single(&mut self, node: &Node) -> Option<Moment> {
        if let Some(group) = node.child(Rule::group) {
            return self.moment_in(group);
        }
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
            Rule::quiet_atom => {
                let quiet = self.quiet(node);
                node.children
                    .get(1)
                    .and_then(|tail| self.quiet_tail(quiet, tail))
            }
            Rule::contact_atom => Some(Atom::ContactStarts(self.guard_in(node)?)),
            Rule::action_atom => self.action_atom(node),
            Rule::label_atom => self.label_atom(node),
            _ => self.name_atom(node),
        }
    }

    fn who_atom(&mut self, node: &Node) -> Option<Atom> {
        let who = self.who_in(node)?;
        let mut atom = self.who_tail(who, node.children.last()?)?;
        // `客服 首次 说 P`
        let which: Vec<&Node> = node.all(Rule::which).collect();
        for which in which.into_iter().rev() {
            let moment = alone(atom, self.span(node));
            atom = self.which(which, moment)?;
        }
        Some(atom)
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
            Rule::interrupts => Atom::Interrupts {
                who,
                overlap: match tail.child(Rule::length) {
                    None => None,
                    Some(_) => Some(self.length_in(tail)?),
                },
                guard: self.guard_in(tail)?,
            },
            Rule::repeats => self.repeats(who, tail)?,
            Rule::who_quiet => return self.quiet_tail(Some(who), tail.first()?),
            Rule::first_utterance => self.utterance(who, tail, Which::Nth(1)),
            Rule::last_utterance => self.utterance(who, tail, Which::Last),
            _ => return self.silence(tail, who),
        })
    }

    pub(super) fn silence(&mut self, node: &Node, who: Who) -> Option<Atom> {
        Some(Atom::Silence {
            who,
            length: self.length_in(node)?,
            even_on_hold: node.child(Rule::even_on_hold).is_some(),
            after: match node.child(Rule::silence_after) {
                None => None,
                Some(after) => Some(self.chosen(after.child(Rule::chosen)?)?),
            },
        })
    }

    fn repeats(&mut self, who: Who, node: &Node) -> Option<Atom> {
        let turns = self.once(node, Rule::repeat_turns)?;
        let percent = self.once(node, Rule::repeat_percent)?;
        Some(Atom::Repeats {
            who,
            turns: match turns {
                None => None,
                Some(turns) => Some(self.count(&number_node(turns.child(Rule::count_of_them)?))?),
            },
            percent: match percent {
                None => None,
                Some(percent) => Some(self.number_in(percent.child(Rule::percent)?)?),
            },
            guard: self.guard_in(node)?,
        })
    }

    /// `agent's first utterance`: they speak for the first time.
    fn utterance(&self, who: Who, node: &Node, which: Which) -> Atom {
        let span = self.span(node);
        let moment = alone(Atom::Speaks { who, guard: None }, span);
        Atom::Which { moment, which }
    }

    /// Whose silence; `None`: overlap.
    pub(super) fn quiet(&self, node: &Node) -> Option<Who> {
        if let Some(who) = node.child(Rule::who) {
            return self.who(who);
        }
        let quiet = node
            .child(Rule::quiet)
            .and_then(|quiet| self.keyword(quiet));
        (quiet == Some(Keyword::Silence)).then_some(Who::Anyone)
    }

    /// What a silence or an overlap does.
    pub(super) fn quiet_tail(&mut self, quiet: Option<Who>, tail: &Node) -> Option<Atom> {
        let starts = tail.rule == Rule::starts;
        Some(match (quiet, tail.rule) {
            (None, Rule::lasts) => Atom::OverlapLasts(self.length_in(tail)?),
            (None, _) => Atom::OverlapEdge { starts },
            (Some(who), Rule::lasts) => Atom::Silence {
                who,
                length: self.length_in(tail)?,
                even_on_hold: false,
                after: None,
            },
            (Some(who), _) => Atom::SilenceEdge { who, starts },
        })
    }

    pub(super) fn call_tail(&mut self, tail: &Node) -> Option<Atom> {
        Some(match tail.rule {
            Rule::answered => Atom::Answered,
            Rule::ends => Atom::CallEnds,
            Rule::begins => Atom::CallBegins,
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
                length: self.length_in(tail)?,
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

/// An atom as a moment.
pub(super) fn alone(node: Atom, span: Span) -> Moment {
    Moment {
        any: vec![Spanned { node, span }],
        span,
    }
}

/// A node that is a number, whatever rule read it.
fn number_node(node: &Node) -> Node {
    Node {
        rule: Rule::number,
        ..node.clone()
    }
}
