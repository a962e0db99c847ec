//! `vmap geocode`: the answer of `/search` or `/reverse` for every row of a file.

use std::sync::Arc;

use vmap_geocoder::Geocoder;
use vmap_pipeline::readers::Table;

use super::{Status, tables};
use crate::cli::GeocodeArgs;
use crate::error::{Context, Outcome};
use crate::home::Home;
use crate::rows::{AddressColumns, Asked, GeocodedRows, PositionColumns, ResultColumns, RowFilters};

/// Asks for every row of the file that `args` names on the current release.
pub fn run(home: &Home, args: &GeocodeArgs) -> Outcome<Status> {
    let table = tables::open(&args.table)?;
    let asked = asked(&table, args)?;
    let release = home.releases().open_current().context("cannot geocode")?;
    let geocoder = Geocoder::open(Arc::new(release)).context("cannot open the search index")?;
    let (types, columns) = (Vec::new(), ResultColumns::all());
    tables::give_back(table, &args.table, &GeocodedRows { geocoder: &geocoder, asked, types, columns })?;
    Ok(Status::Done)
}

fn asked(table: &Table, args: &GeocodeArgs) -> Outcome<Asked> {
    let names = &args.table.columns;
    let asked = match args.reverse {
        true => PositionColumns::of(table, names).map(Asked::Positions),
        false => AddressColumns::of(table, names).map(|columns| Asked::Addresses(columns, RowFilters::default())),
    };
    asked.context(tables::WHICH_COLUMNS)
}
