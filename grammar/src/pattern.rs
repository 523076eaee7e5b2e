//! Reads the inside of a quoted pattern: `(a|b)`, `[a]`, `..2-8`, `{name}`, words.
//!
//! In: the text between the quotes and where it starts in the file. Out: a
//! [`Pattern`](crate::ast::Pattern), or what is wrong with it and exactly where.

use crate::ast::{Gap, Name, Pattern, Piece, Slot, SlotKind, Span, Spanned};
use crate::errors::PatternProblem;
use crate::fold::{fold, fold_char, offset, slice};
use pest::Parser;
use pest::error::InputLocation;
use pest::iterators::Pair;

#[allow(missing_docs, unreachable_pub, reason = "pest writes this module")]
mod generated {
    #[derive(pest_derive::Parser)]
    #[grammar = "pattern.pest"]
    pub struct PatternParser;
}
use generated::Rule;

/// How deep brackets may go inside a pattern.
const MAX_DEPTH: usize = 24;

/// What is wrong with a pattern, and where.
pub(crate) type Failure = (PatternProblem, Span);

/// Reads a pattern whose text starts at byte `base` of the file.
pub(crate) fn parse(text: &str, base: u32) -> Result<Pattern, Failure> {
    check(text, base)?;
    let mut pairs = generated::PatternParser::parse(Rule::pattern, text).map_err(|error| {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        problem(text, offset(at), base)
    })?;
    let top = pairs.next().into_iter().flat_map(Pair::into_inner);
    pieces(top, base)
}

/// Brackets that do not match, or go too deep, or nothing at all.
fn check(text: &str, base: u32) -> Result<(), Failure> {
    let end = Span::new(base, base + offset(text.len()));
    if text.trim().is_empty() {
        return Err((PatternProblem::Empty, end));
    }
    let mut open: Vec<(Span, char)> = Vec::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let span = Span::new(base + offset(at), base + offset(at + c.len_utf8()));
        match fold_char(c) {
            '\\' => drop(chars.next()),
            bracket @ ('(' | '[' | '{') => open.push((span, bracket)),
            bracket @ (')' | ']' | '}') => close(&mut open, bracket, span)?,
            '|' if open.last().is_none_or(|(_, bracket)| *bracket == '{') => {
                return Err((PatternProblem::StrayBar, span));
            }
            _ => {}
        }
        if open.len() > MAX_DEPTH {
            return Err((PatternProblem::TooDeep, span));
        }
    }
    open.pop().map_or(Ok(()), |(at, bracket)| {
        Err((PatternProblem::Unclosed(bracket), at))
    })
}

fn close(open: &mut Vec<(Span, char)>, bracket: char, span: Span) -> Result<(), Failure> {
    let partner = match bracket {
        ')' => '(',
        ']' => '[',
        _ => '{',
    };
    match open.pop() {
        Some((_, last)) if last == partner => Ok(()),
        Some((at, last)) => Err((PatternProblem::Unclosed(last), at)),
        None => Err((PatternProblem::Unopened(bracket), span)),
    }
}

/// What pest stopped at, once the brackets are known to match.
fn problem(text: &str, at: u32, base: u32) -> Failure {
    let before = slice(text, 0, at);
    let rest = slice(text, at, offset(text.len()));
    let width = rest.chars().next().map_or(0, char::len_utf8);
    let span = Span::new(base + at, base + at + offset(width));
    let in_name = before.rfind(['{', '｛']) > before.rfind(['}', '｝']);
    let problem = if in_name || rest.starts_with(['{', '｛']) {
        PatternProblem::BadName
    } else if rest.starts_with('\\') {
        PatternProblem::LoneBackslash
    } else {
        PatternProblem::BadGap
    };
    (problem, span)
}

fn pieces<'i>(pairs: impl Iterator<Item = Pair<'i, Rule>>, base: u32) -> Result<Pattern, Failure> {
    let pairs = pairs.filter(|pair| pair.as_rule() != Rule::EOI);
    let pieces: Result<_, _> = pairs.map(|pair| piece(pair, base)).collect();
    Ok(Pattern { pieces: pieces? })
}

