//! The WASM engine and the limits that hold for every module in it.

use crate::error::Error;
use crate::rulebook::Rulebook;

/// What a module may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a module.
    pub module_bytes: usize,
    /// Bytes of an instance's memory.
    pub memory_bytes: usize,
    /// Fuel (about one unit an instruction) for each batch of events that fits into the
    /// module's input buffer, each tick and each close. `None` turns metering off, which
    /// is some 10 % faster: only for modules that the host compiled itself.
    pub fuel: Option<u64>,
    /// Findings and pieces of evidence of one step: a whole call, or one event, tick or
    /// close of a session.
    pub findings: usize,
}

impl Default for Limits {
    /// 64 MiB of module, 256 MiB of memory, ten thousand million units of fuel and a
    /// million findings. The fuel suffices for the worst texts that are known; what a module
    /// takes at most is in its manifest (`work`).
    fn default() -> Self {
        Self {
            module_bytes: 64 << 20,
            memory_bytes: 256 << 20,
            fuel: Some(10_000_000_000),
            findings: 1_000_000,
        }
    }
}

impl Limits {
    /// The default without metering.
    #[must_use]
    pub fn unmetered() -> Self {
        Self {
            fuel: None,
            ..Self::default()
        }
    }
}

/// Checks and compiles modules. Cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Engine {
    pub(crate) wasm: wasmtime::Engine,
    pub(crate) limits: Limits,
}

impl Engine {
    /// Sets an engine up.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`] when this machine cannot run one.
    pub fn new(limits: Limits) -> Result<Self, Error> {
        let mut config = wasmtime::Config::new();
        config.consume_fuel(limits.fuel.is_some());
        // Results must not depend on the machine, and modules stay within docs/abi.md.
        config
            .wasm_relaxed_simd(false)
            .wasm_multi_memory(false)
            .wasm_memory64(false)
            .wasm_tail_call(false);
        let wasm =
            wasmtime::Engine::new(&config).map_err(|error| Error::Engine(error.to_string()))?;
        Ok(Self { wasm, limits })
    }

    /// Checks a module and compiles it.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], [`Error::Invalid`], [`Error::Memory`], or [`Error::Interface`]
    /// when it is valid WASM that does not follow docs/abi.md.
    pub fn load(&self, bytes: &[u8]) -> Result<Rulebook, Error> {
        Rulebook::load(self, bytes)
    }
}
