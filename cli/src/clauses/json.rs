//! The answer as one JSON document.

use super::human::counts;
use super::{Answer, Citing, Row};
use serde_json::{Value, json};

pub(super) fn document(answer: &Answer) -> Value {
    let [total, cited, satisfied, violated, covered] = counts(answer);
    let unknown = answer.unknown.iter();
    json!({
        "catalogue": answer.catalogue,
        "total": total,
        "cited": cited,
        "satisfied": satisfied,
        "violated": violated,
        "covered": covered,
        "clauses": answer.rows.iter().map(row).collect::<Vec<_>>(),
        "unknown": unknown.map(|(id, rule)| json!({"id": id, "rule": rule})).collect::<Vec<_>>(),
    })
}

fn row(row: &Row) -> Value {
    json!({
        "id": row.clause.id,
        "checkable": row.clause.checkable,
        "covered": row.is_covered(),
        "satisfied": row.seen(|seen| seen.satisfied),
        "violated": row.seen(|seen| seen.violated),
        "rules": row.rules.iter().map(rule).collect::<Vec<_>>(),
    })
}

fn rule(rule: &Citing) -> Value {
    json!({
        "rulebook": rule.path,
        "rule": rule.rule,
        "satisfied": rule.seen.satisfied,
        "violated": rule.seen.violated,
        "not_applicable": rule.seen.not_applicable,
    })
}
