//! What everything that can be written comes to.

use std::fmt::Write as _;

use zhunze_compiler::book::{Atom, Duty, Expectation, Expr, Kind, Severity, Term};

use super::show::Show;
use super::{book, codes, one, phrases, said};

/// Items that the examples below speak of.
const HEAD: &str = r#"event callback (case: text, hours: number, urgent: boolean)
event request (case: text)
phrase p = "您好"
phrase promise = "{hours: number}小时内" .. "{who: name}回复"
moment m = agent says p or customer speaks

"#;

/// The only rule of these clauses, as text.
fn rule(clauses: &str) -> String {
    let book = book(&format!("{HEAD}rule r \"R\"\n{clauses}"));
    Show(&book).rule(&book.rules[0])
}

/// Each example with what it comes to.
fn all(examples: &[&str], clauses: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    for example in examples {
        let _ = writeln!(
            text,
            "{example}\n  {}\n",
            rule(&clauses(example)).replace('\n', "\n  ")
        );
    }
    text
}

#[test]
fn moments() {
    let examples = [
        "agent says p",
        "anyone says \"再见\" where confidence >= 0.6",
        "agent says any of p, \"再见\"",
        "customer speaks where emotion = \"angry\" and volume > 3",
        "the call is answered",
        "the call begins",
        "the call ends",
        "a contact starts",
        "the call is transferred where to in (\"a\", \"b\")",
        "customer hangs up",
        "hold starts",
        "mute ends",
        "hold lasts 2min",
        "nobody speaks for 5s",
        "customer does not speak for 1min 30s even on hold",
        "nobody speaks for 5s after agent says p",
        "silence starts",
        "customer silence ends",
        "agent silence lasts 10s",
        "overlap starts",
        "overlap ends",
        "overlap lasts 2s",
        "agent interrupts",
        "agent interrupts for 500ms where volume > 3",
        "customer repeats themselves",
        "agent repeats themselves within 5 turns by 90 percent where length > 10",
        "customer speaks where length > 5 and duration > 3s and speech_rate > 300",
        "customer speaks where response_time > 2s and overlap = 0 and turn_start",
        "customer speaks where similarity >= 90 and not turn_start = no",
        "callback happens where case = \"T1\" and hours <= 24 and urgent",
        "callback happens where not urgent = yes or urgent = no",
        "ring happens",
        "dtmf happens where digits = \"1\"",
        "action \"record\" happens where field = \"phone\"",
        "customer is labelled \"angry\" where score > 0.5",
        "anyone is labelled \"angry\"",
        "label \"customer.intent\" is \"complaint\"",
        "label \"topic\"",
        "m or agent speaks or customer speaks",
        "(agent speaks or hold starts)",
        "agent says p and agent speaks",
        "agent speaks but not agent says p",
        "agent's first utterance",
        "customer's last utterance",
        "hold starts for the first time",
        "hold starts for the 3rd time",
        "hold starts for the last time",
        "customer speaks at any time",
        "hold starts again",
        "hold starts 3 times",
        "hold starts 3 times all within 5min",
        "customer speaks 10 times all within 1min",
        "agent says promise where promise.hours > 24",
    ];
    let text = all(&examples, |when| {
        format!("  when {when}\n  require call.x = 1\n")
    });
    insta::assert_snapshot!("moments", text);
}

#[test]
fn sequences() {
    let examples = [
        "agent speaks then customer speaks",
        "agent speaks then within 5s customer speaks then hold starts",
        "agent says p then immediately customer speaks",
        "callback happens then immediately callback happens",
        "hold starts then hold ends without agent speaks in between",
        "agent says p then optionally customer speaks then hold starts",
        "agent says p then hold starts in any order",
        "agent says p then hold starts then mute starts in any order all within 1min",
        "agent speaks then customer speaks each its own",
        "agent speaks then customer speaks all within 30s each its own",
    ];
    let text = all(&examples, |when| {
        format!("  when {when}\n  require call.x = 1\n")
    });
    insta::assert_snapshot!("sequences", text);
}

#[test]
fn moments_made_of_others_come_after_them() {
    let clauses = "  when (m but not hold starts) again then immediately agent speaks 3 times\n  if count of hold starts before (m again) > 1\n  on customer silence ends\n  agent must speak in the first 30s\n  on any other answer\n  agent must speak\n";
    let book = book(&format!("{HEAD}rule r \"R\"\n{clauses}"));
    assert!(book.derived.len() > 6);
    for (number, derived) in book.derived.iter().enumerate() {
        let text = format!("{derived:?}");
        for part in text.split("DerivedId(").skip(1) {
            let part: usize = part.split(')').next().unwrap().parse().unwrap();
            assert!(part < number, "{number}: {text}");
        }
        assert!(!book.derived[..number].contains(derived), "twice: {text}");
    }
}

