//! Administrative units and their boundaries, replaced as one set.

use geo_types::MultiPolygon;
use serde::{Deserialize, Serialize};
use vmap_core::unit::{Era, FormerName, Succession, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};

use crate::database::{Database, Row, Table, Value};
use crate::version::read_point;
use crate::{Registry, RegistryError, wkb};

/// The area of one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitBoundary {
    /// Era of the unit.
    pub era: Era,
    /// Level of the unit.
    pub level: UnitLevel,
    /// Code of the unit.
    pub code: UnitCode,
    /// Whether it is a sketch that stands for a boundary which may not be shipped.
    pub illustrative: bool,
    /// WGS84 degrees, longitude first; written as well-known binary in hexadecimal.
    #[serde(with = "wkb::hexadecimal")]
    pub area: MultiPolygon<f64>,
}

/// All units and boundaries, for those who keep a copy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnitSet {
    /// [`Registry::units_revision`].
    pub revision: u64,
    /// Units of every era, their former names and successions.
    pub units: UnitTable,
    /// Boundaries, in the order in which they were given.
    pub boundaries: Vec<UnitBoundary>,
}

/// What [`Registry::replace_units`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitsOutcome {
    /// Units of every era now in the registry.
    pub units: usize,
    /// Successions now in the registry.
    pub successions: usize,
    /// Boundaries now in the registry.
    pub boundaries: usize,
    /// Whether anything differs from before; nothing was written where not.
    pub changed: bool,
}

impl Registry {
    /// Makes `units` and `boundaries` the registry's, in one transaction; writes nothing where they
    /// are already. Places stay in the units they are in: see [`Registry::begin_reform`].
    pub fn replace_units(
        &mut self,
        units: &UnitTable,
        boundaries: &[UnitBoundary],
    ) -> Result<UnitsOutcome, RegistryError> {
        let changed = !same_units(&self.units()?, units) || self.boundaries()? != boundaries;
        if changed {
            self.writing(|registry| write(registry.db(), units, boundaries))?;
        }
        let (units, successions) = (units.len(), units.successions().len());
        Ok(UnitsOutcome { units, successions, boundaries: boundaries.len(), changed })
    }

    /// How often the units were replaced; 0 before the first time. Of a copy, how often those that it
    /// follows were.
    pub fn units_revision(&self) -> Result<u64, RegistryError> {
        let revision = "SELECT value FROM property WHERE name = 'units_revision'";
        Ok(self.db().first(revision, &[], |row| row.count(0))?.unwrap_or_default())
    }

    /// All units and boundaries, of one moment.
    pub fn unit_set(&self) -> Result<UnitSet, RegistryError> {
        self.reading(|registry| {
            let (units, boundaries) = (read_table(registry.db())?, registry.boundaries()?);
            Ok(UnitSet { revision: registry.units_revision()?, units, boundaries })
        })
    }

    /// Makes the units and boundaries those of the registry that this one is a copy of.
    pub fn follow_units(&mut self, set: &UnitSet) -> Result<(), RegistryError> {
        self.writing(|registry| {
            write(registry.db(), &set.units, &set.boundaries)?;
            write_revision(registry.db(), set.revision)
        })
    }

    /// A hash (BLAKE3, hexadecimal) of all units and boundaries. Reads all of them.
    pub fn units_hash(&self) -> Result<String, RegistryError> {
        let json = serde_json::to_vec(&self.unit_set()?).map_err(RegistryError::damaged)?;
        Ok(blake3::hash(&json).to_hex().to_string())
    }

    /// All units with their successions, in the order in which they were given.
    pub fn units(&self) -> Result<UnitTable, RegistryError> {
        self.reading(|registry| read_table(registry.db()))
    }

    /// All boundaries, in the order in which they were given.
    pub fn boundaries(&self) -> Result<Vec<UnitBoundary>, RegistryError> {
        let query = "SELECT era, level, code, illustrative, area FROM unit_boundary ORDER BY id";
        self.db().all(query, &[], read_boundary)
    }
}

const UNITS: Table = Table {
    name: "unit",
    columns: &[
        "id",
        "code",
        "level",
        "kind",
        "name",
        "full_name",
        "full_name_en",
        "parent",
        "valid_from",
        "valid_until",
        "valid_until_earliest",
        "lon_e7",
        "lat_e7",
    ],
};
const ALIASES: Table = Table { name: "unit_alias", columns: &["unit", "position", "alias"] };
const FORMER_NAMES: Table = Table {
    name: "unit_former_name",
    columns: &[
        "id",
        "unit",
        "code",
        "kind",
        "name",
        "full_name",
        "full_name_en",
        "valid_from",
        "valid_until",
        "valid_until_earliest",
        "act",
    ],
};
const SUCCESSIONS: Table = Table { name: "unit_succession", columns: &["id", "old", "new", "partial", "share", "act"] };
const BOUNDARIES: Table =
    Table { name: "unit_boundary", columns: &["id", "era", "level", "code", "illustrative", "area"] };

