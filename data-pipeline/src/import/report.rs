//! What an import did, for people and for programs. No row is lost without a count here.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use thiserror::Error;
use vmap_core::address::RowOrigin;

use super::difference::Difference;

/// Why a row that could be read cannot become a place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    /// Its geometry has no usable point.
    #[error("the row has no usable point: give latitude and longitude in degrees")]
    NoUsablePoint,
    /// Neither polygon nor name tells a ward.
    #[error("no ward's polygon holds the point and the text names no single ward: check the point or add the ward")]
    WardUnknown,
    /// It has no street, hamlet or name.
    #[error("the row has nothing below the ward: a street, a hamlet or a name is needed")]
    NothingBelowWard,
    /// Its operation is none.
    #[error("the row's operation is {0:?}: create, update and retire are known")]
    OperationUnknown(String),
    /// It says that a place is gone, but not which.
    #[error("the row says that a place is gone, but has neither a place_id, nor a key, nor an address with a point")]
    GoneUnnamed,
}

impl Rejection {
    /// A stable word to count by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoUsablePoint => "no_usable_point",
            Self::WardUnknown => "ward_unknown",
            Self::NothingBelowWard => "nothing_below_ward",
            Self::OperationUnknown(_) => "operation_unknown",
            Self::GoneUnnamed => "gone_unnamed",
        }
    }
}

/// Something odd about a row that is kept all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issue {
    /// The polygon that holds the point is not the ward that the text names, nor a successor of it.
    WardDisagrees {
        /// Ward by polygon, with the units above it.
        polygon: String,
        /// Ward by name, with the units above it.
        text: String,
    },
    /// The text names a district or province that the point does not lie in.
    UnitDisagrees {
        /// Ward by polygon, with the units above it.
        polygon: String,
        /// Unit by name, with the units above it.
        text: String,
    },
    /// No polygon holds the point; the name decided.
    OutsideAllWards,
    /// The same address as an earlier row of the same import.
    Duplicate,
    /// A fact beside the address cannot be read.
    FactUnreadable {
        /// The column's field.
        field: &'static str,
        /// What stands there.
        text: String,
    },
    /// The row says that a place is gone of which the registry has none in force.
    GoneUnknown,
}

impl Issue {
    /// A stable word to count by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WardDisagrees { .. } => "ward_disagrees",
            Self::UnitDisagrees { .. } => "unit_disagrees",
            Self::OutsideAllWards => "outside_all_wards",
            Self::Duplicate => "duplicate",
            Self::FactUnreadable { .. } => "fact_unreadable",
            Self::GoneUnknown => "gone_unknown",
        }
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WardDisagrees { polygon, text } | Self::UnitDisagrees { polygon, text } => {
                write!(f, "the point lies in {polygon}, the text says {text}")
            }
            Self::OutsideAllWards => f.write_str("no ward's polygon holds the point, the ward is taken from the text"),
            Self::Duplicate => f.write_str("the same address as an earlier row, counted once"),
            Self::FactUnreadable { field, text } => write!(f, "{field} cannot be read in {text:?}, it is left out"),
            Self::GoneUnknown => f.write_str("the place that is gone is not in force in the registry"),
        }
    }
}

/// A row named in the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// File as the user named it.
    pub file: String,
    /// Row as an editor counts it.
    pub row: u64,
    /// What is the matter with it.
    pub why: String,
}

/// Rows counted under one reason, the first few of them named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many rows.
    pub rows: u64,
    /// The first few of them.
    pub samples: Vec<Sample>,
}

/// How many rows a report names per reason; the file of rejected rows has them all.
pub const SAMPLES: usize = 20;

/// Places by what happened to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// New places.
    pub created: u64,
    /// Places with a new version.
    pub updated: u64,
    /// Places found as they were.
    pub unchanged: u64,
    /// Places that an earlier row of the same import had described already.
    pub duplicate: u64,
    /// Places whose life ended.
    pub retired: u64,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ImportReport {
    /// Source the rows were counted to.
    pub source: String,
    /// One line per file: what was recognised in it.
    pub files: Vec<String>,
    /// Whether nothing was written on request.
    pub dry_run: bool,
    /// Number of the batch in the registry; absent when nothing changed.
    pub batch: Option<u64>,
    /// Rows read. `accepted` + `rejected` + `ignored`.
    pub rows: u64,
    /// Rows that became one or more places.
    pub accepted: u64,
    /// Rows that could not go on, by reason.
    pub rejected: BTreeMap<String, Tally>,
    /// Features that are no address material, by reason.
    pub ignored: BTreeMap<String, u64>,
    /// Rows kept with something odd, by what.
    pub issues: BTreeMap<String, Tally>,
    /// Places that the rows describe.
    pub places: Changes,
    /// Streets and hamlets that addresses imply.
    pub derived: Changes,
    /// Places found as they were though the row says something else, because their source goes before.
    pub disagreements: u64,
    /// Pairs of places that may be one and wait for a person.
    pub doubtful: u64,
    /// Wards of which the file has so little that nothing there was taken for missing.
    pub wards_not_compared: u64,
    /// Features staged for the basemap, where one was.
    pub basemap_features: Option<u64>,
    /// What changes by unit; only of a dry run.
    pub difference: Option<Difference>,
}

