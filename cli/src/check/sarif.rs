//! Several SARIF logs as one with a single run: code review tools take no more than that.
//!
//! In: the logs of single rulebooks. Out: one log.

use serde_json::{Value, json};

/// The logs as one. The first gives everything but rules and results.
pub(super) fn merged(logs: impl Iterator<Item = Value>) -> Value {
    let (mut whole, mut rules, mut results) = (None, Vec::new(), Vec::new());
    for mut log in logs {
        let listed = take(&mut log, "/runs/0/tool/driver/rules");
        let found = take(&mut log, "/runs/0/results");
        add_rules(listed, &mut rules);
        for result in found {
            if !results.contains(&result) {
                results.push(result);
            }
        }
        whole.get_or_insert(log);
    }
    let mut whole = whole.unwrap_or_else(|| json!({}));
    results
        .iter_mut()
        .for_each(|result| renumber(result, &rules));
    put(&mut whole, "/runs/0/tool/driver/rules", rules);
    put(&mut whole, "/runs/0/results", results);
    whole
}

fn take(log: &mut Value, at: &str) -> Vec<Value> {
    match log.pointer_mut(at).map(Value::take) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

fn put(log: &mut Value, at: &str, list: Vec<Value>) {
    if let Some(place) = log.pointer_mut(at) {
        *place = Value::Array(list);
    }
}

fn add_rules(listed: Vec<Value>, rules: &mut Vec<Value>) {
    for rule in listed {
        if !rules.iter().any(|known| known.get("id") == rule.get("id")) {
            rules.push(rule);
        }
    }
}

/// Points a result to its rule in the list of the whole log.
fn renumber(result: &mut Value, rules: &[Value]) {
    let at = rules
        .iter()
        .position(|rule| rule.get("id") == result.get("ruleId"));
    if let Value::Object(fields) = result {
        fields.insert("ruleIndex".to_owned(), json!(at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(code: &str, text: &str) -> Value {
        json!({"version": "2.1.0", "runs": [{
            "tool": {"driver": {"name": "zhunze", "rules": [{"id": code}]}},
            "results": [{"ruleId": code, "ruleIndex": 0, "message": {"text": text}}],
        }]})
    }

    #[test]
    fn results_point_to_the_rules_of_the_whole_log() {
        let whole = merged([log("E2", "a"), log("E1", "b"), log("E2", "a")].into_iter());
        assert_eq!(whole["runs"].as_array().unwrap().len(), 1);
        assert_eq!(
            whole["runs"][0]["tool"]["driver"]["rules"],
            json!([{"id": "E2"}, {"id": "E1"}])
        );
        let results = whole["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 2);
        assert_eq!(results[1]["ruleIndex"], 1);
    }
}
