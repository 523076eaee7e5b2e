//! What could happen in a call that matters to a rule.
//!
//! In: a rulebook and a rule. Out: events that raise the rule's moments one by one, and the
//! lengths of time that tell its windows apart.

use std::collections::BTreeSet;
use zhunze_calls::call::{Event, Kind as Happens, Speaker, Value};
use zhunze_compiler::book::{
    Atom, Book, Chain, CompareOp, Derived, Duty, Expr, Extent, Field, Kind, Limit, Moment, Pattern,
    PhraseBody, PhraseId, Rule, SpanKind, Term, Who, Window,
};
use zhunze_compiler::text::Unit;

/// What a search tries.
pub(super) struct Sample {
    /// Events at 0, each different from the others.
    pub(super) events: Vec<Event>,
    /// Milliseconds from one event to the next, rising.
    pub(super) delays: Vec<i64>,
    /// Metadata for which the rule applies.
    pub(super) metadata: Vec<(String, Value)>,
}

/// Collects what matters to a rule.
pub(super) fn of(book: &Book, rule: &Rule) -> Sample {
    let mut collector = Collector {
        book,
        events: Vec::new(),
        lengths: BTreeSet::from([1000]),
        metadata: Vec::new(),
        negated: false,
    };
    collector.rule(rule);
    collector.delays_and_all()
}

struct Collector<'a> {
    book: &'a Book,
    events: Vec<Event>,
    lengths: BTreeSet<i64>,
    metadata: Vec<(String, Value)>,
    /// Inside a `not`: values are left alone.
    negated: bool,
}

