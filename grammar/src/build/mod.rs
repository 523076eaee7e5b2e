//! The typed tree of one item, from its nodes.
//!
//! In: an item's nodes and where the item starts in the file. Out: a [`BuiltItem`]: the
//! typed item, what each header and clause became (for the formatter), and the mistakes
//! that only show here: numbers out of range, patterns that cannot be read, parts said twice.

mod clause;
mod compose;
mod expr;
mod header;
mod leaf;
mod moment;
mod phrase;
mod reuse;
mod test;
mod window;

use crate::ast::{
    Apply, Clause, Item, PhraseBody, PhraseSeq, Rule as RuleItem, Rulebook, Setting, Span, Spanned,
    Template, TestLine,
};
use crate::errors::{ErrorKind, SyntaxError};
use crate::item::ItemParse;
use crate::keywords::ItemKind;
use crate::lexeme::Words;
use crate::names::Names;
use crate::tree::{Node, Rule};

/// What a header or clause became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Built {
    /// It could not be read.
    Broken,
    /// A header; what it says is in [`BuiltItem::item`].
    Header(Box<Item>),
    Setting(Setting),
    /// One line of `any of`.
    List(Vec<PhraseSeq>),
    Clause(Clause),
    Line(TestLine),
}

/// An item and its units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BuiltItem {
    /// The typed item; `None` when its header could not be read.
    pub(crate) item: Option<Item>,
    pub(crate) units: Vec<Built>,
    pub(crate) errors: Vec<SyntaxError>,
}

/// Builds an item whose text starts at byte `base` of the file.
pub(crate) fn item(text: &str, base: u32, parse: &ItemParse, names: &Names) -> BuiltItem {
    let mut builder = Builder {
        text,
        words: &parse.words,
        names,
        kind: parse.kind,
        base,
        errors: Vec::new(),
    };
    let units: Vec<Built> = parse
        .units
        .iter()
        .map(|node| builder.unit(node.as_ref()))
        .collect();
    let item = whole(&mut builder, parse, &units);
    BuiltItem {
        item,
        units,
        errors: builder.errors,
    }
}

fn whole(builder: &mut Builder<'_>, parse: &ItemParse, units: &[Built]) -> Option<Item> {
    let Some(Built::Header(header)) = units.first() else {
        return None;
    };
    let mut item = (**header).clone();
    let spans: Vec<Span> = parse
        .words
        .units
        .iter()
        .map(|unit| builder.lexemes(unit.clone()))
        .collect();
    for (unit, span) in units.iter().zip(&spans).skip(1) {
        add(&mut item, unit.clone(), *span);
    }
    let end = spans.last().copied().unwrap_or_default();
    let span = span_of(&mut item);
    *span = span.to(end);
    let wants_choices = choices_of(&mut item).is_some_and(|choices| choices.is_empty());
    if wants_choices && !units.contains(&Built::Broken) {
        let end = span_of(&mut item).end;
        let expected = crate::expected::words(&[Rule::text]);
        builder.error(
            Span::new(end, end),
            ErrorKind::Unexpected {
                found: None,
                expected,
                suggestion: None,
                hint: None,
            },
        );
    }
    Some(item)
}

fn span_of(item: &mut Item) -> &mut Span {
    match item {
        Item::Rulebook(item) => &mut item.span,
        Item::Use(item) => &mut item.span,
        Item::Phrase(item) => &mut item.span,
        Item::Moment(item) => &mut item.span,
        Item::Event(item) => &mut item.span,
        Item::Section(item) => &mut item.span,
        Item::Rule(item) => &mut item.span,
        Item::Test(item) => &mut item.span,
        Item::Param(item) => &mut item.span,
        Item::Template(item) => &mut item.span,
        Item::Apply(item) => &mut item.span,
        Item::Extends(item) => &mut item.span,
        Item::Override(item) => &mut item.span,
        Item::Drop(item) => &mut item.span,
    }
}

