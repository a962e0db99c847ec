//! Provinces as the union of their wards.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use geo::algorithm::bool_ops::unary_union;
use rayon::prelude::*;
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};
use vmap_release::Boundary;

/// The areas of today's provinces that `boundaries` lack, each the union of its wards in
/// `boundaries`; illustrative where one of these is. Sorted by row in `units`.
pub(super) fn missing(boundaries: &[Boundary], units: &UnitTable) -> Vec<Boundary> {
    let given: Vec<UnitId> = today(boundaries, UnitLevel::Province, units).map(|(province, _)| province).collect();
    let mut wards: BTreeMap<UnitId, Vec<&Boundary>> = BTreeMap::new();
    for (ward, boundary) in today(boundaries, UnitLevel::Ward, units) {
        let province = units.ancestor(ward, UnitLevel::Province).filter(|province| !given.contains(province));
        if let Some(province) = province {
            wards.entry(province).or_default().push(boundary);
        }
    }
    wards.into_par_iter().filter_map(|(province, wards)| joined(province, &wards, units)).collect()
}

/// Today's units of `level` that have an area.
fn today<'a>(
    boundaries: &'a [Boundary],
    level: UnitLevel,
    units: &'a UnitTable,
) -> impl Iterator<Item = (UnitId, &'a Boundary)> {
    let today = boundaries.iter().filter(move |boundary| boundary.era == Era::Current && boundary.level == level);
    today.filter_map(move |boundary| Some((units.by_code(Era::Current, level, boundary.code.as_str())?, boundary)))
}

fn joined(province: UnitId, wards: &[&Boundary], units: &UnitTable) -> Option<Boundary> {
    let unit = units.get(province)?;
    let area: MultiPolygon<f64> = unary_union(wards.iter().map(|ward| &ward.area));
    (!area.0.is_empty()).then(|| Boundary {
        era: Era::Current,
        level: UnitLevel::Province,
        code: unit.code.clone(),
        full_name: unit.full_name.clone(),
        illustrative: wards.iter().any(|ward| ward.illustrative),
        area,
    })
}
