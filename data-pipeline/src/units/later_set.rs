//! A later set of wards: the state after a reform and who passed into whom, put onto the units that
//! the registry has.
//!
//! The folder holds `wards_current.csv` (all wards of today, after the reform), and
//! `ward_succession_YYYY-MM-DD.csv` named after the day of the reform (`old_code`, `new_code`, and
//! where known `act` and `is_default`, 1 for the successor that most of a ward went to), and perhaps
//! `boundaries/wards_current.fgb` with the areas that changed. A ward whose code goes on goes on, under
//! another name if the list says so; one whose code is no longer in the list has ended.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use geo::MultiPolygon;
use geo::algorithm::bool_ops::unary_union;
use jiff::civil::Date;
use vmap_core::Point;
use vmap_core::text::fold;
use vmap_core::unit::{Era, FormerName, Succession, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};
use vmap_registry::UnitBoundary;

use super::draft::Draft;
use super::folder::{Folder, day_of};
use super::later_changes::former_name;
use super::sheet::{Row, Sheet};
use super::unit_lists::{english, kind_and_name};
use super::{UnitSet, UnitsError, UnitsReport, boundaries, illustrative_cells};

const NO_SUCCESSOR: &str = "a ward that ended without a successor";
const UNKNOWN_OLD: &str = "a succession from a code that is no ward's of before";
const UNKNOWN_NEW: &str = "a succession to a code that is no ward's of today";
const NO_KIND: &str = "a ward whose full name begins with no known kind";
const NO_AREA: &str = "a ward that took in part of another and has no new boundary";

/// The units that the registry has, with its boundaries.
pub struct KnownUnits<'a> {
    /// Units of every era.
    pub table: &'a UnitTable,
    /// Their areas.
    pub boundaries: &'a [UnitBoundary],
}

/// Reads the lists under `dir` as what came after `known` if they are a later set, else as a whole set
/// of their own ([`super::read_units`]).
///
/// # Errors
/// As [`super::read_units`].
pub fn read_units_after(dir: &Path, known: &KnownUnits<'_>) -> Result<UnitSet, UnitsError> {
    let folder = Folder::open(dir)?;
    let succession = folder.optional("ward_succession_")?;
    let is_whole = folder.optional("wards_before_")?.is_some() || known.table.is_empty();
    match succession {
        Some(succession) if !is_whole => later_set(&folder, succession, known),
        _ => super::read_units(dir),
    }
}

fn later_set(folder: &Folder, succession: Sheet, known: &KnownUnits<'_>) -> Result<UnitSet, UnitsError> {
    let day = day_of(&succession.path)?;
    let mut later = Later {
        day,
        units: known.table.iter().map(|(_, unit)| unit.clone()).collect(),
        successions: known.table.successions().to_vec(),
        former_names: known.table.former_names().to_vec(),
        before: BTreeMap::new(),
        now: BTreeMap::new(),
        report: UnitsReport::default(),
    };
    later.before = later.current_wards();
    later.take_wards(&folder.needed("wards_current")?.expect(&["code", "full_name", "province_code"])?);
    later.take_successions(&succession.expect(&["old_code", "new_code"])?);
    let areas = later.areas(folder, known.boundaries)?;
    let Later { units, successions, former_names, mut report, .. } = later;
    let table = UnitTable::new(units, successions)?.with_former_names(former_names)?;
    report.count(&table, &areas);
    Ok(UnitSet { table, boundaries: areas, report })
}

/// The units while the later state is put onto them.
struct Later {
    day: Date,
    units: Vec<Unit>,
    successions: Vec<Succession>,
    former_names: Vec<FormerName>,
    /// Wards in force before and now, by code.
    before: BTreeMap<String, UnitId>,
    now: BTreeMap<String, UnitId>,
    report: UnitsReport,
}

impl Later {
    fn current_wards(&self) -> BTreeMap<String, UnitId> {
        let wards = self.units.iter().enumerate();
        let wards = wards.filter(|(_, unit)| unit.level == UnitLevel::Ward && unit.era() == Era::Current);
        wards.map(|(row, unit)| (unit.code.0.clone(), UnitId(row as u16))).collect()
    }

    fn unit(&mut self, id: UnitId) -> &mut Unit {
        &mut self.units[usize::from(id.0)]
    }

    /// Lets wards that are in the list go on or begin, and the others end.
    fn take_wards(&mut self, wards: &Sheet) {
        for row in wards.rows() {
            let code = row.text("code").to_owned();
            let Some((kind, name)) = kind_and_name(row.text("full_name")) else {
                self.report.skip(NO_KIND, || format!("{code} {}", row.text("full_name")));
                continue;
            };
            let id = match self.before.get(&code) {
                Some(known) => self.go_on(*known, kind, name),
                None => self.begin(row, kind, name),
            };
            self.now.insert(code, id);
        }
        let ended: Vec<UnitId> =
            self.before.iter().filter(|(code, _)| !self.now.contains_key(*code)).map(|(_, id)| *id).collect();
        for id in ended {
            let day = self.day;
            self.unit(id).validity.until = Some(day);
        }
    }

    fn go_on(&mut self, id: UnitId, kind: &str, name: String) -> UnitId {
        let before = self.unit(id).clone();
        let full_name = format!("{kind} {name}");
        if fold(&before.full_name) == fold(&full_name) {
            return id;
        }
        let borne = Validity { until: Some(self.day), ..before.validity };
        let old_name = (before.kind.as_str(), before.name.clone());
        self.former_names.push(former_name(id, before.code.clone(), old_name, borne, ""));
        let alias = fold(&before.full_name);
        let unit = self.unit(id);
        (unit.kind, unit.full_name_en) = (kind.to_owned(), english(kind, &name));
        (unit.name, unit.full_name) = (name, full_name);
        unit.aliases.push(alias);
        id
    }

