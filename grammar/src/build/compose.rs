//! Moments made of moments: at the same event, which time, how often, after which silence.

use super::Builder;
use super::moment::alone;
use crate::ast::{Atom, Moment, Which, Who};
use crate::errors::ErrorKind;
use crate::keywords::Keyword;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    /// `M and M but not M`
    pub(super) fn same_event(&mut self, node: &Node) -> Option<Moment> {
        let span = self.span(node);
        let mut all: Vec<Moment> = Vec::new();
        let mut not: Vec<Moment> = Vec::new();
        let mut excluded = false;
        for child in &node.children {
            match child.rule {
                Rule::and_also => excluded = false,
                Rule::but_not => excluded = true,
                _ if excluded => not.push(self.chosen(child)?),
                _ => all.push(self.chosen(child)?),
            }
        }
        let mut moment = match all.len() {
            1 => all.pop()?,
            _ => alone(Atom::Both(all), span),
        };
        for not in not {
            moment = alone(Atom::ButNot { moment, not }, span);
        }
        Some(moment)
    }

    /// An atom with `for the 3rd time`, `again`, `3 times`.
    pub(super) fn chosen(&mut self, node: &Node) -> Option<Moment> {
        let span = self.span(node);
        let moment = self.single(node.child(Rule::atom)?)?;
        let moment = self.after_atom(node, moment)?;
        let moment = self.before_atom(node, moment)?;
        match node.child(Rule::later_silence) {
            None => Some(moment),
            Some(silence) => Some(alone(self.later_silence(silence, moment)?, span)),
        }
    }

    /// What stands after an atom binds tighter than what stands before it.
    pub(super) fn after_atom(&mut self, node: &Node, mut moment: Moment) -> Option<Moment> {
        let span = self.span(node);
        let after = node
            .children
            .iter()
            .skip_while(|child| child.rule == Rule::which);
        for child in after {
            moment = match child.rule {
                Rule::which => alone(self.which(child, moment)?, span),
                Rule::repeated => alone(self.repeated(child, moment)?, span),
                _ => moment,
            };
        }
        Some(moment)
    }

    fn before_atom(&mut self, node: &Node, mut moment: Moment) -> Option<Moment> {
        let span = self.span(node);
        let before = node
            .children
            .iter()
            .take_while(|child| child.rule == Rule::which);
        for child in before.collect::<Vec<_>>().into_iter().rev() {
            moment = alone(self.which(child, moment)?, span);
        }
        Some(moment)
    }

    /// `M 之后 无人 说话 达 5秒`
    fn later_silence(&mut self, node: &Node, moment: Moment) -> Option<Atom> {
        let inner = node.first()?;
        let (who, silence) = match inner.rule {
            Rule::nobody_atom => (Who::Anyone, inner),
            _ => (self.who_in(inner)?, inner.child(Rule::silent)?),
        };
        let mut atom = self.silence(silence, who)?;
        match &mut atom {
            Atom::Silence {
                after: slot @ None, ..
            } => *slot = Some(moment),
            _ => {
                let span = self.span(node);
                self.error(span, ErrorKind::SaidTwice);
                return None;
            }
        }
        Some(atom)
    }

    pub(super) fn which(&mut self, node: &Node, moment: Moment) -> Option<Atom> {
        let inner = node.first()?;
        let which = match inner.rule {
            Rule::nth_word => match self.keyword(inner)? {
                Keyword::ForFirstTime => Which::Nth(1),
                Keyword::ForSecondTime => Which::Nth(2),
                Keyword::ForThirdTime => Which::Nth(3),
                Keyword::ForLastTime => Which::Last,
                Keyword::AtAnyTime => Which::Any,
                _ => return Some(Atom::Again(moment)),
            },
            _ => Which::Nth(self.count(inner.child(Rule::number)?)?),
        };
        Some(Atom::Which { moment, which })
    }

    fn repeated(&mut self, node: &Node, moment: Moment) -> Option<Atom> {
        Some(Atom::Times {
            moment,
            count: self.count(node.child(Rule::number)?)?,
            within: match node.child(Rule::all_within) {
                None => None,
                Some(within) => Some(self.length_in(within)?),
            },
        })
    }
}
