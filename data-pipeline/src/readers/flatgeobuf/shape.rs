//! A FlatGeobuf geometry as a `geo` geometry.
//!
//! Format: <https://github.com/flatgeobuf/flatgeobuf/blob/master/src/fbs/feature.fbs>. Coordinates
//! lie in one list, `ends` says where each part of it ends, `parts` holds geometries in geometries.

use flatgeobuf::{Geometry as Raw, GeometryType};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

use super::super::RejectionReason;

/// `raw` as a `geo` geometry; `kind` is the type that the file states for all of its geometries.
pub(super) fn read(raw: &Raw<'_>, kind: GeometryType) -> Result<Geometry<f64>, RejectionReason> {
    let kind = if kind == GeometryType::Unknown { raw.type_() } else { kind };
    Ok(match kind {
        GeometryType::Point => {
            let first = coords(raw).first().copied();
            Point(first.ok_or_else(|| unusable("a point without coordinates"))?).into()
        }
        GeometryType::MultiPoint => MultiPoint(coords(raw).into_iter().map(Point).collect()).into(),
        GeometryType::LineString => LineString(coords(raw)).into(),
        GeometryType::MultiLineString => MultiLineString(lines(raw)?).into(),
        GeometryType::Polygon => polygon(raw)?.into(),
        GeometryType::MultiPolygon => multi_polygon(raw)?.into(),
        GeometryType::GeometryCollection => {
            let parts = raw.parts().into_iter().flatten();
            let parts: Result<Vec<_>, _> = parts.map(|part| read(&part, part.type_())).collect();
            Geometry::GeometryCollection(GeometryCollection(parts?))
        }
        other => {
            let name = other.variant_name().unwrap_or("a type that is not known");
            return Err(unusable(&format!("{name} is no point, line or area")));
        }
    })
}

fn multi_polygon(raw: &Raw<'_>) -> Result<MultiPolygon<f64>, RejectionReason> {
    match raw.parts() {
        Some(parts) => Ok(MultiPolygon(parts.iter().map(|part| polygon(&part)).collect::<Result<_, _>>()?)),
        None => Ok(MultiPolygon(vec![polygon(raw)?])),
    }
}

fn polygon(raw: &Raw<'_>) -> Result<Polygon<f64>, RejectionReason> {
    let mut rings = lines(raw)?.into_iter();
    let exterior = rings.next().ok_or_else(|| unusable("an area without rings"))?;
    Ok(Polygon::new(exterior, rings.collect()))
}

/// The parts of the list of coordinates; all of it where no ends are given.
fn lines(raw: &Raw<'_>) -> Result<Vec<LineString<f64>>, RejectionReason> {
    let coords = coords(raw);
    let Some(ends) = raw.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(vec![LineString(coords)]);
    };
    let mut start = 0;
    let parts = ends.iter().map(|end| {
        let part = coords.get(start..end as usize).map(|part| LineString(part.to_vec()));
        start = end as usize;
        part.ok_or_else(|| unusable("a part ends where there are no coordinates"))
    });
    parts.collect()
}

fn coords(raw: &Raw<'_>) -> Vec<Coord<f64>> {
    let numbers: Vec<f64> = raw.xy().into_iter().flatten().collect();
    numbers.chunks_exact(2).map(|pair| Coord { x: pair[0], y: pair[1] }).collect()
}

fn unusable(what: &str) -> RejectionReason {
    RejectionReason::GeometryUnusable(what.to_owned())
}
