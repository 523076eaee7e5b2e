//! Kinds of events and what is known of their attributes.
//!
//! In: `event` items and the kinds every call has. Out: the checked declarations, and the
//! type of an attribute of a kind.

use zhunze_grammar::ast::{AttributeType, EventItem, Name};

use super::Checker;
use super::seen::Judged;
use super::suggest::closest;
use crate::book::{EventDecl, Kind};
use crate::diagnostics::Code;

/// The type of a value; `Open`: only known when a call comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Text,
    Boolean,
    Open,
}

impl From<AttributeType> for Type {
    fn from(given: AttributeType) -> Self {
        match given {
            AttributeType::Text => Type::Text,
            AttributeType::Number => Type::Number,
            AttributeType::Boolean => Type::Boolean,
        }
    }
}

/// Kinds that every call knows; no declared event may be called so.
const KINDS: &[&str] = &[
    "ring",
    "answer",
    "utterance",
    "hold_start",
    "hold_end",
    "mute_start",
    "mute_end",
    "transfer",
    "hangup",
    "dtmf",
    "action",
    "label",
    "contact",
    "end",
    "tick",
    "call",
];

/// Fields that every event has and that are no attributes.
const FIELDS: &[&str] = &["t", "end", "kind", "speaker", "by", "text"];

/// The usual attributes of a kind. Hosts may send others.
fn usual(kind: Kind) -> &'static [(&'static str, Type)] {
    match kind {
        Kind::Ring => &[("count", Type::Number)],
        Kind::Utterance => &[
            ("confidence", Type::Number),
            ("volume", Type::Number),
            ("speech_rate", Type::Number),
            ("emotion", Type::Open),
            ("length", Type::Number),
            ("duration", Type::Number),
            ("response_time", Type::Number),
            ("overlap", Type::Number),
            ("similarity", Type::Number),
            ("turn_start", Type::Boolean),
        ],
        Kind::Transfer => &[("to", Type::Text)],
        Kind::Dtmf => &[("digits", Type::Text)],
        Kind::Action => &[("name", Type::Text)],
        Kind::Label => &[
            ("name", Type::Text),
            ("value", Type::Text),
            ("score", Type::Number),
        ],
        Kind::Contact => &[
            ("contact", Type::Text),
            ("channel", Type::Text),
            ("started_at", Type::Text),
        ],
        Kind::Answer
        | Kind::HoldStart
        | Kind::HoldEnd
        | Kind::MuteStart
        | Kind::MuteEnd
        | Kind::Hangup
        | Kind::Declared(_) => &[],
    }
}

/// What is known of an attribute.
pub(super) enum Known {
    /// Its type.
    Type(Type),
    /// Nobody declared it; this known one looks like it.
    Like(String),
    /// The event does not have it; perhaps this was meant.
    Missing(Option<String>),
}

/// Whether this is a field of every event, and no attribute.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

impl<'a> Checker<'a> {
    /// Checks all declared events.
    pub(super) fn declared_events(&mut self) {
        let items: Vec<_> = self
            .scope
            .events
            .list
            .iter()
            .map(|decl| decl.item)
            .collect();
        for item in items {
            if KINDS.contains(&item.name.node.as_str()) {
                self.taken(&item.name);
            }
            self.attribute_names(item);
        }
    }

    fn attribute_names(&mut self, item: &'a EventItem) {
        for (number, (name, _)) in item.attributes.iter().enumerate() {
            if is_field(&name.node) {
                self.taken(name);
            }
            if item
                .attributes
                .iter()
                .take(number)
                .any(|(other, _)| other.node == name.node)
            {
                let diagnostic = self.at(
                    Code::Duplicate,
                    name.span,
                    format!("`{}` is given twice", name.node),
                    format!("“{}”重复了", name.node),
                );
                self.report.push(diagnostic);
            }
        }
    }

    /// Reports a name that has a meaning already.
    pub(super) fn taken(&mut self, name: &Name) {
        let diagnostic = self
            .at(
                Code::TakenName,
                name.span,
                format!("`{}` has a meaning of its own", name.node),
                format!("“{}”已有固定含义", name.node),
            )
            .help("choose another name", "请换一个名称");
        self.report.push(diagnostic);
    }

    /// The declared events for the book.
    pub(super) fn events(&self) -> Vec<EventDecl> {
        let attribute = |(name, kind): &(Name, zhunze_grammar::ast::Spanned<AttributeType>)| {
            (name.node.clone(), kind.node)
        };
        let declare = |item: &EventItem| EventDecl {
            name: item.name.node.clone(),
            attributes: item.attributes.iter().map(attribute).collect(),
        };
        self.scope
            .events
            .list
            .iter()
            .map(|decl| declare(decl.item))
            .collect()
    }

    /// Whether events are known to have such an attribute.
    pub(super) fn is_attribute(&self, name: &str, on: &Judged) -> bool {
        let events = self.scope.events.list.iter();
        let mut declared = events.flat_map(|decl| &decl.item.attributes);
        let kinds = match on {
            Judged::Event(seen) => seen.kinds.as_slice(),
            _ => &[],
        };
        let mut usual = kinds.iter().flat_map(|kind| usual(*kind));
        declared.any(|(known, _)| known.node == name) || usual.any(|(known, _)| *known == name)
    }

    /// What is known of the attribute `name` of a kind of event.
    pub(super) fn attribute_of(&self, kind: Kind, name: &str) -> Known {
        let Kind::Declared(id) = kind else {
            return usual_attribute(kind, name);
        };
        let decl = self.scope.events.get(id.index());
        let attributes = decl.map_or(&[][..], |decl| &decl.item.attributes);
        match attributes.iter().find(|(known, _)| known.node == name) {
            Some((_, kind)) => Known::Type(kind.node.into()),
            None => {
                let names = attributes.iter().map(|(known, _)| known.node.as_str());
                Known::Missing(closest(name, names).map(str::to_owned))
            }
        }
    }
}

fn usual_attribute(kind: Kind, name: &str) -> Known {
    let usual = usual(kind);
    if let Some((_, found)) = usual.iter().find(|(known, _)| *known == name) {
        return Known::Type(*found);
    }
    match closest(name, usual.iter().map(|(known, _)| *known)) {
        Some(near) if near.len() > 3 => Known::Like(near.to_owned()),
        _ => Known::Type(Type::Open),
    }
}
