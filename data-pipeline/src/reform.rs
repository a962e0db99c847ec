//! New units into the registry, and the places that they touch into the new units: one batch.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;
use vmap_core::place::Place;
use vmap_core::unit::{Era, UnitCode, UnitId, UnitLevel, UnitLocator, UnitTable};
use vmap_registry::{Registry, RegistryError, Rezoned};

use crate::import::ward_locator;
use crate::progress::Progress;
use crate::units::{KnownUnits, UnitSet, UnitsError, UnitsReport, read_units_after};

/// Why units could not be brought in; the registry is as it was.
#[derive(Debug, Error)]
pub enum ReformError {
    /// The lists cannot be understood.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// The registry failed.
    #[error(transparent)]
    Registry(#[from] RegistryError),
}

/// What bringing units in did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReformReport {
    /// What was read of the lists.
    pub units: UnitsReport,
    /// Whether anything differs from before.
    pub changed: bool,
    /// Number of the batch that put places into other wards; absent where none lay in one.
    pub batch: Option<u64>,
    /// What changed by act; acts that no list names under the empty text.
    pub acts: BTreeMap<String, ActReport>,
    /// Places whose ward was shared out, and whose point no boundary holds: put where most of the ward
    /// went.
    pub doubtful: u64,
    /// Places that lie in wards that ended without a successor: left where they are.
    pub stranded: u64,
}

/// What one act changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ActReport {
    /// Codes of the wards that it took from.
    pub wards: BTreeSet<String>,
    /// Places that lie in another ward by it.
    pub places: u64,
}

/// Brings the units under `dir` into `registry`, and puts every place that lies in a ward which they
/// touch into the ward of today that it lies in now: by boundary where one holds its point, else where
/// its ward went. Forms that an address had stay in its history. All in one transaction.
pub fn bring_in_units(
    registry: &mut Registry,
    dir: &Path,
    progress: &dyn Progress,
) -> Result<ReformReport, ReformError> {
    let (table, boundaries) = (registry.units()?, registry.boundaries()?);
    let set = read_units_after(dir, &KnownUnits { table: &table, boundaries: &boundaries })?;
    let UnitSet { table: units, boundaries, report } = set;
    let touched = touched_wards(&table, &units);
    let mut done = ReformReport { units: report, ..ReformReport::default() };
    if touched.is_empty() {
        done.changed = registry.replace_units(&units, &boundaries)?.changed;
        return Ok(done);
    }
    let wards = ward_locator(&boundaries, &units);
    progress.stage("putting places into new wards", Some(touched.len() as u64));
    let mut reform = registry.begin_reform(&units, &boundaries, &folder_name(dir))?;
    for (code, ward) in touched {
        reform.rezone(&code, |place| rezone(place, ward, &units, &wards, &mut done))?;
        progress.advance(1);
    }
    (done.changed, done.batch) = (true, reform.commit()?.batch);
    progress.done();
    Ok(done)
}

fn folder_name(dir: &Path) -> String {
    dir.file_name().unwrap_or(dir.as_os_str()).to_string_lossy().into_owned()
}

/// The wards of `before` in force then that have ended in `after` or given part of themselves away
/// since, by code, with their row in `after`.
fn touched_wards(before: &UnitTable, after: &UnitTable) -> Vec<(UnitCode, UnitId)> {
    let wards = before.iter().filter(|(_, unit)| unit.level == UnitLevel::Ward && unit.era() == Era::Current);
    let mut touched = Vec::new();
    for (id, unit) in wards {
        let same = |(_, now): &(UnitId, &vmap_core::unit::Unit)| {
            now.level == UnitLevel::Ward && now.code == unit.code && now.validity.from == unit.validity.from
        };
        let Some((now, _)) = after.iter().find(same) else { continue };
        let gave_before = before.successors(id).count();
        if after.successors(now).count() > gave_before || after.get(now).map(|unit| unit.era()) == Some(Era::Legacy) {
            touched.push((unit.code.clone(), now));
        }
    }
    touched
}

/// Where `place`, which lies in `ward`, lies now.
fn rezone(
    place: &Place,
    ward: UnitId,
    units: &UnitTable,
    wards: &UnitLocator,
    report: &mut ReformReport,
) -> Option<Rezoned> {
    let goes_on = units.get(ward).is_some_and(|unit| unit.era() == Era::Current);
    let mut parts: Vec<UnitId> = goes_on.then_some(ward).into_iter().collect();
    parts.extend(units.successors(ward).map(|edge| edge.new));
    let by_boundary = wards.unit_at(place.point).filter(|found| parts.contains(found));
    let now = match (by_boundary, &parts[..]) {
        (Some(found), _) => found,
        (None, [only]) => *only,
        (None, [main, ..]) => {
            report.doubtful += 1;
            *main
        }
        (None, []) => {
            report.stranded += 1;
            return None;
        }
    };
    if now == ward {
        return None;
    }
    let act = units.successors(ward).find(|edge| edge.new == now).map(|edge| edge.act.clone()).unwrap_or_default();
    let by_act = report.acts.entry(act).or_default();
    by_act.wards.extend(units.get(ward).map(|unit| unit.code.0.clone()));
    by_act.places += 1;
    let legacy_ward = units.get(ward).filter(|_| units.is_of_the_former_era(ward)).map(|unit| unit.code.clone());
    Some(Rezoned { ward: units.get(now)?.code.clone(), legacy_ward, since: day_of_change(ward, now, units) })
}

/// The day on which part of `ward` passed into `now`.
fn day_of_change(ward: UnitId, now: UnitId, units: &UnitTable) -> Option<Date> {
    let ended = units.get(ward).and_then(|unit| unit.validity.until);
    ended.or_else(|| units.get(now).and_then(|unit| unit.validity.from))
}

impl fmt::Display for ReformReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.units)?;
        for (act, ActReport { wards, places }) in &self.acts {
            let act = if act.is_empty() { "an act that no list names" } else { act };
            let codes = wards.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            writeln!(f, "{act}: {places} places of {} wards lie in others now ({codes})", wards.len())?;
        }
        if self.doubtful > 0 {
            writeln!(f, "put where most of their ward went, no boundary holding their point: {}", self.doubtful)?;
        }
        if self.stranded > 0 {
            writeln!(f, "left in wards that ended without a successor: {}", self.stranded)?;
        }
        match (self.changed, self.batch) {
            (true, Some(batch)) => writeln!(f, "units written, places put into them as batch {batch}"),
            (true, None) => writeln!(f, "units written"),
            (false, _) => writeln!(f, "nothing changed"),
        }
    }
}
