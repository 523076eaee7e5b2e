//! The words of stdlib-rules: their own tests pass, and another rulebook can use them.

use std::collections::BTreeMap;

use zhunze_calls::call::{Call, Event, Kind, Speaker};
use zhunze_tests::files;

#[test]
fn another_rulebook_uses_the_words() {
    let words = files::root().join("stdlib-rules/std/words_en.rulebook");
    let main = "rulebook \"mine\"\n\nuse \"std/words_en.rulebook\"\n\n\
        phrase bye_here = goodbye or \"take care\"\n\n\
        rule farewell\n  agent must say bye_here\n";
    let files = BTreeMap::from([
        ("mine.rulebook".to_owned(), main.to_owned()),
        (
            "std/words_en.rulebook".to_owned(),
            std::fs::read_to_string(words).unwrap(),
        ),
    ]);
    let book = zhunze_compiler::check("mine.rulebook", &files)
        .book
        .unwrap();
    assert_eq!(book.rules.len(), 1);
    for (text, satisfied) in [
        ("Well, take care!", 1),
        ("Have a GREAT day", 1),
        ("and that is it", 0),
    ] {
        let mut event = Event::new(1000, Kind::Utterance);
        event.speaker = Speaker::Agent;
        event.text = text.to_owned();
        let call = Call {
            events: vec![event],
            ..Call::default()
        };
        assert_eq!(
            zhunze_reference::evaluate(&book, &call, None).rules[0].satisfied,
            satisfied,
            "{text}"
        );
    }
}
