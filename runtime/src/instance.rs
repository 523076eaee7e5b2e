//! One running module and the one block of state that it works on.
//!
//! In: encoded records, times. Out: decoded output. After a failure the instance is not to
//! be used again: [`Instance::is_sound`].

use crate::decode;
use crate::engine::Limits;
use crate::error::{Error, Refusal, while_running};
use crate::interface::{self, Layout, wrong};
use crate::rulebook::Rulebook;
use wasmtime::{
    Memory, Store, StoreLimits, StoreLimitsBuilder, TypedFunc, WasmParams, WasmResults,
};
use zhunze_calls::verdict::{Finding, Verdicts};

/// Bytes of a page of memory.
const PAGE: u64 = 65_536;

/// The exports that are called.
struct Exports {
    open: TypedFunc<i32, ()>,
    event: TypedFunc<(i32, i32), i32>,
    tick: TypedFunc<(i32, i64), i32>,
    next_deadline: TypedFunc<i32, i64>,
    close: TypedFunc<(i32, i64), i32>,
}

pub(crate) struct Instance {
    store: Store<StoreLimits>,
    memory: Memory,
    exports: Exports,
    layout: Layout,
    limits: Limits,
    /// Findings and pieces of evidence that the present step may still write.
    room: usize,
    sound: bool,
}

/// What the header of the output says.
struct Header {
    consumed: usize,
    more: bool,
}

impl Instance {
    pub(crate) fn new(rulebook: &Rulebook) -> Result<Self, Error> {
        let limits = rulebook.limits();
        let kept = StoreLimitsBuilder::new()
            .memory_size(limits.memory_bytes)
            .build();
        let mut store = Store::new(rulebook.module().engine(), kept);
        store.limiter(|kept| kept);
        refuel(&mut store, limits.fuel)?;
        let instance = wasmtime::Instance::new(&mut store, rulebook.module(), &[])
            .map_err(|error| while_running(&error))?;
        let layout = interface::layout(&mut store, instance)?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| wrong("it does not export memory".to_owned()))?;
        grow(&mut store, memory, layout.end())?;
        let exports = exports(&mut store, instance)?;
        Ok(Self {
            store,
            memory,
            exports,
            layout,
            limits,
            room: 0,
            sound: true,
        })
    }

    pub(crate) fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether every call so far returned.
    pub(crate) fn is_sound(&self) -> bool {
        self.sound
    }

    /// Starts a call.
    pub(crate) fn open(&mut self) -> Result<(), Error> {
        self.begin()?;
        let (open, state) = (self.exports.open.clone(), self.state());
        self.call(&open, state)
    }

    /// Hands records over, in as few calls as the input buffer allows.
    pub(crate) fn feed(&mut self, mut records: &[u8], out: &mut Verdicts) -> Result<(), Error> {
        self.begin()?;
        while !records.is_empty() {
            let header = self.hand_over(records, out)?;
            records = records
                .get(header.consumed..)
                .ok_or_else(|| self.fault("zz_event consumed more than it was given"))?;
            if header.consumed > 0 {
                refuel(&mut self.store, self.limits.fuel)?;
            } else if !header.more {
                return Err(self.fault("zz_event makes no progress"));
            }
        }
        Ok(())
    }

    /// One call with as many of the records as fit.
    fn hand_over(&mut self, records: &[u8], out: &mut Verdicts) -> Result<Header, Error> {
        let size = whole_records(records, self.layout.input_size as usize)?;
        let (chunk, _) = records.split_at_checked(size).unwrap_or((records, &[]));
        self.write(chunk)?;
        let (event, state) = (self.exports.event.clone(), self.state());
        let length = i32::try_from(chunk.len())
            .map_err(|_| wrong("its input buffer is too large".to_owned()))?;
        let count = self.call(&event, (state, length))?;
        self.collect(count, out)
    }

    /// Lets time pass.
    pub(crate) fn tick(&mut self, now: i64, out: &mut Verdicts) -> Result<(), Error> {
        let tick = self.exports.tick.clone();
        self.repeat(&tick, now, out)
    }

    /// Ends the call.
    pub(crate) fn close(&mut self, t: i64, out: &mut Verdicts) -> Result<(), Error> {
        let close = self.exports.close.clone();
        self.repeat(&close, t, out)
    }

    /// When [`Instance::tick`] would next change anything.
    pub(crate) fn next_deadline(&mut self) -> Result<i64, Error> {
        self.begin()?;
        let (next, state) = (self.exports.next_deadline.clone(), self.state());
        self.call(&next, state)
    }

    /// Puts a state block in place of the present one.
    pub(crate) fn load(&mut self, state: &[u8]) -> Result<(), Error> {
        let (start, size) = (self.layout.heap as usize, self.layout.state_size as usize);
        let block = self
            .memory
            .data_mut(&mut self.store)
            .get_mut(start..start + size);
        let block = block
            .filter(|block| block.len() == state.len())
            .ok_or(Error::OtherModule)?;
        block.copy_from_slice(state);
        Ok(())
    }

    /// Copies the state block out.
    pub(crate) fn save(&self, state: &mut Vec<u8>) {
        let (start, size) = (self.layout.heap as usize, self.layout.state_size as usize);
        state.clear();
        state.extend_from_slice(
            self.memory
                .data(&self.store)
                .get(start..start + size)
                .unwrap_or_default(),
        );
    }

    fn repeat(
        &mut self,
        function: &TypedFunc<(i32, i64), i32>,
        time: i64,
        out: &mut Verdicts,
    ) -> Result<(), Error> {
        self.begin()?;
        loop {
            let count = self.call(function, (self.state(), time))?;
            if !self.collect(count, out)?.more {
                return Ok(());
            }
        }
    }

    /// A step begins: fuel and room for findings are those of one step, however often the
    /// module says that there is more.
    fn begin(&mut self) -> Result<(), Error> {
        self.room = self.limits.findings;
        refuel(&mut self.store, self.limits.fuel)
    }

    fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        function: &TypedFunc<P, R>,
        takes: P,
    ) -> Result<R, Error> {
        function.call(&mut self.store, takes).map_err(|error| {
            self.sound = false;
            while_running(&error)
        })
    }

    fn state(&self) -> i32 {
        self.layout.heap.cast_signed()
    }

    fn write(&mut self, chunk: &[u8]) -> Result<(), Error> {
        let start = self.layout.input as usize;
        let input = self
            .memory
            .data_mut(&mut self.store)
            .get_mut(start..start + chunk.len());
        input
            .ok_or_else(|| wrong("its input buffer is outside its memory".to_owned()))?
            .copy_from_slice(chunk);
        Ok(())
    }

    /// Reads what a call left in the output buffer.
    fn collect(&mut self, count: i32, out: &mut Verdicts) -> Result<Header, Error> {
        let count = usize::try_from(count).map_err(|_| Error::Refused(Refusal::of(count)))?;
        let (start, size) = (
            self.layout.output as usize,
            self.layout.output_size as usize,
        );
        let output = self
            .memory
            .data(&self.store)
            .get(start..start + size)
            .unwrap_or_default();
        let before = out.findings.len();
        let read = decode::output(output, count, out);
        let (consumed, more) = read.map_err(|what| self.fault(what))?;
        if more && count == 0 {
            return Err(self.fault("there is more to come, and nothing comes"));
        }
        self.spend(out.findings.get(before..).unwrap_or_default())?;
        Ok(Header { consumed, more })
    }

    /// Takes new findings off the room that is left.
    fn spend(&mut self, fresh: &[Finding]) -> Result<(), Error> {
        let cost: usize = fresh.iter().map(|finding| 1 + finding.evidence.len()).sum();
        match self.room.checked_sub(cost) {
            Some(room) => self.room = room,
            None => {
                self.sound = false;
                return Err(Error::TooManyFindings {
                    limit: self.limits.findings,
                });
            }
        }
        Ok(())
    }

    /// The module broke its word: it is not to be trusted any more.
    fn fault(&mut self, what: &str) -> Error {
        self.sound = false;
        wrong(what.to_owned())
    }
}

