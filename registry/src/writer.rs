//! One batch while it is written: numbers given, versions appended, keys kept right; committed as a
//! whole or as if never begun.

use hashbrown::HashMap;
use jiff::civil::Date;
use vmap_core::place::{Place, PlaceKey};

use crate::RegistryError;
use crate::batch::{BatchCounts, Work};
use crate::database::{Database, Table, Value};
use crate::facts::{Facts, Reason, Status, day_number};
use crate::keys::{KEPT_KEYS, PlaceKeys};
use crate::review::{NewReview, open_reviews};
use crate::term::Terms;
use crate::version::{self, Content, KINDS, Version, kind_number, shared_texts, version_columns};

const PLACES: Table = Table { name: "place", columns: &["id", "current"] };

/// Versions held before they are written.
const HELD: usize = 1 << 13;

/// What a batch is, before anything of it is written.
pub(crate) struct BatchHead {
    pub(crate) work: Work,
    pub(crate) source: i64,
    pub(crate) file: String,
    pub(crate) source_date: Option<Date>,
    pub(crate) recorded_at: String,
    pub(crate) reverts: Option<u64>,
}

/// A batch that is being written. Dropped without [`Writer::commit`], or killed, it leaves the
/// registry as it was. Memory: some 100 bytes a new place up to four million, then constant.
pub(crate) struct Writer<'a> {
    pub(crate) db: &'a dyn Database,
    pub(crate) head: BatchHead,
    pub(crate) batch: i64,
    pub(crate) terms: Terms,
    pub(crate) keys: PlaceKeys,
    pub(crate) counts: BatchCounts,
    /// The ordinal of the first place that is registered in this batch.
    pub(crate) first_new: i64,
    next_place: i64,
    first_change: i64,
    last_change: i64,
    /// Current versions of the places that the rows in hand may mean.
    standing: HashMap<i64, Version>,
    appended: Vec<Version>,
    /// Place and change of its new current version.
    created: Vec<(i64, i64)>,
    followed: Vec<(i64, i64)>,
    reviews: Vec<NewReview>,
    tally: [i64; KINDS.len()],
    ended: bool,
}

impl<'a> Writer<'a> {
    /// Begins a batch. Waits some seconds for another process that is writing.
    pub(crate) fn begin(db: &'a dyn Database, head: BatchHead) -> Result<Self, RegistryError> {
        db.begin()?;
        Self::begun(db, head).inspect_err(|_| db.roll_back())
    }

    fn begun(db: &'a dyn Database, head: BatchHead) -> Result<Self, RegistryError> {
        let next_place = db.number("SELECT coalesce(max(id) + 1, 0) FROM place", &[])?;
        let last_change = db.number("SELECT coalesce(max(change), 0) FROM version", &[])?;
        Ok(Self {
            db,
            head,
            batch: db.number("SELECT coalesce(max(id), 0) + 1 FROM batch", &[])?,
            terms: Terms::default(),
            keys: PlaceKeys::new(db, KEPT_KEYS)?,
            counts: BatchCounts::default(),
            first_new: next_place,
            next_place,
            first_change: last_change + 1,
            last_change,
            standing: HashMap::new(),
            appended: Vec::new(),
            created: Vec::new(),
            followed: Vec::new(),
            reviews: Vec::new(),
            tally: Default::default(),
            ended: false,
        })
    }

    /// The number of this batch's first change.
    pub(crate) fn first_change(&self) -> i64 {
        self.first_change
    }

    /// The registry's change number as it will be.
    pub(crate) fn last_change(&self) -> u64 {
        self.last_change as u64
    }

