//! One load: rows submitted in order, then committed as one batch or as if never begun.

mod changes;
mod find;
mod known;
mod missing;
mod submission;
mod waiting;

pub use changes::LoadChange;
pub use submission::{Gone, Outcome, Submission};

use hashbrown::HashMap;
use jiff::civil::Date;
use vmap_core::PlaceId;

use crate::batch::{BatchCounts, Work};
use crate::facts::{Facts, Reason};
use crate::keys::{KEPT_KEYS, SourceKey, SourceKeys};
use crate::load::find::Found;
use crate::load::known::Known;
use crate::load::missing::Coverage;
use crate::matching::{Standing, Verdict, judge};
use crate::place_set::PlaceSet;
use crate::version::{Content, KINDS, ordinal, place_id};
use crate::writer::{BatchHead, Writer};
use crate::{Registry, RegistryError, Source};

/// What a load is of.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Whether the rows are all that their source has of the wards that they lie in: then what is
    /// missing there is retired. What is `None` never is.
    pub full: Option<MissingLimit>,
    /// Whether the rows say of each what is to be done with it.
    pub changes: bool,
    /// The day of which the source's data is.
    pub source_date: Option<Date>,
    /// Whether the source's precedence is to be set to what is given with it.
    pub set_precedence: bool,
}

/// How much a full load may retire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MissingLimit {
    /// Share of the places that the registry has of the source in the wards that the rows lie in, 0
    /// to 1; past it nothing at all is written.
    pub share: f64,
}

/// What a load did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchSummary {
    /// Its number; absent where no place was changed: then there is no batch.
    pub batch: Option<u64>,
    /// What became of its rows.
    pub counts: BatchCounts,
    /// What became of the rows that waited for the load's end, which are among `counts`.
    pub late: BatchCounts,
    /// Pairs of places put before a person.
    pub doubtful: u64,
    /// Wards of which a full file has so little that nothing there was taken for missing.
    pub wards_not_compared: u64,
    /// The registry's change number after it.
    pub last_change: u64,
}

/// One load in one transaction. Dropped without [`Load::commit`], or killed, it leaves the registry
/// as it was. No other process can write meanwhile; all can read.
///
/// Memory: some 150 bytes a new place up to four million, then constant.
pub struct Load<'a> {
    writer: Writer<'a>,
    pub(crate) source_keys: SourceKeys,
    precedences: HashMap<i64, i64>,
    met: PlaceSet,
    /// Places of rows that cannot be used.
    spared: PlaceSet,
    coverage: Option<Coverage>,
    /// Rows whose place shows only when all rows are known.
    waiting: Vec<Submission>,
    rows: u64,
    doubtful: u64,
    wards_not_compared: u64,
    summary: Option<BatchSummary>,
    failed: bool,
}

impl Registry {
    /// Begins a load of `file`, as the user named it, from `source`. Waits some seconds for another
    /// process that is writing. A source of that name gets the licence and attribution given here.
    pub fn begin_load(
        &mut self,
        source: &Source,
        file: &str,
        options: &LoadOptions,
    ) -> Result<Load<'_>, RegistryError> {
        let recorded_at = self.now();
        let db = self.db();
        let head = BatchHead {
            work: match (&options.full, options.changes) {
                (_, true) => Work::Changes,
                (Some(_), false) => Work::FullLoad,
                (None, false) => Work::Addition,
            },
            source: 0,
            file: file.to_owned(),
            source_date: options.source_date,
            recorded_at,
            reverts: None,
        };
        let mut writer = Writer::begin(db, head)?;
        writer.head.source = source.enter(db, options.set_precedence)?;
        Ok(Load {
            source_keys: SourceKeys::new(db, writer.head.source, KEPT_KEYS)?,
            precedences: crate::source::precedences(db)?,
            met: PlaceSet::default(),
            spared: PlaceSet::default(),
            coverage: options.full.map(Coverage::new),
            waiting: Vec::new(),
            rows: 0,
            doubtful: 0,
            wards_not_compared: 0,
            summary: None,
            failed: false,
            writer,
        })
    }
}

