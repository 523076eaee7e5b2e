//! Whole calls and open calls: order, lateness, snapshots.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod fake;

use fake::{call, event, load, rulebook, said, show};
use zhunze_calls::call::{Call, Event, Kind};
use zhunze_calls::report::{Outcome, ReportOptions};
use zhunze_runtime::{Error, Limits, Options, Rulebook, Session, SnapshotError, Verdicts};

#[test]
fn whole_calls_are_judged_in_order_of_time() {
    let mut scorer = rulebook().scorer().unwrap();
    let events = vec![
        said(9000, "c"),
        event(1000, Kind::Answer),
        said(2000, "b"),
        said(1000, "a"),
    ];
    let verdicts = scorer.score(&call(events)).unwrap();
    assert_eq!(
        show(&verdicts.findings),
        "talk#3@1000 talk#2@2000 slow@6000 talk#0@9000"
    );
    assert_eq!(
        (
            verdicts.rules[0].applied,
            verdicts.scores[0].value,
            verdicts.notes.len()
        ),
        (4, 4000, 1)
    );
}

#[test]
fn calls_larger_than_the_buffers_are_handed_over_in_parts() {
    let mut scorer = load(Limits::unmetered()).scorer().unwrap();
    let events: Vec<Event> = (0..500)
        .map(|t| said(t, &"x".repeat(usize::try_from(t % 90).unwrap())))
        .collect();
    let mut verdicts = Verdicts::default();
    for _ in 0..3 {
        scorer
            .score_into(&call(events.clone()), &mut verdicts)
            .unwrap();
        assert_eq!(verdicts.findings.len(), 500);
        assert!(
            verdicts
                .findings
                .iter()
                .map(|one| one.trigger)
                .eq((0..500).map(Some))
        );
    }
    let long = scorer.score(&call(vec![said(0, ""), said(1, &"x".repeat(2000))]));
    assert!(
        matches!(long, Err(Error::Encoding { position: 1, .. })),
        "{long:?}"
    );
}

fn open(rulebook: &Rulebook, lateness_ms: i64) -> (zhunze_runtime::Scorer, Session) {
    let mut scorer = rulebook.scorer().unwrap();
    let session = Session::open(&mut scorer, &call(Vec::new()), Options { lateness_ms }).unwrap();
    (scorer, session)
}

/// When something arrives, what it is, and what is found at once.
type Step = (i64, &'static str, &'static str);

#[test]
fn findings_come_as_soon_as_the_lateness_allows() {
    let cases: [(i64, &[Step]); 4] = [
        (
            0,
            &[
                (1000, "answer", ""),
                (2000, "said", "talk#1@2000"),
                (1500, "said", ""),
                (2000, "said", "talk#3@2000"),
                (6000, "tick", ""),
                (6001, "tick", "slow@6000"),
            ],
        ),
        (
            1000,
            &[
                (1000, "answer", ""),
                (2000, "said", ""),
                (1500, "said", ""),
                (999, "said", ""),
                (2500, "said", "talk#2@1500"),
                (3000, "tick", "talk#1@2000"),
                (9000, "tick", "talk#4@2500 slow@6000"),
            ],
        ),
        (
            1000,
            &[
                (0, "answer", ""),
                (500, "said", ""),
                (500, "said", ""),
                (8000, "bell", "talk#1@500 talk#2@500 slow@5000"),
                (7000, "said", "talk#4@7000"),
                (6999, "said", ""),
            ],
        ),
        (0, &[(0, "answer", ""), (5001, "bell", "slow@5000")]),
    ];
    let rulebook = rulebook();
    for (lateness, steps) in cases {
        let (mut scorer, mut session) = open(&rulebook, lateness);
        for (t, what, found) in steps {
            let findings = match *what {
                "tick" => session.tick(&mut scorer, *t),
                "answer" => session.event(&mut scorer, &event(*t, Kind::Answer)),
                "bell" => session.event(&mut scorer, &event(*t, Kind::Other("bell".to_owned()))),
                _ => session.event(&mut scorer, &said(*t, "x")),
            };
            assert_eq!(
                show(findings.unwrap()),
                *found,
                "lateness {lateness}, {what} at {t}"
            );
        }
    }
}

#[test]
fn the_next_deadline_is_when_a_tick_changes_something() {
    let rulebook = rulebook();
    let (mut scorer, mut session) = open(&rulebook, 1000);
    assert_eq!(session.next_deadline(), None);
    session
        .event(&mut scorer, &event(100, Kind::Answer))
        .unwrap();
    assert_eq!(
        session.next_deadline(),
        Some(1100),
        "the event waits until it cannot be overtaken"
    );
    session.tick(&mut scorer, 1100).unwrap();
    assert_eq!(session.next_deadline(), Some(6101));
    assert_eq!(show(session.tick(&mut scorer, 6100).unwrap()), "");
    assert_eq!(show(session.tick(&mut scorer, 6101).unwrap()), "slow@5100");
    assert_eq!(session.next_deadline(), None);
}

