//! One load: rows submitted in order, then committed as one batch or as if never begun.

use rusqlite::{Transaction, TransactionBehavior, params};
use vmap_core::PlaceId;
use vmap_core::place::{Place, PlaceKey};

use crate::keys::{self, KEPT_KEYS, Keys, SourceKey};
use crate::matching::{self, Standing, Verdict};
use crate::place_set::PlaceSet;
use crate::read::{Operation, current_place, current_point, place_id};
use crate::term::TermNumbers;
use crate::version::{self, Content, KINDS, VersionHead, content_columns, kind_number};
use crate::{Registry, RegistryError, Source};

/// One row, normalised and placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// The row's own key in its source, where it has one.
    pub source_key: Option<String>,
    /// What it says.
    pub place: Place,
    /// Whether it is only implied by other rows, as a street by the addresses on it. It creates the
    /// place where absent and never changes one. Such rows belong behind the others of a load, so
    /// that they see what those made of the places.
    pub derived: bool,
}

/// What became of a row; `matching` tells why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new place.
    Created(PlaceId),
    /// A new version of a place.
    Updated(PlaceId),
    /// The place is as it was.
    Unchanged(PlaceId),
    /// An earlier row of this load has spoken for the place.
    Duplicate {
        /// The place.
        of: PlaceId,
    },
}

impl Outcome {
    /// The place that the row means.
    pub fn place(self) -> PlaceId {
        match self {
            Self::Created(id) | Self::Updated(id) | Self::Unchanged(id) | Self::Duplicate { of: id } => id,
        }
    }
}

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchSummary {
    /// Its number; absent where no place was created or updated: then there is no batch.
    pub batch: Option<u64>,
    /// New places.
    pub created: u64,
    /// New versions of places.
    pub updated: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that meant a place of which an earlier row had spoken.
    pub duplicates: u64,
    /// The registry's change number after it.
    pub last_change: u64,
}

impl BatchSummary {
    fn rows(&self) -> u64 {
        self.created + self.updated + self.unchanged + self.duplicates
    }
}

/// One load in one transaction. Dropped without [`Load::commit`], or killed, it leaves the registry
/// as it was. No other process can write meanwhile; all can read.
///
/// Memory: some 100 bytes a new place up to four million, then constant.
pub struct Load<'a> {
    transaction: Transaction<'a>,
    source: i64,
    file: String,
    recorded_at: String,
    batch: i64,
    next_place: i64,
    last_change: i64,
    pub(crate) keys: Keys,
    terms: TermNumbers,
    met: PlaceSet,
    created_by_kind: [u64; KINDS.len()],
    summary: BatchSummary,
    failed: bool,
}

impl Registry {
    /// Begins a load of `file`, as the user named it, from `source`. Waits some seconds for another
    /// process that is writing. A source of that name gets the licence and attribution given here.
    pub fn begin_load(&mut self, source: &Source, file: &str) -> Result<Load<'_>, RegistryError> {
        let recorded_at = self.now();
        let transaction = self.db_mut().transaction_with_behavior(TransactionBehavior::Immediate)?;
        keys::renew_place_keys(&transaction)?;
        let source = source.enter(&transaction)?;
        let next = |query| transaction.query_row(query, [], |row| row.get::<_, i64>(0));
        Ok(Load {
            source,
            file: file.to_owned(),
            recorded_at,
            batch: next("SELECT coalesce(max(id), 0) + 1 FROM batch")?,
            next_place: next("SELECT coalesce(max(id) + 1, 0) FROM place")?,
            last_change: next("SELECT coalesce(max(change), 0) FROM version")?,
            keys: Keys::new(&transaction, source, KEPT_KEYS)?,
            terms: TermNumbers::default(),
            met: PlaceSet::default(),
            created_by_kind: Default::default(),
            summary: BatchSummary::default(),
            failed: false,
            transaction,
        })
    }
}

