//! What everything that can be written comes to.

use std::fmt::Write as _;

use zhunze_compiler::book::{Atom, Expectation, Expr, Kind, Obligation, Severity, Term};

use super::{book, codes, one, phrases, said};

/// The trigger of a rule with this `when`, as text.
fn trigger(when: &str) -> String {
    let head = "event callback (case: text, hours: number, urgent: boolean)\nphrase p = \"您好\"\nmoment m = agent says p or customer speaks\n\n";
    let book = book(&format!(
        "{head}rule r \"R\"\n  when {when}\n  require call.x = 1\n"
    ));
    let mut text = String::new();
    for atom in &book.rules[0].trigger.as_ref().unwrap().any {
        let _ = writeln!(text, "{atom:?}");
    }
    let _ = write!(
        text,
        "attributes {:?} labels {:?} phrases {}",
        book.attributes,
        book.labels,
        book.phrases.len()
    );
    text
}

#[test]
fn moments() {
    let all = [
        "agent says p",
        "anyone says \"再见\" where confidence >= 0.6",
        "agent says any of p, \"再见\"",
        "customer speaks where emotion = \"angry\" and volume > 3",
        "the call is answered",
        "the call ends",
        "the call is transferred where to in (\"a\", \"b\")",
        "customer hangs up",
        "hold starts",
        "mute ends",
        "hold lasts 2min",
        "nobody speaks for 5s",
        "customer does not speak for 1min 30s even on hold",
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
    ];
    let mut text = String::new();
    for when in all {
        let _ = writeln!(text, "when {when}\n{}\n", trigger(when));
    }
    insta::assert_snapshot!("moments", text);
}

#[test]
fn conditions() {
    let all = [
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
    ];
    let mut text = String::new();
    for condition in all {
        let book = book(&format!(
            "moment m = customer speaks\nrule r \"R\"\n  when agent speaks or m\n  {condition}\n  agent must speak\n"
        ));
        let condition_is = book.rules[0].condition.as_ref().unwrap();
        let _ = writeln!(
            text,
            "{condition}\n{condition_is:?}\n{:?} {:?}\n",
            book.attributes, book.metadata
        );
    }
    insta::assert_snapshot!("conditions", text);
}

#[test]
fn obligations() {
    let all = [
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
        "require rings <= 3",
    ];
    let mut text = String::new();
    for owed in all {
        let book = book(&format!(
            "event callback (hours: number)\nmoment m = agent says \"a\"\nrule r \"R\"\n  when the call is answered\n  {owed}\n"
        ));
        let _ = writeln!(text, "{owed}\n{:?}\n", book.rules[0].obligations);
    }
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
    assert!(rule.section.is_none() && rule.deduct.is_none() && rule.condition.is_none());
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
    let deduct = book.rules[0].deduct.unwrap();
    assert_eq!(
        (deduct.points, deduct.each_time, deduct.at_most),
        (500, true, Some(2_000))
    );
    assert_eq!(book.waiting, 8);
}

#[test]
fn a_lone_ban_may_look_at_what_breaks_it() {
    let book =
        book("rule r \"R\"\n  if volume > 3 and customer has spoken\n  agent must not speak\n");
    let Some(Expr::And(parts)) = &book.rules[0].condition else {
        panic!()
    };
    assert!(matches!(
        &parts[0],
        Expr::Compare {
            left: Term::Field(_),
            ..
        }
    ));
    assert!(matches!(&parts[1], Expr::Happened(_)));
}

#[test]
fn what_has_happened_may_be_an_event_by_name() {
    let book = book("event callback\nrule r \"R\"\n  require callback has happened\n");
    let Obligation::Require(Expr::Happened(moment)) = &book.rules[0].obligations[0] else {
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
