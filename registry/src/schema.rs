//! Facts about the tables as a whole.

use vmap_core::text::ANALYSER_VERSION;

use crate::RegistryError;
use crate::database::{Database, Value};

/// Raised with every change of the files in `schema/`.
pub(crate) const SCHEMA_VERSION: i32 = 3;

/// The version of the analyser that the table `place_key` was made with.
pub(crate) fn key_analyser(db: &dyn Database) -> Result<u32, RegistryError> {
    let found = db.first("SELECT value FROM property WHERE name = 'key_analyser'", &[], |row| row.count(0))?;
    found.ok_or_else(|| RegistryError::damaged("the analyser of its keys is not known"))
}

/// Notes that the table `place_key` was made with this program's analyser.
pub(crate) fn enter_analyser(db: &dyn Database) -> Result<(), RegistryError> {
    db.execute(
        "INSERT INTO property (name, value) VALUES ('key_analyser', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
        &[Value::Integer(ANALYSER_VERSION.into())],
    )?;
    Ok(())
}
