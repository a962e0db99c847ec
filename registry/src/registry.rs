//! The registry as one file, and what is in it.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};
use vmap_core::place::PlaceKind;

use crate::version::kind_of;
use crate::{RegistryError, schema};

/// The registry in one SQLite file. Cheap to open; may be sent between threads, not shared.
pub struct Registry {
    db: Connection,
    clock: fn() -> String,
}

/// Who made data, and on which terms it may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Short name, unique in the registry.
    pub name: String,
    /// Licence, as `ODbL-1.0`.
    pub licence: String,
    /// The line that the licence asks to be shown.
    pub attribution: String,
    /// Whether the data is made up.
    pub synthetic: bool,
}

/// One load that changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Counted from 1 in the order of commits.
    pub number: u64,
    /// Name of the source.
    pub source: String,
    /// The file as the user named it.
    pub file: String,
    /// When it was begun, RFC 3339 in UTC.
    pub recorded_at: String,
    /// New places.
    pub created: u64,
    /// New versions of places.
    pub updated: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that meant a place of which an earlier row of the load had spoken.
    pub duplicates: u64,
    /// Change number after it.
    pub last_change: u64,
}

/// The registry's counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Places per kind, of the kinds that there are.
    pub places: Vec<(PlaceKind, u64)>,
    /// Administrative units of every era.
    pub units: u64,
    /// Sources ever loaded.
    pub sources: u64,
    /// Loads that changed something.
    pub batches: u64,
    /// The last change number given; 0 before the first.
    pub last_change: u64,
}

impl Registry {
    /// Opens the registry at `path`, making the file and its tables where there is none.
    ///
    /// # Errors
    /// A folder, a file of something else, a registry of another schema, a missing folder or
    /// permission; a foreign file is left as it is.
    pub fn open(path: &Path) -> Result<Self, RegistryError> {
        Ok(Self { db: schema::open(path)?, clock: utc_now })
    }

    /// Asks `clock`, which gives RFC 3339 text in UTC, when something is recorded.
    #[must_use]
    pub fn with_clock(self, clock: fn() -> String) -> Self {
        Self { clock, ..self }
    }

    /// The number of the last change; 0 before the first. Each version of a place is one change.
    pub fn change_number(&self) -> Result<u64, RegistryError> {
        count(&self.db, "SELECT coalesce(max(change), 0) FROM version")
    }

    /// Every source ever loaded, in the order of first loading, which never changes.
    pub fn sources(&self) -> Result<Vec<Source>, RegistryError> {
        let mut select =
            self.db.prepare_cached("SELECT name, licence, attribution, synthetic FROM source ORDER BY id")?;
        let rows = select.query_map([], read_source)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every load that changed something, in order.
    pub fn batches(&self) -> Result<Vec<Batch>, RegistryError> {
        let mut select = self.db.prepare_cached(
            "SELECT b.id, s.name, b.file, b.recorded_at, b.created, b.updated, b.unchanged, b.duplicates, \
             b.last_change FROM batch b JOIN source s ON s.id = b.source ORDER BY b.id",
        )?;
        let rows = select.query_map([], read_batch)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The registry's counts, kept as it is written: no scan.
    pub fn status(&self) -> Result<Status, RegistryError> {
        Ok(Status {
            places: self.tally()?,
            units: count(&self.db, "SELECT count(*) FROM unit")?,
            sources: count(&self.db, "SELECT count(*) FROM source")?,
            batches: count(&self.db, "SELECT count(*) FROM batch")?,
            last_change: self.change_number()?,
        })
    }

    fn tally(&self) -> Result<Vec<(PlaceKind, u64)>, RegistryError> {
        let mut select = self.db.prepare_cached("SELECT kind, places FROM tally ORDER BY kind")?;
        let mut rows = select.query([])?;
        let mut tally = Vec::new();
        while let Some(row) = rows.next()? {
            tally.push((kind_of(row.get(0)?)?, row.get(1)?));
        }
        Ok(tally)
    }

    pub(crate) fn db(&self) -> &Connection {
        &self.db
    }

    pub(crate) fn db_mut(&mut self) -> &mut Connection {
        &mut self.db
    }

    pub(crate) fn now(&self) -> String {
        (self.clock)()
    }
}

impl Source {
    /// Its number, given now if it has none; its licence and attribution are brought up to date.
    pub(crate) fn enter(&self, db: &Connection) -> Result<i64, RegistryError> {
        let find = "SELECT id FROM source WHERE name = ?";
        let known: Option<i64> = db.query_row(find, [&self.name], |row| row.get(0)).optional()?;
        let Source { name, licence, attribution, synthetic } = self;
        match known {
            Some(id) => {
                db.execute(
                    "UPDATE source SET licence = ?2, attribution = ?3, synthetic = ?4 WHERE id = ?1 \
                 AND (licence, attribution, synthetic) IS NOT (?2, ?3, ?4)",
                    params![id, licence, attribution, synthetic],
                )?;
                Ok(id)
            }
            None => {
                db.execute(
                    "INSERT INTO source (name, licence, attribution, synthetic) VALUES (?, ?, ?, ?)",
                    params![name, licence, attribution, synthetic],
                )?;
                Ok(db.last_insert_rowid())
            }
        }
    }
}

fn utc_now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

fn count(db: &Connection, query: &str) -> Result<u64, RegistryError> {
    Ok(db.query_row(query, [], |row| row.get(0))?)
}

fn read_source(row: &Row<'_>) -> rusqlite::Result<Source> {
    Ok(Source { name: row.get(0)?, licence: row.get(1)?, attribution: row.get(2)?, synthetic: row.get(3)? })
}

fn read_batch(row: &Row<'_>) -> rusqlite::Result<Batch> {
    Ok(Batch {
        number: row.get(0)?,
        source: row.get(1)?,
        file: row.get(2)?,
        recorded_at: row.get(3)?,
        created: row.get(4)?,
        updated: row.get(5)?,
        unchanged: row.get(6)?,
        duplicates: row.get(7)?,
        last_change: row.get(8)?,
    })
}
