//! What OpenStreetMap's tags are drawn as, after the tables of Shortbread 1.0.

use unicode_normalization::UnicodeNormalization;
use vmap_tiles::{BasemapLayer, FieldValue, poi_rank, street_kind};

use crate::readers::{ElementKind, Tags};

/// One way in which an element is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) layer: BasemapLayer,
    pub(super) form: Form,
    pub(super) minzoom: u8,
    /// Among those of its layer, 0 first; areas and labels of areas go by size instead.
    pub(super) rank: u32,
    pub(super) values: Vec<(&'static str, FieldValue)>,
}

/// What is drawn of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A point on or in it.
    Point,
    /// The same, ranked by the size of the area.
    LabelOfArea,
    /// Its line.
    Line,
    /// Its area.
    Area,
}

impl Drawn {
    fn new(layer: BasemapLayer, form: Form, minzoom: u8) -> Self {
        Self { layer, form, minzoom, rank: 0, values: Vec::new() }
    }

    fn ranked(mut self, rank: u32) -> Self {
        self.rank = rank;
        self
    }

    fn text(mut self, field: &'static str, value: Option<&str>) -> Self {
        self.values.extend(value.map(|value| (field, FieldValue::Text(value.nfc().collect()))));
        self
    }

    fn kind(self, kind: &str) -> Self {
        self.text("kind", Some(kind))
    }

    fn names(self, tags: &Tags<'_>) -> Self {
        self.text("name", tags.get("name")).text("name_en", tags.get("name:en"))
    }

    fn flag(mut self, field: &'static str, value: bool) -> Self {
        self.values.push((field, FieldValue::Flag(value)));
        self
    }

    fn number(mut self, field: &'static str, value: u64) -> Self {
        self.values.push((field, FieldValue::Number(value)));
        self
    }
}

/// All ways in which an element with these tags is drawn.
pub(super) fn drawn(tags: &Tags<'_>, kind: ElementKind) -> Vec<Drawn> {
    let is_line = matches!(kind, ElementKind::OpenWay | ElementKind::ClosedWay);
    let may_be_area = matches!(kind, ElementKind::ClosedWay | ElementKind::Multipolygon);
    let is_area = tags.get("area") == Some("yes") || kind == ElementKind::Multipolygon;
    let mut drawn = Vec::new();
    if is_line {
        if !is_area {
            drawn.extend(street_lines(tags));
            drawn.extend(water_lines(tags));
            drawn.extend(pier(tags, BasemapLayer::PierLines, Form::Line).filter(|_| !may_be_area));
        }
        drawn.extend(ferry(tags));
        drawn.extend(aerialway(tags));
    }
    if may_be_area {
        drawn.extend(land(tags));
        drawn.extend(site(tags));
        drawn.extend(water_areas(tags));
        drawn.extend(pier(tags, BasemapLayer::PierPolygons, Form::Area));
        drawn.extend(building(tags));
        drawn.extend(bridge_area(tags));
        drawn.extend(street_areas(tags).filter(|_| is_area).into_iter().flatten());
    }
    if kind == ElementKind::Node {
        drawn.extend(place(tags));
        drawn.extend(junction(tags));
    }
    if kind == ElementKind::Node || may_be_area {
        drawn.extend(transport(tags));
        drawn.extend(point_of_interest(tags));
    }
    drawn
}

/// Values of `highway` that are no roads, or none yet.
const NO_ROADS: [&str; 9] =
    ["proposed", "construction", "planned", "abandoned", "razed", "platform", "rest_area", "services", "emergency_bay"];
const RAILWAYS: [&str; 7] = ["rail", "narrow_gauge", "tram", "light_rail", "funicular", "subway", "monorail"];

