//! Delimiter-separated text with a header line.
//!
//! The file is cut into lines first and each line is parsed by itself; only a quote left open
//! takes the next lines in. So a stray quote spoils one row and not the rest of the file, and the
//! row numbers are those that an editor shows.

mod dialect;
mod lines;
mod records;
mod table;
mod utf16;

pub use table::{Table, TableRow};

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;

use vmap_core::address::{RowOrigin, SourceGeometry};
use vmap_core::text::TextEncoding;

use self::dialect::Dialect;
use self::lines::Lines;
use self::records::{Found, Records};
use self::utf16::Utf16ToUtf8;
use super::columns::{Columns, Role};
use super::input::{BytesRead, Input, read_error};
use super::texts::Texts;
use super::{
    Compression, Field, Format, ReadError, ReadOptions, RejectedRow, RejectionReason, Row, RowReader, SourceDescription,
};

/// Reads a CSV file.
pub(super) struct CsvReader {
    path: PathBuf,
    name: Arc<str>,
    compression: Option<Compression>,
    progress: BytesRead,
    records: Records,
    dialect: Dialect,
    header: Header,
}

/// The header line: which field stands where.
struct Header {
    line: String,
    names: Vec<String>,
    columns: Vec<(Field, usize)>,
}

impl CsvReader {
    /// Finds out the dialect of `input` and reads its header line.
    pub fn open(input: Input, options: &ReadOptions) -> Result<Self, ReadError> {
        let columns = Columns::new(&options.columns);
        let dialect = Dialect::detect(&input.sample, options, &columns);
        let name = input.name();
        let mut records = records(input.bytes, &dialect);
        let header = Header::read(&mut records, &columns, &input.path, input.compression)?;
        Ok(Self {
            path: input.path,
            name,
            compression: input.compression,
            progress: input.progress,
            records,
            dialect,
            header,
        })
    }

    /// The next row; `None` at the end.
    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        let expected = self.header.names.len();
        let found = self.records.next(expected);
        let Some((line, found)) = found.map_err(|error| read_error(&self.path, self.compression, error))? else {
            return Ok(None);
        };
        let origin = RowOrigin { file: self.name.clone(), row: line };
        Ok(Some(match found {
            Found::Fields => self.record(origin),
            Found::Broken(reason) => self.reject(origin, reason, None),
        }))
    }

    fn record(&self, origin: RowOrigin) -> Row {
        let Some(fields) = self.records.texts() else {
            return self.reject(origin, RejectionReason::BrokenText(self.dialect.encoding), None);
        };
        let mut texts = Texts::default();
        for (field, column) in &self.header.columns {
            texts.set(*field, fields.get(*column));
        }
        match texts.position() {
            _ if texts.say_gone() => {
                let geometry = texts.position().map(|(lon, lat)| SourceGeometry::Point { lon, lat });
                Row::Record(texts.into_record(origin, geometry.unwrap_or(SourceGeometry::Absent)))
            }
            _ if !texts.name_a_place() => self.reject(origin, RejectionReason::AddressMissing, texts.get(Field::Key)),
            Ok((lon, lat)) => Row::Record(texts.into_record(origin, SourceGeometry::Point { lon, lat })),
            Err(reason) => self.reject(origin, reason, texts.get(Field::Key)),
        }
    }

    fn reject(&self, origin: RowOrigin, reason: RejectionReason, key: Option<&str>) -> Row {
        let (text, key) = (self.records.raw_text(), key.map(str::to_owned));
        Row::Rejected(RejectedRow { origin, reason, text, key })
    }
}

impl RowReader for CsvReader {
    fn describe(&self) -> SourceDescription {
        let used = |at: usize| self.header.columns.iter().any(|(_, column)| *column == at);
        let names = self.header.names.iter().enumerate();
        let column = |at: usize| self.header.names.get(at).cloned().unwrap_or_default();
        SourceDescription {
            format: Format::Csv,
            compression: self.compression,
            encoding: self.dialect.encoding,
            delimiter: Some(self.dialect.delimiter),
            columns: self.header.columns.iter().map(|(field, at)| (*field, column(*at))).collect(),
            unused: names.filter(|(at, _)| !used(*at)).map(|(_, name)| name.clone()).collect(),
            header: Some(self.header.line.clone()),
        }
    }

    fn next_chunk(&mut self, rows: usize) -> Result<Vec<Row>, ReadError> {
        let mut chunk = Vec::with_capacity(rows);
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

impl Header {
    fn read(
        records: &mut Records,
        columns: &Columns,
        path: &std::path::Path,
        compression: Option<Compression>,
    ) -> Result<Self, ReadError> {
        let header = records.header().map_err(|error| read_error(path, compression, error))?;
        let Some(names) = header else {
            return Err(ReadError::Empty { path: path.to_owned() });
        };
        let header = Self { line: records.raw_text(), columns: roles(&names, columns), names };
        header.check(columns, path)?;
        Ok(header)
    }

    fn check(&self, columns: &Columns, path: &std::path::Path) -> Result<(), ReadError> {
        let (path, found) = (path.to_owned(), self.names.clone());
        if let Some((field, column)) = columns.missing(&self.names).next() {
            return Err(ReadError::NoSuchColumn { path, field, column: column.to_owned(), found });
        }
        let has = |field| self.columns.iter().any(|(column_field, _)| *column_field == field);
        let has_position = (has(Field::Lat) && has(Field::Lon)) || has(Field::LatLon) || has(Field::Wkt);
        if !has_position {
            return Err(ReadError::NoCoordinateColumns { path, found });
        }
        if !self.columns.iter().any(|(field, _)| field.is_address()) {
            return Err(ReadError::NoAddressColumns { path, found });
        }
        Ok(())
    }
}

/// The rows of `bytes`, which are written in `dialect`.
fn records(bytes: Box<dyn BufRead + Send>, dialect: &Dialect) -> Records {
    let bytes: Box<dyn BufRead + Send> = match dialect.encoding {
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => Box::new(Utf16ToUtf8::new(bytes, dialect.encoding)),
        _ => bytes,
    };
    Records::new(Lines::new(bytes, dialect.line_end, dialect.skipped_bytes), dialect)
}

/// The best column for each field, in the order of the fields.
fn roles(names: &[String], columns: &Columns) -> Vec<(Field, usize)> {
    let with_role = names.iter().enumerate().filter_map(|(at, name)| Some((columns.role(name)?, at)));
    let mut candidates: Vec<(Role, usize)> = with_role.collect();
    candidates.sort_unstable();
    candidates.dedup_by_key(|(role, _)| role.field);
    candidates.into_iter().map(|(role, at)| (role.field, at)).collect()
}
