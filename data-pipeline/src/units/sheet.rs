//! One list: a CSV in UTF-8 whose first line names its columns.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use hashbrown::HashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::UnitsError;

/// A list in memory, its columns found by name.
pub(super) struct Sheet {
    pub(super) path: PathBuf,
    columns: HashMap<String, usize>,
    rows: Vec<StringRecord>,
}

/// One row of a [`Sheet`].
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    sheet: &'a Sheet,
    cells: &'a StringRecord,
}

impl Sheet {
    pub(super) fn read(path: &Path) -> Result<Self, UnitsError> {
        Self::parse(path, File::open(path).map_err(UnitsError::io(path))?)
    }

    /// The list in `text`, which goes by the name of `path`.
    pub(super) fn parse(path: &Path, text: impl Read) -> Result<Self, UnitsError> {
        let failed = |source| UnitsError::Csv { file: path.to_owned(), source };
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text);
        let columns = reader.headers().map_err(failed)?;
        let columns = columns.iter().enumerate().map(|(at, name)| (name.to_lowercase(), at)).collect();
        let rows = reader.records().map(|row| row.map(nfc)).collect::<Result<_, _>>().map_err(failed)?;
        Ok(Self { path: path.to_owned(), columns, rows })
    }

    /// Refuses the list unless it has all of `columns`.
    pub(super) fn expect(self, columns: &[&'static str]) -> Result<Self, UnitsError> {
        let Some(&expected) = columns.iter().find(|name| !self.has(name)) else { return Ok(self) };
        let mut found: Vec<(usize, &str)> = self.columns.iter().map(|(name, at)| (*at, name.as_str())).collect();
        found.sort_unstable();
        let found = found.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
        Err(UnitsError::MissingColumn { file: self.path, expected, found })
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { sheet: self, cells })
    }
}

impl<'a> Row<'a> {
    /// The text in `column`; empty where column or cell is absent.
    pub(super) fn text(self, column: &str) -> &'a str {
        self.sheet.columns.get(column).and_then(|at| self.cells.get(*at)).unwrap_or_default()
    }

    /// The number in `column`, where there is one.
    pub(super) fn number(self, column: &str) -> Option<f64> {
        self.text(column).parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Whether `column` says 1.
    pub(super) fn flag(self, column: &str) -> bool {
        self.text(column) == "1"
    }
}

fn nfc(row: StringRecord) -> StringRecord {
    match row.iter().all(is_nfc) {
        true => row,
        false => row.iter().map(|cell| cell.nfc().collect::<String>()).collect(),
    }
}
