//! The module's output records (docs/abi.md) become verdicts.
//!
//! In: the output buffer after a call. Out: what was read is added to [`Verdicts`]. A
//! module that writes nonsense is told so, and never makes the host fail.

use zhunze_calls::verdict::{
    Evidence, Finding, Note, Reason, RuleRow, ScoreAmount, ScoreRow, Tolerance, Verdicts,
};

/// What is wrong with a module's output.
type Fault = &'static str;

const SHORT: Fault = "an output record is too short";

/// Reads `count` records; returns how much input was consumed and whether there is more.
pub(crate) fn output(
    bytes: &[u8],
    count: usize,
    out: &mut Verdicts,
) -> Result<(usize, bool), Fault> {
    let consumed = u32_at(bytes, 0).ok_or(SHORT)?;
    let more = u32_at(bytes, 4).ok_or(SHORT)?;
    let mut rest = bytes.get(8..).unwrap_or_default();
    for _ in 0..count {
        let size = u32_at(rest, 0).ok_or("there are fewer output records than it said")? as usize;
        if size < 8 || !size.is_multiple_of(8) {
            return Err("the size of an output record is wrong");
        }
        let (one, after) = rest
            .split_at_checked(size)
            .ok_or("an output record reaches beyond the buffer")?;
        record(one, out)?;
        rest = after;
    }
    Ok((consumed as usize, more != 0))
}

fn record(bytes: &[u8], out: &mut Verdicts) -> Result<(), Fault> {
    let own = u16_at(bytes, 6).ok_or(SHORT)?;
    match bytes.get(4) {
        Some(1) => out.findings.push(finding(bytes)?),
        Some(2) => row(&mut out.rules, own, rule_row(bytes)?)?,
        Some(3) => row(&mut out.sections, own, i64_at(bytes, 8).ok_or(SHORT)?)?,
        Some(4) => row(&mut out.scores, own, score_row(bytes)?)?,
        Some(5) => out.notes.push(note(bytes, own)?),
        _ => return Err("an output record is of no known type"),
    }
    Ok(())
}

/// Rows come in order, one for each.
fn row<T>(rows: &mut Vec<T>, at: u16, one: T) -> Result<(), Fault> {
    if rows.len() != usize::from(at) {
        return Err("the rows of a table are out of order");
    }
    rows.push(one);
    Ok(())
}

fn finding(bytes: &[u8]) -> Result<Finding, Fault> {
    let byte = |at: usize| bytes.get(at).copied().ok_or(SHORT);
    let long = |at: usize| i64_at(bytes, at).ok_or(SHORT);
    let count = usize::from(byte(39)?);
    let due = long(16)?;
    let trigger = u32_at(bytes, 32).ok_or(SHORT)?;
    Ok(Finding {
        rule: u16_at(bytes, 6).ok_or(SHORT)?.into(),
        satisfied: byte(5)? == 1,
        at: long(8)?,
        due: (due != i64::MIN).then_some(due),
        points: long(24)?,
        trigger: (trigger != u32::MAX).then_some(trigger),
        reason: reason(byte(36)?)?,
        obligation: byte(37)?,
        arm: byte(38)?,
        evidence: (0..count)
            .map(|at| evidence(bytes, 40 + 16 * at))
            .collect::<Result<_, _>>()?,
    })
}

fn evidence(bytes: &[u8], at: usize) -> Result<Evidence, Fault> {
    let field = |offset: usize| u32_at(bytes, at + offset).ok_or(SHORT);
    let (start, end) = (field(4)?, field(8)?);
    Ok(Evidence {
        event: field(0)?,
        span: (start != u32::MAX).then_some((start, end)),
        tolerance: tolerance(bytes.get(at + 12).copied().ok_or(SHORT)?)?,
    })
}

fn tolerance(code: u8) -> Result<Tolerance, Fault> {
    Ok(match code {
        0 => Tolerance::None,
        1 => Tolerance::Sounds,
        2 => Tolerance::About,
        _ => return Err("a piece of evidence has no known tolerance"),
    })
}

