//! What is ambiguous to read says what the reference manual says it does.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

mod reading;

use reading::there_and_back;
use zhunze_grammar::ast::{
    Atom, Clause, ClockPart, Expr, ExprKind, Item, LengthSource, Moment, PhraseUse, Quantity,
    Scope, Unit, Which, Who, Window,
};
use zhunze_grammar::{FormatOptions, KeywordLanguage, Lang, format, parse};

const BEFORE: &str = "moment m = hold ends\nphrase p = \"x\"\n";

/// The one clause of a rule, which is the same after a trip through both languages.
fn clause(line: &str) -> Clause {
    let tree = there_and_back(&format!("{BEFORE}rule x\n  {line}\n"));
    match tree.file().items.last() {
        Some(Item::Rule(rule)) => rule.clauses[0].node.clone(),
        other => panic!("no rule: {other:?}"),
    }
}

fn when(moment: &str) -> Moment {
    match clause(&format!("when {moment}")) {
        Clause::When(moment) => moment,
        other => panic!("{other:?}"),
    }
}

fn one(moment: &Moment) -> &Atom {
    assert_eq!(moment.any.len(), 1, "{moment:?}");
    &moment.any[0].node
}

fn condition(expr: &str) -> ExprKind {
    match clause(&format!("if {expr}")) {
        Clause::If(expr) => *expr.kind,
        other => panic!("{other:?}"),
    }
}

fn windows(line: &str) -> Vec<Window> {
    match clause(line) {
        Clause::Must(must) => must.windows,
        other => panic!("{other:?}"),
    }
}

fn guard(moment: &Moment) -> &Expr {
    match one(moment) {
        Atom::Speaks {
            guard: Some(guard), ..
        } => guard,
        other => panic!("{other:?}"),
    }
}

fn is_named(moment: &Moment, name: &str) -> bool {
    matches!(one(moment), Atom::Named(found) if found.node == name)
}

#[test]
fn or_binds_tighter_than_then_and_weaker_than_and() {
    let moment = when("a or b then c");
    let Atom::Sequence { steps, .. } = one(&moment) else {
        panic!("{moment:?}")
    };
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[0].moment.any.len(), 2);
    assert!(is_named(&steps[1].moment, "c"));

    let moment = when("a or b and c but not d");
    assert_eq!(moment.any.len(), 2);
    let Atom::ButNot { moment, not } = &moment.any[1].node else {
        panic!("{moment:?}")
    };
    assert!(matches!(one(moment), Atom::Both(both) if both.len() == 2));
    assert!(is_named(not, "d"));
}

#[test]
fn brackets_are_only_where_they_say_something() {
    assert_eq!(when("(a or b)"), when("a or b"));
    assert_eq!(when("((a)) then (b)"), when("a then b"));
    let moment = when("(a or b) for the first time");
    let Atom::Which { moment, .. } = one(&moment) else {
        panic!("{moment:?}")
    };
    assert_eq!(moment.any.len(), 2);
    let moment = when("(a then b) or c");
    assert!(matches!(moment.any[0].node, Atom::Sequence { .. }));
    assert_eq!(moment.any.len(), 2);
}

#[test]
fn which_time_binds_to_what_stands_next_to_it() {
    let moment = when("a or b again");
    assert!(matches!(&moment.any[1].node, Atom::Again(_)));
    let outer = when("a 3 times for the last time");
    let Atom::Which {
        moment,
        which: Which::Last,
    } = one(&outer)
    else {
        panic!("{outer:?}")
    };
    assert!(matches!(one(moment), Atom::Times { count: 3, .. }));
    assert_eq!(when("最后一次 a 3次"), outer);
    let outer = when("a for the last time 3 times");
    assert!(matches!(one(&outer), Atom::Times { count: 3, .. }));
    assert_eq!(when("(最后一次 a) 3次"), outer);
    let first = when("agent's first utterance");
    let Atom::Which {
        moment,
        which: Which::Nth(1),
    } = one(&first)
    else {
        panic!("{first:?}")
    };
    assert!(matches!(
        one(moment),
        Atom::Speaks {
            who: Who::Agent,
            guard: None
        }
    ));
}

#[test]
fn a_guard_takes_the_conditions_behind_it() {
    let moment = when("agent speaks where a = 1 and b = 2 or c = 3");
    assert!(matches!(*guard(&moment).kind, ExprKind::Or(_)));
    let moment = when("agent speaks where a = 1 and b = 2 or hold starts");
    assert_eq!(moment.any.len(), 2);
    let moment = when("agent speaks where a = 1 or m");
    assert_eq!(moment.any.len(), 2);
    let moment = when("(agent speaks where a = 1) or undeclared");
    assert_eq!(moment.any.len(), 2);
    let moment = when("(agent speaks where a) and b");
    assert!(matches!(one(&moment), Atom::Both(both) if both.len() == 2));
    let moment = when("agent speaks where a but not b or m");
    assert_eq!(moment.any.len(), 2);
    let moment = when("agent speaks where a = 1 for the first time or b");
    assert_eq!(moment.any.len(), 2);
    let moment = when("agent speaks where a or (hold starts and b)");
    assert_eq!(moment.any.len(), 2);
}

