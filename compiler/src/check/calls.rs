//! Tests: calls written as lines become call documents.
//!
//! In: `test` items. Out: [`Test`]s with the call as JSON, as the formats page has it.

use serde_json::{Map, Number, Value, json};
use zhunze_grammar::ast::{
    self, Duration, Item, Literal, Name, SpanKind, TestEvent, TestLine, Who,
};

use super::Checker;
use super::events::{Known, Type, is_field};
use super::moments::who_code;
use super::names::Sort;
use super::numbers::{Limits, MANY};
use crate::book::{Kind, Test};
use crate::diagnostics::Code;

/// What a call document says of the call itself; in a test it is written like metadata.
const OWN: &[&str] = &["call_id", "language", "channel", "started_at", "unit"];

impl<'a> Checker<'a> {
    /// All tests of the rulebook.
    pub(super) fn tests(&mut self, channel: Option<&str>, case: bool) -> Vec<Test> {
        let entries = self.expanded.entries.iter();
        let tests = entries.filter_map(|entry| match &entry.item {
            Item::Test(test) => Some(test),
            _ => None,
        });
        tests.map(|test| self.test(test, channel, case)).collect()
    }

    fn test(&mut self, test: &'a ast::Test, channel: Option<&str>, case: bool) -> Test {
        let (mut events, mut expect, mut metadata) = (Vec::new(), Vec::new(), Map::new());
        let (mut ends, mut last) = (None, 0);
        for line in &test.lines {
            match &line.node {
                TestLine::Meta { name, value } => {
                    metadata.insert(name.node.clone(), self.literal(value, line.span));
                }
                TestLine::Event { at, end, event } => {
                    let until = end.as_ref().unwrap_or(at);
                    last = last.max(until.millis);
                    events.extend(self.test_event(at, end.as_ref(), event, line.span));
                }
                TestLine::Ends(at) => ends = self.instant(at).map(|end| (end, at.span)),
                TestLine::Expect(expectation) => {
                    let found = self.expectation(expectation);
                    expect.extend(found.map(|found| (found, self.place(line.span).span)));
                }
            }
        }
        if let Some((end, span)) = ends
            && end < last
        {
            self.out_of_order(
                span,
                "the call ends before its last event",
                "通话结束早于最后一个事件",
            );
        }
        Test {
            title: test.title.node.clone(),
            call: self.document(&test.title.node, (channel, case), metadata, events),
            ends: ends.map(|(end, _)| end),
            expect,
            source: self.place(test.span).source,
            span: self.place(test.span).span,
        }
    }

    fn document(
        &self,
        title: &str,
        (channel, case): (Option<&str>, bool),
        mut metadata: Map<String, Value>,
        events: Vec<Value>,
    ) -> Value {
        let mut call = Map::new();
        call.insert("call_id".to_owned(), json!(title));
        call.insert("language".to_owned(), json!(self.language.code()));
        if let Some(channel) = channel {
            call.insert("channel".to_owned(), json!(channel));
        }
        if case {
            call.insert("unit".to_owned(), json!("case"));
        }
        for own in OWN {
            if metadata.get(*own).is_some_and(Value::is_string)
                && let Some(value) = metadata.remove(*own)
            {
                call.insert((*own).to_owned(), value);
            }
        }
        call.insert("metadata".to_owned(), Value::Object(metadata));
        call.insert("events".to_owned(), Value::Array(events));
        Value::Object(call)
    }

    fn out_of_order(&mut self, span: crate::book::Span, en: &str, zh: &str) {
        let diagnostic = self.at(Code::TestOrder, span, en, zh);
        self.report.push(diagnostic);
    }

    fn test_event(
        &mut self,
        at: &Duration,
        end: Option<&Duration>,
        event: &'a TestEvent,
        span: crate::book::Span,
    ) -> Option<Value> {
        let start = self.instant(at);
        let stop = end.map(|end| self.instant(end));
        let mut fields = Map::new();
        self.event_fields(event, span, &mut fields);
        fields.insert("t".to_owned(), json!(start?));
        if let Some(stop) = stop {
            let stop = stop?;
            if stop < start? {
                let span = end.map_or(span, |end| end.span);
                self.out_of_order(span, "it ends before it starts", "结束早于开始");
            }
            fields.insert("end".to_owned(), json!(stop));
        }
        Some(Value::Object(fields))
    }

