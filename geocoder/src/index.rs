//! The text index: named places by name, word and unit.

mod build;
mod open;
mod schema;

/// Version of what [`build_index`] writes: the schema, the names and words that places are found
/// by, the units that they are found in. Raised with each change of these, so that a release with
/// another index is refused and publishing the same tables again makes a new release.
pub const INDEX_VERSION: u32 = 2;

pub use build::build_index;
pub(crate) use open::{TextIndex, Wanted};
