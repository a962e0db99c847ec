//! A file of rows in, the same file with answers out.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use vmap_pipeline::part_file::PartFile;
use vmap_pipeline::progress::Progress;
use vmap_pipeline::readers::{ReadOptions, Table};

use super::{delimiter, encoding, say};
use crate::cli::TableArgs;
use crate::error::{Context, Outcome};
use crate::progress::Terminal;
use crate::rows::{RowAnswers, Summary, write};

/// What cannot be told where a name of a column is at fault.
pub const WHICH_COLUMNS: &str = "cannot tell the columns, see --columns";

/// Opens the file that `args` names.
pub fn open(args: &TableArgs) -> Outcome<Table> {
    let options = ReadOptions {
        encoding: args.encoding.as_deref().map(encoding).transpose()?,
        delimiter: delimiter(args.delimiter)?,
        ..ReadOptions::default()
    };
    Table::open(&args.input, &options).context(format!("cannot read {}", args.input.display()))
}

/// Writes every row of `table` with its answer where `args` says, and tells the sums.
pub fn give_back(table: Table, args: &TableArgs, answers: &impl RowAnswers) -> Outcome<()> {
    match &args.output {
        Some(path) => say(&write_file(path, |out| with_progress(table, args, answers, out))?.told()),
        None => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            let summary = with_progress(table, args, answers, &mut out)?;
            // A closed standard error is nobody's to tell.
            let _ = writeln!(std::io::stderr(), "{}", summary.told());
            Ok(())
        }
    }
}

fn with_progress(table: Table, args: &TableArgs, answers: &impl RowAnswers, out: &mut impl Write) -> Outcome<Summary> {
    let progress = Terminal::new();
    progress.stage(&args.input.display().to_string(), table.progress().1);
    let summary = write(table, answers, out, &progress);
    progress.done();
    summary
}

/// Writes to a file beside `path` and gives it that name when it is whole.
pub fn write_file<T>(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Outcome<T>) -> Outcome<T> {
    let doing = || format!("cannot write {}", path.display());
    let (part, file) = PartFile::create(path).context(doing())?;
    let mut out = BufWriter::new(file);
    let value = write(&mut out)?;
    out.flush().and_then(|()| part.keep()).context(doing())?;
    Ok(value)
}
