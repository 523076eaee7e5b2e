//! A call as a small timeline, with what was found at each instant.
//!
//! In: a test's call and its verdicts. Out: lines for people.

use super::case::Case;
use super::miss;
use crate::clock::Clock;
use crate::terminal::{Paint, Tone, right, tame};
use zhunze_calls::call::{Event, Kind, ValueRef, order};
use zhunze_calls::verdict::Finding;
use zhunze_compiler::book::Book;

/// The events of the call in order, each finding after the events of its instant.
pub(super) fn lines(book: &Book, case: &Case, paint: Paint) -> Vec<String> {
    let mut findings: Vec<&Finding> = case.verdicts.findings.iter().collect();
    findings.sort_by_key(|finding| (finding.at, finding.rule));
    let mut entries: Vec<(i64, u8, String)> = Vec::new();
    for event in order(&case.call)
        .into_iter()
        .filter_map(|at| case.call.events.get(at))
    {
        entries.push((event.t, 0, happened(event)));
    }
    for finding in findings {
        let mut text = found(book, finding, paint);
        if let Some(late) = miss::late(book, &case.call, finding) {
            text += &format!("  {}", late.said(book.language));
        }
        entries.push((finding.at, 1, text));
    }
    entries.sort_by_key(|(at, rank, _)| (*at, *rank));
    entries
        .into_iter()
        .map(|(at, _, text)| format!("{}  {text}", right(&Clock(at).to_string(), 9)))
        .collect()
}

pub(crate) fn happened(event: &Event) -> String {
    let speaker = event.speaker.name();
    let mut text = match (&event.kind, speaker) {
        (Kind::Utterance, who) => who.unwrap_or("?").to_owned(),
        (kind, Some(who)) => format!("{} {who}", kind.name()),
        (kind, None) => kind.name().to_owned(),
    };
    if !event.text.is_empty() {
        text = format!("{text} “{}”", tame(&event.text));
    }
    let more: Vec<String> = event
        .attributes
        .iter()
        .map(|(name, value)| format!("{name}: {}", shown(value.as_ref())))
        .collect();
    if more.is_empty() {
        text
    } else {
        format!("{text} ({})", more.join(", "))
    }
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Number(number) => zhunze_calls::points::Points(number).to_string(),
        ValueRef::Text(text) => tame(text),
        ValueRef::Boolean(yes) => yes.to_string(),
    }
}

fn found(book: &Book, finding: &Finding, paint: Paint) -> String {
    let rule = usize::try_from(finding.rule)
        .ok()
        .and_then(|at| book.rules.get(at));
    let name = rule.map_or("?", |rule| rule.name.as_str());
    let (mark, tone) = if finding.satisfied {
        ("✓", Tone::Good)
    } else {
        ("✗", Tone::Bad)
    };
    let arm = rule.and_then(|rule| rule.arms.get(usize::from(finding.arm)));
    let branch = arm.and_then(|arm| arm.branch.as_ref());
    let branch = branch.map_or_else(String::new, |branch| format!(" [{}]", tame(branch)));
    paint.tone(tone, &format!("{mark} {name}{branch}"))
}
