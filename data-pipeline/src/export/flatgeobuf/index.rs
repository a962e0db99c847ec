//! The packed R-tree before the features, written from its leaves up.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom};

use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree};

const NODE_SIZE: usize = PackedRTree::DEFAULT_NODE_SIZE as usize;

/// Bytes of a node: four coordinates and an offset.
const NODE_BYTES: u64 = 40;

/// The index of one file, over features in the order in which they come. The leaves go to the file,
/// what is above them, a fifteenth of their number, stays in memory until the end.
pub(super) struct Index {
    out: BufWriter<File>,
    /// Where it begins in the file.
    start: u64,
    /// Numbers of nodes, level by level from the leaves to the root.
    counts: Vec<usize>,
    /// Leaves written so far.
    leaves: usize,
    /// The level above the leaves.
    parents: Vec<NodeItem>,
}

impl Index {
    /// The index at `start` of the file `out` for `leaves` features.
    pub fn create(out: File, start: u64, leaves: usize) -> io::Result<Self> {
        let counts = level_counts(leaves);
        let mut out = BufWriter::new(out);
        let above: usize = counts.iter().skip(1).sum();
        out.seek(SeekFrom::Start(start + above as u64 * NODE_BYTES))?;
        Ok(Self { out, start, counts, leaves: 0, parents: Vec::new() })
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.counts.iter().sum::<usize>() as u64 * NODE_BYTES
    }

    /// Adds the box around the next feature, with the feature's offset.
    pub fn add(&mut self, leaf: &NodeItem) -> io::Result<()> {
        let first = self.first_of_level(0);
        add_child(&mut self.parents, first, self.leaves, leaf);
        self.leaves += 1;
        leaf.write(&mut self.out)
    }

    /// Writes what is above the leaves; gives the file and the root, which is around all features.
    pub fn finish(mut self) -> io::Result<(BufWriter<File>, NodeItem)> {
        let expected = self.counts.first().copied().unwrap_or(0);
        if self.leaves != expected {
            return Err(io::Error::other(format!("{expected} features were announced, {} came", self.leaves)));
        }
        let mut levels = vec![std::mem::take(&mut self.parents)];
        for level in 1..self.counts.len().saturating_sub(1) {
            let below = levels.last().map(Vec::as_slice).unwrap_or_default();
            let above = parents(below, self.first_of_level(level));
            levels.push(above);
        }
        self.out.seek(SeekFrom::Start(self.start))?;
        levels.iter().rev().flatten().try_for_each(|node| node.write(&mut self.out))?;
        let root = levels.pop().and_then(|mut top| top.pop());
        Ok((self.out, root.unwrap_or_else(|| NodeItem::create(0))))
    }

    /// The number of the first node of `level`: nodes are numbered from the root down.
    fn first_of_level(&self, level: usize) -> usize {
        self.counts.iter().skip(level + 1).sum()
    }
}

/// Numbers of nodes, level by level from the leaves to the root; none where there are no leaves.
fn level_counts(leaves: usize) -> Vec<usize> {
    if leaves == 0 {
        return Vec::new();
    }
    let mut counts = vec![leaves];
    let mut last = leaves;
    // A single leaf has a root above it too.
    while counts.len() == 1 || last > 1 {
        last = last.div_ceil(NODE_SIZE);
        counts.push(last);
    }
    counts
}

/// The level above `nodes`, the first of which has the number `first`.
fn parents(nodes: &[NodeItem], first: usize) -> Vec<NodeItem> {
    let mut parents = Vec::with_capacity(nodes.len().div_ceil(NODE_SIZE));
    nodes.iter().enumerate().for_each(|(at, node)| add_child(&mut parents, first, at, node));
    parents
}

/// Adds `child`, the one at `at` of a level whose first node has the number `first`, to the level above.
fn add_child(parents: &mut Vec<NodeItem>, first: usize, at: usize, child: &NodeItem) {
    if at.is_multiple_of(NODE_SIZE) {
        parents.push(NodeItem::create((first + at) as u64));
    }
    parents.iter_mut().next_back().into_iter().for_each(|parent| parent.expand(child));
}
