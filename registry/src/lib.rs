//! The system of record: places, versions, sources, batches and change numbers.
//!
//! Append-only. A place gets one identifier for ever; what is known of it stands in versions, each
//! with a change number that no other version ever gets, and with two times: since when it is so in
//! the world, and when that was recorded. A load, a decision or a reform is one transaction and one
//! batch, and can be taken back as one. Kept in one SQLite file (write-ahead log, every commit flushed
//! to the disk), or in PostgreSQL: a process that is killed at any moment leaves the registry as it
//! was before its batch. Several processes may read while one writes.
//!
//! This room never knows files' formats, texts' grammar, the index, tiles or HTTP.
//!
//! | module | idea |
//! |---|---|
//! | [`Registry`] | what is in it, and reading it |
//! | [`Load`] | one load: rows submitted in order, then committed or as if never begun |
//! | `matching` | which place a row means, and whether it may change it |
//! | `review`, `proposal` | what waits for a person, and what they decided |
//! | `revert`, `reform`, `feed` | taking a batch back, new units, following another registry |
//! | `writer` | one batch: numbers, versions and keys kept right |
//! | `keys` | finding places by source key and by address key |
//! | `version`, `facts` | what is said of a place, as columns of a table |
//! | `database`, `schema` | the tables, in SQLite and PostgreSQL |
#![forbid(unsafe_code)]

mod batch;
mod database;
mod error;
mod facts;
mod feed;
mod keys;
mod load;
mod matching;
mod place_set;
mod proposal;
mod read;
mod reform;
mod registry;
mod revert;
mod review;
mod schema;
mod source;
mod term;
#[cfg(test)]
mod tests;
mod units;
mod version;
mod wkb;
mod writer;

pub use batch::{Batch, BatchCounts, Work};
pub use error::RegistryError;
pub use facts::{Certification, Details, Facts, OutsideCode, PositionKind, Reason, Status};
pub use feed::ChangePage;
pub use load::{BatchSummary, Gone, Load, LoadChange, LoadOptions, MissingLimit, Outcome, Submission};
pub use matching::{FAR_M, NEAR_M, SAME_HOUSE_M, SAME_SPOT_M};
pub use proposal::{NewProposal, Proposal, ProposalDecision, ProposalKind};
pub use read::{CurrentPlace, HistoricVersion, Operation, PlaceVersion};
pub use reform::{Reform, Rezoned};
pub use registry::{Registry, RegistryStatus};
pub use review::{Decided, Doubt, Review, ReviewDecision};
pub use source::Source;
pub use units::{UnitBoundary, UnitSet, UnitsOutcome};
