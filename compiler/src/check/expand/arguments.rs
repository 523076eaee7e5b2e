//! Parameters and the values given for them.
//!
//! In: `param` items (or those of a template) and a [`Source`] of values. Out: [`Values`];
//! what is missing, unknown or of the wrong type is reported.

use std::collections::{BTreeMap, BTreeSet};

use zhunze_grammar::ast::{
    Anchor, Argument, Item, Manner, MomentItem, Name, Param, ParamType, PhraseBody, PhraseItem,
    PhrasePart, Span, Spanned,
};

use super::put::{Put, Value};
use super::{Entry, Expander, Said, Whole};
use crate::book;
use crate::check::walk;

/// Where values come from.
enum Given<'a> {
    /// From outside: texts by name.
    Outside(&'a BTreeMap<String, String>),
    /// From `use` or `apply`.
    Arguments(&'a [(Name, Argument)]),
}

/// Where values come from, and which of them were wanted.
pub(super) struct Source<'a> {
    given: Given<'a>,
    /// The `use` or `apply`.
    site: Option<Span>,
    wanted: BTreeSet<String>,
    /// Parameters that an extending rulebook overrides.
    overrides: BTreeMap<String, Param>,
}

impl<'a> Source<'a> {
    /// Values from outside.
    pub(super) fn outside(set: &'a BTreeMap<String, String>) -> Self {
        Self {
            given: Given::Outside(set),
            site: None,
            wanted: BTreeSet::new(),
            overrides: BTreeMap::new(),
        }
    }

    /// Values in brackets.
    pub(super) fn arguments(arguments: &'a [(Name, Argument)], site: Span) -> Self {
        Self {
            given: Given::Arguments(arguments),
            site: Some(site),
            wanted: BTreeSet::new(),
            overrides: BTreeMap::new(),
        }
    }

    /// Parameters in place of those of the extended rulebook. What extends this one has
    /// said so before and goes first.
    pub(super) fn override_with(&mut self, params: &[Param]) {
        for param in params {
            let name = param.name.node.clone();
            self.overrides.entry(name).or_insert_with(|| param.clone());
        }
    }
}

