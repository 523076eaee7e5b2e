//! How a command ends: the exit codes of the command line.
//!
//! In: what the commands return. Out: the process's exit code, and on standard error why
//! a command could not do its work.

use std::io;
use std::process::ExitCode;

/// What every command returns.
pub(crate) type Outcome = Result<End, Failure>;

/// How a command that did its work ended; the later one wins when there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// 0: all well.
    Well,
    /// 1: the answer is no.
    No,
    /// 2: some of the input was wrong.
    Wrong,
    /// 3: the program itself is wrong.
    Internal,
}

impl End {
    /// Well, or no.
    pub(crate) fn of(well: bool) -> Self {
        if well { Self::Well } else { Self::No }
    }

    /// The number that other programs see.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Well => 0,
            Self::No => 1,
            Self::Wrong => 2,
            Self::Internal => 3,
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It ends so, and says why. The text is empty when it has been said already.
    Said(End, String),
    /// Whoever read the output does not want more of it, which is no error.
    Unread,
}

impl Failure {
    /// The input or the usage is wrong.
    pub(crate) fn wrong(text: impl Into<String>) -> Self {
        Self::Said(End::Wrong, text.into())
    }

    /// The answer is no, and has been given already.
    pub(crate) fn no() -> Self {
        Self::Said(End::No, String::new())
    }

    /// The program itself is wrong.
    pub(crate) fn internal(text: impl Into<String>) -> Self {
        Self::Said(End::Internal, text.into())
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &str, error: &io::Error) -> Self {
        Self::wrong(format!("{path}: {error}"))
    }
}

impl From<io::Error> for Failure {
    /// An error while writing the output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Unread,
            _ => Self::wrong(format!("the output cannot be written: {error}")),
        }
    }
}

/// Says why, if there is something to say, and gives the exit code.
pub(crate) fn finish(outcome: Outcome) -> ExitCode {
    let end = match outcome {
        Ok(end) => end,
        Err(Failure::Unread) => End::Well,
        Err(Failure::Said(end, text)) => {
            if !text.is_empty() {
                crate::terminal::complain(&text);
            }
            end
        }
    };
    ExitCode::from(end.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_end_wins() {
        assert_eq!(End::No.max(End::Wrong).code(), 2);
        assert_eq!(End::Wrong.max(End::Internal).code(), 3);
        assert_eq!(End::of(true).max(End::of(false)), End::No);
    }

    #[test]
    fn a_broken_pipe_is_no_error() {
        assert!(matches!(
            Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)),
            Failure::Unread
        ));
        assert!(matches!(
            Failure::from(io::Error::other("full")),
            Failure::Said(End::Wrong, _)
        ));
    }
}
