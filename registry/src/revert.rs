//! Taking a batch back as one.

use crate::batch::{self, Work};
use crate::facts::{Reason, Status};
use crate::version::{Version, version_columns};
use crate::writer::{BatchHead, Writer};
use crate::{BatchSummary, Registry, RegistryError};

/// Places taken back in one go.
const CHUNK: usize = 1 << 12;

impl Registry {
    /// Takes back everything that the batch `number` changed, as a batch of its own: each place says
    /// again what it said before; what the batch registered is rejected, and revived under its number
    /// if it comes again. What sources call places, and decisions on reviews, stay.
    ///
    /// # Errors
    /// Where there is no such batch, or one of its places says something else since: what changed it
    /// must be taken back first.
    pub fn revert(&mut self, number: u64) -> Result<BatchSummary, RegistryError> {
        let recorded_at = self.now();
        let db = self.db();
        let batch = batch::find(db, number)?.ok_or(RegistryError::NoBatch(number))?;
        let source = db.number("SELECT id FROM source WHERE name = ?1", &[(&batch.source).into()])?;
        let head = BatchHead {
            work: Work::Revert,
            source,
            file: format!("batch {number} taken back"),
            source_date: None,
            recorded_at,
            reverts: Some(number),
        };
        let mut writer = Writer::begin(db, head)?;
        let sql = "SELECT place, change FROM version WHERE change BETWEEN ?1 AND ?2 ORDER BY change DESC";
        let changed = db.all(sql, &[batch.first_change.into(), batch.last_change.into()], |row| {
            Ok((row.integer(0)?, row.integer(1)?))
        })?;
        for chunk in changed.chunks(CHUNK) {
            writer.stand(chunk.iter().map(|(place, _)| *place))?;
            for (place, change) in chunk {
                take_back(&mut writer, *place, *change, &batch)?;
            }
            writer.flush()?;
        }
        let summary = writer.finish()?;
        let summary = BatchSummary {
            batch: summary,
            counts: writer.counts,
            last_change: writer.last_change(),
            ..BatchSummary::default()
        };
        writer.commit()?;
        Ok(summary)
    }
}

/// Lets `place`, to which the batch made `change` last, say what it said before the batch. Later batches
/// do not stand in the way where they were taken back themselves, and the place says again what this one
/// left.
fn take_back(writer: &mut Writer<'_>, place: i64, change: i64, batch: &batch::Batch) -> Result<(), RegistryError> {
    let current = writer.standing(place)?.clone();
    if current.batch == writer.batch {
        return Ok(());
    }
    let left = version(writer, change)?;
    let says_it_again = current.reason == Reason::Reverted.number()
        && (&left.content, left.source, left.derived) == (&current.content, current.source, current.derived);
    if current.change != change && !says_it_again {
        return Err(RegistryError::ChangedSince { batch: batch.number, by: current.batch as u64 });
    }
    match before(writer, &left, batch.first_change as i64)? {
        Some(before) => {
            writer.terms.read(writer.db, before.content.terms())?;
            writer.follow(place, before.content, before.source, before.derived, Reason::Reverted)?;
        }
        None => {
            let content = current.content.with_status(Status::Rejected);
            writer.follow(place, content, current.source, current.derived, Reason::Reverted)?;
        }
    }
    Ok(())
}

/// The last version of the place of `left` before the change `first`.
fn before(writer: &Writer<'_>, left: &Version, first: i64) -> Result<Option<Version>, RegistryError> {
    let mut previous = left.previous;
    while let Some(change) = previous {
        let version = version(writer, change)?;
        if version.change < first {
            return Ok(Some(version));
        }
        previous = version.previous;
    }
    Ok(None)
}

/// The version that `change` made.
fn version(writer: &Writer<'_>, change: i64) -> Result<Version, RegistryError> {
    let sql = concat!("SELECT ", version_columns!(), " FROM version v WHERE v.change = ?1");
    let version = writer.db.first(sql, &[change.into()], |row| Version::read(row, 0))?;
    version.ok_or_else(|| RegistryError::damaged(format!("there is no change {change}")))
}
