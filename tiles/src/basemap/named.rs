//! Streets and points of interest of a release as features.

use vmap_core::PlaceId;
use vmap_core::release::{NamedPlaceKind, NamedPlaceTable};

use super::feature::{BasemapFeature, BasemapGeometry, FieldValue};
use super::kinds::{OTHER_POI_RANK, poi_rank, street_kind};
use crate::BasemapLayer;

/// What is drawn of the named place in `row`; nothing where it is among `drawn`, which is sorted.
pub(super) fn features(places: &NamedPlaceTable, row: u32, drawn: &[PlaceId]) -> Vec<BasemapFeature> {
    let Some(place) = places.get(row).filter(|place| drawn.binary_search(&place.id).is_err()) else {
        return Vec::new();
    };
    let category = place.category.and_then(|category| places.string(category)).unwrap_or_default();
    match place.kind {
        NamedPlaceKind::Street => street(places, row, category),
        NamedPlaceKind::PointOfInterest => {
            let mut poi = point_of_interest(category, BasemapGeometry::Point(place.point));
            name(&mut poi, places, row);
            vec![poi]
        }
        NamedPlaceKind::Hamlet => Vec::new(),
    }
}

fn street(places: &NamedPlaceTable, row: u32, category: &str) -> Vec<BasemapFeature> {
    let lines: Vec<_> = places.lines(row).into_iter().filter(|line| line.len() >= 2).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let class = category.split_once('=').map_or(category, |(_, class)| class);
    let kind = street_kind(class);
    let lines = BasemapGeometry::Lines(lines);
    let mut street = BasemapFeature::new(BasemapLayer::Streets, kind.minzoom, kind.rank, lines.clone());
    let mut label = BasemapFeature::new(BasemapLayer::StreetLabels, kind.label_minzoom, kind.rank, lines);
    if !class.is_empty() {
        street.set("kind", FieldValue::Text(kind.kind.to_owned()));
        label.set("kind", FieldValue::Text(class.to_owned()));
    }
    if kind.link {
        street.set("link", FieldValue::Flag(true));
    }
    name(&mut label, places, row);
    vec![street, label]
}

fn point_of_interest(category: &str, geometry: BasemapGeometry) -> BasemapFeature {
    let (key, value) = category.split_once('=').unwrap_or_default();
    let rank = poi_rank(key, value).unwrap_or(OTHER_POI_RANK);
    let mut poi = BasemapFeature::new(BasemapLayer::Pois, BasemapLayer::Pois.schema().minzoom, rank, geometry);
    poi.set(key, FieldValue::Text(value.to_owned()));
    poi
}

fn name(feature: &mut BasemapFeature, places: &NamedPlaceTable, row: u32) {
    if let Some(name) = places.name(row) {
        feature.set("name", FieldValue::Text(name.to_owned()));
    }
}