impl ImportReport {
    /// Rows rejected for any reason.
    pub fn rejected_rows(&self) -> u64 {
        self.rejected.values().map(|tally| tally.rows).sum()
    }

    /// Share of rejected rows among those that are address material, 0 to 1.
    pub fn rejected_share(&self) -> f64 {
        let material = self.accepted + self.rejected_rows();
        if material == 0 { 0.0 } else { self.rejected_rows() as f64 / material as f64 }
    }

    /// Counts a rejected row.
    pub fn reject(&mut self, code: &str, origin: &RowOrigin, why: String) {
        tally(&mut self.rejected, code, origin, why);
    }

    /// Counts something odd about a kept row.
    pub fn remark(&mut self, issue: &Issue, origin: &RowOrigin) {
        tally(&mut self.issues, issue.code(), origin, issue.to_string());
    }
}

fn tally(tallies: &mut BTreeMap<String, Tally>, code: &str, origin: &RowOrigin, why: String) {
    let tally = tallies.entry(code.to_owned()).or_default();
    tally.rows += 1;
    if tally.samples.len() < SAMPLES {
        tally.samples.push(Sample { file: origin.file.to_string(), row: origin.row, why });
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            writeln!(f, "{file}")?;
        }
        let ignored: u64 = self.ignored.values().sum();
        let rejected = self.rejected_rows();
        writeln!(
            f,
            "rows {}: accepted {}, rejected {rejected}, not address material {ignored}",
            self.rows, self.accepted
        )?;
        write_changes(f, "places", &self.places)?;
        write_changes(f, "streets and hamlets implied by addresses", &self.derived)?;
        write_tallies(f, "rejected", &self.rejected)?;
        for (reason, rows) in &self.ignored {
            writeln!(f, "not address material: {reason} {rows}")?;
        }
        write_tallies(f, "kept, but look at", &self.issues)?;
        if self.disagreements > 0 {
            writeln!(f, "left as another source says, which goes before: {}", self.disagreements)?;
        }
        if self.wards_not_compared > 0 {
            writeln!(
                f,
                "wards with few of the rows and less than half of their places, where nothing was retired: {}",
                self.wards_not_compared
            )?;
        }
        if self.doubtful > 0 {
            writeln!(f, "pairs that may be one place: {}; decide with `vmap review list`", self.doubtful)?;
        }
        if let Some(features) = self.basemap_features {
            writeln!(f, "features for the basemap: {features}")?;
        }
        if let Some(difference) = &self.difference {
            write!(f, "{difference}")?;
        }
        match (self.dry_run, self.batch) {
            (true, _) => writeln!(f, "dry run: nothing was written"),
            (false, Some(batch)) => writeln!(f, "written as batch {batch} of source {}", self.source),
            (false, None) => writeln!(f, "nothing changed, no batch was written"),
        }
    }
}

fn write_changes(f: &mut fmt::Formatter<'_>, what: &str, changes: &Changes) -> fmt::Result {
    let Changes { created, updated, unchanged, duplicate, retired } = changes;
    write!(f, "{what}: created {created}, updated {updated}, unchanged {unchanged}, duplicate {duplicate}")?;
    if *retired > 0 {
        write!(f, ", retired {retired}")?;
    }
    writeln!(f)
}

fn write_tallies(f: &mut fmt::Formatter<'_>, what: &str, tallies: &BTreeMap<String, Tally>) -> fmt::Result {
    const SHOWN: usize = 3;
    for (code, tally) in tallies {
        writeln!(f, "{what}: {code} {}", tally.rows)?;
        for sample in tally.samples.iter().take(SHOWN) {
            writeln!(f, "  {}:{} {}", sample.file, sample.row, sample.why)?;
        }
        if tally.rows > SHOWN as u64 {
            writeln!(f, "  ... and {} more", tally.rows - SHOWN as u64)?;
        }
    }
    Ok(())
}