impl Load<'_> {
    #[cfg(test)]
    pub(crate) fn transaction(&self) -> &Transaction<'_> {
        &self.transaction
    }

    /// Takes rows in order and tells what became of each.
    ///
    /// # Errors
    /// Where the registry cannot be read or written; the load is then lost as a whole.
    pub fn submit(&mut self, submissions: &[Submission]) -> Result<Vec<Outcome>, RegistryError> {
        // SQLite may have taken the transaction back already: anything written now would stay.
        if self.failed {
            return Err(RegistryError::LoadFailed);
        }
        let outcomes = submissions.iter().map(|submission| self.submit_one(submission)).collect();
        self.failed = Result::is_err(&outcomes);
        outcomes
    }

    /// Makes the load part of the registry, flushed to the disk. A load that created and updated
    /// nothing leaves no batch; source keys that it taught the registry are kept. A load without a
    /// row leaves no trace, not even its source.
    pub fn commit(mut self) -> Result<BatchSummary, RegistryError> {
        if self.failed {
            return Err(RegistryError::LoadFailed);
        }
        if self.summary.rows() == 0 {
            self.summary.last_change = u64::try_from(self.last_change).map_err(RegistryError::damaged)?;
            return Ok(self.summary);
        }
        self.keys.write(&self.transaction)?;
        self.summary.last_change = u64::try_from(self.last_change).map_err(RegistryError::damaged)?;
        if self.summary.created + self.summary.updated > 0 {
            self.summary.batch = u64::try_from(self.batch).ok();
            self.write_batch()?;
            self.write_tally()?;
        }
        self.transaction.commit()?;
        Ok(self.summary)
    }

    fn submit_one(&mut self, submission: &Submission) -> Result<Outcome, RegistryError> {
        let place = &submission.place;
        let source_key = SourceKey::of(submission);
        let called_so = match &source_key {
            Some(key) => self.keys.by_source_key(&self.transaction, place, key)?,
            None => None,
        };
        let (ordinal, outcome) = match called_so {
            Some(ordinal) => (ordinal, self.meet(submission, ordinal)?),
            None => self.meet_by_address(submission)?,
        };
        if let (Some(key), None) = (source_key, called_so) {
            self.keys.remember(&self.transaction, place, key, ordinal)?;
        }
        if !submission.derived {
            self.met.insert(ordinal);
        }
        self.count(&outcome);
        Ok(outcome)
    }

    fn meet_by_address(&mut self, submission: &Submission) -> Result<(i64, Outcome), RegistryError> {
        let key = submission.place.key();
        let candidates = self.keys.by_place_key(&self.transaction, key)?;
        let candidates =
            candidates.into_iter().map(|ordinal| Ok((ordinal, current_point(&self.transaction, ordinal)?)));
        let candidates = candidates.collect::<Result<Vec<_>, RegistryError>>()?;
        match matching::nearest_within_reach(&submission.place, candidates.into_iter()) {
            Some(ordinal) => Ok((ordinal, self.meet(submission, ordinal)?)),
            None => self.create(submission, key),
        }
    }

    fn create(&mut self, submission: &Submission, key: PlaceKey) -> Result<(i64, Outcome), RegistryError> {
        let ordinal = self.next_place;
        let id = place_id(ordinal)?;
        self.append(submission, ordinal, None)?;
        let mut insert = self.transaction.prepare_cached("INSERT INTO place (id, current) VALUES (?, ?)")?;
        insert.execute([ordinal, self.last_change])?;
        drop(insert);
        self.keys.enter(&self.transaction, key, ordinal)?;
        self.next_place += 1;
        self.created_by_kind[kind_number(submission.place.kind) as usize] += 1;
        Ok((ordinal, Outcome::Created(id)))
    }

    /// What the row does to the place that it means.
    fn meet(&mut self, submission: &Submission, ordinal: i64) -> Result<Outcome, RegistryError> {
        let id = place_id(ordinal)?;
        let met_before = self.met.contains(ordinal);
        if met_before && !submission.derived {
            return Ok(Outcome::Duplicate { of: id });
        }
        let (verdict, current) = self.compare(submission, ordinal, met_before)?;
        match verdict {
            Verdict::Duplicate => Ok(Outcome::Duplicate { of: id }),
            Verdict::Keep => Ok(Outcome::Unchanged(id)),
            Verdict::Update => self.update(submission, ordinal, &current).map(|()| Outcome::Updated(id)),
        }
    }

    fn compare(
        &mut self,
        submission: &Submission,
        ordinal: i64,
        met_before: bool,
    ) -> Result<(Verdict, Current), RegistryError> {
        let mut select = self.transaction.prepare_cached(concat!(
            "SELECT v.change, v.version, v.source, v.derived, ",
            content_columns!(),
            " FROM place p JOIN version v ON v.change = p.current WHERE p.id = ?"
        ))?;
        let mut rows = select.query([ordinal])?;
        let row = rows.next()?.ok_or_else(|| RegistryError::damaged(format!("there is no place {ordinal}")))?;
        let standing = Standing {
            row_is_derived: submission.derived,
            met_before,
            same_source: row.get::<_, i64>(2)? == self.source,
            current_is_derived: row.get(3)?,
        };
        let verdict = matching::judge(&standing, || {
            Content::of(&submission.place, &mut self.terms, &self.transaction)?.equals(row, 4)
        })?;
        Ok((verdict, Current { change: row.get(0)?, version: row.get(1)? }))
    }

    fn update(&mut self, submission: &Submission, ordinal: i64, current: &Current) -> Result<(), RegistryError> {
        let (old, new) = (current_place(&self.transaction, ordinal)?.key(), submission.place.key());
        self.append(submission, ordinal, Some(current))?;
        let mut update = self.transaction.prepare_cached("UPDATE place SET current = ? WHERE id = ?")?;
        update.execute([self.last_change, ordinal])?;
        drop(update);
        if old != new {
            self.keys.withdraw(&self.transaction, old, ordinal)?;
            self.keys.enter(&self.transaction, new, ordinal)?;
        }
        Ok(())
    }

    fn append(
        &mut self,
        submission: &Submission,
        ordinal: i64,
        current: Option<&Current>,
    ) -> Result<(), RegistryError> {
        let content = Content::of(&submission.place, &mut self.terms, &self.transaction)?;
        let head = VersionHead {
            change: self.last_change + 1,
            place: ordinal,
            version: current.map_or(1, |current| current.version + 1),
            previous: current.map(|current| current.change),
            batch: self.batch,
            source: self.source,
            operation: if current.is_none() { Operation::Create } else { Operation::Update },
            derived: submission.derived,
        };
        version::append(&self.transaction, &head, &content)?;
        self.last_change = head.change;
        Ok(())
    }

    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Created(_) => self.summary.created += 1,
            Outcome::Updated(_) => self.summary.updated += 1,
            Outcome::Unchanged(_) => self.summary.unchanged += 1,
            Outcome::Duplicate { .. } => self.summary.duplicates += 1,
        }
    }

    fn write_batch(&self) -> Result<(), RegistryError> {
        let BatchSummary { created, updated, unchanged, duplicates, .. } = self.summary;
        self.transaction.execute(
            "INSERT INTO batch (id, source, file, recorded_at, created, updated, unchanged, duplicates, last_change) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                self.batch,
                self.source,
                self.file,
                self.recorded_at,
                created,
                updated,
                unchanged,
                duplicates,
                self.last_change
            ],
        )?;
        Ok(())
    }

    fn write_tally(&self) -> Result<(), RegistryError> {
        let mut add = self.transaction.prepare_cached(
            "INSERT INTO tally (kind, places) VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET places = places + ?2",
        )?;
        for (kind, created) in KINDS.into_iter().zip(self.created_by_kind) {
            if created > 0 {
                add.execute(params![kind_number(kind), created])?;
            }
        }
        Ok(())
    }
}

/// The current version of a place that is about to be followed.
struct Current {
    change: i64,
    version: i64,
}
