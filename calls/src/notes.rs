//! Notes of a report: what was counted on the way, in one fixed order.

use crate::manifest::Manifest;
use crate::message::is_chinese;
use crate::report::{Delivery, ReportedNote};
use crate::seen::Seen;
use crate::verdict::{Note, Verdicts};
use std::borrow::Cow;

/// All notes: full waiting lists, missing attributes, missing metadata, late events, cut
/// texts, absent labels; each in the manifest's order.
#[must_use]
pub(crate) fn notes<'a>(
    manifest: &'a Manifest,
    seen: &Seen,
    verdicts: &Verdicts,
    extra: &Delivery,
) -> Vec<ReportedNote<'a>> {
    let mut counted: Vec<&Note> = verdicts.notes.iter().collect();
    counted.sort_by_key(|note| rank(note));
    let mut notes: Vec<_> = counted
        .into_iter()
        .filter_map(|note| of_evaluator(manifest, note))
        .collect();
    notes.extend(late(manifest, extra.late_events));
    notes.extend(cut(manifest, seen.text_cut()));
    notes.extend(
        seen.absent_labels(manifest)
            .map(|label| absent_label(manifest, label)),
    );
    notes
}

fn rank(note: &Note) -> (u8, u32) {
    match note {
        Note::WaitingListFull { rule, .. } => (1, *rule),
        Note::MissingAttribute { attribute, .. } => (2, *attribute),
        Note::MissingMetadata { metadata } => (3, *metadata),
    }
}

fn of_evaluator<'a>(manifest: &'a Manifest, note: &Note) -> Option<ReportedNote<'a>> {
    match note {
        Note::WaitingListFull { rule, count } => {
            let rule = manifest.rules.get(*rule as usize)?;
            let message = say(
                manifest,
                || format!("「{}」：同时等待的次数过多，{count} 次未评", rule.title),
                || {
                    format!(
                        "{}: {count} not judged, too many were waiting at once",
                        rule.title
                    )
                },
            );
            Some(ReportedNote {
                code: "waiting_list_full".into(),
                name: None,
                rule: Some((&rule.name).into()),
                count: (*count).into(),
                message,
            })
        }
        Note::MissingAttribute { attribute, count } => {
            let name = manifest.attributes.get(*attribute as usize)?;
            let message = say(
                manifest,
                || format!("{count} 个事件缺少条件要看的属性 {name}"),
                || format!("{count} events lack the attribute {name} that a condition looks at"),
            );
            Some(named("missing_attribute", name, (*count).into(), message))
        }
        Note::MissingMetadata { metadata } => {
            let name = manifest.metadata.get(*metadata as usize)?;
            let message = say(
                manifest,
                || format!("通话缺少条件要看的信息 {name}"),
                || format!("the call lacks the metadata {name} that a condition looks at"),
            );
            Some(named("missing_metadata", name, 1, message))
        }
    }
}

fn late<'a>(manifest: &Manifest, count: u64) -> Option<ReportedNote<'a>> {
    if count == 0 {
        return None;
    }
    let message = say(
        manifest,
        || format!("{count} 个事件到得太晚，未评"),
        || format!("{count} events came too late and were not judged"),
    );
    Some(ReportedNote {
        code: "late_events".into(),
        name: None,
        rule: None,
        count,
        message,
    })
}

fn cut<'a>(manifest: &Manifest, count: u64) -> Option<ReportedNote<'a>> {
    if count == 0 {
        return None;
    }
    let message = say(
        manifest,
        || format!("{count} 段文字过长，只看了前 65,535 字节"),
        || format!("{count} texts were too long, only their first 65,535 bytes were looked at"),
    );
    Some(ReportedNote {
        code: "text_cut".into(),
        name: None,
        rule: None,
        count,
        message,
    })
}

fn absent_label<'a>(manifest: &'a Manifest, label: &'a str) -> ReportedNote<'a> {
    let message = say(
        manifest,
        || format!("通话中没有规则所依据的标签 {label}"),
        || format!("the call has no label {label}, on which rules rely"),
    );
    named("label_absent", label, 1, message)
}

fn named<'a>(code: &'static str, name: &'a str, count: u64, message: String) -> ReportedNote<'a> {
    ReportedNote {
        code: Cow::Borrowed(code),
        name: Some(name.into()),
        rule: None,
        count,
        message,
    }
}

fn say(
    manifest: &Manifest,
    chinese: impl FnOnce() -> String,
    english: impl FnOnce() -> String,
) -> String {
    if is_chinese(manifest) {
        chinese()
    } else {
        english()
    }
}
