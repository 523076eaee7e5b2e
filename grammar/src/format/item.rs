//! Prints headers of items and the settings of a rulebook.

use super::align::Entry;
use super::layout::plain;
use super::reuse;
use super::write::{Printer, join, milli};
use crate::ast::{
    AttributeType, Band, EventItem, Grades, Item, PhraseBody, PhraseItem, PhraseSeq, Score,
    Section, Setting, Text,
};
use crate::keywords::Keyword as K;

/// The lines of a header.
pub(super) fn header(printer: &Printer<'_>, item: &Item) -> Vec<Entry> {
    let line = match item {
        Item::Phrase(phrase) => return self::phrase(printer, phrase),
        Item::Rulebook(item) => {
            let version = item
                .version
                .as_ref()
                .map(|version| join(&[printer.word(K::Version), printer.quoted(version.span)]));
            join(&[
                printer.word(K::Rulebook),
                printer.quoted(item.name.span),
                &version.unwrap_or_default(),
            ])
        }
        Item::Use(item) => reuse::use_item(printer, item),
        Item::Moment(item) => join(&[
            printer.word(K::Moment),
            &item.name.node,
            "=",
            &printer.moment(&item.moment),
        ]),
        Item::Event(item) => event(printer, item),
        Item::Section(item) => section(printer, item),
        Item::Rule(item) => {
            let title = item
                .title
                .as_ref()
                .map_or("", |title| printer.quoted(title.span));
            join(&[printer.word(K::Rule), &item.name.node, title])
        }
        Item::Test(item) => join(&[printer.word(K::Test), printer.quoted(item.title.span)]),
        Item::Param(item) => join(&[printer.word(K::Param), &reuse::param(printer, item)]),
        Item::Template(item) => reuse::template(printer, item),
        Item::Apply(item) => reuse::apply(printer, item),
        Item::Extends(item) => join(&[
            printer.word(K::Extends),
            printer.quoted(item.path.span),
            &reuse::version(printer, item.version.as_ref()),
        ]),
        Item::Override(item) => return reuse::adapted(printer, &item.item),
        Item::Drop(item) => reuse::dropped(printer, item),
    };
    vec![plain(0, line)]
}

fn phrase(printer: &Printer<'_>, item: &PhraseItem) -> Vec<Entry> {
    let head = join(&[printer.word(K::Phrase), &item.name.node]);
    match &item.body {
        PhraseBody::AnyOf {
            choices,
            list: true,
        } => listed(printer, &head, printer.word(K::AnyOf), choices),
        PhraseBody::AllOf(choices) => listed(printer, &head, printer.word(K::AllOf), choices),
        PhraseBody::SomeOf { count, choices } => {
            let count = milli(count.node);
            let many = if printer.chinese() {
                join(&[printer.word(K::Some), &count, printer.word(K::Pieces)])
            } else {
                join(&[&count, printer.word(K::OfThem)])
            };
            listed(printer, &head, &many, choices)
        }
        PhraseBody::AnyOf {
            choices,
            list: false,
        } => {
            let or = format!(" {} ", printer.word(K::Or));
            vec![aligned(head, &printer.sequences(choices, &or))]
        }
        PhraseBody::FromFile(path) => {
            let body = join(&[printer.word(K::FromFile), printer.quoted(path.span)]);
            vec![aligned(head, &body)]
        }
    }
}

/// A list, one a line.
fn listed(printer: &Printer<'_>, head: &str, word: &str, choices: &[PhraseSeq]) -> Vec<Entry> {
    let line = join(&[head, "=", word]);
    let lines = choices
        .iter()
        .map(|choice| plain(2, printer.sequence(choice)));
    std::iter::once(plain(0, line)).chain(lines).collect()
}

fn aligned(head: String, body: &str) -> Entry {
    Entry::Line {
        indent: 0,
        head: Some(head),
        text: format!("= {body}"),
        comment: None,
    }
}

fn event(printer: &Printer<'_>, item: &EventItem) -> String {
    let attributes = item.attributes.iter().map(|(name, kind)| {
        let kind = printer.word(match kind.node {
            AttributeType::Text => K::TextType,
            AttributeType::Number => K::NumberType,
            AttributeType::Boolean => K::BooleanType,
        });
        format!("{}: {kind}", name.node)
    });
    let attributes: Vec<_> = attributes.collect();
    let list = format!("({})", attributes.join(printer.comma()));
    let list = if attributes.is_empty() { "" } else { &list };
    join(&[printer.word(K::Event), &item.name.node, list])
}

