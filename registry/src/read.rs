//! Reading places and their history.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vmap_core::PlaceId;
use vmap_core::place::Place;

use crate::database::{Database, Row};
use crate::facts::{Facts, Reason, Status};
use crate::term::Terms;
use crate::version::{COLUMNS, Version, ordinal, place_id, version_columns};
use crate::{Registry, RegistryError, source};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// Registered it.
    Create,
    /// Changed what is known of it.
    Update,
    /// Ended its life.
    Retire,
}

/// One version of a place. Written with the names of the HTTP contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceVersion {
    /// The place.
    pub id: PlaceId,
    /// Counted from 1.
    pub version: u32,
    /// Its change number: unique and growing over the whole registry.
    #[serde(rename = "seq")]
    pub change: u64,
    /// The batch that made it.
    pub batch: u64,
    /// What it did.
    #[serde(rename = "op")]
    pub operation: Operation,
    /// Why it is a version of this place.
    pub reason: Reason,
    /// When it was recorded, RFC 3339 in UTC.
    #[serde(rename = "at")]
    pub recorded_at: String,
    /// Name of the source that says so.
    pub source: String,
    /// Whether it was implied by other records and not one of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
    /// Where the place stands, and the rarer facts.
    #[serde(flatten)]
    pub facts: Facts,
    /// What it says.
    pub place: Place,
}

/// A version in its two times: when it is so in the world, and when the registry said so.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoricVersion {
    /// What was said.
    pub version: PlaceVersion,
    /// The first day on which it is no longer so, as far as is known today; absent while it is.
    pub valid_to: Option<Date>,
    /// When the registry learnt better, RFC 3339 in UTC; absent while this is what it says of the days
    /// between `valid_from` and `valid_to`.
    pub recorded_to: Option<String>,
}

/// All columns of a version with its batch's instant and its source's name behind them.
const WITH_BATCH: &str = concat!(
    "SELECT ",
    version_columns!(),
    ", b.recorded_at, s.name FROM version v JOIN batch b ON b.id = v.batch JOIN source s ON s.id = v.source"
);

/// Current versions, in the order of places.
const CURRENT: &str =
    concat!("SELECT ", version_columns!(), " FROM place p JOIN version v ON v.change = p.current ORDER BY p.id");

impl Registry {
    /// The place `id` as it is now, whatever its status; `None` where that identifier was never given.
    /// Microseconds.
    pub fn version(&self, id: PlaceId) -> Result<Option<PlaceVersion>, RegistryError> {
        let sql = format!("{WITH_BATCH} JOIN place p ON p.current = v.change WHERE p.id = ?1");
        let mut found = self.versions(&sql, &[ordinal(id)])?;
        Ok(found.pop())
    }

    /// Visits every place in force in order of identifiers, at constant memory (that of the distinct
    /// names of streets and hamlets), as of the moment of the call. About a microsecond a place.
    ///
    /// Stops at the first error, the registry's or the visitor's.
    pub fn for_each_current<E: From<RegistryError>>(
        &self,
        mut visit: impl FnMut(CurrentPlace) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut refused = None;
        let done = for_each_version(self.db(), &mut |version, terms| {
            if version.content.status != Status::Current {
                return Ok(());
            }
            let current = CurrentPlace {
                id: place_id(version.place)?,
                version: u32::try_from(version.version).map_err(RegistryError::damaged)?,
                source: source::index(version.source)?,
                place: version.content.place(terms)?,
            };
            visit(current).map_err(|error| {
                refused = Some(error);
                RegistryError::Stopped
            })
        });
        match refused {
            Some(error) => Err(error),
            None => Ok(done?),
        }
    }

    /// All versions of the place `id`, oldest first; empty where that identifier was never given.
    pub fn history(&self, id: PlaceId) -> Result<Vec<HistoricVersion>, RegistryError> {
        Ok(historic(self.walk(id)?))
    }

    /// The history of the place `id` as it stood at the end of the day `known` (UTC).
    pub fn history_known(&self, id: PlaceId, known: Date) -> Result<Vec<HistoricVersion>, RegistryError> {
        let mut versions = self.walk(id)?;
        versions.retain(|version| version.recorded_at.get(..10).is_some_and(|day| *day <= *known.to_string()));
        Ok(historic(versions))
    }

    /// What the registry said on the day `known` of how the place `id` is on the day `at`; the latest
    /// knowledge, and the latest day it has, where they are absent.
    pub fn version_at(
        &self,
        id: PlaceId,
        at: Option<Date>,
        known: Option<Date>,
    ) -> Result<Option<HistoricVersion>, RegistryError> {
        let history = known.map_or_else(|| self.history(id), |day| self.history_known(id, day))?;
        let begun = |from: Option<Date>| at.is_none_or(|day| from.is_none_or(|from| from <= day));
        Ok(history.into_iter().rfind(|historic| begun(historic.version.facts.valid_from)))
    }

