//! The runtime and its sessions: reports in one batch, and live with events out of order,
//! snapshots and ticks.

use zhunze_calls::call::Call;
use zhunze_calls::manifest::Manifest;
use zhunze_calls::report::{self, ReportOptions};
use zhunze_compiler::book::Book;
use zhunze_runtime::{Engine, Limits, Options, Rulebook, Scorer, Session};

use crate::random::Random;

/// A rulebook in the runtime.
pub(super) struct Runtime {
    rulebook: Rulebook,
    scorer: Scorer,
    /// The manifest that the reference's reports are made with.
    outline: Manifest,
}

const ALL: ReportOptions = ReportOptions { all_findings: true };

/// What differs: how the call was handed over, and both reports.
type Differs = (String, String);

impl Runtime {
    /// Loads a module of this rulebook.
    pub fn new(book: &Book, wasm: &[u8]) -> Runtime {
        let engine = Engine::new(Limits::default()).unwrap();
        let rulebook = engine.load(wasm).unwrap();
        Runtime {
            scorer: rulebook.scorer().unwrap(),
            rulebook,
            outline: serde_json::from_str(&zhunze_compiler::outline(book)).unwrap(),
        }
    }

    /// Judges a call in one batch and live.
    pub fn agrees(
        &mut self,
        book: &Book,
        call: &Call,
        ends: i64,
        random: &mut Random,
    ) -> Result<(), Differs> {
        let mut call = call.clone();
        call.end = Some(ends);
        let verdicts = self.scorer.score(&call).unwrap();
        let batch = text(&self.rulebook.report(&call, &verdicts, ALL));
        compare("in the runtime", &self.by_definition(book, &call), &batch)?;
        self.live(book, call, random)
    }

    fn by_definition(&self, book: &Book, call: &Call) -> String {
        let verdicts = zhunze_reference::evaluate(book, call, None);
        let delivery = report::Delivery::default();
        text(&report::report(
            &self.outline,
            call,
            &verdicts,
            &delivery,
            ALL,
        ))
    }

    /// Events arrive out of order, within the lateness: the report is that of the call whose
    /// events are written as they came.
    fn live(&mut self, book: &Book, mut call: Call, random: &mut Random) -> Result<(), Differs> {
        let lateness = random.of(&[0, 1, 4, 20]);
        let mut arrivals: Vec<(i64, usize)> = vec![];
        for (number, event) in call.events.iter().enumerate() {
            let delay = random.below(lateness as u64 + 1) as i64;
            arrivals.push((event.t + delay, number));
        }
        arrivals.sort();
        let events = arrivals
            .iter()
            .map(|(_, number)| call.events[*number].clone());
        call.events = events.collect();
        let options = Options {
            lateness_ms: lateness,
        };
        let mut session = Session::open(&mut self.scorer, &call, options).unwrap();
        for ((arrival, _), event) in arrivals.iter().zip(&call.events) {
            if random.one_in(3) {
                session.tick(&mut self.scorer, *arrival).unwrap();
            }
            session.event(&mut self.scorer, event).unwrap();
            if random.one_in(4) {
                let bytes = session.snapshot().unwrap();
                session = Session::restore(&self.rulebook, &bytes).unwrap();
            }
        }
        session.close(&mut self.scorer, call.end).unwrap();
        compare(
            "live",
            &self.by_definition(book, &call),
            &text(&session.report(ALL)),
        )
    }
}

fn text(report: &report::Report<'_>) -> String {
    serde_json::to_string_pretty(report).unwrap()
}

fn compare(how: &str, reference: &str, module: &str) -> Result<(), Differs> {
    if reference == module {
        return Ok(());
    }
    let lines = reference.lines().zip(module.lines());
    let lines = lines.filter(|(one, other)| one != other);
    let lines: Vec<String> = lines
        .take(20)
        .map(|(one, other)| format!("reference {one}\nmodule    {other}\n"))
        .collect();
    Err((how.to_owned(), lines.concat()))
}
