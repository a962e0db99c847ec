//! The registry as one, and what is in it.

use std::path::Path;

use vmap_core::place::PlaceKind;

use crate::RegistryError;
use crate::database::Database;
use crate::database::postgres::Postgres;
use crate::database::sqlite::Sqlite;
use crate::version::kind_of;

/// The registry: one SQLite file, or a database of PostgreSQL. Cheap to open; may be sent between
/// threads, not shared.
pub struct Registry {
    db: Box<dyn Database>,
    clock: fn() -> String,
}

/// The registry's counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistryStatus {
    /// Places in force per kind, of the kinds that there are.
    pub places: Vec<(PlaceKind, u64)>,
    /// Administrative units of every era.
    pub units: u64,
    /// Sources ever loaded.
    pub sources: u64,
    /// Batches that changed something.
    pub batches: u64,
    /// The last change number given; 0 before the first.
    pub last_change: u64,
    /// Pairs of places that wait for a decision.
    pub open_reviews: u64,
    /// Proposals that wait for a decision.
    pub open_proposals: u64,
}

impl Registry {
    /// Opens the registry in the file at `path`, making it and its tables where there is none.
    ///
    /// # Errors
    /// A folder, a file of something else, a registry of another schema, a missing folder or
    /// permission; a foreign file is left as it is.
    pub fn open(path: &Path) -> Result<Self, RegistryError> {
        Ok(Self::of(Box::new(Sqlite::open(path)?)))
    }

    /// Opens the registry in the PostgreSQL database at `url`, `postgres://user:password@host/database`,
    /// making its tables, in the schema `vmap`, where there are none. Its calls wait for the server:
    /// make them on a thread that may block.
    ///
    /// # Errors
    /// A server that does not answer or refuses, a registry of another schema, a schema `vmap` that is
    /// something else; that is left as it is.
    pub fn connect(url: &str) -> Result<Self, RegistryError> {
        Ok(Self::of(Box::new(Postgres::open(url)?)))
    }

    /// The registry in `db`.
    pub(crate) fn of(db: Box<dyn Database>) -> Self {
        Self { db, clock: utc_now }
    }

    /// Asks `clock`, which gives RFC 3339 text in UTC, when something is recorded.
    #[must_use]
    pub fn with_clock(self, clock: fn() -> String) -> Self {
        Self { clock, ..self }
    }

    /// The number of the last change; 0 before the first. Each version of a place is one change.
    pub fn change_number(&self) -> Result<u64, RegistryError> {
        self.count("SELECT coalesce(max(change), 0) FROM version")
    }

    /// The registry's counts, kept as it is written: no scan.
    pub fn status(&self) -> Result<RegistryStatus, RegistryError> {
        self.reading(|registry| {
            let tally = "SELECT kind, places FROM tally WHERE places > 0 ORDER BY kind";
            Ok(RegistryStatus {
                places: registry.db.all(tally, &[], |row| Ok((kind_of(row.integer(0)?)?, row.count(1)?)))?,
                units: registry.count("SELECT count(*) FROM unit")?,
                sources: registry.count("SELECT count(*) FROM source")?,
                batches: registry.count("SELECT count(*) FROM batch")?,
                last_change: registry.change_number()?,
                open_reviews: registry.count_open_reviews()?,
                open_proposals: registry.count_open_proposals()?,
            })
        })
    }

    /// Reads one state of the registry, whatever others write meanwhile.
    pub fn reading<T, E: From<RegistryError>>(&self, read: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        self.db.begin_reading()?;
        let done = read(self);
        self.db.roll_back();
        done
    }

    /// Writes something that is no batch, all of it or nothing.
    pub(crate) fn writing<T>(
        &mut self,
        write: impl FnOnce(&Self) -> Result<T, RegistryError>,
    ) -> Result<T, RegistryError> {
        self.db.begin()?;
        let done = write(self).and_then(|done| self.db.commit().map(|()| done));
        done.inspect_err(|_| self.db.roll_back())
    }

    fn count(&self, sql: &str) -> Result<u64, RegistryError> {
        u64::try_from(self.db.number(sql, &[])?).map_err(RegistryError::damaged)
    }

    pub(crate) fn db(&self) -> &dyn Database {
        &*self.db
    }

    pub(crate) fn now(&self) -> String {
        (self.clock)()
    }
}

fn utc_now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}
