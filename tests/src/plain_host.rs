//! A host written from docs/abi.md alone, on the wasmi interpreter: the second engine.
//!
//! In: a module and a call. Out: the verdicts. It shares no code with the runtime, so a
//! slip in either shows as a difference.

use wasmi::{Engine, Instance, Linker, Memory, Module, Store, TypedFunc};
use zhunze_calls::call::{self, Call, Event, Kind, Speaker, ValueRef};
use zhunze_calls::manifest::Manifest;
use zhunze_calls::verdict::{
    Evidence, Finding, Note, Reason, RuleRow, ScoreAmount, ScoreRow, Tolerance, Verdicts,
};

/// How a call is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// All events in one batch.
    Batch,
    /// One by one, with ticks in between, the state block moved after every call.
    OneByOne,
}

/// A module in wasmi.
pub struct Host {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    manifest: Manifest,
    state: i32,
    state_size: usize,
    input: usize,
    output: usize,
}

impl Host {
    /// Loads a module.
    pub fn new(wasm: &[u8]) -> Host {
        let engine = Engine::default();
        let module = Module::new(&engine, wasm).unwrap();
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine)
            .instantiate_and_start(&mut store, &module)
            .unwrap();
        let memory = instance.get_memory(&store, "memory").unwrap();
        let global = |name| {
            instance
                .get_global(&store, name)
                .unwrap()
                .get(&store)
                .i32()
                .unwrap()
        };
        assert_eq!(global("zz_abi"), 1);
        let [state, state_size, input, output] =
            ["zz_heap", "zz_state_size", "zz_input", "zz_output"].map(global);
        memory.grow(&mut store, 4).unwrap();
        let section = module
            .custom_sections()
            .find(|s| s.name() == "zhunze.manifest")
            .unwrap();
        let manifest = serde_json::from_slice(section.data()).unwrap();
        let [state_size, input, output] = [state_size, input, output].map(|n| n as usize);
        Host {
            store,
            instance,
            memory,
            manifest,
            state,
            state_size,
            input,
            output,
        }
    }

    /// The module's manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn call<P: wasmi::WasmParams>(&mut self, name: &str, params: P) -> i32 {
        let function: TypedFunc<P, i32> = self.instance.get_typed_func(&self.store, name).unwrap();
        function.call(&mut self.store, params).unwrap()
    }

    /// Runs one call from its first event to its end at `ends`.
    pub fn run(&mut self, call: &Call, ends: i64, delivery: Delivery) -> Verdicts {
        let mut verdicts = Verdicts::default();
        let open: TypedFunc<i32, ()> = self
            .instance
            .get_typed_func(&self.store, "zz_open")
            .unwrap();
        open.call(&mut self.store, self.state).unwrap();
        let mut records = vec![metadata_record(call, &self.manifest)];
        records.extend(
            call::order(call)
                .into_iter()
                .filter_map(|at| record(&call.events[at], at, &self.manifest)),
        );
        match delivery {
            Delivery::Batch => self.events(&records.concat(), &mut verdicts),
            Delivery::OneByOne => {
                for record in &records {
                    let t = i64::from_le_bytes(record[8..16].try_into().unwrap());
                    if record[4..6] != [0, 0] {
                        self.ticks_to(t, &mut verdicts);
                    }
                    self.events(record, &mut verdicts);
                    self.move_state();
                }
                self.ticks_to(ends, &mut verdicts);
            }
        }
        while {
            let count = self.call("zz_close", (self.state, ends));
            self.read(count, &mut verdicts).1
        } {}
        assert_eq!(self.call("zz_close", (self.state, ends)), -1);
        verdicts
    }

    /// Hands any bytes over as events of a new call; what the module answers.
    pub fn raw(&mut self, bytes: &[u8]) -> i32 {
        let open: TypedFunc<i32, ()> = self
            .instance
            .get_typed_func(&self.store, "zz_open")
            .unwrap();
        open.call(&mut self.store, self.state).unwrap();
        self.memory
            .write(&mut self.store, self.input, bytes)
            .unwrap();
        self.call("zz_event", (self.state, bytes.len() as i32))
    }

    /// The records of a call, one after the other.
    pub fn records(&self, call: &Call) -> Vec<u8> {
        let events = call.events.iter().zip(0..);
        let events = events.filter_map(|(event, at)| record(event, at, &self.manifest));
        let metadata = metadata_record(call, &self.manifest);
        std::iter::once(metadata).chain(events).flatten().collect()
    }

    /// Ticks at every deadline up to `t`, which must not change what is found.
    fn ticks_to(&mut self, t: i64, verdicts: &mut Verdicts) {
        loop {
            let next: TypedFunc<i32, i64> = self
                .instance
                .get_typed_func(&self.store, "zz_next_deadline")
                .unwrap();
            let next = next.call(&mut self.store, self.state).unwrap();
            if next > t {
                return;
            }
            let count = self.call("zz_tick", (self.state, next));
            self.read(count, verdicts);
        }
    }

    /// Copies the state out, spoils its place, and puts it somewhere else.
    fn move_state(&mut self) {
        let mut block = vec![0; self.state_size];
        self.memory
            .read(&self.store, self.state as usize, &mut block)
            .unwrap();
        self.memory
            .write(
                &mut self.store,
                self.state as usize,
                &vec![0xa5; self.state_size],
            )
            .unwrap();
        let heap = self
            .instance
            .get_global(&self.store, "zz_heap")
            .unwrap()
            .get(&self.store)
            .i32()
            .unwrap();
        self.state = if self.state == heap {
            heap + self.state_size as i32
        } else {
            heap
        };
        self.memory
            .write(&mut self.store, self.state as usize, &block)
            .unwrap();
    }

    fn events(&mut self, mut bytes: &[u8], verdicts: &mut Verdicts) {
        while !bytes.is_empty() {
            let mut fit = 0;
            while let Some(size) = bytes.get(fit..fit + 4) {
                let size = u32::from_le_bytes(size.try_into().unwrap()) as usize;
                if fit + size > 200_000 {
                    break;
                }
                fit += size;
            }
            self.memory
                .write(&mut self.store, self.input, &bytes[..fit])
                .unwrap();
            let count = self.call("zz_event", (self.state, fit as i32));
            let (consumed, more) = self.read(count, verdicts);
            assert!(more || consumed == fit);
            bytes = &bytes[consumed..];
        }
    }

    /// Reads the output; returns what was consumed and whether there is more.
    fn read(&mut self, count: i32, verdicts: &mut Verdicts) -> (usize, bool) {
        assert!(count >= 0, "error {count}");
        let memory = &self.memory.data(&self.store)[self.output..];
        let (consumed, more) = (u32_at(memory, 0), u32_at(memory, 4));
        let mut at = &memory[8..];
        for _ in 0..count {
            let size = u32_at(at, 0) as usize;
            read_record(&at[..size], verdicts);
            at = &at[size..];
        }
        (consumed as usize, more == 1)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn i64_at(bytes: &[u8], at: usize) -> i64 {
    i64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
}

fn read_record(bytes: &[u8], verdicts: &mut Verdicts) {
    let number = u32::from(u16::from_le_bytes(bytes[6..8].try_into().unwrap()));
    match bytes[4] {
        1 => verdicts.findings.push(finding(bytes, number)),
        2 => verdicts.rules.push(rule_row(bytes)),
        3 => verdicts.sections.push(i64_at(bytes, 8)),
        4 => verdicts.scores.push(ScoreRow {
            value: i64_at(bytes, 8),
            fatal: u32_at(bytes, 16) == 1,
        }),
        5 => {
            let (count, which) = (u32_at(bytes, 8), u32_at(bytes, 12));
            verdicts.notes.push(match number {
                1 => Note::WaitingListFull { rule: which, count },
                2 => Note::MissingAttribute {
                    attribute: which,
                    count,
                },
                3 => Note::MissingMetadata { metadata: which },
                other => panic!("note {other}"),
            });
        }
        other => panic!("record {other}"),
    }
}

fn rule_row(bytes: &[u8]) -> RuleRow {
    let count = u32_at(bytes, 20) as usize;
    assert_eq!(bytes.len(), 24 + 24 * count);
    let amount = |bytes: &[u8]| ScoreAmount {
        score: u32_at(bytes, 0),
        deducted: i64_at(bytes, 8),
        awarded: i64_at(bytes, 16),
    };
    let mut amounts = bytes[24..].chunks(24).map(amount);
    let main = amounts.next().unwrap_or_default();
    RuleRow {
        applied: u32_at(bytes, 8),
        satisfied: u32_at(bytes, 12),
        violated: u32_at(bytes, 16),
        deducted: main.deducted,
        awarded: main.awarded,
        others: amounts.collect(),
    }
}

fn finding(bytes: &[u8], rule: u32) -> Finding {
    let none = |value: u32| (value != u32::MAX).then_some(value);
    let evidence = |bytes: &[u8]| Evidence {
        event: u32_at(bytes, 0),
        span: none(u32_at(bytes, 4)).map(|start| (start, u32_at(bytes, 8))),
        tolerance: [Tolerance::None, Tolerance::Sounds, Tolerance::About][usize::from(bytes[12])],
    };
    let due = i64_at(bytes, 16);
    let count = usize::from(bytes[39]);
    assert_eq!(bytes.len(), 40 + 16 * count);
    Finding {
        rule,
        satisfied: bytes[5] == 1,
        at: i64_at(bytes, 8),
        due: (due != i64::MIN).then_some(due),
        points: i64_at(bytes, 24),
        trigger: none(u32_at(bytes, 32)),
        reason: reason(bytes[36]),
        obligation: bytes[37],
        arm: bytes[38],
        evidence: bytes[40..].chunks(16).map(evidence).collect(),
    }
}

fn reason(code: u8) -> Reason {
    use Reason::{
        CallEnded, DeadlineRanOut, Forbidden, NotBefore, NotMet, Satisfied, WindowClosed,
    };
    [
        Satisfied,
        DeadlineRanOut,
        Forbidden,
        NotBefore,
        NotMet,
        CallEnded,
        WindowClosed,
    ][usize::from(code)]
}

fn kind_code(kind: &Kind, manifest: &Manifest) -> Option<u16> {
    let builtin = [
        Kind::Ring,
        Kind::Answer,
        Kind::Utterance,
        Kind::HoldStart,
        Kind::HoldEnd,
        Kind::MuteStart,
        Kind::MuteEnd,
        Kind::Transfer,
        Kind::Hangup,
        Kind::Dtmf,
        Kind::Action,
        Kind::Label,
        Kind::Contact,
    ];
    match kind {
        Kind::Other(name) => manifest
            .events
            .iter()
            .position(|event| event.name == *name)
            .map(|n| 64 + n as u16),
        kind => builtin
            .iter()
            .position(|builtin| builtin == kind)
            .map(|n| 1 + n as u16),
    }
}

/// An attribute: id, and its value.
type Given<'a> = (u16, ValueRef<'a>);

