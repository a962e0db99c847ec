//! `report.json`: what is in a release, and what could not be put into it.

use std::collections::BTreeMap;

use serde::Serialize;
use vmap_core::release::{AssemblyReport, PlaceCounts};
use vmap_core::unit::{Era, Unit, UnitId, UnitLevel, UnitTable};
use vmap_release::Boundary;
use vmap_tiles::TileReport;

/// What is in a release, and what could not be put into it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublishReport {
    /// All places.
    pub total: PlaceCounts,
    /// Places that lie in no ward of today.
    pub without_ward: PlaceCounts,
    /// Ward codes of places that no unit has; the places are released without them.
    pub unknown_ward_codes: u64,
    /// Streets, hamlets and points of interest without a name: not released.
    pub nameless: u64,
    /// Places registered behind the 4,294,967,296th: not released.
    pub unnumbered: u64,
    /// Places that name a street of which their ward has none: released without the street.
    pub missing_streets: u64,
    /// Addresses that name a hamlet of which their ward has none: released without the hamlet.
    pub missing_hamlets: u64,
    /// Features of the basemap that found no room in a tile, once for each such tile.
    pub basemap_left_out: u64,
    /// Codes of today's wards without an area.
    pub wards_without_area: Vec<String>,
    /// Places by province, in the order of the unit table.
    pub provinces: Vec<ProvinceReport>,
}

/// Places of one province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProvinceReport {
    /// The province.
    #[serde(flatten)]
    pub province: UnitPlaces,
    /// Its wards that have any place, in the order of the unit table.
    pub wards: Vec<UnitPlaces>,
}

/// Places of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitPlaces {
    /// Official number.
    pub code: String,
    /// Kind and name.
    pub name: String,
    /// How many places of which kind.
    #[serde(flatten)]
    pub places: PlaceCounts,
}

impl PublishReport {
    pub(super) fn new(
        assembled: &AssemblyReport,
        units: &UnitTable,
        boundaries: &[Boundary],
        tiles: TileReport,
    ) -> Self {
        Self {
            total: assembled.total(),
            without_ward: assembled.by_ward.get(&None).copied().unwrap_or_default(),
            unknown_ward_codes: assembled.unknown_ward_codes,
            nameless: assembled.nameless,
            unnumbered: assembled.unnumbered,
            missing_streets: assembled.missing_streets,
            missing_hamlets: assembled.missing_hamlets,
            basemap_left_out: tiles.basemap_left_out,
            wards_without_area: wards_without_area(units, boundaries),
            provinces: provinces(assembled, units),
        }
    }
}

fn provinces(assembled: &AssemblyReport, units: &UnitTable) -> Vec<ProvinceReport> {
    let mut wards: BTreeMap<UnitId, Vec<UnitPlaces>> = BTreeMap::new();
    for (ward, places) in assembled.by_ward.iter().filter_map(|(ward, places)| Some(((*ward)?, *places))) {
        let province = units.ancestor(ward, UnitLevel::Province);
        if let Some((province, unit)) = province.zip(units.get(ward)) {
            wards.entry(province).or_default().push(UnitPlaces::new(unit, places));
        }
    }
    wards.into_iter().filter_map(|(province, wards)| Some(ProvinceReport::new(units.get(province)?, wards))).collect()
}

impl ProvinceReport {
    fn new(province: &Unit, wards: Vec<UnitPlaces>) -> Self {
        let places = wards.iter().fold(PlaceCounts::default(), |total, ward| total + ward.places);
        Self { province: UnitPlaces::new(province, places), wards }
    }
}

impl UnitPlaces {
    fn new(unit: &Unit, places: PlaceCounts) -> Self {
        Self { code: unit.code.to_string(), name: unit.full_name.clone(), places }
    }
}

fn wards_without_area(units: &UnitTable, boundaries: &[Boundary]) -> Vec<String> {
    let today = |era: Era, level: UnitLevel| era == Era::Current && level == UnitLevel::Ward;
    let mut with: Vec<&str> = boundaries
        .iter()
        .filter(|boundary| today(boundary.era, boundary.level))
        .map(|boundary| boundary.code.as_str())
        .collect();
    with.sort_unstable();
    let wards = units.iter().filter(|(_, unit)| today(unit.era(), unit.level));
    let without = wards.filter(|(_, unit)| with.binary_search(&unit.code.as_str()).is_err());
    without.map(|(_, unit)| unit.code.to_string()).collect()
}