fn exports(store: &mut Store<StoreLimits>, instance: wasmtime::Instance) -> Result<Exports, Error> {
    Ok(Exports {
        open: function(store, instance, "zz_open")?,
        event: function(store, instance, "zz_event")?,
        tick: function(store, instance, "zz_tick")?,
        next_deadline: function(store, instance, "zz_next_deadline")?,
        close: function(store, instance, "zz_close")?,
    })
}

fn function<P: WasmParams, R: WasmResults>(
    store: &mut Store<StoreLimits>,
    instance: wasmtime::Instance,
    name: &str,
) -> Result<TypedFunc<P, R>, Error> {
    instance
        .get_typed_func(store, name)
        .map_err(|error| wrong(format!("{name}: {error}")))
}

fn refuel(store: &mut Store<StoreLimits>, fuel: Option<u64>) -> Result<(), Error> {
    match fuel {
        Some(fuel) => store
            .set_fuel(fuel)
            .map_err(|error| Error::Engine(error.to_string())),
        None => Ok(()),
    }
}

/// Grows the memory until it has this many bytes.
fn grow(store: &mut Store<StoreLimits>, memory: Memory, bytes: u64) -> Result<(), Error> {
    let lacking = bytes
        .div_ceil(PAGE)
        .saturating_sub(memory.size(&mut *store));
    if lacking == 0 {
        return Ok(());
    }
    memory
        .grow(store, lacking)
        .map(|_| ())
        .map_err(|error| Error::Memory(error.to_string()))
}

/// Bytes of as many whole records as fit into `room`.
fn whole_records(records: &[u8], room: usize) -> Result<usize, Error> {
    if records.len() <= room {
        return Ok(records.len());
    }
    let mut size = 0;
    while let Some(next) = decode::u32_at(records, size).map(|length| size + length as usize) {
        if next > room || next <= size {
            break;
        }
        size = next;
    }
    if size > 0 {
        return Ok(size);
    }
    let position = decode::u32_at(records, 24).unwrap_or(0);
    Err(Error::Encoding {
        position,
        reason: "its record is longer than the module's input buffer",
    })
}
