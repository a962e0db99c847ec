//! Points, lines and areas of what is drawn.

use std::f64::consts::PI;

use geo::{Area, Centroid, Contains, InteriorPoint};
use geo_types::{Coord, LineString, Polygon};
use vmap_core::Point;
use vmap_tiles::{BasemapFeature, BasemapGeometry, FieldValue};

use super::tags::{Drawn, Form};
use crate::readers::ElementShape;

/// Radius of the sphere that the Mercator projection of tiles is made on, in metres (EPSG:3857).
const RADIUS_M: f64 = 6_378_137.0;

/// `drawn` with the geometry that it has on an element of this `shape`; `None` where it has none.
pub(super) fn feature(drawn: &Drawn, shape: &ElementShape) -> Option<BasemapFeature> {
    let is_of_area = matches!(drawn.form, Form::LabelOfArea | Form::Area);
    let size_m2 = is_of_area.then(|| polygons(shape).into_iter().map(mercator_area_m2).sum::<f64>());
    let geometry = match drawn.form {
        Form::Line => BasemapGeometry::Lines(lines(shape)?),
        Form::Point | Form::LabelOfArea => BasemapGeometry::Point(point(shape)?),
        Form::Area => BasemapGeometry::Areas(areas(shape)?),
    };
    let rank = size_m2.map_or(drawn.rank, |size| u32::MAX - size as u32);
    let mut feature = BasemapFeature::new(drawn.layer, drawn.minzoom, rank, geometry);
    for (field, value) in &drawn.values {
        feature.set(field, value.clone());
    }
    if let Some(size) = size_m2 {
        feature.set("way_area", FieldValue::Number(size as u64));
    }
    Some(feature)
}

fn lines(shape: &ElementShape) -> Option<Vec<Vec<Point>>> {
    match shape {
        ElementShape::Lines(lines) => Some(lines.clone()),
        ElementShape::Ring(ring) => Some(vec![ring.clone()]),
        ElementShape::Point(_) | ElementShape::Areas(_) => None,
    }
}

fn areas(shape: &ElementShape) -> Option<Vec<Vec<Vec<Point>>>> {
    let areas: Vec<Vec<Vec<Point>>> = polygons(shape).into_iter().map(<[Vec<Point>]>::to_vec).collect();
    (!areas.is_empty()).then_some(areas)
}

/// Polygons, each its outer ring and then its holes.
fn polygons(shape: &ElementShape) -> Vec<&[Vec<Point>]> {
    match shape {
        ElementShape::Ring(ring) => vec![std::slice::from_ref(ring)],
        ElementShape::Areas(areas) => areas.iter().map(Vec::as_slice).collect(),
        ElementShape::Point(_) | ElementShape::Lines(_) => Vec::new(),
    }
}

/// The point itself, or one inside the largest polygon: its centre of mass where that lies inside.
fn point(shape: &ElementShape) -> Option<Point> {
    if let ElementShape::Point(point) = shape {
        return Some(*point);
    }
    let polygons = polygons(shape).into_iter().filter_map(polygon);
    let largest = polygons.max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let centre = largest.centroid().filter(|centre| largest.contains(centre));
    let inside = centre.or_else(|| largest.interior_point())?;
    Point::from_degrees(inside.x(), inside.y())
}

fn polygon(rings: &[Vec<Point>]) -> Option<Polygon<f64>> {
    let ring = |points: &Vec<Point>| -> LineString<f64> {
        points.iter().map(|point| Coord { x: point.lon(), y: point.lat() }).collect()
    };
    let mut rings = rings.iter().map(ring);
    Some(Polygon::new(rings.next()?, rings.collect()))
}

/// Square metres of a polygon in the projection of the tiles, which stretches what is far from the
/// equator.
fn mercator_area_m2(rings: &[Vec<Point>]) -> f64 {
    let area = |ring: &Vec<Point>| {
        let metres: Vec<(f64, f64)> = ring.iter().map(|point| mercator_m(*point)).collect();
        let origin = metres.first().copied().unwrap_or_default();
        let cross = |edge: &[(f64, f64)]| {
            let [a, b] = [edge[0], edge[1]].map(|(x, y)| (x - origin.0, y - origin.1));
            a.0 * b.1 - b.0 * a.1
        };
        metres.windows(2).map(cross).sum::<f64>().abs() / 2.0
    };
    let mut areas = rings.iter().map(area);
    let outer = areas.next().unwrap_or_default();
    (outer - areas.sum::<f64>()).max(0.0)
}

fn mercator_m(point: Point) -> (f64, f64) {
    let y = (PI / 4.0 + point.lat().to_radians() / 2.0).tan().ln();
    (point.lon().to_radians() * RADIUS_M, y * RADIUS_M)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|(lon, lat)| Point::from_degrees(*lon, *lat).unwrap()).collect()
    }

    /// A square of 0.01 degrees at the equator is 1113.19 m on each side.
    #[test]
    fn areas_are_those_of_the_projection() {
        let square = ring(&[(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)]);
        let area = mercator_area_m2(std::slice::from_ref(&square));
        assert!((area / 1113.195_f64.powi(2) - 1.0).abs() < 1e-4, "{area}");
        let hole = ring(&[(0.0, 0.0), (0.005, 0.0), (0.005, 0.01), (0.0, 0.01), (0.0, 0.0)]);
        assert!((mercator_area_m2(&[square, hole]) / area - 0.5).abs() < 1e-4);
    }

    #[test]
    fn the_label_of_a_bent_lake_lies_in_the_water() {
        let bent = ring(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (8.0, 9.0), (8.0, 1.0), (0.0, 1.0), (0.0, 0.0)]);
        let shape = ElementShape::Ring(bent.clone());
        let label = point(&shape).unwrap();
        let lake = polygon(&[bent]).unwrap();
        assert!(lake.contains(&geo_types::Point::new(label.lon(), label.lat())));
    }
}
