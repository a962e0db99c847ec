//! The tables of a release that answers are made from.

use std::sync::Arc;

use vmap_core::Point;
use vmap_core::release::{AddressTable, NamedPlaceTable, WardIndex};
use vmap_core::unit::{UnitId, UnitTable};
use vmap_release::{Release, SourceEntry};

use crate::areas::Areas;
use crate::error::GeocoderError;
use crate::kinship::Kinship;
use crate::number_lookup::NumberFences;
use crate::unit_points::UnitPoints;

/// The tables of one release, and what is worked out from them when it is opened.
pub(crate) struct Tables {
    pub addresses: AddressTable,
    pub address_wards: WardIndex,
    pub number_fences: NumberFences,
    pub named: NamedPlaceTable,
    pub named_wards: WardIndex,
    pub units: Arc<UnitTable>,
    pub kinship: Kinship,
    pub areas: Areas,
    pub unit_points: UnitPoints,
    pub sources: Vec<SourceEntry>,
}

impl Tables {
    /// Cost: some milliseconds, reading the boundaries, and one pass over the wards of all addresses.
    pub(crate) fn open(release: &Release) -> Result<Self, GeocoderError> {
        let units = Arc::clone(release.units());
        let (addresses, named) = (AddressTable::open(release)?, NamedPlaceTable::open(release)?);
        Ok(Self {
            address_wards: addresses.ward_index(),
            named_wards: named.ward_index(),
            number_fences: NumberFences::new(&addresses),
            addresses,
            named,
            kinship: Kinship::new(Arc::clone(&units)),
            areas: Areas::open(release, &units)?,
            unit_points: UnitPoints::new(&units),
            sources: release.manifest().sources.clone(),
            units,
        })
    }

    /// Wards that the named place at `row` is known to have lain in.
    pub(crate) fn legacy_wards(&self, row: u32) -> Vec<UnitId> {
        self.named.legacy_wards(row).collect()
    }

    /// The smallest former unit that an address or point is certain to have lain in: as recorded,
    /// by polygon, or by the succession of its ward.
    pub(crate) fn former_unit(&self, recorded: &[UnitId], ward: Option<UnitId>, point: Point) -> Option<UnitId> {
        match recorded {
            [] => self.areas.legacy_ward_at(point).or_else(|| self.kinship.certain_former(ward, &[])),
            known => self.kinship.certain_former(ward, known),
        }
    }

    /// Whether every source is made data.
    pub(crate) fn all_synthetic(&self) -> bool {
        !self.sources.is_empty() && self.sources.iter().all(|source| source.synthetic)
    }
}
