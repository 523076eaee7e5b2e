//! A host written from docs/abi.md alone, on the wasmi interpreter: the second engine.
//!
//! In: a module and a call. Out: the verdicts. It shares no code with the runtime, so a
//! slip in either shows as a difference.

mod input;
mod output;

use wasmi::{CompilationMode, Config, Engine, Instance, Linker, Memory, Module, Store, TypedFunc};
use zhunze_calls::call::{self, Call};
use zhunze_calls::manifest::Manifest;
use zhunze_calls::verdict::Verdicts;

use crate::random::Random;
pub(crate) use input::{metadata_record, record};
pub(crate) use output::{read_record, u32_at};

/// How a call is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// All events in one batch.
    Batch,
    /// One by one, with ticks in between, the state block moved after every call.
    OneByOne,
    /// In chunks of a random size with random ticks in between, the state block moved or
    /// carried over into another instance now and then.
    Random(u64),
}

/// A module in wasmi.
pub struct Host {
    module: Module,
    manifest: Manifest,
    at: Place,
    /// A second instance, for states that are carried over.
    other: Option<Place>,
}

/// An instance, and where the state block lies in it.
struct Place {
    store: Store<()>,
    memory: Memory,
    functions: Functions,
    heap: i32,
    state: i32,
    state_size: usize,
    input: usize,
    output: usize,
}

struct Functions {
    open: TypedFunc<i32, ()>,
    event: TypedFunc<(i32, i32), i32>,
    tick: TypedFunc<(i32, i64), i32>,
    next: TypedFunc<i32, i64>,
    close: TypedFunc<(i32, i64), i32>,
}

impl Functions {
    fn of(instance: &Instance, store: &Store<()>) -> Functions {
        Functions {
            open: instance.get_typed_func(store, "zz_open").unwrap(),
            event: instance.get_typed_func(store, "zz_event").unwrap(),
            tick: instance.get_typed_func(store, "zz_tick").unwrap(),
            next: instance.get_typed_func(store, "zz_next_deadline").unwrap(),
            close: instance.get_typed_func(store, "zz_close").unwrap(),
        }
    }
}

impl Place {
    fn new(module: &Module) -> Place {
        let mut store = Store::new(module.engine(), ());
        let instance = Linker::new(module.engine())
            .instantiate_and_start(&mut store, module)
            .unwrap();
        let memory = instance.get_memory(&store, "memory").unwrap();
        let global = |name| instance.get_global(&store, name).unwrap().get(&store).i32();
        assert_eq!(global("zz_abi"), Some(1));
        let [heap, size, input, output] =
            ["zz_heap", "zz_state_size", "zz_input", "zz_output"].map(|name| global(name).unwrap());
        // Room for two blocks.
        memory
            .grow(&mut store, (2 * size as u64).div_ceil(65_536) + 1)
            .unwrap();
        Place {
            functions: Functions::of(&instance, &store),
            memory,
            store,
            heap,
            state: heap,
            state_size: size as usize,
            input: input as usize,
            output: output as usize,
        }
    }

    fn open(&mut self) {
        self.functions
            .open
            .call(&mut self.store, self.state)
            .unwrap();
    }

    fn block(&self) -> Vec<u8> {
        let at = self.state as usize;
        self.memory.data(&self.store)[at..at + self.state_size].to_vec()
    }

    fn put(&mut self, block: &[u8]) {
        self.memory
            .write(&mut self.store, self.state as usize, block)
            .unwrap();
    }

    /// Copies the state out, spoils its place, and puts it somewhere else.
    fn move_state(&mut self) {
        let block = self.block();
        self.put(&vec![0xa5; self.state_size]);
        self.state = if self.state == self.heap {
            self.heap + self.state_size as i32
        } else {
            self.heap
        };
        self.put(&block);
    }

    fn next_deadline(&mut self) -> i64 {
        self.functions
            .next
            .call(&mut self.store, self.state)
            .unwrap()
    }

    fn tick(&mut self, now: i64, verdicts: &mut Verdicts) {
        while {
            let parameters = (self.state, now);
            let count = self
                .functions
                .tick
                .call(&mut self.store, parameters)
                .unwrap();
            self.read(count, verdicts).1
        } {}
    }

    /// Ticks at every deadline up to `t`, which must not change what is found.
    fn ticks_to(&mut self, t: i64, verdicts: &mut Verdicts) {
        loop {
            let next = self.next_deadline();
            if next > t {
                return;
            }
            self.tick(next, verdicts);
            assert!(self.next_deadline() > next, "the deadline {next} stays");
        }
    }

