//! What a report needs to know of a call's events besides the verdicts.
//!
//! In: events one by one, or a whole call. Out: what was ignored, cut, and which labels came.

use crate::call::{Call, Event, Kind, Speaker, Value};
use crate::manifest::Manifest;
use crate::report::Ignored;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A summary of a call's events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seen {
    ignored_events: u64,
    ignored_kinds: BTreeSet<String>,
    dropped: BTreeSet<String>,
    text_cut: u64,
    /// One for each of the manifest's labels.
    labels: Vec<bool>,
}

impl Seen {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(manifest: &Manifest) -> Self {
        Self {
            labels: vec![false; manifest.labels.len()],
            ..Self::default()
        }
    }

    /// The summary of a whole call.
    #[must_use]
    pub fn of(manifest: &Manifest, call: &Call) -> Self {
        let mut seen = Self::new(manifest);
        seen.dropped.clone_from(&call.dropped);
        for event in &call.events {
            seen.event(manifest, event);
        }
        seen
    }

    /// Takes one more event.
    pub fn event(&mut self, manifest: &Manifest, event: &Event) {
        self.text_cut += u64::from(event.is_cut());
        match &event.kind {
            Kind::Other(name) => self.other(manifest, name),
            Kind::Label => self.label(manifest, event),
            _ => {}
        }
    }

    /// Takes attributes that were left out.
    pub fn dropped(&mut self, names: impl IntoIterator<Item = String>) {
        self.dropped.extend(names);
    }

    fn other(&mut self, manifest: &Manifest, name: &str) {
        if manifest.events.iter().any(|declared| declared.name == name) {
            return;
        }
        self.ignored_events += 1;
        if !self.ignored_kinds.contains(name) {
            self.ignored_kinds.insert(name.to_owned());
        }
    }

    fn label(&mut self, manifest: &Manifest, event: &Event) {
        for (label, seen) in manifest.labels.iter().zip(&mut self.labels) {
            *seen = *seen || is_label(event, label);
        }
    }

    /// What the report says under `ignored`.
    #[must_use]
    pub fn ignored(&self) -> Ignored {
        Ignored {
            events: self.ignored_events,
            kinds: self.ignored_kinds.iter().cloned().collect(),
            attributes: self.dropped.iter().cloned().collect(),
        }
    }

    /// How many texts were cut.
    #[must_use]
    pub fn text_cut(&self) -> u64 {
        self.text_cut
    }

    /// Labels that the rulebook relies on and that never came.
    pub fn absent_labels<'m>(&self, manifest: &'m Manifest) -> impl Iterator<Item = &'m str> {
        let seen = self.labels.iter().copied().chain(std::iter::repeat(false));
        manifest
            .labels
            .iter()
            .zip(seen)
            .filter(|(_, seen)| !seen)
            .map(|(label, _)| label.as_str())
    }
}

/// Whether a label event is the one that the manifest names; `customer.*` is any label
/// about the customer (and so for every other prefix).
fn is_label(event: &Event, label: &str) -> bool {
    let Some(Value::Text(name)) = event.attributes.get("name") else {
        return label
            .strip_suffix(".*")
            .is_some_and(|who| is_speaker(event, who));
    };
    match label.strip_suffix(".*") {
        None => name == label,
        Some(who) => {
            is_speaker(event, who)
                || name
                    .strip_prefix(who)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }
    }
}

fn is_speaker(event: &Event, who: &str) -> bool {
    event.speaker != Speaker::None && event.speaker == Speaker::of(who)
}
