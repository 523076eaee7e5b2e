//! Reports: the contract's names, order, outcomes, messages and notes.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use serde_json::json;
use zhunze_calls::call::Call;
use zhunze_calls::manifest::Manifest;
use zhunze_calls::parse;
use zhunze_calls::report::{Delivery, Outcome, Report, ReportOptions, Verdict, report};
use zhunze_calls::verdict::{
    Evidence, Finding, Note, Reason, RuleRow, ScoreAmount, ScoreRow, Tolerance, Verdicts,
};

fn manifest(language: &str) -> Manifest {
    serde_json::from_value(json!({
        "abi": 1, "language_version": 1, "name": "热线", "version": "1", "language": language, "channel": null, "hash": "sha256:0",
        "rules": [
            {"name": "opening", "title": "统一开场白", "section": 0, "score": 0, "cite": ["S1-1"], "severity": "minor", "message": null, "fatal_from": null,
             "costs": [{"score": 0, "deduct": {"points": 2500, "after_first": 2500, "at_most": null}, "award": null, "weight": null}]},
            {"name": "abuse", "title": "辱骂客户", "section": null, "score": 0, "cite": [], "severity": "critical", "message": "辱骂了客户", "fatal_from": 2}
        ],
        "sections": [{"name": "etiquette", "title": "服务规范", "weight": 30000, "score": 0}],
        "scores": [{"name": "quality", "from": 100_000, "pass": 80000, "unit": null, "below_zero": false,
            "grades": [{"name": "good", "from": 85000}, {"name": "poor", "from": null}]}],
        "events": [{"name": "callback", "attributes": []}], "attributes": ["volume"], "metadata": ["festival"],
        "labels": ["customer.*", "agent.tone", "customer.intent"], "phrases": 0, "state_size": 16, "waiting": [8, 192]
    }))
    .unwrap()
}

fn call() -> Call {
    let text = r#"{"call_id":"c","events":[
        {"t":0,"kind":"call_start"},{"t":1,"kind":"callback"},{"t":2,"kind":"bell","x":{}},{"t":2,"kind":"bell"},
        {"t":3,"kind":"label","name":"customer.intent","value":"complaint"}]}"#;
    parse::call(text.as_bytes(), 1).unwrap()
}

fn finding(rule: u32, at: i64, points: i64, reason: Reason) -> Finding {
    let evidence = vec![Evidence {
        event: 1,
        span: Some((0, 2)),
        tolerance: Tolerance::None,
    }];
    Finding {
        rule,
        satisfied: reason == Reason::Satisfied,
        at,
        due: Some(5000),
        points,
        trigger: Some(1),
        reason,
        obligation: 0,
        arm: 0,
        evidence,
    }
}

fn verdicts() -> Verdicts {
    Verdicts {
        findings: vec![
            finding(1, 9000, 0, Reason::Forbidden),
            finding(0, 9000, -2500, Reason::DeadlineRanOut),
            finding(0, 65_250, 0, Reason::Satisfied),
            finding(0, 8000, -2500, Reason::CallEnded),
        ],
        rules: vec![
            RuleRow {
                applied: 3,
                satisfied: 1,
                violated: 2,
                deducted: 5000,
                awarded: 0,
                others: vec![],
            },
            RuleRow {
                applied: 1,
                violated: 1,
                ..RuleRow::default()
            },
        ],
        sections: vec![25_000],
        scores: vec![ScoreRow {
            value: 95_000,
            fatal: false,
        }],
        notes: vec![
            Note::MissingMetadata { metadata: 0 },
            Note::MissingAttribute {
                attribute: 0,
                count: 2,
            },
            Note::WaitingListFull { rule: 0, count: 3 },
        ],
    }
}

