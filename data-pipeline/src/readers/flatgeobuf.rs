//! FlatGeobuf, one feature after the other.
//!
//! The library verifies header and features. Framing, properties and geometry are taken apart here
//! with every length checked, because the library's own readers trust them.

mod header;
mod properties;
mod shape;

use std::io::{self, BufRead, Read};
use std::path::PathBuf;
use std::sync::Arc;

use flatgeobuf::size_prefixed_root_as_feature;
use vmap_core::address::RowOrigin;
use vmap_core::text::TextEncoding;

use self::header::Layout;
use super::columns::{Columns, Role};
use super::error::first_line;
use super::features::{Feature, FeatureReader, Vocabulary, as_json};
use super::input::{BytesRead, Input, read_error};
use super::{Format, ReadError, ReadOptions, RejectedRow, RejectionReason, Row, RowReader, SourceDescription};

/// The longest feature that is read; a longer one is a damaged length.
const LONGEST_FEATURE: u32 = 256 << 20;

/// Reads a FlatGeobuf file.
pub(super) struct FlatGeobufReader {
    path: PathBuf,
    name: Arc<str>,
    progress: BytesRead,
    bytes: Box<dyn BufRead + Send>,
    layout: Layout,
    columns: Columns,
    features: FeatureReader,
    buffer: Vec<u8>,
    row: u64,
}

impl FlatGeobufReader {
    /// Reads the header of `input` and passes over its index.
    pub fn open(input: Input, options: &ReadOptions) -> Result<Self, ReadError> {
        let name = input.name();
        let mut bytes = input.bytes;
        let layout = Layout::read(&mut bytes, &input.path, input.progress.length())?;
        let columns = Columns::new(&options.columns);
        check_columns(&layout.names(), &columns, &input.path)?;
        Ok(Self {
            path: input.path,
            name,
            progress: input.progress,
            bytes,
            layout,
            features: FeatureReader::new(columns.clone(), Vocabulary::Any),
            columns,
            buffer: Vec::new(),
            row: 0,
        })
    }

    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        if !self.read_feature()? {
            return Ok(None);
        }
        self.row += 1;
        let origin = RowOrigin { file: self.name.clone(), row: self.row };
        Ok(Some(match feature(&self.buffer, &self.layout) {
            Ok(feature) => self.features.row(&feature, origin, || as_json(&feature)),
            Err(reason) => Row::Rejected(RejectedRow { origin, reason, text: String::new(), key: None }),
        }))
    }

    /// Reads the next feature with its length into the buffer; `false` after the last.
    fn read_feature(&mut self) -> Result<bool, ReadError> {
        let truncated = || ReadError::Truncated { path: self.path.clone(), what: Format::FlatGeobuf.to_string() };
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::UnexpectedEof => truncated(),
            _ => read_error(&self.path, None, error),
        };
        if self.bytes.fill_buf().map_err(failed)?.is_empty() {
            return if self.row < self.layout.count { Err(truncated()) } else { Ok(false) };
        }
        let mut length = [0; 4];
        self.bytes.read_exact(&mut length).map_err(failed)?;
        let size = u32::from_le_bytes(length);
        if size > LONGEST_FEATURE {
            let detail = format!("feature {} claims to be {size} bytes long", self.row + 1);
            return Err(ReadError::from_format(&self.path, Format::FlatGeobuf, detail));
        }
        self.buffer.clear();
        self.buffer.extend_from_slice(&length);
        let read = self.bytes.by_ref().take(u64::from(size)).read_to_end(&mut self.buffer).map_err(failed)?;
        if read < size as usize { Err(truncated()) } else { Ok(true) }
    }
}

fn check_columns(names: &[String], columns: &Columns, path: &std::path::Path) -> Result<(), ReadError> {
    let (path, found) = (path.to_owned(), names.to_vec());
    if let Some((field, column)) = columns.missing(names).next() {
        return Err(ReadError::NoSuchColumn { path, field, column: column.to_owned(), found });
    }
    match names.iter().any(|name| columns.role(name).is_some_and(|role| role.field.is_address())) {
        true => Ok(()),
        false => Err(ReadError::NoAddressColumns { path, found }),
    }
}

/// The feature in `buffer`, which begins with its length.
fn feature<'a>(buffer: &'a [u8], layout: &'a Layout) -> Result<Feature<'a>, RejectionReason> {
    let broken = |detail: String| RejectionReason::BrokenFeature(detail);
    let raw = size_prefixed_root_as_feature(buffer).map_err(|error| broken(first_line(&error.to_string())))?;
    let bytes = raw.properties().map(|properties| properties.bytes()).unwrap_or_default();
    let properties =
        properties::read(bytes, &layout.columns).ok_or_else(|| broken("its properties break off".to_owned()))?;
    let geometry = match raw.geometry() {
        Some(geometry) => Some(shape::read(&geometry, layout.geometry)?),
        None => None,
    };
    Ok(Feature { id: None, properties, geometry })
}

impl RowReader for FlatGeobufReader {
    fn describe(&self) -> SourceDescription {
        let names = self.layout.names();
        let with_role = names.iter().filter_map(|name| Some((self.columns.role(name)?, name.clone())));
        let mut columns: Vec<(Role, String)> = with_role.collect();
        columns.sort_unstable();
        SourceDescription {
            format: Format::FlatGeobuf,
            compression: None,
            encoding: TextEncoding::Utf8,
            delimiter: None,
            columns: columns.into_iter().map(|(role, name)| (role.field, name)).collect(),
            unused: names.into_iter().filter(|name| self.columns.role(name).is_none()).collect(),
            header: None,
        }
    }

    fn next_chunk(&mut self, rows: usize) -> Result<Vec<Row>, ReadError> {
        let mut chunk = Vec::new();
        while chunk.len() < rows {
            match self.row()? {
                Some(row) => chunk.push(row),
                None => break,
            }
        }
        Ok(chunk)
    }

    fn progress(&self) -> (u64, Option<u64>) {
        self.progress.progress()
    }
}
