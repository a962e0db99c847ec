//! `vmap geocode`: the answer of `/search` or `/reverse` for every row of a file.

mod columns;

use std::sync::Arc;

use vmap_geocoder::{AdminForm, Geocoder};
use vmap_pipeline::readers::{Table, TableRow};

use super::{Status, tables};
use crate::answering::{AnswerStatus, Question, Wishes, answer};
use crate::cli::GeocodeArgs;
use crate::error::{Context, Outcome};
use crate::home::Home;
use crate::rows::{AddressColumns, PositionColumns, RowAnswer, RowAnswers};

/// Asks for every row of the file that `args` names on the current release.
pub fn run(home: &Home, args: &GeocodeArgs) -> Outcome<Status> {
    let table = tables::open(&args.table)?;
    let asked = Asked::of(&table, args)?;
    let release = home.releases().open_current().context("cannot geocode")?;
    let geocoder = Geocoder::open(Arc::new(release)).context("cannot open the search index")?;
    tables::give_back(table, &args.table, &GeocodedRows { geocoder, asked, wishes: wishes() })?;
    Ok(Status::Done)
}

/// What `admin=both` asks for, everything else left at its default.
fn wishes() -> Wishes {
    Wishes { admin: AdminForm::Both, ..Wishes::default() }
}

/// The columns that hold what is asked.
enum Asked {
    Addresses(AddressColumns),
    Positions(PositionColumns),
}

impl Asked {
    fn of(table: &Table, args: &GeocodeArgs) -> Outcome<Self> {
        let names = &args.table.columns;
        match args.reverse {
            true => PositionColumns::of(table, names).map(Self::Positions),
            false => AddressColumns::of(table, names).map(Self::Addresses),
        }
    }
}

struct GeocodedRows {
    geocoder: Geocoder,
    asked: Asked,
    wishes: Wishes,
}

impl GeocodedRows {
    fn question(&self, row: &TableRow) -> Result<Question, String> {
        Ok(match &self.asked {
            Asked::Addresses(columns) => Question::Search(self.wishes.search(columns.text(row)?)),
            Asked::Positions(columns) => Question::Reverse(self.wishes.reverse(columns.point(row)?)),
        })
    }
}

impl RowAnswers for GeocodedRows {
    fn columns(&self) -> Vec<&'static str> {
        columns::names()
    }

    fn blank(&self) -> Vec<String> {
        columns::values(&[], self.geocoder.release().id())
    }

    fn answer(&self, row: &TableRow) -> Result<RowAnswer, String> {
        let hits = answer(&self.geocoder, &self.question(row)?);
        let values = columns::values(&hits, self.geocoder.release().id());
        Ok(RowAnswer { status: AnswerStatus::of(&hits), values })
    }
}