#[test]
fn a_report_has_the_contracts_names_in_its_order() {
    let (manifest, call) = (manifest("zh"), call());
    let delivery = Delivery {
        late_events: 4,
        open: false,
    };
    let report = report(
        &manifest,
        &call,
        &verdicts(),
        &delivery,
        ReportOptions::default(),
    );
    let text = serde_json::to_string_pretty(&report).unwrap();
    insta::assert_snapshot!(text);
    assert_eq!(serde_json::from_str::<Report<'_>>(&text).unwrap(), report);
}

#[test]
fn all_findings_and_english() {
    let (manifest, call) = (manifest("en"), call());
    let report = report(
        &manifest,
        &call,
        &verdicts(),
        &Delivery::default(),
        ReportOptions { all_findings: true },
    );
    let messages: Vec<_> = report
        .findings
        .iter()
        .map(|one| format!("{} {:?} {}", one.at, one.outcome, one.message))
        .collect();
    insta::assert_snapshot!(messages.join("\n"), @r"
    8000 Violated 统一开场白: not done by the end of the call (00:08)
    9000 Violated 统一开场白: not done by 00:05
    9000 Violated 辱骂了客户
    65250 Satisfied 统一开场白: met at 01:05.250
    ");
    let notes: Vec<_> = report
        .notes
        .iter()
        .map(|note| note.message.as_str())
        .collect();
    insta::assert_snapshot!(notes.join("\n"), @r"
    统一开场白: 3 not judged, too many were waiting at once
    2 events lack the attribute volume that a condition looks at
    the call lacks the metadata festival that a condition looks at
    the call has no label agent.tone, on which rules rely
    ");
}

#[test]
fn an_open_call_is_unresolved_and_its_points_are_those_so_far() {
    let (manifest, call) = (manifest("zh"), call());
    let open = Delivery {
        open: true,
        ..Delivery::default()
    };
    let empty = Verdicts::default();
    let report_of = |verdicts: &Verdicts| {
        let report = report(&manifest, &call, verdicts, &open, ReportOptions::default());
        let outcomes: Vec<_> = report.rules.iter().map(|rule| rule.outcome).collect();
        (
            report.verdict,
            outcomes,
            report.scores[0].value.0,
            report.sections[0].value.0,
        )
    };
    assert_eq!(
        report_of(&empty),
        (Verdict::Pass, vec![Outcome::Unresolved; 2], 100_000, 30_000)
    );
    let so_far = Verdicts {
        findings: verdicts().findings,
        ..empty
    };
    assert_eq!(
        report_of(&so_far),
        (Verdict::Pass, vec![Outcome::Violated; 2], 95_000, 25_000)
    );
    let mut fatal = so_far;
    fatal.findings.push(finding(1, 9500, 0, Reason::Forbidden));
    assert_eq!(report_of(&fatal).0, Verdict::Fail);
    assert_eq!(report_of(&fatal).2, 0);
}

#[test]
fn verdicts_and_grades_follow_the_marks() {
    let (manifest, call) = (manifest("zh"), call());
    for (value, fatal, verdict, grade) in [
        (85_000, false, Verdict::Pass, "good"),
        (84_999, false, Verdict::Pass, "poor"),
        (79_999, false, Verdict::Fail, "poor"),
        (100_000, true, Verdict::Fail, "good"),
    ] {
        let verdicts = Verdicts {
            scores: vec![ScoreRow { value, fatal }],
            ..verdicts()
        };
        let report = report(
            &manifest,
            &call,
            &verdicts,
            &Delivery::default(),
            ReportOptions::default(),
        );
        assert_eq!(
            (report.verdict, report.scores[0].grade.as_deref()),
            (verdict, Some(grade))
        );
    }
}

/// A manifest of one rule with branches that counts for points and for money.
fn branching() -> Manifest {
    serde_json::from_value(json!({
        "abi": 1, "language_version": 1, "name": "热线", "version": "1", "language": "en", "channel": null, "hash": "sha256:0",
        "rules": [
            {"name": "rude", "title": "Rude", "section": 0, "score": 0, "cite": [], "severity": "minor", "message": null,
             "needs_review": true, "branches": [null, "on yes"], "fatal_from": 3, "fatal_section": true,
             "costs": [
                {"score": 0, "deduct": {"points": 4000, "after_first": 1000, "at_most": 5500}, "award": null,
                 "weight": {"points": 3000, "by_share": false}},
                {"score": 1, "deduct": {"points": 50000, "after_first": 50000, "at_most": null}, "award": null, "weight": null}
             ]},
            {"name": "kind", "title": "Kind", "section": null, "score": 0, "cite": [], "severity": "minor", "message": null,
             "advice": true, "fatal_from": null}
        ],
        "sections": [{"name": "etiquette", "title": "服务规范", "weight": 8000, "score": 0, "below_zero": true}],
        "scores": [
            {"name": "quality", "from": 100_000, "pass": null, "unit": null, "below_zero": false, "grades": []},
            {"name": "money", "from": 0, "pass": null, "unit": "元", "below_zero": true, "grades": []}
        ],
        "events": [], "attributes": [], "metadata": [], "labels": [], "phrases": 0, "state_size": 16, "waiting": [8, 192]
    }))
    .unwrap()
}

#[test]
fn branches_tolerances_and_further_scores_are_shown() {
    let (manifest, call) = (branching(), call());
    let mut found = finding(0, 9000, -7000, Reason::Forbidden);
    found.arm = 1;
    found.evidence[0].tolerance = Tolerance::About;
    let row = RuleRow {
        applied: 1,
        violated: 1,
        deducted: 7000,
        others: vec![ScoreAmount {
            score: 1,
            deducted: 50_000,
            awarded: 0,
        }],
        ..RuleRow::default()
    };
    let verdicts = Verdicts {
        findings: vec![finding(0, 8000, 0, Reason::Forbidden), found],
        rules: vec![row, RuleRow::default()],
        sections: vec![1000],
        scores: vec![ScoreRow::default(); 2],
        notes: vec![],
    };
    let delivery = Delivery::default();
    let report = report(
        &manifest,
        &call,
        &verdicts,
        &delivery,
        ReportOptions::default(),
    );
    let (first, second) = (&report.findings[0], &report.findings[1]);
    assert_eq!(
        (first.branch.as_deref(), second.branch.as_deref()),
        (None, Some("on yes"))
    );
    assert_eq!(first.evidence[0].tolerance, None);
    assert_eq!(second.evidence[0].tolerance.as_deref(), Some("about"));
    assert_eq!((second.score.as_ref(), second.points.0), ("quality", -7000));
    let text = serde_json::to_value(&report).unwrap();
    let costs = json!([
        {"score": "quality", "deducted": 7, "awarded": 0},
        {"score": "money", "deducted": 50, "awarded": 0}
    ]);
    assert_eq!(text["rules"][0]["costs"], costs);
    assert_eq!(text["rules"][0]["needs_review"], true);
    assert_eq!(text["rules"][1]["advice"], true);
    assert_eq!(text["rules"][1].get("costs"), None);
    assert_eq!(text["rules"][1].get("needs_review"), None);
}

#[test]
fn points_so_far_follow_the_costs_of_every_score() {
    let (manifest, call) = (branching(), call());
    let open = Delivery {
        open: true,
        ..Delivery::default()
    };
    let mut verdicts = Verdicts::default();
    let mut values = vec![];
    for at in 0..4 {
        let report = report(&manifest, &call, &verdicts, &open, ReportOptions::default());
        let scores = report.scores.iter().map(|score| score.value.0);
        values.push((scores.collect::<Vec<_>>(), report.sections[0].value.0));
        verdicts.findings.push(finding(0, at, 0, Reason::Forbidden));
    }
    let expected = [
        (vec![100_000, 0], 8000),
        (vec![93_000, -50_000], 1000),
        (vec![92_000, -100_000], 0),
        (vec![92_000, -150_000], 0),
    ];
    assert_eq!(values, expected);
}
