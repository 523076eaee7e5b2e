//! Parameters, templates, libraries, extended rulebooks: each says the same as a rulebook
//! in which everything is written out.

use zhunze_compiler::Checked;
use zhunze_compiler::book::{Book, SourceId};

use std::collections::BTreeMap;

use zhunze_compiler::check;

use super::{codes, files, one, said};

/// The book of files that must be right.
pub(super) fn right(checked: Checked) -> Book {
    let said = said(&checked);
    checked.book.unwrap_or_else(|| panic!("{said}"))
}

/// A book without what depends on how it is cut into files.
pub(super) fn bare(mut book: Book) -> Book {
    book.hash.clear();
    book.sources.clear();
    book.params.clear();
    book.dropped.clear();
    for phrase in &mut book.phrases {
        phrase.source = SourceId(0);
        // Phrases of parameters have names that nobody can write.
        phrase.name = phrase.name.take().filter(|name| !name.contains('.'));
    }
    // Names are for explanations alone.
    book.named.clear();
    book.rules.iter_mut().for_each(|it| it.source = SourceId(0));
    book.tests.iter_mut().for_each(|it| it.source = SourceId(0));
    book
}

/// The lines in which two books differ. (Places say nothing.)
pub(super) fn differ(found: &Book, plain: &Book) -> String {
    let lines = |book: &Book| -> Vec<String> {
        let text = format!("{book:#?}");
        let place = |line: &&str| !line.contains("start: ") && !line.contains("end: ");
        text.lines().filter(place).map(str::to_owned).collect()
    };
    let (found, plain) = (lines(found), lines(plain));
    let pairs = found.iter().zip(&plain).filter(|(a, b)| a != b);
    let mut text: Vec<String> = pairs.map(|(a, b)| format!("{a} | {b}")).collect();
    text.truncate(20);
    format!(
        "{} and {} lines\n{}",
        found.len(),
        plain.len(),
        text.join("\n")
    )
}

/// These files say the same as the plain rulebook.
fn same(all: &[(&str, &str)], plain: &str) {
    let (found, plain) = (files(all), one(plain));
    let (found, plain) = (bare(right(found)), bare(right(plain)));
    assert!(found == plain, "{}", differ(&found, &plain));
}

const HOLD: &str = r#"param ask: phrase
param thank: phrase = "thank you"
param limit: duration = 60s
param cost: number = 5
param queue: text = "sales"
param strict: boolean = yes
param answered: moment

moment polite = agent says thank

rule hold_asked "Ask before a hold"
  when hold starts
  if call.queue = queue and call.strict = strict
  within limit before that, agent says ask
  otherwise deduct cost

rule hold_thanked "Thank after a hold"
  when hold ends
  polite must happen within limit
  or answered must happen
"#;

const MOMENTS: &str = "phrase please = \"please hold\"\nmoment back = agent says \"back\"\n";

#[test]
fn a_library_takes_values() {
    let main = format!(
        "rulebook \"a\"\n\n{MOMENTS}\nsection s \"S\"\n\nuse \"hold.rulebook\" (ask: please, \
         limit: 30s, cost: 2.5, queue: \"vip\", strict: no, answered: back)\n"
    );
    same(
        &[("main.rulebook", &main), ("hold.rulebook", HOLD)],
        &format!(
            r#"rulebook "a"
{MOMENTS}
section s "S"
moment polite = agent says "thank you"

rule hold_asked "Ask before a hold"
  when hold starts
  if call.queue = "vip" and call.strict = no
  within 30s before that, agent says please
  otherwise deduct 2.5

rule hold_thanked "Thank after a hold"
  when hold ends
  polite must happen within 30s
  or back must happen
"#
        ),
    );
}

#[test]
fn values_pass_through_files() {
    let outer = "param words: phrase\nparam time: duration = 9s\nuse \"inner.rulebook\" (words: words, limit: time)\n";
    let inner = "param words: phrase\nparam limit: duration\nrule r \"R\"\n  agent must say words within limit\n";
    same(
        &[
            (
                "main.rulebook",
                "rulebook \"a\"\nuse \"outer.rulebook\" (words: \"(a|b) c\")\n",
            ),
            ("outer.rulebook", outer),
            ("inner.rulebook", inner),
        ],
        "rulebook \"a\"\nrule r \"R\"\n  agent must say \"(a|b) c\" within 9s\n",
    );
}

const TEMPLATE: &str = r#"
template says_after (what: moment, words: phrase, limit: duration = 5s, times: number = 1)
  when what
  agent must at least times times say words within limit
  otherwise deduct times
  cite "A-1"
"#;

