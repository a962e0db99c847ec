//! Streets and hamlets found by name and ward.

use super::draft::{NamedDraft, WardNumber};
use crate::Point;
use crate::release::NamedPlaceKind;

/// What a street or hamlet is found by: kind, number of the name's key, ward.
pub(super) type NameInWard = (NamedPlaceKind, u32, WardNumber);

/// The rows of streets and hamlets by name and ward. Memory: 16 bytes each.
pub(super) struct Directory<'a> {
    places: &'a [NamedDraft],
    rows: Vec<(NameInWard, u32)>,
}

impl<'a> Directory<'a> {
    /// A directory of `places`, which stand in the order of their rows.
    pub(super) fn new(places: &'a [NamedDraft]) -> Self {
        let mut rows: Vec<(NameInWard, u32)> = places
            .iter()
            .zip(0..)
            .filter(|(place, _)| place.kind != NamedPlaceKind::PointOfInterest)
            .map(|(place, row)| ((place.kind, place.key, place.ward), row))
            .collect();
        rows.sort_unstable();
        Self { places, rows }
    }

    /// The row of the place so named; where the ward has several, the one nearest to `point`, of
    /// equally near ones the first.
    pub(super) fn find(&self, name: NameInWard, point: Point) -> Option<u32> {
        let first = self.rows.partition_point(|(other, _)| *other < name);
        let namesakes = self.rows[first..].iter().take_while(|(other, _)| *other == name).map(|(_, row)| *row);
        let distance_m = |row: u32| self.places[row as usize].distance_m(point);
        match namesakes.clone().nth(1) {
            None => namesakes.into_iter().next(),
            Some(_) => namesakes.min_by(|a, b| distance_m(*a).total_cmp(&distance_m(*b))),
        }
    }
}
