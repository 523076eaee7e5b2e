//! Text normalisation: text becomes units, and phrases are matched on units.
//!
//! A unit is one character of a script without spaces (Han, kana, Thai …) or one whole
//! word of a script with them; digits are letters of a word. Case, width and (in Chinese)
//! traditional forms are folded; an apostrophe inside a word is dropped; everything else
//! separates words and is not a unit. The module does the same by tables made from
//! [`classify`], so this is the only place that decides.

/// A unit of normalised text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// A character that is a unit of its own.
    Char(char),
    /// A word, folded.
    Word(String),
}
