//! What was done in one go: a load, a decision, a reform, or taking one of them back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::database::{Database, Row, Table};
use crate::facts::{day_number, day_of, numbered};
use crate::writer::BatchHead;
use crate::{Registry, RegistryError};

const TABLE: Table = Table {
    name: "batch",
    columns: &[
        "id",
        "work",
        "source",
        "file",
        "source_date",
        "recorded_at",
        "created",
        "updated",
        "retired",
        "unchanged",
        "duplicates",
        "disagreements",
        "first_change",
        "last_change",
        "reverts",
    ],
};

/// What kind of work a batch was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Rows were added to what is there; nothing was taken as missing.
    Addition,
    /// All that the source has of the units that its file covers.
    FullLoad,
    /// What changed in the source, row by row.
    Changes,
    /// Units changed, and places were put into the new ones.
    Reform,
    /// A person found two places to be one.
    Merger,
    /// A person accepted a proposal.
    Proposal,
    /// An earlier batch was taken back.
    Revert,
}

const WORKS: [Work; 7] =
    [Work::Addition, Work::FullLoad, Work::Changes, Work::Reform, Work::Merger, Work::Proposal, Work::Revert];

/// What became of the rows of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchCounts {
    /// New places.
    pub created: u64,
    /// New versions of places that go on.
    pub updated: u64,
    /// Places whose life ended.
    pub retired: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that meant a place of which an earlier row of the load had spoken.
    pub duplicates: u64,
    /// Rows, counted among the unchanged, that say something else than a source which goes before
    /// theirs.
    pub disagreements: u64,
}

impl BatchCounts {
    /// What was counted since `before`.
    pub(crate) fn since(&self, before: &Self) -> Self {
        Self {
            created: self.created - before.created,
            updated: self.updated - before.updated,
            retired: self.retired - before.retired,
            unchanged: self.unchanged - before.unchanged,
            duplicates: self.duplicates - before.duplicates,
            disagreements: self.disagreements - before.disagreements,
        }
    }
}

/// One batch that changed something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Counted from 1 in the order of commits.
    pub number: u64,
    /// What it was.
    pub work: Work,
    /// Name of the source.
    pub source: String,
    /// The file as the user named it, or what else it came from.
    pub file: String,
    /// The day of which the source's data is, where it was told.
    pub source_date: Option<Date>,
    /// When it was begun, RFC 3339 in UTC.
    pub recorded_at: String,
    /// What became of its rows.
    #[serde(flatten)]
    pub counts: BatchCounts,
    /// Its first change number.
    pub first_change: u64,
    /// Its last change number.
    pub last_change: u64,
    /// The batch that it took back.
    pub reverts: Option<u64>,
}

/// Columns of a row that is read as [`Batch`].
const BATCHES: &str = "SELECT b.id, b.work, s.name, b.file, b.source_date, b.recorded_at, b.created, b.updated, \
                       b.retired, b.unchanged, b.duplicates, b.disagreements, b.first_change, b.last_change, \
                       b.reverts FROM batch b JOIN source s ON s.id = b.source";

impl Registry {
    /// Every batch, in order.
    pub fn batches(&self) -> Result<Vec<Batch>, RegistryError> {
        self.db().all(&format!("{BATCHES} ORDER BY b.id"), &[], read)
    }

    /// The batch of this number.
    pub fn batch(&self, number: u64) -> Result<Option<Batch>, RegistryError> {
        find(self.db(), number)
    }
}

/// The batch of this number.
pub(crate) fn find(db: &dyn Database, number: u64) -> Result<Option<Batch>, RegistryError> {
    db.first(&format!("{BATCHES} WHERE b.id = ?1"), &[number.into()], read)
}

impl BatchHead {
    /// Writes the batch `number`, which has these counts and change numbers.
    pub(crate) fn write(
        &self,
        db: &dyn Database,
        number: i64,
        counts: &BatchCounts,
        first_change: i64,
        last_change: i64,
    ) -> Result<(), RegistryError> {
        db.insert(
            &TABLE,
            &[
                number.into(),
                (self.work as i64).into(),
                self.source.into(),
                (&self.file).into(),
                self.source_date.map(day_number).into(),
                (&self.recorded_at).into(),
                counts.created.into(),
                counts.updated.into(),
                counts.retired.into(),
                counts.unchanged.into(),
                counts.duplicates.into(),
                counts.disagreements.into(),
                first_change.into(),
                last_change.into(),
                self.reverts.into(),
            ],
        )
    }
}

fn read(row: &dyn Row) -> Result<Batch, RegistryError> {
    Ok(Batch {
        number: row.count(0)?,
        work: numbered(&WORKS, row.integer(1)?, "kind of batches")?,
        source: row.text(2)?,
        file: row.text(3)?,
        source_date: row.optional_integer(4)?.map(day_of).transpose()?,
        recorded_at: row.text(5)?,
        counts: BatchCounts {
            created: row.count(6)?,
            updated: row.count(7)?,
            retired: row.count(8)?,
            unchanged: row.count(9)?,
            duplicates: row.count(10)?,
            disagreements: row.count(11)?,
        },
        first_change: row.count(12)?,
        last_change: row.count(13)?,
        reverts: row.optional_integer(14)?.map(|batch| batch as u64),
    })
}
