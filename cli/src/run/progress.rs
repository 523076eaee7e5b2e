//! A progress bar on standard error, for runs that take a while.
//!
//! In: how much was read. Out: a bar with the time that is left, from the second second on.

use indicatif::{ProgressBar, ProgressStyle};
use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
const BAR: &str = "{bar:30} {percent}% {msg} {bytes_per_sec}, {eta} left";
const SPINNER: &str = "{spinner} {msg} {elapsed}";

/// How far a run has come.
pub(super) struct Progress {
    shown: bool,
    started: Instant,
    total: Option<u64>,
    bytes: Arc<AtomicU64>,
    bar: OnceCell<ProgressBar>,
}

impl Progress {
    /// Over these inputs.
    pub(super) fn of(inputs: &[String], shown: bool) -> Self {
        let sizes = inputs.iter().map(|name| size(name));
        let total = if shown { sizes.sum() } else { None };
        Self {
            shown,
            started: Instant::now(),
            total,
            bytes: Arc::default(),
            bar: OnceCell::new(),
        }
    }

    /// Where the reader counts.
    pub(super) fn bytes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes)
    }

    /// Shows how many calls are done.
    pub(super) fn show(&self, calls: u64) {
        if !self.shown || self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| bar(self.total));
        bar.set_position(self.bytes.load(Ordering::Relaxed));
        bar.set_message(format!("{calls} calls"));
    }

    /// Takes the bar away.
    pub(super) fn done(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// Bytes of a file; none of standard input.
fn size(name: &str) -> Option<u64> {
    std::fs::metadata(name)
        .ok()
        .filter(|it| it.is_file())
        .map(|it| it.len())
}

fn bar(total: Option<u64>) -> ProgressBar {
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if total.is_some() { BAR } else { SPINNER };
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_sound() {
        assert!(ProgressStyle::with_template(BAR).is_ok());
        assert!(ProgressStyle::with_template(SPINNER).is_ok());
    }
}
