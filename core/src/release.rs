//! The release's file formats over bytes.
//!
//! A release is a folder of plain files. A *column* file is an array of fixed-width little-endian
//! values and nothing else, its type in its name (`addresses/lon.i32`): `numpy.fromfile` reads it.
//! A *heap* is a column of `u64` offsets beside one file of bytes. Row numbers tie columns
//! together; an absent reference is the type's largest value.
//!
//! This module turns bytes into typed tables and checks that lengths agree; where the bytes come
//! from (a memory map, a test) is the caller's concern. What a number refers to is checked when it
//! is followed: a row that does not exist reads as absent, never as a panic.

mod addresses;
mod assemble;
mod column;
mod heap;
mod named_places;
mod sink;
mod ward_index;

pub use addresses::{AddressRow, AddressTable};
pub use assemble::{Assembler, AssemblyReport, PlaceCounts, build_tables, put_units};
pub use column::{Column, ColumnValue, write_column};
pub use heap::{ByteHeap, StringHeap};
pub use named_places::{NamedPlaceKind, NamedPlaceRow, NamedPlaceTable, decode_lines, encode_lines};
pub use sink::{ReleaseSink, WriteContent};
pub use ward_index::WardIndex;

use bytes::Bytes;
use thiserror::Error;

/// Version of the file formats in this module; a release of another version is refused.
pub const FORMAT_VERSION: u32 = 3;

/// Why bytes are no table of a release.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormatError {
    /// A file that every release has is not there.
    #[error("the release has no file {0}: publish it again")]
    Missing(String),
    /// A file has another length than its content asks for.
    #[error("{file} should hold {expected}, found {found} bytes: the release is damaged, publish it again")]
    Length {
        /// File within the release.
        file: String,
        /// What its length should be.
        expected: String,
        /// Length found.
        found: usize,
    },
    /// Text or JSON that cannot be read.
    #[error("{file} cannot be read ({reason}): the release is damaged, publish it again")]
    Content {
        /// File within the release.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// The files of one release, by name relative to its folder.
pub trait ReleaseFiles {
    /// The bytes of `name`, cheap to clone and to slice.
    fn file(&self, name: &str) -> Result<Bytes, FormatError>;
}

/// Files held in memory, for tests and for tables that never touch a disk.
impl ReleaseFiles for hashbrown::HashMap<String, Bytes> {
    fn file(&self, name: &str) -> Result<Bytes, FormatError> {
        self.get(name).cloned().ok_or_else(|| FormatError::Missing(name.to_owned()))
    }
}