/// Writes `units` and `boundaries` in place of those that are there.
pub(crate) fn write(db: &dyn Database, units: &UnitTable, boundaries: &[UnitBoundary]) -> Result<(), RegistryError> {
    for table in [&ALIASES, &FORMER_NAMES, &SUCCESSIONS, &BOUNDARIES, &UNITS] {
        db.clear(table.name)?;
    }
    write_units(db, units)?;
    write_former_names(db, units.former_names())?;
    write_boundaries(db, boundaries)?;
    let revision = "INSERT INTO property (name, value) VALUES ('units_revision', 1) ON CONFLICT (name) DO UPDATE SET \
                    value = property.value + 1";
    db.execute(revision, &[]).map(drop)
}

fn write_revision(db: &dyn Database, revision: u64) -> Result<(), RegistryError> {
    db.execute("UPDATE property SET value = ?1 WHERE name = 'units_revision'", &[revision.into()]).map(drop)
}

fn same_units(a: &UnitTable, b: &UnitTable) -> bool {
    a.len() == b.len()
        && a.iter().eq(b.iter())
        && a.successions() == b.successions()
        && a.former_names() == b.former_names()
}

fn write_units(db: &dyn Database, units: &UnitTable) -> Result<(), RegistryError> {
    for (id, unit) in units.iter() {
        write_unit(db, id, unit)?;
    }
    for (at, edge) in units.successions().iter().enumerate() {
        let share = edge.share.map_or(Value::Null, |share| Value::Real(share.into()));
        let (old, new) = (i64::from(edge.old.0), i64::from(edge.new.0));
        let values = [at as i64, old, new, edge.partial.into()].map(Value::Integer);
        db.insert(&SUCCESSIONS, &[&values[..], &[share, (&edge.act).into()]].concat())?;
    }
    Ok(())
}

fn write_former_names(db: &dyn Database, former_names: &[FormerName]) -> Result<(), RegistryError> {
    for (at, former) in former_names.iter().enumerate() {
        let [from, until, until_earliest] = written_days(former.validity);
        db.insert(
            &FORMER_NAMES,
            &[
                (at as i64).into(),
                i64::from(former.unit.0).into(),
                former.code.as_str().into(),
                (&former.kind).into(),
                (&former.name).into(),
                (&former.full_name).into(),
                (&former.full_name_en).into(),
                from.as_deref().into(),
                until.as_deref().into(),
                until_earliest.as_deref().into(),
                (&former.act).into(),
            ],
        )?;
    }
    Ok(())
}

/// `from`, `until` and `until_earliest` as they are written down.
fn written_days(validity: Validity) -> [Option<String>; 3] {
    [validity.from, validity.until, validity.until_earliest].map(|day| day.map(|day| day.to_string()))
}

/// The days that stand in three columns of `row` from `first` on.
fn read_days(row: &dyn Row, first: usize) -> Result<Validity, RegistryError> {
    let day = |at: usize| {
        let text = row.optional_text(at)?;
        text.map(|text| text.parse().map_err(|error: jiff::Error| RegistryError::damaged(error))).transpose()
    };
    Ok(Validity { from: day(first)?, until: day(first + 1)?, until_earliest: day(first + 2)? })
}

fn write_unit(db: &dyn Database, id: UnitId, unit: &Unit) -> Result<(), RegistryError> {
    let [from, until, until_earliest] = written_days(unit.validity);
    let id = i64::from(id.0);
    db.insert(
        &UNITS,
        &[
            id.into(),
            unit.code.as_str().into(),
            level_number(unit.level).into(),
            (&unit.kind).into(),
            (&unit.name).into(),
            (&unit.full_name).into(),
            (&unit.full_name_en).into(),
            unit.parent.map(|parent| i64::from(parent.0)).into(),
            from.as_deref().into(),
            until.as_deref().into(),
            until_earliest.as_deref().into(),
            unit.centre.map(|centre| i64::from(centre.lon_e7())).into(),
            unit.centre.map(|centre| i64::from(centre.lat_e7())).into(),
        ],
    )?;
    for (position, alias) in unit.aliases.iter().enumerate() {
        db.insert(&ALIASES, &[id.into(), (position as i64).into(), alias.into()])?;
    }
    Ok(())
}

