//! `vmap convert`: the addresses of a file in the form of another era, row by row.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use vmap_core::unit::Era;
use vmap_geocoder::{
    AddressForm, Candidate, Conversion, ConvertRequest, ConvertSubject, Geocoder, LONGEST_TEXT, Language, SearchText,
    StructuredText,
};
use vmap_pipeline::readers::{Field, ReadOptions, Table, TableRow};

use super::{Status, delimiter, encoding, say};
use crate::cli::{ConvertArgs, Form};
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;

/// What is added to each row, in this order.
const RESULT_COLUMNS: [&str; 12] = [
    "result_status",
    "result_address",
    "result_ward",
    "result_ward_code",
    "result_district",
    "result_district_code",
    "result_province",
    "result_province_code",
    "result_share",
    "result_alternatives",
    "result_unmatched",
    "result_note",
];

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowStatus {
    Ok,
    Ambiguous,
    NotFound,
    Invalid,
}

const STATUSES: [(RowStatus, &str); 4] = [
    (RowStatus::Ok, "ok"),
    (RowStatus::Ambiguous, "ambiguous"),
    (RowStatus::NotFound, "not_found"),
    (RowStatus::Invalid, "invalid"),
];

/// Converts the file that `args` names on the current release.
pub fn run(home: &Home, args: &ConvertArgs) -> Outcome<Status> {
    let doing = || format!("cannot convert {}", args.input.display());
    let options = ReadOptions {
        encoding: args.encoding.as_deref().map(encoding).transpose()?,
        delimiter: delimiter(args.delimiter)?,
        ..ReadOptions::default()
    };
    let table = Table::open(&args.input, &options).context(doing())?;
    let columns = AddressColumns::of(&table, &args.columns)?;
    let release = home.releases().open_current().context(doing())?;
    let geocoder = Geocoder::open(Arc::new(release)).context("cannot open the search index")?;
    let to = match args.to {
        Form::Current => Era::Current,
        Form::Legacy => Era::Legacy,
    };
    let converter = Converter { geocoder, columns, to };
    match &args.output {
        Some(path) => {
            let summary = write_file(path, |out| converter.write(table, out))?;
            say(&summary.told())?;
        }
        None => {
            let summary = converter.write(table, &mut BufWriter::new(std::io::stdout().lock()))?;
            // A closed standard error is nobody's to tell.
            let _ = writeln!(std::io::stderr(), "{}", summary.told());
        }
    }
    Ok(Status::Done)
}

/// Writes to a file beside `path` and gives it that name when it is whole.
fn write_file<T>(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Outcome<T>) -> Outcome<T> {
    let doing = || format!("cannot write {}", path.display());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut out = BufWriter::new(File::create(&part).context(doing())?);
    let written = write(&mut out).and_then(|value| out.flush().context(doing()).map(|()| value));
    match written {
        Ok(value) => fs::rename(&part, path).context(doing()).map(|()| value),
        Err(error) => {
            let _ = fs::remove_file(&part);
            Err(error)
        }
    }
}

/// Which columns of a table make an address.
enum AddressColumns {
    /// These, joined in their order.
    Line(Vec<usize>),
    /// One for each part that the table has.
    Parts(Vec<(Field, usize)>),
}

impl AddressColumns {
    /// The columns called `names`; without any, the one that holds whole addresses, else those of
    /// its parts, by their names.
    fn of(table: &Table, names: &[String]) -> Outcome<Self> {
        if !names.is_empty() {
            return names.iter().map(|name| position(table, name)).collect::<Outcome<_>>().map(Self::Line);
        }
        if let Some(line) = table.column(Field::Line) {
            return Ok(Self::Line(vec![line]));
        }
        let fields = [Field::HouseNumber, Field::Street, Field::Hamlet, Field::Ward, Field::District, Field::Province];
        let parts: Vec<_> = fields.into_iter().filter_map(|field| Some((field, table.column(field)?))).collect();
        match parts.is_empty() {
            false => Ok(Self::Parts(parts)),
            true => Err(ContextError::new(format!(
                "none of the columns {} is known to hold addresses: name them with --columns",
                table.names().join(", ")
            ))),
        }
    }

    /// The address in `row`; `None` where all of its fields are blank.
    fn text(&self, row: &TableRow) -> Option<SearchText> {
        let field = |at: &usize| row.fields.get(*at).map(|text| text.trim()).filter(|text| !text.is_empty());
        match self {
            Self::Line(columns) => {
                let line = columns.iter().filter_map(field).collect::<Vec<_>>().join(", ");
                (!line.is_empty()).then_some(SearchText::Free(line))
            }
            Self::Parts(parts) => {
                let part = |wanted: Field| {
                    let (_, at) = parts.iter().find(|(known, _)| *known == wanted)?;
                    field(at).map(str::to_owned)
                };
                let parts = StructuredText {
                    housenumber: part(Field::HouseNumber),
                    street: part(Field::Street),
                    hamlet: part(Field::Hamlet),
                    ward: part(Field::Ward),
                    district: part(Field::District),
                    province: part(Field::Province),
                };
                (parts != StructuredText::default()).then_some(SearchText::Structured(parts))
            }
        }
    }

