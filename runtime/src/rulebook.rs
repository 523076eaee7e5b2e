//! A module that has been checked and compiled.

use crate::encode::Encoder;
use crate::engine::{Engine, Limits};
use crate::error::Error;
use crate::instance::Instance;
use crate::interface;
use crate::scorer::Scorer;
use crate::sections;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use wasmtime::Module;
use zhunze_calls::call::Call;
use zhunze_calls::manifest::Manifest;
use zhunze_calls::report::{Delivery, Report, ReportOptions, report};
use zhunze_calls::verdict::Verdicts;

/// A rulebook ready to judge calls. Cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Rulebook(Arc<Inner>);

struct Inner {
    module: Module,
    limits: Limits,
    manifest: Manifest,
    encoder: Encoder,
    hash: [u8; 32],
}

impl Rulebook {
    pub(crate) fn load(engine: &Engine, bytes: &[u8]) -> Result<Self, Error> {
        Self::load_by(engine, bytes, || {
            Module::from_binary(&engine.wasm, bytes)
                .map_err(|error| Error::Invalid(format!("{error:#}")))
        })
    }

    /// Loads a module that `compile` makes machine code of.
    pub(crate) fn load_by(
        engine: &Engine,
        bytes: &[u8],
        compile: impl FnOnce() -> Result<Module, Error>,
    ) -> Result<Self, Error> {
        let limits = engine.limits;
        if bytes.len() > limits.module_bytes {
            return Err(Error::TooLarge {
                bytes: bytes.len(),
                limit: limits.module_bytes,
            });
        }
        let module = compile()?;
        interface::check(&module, limits.memory_bytes)?;
        let manifest = manifest_of(bytes)?;
        let encoder = Encoder::new(&manifest)?;
        let hash = Sha256::digest(bytes).into();
        let rulebook = Self(Arc::new(Inner {
            module,
            limits,
            manifest,
            encoder,
            hash,
        }));
        let layout = Instance::new(&rulebook)?.layout();
        if layout.state_size != rulebook.manifest().state_size {
            return Err(interface::wrong(
                "the manifest and zz_state_size differ".to_owned(),
            ));
        }
        Ok(rulebook)
    }

    /// What the module says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.0.manifest
    }

    /// SHA-256 of the module's bytes.
    #[must_use]
    pub fn hash(&self) -> &[u8; 32] {
        &self.0.hash
    }

    /// An instance that judges calls: one for each thread.
    ///
    /// # Errors
    ///
    /// [`Error::Memory`] or [`Error::Trap`] when the module cannot be started.
    pub fn scorer(&self) -> Result<Scorer, Error> {
        Scorer::new(self)
    }

    /// The report of a whole call, from what a [`Scorer`] said of it.
    #[must_use]
    pub fn report<'a>(
        &'a self,
        call: &'a Call,
        verdicts: &Verdicts,
        options: ReportOptions,
    ) -> Report<'a> {
        report(
            self.manifest(),
            call,
            verdicts,
            &Delivery::default(),
            options,
        )
    }

    /// How events are written for this module.
    #[must_use]
    pub fn encoder(&self) -> &Encoder {
        &self.0.encoder
    }

    pub(crate) fn module(&self) -> &Module {
        &self.0.module
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Whether the other is made of the same bytes.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.hash == other.0.hash
    }
}

fn manifest_of(bytes: &[u8]) -> Result<Manifest, Error> {
    let section = sections::custom(bytes, "zhunze.manifest");
    let section = section.ok_or_else(|| interface::wrong("it has no manifest".to_owned()))?;
    serde_json::from_slice(section)
        .map_err(|error| interface::wrong(format!("its manifest cannot be read: {error}")))
}
