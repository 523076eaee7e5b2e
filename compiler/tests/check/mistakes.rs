//! What is said about mistakes, as people and programs see it.

use zhunze_compiler::book::Language;
use zhunze_compiler::diagnostics::{render, to_json, to_sarif};

use super::{codes, one};

/// Five mistakes in five rules.
const FIVE: &str = r#"规则书 "热线服务规范" 版本 "1"
  语言 zh
  分数 quality 从 100，及格 80

短语 开场白 = "您好[，]中通速递"
短语 结束语 = "感谢您的来电" .. "再见"
事件 callback (case: 文本)

规则 开场 "统一开场白"
  当 电话接通
  客服 必须 5秒内 说 开场
  否则 扣 5 分

rule follow_up "承诺回复"
  when callback happens
  require case = 3
  otherwise deduct 5

规则 结束 "统一结束语"
  如果 客户 已说话
  客服 必须 说 结束语
  否则 扣 5 分

rule fast "立即应答"
  when the call is answered
  agent must say 开场白 until hold starts
  otherwise deduct 5

规则 禁语 "服务禁语"
  客服 不得 说 "[您]"
  致命 满 0 次
"#;

#[test]
fn five_mistakes_are_all_found_where_they_are() {
    let checked = one(FIVE);
    assert!(checked.book.is_none());
    let all = [
        "E0202@11", "E0301@16", "E0402@20", "E0404@26", "E0308@30", "E0304@31",
    ];
    assert_eq!(codes(&checked), all);
    insta::assert_snapshot!(
        "five_en",
        render(
            &checked.diagnostics,
            &checked.sources,
            Language::English,
            false
        )
    );
    insta::assert_snapshot!(
        "five_zh",
        render(
            &checked.diagnostics,
            &checked.sources,
            Language::Chinese,
            false
        )
    );
}

#[test]
fn programs_get_the_same() {
    let checked = one(FIVE);
    let json = to_json(&checked.diagnostics, &checked.sources, Language::Chinese);
    insta::assert_snapshot!("five_json", serde_json::to_string_pretty(&json).unwrap());
    let sarif = to_sarif(&checked.diagnostics, &checked.sources, Language::English);
    insta::assert_snapshot!("five_sarif", serde_json::to_string_pretty(&sarif).unwrap());
}

#[test]
fn fixes_mend_what_they_are_about() {
    let mut text = FIVE.to_owned();
    let checked = one(&text);
    let mut fixes: Vec<_> = checked
        .diagnostics
        .iter()
        .filter_map(|d| d.fix.clone())
        .collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.place.span.start));
    assert_eq!(fixes.len(), 3);
    for fix in fixes {
        text.replace_range(fix.place.span.range(), &fix.replacement);
    }
    assert_eq!(codes(&one(&text)), ["E0402@20", "E0308@30", "E0304@31"]);
}

