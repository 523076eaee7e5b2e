//! Short ways to write rulebooks: rules put together from a few words.

#![allow(
    unreachable_pub,
    reason = "one test binary: everything here is for the files beside"
)]

pub use crate::calling::*;

use zhunze_compiler::book::*;
use zhunze_compiler::text::units;

/// Phrases, events, attributes and metadata that every test's rulebook has.
pub const WORDS: [&str; 5] = ["a", "b", "c", "d", "e"];
pub const EVENTS: [&str; 4] = ["x", "y", "z", "callback"];
pub const ATTRIBUTES: [&str; 3] = ["level", "mood", "sure"];
pub const METADATA: [&str; 2] = ["queue", "vip"];

pub fn book(rules: Vec<Rule>) -> Book {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let event = |name: &&str| EventDecl {
        name: (*name).to_owned(),
        attributes: vec![],
    };
    let patterns = WORDS.iter().map(|word| word_pattern(word));
    Book {
        name: "test".into(),
        version: String::new(),
        language: Language::English,
        channel: None,
        hash: String::new(),
        sources: names(&["test.rulebook"]),
        case: false,
        fillers: vec![],
        confusions: vec![],
        params: vec![],
        dropped: vec![],
        scores: vec![score(100)],
        sections: vec![],
        phrases: patterns.map(phrase).collect(),
        derived: vec![],
        named: vec![],
        events: EVENTS.iter().map(event).collect(),
        attributes: names(&ATTRIBUTES),
        metadata: names(&METADATA),
        labels: vec![],
        rules,
        tests: vec![],
        waiting: 64,
    }
}

/// A rulebook with derived moments.
pub fn book_with(derived: Vec<Derived>, rules: Vec<Rule>) -> Book {
    Book {
        derived,
        ..book(rules)
    }
}

pub fn score(from: i64) -> Score {
    let (name, grades) = ("score".into(), vec![]);
    Score {
        name,
        from,
        pass: None,
        unit: None,
        below_zero: false,
        grades,
    }
}

pub fn phrase(pattern: Pattern) -> Phrase {
    Phrase {
        name: None,
        body: PhraseBody::Pattern(pattern),
        captures: vec![],
        source: SourceId(0),
        span: Span { start: 0, end: 0 },
    }
}

pub fn word_pattern(text: &str) -> Pattern {
    let placed = units(text, Language::English);
    Pattern::Units(placed.into_iter().map(|placed| placed.unit).collect())
}

pub fn rule(arms: Vec<Arm>) -> Rule {
    Rule {
        name: "rule".into(),
        title: "rule".into(),
        section: None,
        cite: vec![],
        severity: Severity::Minor,
        message: None,
        needs_review: false,
        advice: false,
        applies: None,
        pick: Pick::Each,
        own: false,
        arms,
        costs: vec![],
        fatal_from: None,
        fatal_section: false,
        leave_out: false,
        score: ScoreId(0),
        source: SourceId(0),
        span: Span { start: 0, end: 0 },
    }
}

pub fn arm(trigger: Option<Moment>, obligations: Vec<Obligation>) -> Arm {
    Arm {
        branch: None,
        trigger,
        condition: None,
        excuse: None,
        obligations,
    }
}

pub fn whole_call(obligations: Vec<Obligation>) -> Rule {
    rule(vec![arm(None, obligations)])
}

pub fn when(trigger: Moment, obligations: Vec<Obligation>) -> Rule {
    rule(vec![arm(Some(trigger), obligations)])
}

/// The rule, `if` the condition holds.
pub fn only_if(condition: Expr, mut rule: Rule) -> Rule {
    for arm in &mut rule.arms {
        arm.condition = Some(condition.clone());
    }
    rule
}

/// The rule, `unless M first`.
pub fn unless_first(excuse: Moment, mut rule: Rule) -> Rule {
    for arm in &mut rule.arms {
        arm.excuse = Some(excuse.clone());
    }
    rule
}

pub fn owed(duty: Duty) -> Obligation {
    Obligation {
        or_else: false,
        duty,
    }
}

/// The obligation, instead of the one before it.
pub fn or_else(obligation: Obligation) -> Obligation {
    Obligation {
        or_else: true,
        ..obligation
    }
}

/// So often within a window.
pub fn times(at_least: u32, at_most: Option<u32>, moment: Moment, window: Window) -> Obligation {
    owed(Duty::Happen {
        moment,
        at_least,
        at_most,
        window,
        matching: None,
    })
}

pub fn must(moment: Moment, window: Window) -> Obligation {
    times(1, None, moment, window)
}

pub fn must_not(moment: Moment, window: Window) -> Obligation {
    times(0, Some(0), moment, window)
}

