//! What a full file no longer has.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use super::{Load, MissingLimit, Submission};
use crate::RegistryError;
use crate::facts::{Reason, Status};
use crate::version::{KINDS, Version, kind_number};

/// Places looked at in one go.
const CHUNK: usize = 1 << 12;

/// What the rows of a full load have covered so far.
pub(super) struct Coverage {
    limit: MissingLimit,
    /// Numbers of the wards that the rows lie in.
    wards: BTreeSet<i64>,
    kinds: [bool; KINDS.len()],
    /// Places of the source that the rows meant.
    found: u64,
}

impl Coverage {
    pub(super) fn new(limit: MissingLimit) -> Self {
        Self { limit, wards: BTreeSet::new(), kinds: Default::default(), found: 0 }
    }

    /// Takes a row that lies in `ward`.
    pub(super) fn cover(&mut self, row: &Submission, ward: Option<i64>) {
        if !row.derived {
            self.wards.extend(ward);
            self.kinds[kind_number(row.place.kind) as usize] = true;
        }
    }

    /// Takes a row of `source`, lying in `ward`, that means the place of which `current` is the version.
    pub(super) fn meet(&mut self, row: &Submission, ward: Option<i64>, current: &Version, source: i64) {
        self.cover(row, ward);
        self.found += u64::from(!row.derived && is_of_source(current, source));
    }
}

/// Whether the place stands as a record of `source` says.
pub(super) fn is_of_source(current: &Version, source: i64) -> bool {
    current.source == source && !current.derived && current.content.status == Status::Current
}

impl Load<'_> {
    /// Retires what a full load has not met, as far as that is allowed.
    pub(super) fn retire_missing(&mut self) -> Result<(), RegistryError> {
        let Some(coverage) = self.coverage.take() else { return Ok(()) };
        let missing = self.missing(&coverage)?;
        let known = coverage.found + missing.len() as u64;
        if missing.len() as f64 > known as f64 * coverage.limit.share {
            return Err(RegistryError::TooManyMissing {
                missing: missing.len() as u64,
                known,
                wards: coverage.wards.len() as u64,
                limit_percent: coverage.limit.share * 100.0,
            });
        }
        for chunk in missing.chunks(CHUNK) {
            self.writer.stand(chunk.iter().copied())?;
            for place in chunk {
                self.writer.retire(*place, None, None, Reason::Missing)?;
            }
            self.writer.flush()?;
        }
        Ok(())
    }

    /// The places of the source in the wards covered, of the kinds that the file has, that no row
    /// meant; in order.
    fn missing(&mut self, coverage: &Coverage) -> Result<Vec<i64>, RegistryError> {
        let mut missing = Vec::new();
        for ward in &coverage.wards {
            let places: HashSet<i64> = self.writer.keys.in_ward(self.writer.db, *ward)?.into_iter().collect();
            let unmet: Vec<i64> = places
                .into_iter()
                .filter(|place| *place < self.writer.first_new && !self.met.contains(*place))
                .collect();
            for chunk in unmet.chunks(CHUNK) {
                self.writer.stand(chunk.iter().copied())?;
                for place in chunk {
                    let current = self.writer.standing(*place)?;
                    let is_covered = coverage.kinds[kind_number(current.content.kind) as usize]
                        && current.content.ward == Some(*ward);
                    if is_covered && is_of_source(current, self.writer.head.source) {
                        missing.push(*place);
                    }
                }
                self.writer.flush()?;
            }
        }
        missing.sort_unstable();
        missing.dedup();
        Ok(missing)
    }
}