#[test]
fn what_a_measure_looks_at_belongs_to_it() {
    let moment = when("agent speaks where count of hold starts after a > 2 and b");
    let ExprKind::And(both) = &*guard(&moment).kind else {
        panic!("{moment:?}")
    };
    let ExprKind::Compare { left, .. } = &*both[0].kind else {
        panic!("{both:?}")
    };
    assert!(matches!(
        &*left.kind,
        ExprKind::Count {
            scope: Some(Scope::After(_)),
            ..
        }
    ));
    let moment = when("客服 说话 其中 次数 等候 开始 在 a 与 b 之间 > 2 且 c");
    assert!(matches!(&*guard(&moment).kind, ExprKind::And(both) if both.len() == 2));
    let windows = windows("agent must say p where customer has spoken before hold ends within 5s");
    assert!(matches!(windows.as_slice(), [Window::Within(_)]));
}

#[test]
fn windows_behind_a_guard_are_windows() {
    let before = windows("agent must say p where a > 1 before hold ends");
    assert!(matches!(before.as_slice(), [Window::Before(_)]));
    let before = windows("agent must say p where (customer has spoken) before hold ends");
    assert!(matches!(before.as_slice(), [Window::Before(_)]));
    let both = windows("agent must say p before (nobody speaks for 5s) after hold ends");
    assert!(matches!(
        both.as_slice(),
        [Window::Before(_), Window::After(_)]
    ));
    let one = windows("agent must say p before nobody speaks for 5s after hold ends");
    assert!(matches!(one.as_slice(), [Window::Before(_)]));
    let range = windows("agent must say p between 3s and 5s after");
    assert!(matches!(
        range.as_slice(),
        [Window::NoSoonerThan(_), Window::Within(_)]
    ));
    let between = windows("agent must say p between (agent speaks where a and b) and hold ends");
    assert!(matches!(between.as_slice(), [Window::Between(..)]));
    let turns = windows("agent must not within 2 turns repeat themselves");
    assert!(matches!(turns.as_slice(), [Window::Turns { count: 2, .. }]));
}

#[test]
fn but_not_goes_with_phrases_and_with_moments() {
    let moment = when("agent says p but not q");
    let Atom::Says { phrase, .. } = one(&moment) else {
        panic!("{moment:?}")
    };
    assert!(matches!(&**phrase, PhraseUse::Inline(row) if row.but_not.len() == 1));
    for text in [
        "agent says p but not m",
        "客服 说 p 但不是 q",
        "(agent says p) but not q",
        "agent says p but not q happens",
        "agent says p but not agent says q",
    ] {
        let moment = when(text);
        assert!(matches!(one(&moment), Atom::ButNot { .. }), "{text}");
    }
}

#[test]
fn values_have_their_kinds() {
    let left = |text: &str| match condition(text) {
        ExprKind::Compare { left, .. } => *left.kind,
        other => panic!("{other:?}"),
    };
    for (text, part) in [
        ("call.weekday = 1", ClockPart::Weekday),
        ("通话.日期 = \"2026-01-01\"", ClockPart::Date),
        ("call.month = 1", ClockPart::Month),
        ("通话.日 = 1", ClockPart::Day),
        ("call.time > 9:30", ClockPart::CallTime),
        ("当前时刻 > 9:30", ClockPart::Now),
    ] {
        assert_eq!(left(text), ExprKind::Clock(part), "{text}");
    }
    assert_eq!(condition("通话.周末"), ExprKind::Meta("weekend".to_owned()));
    assert_eq!(
        left("语速 > 1"),
        ExprKind::Attribute("speech_rate".to_owned())
    );
    assert_eq!(left("18:00 < a"), ExprKind::ClockTime(64_800_000));
    for percent in ["60% < a", "６０％ < a", "60 percent < a", "百分之60 < a"] {
        assert_eq!(left(percent), ExprKind::Percent(60_000), "{percent}");
    }
    assert!(matches!(left("1min 30s < a"), ExprKind::Duration(length) if length.millis == 90_000));
    assert!(matches!(
        left("promise.hours < 1"),
        ExprKind::Capture { .. }
    ));
    assert!(matches!(left("that.case = \"x\""), ExprKind::That(_)));
}

