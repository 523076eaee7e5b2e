//! Whole rules: branches, permissions, alternatives, matching, costs; and what does not fit.

use std::fmt::Write as _;

use super::show::Show;
use super::{book, codes, one, said};

/// Items that the examples speak of.
const HEAD: &str = r#"event callback (case: text, hours: number)
event request (case: text, id: number)
phrase offer = "需要办理吗"
phrase yes = "(好|可以|要)"
phrase no = "(不用|不要)"
phrase promise = "{hours: number}小时内" .. "回复"
phrase answered = "{number: digits 4-11}"

"#;

fn rules(examples: &[&str]) -> String {
    let mut text = String::new();
    for example in examples {
        let book = book(&format!("{HEAD}{example}"));
        let last = book.rules.last().unwrap();
        let _ = writeln!(text, "{example}=>\n{}\n", Show(&book).rule(last));
    }
    text
}

#[test]
fn branches() {
    let text = rules(&[
        "rule r \"R\"\n  when agent says offer\n  on customer says yes within 10s\n  agent must say \"马上\" within 5s\n  on customer says no\n  agent must not say offer\n  on any other answer\n  agent must speak\n  on no answer within 8s\n  agent must say \"喂\"\n  unless customer hangs up first\n",
        "rule r \"R\"\n  when agent says offer\n  if call.vip\n  agent must speak\n  on customer says yes\n  agent must say \"马上\"\n",
        "规则 r \"R\"\n  当 客服 说 offer\n  遇 客户 说 yes 10秒 内\n  客服 必须 5秒内 说 \"马上\"\n  遇 无答复 8秒 内\n  客服 必须 说 \"喂\"\n",
    ]);
    insta::assert_snapshot!("branches", text);
}

#[test]
fn permissions_and_alternatives() {
    let text = rules(&[
        "rule r \"R\"\n  agent may hang up only if customer has said \"再见\"\n",
        "rule r \"R\"\n  agent may hang up only after within 60s agent says offer, then customer speaks\n",
        "rule r \"R\"\n  agent may hang up only if customer has hung up\n  or agent may hang up only after nobody speaks for 20s\n",
        "rule r \"R\"\n  callback may happen only if hours < 24\n",
        "rule r \"R\"\n  when the call is answered\n  agent must say offer within 5s\n  or agent must say \"您好\" within 9s\n  agent must speak\n",
        "rule r \"R\"\n  when agent hangs up\n  before that, customer speaks\n  or before that, nobody speaks for 5s\n",
        "规则 r \"R\"\n  客服 可以 挂机 仅当 客户 已说 \"再见\"\n",
    ]);
    insta::assert_snapshot!("permissions", text);
}

#[test]
fn events_that_belong_together() {
    let text = rules(&[
        "rule r \"R\"\n  when request happens\n  callback must happen where case = that.case and hours < 24 within 2h\n",
        "rule r \"R\"\n  when request happens where id > 3\n  callback must not happen where case != that.case\n",
        "rule r \"R\"\n  when callback happens\n  before that, request happens where case = that.case and id > 0\n",
        "rule r \"R\"\n  when agent says promise\n  callback must happen where hours <= promise.hours within promise.hours hours\n",
        "rule r \"R\"\n  when agent says promise where promise.hours > 24\n  if that.hours < 100\n  agent must speak\n",
        "rule r \"R\"\n  when agent says promise\n  customer must say answered where answered.number = \"1\"\n",
        "规则 r \"R\"\n  当 request 发生\n  callback 必须 2小时内 发生 其中 case = 该.case\n",
    ]);
    insta::assert_snapshot!("matching", text);
}

#[test]
fn clauses() {
    let text = rules(&[
        "rule r \"R\"\n  when customer speaks for the last time\n  agent must speak\n  each its own\n  needs review\n  applies if call.queue = \"投诉\"\n  effective from \"2026-01-01\" until \"2026-12-31\"\n",
        "rule r \"R\"\n  when customer speaks at any time\n  agent should speak\n",
        "section s \"S\" weight 100\nrule r \"R\"\n  when customer speaks\n  agent must speak\n  weight 5, by share satisfied\n  if not applicable leave out\n  otherwise deduct 2 for the first, 1 for each after, at most 9\n  award 3 each time\n  fatal for section from 3 times\n",
        "rule a \"A\"\n  agent must speak\nrule r \"R\"\n  when agent hangs up\n  if a is violated and a is not satisfied\n  unless a is not applicable\n  require a is applicable\n",
        "rule r \"R\"\n  agent must say offer in the last 30s\n",
        "rule r \"R\"\n  if call.vip\n  agent must say offer in the first 3 utterances\n",
    ]);
    insta::assert_snapshot!("clauses", text);
}