impl Load<'_> {
    #[cfg(test)]
    pub(crate) fn keep_keys(&mut self, kept: usize) -> Result<(), RegistryError> {
        self.source_keys = SourceKeys::new(self.writer.db, self.writer.head.source, kept)?;
        self.writer.keys = crate::keys::PlaceKeys::new(self.writer.db, kept)?;
        Ok(())
    }

    /// Takes rows in order and tells what became of each. Some thousands at once are best.
    ///
    /// # Errors
    /// Where the registry cannot be read or written; the load is then lost as a whole.
    pub fn submit(&mut self, submissions: &[Submission]) -> Result<Vec<Outcome>, RegistryError> {
        self.guarded(|load| load.submit_all(submissions))
    }

    /// Retires the places that rows of a file of changes say are gone; `None` for each that means no
    /// place in force.
    pub fn retire(&mut self, gone: &[Gone]) -> Result<Vec<Option<PlaceId>>, RegistryError> {
        self.guarded(|load| gone.iter().map(|gone| load.retire_one(gone)).collect())
    }

    /// Takes note of a row that bears the source's `key` but cannot be used: what the source calls so is
    /// not missing in its file.
    pub fn spare(&mut self, key: &str) -> Result<(), RegistryError> {
        self.guarded(|load| {
            let keys = KINDS.map(|kind| SourceKey::own(kind, key));
            let places = load.source_keys.find(load.writer.db, &keys.each_ref().map(Some))?;
            places.into_iter().flatten().for_each(|place| load.spared.insert(place));
            Ok(())
        })
    }

    /// Ends the rows: retires what a full load misses, and tells what the load does. Nothing is durable
    /// before [`Load::commit`].
    pub fn finish(&mut self) -> Result<BatchSummary, RegistryError> {
        self.guarded(|load| {
            if let Some(summary) = load.summary {
                return Ok(summary);
            }
            let late = load.settle_waiting()?;
            load.retire_missing()?;
            let mut batch = None;
            if load.rows > 0 {
                load.source_keys.write(load.writer.db, true)?;
                batch = load.writer.finish()?;
            }
            let summary = BatchSummary {
                batch,
                counts: load.writer.counts,
                late,
                doubtful: load.doubtful,
                wards_not_compared: load.wards_not_compared,
                last_change: load.writer.last_change(),
            };
            load.summary = Some(summary);
            Ok(summary)
        })
    }

    /// Makes the load part of the registry, flushed to the disk. A load that changed no place leaves
    /// no batch; source keys that it taught the registry are kept. A load without a row leaves no
    /// trace, not even its source.
    pub fn commit(mut self) -> Result<BatchSummary, RegistryError> {
        let summary = self.finish()?;
        if self.rows > 0 {
            self.writer.commit()?;
        }
        Ok(summary)
    }

    /// Does nothing once something has failed: SQLite may have taken the transaction back already,
    /// and anything written then would stay.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, RegistryError>) -> Result<T, RegistryError> {
        if self.failed {
            return Err(RegistryError::LoadFailed);
        }
        let done = work(self);
        self.failed = done.is_err();
        done
    }

    fn submit_all(&mut self, submissions: &[Submission]) -> Result<Vec<Outcome>, RegistryError> {
        let known = self.look_up(submissions)?;
        let outcomes: Result<Vec<_>, _> =
            submissions.iter().enumerate().map(|(at, row)| self.submit_one(row, at, &known)).collect();
        self.source_keys.write(self.writer.db, false)?;
        self.writer.flush()?;
        outcomes
    }

    fn submit_one(&mut self, row: &Submission, at: usize, known: &Known) -> Result<Outcome, RegistryError> {
        self.rows += 1;
        let (place, reason, outcome) = match self.find(row, at, known)? {
            Found::Place(place, reason) => (place, reason, self.meet(row, place, reason)?),
            Found::New(_) if self.may_be_measured_anew(row, at, known) => {
                self.waiting.push(row.clone());
                return Ok(Outcome::Waiting);
            }
            Found::New(doubtful) => {
                let place = self.create(row)?;
                self.open_reviews(place, doubtful);
                (place, Reason::New, Outcome::Created(place_id(place)?))
            }
        };
        self.note(row, known.by_source_key[at], place, reason);
        Ok(outcome)
    }

    /// Remembers that `row`, whose key is `written` for another place or none, means `place`.
    fn note(&mut self, row: &Submission, written: Option<i64>, place: i64, reason: Reason) {
        if let Some(key) = &row.source_key {
            let newly = self.source_keys.newly(key);
            if newly.or(written) != Some(place) {
                self.source_keys.remember(key.clone(), place, reason, written.filter(|_| newly.is_none()));
            }
        }
        if !row.derived {
            self.met.insert(place);
        }
    }

    /// What the row does to the place that it means.
    fn meet(&mut self, row: &Submission, place: i64, reason: Reason) -> Result<Outcome, RegistryError> {
        let id = place_id(place)?;
        if self.met.contains(place) && !row.derived {
            self.writer.counts.duplicates += 1;
            return Ok(Outcome::Duplicate { of: id });
        }
        let content = self.followed_content(row, place)?;
        let current = self.writer.standing(place)?;
        let standing = Standing {
            row_is_derived: row.derived,
            may_change: current.derived || self.goes_before(current.source),
            has_ended: !current.content.status.is_alive(),
        };
        let same_content = current.content == content;
        if let Some(coverage) = &mut self.coverage {
            coverage.meet(row, content.ward, current, self.writer.head.source);
        }
        match judge(&standing, same_content) {
            Verdict::Keep => self.writer.counts.unchanged += 1,
            Verdict::Disagree => {
                self.writer.counts.unchanged += 1;
                self.writer.counts.disagreements += 1;
            }
            Verdict::Update => {
                self.writer.follow(place, content, self.writer.head.source, row.derived, reason)?;
                return Ok(Outcome::Updated(id));
            }
        }
        Ok(Outcome::Unchanged(id))
    }

    /// What the place would say if it followed the row: what the row does not tell stays.
    fn followed_content(&mut self, row: &Submission, place: i64) -> Result<Content, RegistryError> {
        let facts = Facts { status: row.status, position: row.position, ..Facts::default() };
        let mut content = self.writer.content(&row.place, &facts)?;
        let (day, current) = (self.writer.day(), &self.writer.standing(place)?.content);
        let same_place = current.same_place(&content);
        if content.point == current.point {
            content.position = content.position.or(current.position);
        }
        content.details = current.details()?.followed_by(&row.details, !same_place).to_json()?;
        content.valid_from = current.valid_from;
        let told = row.valid_from.map(crate::facts::day_number);
        if content != *current {
            content.valid_from = told.or(day);
        } else if told.is_some() {
            content.valid_from = told;
        }
        Ok(content)
    }

    /// Whether this load's source may speak over `other`.
    fn goes_before(&self, other: i64) -> bool {
        let source = self.writer.head.source;
        let precedence = |source: i64| self.precedences.get(&source).copied().unwrap_or(0);
        source == other || precedence(source) > precedence(other)
    }

    fn create(&mut self, row: &Submission) -> Result<i64, RegistryError> {
        let facts = Facts {
            status: row.status,
            valid_from: row.valid_from,
            position: row.position,
            details: row.details.clone(),
            ..Facts::default()
        };
        let content = self.writer.content(&row.place, &facts)?;
        if let Some(coverage) = &mut self.coverage {
            coverage.cover(row, content.ward);
        }
        self.writer.create(content, row.key, row.derived, Reason::New)
    }

    fn retire_one(&mut self, gone: &Gone) -> Result<Option<PlaceId>, RegistryError> {
        self.rows += 1;
        let Some(place) = self.find_gone(gone)? else { return Ok(None) };
        let place = self.writer.living(place)?;
        if !self.writer.read(place)?.is_some_and(|version| version.content.status.is_alive()) {
            return Ok(None);
        }
        self.writer.retire(place, None, None, Reason::Gone)?;
        self.met.insert(place);
        self.writer.flush()?;
        place_id(place).map(Some)
    }

    fn find_gone(&mut self, gone: &Gone) -> Result<Option<i64>, RegistryError> {
        match gone {
            Gone::Place(id) => Ok(Some(ordinal(*id))),
            Gone::Key(key) => {
                let keys = KINDS.map(|kind| SourceKey::own(kind, key));
                let found = self.source_keys.find(self.writer.db, &keys.each_ref().map(Some))?;
                Ok(found.into_iter().flatten().next())
            }
            Gone::Address(row) => {
                let known = self.look_up(std::slice::from_ref(row))?;
                Ok(match self.find(row, 0, &known)? {
                    Found::Place(place, _) => Some(place),
                    Found::New(_) => None,
                })
            }
        }
    }
}
