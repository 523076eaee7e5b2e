//! The clauses of a rule.

use super::Builder;
use crate::ast::{
    Amount, Answer, Atom, BeforeThat, Branch, Clause, Duration, Effective, May, Moment, Must,
    Permission, Quantity, Spanned, Step, Times, TimesBound,
};
use crate::errors::{ErrorKind, Expected};
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
            Rule::fatal => Clause::Fatal {
                section: node.child(Rule::for_section).is_some(),
                from: self.optional_quantity(node)?,
            },
            Rule::cite => Clause::Cite(node.all(Rule::text).map(|text| self.text(text)).collect()),
            Rule::severity => self.severity(node)?,
            Rule::message => Clause::Message(self.text_in(node)?),
            Rule::before_that => Clause::BeforeThat(self.before_that(node)?),
            Rule::must_clause => self.must(node)?,
            Rule::or_clause => self.or_clause(node)?,
            Rule::on_clause => Clause::Branch(self.branch(node)?),
            Rule::own_clause => Clause::EachItsOwn,
            Rule::applies_if => Clause::Applies(self.expr_in(node)?),
            Rule::effective => Clause::Effective(self.effective(node)),
            Rule::needs_review => Clause::NeedsReview,
            Rule::rule_weight => Clause::Weight {
                points: self.quantity_in(node)?,
                by_share: node.child(Rule::by_share).is_some(),
            },
            Rule::if_not_applicable => Clause::IfNotApplicable {
                leave_out: node.child(Rule::leave_out).is_some(),
            },
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

    pub(super) fn effective(&self, node: &Node) -> Effective {
        let day = |rule| node.child(rule).and_then(|part| self.text_in(part));
        Effective {
            from: day(Rule::effective_from),
            until: day(Rule::effective_until),
        }
    }

    fn or_clause(&mut self, node: &Node) -> Option<Clause> {
        let inner = node.first()?;
        let clause = self.clause(inner)?;
        Some(Clause::OrElse(Box::new(Spanned {
            node: clause,
            span: self.span(inner),
        })))
    }

    fn branch(&mut self, node: &Node) -> Option<Branch> {
        let within = node.child(Rule::step_within);
        let answer = if node.child(Rule::any_other).is_some() {
            Answer::AnyOther
        } else if node.child(Rule::no_answer).is_some() {
            Answer::None
        } else {
            Answer::Moment(self.moment_in(node)?)
        };
        Some(Branch {
            answer,
            within: match within {
                None => None,
                Some(within) => Some(self.length_in(within)?),
            },
            span: self.span(node),
        })
    }

    fn amount(&mut self, node: &Node) -> Option<Amount> {
        let score = self.once(node, Rule::score_ref)?;
        let each_time = self.once(node, Rule::each_time)?;
        let at_most = self.once(node, Rule::at_most)?;
        let chinese = node.child(Rule::steps_zh);
        let first = chinese.unwrap_or(node).child(Rule::points);
        let after = match (chinese, node.child(Rule::steps_en)) {
            (Some(steps), _) => steps.all(Rule::points).nth(1),
            (None, Some(steps)) => steps.child(Rule::points),
            (None, None) => None,
        };
        let score = score.or(chinese.and_then(|steps| steps.child(Rule::score_ref)));
        Some(Amount {
            points: self.quantity_in(first?)?,
            after_first: match after {
                None => None,
                Some(after) => Some(self.quantity_in(after)?),
            },
            score: score.and_then(|score| self.name_in(score)),
            each_time: each_time.is_some(),
            at_most: match at_most {
                None => None,
                Some(at_most) => Some(self.quantity_in(at_most.child(Rule::points)?)?),
            },
            span: self.span(node),
        })
    }

    pub(super) fn quantity_in(&mut self, node: &Node) -> Option<Quantity> {
        let inner = node.child(Rule::quantity)?.first()?;
        Some(match inner.rule {
            Rule::name => Quantity::Param(self.name(inner)),
            _ => Quantity::Number(self.number(inner)?),
        })
    }

    fn optional_quantity(&mut self, node: &Node) -> Option<Option<Quantity>> {
        match node.child(Rule::quantity) {
            None => Some(None),
            Some(_) => self.quantity_in(node).map(Some),
        }
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
        let steps: Option<Vec<Step>> = node
            .children
            .iter()
            .filter(|step| matches!(step.rule, Rule::first_step | Rule::next_step))
            .map(|step| self.step(step))
            .collect();
        Some(BeforeThat {
            within: self.step_within(within)?,
            steps: steps?,
            span: self.span(node),
        })
    }

    /// A step of a sequence, with what is said of its time.
    pub(super) fn step(&mut self, node: &Node) -> Option<Step> {
        let within = self.once(node, Rule::step_within)?;
        Some(Step {
            within: self.step_within(within)?,
            immediately: node.child(Rule::immediately).is_some(),
            optional: node.child(Rule::optionally).is_some(),
            moment: self.simple_in(node)?,
            without: match node.child(Rule::without) {
                None => None,
                Some(without) => Some(self.simple_in(without)?),
            },
        })
    }

    pub(super) fn step_within(&mut self, node: Option<&Node>) -> Option<Option<Duration>> {
        match node {
            None => Some(None),
            Some(node) => self.length_in(node).map(Some),
        }
    }

    fn must(&mut self, node: &Node) -> Option<Clause> {
        let body = node.children.iter().find(|child| is_body(child.rule))?;
        let atom = self.must_atom(body)?;
        let span = self.span(body);
        let moment = Moment {
            any: vec![Spanned { node: atom, span }],
            span,
        };
        let modal = self.keyword(body.child(Rule::modal)?)?;
        let (times, windows) = self.windows(node, body)?;
        let only = body.child(Rule::only);
        let span = self.span(node);
        if modal == Keyword::May || only.is_some() {
            let only = only.filter(|_| modal == Keyword::May && windows.is_empty());
            let Some(only) = only else {
                self.misplaced(body, modal);
                return None;
            };
            let only = self.permission(only.first()?)?;
            return Some(Clause::May(May { moment, only, span }));
        }
        Some(Clause::Must(Must {
            moment,
            negated: matches!(modal, Keyword::MustNot | Keyword::ShouldNot),
            advice: matches!(modal, Keyword::Should | Keyword::ShouldNot),
            times,
            windows,
            span,
        }))
    }

    /// `may` without `only`, or `only` without `may`.
    fn misplaced(&mut self, body: &Node, modal: Keyword) {
        let (english, chinese) = if modal == Keyword::May {
            ("`only if` or `only after`", "「仅当」或「仅在」")
        } else {
            ("`may` before `only`", "「仅当」「仅在」之前的「可以」")
        };
        let end = self.span(body).end;
        self.error(
            crate::ast::Span::new(end, end),
            ErrorKind::Unexpected {
                found: None,
                expected: vec![Expected { english, chinese }],
                suggestion: None,
                hint: None,
            },
        );
    }

    fn permission(&mut self, node: &Node) -> Option<Permission> {
        Some(match node.rule {
            Rule::only_if => Permission::If(self.expr_in(node)?),
            _ => Permission::After(self.before_that(node)?),
        })
    }

    /// The windows before the subject, before the verb and after it.
    fn windows(
        &mut self,
        node: &Node,
        body: &Node,
    ) -> Option<(Option<Times>, Vec<crate::ast::Window>)> {
        let mut times = None;
        let mut windows = Vec::new();
        for window in node.all(Rule::window).chain(body.all(Rule::window)) {
            let inner = window.first()?;
            if inner.rule == Rule::times_window {
                if times.is_some() {
                    self.error(self.span(inner), ErrorKind::SaidTwice);
                    return None;
                }
                times = Some(self.times(inner)?);
            } else {
                windows.extend(self.window(inner)?);
            }
        }
        Some((times, windows))
    }

    fn times(&mut self, node: &Node) -> Option<Times> {
        let bound = match self.keyword(node.child(Rule::times_bound)?)? {
            Keyword::AtLeast => TimesBound::AtLeast,
            Keyword::AtMost => TimesBound::AtMost,
            _ => TimesBound::Exactly,
        };
        let count = self.quantity_in(node)?;
        Some(Times { bound, count })
    }

    fn must_atom(&mut self, body: &Node) -> Option<Atom> {
        let verb = || body.children.iter().find(|child| is_verb(child.rule));
        match body.rule {
            Rule::who_must => {
                let who = self.who_in(body)?;
                self.who_tail(who, verb()?)
            }
            Rule::call_must => self.call_tail(verb()?),
            Rule::span_must => {
                let span = self.span_kind_in(body)?;
                self.span_tail(span, verb()?)
            }
            Rule::quiet_must => {
                let quiet = self.quiet(body);
                self.quiet_tail(quiet, verb()?)
            }
            Rule::contact_must => Some(Atom::ContactStarts(None)),
            Rule::action_must => self.action_atom(body),
            _ => {
                let name = self.name_in(body)?;
                self.happens(name, verb()?)
            }
        }
    }
}

fn is_body(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::who_must
            | Rule::call_must
            | Rule::span_must
            | Rule::quiet_must
            | Rule::contact_must
            | Rule::action_must
            | Rule::name_must
    )
}

fn is_verb(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::says
            | Rule::speaks
            | Rule::hangs_up
            | Rule::labelled
            | Rule::interrupts
            | Rule::repeats
            | Rule::answered
            | Rule::transferred
            | Rule::starts
            | Rule::ends
            | Rule::lasts
            | Rule::happens
    )
}
