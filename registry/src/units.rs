//! Administrative units and their boundaries, replaced as one set.

use geo_types::MultiPolygon;
use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};
use vmap_core::Point;
use vmap_core::unit::{Era, FormerName, Succession, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};

use crate::version::read_point;
use crate::{Registry, RegistryError, wkb};

/// The area of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitBoundary {
    /// Era of the unit.
    pub era: Era,
    /// Level of the unit.
    pub level: UnitLevel,
    /// Code of the unit.
    pub code: UnitCode,
    /// Whether it is a sketch that stands for a boundary which may not be shipped.
    pub illustrative: bool,
    /// WGS84 degrees, longitude first.
    pub area: MultiPolygon<f64>,
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
    /// are already.
    pub fn replace_units(
        &mut self,
        units: &UnitTable,
        boundaries: &[UnitBoundary],
    ) -> Result<UnitsOutcome, RegistryError> {
        let changed = !same_units(&self.units()?, units) || self.boundaries()? != boundaries;
        if changed {
            let transaction = self.db_mut().transaction_with_behavior(TransactionBehavior::Immediate)?;
            write_units(&transaction, units)?;
            write_boundaries(&transaction, boundaries)?;
            transaction.commit()?;
        }
        let (units, successions) = (units.len(), units.successions().len());
        Ok(UnitsOutcome { units, successions, boundaries: boundaries.len(), changed })
    }

    /// All units with their successions, in the order in which they were given.
    pub fn units(&self) -> Result<UnitTable, RegistryError> {
        let transaction = self.db().unchecked_transaction()?;
        let table = UnitTable::new(read_units(&transaction)?, read_successions(&transaction)?)?;
        Ok(table.with_former_names(read_former_names(&transaction)?)?)
    }

    /// All boundaries, in the order in which they were given.
    pub fn boundaries(&self) -> Result<Vec<UnitBoundary>, RegistryError> {
        let query = "SELECT era, level, code, illustrative, area FROM unit_boundary ORDER BY id";
        read_all(self.db(), query, read_boundary)
    }
}

fn same_units(a: &UnitTable, b: &UnitTable) -> bool {
    a.len() == b.len()
        && a.iter().eq(b.iter())
        && a.successions() == b.successions()
        && a.former_names() == b.former_names()
}

fn write_units(transaction: &Transaction<'_>, units: &UnitTable) -> Result<(), RegistryError> {
    transaction.execute_batch(
        "DELETE FROM unit_alias; DELETE FROM unit_former_name; DELETE FROM unit_succession; DELETE FROM unit",
    )?;
    for (id, unit) in units.iter() {
        write_unit(transaction, id, unit)?;
    }
    let mut insert = transaction
        .prepare_cached("INSERT INTO unit_succession (id, old, new, partial, share, act) VALUES (?, ?, ?, ?, ?, ?)")?;
    for (at, edge) in units.successions().iter().enumerate() {
        insert.execute(params![at as i64, edge.old.0, edge.new.0, edge.partial, edge.share, edge.act])?;
    }
    write_former_names(transaction, units.former_names())
}

fn write_former_names(transaction: &Transaction<'_>, former_names: &[FormerName]) -> Result<(), RegistryError> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO unit_former_name (id, unit, code, kind, name, full_name, full_name_en, valid_from, valid_until, \
         valid_until_earliest, act) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (at, former) in former_names.iter().enumerate() {
        let [from, until, until_earliest] = written_days(former.validity);
        insert.execute(params![
            at as i64,
            former.unit.0,
            former.code.as_str(),
            former.kind,
            former.name,
            former.full_name,
            former.full_name_en,
            from,
            until,
            until_earliest,
            former.act,
        ])?;
    }
    Ok(())
}

/// `from`, `until` and `until_earliest` as they are written down.
fn written_days(validity: Validity) -> [Option<String>; 3] {
    [validity.from, validity.until, validity.until_earliest].map(|day| day.map(|day| day.to_string()))
}

/// The days that stand in three columns of `row` from `first` on.
fn read_days(row: &Row<'_>, first: usize) -> Result<Validity, RegistryError> {
    let day = |at: usize| {
        let text: Option<String> = row.get(at)?;
        text.map(|text| text.parse().map_err(|error: jiff::Error| RegistryError::damaged(error))).transpose()
    };
    Ok(Validity { from: day(first)?, until: day(first + 1)?, until_earliest: day(first + 2)? })
}

