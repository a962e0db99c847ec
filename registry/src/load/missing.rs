//! What a full file no longer has.

use std::collections::BTreeMap;

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
    /// By number of each ward that rows lie in, how many places of the source they meant there.
    wards: BTreeMap<i64, u64>,
    kinds: [bool; KINDS.len()],
}

/// What a full load would retire.
struct Missing {
    places: Vec<i64>,
    /// Places of the source in the wards that are compared.
    known: u64,
    /// Wards that are compared.
    wards: u64,
}

/// A ward of whose places a file has fewer than this share is one that points have strayed into, and no
/// part of what the file covers.
const COVERED: f64 = 0.5;

impl Coverage {
    pub(super) fn new(limit: MissingLimit) -> Self {
        Self { limit, wards: BTreeMap::new(), kinds: Default::default() }
    }

    /// Takes a row that lies in `ward`.
    pub(super) fn cover(&mut self, row: &Submission, ward: Option<i64>) {
        if !row.derived {
            self.wards.extend(ward.filter(|ward| !self.wards.contains_key(ward)).map(|ward| (ward, 0)));
            self.kinds[kind_number(row.place.kind) as usize] = true;
        }
    }

    /// Takes a row of `source`, lying in `ward`, that means the place of which `current` is the version.
    pub(super) fn meet(&mut self, row: &Submission, ward: Option<i64>, current: &Version, source: i64) {
        self.cover(row, ward);
        if let Some(found) = current.content.ward.and_then(|ward| self.wards.get_mut(&ward)) {
            *found += u64::from(!row.derived && is_of_source(current, source));
        }
    }

    /// Whether the file covers a ward of which it has `found` places, and lacks `missing`.
    fn is_covered(&self, found: u64, missing: u64) -> bool {
        found as f64 >= (found + missing) as f64 * COVERED.min(1.0 - self.limit.share)
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
        let Missing { places: missing, known, wards } = missing;
        self.wards_not_compared = coverage.wards.len() as u64 - wards;
        if missing.len() as f64 > known as f64 * coverage.limit.share {
            let limit_percent = coverage.limit.share * 100.0;
            return Err(RegistryError::TooManyMissing { missing: missing.len() as u64, known, wards, limit_percent });
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
    fn missing(&mut self, coverage: &Coverage) -> Result<Missing, RegistryError> {
        let mut all = Missing { places: Vec::new(), known: 0, wards: 0 };
        for (ward, found) in &coverage.wards {
            let missing = self.missing_in_ward(*ward, coverage)?;
            if coverage.is_covered(*found, missing.len() as u64) {
                all.wards += 1;
                all.known += found + missing.len() as u64;
                all.places.extend(missing);
            }
        }
        all.places.sort_unstable();
        all.places.dedup();
        Ok(all)
    }

    fn missing_in_ward(&mut self, ward: i64, coverage: &Coverage) -> Result<Vec<i64>, RegistryError> {
        let mut missing = Vec::new();
        let places: HashSet<i64> = self.writer.keys.in_ward(self.writer.db, ward)?.into_iter().collect();
        let unmet: Vec<i64> =
            places.into_iter().filter(|place| *place < self.writer.first_new && !self.met.contains(*place)).collect();
        for chunk in unmet.chunks(CHUNK) {
            self.writer.stand(chunk.iter().copied())?;
            for place in chunk {
                let current = self.writer.standing(*place)?;
                let is_covered =
                    coverage.kinds[kind_number(current.content.kind) as usize] && current.content.ward == Some(ward);
                if is_covered && is_of_source(current, self.writer.head.source) {
                    missing.push(*place);
                }
            }
            self.writer.flush()?;
        }
        Ok(missing)
    }
}
