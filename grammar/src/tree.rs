//! The shape of an item: pest's pairs as plain nodes over lexemes.
//!
//! In: the canonical spelling of an item or clause. Out: [`Node`]s that know which lexemes
//! they cover, or where pest stopped and what it would have taken. Nodes own nothing of the
//! text, so an item that did not change is used again wherever it has moved to.

use crate::canon::Canon;
use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Pair;
use pest::pratt_parser::{Assoc, Op, PrattParser};
use std::ops::Range;
use std::sync::OnceLock;

#[allow(missing_docs, unreachable_pub, reason = "pest writes this module")]
mod generated {
    #[derive(pest_derive::Parser)]
    #[grammar = "rulebook.pest"]
    pub struct RulebookParser;
}
pub(crate) use generated::Rule;

/// Far more than any clause needs; a stop for what should never happen.
const CALL_LIMIT: usize = 5_000_000;

/// A grammar rule and the lexemes it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) rule: Rule,
    pub(crate) lexemes: Range<usize>,
    pub(crate) children: Vec<Node>,
}

impl Node {
    /// The first child of a kind.
    pub(crate) fn child(&self, rule: Rule) -> Option<&Node> {
        self.children.iter().find(|child| child.rule == rule)
    }

    /// All children of a kind.
    pub(crate) fn all(&self, rule: Rule) -> impl Iterator<Item = &Node> {
        self.children.iter().filter(move |child| child.rule == rule)
    }

    /// The first child.
    pub(crate) fn first(&self) -> Option<&Node> {
        self.children.first()
    }
}

/// Where pest stopped.
#[derive(Debug)]
pub(crate) struct Stop {
    /// The lexeme that did not fit.
    pub(crate) lexeme: usize,
    /// What would have fitted.
    pub(crate) expected: Vec<Rule>,
    /// It gave up: too many steps.
    pub(crate) gave_up: bool,
}

impl Stop {
    /// Nothing at all can stand there.
    pub(crate) fn at(lexeme: usize) -> Self {
        Self {
            lexeme,
            expected: Vec::new(),
            gave_up: false,
        }
    }
}

/// Parses a canonical text. `end` is the lexeme after its last.
pub(crate) fn parse(rule: Rule, canon: &Canon, end: usize) -> Result<Vec<Node>, Stop> {
    pest::set_call_limit(std::num::NonZeroUsize::new(CALL_LIMIT));
    let mut pairs = generated::RulebookParser::parse(rule, &canon.text)
        .map_err(|error| stop(&error, canon, end))?;
    let tree = Shape { canon, end };
    let top = pairs.next().map(|pair| pair.into_inner());
    let nodes = top
        .into_iter()
        .flatten()
        .filter(|pair| pair.as_rule() != Rule::EOI);
    Ok(nodes.map(|pair| tree.node(pair)).collect())
}

fn stop(error: &Error<Rule>, canon: &Canon, end: usize) -> Stop {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let (expected, gave_up) = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => (positives.clone(), false),
        ErrorVariant::CustomError { .. } => (Vec::new(), true),
    };
    Stop {
        lexeme: canon.lexeme(at, end),
        expected,
        gave_up,
    }
}

/// `or` binds weakest, then `and`, then `not`.
fn operators() -> &'static PrattParser<Rule> {
    static OPERATORS: OnceLock<PrattParser<Rule>> = OnceLock::new();
    OPERATORS.get_or_init(|| {
        PrattParser::new()
            .op(Op::infix(Rule::or_op, Assoc::Left))
            .op(Op::infix(Rule::and_op, Assoc::Left))
            .op(Op::prefix(Rule::not_op))
    })
}

struct Shape<'a> {
    canon: &'a Canon,
    end: usize,
}

impl Shape<'_> {
    fn range(&self, pair: &Pair<'_, Rule>) -> Range<usize> {
        let span = pair.as_span();
        self.canon.lexeme(span.start(), self.end)..self.canon.lexeme(span.end(), self.end)
    }

    fn node(&self, pair: Pair<'_, Rule>) -> Node {
        let lexemes = self.range(&pair);
        let rule = pair.as_rule();
        let children = if rule == Rule::expr {
            vec![self.expr(pair)]
        } else {
            pair.into_inner().map(|inner| self.node(inner)).collect()
        };
        Node {
            rule,
            lexemes,
            children,
        }
    }

    /// A flat condition as a tree: a row of one operator stays one node.
    fn expr(&self, pair: Pair<'_, Rule>) -> Node {
        operators()
            .map_primary(|pair| self.node(pair))
            .map_prefix(|op, value| Node {
                lexemes: self.range(&op).start..value.lexemes.end,
                rule: op.as_rule(),
                children: vec![value],
            })
            .map_infix(|left, op, right| join(left, op.as_rule(), right))
            .parse(pair.into_inner())
    }
}

fn join(left: Node, rule: Rule, right: Node) -> Node {
    let lexemes = left.lexemes.start..right.lexemes.end;
    let mut children = if left.rule == rule {
        left.children
    } else {
        vec![left]
    };
    children.push(right);
    Node {
        rule,
        lexemes,
        children,
    }
}