fn section(printer: &Printer<'_>, item: &Section) -> String {
    let title = item
        .title
        .as_ref()
        .map_or("", |title| printer.quoted(title.span));
    let weight = item
        .weight
        .as_ref()
        .map(|weight| join(&[printer.word(K::Weight), &milli(weight.node)]));
    let score = item
        .score
        .as_ref()
        .map(|score| join(&[printer.word(K::Of), &score.node]));
    let line = join(&[
        printer.word(K::Section),
        &item.name.node,
        title,
        &weight.unwrap_or_default(),
        &score.unwrap_or_default(),
    ]);
    format!("{line}{}", below_zero(printer, item.below_zero))
}

fn below_zero(printer: &Printer<'_>, said: bool) -> String {
    if said {
        format!("{}{}", printer.comma(), printer.word(K::BelowZero))
    } else {
        String::new()
    }
}

/// A line under `rulebook`.
pub(super) fn setting(printer: &Printer<'_>, setting: &Setting) -> String {
    match setting {
        Setting::Language(name) => join(&[printer.word(K::Language), &name.node]),
        Setting::Channel(name) => join(&[printer.word(K::Channel), &name.node]),
        Setting::Score(score) => self::score(printer, score),
        Setting::Grades(grades) => self::grades(printer, grades),
        Setting::Waiting(most) => join(&[
            printer.word(K::Waiting),
            printer.word(K::AtMost),
            &milli(most.node),
        ]),
        Setting::Unit(name) => {
            let word = if printer.chinese() {
                K::UnitOf
            } else {
                K::UnitWord
            };
            join(&[printer.word(word), &name.node])
        }
        Setting::Applies(expr) => join(&[printer.word(K::AppliesIf), &printer.expr(expr)]),
        Setting::Effective(effective) => printer.effective(effective),
        Setting::Fillers(list) => texts(printer, K::Fillers, list),
        Setting::Confusions(list) => texts(printer, K::Confusions, list),
        Setting::WeightsTotal { score, total } => {
            let score = score
                .as_ref()
                .map(|score| join(&[printer.word(K::Of), &score.node]));
            join(&[
                printer.word(K::Weights),
                &score.unwrap_or_default(),
                printer.word(K::Total),
                &milli(total.node),
            ])
        }
    }
}

fn texts(printer: &Printer<'_>, keyword: K, list: &[Text]) -> String {
    let texts: Vec<_> = list.iter().map(|text| printer.quoted(text.span)).collect();
    let texts = texts.join(printer.list_comma());
    let none = printer.word(K::NoneOf);
    let list = if list.is_empty() { none } else { &texts };
    join(&[printer.word(keyword), list])
}

fn score(printer: &Printer<'_>, score: &Score) -> String {
    let mut line = join(&[
        printer.word(K::Score),
        &score.name.node,
        printer.word(K::From),
        &milli(score.from.node),
    ]);
    if let Some(pass) = &score.pass {
        line += &format!(
            "{}{} {}",
            printer.comma(),
            printer.word(K::Pass),
            milli(pass.node)
        );
    }
    if let Some(unit) = &score.unit {
        line += &format!(
            "{}{} {}",
            printer.comma(),
            printer.word(K::UnitWord),
            printer.quoted(unit.span)
        );
    }
    line + &below_zero(printer, score.below_zero)
}

fn grades(printer: &Printer<'_>, grades: &Grades) -> String {
    let score = grades
        .score
        .as_ref()
        .map(|score| join(&[printer.word(K::Of), &score.node]));
    let bands: Vec<_> = grades
        .bands
        .iter()
        .map(|band| self::band(printer, band))
        .collect();
    join(&[
        printer.word(K::Grade),
        &score.unwrap_or_default(),
        &bands.join(printer.comma()),
    ])
}

fn band(printer: &Printer<'_>, band: &Band) -> String {
    let bound = |keyword, number: &Option<crate::ast::Milli>| {
        let number = number
            .as_ref()
            .map(|number| join(&[printer.word(keyword), &milli(number.node)]));
        number.unwrap_or_default()
    };
    join(&[
        &band.name.node,
        &bound(K::From, &band.from),
        &bound(K::Below, &band.below),
    ])
}
