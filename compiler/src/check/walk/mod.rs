//! Walks over syntax trees and changes them in place.
//!
//! In: a [`Rewrite`], which says what is changed, and a piece of syntax. Every place,
//! name and value in it comes by once. Moving a file's places and putting parameters in
//! are both done so.

mod clauses;
mod exprs;
mod moments;
mod phrases;
mod tests;

use zhunze_grammar::ast::{
    Apply, Argument, Band, Duration, Effective, EventItem, Expr, Item, LengthSource, Name, Param,
    Piece, Quantity, Rulebook, Section, Setting, Span, Spanned, Template, Use,
};

pub(super) use clauses::clauses;
pub(super) use exprs::expr;
pub(super) use phrases::{body, pattern};

/// What is changed. Each is called before the walk goes inside.
pub(super) trait Rewrite {
    /// A place.
    fn span(&mut self, _: &mut Span) {}
    /// A phrase by name.
    fn phrase(&mut self, _: &mut Name) {}
    /// A moment (or an event) by name.
    fn moment(&mut self, _: &mut Name) {}
    /// A number or a parameter.
    fn quantity(&mut self, _: &mut Quantity) {}
    /// A length.
    fn duration(&mut self, _: &mut Duration) {}
    /// A condition or a value.
    fn expr(&mut self, _: &mut Expr) {}
    /// A value given to a parameter.
    fn argument(&mut self, _: &mut Argument) {}
    /// A piece of a pattern.
    fn piece(&mut self, _: &mut Piece) {}
}

/// Something with a place of its own and nothing inside.
fn leaf<T>(r: &mut dyn Rewrite, spanned: &mut Spanned<T>) {
    r.span(&mut spanned.span);
}

fn leaves<'a, T: 'a>(r: &mut dyn Rewrite, all: impl IntoIterator<Item = &'a mut Spanned<T>>) {
    all.into_iter().for_each(|one| leaf(r, one));
}

/// A top-level item.
pub(super) fn item(r: &mut dyn Rewrite, item: &mut Item) {
    match item {
        Item::Rulebook(it) => rulebook(r, it),
        Item::Use(it) => uses(r, it),
        Item::Phrase(it) => {
            leaf(r, &mut it.name);
            body(r, &mut it.body);
            r.span(&mut it.span);
        }
        Item::Moment(it) => {
            leaf(r, &mut it.name);
            moments::moment(r, &mut it.moment);
            r.span(&mut it.span);
        }
        Item::Event(it) => event(r, it),
        Item::Section(it) => section(r, it),
        Item::Rule(it) => {
            leaf(r, &mut it.name);
            leaves(r, &mut it.title);
            clauses(r, &mut it.clauses);
            r.span(&mut it.span);
        }
        Item::Test(it) => tests::test(r, it),
        Item::Param(it) => param(r, it),
        Item::Template(it) => template(r, it),
        Item::Apply(it) => apply(r, it),
        Item::Extends(it) => {
            leaf(r, &mut it.path);
            leaves(r, &mut it.version);
            r.span(&mut it.span);
        }
        Item::Override(it) => {
            self::item(r, &mut it.item);
            r.span(&mut it.span);
        }
        Item::Drop(it) => {
            leaf(r, &mut it.rule);
            leaves(r, &mut it.because);
            r.span(&mut it.span);
        }
    }
}

fn rulebook(r: &mut dyn Rewrite, it: &mut Rulebook) {
    leaf(r, &mut it.name);
    leaves(r, &mut it.version);
    it.settings.iter_mut().for_each(|one| setting(r, one));
    r.span(&mut it.span);
}

fn setting(r: &mut dyn Rewrite, setting: &mut Setting) {
    match setting {
        Setting::Language(name) | Setting::Channel(name) | Setting::Unit(name) => leaf(r, name),
        Setting::Score(it) => {
            leaf(r, &mut it.name);
            leaf(r, &mut it.from);
            leaves(r, &mut it.pass);
            leaves(r, &mut it.unit);
            r.span(&mut it.span);
        }
        Setting::Grades(it) => {
            leaves(r, &mut it.score);
            it.bands.iter_mut().for_each(|one| band(r, one));
            r.span(&mut it.span);
        }
        Setting::Waiting(number) => leaf(r, number),
        Setting::Applies(condition) => expr(r, condition),
        Setting::Effective(it) => effective(r, it),
        Setting::Fillers(texts) | Setting::Confusions(texts) => leaves(r, texts),
        Setting::WeightsTotal { score, total } => {
            leaves(r, score);
            leaf(r, total);
        }
    }
}

