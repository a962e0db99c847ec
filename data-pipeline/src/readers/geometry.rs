//! Geometries as a source record holds them: a point or lines, inside Vietnam.

use geo::{CoordsIter, InteriorPoint};
use geo_types::{Geometry, LineString};
use vmap_core::address::SourceGeometry;

use super::RejectionReason;
use super::coordinates::in_vietnam;

/// What lines become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// They stay lines: a street.
    Stay,
    /// A point on them: something that merely has the shape of a line.
    BecomePoint,
}

/// `geometry` as a record holds it; of an area, a point inside it.
pub(super) fn source_geometry(geometry: &Geometry<f64>, lines: Lines) -> Result<SourceGeometry, RejectionReason> {
    geometry.coords_iter().try_for_each(|place| in_vietnam(place.x, place.y).map(|_| ()))?;
    match geometry {
        Geometry::Point(point) => Ok(SourceGeometry::Point { lon: point.x(), lat: point.y() }),
        Geometry::LineString(line) if lines == Lines::Stay => streets(std::slice::from_ref(line)),
        Geometry::MultiLineString(several) if lines == Lines::Stay => streets(&several.0),
        _ => match geometry.interior_point() {
            Some(point) => Ok(SourceGeometry::Point { lon: point.x(), lat: point.y() }),
            None => Err(RejectionReason::GeometryUnusable("it is empty".to_owned())),
        },
    }
}

/// Whether `geometry` is a line or several.
pub(super) fn is_line(geometry: &Geometry<f64>) -> bool {
    matches!(geometry, Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_))
}

fn streets(lines: &[LineString<f64>]) -> Result<SourceGeometry, RejectionReason> {
    let positions = |line: &LineString<f64>| line.coords().map(|place| (place.x, place.y)).collect();
    let long_enough = lines.iter().filter(|line| line.0.len() > 1);
    let streets: Vec<Vec<(f64, f64)>> = long_enough.map(positions).collect();
    match streets.is_empty() {
        true => Err(RejectionReason::GeometryUnusable("a line of fewer than two points".to_owned())),
        false => Ok(SourceGeometry::Lines(streets)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Contains;
    use geo_types::{Point, polygon, wkt};

    #[test]
    fn an_area_becomes_a_point_inside_it() {
        let horseshoe = polygon![
            (x: 105.0, y: 21.0), (x: 105.3, y: 21.0), (x: 105.3, y: 21.3), (x: 105.2, y: 21.3),
            (x: 105.2, y: 21.1), (x: 105.1, y: 21.1), (x: 105.1, y: 21.3), (x: 105.0, y: 21.3),
        ];
        match source_geometry(&horseshoe.clone().into(), Lines::Stay) {
            Ok(SourceGeometry::Point { lon, lat }) => assert!(horseshoe.contains(&Point::new(lon, lat))),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lines_stay_lines_only_where_they_are_streets() {
        let line = Geometry::from(wkt!(LINESTRING(105.0 21.0, 105.1 21.0, 105.2 21.0)));
        let lines = vec![vec![(105.0, 21.0), (105.1, 21.0), (105.2, 21.0)]];
        assert_eq!(source_geometry(&line, Lines::Stay), Ok(SourceGeometry::Lines(lines)));
        assert!(matches!(source_geometry(&line, Lines::BecomePoint), Ok(SourceGeometry::Point { .. })));
    }

    #[test]
    fn empty_and_foreign_geometries_are_refused() {
        let code = |geometry: Geometry<f64>| source_geometry(&geometry, Lines::Stay).unwrap_err().code();
        assert_eq!(code(wkt!(POLYGON EMPTY).into()), "geometry_unusable");
        assert_eq!(code(LineString::<f64>::new(vec![]).into()), "geometry_unusable");
        assert_eq!(code(wkt!(POINT(2.35 48.85)).into()), "outside_vietnam");
        assert_eq!(code(wkt!(POINT(21.0 105.0)).into()), "coordinates_swapped");
        assert_eq!(code(Point::new(f64::NAN, 21.0).into()), "outside_vietnam");
    }
}
