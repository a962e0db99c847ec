//! How many addresses each of today's wards gets, and around which points they lie.

use geo::MultiPolygon;
use vmap_core::Point;
use vmap_core::unit::{Era, Unit, UnitId, UnitLevel, UnitLocator, UnitTable};

use super::islands;
use super::words::Region;

/// A ward of the town gets so many times the addresses of one of the country.
const URBAN_WEIGHT: u64 = 3;
/// Without boundaries, a former ward farther than this from the ward it passed into is passed over.
const NEAR_M: f64 = 15_000.0;

/// One of today's wards, with what its addresses are to be.
pub(super) struct WardPlan<'a> {
    pub(super) ward: &'a Unit,
    pub(super) province: &'a str,
    pub(super) centre: Point,
    pub(super) region: Region,
    pub(super) urban: bool,
    /// Addresses to make.
    pub(super) rows: u64,
    /// Number of the first, from 1.
    pub(super) first: u64,
    /// Its polygon, where it has one.
    pub(super) area: Option<MultiPolygon<f64>>,
    /// Former wards whose middle lies in this one and nowhere else.
    pub(super) former: Vec<FormerWard<'a>>,
}

/// A former ward, as addresses of before the reform name it.
pub(super) struct FormerWard<'a> {
    pub(super) ward: &'a str,
    pub(super) district: &'a str,
    pub(super) province: &'a str,
    pub(super) centre: Point,
}

/// The plan for `addresses` rows in all, in the order of the table.
pub(super) fn plan<'a>(addresses: u64, units: &'a UnitTable, locator: Option<&UnitLocator>) -> Vec<WardPlan<'a>> {
    let wards = units.iter().filter(|(_, unit)| unit.era() == Era::Current && unit.level == UnitLevel::Ward);
    let mut plans: Vec<WardPlan<'a>> = wards
        .filter_map(|(id, ward)| {
            let province = units.ancestor(id, UnitLevel::Province).and_then(|province| units.get(province));
            let centre = ward.centre?;
            Some(WardPlan {
                ward,
                province: province.map_or("", |province| &province.full_name),
                centre,
                region: Region::at(province.and_then(|province| province.centre).unwrap_or(centre)),
                urban: ward.kind == "Phường",
                rows: 0,
                first: 0,
                area: locator.and_then(|locator| locator.area(id)),
                former: former_wards(id, centre, units, locator),
            })
        })
        .collect();
    share_out(addresses, &mut plans);
    plans
}

/// Gives each archipelago a row for each island where there are rows enough, and shares out the
/// rest by weight: running totals are rounded down, so the parts add up exactly.
fn share_out(addresses: u64, plans: &mut [WardPlan<'_>]) {
    let mut left = addresses;
    for plan in plans.iter_mut() {
        let islands = islands::of(plan.ward).len() as u64;
        plan.rows = islands.min(addresses.div_ceil(1000)).min(left);
        left -= plan.rows;
    }
    let total: u128 = plans.iter().map(|plan| u128::from(weight(plan))).sum();
    let (mut so_far, mut given) = (0_u128, 0_u64);
    for plan in plans.iter_mut().filter(|plan| weight(plan) > 0) {
        so_far += u128::from(weight(plan));
        let until = (u128::from(left) * so_far / total) as u64;
        plan.rows = until - given;
        given = until;
    }
    let mut first = 1;
    for plan in plans.iter_mut() {
        plan.first = first;
        first += plan.rows;
    }
}

fn weight(plan: &WardPlan<'_>) -> u64 {
    match (islands::of(plan.ward), plan.urban) {
        ([_, ..], _) => 0,
        (_, true) => URBAN_WEIGHT,
        (_, false) => 1,
    }
}

/// The former wards around whose middle addresses of `ward` lie. Each former ward belongs to one of
/// today's only, so that no two rows of the old form can read the same.
fn former_wards<'a>(
    ward: UnitId,
    centre: Point,
    units: &'a UnitTable,
    locator: Option<&UnitLocator>,
) -> Vec<FormerWard<'a>> {
    let mut former = Vec::new();
    for edge in units.predecessors(ward) {
        let Some(old) = units.get(edge.old).filter(|old| old.level == UnitLevel::Ward && old.era() == Era::Legacy)
        else {
            continue;
        };
        let name = |level| units.ancestor(edge.old, level).and_then(|id| units.get(id));
        let (district, province) = (name(UnitLevel::District), name(UnitLevel::Province));
        if let (Some(middle), Some(district), Some(province)) = (old.centre, district, province) {
            let here = match locator {
                Some(locator) => locator.unit_at(middle) == Some(ward),
                None => is_first_successor(edge.old, ward, units) && middle.distance_m(centre) < NEAR_M,
            };
            let (ward, district) = (old.full_name.as_str(), district.full_name.as_str());
            if here {
                former.push(FormerWard { ward, district, province: &province.full_name, centre: middle });
            }
        }
    }
    former
}

fn is_first_successor(old: UnitId, new: UnitId, units: &UnitTable) -> bool {
    units.successors(old).next().is_some_and(|first| first.new == new)
}
