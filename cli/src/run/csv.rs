//! The `rules` rows of reports as CSV (RFC 4180, UTF-8).
//!
//! In: reports. Out: one line a call and rule; a call that could not be scored has one
//! line with what was wrong.

use zhunze_calls::report::{Outcome, Report, RuleOutcome, Verdict};

/// The first line.
pub(super) const HEADER: &str = "call_id,verdict,rule,title,section,cite,outcome,applied,satisfied,violated,deducted,awarded,error\n";

/// The lines of one report.
pub(super) fn rows(report: &Report<'_>, out: &mut Vec<u8>) {
    for rule in &report.rules {
        row(report, rule, out);
    }
}

/// The line of a call that could not be scored.
pub(super) fn bad(call_id: Option<&str>, error: &str, out: &mut Vec<u8>) {
    let mut fields = [""; 13];
    let [first, .., last] = &mut fields;
    *first = call_id.unwrap_or("");
    *last = error;
    line(&fields, out);
}

fn row(report: &Report<'_>, rule: &RuleOutcome<'_>, out: &mut Vec<u8>) {
    let verdict = match report.verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
    };
    let counts = [rule.applied, rule.satisfied, rule.violated].map(|count| count.to_string());
    let points = [rule.deducted, rule.awarded].map(|points| points.to_string());
    let ([applied, satisfied, violated], [deducted, awarded]) = (&counts, &points);
    let cite = rule.cite.join("; ");
    let section = rule.section.as_deref().unwrap_or("");
    line(
        &[
            &report.call_id,
            verdict,
            &rule.rule,
            &rule.title,
            section,
            &cite,
            word(rule.outcome),
            applied,
            satisfied,
            violated,
            deducted,
            awarded,
            "",
        ],
        out,
    );
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Satisfied => "satisfied",
        Outcome::Violated => "violated",
        Outcome::NotApplicable => "not_applicable",
        Outcome::Unresolved => "unresolved",
    }
}

fn line(fields: &[&str], out: &mut Vec<u8>) {
    for (at, text) in fields.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        field(text, out);
    }
    out.push(b'\n');
}

fn field(text: &str, out: &mut Vec<u8>) {
    if !text.contains(['"', ',', '\n', '\r']) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_when_they_must_be() {
        let mut out = Vec::new();
        line(&["a", "b,c", "say \"hi\"", "x\ny", "服务，规范"], &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a,\"b,c\",\"say \"\"hi\"\"\",\"x\ny\",服务，规范\n"
        );
    }

    #[test]
    fn every_line_has_as_many_fields_as_the_header() {
        let mut out = Vec::new();
        bad(None, "wrong", &mut out);
        let commas = |text: &str| text.matches(',').count();
        assert_eq!(commas(std::str::from_utf8(&out).unwrap()), commas(HEADER));
    }
}
