//! Single features as GeoJSON.

use serde_json::{Value, json};
use vmap_core::unit::{UnitLevel, UnitTable};
use vmap_geocoder::BoundingBox;
use vmap_pipeline::export::Row;
use vmap_release::Boundary;

use super::crs::Crs;
use super::query::Query;

/// An address with the properties that an export has.
pub fn address(row: &Row<'_>, crs: Crs) -> Value {
    json!({
        "type": "Feature",
        "id": row.id(),
        "geometry": { "type": "Point", "coordinates": crs.position(row.point().lon(), row.point().lat()) },
        "properties": row,
    })
}

/// Whether `query` asks for the unit of `area`.
pub fn is_wanted(area: &Boundary, query: &Query, units: &UnitTable) -> bool {
    let Some(id) = units.by_code(area.era, area.level, area.code.as_str()) else { return false };
    let lies_in = |code: &String| {
        units.lineage(id).any(|(_, above)| above.code.as_str() == code && above.level == UnitLevel::Province)
    };
    query.province_code.as_ref().is_none_or(lies_in)
        && query.bbox.is_none_or(|bbox| meets(area, bbox))
        && units.get(id).is_some_and(|unit| {
            let (first, last) = query.days;
            last.is_none_or(|last| unit.validity.from.is_none_or(|from| from <= last))
                && first.is_none_or(|first| unit.validity.until.is_none_or(|until| first < until))
        })
}

/// Whether the box around `area` meets `bbox`.
fn meets(area: &Boundary, bbox: BoundingBox) -> bool {
    let positions = || area.area.iter().flat_map(|polygon| polygon.exterior().coords());
    let span = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
    };
    let (west, east) = span(&mut positions().map(|at| at.x));
    let (south, north) = span(&mut positions().map(|at| at.y));
    west <= bbox.max.lon() && bbox.min.lon() <= east && south <= bbox.max.lat() && bbox.min.lat() <= north
}

/// The unit of `area`.
pub fn unit(area: &Boundary, units: &UnitTable, crs: Crs) -> Option<Value> {
    let id = units.by_code(area.era, area.level, area.code.as_str())?;
    let unit = units.get(id)?;
    let above = |level| units.lineage(id).skip(1).map(|(_, unit)| unit).find(|unit| unit.level == level);
    let (province, district) = (above(UnitLevel::Province), above(UnitLevel::District));
    let rings = area.area.iter().map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(|line| line.coords().map(|at| crs.position(at.x, at.y)).collect::<Vec<_>>()).collect::<Vec<_>>()
    });
    Some(json!({
        "type": "Feature",
        "id": unit.code,
        "geometry": { "type": "MultiPolygon", "coordinates": rings.collect::<Vec<_>>() },
        "properties": {
            "code": unit.code,
            "name": unit.name,
            "full_name": unit.full_name,
            "full_name_en": unit.full_name_en,
            "kind": unit.kind,
            "district_code": district.map(|unit| &unit.code),
            "district": district.map(|unit| &unit.full_name),
            "province_code": province.map(|unit| &unit.code),
            "province": province.map(|unit| &unit.full_name),
            "valid_from": unit.validity.from,
            "valid_until": unit.validity.until,
            "illustrative": area.illustrative,
        },
    }))
}
