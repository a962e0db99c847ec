//! More records than memory holds, sorted by number: an external merge sort.
//!
//! Records gather in memory; when it is full they are sorted and written as one run; the runs are
//! merged as they are read. Records of one number keep the order in which they came.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::TileError;

/// Bytes of records that are sorted in memory.
const RUN_BYTES: usize = 64 << 20;
const BUFFER_BYTES: usize = 256 << 10;

/// Records that are being gathered. Its folder vanishes with it.
pub(super) struct Spill {
    folder: SpillFolder,
    run_bytes: usize,
    bytes: Vec<u8>,
    records: Vec<Record>,
    runs: Vec<PathBuf>,
}

/// Where a record lies among the bytes in memory.
#[derive(Clone, Copy)]
struct Record {
    key: u64,
    start: usize,
    length: u32,
}

impl Spill {
    /// An empty one that writes its runs into a new folder at `path`.
    pub(super) fn create(path: &Path) -> Result<Self, TileError> {
        let folder = SpillFolder(path.to_owned());
        fs::create_dir_all(path).map_err(|source| folder.failed("cannot make the folder", source))?;
        Ok(Self { folder, run_bytes: RUN_BYTES, bytes: Vec::new(), records: Vec::new(), runs: Vec::new() })
    }

    /// Adds a record.
    pub(super) fn push(&mut self, key: u64, record: &[u8]) -> Result<(), TileError> {
        self.records.push(Record { key, start: self.bytes.len(), length: record.len() as u32 });
        self.bytes.extend_from_slice(record);
        if self.bytes.len() >= self.run_bytes { self.end_run() } else { Ok(()) }
    }

    /// All records, sorted by key.
    pub(super) fn sorted(mut self) -> Result<Sorted, TileError> {
        self.end_run()?;
        let Self { folder, runs, .. } = self;
        let open = |path: &PathBuf| File::open(path).map(|file| BufReader::with_capacity(BUFFER_BYTES, file));
        let runs: io::Result<Vec<_>> = runs.iter().map(open).collect();
        let mut runs = runs.map_err(|source| folder.failed("cannot read back", source))?;
        let mut heads = BinaryHeap::new();
        for (index, run) in runs.iter_mut().enumerate() {
            let key = read_key(run).map_err(|source| folder.failed("cannot read back", source))?;
            heads.extend(key.map(|key| Reverse((key, index))));
        }
        Ok(Sorted { runs, heads, folder })
    }

    fn end_run(&mut self) -> Result<(), TileError> {
        self.records.par_sort_by_key(|record| record.key);
        let path = self.folder.0.join(self.runs.len().to_string());
        self.write_run(&path).map_err(|source| self.folder.failed("cannot write", source))?;
        self.runs.push(path);
        self.records.clear();
        self.bytes.clear();
        Ok(())
    }

    fn write_run(&self, path: &Path) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(BUFFER_BYTES, File::create(path)?);
        for Record { key, start, length } in &self.records {
            out.write_all(&key.to_le_bytes())?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(&self.bytes[*start..*start + *length as usize])?;
        }
        out.flush()
    }
}

/// Records in the order of their keys.
pub(super) struct Sorted {
    runs: Vec<BufReader<File>>,
    /// The key of the next record of each run that has one.
    heads: BinaryHeap<Reverse<(u64, usize)>>,
    folder: SpillFolder,
}

impl Sorted {
    /// The key of the next record.
    pub(super) fn next_key(&self) -> Option<u64> {
        self.heads.peek().map(|Reverse((key, _))| *key)
    }

    /// The next record.
    pub(super) fn next_record(&mut self) -> Result<Option<Vec<u8>>, TileError> {
        let Some(Reverse((_, index))) = self.heads.pop() else { return Ok(None) };
        let run = &mut self.runs[index];
        let read = read_record(run).and_then(|record| Ok((record, read_key(run)?)));
        let (record, key) = read.map_err(|source| self.folder.failed("cannot read back", source))?;
        self.heads.extend(key.map(|key| Reverse((key, index))));
        Ok(Some(record))
    }
}

/// The key of the next record of a run; `None` at its end.
fn read_key(run: &mut BufReader<File>) -> io::Result<Option<u64>> {
    let mut key = [0; 8];
    match run.read_exact(&mut key) {
        Ok(()) => Ok(Some(u64::from_le_bytes(key))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_record(run: &mut BufReader<File>) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    run.read_exact(&mut length)?;
    let mut record = vec![0; u32::from_le_bytes(length) as usize];
    run.read_exact(&mut record)?;
    Ok(record)
}

/// A folder that vanishes when dropped.
struct SpillFolder(PathBuf);

impl SpillFolder {
    fn failed(&self, doing: &'static str, source: io::Error) -> TileError {
        TileError::Io { doing, path: self.0.clone(), source }
    }
}

impl Drop for SpillFolder {
    fn drop(&mut self) {
        // What is left over lies in the unfinished release, which goes as a whole.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_come_back_sorted_and_otherwise_as_they_came(
            records in proptest::collection::vec((0..20_u64, proptest::collection::vec(any::<u8>(), 0..12)), 0..200),
            run_bytes in 1..300_usize,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut spill = Spill { run_bytes, ..Spill::create(&folder.path().join("spill")).unwrap() };
            records.iter().for_each(|(key, record)| spill.push(*key, record).unwrap());
            let mut sorted = spill.sorted().unwrap();
            let mut found = Vec::new();
            while let Some(key) = sorted.next_key() {
                found.push((key, sorted.next_record().unwrap().unwrap()));
            }
            let mut expected = records;
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(found, expected);
            drop(sorted);
            prop_assert!(!folder.path().join("spill").exists());
        }
    }
}
