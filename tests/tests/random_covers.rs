//! The random rulebooks and calls contain every construct, and lead to every outcome.

use std::collections::BTreeSet;

use zhunze_calls::verdict::Note;
use zhunze_tests::random::{self, Random};

const CONSTRUCTS: [&str; 66] = [
    "Silence {",
    "even_on_hold: true",
    "Lasts {",
    "span: Hold",
    "span: Mute",
    "CallEnds",
    "Labelled {",
    "Declared(",
    "kind: Ring",
    "kind: Answer",
    "kind: Utterance",
    "kind: HoldStart",
    "kind: HoldEnd",
    "kind: MuteStart",
    "kind: MuteEnd",
    "kind: Transfer",
    "kind: Hangup",
    "kind: Dtmf",
    "kind: Action",
    "kind: Label,",
    "who: Agent",
    "who: Customer",
    "who: System",
    "who: Anyone",
    "phrase: Some",
    "guard: Some",
    "next_turn: Some",
    "before: Some",
    "after: Some",
    "min: Some",
    "max: Some",
    "negated: true",
    "Before {",
    "within: Some",
    "Require(",
    "trigger: None",
    "trigger: Some",
    "condition: Some",
    "excuse: Some",
    "Happened(",
    "Count(",
    "Rings",
    "Flag {",
    "TextIn {",
    "Compare {",
    "op: Equal",
    "op: NotEqual",
    "op: Less,",
    "op: LessEqual",
    "op: Greater,",
    "op: GreaterEqual",
    "Not(",
    "And(",
    "Or(",
    "Const(",
    "Meta(",
    "Attribute(",
    "fatal_from: Some",
    "award: Some",
    "deduct: Some",
    "each_time: true",
    "at_most: Some",
    "Optional(",
    "Gap {",
    "below_zero: true",
    "Any(",
];

#[test]
fn every_construct_is_made() {
    let mut missing: BTreeSet<&str> = CONSTRUCTS.into();
    for seed in 1..400 {
        let book = format!("{:?}", random::book(&mut Random::new(seed)));
        missing.retain(|construct| !book.contains(construct));
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_outcome_comes_about() {
    let (mut reasons, mut notes) = (BTreeSet::new(), BTreeSet::new());
    let mut fatal = false;
    for seed in 1..400 {
        let mut random = Random::new(seed);
        let book = random::book(&mut random);
        let (call, ends) = random::call(&mut random, 30);
        let verdicts = zhunze_reference::evaluate(&book, &call, Some(ends));
        reasons.extend(verdicts.findings.iter().map(|finding| finding.reason as u8));
        notes.extend(verdicts.notes.iter().map(|note| match note {
            Note::WaitingListFull { .. } => 1,
            Note::MissingAttribute { .. } => 2,
            Note::MissingMetadata { .. } => 3,
        }));
        fatal |= verdicts.scores.iter().any(|score| score.fatal);
    }
    assert_eq!(reasons, (0..=6).collect());
    assert_eq!(notes, (1..=3).collect());
    assert!(fatal);
}
