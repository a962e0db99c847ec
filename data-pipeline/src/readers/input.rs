//! A file's bytes, decompressed, with its beginning at hand.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::{Compression, ReadError};

/// As much of a file as is looked at to tell what it is.
const SAMPLE_BYTES: u64 = 256 * 1024;
const BUFFER_BYTES: usize = 128 * 1024;

/// An opened file.
pub(super) struct Input {
    /// The file as the user named it.
    pub path: PathBuf,
    /// How it is compressed.
    pub compression: Option<Compression>,
    /// The first bytes, decompressed. They are in `bytes` too.
    pub sample: Vec<u8>,
    /// Everything, decompressed.
    pub bytes: Box<dyn BufRead + Send>,
    /// Bytes taken from the file so far.
    pub progress: BytesRead,
}

impl Input {
    /// Opens `path` and reads its beginning.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        Self::of_file(open_file(path)?, path)
    }

    /// The same of a file that is open, called `path`.
    pub fn of_file(file: File, path: &Path) -> Result<Self, ReadError> {
        let progress = BytesRead::new(file.metadata().map_err(unreadable(path))?.len());
        let mut raw = BufReader::with_capacity(BUFFER_BYTES, Counting { inner: file, read: progress.read.clone() });
        let compression = compression(raw.fill_buf().map_err(unreadable(path))?);
        let mut bytes: Box<dyn BufRead + Send> = match compression {
            None => Box::new(raw),
            Some(Compression::Gzip) => Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(raw))),
            Some(Compression::Zstd) => {
                let decoder = zstd::stream::read::Decoder::with_buffer(raw).map_err(unreadable(path))?;
                Box::new(BufReader::with_capacity(BUFFER_BYTES, decoder))
            }
        };
        let mut sample = Vec::new();
        let taken = bytes.by_ref().take(SAMPLE_BYTES).read_to_end(&mut sample);
        taken.map_err(|error| read_error(path, compression, error))?;
        if sample.is_empty() {
            return Err(ReadError::Empty { path: path.to_owned() });
        }
        let bytes = Box::new(Cursor::new(sample.clone()).chain(bytes));
        Ok(Self { path: path.to_owned(), compression, sample, bytes, progress })
    }

    /// The name that rows of this file are reported under.
    pub fn name(&self) -> Arc<str> {
        self.path.display().to_string().into()
    }
}

/// `path` opened; folders are refused, which opening alone would not do.
fn open_file(path: &Path) -> Result<File, ReadError> {
    let file = File::open(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound { path: path.to_owned() },
        _ => ReadError::Unreadable { path: path.to_owned(), source },
    })?;
    match file.metadata().map_err(unreadable(path))?.is_dir() {
        true => Err(ReadError::Folder { path: path.to_owned() }),
        false => Ok(file),
    }
}

fn compression(beginning: &[u8]) -> Option<Compression> {
    match beginning {
        [0x1F, 0x8B, ..] => Some(Compression::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Compression::Zstd),
        _ => None,
    }
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> ReadError {
    move |source| ReadError::Unreadable { path: path.to_owned(), source }
}

/// What an error while reading means: of the compressed data, if there is compression.
pub(super) fn read_error(path: &Path, compression: Option<Compression>, source: io::Error) -> ReadError {
    let path = path.to_owned();
    match (compression, source.kind()) {
        (Some(what), io::ErrorKind::UnexpectedEof) => ReadError::Truncated { path, what: what.to_string() },
        (Some(what), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other) => {
            ReadError::Corrupt { path, what: what.to_string(), detail: source.to_string() }
        }
        _ => ReadError::Unreadable { path, source },
    }
}

/// How far a file is read.
#[derive(Clone)]
pub(super) struct BytesRead {
    read: Arc<AtomicU64>,
    length: u64,
}

impl BytesRead {
    fn new(length: u64) -> Self {
        Self { read: Arc::default(), length }
    }

    /// Length of the file on the disk; 0 where it has none (a pipe).
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Bytes read, and length where the file has one.
    pub fn progress(&self) -> (u64, Option<u64>) {
        (self.read.load(Ordering::Relaxed), (self.length > 0).then_some(self.length))
    }
}

/// Counts the bytes that pass.
struct Counting<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
