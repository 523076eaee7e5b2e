//! The reference manual's tables, row by row: the English and the Chinese line say the
//! same, the formatter prints either in either language, and what it prints it prints again.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may panic"
)]

use zhunze_grammar::ast::{File, Item, Pattern, PhraseBody, PhraseItem, PhrasePart};
use zhunze_grammar::{FormatOptions, KeywordLanguage, Lang, format, parse};

/// Whole items.
const ITEMS: &[(&str, &str)] = &[
    (r#"use "f.rulebook""#, r#"引用 "f.rulebook""#),
    (r#"use "f" version "2""#, r#"引用 "f" 版本 "2""#),
    (
        r#"use "f" version "2" (a: b, c: 60s, d: 3, e: yes, f: "x" .. "y", g: 0.5, h: no)"#,
        r#"引用 "f" 版本 "2"（a：b，c：60秒，d：3，e：是，f："x" .. "y"，g：0.5，h：否）"#,
    ),
    ("use std.hold", "引用 std.hold"),
    (
        "use std.hold (ask: ask_to_wait, thank: thank_for_waiting)",
        "引用 std.hold（ask: ask_to_wait、thank: thank_for_waiting）",
    ),
    (
        r#"use std.hold (ask: any of "a", "b", thank: "c" or d)"#,
        r#"引用 std.hold (ask: 任一 "a"、"b"，thank: "c" 或 d)"#,
    ),
    ("param x: phrase", "参数 x：短语"),
    (
        r#"param x: phrase = "a" .. y"#,
        r#"参数 x：短语 = "a" .. y"#,
    ),
    ("param x: phrase = y", "参数x：短语＝y"),
    ("param x: moment = m", "参数 x: 时刻 = m"),
    ("param x: duration = 1min 30s", "参数 x: 时长 = 1分钟30秒"),
    ("param x: number = 3", "参数 x: 数字 = 3"),
    ("param x: number = -3", "参数 x: 数字 = -3"),
    (r#"param x: text = "t""#, r#"参数 x：文本 = "t""#),
    ("param x: boolean = no", "参数 x: 是非 = 否"),
    (
        "template t \"T\" (p: phrase, d: duration = 60s, n: number = 3)\n  when agent says p\n  agent must say p within d\n  otherwise deduct n",
        "模板 t \"T\"（p：短语，d：时长 = 60秒，n：数字 = 3）\n  当 客服 说 p\n  客服 必须 在 d 内 说 p\n  否则 扣 n 分",
    ),
    (
        "template t (p: phrase)\n  agent must say p",
        "模板 t (p: 短语)\n  客服 必须 说 p",
    ),
    (
        "apply t (p: a, d: 30s, n: 2, q: yes) as r \"R\"\n  cite \"A\"",
        "套用 t（p：a，d：30秒，n：2，q：是）作为 r \"R\"\n  依据 \"A\"",
    ),
    ("apply t (p: \"x\" or y)", "套用 t (p: \"x\" 或 y)"),
    ("apply t as r", "套用 t 作为 r"),
    ("apply t", "套用 t"),
    (r#"extends "g" version "2""#, r#"继承 "g" 版本 "2""#),
    (r#"extends "g""#, r#"继承 "g""#),
    (
        "override rule x\n  otherwise deduct 3",
        "改写 规则 x\n  否则 扣 3 分",
    ),
    ("override rule x \"T\"", "改写规则 x \"T\""),
    (r#"override phrase x = "a""#, r#"改写 短语 x = "a""#),
    (
        "override phrase x = any of\n  \"a\"\n  \"b\"",
        "改写 短语 x = 任一\n  \"a\"\n  \"b\"",
    ),
    ("override moment x = hold starts", "改写 时刻 x = 等候 开始"),
    (
        r#"override section x "T" weight 30"#,
        r#"改写 部分 x "T" 权重 30"#,
    ),
    ("override param x: number = 3", "改写 参数 x: 数字 = 3"),
    (r#"drop rule x because "why""#, r#"取消 规则 x 因为 "why""#),
    ("drop rule x", "取消规则 x"),
];

/// Lines under `rulebook`.
const SETTINGS: &[(&str, &str)] = &[
    ("unit call", "统计单位 call"),
    ("unit case", "统计单位 case"),
    (
        r#"applies if call.queue = "a" and call.vip"#,
        r#"适用条件 通话.queue = "a" 且 通话.vip"#,
    ),
    (
        r#"effective from "2026-01-01" until "2026-12-31""#,
        r#"生效 自 "2026-01-01" 至 "2026-12-31""#,
    ),
    (r#"effective from "2026-01-01""#, r#"生效 自 "2026-01-01""#),
    (r#"effective until "2026-01-01""#, r#"生效 至 "2026-01-01""#),
    (r#"fillers "嗯", "呃""#, r#"语气词 "嗯"、"呃""#),
    ("fillers none", "语气词 无"),
    (r#"confusions "n/l", "z/zh""#, r#"易混音 "n/l"、"z/zh""#),
    ("confusions none", "易混音 无"),
    ("weights total 100", "权重 合计 100"),
    ("weights of q total 100", "权重 属于 q 合计 100"),
];

/// What stands after `phrase x =`.
const PHRASES: &[(&str, &str)] = &[
    (r#"exact "！！""#, r#"原样 "！！""#),
    (r#"regex "\\d+元""#, r#"正则 "\\d+元""#),
    (r#"regex "(a|b""#, r#"正则 "(a|b""#),
    (r#"sounds like "您好""#, r#"音近 "您好""#),
    (r#"about "中通速递""#, r#"近似 "中通速递""#),
    (
        r#"about "中通速递" with 2 wrong"#,
        r#"近似 "中通速递" 差 2 字"#,
    ),
    (r#"word "喂""#, r#"单独 "喂""#),
    (r#"starts with exact "a" .. y"#, r#"开头是 原样 "a" .. y"#),
    (r#"ends with "a""#, r#"结尾是 "a""#),
    (r#"is exactly "a""#, r#"整句是 "a""#),
    (r#"is exactly y"#, r#"整句是 y"#),
    (r#""a" .. "b" across 2 utterances"#, r#""a" .. "b" 跨 2 句"#),
    (r#""a" but not "b""#, r#""a" 但不含 "b""#),
    (
        r#"y but not z but not "c" .. "d" or "e""#,
        r#"y 但不含 z 但不含 "c" .. "d" 或 "e""#,
    ),
    (
        r#"starts with "a" .. word "b" across 3 utterances but not ends with "b""#,
        r#"开头是 "a" .. 单独 "b" 跨 3 句 但不含 结尾是 "b""#,
    ),
    (
        "all of\n  \"a\" .. \"b\"\n  y",
        "全部\n  \"a\" .. \"b\"\n  y",
    ),
    (r#"all of "a", y"#, r#"全部 "a"、y"#),
    (
        "2 of\n  \"a\"\n  y\n  \"c\", \"d\"",
        "任 2 个\n  \"a\"\n  y\n  \"c\"、\"d\"",
    ),
    (r#"2 of "a", y, z"#, r#"任2个 "a"、y、z"#),
    (
        r#"about "甲" with 1 wrong or sounds like "b""#,
        r#"近似 "甲" 差 1 字 或 音近 "b""#,
    ),
];

/// What stands inside a quoted pattern: English, Chinese.
const SLOTS: &[(&str, &str)] = &[
    ("{number}", "{数字}"),
    ("{ number }", "｛数字｝"),
    ("{digits 4-11}", "{数码 4-11}"),
    ("{digits 6-6}", "{数码 ６－６}"),
    ("{date}", "{日期}"),
    ("{time}", "{钟点}"),
    ("{money}", "{金额}"),
    ("{phone}", "{电话号码}"),
    ("{idcard}", "{身份证号}"),
    ("{card}", "{银行卡号}"),
    ("{name}", "{姓名}"),
    ("{any 1-6}", "{任意 1-6}"),
    ("{hours: number}个小时", "{hours：数字}个小时"),
    ("{a: digits 4-11}", "{a: 数码 4-11}"),
    (
        "{a:date}[b|{c: time}](d|{e: any 1-6})",
        "{a:日期}[b|{c: 钟点}](d|{e：任意 1-6})",
    ),
    ("{opening}x{number}", "{opening}x{数字}"),
];

/// What stands after `when`.
const MOMENTS: &[(&str, &str)] = &[
    ("the call begins", "通话开始"),
    ("the call begins", "通话 开始"),
    ("a contact starts", "联系 开始"),
    ("a contact starts", "联系开始"),
    ("agent interrupts", "客服 插话"),
    ("agent interrupts", "客服 打断"),
    ("agent interrupts for 500ms", "客服 插话 达 500毫秒"),
    (
        "agent interrupts for 500ms where a > 1",
        "客服 插话 达 500毫秒 其中 a > 1",
    ),
    ("agent repeats themselves", "客服 重复自己"),
    (
        "agent repeats themselves within 5 turns by 80 percent where a = 1",
        "客服 重复自己 5 轮内 达 百分之 80 其中 a = 1",
    ),
    (
        "agent repeats themselves by 80 percent",
        "客服 重复自己 达 百分之80",
    ),
    ("silence starts", "静默 开始"),
    ("silence ends", "静默 结束"),
    ("silence lasts 5s", "静默 持续 5秒"),
    ("agent silence starts", "客服 静默 开始"),
    ("agent silence ends", "客服 静默 结束"),
    ("agent silence lasts 5s", "客服 静默 持续 5秒"),
    ("overlap starts", "重叠 开始"),
    ("overlap ends", "重叠 结束"),
    ("overlap lasts 2s", "重叠 持续 2秒"),
    (
        "nobody speaks for 5s after agent says p",
        "客服 说 p 之后 无人 说话 达 5秒",
    ),
    (
        "nobody speaks for 5s after agent says p",
        "无人 说话 达 5秒 在 客服 说 p 之后",
    ),
    (
        "customer does not speak for 5s after opening",
        "opening 之后 客户 不说话 达 5秒",
    ),
    (
        "nobody speaks for 5s even on hold after hold starts",
        "无人 说话 达 5秒 等候也算 在 等候 开始 之后",
    ),
    ("agent's first utterance", "客服 第一句"),
    ("customer's last utterance", "客户 最后一句"),
    ("agent says p for the first time", "首次 客服 说 p"),
    ("agent says p for the first time", "第一次 客服 说 p"),
    ("agent says p for the first time", "客服第一次说 p"),
    ("agent says p again", "客服 再次 说 p"),
    ("customer speaks for the last time", "客户最后一次说话"),
    ("agent speaks for the 3rd time", "客服 第3次 说话"),
    ("agent says p for the 3rd time", "第3次 客服 说 p"),
    ("agent says p for the 1st time", "首次 客服 说 p"),
    ("agent says p for the second time", "第 2 次 客服 说 p"),
    ("agent says p for the 22nd time", "第22次客服说 p"),
    ("agent says p for the last time", "最后一次 客服 说 p"),
    ("agent says p at any time", "任一次 客服 说 p"),
    ("agent says p again", "再次 客服 说 p"),
    ("agent says p 3 times", "客服 说 p 3次"),
    ("agent says p 3 times", "客服 说 p 3 次"),
    (
        "agent says p 3 times all within 60s",
        "客服 说 p 3次 全程 60秒 内",
    ),
    ("hold lasts 2min 3 times", "等候 持续 2分钟 3次"),
    ("a and b", "a 且 b"),
    ("a and b and c", "a 且 b 并且 c"),
    ("a but not b", "a 但不是 b"),
    (
        "agent speaks but not agent says p",
        "客服 说话 但不是 客服 说 p",
    ),
    (
        "agent says \"x\" but not agent says \"xy\"",
        "客服 说 \"x\" 但不是 客服 说 \"xy\"",
    ),
    (
        "agent says \"x\" but not \"xy\"",
        "客服 说 \"x\" 但不含 \"xy\"",
    ),
    ("(a or b) and c", "(a 或 b) 且 c"),
    ("a or b and c", "a 或 b 且 c"),
    ("(a or b) or c", "（a 或 b）或 c"),
    ("(a or b) for the first time", "首次 (a 或 b)"),
    ("(a then b) or c", "(a 然后 b) 或 c"),
    ("(agent speaks where x) and b", "(客服 说话 其中 x) 且 b"),
    ("a then b", "a 然后 b"),
    ("a then b then c", "a 然后 b 然后 c"),
    ("a, then b, then c", "a，然后 b，然后 c"),
    ("a or b then c", "a 或 b 然后 c"),
    ("a then (b then c)", "a 然后 (b 然后 c)"),
    (
        "a then within 5s b then immediately c then optionally d then e",
        "a 然后 5秒内 b 然后 立即 c 然后 可选 d 然后 e",
    ),
    (
        "a then within 5s immediately optionally b",
        "a 然后 5秒 内 立即 可选 b",
    ),
    ("a then b without c in between", "a 然后 b 其间没有 c"),
    (
        "a then b without c or d in between then e",
        "a 然后 b 其间没有 c 或 d 然后 e",
    ),
    ("a then b in any order", "a 然后 b 不分先后"),
    ("a then b all within 10s", "a 然后 b 全程 10秒 内"),
    ("a then b each its own", "a 然后 b 各算各的"),
    (
        "a then b, in any order, all within 1min 5s, each its own",
        "a 然后 b，不分先后，全程 1分钟5秒 内，各算各的",
    ),
    (
        "a then b 3 times all within 10s",
        "a 然后 b 3次 全程 10秒 内",
    ),
    (
        "a then (b 3 times) all within 10s",
        "a 然后 (b 3次) 全程 10秒 内",
    ),
    (
        "agent says \"x\" then nobody speaks for 5s",
        "客服 说 \"x\" 然后 无人 说话 达 5秒",
    ),
    (
        "agent says starts with \"x\" .. p",
        "客服 说 开头是 \"x\" .. p",
    ),
    (
        "agent says about \"甲乙\" with 1 wrong",
        "客服 说 近似 \"甲乙\" 差 1 字",
    ),
    (
        "agent says any of p, sounds like \"q\"",
        "客服 说 任一 p、音近 \"q\"",
    ),
    (
        "agent says \"a\" .. \"b\" across 2 utterances where c > 1",
        "客服 说 \"a\" .. \"b\" 跨 2 句 其中 c > 1",
    ),
    (
        "agent speaks where a = 1 and b = 2 or c = 3 then d",
        "客服 说话 其中 a = 1 且 b = 2 或 c = 3 然后 d",
    ),
    (
        "agent speaks where a = 1 for the first time",
        "首次 客服 说话 其中 a = 1",
    ),
    ("nobody speaks for limit", "无人 说话 达 limit"),
    ("hold lasts limit", "等候 持续 limit"),
];

/// What stands after `if`.
const CONDITIONS: &[(&str, &str)] = &[
    ("promise.hours > 2", "promise.hours > 2"),
    ("承诺.小时数 > 2", "承诺.小时数 大于 2"),
    ("that.case = case", "该.case 等于 case"),
    ("a + 2 * b - c / 4 > -1", "a ＋ 2 × b － c ÷ 4 大于 -1"),
    ("(a + 2) * (b - c) <= 4", "（a + 2）×（b - c）不超过 4"),
    ("a - b - c = 1", "a - b - c = 1"),
    ("a - (b - c) = 1", "a - (b - c) = 1"),
    ("a / b * c = 1", "a ÷ b × c = 1"),
    ("a / (b * c) = 1", "a / (b * c) = 1"),
    ("duration > 60s", "时长 > 60秒"),
    ("duration > 1min 30s", "时长大于1分钟30秒"),
    ("call.time >= 18:00", "通话.时间 不少于 18：00"),
    (
        "call.time >= 9:05 and call.time < 18:30",
        "通话.时间 ≥ 9:05 且 通话.时间 < 18:30",
    ),
    ("time of day > 18:00", "当前时刻 > 18:00"),
    (
        "count of hold starts since agent says p > 2",
        "次数 等候 开始 自 客服 说 p 以来 > 2",
    ),
    (
        "count of hold starts after a > 2",
        "次数 等候 开始 在 a 之后 大于 2",
    ),
    (
        "count of hold starts before a > 2",
        "次数 等候 开始 在 a 之前 > 2",
    ),
    (
        "count of hold starts between a and b > 2 and c",
        "次数 等候 开始 在 a 与 b 之间 > 2 且 c",
    ),
    (
        "count of hold starts in the first 30s > 2",
        "次数 等候 开始 前30秒 内 > 2",
    ),
    (
        "count of hold starts in the last 60s = 2",
        "次数 等候 开始 最近 60秒 内 = 2",
    ),
    (
        "count of (hold starts or mute starts) since a >= 2",
        "次数 (等候 开始 或 静音 开始) 自 a 以来 不少于 2",
    ),
    (
        "count of hold starts since (a or b) >= 2 or c = 1",
        "次数 等候 开始 自 (a 或 b) 以来 ≥ 2 或 c = 1",
    ),
    (
        "hold starts has happened since a",
        "已发生 等候 开始 自 a 以来",
    ),
    (
        "hold starts has not happened after a and b",
        "未发生 等候 开始 在 a 之后 且 b",
    ),
    (
        "customer has spoken since hold starts",
        "客户 已说话 自 等候 开始 以来",
    ),
    (
        "agent has not said p since hold starts",
        "客服 未说 p 自 等候 开始 以来",
    ),
    ("agent has said p in the last 30s", "客服 已说 p 最近30秒内"),
    (
        "agent has said p before a or c",
        "客服 已说 p 在 a 之前 或 c",
    ),
    ("(a or b) has happened", "已发生 (a 或 b)"),
    (
        "(a then b) has not happened and c",
        "未发生 (a 然后 b) 且 c",
    ),
    ("total time of hold > 60", "累计 等候 > 60"),
    ("total time of mute > 60s", "累计静音大于60秒"),
    ("longest silence > 5", "最长 静默 > 5"),
    ("longest agent silence > 5", "最长 客服 静默 > 5"),
    ("total time of overlap is more than 5", "累计 重叠 大于 5"),
    ("share of agent talk > 70", "占比 客服 讲话 > 70"),
    ("share of silence since a < 30", "占比 静默 自 a 以来 < 30"),
    (
        "total time of agent talk since a < 30",
        "累计 客服 讲话 自 a 以来 < 30",
    ),
    ("average speech_rate of agent > 220", "平均 客服 语速 > 220"),
    (
        "average volume of customer is at least 2",
        "平均 客户 volume 不少于 2",
    ),
    ("highest volume of agent > 5", "最高 客服 volume > 5"),
    ("lowest volume of agent > 5", "最低 客服 volume > 5"),
    ("sum of length of anyone > 5", "合计 任何人 字数 > 5"),
    ("time of first hold starts < 30", "首次时间 等候 开始 < 30"),
    (
        "time of last agent says p < 30s",
        "末次时间 客服 说 p < 30秒",
    ),
    (
        "time since hold ends is at least 5",
        "距上次 等候 结束 不少于 5",
    ),
    (
        "time of last a - time of first (b or c) > 5",
        "末次时间 a - 首次时间 (b 或 c) > 5",
    ),
    (
        "label \"customer.emotion\" is now \"calm\"",
        "标签 \"customer.emotion\" 现为 \"calm\"",
    ),
    (
        "label \"customer.emotion\" is not now \"calm\" and a",
        "标签 \"customer.emotion\" 现不为 \"calm\" 且 a",
    ),
    (
        "customer is now labelled \"angry\"",
        "客户 现被标为 \"angry\"",
    ),
    (
        "customer is not now labelled \"angry\"",
        "客户 现未被标为 \"angry\"",
    ),
    ("r is satisfied", "r 已满足"),
    (
        "r is not satisfied or r is violated",
        "r 未满足 或 r 已违反",
    ),
    (
        "r is not violated and r is applicable",
        "r 未违反 且 r 已适用",
    ),
    ("not r is not applicable", "非 r 未适用"),
    ("length > 5 and duration < 3", "字数 > 5 且 时长 < 3"),
    (
        "speech_rate > 220 or response_time > 3",
        "语速 > 220 或 响应时间 > 3",
    ),
    (
        "overlap > 1 and similarity > 80 and turn_start",
        "重叠时间 > 1 且 相似度 > 80 且 轮首",
    ),
    ("overlap + 1 > 2", "重叠时间 + 1 > 2"),
    ("that.speech_rate > 200", "该.语速 > 200"),
    (
        "call.weekday >= 6 or call.weekend",
        "通话.星期 >= 6 或 通话.周末",
    ),
    (
        "call.date < \"2026-11-24\" and call.month = 11 and call.day is 24",
        "通话.日期 小于 \"2026-11-24\" 且 通话.月 = 11 且 通话.日 为 24",
    ),
    ("agent interrupts has happened", "已发生 客服 插话"),
    ("silence starts has happened", "已发生 静默 开始"),
    ("agent says p again has happened", "已发生 再次 客服 说 p"),
    (
        "count of agent says p 3 times = 1",
        "次数 客服 说 p 3次 = 1",
    ),
];

/// Clauses of a rule.
const CLAUSES: &[(&str, &str)] = &[
    ("agent should say p", "客服 应当 说 p"),
    ("agent should say p", "客服应该说 p"),
    ("agent should not say p", "客服不应该说 p"),
    ("agent must not say p", "客服不能说 p"),
    ("agent must not say p", "客服 禁止 说 p"),
    ("agent must not say p", "客服 严禁 说 p"),
    ("agent must immediately say p", "客服 必须 马上 说 p"),
    ("agent should not say p", "客服 不应 说 p"),
    ("agent should say p within 5s", "客服应当5秒内说 p"),
    ("hold should not last 2min", "等候 不应 持续 2分钟"),
    (
        "agent must say p at least 2 times",
        "客服 必须 至少 2次 说 p",
    ),
    (
        "agent must say p at least 2 times within 5s",
        "客服 必须 至少 2次 5秒内 说 p",
    ),
    (
        "agent must at most 2 times say p",
        "客服 必须 至多 2次 说 p",
    ),
    ("agent must say p exactly 1 time", "客服 必须 恰好 1次 说 p"),
    (
        "agent must say p exactly n times",
        "客服 必须 恰好 n 次 说 p",
    ),
    (
        "callback must happen at least 1 time",
        "callback 必须 至少 1次 发生",
    ),
    ("or agent must say q within 5s", "或 客服 必须 5秒内 说 q"),
    ("or before that, agent says p", "或 此前 客服 说 p"),
    (
        "or within 60s before that, a, then b",
        "或 此前 60秒内 a，然后 b",
    ),
    ("or require rings <= 3", "或 要求 振铃次数 <= 3"),
    (
        "agent may hang up only if customer has spoken",
        "客服 可以 挂机 仅当 客户 已说话",
    ),
    (
        "agent may say p only if a = 1 and b = 2",
        "客服 可以 说 p 仅当 a = 1 且 b = 2",
    ),
    ("callback may happen only if a", "callback 可以 发生 仅当 a"),
    (
        "callback may happen where a = 1 only if b",
        "callback 可以 发生 其中 a = 1 仅当 b",
    ),
    (
        "the call may be transferred only if customer has spoken",
        "电话 可以 转接 仅当 客户 已说话",
    ),
    (
        "agent may hang up only after a",
        "客服 可以 挂机 仅在 a 之后",
    ),
    (
        "agent may hang up only after within 60s a, then b, then within 5s c",
        "客服 可以 挂机 仅在 60秒内 a，然后 b，然后 5秒内 c 之后",
    ),
    (
        "hold may start only after a then b",
        "等候 可以 开始 仅在 a 然后 b 之后",
    ),
    ("on customer says p", "遇 客户 说 p"),
    ("on customer says p within 10s", "遇 客户 说 p 10秒 内"),
    ("on a or b within 10s", "遇 a 或 b 10秒内"),
    ("on any other answer", "遇 其他答复"),
    ("on any other answer within 10s", "遇 其他答复 10秒内"),
    ("on no answer within 10s", "遇 无答复 10秒内"),
    ("each its own", "各算各的"),
    (
        "applies if call.queue = \"a\"",
        "适用条件 通话.queue = \"a\"",
    ),
    (
        "effective from \"2026-01-01\" until \"2026-12-31\"",
        "生效 自 \"2026-01-01\" 至 \"2026-12-31\"",
    ),
    ("needs review", "需复核"),
    ("weight 5", "权重 5"),
    ("weight 5, by share satisfied", "权重 5，按满足比例"),
    ("weight n", "权重 n"),
    ("if not applicable leave out", "不适用时 不计"),
    ("if not applicable full marks", "不适用时 满分"),
    (
        "otherwise deduct 2 for the first, 5 for each after",
        "否则 首次 扣 2 分，此后每次 扣 5 分",
    ),
    (
        "otherwise deduct 2 for the first, 5 for each after, at most 10",
        "否则 首次 扣 2 分，此后每次 扣 5 分，最多 10 分",
    ),
    (
        "otherwise deduct 2 for the first, 5 for each after, from q, at most 10",
        "否则 从 q 首次 扣 2 分，此后每次 扣 5 分，最多 10 分",
    ),
    (
        "otherwise deduct n each time, at most m",
        "否则 每次 扣 n 分，最多 m 分",
    ),
    ("award n to q", "从 q 奖 n 分"),
    ("fatal for section", "致命 本部分"),
    ("fatal for section from 2 times", "致命 本部分 满 2 次"),
    ("fatal from n times", "致命 满 n 次"),
    ("fatal from 1 time", "一票否决 满 1 次"),
    (
        "before that, immediately a then optionally b",
        "此前 立即 a 然后 可选 b",
    ),
    (
        "within 60s before that, a, then within 5s b without c in between",
        "此前 60秒内 a，然后 5秒内 b 其间没有 c",
    ),
    ("unless a then b first", "除非 a 然后 b 在先"),
    ("agent must not interrupt", "客服 不得 插话"),
    ("agent must not interrupt for 1s", "客服 不得 插话 达 1秒"),
    ("agent must not repeat themselves", "客服 不得 重复自己"),
];

/// Windows, in `客服 必须 @ 说 p`.
const WINDOWS: &[(&str, &str)] = &[
    ("within limit", "在 limit 内"),
    ("within promise.hours hours", "在 promise.hours 小时 内"),
    ("within 承诺.小时数 hours", "在 承诺.小时数 小时 内"),
    ("within call.sla minutes", "在 通话.sla 分钟 内"),
    ("within that.hours hours", "在 该.hours 小时 内"),
    ("within 3 working days", "3 个工作日 内"),
    ("within 1 working day", "1个工作日内"),
    ("no sooner than limit", "不早于 limit"),
    ("in agent's next utterance", "在 客服 下一句 内"),
    ("in agent's next utterance", "客服 下一句 内"),
    ("in agent's next turn", "客服 下一轮 内"),
    ("within customer's next 2 utterances", "客户 后 2 句 内"),
    ("within customer's next 2 utterances", "在 客户 后2句 内"),
    ("within 3 utterances", "3 句 内"),
    ("within 3 utterances", "在 3句 内"),
    ("within 2 turns", "2 轮 内"),
    ("within 2 turns", "2轮内"),
    ("immediately", "立即"),
    ("between 3s and 5s after", "3秒 至 5秒 之间"),
    ("between 3s and 5s after", "3秒 至 5秒 之后"),
    ("no sooner than 3s within 5s", "3秒至5秒之间"),
    ("between a and b", "在 a 与 b 之间"),
    (
        "between hold starts and hold ends",
        "在 等候开始 与 等候结束 之间",
    ),
    ("since a", "自 a 以来"),
    ("after a", "自 a 以来"),
    ("by 18:00", "18:00 前"),
    ("in the first 30s", "前30秒 内"),
    ("in the first 30s", "前 30秒 内"),
    ("in the first 10 percent", "前 百分之10 内"),
    ("in the first 10 percent", "前百分之 10 内"),
    ("in the first 3 utterances", "前 3 句 内"),
    ("in customer's first 3 utterances", "客户 前 3 句 内"),
    ("in the first 2 turns", "前 2 轮 内"),
    ("in the last 30s", "最后30秒 内"),
    ("in the last 10 percent", "最后 百分之10 内"),
    ("in the last 3 utterances", "最后 3 句 内"),
    ("in customer's last 3 utterances", "客户 最后 3 句 内"),
    ("in the last 2 turns", "最后 2 轮 内"),
    ("until nobody speaks for 5s", "直到 无人 说话 达 5秒"),
    ("before a or b", "在 a 或 b 之前"),
    ("before (a then b)", "在 (a 然后 b) 之前"),
    (
        "after agent says p where x = 1",
        "在 客服 说 p 其中 x = 1 之后",
    ),
    ("within 5s before a", "5秒内 在 a 之前"),
    (
        "no sooner than 3s within 5s before a",
        "不早于 3秒 在 5秒内 在 a 之前",
    ),
    ("in the first 30s before a", "前30秒 内 在 a 之前"),
    (
        "within 2 turns by 18:00 immediately",
        "2 轮 内 18:00 前 立即",
    ),
];

const LINES: &[(&str, &str)] = &[
    (
        "1d contact \"c-002\" (channel: \"voice\")",
        "1天 联系 \"c-002\" (channel: \"voice\")",
    ),
    ("1d contact \"c-002\"", "1天 联系 \"c-002\""),
    ("1d contact", "1天 联系"),
];

fn mistakes(text: &str) -> String {
    let describe = |error: &zhunze_grammar::SyntaxError| {
        format!(
            "    {} at `{}`: {}\n",
            error.code,
            text.get(error.span.range()).unwrap_or(""),
            error.label(Lang::English)
        )
    };
    parse(text).errors.iter().map(describe).collect()
}

fn into(text: &str, language: KeywordLanguage) -> Result<String, String> {
    let options = FormatOptions {
        keywords: Some(language),
    };
    format(text, options).map_err(|_| format!("refused in {language:?}: {text}"))
}

/// Prints in a language, and again; gives back what it says.
fn printed(text: &str, language: KeywordLanguage) -> Result<File, String> {
    let once = into(text, language)?;
    let twice = into(&once, language)?;
    if once != twice {
        return Err(format!("{text}\n printed  {once} and then {twice}"));
    }
    Ok(parse(&once).file().clone())
}

fn same(english: &str, chinese: &str) -> Result<(), String> {
    for text in [english, chinese] {
        let found = mistakes(text);
        if !found.is_empty() {
            return Err(format!("{text}\n{found}"));
        }
        let tree = parse(text);
        if tree.syntax().text() != text {
            return Err(format!("not lossless: {text}"));
        }
    }
    let said = parse(english).file().clone();
    if said != *parse(chinese).file() {
        return Err(format!(
            "{english} is not {chinese}\n  {said:?}\n  {:?}",
            parse(chinese).file()
        ));
    }
    for text in [english, chinese] {
        for language in [KeywordLanguage::English, KeywordLanguage::Chinese] {
            if printed(text, language)? != said {
                return Err(format!("{text} says something else in {language:?}"));
            }
        }
    }
    Ok(())
}

fn check(before: &str, after: &str, rows: &[(&str, &str)]) {
    check_both((before, after), (before, after), rows);
}

fn check_both(english: (&str, &str), chinese: (&str, &str), rows: &[(&str, &str)]) {
    let problems: Vec<String> = rows
        .iter()
        .filter_map(|(en, zh)| {
            same(
                &format!("{}{en}{}\n", english.0, english.1),
                &format!("{}{zh}{}\n", chinese.0, chinese.1),
            )
            .err()
        })
        .collect();
    assert!(
        problems.is_empty(),
        "{} of {} rows\n{}",
        problems.len(),
        rows.len(),
        problems.join("\n")
    );
}

#[test]
fn items() {
    check("", "", ITEMS);
}

#[test]
fn settings() {
    check("rulebook \"x\"\n  ", "", SETTINGS);
}

#[test]
fn phrases() {
    check("phrase x = ", "", PHRASES);
}

/// The pieces of the one pattern of a phrase.
fn pieces(text: &str) -> Pattern {
    assert_eq!(mistakes(text), "", "{text}");
    let file = parse(text).file().clone();
    let Some(Item::Phrase(PhraseItem {
        body: PhraseBody::AnyOf { choices, .. },
        ..
    })) = file.items.into_iter().next()
    else {
        panic!("no phrase: {text}")
    };
    match choices
        .into_iter()
        .next()
        .and_then(|row| row.parts.into_iter().next())
    {
        Some(PhrasePart::Pattern { pattern, .. }) => pattern,
        other => panic!("no pattern: {text}: {other:?}"),
    }
}

#[test]
fn slots() {
    for (english, chinese) in SLOTS {
        let (en, zh) = (
            format!("phrase x = \"a{english}b\"\n"),
            format!("短语 x = \"a{chinese}b\"\n"),
        );
        assert_eq!(pieces(&en), pieces(&zh), "{english} {chinese}");
        // Quoted texts are printed as they are written.
        for text in [&en, &zh] {
            let there = into(text, KeywordLanguage::Chinese).unwrap();
            assert_eq!(pieces(&there), pieces(text));
        }
    }
}

#[test]
fn moments_after_when() {
    check("rule x\n  when ", "", MOMENTS);
}

#[test]
fn moments_by_name() {
    check("moment x = ", "", MOMENTS);
}

#[test]
fn moments_in_brackets() {
    check("rule x\n  when (", ") or z", MOMENTS);
    check("rule x\n  require count of (", ") < 1", MOMENTS);
}

#[test]
fn conditions() {
    check("rule x\n  if ", "", CONDITIONS);
}

#[test]
fn conditions_in_guards() {
    check("rule x\n  when agent speaks where ", "", CONDITIONS);
    check(
        "rule x\n  when agent speaks where (",
        ") or hold starts",
        CONDITIONS,
    );
}

#[test]
fn conditions_among_others() {
    check("rule x\n  if k = 1 and ", "", CONDITIONS);
    check("rule x\n  if not (", ") or k = 1", CONDITIONS);
}

#[test]
fn clauses() {
    check("rule x\n  ", "", CLAUSES);
}

#[test]
fn clauses_of_templates_and_applications() {
    check("template x (k: phrase)\n  ", "", CLAUSES);
    check("apply x (k: p)\n  ", "", CLAUSES);
}

#[test]
fn windows_before_the_verb() {
    check_both(
        ("rule x\n  agent must ", " say p"),
        ("rule x\n  客服 必须 ", " 说 p"),
        WINDOWS,
    );
}

#[test]
fn windows_after_the_verb() {
    check_both(
        ("rule x\n  agent must say p ", ""),
        ("rule x\n  客服 必须 说 p ", ""),
        WINDOWS,
    );
    check_both(
        ("rule x\n  hold must not start ", ""),
        ("rule x\n  等候 不得 ", " 开始"),
        WINDOWS,
    );
}

#[test]
fn test_lines() {
    check("test \"x\"\n  ", "", LINES);
}
