//! What findings and notes say, in a supervisor's words, in Chinese or English.

use crate::manifest::{Manifest, Rule};
use crate::verdict::{Finding, Reason};
use std::borrow::Cow;
use std::fmt;

/// What a finding says: the rule's own words for a violation, else what happened when.
#[must_use]
pub(crate) fn finding<'a>(
    manifest: &'a Manifest,
    rule: &'a Rule,
    finding: &Finding,
) -> Cow<'a, str> {
    match &rule.message {
        Some(own) if !finding.satisfied => own.into(),
        _ if is_chinese(manifest) => chinese(&rule.title, finding).into(),
        _ => english(&rule.title, finding).into(),
    }
}

/// Whether messages are in Chinese.
pub(crate) fn is_chinese(manifest: &Manifest) -> bool {
    manifest.language.starts_with("zh")
}

fn chinese(title: &str, finding: &Finding) -> String {
    let (at, due) = (Clock(finding.at), Clock(finding.due.unwrap_or(finding.at)));
    match finding.reason {
        Reason::Satisfied => format!("「{title}」：符合要求（{at}）"),
        Reason::DeadlineRanOut => format!("「{title}」：应在 {due} 前做到，未做到"),
        Reason::Forbidden => format!("「{title}」：{at} 出现了不允许的情况"),
        Reason::NotBefore => format!("「{title}」：{at} 之前应先做到，未做到"),
        Reason::NotMet => format!("「{title}」：{at} 时不符合要求"),
        Reason::CallEnded => format!("「{title}」：到通话结束（{at}）仍未做到"),
        Reason::WindowClosed => format!("「{title}」：{due} 时机已过，未做到"),
    }
}

fn english(title: &str, finding: &Finding) -> String {
    let (at, due) = (Clock(finding.at), Clock(finding.due.unwrap_or(finding.at)));
    match finding.reason {
        Reason::Satisfied => format!("{title}: met at {at}"),
        Reason::DeadlineRanOut => format!("{title}: not done by {due}"),
        Reason::Forbidden => format!("{title}: not allowed, but happened at {at}"),
        Reason::NotBefore => format!("{title}: had to be done before {at}, was not"),
        Reason::NotMet => format!("{title}: not as required at {at}"),
        Reason::CallEnded => format!("{title}: not done by the end of the call ({at})"),
        Reason::WindowClosed => format!("{title}: not done before it was too late at {due}"),
    }
}

/// Milliseconds as `mm:ss`, with `.mmm` when they are no whole seconds and hours when needed.
pub(crate) struct Clock(pub(crate) i64);

impl fmt::Display for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let (hours, minutes) = (size / 3_600_000, size / 60_000 % 60);
        let (seconds, rest) = (size / 1000 % 60, size % 1000);
        if self.0 < 0 {
            out.write_str("-")?;
        }
        if hours > 0 {
            write!(out, "{hours}:")?;
        }
        write!(out, "{minutes:02}:{seconds:02}")?;
        if rest > 0 {
            write!(out, ".{rest:03}")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_on_a_clock() {
        let cases = [
            (0, "00:00"),
            (5_000, "00:05"),
            (65_250, "01:05.250"),
            (3_600_000, "1:00:00"),
            (-3_001, "-00:03.001"),
            (36_061_007, "10:01:01.007"),
        ];
        for (time, text) in cases {
            assert_eq!(Clock(time).to_string(), text);
        }
    }
}
