//! Units up to the reform that ended districts, and areas for those that none was given for.
//!
//! Boundaries of former districts are rarely at hand, but most of today's wards were made of
//! communes of one district: of 3,321, nine in ten. So a district without a boundary is put
//! together from the wards whose former communes lay in it for the most part. That shows rightly
//! where a district was and who its neighbours were. Its border is the true one wherever the
//! reform kept it, and off by a part of a ward elsewhere; the tiles say `approximate` of it.
//!
//! Compared with boundaries of 681 districts (of some earlier year, drawn more coarsely): for half
//! of the 357 that became whole wards the two areas have 98 % or more in common (intersection by
//! union), for half of the 324 that share a ward 89 % or more, for a tenth of these less than 62 %.
//! So a boundary that was given always goes first.

use hashbrown::HashMap;
use vmap_core::unit::{Era, Unit, UnitId, UnitLevel, UnitTable};

/// The units of `level` on the eve of the reform.
pub(super) fn former_units(units: &UnitTable, level: UnitLevel) -> impl Iterator<Item = (UnitId, &Unit)> {
    let eve = units.eve_of_the_reform();
    let is_former = move |unit: &Unit| {
        unit.era() == Era::Legacy && unit.level == level && eve.is_some_and(|eve| unit.validity.contains(eve))
    };
    units.iter().filter(move |(_, unit)| is_former(unit))
}

/// The former district in which most of each of today's wards lay, by the shares of its former
/// communes. Cost: a step along the graph of units for each ward.
pub(super) fn districts_of_wards(units: &UnitTable) -> HashMap<UnitId, UnitId> {
    let Some(eve) = units.eve_of_the_reform() else { return HashMap::new() };
    let wards = units.iter().filter(|(_, unit)| unit.era() == Era::Current && unit.level == UnitLevel::Ward);
    let district = |ward: UnitId| {
        let mut shares: Vec<(UnitId, f64)> = Vec::new();
        for part in units.came_from(ward, eve) {
            let Some(district) = units.ancestor(part.unit, UnitLevel::District) else { continue };
            match shares.iter_mut().find(|(known, _)| *known == district) {
                Some((_, share)) => *share += part.share,
                None => shares.push((district, part.share)),
            }
        }
        // Of equal ones the first of the table.
        let most = shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        most.map(|(district, _)| district)
    };
    wards.filter_map(|(ward, _)| Some((ward, district(ward)?))).collect()
}