/// The obligation, for targets (or earlier events) that match the trigger.
pub fn matching(expr: Expr, mut obligation: Obligation) -> Obligation {
    if let Duty::Happen { matching, .. } | Duty::Before { matching, .. } = &mut obligation.duty {
        *matching = Some(expr);
    }
    obligation
}

pub fn require(expr: Expr) -> Obligation {
    owed(Duty::Require(expr))
}

pub fn before(chain: Chain, within: Option<u64>) -> Obligation {
    owed(Duty::Before {
        chain,
        within,
        matching: None,
    })
}

pub fn first(moments: Vec<Moment>) -> Obligation {
    before(chain(moments), None)
}

pub fn chain(moments: Vec<Moment>) -> Chain {
    Chain {
        steps: moments
            .into_iter()
            .map(|moment| step(None, moment))
            .collect(),
    }
}

pub fn step(within: Option<u64>, moment: Moment) -> Step {
    Step {
        within,
        moment,
        without: None,
    }
}

pub fn any_time() -> Window {
    Window::default()
}

pub fn within(max: u64) -> Window {
    Window {
        max: Some(Limit::After(max)),
        ..any_time()
    }
}

pub fn part(last: bool, extent: Extent) -> Window {
    Window {
        part: Some(Part { last, extent }),
        ..any_time()
    }
}

pub fn one_of(moments: Vec<Moment>) -> Moment {
    Moment {
        any: moments.into_iter().flat_map(|moment| moment.any).collect(),
    }
}

pub fn atom(atom: Atom) -> Moment {
    Moment { any: vec![atom] }
}

pub fn event(kind: Kind, who: Who, phrase: Option<PhraseId>, guard: Option<Expr>) -> Moment {
    atom(Atom::Event {
        kind,
        who,
        phrase,
        guard,
    })
}

/// `agent says "a"`.
pub fn says(who: Who, word: &str) -> Moment {
    let phrase = position(&WORDS, word).map(PhraseId);
    assert!(phrase.is_some(), "no word {word}");
    event(Kind::Utterance, who, phrase, None)
}

pub fn agent(word: &str) -> Moment {
    says(Who::Agent, word)
}

pub fn customer(word: &str) -> Moment {
    says(Who::Customer, word)
}

pub fn speaks(who: Who) -> Moment {
    event(Kind::Utterance, who, None, None)
}

/// A declared event by name.
pub fn happens(name: &str) -> Moment {
    happens_where(name, None)
}

pub fn happens_where(name: &str, guard: Option<Expr>) -> Moment {
    let id = position(&EVENTS, name).map(EventId);
    event(Kind::Declared(id.unwrap()), Who::Anyone, None, guard)
}

pub fn kind(kind: Kind) -> Moment {
    event(kind, Who::Anyone, None, None)
}

pub fn derived(place: u32) -> Moment {
    atom(Atom::Derived(DerivedId(place)))
}

pub fn silence(who: Who, length: u64, even_on_hold: bool) -> Moment {
    atom(Atom::Silence {
        who,
        length,
        even_on_hold,
        after: None,
    })
}

pub fn lasts(span: SpanKind, length: u64) -> Moment {
    atom(Atom::Lasts { span, length })
}

pub fn call_ends() -> Moment {
    atom(Atom::CallEnds)
}

pub fn attribute(name: &str) -> Field {
    Field::Attribute(AttributeId(position(&ATTRIBUTES, name).unwrap()))
}

pub fn of_trigger(name: &str) -> Field {
    Field::OfTrigger(AttributeId(position(&ATTRIBUTES, name).unwrap()))
}

pub fn meta(name: &str) -> Field {
    Field::Meta(MetaId(position(&METADATA, name).unwrap()))
}

/// Whole numbers are written as such, not in thousandths.
pub fn compare(left: Term, op: CompareOp, right: i64) -> Expr {
    Expr::Compare {
        left,
        op,
        right: Term::Number(right * 1000),
    }
}

/// The attributes of this name are equal at the event and its trigger.
pub fn same(name: &str) -> Expr {
    Expr::SameText {
        left: attribute(name),
        right: of_trigger(name),
        negated: false,
    }
}

pub fn not(expr: Expr) -> Expr {
    Expr::Not(Box::new(expr))
}

pub fn happened(moment: Moment) -> Expr {
    Expr::Happened {
        moment,
        since: None,
    }
}

pub fn is_text(value: Field, text: &str) -> Expr {
    Expr::TextIn {
        value,
        list: vec![text.to_owned()],
        negated: false,
    }
}

pub fn count(moment: Moment) -> Term {
    Term::Count {
        moment,
        since: None,
        last: None,
    }
}

pub fn at_least(moment: Moment, times: i64) -> Expr {
    compare(count(moment), CompareOp::GreaterEqual, times)
}

fn position(names: &[&str], name: &str) -> Option<u32> {
    let found = names.iter().position(|known| *known == name)?;
    u32::try_from(found).ok()
}
