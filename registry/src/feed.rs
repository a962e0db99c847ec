//! Changes in their order, for those who keep a copy, and keeping one.

use serde::{Deserialize, Serialize};

use crate::batch::{self, Batch};
use crate::database::Database;
use crate::read::PlaceVersion;
use crate::version::{Content, Version, ordinal, shared_texts};
use crate::writer::{BatchHead, Writer};
use crate::{Registry, RegistryError, Source};

/// Some changes in order, with the batches and sources that they name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChangePage {
    /// The number of the last change that the registry had when it was asked.
    pub latest: u64,
    /// [`Registry::units_revision`] of the registry.
    pub units: u64,
    /// Every source, in the registry's order.
    pub sources: Vec<Source>,
    /// The batches of the changes.
    pub batches: Vec<Batch>,
    /// Changes, in the order of their numbers, without gaps.
    pub changes: Vec<PlaceVersion>,
}

impl Registry {
    /// The changes after the number `since`, at most `limit`. A number is given once, in the order of
    /// commits, and a change is seen only when all before it are: who asks for what follows the last
    /// number it has misses nothing.
    pub fn changes(&self, since: u64, limit: u64) -> Result<ChangePage, RegistryError> {
        self.reading(|registry| {
            let changes = registry.versions_since(since, limit)?;
            let mut numbers: Vec<u64> = changes.iter().map(|change| change.batch).collect();
            numbers.dedup();
            let batches = numbers.into_iter().map(|number| {
                registry.batch(number)?.ok_or_else(|| RegistryError::damaged(format!("there is no batch {number}")))
            });
            Ok(ChangePage {
                latest: registry.change_number()?,
                units: registry.units_revision()?,
                sources: registry.sources()?,
                batches: batches.collect::<Result<_, _>>()?,
                changes,
            })
        })
    }

    /// Makes this registry, a copy of another as far as it goes, follow it by one page: the same
    /// identifiers, numbers and instants. All of the page, or nothing of it. How many changes are new.
    ///
    /// The page may begin with the last change here, which must then be the same there: who asks for it
    /// each time never mixes two registries. Units are followed apart: see [`Registry::follow_units`].
    ///
    /// # Errors
    /// Where the page does not follow the last change here, or this registry is no copy of that one.
    pub fn follow(&mut self, page: &ChangePage) -> Result<usize, RegistryError> {
        let changes = self.not_here_yet(page)?;
        let (Some(first), Some(batch)) = (changes.first(), page.batches.first()) else {
            if self.sources()? != page.sources {
                self.writing(|registry| enter_sources(registry.db(), &page.sources))?;
            }
            return Ok(0);
        };
        let db = self.db();
        let mut writer = Writer::begin(db, copied_head(batch))?;
        let expected = writer.last_change() + 1;
        if first.change != expected {
            return Err(RegistryError::NotTheNextChange { expected, found: first.change });
        }
        let sources = enter_sources(db, &page.sources)?;
        for batch in &page.batches {
            copy_batch(db, batch, &sources)?;
        }
        let texts = changes.iter().flat_map(|change| shared_texts(&change.place));
        writer.terms.enter(db, texts)?;
        writer.stand(changes.iter().map(|change| ordinal(change.id)))?;
        for change in changes {
            writer.copy(change, number_of(&change.source, &sources)?)?;
        }
        writer.finish_copy()?;
        writer.commit()?;
        Ok(changes.len())
    }

    /// The changes of `page` behind the last one here, as far as it can be told that both are the same.
    fn not_here_yet<'p>(&self, page: &'p ChangePage) -> Result<&'p [PlaceVersion], RegistryError> {
        let last = self.change_number()?;
        let own = self.versions_since(last.saturating_sub(1), 1)?;
        let Some(own) = own.first() else { return Ok(&page.changes) };
        match page.changes.split_first() {
            Some((first, behind)) if first == own => Ok(behind),
            Some((first, _)) if first.change == last => Err(RegistryError::NoCopy { batch: own.batch }),
            _ if page.latest < last => Err(RegistryError::NoCopy { batch: own.batch }),
            _ => Ok(&page.changes),
        }
    }

    /// A hash (BLAKE3, hexadecimal) of every change there is: two registries with the same one have
    /// the same history. Reads all of it.
    pub fn history_hash(&self) -> Result<String, RegistryError> {
        let mut hasher = blake3::Hasher::new();
        let mut since = 0;
        loop {
            let versions = self.versions_since(since, PAGE)?;
            let Some(last) = versions.last() else { return Ok(hasher.finalize().to_hex().to_string()) };
            since = last.change;
            for version in &versions {
                let json = serde_json::to_vec(version).map_err(RegistryError::damaged)?;
                hasher.update(&json).update(b"\n");
            }
        }
    }
}

/// Versions hashed in one go.
const PAGE: u64 = 10_000;

/// Sources by name, with their numbers.
type Numbered = Vec<(String, i64)>;

fn enter_sources(db: &dyn Database, sources: &[Source]) -> Result<Numbered, RegistryError> {
    sources.iter().map(|source| Ok((source.name.clone(), source.enter(db, true)?))).collect()
}

fn number_of(name: &str, sources: &Numbered) -> Result<i64, RegistryError> {
    let found = sources.iter().find(|(known, _)| known == name).map(|(_, number)| *number);
    found.ok_or_else(|| RegistryError::damaged(format!("a change names the unknown source {name:?}")))
}

fn copied_head(batch: &Batch) -> BatchHead {
    BatchHead {
        work: batch.work,
        source: 0,
        file: batch.file.clone(),
        source_date: batch.source_date,
        recorded_at: batch.recorded_at.clone(),
        reverts: batch.reverts,
    }
}

/// Writes a batch as it is elsewhere, where it is not here yet.
fn copy_batch(db: &dyn Database, batch: &Batch, sources: &Numbered) -> Result<(), RegistryError> {
    match batch::find(db, batch.number)? {
        Some(known) if known == *batch => Ok(()),
        Some(_) => Err(RegistryError::NoCopy { batch: batch.number }),
        None => {
            let head = BatchHead { source: number_of(&batch.source, sources)?, ..copied_head(batch) };
            let (first, last) = (batch.first_change as i64, batch.last_change as i64);
            head.write(db, batch.number as i64, &batch.counts, first, last)
        }
    }
}

impl Writer<'_> {
    /// Writes a change as it is elsewhere.
    fn copy(&mut self, change: &PlaceVersion, source: i64) -> Result<(), RegistryError> {
        let place = ordinal(change.id);
        let known = self.read(place)?.cloned();
        let content = Content::of(&change.place, &change.facts, &self.terms)?;
        let version = Version {
            change: change.change as i64,
            place,
            version: change.version.into(),
            previous: known.as_ref().map(|known| known.change),
            batch: change.batch as i64,
            source,
            reason: change.reason.number(),
            derived: change.derived,
            content,
        };
        if change.version != known.as_ref().map_or(1, |known| known.version as u32 + 1) {
            return Err(RegistryError::NoCopy { batch: change.batch });
        }
        self.put(version, known.as_ref())
    }
}
