//! Values given from outside for the parameters of files that are used.
//!
//! In: all files, and values by name. Out: which file a value is for: the one that has a
//! parameter of that name, when the rulebook (with those that it extends) has none, only one
//! file has it, and nobody gives it a value in the brackets of `use`.

use std::collections::{BTreeMap, BTreeSet};

use zhunze_grammar::ast::{Argument, Item, Name, Param};

use super::{Expander, Whole};
use crate::book::SourceId;

/// Names that files which are used have parameters of.
#[derive(Debug, Default)]
pub(super) struct Far {
    /// The files of each.
    files: BTreeMap<String, Vec<SourceId>>,
    /// Those that have got their values.
    given: BTreeSet<String>,
}

/// Why a value does not get to a parameter of a file that is used.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) enum WhyNot {
    /// More than one file has it.
    Several,
    /// `use` gives it a value.
    GivenByUse,
}

impl WhyNot {
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            WhyNot::Several => (
                "several files have a parameter of this name; declare one in the rulebook and \
                 hand it on in the brackets of `use`",
                "有几个文件都有这个参数；请在规则书里声明一个，再在“引用”的括号里传下去",
            ),
            WhyNot::GivenByUse => (
                "the file that uses it gives it a value in the brackets of `use`; write a \
                 parameter of the rulebook there",
                "引用它的文件在“引用”的括号里已经给了值；请在那里写规则书自己的参数",
            ),
        }
    }
}

impl Expander<'_> {
    /// What there is beyond the parameters of the rulebook and of those it extends.
    pub(super) fn find_far(&self) -> Far {
        let mut far = Far::default();
        let chain = self.extended();
        let own: BTreeSet<&str> = chain.iter().flat_map(|it| self.names_of(*it)).collect();
        let others = self.files.files.iter().map(|file| file.source);
        for source in others.filter(|source| !chain.contains(source)) {
            for name in self.names_of(source).filter(|name| !own.contains(name)) {
                far.files.entry(name.to_owned()).or_default().push(source);
            }
        }
        far
    }

    /// The rulebook and those that it extends.
    fn extended(&self) -> Vec<SourceId> {
        let mut chain = Vec::new();
        let mut next = self.files.files.first().map(|file| file.source);
        while let Some(source) = next.filter(|source| !chain.contains(source)) {
            chain.push(source);
            let items = self.files.get(source).map_or(&[][..], |it| &it.file.items);
            next = items.iter().find_map(|item| match item {
                Item::Extends(it) => self.files.mentioned(&it.path),
                _ => None,
            });
        }
        chain
    }

    fn params_of(&self, source: SourceId) -> impl Iterator<Item = &Param> {
        let file = self.files.get(source);
        let items = file.into_iter().flat_map(|it| &it.file.items);
        items.filter_map(|item| match item {
            Item::Param(param) => Some(param),
            _ => None,
        })
    }

    fn names_of(&self, source: SourceId) -> impl Iterator<Item = &str> {
        self.params_of(source).map(|param| param.name.node.as_str())
    }

    /// The values from outside for a file that is used with these arguments.
    pub(super) fn far_values(
        &mut self,
        source: SourceId,
        given: &[(Name, Argument)],
    ) -> Vec<(Name, Argument)> {
        let is_given = |name: &str| given.iter().any(|(known, _)| known.node == name);
        let params = self.params_of(source).filter(|param| {
            let name = &param.name.node;
            let only = self.far.files.get(name).is_some_and(|all| all.len() == 1);
            only && self.set.contains_key(name) && !is_given(name)
        });
        let params: Vec<Param> = params.cloned().collect();
        let mut values = Vec::new();
        for param in params {
            let name = param.name.node.clone();
            let text = self.set.get(&name).cloned().unwrap_or_default();
            let value = self.value_from_outside(&param, &text);
            values.extend(value.map(|value| (self.name_from_outside(&name), value)));
            self.far.given.insert(name);
        }
        values
    }

    /// For the manifest, which values there were.
    pub(super) fn note_far(&mut self, source: SourceId, far: &[(Name, Argument)], whole: &Whole) {
        let is_far = |param: &&Param| far.iter().any(|(name, _)| name.node == param.name.node);
        let params: Vec<Param> = self.params_of(source).filter(is_far).cloned().collect();
        params.iter().for_each(|param| self.note(param, whole));
    }

    /// Whether a value has got to a file that is used.
    pub(super) fn is_far(&self, name: &str) -> bool {
        self.far.given.contains(name)
    }

    /// Why a value did not, if a file that is used has such a parameter.
    pub(super) fn why_not_far(&self, name: &str) -> Option<WhyNot> {
        let files = self.far.files.get(name)?;
        Some(match files.len() {
            1 => WhyNot::GivenByUse,
            _ => WhyNot::Several,
        })
    }
}
