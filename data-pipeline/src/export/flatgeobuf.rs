//! FlatGeobuf, written as rows come.
//!
//! The library's writer keeps 56 bytes of each feature, and all features in a second file, to sort them
//! along a Hilbert curve. The rows of a release lie along one already, and the lengths of the header and
//! the index follow from the number of features: so these are left open, and features go behind them.
//!
//! Source: the FlatGeobuf specification, version 3, <https://flatgeobuf.org/>.

mod feature;
mod header;
mod index;

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use flatgeobuf::packed_r_tree::NodeItem;

pub(super) use self::feature::features;
use self::header::header;
use self::index::Index;
use super::block::Block;
use super::layer::Contents;

/// A FlatGeobuf file while it is written.
pub(super) struct FlatGeobufWriter<'r> {
    contents: Contents<'r>,
    features: BufWriter<File>,
    /// Bytes of features so far.
    length: u64,
    index: Index,
}

impl<'r> FlatGeobufWriter<'r> {
    /// Begins a file with `contents`, to be written through both `features` and `index`.
    pub fn create(features: File, index: File, contents: Contents<'r>) -> io::Result<Self> {
        let start = header(&contents, &NodeItem::create(0)).len() as u64;
        let index = Index::create(index, start, contents.total as usize)?;
        let mut features = BufWriter::with_capacity(1 << 18, features);
        features.seek(SeekFrom::Start(start + index.length()))?;
        Ok(Self { contents, features, length: 0, index })
    }

    /// Adds the features of `block`.
    pub fn write(&mut self, block: &Block) -> io::Result<()> {
        for bounds in &block.boxes {
            self.index.add(&NodeItem { offset: self.length + bounds.offset, ..bounds.clone() })?;
        }
        self.length += block.bytes.len() as u64;
        self.features.write_all(&block.bytes)
    }

    /// Writes what had been left open.
    pub fn finish(mut self) -> io::Result<()> {
        self.features.flush()?;
        let (mut out, extent) = self.index.finish()?;
        out.rewind()?;
        out.write_all(&header(&self.contents, &extent))?;
        out.flush()
    }
}
