//! What can go wrong between a module and its host.

/// An error of the runtime.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The engine cannot be set up on this machine.
    #[error("the engine cannot be set up: {0}")]
    Engine(String),
    /// The module has more bytes than allowed.
    #[error("the module has {bytes} bytes, at most {limit} are allowed")]
    TooLarge {
        /// What it has.
        bytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// The bytes are no valid WASM module.
    #[error("this is no valid module: {0}")]
    Invalid(String),
    /// A valid module that does not follow docs/abi.md.
    #[error("the module does not follow the interface: {0}")]
    Interface(String),
    /// A call used up its fuel.
    #[error("the module ran out of fuel")]
    OutOfFuel,
    /// The module needs more memory than allowed, or there is none.
    #[error("the module needs more memory than allowed: {0}")]
    Memory(String),
    /// The module reports more than allowed.
    #[error("the module reports more than {limit} findings and pieces of evidence in one step")]
    TooManyFindings {
        /// What is allowed.
        limit: usize,
    },
    /// The module failed while it ran.
    #[error("the module failed: {0}")]
    Trap(String),
    /// The module refused what it was handed.
    #[error("the module refused its input: {0}")]
    Refused(#[from] Refusal),
    /// An event that has no place in the module's encoding.
    #[error("event {position} cannot be handed to the module: {reason}")]
    Encoding {
        /// Its position in the call.
        position: u32,
        /// Why not.
        reason: &'static str,
    },
    /// A session met a scorer of another module.
    #[error("the session belongs to another module")]
    OtherModule,
    /// The session was closed before.
    #[error("the session is closed")]
    Closed,
    /// A snapshot cannot be restored.
    #[error("the snapshot cannot be restored: {0}")]
    Snapshot(#[from] SnapshotError),
}

/// The negative codes of docs/abi.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// −1
    #[error("the call is closed")]
    Closed,
    /// −2
    #[error("a record is malformed")]
    Malformed,
    /// −3
    #[error("time went backwards")]
    Backwards,
    /// Any other code.
    #[error("code {0}")]
    Other(i32),
}

impl Refusal {
    pub(crate) fn of(code: i32) -> Self {
        match code {
            -1 => Self::Closed,
            -2 => Self::Malformed,
            -3 => Self::Backwards,
            other => Self::Other(other),
        }
    }
}

/// Why a snapshot is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SnapshotError {
    /// It is no snapshot of this version, or it was cut or changed.
    #[error("it is damaged, or of another version")]
    Damaged,
    /// It was taken with another module.
    #[error("it was taken with another module")]
    OtherModule,
}

/// Sorts the engine's errors that come up while a module runs.
pub(crate) fn while_running(error: &wasmtime::Error) -> Error {
    match error.downcast_ref::<wasmtime::Trap>() {
        Some(wasmtime::Trap::OutOfFuel) => Error::OutOfFuel,
        Some(trap) => Error::Trap(trap.to_string()),
        None => Error::Trap(error.to_string()),
    }
}