fn street_lines(tags: &Tags<'_>) -> Vec<Drawn> {
    let road = tags.get("highway").filter(|class| !NO_ROADS.contains(class));
    if let Some(class) = road {
        let kind = street_kind(class);
        let street = Drawn::new(BasemapLayer::Streets, Form::Line, kind.minzoom).ranked(kind.rank).kind(kind.kind);
        let street = oneway(street.flag("link", kind.link).flag("rail", false), tags);
        let label = Drawn::new(BasemapLayer::StreetLabels, Form::Line, kind.label_minzoom).ranked(kind.rank);
        return with_label(way(street, tags), label.kind(class), tags);
    }
    let railway = tags.get("railway").filter(|kind| RAILWAYS.contains(kind));
    if let Some(kind) = railway {
        let is_main = matches!(kind, "rail" | "narrow_gauge") && tags.get("service").is_none();
        let (minzoom, rank) = if is_main { (8, 2) } else { (10, 6) };
        let track = Drawn::new(BasemapLayer::Streets, Form::Line, minzoom).ranked(rank).kind(kind);
        let label = Drawn::new(BasemapLayer::StreetLabels, Form::Line, 10).ranked(rank).kind(kind);
        return with_label(way(track.flag("link", false).flag("rail", true), tags), label, tags);
    }
    let (kind, minzoom) = match tags.get("aeroway") {
        Some(kind @ "runway") => (kind, 11),
        Some(kind @ "taxiway") => (kind, 13),
        _ => return Vec::new(),
    };
    let strip = Drawn::new(BasemapLayer::Streets, Form::Line, minzoom).ranked(3).kind(kind);
    let label = Drawn::new(BasemapLayer::StreetLabels, Form::Line, minzoom).ranked(7).kind(kind);
    with_label(way(strip.flag("link", false).flag("rail", false), tags), label, tags)
}

/// A line and, where it has a name or number, its label.
fn with_label(line: Drawn, label: Drawn, tags: &Tags<'_>) -> Vec<Drawn> {
    if tags.get("name").is_none() && tags.get("ref").is_none() {
        return vec![line];
    }
    let label = match tags.get("ref") {
        Some(text) => {
            let rows: Vec<&str> = text.split(';').map(str::trim).collect();
            let columns = rows.iter().map(|row| row.chars().count()).max().unwrap_or_default();
            let label = label.text("ref", Some(&rows.join("\n")));
            label.number("ref_rows", rows.len() as u64).number("ref_cols", columns as u64)
        }
        None => label,
    };
    vec![line, label.names(tags)]
}

/// What every kind of way may have.
fn way(line: Drawn, tags: &Tags<'_>) -> Drawn {
    ["tracktype", "surface", "service"]
        .into_iter()
        .fold(over_and_under(line, tags), |line, key| line.text(key, tags.get(key)))
}

fn over_and_under(line: Drawn, tags: &Tags<'_>) -> Drawn {
    let tunnel = matches!(tags.get("tunnel"), Some("yes" | "building_passage" | "culvert"));
    let bridge = tags.get("bridge").is_some_and(|value| !matches!(value, "no" | "abandoned" | "proposed"));
    line.flag("tunnel", tunnel || tags.get("covered") == Some("yes")).flag("bridge", bridge)
}

fn oneway(street: Drawn, tags: &Tags<'_>) -> Drawn {
    let value = tags.get("oneway").unwrap_or_default();
    let (oneway, reverse) = (matches!(value, "yes" | "1" | "true" | "-1"), value == "-1");
    street.flag("oneway", oneway).flag("oneway_reverse", reverse)
}

fn street_areas(tags: &Tags<'_>) -> Option<[Drawn; 2]> {
    let (kind, minzoom) = match (tags.get("highway"), tags.get("area:aeroway").or(tags.get("aeroway"))) {
        (Some(kind @ ("pedestrian" | "service" | "footway")), _) => (kind, 14),
        (_, Some(kind @ "runway")) => (kind, 11),
        (_, Some(kind @ ("taxiway" | "apron"))) => (kind, 13),
        _ => return None,
    };
    let area = Drawn::new(BasemapLayer::StreetPolygons, Form::Area, minzoom).kind(kind).flag("rail", false);
    let area = over_and_under(area, tags).text("surface", tags.get("surface"));
    let label = Drawn::new(BasemapLayer::StreetsPolygonsLabels, Form::LabelOfArea, 14).kind(kind).names(tags);
    Some([area, label])
}

fn water_lines(tags: &Tags<'_>) -> Vec<Drawn> {
    let (kind, minzoom, label_minzoom) = match tags.get("waterway") {
        Some(kind @ ("river" | "canal")) => (kind, 9, 12),
        Some(kind @ ("stream" | "ditch")) => (kind, 14, 14),
        Some("drain") => ("ditch", 14, 14),
        _ => return Vec::new(),
    };
    let rank = u32::from(minzoom > 9);
    let line = Drawn::new(BasemapLayer::WaterLines, Form::Line, minzoom).ranked(rank).kind(kind);
    let label = Drawn::new(BasemapLayer::WaterLinesLabels, Form::Line, label_minzoom).ranked(rank).kind(kind);
    let named = tags.get("name").map(|_| label.names(tags));
    std::iter::once(over_and_under(line, tags)).chain(named).collect()
}

