//! Why the registry cannot be read or written. A strange row is no error: see [`crate::Outcome`].

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;
use vmap_core::PlaceId;
use vmap_core::unit::UnitTableError;

/// Why the registry cannot be read or written.
#[derive(Debug, Error)]
pub enum RegistryError {
    /// The path is a folder.
    #[error("the registry is one file, but {0} is a folder: name a file in it, as registry.db")]
    IsFolder(PathBuf),
    /// The system does not let the file be opened or made.
    #[error("cannot open the registry {path}: {reason}; check that its folder exists and may be written")]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A file, but of something else.
    #[error("{0} is no registry of vmap and is left as it is: name another file, or move it away")]
    NotARegistry(PathBuf),
    /// Written by another version of this program.
    #[error(
        "the registry {place} has schema {found}, this vmap reads schema {expected}: use the vmap that wrote it, or move it away and import anew"
    )]
    Schema {
        /// The file, or the database without its password.
        place: String,
        /// Schema of the file.
        found: i32,
        /// Schema of this program.
        expected: i32,
    },
    /// Another process kept the registry for longer than we waited.
    #[error("another vmap is writing to the registry: wait until it is done, then try again")]
    Locked,
    /// No space left; what was being written is taken back.
    #[error("the disk of the registry is full: make room and try again, the registry is as it was before")]
    DiskFull,
    /// The system failed to read or write the file.
    #[error("the system cannot read or write the registry ({0}): check the disk, the registry is as it was before")]
    Disk(String),
    /// The database does not answer.
    #[error(
        "the registry's database does not answer at {place} ({reason}): check its URL and that it runs; what was not committed is taken back"
    )]
    Unreachable {
        /// Host and database, without the password.
        place: String,
        /// What went wrong.
        reason: String,
    },
    /// The file may only be read.
    #[error("the registry may not be written: check the permissions of the file and its folder")]
    ReadOnly,
    /// The file's content contradicts itself.
    #[error("the registry is damaged ({0}): restore it from a copy")]
    Damaged(String),
    /// All identifiers are given away.
    #[error("all 90 thousand million place identifiers are given away: no place can be added")]
    NoIdentifierLeft,
    /// A full file lacks more than may be retired without being told.
    #[error(
        "{missing} of the {known} places that the registry has of this source in the {wards} wards of the file are not in it: {share:.1} %, more than the {limit_percent} % that may be retired; nothing was written. If they are gone, say so with --max-retired {needed}; if the file is not all that the source has there, with --add",
        share = percent(*missing, *known), needed = percent(*missing, *known).ceil()
    )]
    TooManyMissing {
        /// Places that no row means.
        missing: u64,
        /// Places of the source in the wards of the file.
        known: u64,
        /// Wards of the file.
        wards: u64,
        /// How much may be missing, in percent.
        limit_percent: f64,
    },
    /// There is no such place.
    #[error("no place {0} was ever registered: check the number")]
    NoPlace(PlaceId),
    /// There is no such batch.
    #[error("there is no batch {0}: `vmap batches` lists them")]
    NoBatch(u64),
    /// A later batch stands on what is to be taken back.
    #[error("batch {by} has changed places of batch {batch} since: take batch {by} back first")]
    ChangedSince {
        /// The batch to be taken back.
        batch: u64,
        /// The later one.
        by: u64,
    },
    /// There is no such review.
    #[error("there is no review {0}: `vmap review list` shows those that wait")]
    NoReview(u64),
    /// There is no such proposal.
    #[error("there is no proposal {0}: `vmap proposals list` shows those that wait")]
    NoProposal(u64),
    /// A decision was taken before.
    #[error("{what} was decided on by {by} at {at}: a decision is not taken twice")]
    AlreadyDecided {
        /// On what.
        what: String,
        /// By whom.
        by: String,
        /// When, RFC 3339 in UTC.
        at: String,
    },
    /// The two places of a pair have become one already.
    #[error("the two places are one already: decide to keep the pair as it is")]
    AlreadyOne,
    /// A proposal without what its kind needs.
    #[error("a proposal names the place it is about, unless that is new, and how it should be, unless it is gone")]
    IncompleteProposal,
    /// A page of changes that does not follow.
    #[error("the next change is {expected}, found {found}: ask for the changes since {}", expected.saturating_sub(1))]
    NotTheNextChange {
        /// The number that follows the last one here.
        expected: u64,
        /// The first number of the page.
        found: u64,
    },
    /// What follows another registry has changes of its own.
    #[error("this registry is no copy of that one: batch {batch} is not the same there; follow into an empty home")]
    NoCopy {
        /// A batch that differs, or that there is only here.
        batch: u64,
    },
    /// Who was reading stopped.
    #[error("reading was stopped")]
    Stopped,
    /// The load failed earlier and was taken back.
    #[error("this load has failed and was taken back: start it again")]
    LoadFailed,
    /// SQLite refused for a reason of its own.
    #[error("the registry's database refused: {0}")]
    Database(String),
}

impl RegistryError {
    /// What lies in the file is not what this program writes.
    pub(crate) fn damaged(reason: impl ToString) -> Self {
        Self::Damaged(reason.to_string())
    }
}

fn percent(part: u64, whole: u64) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

impl From<rusqlite::Error> for RegistryError {
    fn from(error: rusqlite::Error) -> Self {
        let reason = error.to_string();
        let Some(found) = error.sqlite_error() else {
            return Self::Damaged(reason);
        };
        match found.code {
            // The file shared between processes could not grow.
            ErrorCode::SystemIoFailure if found.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::DiskFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked,
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::SystemIoFailure => Self::Disk(reason),
            ErrorCode::ReadOnly | ErrorCode::CannotOpen => Self::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(reason),
            _ => Self::Database(reason),
        }
    }
}

impl From<UnitTableError> for RegistryError {
    fn from(error: UnitTableError) -> Self {
        Self::damaged(error)
    }
}
