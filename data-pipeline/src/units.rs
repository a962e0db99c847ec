//! A folder of official lists -> the table of administrative units and their boundaries.
//!
//! The folder holds `admin/*.csv` (units of today and of before, successions and their acts, earlier
//! and later changes, aliases) and perhaps `boundaries/*.fgb`. Lists disagree, repeat and lag behind one another:
//! whatever cannot be used is counted in [`UnitsReport`] with its reason, never dropped in silence,
//! and only a folder that cannot be understood at all is an error.

mod acts;
mod aliases;
mod boundaries;
mod centres;
mod draft;
mod earlier_changes;
mod error;
mod folder;
mod illustrative_cells;
mod later_changes;
mod later_set;
mod report;
mod shares;
mod sheet;
mod successions;
mod unit_lists;

pub use error::UnitsError;
pub use illustrative_cells::{Site, illustrative_cells};
pub use later_set::{KnownUnits, read_units_after};
pub use report::{BoundaryCounts, LevelCounts, UnitsReport};

use std::path::Path;

use vmap_core::unit::UnitTable;
use vmap_registry::UnitBoundary;

use draft::Draft;
use folder::Folder;

/// What a folder of official lists says.
#[derive(Debug)]
pub struct UnitSet {
    /// Units of every era with their successions.
    pub table: UnitTable,
    /// Areas of units, WGS84 degrees, longitude first; made up around the centres of today's wards
    /// (and marked so) where the folder has none for them.
    pub boundaries: Vec<UnitBoundary>,
    /// What was read, and what was not and why.
    pub report: UnitsReport,
}

/// Reads the lists under `dir`: `dir/admin/*.csv` and `dir/boundaries/*.fgb`, or the `.csv` files
/// directly in `dir`. Costs a few seconds, nearly all of it for boundaries: checking them, and
/// estimating from them which part of each split ward went where.
///
/// # Errors
/// Where `dir` is no such folder, a list that the others need is missing, a list lacks a column,
/// or a file cannot be read.
pub fn read_units(dir: &Path) -> Result<UnitSet, UnitsError> {
    let folder = Folder::open(dir)?;
    let mut draft = Draft::default();
    unit_lists::read(&folder, &mut draft)?;
    later_changes::read(&folder, &mut draft)?;
    successions::read(&folder, &mut draft)?;
    let aliases = aliases::read(&folder, &mut draft)?;
    earlier_changes::read(&folder, &aliases, &mut draft)?;
    aliases::add(aliases, &mut draft);
    let mut boundaries = boundaries::read(&folder, &mut draft)?;
    centres::complete(&boundaries, &mut draft);
    shares::estimate(&folder, &boundaries, &mut draft)?;
    if !boundaries::cover_current_wards(&boundaries) {
        boundaries.extend(illustrative_cells::around_current_wards(&mut draft));
    }
    let Draft { units, successions, former_names, mut report, .. } = draft;
    let table = UnitTable::new(units, successions)?.with_former_names(former_names)?;
    report.count(&table, &boundaries);
    Ok(UnitSet { table, boundaries, report })
}
