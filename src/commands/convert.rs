//! `vmap convert`: the addresses of a file in the form of another era, row by row.

use std::sync::Arc;

use vmap_core::unit::Era;
use vmap_geocoder::{AddressForm, Candidate, Conversion, ConvertRequest, ConvertSubject, Geocoder, Language};
use vmap_pipeline::readers::TableRow;

use super::{Status, tables};
use crate::answering::AnswerStatus;
use crate::cli::{ConvertArgs, Form};
use crate::error::{Context, Outcome};
use crate::home::Home;
use crate::rows::{AddressColumns, RowAnswer, RowAnswers};

/// What is added to each row, in this order.
const COLUMNS: [&str; 10] = [
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
];

/// Converts the file that `args` names on the current release.
pub fn run(home: &Home, args: &ConvertArgs) -> Outcome<Status> {
    let table = tables::open(&args.table)?;
    let columns = AddressColumns::of(&table, &args.table.columns).context(tables::WHICH_COLUMNS)?;
    let release = home.releases().open_current().context("cannot convert")?;
    let geocoder = Geocoder::open(Arc::new(release)).context("cannot open the search index")?;
    let to = match args.to {
        Form::Current => Era::Current,
        Form::Legacy => Era::Legacy,
    };
    tables::give_back(table, &args.table, &Converter { geocoder, columns, to })?;
    Ok(Status::Done)
}

struct Converter {
    geocoder: Geocoder,
    columns: AddressColumns,
    to: Era,
}

impl RowAnswers for Converter {
    fn columns(&self) -> Vec<&'static str> {
        COLUMNS.to_vec()
    }

    fn blank(&self) -> Vec<String> {
        vec![String::new(); COLUMNS.len()]
    }

    fn answer(&self, row: &TableRow) -> Result<RowAnswer, String> {
        let subject = ConvertSubject::Text(self.columns.text(row)?);
        let request = ConvertRequest { subject, to: self.to, at: None, language: Language::Vi };
        let conversion = self.geocoder.convert(&request);
        let status = match conversion.candidates.len() {
            0 => AnswerStatus::NotFound,
            1 => AnswerStatus::Ok,
            _ => AnswerStatus::Ambiguous,
        };
        Ok(RowAnswer { status, values: self.values(&conversion) })
    }
}

impl Converter {
    /// A value for each of [`COLUMNS`].
    fn values(&self, conversion: &Conversion) -> Vec<String> {
        let first = conversion.candidates.first().and_then(|first| Some((first.share, self.form(first)?.clone())));
        let (share, form) = first.unzip();
        let (label, units) = form.map(|AddressForm { label, units }| (label, units)).unwrap_or_default();
        let others = conversion.candidates.iter().skip(1);
        let alternatives: Vec<String> = others.filter_map(|other| self.alternative(other)).collect();
        let text = Option::unwrap_or_default;
        vec![
            label,
            text(units.ward),
            text(units.ward_code),
            text(units.district),
            text(units.district_code),
            text(units.province),
            text(units.province_code),
            text(share.map(|share| share.to_string())),
            alternatives.join(";"),
            conversion.unmatched.join("; "),
        ]
    }

    /// The smallest unit of `other` by its code, and its share.
    fn alternative(&self, other: &Candidate) -> Option<String> {
        let units = &self.form(other)?.units;
        let code = [&units.ward_code, &units.district_code, &units.province_code].into_iter().flatten().next()?;
        Some(format!("{code}:{}", other.share))
    }

    fn form<'a>(&self, candidate: &'a Candidate) -> Option<&'a AddressForm> {
        match self.to {
            Era::Current => candidate.current.as_ref(),
            Era::Legacy => candidate.legacy.as_ref(),
        }
    }
}
