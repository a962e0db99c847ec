//! Why a folder of official lists cannot be read.

use std::path::{Path, PathBuf};

use thiserror::Error;
use vmap_core::unit::UnitTableError;

/// Why a folder of official lists cannot be read.
#[derive(Debug, Error)]
pub enum UnitsError {
    /// The folder is not there.
    #[error("{0} does not exist: give the folder that holds admin/wards_current.csv and admin/provinces_current.csv")]
    NoFolder(PathBuf),
    /// Something else stands where a folder should be.
    #[error("{0} is a file: give the folder that holds admin/wards_current.csv and admin/provinces_current.csv")]
    NotAFolder(PathBuf),
    /// A list that is needed is not there.
    #[error("{folder} has no {expected}, found {found}: add the list, or give another folder")]
    MissingList {
        /// Folder looked in.
        folder: PathBuf,
        /// Name of the file expected.
        expected: String,
        /// The `.csv` files that are there.
        found: String,
    },
    /// Several files could be the one list.
    #[error("{folder} has several lists of one kind ({found}): leave the one that is meant")]
    SeveralLists {
        /// Folder looked in.
        folder: PathBuf,
        /// Their names.
        found: String,
    },
    /// A list lacks a column.
    #[error("{file} has no column `{expected}`, found {found}: name the column so in its first line")]
    MissingColumn {
        /// The list.
        file: PathBuf,
        /// The column.
        expected: &'static str,
        /// The columns that it has.
        found: String,
    },
    /// A file's name ends in no day.
    #[error("{file} should name the day of the change, as in wards_before_2025-07-01.csv: rename it")]
    NoDay {
        /// The list.
        file: PathBuf,
    },
    /// A list is no CSV in UTF-8.
    #[error("{file} cannot be read as comma-separated UTF-8: {source}")]
    Csv {
        /// The list.
        file: PathBuf,
        /// What the reader said.
        source: csv::Error,
    },
    /// A boundary file is no FlatGeobuf, or a broken one.
    #[error("{file} cannot be read as FlatGeobuf ({reason}): export it again, or take it out of the folder")]
    Boundaries {
        /// The file.
        file: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// The lists contradict themselves.
    #[error("the lists make no table of units: {0}")]
    Table(#[from] UnitTableError),
    /// The outside world failed.
    #[error("cannot read {path}: {source}")]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl UnitsError {
    /// Names the path that the system failed on.
    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}
