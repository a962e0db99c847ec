//! What a load changes, before it is committed.

use hashbrown::HashMap;
use vmap_core::PlaceId;
use vmap_core::place::Place;

use super::Load;
use crate::RegistryError;
use crate::facts::Reason;
use crate::version::{Version, place_id, version_columns};

/// Changes read in one go.
const CHUNK: u64 = 1 << 12;

/// One place that a load changes.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadChange {
    /// The place.
    pub id: PlaceId,
    /// Why the row means this place.
    pub reason: Reason,
    /// How it is until then; absent where it is new or comes back to life.
    pub before: Option<Place>,
    /// How it will be; absent where its life ends.
    pub after: Option<Place>,
}

impl Load<'_> {
    /// Visits every change of the load in order, once [`Load::finish`] has been called.
    pub fn for_each_change(&mut self, mut visit: impl FnMut(LoadChange)) -> Result<(), RegistryError> {
        self.guarded(|load| {
            let mut since = load.writer.first_change() - 1;
            loop {
                let changes = load.changes_since(since)?;
                let Some(last) = changes.last() else { return Ok(()) };
                since = last.0.change;
                for (version, before) in changes {
                    visit(load.described(&version, before.as_ref())?);
                }
            }
        })
    }

    /// The next changes after `since`, each with the version that it follows.
    fn changes_since(&mut self, since: i64) -> Result<Vec<(Version, Option<Version>)>, RegistryError> {
        let db = self.writer.db;
        let sql =
            concat!("SELECT ", version_columns!(), " FROM version v WHERE v.change > ?1 ORDER BY v.change LIMIT ?2");
        let versions = db.all(sql, &[since.into(), CHUNK.into()], |row| Version::read(row, 0))?;
        let asked: Vec<_> = versions.iter().filter_map(|version| version.previous).map(Into::into).collect();
        let mut previous = HashMap::new();
        let sql = concat!("SELECT ", version_columns!(), " FROM version v WHERE v.change = ?1");
        db.query_each(sql, 1, &asked, &mut |_, row| {
            let version = Version::read(row, 0)?;
            previous.insert(version.change, version);
            Ok(())
        })?;
        let read = versions.iter().chain(previous.values()).flat_map(|version| version.content.terms());
        self.writer.terms.read(db, read)?;
        let with_previous = |version: Version| {
            let before = version.previous.and_then(|change| previous.get(&change).cloned());
            (version, before)
        };
        Ok(versions.into_iter().map(with_previous).collect())
    }

    fn described(&self, version: &Version, before: Option<&Version>) -> Result<LoadChange, RegistryError> {
        let alive = |version: &&Version| version.content.status.is_alive();
        let place = |version: &Version| version.content.place(&self.writer.terms);
        Ok(LoadChange {
            id: place_id(version.place)?,
            reason: Reason::of(version.reason)?,
            before: before.filter(alive).map(place).transpose()?,
            after: Some(version).filter(alive).map(place).transpose()?,
        })
    }
}
