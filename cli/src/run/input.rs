//! Inputs are read in chunks of calls, not parsed yet.
//!
//! In: the names of inputs. Out: chunks, each of one input, big enough that handing them
//! from thread to thread costs nothing.

use crate::files;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zhunze_calls::error::ReadError;
use zhunze_calls::read::{Calls, Pending, Shape, open};

/// Calls in a chunk at most.
const CALLS: usize = 64;
/// Bytes after which a chunk is full.
const BYTES: usize = 512 << 10;

/// Some calls of one input.
pub(super) struct Chunk {
    /// The input's name.
    pub(super) file: Arc<str>,
    /// The calls.
    pub(super) calls: Vec<Pending>,
    /// Why the input ends here although it should not.
    pub(super) broken: Option<ReadError>,
}

/// Reads all inputs, one after another; stops when nobody takes the chunks.
pub(super) fn read(inputs: &[String], bytes: &Arc<AtomicU64>, mut give: impl FnMut(Chunk) -> bool) {
    for name in inputs {
        let file: Arc<str> = name.as_str().into();
        let going = match opened(name, bytes) {
            Ok(calls) => chunks(&file, calls, &mut give),
            Err(error) => give(Chunk {
                file,
                calls: Vec::new(),
                broken: Some(error),
            }),
        };
        if !going {
            return;
        }
    }
}

fn opened(name: &str, bytes: &Arc<AtomicU64>) -> Result<Calls, ReadError> {
    let shape = files::is_document(name).then_some(Shape::Document);
    if name == files::STDIN {
        return open(io::stdin(), shape);
    }
    let file = File::open(name)?;
    open(
        Counted {
            input: file,
            bytes: Arc::clone(bytes),
        },
        shape,
    )
}

fn chunks(file: &Arc<str>, calls: Calls, give: &mut impl FnMut(Chunk) -> bool) -> bool {
    let (mut chunk, mut size) = (Vec::new(), 0);
    for call in calls {
        match call {
            Ok(call) => {
                size += size_of(&call);
                chunk.push(call);
            }
            Err(error) => {
                return give(Chunk {
                    file: Arc::clone(file),
                    calls: chunk,
                    broken: Some(error),
                });
            }
        }
        if chunk.len() >= CALLS || size >= BYTES {
            let calls = std::mem::take(&mut chunk);
            size = 0;
            if !give(Chunk {
                file: Arc::clone(file),
                calls,
                broken: None,
            }) {
                return false;
            }
        }
    }
    chunk.is_empty()
        || give(Chunk {
            file: Arc::clone(file),
            calls: chunk,
            broken: None,
        })
}

fn size_of(call: &Pending) -> usize {
    match call {
        Pending::Text { bytes, .. } => bytes.len(),
        Pending::Ready(_) => 0,
    }
}

/// Counts what is read, for the progress bar.
struct Counted {
    input: File,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(out)?;
        self.bytes
            .fetch_add(u64::try_from(count).unwrap_or(0), Ordering::Relaxed);
        Ok(count)
    }
}