#[test]
fn a_line_that_can_not_be_read_hides_nothing_else() {
    let checked = one(r#"rulebook "a"

rule one "One"
  when the call is answered
  agent must shout "hello"
  otherwise deduct 5 from nowhere

rule two "Two"
  when the call is answered
  agent must say helo within 5s

phrase hello = "hello"
"#);
    assert_eq!(codes(&checked), ["E0101@5", "E0207@6", "E0202@10"]);
}

#[test]
fn what_can_not_be_read_is_not_called_unknown() {
    let checked = one(r#"rulebook "a"

phrase hello = = "hello"

rule one "One"
  when the call is answered
  agent must say hello within 5s
"#);
    assert_eq!(codes(&checked), ["E0101@3"]);
}

#[test]
fn names_of_another_sort_are_explained() {
    let checked = one(r#"rulebook "a"
event callback (case: text)
phrase hello = "hello"
moment greeted = agent says hello

rule one "One"
  when hello
  agent must say greeted
rule two "Two"
  when callback
  if callback has happened
  agent must speak
"#);
    assert_eq!(codes(&checked), ["E0210@7", "E0210@8", "E0210@10"]);
    insta::assert_snapshot!(
        "sorts_en",
        render(
            &checked.diagnostics,
            &checked.sources,
            Language::English,
            false
        )
    );
}

#[test]
fn a_colour_is_a_colour() {
    let checked = one(FIVE);
    let colored = render(
        &checked.diagnostics,
        &checked.sources,
        Language::English,
        true,
    );
    let plain = render(
        &checked.diagnostics,
        &checked.sources,
        Language::English,
        false,
    );
    assert!(colored.contains('\u{1b}') && !plain.contains('\u{1b}'));
}

#[test]
fn a_missing_rulebook_is_said_plainly() {
    let none = std::collections::BTreeMap::new();
    let checked = zhunze_compiler::check("a.rulebook", &none);
    let said = render(
        &checked.diagnostics,
        &checked.sources,
        Language::Chinese,
        false,
    );
    assert_eq!(said, "[E0214] 错误: 找不到规则书“a.rulebook”\n");
}

/// A clause that could not be read, even one that ends too early, is the only mistake of
/// its rule: that the rule then asks for nothing is no second one.
#[test]
fn a_clause_that_could_not_be_read_is_one_mistake() {
    for clause in [
        "agent must say opening within 5",
        "agent must say",
        "agent mst say opening",
    ] {
        let text = format!(
            "rulebook \"r\"\n\nphrase opening = \"hello\"\n\nrule one\n  {clause}\n\n\
             rule two\n  agent must say opening\n"
        );
        let files = std::collections::BTreeMap::from([("r.rulebook".to_owned(), text)]);
        let checked = zhunze_compiler::check("r.rulebook", &files);
        assert_eq!(
            checked.diagnostics.len(),
            1,
            "{clause}: {:#?}",
            checked.diagnostics
        );
    }
}

/// What is wrong, and how it is put right.
#[test]
fn moments_in_conditions_and_times_of_day() {
    let head = "规则书 \"a\"\n  语言 zh\n引用 \"x\"\n短语 承诺语 = \"{天数: 数字}天\"\n";
    let used = "时刻 投诉 = 标签 \"customer.intent\" 为 \"complaint\"\n时刻 用 = 投诉\n";
    for (line, code, words) in [
        (
            "当 标签 \"customer.emotion\" 其中 value 属于 (\"upset\"、\"angry\") 或 投诉",
            "E0303@6",
            "brackets",
        ),
        (
            "当 客户 说话 其中 语速 > 3 且 投诉",
            "E0303@6",
            "has happened",
        ),
        (
            "当 客服 说 承诺语\n  操作 \"callback\" 必须 承诺语.天数 前 发生",
            "E0301@7",
            "of the kind `time`",
        ),
    ] {
        let duty = match code {
            "E0303@6" => "  客服 必须 说 \"抱歉\"\n",
            _ => "",
        };
        let text = format!("{head}规则 r\n  {line}\n{duty}");
        let checked = super::files(&[("main.rulebook", &text), ("x", used)]);
        let found = codes(&checked);
        assert!(found.contains(&code.to_owned()), "{line}: {found:?}");
        assert!(
            super::said(&checked).contains(words),
            "{}",
            super::said(&checked)
        );
    }
    // An attribute that an event declares is one, whatever moments there are.
    let text = "规则书 \"a\"\n  语言 zh\n事件 e (投诉: 是非)\n时刻 投诉 = 客户 说话\n规则 r\n  \
                当 e 发生 其中 投诉\n  投诉 必须 发生\n";
    assert_eq!(codes(&one(text)), [""; 0]);
}

#[test]
fn contacts_have_attributes() {
    let text = "规则书 \"a\"\n  语言 zh\n  统计单位 case\n规则 r\n  当 联系 开始 其中 direction 为 \
                \"outbound\" 且 channel 为 \"voice\"\n  客服 必须 说话\n";
    assert_eq!(codes(&one(text)), [""; 0]);
}