fn water_areas(tags: &Tags<'_>) -> Vec<Drawn> {
    let (kind, minzoom) = match (tags.get("natural"), tags.get("landuse"), tags.get("waterway")) {
        (Some("water"), ..) if matches!(tags.get("water"), Some("river" | "canal")) => ("river", 4),
        (Some("water"), ..) => ("water", 4),
        (_, Some("reservoir"), _) => ("reservoir", 4),
        (_, Some("basin" | "salt_pond" | "aquaculture"), _) => ("basin", 4),
        (.., Some("riverbank")) => ("river", 4),
        (.., Some("dock")) => ("dock", 10),
        (.., Some("canal")) if tags.get("area") == Some("yes") => ("canal", 10),
        _ => return Vec::new(),
    };
    let area = Drawn::new(BasemapLayer::WaterPolygons, Form::Area, minzoom).kind(kind);
    let label = Drawn::new(BasemapLayer::WaterPolygonsLabels, Form::LabelOfArea, minzoom.max(8)).kind(kind);
    let named = tags.get("name").map(|_| label.names(tags));
    std::iter::once(area).chain(named).collect()
}

fn pier(tags: &Tags<'_>, layer: BasemapLayer, form: Form) -> Option<Drawn> {
    let kind = tags.get("man_made").filter(|kind| matches!(*kind, "pier" | "breakwater" | "groyne"))?;
    Some(Drawn::new(layer, form, 12).kind(kind))
}

fn ferry(tags: &Tags<'_>) -> Option<Drawn> {
    tags.get("route").filter(|route| *route == "ferry")?;
    let minzoom = if tags.get("motor_vehicle") == Some("no") { 12 } else { 10 };
    Some(Drawn::new(BasemapLayer::Ferries, Form::Line, minzoom).kind("ferry").names(tags))
}

fn aerialway(tags: &Tags<'_>) -> Option<Drawn> {
    const KINDS: [&str; 9] =
        ["cable_car", "gondola", "goods", "chair_lift", "drag_lift", "t-bar", "j-bar", "platter", "rope_tow"];
    let kind = tags.get("aerialway").filter(|kind| KINDS.contains(kind))?;
    Some(Drawn::new(BasemapLayer::Aerialways, Form::Line, 12).kind(kind))
}

/// Values that are kinds of land, by key, with their first zoom.
const LAND: [(&str, u8, &[&str]); 9] = [
    ("landuse", 7, &["forest"]),
    ("landuse", 10, &["residential", "industrial", "commercial", "garages", "retail", "railway", "landfill"]),
    ("landuse", 10, &["brownfield", "greenfield", "farmyard", "farmland"]),
    ("landuse", 11, &["grass", "meadow", "orchard", "vineyard", "allotments", "village_green", "recreation_ground"]),
    ("landuse", 11, &["greenhouse_horticulture", "plant_nursery", "quarry"]),
    ("landuse", 13, &["cemetery"]),
    ("natural", 10, &["sand", "beach"]),
    ("natural", 11, &["heath", "scrub", "grassland", "bare_rock", "scree", "shingle"]),
    ("leisure", 11, &["golf_course", "park", "garden", "playground", "miniature_golf"]),
];

fn land(tags: &Tags<'_>) -> Option<Drawn> {
    let listed = LAND.into_iter().find_map(|(key, minzoom, kinds)| {
        let kind = tags.get(key).filter(|kind| kinds.contains(kind))?;
        Some((kind, minzoom))
    });
    let other = || match (tags.get("natural"), tags.get("wetland"), tags.get("amenity")) {
        (Some("wood"), ..) => Some(("forest", 7)),
        (Some("wetland"), Some(kind @ ("swamp" | "bog" | "string_bog" | "wet_meadow" | "marsh")), _) => {
            Some((kind, 11))
        }
        (Some("wetland"), Some("mangrove"), _) => Some(("swamp", 11)),
        (Some("wetland"), ..) => Some(("marsh", 11)),
        (.., Some("grave_yard")) => Some(("grave_yard", 13)),
        _ => None,
    };
    let (kind, minzoom) = listed.or_else(other)?;
    Some(Drawn::new(BasemapLayer::Land, Form::Area, minzoom).kind(kind))
}