fn span_of(pair: &Pair<'_, Rule>, base: u32) -> Span {
    let span = pair.as_span();
    Span::new(base + offset(span.start()), base + offset(span.end()))
}

fn piece(pair: Pair<'_, Rule>, base: u32) -> Result<Piece, Failure> {
    let span = span_of(&pair, base);
    Ok(match pair.as_rule() {
        Rule::alternatives => Piece::Alternatives(branches(pair, base)?),
        Rule::optional => Piece::Optional(branches(pair, base)?),
        Rule::phrase => braces(pair, span, base)?,
        Rule::gap => Piece::Gap(gap(pair, span)?),
        _ => Piece::Words(Spanned {
            node: unescape(pair.as_str()),
            span,
        }),
    })
}

fn branches(pair: Pair<'_, Rule>, base: u32) -> Result<Vec<Pattern>, Failure> {
    pair.into_inner()
        .map(|branch| pieces(branch.into_inner(), base))
        .collect()
}

fn name(pair: Pair<'_, Rule>, base: u32) -> Name {
    let inner = pair.clone().into_inner().next().unwrap_or(pair);
    Spanned {
        span: span_of(&inner, base),
        node: fold(inner.as_str()),
    }
}

/// `{name}` is a slot when it names a kind of value, else another phrase.
fn braces(pair: Pair<'_, Rule>, span: Span, base: u32) -> Result<Piece, Failure> {
    let mut inner = pair.into_inner();
    let Some(first) = inner.next() else {
        return Err((PatternProblem::BadName, span));
    };
    let name = name(first, base);
    let bad = Err((PatternProblem::BadSlot, span));
    Ok(match inner.next() {
        Some(rest) if rest.as_rule() == Rule::kind => {
            let mut parts = rest.into_inner();
            let kind = parts.next().map(|kind| fold(kind.as_str()));
            let Some(kind) = kind.and_then(|kind| slot_kind(&kind, parts.next())) else {
                return bad;
            };
            let name = Some(name);
            Piece::Slot(Slot { name, kind, span })
        }
        bounds => match (slot_kind(&name.node, bounds.clone()), bounds) {
            (Some(kind), _) => Piece::Slot(Slot {
                name: None,
                kind,
                span,
            }),
            (None, None) => Piece::Phrase(name),
            (None, Some(_)) => return bad,
        },
    })
}

fn slot_kind(name: &str, bounds: Option<Pair<'_, Rule>>) -> Option<SlotKind> {
    let numbers = bounds.map(|bounds| {
        let numbers = bounds
            .into_inner()
            .map(|count| fold(count.as_str()).parse());
        numbers.collect::<Result<Vec<u32>, _>>().unwrap_or_default()
    });
    let range = match numbers.as_deref() {
        None => None,
        Some([exactly]) => Some((*exactly, *exactly)),
        Some([min, max]) if min <= max => Some((*min, *max)),
        Some(_) => return None,
    };
    Some(match (name, range) {
        ("digits" | "数码", Some((min, max))) if min > 0 => SlotKind::Digits { min, max },
        ("any" | "任意", Some((min, max))) if min > 0 => SlotKind::Any { min, max },
        ("number" | "数字", None) => SlotKind::Number,
        ("date" | "日期", None) => SlotKind::Date,
        ("time" | "钟点", None) => SlotKind::Time,
        ("money" | "金额", None) => SlotKind::Money,
        ("phone" | "电话号码", None) => SlotKind::Phone,
        ("idcard" | "身份证号", None) => SlotKind::IdCard,
        ("card" | "银行卡号", None) => SlotKind::Card,
        ("name" | "姓名", None) => SlotKind::PersonName,
        _ => return None,
    })
}

fn gap(pair: Pair<'_, Rule>, span: Span) -> Result<Gap, Failure> {
    let numbers: Result<Vec<u32>, Failure> = pair
        .into_inner()
        .map(|count| {
            fold(count.as_str())
                .parse()
                .map_err(|_| (PatternProblem::GapTooLong, span))
        })
        .collect();
    Ok(Gap::of(&numbers?, span))
}

/// Takes the `\` away from before every character that has one.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}
