//! What the registry knows of the rows in hand, asked for all of them at once: a question at a time
//! would wait for each answer where the database is across a socket.

use hashbrown::HashMap;
use vmap_core::address::street_key;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;

use super::{Load, Submission};
use crate::RegistryError;
use crate::keys::{SourceKey, WardKey};
use crate::matching::{Likeness, SAME_HOUSE_M, likeness};

/// Share of the rows whose key the source seems to have given to another place, past which its keys
/// are not believed at all: numbers of rows, which shift with every row that is added.
const UNSTABLE: f64 = 0.05;

/// What the registry knows of some rows; the index of each row in each list is its own.
pub(super) struct Known {
    /// The place that the source calls by the row's key.
    pub(super) by_source_key: Vec<Option<i64>>,
    /// Whether these places are to be believed.
    pub(super) keys_hold: bool,
    /// Whether the row is the only one of those in hand that bears its key.
    pub(super) is_only: Vec<bool>,
    /// Under what the row's address is found: in its own ward, then in the others.
    pub(super) keys: Vec<Vec<WardKey>>,
    /// The places that are called as the row is, with the key they were found by.
    pub(super) by_address: Vec<Vec<(WardKey, i64)>>,
    /// The places near the row with its house number, and a street that is spelt almost as the row's.
    pub(super) near_spellings: Vec<Vec<i64>>,
}

