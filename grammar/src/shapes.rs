//! Which rule of the grammar reads what: whole items, headers, clauses.

use crate::keywords::ItemKind;
use crate::tree::Rule;

/// What reads a header (the first unit) or a clause.
pub(crate) fn unit_rule(kind: ItemKind, index: usize) -> Option<Rule> {
    if index == 0 {
        header_rule(kind)
    } else {
        clause_rule(kind)
    }
}

/// What reads a whole item.
pub(crate) fn whole_rule(kind: ItemKind) -> Rule {
    match kind {
        ItemKind::Rulebook => Rule::rulebook_item,
        ItemKind::Use => Rule::use_item,
        ItemKind::Phrase => Rule::phrase_item,
        ItemKind::Moment => Rule::moment_item,
        ItemKind::Event => Rule::event_item,
        ItemKind::Section => Rule::section_item,
        ItemKind::Rule => Rule::rule_item,
        ItemKind::Test => Rule::test_item,
        ItemKind::Param => Rule::param_item,
        ItemKind::Template => Rule::template_item,
        ItemKind::Apply => Rule::apply_item,
        ItemKind::Extends => Rule::extends_item,
        ItemKind::Drop => Rule::drop_item,
    }
}

fn header_rule(kind: ItemKind) -> Option<Rule> {
    Some(match kind {
        ItemKind::Rulebook => Rule::rulebook_header_only,
        ItemKind::Use => Rule::use_header_only,
        ItemKind::Phrase => Rule::phrase_header_only,
        ItemKind::Moment => Rule::moment_header_only,
        ItemKind::Event => Rule::event_header_only,
        ItemKind::Section => Rule::section_header_only,
        ItemKind::Rule => Rule::rule_header_only,
        ItemKind::Test => Rule::test_header_only,
        ItemKind::Param => Rule::param_header_only,
        ItemKind::Template => Rule::template_header_only,
        ItemKind::Apply => Rule::apply_header_only,
        ItemKind::Extends => Rule::extends_header_only,
        ItemKind::Drop => Rule::drop_header_only,
    })
}

fn clause_rule(kind: ItemKind) -> Option<Rule> {
    match kind {
        ItemKind::Rulebook => Some(Rule::setting_only),
        ItemKind::Phrase => Some(Rule::list_line_only),
        ItemKind::Rule | ItemKind::Template | ItemKind::Apply => Some(Rule::clause_only),
        ItemKind::Test => Some(Rule::test_line_only),
        ItemKind::Use
        | ItemKind::Moment
        | ItemKind::Event
        | ItemKind::Section
        | ItemKind::Param
        | ItemKind::Extends
        | ItemKind::Drop => None,
    }
}
