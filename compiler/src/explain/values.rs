//! Numbers, lengths, names and texts in words.

use super::Teller;
use crate::book::{Field, Who};

/// Thousandths as a decimal number.
pub(crate) fn decimal(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let size = number.unsigned_abs();
    let fraction = format!("{:03}", size % 1000);
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{fraction}", size / 1000)
}

const UNITS: [(u64, &str, &str); 4] = [
    (86_400_000, "d", "天"),
    (3_600_000, "h", "小时"),
    (60_000, "min", "分钟"),
    (1000, "s", "秒"),
];

impl Teller<'_> {
    /// Milliseconds as a length: `1min 30s`.
    pub(super) fn length(&self, millis: u64) -> String {
        let mut rest = millis;
        let mut parts = Vec::new();
        for (size, english, chinese) in UNITS {
            if rest >= size {
                parts.push(format!("{}{}", rest / size, self.either(english, chinese)));
                rest %= size;
            }
        }
        if rest > 0 || parts.is_empty() {
            parts.push(format!("{rest}{}", self.either("ms", "毫秒")));
        }
        parts.join(self.either(" ", ""))
    }

    pub(super) fn who(&self, who: Who) -> &'static str {
        match (who, self.chinese) {
            (Who::Agent, true) => "客服",
            (Who::Agent, false) => "the agent",
            (Who::Customer, true) => "客户",
            (Who::Customer, false) => "the customer",
            (Who::System, true) => "系统",
            (Who::System, false) => "the system",
            (Who::Anyone, true) => "任何人",
            (Who::Anyone, false) => "anyone",
        }
    }

    pub(super) fn quoted(&self, text: &str) -> String {
        match self.chinese {
            true => format!("“{text}”"),
            false => format!("“{text}”"),
        }
    }

    /// A named value.
    pub(super) fn field(&self, field: Field) -> String {
        let name = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
        match field {
            Field::Attribute(id) => name(&self.book.attributes, id.index()),
            Field::Meta(id) => {
                let name = name(&self.book.metadata, id.index());
                format!("{}{name}", self.either("the call's ", "通话的"))
            }
            Field::Capture(phrase, slot) => self.capture(phrase, slot),
            Field::OfTrigger(id) => {
                let name = name(&self.book.attributes, id.index());
                format!("{}{name}", self.either("the trigger's ", "触发事件的"))
            }
            Field::CaptureOfTrigger(phrase, slot) => {
                let capture = self.capture(phrase, slot);
                format!("{}{capture}", self.either("the trigger's ", "触发话术的"))
            }
        }
    }

    fn capture(&self, phrase: crate::book::PhraseId, slot: u32) -> String {
        let phrase = self.book.phrases.get(phrase.index());
        let name = phrase
            .and_then(|phrase| phrase.name.as_deref())
            .unwrap_or("");
        let slot = phrase.and_then(|phrase| phrase.captures.get(slot as usize));
        let slot = slot.map_or("", |slot| slot.name.as_str());
        format!("{name}.{slot}")
    }
}
