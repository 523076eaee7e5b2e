//! Names, texts, numbers, durations, and who acts.

use super::Builder;
use crate::ast::{Duration, Milli, Name, Span, Spanned, Text, Unit, Who};
use crate::errors::{ErrorKind, NumberProblem};
use crate::fold::{fold, offset, slice};
use crate::keywords::Keyword;
use crate::lexeme::Lex;
use crate::pattern::unescape;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    /// The text of a node's first lexeme.
    pub(super) fn source(&self, node: &Node) -> &str {
        self.words.text(self.text, node.lexemes.start)
    }

    pub(super) fn lex(&self, node: &Node) -> Option<Lex> {
        self.words
            .lexemes
            .get(node.lexemes.start)
            .map(|lexeme| lexeme.kind)
    }

    /// The keyword a node starts with.
    pub(super) fn keyword(&self, node: &Node) -> Option<Keyword> {
        match self.lex(node) {
            Some(Lex::Keyword(keyword)) => Some(keyword),
            _ => None,
        }
    }

    pub(super) fn name(&self, node: &Node) -> Name {
        Spanned {
            node: fold(self.source(node)),
            span: self.span(node),
        }
    }

    pub(super) fn name_in(&self, node: &Node) -> Option<Name> {
        node.child(Rule::name).map(|name| self.name(name))
    }

    /// A quoted text without its quotes.
    pub(super) fn text(&self, node: &Node) -> Text {
        let (inner, _) = self.inside_quotes(node);
        Spanned {
            node: unescape(inner),
            span: self.span(node),
        }
    }

    pub(super) fn text_in(&self, node: &Node) -> Option<Text> {
        node.child(Rule::text).map(|text| self.text(text))
    }

    /// What stands between the quotes as written, and where.
    pub(super) fn inside_quotes(&self, node: &Node) -> (&str, Span) {
        let (start, end) = self.words.bytes(node.lexemes.start..node.lexemes.start + 1);
        let source = slice(self.text, start, end);
        let open = source.chars().next().map_or(0, char::len_utf8);
        let close = source.chars().next_back().map_or(0, char::len_utf8);
        let (from, to) = (
            start + offset(open),
            end.saturating_sub(offset(close)).max(start + offset(open)),
        );
        (
            slice(self.text, from, to),
            Span::new(self.base + from, self.base + to),
        )
    }

    pub(super) fn number(&mut self, node: &Node) -> Option<Milli> {
        let span = self.span(node);
        match milli(self.source(node)) {
            Ok(node) => Some(Spanned { node, span }),
            Err(problem) => {
                self.error(span, ErrorKind::Number(problem));
                None
            }
        }
    }

    pub(super) fn number_in(&mut self, node: &Node) -> Option<Milli> {
        node.child(Rule::number)
            .and_then(|number| self.number(number))
    }

    /// A number that may have a minus before it.
    pub(super) fn signed(&mut self, node: &Node) -> Option<i64> {
        let last = Node {
            rule: Rule::number,
            lexemes: node.lexemes.end.saturating_sub(1)..node.lexemes.end,
            children: Vec::new(),
        };
        let value = self.number(&last)?.node;
        Some(if node.lexemes.len() > 1 {
            -value
        } else {
            value
        })
    }

    pub(super) fn duration(&mut self, node: &Node) -> Option<Duration> {
        let span = self.span(node);
        let mut parts = Vec::new();
        for number in node.all(Rule::number) {
            parts.push(self.number(number)?.node);
        }
        let units: Vec<Unit> = node
            .all(Rule::unit)
            .filter_map(|unit| self.unit_of(unit))
            .collect();
        let parts: Vec<_> = parts.into_iter().zip(units).collect();
        match total(&parts) {
            Ok(millis) => Some(Duration {
                millis,
                source: None,
                parts,
                span,
            }),
            Err(problem) => {
                self.error(span, ErrorKind::Number(problem));
                None
            }
        }
    }

    pub(super) fn duration_in(&mut self, node: &Node) -> Option<Duration> {
        node.child(Rule::duration)
            .and_then(|duration| self.duration(duration))
    }

    fn unit_of(&self, node: &Node) -> Option<Unit> {
        match self.lex(node) {
            Some(Lex::Unit(unit)) => Some(unit),
            _ => None,
        }
    }

    pub(super) fn who(&self, node: &Node) -> Option<Who> {
        Some(match self.keyword(node)? {
            Keyword::Agent => Who::Agent,
            Keyword::Customer => Who::Customer,
            Keyword::System => Who::System,
            Keyword::Anyone => Who::Anyone,
            _ => return None,
        })
    }

    pub(super) fn who_in(&self, node: &Node) -> Option<Who> {
        node.child(Rule::who).and_then(|who| self.who(who))
    }
}

/// A decimal number in thousandths.
fn milli(text: &str) -> Result<i64, NumberProblem> {
    let text = fold(text).replace('。', ".");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 3 {
        return Err(NumberProblem::TooFine);
    }
    let whole: i64 = whole.parse().map_err(|_| NumberProblem::TooLarge)?;
    let thousandths: i64 = format!("{fraction:0<3}")
        .parse()
        .map_err(|_| NumberProblem::TooLarge)?;
    let scaled = whole
        .checked_mul(1000)
        .and_then(|whole| whole.checked_add(thousandths));
    scaled.ok_or(NumberProblem::TooLarge)
}

/// The milliseconds of a duration's parts.
fn total(parts: &[(i64, Unit)]) -> Result<u64, NumberProblem> {
    let mut sum: u64 = 0;
    for (number, unit) in parts {
        let scaled = u64::try_from(*number)
            .ok()
            .and_then(|number| number.checked_mul(unit_millis(*unit)));
        let scaled = scaled.ok_or(NumberProblem::TooLarge)?;
        if scaled % 1000 != 0 {
            return Err(NumberProblem::NotWholeMilliseconds);
        }
        sum = sum
            .checked_add(scaled / 1000)
            .ok_or(NumberProblem::TooLarge)?;
    }
    Ok(sum)
}

fn unit_millis(unit: Unit) -> u64 {
    match unit {
        Unit::Millisecond => 1,
        Unit::Second => 1000,
        Unit::Minute => 60_000,
        Unit::Hour => 3_600_000,
        Unit::Day | Unit::WorkingDay => 86_400_000,
    }
}
