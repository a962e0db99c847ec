//! Opening the file: whose it is, which schema it has, and how SQLite is to treat it.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use vmap_core::text::ANALYSER_VERSION;

use crate::RegistryError;

/// Marks our files among SQLite databases: the letters `VMAP`.
const APPLICATION_ID: i32 = 0x564d_4150;
/// Raised with every change of `schema.sql`.
const SCHEMA_VERSION: i32 = 2;
const SCHEMA: &str = include_str!("schema.sql");

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(5);
/// Every statement of this room fits into the cache.
const STATEMENTS: usize = 48;

/// Foreign keys are declared for readers and for `PRAGMA foreign_key_check`, but not enforced: six
/// look-ups a row would double the cost of a load whose references this room makes itself.
const SETTINGS: &str = "
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = OFF;
    PRAGMA cache_size = -131072;
    PRAGMA journal_size_limit = 67108864;
";

/// Opens the registry at `path`, making it where there is none.
pub(crate) fn open(path: &Path) -> Result<Connection, RegistryError> {
    if path.is_dir() {
        return Err(RegistryError::IsFolder(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)
        .map_err(|error| RegistryError::CannotOpen { path: path.to_owned(), reason: error.to_string() })?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // One plan a statement, whatever is bound to it. Otherwise SQLite plans `id = ?` anew each time
    // that a cached statement is used again, which triples the cost of a look-up.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if is_empty(&db, path)? {
        make(&mut db)?;
    }
    check_schema(&db, path)?;
    db.execute_batch(SETTINGS)?;
    Ok(db)
}

/// Whether the file holds nothing yet; an error where it is not ours, before anything is written.
fn is_empty(db: &Connection, path: &Path) -> Result<bool, RegistryError> {
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => RegistryError::NotARegistry(path.to_owned()),
        _ => error.into(),
    };
    match pragma(db, "application_id").map_err(foreign)? {
        APPLICATION_ID => Ok(false),
        0 if count_tables(db)? == 0 => Ok(true),
        _ => Err(RegistryError::NotARegistry(path.to_owned())),
    }
}

fn make(db: &mut Connection) -> Result<(), RegistryError> {
    db.pragma_update(None, "journal_mode", "WAL")?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have made it while we waited.
    if count_tables(&transaction)? == 0 {
        transaction.execute_batch(SCHEMA)?;
        set_key_analyser(&transaction, ANALYSER_VERSION)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    Ok(transaction.commit()?)
}

fn check_schema(db: &Connection, path: &Path) -> Result<(), RegistryError> {
    match pragma(db, "user_version")? {
        SCHEMA_VERSION => Ok(()),
        found => Err(RegistryError::Schema { path: path.to_owned(), found, expected: SCHEMA_VERSION }),
    }
}

/// The version of the analyser that the table `place_key` was made with.
pub(crate) fn key_analyser(db: &Connection) -> Result<u32, RegistryError> {
    Ok(db.query_row("SELECT value FROM property WHERE name = 'key_analyser'", [], |row| row.get(0))?)
}

/// Notes that the table `place_key` was made with `analyser`.
pub(crate) fn set_key_analyser(db: &Connection, analyser: u32) -> Result<(), RegistryError> {
    db.execute("INSERT OR REPLACE INTO property (name, value) VALUES ('key_analyser', ?)", [analyser])?;
    Ok(())
}

fn pragma(db: &Connection, name: &str) -> rusqlite::Result<i32> {
    db.pragma_query_value(None, name, |row| row.get(0))
}

fn count_tables(db: &Connection) -> rusqlite::Result<u64> {
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
}
