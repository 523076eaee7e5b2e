//! Modules that are not what they should be, and limits.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod fake;

use fake::{WAT, bytes, call, event, load, manifest, module, said, show};
use zhunze_calls::call::{Kind, Speaker};
use zhunze_runtime::{Engine, Error, Limits, Rulebook, Scorer, Session};

fn refuse(bytes: &[u8]) -> String {
    let engine = Engine::new(Limits::default()).unwrap();
    engine
        .load(bytes)
        .err()
        .map_or_else(|| "taken".to_owned(), |error| error.to_string())
}

#[test]
fn bad_modules_are_refused_and_told_why() {
    let good = manifest().to_string();
    let cases = [
        (
            "(module",
            r#"(module (import "env" "now" (func))"#,
            "it imports env.now",
        ),
        (
            r#""zz_abi") i32 (i32.const 1)"#,
            r#""zz_abi") i32 (i32.const 2)"#,
            "it speaks version 2, this host version 1",
        ),
        (
            r#""zz_abi") i32 (i32.const 1)"#,
            r#""zz_abi") (mut i32) (i32.const 1)"#,
            "zz_abi is not a constant i32",
        ),
        (
            r#""zz_abi") i32 (i32.const 1)"#,
            r#""zz_abi") i64 (i64.const 1)"#,
            "zz_abi is not a constant i32",
        ),
        (
            r#"(export "zz_next_deadline")"#,
            "",
            "it does not export zz_next_deadline",
        ),
        (
            r#"(export "zz_open") (param $s i32)"#,
            r#"(export "zz_open") (param $s i32) (param i32)"#,
            "zz_open has another type",
        ),
        (r#"(export "memory")"#, "", "it does not export memory"),
        (
            "(i32.const 2048)",
            "(i32.const 2047)",
            "zz_heap is not a multiple of 16",
        ),
        (
            "(i32.const 2048)",
            "(i32.const 1024)",
            "the input buffer reaches beyond zz_heap",
        ),
        (
            r#""zz_output") i32 (i32.const 1280)"#,
            r#""zz_output") i32 (i32.const -8)"#,
            "the output buffer reaches beyond zz_heap",
        ),
        (
            r#""zz_state_size") i32 (i32.const 32)"#,
            r#""zz_state_size") i32 (i32.const 8)"#,
            "zz_state_size is not a multiple of 16",
        ),
        (
            r#""zz_state_size") i32 (i32.const 32)"#,
            r#""zz_state_size") i32 (i32.const 48)"#,
            "the manifest and zz_state_size differ",
        ),
        (
            r#""zz_output_size") i32 (i32.const 200)"#,
            r#""zz_output_size") i32 (i32.const 8)"#,
            "the output buffer is too small",
        ),
    ];
    for (from, to, why) in cases {
        assert!(WAT.contains(from), "{from}");
        let said = refuse(&module(&WAT.replacen(from, to, 1), &good));
        assert_eq!(
            said,
            format!("the module does not follow the interface: {why}"),
            "{to}"
        );
    }
}

#[test]
fn garbage_is_invalid_and_never_a_crash() {
    let good = bytes();
    for garbage in [
        &b""[..],
        b"hello",
        b"\0asm\x01\0\0\0\xff",
        &good[..good.len() / 2],
    ] {
        assert!(
            refuse(garbage).starts_with("this is no valid module"),
            "{garbage:?}"
        );
    }
    assert!(refuse(b"\0asm\x01\0\0\0").contains("it does not export zz_open"));
    assert!(refuse(&module(WAT, "{}")).contains("its manifest cannot be read: missing field"));
    let plain = wat::parse_str(WAT).unwrap();
    assert!(refuse(&plain).contains("it has no manifest"));
}

#[test]
fn limits_hold() {
    let small = Engine::new(Limits {
        module_bytes: 100,
        ..Limits::default()
    })
    .unwrap();
    assert_eq!(
        small.load(&bytes()).err(),
        Some(Error::TooLarge {
            bytes: bytes().len(),
            limit: 100
        })
    );
    let little = Engine::new(Limits {
        memory_bytes: 65_535,
        ..Limits::default()
    })
    .unwrap();
    assert!(matches!(
        little.load(&bytes()).err(),
        Some(Error::Memory(_))
    ));
    let far = WAT.replacen("(i32.const 2048)", "(i32.const 1048576)", 1);
    let limited = Engine::new(Limits {
        memory_bytes: 65_536,
        ..Limits::default()
    })
    .unwrap();
    assert!(matches!(
        limited.load(&module(&far, &manifest().to_string())).err(),
        Some(Error::Memory(_))
    ));
    let grown = Engine::new(Limits::default()).unwrap();
    assert!(grown.load(&module(&far, &manifest().to_string())).is_ok());
    let quick = Engine::new(Limits {
        fuel: Some(10_000),
        ..Limits::default()
    })
    .unwrap();
    let slow = WAT.replacen(
        "(module",
        "(module (start $spin) (func $spin (loop $l (br $l)))",
        1,
    );
    assert_eq!(
        quick.load(&module(&slow, &manifest().to_string())).err(),
        Some(Error::OutOfFuel)
    );
}

#[test]
fn an_endless_module_runs_out_of_fuel_and_the_next_call_is_judged() {
    let mut scorer = load(Limits {
        fuel: Some(100_000),
        ..Limits::default()
    })
    .scorer()
    .unwrap();
    let mut endless = event(2, Kind::Hangup);
    endless.speaker = Speaker::System;
    assert_eq!(
        scorer.score(&call(vec![said(1, "a"), endless])),
        Err(Error::OutOfFuel)
    );
    assert!(matches!(
        scorer.score(&call(vec![event(1, Kind::Dtmf)])),
        Err(Error::Trap(_))
    ));
    let verdicts = scorer
        .score(&call(vec![said(1, "a"), said(2, "b")]))
        .unwrap();
    assert_eq!(show(&verdicts.findings), "talk#0@1 talk#1@2");
}

#[test]
fn lies_of_a_module_are_faults_and_never_a_crash() {
    let good = manifest().to_string();
    let cases = [
        (
            "(call $record (i32.const 56)",
            "(call $record (i32.const 57)",
            "the size of an output record is wrong",
        ),
        (
            "(call $record (i32.const 56)",
            "(call $record (i32.const 0)",
            "the size of an output record is wrong",
        ),
        (
            "(call $record (i32.const 56)",
            "(call $record (i32.const 4096)",
            "an output record reaches beyond the buffer",
        ),
        (
            "(i32.or (i32.const 1) (i32.shl",
            "(i32.or (i32.const 9) (i32.shl",
            "an output record is of no known type",
        ),
        (
            "(i32.const 0x10000)",
            "(i32.const 0xffff0000)",
            "an output record is too short",
        ),
        (
            "(local.get $reason) (i32.const 0x10000)",
            "(i32.const 77) (i32.const 0x10000)",
            "a finding has no known reason",
        ),
        (
            "(global.get $count))",
            "(i32.const 1000))",
            "the size of an output record is wrong",
        ),
        (
            "(i32.const 1280) (local.get $consumed)",
            "(i32.const 1280) (i32.const 0x7fffffff)",
            "zz_event consumed more than it was given",
        ),
        (
            "(i32.const 1280) (local.get $consumed)",
            "(i32.const 1280) (i32.const 0)",
            "zz_event makes no progress",
        ),
        (
            "(call $rule (i32.const 1)",
            "(call $rule (i32.const 7)",
            "the rows of a table are out of order",
        ),
    ];
    for (from, to, why) in cases {
        assert!(WAT.contains(from), "{from}");
        let engine = Engine::new(Limits::default()).unwrap();
        let rulebook = engine
            .load(&module(&WAT.replacen(from, to, 1), &good))
            .unwrap();
        let mut scorer = rulebook.scorer().unwrap();
        let error = scorer.score(&call(vec![said(1, "a")])).unwrap_err();
        assert_eq!(error, Error::Interface(why.to_owned()), "{to}");
    }
}

#[test]
fn a_module_that_never_stops_reporting_is_stopped() {
    let endless = WAT.replace(
        "(i32.const 1284) (local.get $more)",
        "(i32.const 1284) (i32.const 1)",
    );
    let endless = endless.replace(
        "(i32.const 1280) (local.get $consumed)",
        "(i32.const 1280) (i32.const 0)",
    );
    let cases = [
        (
            Limits {
                findings: 1000,
                ..Limits::unmetered()
            },
            Error::TooManyFindings { limit: 1000 },
        ),
        (
            Limits {
                fuel: Some(10_000),
                ..Limits::default()
            },
            Error::OutOfFuel,
        ),
    ];
    for (limits, expected) in cases {
        let rulebook = Engine::new(limits)
            .unwrap()
            .load(&module(&endless, &manifest().to_string()))
            .unwrap();
        // The record of the metadata makes no finding, so an utterance comes with it.
        let error = rulebook
            .scorer()
            .unwrap()
            .score(&call(vec![said(1, "a")]))
            .unwrap_err();
        assert_eq!(error, expected);
    }
}

#[test]
fn what_is_shared_and_sent_between_threads() {
    fn shared<T: Send + Sync + Clone>() {}
    fn sent<T: Send>() {}
    shared::<Engine>();
    shared::<Rulebook>();
    sent::<Scorer>();
    sent::<Session>();
}
