//! What happens to one row, in order. Read [`STAGES`] aloud to know the import.

use vmap_core::Point;
use vmap_core::address::{AddressParser, ColumnReadings, ParsedAddress, SourceGeometry, SourceRecord};
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::{UnitCode, UnitLocator, UnitNames, UnitTable};

use super::placing::{Placed, place_in_units};
use super::report::{Issue, Rejection};
use super::spelling::display_form;

/// The stages that every row goes through, in order.
pub const STAGES: [&str; 5] = ["parse", "normalise", "place in units", "match", "write"];

/// What rows are read against; the same for a whole import.
pub struct Gazetteer<'a> {
    /// Units of every era.
    pub units: &'a UnitTable,
    /// Their names.
    pub names: &'a UnitNames,
    /// Polygons of today's wards.
    pub wards: &'a UnitLocator,
}

/// What has become of a row: the places it describes, and what is odd about it.
#[derive(Debug, Default, PartialEq)]
pub struct Staged {
    /// An address, a point of interest, both, or a street.
    pub places: Vec<Place>,
    /// Other wards of today in which the same address may be registered.
    pub also_in: Vec<UnitCode>,
    /// Facts worth a look, none of which keeps the row out.
    pub issues: Vec<Issue>,
}

/// Parses, normalises and places `record`; what cannot go on says why. `readings` are those of the
/// rows before.
pub fn stage(record: &SourceRecord, gazetteer: &Gazetteer, readings: &mut ColumnReadings) -> Result<Staged, Rejection> {
    let parsed = AddressParser::new(gazetteer.names).parse_row(record, readings);
    let point = representative_point(&record.geometry).ok_or(Rejection::NoUsablePoint)?;
    let placed = place_in_units(&parsed.units, point, gazetteer)?;
    let places = places_of(record, &parsed, point, &placed);
    match places.is_empty() {
        true => Err(Rejection::NothingBelowWard),
        false => Ok(Staged { places, also_in: placed.also_in, issues: placed.issues }),
    }
}

/// The point a geometry is placed by: of lines, the middle vertex of the longest one.
fn representative_point(geometry: &SourceGeometry) -> Option<Point> {
    match geometry {
        SourceGeometry::Absent => None,
        SourceGeometry::Point { lon, lat } => Point::from_degrees(*lon, *lat),
        SourceGeometry::Lines(lines) => {
            let longest = lines.iter().max_by_key(|line| line.len())?;
            let (lon, lat) = *longest.get(longest.len() / 2)?;
            Point::from_degrees(lon, lat)
        }
    }
}

fn places_of(record: &SourceRecord, parsed: &ParsedAddress, point: Point, placed: &Placed) -> Vec<Place> {
    let base = Place {
        kind: PlaceKind::Address,
        point,
        name: None,
        house_number: parsed.house_number.as_ref().map(|number| number.display().to_owned()),
        street: parsed.street.as_deref().map(display_form),
        hamlet: parsed.hamlet.as_deref().map(display_form),
        ward: Some(placed.ward.clone()),
        legacy_ward: placed.legacy_ward.clone(),
        category: None,
        lines: Vec::new(),
    };
    let nameless_address = || base.street.is_none() && base.hamlet.is_none();
    let name = record.name.as_ref().or(parsed.name.as_ref().filter(|_| nameless_address()));
    let name = name.map(|name| display_form(name));
    match (&record.geometry, name) {
        (SourceGeometry::Lines(lines), Some(name)) => vec![street_of(record, name, lines, base)],
        (_, Some(name)) if is_hamlet(record) => vec![hamlet_of(record, name, base)],
        (_, Some(name)) => point_of_interest_of(record, name, base),
        (_, None) => address_of(base).into_iter().collect(),
    }
}

fn street_of(record: &SourceRecord, name: String, lines: &[Vec<(f64, f64)>], base: Place) -> Place {
    let points =
        |line: &Vec<(f64, f64)>| line.iter().filter_map(|(lon, lat)| Point::from_degrees(*lon, *lat)).collect();
    Place {
        kind: PlaceKind::Street,
        name: Some(name),
        house_number: None,
        street: None,
        hamlet: None,
        category: record.category.clone(),
        lines: lines.iter().map(points).collect(),
        ..base
    }
}

/// Whether the feature itself is what addresses call a hamlet or quarter, in the terms of
/// OpenStreetMap's `place`.
fn is_hamlet(record: &SourceRecord) -> bool {
    const HAMLETS: [&str; 4] = ["place=hamlet", "place=village", "place=neighbourhood", "place=quarter"];
    record.category.as_deref().is_some_and(|category| HAMLETS.contains(&category))
}

fn hamlet_of(record: &SourceRecord, name: String, base: Place) -> Place {
    Place {
        kind: PlaceKind::Hamlet,
        name: Some(name),
        house_number: None,
        street: None,
        hamlet: None,
        category: record.category.clone(),
        ..base
    }
}

/// A named feature, and beside it its address where it has a house number.
fn point_of_interest_of(record: &SourceRecord, name: String, base: Place) -> Vec<Place> {
    let address = base.house_number.is_some().then(|| address_of(base.clone())).flatten();
    let feature =
        Place { kind: PlaceKind::PointOfInterest, name: Some(name), category: record.category.clone(), ..base };
    address.into_iter().chain([feature]).collect()
}

/// An address needs something below the ward: a street, or a hamlet.
fn address_of(base: Place) -> Option<Place> {
    (base.street.is_some() || base.hamlet.is_some()).then_some(base)
}