fn site(tags: &Tags<'_>) -> Option<Drawn> {
    const AMENITIES: [&str; 7] =
        ["university", "college", "school", "hospital", "prison", "parking", "bicycle_parking"];
    let kind = match (tags.get("amenity"), tags.get("landuse"), tags.get("leisure"), tags.get("military")) {
        (Some(kind), ..) if AMENITIES.contains(&kind) => kind,
        (_, Some(kind @ "construction"), ..) => kind,
        (_, _, Some("sports_centre"), _) => "sports_center",
        (.., Some(kind @ "danger_area")) => kind,
        _ => return None,
    };
    Some(Drawn::new(BasemapLayer::Sites, Form::Area, 14).kind(kind))
}

fn building(tags: &Tags<'_>) -> Option<Drawn> {
    tags.get("building").filter(|kind| *kind != "no")?;
    Some(Drawn::new(BasemapLayer::Buildings, Form::Area, 14))
}

fn bridge_area(tags: &Tags<'_>) -> Option<Drawn> {
    tags.get("man_made").filter(|kind| *kind == "bridge")?;
    Some(Drawn::new(BasemapLayer::Bridges, Form::Area, 12).kind("bridge"))
}

fn place(tags: &Tags<'_>) -> Option<Drawn> {
    let place = tags.get("place")?;
    let (minzoom, usual) = match place {
        "city" => (6, 100_000),
        "town" => (7, 5_000),
        "suburb" => (10, 1_000),
        "quarter" => (10, 500),
        "village" | "neighbourhood" => (10, 100),
        "hamlet" => (10, 50),
        "isolated_dwelling" | "farm" => (10, 5),
        "island" | "locality" => (10, 0),
        _ => return None,
    };
    tags.get("name")?;
    let is_settlement = matches!(place, "city" | "town" | "village" | "hamlet");
    let (kind, minzoom) = match tags.get("capital").filter(|_| is_settlement) {
        Some("yes") => ("capital", 4),
        Some("4") => ("state_capital", 4),
        _ => (place, minzoom),
    };
    let population = tags.get("population").and_then(|text| text.trim().parse::<u64>().ok()).unwrap_or(usual);
    let label = Drawn::new(BasemapLayer::PlaceLabels, Form::Point, minzoom).kind(kind).names(tags);
    let rank = u32::MAX - u32::try_from(population).unwrap_or(u32::MAX);
    Some(label.number("population", population).ranked(rank))
}

fn junction(tags: &Tags<'_>) -> Option<Drawn> {
    let kind = tags.get("highway").filter(|kind| *kind == "motorway_junction")?;
    Some(
        Drawn::new(BasemapLayer::StreetsLabelsPoints, Form::Point, 12)
            .kind(kind)
            .text("ref", tags.get("ref"))
            .names(tags),
    )
}

/// Kinds of stations and stops: key, value, kind, first zoom, rank.
const TRANSPORT: [(&str, &str, &str, u8, u32); 10] = [
    ("aeroway", "aerodrome", "aerodrome", 11, 0),
    ("railway", "station", "station", 13, 1),
    ("amenity", "bus_station", "bus_station", 13, 2),
    ("amenity", "ferry_terminal", "ferry_terminal", 12, 2),
    ("aerialway", "ferry_terminal", "ferry_terminal", 12, 2),
    ("aerialway", "station", "aerialway_station", 13, 3),
    ("railway", "halt", "halt", 13, 3),
    ("aeroway", "helipad", "helipad", 13, 4),
    ("railway", "tram_stop", "tram_stop", 14, 5),
    ("highway", "bus_stop", "bus_stop", 14, 6),
];

fn transport(tags: &Tags<'_>) -> Option<Drawn> {
    let is = |(key, value, ..): &(&str, &str, &str, u8, u32)| tags.get(key) == Some(*value);
    let (.., kind, minzoom, rank) = TRANSPORT.into_iter().find(is)?;
    Some(Drawn::new(BasemapLayer::PublicTransport, Form::Point, minzoom).ranked(rank).kind(kind).names(tags))
}

/// Keys of points of interest; the layer has a field for each.
const POI_KEYS: [&str; 9] =
    ["amenity", "leisure", "tourism", "shop", "man_made", "historic", "emergency", "highway", "office"];
/// How many ranks what has a name goes before what has none.
const NAMELESS: u32 = 8;