#[test]
fn templates_become_rules() {
    same(
        &[
            (
                "main.rulebook",
                r#"rulebook "a"
use "t.rulebook"
phrase hello = "hello"
moment begun = the call is answered
apply says_after (what: begun, words: hello) as greeting "Greeting"
apply says_after (what: begun, words: "your name", limit: 20s, times: 2) as name
  if call.vip = yes
  cite "A-2", "A-3"
  severity major
apply says_after (what: begun, words: hello) as require_rings
  require rings <= 3
"#,
            ),
            ("t.rulebook", TEMPLATE),
        ],
        r#"rulebook "a"
phrase hello = "hello"
moment begun = the call is answered
rule greeting "Greeting"
  when begun
  agent must at least 1 times say hello within 5s
  otherwise deduct 1
  cite "A-1"
rule name
  when begun
  if call.vip = yes
  agent must at least 2 times say "your name" within 20s
  otherwise deduct 2
  cite "A-2", "A-3"
  severity major
rule require_rings
  when begun
  require rings <= 3
  otherwise deduct 1
  cite "A-1"
"#,
    );
}

#[test]
fn chinese_says_the_same() {
    same(
        &[(
            "main.rulebook",
            r#"规则书 "甲"
参数 时限：时长 = 5秒
模板 须说（话术：短语，几分：数字 = 2）
  当 电话接通
  客服 必须 在 时限 内 说 话术
  否则 扣 几分 分
套用 须说（话术：“您好”）作为 问候 "问候"
"#,
        )],
        r#"规则书 "甲"
规则 问候 "问候"
  当 电话接通
  客服 必须 在 5秒 内 说 “您好”
  否则 扣 2 分
"#,
    );
}

const GROUP: &str = r#"rulebook "Group" version "3"
  score quality from 100, pass 80
  waiting at most 8
  channel voice

param limit: duration = 5s

section manners "Manners" weight 60
phrase hello = "hello"
rule greeting "Greeting"
  when the call is answered
  agent must say hello within limit
  or customer must hang up within limit
  otherwise deduct 5
  cite "G-1"
rule rings "Rings"
  when the call is answered
  require rings <= 3
section rest "Rest" weight 40
rule bye "Goodbye"
  when the call ends
  before that, agent says "goodbye"

test "of the group"
  0s answer
  expect greeting violated
"#;

#[test]
fn a_branch_changes_what_the_group_says() {
    let branch = r#"rulebook "Branch" version "1"
  score quality from 120, pass 90

extends "group.rulebook" version "3"

override phrase hello = "hi there"
override param limit: duration = 9s
override rule greeting "Our greeting"
  agent must say hello within limit
  severity major
override section manners "Manners here" weight 80
drop rule rings because "no telephone rings here"
"#;
    let all = [("main.rulebook", branch), ("group.rulebook", GROUP)];
    same(
        &all,
        r#"rulebook "Branch" version "1"
  score quality from 120, pass 90
  waiting at most 8
  channel voice

section manners "Manners here" weight 80
phrase hello = "hi there"
rule greeting "Our greeting"
  when the call is answered
  agent must say hello within 9s
  otherwise deduct 5
  cite "G-1"
  severity major
section rest "Rest" weight 40
rule bye "Goodbye"
  when the call ends
  before that, agent says "goodbye"
"#,
    );
    let book = right(files(&all));
    let dropped = [("rings".to_owned(), "no telephone rings here".to_owned())];
    assert_eq!(book.dropped, dropped);
    assert_eq!(book.params[0].value, "9s");
}

#[test]
fn a_branch_adds_rules() {
    let branch = r#"rulebook "Branch"
extends "group.rulebook"
rule alone
  agent must say hello within limit
override section rest "Remains" weight 40
rule added
  agent must say "smile"
test "of the branch"
  0s answer
  expect added violated
"#;
    let book = right(files(&[
        ("main.rulebook", branch),
        ("group.rulebook", GROUP),
    ]));
    let rules: Vec<_> = book
        .rules
        .iter()
        .map(|rule| {
            let section = rule
                .section
                .map(|id| book.sections[id.index()].title.as_str());
            (rule.name.as_str(), section.unwrap_or("-"))
        })
        .collect();
    let all = [
        ("greeting", "Manners"),
        ("rings", "Manners"),
        ("bye", "Remains"),
        ("alone", "-"),
        ("added", "Remains"),
    ];
    assert_eq!(rules, all);
    let tests: Vec<_> = book.tests.iter().map(|test| test.title.as_str()).collect();
    assert_eq!(
        tests,
        ["of the branch"],
        "the group's tests stay with the group"
    );
}