    fn close(&mut self, ends: i64, verdicts: &mut Verdicts) {
        let parameters = (self.state, ends);
        while {
            let count = self.functions.close.call(&mut self.store, parameters);
            self.read(count.unwrap(), verdicts).1
        } {}
        let again = self.functions.close.call(&mut self.store, parameters);
        assert_eq!(again.unwrap(), -1);
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
            let count = self.hand_over(&bytes[..fit]);
            let (consumed, more) = self.read(count, verdicts);
            assert!(more || consumed == fit);
            bytes = &bytes[consumed..];
        }
    }

    fn hand_over(&mut self, bytes: &[u8]) -> i32 {
        self.memory
            .write(&mut self.store, self.input, bytes)
            .unwrap();
        let parameters = (self.state, bytes.len() as i32);
        self.functions
            .event
            .call(&mut self.store, parameters)
            .unwrap()
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

impl Host {
    /// Loads a module.
    pub fn new(wasm: &[u8]) -> Host {
        let mut config = Config::default();
        config.compilation_mode(CompilationMode::Lazy);
        let engine = Engine::new(&config);
        let module = Module::new(&engine, wasm).unwrap();
        let section = module
            .custom_sections()
            .find(|section| section.name() == "zhunze.manifest")
            .unwrap();
        Host {
            manifest: serde_json::from_slice(section.data()).unwrap(),
            at: Place::new(&module),
            other: None,
            module,
        }
    }

    /// The module's manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Runs one call from its first event to its end at `ends`.
    pub fn run(&mut self, call: &Call, ends: i64, delivery: Delivery) -> Verdicts {
        let mut verdicts = Verdicts::default();
        self.at.open();
        let metadata = metadata_record(call, &self.manifest);
        let order = call::order(call).into_iter();
        let records = order.filter_map(|at| record(&call.events[at], at, &self.manifest));
        let records: Vec<Vec<u8>> = records.collect();
        self.at.events(&metadata, &mut verdicts);
        match delivery {
            Delivery::Batch => self.at.events(&records.concat(), &mut verdicts),
            Delivery::OneByOne => {
                for record in &records {
                    self.at.ticks_to(time(record), &mut verdicts);
                    self.at.events(record, &mut verdicts);
                    self.at.move_state();
                }
                self.at.ticks_to(ends, &mut verdicts);
            }
            Delivery::Random(seed) => self.at_random(&records, ends, seed, &mut verdicts),
        }
        self.at.close(ends, &mut verdicts);
        verdicts
    }

    fn at_random(&mut self, records: &[Vec<u8>], ends: i64, seed: u64, verdicts: &mut Verdicts) {
        let mut random = Random::new(seed);
        let mut now = i64::MIN;
        let mut rest = records;
        while !rest.is_empty() {
            let size = 1 + random.below(rest.len().min(6) as u64) as usize;
            let (chunk, after) = rest.split_at(size);
            self.pass(&mut now, time(&chunk[0]), &mut random, verdicts);
            self.at.events(&chunk.concat(), verdicts);
            now = time(&chunk[chunk.len() - 1]);
            rest = after;
        }
        self.pass(&mut now, ends, &mut random, verdicts);
    }

    /// Between events: time passes or not, and the state goes elsewhere or not.
    fn pass(&mut self, now: &mut i64, until: i64, random: &mut Random, verdicts: &mut Verdicts) {
        match random.below(6) {
            0 => self.at.ticks_to(until, verdicts),
            1 => {
                let from = (*now).max(0).min(until);
                *now = from + random.below((until - from) as u64 + 1) as i64;
                self.at.tick(*now, verdicts);
            }
            2 => self.at.tick(until, verdicts),
            _ => {}
        }
        match random.below(8) {
            0 => self.at.move_state(),
            1 => self.carry_over(),
            _ => {}
        }
    }

    /// The state goes on in another instance; this one is left as it is.
    fn carry_over(&mut self) {
        let block = self.at.block();
        let other = self.other.take();
        let mut other = other.unwrap_or_else(|| Place::new(&self.module));
        other.put(&block);
        self.other = Some(std::mem::replace(&mut self.at, other));
    }

    /// Hands any bytes over as events of a new call; what the module answers.
    pub fn raw(&mut self, bytes: &[u8]) -> i32 {
        self.at.open();
        self.at.hand_over(bytes)
    }

    /// The records of a call, one after the other.
    pub fn records(&self, call: &Call) -> Vec<u8> {
        let events = call.events.iter().zip(0..);
        let events = events.filter_map(|(event, at)| record(event, at, &self.manifest));
        let metadata = metadata_record(call, &self.manifest);
        std::iter::once(metadata).chain(events).flatten().collect()
    }
}

/// When a record's event is.
fn time(record: &[u8]) -> i64 {
    i64::from_le_bytes(record[8..16].try_into().unwrap())
}
