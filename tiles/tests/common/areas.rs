//! Polygons of tiles, and what may be wrong with them.

use std::collections::BTreeMap;

use geo::{
    Area, Contains, InteriorPoint, Intersects, LineString, MultiPolygon, Point, Polygon, Validation, unary_union,
};
use vmap_tiles::TileCoord;

use super::decode::{Feature, Layer};

/// What is wrong with the areas of a layer in a tile.
#[derive(Debug, Default)]
pub struct Faults {
    /// Sentences about polygons that are not as the specification or simple features ask.
    pub invalid: Vec<String>,
    /// Square steps that two features have.
    pub overlap: f64,
    /// A place inside of each hole of the union, in steps from the tile's corner.
    pub holes: Vec<(f64, f64)>,
}

/// The faults of the areas of `layer`.
pub fn faults(layer: &Layer) -> Faults {
    let areas: Vec<MultiPolygon<f64>> = layer.features.iter().map(area).collect();
    let union = unary_union(&areas);
    let holes = union.iter().flat_map(Polygon::interiors);
    let inside = |hole: &LineString<f64>| Polygon::new(hole.clone(), vec![]).interior_point().unwrap().x_y();
    Faults {
        invalid: layer.features.iter().zip(&areas).filter_map(|(feature, area)| fault(feature, area)).collect(),
        overlap: areas.iter().map(Area::unsigned_area).sum::<f64>() - union.unsigned_area(),
        holes: holes.map(inside).collect(),
    }
}

fn fault(feature: &Feature, area: &MultiPolygon<f64>) -> Option<String> {
    let is_inside = |(x, y): &(i32, i32)| (-64..=4160).contains(x) && (-64..=4160).contains(y);
    let found = match area.check_validation() {
        Err(error) => error.to_string(),
        Ok(()) if !feature.paths.iter().flatten().all(is_inside) => "it leaves the buffer".to_owned(),
        Ok(()) if feature.paths.iter().any(|ring| ring.len() < 3) => "a ring has two corners".to_owned(),
        Ok(()) => return None,
    };
    Some(format!("{:?}: {found}", feature.tags))
}

/// The polygons of a feature: every ring of positive area begins one, the others are its holes.
pub fn area(feature: &Feature) -> MultiPolygon<f64> {
    let mut polygons: Vec<Polygon<f64>> = Vec::new();
    for path in &feature.paths {
        let ring = LineString::from_iter(path.iter().chain(path.first()).map(|(x, y)| (f64::from(*x), f64::from(*y))));
        match (area_2(path), polygons.last_mut()) {
            (1.., _) => polygons.push(Polygon::new(ring, vec![])),
            (..=-1, Some(polygon)) => polygon.interiors_push(ring),
            (area, _) => panic!("{:?} has a first ring of area {area} or an empty one", feature.tags),
        }
    }
    MultiPolygon(polygons)
}

/// Twice the area of a ring by the surveyor's formula.
fn area_2(ring: &[(i32, i32)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)).sum()
}

/// The areas of a layer by the code of their unit.
pub fn areas_by_code(layer: Option<&Layer>) -> Vec<(&str, MultiPolygon<f64>)> {
    let features = layer.into_iter().flat_map(|layer| &layer.features);
    features.map(|feature| (feature.tags["code"].as_str(), area(feature))).collect()
}

/// The codes of the areas that hold a place in steps from the tile's corner.
pub fn codes_at<'a>(areas: &[(&'a str, MultiPolygon<f64>)], x: f64, y: f64) -> Vec<&'a str> {
    areas.iter().filter(|(_, area)| area.contains(&Point::new(x, y))).map(|(code, _)| *code).collect()
}

/// Names of units that stand outside of the area that the tile shows of their unit, and how many
/// stand inside; names of units without an area in the tile are neither.
pub fn names_outside(layers: &BTreeMap<String, Layer>) -> (Vec<String>, usize) {
    let (mut outside, mut inside) = (Vec::new(), 0);
    for name in layers.get("unit_labels").into_iter().flat_map(|layer| &layer.features) {
        let former = if name.tags["former"] == "true" { "former_" } else { "" };
        let layer = layers.get(&format!("{former}{}s", name.tags["level"]));
        let mut features = layer.into_iter().flat_map(|layer| &layer.features);
        let Some(unit) = features.find(|unit| unit.tags["code"] == name.tags["code"]) else { continue };
        let (x, y) = name.paths[0][0];
        match area(unit).intersects(&Point::new(f64::from(x), f64::from(y))) {
            true => inside += 1,
            false => outside.push(format!("{:?}", name.tags)),
        }
    }
    (outside, inside)
}

/// Longitude and latitude of a place in steps from the tile's corner, by the formula of the
/// OpenStreetMap wiki, "Slippy map tilenames".
pub fn degrees(coord: TileCoord, x: f64, y: f64) -> (f64, f64) {
    let side = f64::from(1_u32 << coord.z());
    let (x, y) = ((f64::from(coord.x()) + x / 4096.0) / side, (f64::from(coord.y()) + y / 4096.0) / side);
    let lat = (std::f64::consts::PI * (1.0 - 2.0 * y)).sinh().atan();
    (x * 360.0 - 180.0, lat.to_degrees())
}

/// All tiles of zoom `z` between 102° E and 118° E, 6° N and 24° N.
pub fn tiles_of_the_country(z: u8) -> impl Iterator<Item = TileCoord> {
    let at_9 = |from: u32, to: u32| match z {
        0..=9 => from >> (9 - z)..=to >> (9 - z),
        _ => from << (z - 9)..=((to + 1) << (z - 9)) - 1,
    };
    let rows = at_9(220, 247);
    at_9(401, 424).flat_map(move |x| rows.clone().map(move |y| TileCoord::new(z, x, y).unwrap()))
}