#[test]
fn a_name_that_the_file_declares_is_its_own() {
    let tree = parse("event e (语速: number)\nrule x\n  when e happens where 语速 > 1\n");
    assert_eq!(tree.errors, []);
    let shown = format!("{:?}", tree.file());
    assert!(shown.contains("Attribute(\"语速\")"), "{shown}");
}

#[test]
fn arithmetic_has_its_usual_order() {
    let same = |one: &str, other: &str| assert_eq!(condition(one), condition(other), "{one}");
    same("a + b * c = 1", "a + (b * c) = 1");
    same("a - b + c = 1", "(a - b) + c = 1");
    same("a / b * c = 1", "(a / b) * c = 1");
    same("not a = 1 and b", "(not (a = 1)) and b");
    assert_ne!(condition("a - (b - c) = 1"), condition("a - b - c = 1"));
}

#[test]
fn parameters_stand_for_lengths_and_numbers() {
    let [Window::Within(length)] = &windows("agent must say p within limit")[..] else {
        panic!("no length")
    };
    assert!(matches!(
        length.source.as_deref(),
        Some(LengthSource::Param(name)) if name.node == "limit"
    ));
    let [Window::Within(length)] = &windows("agent must say p within promise.hours hours")[..]
    else {
        panic!("no length")
    };
    assert!(matches!(
        length.source.as_deref(),
        Some(LengthSource::Value {
            unit: Unit::Hour,
            ..
        })
    ));
    let Clause::Otherwise(amount) = clause("otherwise deduct n") else {
        panic!("no amount")
    };
    assert!(matches!(amount.points, Quantity::Param(_)));
}

#[test]
fn the_design_reads() {
    let text = "\
rulebook \"ZTO Express hotline service standard\" version \"2023.1\"
  language zh
  score quality from 100, pass 80

use std.hold (ask: ask_to_wait, thank: thank_for_waiting)

phrase promise = \"{hours: number}[个]小时内 .. (答复|回复|联系)\"
phrase opening = \"您好\"

moment silent_customer = customer does not speak for 5s after opening

rule silent_call \"无声电话须问候三次方可挂机\"
  when agent hangs up
  if customer has not spoken
  before that, agent says opening, then nobody speaks for 5s,
    then agent says opening, then nobody speaks for 5s,
    then agent says goodbye_silent, then nobody speaks for 5s
  otherwise deduct 10

rule keep_promise \"承诺时限内回复\"
  when agent says promise
  callback must happen within promise.hours hours
  otherwise deduct 10
";
    let tree = parse(text);
    assert_eq!(tree.errors, []);
    for keywords in [KeywordLanguage::English, KeywordLanguage::Chinese] {
        let options = FormatOptions {
            keywords: Some(keywords),
        };
        let printed = format(text, options).unwrap();
        assert_eq!(parse(&printed).file(), tree.file());
    }
}

/// Words that are keywords somewhere stay names elsewhere.
#[test]
fn ordinary_words_may_be_names() {
    for name in [
        "first",
        "last",
        "word",
        "weight",
        "total",
        "number",
        "name",
        "date",
        "time",
        "again",
        "next",
        "turn",
        "silence",
        "overlap",
        "talk",
        "average",
        "highest",
        "that",
        "about",
        "exact",
        "regex",
        "unit",
        "version",
        "as",
        "because",
        "contact",
        "percent",
        "with",
        "wrong",
        "begin",
        "between",
        "since",
        "optionally",
        "immediately",
        "longest",
        "effective",
        "fillers",
        "param",
        "template",
        "apply",
        "override",
        "drop",
        "extends",
        "may",
        "should",
        "on",
        "times",
        "points",
        "of",
        "by",
    ] {
        for text in [
            format!("phrase {name} = \"a\"\nrule x\n  agent must say {name} within 5s\n"),
            format!(
                "phrase {name} = \"a\"\nrule x\n  when agent says {name}\n  otherwise deduct 5\n"
            ),
            format!(
                "event e ({name}: text)\nrule x\n  when e happens where {name} = \"a\" and b = 1\n"
            ),
            format!("rule x\n  if call.{name} is 5 and that.{name} = 3\n"),
            format!("rule {name} \"t\"\n  fatal\nsection {name} \"t\" weight 3\n"),
            format!("test \"t\"\n  call {name} = 3\n  1s e ({name}: \"a\")\n"),
        ] {
            let errors: Vec<_> = parse(&text)
                .errors
                .iter()
                .map(|e| (e.label(Lang::English), text[e.span.range()].to_owned()))
                .collect();
            assert!(errors.is_empty(), "{text}\n{errors:?}");
        }
    }
}
