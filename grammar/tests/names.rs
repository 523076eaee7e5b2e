//! Where only a name can stand, the longest run of letters is the name.

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
use zhunze_grammar::ast::{Argument, Clause, Expectation, Item, TestLine};
use zhunze_grammar::{ErrorKind, Hint, parse};

/// Names that the words below are made of.
const DECLARED: &str = "\
短语 好 = \"好\"
时刻 投诉 = 客户 说 \"投诉\"
时刻 记录 = 操作 \"record\" 发生
时刻 问以前 = 客服 说 好
部分 咨询 \"乙\"
模板 须记 (投诉: 时刻, 记录: 时刻)
  当 投诉
  记录 必须 发生
模板 体贴 (体谅: 短语)
  客服 必须 说 体谅
模板 申请要办理 (时限: 时长)
  当 操作 \"ticket\" 发生
  操作 \"callback\" 必须 时限 内 发生
";

const NAMES: &[&str] = &[
    "投诉记录",
    "通话申请要办理",
    "体谅客户",
    "扣1",
    "咨询问以前",
    "客服说好",
    "满足",
    "不适用规则",
    "ends",
    "pass",
    "score",
    "hold",
    "合格",
    "部分",
    "客户",
    "作为",
    "期望",
];

fn declared(item: &Item) -> &str {
    match item {
        Item::Phrase(it) => &it.name.node,
        Item::Moment(it) => &it.name.node,
        Item::Event(it) => &it.name.node,
        Item::Section(it) => &it.name.node,
        Item::Rule(it) => &it.name.node,
        Item::Template(it) => &it.params[0].name.node,
        Item::Param(it) => &it.name.node,
        Item::Apply(it) => &it.name.as_ref().unwrap().node,
        Item::Drop(it) => &it.rule.node,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_name_is_the_longest_run() {
    for name in NAMES {
        for item in [
            format!("规则 {name}\n  当 投诉\n  客服 必须 说 好"),
            format!("短语 {name} = \"x\""),
            format!("时刻 {name} = 等候 开始"),
            format!("参数 {name}: 数字 = 3"),
            format!("部分 {name} \"T\" 权重 30"),
            format!("事件 {name} (a: 文本)"),
            format!("模板 t ({name}: 数字)\n  当 投诉\n  客服 必须 说 好"),
            format!("套用 须记 (投诉: 投诉, 记录: 记录) 作为 {name}"),
            format!("套用 须记 (投诉: 投诉, 记录: 记录)作为{name}"),
            format!("apply 须记 (投诉: 投诉, 记录: 记录) as {name} \"T\""),
            format!("取消 规则 {name}"),
        ] {
            let tree = there_and_back(&format!("{DECLARED}{item}\n"));
            let last = tree.file().items.last().unwrap();
            assert_eq!(declared(last), *name, "{item}");
        }
    }
}

#[test]
fn a_test_expects_of_whole_names() {
    for name in NAMES {
        for (line, found) in [
            (format!("期望 {name} 满足"), *name),
            (format!("期望 {name} 违反 2 次"), *name),
            (format!("期望 {name} 违反2次"), *name),
            (format!("期望 {name} 不适用"), *name),
            (format!("expect {name} violated"), *name),
            (format!("expect {name} not applicable"), *name),
            (format!("期望{name} 满足"), *name),
            (format!("期望 部分 {name} = 3"), *name),
            (format!("期望 分数 {name} = 3"), *name),
            (format!("期望分数{name} = 3"), *name),
            (format!("期望 等级 {name}"), *name),
        ] {
            let tree = there_and_back(&format!("{DECLARED}测试 \"t\"\n  {line}\n"));
            let Some(Item::Test(test)) = tree.file().items.last() else {
                panic!("{line}")
            };
            let TestLine::Expect(expected) = &test.lines[0].node else {
                panic!("{line}")
            };
            let (Expectation::Rule { name, .. }
            | Expectation::Section { name, .. }
            | Expectation::Score { name, .. }
            | Expectation::Grade(name)) = expected
            else {
                panic!("{line}: {expected:?}")
            };
            assert_eq!(name.node, found, "{line}");
        }
    }
}

/// A rule's name is no word of a clause, so that nothing is torn by it.
#[test]
fn the_name_of_a_rule_tears_no_clause() {
    for rule in ["扣1", "客服说", "每次扣", "必须说"] {
        let text = format!(
            "{DECLARED}规则 {rule}\n  当客户说好\n  客服必须说好\n  否则每次扣1分\n\
             规则 乙\n  如果{rule}已满足\n  客服必须说好\n测试 \"t\"\n  期望{rule}满足\n"
        );
        there_and_back(&text);
    }
}

/// What is a parameter of one template is none elsewhere.
#[test]
fn parameters_are_known_in_their_template() {
    let inside = "模板 t (开场: 短语, 秒数: 时长)\n  客服必须在秒数内说开场\n";
    there_and_back(inside);
    let tree = parse(&format!("{inside}规则 x\n  客服必须说开场\n"));
    assert_eq!(tree.errors.len(), 1, "{:?}", tree.errors);
}

#[test]
fn the_condition_of_a_rulebook_has_lists() {
    for line in [
        "适用条件 通话.channel 属于 (\"chat\"、\"email\")",
        "适用条件 通话.channel 属于(\"chat\"、\"email\") 且 通话.a = 1",
        "applies if call.channel in (\"chat\", \"email\")",
    ] {
        there_and_back(&format!("规则书 \"t\" 版本 \"1\"\n  {line}\n"));
    }
    there_and_back(
        "规则书 \"t\"\n  分数 质量 从 100\n  等级 属于 质量 良好 从 80\n  权重 属于 质量 合计 100\n",
    );
}

/// What these say, they say in both languages.
#[test]
fn clauses_go_there_and_back() {
    for line in [
        "静默 不得 持续 20秒",
        "客服 静默 不得 持续 20秒",
        "重叠 不得 持续 2秒",
        "静默 必须 5秒 内 结束",
        "联系 开始 必须 5秒 内",
        "silence must not last 20s within 1min",
        "当 联系 开始 其中 direction 为 \"outbound\"",
        "when a contact starts where direction is \"outbound\" or channel is \"chat\"",
        "如果 已发生 联系 开始 其中 direction 为 \"outbound\"",
    ] {
        there_and_back(&format!("规则 x\n  {line}\n"));
    }
}

/// A name after a list in a guard that is a moment's ends the guard.
#[test]
fn a_moment_after_a_guard_is_a_moment() {
    for line in [
        "当 标签 \"customer.emotion\" 其中 value 属于 (\"upset\"、\"angry\") 或 投诉",
        "when label \"customer.emotion\" where value in (\"upset\", \"angry\") or 投诉",
        "当 标签 \"customer.emotion\" 其中 score 大于 0.5 或 投诉",
    ] {
        let text = format!("时刻 投诉 = 标签 \"customer.intent\"\n规则 x\n  {line}\n");
        let tree = there_and_back(&text);
        let Some(Item::Rule(rule)) = tree.file().items.last() else {
            panic!("{line}")
        };
        let Clause::When(moment) = &rule.clauses[0].node else {
            panic!("{line}")
        };
        assert_eq!(moment.any.len(), 2, "{line}\n{moment:?}");
    }
}

#[test]
fn values_and_parameters_have_units() {
    for line in [
        "操作 \"callback\" 必须 承诺语.天数 个工作日 内 发生",
        "操作 \"callback\" 必须 承诺语.天数 个工作日内 发生",
        "操作 \"callback\" 必须 天数 个工作日 内 发生",
        "操作 \"callback\" 必须 天数个工作日内 发生",
        "操作 \"callback\" 必须在天数个工作日内发生",
        "操作 \"callback\" 必须 天数 小时 内 发生",
        "action \"callback\" must happen within 天数 working days",
        "action \"callback\" must happen within promise.days working days",
        "action \"callback\" must happen within 3 working days",
    ] {
        there_and_back(&format!("参数 天数: 数字 = 3\n规则 x\n  {line}\n"));
    }
}

#[test]
fn times_of_day_are_parameters() {
    for text in [
        "参数 上班: 钟点 = 9:00\n",
        "param opening: clock = 9:00\n",
        "参数 上班: 钟点\n规则 x\n  如果 当前时刻 不少于 上班\n  客服 必须 上班 前 说话\n",
        "参数 上班: 钟点\n规则 x\n  如果 通话.时间 < 上班\n  客服必须上班前说话\n",
        "param opening: clock\nrule x\n  agent must speak by opening\n",
        "param opening: clock\nrule x\n  agent must speak by opening within 5s\n",
        "模板 t (上班: 钟点 = 9:00)\n  客服 必须 上班 前 说话\n套用 t (上班: 8:30) 作为 r\n",
        "引用 \"f\" (上班: 8:30，下班：18:00)\n",
    ] {
        there_and_back(text);
    }
}

#[test]
fn moments_are_given_on_the_spot() {
    for (text, moments) in [
        (
            "出现：标签 \"agent.tone\"，不好：标签 \"agent.tone\" 为 \"curt\"",
            2,
        ),
        (
            "出现：客户 说话 其中 语速 > 3 或 投诉，用语：任一 \"a\"、\"b\"",
            1,
        ),
        ("出现: 投诉 或 客户 说话", 1),
        ("出现: 投诉 发生 其中 a = 1，b: 3", 1),
        ("出现: (投诉 然后 60秒 内 等候 开始)，b: 3", 1),
        ("出现: 首次 投诉", 1),
        ("出现: 投诉", 0),
        ("出现: hold", 0),
        ("用语: hold .. \"x\" 或 投诉", 0),
        ("用语：任一 \"a\"、\"b\"", 0),
        ("when: agent says any of \"a\", \"b\", n: 3", 1),
        (
            "when: agent says \"a\" .. \"b\" for the first time, n: 3",
            1,
        ),
    ] {
        let text = format!("时刻 投诉 = 客户 说 \"投诉\"\n套用 t ({text}) 作为 r\n");
        let tree = there_and_back(&text);
        let Some(Item::Apply(apply)) = tree.file().items.last() else {
            panic!("{text}")
        };
        let found = apply.arguments.iter();
        let found = found.filter(|(_, value)| matches!(value, Argument::Moment(_)));
        assert_eq!(found.count(), moments, "{text}\n{:?}", apply.arguments);
    }
}

#[test]
fn what_was_meant_is_said() {
    for (text, hint) in [
        ("规则 x\n  客服 必须 说 \"a\" 或 \"b\"\n", Hint::AnyOf),
        (
            "rule x\n  agent must say a or \"b\" within 5s\n",
            Hint::AnyOf,
        ),
        (
            "rule x\n  when agent says \"a\" 3 times within 60s\n",
            Hint::AllWithin,
        ),
        ("规则 x\n  当 客服 说 \"a\" 3次 60秒 内\n", Hint::AllWithin),
        (
            "rule x\n  when agent speaks and duration > 60s\n",
            Hint::Where,
        ),
        ("规则 x\n  当 客服 说话 且 时长 大于 60秒\n", Hint::Where),
        ("test \"t\"\n  expect not pass\n", Hint::ExpectFail),
        ("测试 \"t\"\n  期望 非 合格\n", Hint::ExpectFail),
        ("参数 m: 时刻 = 客户 说话 达 3秒\n", Hint::NameFirst),
    ] {
        let errors = parse(text).errors;
        let found = errors.first().map(|error| &error.kind);
        let Some(ErrorKind::Unexpected { hint: found, .. }) = found else {
            panic!("{text}{errors:?}\n{:?}", parse(text).file())
        };
        assert_eq!(*found, Some(hint), "{text}");
    }
}

#[test]
fn a_phrase_that_makes_a_keyword_is_itself_apart() {
    let say = |line: &str| format!("短语 话 = \"x\"\n规则 x\n  {line}\n");
    let said = |line: &str| {
        let shown = format!("{:?}", there_and_back(&say(line)).file());
        (shown.contains("Says"), shown.contains("Speaks"))
    };
    assert_eq!(said("客服 必须 说 话"), (true, false));
    assert_eq!(said("当 客服 说 话"), (true, false));
    assert_eq!(said("客服 必须 说话"), (false, true));
    assert_eq!(said("客服必须说话"), (false, true));
}

#[test]
fn attributes_of_test_lines_are_those_of_conditions() {
    let tree = there_and_back("测试 \"t\"\n  5秒 客服 \"好\" (语速: 250，音量：3)\n");
    let shown = format!("{:?}", tree.file());
    assert!(
        shown.contains("speech_rate") && shown.contains("音量"),
        "{shown}"
    );
    let own = "事件 e (语速: 数字)\n测试 \"t\"\n  5秒 e (语速: 250)\n";
    assert!(!format!("{:?}", there_and_back(own).file()).contains("speech_rate"));
}
