//! What rulebooks take from one another: parameters, templates, other files.

use super::Builder;
use crate::ast::{
    Apply, Argument, Drop, Extends, Item, Name, Override, Param, ParamType, PhraseBody, PhraseSeq,
    Span, Spanned, Template, Text, Use,
};
use crate::keywords::Keyword;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn use_item(&mut self, node: &Node) -> Option<Use> {
        let dotted = node.child(Rule::dotted);
        let version = self.once(node, Rule::version)?;
        let arguments = self.once(node, Rule::arguments)?;
        Some(Use {
            path: match dotted {
                Some(dotted) => self.dotted(dotted),
                None => self.text_in(node)?,
            },
            dotted: dotted.is_some(),
            version: version.and_then(|version| self.text_in(version)),
            arguments: self.arguments(arguments)?,
            span: self.span(node),
        })
    }

    fn dotted(&self, node: &Node) -> Text {
        let names: Vec<String> = node
            .all(Rule::name)
            .map(|name| self.name(name).node)
            .collect();
        Spanned {
            node: names.join("."),
            span: self.span(node),
        }
    }

    pub(super) fn param(&mut self, node: &Node) -> Option<Param> {
        let kind = node.child(Rule::param_type)?;
        Some(Param {
            name: self.name_in(node)?,
            kind: Spanned {
                node: match self.keyword(kind)? {
                    Keyword::PhraseType => ParamType::Phrase,
                    Keyword::MomentType => ParamType::Moment,
                    Keyword::DurationType => ParamType::Duration,
                    Keyword::NumberType => ParamType::Number,
                    Keyword::TextType => ParamType::Text,
                    Keyword::ClockType => ParamType::Clock,
                    _ => ParamType::Boolean,
                },
                span: self.span(kind),
            },
            default: match node.child(Rule::argument) {
                None => None,
                Some(argument) => Some(self.argument(argument)?),
            },
            span: self.span(node),
        })
    }

    pub(super) fn template(&mut self, node: &Node) -> Option<Template> {
        let params = node.all(Rule::param_decl).map(|param| self.param(param));
        let params: Option<Vec<Param>> = params.collect();
        Some(Template {
            name: self.name_in(node)?,
            title: self.text_in(node),
            params: params?,
            clauses: Vec::new(),
            span: self.span(node),
        })
    }

    pub(super) fn apply(&mut self, node: &Node) -> Option<Apply> {
        Some(Apply {
            template: self.name_in(node)?,
            arguments: self.arguments(node.child(Rule::arguments))?,
            name: node
                .child(Rule::as_rule)
                .and_then(|rule| self.name_in(rule)),
            title: self.text_in(node),
            clauses: Vec::new(),
            span: self.span(node),
        })
    }

    pub(super) fn extends(&mut self, node: &Node) -> Option<Extends> {
        Some(Extends {
            path: self.text_in(node)?,
            version: node
                .child(Rule::version)
                .and_then(|version| self.text_in(version)),
            span: self.span(node),
        })
    }

    pub(super) fn dropped(&mut self, node: &Node) -> Option<Drop> {
        Some(Drop {
            rule: self.name_in(node)?,
            because: self.text_in(node),
            span: self.span(node),
        })
    }

    fn arguments(&mut self, node: Option<&Node>) -> Option<Vec<(Name, Argument)>> {
        let list = node
            .into_iter()
            .flat_map(|node| node.all(Rule::argument_of));
        list.map(|one| {
            let argument = self.argument(one.child(Rule::argument)?)?;
            Some((self.name_in(one)?, argument))
        })
        .collect()
    }

    fn argument(&mut self, node: &Node) -> Option<Argument> {
        let inner = node.first()?;
        Some(match inner.rule {
            Rule::duration => Argument::Duration(self.duration(inner)?),
            Rule::clock => Argument::Clock(Spanned {
                node: self.clock(inner)?,
                span: self.span(inner),
            }),
            Rule::moment => Argument::Moment(self.moment(inner)?),
            Rule::signed => {
                let span = self.span(inner);
                let node = self.signed(inner)?;
                Argument::Number(Spanned { node, span })
            }
            Rule::boolean => Argument::Boolean(Spanned {
                node: self.keyword(inner) == Some(Keyword::Yes),
                span: self.span(inner),
            }),
            rule => words(self.sequences(inner), rule == Rule::any_of_use),
        })
    }
}

/// A name alone is a name, all else a phrase.
fn words(choices: Vec<PhraseSeq>, list: bool) -> Argument {
    if let [only] = choices.as_slice()
        && let Some(name) = super::phrase::bare_name(only)
    {
        return Argument::Name(name.clone());
    }
    Argument::Phrase(PhraseBody::AnyOf { choices, list })
}

/// An item after `override` changes another.
pub(super) fn adapted(node: &Node, span: Span, item: Item) -> Item {
    if node.child(Rule::override_).is_none() {
        return item;
    }
    let item = Box::new(item);
    Item::Override(Override { item, span })
}
