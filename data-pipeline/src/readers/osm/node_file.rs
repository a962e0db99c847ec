//! Positions of all nodes of a file, on the disk.
//!
//! Nodes stand in blocks of 256, sorted by number, as differences to the one before: about six bytes
//! each. Memory keeps the first number of each block, so 40 million nodes cost 2.5 MB.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::varint::{push_signed, take_signed};

/// A node: its number, and longitude and latitude in units of 1e-7 degrees.
pub(super) type Node = (i64, i32, i32);

const BLOCK_NODES: usize = 256;
const BUFFER_BYTES: usize = 1 << 20;

/// How many times a file may begin again with smaller numbers; each costs every look-up its share.
const MOST_RUNS: usize = 64;

/// Nodes in blocks, ready to be written.
pub(super) struct Packed {
    /// Numbers of the first nodes of the blocks, and where each ends in `bytes`.
    blocks: Vec<(i64, usize)>,
    last: i64,
    bytes: Vec<u8>,
}

/// Sorts and packs `nodes`; `None` where there are none.
pub(super) fn pack(mut nodes: Vec<Node>) -> Option<Packed> {
    nodes.sort_unstable_by_key(|(id, ..)| *id);
    let last = nodes.last()?.0;
    let mut packed = Packed { blocks: Vec::new(), last, bytes: Vec::new() };
    for block in nodes.chunks(BLOCK_NODES) {
        let (mut before, mut west, mut south) = (block[0].0, 0, 0);
        for (id, lon, lat) in block {
            push_signed(id - before, &mut packed.bytes);
            push_signed(i64::from(*lon) - west, &mut packed.bytes);
            push_signed(i64::from(*lat) - south, &mut packed.bytes);
            (before, west, south) = (*id, i64::from(*lon), i64::from(*lat));
        }
        packed.blocks.push((block[0].0, packed.bytes.len()));
    }
    Some(packed)
}

/// Blocks whose numbers grow: the first number of each, and where it lies in the file.
#[derive(Default)]
struct Run {
    blocks: Vec<(i64, u64, u32)>,
    last: i64,
}

/// A file of nodes that is being written. It vanishes when dropped.
pub(super) struct NodeFileWriter {
    path: ScratchPath,
    out: BufWriter<File>,
    length: u64,
    runs: Vec<Run>,
}

impl NodeFileWriter {
    /// Makes the file, anew where there is one.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let out = BufWriter::with_capacity(BUFFER_BYTES, File::create(path)?);
        Ok(Self { path: ScratchPath(path.to_owned()), out, length: 0, runs: Vec::new() })
    }

    /// Appends nodes; `false` where their numbers begin again too often to be looked up.
    pub(super) fn add(&mut self, packed: &Packed) -> io::Result<bool> {
        let Some((first, _)) = packed.blocks.first() else { return Ok(true) };
        if self.runs.last().is_none_or(|run| run.last >= *first) {
            self.runs.push(Run::default());
        }
        if let Some(run) = self.runs.last_mut() {
            let mut start = 0;
            for (first, end) in &packed.blocks {
                run.blocks.push((*first, self.length + start as u64, (end - start) as u32));
                start = *end;
            }
            run.last = packed.last;
        }
        self.out.write_all(&packed.bytes)?;
        self.length += packed.bytes.len() as u64;
        Ok(self.runs.len() <= MOST_RUNS)
    }

    /// The file, to be asked.
    pub(super) fn finish(mut self) -> io::Result<NodeFile> {
        self.out.flush()?;
        Ok(NodeFile { path: self.path, runs: self.runs })
    }
}

/// A file of nodes. It vanishes when dropped.
pub(super) struct NodeFile {
    path: ScratchPath,
    runs: Vec<Run>,
}

impl NodeFile {
    /// The nodes of those numbers that are in the file, sorted. `ids` are sorted, none is there twice.
    /// Cost: each block that holds one of them is read once.
    pub(super) fn find(&self, ids: &[i64]) -> io::Result<Vec<Node>> {
        let mut file = File::open(&self.path.0)?;
        let mut found = Vec::with_capacity(ids.len());
        for run in &self.runs {
            run.find(ids, &mut file, &mut found)?;
        }
        if self.runs.len() > 1 {
            found.sort_by_key(|(id, ..)| *id);
            found.dedup_by_key(|(id, ..)| *id);
        }
        Ok(found)
    }
}

impl Run {
    fn find(&self, mut ids: &[i64], file: &mut File, found: &mut Vec<Node>) -> io::Result<()> {
        let mut bytes = Vec::new();
        while let Some(id) = ids.first() {
            let after = self.blocks.partition_point(|(first, ..)| first <= id);
            let next = self.blocks.get(after).map_or(i64::MAX, |(first, ..)| *first);
            let (here, rest) = ids.split_at(ids.partition_point(|id| *id < next).max(1));
            if let Some((first, start, length)) = after.checked_sub(1).and_then(|at| self.blocks.get(at)) {
                file.seek(SeekFrom::Start(*start))?;
                bytes.resize(*length as usize, 0);
                file.read_exact(&mut bytes)?;
                pick(*first, &bytes, here, found)?;
            }
            ids = rest;
        }
        Ok(())
    }
}

/// Adds the nodes of a block that are among `wanted`.
fn pick(first: i64, mut block: &[u8], mut wanted: &[i64], found: &mut Vec<Node>) -> io::Result<()> {
    let (mut id, mut lon, mut lat) = (first, 0, 0);
    while !block.is_empty() && !wanted.is_empty() {
        let mut step = || take_signed(&mut block).ok_or(io::ErrorKind::InvalidData);
        (id, lon, lat) = (id + step()?, lon + step()?, lat + step()?);
        let passed = wanted.partition_point(|wanted| *wanted < id);
        wanted = &wanted[passed..];
        if wanted.first() == Some(&id) {
            found.push((id, lon as i32, lat as i32));
            wanted = &wanted[1..];
        }
    }
    Ok(())
}

/// A file that vanishes when dropped.
struct ScratchPath(PathBuf);

impl Drop for ScratchPath {
    fn drop(&mut self) {
        // What is left over is removed by the next import.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_node_is_found_and_no_other(
            batches in proptest::collection::vec(
                proptest::collection::btree_map(0..4000_i64, (any::<i32>(), any::<i32>()), 0..700), 0..5),
            wanted in proptest::collection::btree_set(0..4000_i64, 0..300),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("nodes");
            let mut writer = NodeFileWriter::create(&path).unwrap();
            let mut all = BTreeMap::new();
            for batch in &batches {
                let nodes: Vec<Node> = batch.iter().map(|(id, (lon, lat))| (*id, *lon, *lat)).rev().collect();
                if let Some(packed) = pack(nodes) {
                    prop_assert!(writer.add(&packed).unwrap());
                }
                for (id, position) in batch {
                    all.entry(*id).or_insert(*position);
                }
            }
            let nodes = writer.finish().unwrap();
            let wanted: Vec<i64> = wanted.into_iter().collect();
            let expected: Vec<Node> =
                wanted.iter().filter_map(|id| all.get(id).map(|(lon, lat)| (*id, *lon, *lat))).collect();
            prop_assert_eq!(nodes.find(&wanted).unwrap(), expected);
            drop(nodes);
            prop_assert!(!path.exists());
        }
    }

    #[test]
    fn numbers_that_begin_again_and_again_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = NodeFileWriter::create(&folder.path().join("nodes")).unwrap();
        let mut add = || writer.add(&pack(vec![(7, 0, 0)]).unwrap()).unwrap();
        assert!((0..MOST_RUNS).all(|_| add()));
        assert!(!add());
    }
}
