//! Lists of clauses, as YAML or CSV.
//!
//! In: the text of a file. Out: its clauses in order.

use crate::end::Failure;
use serde::Deserialize;

/// A clause of a written standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Its id, as rules cite it.
    pub(super) id: String,
    /// Its words, if the list has them.
    pub(super) text: String,
    /// The chapter it stands in, if the list says so.
    pub(super) section: String,
    /// Something is asked of it.
    pub(super) checkable: bool,
}

impl Clause {
    fn new(id: &str, text: &str, section: &str, checkable: &str) -> Clause {
        // YAML's bare `no` arrives as `false`.
        let not = ["no", "false", "n", "0"];
        Clause {
            id: id.trim().to_owned(),
            text: text.trim().to_owned(),
            section: section.trim().to_owned(),
            checkable: !not.contains(&checkable.trim().to_lowercase().as_str()),
        }
    }
}

/// Reads a list.
pub(super) fn read(path: &str, text: &str) -> Result<Vec<Clause>, Failure> {
    let lower = path.to_lowercase();
    let yaml = lower.ends_with(".yaml") || lower.ends_with(".yml");
    let clauses = if yaml { of_yaml(text) } else { of_csv(text) };
    let clauses = clauses.map_err(|why| Failure::wrong(format!("{path}: {why}")))?;
    if clauses.is_empty() {
        return Err(Failure::wrong(format!("{path}: there is no clause in it")));
    }
    for (at, clause) in clauses.iter().enumerate() {
        if clauses.iter().take(at).any(|before| before.id == clause.id) {
            let id = &clause.id;
            return Err(Failure::wrong(format!(
                "{path}: the clause {id} is in it twice"
            )));
        }
    }
    Ok(clauses)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Listed {
    Whole { clauses: Vec<Entry> },
    Alone(Vec<Entry>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Id(String),
    Clause {
        id: String,
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        section: Option<String>,
        #[serde(default)]
        checkable: Option<Answer>,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Plain(bool),
    Word(String),
}

fn of_yaml(text: &str) -> Result<Vec<Clause>, String> {
    let listed: Listed = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
    let entries = match listed {
        Listed::Whole { clauses } | Listed::Alone(clauses) => clauses,
    };
    Ok(entries.into_iter().map(clause).collect())
}

fn clause(entry: Entry) -> Clause {
    match entry {
        Entry::Id(id) => Clause::new(&id, "", "", ""),
        Entry::Clause {
            id,
            text,
            section,
            checkable,
        } => {
            let checkable = match checkable {
                Some(Answer::Plain(is)) => is.to_string(),
                Some(Answer::Word(word)) => word,
                None => String::new(),
            };
            let text = text.unwrap_or_default();
            Clause::new(&id, &text, &section.unwrap_or_default(), &checkable)
        }
    }
}

fn of_csv(text: &str) -> Result<Vec<Clause>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let rows = reader.records().collect::<Result<Vec<_>, _>>();
    let mut rows = rows
        .map_err(|error| error.to_string())?
        .into_iter()
        .peekable();
    let named = |row: &csv::StringRecord| row.iter().any(|name| name.eq_ignore_ascii_case("id"));
    let names = rows.next_if(named);
    let column = |name: &str| {
        let names = names.as_ref()?;
        names.iter().position(|it| it.eq_ignore_ascii_case(name))
    };
    let id = column("id").unwrap_or(0);
    let columns = [column("text"), column("section"), column("checkable")];
    let clauses = rows.map(|row| {
        let [text, section, checkable] =
            columns.map(|at| at.and_then(|at| row.get(at)).unwrap_or_default());
        Clause::new(row.get(id).unwrap_or_default(), text, section, checkable)
    });
    Ok(clauses.filter(|clause| !clause.id.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(path: &str, text: &str) -> Vec<(String, bool)> {
        let clauses = read(path, text).map_err(|_| "unread").unwrap();
        clauses
            .into_iter()
            .map(|it| (it.id, it.checkable))
            .collect()
    }

    fn pairs(expected: &[(&str, bool)]) -> Vec<(String, bool)> {
        expected
            .iter()
            .map(|(id, is)| ((*id).to_owned(), *is))
            .collect()
    }

    #[test]
    fn lists_in_all_their_forms() {
        for (path, text, expected) in [
            ("a.yaml", "[A-1, B-2]", [("A-1", true), ("B-2", true)]),
            (
                "a.yml",
                "clauses:\n  - id: A-1\n    checkable: 'yes'\n  - {id: B-2, checkable: 'no', text: x}\n",
                [("A-1", true), ("B-2", false)],
            ),
            (
                "a.yaml",
                "header: {title: t}\nclauses:\n  - {id: A-1, checkable: labels}\n  - {id: B-2, checkable: no}\n",
                [("A-1", true), ("B-2", false)],
            ),
            ("a.csv", "A-1\nB-2\n", [("A-1", true), ("B-2", true)]),
            (
                "a.csv",
                "\u{feff}text,ID,checkable\n\"x, y\",A-1,yes\nz,B-2,no\n",
                [("A-1", true), ("B-2", false)],
            ),
        ] {
            assert_eq!(ids(path, text), pairs(&expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for (path, text) in [
            ("a.yaml", "clauses: 3"),
            ("a.yaml", "- id: A-1\n- id: A-1\n"),
            ("a.yaml", "[]"),
            ("a.csv", ""),
        ] {
            assert!(read(path, text).is_err(), "{text}");
        }
    }
}