#[test]
fn conditions() {
    let examples = [
        "if call.queue in (\"投诉\", \"理赔\")",
        "if call.vip",
        "if call.level >= 3 and not call.level = 5",
        "if rings > 3",
        "if count of hold starts >= 2",
        "if customer has not spoken",
        "if agent has said \"您好\"",
        "if m has happened or customer has hung up",
        "if volume in (1, 2)",
        "if 3 < volume",
        "if \"a\" != emotion",
        "unless call.vip = yes",
        "if length > 5 and duration >= 2s and turn_start",
        "if call.a = call.b",
        "if emotion = call.emotion",
        "if 1 + 2 * 3 > volume",
        "if call.level - 1 >= volume / 2",
        "if total time of hold > 60s",
        "if total time of hold since agent speaks > 60",
        "if longest silence > 5s",
        "if longest agent silence > 5s",
        "if share of agent talk > 60",
        "if share of hold > 20",
        "if total time of overlap > 3s",
        "if average speech_rate of agent > 300",
        "if highest volume of customer >= 3",
        "if sum of length of agent > 1000",
        "if time of first hold starts < 30s",
        "if time since hold ends > 10s",
        "if time of last agent says p < 1min",
        "if label \"customer.emotion\" is now \"calm\"",
        "if label \"customer.emotion\" is not now \"calm\"",
        "if label \"customer\" is now \"angry\"",
        "if call.weekend",
        "if not call.weekend = yes",
        "if call.weekday >= 6",
        "if call.weekday in (6, 7)",
        "if call.date >= \"2026-11-24\"",
        "if call.date = \"2026-11-24\"",
        "if call.month = 11 and call.day != 1",
        "if call.time >= 18:00",
        "if time of day < 9:30",
        "if count of hold starts since agent speaks >= 1",
        "if count of hold starts after agent says p >= 1",
        "if count of hold starts before agent says p >= 1",
        "if count of customer speaks between hold starts and hold ends >= 1",
        "if count of customer speaks in the first 30s >= 1",
        "if count of customer speaks in the last 60s >= 1",
        "if hold starts has happened since agent speaks",
        "if hold starts has not happened in the last 60s",
        "if that.volume > 3",
    ];
    let text = all(&examples, |condition| {
        format!("  when agent speaks or m\n  {condition}\n  agent must speak\n")
    });
    insta::assert_snapshot!("conditions", text);
}

#[test]
fn obligations() {
    let examples = [
        "agent must say \"您好\" within 5s",
        "agent must not speak no sooner than 3s within 10s",
        "customer must not hang up until agent speaks",
        "agent must speak before hold starts or mute starts",
        "agent must speak after hold ends by the end of the call",
        "agent must say \"您好\" in agent's next turn",
        "callback must happen where hours < 3 within 2h",
        "action \"record\" must not happen",
        "hold must not last 60s",
        "hold must start within 9s",
        "the call must not be transferred",
        "customer must not be labelled \"angry\"",
        "m must happen within 9s",
        "before that, customer speaks, then within 3s agent speaks or hold starts",
        "within 60s before that, agent speaks",
        "before that, agent speaks, then optionally customer speaks, then hold starts",
        "before that, agent speaks, then immediately customer speaks without hold starts in between",
        "require rings <= 3",
        "agent should say \"您好\" within 5s",
        "agent should not speak within 5s",
        "agent must say p at least 2 times within 1min",
        "agent must say p at most 3 times",
        "agent must say p exactly 2 times",
        "agent must say p in agent's next utterance",
        "customer must say p within customer's next 2 utterances",
        "agent must say p within 3 utterances",
        "agent must say p within customer's next 2 utterances",
        "agent must say p within 2 turns",
        "agent must speak immediately",
        "callback must happen immediately",
        "agent must speak between 3s and 5s after",
        "agent must say p between hold starts and hold ends",
        "agent must say p since hold ends",
        "callback must happen by 18:00",
        "agent must say p in the first 30s",
        "agent must say p in the first 10 percent",
        "agent must say p in the first 3 utterances",
        "agent must not say p in customer's first 3 utterances",
        "agent must say p in the first 2 turns",
        "agent must say p in the last 30s",
        "agent must say p in the last 3 utterances",
        "callback must happen within 3 working days",
    ];
    let text = all(&examples, |owed| {
        format!("  when the call is answered\n  {owed}\n")
    });
    insta::assert_snapshot!("obligations", text);
}

#[test]
fn defaults() {
    let book = book("rule r\n  agent must not speak\n  fatal\n");
    let rule = &book.rules[0];
    assert_eq!(
        (rule.title.as_str(), rule.severity, rule.fatal_from),
        ("r", Severity::Critical, Some(1))
    );
    assert_eq!(
        (book.scores[0].name.as_str(), book.scores[0].from),
        ("score", 100_000)
    );
    assert_eq!((book.waiting, book.version.as_str()), (64, ""));
    assert!(rule.section.is_none() && rule.costs.is_empty() && rule.arms[0].condition.is_none());
    assert!(book.hash.starts_with("sha256:") && book.hash.len() == 71);
}

