//! Terminals: colours when they are wanted, and text padded by the width it takes up.
//!
//! In: texts. Out: texts with escape codes or spaces; complaints on standard error.

use std::io::{IsTerminal, Write};
use unicode_width::UnicodeWidthStr;

/// Colours, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paint(bool);

/// What a colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Green.
    Good,
    /// Red.
    Bad,
    /// Yellow.
    Warn,
    /// Less bright than the rest.
    Faint,
    /// Brighter than the rest.
    Strong,
}

impl Paint {
    /// No colours.
    pub(crate) const PLAIN: Self = Self(false);

    /// Colours if standard output is a terminal that wants them.
    pub(crate) fn stdout() -> Self {
        Self(wanted() && std::io::stdout().is_terminal())
    }

    /// Colours if standard error is a terminal that wants them.
    pub(crate) fn stderr() -> Self {
        Self(wanted() && std::io::stderr().is_terminal())
    }

    /// Whether there are colours.
    pub(crate) fn is_on(self) -> bool {
        self.0
    }

    /// The text in this tone.
    pub(crate) fn tone(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Good => "32",
            Tone::Bad => "31",
            Tone::Warn => "33",
            Tone::Faint => "2",
            Tone::Strong => "1",
        };
        if self.0 && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// <https://no-color.org>, and terminals that have no colours.
fn wanted() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Says on standard error what is wrong. There is nobody to tell if that fails.
pub(crate) fn complain(text: &str) {
    let word = Paint::stderr().tone(Tone::Bad, "zhunze:");
    let _ = writeln!(std::io::stderr(), "{word} {text}");
}

/// Says on standard error what is good to know.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The columns that a text takes up; Chinese characters take two.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text with spaces after it up to a width.
pub(crate) fn left(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// The text with spaces before it up to a width.
pub(crate) fn right(text: &str, to: usize) -> String {
    format!("{}{text}", " ".repeat(to.saturating_sub(width(text))))
}

/// The text of somebody else, for a terminal: control characters, which could move the
/// cursor or hide what follows, are shown as `�`.
pub(crate) fn tame(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(left("通话", 6), "通话  ");
        assert_eq!(right("85", 4), "  85");
        assert_eq!(left("服务规范", 3), "服务规范");
    }

    #[test]
    fn colours_only_when_on() {
        assert_eq!(Paint(true).tone(Tone::Bad, "x"), "\x1b[31mx\x1b[0m");
        assert_eq!(Paint::PLAIN.tone(Tone::Bad, "x"), "x");
    }

    #[test]
    fn control_characters_are_tamed() {
        assert_eq!(tame("a\x1b[2Jb\nc"), "a\u{fffd}[2Jb\u{fffd}c");
    }
}
