//! Conditions and values in words.

use super::Teller;
use super::values::decimal;
use crate::book::{
    ArithmeticOp, ClockPart, CompareOp, Expr, MeasuredSpan, Outcome, SpeechValue, StatisticHow,
    Term, TimeOf, Who,
};

impl Teller<'_> {
    pub(super) fn condition(&self, expr: &Expr) -> String {
        match expr {
            Expr::Const(true) => self.either("always", "总是").to_owned(),
            Expr::Const(false) => self.either("never", "从不").to_owned(),
            Expr::Not(inner) => {
                let inner = self.condition(inner);
                match self.chinese {
                    true => format!("并非（{inner}）"),
                    false => format!("not ({inner})"),
                }
            }
            Expr::And(all) => self.joined(all, "and", "，且"),
            Expr::Or(all) => self.joined(all, "or", "，或"),
            Expr::Compare { left, op, right } => {
                let op = self.comparison(*op);
                format!("{} {op} {}", self.term(left), self.term(right))
            }
            Expr::TextIn {
                value,
                list,
                negated,
            } => {
                let list: Vec<String> = list.iter().map(|text| self.quoted(text)).collect();
                let list = self.list(&list, "or", "或");
                let is = self.is(*negated);
                format!("{} {is} {list}", self.field(*value))
            }
            Expr::Flag { value, negated } => {
                let field = self.field(*value);
                let yes = match (*negated, self.chinese) {
                    (false, true) => "为是",
                    (false, false) => "is yes",
                    (true, true) => "为否",
                    (true, false) => "is no",
                };
                format!("{field} {yes}")
            }
            Expr::Happened { moment, since } => {
                let what = self.moment(moment);
                let since = since.as_ref().map(|since| self.moment(since));
                match (since, self.chinese) {
                    (None, true) => format!("此前已发生过：{what}"),
                    (None, false) => format!("it has happened that {what}"),
                    (Some(since), true) => format!("自上次{since}以来已发生过：{what}"),
                    (Some(since), false) => {
                        format!("since the last time {since}, it has happened that {what}")
                    }
                }
            }
            Expr::SameText {
                left,
                right,
                negated,
            } => {
                let is = self.is(*negated);
                format!("{} {is} {}", self.field(*left), self.field(*right))
            }
            Expr::Outcome {
                rule,
                outcome,
                negated,
            } => {
                let rule = self.book.rules.get(rule.index());
                let rule = self.quoted(rule.map_or("", |rule| rule.title.as_str()));
                let (english, chinese) = match outcome {
                    Outcome::Violated => ("been violated", "违反"),
                    Outcome::Satisfied => ("been satisfied", "满足"),
                    Outcome::Applied => ("applied", "适用"),
                };
                match (*negated, self.chinese) {
                    (false, true) => format!("规则{rule}已{chinese}"),
                    (false, false) => format!("the rule {rule} has {english}"),
                    (true, true) => format!("规则{rule}未{chinese}"),
                    (true, false) => format!("the rule {rule} has not {english}"),
                }
            }
            Expr::TurnStart => self.either("it begins a turn", "它开始新的一轮").to_owned(),
        }
    }

    fn joined(&self, all: &[Expr], english: &str, chinese: &str) -> String {
        let part = |one: &Expr| {
            let said = self.condition(one);
            // Nobody should have to know which of the two binds more closely.
            match one {
                Expr::And(_) | Expr::Or(_) if self.chinese => format!("（{said}）"),
                Expr::And(_) | Expr::Or(_) => format!("({said})"),
                _ => said,
            }
        };
        let all: Vec<String> = all.iter().map(part).collect();
        match self.chinese {
            true => all.join(chinese),
            false => all.join(&format!(" {english} ")),
        }
    }

    fn is(&self, negated: bool) -> &'static str {
        match (negated, self.chinese) {
            (false, true) => "为",
            (false, false) => "is",
            (true, true) => "不为",
            (true, false) => "is not",
        }
    }

    fn comparison(&self, op: CompareOp) -> &'static str {
        match (op, self.chinese) {
            (CompareOp::Equal, true) => "等于",
            (CompareOp::Equal, false) => "is",
            (CompareOp::NotEqual, true) => "不等于",
            (CompareOp::NotEqual, false) => "is not",
            (CompareOp::Less, true) => "小于",
            (CompareOp::Less, false) => "is less than",
            (CompareOp::LessEqual, true) => "不超过",
            (CompareOp::LessEqual, false) => "is at most",
            (CompareOp::Greater, true) => "大于",
            (CompareOp::Greater, false) => "is more than",
            (CompareOp::GreaterEqual, true) => "不少于",
            (CompareOp::GreaterEqual, false) => "is at least",
        }
    }

    /// A number.
    pub(super) fn term(&self, term: &Term) -> String {
        match term {
            Term::Number(number) => decimal(*number),
            Term::Field(field) => self.field(*field),
            Term::Rings => self.either("the number of rings", "振铃次数").to_owned(),
            Term::Count {
                moment,
                since,
                last,
            } => {
                let what = self.moment(moment);
                let since = since.as_ref().map(|since| self.moment(since));
                let last = last.map(|last| self.length(last));
                self.count(&what, since, last)
            }
            Term::Measure {
                span,
                longest,
                since,
            } => {
                let span = self.measured(*span);
                let how = match (*longest, self.chinese) {
                    (true, true) => "最长的",
                    (true, false) => "the longest ",
                    (false, true) => "累计",
                    (false, false) => "the total ",
                };
                let since = since.as_ref().map(|since| self.moment(since));
                let since = since.map(|since| match self.chinese {
                    true => format!("（自上次{since}以来）"),
                    false => format!(" since {since}"),
                });
                format!("{how}{span}{}", since.unwrap_or_default())
            }
            Term::Statistic { how, value, who } => {
                let (value, who) = (self.term(value), self.who(*who));
                let how = match (how, self.chinese) {
                    (StatisticHow::Average, true) => "平均",
                    (StatisticHow::Average, false) => "average",
                    (StatisticHow::Highest, true) => "最高",
                    (StatisticHow::Highest, false) => "highest",
                    (StatisticHow::Lowest, true) => "最低",
                    (StatisticHow::Lowest, false) => "lowest",
                    (StatisticHow::Sum, true) => "合计",
                    (StatisticHow::Sum, false) => "total",
                };
                match self.chinese {
                    true => format!("{who}{how}的{value}"),
                    false => format!("the {how} {value} of {who}"),
                }
            }
            Term::TimeOf { which, moment } => {
                let what = self.moment(moment);
                match (which, self.chinese) {
                    (TimeOf::First, true) => format!("首次{what}的时间（秒）"),
                    (TimeOf::First, false) => {
                        format!("the time in seconds of the first time {what}")
                    }
                    (TimeOf::Last, true) => format!("末次{what}的时间（秒）"),
                    (TimeOf::Last, false) => format!("the time in seconds of the last time {what}"),
                    (TimeOf::Since, true) => format!("距上次{what}的秒数"),
                    (TimeOf::Since, false) => format!("the seconds since {what}"),
                }
            }
            Term::CallTime => self
                .either("the seconds since the call began", "通话已进行的秒数")
                .to_owned(),
            Term::Clock(part) => self.clock(*part).to_owned(),
            Term::Speech(value) => self.speech(*value).to_owned(),
            Term::Arithmetic(left, op, right) => {
                let op = match op {
                    ArithmeticOp::Add => "+",
                    ArithmeticOp::Subtract => "−",
                    ArithmeticOp::Multiply => "×",
                    ArithmeticOp::Divide => "÷",
                };
                format!("({} {op} {})", self.term(left), self.term(right))
            }
        }
    }

    fn count(&self, what: &str, since: Option<String>, last: Option<String>) -> String {
        if self.chinese {
            let since = since.map_or_else(String::new, |since| format!("自上次{since}以来"));
            let last = last.map_or_else(String::new, |last| format!("最近 {last}内"));
            return format!("{since}{last}“{what}”的次数");
        }
        let since = since.map_or_else(String::new, |since| format!(" since {since}"));
        let last = last.map_or_else(String::new, |last| format!(" in the last {last}"));
        format!("the number of times that {what}{since}{last}")
    }

    fn measured(&self, span: MeasuredSpan) -> String {
        let of = |who: Who, english: &str, chinese: &str| match self.chinese {
            true => format!("{}{chinese}（秒）", self.who(who)),
            false => format!("{english} of {} in seconds", self.who(who)),
        };
        match span {
            MeasuredSpan::Hold => self.either("hold in seconds", "等候（秒）").to_owned(),
            MeasuredSpan::Mute => self.either("mute in seconds", "静音（秒）").to_owned(),
            MeasuredSpan::Overlap => self
                .either("speaking at once in seconds", "同时说话（秒）")
                .to_owned(),
            MeasuredSpan::Silence(Who::Anyone) => {
                self.either("silence in seconds", "静默（秒）").to_owned()
            }
            MeasuredSpan::Silence(who) => of(who, "silence", "静默"),
            MeasuredSpan::Talk(who) => of(who, "talk", "讲话"),
        }
    }

    fn clock(&self, part: ClockPart) -> &'static str {
        match (part, self.chinese) {
            (ClockPart::Weekday, true) => "星期几",
            (ClockPart::Weekday, false) => "the day of the week",
            (ClockPart::Date, true) => "通话日期",
            (ClockPart::Date, false) => "the date of the call",
            (ClockPart::Month, true) => "月份",
            (ClockPart::Month, false) => "the month",
            (ClockPart::Day, true) => "日",
            (ClockPart::Day, false) => "the day of the month",
            (ClockPart::CallTime, true) => "通话开始的时刻（分钟）",
            (ClockPart::CallTime, false) => "the time of day of the call in minutes",
            (ClockPart::Now, true) => "当前时刻（分钟）",
            (ClockPart::Now, false) => "the time of day in minutes",
        }
    }

    fn speech(&self, value: SpeechValue) -> &'static str {
        match (value, self.chinese) {
            (SpeechValue::Length, true) => "字数",
            (SpeechValue::Length, false) => "its length in words or characters",
            (SpeechValue::Duration, true) => "时长（秒）",
            (SpeechValue::Duration, false) => "its seconds",
            (SpeechValue::SpeechRate, true) => "语速（每分钟）",
            (SpeechValue::SpeechRate, false) => "the speech rate a minute",
            (SpeechValue::ResponseTime, true) => "响应时间（秒）",
            (SpeechValue::ResponseTime, false) => "the response time in seconds",
            (SpeechValue::Overlap, true) => "与对方同时说话的秒数",
            (SpeechValue::Overlap, false) => "the seconds during which both speak",
            (SpeechValue::Similarity { .. }, true) => "与此前说过的话的相似度（百分比）",
            (SpeechValue::Similarity { .. }, false) => {
                "its likeness to what was said before, in percent"
            }
        }
    }
}