#[test]
fn scores_and_sections() {
    let checked = one(
        "rulebook \"a\"\n  score quality from 100, pass 80\n  score fine from 0, unit \"元\", may go below zero\n  grade of quality good from 80, best from 90, poor below 80\n  waiting at most 8\nsection s \"S\" weight 100\nrule a \"A\"\n  agent must speak\n  otherwise deduct 0.5 each time, at most 2\nsection t of fine\nrule b \"B\"\n  agent must speak\n  award 3\nrule c \"C\"\n  agent must speak\n  otherwise deduct 2 from quality\n",
    );
    let said = said(&checked);
    let book = checked.book.unwrap_or_else(|| panic!("{said}"));
    let grades = [
        ("best", Some(90_000)),
        ("good", Some(80_000)),
        ("poor", None),
    ];
    let grades: Vec<_> = grades
        .iter()
        .map(|(name, from)| (name.to_string(), *from))
        .collect();
    assert_eq!(book.scores[0].grades, grades);
    let counted: Vec<_> = book
        .rules
        .iter()
        .map(|it| (it.score.0, it.section.map(|s| s.0)))
        .collect();
    assert_eq!(counted, [(0, Some(0)), (1, Some(1)), (0, Some(1))]);
    let deduct = book.rules[0].costs[0].deduct.unwrap();
    assert_eq!(
        (deduct.points, deduct.after_first, deduct.at_most),
        (500, 500, Some(2_000))
    );
    assert_eq!(book.waiting, 8);
}

#[test]
fn a_lone_ban_may_look_at_what_breaks_it() {
    let book =
        book("rule r \"R\"\n  if volume > 3 and customer has spoken\n  agent must not speak\n");
    let Some(Expr::And(parts)) = &book.rules[0].arms[0].condition else {
        panic!()
    };
    assert!(matches!(
        &parts[0],
        Expr::Compare {
            left: Term::Field(_),
            ..
        }
    ));
    assert!(matches!(&parts[1], Expr::Happened { .. }));
}

#[test]
fn what_has_happened_may_be_an_event_by_name() {
    let book = book("event callback\nrule r \"R\"\n  require callback has happened\n");
    let Duty::Require(Expr::Happened { moment, .. }) = &book.rules[0].arms[0].obligations[0].duty
    else {
        panic!()
    };
    assert!(matches!(
        moment.any[0],
        Atom::Event {
            kind: Kind::Declared(_),
            ..
        }
    ));
}

#[test]
fn tests_become_call_documents() {
    let book = book(
        "event callback (case: text)\nrule r \"R\"\n  callback must happen\n\ntest \"一切\"\n  call queue = \"投诉\"\n  call vip = yes\n  0s ring 2\n  4s answer\n  5s agent \"您好\" (confidence: 0.9)\n  6s to 8s customer \"我要查件\"\n  20s hold starts\n  30s hold ends\n  31s callback (case: \"T1\")\n  32s action \"record\" (field: \"phone\")\n  33s label \"customer.intent\" \"complaint\" (score: 0.25)\n  34s transfer (to: \"投诉组\")\n  40s customer hangs up\n  call ends at 60s\n  expect score score = 100\n  expect pass\n  expect r satisfied\n  expect r violated 2 times\n  expect r not applicable\n",
    );
    let test = &book.tests[0];
    insta::assert_snapshot!(
        "document",
        serde_json::to_string_pretty(&test.call).unwrap()
    );
    assert_eq!(test.ends, Some(60_000));
    assert!(matches!(test.expect[0].0, Expectation::Score(_, 100_000)));
    assert_eq!(test.expect.len(), 5);
}

#[test]
fn the_sample_passes() {
    let checked = one(include_str!("sample.rulebook"));
    assert_eq!(codes(&checked), [""; 0], "{}", said(&checked));
    let book = checked.book.unwrap();
    assert_eq!(book.rules.len(), 8);
    assert_eq!(book.channel.as_deref(), Some("voice"));
    insta::assert_snapshot!("sample_phrases", phrases(&book));
}

#[test]
fn english_and_chinese_say_the_same() {
    let english = one(
        "rulebook \"a\"\nphrase p = \"您好\"\nrule r \"R\"\n  when the call is answered\n  agent must say p within 5s\n  otherwise deduct 5 each time, at most 10\n",
    );
    let chinese = one(
        "规则书 \"a\"\n短语 p = \"您好\"\n规则 r \"R\"\n  当 电话接通\n  客服 必须 5秒内 说 p\n  否则 每次 扣 5 分，最多 10 分\n",
    );
    let (mut a, b) = (english.book.unwrap(), chinese.book.unwrap());
    a.hash.clone_from(&b.hash);
    assert_eq!(a, b);
}

#[test]
fn phrases_of_all_forms() {
    let book = book(
        r#"phrase 问候 = "(您|你)好[呀]" or "{喂}" .. "哪位"
phrase 喂 = "喂"
phrase long = any of
  "谢谢 .. 等待"
  "感谢 ..2-8 等待", "多谢(您|您们) ..5 等"
phrase 转 = "转\[人工\]" 喂
phrase english = "colo[u]r" or "Thank(s| you)" .. "(APP|客户端)下载"
rule a "A"
  anyone must say any of 问候, long, 转, english
rule b "B"
  agent must say 问候 "再见"
rule c "C"
  agent must say "再见，問候"
rule d "D"
  agent must say "再见！问候"
"#,
    );
    insta::assert_snapshot!("phrases", phrases(&book));
}