/// The same in both languages.
#[test]
fn chinese_says_the_same() {
    let table = [
        (
            "when agent interrupts for 500ms\n  agent must say offer at least 2 times within 1min",
            "当 客服 插话 达 500毫秒\n  客服 必须 至少 2次 在1分钟内 说 offer",
        ),
        (
            "when customer repeats themselves within 5 turns by 90 percent\n  agent should say offer",
            "当 客户 重复自己 5 轮内 达 百分之 90\n  客服 应当 说 offer",
        ),
        (
            "when silence lasts 5s\n  agent must speak immediately",
            "当 静默 持续 5秒\n  客服 必须 立即 说话",
        ),
        (
            "when hold starts for the 3rd time\n  agent must speak within 2 turns",
            "当 第3次 等候 开始\n  客服 必须 2 轮 内 说话",
        ),
        (
            "when customer speaks for the last time\n  agent must speak within 3 utterances",
            "当 最后一次 客户 说话\n  客服 必须 3 句 内 说话",
        ),
        (
            "when agent says offer then within 5s customer says yes\n  agent must speak by 18:00",
            "当 客服 说 offer 然后 5秒内 客户 说 yes\n  客服 必须 18:00 前 说话",
        ),
        (
            "when request happens\n  callback must happen within 3 working days",
            "当 request 发生\n  callback 必须 3 个工作日 内 发生",
        ),
        (
            "when agent speaks\n  require share of agent talk <= 60 and longest silence < 5s",
            "当 客服 说话\n  要求 占比 客服 讲话 不超过 60 且 最长 静默 小于 5秒",
        ),
        (
            "when agent speaks\n  require average speech_rate of agent < 300",
            "当 客服 说话\n  要求 平均 客服 语速 < 300",
        ),
        (
            "when agent speaks where length > 20 and turn_start\n  require time since hold ends > 10s",
            "当 客服 说话 其中 字数 > 20 且 轮首\n  要求 距上次 等候 结束 > 10秒",
        ),
        (
            "when agent speaks\n  require count of hold starts since customer speaks < 2",
            "当 客服 说话\n  要求 次数 等候 开始 自 客户 说话 以来 < 2",
        ),
        (
            "agent must say offer in the first 3 utterances\n  weight 5, by share satisfied",
            "客服 必须 前 3 句 内 说 offer\n  权重 5，按满足比例",
        ),
        (
            "agent must not say offer\n  otherwise deduct 5 for the first, 2 for each after, at most 9",
            "客服 不得 说 offer\n  否则 首次 扣 5 分，此后每次 扣 2 分，最多 9 分",
        ),
    ];
    for (english, chinese) in table {
        let english = book(&format!("{HEAD}rule r \"R\"\n  {english}\n"));
        let chinese = book(&format!("{HEAD}规则 r \"R\"\n  {chinese}\n"));
        let shown = |book: &zhunze_compiler::book::Book| Show(book).rule(&book.rules[0]);
        assert_eq!(shown(&english), shown(&chinese));
    }
}

/// What is wrong with these clauses of a rule.
fn wrong(clauses: &str) -> Vec<String> {
    let lines = clauses
        .split(';')
        .map(|line| format!("  {}\n", line.trim()));
    let lines: String = lines.collect();
    let checked = one(&format!(
        "rulebook \"a\"\nevent callback (case: text, hours: number)\nevent request (case: text)\nphrase promise = \"{{hours: number}} hours\"\nrule above \"A\"\n  agent must say promise\nrule r \"R\"\n{lines}"
    ));
    let errors = codes(&checked).into_iter().filter(|it| it.starts_with('E'));
    let errors: Vec<String> = errors.collect();
    assert!(!errors.is_empty(), "{clauses}:\n{}", said(&checked));
    errors
}

