//! Values of utterances.
use crate::making::*;

#[track_caller]
fn of(value: SpeechValue, call: &str, want: &[Option<i64>]) {
    let any = either(&speaks(Who::Anyone), &happens("x"));
    check(&any, &Term::Speech(value), call, want);
}

#[test]
fn lengths_and_rates() {
    of(
        SpeechValue::Length,
        "1 agent one two, three!; 2 customer; 3 x",
        &[Some(3000), Some(0), None],
    );
    of(
        SpeechValue::Duration,
        "1-5 agent a; 2 customer; 3 x",
        &[Some(4), Some(0), None],
    );
    of(
        SpeechValue::SpeechRate,
        "0-7000 agent a b c; 0 customer a; 8000 customer a speech_rate=5; 9000-9001 customer speech_rate=yes; 9500 x",
        &[Some(25_714), None, Some(5), Some(0), None],
    );
}

#[test]
fn the_other_side() {
    of(
        SpeechValue::ResponseTime,
        "1-5 agent a; 9 customer b; 9 customer c; 10-20 agent d; 15 customer e; 30 system f; 31 somebody g; 40 agent; 41 x",
        &[
            None,
            Some(4),
            Some(4),
            Some(1),
            Some(0),
            None,
            None,
            Some(25),
            None,
        ],
    );
    of(
        SpeechValue::Overlap,
        "1-5 agent a; 3-9 customer b; 4-6 customer c; 5-20 agent d; 30 system f; 41 x",
        &[Some(0), Some(2), Some(1), Some(4), Some(0), None],
    );
    of(
        SpeechValue::Overlap,
        "1-50 agent a; 3-9 customer b; 60 customer",
        &[Some(0), Some(6), Some(0)],
    );
}

#[test]
fn turns_begin() {
    let any = either(&speaks(Who::Anyone), &happens("x"));
    assert_eq!(
        judge(
            &any,
            &[Expr::TurnStart],
            "1 agent a; 2 agent b; 3 x; 4 agent c; 5 customer d; 6 system e; 7 system f; 8 agent g"
        ),
        [[true, false, false, false, true, true, false, true]]
    );
}

#[track_caller]
fn similar(turns: u32, call: &str, want: &[Option<i64>]) {
    of(SpeechValue::Similarity { turns }, call, want);
}

/// The sketch by the letter of docs/meaning.md.
fn sketch(text: &str) -> std::collections::BTreeSet<u8> {
    let units: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
    units
        .windows(2)
        .map(|pair| {
            let mut hash = 0xcbf2_9ce4_8422_2325u64;
            for byte in pair[0].bytes().chain([0x1f]).chain(pair[1].bytes()) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
            hash.to_le_bytes().into_iter().fold(0, |a, b| a ^ b)
        })
        .collect()
}
fn like(a: &str, b: &str) -> i64 {
    let (a, b) = (sketch(a), sketch(b));
    100_000 * a.intersection(&b).count() as i64 / a.union(&b).count() as i64
}

#[test]
fn similarity() {
    similar(
        10,
        "1 agent one two three; 2 agent One, TWO three!; 3 agent; 4 agent one; 5 x; 6 customer one two three",
        &[Some(0), Some(100_000), None, None, None, Some(0)],
    );
    let (a, b, c) = (
        "i have told you three times now",
        "i have told you four times now",
        "please tell me your name",
    );
    similar(
        10,
        &format!("1 agent {a}; 2 agent {c}; 3 agent {b}"),
        &[Some(0), Some(like(a, c)), Some(like(a, b).max(like(b, c)))],
    );
    assert!(like(a, b) > 0 && like(a, b) < 100_000);
    // Turns: an utterance of the present turn is 0 back.
    let call = "1 agent one two; 2 customer a; 3 agent three four five; 4 customer a; 5 agent one two; 6 agent one two";
    similar(
        0,
        call,
        &[Some(0), None, Some(0), None, Some(0), Some(100_000)],
    );
    similar(
        1,
        call,
        &[Some(0), None, Some(0), None, Some(0), Some(100_000)],
    );
    similar(
        2,
        call,
        &[Some(0), None, Some(0), None, Some(100_000), Some(100_000)],
    );
}

#[test]
fn sixteen_are_remembered() {
    let words = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india",
        "juliet", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec",
    ];
    let lines: String = words
        .iter()
        .enumerate()
        .map(|(i, w)| format!("{i} agent {w} {w}{w};"))
        .collect();
    let said = |w: &str| format!("{w} {w}{w}");
    let best = |w: &str, of: &[&str]| {
        of.iter()
            .map(|v| like(&said(w), &said(v)))
            .max()
            .unwrap_or(0)
    };
    let mut want: Vec<_> = (0..17)
        .map(|i: usize| Some(best(words[i], &words[i.saturating_sub(16)..i])))
        .collect();
    // The first of 17 is forgotten, the second is not.
    want.push(Some(best("alpha", &words[1..])));
    similar(1, &format!("{lines} 50 agent alpha alphaalpha"), &want);
    want.pop();
    want.push(Some(100_000));
    similar(1, &format!("{lines} 50 agent bravo bravobravo"), &want);
}

#[test]
fn chinese_is_cut_into_characters() {
    let mut book = book(vec![
        require(
            speaks(Who::Agent),
            equals(Term::Speech(SpeechValue::Similarity { turns: 1 }), 100_000),
        ),
        require(
            speaks(Who::Agent),
            equals(Term::Speech(SpeechValue::Length), 4000),
        ),
    ]);
    book.language = Language::Chinese;
    let found = run(
        &book,
        "1 agent 请您稍等; 2 agent 請您，稍等。; 3 agent 请ＡＰＰ稍等; 4 agent 请app稍等",
    )
    .findings;
    assert_eq!(
        found
            .iter()
            .filter(|f| f.rule == 0)
            .map(|f| f.satisfied)
            .collect::<Vec<_>>(),
        [false, true, false, true]
    );
    assert!(found.iter().filter(|f| f.rule == 1).all(|f| f.satisfied));
}
