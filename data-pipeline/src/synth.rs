//! Made addresses: real units, common words, invented streets and points.
//!
//! There is no open base of Vietnamese house numbers, so speed and size are measured on made ones.
//! They look like addresses (numbers grow along straight streets, odd ones left; alleys are paths
//! such as `12/3/5A`; the country has hamlets instead of numbers; half are written with the units
//! of before July 2025) and prove nothing about accuracy. Every row says that it is synthetic.
//!
//! A ward of the town gets three times the rows of one of the country; 92 % and 29 % of them have a
//! house number, 57 % of all. Hoàng Sa and Trường Sa get one row for each of a few islands.

mod islands;
mod land;
mod plan;
mod random;
mod street;
mod ward;
mod words;

use std::io::Write;

use rayon::prelude::*;
use thiserror::Error;
use vmap_core::unit::{UnitLocator, UnitTable};

use crate::progress::Progress;
use plan::WardPlan;
use words::Words;

/// First line of the CSV.
pub const HEADER: &str = "id,house_number,street,hamlet,ward,district,province,lat,lon,synthetic";

/// Rows made at a time, which bounds memory to about 200 bytes for each.
const ROWS_AT_A_TIME: u64 = 200_000;

/// How many addresses to make, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SynthOptions {
    /// Rows to write.
    pub addresses: u64,
    /// The same seed on the same units and boundaries gives the same bytes.
    pub seed: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SynthSummary {
    /// Rows, without the header.
    pub addresses: u64,
    /// Rows with a house number.
    pub numbered: u64,
    /// Rows in the form of before the reform.
    pub legacy_form: u64,
    /// Wards of today that have at least one row.
    pub wards: u64,
}

/// Why no addresses can be made.
#[derive(Debug, Error)]
pub enum SynthError {
    /// There is nowhere to put an address.
    #[error("none of the {0} units loaded is a ward of today with a known centre: run `vmap import units DIR` first")]
    NoWards(usize),
    /// The output cannot be written.
    #[error("cannot write made addresses ({0}): free some space or give another place")]
    Write(#[from] std::io::Error),
    /// A row cannot be put together.
    #[error("cannot put a made address together: {0}")]
    Csv(#[from] csv::Error),
}

/// Writes made addresses as CSV to `out`: [`HEADER`], then rows ward by ward, LF, UTF-8 in NFC,
/// coordinates in WGS84 degrees. No two rows have the same number, street and ward; homes without a
/// number share their hamlet's address. With a `locator` of today's
/// wards every point on the mainland lies in the ward written, or in the one that took over the
/// former ward written. Runs on all of rayon's threads; memory does not grow with the number of rows.
///
/// # Errors
/// Where no ward has a centre, or `out` cannot be written.
pub fn synthesise(
    options: &SynthOptions,
    units: &UnitTable,
    locator: Option<&UnitLocator>,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<SynthSummary, SynthError> {
    let plans = plan::plan(options.addresses, units, locator);
    if plans.is_empty() {
        return Err(SynthError::NoWards(units.len()));
    }
    let words = Words::load();
    let mut summary = SynthSummary::default();
    progress.stage("making addresses", Some(options.addresses));
    writeln!(out, "{HEADER}")?;
    for batch in batches(&plans) {
        let made: Vec<_> =
            batch.par_iter().map(|plan| ward::write(plan, &words, options.seed)).collect::<Result<_, _>>()?;
        for rows in made {
            out.write_all(&rows.csv)?;
            progress.advance(rows.rows);
            summary.addresses += rows.rows;
            summary.numbered += rows.numbered;
            summary.legacy_form += rows.legacy_form;
            summary.wards += u64::from(rows.rows > 0);
        }
    }
    out.flush()?;
    progress.done();
    Ok(summary)
}

/// Runs of neighbouring wards with about [`ROWS_AT_A_TIME`] rows together.
fn batches<'p, 'a>(plans: &'p [WardPlan<'a>]) -> impl Iterator<Item = &'p [WardPlan<'a>]> {
    plans.chunk_by(|one, next| one.first / ROWS_AT_A_TIME == next.first / ROWS_AT_A_TIME)
}
