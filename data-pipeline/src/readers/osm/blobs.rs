//! The blobs of a PBF file, to be read in any order and more than once.

use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use osmpbf::{BlobDecode, BlobReader, BlobType, ByteOffset, Element, PrimitiveBlock};
use rayon::prelude::*;

use super::super::input::Input;
use super::super::{Format, ReadError};

/// What a file may require of its reader: <https://wiki.openstreetmap.org/wiki/PBF_Format>.
const UNDERSTOOD: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// A blob of map data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blob {
    offset: ByteOffset,
    /// Its size in the file.
    pub bytes: u64,
    /// Position in the file, from 1, of its first element; known after the survey, like the rest.
    pub first_element: u64,
    pub has_nodes: bool,
    pub has_ways: bool,
    pub has_relations: bool,
}

/// The blobs of a file.
pub(super) struct Blobs {
    path: PathBuf,
    reader: BlobReader<BufReader<File>>,
    blobs: Vec<Blob>,
    bytes_read: u64,
}

impl Blobs {
    /// Finds all blobs of `input` by their headers, which tells whether the file is whole.
    pub fn open(input: &Input) -> Result<Self, ReadError> {
        let length = input.progress.length();
        if length == 0 {
            return Err(ReadError::Unsupported {
                path: input.path.clone(),
                found: "OSM PBF from a pipe",
                advice: "save it as a file, it is read more than once",
            });
        }
        let reader = BlobReader::seekable_from_path(&input.path).map_err(|error| corrupt(&input.path, error))?;
        let mut blobs = Self { path: input.path.clone(), reader, blobs: Vec::new(), bytes_read: 0 };
        let header = blobs.index(length)?;
        blobs.check_header(header)?;
        Ok(blobs)
    }

    /// The first blob from number `at` on that is `wanted`, with its number.
    pub fn next_with(&self, at: usize, wanted: impl Fn(&Blob) -> bool) -> Option<(usize, Blob)> {
        let rest = self.blobs.iter().enumerate().skip(at);
        rest.map(|(at, blob)| (at, *blob)).find(|(_, blob)| wanted(blob))
    }

    /// Hands the decoded blob to `work`.
    pub fn read(&mut self, blob: Blob, work: impl FnOnce(&PrimitiveBlock)) -> Result<(), ReadError> {
        let raw = self.reader.blob_from_offset(blob.offset).map_err(|error| corrupt(&self.path, error))?;
        self.bytes_read += blob.bytes;
        decode(&raw, &self.path, work)
    }

    /// All blobs.
    pub fn all(&self) -> impl Iterator<Item = Blob> {
        self.blobs.iter().copied()
    }

    /// What `work` makes of each of `blobs`, decoded by all cores; else like [`Blobs::read`].
    pub fn read_many<T: Send>(
        &mut self,
        blobs: &[Blob],
        work: impl Fn(&PrimitiveBlock) -> T + Sync,
    ) -> Result<Vec<T>, ReadError> {
        let raw: Result<Vec<_>, _> = blobs.iter().map(|blob| self.reader.blob_from_offset(blob.offset)).collect();
        let raw = raw.map_err(|error| corrupt(&self.path, error))?;
        self.bytes_read += blobs.iter().map(|blob| blob.bytes).sum::<u64>();
        raw.par_iter().map(|raw| decode(raw, &self.path, &work)).collect()
    }

    /// Hands every blob to `work` and notes what is in it.
    pub fn survey(&mut self, mut work: impl FnMut(&PrimitiveBlock)) -> Result<(), ReadError> {
        let mut first_element = 1;
        for at in 0..self.blobs.len() {
            let mut blob = Blob { first_element, ..self.blobs[at] };
            self.read(blob, |block| {
                for element in block.elements() {
                    first_element += 1;
                    match element {
                        Element::Node(_) | Element::DenseNode(_) => blob.has_nodes = true,
                        Element::Way(_) => blob.has_ways = true,
                        Element::Relation(_) => blob.has_relations = true,
                    }
                }
                work(block);
            })?;
            self.blobs[at] = blob;
        }
        Ok(())
    }

    /// Bytes read, and in all: the survey and the rows each go through the file once.
    pub fn progress(&self) -> (u64, Option<u64>) {
        let once: u64 = self.blobs.iter().map(|blob| blob.bytes).sum();
        (self.bytes_read.min(once * 2), Some(once * 2))
    }

    /// Goes from header to header; gives the place of the file's own header.
    fn index(&mut self, length: u64) -> Result<ByteOffset, ReadError> {
        let truncated = |path: &Path| ReadError::Truncated { path: path.to_owned(), what: Format::OsmPbf.to_string() };
        let (mut header, mut end) = (None, 0);
        while let Some(next) = self.reader.next_header_skip_blob() {
            let (blob, offset) = next.map_err(|error| corrupt(&self.path, error))?;
            let (Some(offset), Ok(size)) = (offset, u64::try_from(blob.get_blob_size())) else {
                return Err(corrupt(&self.path, "a blob has a negative size"));
            };
            end = self.reader_position()?;
            if end > length {
                return Err(truncated(&self.path));
            }
            match blob.blob_type() {
                BlobType::OsmHeader => header = header.or(Some(offset)),
                BlobType::OsmData => self.blobs.push(Blob {
                    offset,
                    bytes: size,
                    first_element: 0,
                    has_nodes: false,
                    has_ways: false,
                    has_relations: false,
                }),
                BlobType::Unknown(_) => {}
            }
        }
        match header {
            _ if end != length => Err(truncated(&self.path)),
            Some(header) => Ok(header),
            None => Err(corrupt(&self.path, "it has no header")),
        }
    }

    fn reader_position(&mut self) -> Result<u64, ReadError> {
        self.reader.seek_raw(std::io::SeekFrom::Current(0)).map_err(|error| corrupt(&self.path, error))
    }

    fn check_header(&mut self, offset: ByteOffset) -> Result<(), ReadError> {
        let blob = self.reader.blob_from_offset(offset).map_err(|error| corrupt(&self.path, error))?;
        let BlobDecode::OsmHeader(header) = blob.decode().map_err(|error| corrupt(&self.path, error))? else {
            return Err(corrupt(&self.path, "it has no header"));
        };
        match header.required_features().iter().find(|feature| !UNDERSTOOD.contains(&feature.as_str())) {
            Some(feature) => Err(corrupt(&self.path, format!("it needs a reader that understands {feature}"))),
            None => Ok(()),
        }
    }
}

/// Hands the decoded blob to `work`. The library panics on a few kinds of damage that the checksums
/// of its compression let pass; that is caught here and told like the others.
fn decode<T>(raw: &osmpbf::Blob, path: &Path, work: impl FnOnce(&PrimitiveBlock) -> T) -> Result<T, ReadError> {
    let block = raw.to_primitiveblock().map_err(|error| corrupt(path, error))?;
    catch_unwind(AssertUnwindSafe(|| work(&block)))
        .map_err(|_| corrupt(path, "an element has numbers that make no sense"))
}

fn corrupt(path: &Path, detail: impl ToString) -> ReadError {
    ReadError::from_format(path, Format::OsmPbf, detail)
}