#[test]
fn what_does_not_fit() {
    let table = [
        // Types and measures.
        ("when agent speaks; require length > 5s", "E0313@9"),
        ("when agent speaks; require length > 60%", "E0313@9"),
        ("when agent speaks; require duration > 18:00", "E0313@9"),
        ("when agent speaks; require time of day > 18", "E0313@9"),
        (
            "when agent speaks; require share of agent talk > 60s",
            "E0313@9",
        ),
        ("when agent speaks; require call.date > 5", "E0313@9"),
        ("when agent speaks; require 60s + call.time > 5", "E0313@9"),
        ("when agent speaks; require duration = \"5\"", "E0301@9"),
        ("when callback happens; require case > that.case", "E0302@9"),
        (
            "when agent speaks; require call.date = \"tomorrow\"",
            "E0314@9",
        ),
        ("when agent speaks; require 1 + 2", "E0303@9"),
        ("when agent speaks; require case + 1 > 2", "W"),
        ("agent must speak; effective from \"2026-02-30\"", "E0314@9"),
        (
            "agent must speak; effective from \"2026-02-03\" until \"2026-01-01\"",
            "E0311@9",
        ),
        // Captures and the trigger.
        (
            "when agent says promise; require promise.hour > 2",
            "E0209@9",
        ),
        ("when hold starts; require promise.hours > 2", "E0401@9"),
        ("callback must happen where case = that.case", "E0414@8"),
        (
            "when request happens where case = that.case; agent must speak",
            "E0414@8",
        ),
        (
            "when request happens; agent must speak before callback happens where case = that.case",
            "E0414@9",
        ),
        (
            "when request happens; before that, agent speaks, then callback happens where case = that.case",
            "E0414@9",
        ),
        (
            "when request happens; require count of callback happens where case = that.case > 1",
            "E0414@9",
        ),
        (
            "when request happens; before that, callback happens where hours + 1 > that.case",
            "E0301@9",
        ),
        // Scopes.
        (
            "when agent speaks; require total time of hold in the last 60s > 5s",
            "E0421@9",
        ),
        (
            "when agent speaks; require longest hold since agent speaks > 5s",
            "E0421@9",
        ),
        (
            "when agent speaks; require count of hold starts in the last 3 turns > 2",
            "E0421@9",
        ),
        (
            "when agent speaks; require average volume of agent since hold starts > 2",
            "E0421@9",
        ),
        // Which occurrence.
        (
            "when agent speaks; agent must speak after hold starts for the last time",
            "E0415@9",
        ),
        (
            "when agent speaks; agent must speak before hold starts at any time",
            "E0415@9",
        ),
        // Times, windows.
        (
            "when agent speaks; agent must not speak at least 2 times",
            "E0413@9",
        ),
        ("agent must speak at least 300 times", "E0304@8"),
        (
            "agent must speak at least 2 times in the last 30s",
            "E0413@8",
        ),
        (
            "when agent speaks; agent must speak within 5s by 18:00",
            "E0405@9",
        ),
        (
            "when agent speaks; agent must speak within 2 turns in agent's next turn",
            "E0405@9",
        ),
        (
            "when agent speaks; agent must speak in the first 30s in the last 30s",
            "E0405@9",
        ),
        (
            "when agent speaks; hold must last 5s immediately",
            "E0419@9",
        ),
        (
            "when hold lasts 3 working days; agent must speak",
            "E0420@8",
        ),
        ("agent must speak in the first 120 percent", "E0304@8"),
        // Must and should, or, may, on.
        ("agent must speak; agent should say \"x\"", "E0413@8"),
        ("agent should speak; otherwise deduct 5", "E0413@9"),
        ("or agent must speak", "E0416@8"),
        (
            "when agent speaks; agent may hang up only if rings > 2",
            "E0413@8",
        ),
        (
            "agent may hang up only if rings > 2; customer may hang up only if rings > 2",
            "E0413@9",
        ),
        ("on customer speaks; agent must speak", "E0417@8"),
        ("when agent speaks; on customer speaks", "E0407@9"),
        // Rules above, sections, costs.
        ("when agent speaks; require r is violated", "E0418@9"),
        ("when agent speaks; require r2 is violated", "E0206@9"),
        ("agent must speak; fatal for section", "E0422@9"),
        ("agent must speak; if not applicable leave out", "E0422@9"),
        (
            "agent must speak; otherwise deduct 5; otherwise deduct 3",
            "E0408@10",
        ),
        ("agent must speak; applies if agent has spoken", "E0402@9"),
        // Sequences.
        (
            "before that, immediately agent speaks, then hold starts; when agent speaks",
            "E0413@8",
        ),
        (
            "when hold starts; before that, optionally agent speaks, then optionally customer speaks",
            "E0407@9",
        ),
    ];
    let mut bad = String::new();
    for (clauses, expected) in table {
        if expected == "W" {
            continue;
        }
        let found = wrong(clauses);
        if found != [expected] {
            let _ = writeln!(bad, "{clauses}: {found:?}, not {expected}");
        }
    }
    assert!(bad.is_empty(), "{bad}");
}
