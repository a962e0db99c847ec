//! Layers of the basemap: those of Shortbread 1.0, with its names, fields and zooms, so that styles
//! made for it fit. Left out are those that other tilesets have (boundaries, addresses) and names in
//! German.
//!
//! Source: <https://shortbread-tiles.org/schema/1.0>, CC0; docs/decisions/0009 says why.

use super::{Field, LayerSchema, TileSetSchema, flag, number, text};

pub(super) const TILE_SET: TileSetSchema = TileSetSchema {
    name: "basemap",
    description: "Streets, railways, water, land use, buildings, places and points of interest",
    archive_file: "basemap.pmtiles",
    archive_maxzoom: 14,
    layers: &LAYERS,
};

const NAME: Field = text("name", "name");
const NAME_EN: Field = text("name_en", "name in English");
const TUNNEL: Field = flag("tunnel", "whether it runs in a tunnel or under a roof");
const BRIDGE: Field = flag("bridge", "whether it runs over a bridge");
const WAY_AREA: Field = number("way_area", "square metres in the Mercator projection");

/// All layers, in the order in which they stand in a tile.
pub(crate) const LAYERS: [&LayerSchema; 20] = [
    &LAND,
    &SITES,
    &WATER_POLYGONS,
    &WATER_LINES,
    &PIER_POLYGONS,
    &PIER_LINES,
    &FERRIES,
    &STREET_POLYGONS,
    &BRIDGES,
    &BUILDINGS,
    &STREETS,
    &AERIALWAYS,
    &PLACE_LABELS,
    &STREET_LABELS,
    &STREETS_POLYGONS_LABELS,
    &WATER_POLYGONS_LABELS,
    &WATER_LINES_LABELS,
    &PUBLIC_TRANSPORT,
    &POIS,
    &STREETS_LABELS_POINTS,
];

/// A layer of the basemap, in the order of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the table describes them")]
pub enum BasemapLayer {
    Land,
    Sites,
    WaterPolygons,
    WaterLines,
    PierPolygons,
    PierLines,
    Ferries,
    StreetPolygons,
    Bridges,
    Buildings,
    Streets,
    Aerialways,
    PlaceLabels,
    StreetLabels,
    StreetsPolygonsLabels,
    WaterPolygonsLabels,
    WaterLinesLabels,
    PublicTransport,
    Pois,
    StreetsLabelsPoints,
}

impl BasemapLayer {
    /// All of them, in the order of the table.
    pub const ALL: [Self; LAYERS.len()] = [
        Self::Land,
        Self::Sites,
        Self::WaterPolygons,
        Self::WaterLines,
        Self::PierPolygons,
        Self::PierLines,
        Self::Ferries,
        Self::StreetPolygons,
        Self::Bridges,
        Self::Buildings,
        Self::Streets,
        Self::Aerialways,
        Self::PlaceLabels,
        Self::StreetLabels,
        Self::StreetsPolygonsLabels,
        Self::WaterPolygonsLabels,
        Self::WaterLinesLabels,
        Self::PublicTransport,
        Self::Pois,
        Self::StreetsLabelsPoints,
    ];

    /// Its name, zooms and fields.
    pub fn schema(self) -> &'static LayerSchema {
        LAYERS[self as usize]
    }

    /// The first zoom at which the field in row `field` of its table is told.
    pub(crate) fn first_zoom_of(self, field: u8) -> u8 {
        match self.schema().fields.get(usize::from(field)).map(|field| field.name) {
            Some("oneway" | "oneway_reverse") if self == Self::Streets => 14,
            Some("link" | "tunnel" | "bridge" | "tracktype" | "surface" | "service") if self == Self::Streets => 11,
            _ => self.schema().minzoom,
        }
    }
}

/// Areas of what the ground is covered with or used for.
pub(crate) const LAND: LayerSchema = LayerSchema {
    name: "land",
    description: "Land cover and land use: forests from zoom 7, built-up land from 10, the rest from 11",
    minzoom: 7,
    maxzoom: 14,
    fields: &[text("kind", "forest, grass, park, residential, industrial, farmland, cemetery and so on")],
};

