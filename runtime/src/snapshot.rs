//! Sessions as bytes, and back.
//!
//! Layout: `ZZS1`, SHA-256 of the module (32 bytes), a checksum of the rest (8 bytes,
//! FNV-1a, little-endian), the session in the postcard encoding.

use crate::error::{Error, SnapshotError};
use crate::rulebook::Rulebook;
use crate::session::{Data, Session};

const MAGIC: &[u8; 4] = b"ZZS1";

pub(crate) fn write(session: &Session) -> Result<Vec<u8>, Error> {
    let body = postcard::to_allocvec(&session.data).map_err(|_| SnapshotError::Damaged)?;
    let head: [&[u8]; 3] = [
        MAGIC,
        session.rulebook.hash(),
        &checksum(&body).to_le_bytes(),
    ];
    let mut bytes = head.concat();
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

pub(crate) fn read(rulebook: &Rulebook, bytes: &[u8]) -> Result<Session, Error> {
    let (hash, body) = parts(bytes).ok_or(SnapshotError::Damaged)?;
    if hash != rulebook.hash() {
        return Err(SnapshotError::OtherModule.into());
    }
    let data: Data = postcard::from_bytes(body).map_err(|_| SnapshotError::Damaged)?;
    if data.state.len() != rulebook.manifest().state_size as usize {
        return Err(SnapshotError::Damaged.into());
    }
    Ok(Session {
        rulebook: rulebook.clone(),
        data,
    })
}

/// The module's hash and the body, if the frame around them is whole.
fn parts(bytes: &[u8]) -> Option<(&[u8; 32], &[u8])> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    let (hash, rest) = rest.split_first_chunk::<32>()?;
    let (sum, body) = rest.split_first_chunk::<8>()?;
    (magic == MAGIC && checksum(body) == u64::from_le_bytes(*sum)).then_some((hash, body))
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