    /// Characters that an address of `row` has.
    fn length(&self, row: &TableRow) -> usize {
        let columns: Vec<usize> = match self {
            Self::Line(columns) => columns.clone(),
            Self::Parts(parts) => parts.iter().map(|(_, at)| *at).collect(),
        };
        columns.iter().filter_map(|at| row.fields.get(*at)).map(|text| text.trim().chars().count()).sum()
    }
}

fn position(table: &Table, name: &str) -> Outcome<usize> {
    let found = table.names().iter().position(|known| known == name.trim());
    found.ok_or_else(|| {
        ContextError::new(format!("there is no column {name:?}: the file has {}", table.names().join(", ")))
    })
}

/// Rows written, by what became of them.
#[derive(Default)]
struct Summary {
    counts: [u64; 4],
}

impl Summary {
    fn told(&self) -> String {
        let each: Vec<String> =
            STATUSES.iter().zip(self.counts).map(|((_, name), count)| format!("{count} {name}")).collect();
        format!("rows {}: {}", self.counts.iter().sum::<u64>(), each.join(", "))
    }
}

struct Converter {
    geocoder: Geocoder,
    columns: AddressColumns,
    to: Era,
}

impl Converter {
    /// Writes every row of `table` with what became of it.
    fn write(&self, mut table: Table, out: &mut impl Write) -> Outcome<Summary> {
        let mut writer = csv::WriterBuilder::new().delimiter(table.delimiter()).from_writer(out);
        let names = table.names().iter().map(String::as_str).chain(RESULT_COLUMNS);
        writer.write_record(names).context("cannot write the header")?;
        let mut summary = Summary::default();
        while let Some(row) = table.next_row().context("cannot read on")? {
            let (status, result) = self.result(&row);
            if let Some(at) = STATUSES.iter().position(|(known, _)| *known == status) {
                summary.counts[at] += 1;
            }
            writer.write_record(row.fields.iter().chain(&result)).context(format!("cannot write line {}", row.line))?;
        }
        writer.flush().context("cannot write")?;
        Ok(summary)
    }

    /// What is added to `row`.
    fn result(&self, row: &TableRow) -> (RowStatus, Vec<String>) {
        let invalid = |note: String| (RowStatus::Invalid, columns(RowStatus::Invalid, &[(11, note)]));
        if let Some(reason) = &row.broken {
            return invalid(reason.to_string());
        }
        let length = self.columns.length(row);
        if length > LONGEST_TEXT {
            return invalid(format!("the address has {length} characters, at most {LONGEST_TEXT} are read"));
        }
        let Some(text) = self.columns.text(row) else { return invalid("there is no address".to_owned()) };
        let subject = ConvertSubject::Text(text);
        let request = ConvertRequest { subject, to: self.to, at: None, language: Language::Vi };
        let conversion = self.geocoder.convert(&request);
        let status = match conversion.candidates.len() {
            0 => RowStatus::NotFound,
            1 => RowStatus::Ok,
            _ => RowStatus::Ambiguous,
        };
        (status, columns(status, &self.values(&conversion)))
    }

    fn values(&self, conversion: &Conversion) -> Vec<(usize, String)> {
        let unmatched = (10, conversion.unmatched.join("; "));
        let Some((first, others)) = conversion.candidates.split_first() else { return vec![unmatched] };
        let Some(form) = self.form(first) else { return vec![unmatched] };
        let AddressForm { label, units } = form.clone();
        let alternative = |other: &Candidate| {
            let units = &self.form(other)?.units;
            let code = [&units.ward_code, &units.district_code, &units.province_code].into_iter().flatten().next()?;
            Some(format!("{code}:{}", other.share))
        };
        let alternatives: Vec<String> = others.iter().filter_map(alternative).collect();
        let units =
            [units.ward, units.ward_code, units.district, units.district_code, units.province, units.province_code];
        let mut values = vec![(1, label), (8, first.share.to_string()), (9, alternatives.join(";")), unmatched];
        values.extend(units.into_iter().enumerate().map(|(at, value)| (at + 2, value.unwrap_or_default())));
        values
    }

    fn form<'a>(&self, candidate: &'a Candidate) -> Option<&'a AddressForm> {
        match self.to {
            Era::Current => candidate.current.as_ref(),
            Era::Legacy => candidate.legacy.as_ref(),
        }
    }
}

/// A result's columns: its status and `values` at their places.
fn columns(status: RowStatus, values: &[(usize, String)]) -> Vec<String> {
    let mut columns = vec![String::new(); RESULT_COLUMNS.len()];
    if let Some((_, name)) = STATUSES.iter().find(|(known, _)| *known == status) {
        columns[0] = (*name).to_owned();
    }
    for (at, value) in values {
        columns[*at].clone_from(value);
    }
    columns
}
