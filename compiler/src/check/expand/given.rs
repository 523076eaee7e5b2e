//! Values given from outside, `--set NAME=VALUE`.
//!
//! In: texts by name. Out: the same as values of the language. They are put down as a text
//! of their own beside the files, so that mistakes in them can be pointed at.

use std::collections::BTreeMap;

use zhunze_grammar::ast::{
    Anchor, Argument, Item, Manner, Name, Param, ParamType, PhraseBody, PhrasePart, PhraseSeq,
    Span, Spanned,
};

use super::{Expander, Said};
use crate::book::SourceId;
use crate::check::places::Move;
use crate::check::{syntax, walk};

/// What stands for the name of the file.
pub(in crate::check) const PATH: &str = "--set";

/// The values as a text: a line each. None without values.
pub(in crate::check) fn text(set: &BTreeMap<String, String>) -> Option<String> {
    let line = |text: &str| text.replace(['\n', '\r'], " ");
    let lines = set
        .iter()
        .map(|(name, value)| format!("{} = {}\n", line(name), line(value)));
    (!set.is_empty()).then(|| lines.collect())
}

impl Expander<'_> {
    /// Where a value stands in the text of all values.
    fn outside(&self, name: &str, value: bool) -> Span {
        let source = self.files.given.unwrap_or(SourceId(0));
        let text = self.sources.text(source);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let rest = line
                .strip_prefix(name)
                .and_then(|it| it.strip_prefix(" = "));
            if let Some(rest) = rest {
                let (from, to) = match value {
                    true => (name.len() + 3, name.len() + 3 + rest.trim_end().len()),
                    false => (0, name.len()),
                };
                let narrow = |at: usize| u32::try_from(start + at).unwrap_or(u32::MAX);
                let span = Span::new(narrow(from), narrow(to));
                return self.files.places.global(source, span);
            }
            start += line.len();
        }
        self.files.places.global(source, Span::default())
    }

    /// A name as it was given.
    pub(super) fn name_from_outside(&self, name: &str) -> Name {
        Spanned {
            node: name.to_owned(),
            span: self.outside(name, false),
        }
    }

    /// A value as it was given; `None`, and reported, if it is none of this type.
    pub(super) fn value_from_outside(&mut self, param: &Param, text: &str) -> Option<Argument> {
        let span = self.outside(&param.name.node, true);
        let text = text.trim();
        let name = Spanned {
            node: text.to_owned(),
            span,
        };
        let quoted = text.starts_with(['"', '“', '「', '＂']);
        match param.kind.node {
            ParamType::Text if !quoted => return Some(exactly(text, span)),
            ParamType::Phrase if self.is_phrase(text) => return Some(Argument::Name(name)),
            ParamType::Phrase if !quoted => return self.pattern(text, span),
            ParamType::Moment => return Some(Argument::Name(name)),
            _ => {}
        }
        let value = read(text, param.kind.node).map(|mut value| {
            walk::argument(&mut Move(|_| span), &mut value);
            value
        });
        if value.is_none() {
            self.say(Said::WrongType(span, param.name.clone(), param.kind.node));
        }
        value
    }

    fn is_phrase(&self, name: &str) -> bool {
        let items = self.files.files.iter().flat_map(|file| &file.file.items);
        items
            .into_iter()
            .any(|item| matches!(item, Item::Phrase(it) if it.name.node == name))
    }

    fn pattern(&mut self, text: &str, span: Span) -> Option<Argument> {
        let place = self.files.places.place(span);
        let whole = self.sources.text(place.source);
        match syntax::pattern(whole, place.span, place.source) {
            Ok(mut pattern) => {
                walk::pattern(&mut self.files.places.moved(place.source), &mut pattern);
                let manner = Manner::Plain;
                let text = Spanned {
                    node: text.to_owned(),
                    span,
                };
                let part = PhrasePart::Pattern {
                    manner,
                    text,
                    pattern,
                };
                Some(Argument::Phrase(one(part, span)))
            }
            Err(problem) => {
                self.report.push(*problem);
                None
            }
        }
    }
}

/// A text that means itself.
fn exactly(text: &str, span: Span) -> Argument {
    let text = Spanned {
        node: text.to_owned(),
        span,
    };
    let part = PhrasePart::Pattern {
        manner: Manner::Exact,
        text,
        pattern: Default::default(),
    };
    Argument::Phrase(one(part, span))
}

/// A phrase of one part.
fn one(part: PhrasePart, span: Span) -> PhraseBody {
    let row = PhraseSeq {
        anchor: Anchor::Anywhere,
        parts: vec![part],
        across: None,
        but_not: Vec::new(),
        span,
    };
    PhraseBody::AnyOf {
        choices: vec![row],
        list: false,
    }
}

/// A value in the words of the language.
fn read(text: &str, kind: ParamType) -> Option<Argument> {
    let word = match kind {
        ParamType::Phrase => "phrase",
        ParamType::Moment => "moment",
        ParamType::Duration => "duration",
        ParamType::Number => "number",
        ParamType::Text => "text",
        ParamType::Boolean => "boolean",
        ParamType::Clock => "clock",
    };
    let parse = zhunze_grammar::parse(&format!("param x: {word} = {text}\n"));
    if !parse.errors.is_empty() {
        return None;
    }
    match parse.file().items.as_slice() {
        [Item::Param(param)] => param.default.clone(),
        _ => None,
    }
}
