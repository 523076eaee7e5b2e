//! The random rulebooks and calls contain every form, and lead to every outcome.

use std::collections::BTreeSet;

use zhunze_calls::verdict::{Note, Tolerance};
use zhunze_tests::covers::{self, Seen};
use zhunze_tests::random::{self, Random};

#[test]
fn every_form_is_made() {
    let mut seen = Seen::default();
    for seed in 1..1500 {
        seen.book(&random::book(&mut Random::new(seed)));
    }
    let missing: BTreeSet<&str> = covers::all().difference(&seen.forms).copied().collect();
    assert_eq!(missing, BTreeSet::new());
    let unlisted: BTreeSet<&str> = seen.forms.difference(&covers::all()).copied().collect();
    assert_eq!(unlisted, BTreeSet::new());
}

#[test]
fn every_outcome_comes_about() {
    let mut said = BTreeSet::new();
    for seed in 1..400 {
        let mut random = Random::new(seed);
        let made = random::made(&mut random);
        for _ in 0..3 {
            let (call, ends) = made.call(&mut random, 30);
            let verdicts = zhunze_reference::evaluate(&made.book, &call, Some(ends));
            for finding in &verdicts.findings {
                said.insert(format!("{:?}", finding.reason));
                said.extend((finding.arm > 0).then(|| "arm".to_owned()));
                said.extend((finding.obligation > 0).then(|| "obligation".to_owned()));
                said.extend((finding.points > 0).then(|| "award".to_owned()));
                said.extend((finding.points < 0).then(|| "deduction".to_owned()));
                for evidence in &finding.evidence {
                    said.insert(match evidence.tolerance {
                        Tolerance::None => "exactly".to_owned(),
                        Tolerance::Sounds => "sounds like".to_owned(),
                        Tolerance::About => "about".to_owned(),
                    });
                }
            }
            said.extend(verdicts.notes.iter().map(|note| match note {
                Note::WaitingListFull { .. } => "waiting list full".to_owned(),
                Note::MissingAttribute { .. } => "attribute".to_owned(),
                Note::MissingMetadata { .. } => "metadata".to_owned(),
            }));
            let fatal = verdicts.scores.iter().any(|score| score.fatal);
            said.extend(fatal.then(|| "fatal".to_owned()));
            let further = verdicts.rules.iter().any(|row| !row.others.is_empty());
            said.extend(further.then(|| "further scores".to_owned()));
        }
    }
    let expected = [
        "Satisfied",
        "DeadlineRanOut",
        "Forbidden",
        "NotBefore",
        "NotMet",
        "CallEnded",
        "WindowClosed",
        "arm",
        "obligation",
        "award",
        "deduction",
        "exactly",
        "sounds like",
        "about",
        "waiting list full",
        "attribute",
        "metadata",
        "fatal",
        "further scores",
    ];
    assert_eq!(said, expected.map(str::to_owned).into());
}
