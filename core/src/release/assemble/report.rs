//! What was found while a release was assembled.

use std::collections::BTreeMap;

use serde::Serialize;

use super::draft::WardNumber;
use crate::release::NamedPlaceKind;
use crate::unit::UnitId;

/// How many places of which kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlaceCounts {
    /// Addresses.
    pub addresses: u64,
    /// Streets, once per ward they run through.
    pub streets: u64,
    /// Hamlets.
    pub hamlets: u64,
    /// Points of interest.
    pub points_of_interest: u64,
}

/// What was found while a release was assembled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssemblyReport {
    /// Places released, by ward; those in no known ward under `None`.
    pub by_ward: BTreeMap<Option<UnitId>, PlaceCounts>,
    /// Ward codes met that no unit of their era has; such a place is released without the ward.
    pub unknown_ward_codes: u64,
    /// Streets, hamlets and points of interest without a name, not released.
    pub nameless: u64,
    /// Places registered behind the 4,294,967,296th, for which a release has no room: not released.
    pub unnumbered: u64,
    /// Places that name a street of which their ward has none.
    pub missing_streets: u64,
    /// Addresses that name a hamlet of which their ward has none.
    pub missing_hamlets: u64,
}

impl AssemblyReport {
    /// Places released in all wards and none.
    pub fn total(&self) -> PlaceCounts {
        self.by_ward.values().fold(PlaceCounts::default(), |total, ward| total + *ward)
    }

    pub(super) fn count_address(&mut self, ward: WardNumber) {
        self.ward(ward).addresses += 1;
    }

    pub(super) fn count_named(&mut self, kind: NamedPlaceKind, ward: WardNumber) {
        let counts = self.ward(ward);
        match kind {
            NamedPlaceKind::Street => counts.streets += 1,
            NamedPlaceKind::Hamlet => counts.hamlets += 1,
            NamedPlaceKind::PointOfInterest => counts.points_of_interest += 1,
        }
    }

    fn ward(&mut self, ward: WardNumber) -> &mut PlaceCounts {
        let ward = (ward != WardNumber::MAX).then_some(UnitId(ward));
        self.by_ward.entry(ward).or_default()
    }
}

impl std::ops::Add for PlaceCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            addresses: self.addresses + other.addresses,
            streets: self.streets + other.streets,
            hamlets: self.hamlets + other.hamlets,
            points_of_interest: self.points_of_interest + other.points_of_interest,
        }
    }
}
