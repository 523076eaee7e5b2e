//! "Did you mean": the known name closest to a mistyped one.
//!
//! In: a name and the known ones. Out: one of them, when it is close enough to be meant.

/// Longer names are not looked at: comparing takes time.
const LONGEST: usize = 64;

/// The closest of `known`, if few enough characters differ; the first of equals.
pub(super) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    if wanted.len() > LONGEST {
        return None;
    }
    let limit = (wanted.len() / 3).max(1);
    let near = known.filter_map(|known| {
        let length = known.chars().count();
        if known == name || wanted.len().abs_diff(length) > limit {
            return None;
        }
        let other: Vec<char> = known.to_lowercase().chars().collect();
        let far = distance(&wanted, &other, limit)?;
        (far < wanted.len().max(other.len())).then_some((far, known))
    });
    near.min_by_key(|(far, _)| *far).map(|(_, known)| known)
}

/// How many characters to add, drop, change, or swap with their neighbour, up to `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let mut older: Vec<usize> = Vec::new();
    let mut old: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut new = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let at =
                |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let change = at(&old, j) + usize::from(from != to);
            let step = change.min(at(&old, j + 1) + 1).min(at(&new, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            let swap = if swapped {
                at(&older, j - 1) + 1
            } else {
                usize::MAX
            };
            new.push(step.min(swap));
        }
        older = std::mem::replace(&mut old, new);
        // A later row can go on only from these two.
        if older.iter().chain(&old).min() > Some(&limit) {
            return None;
        }
    }
    old.last().copied().filter(|far| *far <= limit)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn only_close_names_are_suggested() {
        let of = |name: &'static str, known: &[&'static str]| closest(name, known.iter().copied());
        assert_eq!(of("openning", &["closing", "opening"]), Some("opening"));
        assert_eq!(of("tabu", &["opening", "taboo"]), None);
        assert_eq!(of("opennig", &["opening"]), Some("opening"));
        assert_eq!(of("开场", &["开场白", "结束语"]), Some("开场白"));
        assert_eq!(of("a", &["b"]), None);
        assert_eq!(of("谢谢", &["再见"]), None);
    }
}