/// Grounds of what has buildings on it.
pub(crate) const SITES: LayerSchema = LayerSchema {
    name: "sites",
    description: "Grounds of schools, hospitals, car parks and so on",
    minzoom: 14,
    maxzoom: 14,
    fields: &[text("kind", "school, university, college, hospital, prison, parking, construction and so on")],
};

/// Areas of inland water.
pub(crate) const WATER_POLYGONS: LayerSchema = LayerSchema {
    name: "water_polygons",
    description: "Lakes, reservoirs and rivers as areas",
    minzoom: 4,
    maxzoom: 14,
    fields: &[text("kind", "water, river, reservoir, basin, dock or canal"), WAY_AREA],
};

/// Points with names of inland water.
pub(crate) const WATER_POLYGONS_LABELS: LayerSchema = LayerSchema {
    name: "water_polygons_labels",
    description: "A point in each area of water that has a name, large ones first",
    minzoom: 4,
    maxzoom: 14,
    fields: &[text("kind", "as in water_polygons"), WAY_AREA, NAME, NAME_EN],
};

/// Lines of running water.
pub(crate) const WATER_LINES: LayerSchema = LayerSchema {
    name: "water_lines",
    description: "Rivers and canals from zoom 9, streams and ditches at 14",
    minzoom: 9,
    maxzoom: 14,
    fields: &[text("kind", "river, canal, stream or ditch"), TUNNEL, BRIDGE],
};

/// Lines with names of running water.
pub(crate) const WATER_LINES_LABELS: LayerSchema = LayerSchema {
    name: "water_lines_labels",
    description: "Lines of running water that has a name: rivers and canals from zoom 12, others at 14",
    minzoom: 12,
    maxzoom: 14,
    fields: &[text("kind", "as in water_lines"), NAME, NAME_EN],
};

/// Areas of piers.
pub(crate) const PIER_POLYGONS: LayerSchema = LayerSchema {
    name: "pier_polygons",
    description: "Piers, breakwaters and groynes as areas",
    minzoom: 12,
    maxzoom: 14,
    fields: &[text("kind", "pier, breakwater or groyne")],
};

/// Lines of piers.
pub(crate) const PIER_LINES: LayerSchema = LayerSchema {
    name: "pier_lines",
    description: "Piers, breakwaters and groynes as lines",
    minzoom: 12,
    maxzoom: 14,
    fields: &[text("kind", "pier, breakwater or groyne")],
};

/// Lines of ferries.
pub(crate) const FERRIES: LayerSchema = LayerSchema {
    name: "ferries",
    description: "Ferries that take cars from zoom 10, others from 12",
    minzoom: 10,
    maxzoom: 14,
    fields: &[text("kind", "ferry"), NAME, NAME_EN],
};

/// Areas of streets.
pub(crate) const STREET_POLYGONS: LayerSchema = LayerSchema {
    name: "street_polygons",
    description: "Squares, runways and what else of streets is known as an area",
    minzoom: 11,
    maxzoom: 14,
    fields: &[
        text("kind", "pedestrian, service, runway or taxiway"),
        flag("rail", "false"),
        TUNNEL,
        BRIDGE,
        text("surface", "surface, as OpenStreetMap has it"),
    ],
};

/// Points with names of areas of streets.
pub(crate) const STREETS_POLYGONS_LABELS: LayerSchema = LayerSchema {
    name: "streets_polygons_labels",
    description: "A point in each area of a street that has a name",
    minzoom: 14,
    maxzoom: 14,
    fields: &[text("kind", "as in street_polygons"), NAME, NAME_EN],
};

/// Areas of bridges.
pub(crate) const BRIDGES: LayerSchema = LayerSchema {
    name: "bridges",
    description: "Bridges as areas",
    minzoom: 12,
    maxzoom: 14,
    fields: &[text("kind", "bridge")],
};

/// Areas of buildings.
pub(crate) const BUILDINGS: LayerSchema =
    LayerSchema { name: "buildings", description: "Every building", minzoom: 14, maxzoom: 14, fields: &[] };

