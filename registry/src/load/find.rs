//! Which place a row means; the rules are in [`crate::matching`].

use super::known::{Known, street_likeness};
use super::{Load, Submission};
use crate::RegistryError;
use crate::facts::Reason;
use crate::keys::WardKey;
use crate::matching::{Candidate, FAR_M, Likeness, nearest_within_reach};
use crate::review::{Doubt, NewReview};
use crate::version::ordinal;

/// What a row means.
pub(super) enum Found {
    /// A place of the registry, and why.
    Place(i64, Reason),
    /// A new one, which may be the same as these.
    New(Vec<Doubtful>),
}

/// A place that may be what a row means.
pub(super) struct Doubtful {
    place: i64,
    doubt: Doubt,
    distance_m: f64,
}

/// Places that are called as a row is, with the key under which each was found.
type Called = Vec<(WardKey, i64)>;

impl Load<'_> {
    /// What `row` means, the one at `at` of those that `known` is of.
    pub(super) fn find(&mut self, row: &Submission, at: usize, known: &Known) -> Result<Found, RegistryError> {
        if let Some(place) = self.identified(row)? {
            return Ok(Found::Place(place, Reason::Identifier));
        }
        // A key that two rows of one file bear says less than their addresses.
        if known.is_only[at]
            && let Some((place, reason)) = self.by_source_key(row, at, known)?
        {
            return Ok(Found::Place(place, reason));
        }
        let called = self.called_now(row, at, known)?;
        if let Some((place, _)) = self.nearest_called(row, &called, |_| true)? {
            let in_own_ward = called.iter().any(|(key, other)| *other == place && *key == known.keys[at][0]);
            let reason = if in_own_ward { Reason::SameAddress } else { Reason::SameAddressInFormerWard };
            return Ok(Found::Place(self.writer.living(place)?, reason));
        }
        if !known.is_only[at]
            && let Some((place, reason)) = self.by_source_key(row, at, known)?
        {
            return Ok(Found::Place(place, reason));
        }
        if row.derived {
            return Ok(Found::New(Vec::new()));
        }
        self.by_spelling(row, &known.near_spellings[at], &called)
    }

    fn identified(&mut self, row: &Submission) -> Result<Option<i64>, RegistryError> {
        let Some(place) = row.identifier.map(ordinal) else { return Ok(None) };
        match self.writer.read(place)?.is_some() {
            true => self.writer.living(place).map(Some),
            false => Ok(None),
        }
    }

    /// The place that the source has called so, where it is believed to mean it still.
    fn by_source_key(
        &mut self,
        row: &Submission,
        at: usize,
        known: &Known,
    ) -> Result<Option<(i64, Reason)>, RegistryError> {
        let Some(key) = &row.source_key else { return Ok(None) };
        let newly = self.source_keys.newly(key);
        let places = [newly, known.by_source_key[at]];
        self.writer.stand(places.into_iter().flatten())?;
        for place in places.into_iter().flatten() {
            if self.is_called(place, row, known.keys[at][0])? {
                return Ok(Some((place, key.reason())));
            }
        }
        let is_believed = newly.is_none() && known.keys_hold && known.is_only[at];
        let Some(place) = known.by_source_key[at].filter(|_| is_believed) else {
            return Ok(None);
        };
        let distance = row.place.point.distance_m(self.writer.standing(place)?.content.point);
        let called = self.called_now(row, at, known)?;
        let nearer = self.nearest_called(row, &called, |other| other != place)?;
        let is_believed = distance <= FAR_M && nearer.is_none_or(|(_, other)| distance < other);
        Ok(is_believed.then_some((place, key.reason())))
    }

    /// The places that are called as the row is, those of this load among them.
    fn called_now(&mut self, row: &Submission, at: usize, known: &Known) -> Result<Called, RegistryError> {
        let mut called = known.by_address[at].clone();
        called.retain(|(key, place)| !self.writer.keys.is_withdrawn(*key, *place));
        for key in &known.keys[at] {
            called.extend(self.writer.keys.newly(*key, &row.place).map(|place| (*key, place)));
        }
        debug_assert!(called.iter().all(|(key, _)| key.1 == row.key));
        self.writer.stand(called.iter().map(|(_, place)| *place))?;
        Ok(called)
    }

    /// The nearest of `called`, which are at hand, within reach of the row and among those that
    /// `may_be` it, with the distance in metres.
    pub(super) fn nearest_called(
        &self,
        row: &Submission,
        called: &[(WardKey, i64)],
        may_be: impl Fn(i64) -> bool,
    ) -> Result<Option<(i64, f64)>, RegistryError> {
        let mut candidates = Vec::with_capacity(called.len());
        for (_, place) in called.iter().filter(|(_, place)| may_be(*place)) {
            let content = &self.writer.standing(*place)?.content;
            candidates.push(Candidate {
                place: *place,
                point: content.point,
                is_alive: content.status.is_alive(),
                same_hamlet: content.same_hamlet(&row.place, &self.writer.terms)?,
            });
        }
        Ok(nearest_within_reach(&row.place, candidates.into_iter()))
    }

    /// The nearest place of the same number, registered before this load, whose street is a slip away;
    /// else a new one, with the older ones that are alike but not enough to be sure.
    fn by_spelling(
        &mut self,
        row: &Submission,
        near_spellings: &[i64],
        called: &[(WardKey, i64)],
    ) -> Result<Found, RegistryError> {
        let mut doubtful = Vec::new();
        for place in near_spellings.iter().copied().filter(|place| !self.met.contains(*place)) {
            let content = &self.writer.standing(place)?.content;
            let distance_m = row.place.point.distance_m(content.point);
            match street_likeness(&row.place, &content.place(&self.writer.terms)?) {
                Likeness::OneSlip => return Ok(Found::Place(place, Reason::Respelled)),
                _ => doubtful.push(Doubtful { place, doubt: Doubt::Spelling, distance_m }),
            }
        }
        let is_old = |place: &i64| *place < self.writer.first_new && !self.met.contains(*place);
        if row.place.house_number.is_some() {
            for place in called.iter().map(|(_, place)| *place).filter(is_old) {
                let content = &self.writer.standing(place)?.content;
                let distance_m = row.place.point.distance_m(content.point);
                if content.status.is_alive() && distance_m <= FAR_M {
                    doubtful.push(Doubtful { place, doubt: Doubt::Distance, distance_m });
                }
            }
        }
        Ok(Found::New(doubtful))
    }

    /// Puts the new `place` before a person together with each older one that may be the same.
    pub(super) fn open_reviews(&mut self, place: i64, doubtful: Vec<Doubtful>) {
        self.doubtful += doubtful.len() as u64;
        for Doubtful { place: older, doubt, distance_m } in doubtful {
            self.writer.review(NewReview { place: older, other: place, doubt, distance_m });
        }
    }
}
