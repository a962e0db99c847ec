//! Every row of a table given back with what became of it: all of its columns in order, then
//! `result_status`, the columns of what was asked, and `result_note`. Rows in are rows out.

mod columns;
mod geocoded;
mod result_columns;

use std::io::Write;

use rayon::prelude::*;
use vmap_pipeline::progress::Progress;
use vmap_pipeline::readers::{Table, TableRow};

use crate::answering::AnswerStatus;
use crate::error::{Context, Outcome};

pub use columns::{AddressColumns, ColumnFault, PositionColumns, position};
pub use geocoded::{Asked, GeocodedRows, RowFilters};
pub use result_columns::{ResultColumns, every_name};

/// Rows in memory at a time, and as many again that are being read.
const CHUNK: usize = 4096;
/// Rows that one thread answers at a time.
const PIECE: usize = 64;

/// What is asked of each row.
pub trait RowAnswers: Sync {
    /// Names of the columns between `result_status` and `result_note`.
    fn columns(&self) -> Vec<&'static str>;

    /// The values of a row that cannot be asked, one for each column.
    fn blank(&self) -> Vec<String>;

    /// What became of `row`, which is whole, or why it cannot be asked.
    fn answer(&self, row: &TableRow) -> Result<RowAnswer, String>;
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAnswer {
    /// In a word.
    pub status: AnswerStatus,
    /// A value for each of [`RowAnswers::columns`].
    pub values: Vec<String>,
}

/// Rows written, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    counts: [u64; AnswerStatus::ALL.len()],
}

impl Summary {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Rows of `status`.
    pub fn of(&self, status: AnswerStatus) -> u64 {
        let kinds = AnswerStatus::ALL.iter().zip(self.counts);
        kinds.filter(|(kind, _)| **kind == status).map(|(_, count)| count).sum()
    }

    /// For a person.
    pub fn told(&self) -> String {
        let each = AnswerStatus::ALL.iter().zip(self.counts);
        let each: Vec<String> = each.map(|(status, count)| format!("{count} {}", status.name())).collect();
        format!("rows {}: {}", self.rows(), each.join(", "))
    }

    fn count(&mut self, status: AnswerStatus) {
        let kinds = AnswerStatus::ALL.iter().zip(&mut self.counts);
        kinds.filter(|(kind, _)| **kind == status).for_each(|(_, count)| *count += 1);
    }

    fn add(&mut self, other: &Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
    }
}

/// Writes every row of `table` with its answer, in the order of the table, in constant memory.
/// Rows are answered on all threads while the next ones are read.
///
/// # Errors
/// When the table cannot be read on, or `out` cannot be written.
pub fn write(
    mut table: Table,
    answers: &impl RowAnswers,
    out: &mut impl Write,
    progress: &dyn Progress,
) -> Outcome<Summary> {
    let columns = answers.columns();
    let asking = Asking { answers, delimiter: table.delimiter() };
    let names = table.names().iter().map(String::as_str).chain(["result_status"]).chain(columns).chain(["result_note"]);
    out.write_all(&asking.line(names)?).context("cannot write the header")?;
    let (mut summary, mut told) = (Summary::default(), 0);
    let mut chunk = next_rows(&mut table)?;
    while !chunk.is_empty() {
        let (pieces, next) = rayon::join(|| asking.pieces(&chunk), || next_rows(&mut table));
        for (counted, bytes) in pieces? {
            summary.add(&counted);
            out.write_all(&bytes).context("cannot write")?;
        }
        chunk = next?;
        let read = table.progress().0;
        progress.advance(read - told);
        told = read;
    }
    out.flush().context("cannot write")?;
    Ok(summary)
}

fn next_rows(table: &mut Table) -> Outcome<Vec<TableRow>> {
    std::iter::from_fn(|| table.next_row().transpose()).take(CHUNK).collect::<Result<_, _>>().context("cannot read on")
}

struct Asking<'a, A> {
    answers: &'a A,
    delimiter: u8,
}

impl<A: RowAnswers> Asking<'_, A> {
    /// The lines of `rows`, in pieces.
    fn pieces(&self, rows: &[TableRow]) -> Outcome<Vec<(Summary, Vec<u8>)>> {
        rows.par_chunks(PIECE).map(|piece| self.piece(piece)).collect()
    }

    fn piece(&self, rows: &[TableRow]) -> Outcome<(Summary, Vec<u8>)> {
        let mut writer = self.writer();
        let mut summary = Summary::default();
        for row in rows {
            let (RowAnswer { status, values }, note) = self.answer(row);
            summary.count(status);
            let fields = row.fields.iter().map(String::as_str).chain([status.name()]);
            let fields = fields.chain(values.iter().map(String::as_str)).chain([note.as_str()]);
            writer.write_record(fields).context(format!("cannot write line {}", row.line))?;
        }
        Ok((summary, bytes(writer)?))
    }

    /// What became of `row`, and why where it could not be asked.
    fn answer(&self, row: &TableRow) -> (RowAnswer, String) {
        let answered = match &row.broken {
            Some(reason) => Err(reason.to_string()),
            None => self.answers.answer(row),
        };
        match answered {
            Ok(answer) => (answer, String::new()),
            Err(note) => (RowAnswer { status: AnswerStatus::Invalid, values: self.answers.blank() }, note),
        }
    }

    fn line<'f>(&self, fields: impl Iterator<Item = &'f str>) -> Outcome<Vec<u8>> {
        let mut writer = self.writer();
        writer.write_record(fields).context("cannot write the header")?;
        bytes(writer)
    }

    fn writer(&self) -> csv::Writer<Vec<u8>> {
        csv::WriterBuilder::new().delimiter(self.delimiter).from_writer(Vec::new())
    }
}

fn bytes(writer: csv::Writer<Vec<u8>>) -> Outcome<Vec<u8>> {
    writer.into_inner().map_err(|error| error.into_error()).context("cannot write")
}
