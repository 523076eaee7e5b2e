//! What a module can cost at most, in words.
//!
//! In: what the compiler says of it. Out: part of a line.

use crate::language::pick;
use zhunze_compiler::book::Language;

/// The most instructions of an event, without text and with the longest, and of the end of a
/// call.
pub(crate) fn work([event, longest, close]: [u64; 3], language: Language) -> String {
    let most = |n: u64| match n {
        u64::MAX => pick(language, "no bound", "无限").to_owned(),
        n => grouped(n),
    };
    let (event, longest, close) = (most(event), most(longest), most(close));
    match language {
        Language::English => format!(
            "at most {event} instructions; {longest} with the longest text; {close} at the end"
        ),
        Language::Chinese => {
            format!("最多 {event} 条指令；文本最长时 {longest} 条；通话结束时 {close} 条")
        }
    }
}

/// A number with commas.
pub(crate) fn grouped(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn work_is_said_in_both_languages() {
        let work = |language| work([1_000, 2_000_000, u64::MAX], language);
        assert_eq!(
            work(Language::English),
            "at most 1,000 instructions; 2,000,000 with the longest text; no bound at the end"
        );
        assert_eq!(
            work(Language::Chinese),
            "最多 1,000 条指令；文本最长时 2,000,000 条；通话结束时 无限 条"
        );
    }
}
