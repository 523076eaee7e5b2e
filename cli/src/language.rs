//! In which language the command line speaks to people.
//!
//! In: `--lang`, the rulebook's text, the environment. Out: English or Chinese.

use clap::ValueEnum;
use zhunze_compiler::book::Language;
use zhunze_grammar::ast::{Item, Setting};

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

impl Lang {
    fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Zh => Language::Chinese,
        }
    }
}

/// What was asked for; else what the rulebook says; else what the environment says.
pub(crate) fn of_text(asked: Option<Lang>, rulebook: &str) -> Language {
    let said = || said_by(rulebook).unwrap_or_else(of_environment);
    asked.map_or_else(said, Lang::language)
}

/// What was asked for; else the language of this code (`zh`, `en` …).
pub(crate) fn of_code(asked: Option<Lang>, code: &str) -> Language {
    asked.map_or_else(|| parse(code), Lang::language)
}

/// The `language` of a rulebook, if it says so.
fn said_by(rulebook: &str) -> Option<Language> {
    let parsed = zhunze_grammar::parse(rulebook);
    let rulebooks = parsed.file().items.iter().filter_map(|item| match item {
        Item::Rulebook(rulebook) => Some(rulebook),
        _ => None,
    });
    rulebooks
        .flat_map(|rulebook| &rulebook.settings)
        .find_map(|setting| match setting {
            Setting::Language(name) => Some(parse(&name.node)),
            _ => None,
        })
}

/// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says something.
fn of_environment() -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let said = names
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    parse(&said.unwrap_or_default())
}

fn parse(code: &str) -> Language {
    if code.starts_with("zh") {
        Language::Chinese
    } else {
        Language::English
    }
}

/// One of two texts.
pub(crate) fn pick<'t>(language: Language, english: &'t str, chinese: &'t str) -> &'t str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_goes_before_the_rulebook() {
        let chinese = "rulebook \"x\" version \"1\"\n  language zh\n";
        assert_eq!(of_text(None, chinese), Language::Chinese);
        assert_eq!(of_text(Some(Lang::En), chinese), Language::English);
        assert_eq!(of_code(None, "zh"), Language::Chinese);
        assert_eq!(of_code(Some(Lang::En), "zh"), Language::English);
    }
}
