//! A call as a small timeline, with what was found at each instant.
//!
//! In: a test's call and its verdicts. Out: lines for people.

use super::case::Case;
use super::miss;
use crate::clock::Clock;
use crate::terminal::{Paint, Tone, right, tame};
use zhunze_calls::call::{Event, Kind, Speaker, ValueRef, order};
use zhunze_calls::verdict::Finding;
use zhunze_compiler::book::{Book, Language};

/// The events of the call in order, each finding after the events of its instant.
pub(super) fn lines(book: &Book, case: &Case, language: Language, paint: Paint) -> Vec<String> {
    let mut findings: Vec<&Finding> = case.verdicts.findings.iter().collect();
    findings.sort_by_key(|finding| (finding.at, finding.rule));
    let mut entries: Vec<(i64, u8, String)> = Vec::new();
    for event in order(&case.call)
        .into_iter()
        .filter_map(|at| case.call.events.get(at))
    {
        entries.push((event.t, 0, happened(event, language)));
    }
    for finding in findings {
        let mut text = found(book, finding, paint);
        if let Some(late) = miss::late(book, &case.call, finding) {
            text += &format!("  {}", late.said(language));
        }
        entries.push((finding.at, 1, text));
    }
    entries.sort_by_key(|(at, rank, _)| (*at, *rank));
    entries
        .into_iter()
        .map(|(at, _, text)| format!("{}  {text}", right(&Clock(at).to_string(), 9)))
        .collect()
}

/// An event in a few words.
pub(crate) fn happened(event: &Event, language: Language) -> String {
    let kind = kind_in(&event.kind, language);
    let mut text = match (&event.kind, speaker_in(event.speaker, language), language) {
        (Kind::Utterance, who, _) => who.unwrap_or("?").to_owned(),
        (_, Some(who), Language::Chinese) => format!("{who} {kind}"),
        (_, Some(who), Language::English) => format!("{kind} {who}"),
        (_, None, _) => kind.to_owned(),
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

fn speaker_in(speaker: Speaker, language: Language) -> Option<&'static str> {
    match (speaker, language) {
        (Speaker::Agent, Language::Chinese) => Some("客服"),
        (Speaker::Customer, Language::Chinese) => Some("客户"),
        (Speaker::System, Language::Chinese) => Some("系统"),
        (_, _) => speaker.name(),
    }
}

/// As tests write it; what a rulebook declares has one name.
fn kind_in(kind: &Kind, language: Language) -> &str {
    if language == Language::English {
        return kind.name();
    }
    match kind {
        Kind::Ring => "振铃",
        Kind::Answer => "接通",
        Kind::HoldStart => "等候 开始",
        Kind::HoldEnd => "等候 结束",
        Kind::MuteStart => "静音 开始",
        Kind::MuteEnd => "静音 结束",
        Kind::Transfer => "转接",
        Kind::Hangup => "挂机",
        Kind::Dtmf => "按键",
        Kind::Action => "操作",
        Kind::Label => "标签",
        Kind::Utterance | Kind::Contact | Kind::Other(_) => kind.name(),
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
