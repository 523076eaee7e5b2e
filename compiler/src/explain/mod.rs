//! Rules in plain words.
//!
//! In: a checked rulebook and one of its rules. Out: sentences in English or Chinese that
//! say what the rule asks, when, and what it costs. They are made from the checked form, so
//! they show what short spellings stand for.

mod conditions;
pub mod machine;
mod moments;
mod patterns;
pub(crate) mod values;
mod windows;
mod wording;

pub use wording::{Wording, ways, wording};

use crate::book::{Amount, Arm, Book, Chain, Cost, Duty, Language, Obligation, Pick, Rule, RuleId};

/// What a rule says, as sentences, with all that named moments stand for. Empty when there
/// is no such rule.
pub fn rule(book: &Book, id: RuleId, language: Language) -> Vec<String> {
    let rule = book.rules.get(id.index());
    rule.map_or_else(Vec::new, |rule| Teller::new(book, language).rule(rule))
}

/// The same with moments by their names, where they have some; [`terms`] says what these are.
pub fn rule_by_names(book: &Book, id: RuleId, language: Language) -> Vec<String> {
    let teller = Teller {
        names: true,
        ..Teller::new(book, language)
    };
    let rule = book.rules.get(id.index());
    rule.map_or_else(Vec::new, |rule| teller.rule(rule))
}

/// What the named moments are: names and words.
pub fn terms(book: &Book, language: Language) -> Vec<(String, String)> {
    let teller = Teller::new(book, language);
    let all = book.named.iter();
    all.map(|named| (named.name.clone(), teller.moment(&named.moment)))
        .collect()
}

/// A moment in words, for pictures and lists.
pub fn moment(book: &Book, moment: &crate::book::Moment, language: Language) -> String {
    Teller::new(book, language).moment(moment)
}

/// Says things of one rulebook in one language.
struct Teller<'a> {
    book: &'a Book,
    chinese: bool,
    /// Named moments are told by their names.
    names: bool,
}

impl<'a> Teller<'a> {
    fn new(book: &'a Book, language: Language) -> Teller<'a> {
        Teller {
            book,
            chinese: language == Language::Chinese,
            names: false,
        }
    }
}

impl Teller<'_> {
    /// One of two spellings.
    fn either<'t>(&self, english: &'t str, chinese: &'t str) -> &'t str {
        if self.chinese { chinese } else { english }
    }