/// The list of a phrase that is written one a line.
fn choices_of(item: &mut Item) -> Option<&mut Vec<PhraseSeq>> {
    match item {
        Item::Override(adapted) => choices_of(&mut adapted.item),
        Item::Phrase(phrase) => match &mut phrase.body {
            PhraseBody::AnyOf { choices, .. }
            | PhraseBody::AllOf(choices)
            | PhraseBody::SomeOf { choices, .. } => Some(choices),
            PhraseBody::FromFile(_) => None,
        },
        _ => None,
    }
}

/// Adds what a clause became to its item.
fn add(item: &mut Item, unit: Built, span: Span) {
    match (item, unit) {
        (Item::Rulebook(Rulebook { settings, .. }), Built::Setting(setting)) => {
            settings.push(setting)
        }
        (Item::Override(adapted), unit) => add(&mut adapted.item, unit, span),
        (
            Item::Rule(RuleItem { clauses, .. })
            | Item::Template(Template { clauses, .. })
            | Item::Apply(Apply { clauses, .. }),
            Built::Clause(node),
        ) => clauses.push(Spanned { node, span }),
        (Item::Test(test), Built::Line(node)) => test.lines.push(Spanned { node, span }),
        (item, Built::List(list)) => {
            if let Some(choices) = choices_of(item) {
                choices.extend(list);
            }
        }
        _ => {}
    }
}

pub(crate) struct Builder<'a> {
    /// The item's text.
    text: &'a str,
    words: &'a Words,
    /// The names that the file declares.
    names: &'a Names,
    kind: Option<ItemKind>,
    base: u32,
    errors: Vec<SyntaxError>,
}

impl Builder<'_> {
    fn lexemes(&self, range: std::ops::Range<usize>) -> Span {
        let (start, end) = self.words.bytes(range);
        Span::new(self.base + start, self.base + end)
    }

    fn span(&self, node: &Node) -> Span {
        self.lexemes(node.lexemes.clone())
    }

    fn error(&mut self, span: Span, kind: ErrorKind) {
        self.errors.push(SyntaxError::new(span, kind));
    }

    /// A unit that the grammar took but that comes to nothing is reported, never dropped.
    fn unit(&mut self, node: Option<&Node>) -> Built {
        let Some(node) = node else {
            return Built::Broken;
        };
        let before = self.errors.len();
        let built = self.read_unit(node);
        if built.is_none() && self.errors.len() == before {
            let kind = ErrorKind::Unexpected {
                found: None,
                expected: Vec::new(),
                suggestion: None,
                hint: None,
            };
            self.error(self.span(node), kind);
        }
        built.unwrap_or(Built::Broken)
    }

    fn read_unit(&mut self, node: &Node) -> Option<Built> {
        match node.rule {
            Rule::language
            | Rule::channel
            | Rule::score
            | Rule::grades
            | Rule::waiting
            | Rule::unit_setting
            | Rule::fillers
            | Rule::confusions
            | Rule::weights_total => self.setting(node).map(Built::Setting),
            Rule::applies_if | Rule::effective if self.kind == Some(ItemKind::Rulebook) => {
                self.setting(node).map(Built::Setting)
            }
            Rule::list_line => Some(Built::List(self.sequences(node))),
            Rule::call_line | Rule::event_line | Rule::expect_line => {
                self.test_line(node).map(Built::Line)
            }
            rule if is_header(rule) => self.header(node).map(|item| Built::Header(Box::new(item))),
            _ => self.clause(node).map(Built::Clause),
        }
    }
}

fn is_header(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::rulebook_header
            | Rule::use_header
            | Rule::phrase_header
            | Rule::moment_header
            | Rule::event_header
            | Rule::section_header
            | Rule::rule_header
            | Rule::test_header
            | Rule::param_header
            | Rule::template_header
            | Rule::apply_header
            | Rule::extends_header
            | Rule::drop_header
    )
}
