//! Settings of a rulebook and of the one that it extends.
//!
//! In: both `rulebook` lines. Out: the line of the one that extends, with the settings of
//! the other that it does not give itself.

use zhunze_grammar::ast::{Name, Rulebook, Setting};

/// `own`, and what `inherited` has beyond it.
pub(super) fn merged(inherited: Option<Rulebook>, own: Rulebook) -> Rulebook {
    let Some(inherited) = inherited else {
        return own;
    };
    let mut rest = own.settings;
    let mut settings = Vec::new();
    for setting in inherited.settings {
        // One that is given again keeps its place: the first score is the first.
        match rest.iter().position(|one| same(one, &setting)) {
            Some(at) => settings.push(rest.remove(at)),
            None => settings.push(setting),
        }
    }
    settings.extend(rest);
    Rulebook { settings, ..own }
}

fn same(one: &Setting, other: &Setting) -> bool {
    let named = |name: &Option<Name>| name.as_ref().map(|it| it.node.clone());
    match (one, other) {
        (Setting::Score(a), Setting::Score(b)) => a.name == b.name,
        (Setting::Grades(a), Setting::Grades(b)) => named(&a.score) == named(&b.score),
        (Setting::WeightsTotal { score: a, .. }, Setting::WeightsTotal { score: b, .. }) => {
            named(a) == named(b)
        }
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}
