//! A panic is a bug of ours: it ends the program politely, with exit code 3.
//!
//! In: a panic on any thread. Out: a message on standard error and the end of the process.

use crate::end::End;
use std::panic::PanicHookInfo;

/// From now on panics end the program in the agreed way.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|info| {
        crate::terminal::complain(&message(info));
        std::process::exit(i32::from(End::Internal.code()));
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info
        .location()
        .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    describe(info.payload_as_str().unwrap_or("no reason given"), &place)
}

fn describe(reason: &str, place: &str) -> String {
    format!(
        "this is a bug in zhunze {}, not a mistake of yours{place}: {reason}\n\
         Please report it with the command and, if you may share them, the files.",
        env!("CARGO_PKG_VERSION"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_whose_fault_it_is_and_what_to_do() {
        let text = describe("index out of range", " at src/x.rs:7");
        assert!(text.contains("not a mistake of yours at src/x.rs:7: index out of range"));
        assert!(text.contains("Please report it"));
    }
}
