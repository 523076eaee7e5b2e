//! Where results go: standard output, or a file that appears only when it is whole.
//!
//! In: bytes. Out: the file or the stream; a reader that leaves early is no error.

use crate::end::Failure;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes kept before they are written.
const BUFFER: usize = 1 << 16;

/// An output.
pub(crate) struct Output {
    writer: BufWriter<Box<dyn Write + Send>>,
    draft: Option<Draft>,
}

impl Output {
    /// Standard output.
    pub(crate) fn stdout() -> Self {
        Self {
            writer: BufWriter::with_capacity(BUFFER, Box::new(io::stdout())),
            draft: None,
        }
    }

    /// The file at `path`, or standard output without one.
    pub(crate) fn open(path: Option<&str>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| *path != crate::files::STDIN) else {
            return Ok(Self::stdout());
        };
        let (file, draft) = create(Path::new(path)).map_err(|error| Failure::file(path, &error))?;
        Ok(Self {
            writer: BufWriter::with_capacity(BUFFER, Box::new(file)),
            draft,
        })
    }

    /// Writes what is left and puts the file in its place.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.writer.flush()?;
        if let Some(draft) = self.draft.take() {
            draft
                .keep()
                .map_err(|error| Failure::file("the output", &error))?;
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Replaces the content of a file at one stroke; its permissions stay.
pub(crate) fn replace(path: &str, content: &[u8]) -> Result<(), Failure> {
    let write = || {
        let (mut file, draft) = create(Path::new(path))?;
        file.write_all(content)?;
        file.flush()?;
        draft.map_or(Ok(()), Draft::keep)
    };
    write().map_err(|error| Failure::file(path, &error))
}

/// A file to write to. Devices and pipes are written as they are, files in a draft.
fn create(path: &Path) -> io::Result<(File, Option<Draft>)> {
    let special = fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir());
    if special {
        return Ok((File::options().write(true).open(path)?, None));
    }
    Draft::new(path).map(|(file, draft)| (file, Some(draft)))
}

/// A file beside its target, which it replaces when it is kept; else it goes away.
struct Draft {
    from: PathBuf,
    to: PathBuf,
    kept: bool,
}

impl Draft {
    fn new(path: &Path) -> io::Result<(File, Self)> {
        // The file behind a link is replaced, not the link.
        let to = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if to.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let name = to
            .file_name()
            .ok_or(io::ErrorKind::InvalidInput)?
            .to_string_lossy()
            .into_owned();
        let from = to.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let file = File::options().write(true).create_new(true).open(&from)?;
        let draft = Self {
            from,
            to,
            kept: false,
        };
        if let Ok(old) = fs::metadata(&draft.to) {
            file.set_permissions(old.permissions())?;
        }
        Ok((file, draft))
    }

    fn keep(mut self) -> io::Result<()> {
        fs::rename(&self.from, &self.to)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // A draft that cannot be taken away does no harm.
            let _ = fs::remove_file(&self.from);
        }
    }
}