impl Load<'_> {
    /// Asks all that is needed to find the places that `rows` mean.
    pub(super) fn look_up(&mut self, rows: &[Submission]) -> Result<Known, RegistryError> {
        let texts = rows.iter().flat_map(|row| crate::version::shared_texts(&row.place));
        self.writer.terms.enter(self.writer.db, texts)?;
        let source_keys: Vec<Option<&SourceKey>> = rows.iter().map(|row| row.source_key.as_ref()).collect();
        let by_source_key = self.source_keys.find(self.writer.db, &source_keys)?;
        let by_source_key = self.living_ones(by_source_key)?;
        let keys = rows.iter().map(|row| self.keys_of(row)).collect::<Result<Vec<_>, _>>()?;
        let is_only = only_ones(&source_keys);
        let by_address = self.places_called(rows, &is_only, &keys, &by_source_key)?;
        let near_spellings = vec![Vec::new(); rows.len()];
        let mut known = Known { by_source_key, keys_hold: true, is_only, keys, by_address, near_spellings };
        known.keys_hold = self.keys_hold(rows, &known)?;
        known.near_spellings = self.near_spellings(rows, &known)?;
        Ok(known)
    }

    /// Each place, or what it was merged into.
    fn living_ones(&mut self, places: Vec<Option<i64>>) -> Result<Vec<Option<i64>>, RegistryError> {
        self.writer.stand(places.iter().copied().flatten())?;
        places.into_iter().map(|place| place.map(|place| self.writer.living(place)).transpose()).collect()
    }

    fn keys_of(&mut self, row: &Submission) -> Result<Vec<WardKey>, RegistryError> {
        let ward = row.place.ward.as_ref().map(UnitCode::as_str);
        let own = ward.and_then(|ward| self.writer.terms.number(ward)).unwrap_or(0);
        let mut keys = vec![(own, row.key)];
        for ward in &row.also_in {
            let ward = self.writer.terms.find(self.writer.db, ward.as_str())?;
            keys.extend(ward.filter(|ward| *ward != own).map(|ward| (ward, row.key)));
        }
        Ok(keys)
    }

    /// The places that are called as the rows are, for those rows whose key does not lead to a place
    /// that is called so.
    fn places_called(
        &mut self,
        rows: &[Submission],
        is_only: &[bool],
        keys: &[Vec<WardKey>],
        by_source_key: &[Option<i64>],
    ) -> Result<Vec<Vec<(WardKey, i64)>>, RegistryError> {
        let (mut asked, mut questions) = (Vec::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            let is_found = match by_source_key[at] {
                Some(place) if is_only[at] => self.is_called(place, row, keys[at][0])?,
                _ => false,
            };
            if !is_found {
                questions.extend(&keys[at]);
                asked.extend(std::iter::repeat_n(at, keys[at].len()));
            }
        }
        let found = self.writer.keys.find(self.writer.db, &questions)?;
        self.writer.stand(found.iter().flatten().copied())?;
        let mut by_address = vec![Vec::new(); rows.len()];
        for ((at, key), places) in asked.into_iter().zip(questions).zip(found) {
            by_address[at].extend(places.into_iter().map(|place| (key, place)));
        }
        Ok(by_address)
    }

    /// Whether `place` is called as `row` is, which is found under `key`.
    pub(super) fn is_called(&self, place: i64, row: &Submission, key: WardKey) -> Result<bool, RegistryError> {
        let content = &self.writer.standing(place)?.content;
        Ok(content.called_exactly(&row.place, &self.writer.terms) || content.key(&self.writer.terms)? == key)
    }

    /// Whether the source's keys still mean what they meant.
    fn keys_hold(&self, rows: &[Submission], known: &Known) -> Result<bool, RegistryError> {
        let (mut hits, mut turned) = (0_u32, 0_u32);
        for (at, row) in rows.iter().enumerate() {
            let Some(place) = known.by_source_key[at] else { continue };
            hits += 1;
            let other = self.nearest_called(row, &known.by_address[at], |other| other != place)?;
            turned += u32::from(other.is_some() && !self.is_called(place, row, known.keys[at][0])?);
        }
        Ok(f64::from(turned) <= f64::from(hits) * UNSTABLE || turned < 2)
    }

    /// For rows that nothing leads to: the places registered before, near them, of the same house
    /// number, whose street is spelt almost the same.
    fn near_spellings(&mut self, rows: &[Submission], known: &Known) -> Result<Vec<Vec<i64>>, RegistryError> {
        let mut near = vec![Vec::new(); rows.len()];
        if self.writer.first_new == 0 {
            return Ok(near);
        }
        let is_lost = |at: &usize| {
            let place = &rows[*at].place;
            let has_both = place.kind == PlaceKind::Address && place.house_number.is_some() && place.street.is_some();
            has_both && known.by_address[*at].is_empty() && (known.by_source_key[*at].is_none() || !known.keys_hold)
        };
        let lost: Vec<usize> = (0..rows.len()).filter(is_lost).collect();
        let keys: Vec<WardKey> = lost.iter().map(|at| known.keys[*at][0]).collect();
        let found = self.writer.keys.of_same_number(self.writer.db, &keys)?;
        self.writer.stand(found.iter().flatten().copied())?;
        for (at, places) in lost.into_iter().zip(found) {
            let row = &rows[at].place;
            let mut beside = Vec::new();
            for place in places {
                let content = &self.writer.standing(place)?.content;
                let distance = row.point.distance_m(content.point);
                if content.status.is_alive() && distance <= SAME_HOUSE_M {
                    let other = content.place(&self.writer.terms)?;
                    if street_likeness(row, &other) != Likeness::Different {
                        beside.push((distance, place));
                    }
                }
            }
            beside.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            near[at] = beside.into_iter().map(|(_, place)| place).collect();
        }
        Ok(near)
    }
}

/// Whether each key is the only one of its kind.
fn only_ones(keys: &[Option<&SourceKey>]) -> Vec<bool> {
    let mut borne: HashMap<&SourceKey, u32> = HashMap::with_capacity(keys.len());
    keys.iter().flatten().for_each(|key| *borne.entry(key).or_default() += 1);
    keys.iter().map(|key| key.is_none_or(|key| borne.get(key) == Some(&1))).collect()
}

/// How the streets of two addresses of one number stand to one another.
pub(super) fn street_likeness(one: &Place, other: &Place) -> Likeness {
    match (&one.street, &other.street) {
        (Some(one), Some(other)) => likeness(&street_key(one), &street_key(other)),
        _ => Likeness::Different,
    }
}
