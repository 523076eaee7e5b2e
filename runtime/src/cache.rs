//! Machine code that is kept, so that a module need not be compiled again.
//!
//! In: a rulebook that was compiled. Out: bytes that the same engine on the same kind of
//! machine loads in a fraction of the time. Keeping them (a file, a database) is the
//! host's business; whoever can change them can run code in the host.

use sha2::{Digest, Sha256};
use wasmtime::Module;

use crate::engine::Engine;
use crate::error::Error;
use crate::rulebook::Rulebook;

impl Rulebook {
    /// The machine code of this rulebook, for [`Engine::load_precompiled`]. The first 32
    /// bytes are the SHA-256 of the module it was made of.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when the engine cannot write it.
    pub fn precompile(&self) -> Result<Vec<u8>, Error> {
        let code = self.module().serialize();
        let code = code.map_err(|error| Error::Invalid(format!("{error:#}")))?;
        Ok([self.hash().as_slice(), &code].concat())
    }
}

impl Engine {
    /// Loads a module whose machine code was kept by [`Rulebook::precompile`]. Code of
    /// another module, engine version, setting or machine is refused.
    ///
    /// # Errors
    ///
    /// As [`Engine::load`]; [`Error::OtherModule`] when the code is not of this module.
    ///
    /// # Safety
    ///
    /// `code` must be what [`Rulebook::precompile`] returned, unchanged: it is machine code
    /// and runs with the rights of the host.
    #[expect(
        unsafe_code,
        reason = "machine code from outside can only be trusted, not checked"
    )]
    pub unsafe fn load_precompiled(&self, bytes: &[u8], code: &[u8]) -> Result<Rulebook, Error> {
        let (hash, code) = code.split_at_checked(32).ok_or(Error::OtherModule)?;
        if Sha256::digest(bytes).as_slice() != hash {
            return Err(Error::OtherModule);
        }
        Rulebook::load_by(self, bytes, || {
            // SAFETY: the caller vouches for the bytes; the engine checks version and settings.
            let module = unsafe { Module::deserialize(&self.wasm, code) };
            module.map_err(|error| Error::Invalid(format!("{error:#}")))
        })
    }
}