    fn begin(&mut self, row: Row<'_>, kind: &str, name: String) -> UnitId {
        let province = row.text("province_code");
        let parent = self.units.iter().position(|unit| {
            unit.level == UnitLevel::Province && unit.era() == Era::Current && unit.code.as_str() == province
        });
        let centre = row.number("lon_approx").zip(row.number("lat_approx"));
        self.units.push(Unit {
            code: UnitCode(row.text("code").to_owned()),
            level: UnitLevel::Ward,
            kind: kind.to_owned(),
            full_name: format!("{kind} {name}"),
            full_name_en: english(kind, &name),
            name,
            parent: parent.map(|row| UnitId(row as u16)),
            validity: Validity { from: Some(self.day), ..Validity::default() },
            centre: centre.and_then(|(lon, lat)| Point::from_degrees(lon, lat)),
            aliases: Vec::new(),
        });
        UnitId((self.units.len() - 1) as u16)
    }

    /// Adds an edge for each row from one ward to another; those from one ward main one first.
    fn take_successions(&mut self, rows: &Sheet) {
        let mut edges: BTreeMap<UnitId, Vec<(bool, UnitId, String)>> = BTreeMap::new();
        for row in rows.rows() {
            self.report.successions_read += 1;
            let (old, new) = (row.text("old_code"), row.text("new_code"));
            let Some(old_id) = self.before.get(old).copied() else {
                self.report.skip(UNKNOWN_OLD, || format!("{old} {new}"));
                continue;
            };
            let Some(new_id) = self.now.get(new).copied() else {
                self.report.skip(UNKNOWN_NEW, || format!("{old} {new}"));
                continue;
            };
            edges.entry(old_id).or_default().push((!row.flag("is_default"), new_id, row.text("act").to_owned()));
        }
        for (old, mut parts) in edges.clone() {
            parts.sort();
            let partial = parts.len() > 1;
            let edge = |(_, new, act)| Succession { old, new, partial, share: None, act };
            self.successions.extend(parts.into_iter().filter(|(_, new, _)| *new != old).map(edge));
        }
        let day = self.day;
        for (code, id) in self.before.clone() {
            if self.unit(id).validity.until == Some(day) && !edges.contains_key(&id) {
                self.report.skip(NO_SUCCESSOR, || code);
            }
        }
    }

    /// The areas that still hold, those that the folder brings, and those of wards that took in whole
    /// wards only.
    fn areas(&mut self, folder: &Folder, known: &[UnitBoundary]) -> Result<Vec<UnitBoundary>, UnitsError> {
        let mut draft = Draft::default();
        for unit in self.units.iter().filter(|unit| unit.era() == Era::Current) {
            draft.add(Unit { parent: None, ..unit.clone() });
        }
        let brought = boundaries::read(folder, &mut draft)?;
        let is_ward = |area: &&UnitBoundary| (area.era, area.level) == (Era::Current, UnitLevel::Ward);
        let old: BTreeMap<&str, &UnitBoundary> =
            known.iter().filter(is_ward).map(|area| (area.code.as_str(), area)).collect();
        let brought_codes: BTreeSet<&str> = brought.iter().filter(is_ward).map(|area| area.code.as_str()).collect();
        let mut areas: Vec<UnitBoundary> = known.iter().filter(|area| !is_ward(area)).cloned().collect();
        for (code, id) in self.now.clone() {
            if brought_codes.contains(code.as_str()) {
                continue;
            }
            match self.joined(id, &old) {
                Some(area) => areas.push(UnitBoundary { code: UnitCode(code), ..area }),
                None => self.report.skip(NO_AREA, || code),
            }
        }
        areas.extend(brought.iter().cloned());
        Ok(match areas.iter().filter(is_ward).all(|area| area.illustrative) {
            true => self.with_new_cells(areas, &mut draft),
            false => areas,
        })
    }

    /// `areas` with all sketches of wards drawn anew, where there is nothing but sketches.
    fn with_new_cells(&mut self, mut areas: Vec<UnitBoundary>, draft: &mut Draft) -> Vec<UnitBoundary> {
        areas.retain(|area| (area.era, area.level) != (Era::Current, UnitLevel::Ward));
        areas.extend(illustrative_cells::around_current_wards(draft));
        areas
    }

    /// The area of a ward of today from those of before; `None` where parts of wards changed hands.
    fn joined(&self, id: UnitId, old: &BTreeMap<&str, &UnitBoundary>) -> Option<UnitBoundary> {
        let day = Some(self.day);
        let since = |edge: &&Succession| {
            let unit = &self.units[usize::from(edge.old.0)];
            unit.validity.until == day || self.now.values().any(|id| *id == edge.old)
        };
        let later = self.successions.iter().filter(since);
        let (gone, come): (Vec<_>, Vec<_>) =
            later.filter(|edge| edge.old == id || edge.new == id).partition(|edge| edge.old == id);
        if !gone.is_empty() || come.iter().any(|edge| edge.partial) {
            return None;
        }
        let code = |id: UnitId| self.units[usize::from(id.0)].code.as_str();
        let own = self.before.values().any(|known| *known == id).then_some(id);
        let parts: Option<Vec<&UnitBoundary>> =
            own.into_iter().chain(come.iter().map(|edge| edge.old)).map(|id| old.get(code(id)).copied()).collect();
        let parts = parts.filter(|parts| !parts.is_empty())?;
        let area: MultiPolygon<f64> = match parts[..] {
            [only] => only.area.clone(),
            _ => unary_union(parts.iter().map(|part| &part.area)),
        };
        let illustrative = parts.iter().any(|part| part.illustrative);
        Some(UnitBoundary { illustrative, area, ..parts[0].clone() })
    }
}
