//! Pairs of places that may be one, put before a person.

use serde::{Deserialize, Serialize};
use vmap_core::PlaceId;

use crate::batch::Work;
use crate::database::{Database, Row};
use crate::facts::{Reason, numbered};
use crate::version::place_id;
use crate::writer::{BatchHead, Writer};
use crate::{Registry, RegistryError, Source};

/// Why two places may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The same address, but farther apart than one place is measured.
    Distance,
    /// The same number on the spot, but streets that may be two.
    Spelling,
}

const DOUBTS: [Doubt; 2] = [Doubt::Distance, Doubt::Spelling];

/// What a person found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewDecision {
    /// They are one.
    Merge,
    /// They are two.
    Keep,
}

const DECISIONS: [ReviewDecision; 2] = [ReviewDecision::Merge, ReviewDecision::Keep];

/// A pair of places that may be one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Counted from 1.
    pub number: u64,
    /// The older place, which stays if they are merged.
    pub place: PlaceId,
    /// The newer place.
    pub other: PlaceId,
    /// Why they may be one.
    pub doubt: Doubt,
    /// Metres between them when the pair was found.
    pub distance_m: f64,
    /// What was decided, by whom and when.
    pub decided: Option<Decided<ReviewDecision>>,
}

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided<T> {
    /// What.
    pub decision: T,
    /// By whom, as they said.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Why, as they said.
    pub note: String,
}

/// A pair that was just found.
pub(crate) struct NewReview {
    pub(crate) place: i64,
    pub(crate) other: i64,
    pub(crate) doubt: Doubt,
    pub(crate) distance_m: f64,
}

/// Opens reviews; a pair that was put before a person already, or decided on, is not again.
pub(crate) fn open_reviews(db: &dyn Database, batch: i64, reviews: Vec<NewReview>) -> Result<(), RegistryError> {
    let next = db.number("SELECT coalesce(max(id), 0) + 1 FROM review", &[])?;
    for (number, review) in (next..).zip(reviews) {
        db.execute(
            "INSERT INTO review (id, place, other, doubt, distance_m, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON \
             CONFLICT (place, other) DO NOTHING",
            &[
                number.into(),
                review.place.into(),
                review.other.into(),
                (review.doubt as i64).into(),
                crate::database::Value::Real(review.distance_m),
                batch.into(),
            ],
        )?;
    }
    Ok(())
}

const REVIEWS: &str = "SELECT id, place, other, doubt, distance_m, decision, decided_by, decided_at, note FROM review";

impl Registry {
    /// Pairs that wait for a decision, the oldest first; at most `limit`.
    pub fn open_reviews(&self, limit: u64) -> Result<Vec<Review>, RegistryError> {
        self.db().all(&format!("{REVIEWS} WHERE decision IS NULL ORDER BY id LIMIT ?1"), &[limit.into()], read)
    }

    /// How many pairs wait for a decision.
    pub fn count_open_reviews(&self) -> Result<u64, RegistryError> {
        Ok(self.db().number("SELECT count(*) FROM review WHERE decision IS NULL", &[])? as u64)
    }

    /// The review of this number.
    pub fn review(&self, number: u64) -> Result<Option<Review>, RegistryError> {
        self.db().first(&format!("{REVIEWS} WHERE id = ?1"), &[number.into()], read)
    }

    /// Decides on the review `number`. Merging retires the newer place with the older one as its
    /// successor, in a batch of its own, whose number is given; what sources call the newer one means
    /// the older one from then on.
    pub fn decide_review(
        &mut self,
        number: u64,
        decision: ReviewDecision,
        by: &str,
        note: &str,
    ) -> Result<Option<u64>, RegistryError> {
        let at = self.now();
        let db = self.db();
        let head = BatchHead {
            work: Work::Merger,
            source: 0,
            file: format!("review {number}"),
            source_date: None,
            recorded_at: at.clone(),
            reverts: None,
        };
        let mut writer = Writer::begin(db, head)?;
        let sql = format!("{REVIEWS} WHERE id = ?1");
        let found = db.first(&sql, &[number.into()], |row| Ok((read(row)?, row.integer(1)?, row.integer(2)?)))?;
        let (review, place, other) = found.ok_or(RegistryError::NoReview(number))?;
        if let Some(decided) = review.decided {
            return Err(RegistryError::AlreadyDecided {
                what: format!("review {number}"),
                by: decided.by,
                at: decided.at,
            });
        }
        if decision == ReviewDecision::Merge {
            writer.head.source = Source::reviewers().enter(db, false)?;
            let (place, other) = (writer.living(place)?, writer.living(other)?);
            if place == other {
                return Err(RegistryError::AlreadyOne);
            }
            let valid_from = writer.read(other)?.and_then(|version| version.content.valid_from);
            writer.retire(other, Some(place), valid_from, Reason::Merged)?;
        }
        db.execute(
            "UPDATE review SET decision = ?2, decided_by = ?3, decided_at = ?4, note = ?5 WHERE id = ?1",
            &[number.into(), (decision as i64).into(), by.into(), (&at).into(), note.into()],
        )?;
        let batch = writer.finish()?;
        writer.commit()?;
        Ok(batch)
    }
}

impl Source {
    /// In whose name decisions of reviewers are recorded.
    fn reviewers() -> Self {
        Self {
            name: "reviewers".to_owned(),
            licence: "none".to_owned(),
            attribution: "decisions of this registry's reviewers".to_owned(),
            ..Self::default()
        }
    }
}

fn read(row: &dyn Row) -> Result<Review, RegistryError> {
    Ok(Review {
        number: row.count(0)?,
        place: place_id(row.integer(1)?)?,
        other: place_id(row.integer(2)?)?,
        doubt: numbered(&DOUBTS, row.integer(3)?, "doubt")?,
        distance_m: row.optional_real(4)?.unwrap_or_default(),
        decided: read_decided(row, 5, &DECISIONS)?,
    })
}

/// The decision in four columns of `row` from `first` on.
pub(crate) fn read_decided<T: Copy>(
    row: &dyn Row,
    first: usize,
    decisions: &[T],
) -> Result<Option<Decided<T>>, RegistryError> {
    let Some(decision) = row.optional_integer(first)? else { return Ok(None) };
    Ok(Some(Decided {
        decision: numbered(decisions, decision, "decision")?,
        by: row.optional_text(first + 1)?.unwrap_or_default(),
        at: row.optional_text(first + 2)?.unwrap_or_default(),
        note: row.optional_text(first + 3)?.unwrap_or_default(),
    }))
}
