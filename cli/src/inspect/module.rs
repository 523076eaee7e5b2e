//! A module taken apart.
//!
//! In: bytes. Out: its sections with their sizes, and its manifest.

use serde_json::Value;
use wasmparser::{Parser, Payload};
use zhunze_calls::manifest::Manifest;

/// What there is to see of a module.
pub(super) struct Module {
    /// Bytes of the whole.
    pub(super) bytes: usize,
    /// Names and sizes of the sections, in order.
    pub(super) sections: Vec<(String, u64)>,
    /// The manifest as it stands in the module.
    pub(super) raw: Value,
    /// The same, read.
    pub(super) manifest: Manifest,
}

impl Module {
    /// Takes a module apart; says why if it is none of a rulebook.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let (mut sections, mut raw) = (Vec::new(), None);
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload.map_err(|error| format!("this is no valid module: {error}"))?;
            sections.extend(section(&payload));
            if let Payload::CustomSection(custom) = &payload
                && custom.name() == "zhunze.manifest"
            {
                raw = serde_json::from_slice::<Value>(custom.data()).ok();
            }
        }
        let raw = raw.ok_or("this module has no manifest: it was not made of a rulebook")?;
        let manifest = serde_json::from_value(raw.clone())
            .map_err(|error| format!("its manifest cannot be read: {error}"))?;
        Ok(Self {
            bytes: bytes.len(),
            sections,
            raw,
            manifest,
        })
    }
}

fn section(payload: &Payload<'_>) -> Option<(String, u64)> {
    let name = match payload {
        Payload::CustomSection(custom) => custom.name(),
        Payload::TypeSection(_) => "type",
        Payload::ImportSection(_) => "import",
        Payload::FunctionSection(_) => "function",
        Payload::TableSection(_) => "table",
        Payload::MemorySection(_) => "memory",
        Payload::GlobalSection(_) => "global",
        Payload::ExportSection(_) => "export",
        Payload::ElementSection(_) => "element",
        Payload::DataCountSection { .. } => "data count",
        Payload::DataSection(_) => "data",
        Payload::CodeSectionStart { .. } => "code",
        _ => return None,
    };
    let (_, range) = payload.as_section()?;
    Some((name.to_owned(), range.end - range.start))
}
