//! Headers of items, and the settings of a rulebook.

use super::Builder;
use super::reuse::adapted;
use crate::ast::{
    AttributeType, Band, EventItem, Grades, Item, MomentItem, Name, PhraseItem, Rule as RuleItem,
    Rulebook, Score, Section, Setting, Spanned, Test,
};
use crate::keywords::Keyword;
use crate::tree::{Node, Rule};

impl Builder<'_> {
    pub(super) fn header(&mut self, node: &Node) -> Option<Item> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::rulebook_header => Item::Rulebook(Rulebook {
                name: self.text_in(node)?,
                version: node
                    .child(Rule::version)
                    .and_then(|version| self.text_in(version)),
                settings: Vec::new(),
                span,
            }),
            Rule::use_header => Item::Use(self.use_item(node)?),
            Rule::phrase_header => adapted(
                node,
                span,
                Item::Phrase(PhraseItem {
                    name: self.name_in(node)?,
                    body: self.phrase_body(node)?,
                    span,
                }),
            ),
            Rule::moment_header => adapted(
                node,
                span,
                Item::Moment(MomentItem {
                    name: self.name_in(node)?,
                    moment: self.moment_in(node)?,
                    span,
                }),
            ),
            Rule::event_header => Item::Event(self.event(node)?),
            Rule::section_header => {
                let section = self.section(node)?;
                adapted(node, span, Item::Section(section))
            }
            Rule::rule_header => adapted(
                node,
                span,
                Item::Rule(RuleItem {
                    name: self.name_in(node)?,
                    title: self.text_in(node),
                    clauses: Vec::new(),
                    span,
                }),
            ),
            Rule::param_header => {
                let param = self.param(node.child(Rule::param_decl)?)?;
                adapted(node, span, Item::Param(param))
            }
            Rule::template_header => Item::Template(self.template(node)?),
            Rule::apply_header => Item::Apply(self.apply(node)?),
            Rule::extends_header => Item::Extends(self.extends(node)?),
            Rule::drop_header => Item::Drop(self.dropped(node)?),
            Rule::test_header => Item::Test(Test {
                title: self.text_in(node)?,
                lines: Vec::new(),
                span,
            }),
            _ => return None,
        })
    }

    fn event(&mut self, node: &Node) -> Option<EventItem> {
        let types = node.child(Rule::attribute_types);
        let types = types
            .into_iter()
            .flat_map(|types| types.all(Rule::attribute_type));
        let attributes: Option<_> = types
            .map(|attribute| self.attribute_type(attribute))
            .collect();
        Some(EventItem {
            name: self.name_in(node)?,
            attributes: attributes?,
            span: self.span(node),
        })
    }

    fn attribute_type(&self, node: &Node) -> Option<(Name, Spanned<AttributeType>)> {
        let name = node.child(Rule::type_name)?;
        let kind = match self.keyword(name)? {
            Keyword::TextType => AttributeType::Text,
            Keyword::NumberType => AttributeType::Number,
            Keyword::BooleanType => AttributeType::Boolean,
            _ => return None,
        };
        let span = self.span(name);
        Some((self.name_in(node)?, Spanned { node: kind, span }))
    }

    fn section(&mut self, node: &Node) -> Option<Section> {
        let weight = self.once(node, Rule::weight)?;
        let score = self.once(node, Rule::of_score)?;
        let below_zero = self.once(node, Rule::below_zero)?;
        Some(Section {
            name: self.name_in(node)?,
            title: self.text_in(node),
            weight: self.optional_number(weight)?,
            score: score.and_then(|score| self.name_in(score)),
            below_zero: below_zero.is_some(),
            span: self.span(node),
        })
    }

    /// The number under an optional part: `None` when it is out of range.
    pub(super) fn optional_number(
        &mut self,
        part: Option<&Node>,
    ) -> Option<Option<crate::ast::Milli>> {
        match part {
            None => Some(None),
            Some(part) => self.number_in(part).map(Some),
        }
    }

    pub(super) fn setting(&mut self, node: &Node) -> Option<Setting> {
        Some(match node.rule {
            Rule::language => Setting::Language(self.name_in(node)?),
            Rule::channel => Setting::Channel(self.name_in(node)?),
            Rule::score => Setting::Score(self.score(node)?),
            Rule::grades => Setting::Grades(self.grades(node)?),
            Rule::unit_setting => Setting::Unit(match node.child(Rule::whole_call) {
                None => self.name_in(node)?,
                Some(call) => Spanned {
                    node: "call".to_owned(),
                    span: self.span(call),
                },
            }),
            Rule::applies_if => Setting::Applies(self.expr_in(node)?),
            Rule::effective => Setting::Effective(self.effective(node)),
            Rule::fillers => Setting::Fillers(self.texts(node)),
            Rule::confusions => Setting::Confusions(self.texts(node)),
            Rule::weights_total => Setting::WeightsTotal {
                score: node
                    .child(Rule::of_score)
                    .and_then(|score| self.name_in(score)),
                total: self.number_in(node)?,
            },
            _ => Setting::Waiting(self.number_in(node)?),
        })
    }

    fn texts(&self, node: &Node) -> Vec<crate::ast::Text> {
        node.all(Rule::text).map(|text| self.text(text)).collect()
    }

    fn score(&mut self, node: &Node) -> Option<Score> {
        let pass = self.once(node, Rule::pass)?;
        let unit = self.once(node, Rule::unit_word)?;
        let below_zero = self.once(node, Rule::below_zero)?;
        Some(Score {
            name: self.name_in(node)?,
            from: self.number_in(node)?,
            pass: self.optional_number(pass)?,
            unit: unit.and_then(|unit| self.text_in(unit)),
            below_zero: below_zero.is_some(),
            span: self.span(node),
        })
    }

    fn grades(&mut self, node: &Node) -> Option<Grades> {
        let bands: Option<_> = node.all(Rule::band).map(|band| self.band(band)).collect();
        Some(Grades {
            score: node
                .child(Rule::of_score)
                .and_then(|score| self.name_in(score)),
            bands: bands?,
            span: self.span(node),
        })
    }

    fn band(&mut self, node: &Node) -> Option<Band> {
        Some(Band {
            name: self.name_in(node)?,
            from: self.optional_number(node.child(Rule::band_from))?,
            below: self.optional_number(node.child(Rule::band_below))?,
        })
    }
}
