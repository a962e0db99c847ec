//! What a full file no longer has.

use std::collections::BTreeMap;

use super::{Load, MissingLimit, Submission};
use crate::RegistryError;
use crate::facts::{Reason, Status};
use crate::version::{KINDS, Version, kind_number};

/// Places looked at in one go.
const CHUNK: usize = 1 << 12;

/// What the rows of a full load have covered so far.
pub(super) struct Coverage {
    limit: MissingLimit,
    /// By number, each ward that rows lie in.
    wards: BTreeMap<i64, WardCoverage>,
    rows: u64,
    kinds: [bool; KINDS.len()],
}

/// What the rows of a full load have covered of one ward.
#[derive(Default)]
struct WardCoverage {
    rows: u64,
    /// Places of the source, lying there until then, that rows meant.
    found: u64,
}

/// What a full load would retire.
struct Missing {
    places: Vec<i64>,
    /// Places of the source in the wards that are compared.
    known: u64,
    /// Wards that are compared.
    wards: u64,
}

/// A ward of whose places a file has a smaller share, and in which fewer of its rows lie, is one that points
/// have strayed into, and no part of what the file covers.
const STRAYED: (f64, f64) = (0.5, 0.01);

impl Coverage {
    pub(super) fn new(limit: MissingLimit) -> Self {
        Self { limit, wards: BTreeMap::new(), rows: 0, kinds: Default::default() }
    }

    /// Takes a row that lies in `ward`.
    pub(super) fn cover(&mut self, row: &Submission, ward: Option<i64>) {
        if !row.derived {
            self.rows += 1;
            if let Some(ward) = ward {
                self.wards.entry(ward).or_default().rows += 1;
            }
            self.kinds[kind_number(row.place.kind) as usize] = true;
        }
    }

    /// Takes a row of `source`, lying in `ward`, that means the place of which `current` is the version.
    pub(super) fn meet(&mut self, row: &Submission, ward: Option<i64>, current: &Version, source: i64) {
        self.cover(row, ward);
        if let (false, Some(ward)) = (row.derived, current.content.ward) {
            self.wards.entry(ward).or_default().found += u64::from(is_of_source(current, source));
        }
    }

    /// Whether the file covers `ward`, of whose places it lacks `missing`.
    fn covers(&self, ward: &WardCoverage, missing: u64) -> bool {
        let (of_ward, of_file) = STRAYED;
        let known = (ward.found + missing) as f64;
        ward.found as f64 >= known * of_ward.min(1.0 - self.limit.share)
            || (ward.rows as f64 >= self.rows as f64 * of_file && ward.rows > 0)
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
        let Missing { places: missing, known, wards } = self.missing(&coverage)?;
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
        for (number, ward) in &coverage.wards {
            let missing = self.missing_in_ward(*number, coverage)?;
            if coverage.covers(ward, missing.len() as u64) {
                all.wards += 1;
                all.known += ward.found + missing.len() as u64;
                all.places.extend(missing);
            }
        }
        all.places.sort_unstable();
        all.places.dedup();
        Ok(all)
    }

    fn missing_in_ward(&mut self, ward: i64, coverage: &Coverage) -> Result<Vec<i64>, RegistryError> {
        let mut missing = Vec::new();
        let mut unmet = self.writer.keys.in_ward(self.writer.db, ward)?;
        unmet.retain(|place| {
            *place < self.writer.first_new && !self.met.contains(*place) && !self.spared.contains(*place)
        });
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
