//! What pest would have taken, in a supervisor's words.
//!
//! In: the grammar rules that were tried at the place of a mistake. Out: at most four
//! [`Expected`], the most telling first.

use crate::errors::Expected;
use crate::tree::Rule;

/// The words for a list of rules.
pub(crate) fn words(rules: &[Rule]) -> Vec<Expected> {
    let value = [Rule::rings, Rule::sum, Rule::product, Rule::bracket];
    if value.iter().any(|rule| rules.contains(rule)) {
        return vec![VALUE];
    }
    let mut list: Vec<Expected> = Vec::new();
    for expected in rules.iter().filter_map(|rule| word(*rule)) {
        if !list.contains(&expected) && list.len() < 4 {
            list.push(expected);
        }
    }
    list
}

/// Many things can be a value; naming them all helps nobody.
const VALUE: Expected = Expected {
    english: "a value such as `5`, `\"text\"` or `call.queue`",
    chinese: "值，如「5」「\"文字\"」或「通话.queue」",
};

fn word(rule: Rule) -> Option<Expected> {
    let (english, chinese) = match rule {
        Rule::EOI => ("the end of the line", "行末"),
        Rule::name => ("a name", "名字"),
        Rule::text => ("a text in quotes", "引号里的文字"),
        Rule::number | Rule::points | Rule::signed | Rule::quantity => ("a number", "数字"),
        Rule::unit => ("a unit of time such as `s`", "时间单位，如「秒」"),
        Rule::duration => ("a duration such as `5s`", "时长，如「5秒」"),
        Rule::who => (
            "agent, customer, system or anyone",
            "客服、客户、系统或任何人",
        ),
        Rule::window | Rule::within | Rule::inside => {
            ("a window such as `within 5s`", "时限，如「5秒内」")
        }
        Rule::step_within => ("`within 60s`", "「60秒内」"),
        Rule::moment
        | Rule::simple
        | Rule::chosen
        | Rule::operand
        | Rule::atom
        | Rule::first_step => (
            "a moment such as `customer speaks`",
            "时刻，如「客户 说话」",
        ),
        Rule::says | Rule::speaks | Rule::labelled | Rule::silent => (
            "what they do, such as `says opening`",
            "动作，如「说 开场白」",
        ),
        Rule::hangs_up => ("`hangs up`", "「挂机」"),
        Rule::equals => ("`=`", "「=」"),
        Rule::colon => ("`:`", "「：」"),
        Rule::deduct => ("`deduct` and a number", "「扣」和分数"),
        Rule::happens => ("`happens`", "「发生」"),
        Rule::guard => ("`where` and a condition", "「其中」和条件"),
        Rule::phrase_use | Rule::sequence => ("a phrase", "短语"),
        Rule::from_file | Rule::any_of | Rule::choices => (
            "words in quotes, `any of` or `from`",
            "引号里的话术、「任一」或「取自」",
        ),
        Rule::expr | Rule::comparison | Rule::bracket => ("a condition", "条件"),
        Rule::compare_op => ("a comparison such as `=`", "比较，如「=」"),
        Rule::list | Rule::literal => ("a value", "值"),
        Rule::has | Rule::happened | Rule::has_done => ("`has` or `has not`", "「已」或「未」"),
        Rule::modal => ("`must` or `must not`", "「必须」或「不得」"),
        Rule::starts | Rule::ends | Rule::lasts => {
            ("`starts`, `ends` or `lasts`", "「开始」「结束」或「持续」")
        }
        Rule::answered | Rule::transferred => (
            "`is answered`, `ends` or `is transferred`",
            "「接通」「结束」或「转接」",
        ),
        Rule::at_most => ("`at most` and a number", "「最多」和数字"),
        Rule::each_time => ("`each time`", "「每次」"),
        Rule::score_ref => ("`from` a score", "「从」某个分数"),
        Rule::next_step => ("`then` and a moment", "「然后」和时刻"),
        Rule::version => ("`version`", "「版本」"),
        Rule::band | Rule::band_from | Rule::band_below => {
            ("a grade such as `good from 80`", "等级，如「良好 从 80」")
        }
        Rule::weight => ("`weight` and a number", "「权重」和数字"),
        Rule::pass => ("`pass` and a number", "「及格」和数字"),
        Rule::param_type => (
            "phrase, moment, duration, number, text, boolean or clock",
            "短语、时刻、时长、数字、文本、是非或钟点",
        ),
        Rule::argument => (
            "a value such as `60s`, `3` or `opening`",
            "值，如「60秒」「3」或「开场白」",
        ),
        Rule::measured => (
            "what lasts, such as `hold` or `agent talk`",
            "会持续的事，如「等候」或「客服 讲话」",
        ),
        Rule::earlier | Rule::later => ("`之前` or `之后`", "「之前」或「之后」"),
        Rule::and_after => ("`for each after`", "「此后每次」"),
        Rule::override_ => ("an item that can be overridden", "可以改写的条目"),
        Rule::type_name => ("text, number or boolean", "文本、数字或是非"),
        Rule::attribute_types | Rule::attributes => ("attributes in brackets", "括号里的属性"),
        Rule::outcome => (
            "satisfied, violated or not applicable",
            "满足、违反或不适用",
        ),
        Rule::test_event | Rule::ring | Rule::who_event => (
            "what happens, such as `agent \"…\"`",
            "发生的事，如「客服 \"…\"」",
        ),
        Rule::level => ("minor, major or critical", "轻微、严重或致命"),
        _ => return None,
    };
    Some(Expected { english, chinese })
}
