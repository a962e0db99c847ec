//! How many of what, by ward, province and country.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::FindingKind;
use crate::unit::{Era, Unit, UnitId, UnitLevel, UnitTable};

/// What is known of the border of a ward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BoundaryKind {
    /// No polygon: whether points lie outside cannot be told.
    #[default]
    None,
    /// A polygon made up around a centre: no point is judged by it.
    Illustrative,
    /// A surveyed polygon.
    Surveyed,
}

/// How many of what were found in a ward, or in all wards of a larger unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// Addresses.
    pub addresses: u64,
    /// Addresses with at least one fault, each once.
    pub faulty: u64,
    /// Findings of each kind that there is any of.
    pub findings: FindingCounts,
    /// Streets, counted once per ward.
    pub streets: u64,
    /// Streets whose sides could be told and follow odd and even numbers.
    pub streets_with_sides: u64,
    /// Streets whose order could be told and follows the numbers.
    pub streets_in_order: u64,
    /// Hamlets.
    pub hamlets: u64,
    /// What points were judged by; of larger units, the worst of their wards with any address.
    pub boundary: BoundaryKind,
}

/// How many findings there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts([u64; FindingKind::COUNT]);

impl FindingCounts {
    /// Of one kind.
    pub fn of(&self, kind: FindingKind) -> u64 {
        self.0[kind as usize]
    }
}

impl Serialize for FindingCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, kind) in FindingKind::ALL.into_iter().filter(|(_, kind)| self.of(*kind) > 0) {
            map.serialize_entry(name, &self.of(kind))?;
        }
        map.end()
    }
}

impl Quality {
    /// The part of the addresses that has a fault, 0 to 1.
    pub fn fault_share(&self) -> f64 {
        if self.addresses == 0 { 0.0 } else { self.faulty as f64 / self.addresses as f64 }
    }

    pub(super) fn count(&mut self, kind: FindingKind) {
        self.findings.0[kind as usize] += 1;
    }
}

impl AddAssign<&Self> for Quality {
    fn add_assign(&mut self, other: &Self) {
        if other.addresses > 0 {
            self.boundary = match self.addresses {
                0 => other.boundary,
                _ => worse(self.boundary, other.boundary),
            };
        }
        self.addresses += other.addresses;
        self.faulty += other.faulty;
        self.streets += other.streets;
        self.streets_with_sides += other.streets_with_sides;
        self.streets_in_order += other.streets_in_order;
        self.hamlets += other.hamlets;
        for (sum, count) in self.findings.0.iter_mut().zip(other.findings.0) {
            *sum += count;
        }
    }
}

fn worse(a: BoundaryKind, b: BoundaryKind) -> BoundaryKind {
    if (a as u8) < b as u8 { a } else { b }
}

/// What was found in one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitQuality {
    /// Official number.
    pub code: String,
    /// Kind and name.
    pub name: String,
    /// How many of what.
    #[serde(flatten)]
    pub quality: Quality,
    /// The wards of a province, in the order of the unit table; a ward has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wards: Vec<UnitQuality>,
}

/// What was found in the country: `quality.json` of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountryQuality {
    /// All wards together.
    pub total: Quality,
    /// Addresses that lie in no ward of today, which nothing else here counts; absent where only some
    /// wards were judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_ward: Option<u64>,
    /// Every province with its wards, in the order of the unit table.
    pub provinces: Vec<UnitQuality>,
}

impl CountryQuality {
    /// Adds up what was found in `wards`; where these are all, of so many `addresses`.
    pub fn new(wards: impl IntoIterator<Item = (UnitId, Quality)>, units: &UnitTable, addresses: Option<u64>) -> Self {
        let mut provinces: BTreeMap<UnitId, UnitQuality> = BTreeMap::new();
        for (ward, quality) in wards {
            let above = units.ancestor(ward, UnitLevel::Province);
            let Some((above, province)) = above.and_then(|above| Some((above, units.get(above)?))) else { continue };
            let Some(ward) = units.get(ward) else { continue };
            let province = provinces.entry(above).or_insert_with(|| UnitQuality::new(province, Quality::default()));
            province.quality += &quality;
            province.wards.push(UnitQuality::new(ward, quality));
        }
        let mut total = Quality::default();
        provinces.values().for_each(|province| total += &province.quality);
        let without_ward = addresses.map(|addresses| addresses.saturating_sub(total.addresses));
        Self { total, without_ward, provinces: provinces.into_values().collect() }
    }

    /// Every ward with its province, those with the largest share of faults first.
    pub fn worst_wards(&self) -> Vec<(&UnitQuality, &UnitQuality)> {
        let wards = self.provinces.iter().flat_map(|province| province.wards.iter().map(move |ward| (ward, province)));
        let mut wards: Vec<_> = wards.filter(|(ward, _)| ward.quality.faulty > 0).collect();
        wards.sort_by(|(a, _), (b, _)| {
            let share = b.quality.fault_share().total_cmp(&a.quality.fault_share());
            share.then(b.quality.faulty.cmp(&a.quality.faulty)).then(a.code.cmp(&b.code))
        });
        wards
    }
}

impl UnitQuality {
    fn new(unit: &Unit, quality: Quality) -> Self {
        Self { code: unit.code.to_string(), name: unit.full_name.clone(), quality, wards: Vec::new() }
    }
}

/// Today's wards, in the order of the unit table.
pub fn wards_of_today(units: &UnitTable) -> Vec<UnitId> {
    let wards = units.iter().filter(|(_, unit)| unit.level == UnitLevel::Ward && unit.era() == Era::Current);
    wards.map(|(id, _)| id).collect()
}