fn band(r: &mut dyn Rewrite, band: &mut Band) {
    leaf(r, &mut band.name);
    leaves(r, &mut band.from);
    leaves(r, &mut band.below);
}

fn effective(r: &mut dyn Rewrite, it: &mut Effective) {
    leaves(r, &mut it.from);
    leaves(r, &mut it.until);
}

fn uses(r: &mut dyn Rewrite, it: &mut Use) {
    leaf(r, &mut it.path);
    leaves(r, &mut it.version);
    arguments(r, &mut it.arguments);
    r.span(&mut it.span);
}

fn arguments(r: &mut dyn Rewrite, all: &mut [(Name, Argument)]) {
    for (name, value) in all {
        leaf(r, name);
        argument(r, value);
    }
}

/// A value given to a parameter.
pub(super) fn argument(r: &mut dyn Rewrite, value: &mut Argument) {
    r.argument(value);
    match value {
        Argument::Phrase(it) => body(r, it),
        Argument::Name(name) => leaf(r, name),
        Argument::Duration(it) => duration(r, it),
        Argument::Number(it) => leaf(r, it),
        Argument::Boolean(it) => leaf(r, it),
        Argument::Clock(it) => leaf(r, it),
        Argument::Moment(it) => moments::moment(r, it),
    }
}

fn event(r: &mut dyn Rewrite, it: &mut EventItem) {
    leaf(r, &mut it.name);
    for (name, kind) in &mut it.attributes {
        leaf(r, name);
        leaf(r, kind);
    }
    r.span(&mut it.span);
}

fn section(r: &mut dyn Rewrite, it: &mut Section) {
    leaf(r, &mut it.name);
    leaves(r, &mut it.title);
    leaves(r, &mut it.weight);
    leaves(r, &mut it.score);
    r.span(&mut it.span);
}

fn param(r: &mut dyn Rewrite, it: &mut Param) {
    leaf(r, &mut it.name);
    leaf(r, &mut it.kind);
    if let Some(value) = &mut it.default {
        argument(r, value);
    }
    r.span(&mut it.span);
}

fn template(r: &mut dyn Rewrite, it: &mut Template) {
    leaf(r, &mut it.name);
    leaves(r, &mut it.title);
    it.params.iter_mut().for_each(|one| param(r, one));
    clauses(r, &mut it.clauses);
    r.span(&mut it.span);
}

fn apply(r: &mut dyn Rewrite, it: &mut Apply) {
    leaf(r, &mut it.template);
    arguments(r, &mut it.arguments);
    leaves(r, &mut it.name);
    leaves(r, &mut it.title);
    clauses(r, &mut it.clauses);
    r.span(&mut it.span);
}

fn duration(r: &mut dyn Rewrite, it: &mut Duration) {
    r.duration(it);
    match it.source.as_deref_mut() {
        Some(LengthSource::Param(name)) => leaf(r, name),
        Some(LengthSource::Value { value, .. }) => expr(r, value),
        None => {}
    }
    r.span(&mut it.span);
}

fn durations<'a>(r: &mut dyn Rewrite, all: impl IntoIterator<Item = &'a mut Duration>) {
    all.into_iter().for_each(|one| duration(r, one));
}

fn quantity(r: &mut dyn Rewrite, it: &mut Quantity) {
    r.quantity(it);
    match it {
        Quantity::Number(number) => leaf(r, number),
        Quantity::Param(name) => leaf(r, name),
    }
}

fn quantities<'a>(r: &mut dyn Rewrite, all: impl IntoIterator<Item = &'a mut Quantity>) {
    all.into_iter().for_each(|one| quantity(r, one));
}