    /// A list with commas, the last joined by a word.
    fn list(&self, items: &[String], english: &str, chinese: &str) -> String {
        let last = self.either(english, chinese);
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., end] if self.chinese => format!("{}{last}{end}", first.join("、")),
            [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
        }
    }

    fn rule(&self, rule: &Rule) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(applies) = &rule.applies {
            let condition = self.condition(applies);
            lines.push(match self.chinese {
                true => format!("只适用于这样的通话：{condition}。"),
                false => format!("Only for calls in which {condition}."),
            });
        }
        for arm in &rule.arms {
            lines.extend(self.arm(rule, arm));
        }
        lines.extend(self.counting(rule));
        lines.extend(rule.costs.iter().flat_map(|cost| self.cost(cost)));
        lines.extend(self.fatal(rule));
        lines
    }

    fn arm(&self, rule: &Rule, arm: &Arm) -> Vec<String> {
        let mut lines = vec![self.start(arm)];
        if let Some(condition) = &arm.condition {
            let condition = self.condition(condition);
            lines.push(match self.chinese {
                true => format!("前提是{condition}。"),
                false => format!("It counts only if {condition}."),
            });
        }
        for obligation in &arm.obligations {
            lines.push(self.obligation(rule, arm, obligation));
        }
        if let Some(excuse) = &arm.excuse {
            let excuse = self.moment(excuse);
            lines.push(match self.chinese {
                true => format!("如果在此之前{excuse}，则不计。"),
                false => format!("If {excuse} before that is decided, it does not count."),
            });
        }
        lines
    }

    fn start(&self, arm: &Arm) -> String {
        match (&arm.trigger, self.chinese) {
            (None, true) => "在整个通话中：".to_owned(),
            (None, false) => "Over the whole call:".to_owned(),
            (Some(trigger), true) => format!("每当{}：", self.moment(trigger)),
            (Some(trigger), false) => format!("Whenever {}:", self.moment(trigger)),
        }
    }

    fn obligation(&self, rule: &Rule, arm: &Arm, obligation: &Obligation) -> String {
        let duty = match &obligation.duty {
            Duty::Happen {
                moment,
                at_least,
                at_most,
                window,
                matching,
            } => {
                let moment = self.moment(moment);
                let must = self.must(rule.advice, *at_least, *at_most);
                let window = self.window(window, arm.trigger.is_some());
                let matching = matching.as_ref().map(|matching| {
                    let condition = self.condition(matching);
                    format!("{}{condition}", self.either(", where ", "，且"))
                });
                let matching = matching.unwrap_or_default();
                match self.chinese {
                    true => format!("{window}{must}：{moment}{matching}"),
                    false => format!("it {must} that {moment}{window}{matching}"),
                }
            }
            Duty::Before { chain, within, .. } => self.before(chain, *within),
            Duty::Require(condition) => {
                let condition = self.condition(condition);
                match self.chinese {
                    true => format!("要求{condition}"),
                    false => format!("it is required that {condition}"),
                }
            }
        };
        let or = if obligation.or_else {
            self.either("or else ", "或者")
        } else {
            ""
        };
        let end = self.either(".", "。");
        format!("  {or}{duty}{end}")
    }

    /// `must happen`, `must not happen`, `must happen at least twice`.
    fn must(&self, advice: bool, at_least: u32, at_most: Option<u32>) -> String {
        let (must, must_zh) = if advice {
            ("should", "应当")
        } else {
            ("must", "必须")
        };
        match (at_least, at_most, self.chinese) {
            (0, Some(0), true) => format!("{}发生", if advice { "不应" } else { "不得" }),
            (0, Some(0), false) => format!("{must} not happen"),
            (0, Some(most), true) => format!("{must_zh}至多 {most} 次"),
            (0, Some(most), false) => format!("{must} happen at most {most} times"),
            (1, None, true) => format!("{must_zh}发生"),
            (1, None, false) => format!("{must} happen"),
            (least, None, true) => format!("{must_zh}至少 {least} 次"),
            (least, None, false) => format!("{must} happen at least {least} times"),
            (least, Some(most), true) => format!("{must_zh} {least} 至 {most} 次"),
            (least, Some(most), false) if least == most => {
                format!("{must} happen exactly {least} times")
            }
            (least, Some(most), false) => format!("{must} happen {least} to {most} times"),
        }
    }

    fn before(&self, chain: &Chain, within: Option<u64>) -> String {
        let steps = self.chain(chain);
        let within = within.map(|within| self.length(within));
        match (within, self.chinese) {
            (None, true) => format!("此前必须已经：{steps}"),
            (None, false) => format!("before that, {steps}"),
            (Some(within), true) => format!("此前 {within}内必须已经：{steps}"),
            (Some(within), false) => {
                format!("before that, within the last {within}, {steps}")
            }
        }
    }

    fn counting(&self, rule: &Rule) -> Option<String> {
        let said = match (rule.pick, rule.own) {
            (Pick::Each, false) => return None,
            (Pick::Each, true) => self.either(
                "Each occurrence needs an answer of its own.",
                "每一次都要有各自的满足。",
            ),
            (Pick::Any, _) => self.either(
                "It is enough when one of the occurrences is satisfied.",
                "其中任意一次满足即可。",
            ),
            (Pick::Last, _) => self.either("Only the last occurrence counts.", "只算最后一次。"),
        };
        Some(said.to_owned())
    }

    fn cost(&self, cost: &Cost) -> Vec<String> {
        let score = self.book.scores.get(cost.score.index());
        let name = score.map_or("", |score| score.name.as_str());
        let mut lines = Vec::new();
        if let Some(amount) = &cost.deduct {
            lines.push(self.amount(amount, ("costs", "违反一次扣"), name));
        }
        if let Some(amount) = &cost.award {
            lines.push(self.amount(amount, ("brings", "满足一次奖"), name));
        }
        if let Some(weight) = &cost.weight {
            let points = values::decimal(weight.points);
            lines.push(match (weight.by_share, self.chinese) {
                (true, true) => format!("{name} 中占 {points} 分，按满足的比例得分。"),
                (true, false) => {
                    format!("It is worth {points} points of {name}, by the share satisfied.")
                }
                (false, true) => format!("{name} 中占 {points} 分，违反即失去。"),
                (false, false) => format!("It is worth {points} points of {name}."),
            });
        }
        lines
    }

    fn amount(&self, amount: &Amount, verb: (&str, &str), score: &str) -> String {
        let first = values::decimal(amount.points);
        let most = amount.at_most.map(values::decimal);
        if self.chinese {
            let after = match amount.after_first {
                0 => "，只扣一次".to_owned(),
                after if after == amount.points => "，每次都算".to_owned(),
                after => format!("，此后每次 {} 分", values::decimal(after)),
            };
            let most = most.map_or_else(String::new, |most| format!("，最多 {most} 分"));
            return format!("{} {first} 分（{score}）{after}{most}。", verb.1);
        }
        let after = match amount.after_first {
            0 => " once".to_owned(),
            after if after == amount.points => " each time".to_owned(),
            after => format!(" for the first, {} for each after", values::decimal(after)),
        };
        let most = most.map_or_else(String::new, |most| format!(", at most {most}"));
        format!("It {} {first} points of {score}{after}{most}.", verb.0)
    }

    fn fatal(&self, rule: &Rule) -> Option<String> {
        let from = rule.fatal_from?;
        let what = match (rule.fatal_section, self.chinese) {
            (true, true) => "本部分记零分",
            (true, false) => "the section is worth nothing",
            (false, true) => "总分记零分，不合格",
            (false, false) => "the score is 0 and the call fails",
        };
        Some(match (from, self.chinese) {
            (1, true) => format!("一旦违反，{what}。"),
            (1, false) => format!("When it is violated, {what}."),
            (from, true) => format!("违反满 {from} 次，{what}。"),
            (from, false) => format!("From the {from}th violation on, {what}."),
        })
    }
}
