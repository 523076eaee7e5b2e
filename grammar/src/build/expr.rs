//! Conditions and values.

use super::Builder;
use crate::ast::{Atom, CompareOp, Expr, ExprKind, Moment, Spanned};
use crate::keywords::Keyword;
use crate::tree::{Node, Rule};
use crate::words::Lex;

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
            Rule::text => ExprKind::Text(self.text(node).node),
            Rule::boolean => ExprKind::Boolean(self.keyword(node) == Some(Keyword::Yes)),
            Rule::rings => ExprKind::Rings,
            Rule::count => ExprKind::Count(self.counted(node)?),
            Rule::call_value if node.child(Rule::meta_name).is_some() => {
                ExprKind::Meta(self.name_in(node.child(Rule::meta_name)?)?.node)
            }
            Rule::name_value if node.children.len() == 1 => {
                ExprKind::Attribute(self.name_in(node)?.node)
            }
            _ => self.has(node)?,
        })
    }

    fn counted(&mut self, node: &Node) -> Option<Moment> {
        match node.child(Rule::atom) {
            Some(atom) => self.single(atom),
            None => self.moment_in(node),
        }
    }

    /// `… has [not] …`
    fn has(&mut self, node: &Node) -> Option<ExprKind> {
        let done = node
            .child(Rule::has_done)
            .or(node.child(Rule::happened))
            .unwrap_or(node);
        let negated = self.keyword(done.child(Rule::has)?)? == Keyword::HasNot;
        let atom = self.has_atom(node)?;
        let moment = Moment {
            span: atom.span,
            any: vec![atom],
        };
        Some(ExprKind::Has { moment, negated })
    }

    fn has_atom(&mut self, node: &Node) -> Option<Spanned<Atom>> {
        let span = self.span(node);
        let atom = match node.rule {
            Rule::has_value => return node.child(Rule::atom).and_then(|atom| self.atom(atom)),
            Rule::who_value => self.who_has(node)?,
            Rule::call_value => self.call_tail(node.first()?)?,
            Rule::name_value => self.name_has(node)?,
            _ => self.bare_atom(node.first()?)?,
        };
        Some(Spanned { node: atom, span })
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
