//! A host that counts: a module in wasmtime with fuel, one call, event by event.
//!
//! In: a module and events. Out: what each of them cost, in fuel; the verdicts; and whether
//! the module kept to its memory and its block of state.

use wasmparser::{Parser, Payload};
use wasmtime::{Config, Engine, Instance, Memory, Module, Store, TypedFunc};
use zhunze_calls::call::{Call, Event};
use zhunze_calls::manifest::Manifest;
use zhunze_calls::verdict::Verdicts;

use crate::plain_host::{metadata_record, read_record, record, u32_at};

/// More than any step of a test takes.
const PLENTY: u64 = 1 << 50;

fn manifest_of(wasm: &[u8]) -> Manifest {
    let sections = Parser::new(0).parse_all(wasm);
    let manifest = sections.filter_map(|payload| match payload.unwrap() {
        Payload::CustomSection(it) if it.name() == "zhunze.manifest" => Some(it.data().to_vec()),
        _ => None,
    });
    serde_json::from_slice(&manifest.last().unwrap()).unwrap()
}

/// One call in progress.
pub struct Metered {
    store: Store<()>,
    memory: Memory,
    event: TypedFunc<(i32, i32), i32>,
    close: TypedFunc<(i32, i64), i32>,
    manifest: Manifest,
    heap: i32,
    state: usize,
    input: usize,
    output: usize,
    pages: u64,
    next: usize,
    /// What the module has said so far.
    pub verdicts: Verdicts,
}

impl Metered {
    /// Starts a call.
    pub fn new(wasm: &[u8]) -> Metered {
        let mut config = Config::new();
        config.consume_fuel(true);
        let engine = Engine::new(&config).unwrap();
        let module = Module::from_binary(&engine, wasm).unwrap();
        let mut store = Store::new(&engine, ());
        store.set_fuel(PLENTY).unwrap();
        let instance = Instance::new(&mut store, &module, &[]).unwrap();
        let memory = instance.get_memory(&mut store, "memory").unwrap();
        let mut global = |name| {
            let global = instance.get_global(&mut store, name).unwrap();
            global.get(&mut store).unwrap_i32()
        };
        let [heap, state, input, output] =
            ["zz_heap", "zz_state_size", "zz_input", "zz_output"].map(&mut global);
        let open = instance.get_typed_func::<i32, ()>(&mut store, "zz_open");
        open.unwrap().call(&mut store, heap).unwrap();
        let pages = memory.size(&store);
        Metered {
            event: instance.get_typed_func(&mut store, "zz_event").unwrap(),
            close: instance.get_typed_func(&mut store, "zz_close").unwrap(),
            manifest: manifest_of(wasm),
            heap,
            state: state as usize,
            input: input as usize,
            output: output as usize,
            pages,
            next: 0,
            verdicts: Verdicts::default(),
            memory,
            store,
        }
    }

    /// Hands the call record over; bytes of its attributes, and its fuel.
    pub fn metadata(&mut self, call: &Call) -> (u32, u64) {
        let record = metadata_record(call, &self.manifest);
        self.hand_over(record)
    }

    /// Hands an event over; bytes of its text and attributes, and its fuel. `None`: it is of
    /// no kind that the module knows.
    pub fn event(&mut self, event: &Event) -> Option<(u32, u64)> {
        let record = record(event, self.next, &self.manifest);
        self.next += 1;
        record.map(|record| self.hand_over(record))
    }

    fn hand_over(&mut self, mut record: Vec<u8>) -> (u32, u64) {
        let bytes = record.len() as u32 - 32;
        let mut fuel = 0;
        while !record.is_empty() {
            self.memory
                .write(&mut self.store, self.input, &record)
                .unwrap();
            self.store.set_fuel(PLENTY).unwrap();
            let arguments = (self.heap, record.len() as i32);
            let count = self.event.call(&mut self.store, arguments).unwrap();
            fuel += PLENTY - self.store.get_fuel().unwrap();
            let (consumed, _) = self.collect(count);
            record.drain(..consumed as usize);
        }
        (bytes, fuel)
    }

    /// Ends the call; its fuel.
    pub fn close(&mut self, t: i64) -> u64 {
        let mut fuel = 0;
        loop {
            self.store.set_fuel(PLENTY).unwrap();
            let arguments = (self.heap, t);
            let count = self.close.call(&mut self.store, arguments).unwrap();
            fuel += PLENTY - self.store.get_fuel().unwrap();
            if !self.collect(count).1 {
                return fuel;
            }
        }
    }

    /// Reads what was written: how much of the input is done, and whether there is more.
    fn collect(&mut self, count: i32) -> (u32, bool) {
        assert!(count >= 0, "the module refuses: {count}");
        let data = self.memory.data(&self.store);
        let header = &data[self.output..];
        let (consumed, more) = (u32_at(header, 0), u32_at(header, 4) == 1);
        let mut at = self.output + 8;
        for _ in 0..count {
            let size = u32_at(data, at) as usize;
            read_record(&data[at..at + size], &mut self.verdicts);
            at += size;
        }
        (consumed, more)
    }

    /// Bytes of the instance's memory, which has not grown; and nothing was written behind
    /// the block of state.
    pub fn memory(&self) -> u32 {
        assert_eq!(self.memory.size(&self.store), self.pages);
        let data = self.memory.data(&self.store);
        let behind = &data[self.heap as usize + self.state..];
        assert!(behind.iter().all(|byte| *byte == 0));
        data.len() as u32
    }

    /// Bytes of the block of state.
    pub fn state(&self) -> u32 {
        self.state as u32
    }
}
