//! The system of record: places, versions, sources, batches and change numbers.
//!
//! Append-only. A place gets one identifier for ever; what is known of it stands in versions, each
//! with a change number that no other version ever gets; a load is one transaction and one batch.
//! Kept in one SQLite file (write-ahead log, every commit flushed to the disk): a process that is
//! killed at any moment leaves the registry as it was before its load. Several processes may read
//! while one writes.
//!
//! This room never knows files' formats, texts' grammar, the index, tiles or HTTP.
//!
//! | module | idea |
//! |---|---|
//! | [`Registry`] | the file, what is in it, and reading it |
//! | [`Load`] | one batch: rows submitted in order, then committed or as if never begun |
//! | `matching` | which place a row means, and whether it may change it |
//! | `keys` | finding places by source key and by address key |
//! | `version` | a place's content as columns of a table |
//! | `schema` | the tables, opening and checking the file |
#![forbid(unsafe_code)]

mod error;
mod keys;
mod load;
mod matching;
mod place_set;
mod read;
mod registry;
mod schema;
mod term;
#[cfg(test)]
mod tests;
mod units;
mod version;
mod wkb;

pub use error::RegistryError;
pub use load::{BatchSummary, Load, Outcome, Submission};
pub use matching::{NEAR_M, SAME_SPOT_M};
pub use read::{CurrentPlace, Operation, PlaceVersion};
pub use registry::{Batch, Registry, Source, Status};
pub use units::{UnitBoundary, UnitsOutcome};