impl Collector<'_> {
    fn delays_and_all(self) -> Sample {
        let around = |length: &i64| [*length, length.saturating_add(1)];
        let delays: BTreeSet<i64> = self.lengths.iter().flat_map(around).collect();
        let delays = delays.into_iter().filter(|delay| *delay != 1001).take(6);
        let mut events = self.events;
        if events.is_empty() {
            events.push(Event::new(0, Happens::Answer));
        }
        Sample {
            delays: delays.collect(),
            events,
            metadata: self.metadata,
        }
    }

    fn rule(&mut self, rule: &Rule) {
        if let Some(applies) = &rule.applies {
            self.condition(applies, None);
        }
        for arm in &rule.arms {
            let moments = arm.trigger.iter().chain(&arm.excuse);
            moments.for_each(|moment| self.moment(moment));
            if let Some(condition) = &arm.condition {
                self.condition(condition, None);
            }
            arm.obligations
                .iter()
                .for_each(|owed| self.duty(&owed.duty));
        }
    }

    fn duty(&mut self, duty: &Duty) {
        match duty {
            Duty::Happen { moment, window, .. } => {
                self.moment(moment);
                self.window(window);
            }
            Duty::Before { chain, within, .. } => {
                self.chain(chain);
                self.length(*within);
            }
            Duty::Require(condition) => self.condition(condition, None),
        }
    }

    fn window(&mut self, window: &Window) {
        self.length(window.min);
        if let Some(Limit::After(length)) = &window.max {
            self.length(Some(*length));
        }
        if let Some(Extent::Time(length)) = window.part.as_ref().map(|part| part.extent) {
            self.length(Some(length));
        }
        let next = window.next.as_ref().map(|next| &next.moment);
        for moment in [window.after.as_ref(), window.before.as_ref(), next] {
            moment.into_iter().for_each(|moment| self.moment(moment));
        }
    }

    fn length(&mut self, length: Option<u64>) {
        let length = length.and_then(|length| i64::try_from(length).ok());
        self.lengths.extend(length.filter(|length| *length > 0));
    }

    fn chain(&mut self, chain: &Chain) {
        for step in &chain.steps {
            self.moment(&step.moment);
            self.length(step.within);
            step.without.iter().for_each(|without| self.moment(without));
        }
    }

    fn moment(&mut self, moment: &Moment) {
        moment.any.iter().for_each(|atom| self.atom(atom));
    }

    fn atom(&mut self, atom: &Atom) {
        match atom {
            Atom::Event {
                kind,
                who,
                phrase,
                guard,
            } => self.event(*kind, *who, *phrase, guard.as_ref()),
            Atom::Labelled { who, value, guard } => {
                let mut event = Event::new(0, Happens::Label);
                event.speaker = speaker(*who);
                event.attributes.insert("value", Value::Text(value.clone()));
                self.add(event, guard.as_ref());
            }
            Atom::Silence { length, after, .. } => {
                self.length(Some(*length));
                after.iter().for_each(|after| self.moment(after));
                self.add(Event::new(0, Happens::Answer), None);
            }
            Atom::Lasts { span, length } => {
                self.length(Some(*length));
                self.add(Event::new(0, edge(*span, true)), None);
            }
            Atom::OverlapLasts(_) | Atom::OverlapEnds => {
                for who in [Speaker::Agent, Speaker::Customer] {
                    let mut event = Event::new(0, Happens::Utterance);
                    (event.speaker, event.end) = (who, 3000);
                    self.add(event, None);
                }
            }
            Atom::CallBegins => self.add(Event::new(0, Happens::Answer), None),
            Atom::CallEnds => {}
            Atom::Derived(id) => match self.book.derived.get(id.index()) {
                Some(Derived::Where { all, none, guard }) => {
                    all.iter()
                        .chain(none)
                        .for_each(|moment| self.moment(moment));
                    guard.iter().for_each(|guard| self.condition(guard, None));
                }
                Some(Derived::Chain { chain, within, .. }) => {
                    self.chain(chain);
                    self.length(*within);
                }
                None => {}
            },
        }
    }

    fn event(&mut self, kind: Kind, who: Who, phrase: Option<PhraseId>, guard: Option<&Expr>) {
        let happens = match kind {
            Kind::Ring => Happens::Ring,
            Kind::Answer => Happens::Answer,
            Kind::Utterance => Happens::Utterance,
            Kind::HoldStart => Happens::HoldStart,
            Kind::HoldEnd => Happens::HoldEnd,
            Kind::MuteStart => Happens::MuteStart,
            Kind::MuteEnd => Happens::MuteEnd,
            Kind::Transfer => Happens::Transfer,
            Kind::Hangup => Happens::Hangup,
            Kind::Dtmf => Happens::Dtmf,
            Kind::Action => Happens::Action,
            Kind::Label => Happens::Label,
            Kind::Contact => Happens::Contact,
            Kind::Declared(id) => {
                let event = self.book.events.get(id.index());
                Happens::Other(event.map_or("", |event| event.name.as_str()).into())
            }
        };
        let mut event = Event::new(0, happens);
        if matches!(kind, Kind::Utterance | Kind::Hangup | Kind::Label) {
            event.speaker = speaker(who);
        }
        if kind == Kind::Utterance {
            event.text = phrase.map_or_else(|| "…".to_owned(), |phrase| self.words(phrase));
        }
        self.add(event, guard);
    }

    fn add(&mut self, mut event: Event, guard: Option<&Expr>) {
        if let Some(guard) = guard {
            self.condition(guard, Some(&mut event));
        }
        if !self.events.contains(&event) {
            self.events.push(event);
        }
    }

    /// Makes a condition true where that is a matter of setting a value.
    fn condition(&mut self, condition: &Expr, mut event: Option<&mut Event>) {
        match condition {
            Expr::And(all) | Expr::Or(all) => {
                for one in all {
                    self.condition(one, event.as_deref_mut());
                }
            }
            Expr::TextIn {
                value,
                list,
                negated: false,
            } => {
                if let Some(text) = list.first() {
                    self.set(*value, Value::Text(text.clone()), event);
                }
            }
            Expr::Flag { value, negated } => self.set(*value, Value::Boolean(!negated), event),
            Expr::Compare {
                left: Term::Field(field),
                op,
                right: Term::Number(number),
            } => self.set(*field, Value::Number(fitting(*op, *number)), event),
            Expr::Compare { left, right, .. } => {
                for term in [left, right] {
                    self.term(term);
                }
            }
            Expr::Happened { moment, since } => {
                self.moment(moment);
                since.iter().for_each(|since| self.moment(since));
            }
            Expr::Not(inner) => {
                self.negated = !self.negated;
                self.condition(inner, event);
                self.negated = !self.negated;
            }
            _ => {}
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Count { moment, last, .. } => {
                self.moment(moment);
                self.length(*last);
            }
            Term::TimeOf { moment, .. } => self.moment(moment),
            Term::Rings => {
                for count in [1000, 4000] {
                    let mut ring = Event::new(0, Happens::Ring);
                    ring.attributes.insert("count", Value::Number(count));
                    self.add(ring, None);
                }
            }
            Term::Number(millis) => self.length(u64::try_from(*millis).ok()),
            Term::Measure { .. } => {
                for starts in [true, false] {
                    self.add(Event::new(0, edge(SpanKind::Hold, starts)), None);
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, field: Field, value: Value, event: Option<&mut Event>) {
        if self.negated {
            return;
        }
        match (field, event) {
            (Field::Attribute(id), Some(event)) => {
                if let Some(name) = self.book.attributes.get(id.index()) {
                    event.attributes.insert(name.clone(), value);
                }
            }
            (Field::Meta(id), _) => {
                if let Some(name) = self.book.metadata.get(id.index()) {
                    self.metadata.push((name.clone(), value));
                }
            }
            _ => {}
        }
    }

    /// Words in which a phrase is found.
    fn words(&self, phrase: PhraseId) -> String {
        let Some(phrase) = self.book.phrases.get(phrase.index()) else {
            return String::new();
        };
        match &phrase.body {
            PhraseBody::Pattern(pattern) => spoken(pattern).trim_end().to_owned(),
            PhraseBody::Regex(regex) => regex.clone(),
            PhraseBody::AtLeast { n, of } => {
                let some = of.iter().take(*n as usize);
                some.map(|one| self.words(*one))
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            PhraseBody::ButNot { phrase, .. } => self.words(*phrase),
        }
    }
}

fn speaker(who: Who) -> Speaker {
    match who {
        Who::Agent | Who::Anyone => Speaker::Agent,
        Who::Customer => Speaker::Customer,
        Who::System => Speaker::System,
    }
}

fn edge(span: SpanKind, starts: bool) -> Happens {
    match (span, starts) {
        (SpanKind::Hold, true) => Happens::HoldStart,
        (SpanKind::Hold, false) => Happens::HoldEnd,
        (SpanKind::Mute, true) => Happens::MuteStart,
        (SpanKind::Mute, false) => Happens::MuteEnd,
    }
}

/// A number for which the comparison holds.
fn fitting(op: CompareOp, number: i64) -> i64 {
    match op {
        CompareOp::Equal | CompareOp::LessEqual | CompareOp::GreaterEqual => number,
        CompareOp::NotEqual | CompareOp::Greater => number.saturating_add(1000),
        CompareOp::Less => number.saturating_sub(1000),
    }
}

/// Words that a pattern matches.
fn spoken(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Units(units) => units.iter().map(unit).collect(),
        Pattern::Seq(all) => all.iter().map(spoken).collect(),
        Pattern::Any(choices) => choices.first().map(spoken).unwrap_or_default(),
        Pattern::Optional(_) => String::new(),
        Pattern::Gap { min, .. } => "很".repeat(*min as usize),
        Pattern::Slot { kind, .. } => slot(*kind),
        Pattern::Tolerant(_, inner) | Pattern::Word(inner) => spoken(inner),
    }
}

fn unit(unit: &Unit) -> String {
    match unit {
        Unit::Char(c) | Unit::Raw(c) => c.to_string(),
        Unit::Word(word) => format!("{word} "),
        Unit::One => "某".to_owned(),
        Unit::Sound(sound) => sound.clone(),
        Unit::Start | Unit::End => String::new(),
    }
}

fn slot(kind: zhunze_compiler::book::SlotKind) -> String {
    use zhunze_compiler::book::SlotKind;
    match kind {
        SlotKind::Number => "2".to_owned(),
        SlotKind::Digits { min, .. } => "1234567890".chars().cycle().take(min as usize).collect(),
        SlotKind::Date => "2026-11-24".to_owned(),
        SlotKind::Time => "18:00".to_owned(),
        SlotKind::Money => "100元".to_owned(),
        SlotKind::Phone => "13812345678".to_owned(),
        SlotKind::IdCard => "110101199001011234".to_owned(),
        SlotKind::Card => "6222020200112233".to_owned(),
        SlotKind::PersonName => "王".to_owned(),
        SlotKind::Any { min, .. } => "某".repeat(min as usize),
    }
}