fn point_of_interest(tags: &Tags<'_>) -> Option<Drawn> {
    let kinds = POI_KEYS.into_iter().filter_map(|key| {
        let value = tags.get(key)?;
        Some((key, value, poi_rank(key, value)?))
    });
    let kinds: Vec<(&'static str, &str, u32)> = kinds.collect();
    let rank = kinds.iter().map(|(.., rank)| *rank).min()?;
    let rank = if tags.get("name").is_some() { rank } else { rank + NAMELESS };
    let poi = Drawn::new(BasemapLayer::Pois, Form::Point, 14).ranked(rank).names(tags);
    let poi = kinds.into_iter().fold(poi, |poi, (key, value, _)| poi.text(key, Some(value)));
    let poi = poi.text("housename", tags.get("addr:housename")).text("housenumber", tags.get("addr:housenumber"));
    Some(poi.text("cuisine", tags.get("cuisine")).text("religion", tags.get("religion")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(tags: &[(&'static str, &'static str)], kind: ElementKind) -> Vec<&'static str> {
        drawn(&Tags(tags.to_vec()), kind).iter().map(|drawn| drawn.layer.schema().name).collect()
    }

    #[test]
    fn what_is_drawn_follows_tags_and_kind() {
        use ElementKind::{ClosedWay, Multipolygon, Node, OpenWay};
        let road = [("highway", "primary"), ("name", "Phố Huế")];
        assert_eq!(layers(&road, OpenWay), ["streets", "street_labels"]);
        assert_eq!(layers(&road, ClosedWay), ["streets", "street_labels"]);
        assert_eq!(layers(&road, Node), [""; 0]);
        assert_eq!(layers(&[("highway", "construction")], OpenWay), [""; 0]);
        let square = [("highway", "pedestrian"), ("area", "yes")];
        assert_eq!(layers(&square, ClosedWay), ["street_polygons", "streets_polygons_labels"]);
        let lake = [("natural", "water"), ("name", "Hồ Gươm")];
        assert_eq!(layers(&lake, Multipolygon), ["water_polygons", "water_polygons_labels"]);
        assert_eq!(layers(&lake, OpenWay), [""; 0]);
        let school = [("amenity", "school"), ("building", "yes")];
        assert_eq!(layers(&school, ClosedWay), ["sites", "buildings", "pois"]);
        assert_eq!(layers(&school, Node), ["pois"]);
        assert_eq!(layers(&[("place", "hamlet"), ("name", "Thôn Đoài")], Node), ["place_labels"]);
        assert_eq!(layers(&[("railway", "rail")], OpenWay), ["streets"]);
        assert_eq!(layers(&[("name", "không")], Node), [""; 0]);
    }

    #[test]
    fn numbers_of_roads_stand_one_a_line() {
        let tags = Tags(vec![("highway", "trunk"), ("ref", "QL.1A; AH1")]);
        let label = &drawn(&tags, ElementKind::OpenWay)[1];
        let value = |name| label.values.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone());
        assert_eq!(value("ref"), Some(FieldValue::Text("QL.1A\nAH1".to_owned())));
        assert_eq!((value("ref_rows"), value("ref_cols")), (Some(FieldValue::Number(2)), Some(FieldValue::Number(5))));
    }

    #[test]
    fn every_value_has_a_field_of_its_type() {
        let everything = Tags(vec![
            ("highway", "primary_link"),
            ("ref", "1"),
            ("name", "A"),
            ("name:en", "B"),
            ("surface", "asphalt"),
            ("service", "alley"),
            ("tracktype", "grade1"),
            ("place", "city"),
            ("natural", "water"),
            ("waterway", "canal"),
            ("landuse", "forest"),
            ("amenity", "hospital"),
            ("railway", "station"),
            ("route", "ferry"),
            ("aerialway", "gondola"),
            ("man_made", "pier"),
            ("cuisine", "pho"),
            ("religion", "buddhist"),
            ("addr:housenumber", "1"),
            ("addr:housename", "C"),
            ("building", "yes"),
        ]);
        let kinds = [ElementKind::Node, ElementKind::OpenWay, ElementKind::ClosedWay, ElementKind::Multipolygon];
        for drawn in kinds.into_iter().flat_map(|kind| drawn(&everything, kind)) {
            let schema = drawn.layer.schema();
            assert!(schema.zooms().contains(&drawn.minzoom), "{}", schema.name);
            for (name, value) in &drawn.values {
                let field = schema.fields.iter().find(|field| field.name == *name);
                let kind = match value {
                    FieldValue::Text(_) => "String",
                    FieldValue::Number(_) => "Number",
                    FieldValue::Flag(_) => "Boolean",
                };
                assert_eq!(field.map(|field| field.kind.name()), Some(kind), "{}.{name}", schema.name);
            }
        }
    }
}
