//! Who made data, on which terms, and who goes before whom.

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::database::{Database, Row, Table};
use crate::{Registry, RegistryError};

const TABLE: Table =
    Table { name: "source", columns: &["id", "name", "licence", "attribution", "synthetic", "precedence"] };

/// Who made data, and on which terms it may be used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short name, unique in the registry.
    pub name: String,
    /// Licence, as `ODbL-1.0`.
    pub licence: String,
    /// The line that the licence asks to be shown.
    pub attribution: String,
    /// Whether the data is made up.
    pub synthetic: bool,
    /// Where sources disagree about a place, the one of the higher number wins; of equal ones the
    /// one that spoke first.
    pub precedence: i32,
}

impl Registry {
    /// Every source ever loaded, in the order of first loading, which never changes.
    pub fn sources(&self) -> Result<Vec<Source>, RegistryError> {
        all(self.db())
    }

    /// Sets the precedence of the source `name`; whether there is one of that name. What was decided
    /// before stays until the sources speak again.
    pub fn set_precedence(&mut self, name: &str, precedence: i32) -> Result<bool, RegistryError> {
        let values = [i64::from(precedence).into(), name.into()];
        Ok(self.db().execute("UPDATE source SET precedence = ?1 WHERE name = ?2", &values)? > 0)
    }
}

/// Every source, in the order of their numbers, which are counted from 1 without gaps because none
/// is ever deleted.
pub(crate) fn all(db: &dyn Database) -> Result<Vec<Source>, RegistryError> {
    db.all("SELECT name, licence, attribution, synthetic, precedence FROM source ORDER BY id", &[], read)
}

/// The precedence of every source by its number.
pub(crate) fn precedences(db: &dyn Database) -> Result<HashMap<i64, i64>, RegistryError> {
    let pairs = db.all("SELECT id, precedence FROM source", &[], |row| Ok((row.integer(0)?, row.integer(1)?)))?;
    Ok(pairs.into_iter().collect())
}

impl Source {
    /// Its number, given now if it has none; its licence and attribution are brought up to date, and
    /// its precedence where `ranked`.
    pub(crate) fn enter(&self, db: &dyn Database, ranked: bool) -> Result<i64, RegistryError> {
        let Source { name, licence, attribution, synthetic, precedence } = self;
        let known = db.first("SELECT id FROM source WHERE name = ?1", &[name.into()], |row| row.integer(0))?;
        let Some(id) = known else {
            let id = db.number("SELECT coalesce(max(id), 0) + 1 FROM source", &[])?;
            let precedence = i64::from(*precedence);
            let values =
                [id.into(), name.into(), licence.into(), attribution.into(), (*synthetic).into(), precedence.into()];
            db.insert(&TABLE, &values)?;
            return Ok(id);
        };
        db.execute(
            "UPDATE source SET licence = ?2, attribution = ?3, synthetic = ?4 WHERE id = ?1 AND (licence <> ?2 OR \
             attribution <> ?3 OR synthetic <> ?4)",
            &[id.into(), licence.into(), attribution.into(), (*synthetic).into()],
        )?;
        if ranked {
            db.execute("UPDATE source SET precedence = ?2 WHERE id = ?1", &[id.into(), i64::from(*precedence).into()])?;
        }
        Ok(id)
    }
}

fn read(row: &dyn Row) -> Result<Source, RegistryError> {
    Ok(Source {
        name: row.text(0)?,
        licence: row.text(1)?,
        attribution: row.text(2)?,
        synthetic: row.truth(3)?,
        precedence: i32::try_from(row.integer(4)?).map_err(RegistryError::damaged)?,
    })
}

/// The index of a source among [`Registry::sources`] by its number.
pub(crate) fn index(source: i64) -> Result<usize, RegistryError> {
    let index = usize::try_from(source).ok().and_then(|source| source.checked_sub(1));
    index.ok_or_else(|| RegistryError::damaged(format!("there is no source {source}")))
}