    /// Versions of the place, oldest first.
    fn walk(&self, id: PlaceId) -> Result<Vec<PlaceVersion>, RegistryError> {
        let current = "SELECT current FROM place WHERE id = ?1";
        let mut next = self.db().first(current, &[ordinal(id).into()], |row| row.integer(0))?;
        let sql = format!("{WITH_BATCH} WHERE v.change = ?1");
        let mut found = Vec::new();
        while let Some(change) = next {
            let version = self.db().first(&sql, &[change.into()], Said::read)?;
            let version = version.ok_or_else(|| RegistryError::damaged(format!("there is no change {change}")))?;
            // Versions only ever follow older ones: anything else is damage, and would not end.
            next = version.stored.previous;
            if next.is_some_and(|previous| previous >= change) {
                return Err(RegistryError::damaged(format!("change {change} follows a later one")));
            }
            found.push(version);
        }
        found.reverse();
        self.said(found)
    }

    /// The versions after the change `since`, in order, at most `limit`.
    pub(crate) fn versions_since(&self, since: u64, limit: u64) -> Result<Vec<PlaceVersion>, RegistryError> {
        let sql = format!("{WITH_BATCH} WHERE v.change > ?1 ORDER BY v.change LIMIT ?2");
        self.versions(&sql, &[since as i64, limit as i64])
    }

    fn versions(&self, sql: &str, values: &[i64]) -> Result<Vec<PlaceVersion>, RegistryError> {
        let values: Vec<_> = values.iter().map(|value| (*value).into()).collect();
        let found = self.db().all(sql, &values, Said::read)?;
        self.said(found)
    }

    fn said(&self, versions: Vec<Said>) -> Result<Vec<PlaceVersion>, RegistryError> {
        let mut terms = Terms::default();
        terms.read(self.db(), versions.iter().flat_map(|version| version.stored.content.terms()))?;
        versions.into_iter().map(|version| version.place_version(&terms)).collect()
    }
}

/// A stored version with its batch's instant and its source's name.
struct Said {
    stored: Version,
    recorded_at: String,
    source: String,
}

impl Said {
    fn read(row: &dyn Row) -> Result<Self, RegistryError> {
        Ok(Self { stored: Version::read(row, 0)?, recorded_at: row.text(COLUMNS)?, source: row.text(COLUMNS + 1)? })
    }

    fn place_version(self, terms: &Terms) -> Result<PlaceVersion, RegistryError> {
        let Self { stored, recorded_at, source } = self;
        let facts = stored.content.facts()?;
        let operation = match (stored.version, facts.status.is_alive()) {
            (_, false) => Operation::Retire,
            (1, true) => Operation::Create,
            (_, true) => Operation::Update,
        };
        Ok(PlaceVersion {
            id: place_id(stored.place)?,
            version: u32::try_from(stored.version).map_err(RegistryError::damaged)?,
            change: stored.change as u64,
            batch: stored.batch as u64,
            operation,
            reason: Reason::of(stored.reason)?,
            recorded_at,
            source,
            derived: stored.derived,
            place: stored.content.place(terms)?,
            facts,
        })
    }
}

/// Gives each version the ends of its two times. A later one that begins on the same day or before
/// replaces what was said; one that begins later ends it in the world.
fn historic(versions: Vec<PlaceVersion>) -> Vec<HistoricVersion> {
    let ends = |at: usize| {
        let version: &PlaceVersion = &versions[at];
        let later = &versions[at + 1..];
        let replaces = |other: &&PlaceVersion| other.facts.valid_from <= version.facts.valid_from;
        let replaced = later.iter().find(replaces);
        let until_replaced = later.iter().take_while(|other| !replaces(other));
        let valid_to = until_replaced.filter_map(|other| other.facts.valid_from).min();
        (valid_to, replaced.map(|other| other.recorded_at.clone()))
    };
    let ends: Vec<_> = (0..versions.len()).map(ends).collect();
    let historic = |(version, (valid_to, recorded_to))| HistoricVersion { version, valid_to, recorded_to };
    versions.into_iter().zip(ends).map(historic).collect()
}

/// Visits the current version of every place, whatever its status, in order of places. The visitor
/// must not ask the database anything itself.
pub(crate) fn for_each_version(
    db: &dyn Database,
    visit: &mut dyn FnMut(Version, &Terms) -> Result<(), RegistryError>,
) -> Result<(), RegistryError> {
    let terms = Terms::all(db)?;
    db.query(CURRENT, &[], &mut |row| visit(Version::read(row, 0)?, &terms))
}