/// Lines of streets and tracks.
pub(crate) const STREETS: LayerSchema = LayerSchema {
    name: "streets",
    description: "Streets, paths, railways and runways: motorways from zoom 5, trunk 6, primary 8, secondary 9, \
                  tertiary 10, residential 12, the rest 13; what lies above others comes later",
    minzoom: 5,
    maxzoom: 14,
    fields: &[
        text("kind", "value of OpenStreetMap's highway, railway or aeroway tag, links without _link"),
        flag("link", "whether it links two streets (from zoom 11)"),
        flag("rail", "whether it is a railway"),
        TUNNEL,
        BRIDGE,
        flag("oneway", "whether it is open in one direction only (at zoom 14)"),
        flag("oneway_reverse", "whether that is against the line (at zoom 14)"),
        text("tracktype", "value of OpenStreetMap's tracktype tag (from zoom 11)"),
        text("surface", "value of OpenStreetMap's surface tag (from zoom 11)"),
        text("service", "value of OpenStreetMap's service tag (from zoom 11)"),
    ],
};

/// Lines with names and numbers of streets.
pub(crate) const STREET_LABELS: LayerSchema = LayerSchema {
    name: "street_labels",
    description: "Lines of streets that have a name or number: motorways from zoom 10, trunk and primary 12, \
                  secondary and tertiary 13, the rest 14",
    minzoom: 10,
    maxzoom: 14,
    fields: &[
        text("kind", "value of OpenStreetMap's highway, railway or aeroway tag"),
        text("ref", "number (QL.1A), one a line"),
        number("ref_rows", "lines of ref"),
        number("ref_cols", "letters of the longest line of ref"),
        NAME,
        NAME_EN,
    ],
};

/// Points of motorway exits.
pub(crate) const STREETS_LABELS_POINTS: LayerSchema = LayerSchema {
    name: "streets_labels_points",
    description: "Exits of motorways",
    minzoom: 12,
    maxzoom: 14,
    fields: &[text("kind", "motorway_junction"), text("ref", "number"), NAME, NAME_EN],
};

/// Lines of aerialways.
pub(crate) const AERIALWAYS: LayerSchema = LayerSchema {
    name: "aerialways",
    description: "Cable cars and their like",
    minzoom: 12,
    maxzoom: 14,
    fields: &[text("kind", "cable_car, gondola, chair_lift and so on")],
};

/// Points of populated places.
pub(crate) const PLACE_LABELS: LayerSchema = LayerSchema {
    name: "place_labels",
    description: "Populated places: capitals from zoom 4, cities 6, towns 7, the rest 10; large ones first",
    minzoom: 4,
    maxzoom: 14,
    fields: &[
        text("kind", "capital, state_capital, city, town, village, hamlet, suburb, quarter and so on"),
        NAME,
        NAME_EN,
        number("population", "inhabitants, or what is usual for the kind"),
    ],
};

/// Points of stations and stops.
pub(crate) const PUBLIC_TRANSPORT: LayerSchema = LayerSchema {
    name: "public_transport",
    description: "Airports from zoom 11, ferry terminals 12, stations 13, stops 14",
    minzoom: 11,
    maxzoom: 14,
    fields: &[text("kind", "aerodrome, station, bus_station, bus_stop, ferry_terminal and so on"), NAME, NAME_EN],
};

/// Points of interest.
pub(crate) const POIS: LayerSchema = LayerSchema {
    name: "pois",
    description: "Points of interest, what more people look for first",
    minzoom: 14,
    maxzoom: 14,
    fields: &[
        text("amenity", "value of OpenStreetMap's amenity tag"),
        text("leisure", "value of OpenStreetMap's leisure tag"),
        text("tourism", "value of OpenStreetMap's tourism tag"),
        text("shop", "value of OpenStreetMap's shop tag"),
        text("man_made", "value of OpenStreetMap's man_made tag"),
        text("historic", "value of OpenStreetMap's historic tag"),
        text("emergency", "value of OpenStreetMap's emergency tag"),
        text("highway", "value of OpenStreetMap's highway tag"),
        text("office", "value of OpenStreetMap's office tag"),
        NAME,
        NAME_EN,
        text("housename", "name of the house"),
        text("housenumber", "number of the house"),
        text("cuisine", "what is cooked, of places to eat"),
        text("religion", "of places of worship"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_stand_in_the_order_of_the_table() {
        for (index, layer) in BasemapLayer::ALL.into_iter().enumerate() {
            assert_eq!(layer as usize, index);
            let name = layer.schema().name.replace('_', "");
            assert_eq!(format!("{layer:?}").to_lowercase(), name);
        }
    }
}