    /// Sees to it that the current versions of `places`, and their texts, are at hand.
    pub(crate) fn stand(&mut self, places: impl Iterator<Item = i64>) -> Result<(), RegistryError> {
        let mut unknown: Vec<i64> = places.filter(|place| !self.standing.contains_key(place)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        unknown.sort_unstable();
        unknown.dedup();
        let values: Vec<Value<'_>> = unknown.iter().copied().map(Value::Integer).collect();
        let sql = concat!(
            "SELECT ",
            version_columns!(),
            " FROM place p JOIN version v ON v.change = p.current WHERE p.id = ?1"
        );
        let standing = &mut self.standing;
        self.db.query_each(sql, 1, &values, &mut |question, row| {
            standing.insert(unknown[question], Version::read(row, 0)?);
            Ok(())
        })?;
        let read = unknown.iter().filter_map(|place| standing.get(place)).flat_map(|version| version.content.terms());
        self.terms.read(self.db, read)
    }

    /// The current version of `place`, which was asked for with [`Writer::stand`] or written since.
    pub(crate) fn standing(&self, place: i64) -> Result<&Version, RegistryError> {
        self.standing.get(&place).ok_or_else(|| RegistryError::damaged(format!("there is no place {place}")))
    }

    /// The current version of `place` where there is such a place, read now if it was not at hand.
    pub(crate) fn read(&mut self, place: i64) -> Result<Option<&Version>, RegistryError> {
        self.stand(std::iter::once(place))?;
        Ok(self.standing.get(&place))
    }

    /// The place that `place` has become, through however many mergers.
    pub(crate) fn living(&mut self, mut place: i64) -> Result<i64, RegistryError> {
        while let Some(successor) = self.read(place)?.and_then(|version| version.content.successor) {
            if successor == place {
                return Err(RegistryError::damaged(format!("place {place} succeeds itself")));
            }
            place = successor;
        }
        Ok(place)
    }

    /// `place` and `facts` as they are stored.
    pub(crate) fn content(&mut self, place: &Place, facts: &Facts) -> Result<Content, RegistryError> {
        self.terms.enter(self.db, shared_texts(place))?;
        Content::of(place, facts, &self.terms)
    }

    /// Registers a new place, found under `key` in its ward.
    pub(crate) fn create(
        &mut self,
        content: Content,
        key: PlaceKey,
        derived: bool,
        reason: Reason,
    ) -> Result<i64, RegistryError> {
        let place = self.next_place;
        let version = self.next_version(place, None, self.head.source, derived, reason, content);
        self.enter(version, key)?;
        Ok(place)
    }

    /// Adds a version to `place`, whose current one is at hand; the change number.
    pub(crate) fn follow(
        &mut self,
        place: i64,
        content: Content,
        source: i64,
        derived: bool,
        reason: Reason,
    ) -> Result<i64, RegistryError> {
        let current = self.standing(place)?.clone();
        let version = self.next_version(place, Some(&current), source, derived, reason, content);
        self.replace(version, &current)?;
        Ok(self.last_change)
    }

    /// Writes `version`, made elsewhere, which follows `known`; a new place where there is none.
    pub(crate) fn put(&mut self, version: Version, known: Option<&Version>) -> Result<(), RegistryError> {
        match known {
            Some(known) => self.replace(version, known),
            None => {
                let (_, key) = version.content.key(&self.terms)?;
                self.enter(version, key)
            }
        }
    }

    fn enter(&mut self, version: Version, key: PlaceKey) -> Result<(), RegistryError> {
        let place = version.place;
        if place != self.next_place {
            return Err(RegistryError::damaged(format!("place {place} where {} is the next", self.next_place)));
        }
        version::place_id(place)?;
        self.next_place += 1;
        self.keys.enter((version.content.ward.unwrap_or(0), key), version.content.spot(), place);
        self.count_current(&version.content, 1);
        self.counts.created += 1;
        self.created.push((place, version.change));
        self.hold(version)
    }

    fn replace(&mut self, version: Version, current: &Version) -> Result<(), RegistryError> {
        if !current.content.same_place(&version.content) {
            self.terms.read(self.db, version.content.terms())?;
            let (old, new) = (current.content.key(&self.terms)?, version.content.key(&self.terms)?);
            let (old_spot, new_spot) = (current.content.spot(), version.content.spot());
            if old != new {
                self.keys.withdraw(old, old_spot, version.place);
                self.keys.enter(new, new_spot, version.place);
            } else if old_spot != new_spot {
                self.keys.respot(old, [old_spot, new_spot], version.place);
            }
        }
        self.count_current(&current.content, -1);
        self.count_current(&version.content, 1);
        match version.content.status.is_alive() {
            true => self.counts.updated += 1,
            false => self.counts.retired += 1,
        }
        self.followed.push((version.place, version.change));
        self.hold(version)
    }

    /// Ends the life of `place`, whose current version is at hand, on the day of the batch.
    pub(crate) fn retire(
        &mut self,
        place: i64,
        successor: Option<i64>,
        valid_from: Option<i64>,
        reason: Reason,
    ) -> Result<i64, RegistryError> {
        let current = self.standing(place)?;
        let (source, derived) = (current.source, current.derived);
        let valid_from = valid_from.or(self.day());
        let mut content = current.content.with_status(Status::Retired);
        (content.successor, content.valid_from) = (successor, valid_from);
        self.follow(place, content, source, derived, reason)
    }

    /// The day from which what this batch says is so, where nothing better is said: that of the
    /// source, else that of recording.
    pub(crate) fn day(&self) -> Option<i64> {
        let recorded = || self.head.recorded_at.get(..10).and_then(|day| day.parse::<Date>().ok());
        self.head.source_date.or_else(recorded).map(day_number)
    }

    /// Puts a pair of places before a person.
    pub(crate) fn review(&mut self, review: NewReview) {
        self.reviews.push(review);
    }

    fn next_version(
        &self,
        place: i64,
        current: Option<&Version>,
        source: i64,
        derived: bool,
        reason: Reason,
        content: Content,
    ) -> Version {
        Version {
            change: self.last_change + 1,
            place,
            version: current.map_or(1, |current| current.version + 1),
            previous: current.map(|current| current.change),
            batch: self.batch,
            source,
            reason: reason.number(),
            derived,
            content,
        }
    }

    fn hold(&mut self, version: Version) -> Result<(), RegistryError> {
        if version.change != self.last_change + 1 {
            return Err(RegistryError::NotTheNextChange {
                expected: self.last_change() + 1,
                found: version.change as u64,
            });
        }
        self.last_change = version.change;
        self.standing.insert(version.place, version.clone());
        self.appended.push(version);
        if self.appended.len() >= HELD { self.write_versions() } else { Ok(()) }
    }

    fn count_current(&mut self, content: &Content, by: i64) {
        if content.status == Status::Current {
            self.tally[kind_number(content.kind) as usize] += by;
        }
    }

    fn write_versions(&mut self) -> Result<(), RegistryError> {
        version::append(self.db, &self.appended)?;
        self.appended.clear();
        let pairs = |pairs: &mut Vec<(i64, i64)>| -> Vec<Value<'static>> {
            pairs.drain(..).flat_map(|(place, change)| [place.into(), change.into()]).collect()
        };
        self.db.insert(&PLACES, &pairs(&mut self.created))?;
        self.db.execute_each("UPDATE place SET current = ?2 WHERE id = ?1", 2, &pairs(&mut self.followed))
    }

