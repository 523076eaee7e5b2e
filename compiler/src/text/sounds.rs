//! How characters sound: toneless pinyin syllables, those that people mix up folded.
//!
//! In: a character and the rulebook's confusions. Out: its syllables, each once, in a form
//! in which syllables taken for the same are equal.

use std::collections::{BTreeSet, HashMap};

use pinyin::ToPinyinMulti;

/// Confusions of a rulebook that does not say its own.
pub const CONFUSIONS: [(&str, &str); 8] = [
    ("n", "l"),
    ("z", "zh"),
    ("c", "ch"),
    ("s", "sh"),
    ("an", "ang"),
    ("en", "eng"),
    ("in", "ing"),
    ("h", "f"),
];

/// Longer ones first, so that `zh` is not read as `z`.
const INITIALS: [&str; 23] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w",
];

/// The syllables of a character; none for what is no Chinese character.
pub fn syllables(c: char, confusions: &[(String, String)]) -> Vec<String> {
    Ear::new(confusions).syllables(c)
}

/// Tells the syllables of many characters.
#[derive(Debug, Clone)]
pub struct Ear<'a> {
    confusions: &'a [(String, String)],
    known: HashMap<&'static str, String>,
}

impl<'a> Ear<'a> {
    /// With the rulebook's confusions.
    pub fn new(confusions: &'a [(String, String)]) -> Self {
        Ear {
            confusions,
            known: HashMap::new(),
        }
    }

    /// The syllables of a character; none for what is no Chinese character.
    pub fn syllables(&mut self, c: char) -> Vec<String> {
        let Some(readings) = c.to_pinyin_multi() else {
            return vec![];
        };
        let mut folded = BTreeSet::new();
        for reading in readings {
            let plain = reading.plain();
            let known = self.known.entry(plain);
            folded.insert(
                known
                    .or_insert_with(|| fold(plain, self.confusions))
                    .clone(),
            );
        }
        folded.into_iter().collect()
    }
}

/// One form for all syllables taken for this one. A confusion is of two initials, of two
/// finals (also behind a medial: `an`/`ang` covers `ian`/`iang`), or of whole syllables.
fn fold(syllable: &str, confusions: &[(String, String)]) -> String {
    let initial = INITIALS.iter().find(|it| syllable.starts_with(**it));
    let initial = initial.copied().unwrap_or("");
    let rest = syllable.strip_prefix(initial).unwrap_or(syllable);
    let named = confusions.iter().any(|(a, b)| a == rest || b == rest);
    let has_vowel = |medial: &&&str| {
        let inner = rest.strip_prefix(**medial).unwrap_or("");
        inner.starts_with(['a', 'e', 'o']) && !named
    };
    let medial = ["i", "u"].iter().find(has_vowel).copied().unwrap_or("");
    let last = rest.strip_prefix(medial).unwrap_or(rest);
    let whole = format!(
        "{}{medial}{}",
        least(initial, confusions),
        least(last, confusions)
    );
    least(&whole, confusions)
}

/// The first, in the order of strings, of all that are taken for `part`.
fn least(part: &str, confusions: &[(String, String)]) -> String {
    let mut same = BTreeSet::from([part]);
    loop {
        let before = same.len();
        for (a, b) in confusions {
            if same.contains(a.as_str()) || same.contains(b.as_str()) {
                same.extend([a.as_str(), b.as_str()]);
            }
        }
        if same.len() == before {
            return same.first().map_or(String::new(), |it| (*it).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: char, b: char) -> bool {
        let confusions: Vec<_> = CONFUSIONS
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect();
        let other = syllables(b, &confusions);
        syllables(a, &confusions)
            .iter()
            .any(|it| other.contains(it))
    }

    #[test]
    fn similar_syllables_are_the_same() {
        let yes = [
            ('您', '宁'),
            ('您', '林'),
            ('中', '宗'),
            ('通', '同'),
            ('速', '书'),
            ('递', '第'),
            ('天', '添'),
            ('光', '关'),
            ('见', '将'),
            ('湖', '福'),
            ('长', '藏'),
        ];
        for (a, b) in yes {
            assert!(alike(a, b), "{a} {b}");
        }
        for (a, b) in [('您', '好'), ('通', '东'), ('天', '点'), ('四', '是')] {
            assert_eq!(alike(a, b), (a, b) == ('四', '是'), "{a} {b}");
        }
        assert!(syllables('a', &[]).is_empty());
        assert_eq!(syllables('您', &[]), ["nin"]);
        assert_eq!(syllables('行', &[]), ["hang", "heng", "xing"]);
    }
}
