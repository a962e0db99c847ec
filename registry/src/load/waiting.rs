//! Homes without a number or a key, which a full file may have measured anew.
//!
//! Nothing tells two of them apart but where they are. So a row of such a home that lies on no known
//! spot waits until all rows are known: then the places of the same address that no row means, nearest
//! first, are those that moved.

use hashbrown::{HashMap, HashSet};
use vmap_core::place::PlaceKind;

use super::find::Found;
use super::known::Known;
use super::missing::is_of_source;
use super::{Load, Submission};
use crate::RegistryError;
use crate::batch::BatchCounts;
use crate::facts::Reason;
use crate::matching::NEAR_M;

/// Rows looked at in one go.
const CHUNK: usize = 1 << 12;

impl Load<'_> {
    /// Whether `row`, which lies on no known spot, may be a home that was measured anew.
    pub(super) fn may_be_measured_anew(&self, row: &Submission, at: usize, known: &Known) -> bool {
        let is_nameless = row.place.kind == PlaceKind::Address && row.place.house_number.is_none();
        let has_no_key = row.source_key.as_ref().is_some_and(|key| key.reason() == Reason::SameContent);
        self.coverage.is_some() && is_nameless && has_no_key && !row.derived && !known.by_address[at].is_empty()
    }

    /// Settles which of the rows that waited are new and which mean a place that moved.
    pub(super) fn settle_waiting(&mut self) -> Result<BatchCounts, RegistryError> {
        let before = self.writer.counts;
        let waiting = std::mem::take(&mut self.waiting);
        let mut pairs = Vec::new();
        for (begin, rows) in waiting.chunks(CHUNK).enumerate() {
            let known = self.look_up(rows)?;
            for (at, row) in rows.iter().enumerate() {
                for (_, place) in &known.by_address[at] {
                    let current = self.writer.standing(*place)?;
                    let distance = row.place.point.distance_m(current.content.point);
                    let is_free = !self.met.contains(*place) && is_of_source(current, self.writer.head.source);
                    if is_free && distance <= NEAR_M {
                        pairs.push((distance, begin * CHUNK + at, *place));
                    }
                }
            }
            self.writer.flush()?;
        }
        let moved = nearest_pairs(pairs);
        for (begin, rows) in waiting.chunks(CHUNK).enumerate() {
            let known = self.look_up(rows)?;
            self.writer.stand((0..rows.len()).filter_map(|at| moved.get(&(begin * CHUNK + at)).copied()))?;
            for (at, row) in rows.iter().enumerate() {
                let found = match moved.get(&(begin * CHUNK + at)) {
                    Some(place) => Found::Place(*place, Reason::SameAddress),
                    None => self.find(row, at, &known)?,
                };
                let (place, reason) = match found {
                    Found::Place(place, reason) => {
                        self.meet(row, place, reason)?;
                        (place, reason)
                    }
                    Found::New(_) => (self.create(row)?, Reason::New),
                };
                self.note(row, known.by_source_key[at], place, reason);
            }
            self.writer.flush()?;
        }
        Ok(self.writer.counts.since(&before))
    }
}

/// The place of each row that has one, given out from the nearest pair on, each once.
fn nearest_pairs(mut pairs: Vec<(f64, usize, i64)>) -> HashMap<usize, i64> {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)).then(a.1.cmp(&b.1)));
    let (mut rows, mut taken) = (HashMap::new(), HashSet::new());
    for (_, row, place) in pairs {
        if !rows.contains_key(&row) && taken.insert(place) {
            rows.insert(row, place);
        }
    }
    rows
}
