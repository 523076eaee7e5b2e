//! Which forms of the checked rulebook a rulebook has.
//!
//! Every enum is matched without a wildcard and every struct is taken apart in full, so that
//! a new variant or field does not compile until it is named here; and what is named here
//! must be made by the random generator (`tests/random_covers.rs`).

mod conditions;
mod phrases;
mod rules;

use std::collections::BTreeSet;

use zhunze_compiler::book::*;

/// Names every form of a type, and says which one a value is.
macro_rules! forms {
    ($names:ident, $name:ident, $type:ty, { $($pattern:pat => $form:literal),* $(,)? }) => {
        pub(super) const $names: &[&str] = &[$($form),*];
        fn $name(it: &$type) -> &'static str {
            match it { $($pattern => $form),* }
        }
    };
}
pub(crate) use forms;

/// What has been seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// The forms.
    pub forms: BTreeSet<&'static str>,
}

impl Seen {
    fn add(&mut self, form: &'static str) {
        self.forms.insert(form);
    }

    /// Something that may be there or not; both are seen for.
    fn maybe<T>(&mut self, part: &Option<T>, there: &'static str) -> bool {
        if part.is_some() {
            self.add(there);
        }
        part.is_some()
    }

    fn when(&mut self, is: bool, form: &'static str) {
        if is {
            self.add(form);
        }
    }

    /// Takes a rulebook in.
    pub fn book(&mut self, book: &Book) {
        let Book {
            name: _,
            version: _,
            language,
            channel,
            hash: _,
            sources: _,
            case,
            fillers,
            confusions,
            params,
            dropped: _,
            scores,
            sections,
            phrases,
            derived,
            named: _,
            events: _,
            attributes: _,
            metadata: _,
            labels,
            rules,
            tests: _,
            waiting,
        } = book;
        self.add(language_form(language));
        self.maybe(channel, "channel");
        self.when(*case, "case");
        self.when(!fillers.is_empty(), "fillers");
        self.when(!confusions.is_empty(), "confusions");
        self.when(!params.is_empty(), "params");
        self.when(!labels.is_empty(), "labels");
        self.when(*waiting < 64, "waiting few");
        scores.iter().for_each(|score| self.score(score));
        sections.iter().for_each(|section| self.section(section));
        phrases.iter().for_each(|phrase| self.phrase(phrase));
        derived.iter().for_each(|derived| self.derived(derived));
        rules.iter().for_each(|rule| self.rule(rule));
    }
}

/// What there is besides the forms of enums.
const PARTS: &[&str] = &[
    "channel",
    "case",
    "fillers",
    "confusions",
    "params",
    "labels",
    "waiting few",
];

forms!(LANGUAGES, language_form, Language, {
    Language::Chinese => "Chinese",
    Language::English => "English",
});

/// All forms that there are.
pub fn all() -> BTreeSet<&'static str> {
    let lists = [
        &[PARTS, LANGUAGES][..],
        &phrases::all(),
        &rules::all(),
        &conditions::all(),
    ];
    lists.concat().concat().into_iter().collect()
}
