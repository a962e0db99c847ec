//! Areas made up around the centres of today's wards, for where no boundaries are given.
//!
//! A cell is what is nearer to its centre than to any other, cut by a disc of about the ward's
//! size. Such cells do not overlap. Since every disc is convex and reaches few neighbours, a cell
//! is the disc cut by one half-plane per near neighbour: the same cells as a Voronoi diagram's,
//! each tied to its own centre, without clipping one polygon by another.

use std::f64::consts::{PI, TAU};

use geo::{Coord, LineString, MultiPolygon, Polygon};
use vmap_core::Point;
use vmap_core::text::fold;
use vmap_core::unit::{Era, UnitId, UnitLevel};
use vmap_registry::UnitBoundary;

use super::draft::Draft;

/// Corners of a disc.
const CORNERS: usize = 24;
/// A disc is this much wider than one of the ward's area, so that neighbours meet.
const WIDENED: f64 = 2.2;
/// Area of a ward whose area is unknown, close to the median of the country.
const DEFAULT_AREA_KM2: f64 = 30.0;
/// Archipelagos of which lists give the area of the land, if any: the islands lie in a sea as wide
/// as this, kilometres from the middle.
const ARCHIPELAGOS: [(&str, f64); 2] = [("hoang sa", 60.0), ("truong sa", 150.0)];
/// Kilometres of a degree of latitude, on the mean radius of the earth of 6371.0088 km (IUGG).
const KM_PER_DEGREE: f64 = 111.195;
/// Cosine of the middle latitude of Vietnam (16 degrees): one plane for all comparisons, because
/// cells that measure on different planes could overlap.
const SHRINK: f64 = 0.961_261_695_938_318_9;

/// A centre around which a cell is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// Middle of the cell.
    pub centre: Point,
    /// Kilometres from the middle that the cell reaches at most.
    pub radius_km: f64,
}

/// The cells around `sites`, in their order: convex, never overlapping, empty for a site on the very
/// spot of an earlier one. Costs time quadratic in the number of sites, 20 ms for 3,321.
pub fn illustrative_cells(sites: &[Site]) -> Vec<MultiPolygon<f64>> {
    let flat: Vec<Coord<f64>> = sites.iter().map(|site| flatten(site.centre)).collect();
    let cell = |(index, site): (usize, &Site)| {
        let mut corners = disc(site);
        let reach = 2.0 * site.radius_km / KM_PER_DEGREE / site.centre.lat().to_radians().cos();
        for (other, &neighbour) in flat.iter().enumerate() {
            let apart = neighbour - flat[index];
            if other == index || apart.x.hypot(apart.y) > reach {
                continue;
            }
            if apart == Coord::zero() && other > index {
                continue;
            }
            corners = nearer_half(&corners, flat[index], neighbour);
        }
        area(&corners)
    };
    sites.iter().enumerate().map(cell).collect()
}

/// Cells around the centres of today's wards, marked illustrative.
pub(super) fn around_current_wards(draft: &mut Draft) -> Vec<UnitBoundary> {
    let wards = draft.of(Era::Current, UnitLevel::Ward);
    let (ids, sites): (Vec<UnitId>, Vec<Site>) = wards.filter_map(|id| Some((id, site(draft, id)?))).unzip();
    let mut boundaries = Vec::with_capacity(ids.len());
    for (id, area) in ids.into_iter().zip(illustrative_cells(&sites)) {
        let code = draft.unit(id).code.clone();
        if area.0.is_empty() {
            let full_name = draft.unit(id).full_name.clone();
            draft.report.skip("a ward on the very spot of another, left without a cell", || full_name);
            continue;
        }
        let (era, level) = (Era::Current, UnitLevel::Ward);
        boundaries.push(UnitBoundary { era, level, code, illustrative: true, area });
    }
    boundaries
}

fn site(draft: &Draft, id: UnitId) -> Option<Site> {
    let unit = draft.unit(id);
    let name = fold(&unit.name);
    let archipelago = ARCHIPELAGOS.iter().find(|(known, _)| unit.is_special_zone() && *known == name);
    let area_km2 = draft.area_km2.get(&id).copied().unwrap_or(DEFAULT_AREA_KM2);
    let radius_km = archipelago.map_or(WIDENED * (area_km2 / PI).sqrt(), |(_, radius)| *radius);
    Some(Site { centre: unit.centre?, radius_km })
}

