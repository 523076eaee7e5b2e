//! Every row of every table of the language's reference says the same in both languages.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

mod common;

use common::MOMENTS;
use zhunze_grammar::{ast::File, parse};

/// Items, settings, clauses and test lines: English, Chinese.
const ITEMS: &[(&str, &str)] = &[
    (
        r#"rulebook "NAME" version "V""#,
        r#"规则书 "NAME" 版本 "V""#,
    ),
    (r#"rulebook "NAME""#, r#"规则书"NAME""#),
    (r#"use "FILE""#, r#"引用 "FILE""#),
    (
        r#"phrase x = "a" .. "b" or y"#,
        r#"短语 x = "a" .. "b" 或 y"#,
    ),
    (
        "phrase x = any of\n  \"a\" ..2-8 \"b\"\n  y\n  \"c\", \"d\"",
        "短语 x ＝ 任一\n  \"a\" ..２-８ \"b\"\n  y\n  \"c\"，\"d\"",
    ),
    (
        r#"phrase x = any of "a", "b""#,
        r#"短语 x = 任意一个 "a"、"b""#,
    ),
    (r#"phrase x = from "f.txt""#, r#"短语 x = 取自 "f.txt""#),
    (
        "moment x = agent says y or customer hangs up",
        "时刻 x = 客服 说 y 或 客户 挂机",
    ),
    (
        "event x (a: text, b: number, c: boolean)",
        "事件 x（a：文本，b：数字，c：是非）",
    ),
    (r#"section x "T" weight 30"#, r#"部分 x "T" 权重 30"#),
    (
        r#"section x "T" weight 30 of s, may go below zero"#,
        r#"部分 x "T" 权重 30 属于 s，可低于零"#,
    ),
    (r#"rule x "T""#, r#"规则 x "T""#),
    (r#"test "T""#, r#"测试 "T""#),
];

const SETTINGS: &[(&str, &str)] = &[
    ("language zh", "语言 zh"),
    ("channel voice", "渠道 voice"),
    ("score q from 100", "分数 q 从 100"),
    (
        r#"score q from 100, pass 80, unit "元", may go below zero"#,
        r#"分数 q 从 100，及格 80，单位 "元"，可低于零"#,
    ),
    (
        "grade A from 90, B from 80.5, C below 80.5",
        "等级 A 从 90，B 从 80.5，C 低于 80.5",
    ),
    (
        "grade of q A from 90, C below 90",
        "等级 属于 q A 从 90，C 低于 90",
    ),
    ("waiting at most 5", "同时等待 最多 5"),
    ("waiting at most 5", "同时等待最多5"),
];

const CONDITIONS: &[(&str, &str)] = &[
    ("a = 1 and b is 2", "a = 1 且 b 为 2"),
    ("a = 1 and b is 2", "a 等于 1 并且 b ＝ 2"),
    ("a or not b", "a 或 非 b"),
    ("(a or b) and c", "（a 或者 b）且 c"),
    ("a != 1 or a is not 2", "a ≠ 1 或 a 不等于 2"),
    ("a < 1 and a is less than 2", "a < 1 且 a 小于 2"),
    ("a <= 1 and a is at most 2", "a ≤ 1 且 a 不超过 2"),
    ("a > 1 and a is more than 2", "a > 1 且 a 大于 2"),
    ("a >= 1 and a is at least 2", "a ≥ 1 且 a 不少于 2"),
    (
        "a is less than 2 and b is less than 3",
        "a 少于 2 且 b 低于 3",
    ),
    (
        "a is more than 2 and b is more than 3",
        "a 超过 2 且 b 高于3",
    ),
    (
        "a is at most 2 and b is at most 3",
        "a 不高于 2 且 b 不大于 3",
    ),
    (
        "a is at least 2 and b is at least 3",
        "a 不低于 2 且 b 不小于 3",
    ),
    ("a in (\"x\", \"y\", 3)", "a 属于 (\"x\"、\"y\"，3)"),
    ("call.queue in (\"x\")", "通话.queue 属于（“x”）"),
    ("call.festival = \"spring\"", "通话．festival 为「spring」"),
    ("rings <= 3", "振铃次数 ≤ 3"),
    ("count of agent says p > 2", "次数 客服 说 p > 2"),
    (
        "count of (agent says p or hold starts) > 2",
        "次数（客服 说 p 或 等候 开始）> 2",
    ),
    ("customer has spoken", "客户 已说话"),
    ("customer has not spoken", "客户 未说话"),
    ("customer has not spoken", "客户未说话"),
    ("agent has said p", "客服 已说 p"),
    ("agent has not said \"a\" .. p", "客服 未说 \"a\" .. p"),
    ("agent has hung up", "客服 已挂机"),
    ("agent has not hung up", "客服 未挂机"),
    ("hold starts has happened", "已发生 等候 开始"),
    ("callback has not happened", "未发生 callback"),
    ("callback has not happened", "callback 未 发生"),
    (
        "customer speaks where a > 1 has happened",
        "已发生 客户 说话 其中 a > 1",
    ),
    ("vip = yes or vip = no", "vip = 是 或 vip = 否"),
    ("sentiment < -0.5", "sentiment 小于 -0.5"),
];

const CLAUSES: &[(&str, &str)] = &[
    ("when hold starts", "当 等候 开始"),
    ("when hold starts", "当等候开始"),
    ("if customer has not spoken", "如果 客户 未说话"),
    ("unless customer has spoken", "除非 客户已说话"),
    ("unless customer hangs up first", "除非 客户 挂机 在先"),
    ("unless the call ends first", "除非通话结束在先"),
    ("agent must say p within 5s", "客服 必须 5秒内 说 p"),
    ("agent must say p within 5s", "客服 必须 在 5秒 内 说 p"),
    ("agent must not say p", "客服 不得 说 p"),
    ("agent must speak within 5s", "客服 必须 5秒内 说话"),
    (
        "agent must not hang up before customer hangs up",
        "客服 不得 在 客户 挂机 之前 挂机",
    ),
    (
        "callback must happen where case = \"x\" within 2h",
        "callback 必须 2小时内 发生 其中 case = \"x\"",
    ),
    ("callback must not happen", "callback 不得 发生"),
    (
        "action \"a\" must happen where b = 1 within 1d",
        "操作 \"a\" 必须 1天内 发生 其中 b = 1",
    ),
    ("hold must not start within 5s", "等候 不得 5秒内 开始"),
    ("hold must end within 5s", "等候 必须 5秒内 结束"),
    ("hold must not last 2min", "等候 不得 持续 2分钟"),
    (
        "the call must be answered within 15s",
        "电话 必须 15秒内 接通",
    ),
    (
        "the call must not be transferred after agent says p",
        "电话 不得 在 客服 说 p 之后 转接",
    ),
    (
        "customer must not be labelled \"V\" until hold ends",
        "客户 不得 直到 等候 结束 被标为 \"V\"",
    ),
    (
        "agent must say p within 60s no sooner than 3s",
        "客服 必须 60秒内 不早于 3秒 说 p",
    ),
    (
        "agent must say p by the end of the call",
        "客服 必须 截至通话结束 说 p",
    ),
    (
        "agent must say p in agent's next turn",
        "客服 必须 在 客服 下一轮 内 说 p",
    ),
    (
        "agent must say p in agent’s next turn",
        "客服必须在客服下一轮内说 p",
    ),
    ("agent must within 5s say p", "客服 必须 说 p 5秒内"),
    ("before that, agent says p", "此前 客服 说 p"),
    (
        "within 60s before that, agent says p, then within 10s customer says q then nobody speaks for 5s",
        "此前 60秒内 客服 说 p，然后 10秒内 客户 说 q，然后 无人 说话 达 5秒",
    ),
    (
        "before that, agent says any of p, q, then customer speaks or hold starts",
        "此前 客服 说 任一 p、q，然后 客户 说话 或 等候 开始",
    ),
    ("require rings <= 3", "要求 振铃次数 <= 3"),
    ("otherwise deduct 5", "否则 扣 5 分"),
    ("otherwise deduct 5", "否则扣5分"),
    (
        "otherwise deduct 0.5 each time, at most 10",
        "否则每次扣0.5分，最多10分",
    ),
    (
        "otherwise deduct 5 from q each time, at most 10",
        "否则 从 q 每次 扣 5 分，最多 10 分",
    ),
    (
        "award 5 to q each time, at most 10",
        "从 q 每次 奖 5 分，最多 10 分",
    ),
    ("award 5", "奖 5 分"),
    ("fatal", "致命"),
    ("fatal", "一票否决"),
    ("fatal from 3 times", "致命 满 3 次"),
    ("cite \"A\", \"B\"", "依据 \"A\"、\"B\""),
    ("severity minor", "严重程度 轻微"),
    ("severity major", "严重程度 严重"),
    ("severity critical", "严重程度 致命"),
    ("message \"TEXT\"", "提示 \"TEXT\""),
];

const LINES: &[(&str, &str)] = &[
    ("call queue = \"投诉\"", "通话 queue = \"投诉\""),
    ("0s ring 2", "0秒 振铃 2"),
    ("4s answer", "4秒 接通"),
    (
        "5s agent \"您好\" (confidence: 0.9)",
        "5秒 客服 “您好”（confidence：0.9）",
    ),
    ("6s to 8s customer \"a\"", "6秒 至 8秒 客户 \"a\""),
    ("20s hold starts", "20秒 等候 开始"),
    ("30s mute ends", "30秒 静音 结束"),
    (
        "31s callback (case: \"T1\", vip: yes)",
        "31秒 callback (case: \"T1\"、vip: 是)",
    ),
    (
        "32s action \"record\" (field: \"phone\")",
        "32秒 操作 \"record\" (field: \"phone\")",
    ),
    (
        "33s label \"n\" \"v\" (score: 0.9)",
        "33秒 标签 \"n\" \"v\" (score: 0.9)",
    ),
    ("34s transfer (to: \"x\")", "34秒 转接 (to: \"x\")"),
    ("34s transfer", "34秒转接"),
    ("40s customer hangs up", "40秒 客户 挂机"),
    ("call ends at 60s", "通话结束 于 60秒"),
    ("expect score q = 100", "期望 分数 q = 100"),
    ("expect section e = 30", "期望 部分 e = 30"),
    ("expect pass", "期望 合格"),
    ("expect fail", "期望 不合格"),
    ("expect grade good", "期望 等级 good"),
    ("expect r satisfied", "期望 r 满足"),
    ("expect r violated 2 times", "期望 r 违反 2 次"),
    ("expect r not applicable", "期望 r 不适用"),
];

fn read(text: &str) -> File {
    let parse = parse(text);
    assert_eq!(parse.syntax().text().to_string(), text);
    let errors: Vec<_> = parse
        .errors
        .iter()
        .map(|e| {
            (
                e.message(zhunze_grammar::Lang::English),
                e.label(zhunze_grammar::Lang::English),
                &text[e.span.range()],
            )
        })
        .collect();
    assert!(errors.is_empty(), "{text}\n{errors:?}");
    parse.file().clone()
}

fn same(before: &str, rows: &[(&str, &str)]) {
    for (english, chinese) in rows {
        let english = read(&format!("{before}{english}\n"));
        assert_eq!(english, read(&format!("{before}{chinese}\n")), "{chinese}");
        let items = english.items.len();
        assert_eq!(items, 1);
    }
}

#[test]
fn items() {
    same("", ITEMS);
}

#[test]
fn settings() {
    same("rulebook \"x\"\n  ", SETTINGS);
}

#[test]
fn moments() {
    same("moment x = ", MOMENTS);
    same("rule x\n  when ", MOMENTS);
    same("rule x\n  before that, ", MOMENTS);
}

#[test]
fn conditions() {
    same("rule x\n  if ", CONDITIONS);
    same("rule x\n  require ", CONDITIONS);
    same("rule x\n  when agent speaks where ", CONDITIONS);
}

#[test]
fn clauses() {
    same("rule x\n  ", CLAUSES);
}

#[test]
fn test_lines() {
    same("test \"x\"\n  ", LINES);
}

#[test]
fn every_keyword_is_told_apart_whatever_its_spelling() {
    for keyword in zhunze_grammar::Keyword::all() {
        assert!(keyword.spellings().next().is_some());
    }
}