#[test]
fn branches_extend_branches() {
    let city =
        "rulebook \"City\"\nextends \"branch.rulebook\"\noverride param limit: duration = 2s\n";
    let branch = "rulebook \"Branch\"\nextends \"group.rulebook\"\noverride param limit: duration = 3s\ndrop rule rings because \"x\"\n";
    let all = [
        ("main.rulebook", city),
        ("branch.rulebook", branch),
        ("group.rulebook", GROUP),
    ];
    let book = right(files(&all));
    assert_eq!(
        (book.name.as_str(), book.params[0].value.as_str()),
        ("City", "2s")
    );
    assert_eq!(book.rules.len(), 2);
    assert_eq!(book.dropped, [("rings".to_owned(), "x".to_owned())]);
}

#[test]
fn the_standard_library_is_there() {
    for path in zhunze_stdlib::paths() {
        let name = path.trim_end_matches(".rulebook").replace('/', ".");
        let main = format!("rulebook \"a\"\nuse {name}\n");
        let checked = files(&[("main.rulebook", &main)]);
        assert_eq!(codes(&checked), [""; 0], "{name}\n{}", said(&checked));
    }
    for line in ["use", "extends"] {
        let main = format!("rulebook \"a\"\n{line} \"std/words_en.rulebook\"\n");
        let files = BTreeMap::from([("folder/main.rulebook".to_owned(), main)]);
        let checked = check("folder/main.rulebook", &files);
        assert_eq!(codes(&checked), [""; 0], "{line}\n{}", said(&checked));
    }
    // A file of that name beside the rulebook goes first.
    let own = files(&[
        ("main.rulebook", "rulebook \"a\"\nuse std.own\n"),
        ("std/own.rulebook", "rule r\n  agent must speak\n"),
    ]);
    assert_eq!(right(own).rules.len(), 1);
}

#[test]
fn a_library_used_by_words_counts_once_its_rules_may() {
    let words = "rulebook \"w\"\nuse \"l.rulebook\"\nphrase w = \"w\"\n";
    let library = "rule r\n  agent must speak\n";
    for (main, rules) in [
        ("use \"w.rulebook\"\n", 0),
        ("use \"w.rulebook\"\nuse \"l.rulebook\"\n", 1),
        ("use \"l.rulebook\"\nuse \"w.rulebook\"\n", 1),
    ] {
        let main = format!("rulebook \"a\"\n{main}");
        let all = [
            ("main.rulebook", main.as_str()),
            ("w.rulebook", words),
            ("l.rulebook", library),
        ];
        assert_eq!(right(files(&all)).rules.len(), rules, "{main}");
    }
}

#[test]
fn moments_and_phrases_are_given_on_the_spot() {
    let template = "模板 状态须好 (出现: 时刻, 不好: 时刻, 用语: 短语 = \"好\")\n  当 出现\n  \
                    不好 不得 发生\n  客服 必须 说 用语\n";
    let plain = |phrase: &str| {
        format!(
            "规则书 \"a\"\n  语言 zh\n时刻 好坏 = 标签 \"agent.tone\" 其中 score > 1 或 等候 开始\n\
             时刻 坏 = 标签 \"agent.tone\" 为 \"curt\"\n规则 语气\n  当 好坏\n  \
             坏 不得 发生\n  客服 必须 说 {phrase}\n"
        )
    };
    for (given, phrase) in [
        ("", "\"好\""),
        ("，用语：任一 \"a\"、\"b\"", "任一 \"a\"、\"b\""),
        (
            "，用语：\"a\" .. \"b\" 或 \"c\"",
            "任一 \"a\" .. \"b\"、\"c\"",
        ),
    ] {
        let text = format!(
            "规则书 \"a\"\n  语言 zh\n{template}套用 状态须好 (出现：标签 \"agent.tone\" 其中 score \
             > 1 或 等候 开始，不好：标签 \"agent.tone\" 为 \"curt\"{given}) 作为 语气\n"
        );
        same(&[("main.rulebook", &text)], &plain(phrase));
    }
}

#[test]
fn numbers_of_working_days_are_parameters() {
    let plain = "规则书 \"a\"\n  语言 zh\n规则 答复\n  当 客户 说话\n  操作 \"callback\" 必须 3 \
                 个工作日 内 发生\n";
    for duty in [
        "操作 \"callback\" 必须 天数 个工作日 内 发生",
        "操作 \"callback\" 必须在天数个工作日内发生",
        "action \"callback\" must happen within 天数 working days",
    ] {
        let param = format!(
            "规则书 \"a\"\n  语言 zh\n参数 天数: 数字 = 3\n规则 答复\n  当 客户 说话\n  {duty}\n"
        );
        same(&[("main.rulebook", &param)], plain);
        let template = format!(
            "规则书 \"a\"\n  语言 zh\n模板 t (天数: 数字)\n  当 客户 说话\n  {duty}\n套用 t (天数: \
             3) 作为 答复\n"
        );
        same(&[("main.rulebook", &template)], plain);
    }
}
