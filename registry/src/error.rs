//! Why the registry cannot be read or written. A strange row is no error: see [`crate::Outcome`].

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;
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
        "the registry {path} has schema {found}, this vmap reads schema {expected}: use the vmap that wrote it, or move the file away and import anew"
    )]
    Schema {
        /// The file.
        path: PathBuf,
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
    /// The file may only be read.
    #[error("the registry may not be written: check the permissions of the file and its folder")]
    ReadOnly,
    /// The file's content contradicts itself.
    #[error("the registry is damaged ({0}): restore it from a copy")]
    Damaged(String),
    /// All identifiers are given away.
    #[error("all 90 thousand million place identifiers are given away: no place can be added")]
    NoIdentifierLeft,
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

impl From<rusqlite::Error> for RegistryError {
    fn from(error: rusqlite::Error) -> Self {
        let reason = error.to_string();
        let Some(code) = error.sqlite_error_code() else {
            return Self::Damaged(reason);
        };
        match code {
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
