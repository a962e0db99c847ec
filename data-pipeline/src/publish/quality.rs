//! `quality.json`: how many addresses of each ward something is the matter with.

use hashbrown::HashSet;
use rayon::prelude::*;
use vmap_core::quality::{CountryQuality, Inspector, wards_of_today};
use vmap_core::release::{AddressTable, FormatError, NamedPlaceTable};
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitLocator, UnitPolygon, UnitTable};
use vmap_release::{Boundary, ReleaseFolder};

/// Judges the tables written to `folder`. Cost: about a microsecond an address, shared by all cores.
pub(super) fn judge(
    folder: &ReleaseFolder,
    units: &UnitTable,
    boundaries: &[Boundary],
) -> Result<CountryQuality, FormatError> {
    let (addresses, named) = (AddressTable::open(folder)?, NamedPlaceTable::open(folder)?);
    let (address_wards, named_wards) = (addresses.ward_index(), named.ward_index());
    let wards = || boundaries.iter().filter_map(|boundary| Some((ward_of_today(boundary, units)?, boundary)));
    let areas = UnitLocator::new(wards().map(|(unit, boundary)| UnitPolygon { unit, area: boundary.area.clone() }));
    let illustrative: HashSet<UnitId> =
        wards().filter(|(_, boundary)| boundary.illustrative).map(|(unit, _)| unit).collect();
    let inspector = Inspector {
        addresses: &addresses,
        address_wards: &address_wards,
        named: &named,
        named_wards: &named_wards,
        units,
        areas: &areas,
        illustrative: &illustrative,
    };
    let judged: Vec<_> =
        wards_of_today(units).into_par_iter().map(|ward| (ward, inspector.ward(ward).quality)).collect();
    Ok(CountryQuality::new(judged, units, Some(addresses.len() as u64)))
}

fn ward_of_today(boundary: &Boundary, units: &UnitTable) -> Option<UnitId> {
    let is_ward_of_today = boundary.level == UnitLevel::Ward && boundary.era == Era::Current;
    is_ward_of_today.then(|| units.by_code(boundary.era, boundary.level, boundary.code.as_str())).flatten()
}