fn write_boundaries(db: &dyn Database, boundaries: &[UnitBoundary]) -> Result<(), RegistryError> {
    for (at, boundary) in boundaries.iter().enumerate() {
        let area = wkb::write_area(&boundary.area);
        let [at, era, level] = [at as i64, era_number(boundary.era), level_number(boundary.level)].map(Value::Integer);
        let code = boundary.code.as_str().into();
        db.insert(&BOUNDARIES, &[at, era, level, code, boundary.illustrative.into(), area.as_slice().into()])?;
    }
    Ok(())
}

fn read_units(db: &dyn Database) -> Result<Vec<Unit>, RegistryError> {
    let query = "SELECT code, level, kind, name, full_name, full_name_en, parent, valid_from, valid_until, \
                 valid_until_earliest, lon_e7, lat_e7 FROM unit ORDER BY id";
    let mut units = db.all(query, &[], read_unit)?;
    let query = "SELECT unit, alias FROM unit_alias ORDER BY unit, position";
    for (unit, alias) in db.all(query, &[], |row| Ok((row.count::<usize>(0)?, row.text(1)?)))? {
        let unit = units.get_mut(unit).ok_or_else(|| RegistryError::damaged(format!("there is no unit {unit}")))?;
        unit.aliases.push(alias);
    }
    Ok(units)
}

fn read_unit(row: &dyn Row) -> Result<Unit, RegistryError> {
    let degrees = |at: usize| row.optional_integer(at)?.map(i32::try_from).transpose().map_err(RegistryError::damaged);
    let (lon, lat) = (degrees(10)?, degrees(11)?);
    let parent = row.optional_integer(6)?.map(u16::try_from).transpose().map_err(RegistryError::damaged)?;
    Ok(Unit {
        code: UnitCode(row.text(0)?),
        level: level_of(row.integer(1)?)?,
        kind: row.text(2)?,
        name: row.text(3)?,
        full_name: row.text(4)?,
        full_name_en: row.text(5)?,
        parent: parent.map(UnitId),
        validity: read_days(row, 7)?,
        centre: lon.zip(lat).map(|(lon, lat)| read_point(lon, lat)).transpose()?,
        aliases: Vec::new(),
    })
}

fn read_successions(db: &dyn Database) -> Result<Vec<Succession>, RegistryError> {
    db.all("SELECT old, new, partial, share, act FROM unit_succession ORDER BY id", &[], |row| {
        Ok(Succession {
            old: UnitId(row.count(0)?),
            new: UnitId(row.count(1)?),
            partial: row.truth(2)?,
            share: row.optional_real(3)?.map(|share| share as f32),
            act: row.text(4)?,
        })
    })
}

fn read_table(db: &dyn Database) -> Result<UnitTable, RegistryError> {
    let table = UnitTable::new(read_units(db)?, read_successions(db)?)?;
    Ok(table.with_former_names(read_former_names(db)?)?)
}

fn read_former_names(db: &dyn Database) -> Result<Vec<FormerName>, RegistryError> {
    let query = "SELECT unit, code, kind, name, full_name, full_name_en, valid_from, valid_until, \
                 valid_until_earliest, act FROM unit_former_name ORDER BY id";
    db.all(query, &[], |row| {
        Ok(FormerName {
            unit: UnitId(row.count(0)?),
            code: UnitCode(row.text(1)?),
            kind: row.text(2)?,
            name: row.text(3)?,
            full_name: row.text(4)?,
            full_name_en: row.text(5)?,
            validity: read_days(row, 6)?,
            act: row.text(9)?,
        })
    })
}

fn read_boundary(row: &dyn Row) -> Result<UnitBoundary, RegistryError> {
    let area = row.optional_blob(4)?.unwrap_or_default();
    Ok(UnitBoundary {
        era: era_of(row.integer(0)?)?,
        level: level_of(row.integer(1)?)?,
        code: UnitCode(row.text(2)?),
        illustrative: row.truth(3)?,
        area: wkb::read_area(&area).ok_or_else(|| RegistryError::damaged("a boundary that is no area"))?,
    })
}

fn level_number(level: UnitLevel) -> i64 {
    match level {
        UnitLevel::Province => 0,
        UnitLevel::District => 1,
        UnitLevel::Ward => 2,
    }
}

fn level_of(number: i64) -> Result<UnitLevel, RegistryError> {
    match number {
        0 => Ok(UnitLevel::Province),
        1 => Ok(UnitLevel::District),
        2 => Ok(UnitLevel::Ward),
        _ => Err(RegistryError::damaged(format!("there is no level {number} of units"))),
    }
}

fn era_number(era: Era) -> i64 {
    match era {
        Era::Current => 0,
        Era::Legacy => 1,
    }
}

fn era_of(number: i64) -> Result<Era, RegistryError> {
    match number {
        0 => Ok(Era::Current),
        1 => Ok(Era::Legacy),
        _ => Err(RegistryError::damaged(format!("there is no era {number}"))),
    }
}
