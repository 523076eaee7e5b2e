//! The clauses of a rule.

use super::Builder;
use crate::ast::{
    Amount, Atom, BeforeThat, Clause, Duration, Milli, Moment, Must, Spanned, Step, Window,
};
use crate::errors::ErrorKind;
use crate::keywords::Keyword;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn clause(&mut self, node: &Node) -> Option<Clause> {
        Some(match node.rule {
            Rule::when_clause => Clause::When(self.moment_in(node)?),
            Rule::if_clause => Clause::If(self.expr_in(node)?),
            Rule::unless_clause => Clause::Unless(self.expr_in(node)?),
            Rule::unless_first => Clause::UnlessFirst(self.moment_in(node)?),
            Rule::require_clause => Clause::Require(self.expr_in(node)?),
            Rule::otherwise => Clause::Otherwise(self.amount(node)?),
            Rule::award => Clause::Award(self.amount(node)?),
            Rule::fatal => Clause::Fatal(
                self.optional_number(Some(node).filter(|node| node.child(Rule::number).is_some()))?,
            ),
            Rule::cite => Clause::Cite(node.all(Rule::text).map(|text| self.text(text)).collect()),
            Rule::severity => self.severity(node)?,
            Rule::message => Clause::Message(self.text_in(node)?),
            Rule::before_that => Clause::BeforeThat(self.before_that(node)?),
            Rule::must_clause => Clause::Must(self.must(node)?),
            _ => return None,
        })
    }

    /// The one child of a kind; a second one is a mistake.
    pub(super) fn once<'n>(&mut self, node: &'n Node, rule: Rule) -> Option<Option<&'n Node>> {
        let mut all = node.all(rule);
        let first = all.next();
        if let Some(second) = all.next() {
            self.error(self.span(second), ErrorKind::SaidTwice);
            return None;
        }
        Some(first)
    }

    fn amount(&mut self, node: &Node) -> Option<Amount> {
        let score = self.once(node, Rule::score_ref)?;
        let each_time = self.once(node, Rule::each_time)?;
        let at_most = self.once(node, Rule::at_most)?;
        Some(Amount {
            points: self.points(node)?,
            score: score.and_then(|score| self.name_in(score)),
            each_time: each_time.is_some(),
            at_most: match at_most {
                None => None,
                Some(at_most) => Some(self.points(at_most)?),
            },
            span: self.span(node),
        })
    }

    fn points(&mut self, node: &Node) -> Option<Milli> {
        node.child(Rule::points)
            .and_then(|points| self.number_in(points))
    }

    /// The three levels have one name each, whatever language they are written in.
    fn severity(&mut self, node: &Node) -> Option<Clause> {
        let level = node.first()?;
        let mut name = self.name(level);
        if let Some(keyword @ (Keyword::Minor | Keyword::Major | Keyword::Critical)) =
            self.keyword(level)
        {
            keyword.canon().clone_into(&mut name.node);
        }
        Some(Clause::Severity(name))
    }

    fn before_that(&mut self, node: &Node) -> Option<BeforeThat> {
        let within = self.once(node, Rule::step_within)?;
        let mut steps = Vec::new();
        for step in node
            .children
            .iter()
            .filter(|step| step.rule != Rule::step_within)
        {
            let within = self.step_within(step.child(Rule::step_within))?;
            steps.push(Step {
                within,
                moment: self.moment_in(step)?,
            });
        }
        Some(BeforeThat {
            within: self.step_within(within)?,
            steps,
            span: self.span(node),
        })
    }

    fn step_within(&mut self, node: Option<&Node>) -> Option<Option<Duration>> {
        match node {
            None => Some(None),
            Some(node) => self.duration_in(node).map(Some),
        }
    }

    fn must(&mut self, node: &Node) -> Option<Must> {
        let body = node.first()?;
        let verb = body.children.iter().find(|child| is_verb(child.rule))?;
        let atom = self.must_atom(body, verb)?;
        let windows: Option<_> = body
            .all(Rule::window)
            .map(|window| self.window(window))
            .collect();
        let span = self.span(body);
        Some(Must {
            moment: Moment {
                any: vec![Spanned { node: atom, span }],
                span,
            },
            negated: self.keyword(body.child(Rule::must)?)? == Keyword::MustNot,
            windows: windows?,
            span: self.span(node),
        })
    }

    fn must_atom(&mut self, body: &Node, verb: &Node) -> Option<Atom> {
        match body.rule {
            Rule::who_must => {
                let who = self.who_in(body)?;
                self.who_tail(who, verb)
            }
            Rule::call_must => self.call_tail(verb),
            Rule::span_must => {
                let span = self.span_kind_in(body)?;
                self.span_tail(span, verb)
            }
            Rule::action_must => self.action_atom(body),
            _ => {
                let name = self.name_in(body)?;
                self.happens(name, verb)
            }
        }
    }

    fn window(&mut self, node: &Node) -> Option<Window> {
        let inner = node.first()?;
        Some(match inner.rule {
            Rule::within | Rule::inside => Window::Within(self.duration_in(inner)?),
            Rule::no_sooner => Window::NoSoonerThan(self.duration_in(inner)?),
            Rule::before => Window::Before(self.moment_in(inner)?),
            Rule::after => Window::After(self.moment_in(inner)?),
            Rule::until => Window::Until(self.moment_in(inner)?),
            Rule::by_the_end => Window::ByTheEnd(self.span(inner)),
            Rule::next_turn => self.next_turn(inner)?,
            _ => self.at_window(inner.first()?)?,
        })
    }

    fn next_turn(&self, node: &Node) -> Option<Window> {
        let who = node.child(Rule::who)?;
        Some(Window::NextTurn(Spanned {
            node: self.who(who)?,
            span: self.span(who),
        }))
    }

    /// `在 … 内`, `在 … 之前`, `在 … 之后`.
    fn at_window(&mut self, node: &Node) -> Option<Window> {
        match node.rule {
            Rule::inside => self.duration_in(node).map(Window::Within),
            Rule::at_turn => self.next_turn(node),
            _ => {
                let moment = self.moment_in(node)?;
                let earlier = node.child(Rule::earlier).is_some();
                Some(if earlier {
                    Window::Before(moment)
                } else {
                    Window::After(moment)
                })
            }
        }
    }
}

fn is_verb(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::says
            | Rule::speaks
            | Rule::hangs_up
            | Rule::labelled
            | Rule::answered
            | Rule::transferred
            | Rule::starts
            | Rule::ends
            | Rule::lasts
            | Rule::happens
    )
}
