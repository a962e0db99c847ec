//! The polygons of units: which one holds a point, and how large they are.

use geo_types::MultiPolygon;
use hashbrown::{HashMap, HashSet};
use vmap_core::Point;
use vmap_core::unit::{Era, Located, UnitId, UnitLevel, UnitLocator, UnitPolygon, UnitTable};
use vmap_release::{Release, ReleaseError};

/// Locators over the wards of each era, and the radius of every unit.
pub(crate) struct Areas {
    current_wards: UnitLocator,
    legacy_wards: UnitLocator,
    /// Units whose polygon is made up around a centre.
    illustrative: HashSet<UnitId>,
    radii_m: HashMap<UnitId, f64>,
}

impl Areas {
    /// Reads the boundaries of `release`. Cost: some hundred nanoseconds a vertex.
    pub(crate) fn open(release: &Release, units: &UnitTable) -> Result<Self, ReleaseError> {
        let boundaries = release.boundaries()?;
        let (mut current, mut legacy, mut radii_m) = (Vec::new(), Vec::new(), HashMap::new());
        let mut illustrative = HashSet::new();
        for boundary in boundaries {
            let Some(unit) = units.by_code(boundary.era, boundary.level, boundary.code.as_str()) else { continue };
            radii_m.insert(unit, radius_m(&boundary.area));
            if boundary.illustrative {
                illustrative.insert(unit);
            }
            let polygon = UnitPolygon { unit, area: boundary.area };
            match (boundary.level, boundary.era) {
                (UnitLevel::Ward, Era::Current) => current.push(polygon),
                (UnitLevel::Ward, Era::Legacy) => legacy.push(polygon),
                _ => {}
            }
        }
        add_radii_of_larger_units(units, &mut radii_m);
        let (current_wards, legacy_wards) = (UnitLocator::new(current), UnitLocator::new(legacy));
        Ok(Self { current_wards, legacy_wards, illustrative, radii_m })
    }

    /// The polygons of today's wards.
    pub(crate) fn current_wards(&self) -> &UnitLocator {
        &self.current_wards
    }

    /// Units whose polygon is made up around a centre.
    pub(crate) fn illustrative(&self) -> &HashSet<UnitId> {
        &self.illustrative
    }

    /// Today's ward that holds `point`, with the distance to its border.
    pub(crate) fn current_ward_at(&self, point: Point) -> Option<Located> {
        self.current_wards.locate(point)
    }

    /// Metres from `point` to today's ward `unit`, 0 inside it.
    pub(crate) fn metres_to_current_ward(&self, unit: UnitId, point: Point) -> Option<f64> {
        self.current_wards.metres_to(unit, point)
    }

    /// The ward before July 2025 that held `point`, where its polygon is known.
    pub(crate) fn legacy_ward_at(&self, point: Point) -> Option<UnitId> {
        self.legacy_wards.unit_at(point)
    }

    /// Radius of a circle around `unit` in metres; a typical one of its level where no polygon
    /// says.
    pub(crate) fn radius_m(&self, unit: UnitId, level: UnitLevel) -> f64 {
        self.radii_m.get(&unit).copied().unwrap_or(match level {
            UnitLevel::Ward => 3_000.0,
            UnitLevel::District => 12_000.0,
            UnitLevel::Province => 60_000.0,
        })
    }
}

/// Half the diagonal of the box around `area`.
fn radius_m(area: &MultiPolygon<f64>) -> f64 {
    let positions = area.iter().flat_map(|polygon| &polygon.exterior().0);
    let points = positions.filter_map(|position| Point::from_degrees(position.x, position.y));
    half_diagonal_m(points).unwrap_or(0.0)
}

/// Half the diagonal of the box around `points` in metres; `None` where there are none.
pub(crate) fn half_diagonal_m(points: impl Iterator<Item = Point>) -> Option<f64> {
    let corners = points.fold(None, |corners: Option<[i32; 4]>, point| {
        let (lon, lat) = (point.lon_e7(), point.lat_e7());
        let [west, south, east, north] = corners.unwrap_or([lon, lat, lon, lat]);
        Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
    });
    let [west, south, east, north] = corners?;
    Some(Point::from_e7(west, south)?.distance_m(Point::from_e7(east, north)?) / 2.0)
}

/// Where only wards have polygons, a larger unit reaches as far as the centres of its wards.
fn add_radii_of_larger_units(units: &UnitTable, radii_m: &mut HashMap<UnitId, f64>) {
    let mut centres: HashMap<UnitId, Vec<Point>> = HashMap::new();
    for (id, ward) in units.iter().filter(|(_, unit)| unit.level == UnitLevel::Ward) {
        for (above, _) in units.lineage(id).skip(1) {
            centres.entry(above).or_default().extend(ward.centre);
        }
    }
    for (unit, centres) in centres {
        if let Some(radius) = half_diagonal_m(centres.into_iter()).filter(|_| !radii_m.contains_key(&unit)) {
            radii_m.insert(unit, radius);
        }
    }
}
