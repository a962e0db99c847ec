//! Why a file cannot be read.

use std::io;
use std::path::{Path, PathBuf};

use super::{Field, Format};

/// A file that cannot be read at all, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such file.
    #[error("there is no file {path}: check the spelling and the current folder")]
    NotFound {
        /// The file as named.
        path: PathBuf,
    },
    /// A folder.
    #[error("{path} is a folder: name the file in it that is to be read")]
    Folder {
        /// The folder as named.
        path: PathBuf,
    },
    /// The operating system does not give the file's bytes.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// No bytes.
    #[error("{path} is empty: it has no bytes to read")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file ends too early.
    #[error("{path} ends in the middle of its {what} data: it was not copied or downloaded completely, get it again")]
    Truncated {
        /// The file.
        path: PathBuf,
        /// What breaks off (`gzip`, `FlatGeobuf`).
        what: String,
    },
    /// The bytes are not what the format says.
    #[error("{path} is damaged, its {what} data cannot be read ({detail}): get it again")]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is broken (`gzip`, `OSM PBF`).
        what: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A format that is known and not read.
    #[error("{path} is {found}, which is not read here: {advice}")]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it is, with its article.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Nothing that is known.
    #[error(
        "{path} is in no known format ({detail}): CSV, GeoJSON, GeoJSONSeq, FlatGeobuf and OSM PBF are read, the first \
         three also as .gz or .zst"
    )]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// What it looks like.
        detail: String,
    },
    /// Coordinates that are not degrees of WGS84.
    #[error(
        "{path} has its coordinates in EPSG:{code}, degrees of WGS84 (EPSG:4326) are expected: convert it first, for example with ogr2ogr -t_srs EPSG:4326"
    )]
    OtherCoordinates {
        /// The file.
        path: PathBuf,
        /// The file's coordinate reference system.
        code: i32,
    },
    /// No columns with coordinates.
    #[error(
        "{path} has no columns with coordinates: found {}; looked for lat and lon (vĩ độ, kinh độ), or one column \
         latlon or wkt; name them with --columns lat=...,lon=...",
        listed(found)
    )]
    NoCoordinateColumns {
        /// The file.
        path: PathBuf,
        /// The columns that it has.
        found: Vec<String>,
    },
    /// No columns with addresses.
    #[error(
        "{path} has no columns with addresses or names: found {}; looked for address (địa chỉ), or housenumber (số \
         nhà), street (đường), hamlet (thôn), ward (phường xã), district (quận huyện), province (tỉnh), name (tên); \
         name them with --columns address=... or --columns housenumber=...,street=...",
        listed(found)
    )]
    NoAddressColumns {
        /// The file.
        path: PathBuf,
        /// The columns that it has.
        found: Vec<String>,
    },
    /// `--columns` names a column that the file does not have.
    #[error("{path} has no column {column:?} to be read as {field}: found {}", listed(found))]
    NoSuchColumn {
        /// The file.
        path: PathBuf,
        /// The field asked for.
        field: Field,
        /// The column asked for.
        column: String,
        /// The columns that it has.
        found: Vec<String>,
    },
    /// JSON that holds no features.
    #[error(
        "{path} is JSON without GeoJSON features ({detail}): a FeatureCollection, or one Feature a line, is expected"
    )]
    NoFeatures {
        /// The file.
        path: PathBuf,
        /// What was found instead.
        detail: String,
    },
}

impl ReadError {
    /// Damage to `path`, a file of format `what`.
    pub(super) fn from_format(path: &Path, what: Format, detail: impl ToString) -> Self {
        Self::Corrupt { path: path.to_owned(), what: what.to_string(), detail: first_line(&detail.to_string()) }
    }
}

/// The first line of a library's message; what follows tells the library's author where it was.
pub(super) fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

fn listed(columns: &[String]) -> String {
    const SHOWN: usize = 20;
    let on_one_line = |column: &String| column.replace(|letter: char| letter.is_control(), " ");
    let mut shown: Vec<String> = columns.iter().take(SHOWN).map(on_one_line).collect();
    if columns.len() > SHOWN {
        shown.push("...".to_owned());
    }
    match shown.is_empty() {
        true => "no columns".to_owned(),
        false => shown.join(", "),
    }
}