    /// Writes what is held and forgets which places the rows in hand may mean.
    pub(crate) fn flush(&mut self) -> Result<(), RegistryError> {
        self.write_versions()?;
        self.standing.clear();
        self.keys.write(self.db, false)
    }

    /// Writes all that is held, and the batch itself where it changed a place; its number then.
    pub(crate) fn finish(&mut self) -> Result<Option<u64>, RegistryError> {
        self.finish_copy()?;
        open_reviews(self.db, self.batch, std::mem::take(&mut self.reviews))?;
        if self.last_change < self.first_change {
            return Ok(None);
        }
        self.head.write(self.db, self.batch, &self.counts, self.first_change, self.last_change)?;
        Ok(Some(self.batch as u64))
    }

    /// Writes all that is held; the batch is written already.
    pub(crate) fn finish_copy(&mut self) -> Result<(), RegistryError> {
        self.flush()?;
        self.keys.write(self.db, true)?;
        self.write_tally()
    }

    /// Makes the batch durable.
    pub(crate) fn commit(mut self) -> Result<(), RegistryError> {
        self.db.commit()?;
        self.ended = true;
        Ok(())
    }

    fn write_tally(&mut self) -> Result<(), RegistryError> {
        for (kind, more) in KINDS.into_iter().zip(std::mem::take(&mut self.tally)) {
            if more != 0 {
                self.db.execute(
                    "INSERT INTO tally (kind, places) VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET places = \
                     tally.places + ?2",
                    &[kind_number(kind).into(), more.into()],
                )?;
            }
        }
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.db.roll_back();
        }
    }
}
