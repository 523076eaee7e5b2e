//! Conditions and values.

use super::Builder;
use crate::ast::{
    ArithmeticOp, Atom, ClockPart, CompareOp, ExpectedOutcome, Expr, ExprKind, MeasureHow,
    MeasuredSpan, Moment, Scope, SpanKind, Spanned, StatisticHow, TimeOf, Who,
};
use crate::keywords::Keyword;
use crate::lexeme::Lex;
use crate::lexer::Token;
use crate::spoken::{attribute, meta};
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn expr_in(&mut self, node: &Node) -> Option<Expr> {
        let expr = node.child(Rule::expr)?;
        self.expr(expr.first()?)
    }

    fn expr(&mut self, node: &Node) -> Option<Expr> {
        let kind = match node.rule {
            Rule::or_op => ExprKind::Or(self.exprs(node)?),
            Rule::and_op => ExprKind::And(self.exprs(node)?),
            Rule::not_op => ExprKind::Not(self.expr(node.first()?)?),
            Rule::comparison => return self.comparison(node),
            Rule::bracket => return self.expr_in(node),
            Rule::sum | Rule::product => return self.arithmetic(node),
            _ => self.value(node)?,
        };
        Some(self.at(node, kind))
    }

    fn at(&self, node: &Node, kind: ExprKind) -> Expr {
        Expr {
            kind: Box::new(kind),
            span: self.span(node),
        }
    }

    fn exprs(&mut self, node: &Node) -> Option<Vec<Expr>> {
        node.children.iter().map(|child| self.expr(child)).collect()
    }

    fn comparison(&mut self, node: &Node) -> Option<Expr> {
        let left = self.expr(node.first()?)?;
        let kind = match (node.children.get(1), node.children.get(2)) {
            (None, _) => return Some(left),
            (Some(list), None) => ExprKind::In {
                value: left,
                list: self.literals(list)?,
            },
            (Some(op), Some(right)) => ExprKind::Compare {
                op: self.compare_op(op)?,
                right: self.expr(right)?,
                left,
            },
        };
        Some(self.at(node, kind))
    }

    /// A row of `+` and `-`, or of `*` and `/`, from the left.
    fn arithmetic(&mut self, node: &Node) -> Option<Expr> {
        let mut left = self.expr(node.first()?)?;
        let rest = node.children.get(1..).unwrap_or(&[]);
        for pair in rest.chunks(2) {
            let [op, right] = pair else { return None };
            let right = self.expr(right)?;
            let span = left.span.to(right.span);
            let op = self.arithmetic_op(op)?;
            left = Expr {
                kind: Box::new(ExprKind::Arithmetic { left, op, right }),
                span,
            };
        }
        Some(left)
    }

    fn arithmetic_op(&self, node: &Node) -> Option<ArithmeticOp> {
        Some(match self.lex(node)? {
            Lex::Sign(Token::Plus) => ArithmeticOp::Add,
            Lex::Sign(Token::Dash) => ArithmeticOp::Subtract,
            Lex::Sign(Token::Star) => ArithmeticOp::Multiply,
            _ => ArithmeticOp::Divide,
        })
    }

    fn compare_op(&self, node: &Node) -> Option<CompareOp> {
        Some(match self.lex(node)? {
            Lex::Compare(op) => op,
            Lex::Keyword(Keyword::Is) => CompareOp::Equal,
            Lex::Keyword(Keyword::IsNot) => CompareOp::NotEqual,
            Lex::Keyword(Keyword::IsLess) => CompareOp::Less,
            Lex::Keyword(Keyword::IsAtMost) => CompareOp::LessEqual,
            Lex::Keyword(Keyword::IsMore) => CompareOp::Greater,
            Lex::Keyword(Keyword::IsAtLeast) => CompareOp::GreaterEqual,
            _ => return None,
        })
    }

    fn literals(&mut self, list: &Node) -> Option<Vec<Expr>> {
        list.children
            .iter()
            .map(|literal| literal.first().and_then(|value| self.expr(value)))
            .collect()
    }

    fn value(&mut self, node: &Node) -> Option<ExprKind> {
        Some(match node.rule {
            Rule::signed => ExprKind::Number(self.signed(node)?),
            Rule::percent => ExprKind::Percent(self.number_in(node)?.node),
            Rule::text => ExprKind::Text(self.text(node).node),
            Rule::boolean => ExprKind::Boolean(self.keyword(node) == Some(Keyword::Yes)),
            Rule::rings => ExprKind::Rings,
            Rule::duration => ExprKind::Duration(self.duration(node)?),
            Rule::clock => ExprKind::ClockTime(self.clock(node)?),
            Rule::time_of_day => ExprKind::Clock(ClockPart::Now),
            Rule::that => ExprKind::That(attribute(self.name_in(node)?.node, self.names)),
            Rule::count => ExprKind::Count {
                moment: self.operand_in(node)?,
                scope: self.scope_in(node)?,
            },
            Rule::measure => self.measure(node)?,
            Rule::statistic => self.statistic(node)?,
            Rule::time_of => ExprKind::TimeOf {
                which: match self.keyword(node.first()?)? {
                    Keyword::TimeOfFirst => TimeOf::First,
                    Keyword::TimeOfLast => TimeOf::Last,
                    _ => TimeOf::Since,
                },
                moment: self.operand_in(node)?,
            },
            Rule::call_value if node.child(Rule::meta_name).is_some() => {
                meta(self.name_in(node.child(Rule::meta_name)?)?.node)
            }
            Rule::label_value_test if node.child(Rule::label_now).is_some() => {
                self.label_now(node.child(Rule::label_now)?)?
            }
            Rule::who_value if node.child(Rule::now_labelled).is_some() => {
                self.labelled_now(node)?
            }
            Rule::name_value => return self.name_value(node),
            _ => self.has(node)?,
        })
    }

    fn name_value(&mut self, node: &Node) -> Option<ExprKind> {
        if let Some(outcome) = node.child(Rule::outcome_op) {
            return self.outcome(node, outcome);
        }
        let names: Vec<_> = node.all(Rule::name).collect();
        if node.child(Rule::happened).is_some() {
            return self.has(node);
        }
        self.named_value(&names).map(|value| *value.kind)
    }

    /// `NAME` or `PHRASE.NAME`.
    pub(super) fn named_value(&self, names: &[&Node]) -> Option<Expr> {
        let name = |node: &&Node| self.name(node).node;
        let first = names.first()?;
        let kind = match names.get(1) {
            None => ExprKind::Attribute(attribute(name(first), self.names)),
            Some(slot) => ExprKind::Capture {
                phrase: name(first),
                slot: name(slot),
            },
        };
        let last = names.last()?;
        Some(Expr {
            kind: Box::new(kind),
            span: self.span(first).to(self.span(last)),
        })
    }

    fn outcome(&mut self, node: &Node, op: &Node) -> Option<ExprKind> {
        use ExpectedOutcome::{NotApplicable, Satisfied, Violated};
        // "Applicable" is "not not applicable".
        let (outcome, negated) = match self.keyword(op)? {
            Keyword::IsSatisfied => (Satisfied, false),
            Keyword::IsNotSatisfied => (Satisfied, true),
            Keyword::IsViolated => (Violated, false),
            Keyword::IsNotViolated => (Violated, true),
            Keyword::IsApplicable => (NotApplicable, true),
            _ => (NotApplicable, false),
        };
        Some(ExprKind::Outcome {
            rule: self.name_in(node)?,
            outcome,
            negated,
        })
    }

    fn label_now(&mut self, node: &Node) -> Option<ExprKind> {
        let mut texts = node.all(Rule::text);
        Some(ExprKind::LabelNow {
            name: self.text(texts.next()?),
            value: self.text(texts.next()?),
            negated: self.keyword(node.child(Rule::label_now_op)?)? == Keyword::IsNotNow,
        })
    }

    /// `customer is now labelled "V"`: the label has the name of who it is about.
    fn labelled_now(&self, node: &Node) -> Option<ExprKind> {
        let who = node.child(Rule::who)?;
        let name = match self.who(who)? {
            Who::Agent => "agent",
            Who::Customer => "customer",
            Who::System => "system",
            Who::Anyone => "anyone",
        };
        let now = node.child(Rule::now_labelled)?;
        Some(ExprKind::LabelNow {
            name: Spanned {
                node: name.to_owned(),
                span: self.span(who),
            },
            value: self.text_in(now)?,
            negated: self.keyword(now)? == Keyword::IsNotNowLabelled,
        })
    }

    fn measure(&mut self, node: &Node) -> Option<ExprKind> {
        Some(ExprKind::Measure {
            how: match self.keyword(node.child(Rule::measure_how)?)? {
                Keyword::TotalTimeOf => MeasureHow::Total,
                Keyword::Longest => MeasureHow::Longest,
                _ => MeasureHow::Share,
            },
            span: self.measured(node.child(Rule::measured)?)?,
            scope: self.scope_in(node)?,
        })
    }

    fn measured(&mut self, node: &Node) -> Option<MeasuredSpan> {
        if node.child(Rule::span).is_some() {
            return Some(match self.span_kind_in(node)? {
                SpanKind::Hold => MeasuredSpan::Hold,
                SpanKind::Mute => MeasuredSpan::Mute,
            });
        }
        let Some(who) = node.child(Rule::who) else {
            let quiet = self.quiet(node);
            return Some(quiet.map_or(MeasuredSpan::Overlap, MeasuredSpan::Silence));
        };
        let who = self.who(who)?;
        let last = node.lexemes.end.saturating_sub(1);
        let talk = self.words.lexemes.get(last).map(|lexeme| lexeme.kind)
            == Some(Lex::Keyword(Keyword::Talk));
        Some(if talk {
            MeasuredSpan::Talk(who)
        } else {
            MeasuredSpan::Silence(who)
        })
    }

    fn statistic(&mut self, node: &Node) -> Option<ExprKind> {
        let mut attribute_name = self.name_in(node)?;
        attribute_name.node = attribute(attribute_name.node, self.names);
        Some(ExprKind::Statistic {
            how: match self.keyword(node.child(Rule::statistic_how)?)? {
                Keyword::Average => StatisticHow::Average,
                Keyword::Highest => StatisticHow::Highest,
                Keyword::Lowest => StatisticHow::Lowest,
                _ => StatisticHow::Sum,
            },
            attribute: attribute_name,
            who: self.who_in(node)?,
            scope: self.scope_in(node)?,
        })
    }

    fn operand_in(&mut self, node: &Node) -> Option<Moment> {
        let operand = node.child(Rule::operand)?;
        self.operand(operand)
    }

    /// One moment, or several in brackets.
    fn operand(&mut self, node: &Node) -> Option<Moment> {
        self.chosen(node.child(Rule::chosen)?)
    }

    fn scope_in(&mut self, node: &Node) -> Option<Option<Scope>> {
        let Some(scope) = node.child(Rule::scope) else {
            return Some(None);
        };
        let inner = scope.first()?;
        let mut operands = inner.all(Rule::operand);
        let scope = match inner.rule {
            Rule::part_window => Scope::Part(self.part_of_call(inner)?),
            rule => {
                let first = self.operand(operands.next()?)?;
                match (rule, operands.next()) {
                    (_, Some(second)) => Scope::Between(first, self.operand(second)?),
                    (Rule::scope_since, None) => Scope::Since(first),
                    (Rule::scope_before, None) => Scope::Before(first),
                    _ => Scope::After(first),
                }
            }
        };
        Some(Some(scope))
    }

    /// `… has [not] …`
    fn has(&mut self, node: &Node) -> Option<ExprKind> {
        let done = node
            .child(Rule::has_done)
            .or(node.child(Rule::happened))
            .unwrap_or(node);
        let negated = self.keyword(done.child(Rule::has)?)? == Keyword::HasNot;
        let moment = self.has_moment(node)?;
        Some(ExprKind::Has {
            moment,
            scope: self.scope_in(done)?,
            negated,
        })
    }

    fn has_moment(&mut self, node: &Node) -> Option<Moment> {
        let span = self.span(node);
        let atom = match node.rule {
            Rule::has_value => return self.operand_in(node),
            Rule::group_value => return self.moment_in(node),
            Rule::who_value => self.who_has(node)?,
            Rule::call_value => self.call_tail(node.first()?)?,
            Rule::name_value => self.name_has(node)?,
            _ => self.bare_atom(node.first()?)?,
        };
        let any = vec![Spanned { node: atom, span }];
        self.after_atom(node, Moment { any, span })
    }

    fn who_has(&mut self, node: &Node) -> Option<Atom> {
        let who = self.who_in(node)?;
        let tail = node.children.get(1)?;
        if tail.rule != Rule::has_done {
            return self.who_tail(who, tail);
        }
        let done = tail.children.get(1)?;
        Some(match done.rule {
            Rule::has_said => Atom::Says {
                who,
                phrase: Box::new(self.phrase_use_in(done)?),
                guard: None,
            },
            Rule::has_spoken => Atom::Speaks { who, guard: None },
            _ => Atom::HangsUp(who),
        })
    }

    fn name_has(&mut self, node: &Node) -> Option<Atom> {
        let name = self.name_in(node)?;
        match node.child(Rule::happens) {
            Some(happens) => self.happens(name, happens),
            None => Some(Atom::Named(name)),
        }
    }
}
