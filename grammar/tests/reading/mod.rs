//! Reading a text and printing it in both languages.

use zhunze_grammar::{FormatOptions, KeywordLanguage, Lang, Parse, format, parse};

/// The tree of a text without mistakes.
fn read(text: &str) -> Parse {
    let tree = parse(text);
    let errors: Vec<_> = tree
        .errors
        .iter()
        .map(|error| (error.label(Lang::English), &text[error.span.range()]))
        .collect();
    assert!(errors.is_empty(), "{text}\n{errors:?}");
    tree
}

/// The tree, and that it is the same after a trip through both languages.
pub(crate) fn there_and_back(text: &str) -> Parse {
    let tree = read(text);
    let mut printed = text.to_owned();
    for keywords in [KeywordLanguage::Chinese, KeywordLanguage::English] {
        let keywords = Some(keywords);
        printed = format(&printed, FormatOptions { keywords })
            .unwrap_or_else(|_| panic!("refused: {printed}"));
        assert_eq!(tree.file(), read(&printed).file(), "{printed}");
    }
    tree
}
