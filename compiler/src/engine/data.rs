//! The module's data segment under construction: bytes with addresses.

/// Bytes from [`Data::BASE`] on.
#[derive(Debug, Default)]
pub(super) struct Data {
    bytes: Vec<u8>,
}

impl Data {
    /// Address of the first byte. Not 0, so that 0 can mean "none".
    pub(super) const BASE: u32 = 64;

    /// Adds bytes at a multiple of `align` and returns their address.
    pub(super) fn add(&mut self, bytes: &[u8], align: usize) -> u32 {
        self.bytes
            .resize(self.bytes.len().next_multiple_of(align), 0);
        let at = Self::BASE + self.bytes.len() as u32;
        self.bytes.extend_from_slice(bytes);
        at
    }

    /// Adds 16-bit values.
    pub(super) fn add16(&mut self, values: &[u16]) -> u32 {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        self.add(&bytes, 8)
    }

    /// Adds 32-bit values.
    pub(super) fn add32(&mut self, values: &[u32]) -> u32 {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        self.add(&bytes, 8)
    }

    /// One past the last address.
    pub(super) fn end(&self) -> u32 {
        Self::BASE + self.bytes.len() as u32
    }

    /// All bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A fixed-layout record under construction.
#[derive(Debug, Default)]
pub(super) struct Record {
    bytes: Vec<u8>,
}

impl Record {
    pub(super) fn u8(mut self, value: u8) -> Self {
        self.bytes.push(value);
        self
    }
    pub(super) fn u16(mut self, value: u16) -> Self {
        self.bytes.extend(value.to_le_bytes());
        self
    }
    pub(super) fn u32(mut self, value: u32) -> Self {
        self.bytes.extend(value.to_le_bytes());
        self
    }
    pub(super) fn i64(mut self, value: i64) -> Self {
        self.bytes.extend(value.to_le_bytes());
        self
    }
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