fn reason(code: u8) -> Result<Reason, Fault> {
    Ok(match code {
        0 => Reason::Satisfied,
        1 => Reason::DeadlineRanOut,
        2 => Reason::Forbidden,
        3 => Reason::NotBefore,
        4 => Reason::NotMet,
        5 => Reason::CallEnded,
        6 => Reason::WindowClosed,
        _ => return Err("a finding has no known reason"),
    })
}

fn rule_row(bytes: &[u8]) -> Result<RuleRow, Fault> {
    let count = |at: usize| u32_at(bytes, at).ok_or(SHORT);
    // More of them than the record has room for is found out at the first that is missing.
    let mut amounts = (0..count(20)? as usize).map(|at| amount(bytes, 24 + 24 * at));
    let main = amounts.next().transpose()?.unwrap_or_default();
    Ok(RuleRow {
        applied: count(8)?,
        satisfied: count(12)?,
        violated: count(16)?,
        deducted: main.deducted,
        awarded: main.awarded,
        others: amounts.collect::<Result<_, _>>()?,
    })
}

fn amount(bytes: &[u8], at: usize) -> Result<ScoreAmount, Fault> {
    Ok(ScoreAmount {
        score: u32_at(bytes, at).ok_or(SHORT)?,
        deducted: i64_at(bytes, at + 8).ok_or(SHORT)?,
        awarded: i64_at(bytes, at + 16).ok_or(SHORT)?,
    })
}

fn score_row(bytes: &[u8]) -> Result<ScoreRow, Fault> {
    let value = i64_at(bytes, 8).ok_or(SHORT)?;
    Ok(ScoreRow {
        value,
        fatal: u32_at(bytes, 16).ok_or(SHORT)? == 1,
    })
}

fn note(bytes: &[u8], code: u16) -> Result<Note, Fault> {
    let count = u32_at(bytes, 8).ok_or(SHORT)?;
    let which = u32_at(bytes, 12).ok_or(SHORT)?;
    Ok(match code {
        1 => Note::WaitingListFull { rule: which, count },
        2 => Note::MissingAttribute {
            attribute: which,
            count,
        },
        3 => Note::MissingMetadata { metadata: which },
        _ => return Err("a note is of no known code"),
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_le_bytes)
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u32::from_le_bytes)
}

fn i64_at(bytes: &[u8], at: usize) -> Option<i64> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(i64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of the last block of docs/abi.md.
    fn worked() -> Vec<u8> {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/abi.md"))
            .unwrap();
        let block = page
            .trim_end()
            .trim_end_matches("```")
            .rsplit("```")
            .next()
            .unwrap();
        let words = block
            .lines()
            .flat_map(|line| line.split_whitespace().skip(1));
        words
            .map(|word| u8::from_str_radix(word, 16).unwrap())
            .collect()
    }

    #[test]
    fn the_worked_example_reads_as_the_documentation_says() {
        let mut out = Verdicts::default();
        assert_eq!(output(&worked(), 1, &mut out), Ok((80, false)));
        let finding = Finding {
            rule: 7,
            satisfied: false,
            at: 6400,
            due: None,
            points: -5000,
            trigger: Some(2),
            reason: Reason::Forbidden,
            obligation: 0,
            arm: 0,
            evidence: vec![Evidence {
                event: 2,
                span: Some((0, 2)),
                tolerance: Tolerance::None,
            }],
        };
        assert_eq!(out.findings, [finding]);
    }

    #[test]
    fn every_cut_is_a_fault_and_no_crash() {
        let bytes = worked();
        for end in 0..bytes.len() {
            assert!(
                output(&bytes[..end], 1, &mut Verdicts::default()).is_err(),
                "{end}"
            );
        }
        assert!(output(&bytes, 2, &mut Verdicts::default()).is_err());
    }
}
