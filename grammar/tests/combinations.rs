//! Every form of moment in every place that takes one: both languages say the same, and
//! the formatter prints the same, whichever language it prints in.

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
use zhunze_grammar::{FormatOptions, KeywordLanguage, Lang, format, parse};

/// Places for a single moment; `@` is the moment.
const SINGLE: &[(&str, &str)] = &[
    ("require count of @ = 1", "要求 次数 @ = 1"),
    ("require count of @ is 1", "要求 次数 @ 为 1"),
    ("require count of @ is 1", "要求 次数@等于1"),
    ("require count of @ != 1", "要求 次数 @ ≠ 1"),
    ("require count of @ is not 1", "要求 次数 @ 不为 1"),
    ("require count of @ is not 1", "要求 次数 @ 不等于 1"),
    ("require count of @ < 1", "要求 次数 @ < 1"),
    ("require count of @ is less than 1", "要求 次数 @ 小于 1"),
    ("require count of @ is less than 1", "要求次数@小于1"),
    ("require count of @ <= 1", "要求 次数 @ ≤ 1"),
    ("require count of @ is at most 1", "要求 次数 @ 不超过 1"),
    ("require count of @ > 1", "要求 次数 @ ＞ 1"),
    ("require count of @ is more than 1", "要求 次数 @ 大于 1"),
    ("require count of @ >= 1", "要求 次数 @ >= 1"),
    ("require count of @ is at least 1", "要求 次数 @ 不少于 1"),
    ("require count of @ in (1, 2)", "要求 次数 @ 属于 (1、2)"),
    ("require 1 > count of @", "要求 1 大于 次数 @"),
    (
        "if count of @ = count of @ and not count of @ > 2",
        "如果 次数 @ 为 次数 @ 且 非 次数 @ 大于 2",
    ),
    (
        "if a = 1 or count of @ < 1 or b = 2",
        "如果 a 为 1 或 次数 @ 小于 1 或者 b = 2",
    ),
    (
        "when agent speaks where count of (@) < 1 or hold starts",
        "当 客服 说话 其中 次数 (@) 小于 1 或 等候 开始",
    ),
    ("if @ has happened", "如果 已发生 @"),
    ("if @ has happened", "如果 @ 已发生"),
    ("if @ has not happened", "如果 未发生 @"),
    ("if @ has not happened", "如果 @ 未 发生"),
    ("unless @ has happened", "除非 已发生 @"),
    ("if @ has happened = yes", "如果 @ 已发生 = 是"),
    ("if @ has not happened is no", "如果 @ 未发生 为 否"),
    (
        "if @ has happened and not @ has happened or a = 1",
        "如果 @ 已发生 且 非 @ 已发生 或 a 等于 1",
    ),
];

/// Places for any moment, `M or M` as well.
const ANY: &[(&str, &str)] = &[
    ("when @", "当 @"),
    ("when @", "当@"),
    ("when @ or hold starts", "当 @ 或 等候 开始"),
    ("when hold starts or @", "当 等候 开始 或 @"),
    (
        "when the call ends or @ or @ or customer hangs up",
        "当 通话结束 或 @ 或 @ 或 客户 挂机",
    ),
    ("unless @ first", "除非 @ 在先"),
    ("unless mute ends or @ first", "除非 静音 结束 或 @ 在先"),
    ("require count of (@) < 1", "要求 次数 (@) 小于 1"),
    ("require count of (@) is 1", "要求 次数（@）为 1"),
    (
        "require count of (@ or hold starts) is 1",
        "要求 次数（@ 或 等候 开始）为 1",
    ),
    ("before that, @", "此前 @"),
    (
        "within 9s before that, @, then @, then within 5s @",
        "此前 9秒内 @，然后 @，然后 5秒内 @",
    ),
];

/// Windows around a moment that stand after or before the verb; English, Chinese.
const WINDOWS: &[(&str, &str)] = &[
    ("before @", "在 @ 之前"),
    ("before @", "在 @ 以前"),
    ("after @", "在 @ 之后"),
    ("until @", "直到 @"),
    ("before @ within 5s", "在 @ 之前 5秒内"),
    ("until @ within 5s", "直到 @ 在 5秒内"),
    (
        "after @ no sooner than 3s within 5s",
        "在 @ 之后 不早于 3秒 在 5秒内",
    ),
    (
        "until @ no sooner than 3s by the end of the call",
        "直到 @ 不早于 3秒 截至通话结束",
    ),
    (
        "before @ in agent's next turn",
        "在 @ 之前 在 客服 下一轮 内",
    ),
    (
        "in agent's next turn after @ until @",
        "在 客服 下一轮 内 在 @ 之后 直到 @",
    ),
];

/// Windows without a moment.
const PLAIN_WINDOWS: &[(&str, &str)] = &[
    ("within 5s", "5秒内"),
    ("within 5s", "在 5秒 之内"),
    ("no sooner than 3s", "不早于 3秒"),
    ("by the end of the call", "截至通话结束"),
    ("in agent's next turn", "在 客服 下一轮 内"),
    ("in agent's next turn", "in 客服 next turn"),
    (
        "no sooner than 3s within 5s in anyone's next turn",
        "不早于 3秒 在 5秒内 在 任何人 下一轮 内",
    ),
];