fn write_unit(transaction: &Transaction<'_>, id: UnitId, unit: &Unit) -> Result<(), RegistryError> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO unit (id, code, level, kind, name, full_name, full_name_en, parent, valid_from, valid_until, \
         valid_until_earliest, lon_e7, lat_e7) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let [from, until, until_earliest] = written_days(unit.validity);
    insert.execute(params![
        id.0,
        unit.code.as_str(),
        level_number(unit.level),
        unit.kind,
        unit.name,
        unit.full_name,
        unit.full_name_en,
        unit.parent.map(|parent| parent.0),
        from,
        until,
        until_earliest,
        unit.centre.map(Point::lon_e7),
        unit.centre.map(Point::lat_e7),
    ])?;
    let mut insert = transaction.prepare_cached("INSERT INTO unit_alias (unit, position, alias) VALUES (?, ?, ?)")?;
    for (position, alias) in unit.aliases.iter().enumerate() {
        insert.execute(params![id.0, position as i64, alias])?;
    }
    Ok(())
}

fn write_boundaries(transaction: &Transaction<'_>, boundaries: &[UnitBoundary]) -> Result<(), RegistryError> {
    transaction.execute_batch("DELETE FROM unit_boundary")?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO unit_boundary (id, era, level, code, illustrative, area) VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    for (at, boundary) in boundaries.iter().enumerate() {
        insert.execute(params![
            at as i64,
            era_number(boundary.era),
            level_number(boundary.level),
            boundary.code.as_str(),
            boundary.illustrative,
            wkb::write_area(&boundary.area),
        ])?;
    }
    Ok(())
}

fn read_units(db: &Connection) -> Result<Vec<Unit>, RegistryError> {
    let mut units = read_all(
        db,
        "SELECT code, level, kind, name, full_name, full_name_en, parent, valid_from, valid_until, \
         valid_until_earliest, lon_e7, lat_e7 \
         FROM unit ORDER BY id",
        read_unit,
    )?;
    let aliases = read_all(db, "SELECT unit, alias FROM unit_alias ORDER BY unit, position", |row| {
        Ok((row.get::<_, usize>(0)?, row.get::<_, String>(1)?))
    })?;
    for (unit, alias) in aliases {
        let unit = units.get_mut(unit).ok_or_else(|| RegistryError::damaged(format!("there is no unit {unit}")))?;
        unit.aliases.push(alias);
    }
    Ok(units)
}

fn read_unit(row: &Row<'_>) -> Result<Unit, RegistryError> {
    let centre: (Option<i32>, Option<i32>) = (row.get(10)?, row.get(11)?);
    Ok(Unit {
        code: UnitCode(row.get(0)?),
        level: level_of(row.get(1)?)?,
        kind: row.get(2)?,
        name: row.get(3)?,
        full_name: row.get(4)?,
        full_name_en: row.get(5)?,
        parent: row.get::<_, Option<u16>>(6)?.map(UnitId),
        validity: read_days(row, 7)?,
        centre: centre.0.zip(centre.1).map(|(lon, lat)| read_point(lon, lat)).transpose()?,
        aliases: Vec::new(),
    })
}

fn read_successions(db: &Connection) -> Result<Vec<Succession>, RegistryError> {
    read_all(db, "SELECT old, new, partial, share, act FROM unit_succession ORDER BY id", |row| {
        Ok(Succession {
            old: UnitId(row.get(0)?),
            new: UnitId(row.get(1)?),
            partial: row.get(2)?,
            share: row.get(3)?,
            act: row.get(4)?,
        })
    })
}

fn read_former_names(db: &Connection) -> Result<Vec<FormerName>, RegistryError> {
    let query = "SELECT unit, code, kind, name, full_name, full_name_en, valid_from, valid_until, \
                 valid_until_earliest, act FROM unit_former_name ORDER BY id";
    read_all(db, query, |row| {
        Ok(FormerName {
            unit: UnitId(row.get(0)?),
            code: UnitCode(row.get(1)?),
            kind: row.get(2)?,
            name: row.get(3)?,
            full_name: row.get(4)?,
            full_name_en: row.get(5)?,
            validity: read_days(row, 6)?,
            act: row.get(9)?,
        })
    })
}

fn read_boundary(row: &Row<'_>) -> Result<UnitBoundary, RegistryError> {
    let area: Vec<u8> = row.get(4)?;
    Ok(UnitBoundary {
        era: era_of(row.get(0)?)?,
        level: level_of(row.get(1)?)?,
        code: UnitCode(row.get(2)?),
        illustrative: row.get(3)?,
        area: wkb::read_area(&area).ok_or_else(|| RegistryError::damaged("a boundary that is no area"))?,
    })
}

fn read_all<T>(
    db: &Connection,
    query: &str,
    read: impl Fn(&Row<'_>) -> Result<T, RegistryError>,
) -> Result<Vec<T>, RegistryError> {
    let mut select = db.prepare_cached(query)?;
    let mut rows = select.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
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