fn record(event: &Event, index: usize, manifest: &Manifest) -> Option<Vec<u8>> {
    let kind = kind_code(&event.kind, manifest)?;
    let mut given: Vec<Given> = vec![];
    if kind == 1 {
        let count = match event.attribute("count") {
            Some(ValueRef::Number(count)) => count,
            _ => 1000,
        };
        given.push((65535, ValueRef::Number(count)));
    }
    if let (11, Some(ValueRef::Text(name))) = (kind, event.attribute("name")) {
        let declared = manifest.events.iter().position(|event| event.name == name);
        given.extend(declared.map(|n| (65534, ValueRef::Number(n as i64))));
    }
    for (name, id) in manifest.attributes.iter().zip(0..) {
        given.extend(event.attribute(name).map(|value| (id, value)));
    }
    let speaker = match event.speaker {
        Speaker::None => 0,
        Speaker::Agent => 1,
        Speaker::Customer => 2,
        Speaker::System => 3,
    };
    Some(encode(
        kind,
        speaker,
        (event.t, event.end),
        index as u32,
        call::cut(&event.text),
        &given,
    ))
}

fn metadata_record(call: &Call, manifest: &Manifest) -> Vec<u8> {
    let given = manifest.metadata.iter().zip(0..);
    let given: Vec<Given> = given
        .filter_map(|(name, id)| Some((id, call.metadata_value(name)?)))
        .collect();
    encode(0, 0, (0, 0), 0, "", &given)
}

fn encode(
    kind: u16,
    speaker: u8,
    (t, end): (i64, i64),
    index: u32,
    text: &str,
    given: &[Given],
) -> Vec<u8> {
    let mut bytes = vec![0; 4];
    bytes.extend(kind.to_le_bytes());
    bytes.extend([speaker, given.len() as u8]);
    bytes.extend(t.to_le_bytes());
    bytes.extend(end.to_le_bytes());
    bytes.extend(index.to_le_bytes());
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    let mut texts_at = bytes.len() + 16 * given.len();
    let mut texts: Vec<u8> = vec![];
    for (id, value) in given {
        let (kind, len, value) = match value {
            ValueRef::Number(number) => (1, 0, *number),
            ValueRef::Boolean(flag) => (2, 0, i64::from(*flag)),
            ValueRef::Text(text) => {
                texts.extend(text.as_bytes());
                texts_at += text.len();
                (3, text.len() as u32, (texts_at - text.len()) as i64)
            }
        };
        bytes.extend(id.to_le_bytes());
        bytes.extend([kind, 0]);
        bytes.extend(len.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(texts);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    let size = bytes.len() as u32;
    bytes[..4].copy_from_slice(&size.to_le_bytes());
    bytes
}
