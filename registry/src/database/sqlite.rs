//! The registry's tables in one SQLite file: write-ahead log, every commit flushed to the disk.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ToSql, params_from_iter};

use super::{Database, EachVisitor, Row, Table, Value, Visitor};
use crate::RegistryError;
use crate::schema::{SCHEMA_VERSION, enter_analyser};

/// Marks our files among SQLite databases: the letters `VMAP`.
const APPLICATION_ID: i32 = 0x564d_4150;
const SCHEMA: &str = include_str!("../schema/sqlite.sql");

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(5);
/// Every statement of this room fits into the cache.
const STATEMENTS: usize = 96;

/// Foreign keys are declared for readers and for `PRAGMA foreign_key_check`, but not enforced: six
/// look-ups a row would double the cost of a load whose references this room makes itself.
const SETTINGS: &str = "
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = OFF;
    PRAGMA cache_size = -131072;
    PRAGMA journal_size_limit = 67108864;
";

/// A registry's file, open.
pub(crate) struct Sqlite {
    db: Connection,
}

impl Sqlite {
    /// Opens the file at `path`, making it and its tables where there is none.
    pub(crate) fn open(path: &Path) -> Result<Self, RegistryError> {
        if path.is_dir() {
            return Err(RegistryError::IsFolder(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)
            .map_err(|error| RegistryError::CannotOpen { path: path.to_owned(), reason: error.to_string() })?;
        db.busy_timeout(PATIENCE)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        // One plan a statement, whatever is bound to it. Otherwise SQLite plans `id = ?` anew each time
        // that a cached statement is used again, which triples the cost of a look-up.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let sqlite = Self { db };
        if sqlite.is_empty(path)? {
            sqlite.make()?;
        }
        match sqlite.pragma("user_version")? {
            SCHEMA_VERSION => {}
            found => {
                let place = path.display().to_string();
                return Err(RegistryError::Schema { place, found, expected: SCHEMA_VERSION });
            }
        }
        sqlite.db.execute_batch(SETTINGS)?;
        Ok(sqlite)
    }

    /// Whether the file holds nothing yet; an error where it is not ours, before anything is written.
    fn is_empty(&self, path: &Path) -> Result<bool, RegistryError> {
        let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => RegistryError::NotARegistry(path.to_owned()),
            _ => error.into(),
        };
        match self.pragma("application_id").map_err(foreign)? {
            APPLICATION_ID => Ok(false),
            0 if self.count_tables()? == 0 => Ok(true),
            _ => Err(RegistryError::NotARegistry(path.to_owned())),
        }
    }

    fn make(&self) -> Result<(), RegistryError> {
        self.db.pragma_update(None, "journal_mode", "WAL")?;
        self.begin()?;
        // Another process may have made it while we waited.
        if self.count_tables()? == 0 {
            self.db.execute_batch(SCHEMA)?;
            enter_analyser(self)?;
            self.db.pragma_update(None, "application_id", APPLICATION_ID)?;
            self.db.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        self.commit()
    }

    fn pragma(&self, name: &str) -> rusqlite::Result<i32> {
        self.db.pragma_query_value(None, name, |row| row.get(0))
    }

    fn count_tables(&self) -> rusqlite::Result<u64> {
        self.db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
    }

    /// The connection itself, for tests that break things.
    #[cfg(test)]
    pub(crate) fn connection(&self) -> &Connection {
        &self.db
    }
}

impl Database for Sqlite {
    fn begin(&self) -> Result<(), RegistryError> {
        Ok(self.db.execute_batch("BEGIN IMMEDIATE")?)
    }

    fn commit(&self) -> Result<(), RegistryError> {
        Ok(self.db.execute_batch("COMMIT")?)
    }

    fn roll_back(&self) {
        // After a full disk SQLite has taken the transaction back by itself.
        if !self.db.is_autocommit() {
            let _taken_back_when_closed_at_the_latest = self.db.execute_batch("ROLLBACK");
        }
    }

    fn begin_reading(&self) -> Result<(), RegistryError> {
        Ok(self.db.execute_batch("BEGIN DEFERRED")?)
    }

    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, RegistryError> {
        Ok(self.db.prepare_cached(sql)?.execute(params_from_iter(values))? as u64)
    }

    fn execute_each(&self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<(), RegistryError> {
        let mut statement = self.db.prepare_cached(sql)?;
        values.chunks_exact(width).try_for_each(|values| run(&mut statement, values))
    }

    fn query(&self, sql: &str, values: &[Value<'_>], visit: Visitor<'_>) -> Result<(), RegistryError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            visit(row)?;
        }
        Ok(())
    }

    fn query_each(
        &self,
        sql: &str,
        width: usize,
        values: &[Value<'_>],
        visit: EachVisitor<'_>,
    ) -> Result<(), RegistryError> {
        let mut statement = self.db.prepare_cached(sql)?;
        for (question, values) in values.chunks_exact(width).enumerate() {
            let mut rows = statement.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                visit(question, row)?;
            }
        }
        Ok(())
    }

    fn insert(&self, table: &Table, values: &[Value<'_>]) -> Result<(), RegistryError> {
        let marks = vec!["?"; table.columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", table.name, table.columns.join(", "));
        self.execute_each(&sql, table.columns.len(), values)
    }

    fn clear(&self, table: &str) -> Result<(), RegistryError> {
        self.db.execute(&format!("DELETE FROM {table}"), [])?;
        Ok(())
    }
}

fn run(statement: &mut Statement<'_>, values: &[Value<'_>]) -> Result<(), RegistryError> {
    for (at, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, value)?;
    }
    statement.raw_execute()?;
    Ok(())
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(number),
            Self::Real(number) => ValueRef::Real(number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn value(&self, at: usize) -> Result<Value<'_>, RegistryError> {
        Ok(match self.get_ref(at)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(text) => Value::Text(std::str::from_utf8(text).map_err(RegistryError::damaged)?),
            ValueRef::Blob(bytes) => Value::Blob(bytes),
        })
    }
}