impl Expander<'_> {
    /// The parameters of a file, and their values.
    pub(super) fn params(&mut self, items: &[Item], given: &mut Source<'_>, to: &mut Whole) {
        let params: Vec<&Param> = items
            .iter()
            .filter_map(|item| match item {
                Item::Param(param) => Some(param),
                _ => None,
            })
            .collect();
        for param in &params {
            let stem = self.stem(param.span);
            self.param(param, &stem, given, to);
            if matches!(given.given, Given::Outside(_)) {
                self.note(param, to);
            }
        }
    }

    /// For the manifest.
    pub(super) fn note(&mut self, param: &Param, whole: &Whole) {
        let Some(value) = whole.values.get(&param.name.node) else {
            return;
        };
        let written = match value {
            Value::Text(text) => text.node.clone(),
            other => self.written(other.span()).to_owned(),
        };
        self.out.params.push(book::Param {
            name: param.name.node.clone(),
            kind: param.kind.node,
            value: written,
        });
    }

    fn written(&self, span: Span) -> &str {
        let place = self.files.places.place(span);
        let text = self.sources.text(place.source);
        text.get(place.span.range()).unwrap_or("")
    }

    /// One parameter: its value goes into `to`.
    pub(super) fn param(
        &mut self,
        param: &Param,
        stem: &str,
        given: &mut Source<'_>,
        to: &mut Whole,
    ) {
        let param = self.overridden(param, given);
        let name = &param.name;
        given.wanted.insert(name.node.clone());
        let value = match &given.given {
            Given::Outside(set) => set
                .get(&name.node)
                .map(|text| self.value_from_outside(&param, text)),
            Given::Arguments(all) => all
                .iter()
                .find(|(known, _)| known.node == name.node)
                .map(|(_, value)| Some(value.clone())),
        };
        let default = || {
            let mut value = param.default.clone()?;
            walk::argument(&mut Put(&to.values), &mut value);
            Some(Some(value))
        };
        let value = match value.or_else(default) {
            Some(Some(argument)) => self.fit(&param, argument, stem, &mut to.entries),
            // It was said what is wrong with it.
            Some(None) => None,
            None => {
                self.say(Said::Missing(
                    param.name.clone(),
                    param.kind.node,
                    given.site,
                ));
                None
            }
        };
        let value = value.unwrap_or_else(|| {
            self.out.lost.push(name.span);
            Value::any(param.kind.node, name)
        });
        if !to.values.set(&name.node, value) {
            self.say(Said::ParamTwice(name.clone()));
        }
    }

    /// The parameter as an extending rulebook has it.
    fn overridden(&mut self, param: &Param, given: &Source<'_>) -> Param {
        let Some(other) = given.overrides.get(&param.name.node) else {
            return param.clone();
        };
        if other.kind.node != param.kind.node {
            self.say(Said::OtherType(other.kind.span, param.kind.node));
            return param.clone();
        }
        Param {
            default: other.default.clone().or_else(|| param.default.clone()),
            ..param.clone()
        }
    }

    /// Reports values that nobody asked for.
    pub(super) fn unknown_given(&mut self, given: &Source<'_>) {
        let known: Vec<&str> = given.wanted.iter().map(String::as_str).collect();
        let names: Vec<Name> = match &given.given {
            Given::Outside(set) => set
                .keys()
                .map(|name| self.name_from_outside(name))
                .collect(),
            Given::Arguments(all) => all.iter().map(|(name, _)| name.clone()).collect(),
        };
        let mut seen = BTreeSet::new();
        for name in names {
            let outside = matches!(given.given, Given::Outside(_));
            if outside && self.is_far(&name.node) {
                continue;
            }
            if !given.wanted.contains(&name.node) {
                let said = match outside.then(|| self.why_not_far(&name.node)).flatten() {
                    Some(why) => Said::NotReached(name, why),
                    None => Said::unknown_param(name, &known),
                };
                self.say(said);
            } else if !seen.insert(name.node.clone()) {
                self.say(Said::ParamTwice(name));
            }
        }
    }

    /// Reports overrides of parameters that are not there.
    pub(super) fn nothing_overridden(&mut self, overrides: &[Param], known: &BTreeSet<&str>) {
        for param in overrides {
            if !known.contains(param.name.node.as_str()) {
                let known: Vec<&str> = known.iter().copied().collect();
                self.say(Said::nothing(
                    param.name.clone(),
                    ("parameter", "参数"),
                    &known,
                ));
            }
        }
    }

    /// A value of the right type; a phrase in quotes becomes an entry.
    fn fit(
        &mut self,
        param: &Param,
        argument: Argument,
        stem: &str,
        to: &mut Vec<Entry>,
    ) -> Option<Value> {
        let span = span_of(&argument);
        let value = match (param.kind.node, argument) {
            (ParamType::Phrase, Argument::Name(name)) => Some(Value::Phrase(name)),
            (ParamType::Moment, Argument::Name(name)) => Some(Value::Moment(name)),
            (ParamType::Phrase, Argument::Phrase(body))
                if !matches!(body, PhraseBody::FromFile(_)) =>
            {
                let name = self.unwritable(param, span, stem);
                let value = Value::Phrase(name.clone());
                let item = PhraseItem { name, body, span };
                to.push(self.quiet(Item::Phrase(item), span));
                Some(value)
            }
            (ParamType::Duration, Argument::Duration(it)) if it.source.is_none() => {
                Some(Value::Duration(it))
            }
            (ParamType::Number, Argument::Number(it)) => Some(Value::Number(it)),
            (ParamType::Text, Argument::Phrase(body)) => {
                let text = plain_text(&body);
                text.map(|node| Value::Text(Spanned { node, span }))
            }
            (ParamType::Boolean, Argument::Boolean(it)) => Some(Value::Boolean(it)),
            (ParamType::Clock, Argument::Clock(it)) => Some(Value::Clock(it)),
            (ParamType::Moment, Argument::Moment(moment)) => {
                let name = self.unwritable(param, span, stem);
                let value = Value::Moment(name.clone());
                let item = MomentItem { name, moment, span };
                to.push(self.quiet(Item::Moment(item), span));
                Some(value)
            }
            _ => None,
        };
        if value.is_none() {
            self.say(Said::WrongType(span, param.name.clone(), param.kind.node));
        }
        value
    }

    /// A phrase or a moment written on the spot gets a name that nobody can write.
    fn unwritable(&self, param: &Param, span: Span, stem: &str) -> Name {
        Spanned {
            node: format!("{stem}.{}", param.name.node),
            span,
        }
    }

    /// An item that nobody wrote as one.
    fn quiet(&self, item: Item, span: Span) -> Entry {
        Entry {
            item,
            owner: self.files.places.source(span),
            section: None,
            quiet: true,
        }
    }

    /// What phrases of a file's parameters are called after.
    fn stem(&self, span: Span) -> String {
        let path = self.sources.path(self.files.places.source(span));
        path.trim_end_matches(".rulebook").replace('/', ".")
    }
}

/// A text in quotes without anything else.
fn plain_text(body: &PhraseBody) -> Option<String> {
    let PhraseBody::AnyOf { choices, .. } = body else {
        return None;
    };
    let [row] = choices.as_slice() else {
        return None;
    };
    let plain = row.anchor == Anchor::Anywhere && row.across.is_none() && row.but_not.is_empty();
    match row.parts.as_slice() {
        [PhrasePart::Pattern { manner, text, .. }] if plain => match manner {
            Manner::Plain => Some(unescaped(&text.node)),
            Manner::Exact => Some(text.node.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// `\` takes the next character as it is.
fn unescaped(text: &str) -> String {
    let (mut plain, mut escaped) = (String::new(), false);
    for c in text.chars() {
        if c != '\\' || escaped {
            plain.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    plain
}

/// Where a value was written.
fn span_of(argument: &Argument) -> Span {
    match argument {
        Argument::Name(name) => name.span,
        Argument::Duration(it) => it.span,
        Argument::Number(it) => it.span,
        Argument::Boolean(it) => it.span,
        Argument::Clock(it) => it.span,
        Argument::Moment(it) => it.span,
        Argument::Phrase(body) => match body {
            PhraseBody::AnyOf { choices, .. }
            | PhraseBody::AllOf(choices)
            | PhraseBody::SomeOf { choices, .. } => {
                let spans = choices.iter().map(|row| row.span);
                spans.reduce(Span::to).unwrap_or_default()
            }
            PhraseBody::FromFile(text) => text.span,
        },
    }
}
