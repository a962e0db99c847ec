//! What OpenStreetMap's tags say that a feature is.

/// What a feature is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A road; the category is `highway=primary` and its like.
    Road(String),
    /// Something that people look for by name; the category is `amenity=school` and its like.
    Place(String),
    /// Something else that is tagged: a river, a traffic light, a boundary.
    Other,
    /// Not tagged in OpenStreetMap's way.
    Untagged,
}

/// Keys of things that people look for by name, the more telling first.
/// Source: <https://wiki.openstreetmap.org/wiki/Map_features>.
const PLACE_KEYS: [&str; 13] = [
    "amenity",
    "shop",
    "tourism",
    "office",
    "leisure",
    "historic",
    "healthcare",
    "craft",
    "aeroway",
    "place",
    "railway",
    "landuse",
    "building",
];

/// Keys of other things, by which a feature is known to be tagged in this way.
const OTHER_KEYS: [&str; 11] = [
    "highway",
    "waterway",
    "natural",
    "power",
    "barrier",
    "boundary",
    "route",
    "public_transport",
    "man_made",
    "traffic_sign",
    "addr:interpolation",
];

/// Values of `place` below the ward: the others are administrative units, which have lists of
/// their own, or too vague for an address.
const PLACES: [&str; 7] =
    ["hamlet", "village", "neighbourhood", "quarter", "isolated_dwelling", "city_block", "square"];

/// Values of `landuse` that are places with a name of their own; the others cover the ground.
const GROUNDS: [&str; 8] =
    ["religious", "cemetery", "commercial", "retail", "industrial", "education", "residential", "recreation_ground"];

/// Values of `railway` where people go; the others are tracks.
const STATIONS: [&str; 3] = ["station", "halt", "tram_stop"];

/// Values of `highway` that are no roads, or none yet.
const NO_ROADS: [&str; 5] = ["rest_area", "services", "platform", "bus_stop", "proposed"];

/// What a feature with these tags is; `is_line` where its geometry is one.
pub(super) fn class<'a>(tags: impl Iterator<Item = (&'a str, &'a str)> + Clone, is_line: bool) -> Class {
    let value = |wanted: &str| tags.clone().find(|(key, _)| *key == wanted).map(|(_, value)| value);
    if let Some(road) = value("highway").filter(|value| is_line && !NO_ROADS.contains(value)) {
        return Class::Road(format!("highway={road}"));
    }
    let place = PLACE_KEYS.iter().find_map(|key| Some((*key, value(key).filter(|value| is_place(key, value))?)));
    match place {
        Some((key, value)) => Class::Place(format!("{key}={value}")),
        None if tags.clone().any(|(key, _)| is_osm_key(key)) => Class::Other,
        None => Class::Untagged,
    }
}

fn is_place(key: &str, value: &str) -> bool {
    match key {
        "place" => PLACES.contains(&value),
        "railway" => STATIONS.contains(&value),
        "landuse" => GROUNDS.contains(&value),
        _ => value != "no",
    }
}

/// Whether the category is made from the tag called `key`.
pub(super) fn makes_class(key: &str) -> bool {
    key == "highway" || PLACE_KEYS.contains(&key)
}

fn is_osm_key(key: &str) -> bool {
    PLACE_KEYS.contains(&key) || OTHER_KEYS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class_of(tags: &[(&str, &str)], is_line: bool) -> Class {
        class(tags.iter().copied(), is_line)
    }

    #[test]
    fn classes_follow_the_most_telling_tag() {
        let place = |category: &str| Class::Place(category.to_owned());
        assert_eq!(class_of(&[("building", "yes"), ("amenity", "school")], false), place("amenity=school"));
        assert_eq!(class_of(&[("place", "hamlet"), ("name", "Thôn Đoài")], false), place("place=hamlet"));
        assert_eq!(class_of(&[("place", "city")], false), Class::Other);
        assert_eq!(class_of(&[("building", "no")], false), Class::Other);
        assert_eq!(class_of(&[("waterway", "river")], true), Class::Other);
        assert_eq!(class_of(&[("railway", "rail")], true), Class::Other);
        assert_eq!(class_of(&[("landuse", "religious"), ("name", "Văn Miếu")], false), place("landuse=religious"));
        assert_eq!(class_of(&[("landuse", "grass")], false), Class::Other);
        assert_eq!(class_of(&[("ten", "Chợ Lớn")], false), Class::Untagged);
    }

    #[test]
    fn a_road_is_a_line() {
        assert_eq!(class_of(&[("highway", "primary")], true), Class::Road("highway=primary".to_owned()));
        assert_eq!(class_of(&[("highway", "bus_stop")], false), Class::Other);
        assert_eq!(class_of(&[("highway", "proposed")], true), Class::Other);
    }
}
