//! The units that are drawn, with their areas cut into shared borders.

use geo::{Area, Contains, InteriorPoint, MultiPolygon, Polygon};
use hashbrown::HashMap;
use vmap_core::Point;
use vmap_core::unit::{Era, Unit, UnitId, UnitLevel};
use vmap_release::Boundary;

use crate::TileInputs;
use crate::coord::World;
use crate::topology::{PlaneArea, Topology, wind};

/// A unit in force, as it is drawn.
pub(super) struct DrawnUnit<'a> {
    pub(super) unit: &'a Unit,
    /// Code of the province that a ward lies in.
    pub(super) province_code: Option<&'a str>,
    /// Its area in the topology, where it has one.
    pub(super) area: Option<usize>,
    /// A point within the area, or the unit's centre where it has none.
    pub(super) label: Option<World>,
}

/// Provinces and wards in force in the order of the unit table, and the topology of their areas.
/// A province without a boundary of its own gets the union of its wards'.
pub(super) fn collect<'a>(inputs: &TileInputs<'a>) -> (Vec<DrawnUnit<'a>>, Topology) {
    let boundaries: HashMap<(UnitLevel, &str), &Boundary> = inputs
        .boundaries
        .iter()
        .filter(|boundary| boundary.era == Era::Current)
        .map(|boundary| ((boundary.level, boundary.code.as_str()), boundary))
        .collect();
    let units = || inputs.units.iter().filter(|(_, unit)| is_drawn(unit));
    let mut plane_areas = Vec::new();
    let mut areas: HashMap<UnitId, usize> = HashMap::new();
    for (id, unit) in units() {
        if let Some(boundary) = boundaries.get(&(unit.level, unit.code.as_str())) {
            areas.insert(id, plane_areas.len());
            plane_areas.push(plane_area(&boundary.area));
        }
    }
    let mut topology = Topology::new(&plane_areas);
    add_unions(inputs, &mut areas, &mut topology);
    let drawn = units().map(|(id, unit)| {
        let area = areas.get(&id).copied();
        let province = unit.parent.filter(|_| unit.level == UnitLevel::Ward).and_then(|id| inputs.units.get(id));
        DrawnUnit {
            unit,
            province_code: province.map(|province| province.code.as_str()),
            area,
            label: label(area, unit, &centres_below(inputs, id), &topology),
        }
    });
    (drawn.collect(), topology)
}

fn is_drawn(unit: &Unit) -> bool {
    unit.era() == Era::Current && unit.level != UnitLevel::District
}

/// Gives provinces without an area the union of their wards'.
fn add_unions(inputs: &TileInputs<'_>, areas: &mut HashMap<UnitId, usize>, topology: &mut Topology) {
    for (province, _) in inputs.units.iter().filter(|(_, unit)| is_drawn(unit) && unit.level == UnitLevel::Province) {
        let wards = inputs.units.iter().filter(|(_, unit)| is_drawn(unit) && unit.parent == Some(province));
        let members: Vec<usize> = wards.filter_map(|(ward, _)| areas.get(&ward).copied()).collect();
        if !members.is_empty() && !areas.contains_key(&province) {
            areas.insert(province, topology.add_union(&members));
        }
    }
}

/// `area` on the plane, wound for tiles; parts off the globe are left out.
fn plane_area(area: &MultiPolygon<f64>) -> PlaneArea {
    area.iter().filter_map(plane_polygon).collect()
}

fn plane_polygon(polygon: &Polygon<f64>) -> Option<Vec<Vec<World>>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let on_plane = |at: &geo::Coord<f64>| Point::from_degrees(at.x, at.y).map(World::from_point);
    let mut rings: Vec<Vec<World>> = rings.map(|ring| ring.coords().map(on_plane).collect()).collect::<Option<_>>()?;
    wind(&mut rings);
    Some(rings)
}

/// Where the units directly below `id` are.
fn centres_below(inputs: &TileInputs<'_>, id: UnitId) -> Vec<geo::Point<f64>> {
    let below = inputs.units.iter().filter(|(_, unit)| is_drawn(unit) && unit.parent == Some(id));
    below
        .filter_map(|(_, unit)| unit.centre.map(World::from_point))
        .map(|at| geo::Point::new(f64::from(at.x), f64::from(at.y)))
        .collect()
}

/// A point within the part of the area that holds most of the units below, of equal ones the
/// largest (a province's name stands on the land where its wards are, not on the wide sea around
/// its islands), or the unit's centre.
fn label(area: Option<usize>, unit: &Unit, below: &[geo::Point<f64>], topology: &Topology) -> Option<World> {
    let polygons = area.map(|area| topology.area(area, 0.0)).unwrap_or_default();
    let weighed = polygons.into_iter().map(|rings| as_geo(&rings)).map(|polygon| {
        let held = below.iter().filter(|centre| polygon.contains(*centre)).count();
        (held, polygon.unsigned_area(), polygon)
    });
    let best = weighed.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let inside = best.and_then(|(_, _, polygon)| polygon.interior_point());
    // Cast back from what was u32 before.
    let inside = inside.map(|at| World { x: at.x() as u32, y: at.y() as u32 });
    inside.or_else(|| unit.centre.map(World::from_point))
}

fn as_geo(rings: &[Vec<World>]) -> Polygon<f64> {
    let mut rings = rings
        .iter()
        .map(|ring| ring.iter().map(|at| (f64::from(at.x), f64::from(at.y))).collect::<geo::LineString<f64>>());
    let outer = rings.next().unwrap_or_else(|| geo::LineString(Vec::new()));
    Polygon::new(outer, rings.collect())
}