#[test]
fn late_events_are_noted_and_reports_can_be_had_at_any_time() {
    let rulebook = rulebook();
    let (mut scorer, mut session) = open(&rulebook, 0);
    session
        .event(&mut scorer, &event(1000, Kind::Answer))
        .unwrap();
    session.event(&mut scorer, &said(10, "late")).unwrap();
    let open = session.report(ReportOptions::default());
    assert!(
        open.rules
            .iter()
            .all(|rule| rule.outcome == Outcome::Unresolved)
    );
    assert_eq!(open.notes[0].code, "late_events");
    assert_eq!(
        show(session.close(&mut scorer, Some(90_000)).unwrap()),
        "slow@6000"
    );
    assert!(session.is_closed());
    let closed = session.report(ReportOptions::default());
    assert_eq!((closed.scores[0].value.0, closed.findings.len()), (1000, 1));
    assert_eq!(session.close(&mut scorer, None).err(), Some(Error::Closed));
    assert_eq!(
        session.event(&mut scorer, &said(99_000, "x")).err(),
        Some(Error::Closed)
    );
}

fn busy_call() -> Call {
    let events = (0..60).map(|at| match at % 7 {
        0 => event(at * 900, Kind::Answer),
        1 => event(at * 900, Kind::Other("bell".to_owned())),
        _ => said(at * 900 - (at % 3) * 1100, "x"),
    });
    call(events.collect())
}

/// Judges a call event by event; `each` may replace the session after every step.
fn live(rulebook: &Rulebook, call: &Call, each: impl Fn(Session) -> Session) -> Verdicts {
    let mut scorer = rulebook.scorer().unwrap();
    let mut session = Session::open(
        &mut scorer,
        call,
        Options {
            lateness_ms: 10_000,
        },
    )
    .unwrap();
    for event in &call.events {
        session.event(&mut scorer, event).unwrap();
        session = each(session);
    }
    session.close(&mut scorer, None).unwrap();
    each(session).verdicts().clone()
}

#[test]
fn live_batch_and_restored_at_every_event_say_the_same() {
    let (rulebook, call) = (rulebook(), busy_call());
    let batch = rulebook.scorer().unwrap().score(&call).unwrap();
    assert!(batch.findings.len() > 40);
    assert_eq!(live(&rulebook, &call, |session| session), batch);
    let elsewhere = load(Limits::default());
    let restored =
        |session: Session| Session::restore(&elsewhere, &session.snapshot().unwrap()).unwrap();
    assert_eq!(live(&rulebook, &call, restored), batch);
}

#[test]
fn many_sessions_share_one_instance() {
    let rulebook = rulebook();
    let mut scorer = rulebook.scorer().unwrap();
    let header = call(Vec::new());
    let mut sessions: Vec<Session> = (0..200)
        .map(|_| Session::open(&mut scorer, &header, Options::default()).unwrap())
        .collect();
    for t in 0..3 {
        for (at, session) in (0_i64..).zip(&mut sessions) {
            session
                .event(&mut scorer, &said(t * 1000 + at, "x"))
                .unwrap();
        }
    }
    for (at, session) in (0_i64..).zip(&mut sessions) {
        session.close(&mut scorer, None).unwrap();
        let times: Vec<i64> = session
            .verdicts()
            .findings
            .iter()
            .map(|one| one.at)
            .collect();
        assert_eq!(times, [at, 1000 + at, 2000 + at]);
    }
}

#[test]
fn a_step_that_fails_leaves_the_session_as_it_was() {
    for lateness in [0, 50] {
        let rulebook = rulebook();
        let (mut scorer, mut session) = open(&rulebook, lateness);
        session.event(&mut scorer, &said(100, "a")).unwrap();
        let before = session.snapshot().unwrap();
        let failed = session
            .event(&mut scorer, &event(200, Kind::Dtmf))
            .map(drop);
        if lateness == 0 {
            assert!(matches!(failed, Err(Error::Trap(_))));
            assert_eq!(session.snapshot().unwrap(), before);
        }
        let close = session.close(&mut scorer, None).map(show);
        assert_eq!(
            close.is_ok(),
            lateness == 0,
            "with a lateness the event fails when its time comes"
        );
    }
}

#[test]
fn damaged_and_foreign_snapshots_are_refused() {
    let (mut scorer, mut session) = open(&rulebook(), 5000);
    session.event(&mut scorer, &said(100, "a")).unwrap();
    let bytes = session.snapshot().unwrap();
    let damaged = Some(Error::Snapshot(SnapshotError::Damaged));
    for cut in 0..bytes.len() {
        assert_eq!(
            Session::restore(&rulebook(), &bytes[..cut]).err(),
            damaged,
            "cut at {cut}"
        );
    }
    let own = rulebook();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x40;
        assert!(
            matches!(
                Session::restore(&own, &changed).err(),
                Some(Error::Snapshot(_))
            ),
            "changed at {at}"
        );
    }
    let mut manifest = fake::manifest();
    manifest["version"] = "2".into();
    let engine = zhunze_runtime::Engine::new(Limits::default()).unwrap();
    let other = engine
        .load(&fake::module(fake::WAT, &manifest.to_string()))
        .unwrap();
    assert_eq!(
        Session::restore(&other, &bytes).err(),
        Some(Error::Snapshot(SnapshotError::OtherModule))
    );
    assert_eq!(
        session.tick(&mut other.scorer().unwrap(), 9000).err(),
        Some(Error::OtherModule)
    );
}