/// Subject and verb of obligations.
const DUTIES: &[(&str, &str, &str, &str)] = &[
    ("agent", "say p", "客服", "说 p"),
    ("agent", "say any of p, \"b\"", "坐席", "说 任一 p、\"b\""),
    ("agent", "speak", "客服", "说话"),
    ("agent", "speak where a = 1", "客服", "发言 其中 a 为 1"),
    ("customer", "hang up", "客户", "挂断"),
    ("customer", "be labelled \"V\"", "客户", "被标为 \"V\""),
    ("callback", "happen", "callback", "发生"),
    (
        "callback",
        "happen where to = \"x\"",
        "callback",
        "发生 其中 to 为 \"x\"",
    ),
    ("action \"r\"", "happen", "操作 \"r\"", "发生"),
    ("hold", "start", "等候", "开始"),
    ("mute", "end", "静音", "结束"),
    ("hold", "last 2min", "等候", "持续 2分钟"),
    ("the call", "be answered", "电话", "接通"),
    ("the call", "be transferred", "通话", "转接"),
];

/// Names may come from this file or from another.
const BEFORE: [&str; 2] = [
    "phrase p = \"x\"\nmoment named = hold ends\nevent callback (case: text, number: number, to: text)\n",
    "",
];

fn check(english: &str, chinese: &str, problems: &mut Vec<String>) {
    let names = english.contains("named") || english.contains("callback");
    for before in BEFORE.iter().take(if names { 2 } else { 1 }) {
        let text = |clause: &str| format!("{before}rule x\n  {clause}\n");
        if let Err(problem) = same(&text(english), &text(chinese)) {
            problems.push(problem);
        }
    }
}

fn same(english: &str, chinese: &str) -> Result<(), String> {
    let (one, other) = (parse(english), parse(chinese));
    for (text, parse) in [(english, &one), (chinese, &other)] {
        if let Some(error) = parse.errors.first() {
            let found = &text[error.span.range()];
            let label = error.label(Lang::English);
            return Err(format!("{text} at {found}: {label}\n"));
        }
    }
    if one.file() != other.file() {
        return Err(format!("{english} is not {chinese}"));
    }
    // Formatting itself checks that what it prints means the same.
    there_and_again(english, KeywordLanguage::Chinese)?;
    there_and_again(chinese, KeywordLanguage::English)
}

fn there_and_again(text: &str, keywords: KeywordLanguage) -> Result<(), String> {
    let options = FormatOptions {
        keywords: Some(keywords),
    };
    let refused = |_| format!("{text} refused in {keywords:?}\n");
    let once = format(text, options).map_err(refused)?;
    let twice = format(&once, options).map_err(refused)?;
    if once == twice {
        Ok(())
    } else {
        Err(format!("{text} printed twice differs from {once}"))
    }
}

fn report(problems: &[String]) {
    let all = problems.iter().take(60).cloned().collect::<String>();
    assert!(problems.is_empty(), "{} problems\n{all}", problems.len());
}

/// Without spaces around it a moment must not start or end in a Latin word.
fn fits(place: &str, moment: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let run_on = !place.contains(" @") || !place.ends_with('@') && !place.contains("@ ");
    !run_on || !latin(moment.chars().next()) && !latin(moment.chars().next_back())
}

fn alternatives(moment: &str) -> bool {
    moment.contains(" or ")
}

#[test]
fn every_moment_in_every_place() {
    let mut problems = Vec::new();
    for (english, chinese) in MOMENTS {
        let single = SINGLE.iter().filter(|_| !alternatives(english));
        let places = single.chain(ANY).filter(|(_, zh)| fits(zh, chinese));
        for (en, zh) in places {
            check(
                &en.replace('@', english),
                &zh.replace('@', chinese),
                &mut problems,
            );
        }
    }
    report(&problems);
}

#[test]
fn every_moment_in_every_window() {
    let mut problems = Vec::new();
    for (english, chinese) in MOMENTS {
        for (en, zh) in WINDOWS {
            let (en, zh) = (en.replace('@', english), zh.replace('@', chinese));
            check(
                &format!("agent must not say p {en}"),
                &format!("客服 不得 说 p {zh}"),
                &mut problems,
            );
            check(
                &format!("hold must {en} start"),
                &format!("等候 必须 {zh} 开始"),
                &mut problems,
            );
        }
    }
    report(&problems);
}

#[test]
fn every_duty_with_every_window() {
    let mut problems = Vec::new();
    let around = WINDOWS.iter().map(|(en, zh)| {
        (
            en.replace('@', "mute lasts 1min"),
            zh.replace('@', "静音 持续 1分钟"),
        )
    });
    let plain = PLAIN_WINDOWS
        .iter()
        .map(|(en, zh)| ((*en).to_owned(), (*zh).to_owned()));
    for (en, zh) in around.chain(plain) {
        for (subject, verb, who, does) in DUTIES {
            // Durations in a row add up: `持续 2分钟 5秒内` needs its `在`.
            if does.starts_with("持续") && zh.starts_with('5') {
                continue;
            }
            let rows = [
                (
                    format!("{subject} must {verb} {en}"),
                    format!("{who} 必须 {does} {zh}"),
                ),
                (
                    format!("{subject} must not {en} {verb}"),
                    format!("{who} 不得 {zh} {does}"),
                ),
            ];
            for (english, chinese) in rows {
                check(&english, &chinese, &mut problems);
            }
        }
    }
    report(&problems);
}