    fn event_fields(
        &mut self,
        event: &'a TestEvent,
        span: crate::book::Span,
        fields: &mut Map<String, Value>,
    ) {
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        match event {
            TestEvent::Ring(count) => {
                put("kind", json!("ring"));
                let limits = Limits {
                    what: ("rings", "振铃次数"),
                    least: 0,
                    most: MANY,
                };
                put("count", json!(self.whole(count, &limits)));
            }
            TestEvent::Answer => {
                put("kind", json!("answer"));
            }
            TestEvent::Utterance {
                who,
                text,
                attributes,
            } => {
                put("kind", json!("utterance"));
                put("speaker", json!(self.speaker(*who, span)));
                put("text", json!(text.node));
                self.attributes(Kind::Utterance, attributes, fields);
            }
            TestEvent::Edge { span, starts } => {
                put("kind", json!(edge(*span, *starts)));
            }
            TestEvent::HangsUp(who) => {
                put("kind", json!("hangup"));
                put("by", json!(self.speaker(*who, span)));
            }
            TestEvent::Contact { id, attributes } => {
                put("kind", json!("contact"));
                if let Some(id) = id {
                    put("contact", json!(id.node));
                }
                self.attributes(Kind::Contact, attributes, fields);
            }
            TestEvent::Transfer(attributes) => {
                put("kind", json!("transfer"));
                self.attributes(Kind::Transfer, attributes, fields);
            }
            TestEvent::Event { name, attributes } => {
                put("kind", json!(name.node));
                match self.event_kind(name) {
                    Some(kind) => self.attributes(kind, attributes, fields),
                    None => {
                        let extra = ["ring", "dtmf", "answer", "transfer"];
                        self.scope
                            .unknown(name, Sort::Event, &extra, &mut self.report);
                    }
                }
            }
            TestEvent::Action { name, attributes } => {
                put("kind", json!("action"));
                put("name", json!(name.node));
                self.attributes(Kind::Action, attributes, fields);
            }
            TestEvent::Label {
                name,
                value,
                attributes,
            } => {
                put("kind", json!("label"));
                put("name", json!(name.node));
                if let Some(value) = value {
                    put("value", json!(value.node));
                }
                self.attributes(Kind::Label, attributes, fields);
            }
        }
    }

    /// The kind of a test's event. Being in a test does not make a declared event used.
    fn event_kind(&self, name: &Name) -> Option<Kind> {
        if let Some(at) = self.scope.event(&name.node, name.span) {
            return u32::try_from(at)
                .ok()
                .map(|at| Kind::Declared(crate::book::EventId(at)));
        }
        match name.node.as_str() {
            "ring" => Some(Kind::Ring),
            "dtmf" => Some(Kind::Dtmf),
            "answer" => Some(Kind::Answer),
            "transfer" => Some(Kind::Transfer),
            _ => None,
        }
    }

    fn speaker(&mut self, who: Who, span: crate::book::Span) -> &'static str {
        if who == Who::Anyone {
            self.who_is_meant(span);
        }
        who_code(who)
    }

    fn attributes(
        &mut self,
        kind: Kind,
        attributes: &'a [(Name, Literal)],
        fields: &mut Map<String, Value>,
    ) {
        for (name, literal) in attributes {
            // A label says itself whom it is about.
            let about = kind == Kind::Label && name.node == "speaker";
            if is_field(&name.node) && !about {
                self.taken(name);
                continue;
            }
            self.attribute_fits(kind, name, literal);
            let value = self.literal(literal, name.span);
            if fields.insert(name.node.clone(), value).is_some() {
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

    fn attribute_fits(&mut self, kind: Kind, name: &Name, literal: &Literal) {
        let given = match literal {
            Literal::Number(_) => Type::Number,
            Literal::Text(_) => Type::Text,
            Literal::Boolean(_) => Type::Boolean,
        };
        match self.attribute_of(kind, &name.node) {
            Known::Type(Type::Open) | Known::Like(_) => {}
            Known::Type(known) if known == given => {}
            Known::Type(known) => {
                let (wanted, got) = (
                    super::comparisons::words(known),
                    super::comparisons::words(given),
                );
                let diagnostic = self.at(
                    Code::TypeMismatch,
                    name.span,
                    format!("`{}` is {}, but this is {}", name.node, wanted.0, got.0),
                    format!("“{}”应是{}，这里写的是{}", name.node, wanted.1, got.1),
                );
                self.report.push(diagnostic);
            }
            Known::Missing(near) => self.unknown_attribute(&name.node, name.span, near.as_deref()),
        }
    }

    fn literal(&mut self, literal: &Literal, span: crate::book::Span) -> Value {
        match literal {
            Literal::Text(text) => json!(text),
            Literal::Boolean(value) => json!(value),
            Literal::Number(number) => {
                decimal(self.number(*number, span).unwrap_or(0)).map_or(Value::Null, Value::Number)
            }
        }
    }
}

/// Thousandths as a JSON number.
fn decimal(milli: i64) -> Option<Number> {
    if milli % 1000 == 0 {
        return Some((milli / 1000).into());
    }
    let sign = if milli < 0 { "-" } else { "" };
    let (whole, rest) = (milli.unsigned_abs() / 1000, milli.unsigned_abs() % 1000);
    serde_json::from_str(&format!("{sign}{whole}.{rest:03}")).ok()
}

fn edge(span: SpanKind, starts: bool) -> &'static str {
    match (span, starts) {
        (SpanKind::Hold, true) => "hold_start",
        (SpanKind::Hold, false) => "hold_end",
        (SpanKind::Mute, true) => "mute_start",
        (SpanKind::Mute, false) => "mute_end",
    }
}
