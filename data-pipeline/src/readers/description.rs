//! What a reader found out about its file.

use std::fmt;
use std::path::Path;

use vmap_core::text::{TextEncoding, fold};

use super::Field;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimiter-separated text with a header line.
    Csv,
    /// A GeoJSON document (RFC 7946).
    GeoJson,
    /// One GeoJSON feature a line, or after a record separator (RFC 8142).
    GeoJsonSeq,
    /// FlatGeobuf.
    FlatGeobuf,
    /// OpenStreetMap's protocol buffer format.
    OsmPbf,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::GeoJson => "GeoJSON",
            Self::GeoJsonSeq => "GeoJSONSeq",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::OsmPbf => "OSM PBF",
        })
    }
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

impl Compression {
    /// The compression that the ending of the name `path` tells.
    pub fn of_name(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "gz" => Some(Self::Gzip),
            "zst" => Some(Self::Zstd),
            _ => None,
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

/// What a file is and how it is read. Displays as one line.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceDescription {
    /// Its format.
    pub format: Format,
    /// Its compression, if any.
    pub compression: Option<Compression>,
    /// Its encoding; of anything but CSV, UTF-8.
    pub encoding: TextEncoding,
    /// Its delimiter, of CSV.
    pub delimiter: Option<u8>,
    /// Which column is read as which field.
    pub columns: Vec<(Field, String)>,
    /// Columns that are not read.
    pub unused: Vec<String>,
    /// The header line of a CSV, so that rejected rows can be written beneath it.
    pub header: Option<String>,
}

impl SourceDescription {
    /// Whether a column called `synthetic` labels the file as made data.
    pub fn is_labelled_synthetic(&self) -> bool {
        self.unused.iter().any(|column| fold(column) == "synthetic")
    }
}

impl fmt::Display for SourceDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.format)?;
        if let Some(compression) = self.compression {
            write!(f, " in {compression}")?;
        }
        write!(f, ", {}", self.encoding)?;
        if let Some(delimiter) = self.delimiter {
            write!(f, ", delimiter {:?}", char::from(delimiter))?;
        }
        let columns: Vec<String> = self.columns.iter().map(|(field, column)| format!("{field}={column}")).collect();
        if !columns.is_empty() {
            write!(f, "; columns {}", columns.join(", "))?;
        }
        if !self.unused.is_empty() {
            write!(f, "; not used: {}", self.unused.join(", "))?;
        }
        Ok(())
    }
}
