//! Which atoms match which events, and which words are a phrase's evidence.

use crate::making::*;
use zhunze_compiler::book::{Atom, CompareOp, Kind, Pattern, Term, Who};

/// The words of a pattern in a text.
fn words(pattern: Pattern, text: &str) -> Option<(u32, u32)> {
    let mut book = book(vec![always(agent("a"))]);
    book.phrases[0] = phrase(pattern);
    let findings = evaluate(&book, &format!("1 agent {text}")).findings;
    findings
        .first()
        .and_then(|finding| finding.evidence[0].span)
}

fn word(text: &str) -> Pattern {
    word_pattern(text)
}

fn gap(min: u32, max: u32) -> Pattern {
    Pattern::Gap { min, max }
}

#[test]
fn speakers_and_kinds() {
    let call = "1 agent a; 2 customer a; 3 system a; 4 somebody a; 5 hangup customer; 6 x";
    comes_at(speaks(Who::Customer), call, &[1]);
    comes_at(speaks(Who::System), call, &[2]);
    comes_at(speaks(Who::Anyone), call, &[0, 1, 2, 3]);
    comes_at(event(Kind::Hangup, Who::Customer, None, None), call, &[4]);
    comes_at(event(Kind::Hangup, Who::Agent, None, None), call, &[]);
    let kinds = "1 ring; 2 answer; 3 hold_start; 4 hold_end; 5 mute_start; 6 mute_end; \
        7 transfer; 8 dtmf; 9 action name=x; 10 label name=x";
    let all = [
        Kind::Ring,
        Kind::Answer,
        Kind::HoldStart,
        Kind::HoldEnd,
        Kind::MuteStart,
        Kind::MuteEnd,
        Kind::Transfer,
        Kind::Dtmf,
        Kind::Action,
        Kind::Label,
    ];
    for (position, one) in (0..).zip(all) {
        comes_at(kind(one), kinds, &[position]);
    }
}

/// "A declared event `callback` is an event of kind `callback` or an `action` whose `name`
/// is `callback`."
#[test]
fn declared_events() {
    let call =
        "1 callback; 2 action name=callback; 3 action name=x; 4 label name=callback; 5 action";
    comes_at(happens("callback"), call, &[0, 1]);
}

/// "a label event whose `speaker` is the customer, or whose `name` is `customer` or starts
/// with `customer.`, and whose `value` (or, when it has no value, `name` after the dot;
/// without a dot, the whole `name`) is `angry`"
#[test]
fn labels() {
    let label = Atom::Labelled {
        who: Who::Customer,
        value: "angry".into(),
        guard: None,
    };
    let call = "1 label name=customer value=angry; 2 label name=customer.mood value=angry; \
        3 label name=customer.angry; 4 label customer name=mood value=angry; \
        5 label customer name=mood.angry; 6 label name=agent.mood value=angry; \
        7 label name=customers value=angry; 8 label name=customer.mood value=calm; \
        9 label name=customer.angry value=calm; 10 action name=customer.angry; \
        11 label name=customer.angry value=5; 12 label customer name=angry";
    comes_at(atom(label), call, &[0, 1, 2, 3, 4, 11]);
    let sure = compare(Term::Field(attribute("level")), CompareOp::Greater, 5);
    let label = Atom::Labelled {
        who: Who::Agent,
        value: "rude".into(),
        guard: Some(sure),
    };
    comes_at(
        atom(label),
        "1 label name=agent.rude level=9; 2 label name=agent.rude level=1",
        &[0],
    );
}

/// "the evidence is the one that starts first, and among those the longest"
#[test]
fn the_first_and_longest_match() {
    assert_eq!(words(word("bb c"), "a bb c bb c"), Some((2, 6)));
    let some = Pattern::Any(vec![word("c"), word("b"), word("b c")]);
    assert_eq!(words(some, "a b c"), Some((2, 5)));
    let seq = Pattern::Seq(vec![word("b"), gap(0, 2), word("c")]);
    assert_eq!(words(seq.clone(), "b c a c a c"), Some((0, 7)));
    assert_eq!(words(seq, "b a a a c"), None);
    let maybe = Pattern::Seq(vec![Pattern::Optional(Box::new(word("a"))), word("b")]);
    assert_eq!(words(maybe.clone(), "c a b"), Some((2, 5)));
    assert_eq!(words(maybe, "c b"), Some((2, 3)));
    let far = Pattern::Seq(vec![word("a"), gap(2, 3), word("b")]);
    assert_eq!(words(far.clone(), "a b"), None);
    assert_eq!(words(far, "a c c b"), Some((0, 7)));
}

/// "Punctuation, symbols, spaces, upper and lower case, full and half width never matter."
#[test]
fn spans_count_characters_of_the_text() {
    assert_eq!(words(word("您好"), "Ａ，您 好！"), Some((2, 5)));
    assert_eq!(words(word("don't"), "I DON’T"), Some((2, 7)));
}

/// A pattern with a great many ways to fail is soon done.
#[test]
fn hostile_patterns_end() {
    let either = || Pattern::Any(vec![word("a"), word("a a"), gap(0, 60)]);
    let pattern = Pattern::Seq((0..30).map(|_| either()).chain([word("b")]).collect());
    assert_eq!(words(pattern, &"a ".repeat(200)), None);
}

/// Of a long text only the first 65,535 bytes are looked at.
#[test]
fn long_texts_are_cut() {
    let text = |words: usize| format!("1 agent {}b", "c ".repeat(words));
    comes_at(agent("b"), &text(32_767), &[0]);
    comes_at(agent("b"), &text(32_768), &[]);
}
