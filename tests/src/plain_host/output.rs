//! Output records become verdicts, by docs/abi.md alone.

use zhunze_calls::verdict::{
    Evidence, Finding, Note, Reason, RuleRow, ScoreAmount, ScoreRow, Tolerance, Verdicts,
};

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn i64_at(bytes: &[u8], at: usize) -> i64 {
    i64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
}

pub(crate) fn read_record(bytes: &[u8], verdicts: &mut Verdicts) {
    let number = u32::from(u16::from_le_bytes(bytes[6..8].try_into().unwrap()));
    match bytes[4] {
        1 => verdicts.findings.push(finding(bytes, number)),
        2 => verdicts.rules.push(rule_row(bytes)),
        3 => verdicts.sections.push(i64_at(bytes, 8)),
        4 => verdicts.scores.push(ScoreRow {
            value: i64_at(bytes, 8),
            fatal: u32_at(bytes, 16) == 1,
        }),
        5 => {
            let (count, which) = (u32_at(bytes, 8), u32_at(bytes, 12));
            verdicts.notes.push(match number {
                1 => Note::WaitingListFull { rule: which, count },
                2 => Note::MissingAttribute {
                    attribute: which,
                    count,
                },
                3 => Note::MissingMetadata { metadata: which },
                other => panic!("note {other}"),
            });
        }
        other => panic!("record {other}"),
    }
}

fn rule_row(bytes: &[u8]) -> RuleRow {
    let count = u32_at(bytes, 20) as usize;
    assert_eq!(bytes.len(), 24 + 24 * count);
    let amount = |bytes: &[u8]| ScoreAmount {
        score: u32_at(bytes, 0),
        deducted: i64_at(bytes, 8),
        awarded: i64_at(bytes, 16),
    };
    let mut amounts = bytes[24..].chunks(24).map(amount);
    let main = amounts.next().unwrap_or_default();
    RuleRow {
        applied: u32_at(bytes, 8),
        satisfied: u32_at(bytes, 12),
        violated: u32_at(bytes, 16),
        deducted: main.deducted,
        awarded: main.awarded,
        others: amounts.collect(),
    }
}

fn finding(bytes: &[u8], rule: u32) -> Finding {
    let none = |value: u32| (value != u32::MAX).then_some(value);
    let evidence = |bytes: &[u8]| Evidence {
        event: u32_at(bytes, 0),
        span: none(u32_at(bytes, 4)).map(|start| (start, u32_at(bytes, 8))),
        tolerance: [Tolerance::None, Tolerance::Sounds, Tolerance::About][usize::from(bytes[12])],
    };
    let due = i64_at(bytes, 16);
    let count = usize::from(bytes[39]);
    assert_eq!(bytes.len(), 40 + 16 * count);
    Finding {
        rule,
        satisfied: bytes[5] == 1,
        at: i64_at(bytes, 8),
        due: (due != i64::MIN).then_some(due),
        points: i64_at(bytes, 24),
        trigger: none(u32_at(bytes, 32)),
        reason: reason(bytes[36]),
        obligation: bytes[37],
        arm: bytes[38],
        evidence: bytes[40..].chunks(16).map(evidence).collect(),
    }
}

fn reason(code: u8) -> Reason {
    use Reason::{
        CallEnded, DeadlineRanOut, Forbidden, NotBefore, NotMet, Satisfied, WindowClosed,
    };
    [
        Satisfied,
        DeadlineRanOut,
        Forbidden,
        NotBefore,
        NotMet,
        CallEnded,
        WindowClosed,
    ][usize::from(code)]
}
