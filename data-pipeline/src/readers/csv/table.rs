//! A CSV file as whole rows, none left out: for work that gives every row back.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::super::columns::Columns;
use super::super::detect;
use super::super::input::{BytesRead, Input, read_error};
use super::super::{Compression, Field, ReadError, ReadOptions, RejectionReason};
use super::dialect::Dialect;
use super::records::{Found, Records};
use super::{records, roles};

/// A CSV file that is being read row by row, in constant memory.
pub struct Table {
    path: PathBuf,
    compression: Option<Compression>,
    progress: BytesRead,
    records: Records,
    delimiter: u8,
    names: Vec<String>,
    columns: Vec<(Field, usize)>,
}

/// One row of a [`Table`], with as many fields as the header has names.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Number of its first line, from 1.
    pub line: u64,
    /// Its fields. Of a broken row: as much as can be told, what is too many joined in the last one.
    pub fields: Vec<String>,
    /// Why it is no row like the others.
    pub broken: Option<RejectionReason>,
}

impl Table {
    /// Opens a CSV file (also `.gz`, `.zst`) of any encoding and delimiter, and reads its header line.
    ///
    /// # Errors
    /// When the file is missing, a folder, empty, no table of text, or its compression is broken.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        Self::read(Input::open(path)?, options)
    }

    /// The same of `file`, from where it is read on; `name` is what it is called in errors.
    ///
    /// # Errors
    /// As [`Table::open`].
    pub fn of_file(file: File, name: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        Self::read(Input::of_file(file, name)?, options)
    }

    fn read(input: Input, options: &ReadOptions) -> Result<Self, ReadError> {
        detect::refuse_known(&input)?;
        let columns = Columns::new(&options.columns);
        let dialect = Dialect::detect(&input.sample, options, &columns);
        let (path, compression, progress) = (input.path, input.compression, input.progress);
        let mut records = records(input.bytes, &dialect);
        let header = records.header().map_err(|error| read_error(&path, compression, error))?;
        let Some(names) = header else { return Err(ReadError::Empty { path }) };
        let columns = roles(&names, &columns);
        Ok(Self { path, compression, progress, records, delimiter: dialect.delimiter, names, columns })
    }

    /// The names in the header line.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What stands between fields.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The column that is `field`, by its name.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(found, _)| *found == field).map(|(_, at)| *at)
    }

    /// Bytes read so far, and in all where that is known: of the file as it lies on the disk.
    pub fn progress(&self) -> (u64, Option<u64>) {
        self.progress.progress()
    }

    /// The next row; `None` at the end. A blank line is a row of blank fields.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next_row(&mut self) -> Result<Option<TableRow>, ReadError> {
        let found = self.records.next_or_blank(self.names.len());
        let found = found.map_err(|error| read_error(&self.path, self.compression, error))?;
        Ok(found.map(|(line, found)| match found {
            Some(found) => self.row(line, found),
            None => TableRow { line, fields: self.fitted(Vec::new()), broken: None },
        }))
    }

    fn row(&self, line: u64, found: Found) -> TableRow {
        let texts = self.records.texts().map(|texts| texts.into_iter().map(str::to_owned).collect::<Vec<_>>());
        match (found, texts) {
            (Found::Fields, Some(fields)) => TableRow { line, fields, broken: None },
            (Found::Fields, None) => self.unreadable(line, self.records.broken_text()),
            (Found::Broken(reason @ RejectionReason::WrongFieldCount { .. }), Some(fields)) => {
                TableRow { line, fields: self.fitted(fields), broken: Some(reason) }
            }
            (Found::Broken(reason), _) => self.unreadable(line, reason),
        }
    }

    /// `fields`, filled up or their rest joined, so that no column is shifted.
    fn fitted(&self, mut fields: Vec<String>) -> Vec<String> {
        let expected = self.names.len();
        if fields.len() > expected {
            let rest = fields.split_off(expected.saturating_sub(1));
            fields.push(rest.join(&char::from(self.delimiter).to_string()));
        }
        fields.resize(expected, String::new());
        fields
    }

    fn unreadable(&self, line: u64, reason: RejectionReason) -> TableRow {
        let fields = self.fitted(vec![self.records.raw_text()]);
        TableRow { line, fields, broken: Some(reason) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(bytes: &[u8]) -> Vec<TableRow> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("table.csv");
        std::fs::write(&path, bytes).unwrap();
        let mut table = Table::open(&path, &ReadOptions::default()).unwrap();
        std::iter::from_fn(|| table.next_row().unwrap()).collect()
    }

    #[test]
    fn broken_rows_keep_their_place_and_their_text() {
        let found = rows("a,b,c\n1,2,3\n\n\"open,2\n1\n1,2,3,4\nđịa,\u{0},x\n".as_bytes());
        let fields: Vec<Vec<&str>> = found.iter().map(|row| row.fields.iter().map(String::as_str).collect()).collect();
        let expected = [
            ["1", "2", "3"],
            ["", "", ""],
            ["\"open,2", "", ""],
            ["1", "", ""],
            ["1", "2", "3,4"],
            ["địa", "\u{0}", "x"],
        ];
        assert_eq!(fields, expected);
        let broken: Vec<bool> = found.iter().map(|row| row.broken.is_some()).collect();
        assert_eq!(broken, [false, false, true, true, true, false]);
        let no_text = rows(b"\xEF\xBB\xBFa,b\n\xFF\xFE\xFD,1\nx,y\n");
        assert_eq!((no_text.len(), no_text[0].fields.len(), no_text[0].broken.is_some()), (2, 2, true));
    }

    proptest! {
        #[test]
        fn every_line_is_a_row(lines in prop::collection::vec("[a-z,;à ]{0,20}", 0..30)) {
            let text = format!("one,two,three\n{}", lines.iter().map(|line| format!("{line}\n")).collect::<String>());
            let found = rows(text.as_bytes());
            prop_assert_eq!(found.len(), lines.len());
            prop_assert!(found.iter().all(|row| row.fields.len() == 3));
        }
    }
}
