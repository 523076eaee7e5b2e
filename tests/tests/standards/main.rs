//! The standards of the library against calls that were labelled by the clause before any
//! rulebook saw them (`stdlib-rules/standards/calls/`).
//!
//! In: calls, labels, rulebooks. Out: docs/standards.md, which says for each clause what was
//! found and what was missed; `UPDATE_STANDARDS=1` writes it anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod measured;
mod page;

use std::fs;
use std::path::PathBuf;

use measured::Measured;
use zhunze_tests::files;

/// The standards: their names, and where their rulebooks and calls are.
const STANDARDS: [(&str, &str, &str); 5] = [
    ("S0 网贷客服服务准则", "s0-online-lending.rulebook", "s0"),
    (
        "S1 中通速递客服人员业务手册",
        "s1-zto-express.rulebook",
        "s1",
    ),
    ("S2 客户服务规范标准合集", "s2-service-collection", "s2-"),
    (
        "S3 在线客服服务质量考核",
        "s3-chat-scorecard.rulebook",
        "s3",
    ),
    (
        "S4 客户服务热线标准化应对脚本",
        "s4-hotline-script.rulebook",
        "s4",
    ),
];

fn folder() -> PathBuf {
    files::root().join("stdlib-rules/standards")
}

/// Rulebooks of a standard, each with the name of its files of calls.
fn rulebooks(place: &str, calls: &str) -> Vec<(PathBuf, String)> {
    let path = folder().join(place);
    if !path.is_dir() {
        return vec![(path, calls.to_owned())];
    }
    let all = files::files(&path, "rulebook").into_iter();
    let named = all.map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (path, format!("{calls}{name}"))
    });
    let has_calls = |(_, calls): &(PathBuf, String)| measured::calls(&folder(), calls).exists();
    named.filter(has_calls).collect()
}

fn measure() -> Vec<(&'static str, Measured)> {
    let measured = |(name, place, calls): &(&'static str, &str, &str)| {
        let mut all = Measured::default();
        for (rulebook, calls) in rulebooks(place, calls) {
            all.add(&rulebook, &folder(), &calls);
        }
        (*name, all)
    };
    STANDARDS.iter().map(measured).collect()
}

#[test]
fn the_page_of_the_standards_says_what_was_measured() {
    let all = measure();
    let text = page::text(&all);
    let path = files::root().join("docs/standards.md");
    if std::env::var_os("UPDATE_STANDARDS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    for (name, measured) in &all {
        assert!(measured.calls >= 40, "{name}: {} calls", measured.calls);
        let uncited: Vec<&String> = measured.uncited().collect();
        assert!(
            uncited.is_empty(),
            "{name}: labelled, cited by no rule: {uncited:?}"
        );
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/standards.md is out of date: run this test with UPDATE_STANDARDS=1"
    );
}
