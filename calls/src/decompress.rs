//! Gzip and Zstandard behind a plain reader, recognised by their first bytes.

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// Bytes read ahead.
const AHEAD: usize = 1 << 16;

/// Reads the input as it is, or unpacks it when it starts as gzip or Zstandard does.
///
/// # Errors
///
/// When the first bytes cannot be read, or a Zstandard header is broken. Later damage
/// comes up as errors of the reader.
pub fn plain(mut input: impl Read + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let mut magic = Vec::with_capacity(4);
    input.by_ref().take(4).read_to_end(&mut magic)?;
    let kind = magic.clone();
    let input = BufReader::with_capacity(AHEAD, Cursor::new(magic).chain(input));
    Ok(match kind.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(BufReader::with_capacity(AHEAD, MultiGzDecoder::new(input))),
        [0x28, 0xb5, 0x2f, 0xfd] => Box::new(BufReader::with_capacity(
            AHEAD,
            Frames {
                frame: None,
                input: Some(input),
            },
        )),
        _ => Box::new(input),
    })
}

/// All Zstandard frames of a file, one after another.
struct Frames<R: BufRead> {
    frame: Option<StreamingDecoder<R, FrameDecoder>>,
    input: Option<R>,
}

impl<R: BufRead> Frames<R> {
    /// Starts the next frame; `false` at the end of the input.
    fn start(&mut self) -> io::Result<bool> {
        let Some(mut input) = self.input.take() else {
            return Ok(false);
        };
        if input.fill_buf()?.is_empty() {
            return Ok(false);
        }
        self.frame = Some(StreamingDecoder::new(input).map_err(io::Error::other)?);
        Ok(true)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.frame.is_some() || self.start()? {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(out)?;
                if count > 0 || out.is_empty() {
                    return Ok(count);
                }
                verify(frame)?;
            }
            self.input = self.frame.take().map(StreamingDecoder::into_inner);
        }
        Ok(0)
    }
}

/// Compares a frame's own checksum, if it has one, with that of what was read.
fn verify<R: BufRead>(frame: &StreamingDecoder<R, FrameDecoder>) -> io::Result<()> {
    let written = frame.decoder.get_checksum_from_data();
    if written.is_none() || written == frame.decoder.get_calculated_checksum() {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidData,
        "the Zstandard checksum does not match",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(bytes: Vec<u8>) -> String {
        let mut text = String::new();
        plain(Cursor::new(bytes))
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(text.as_bytes()).unwrap();
        out.finish().unwrap()
    }

    fn zstd(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(
            text.as_bytes(),
            ruzstd::encoding::CompressionLevel::Fastest,
        )
    }

    #[test]
    fn packed_and_plain_inputs_read_the_same() {
        let text = "{\"call_id\":\"c\"}\n".repeat(5000);
        for bytes in [text.clone().into_bytes(), gzip(&text), zstd(&text)] {
            assert_eq!(read(bytes), text);
        }
        for (one, two) in [(gzip("a"), gzip("b")), (zstd("a"), zstd("b"))] {
            assert_eq!(read([one, two].concat()), "ab", "several members");
        }
        assert_eq!(read(Vec::new()), "");
    }

    #[test]
    fn damage_is_an_error() {
        for mut bytes in [gzip(&"x".repeat(100)), zstd(&"x y z".repeat(100))] {
            bytes.truncate(bytes.len() - 6);
            let damaged = plain(Cursor::new(bytes))
                .and_then(|mut reader| io::copy(&mut reader, &mut io::sink()));
            assert!(damaged.is_err());
        }
    }
}