fn flatten(point: Point) -> Coord<f64> {
    Coord { x: point.lon() * SHRINK, y: point.lat() }
}

/// The disc of `site` on the plane of [`flatten`], its corners counter-clockwise.
fn disc(site: &Site) -> Vec<Coord<f64>> {
    let middle = flatten(site.centre);
    let north = site.radius_km / KM_PER_DEGREE;
    let east = north / site.centre.lat().to_radians().cos() * SHRINK;
    let corner = |step: usize| {
        let angle = TAU * step as f64 / CORNERS as f64;
        Coord { x: middle.x + east * angle.cos(), y: middle.y + north * angle.sin() }
    };
    (0..CORNERS).map(corner).collect()
}

/// The part of the convex ring `corners` that is at least as near to `own` as to `other`; nothing
/// where both are the same spot.
fn nearer_half(corners: &[Coord<f64>], own: Coord<f64>, other: Coord<f64>) -> Vec<Coord<f64>> {
    if own == other {
        return Vec::new();
    }
    let middle = (own + other) / 2.0;
    let towards = own - other;
    let side = |corner: Coord<f64>| (corner.x - middle.x) * towards.x + (corner.y - middle.y) * towards.y;
    let mut kept = Vec::with_capacity(corners.len() + 1);
    for (index, &from) in corners.iter().enumerate() {
        let to = corners[(index + 1) % corners.len()];
        let (here, there) = (side(from), side(to));
        if here >= 0.0 {
            kept.push(from);
        }
        if (here > 0.0) != (there > 0.0) && here != there && here != 0.0 && there != 0.0 {
            kept.push(from + (to - from) * (here / (here - there)));
        }
    }
    kept
}

/// The ring `corners` back in degrees.
fn area(corners: &[Coord<f64>]) -> MultiPolygon<f64> {
    if corners.len() < 3 {
        return MultiPolygon(Vec::new());
    }
    let ring: LineString<f64> = corners.iter().map(|corner| Coord { x: corner.x / SHRINK, y: corner.y }).collect();
    MultiPolygon(vec![Polygon::new(ring, Vec::new())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, BooleanOps, Contains, Validation};
    use proptest::prelude::*;

    fn site(lon: f64, lat: f64, radius_km: f64) -> Site {
        Site { centre: Point::from_degrees(lon, lat).unwrap(), radius_km }
    }

    #[test]
    fn a_lone_cell_is_a_disc_of_24_corners_with_its_radius() {
        let cells = illustrative_cells(&[site(105.0, 21.0, 10.0)]);
        let ring = cells[0].0[0].exterior();
        assert_eq!(ring.0.len(), 25);
        let centre = Point::from_degrees(105.0, 21.0).unwrap();
        for corner in ring.coords() {
            let away = centre.distance_m(Point::from_degrees(corner.x, corner.y).unwrap());
            assert!((away - 10_000.0).abs() < 60.0, "{away}");
        }
    }

    #[test]
    fn the_second_site_of_one_spot_has_no_cell() {
        let cells = illustrative_cells(&[site(105.0, 21.0, 10.0), site(105.0, 21.0, 10.0)]);
        assert_eq!([cells[0].0.len(), cells[1].0.len()], [1, 0]);
    }

    proptest! {
        #[test]
        fn cells_are_valid_hold_their_centre_and_never_overlap(
            sites in prop::collection::vec((105.0..105.4_f64, 20.0..20.4_f64, 1.0..20.0_f64), 1..12)
        ) {
            let sites: Vec<Site> = sites.into_iter().map(|(lon, lat, radius)| site(lon, lat, radius)).collect();
            let cells = illustrative_cells(&sites);
            for (index, cell) in cells.iter().enumerate() {
                prop_assert!(cell.is_valid(), "{cell:?}");
                prop_assert!(cell.contains(&geo::Point::from(sites[index].centre)));
                for other in &cells[index + 1..] {
                    // Square degrees, about 12 m2: the intersection itself is computed on a grid.
                    prop_assert!(cell.intersection(other).unsigned_area() < 1e-9);
                }
            }
        }
    }
}
