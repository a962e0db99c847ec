//! Any supported file as a stream of [`SourceRecord`](vmap_core::address::SourceRecord)s and
//! rejected rows.
//!
//! Good for: CSV of any delimiter and encoding (also `.gz`, `.zst`), GeoJSON and GeoJSONSeq (also
//! compressed), FlatGeobuf and OSM PBF, of any size: memory stays flat, except that an OSM file
//! costs 16 bytes for each node that its streets and places stand on. The format is told from the
//! content, the name only helps where the content leaves it open.
//!
//! A row that cannot be used is a value, [`Row::Rejected`], with its place in the file and the
//! reason; [`ReadError`] is for a file that cannot be read at all, or not to its end.

mod columns;
mod coordinates;
mod csv;
mod description;
mod detect;
mod error;
mod features;
mod flatgeobuf;
mod geometry;
mod input;
mod json;
mod operation;
mod osm;
mod row;
mod tags;
mod texts;

use std::collections::BTreeMap;
use std::path::Path;

use vmap_core::text::TextEncoding;

pub use columns::{Field, UnknownField};
pub use coordinates::degrees;
pub use csv::{Table, TableRow};
pub use description::{Compression, Format, SourceDescription};
pub use error::ReadError;
pub use operation::RowOperation;
pub use osm::{ElementKind, ElementShape, ElementWork, ElementsError, Tags, read_elements};
pub use row::{IgnoredReason, RejectedRow, RejectionReason, Row};

use input::Input;

/// What the user says about a file; everything left open is found out.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Columns by field, where their names do not say it (`--columns lat=vido,lon=kinhdo`).
    /// A field named here is read from no other column.
    pub columns: BTreeMap<Field, String>,
    /// Encoding of a CSV file.
    pub encoding: Option<TextEncoding>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<u8>,
}

/// A file that is being read.
pub trait RowReader {
    /// What is known of the file by now. For JSON and OSM data the columns are those met so far.
    fn describe(&self) -> SourceDescription;

    /// The next rows, at most `rows` of them; empty at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read on: it is truncated, corrupt, or the disk fails. After an
    /// error there are no more rows.
    fn next_chunk(&mut self, rows: usize) -> Result<Vec<Row>, ReadError>;

    /// Bytes read so far, and in all where that is known: of the file as it lies on the disk. A
    /// file that is read twice counts twice in both.
    fn progress(&self) -> (u64, Option<u64>);
}

/// Opens a file of any supported format.
///
/// # Errors
/// When the file is missing, a folder, empty, of no supported format, or has no columns for
/// coordinates or none for addresses. Each message says what was found and what to do.
pub fn open(path: &Path, options: &ReadOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let input = Input::open(path)?;
    match detect::format(&input)? {
        Format::Csv => Ok(Box::new(csv::CsvReader::open(input, options)?)),
        Format::GeoJson | Format::GeoJsonSeq => Ok(Box::new(json::JsonReader::open(input, options)?)),
        Format::FlatGeobuf => Ok(Box::new(flatgeobuf::FlatGeobufReader::open(input, options)?)),
        Format::OsmPbf => Ok(Box::new(osm::OsmReader::open(input)?)),
    }
}
