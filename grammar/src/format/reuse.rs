//! Prints what rulebooks take from one another.

use super::align::Entry;
use super::item;
use super::write::{Printer, join, milli};
use crate::ast::{
    Apply, Argument, Drop, Item, Name, Param, ParamType, PhraseBody, Template, Text, Use,
};
use crate::keywords::Keyword as K;

pub(super) fn use_item(printer: &Printer<'_>, item: &Use) -> String {
    let path = if item.dotted {
        item.path.node.as_str()
    } else {
        printer.quoted(item.path.span)
    };
    join(&[
        printer.word(K::Use),
        path,
        &version(printer, item.version.as_ref()),
        &arguments(printer, &item.arguments),
    ])
}

pub(super) fn version(printer: &Printer<'_>, version: Option<&Text>) -> String {
    version.map_or_else(String::new, |version| {
        join(&[printer.word(K::Version), printer.quoted(version.span)])
    })
}

/// `NAME: TYPE = VALUE`
pub(super) fn param(printer: &Printer<'_>, param: &Param) -> String {
    let kind = printer.word(match param.kind.node {
        ParamType::Phrase => K::PhraseType,
        ParamType::Moment => K::MomentType,
        ParamType::Duration => K::DurationType,
        ParamType::Number => K::NumberType,
        ParamType::Text => K::TextType,
        ParamType::Boolean => K::BooleanType,
        ParamType::Clock => K::ClockType,
    });
    let default = param.default.as_ref();
    let default = default.map(|default| format!("= {}", argument(printer, default)));
    let head = format!("{}: {kind}", param.name.node);
    join(&[&head, &default.unwrap_or_default()])
}

pub(super) fn template(printer: &Printer<'_>, item: &Template) -> String {
    let params = item.params.iter().map(|one| param(printer, one));
    let params: Vec<_> = params.collect();
    join(&[
        printer.word(K::Template),
        &item.name.node,
        title(printer, item.title.as_ref()),
        &format!("({})", params.join(printer.comma())),
    ])
}

pub(super) fn apply(printer: &Printer<'_>, item: &Apply) -> String {
    let name = item.name.as_ref();
    let name = name.map(|name| join(&[printer.word(K::As), &name.node]));
    join(&[
        printer.word(K::Apply),
        &item.template.node,
        &arguments(printer, &item.arguments),
        &name.unwrap_or_default(),
        title(printer, item.title.as_ref()),
    ])
}

fn title<'p>(printer: &'p Printer<'_>, title: Option<&Text>) -> &'p str {
    title.map_or("", |title| printer.quoted(title.span))
}

pub(super) fn dropped(printer: &Printer<'_>, item: &Drop) -> String {
    let because = item.because.as_ref();
    let because = because.map(|why| join(&[printer.word(K::Because), printer.quoted(why.span)]));
    join(&[
        printer.word(K::Drop),
        printer.word(K::Rule),
        &item.rule.node,
        &because.unwrap_or_default(),
    ])
}

/// An item with `override` before it.
pub(super) fn adapted(printer: &Printer<'_>, inner: &Item) -> Vec<Entry> {
    let mut lines = item::header(printer, inner);
    if let Some(first) = lines.first_mut() {
        first.prefix(&format!("{} ", printer.word(K::Override)));
    }
    lines
}

fn arguments(printer: &Printer<'_>, list: &[(Name, Argument)]) -> String {
    if list.is_empty() {
        return String::new();
    }
    let list: Vec<_> = list
        .iter()
        .map(|(name, value)| format!("{}: {}", name.node, argument(printer, value)))
        .collect();
    format!("({})", list.join(printer.comma()))
}

fn argument(printer: &Printer<'_>, value: &Argument) -> String {
    match value {
        Argument::Name(name) => name.node.clone(),
        Argument::Duration(duration) => printer.duration(duration),
        Argument::Number(number) => milli(number.node),
        Argument::Boolean(value) => printer
            .word(if value.node { K::Yes } else { K::No })
            .to_owned(),
        Argument::Clock(time) => super::expr::clock(time.node),
        Argument::Moment(moment) => printer.moment(moment),
        Argument::Phrase(body) => words(printer, body),
    }
}

fn words(printer: &Printer<'_>, body: &PhraseBody) -> String {
    match body {
        PhraseBody::AnyOf {
            choices,
            list: true,
        } => join(&[
            printer.word(K::AnyOf),
            &printer.sequences(choices, printer.list_comma()),
        ]),
        PhraseBody::AnyOf { choices, .. }
        | PhraseBody::AllOf(choices)
        | PhraseBody::SomeOf { choices, .. } => {
            printer.sequences(choices, &format!(" {} ", printer.word(K::Or)))
        }
        PhraseBody::FromFile(path) => printer.quoted(path.span).to_owned(),
    }
}
