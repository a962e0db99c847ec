//! Reading places and their history.

use rusqlite::{Connection, OptionalExtension, Row};
use vmap_core::place::Place;
use vmap_core::{PlaceId, Point};

use crate::term::TermTexts;
use crate::version::{content_columns, read_place, read_point};
use crate::{Registry, RegistryError};

/// A place as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrentPlace {
    /// Its identifier.
    pub id: PlaceId,
    /// Number of its current version, counted from 1.
    pub version: u32,
    /// Where the current version comes from: an index into [`Registry::sources`].
    pub source: usize,
    /// What is known of it.
    pub place: Place,
}

/// What a version did to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Registered it.
    Create,
    /// Changed what is known of it.
    Update,
}

impl Operation {
    /// How it is stored; for ever.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Create => 0,
            Self::Update => 1,
        }
    }

    fn of(number: i64) -> Result<Self, RegistryError> {
        match number {
            0 => Ok(Self::Create),
            1 => Ok(Self::Update),
            _ => Err(RegistryError::damaged(format!("there is no operation {number}"))),
        }
    }
}

/// One version of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceVersion {
    /// Counted from 1.
    pub version: u32,
    /// Its change number: unique and growing over the whole registry.
    pub change: u64,
    /// The load that made it.
    pub batch: u64,
    /// What it did.
    pub operation: Operation,
    /// When it was recorded, RFC 3339 in UTC.
    pub recorded_at: String,
    /// Where it comes from: an index into [`Registry::sources`].
    pub source: usize,
    /// Whether it was implied by other records and not one of its own.
    pub derived: bool,
    /// What it says.
    pub place: Place,
}

/// Columns of a row that is read as [`CurrentPlace`].
const CURRENT: &str = concat!(
    "SELECT p.id, v.version, v.source, ",
    content_columns!(),
    " FROM place p JOIN version v ON v.change = p.current"
);

impl Registry {
    /// The place `id` as it is now; `None` where that identifier was never given. Microseconds.
    pub fn place(&self, id: PlaceId) -> Result<Option<CurrentPlace>, RegistryError> {
        let terms = TermTexts::new(self.db());
        let mut select = self.db().prepare_cached(&format!("{CURRENT} WHERE p.id = ?"))?;
        let found = select.query_row([id.ordinal()], |row| Ok(read_current(row, &terms))).optional()?;
        found.transpose()
    }

    /// Visits every current place in order of identifiers, at constant memory (that of the distinct
    /// names of streets and hamlets), as of the moment of the call. About a microsecond a place.
    ///
    /// Stops at the first error, the registry's or the visitor's.
    pub fn for_each_current<E: From<RegistryError>>(
        &self,
        mut visit: impl FnMut(CurrentPlace) -> Result<(), E>,
    ) -> Result<(), E> {
        for_each_current(self.db(), &mut visit)
    }

    /// All versions of the place `id`, oldest first; empty where that identifier was never given.
    pub fn history(&self, id: PlaceId) -> Result<Vec<PlaceVersion>, RegistryError> {
        let terms = TermTexts::new(self.db());
        let current = "SELECT current FROM place WHERE id = ?";
        let mut next: Option<i64> = self.db().query_row(current, [id.ordinal()], |row| row.get(0)).optional()?;
        let mut select = self.db().prepare_cached(concat!(
            "SELECT v.previous, v.version, v.change, v.batch, v.operation, b.recorded_at, v.source, v.derived, ",
            content_columns!(),
            " FROM version v JOIN batch b ON b.id = v.batch WHERE v.change = ?"
        ))?;
        let mut versions = Vec::new();
        while let Some(change) = next {
            let (previous, version) = select.query_row([change], |row| Ok((row.get(0)?, read_version(row, &terms))))?;
            versions.push(version?);
            // Versions only ever follow older ones: anything else is damage, and would not end.
            next = previous;
            if next.is_some_and(|previous| previous >= change) {
                return Err(RegistryError::damaged(format!("change {change} follows a later one")));
            }
        }
        versions.reverse();
        Ok(versions)
    }
}

/// See [`Registry::for_each_current`].
pub(crate) fn for_each_current<E: From<RegistryError>>(
    db: &Connection,
    visit: &mut impl FnMut(CurrentPlace) -> Result<(), E>,
) -> Result<(), E> {
    let database = |error: rusqlite::Error| RegistryError::from(error);
    let terms = TermTexts::new(db);
    let mut select = db.prepare_cached(&format!("{CURRENT} ORDER BY p.id")).map_err(database)?;
    let mut rows = select.query([]).map_err(database)?;
    while let Some(row) = rows.next().map_err(database)? {
        visit(read_current(row, &terms)?)?;
    }
    Ok(())
}

fn read_current(row: &Row<'_>, terms: &TermTexts<'_>) -> Result<CurrentPlace, RegistryError> {
    Ok(CurrentPlace {
        id: place_id(row.get(0)?)?,
        version: row.get(1)?,
        source: source_index(row.get(2)?)?,
        place: read_place(row, 3, terms)?,
    })
}

fn read_version(row: &Row<'_>, terms: &TermTexts<'_>) -> Result<PlaceVersion, RegistryError> {
    Ok(PlaceVersion {
        version: row.get(1)?,
        change: row.get(2)?,
        batch: row.get(3)?,
        operation: Operation::of(row.get(4)?)?,
        recorded_at: row.get(5)?,
        source: source_index(row.get(6)?)?,
        derived: row.get(7)?,
        place: read_place(row, 8, terms)?,
    })
}

/// Where the place `ordinal` is now.
pub(crate) fn current_point(db: &Connection, ordinal: i64) -> Result<Point, RegistryError> {
    let mut select = db.prepare_cached(
        "SELECT v.lon_e7, v.lat_e7 FROM place p JOIN version v ON v.change = p.current WHERE p.id = ?",
    )?;
    let (lon_e7, lat_e7) = select.query_row([ordinal], |row| Ok((row.get(0)?, row.get(1)?)))?;
    read_point(lon_e7, lat_e7)
}

/// What the place `ordinal` is now.
pub(crate) fn current_place(db: &Connection, ordinal: i64) -> Result<Place, RegistryError> {
    let terms = TermTexts::new(db);
    let mut select = db.prepare_cached(concat!(
        "SELECT ",
        content_columns!(),
        " FROM place p JOIN version v ON v.change = p.current WHERE p.id = ?"
    ))?;
    select.query_row([ordinal], |row| Ok(read_place(row, 0, &terms)))?
}

/// The identifier of the place stored as `ordinal`.
pub(crate) fn place_id(ordinal: i64) -> Result<PlaceId, RegistryError> {
    let id = u64::try_from(ordinal).ok().and_then(PlaceId::from_ordinal);
    id.ok_or(RegistryError::NoIdentifierLeft)
}

/// Sources are numbered from 1 without gaps, because none is ever deleted.
fn source_index(source: i64) -> Result<usize, RegistryError> {
    let index = usize::try_from(source).ok().and_then(|source| source.checked_sub(1));
    index.ok_or_else(|| RegistryError::damaged(format!("there is no source {source}")))
}
