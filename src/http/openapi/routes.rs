//! What can be asked: every path, what it takes and what it answers with, as tables.

use vmap_core::quality::FindingKind;

use super::{forms, records};
use crate::http::changes;
use crate::http::features::Crs;

/// The names of what may be the matter with a place.
const FINDING_NAMES: [&str; FindingKind::COUNT] = {
    let mut names = [""; FindingKind::COUNT];
    let mut at = 0;
    while at < names.len() {
        names[at] = FindingKind::ALL[at].0;
        at += 1;
    }
    names
};

/// What a parameter takes.
pub enum Kind {
    Text,
    Day,
    Integer { least: i64, most: i64 },
    Number { least: f64, most: f64 },
    Flag,
    Choice(&'static [&'static str]),
    Choices(&'static [&'static str]),
}

/// A parameter of one or more routes.
pub struct Parameter {
    pub name: &'static str,
    pub meaning: &'static str,
    pub kind: Kind,
}

/// What a route answers with when all goes well.
pub enum Answers {
    Features,
    Feature,
    Batch,
    Conversion,
    Conversions,
    Parsing,
    /// By the schema of this name.
    Record(&'static str),
    /// One that was made from what is posted, both by the schemas of these names.
    Made {
        posted: &'static str,
        record: &'static str,
    },
    /// A CSV file to a form with one, by the schema of this name.
    Rows {
        form: &'static str,
    },
    Json,
    Text,
    Bytes(&'static str),
}

/// What is done at one path: GET, or POST where it takes a body.
pub struct Route {
    pub path: &'static str,
    pub summary: &'static str,
    pub query: &'static [&'static [Parameter]],
    pub answers: Answers,
}

impl Route {
    /// The media type and the schema of the body that it takes.
    pub fn body(&self) -> Option<(&'static str, &'static str)> {
        match self.answers {
            Answers::Batch => Some((JSON, "BatchItems")),
            Answers::Conversions => Some((JSON, "ConversionItems")),
            Answers::Made { posted, .. } => Some((JSON, posted)),
            Answers::Rows { form } => Some(("multipart/form-data", form)),
            _ => None,
        }
    }
}

const JSON: &str = "application/json";

const fn parameter(name: &'static str, meaning: &'static str, kind: Kind) -> Parameter {
    Parameter { name, meaning, kind }
}

const TEXTS: &[Parameter] = &[
    parameter("q", "A whole address or name in one line, or part of one; not together with the parts", Kind::Text),
    parameter("housenumber", "House number or alley path", Kind::Text),
    parameter("street", "Street", Kind::Text),
    parameter("hamlet", "Hamlet or quarter", Kind::Text),
    parameter("ward", "Ward of either era", Kind::Text),
    parameter("district", "District; only addresses before July 2025 have one", Kind::Text),
    parameter("province", "Province of either era", Kind::Text),
];
pub const POSITION: &[Parameter] = &[
    parameter("lat", "Latitude, WGS84 degrees", Kind::Number { least: -90.0, most: 90.0 }),
    parameter("lon", "Longitude, WGS84 degrees", Kind::Number { least: -180.0, most: 180.0 }),
];
const F: &[Parameter] = &[parameter("f", "The form; there is one", Kind::Choice(&["json"]))];
const CRS: &[Parameter] =
    &[parameter("crs", "Coordinate system of the answer, CRS84 when not given", Kind::Choice(&Crs::NAMES))];
const ITEMS: &[Parameter] = &[
    parameter(
        "limit",
        "Features on a page: 100 when not given, at most 10,000",
        Kind::Integer { least: 1, most: 10_000 },
    ),
    parameter("bbox", "Lower and upper corner in the axes of bbox-crs, with commas", Kind::Text),
    parameter("bbox-crs", "Coordinate system of bbox, CRS84 when not given", Kind::Choice(&Crs::NAMES)),
    parameter(
        "datetime",
        "An instant, or two with a slash, .. where an end is open: units that are in force then; addresses have no times \
         of their own here",
        Kind::Text,
    ),
    parameter("ward_code", "Only addresses in today's ward of this code", Kind::Text),
    parameter("province_code", "Only what lies in the province of this code", Kind::Text),
    parameter("cursor", "Where the page begins, from a link", Kind::Text),
];
const FILTERS: &[Parameter] = &[
    parameter("autocomplete", "1: the last word may be unfinished", Kind::Flag),
    parameter("bbox", "minLon,minLat,maxLon,maxLat: only results inside", Kind::Text),
    parameter("ward_code", "Only results in today's ward of this code", Kind::Text),
    parameter("province_code", "Only results in today's province of this code", Kind::Text),
    parameter("explain", "1: say how each result was found and scored", Kind::Flag),
];
const RADIUS: &[Parameter] =
    &[parameter("radius", "Farthest a result may be, metres", Kind::Number { least: 1.0, most: 100_000.0 })];
const AT: &[Parameter] = &[parameter(
    "at",
    "A day, YYYY-MM-DD, from the first that units are known of: names in force on that day are read, and units of that \
     day shown, whatever admin says. Changes before 2025 are known by an interval of years only; where such a change \
     leaves it open which unit held a place, the unit of the eve of the reform is shown and the result is ambiguous",
    Kind::Day,
)];
const LANGUAGE: &[Parameter] = &[parameter("lang", "Language of units in labels", Kind::Choice(&["vi", "en"]))];
const COMMON: &[Parameter] = &[
    parameter("limit", "Most results, 5 when not given", Kind::Integer { least: 1, most: 50 }),
    parameter(
        "type",
        "Only results of this type; may be repeated",
        Kind::Choices(&["house", "alley", "street", "hamlet", "poi", "ward", "district", "province"]),
    ),
    parameter("admin", "Whose units labels and fields show", Kind::Choice(&["current", "legacy", "input", "both"])),
    parameter("format", "How properties are laid out", Kind::Choice(&["flat", "geocodejson"])),
];

const UNITS: &[Parameter] = &[
    parameter("level", "Only units of this level", Kind::Choice(&["province", "district", "ward"])),
    parameter("era", "Only units of today, or only those that have ended", Kind::Choice(&["current", "legacy"])),
    parameter("at", "Only units in force on this day, YYYY-MM-DD, under their names of then; not with era", Kind::Day),
];
const UNITS_WITHIN: &[Parameter] = &[
    parameter("parent", "Only units within the unit of this code", Kind::Text),
    parameter("q", "Only units with this in one of their names, marks and case aside", Kind::Text),
];
const PAGES: &[Parameter] = &[
    parameter("limit", "Most entries on a page, 100 when not given", Kind::Integer { least: 1, most: 1000 }),
    parameter("page", "Which page, from 1", Kind::Integer { least: 1, most: 65_535 }),
];
const WARD_LISTING: &[Parameter] = &[
    parameter("ward_code", "Code of a ward of today; needed", Kind::Text),
    parameter("street", "Only the street of this name, in any spelling", Kind::Text),
];
const FINDINGS: &[Parameter] =
    &[parameter("finding", "Only rows of this kind; may be repeated", Kind::Choices(&FINDING_NAMES))];
const FORWARD: &[Parameter] = &[parameter(
    "to",
    "next: one change; current: all of them, to the units of today",
    Kind::Choice(&["next", "current"]),
)];
const BACKWARD: &[Parameter] = &[parameter(
    "to",
    "next: one change; first: all of them, to the first day known",
    Kind::Choice(&["next", "first"]),
)];
pub const CONVERTED: &[Parameter] = &[
    parameter("q", "An address or the name of a unit; not together with ward_code", Kind::Text),
    parameter(
        "ward_code",
        "Code of a ward: a former one to today's form where there is one, one of today to the old form",
        Kind::Text,
    ),
];
const CONVERSION: &[Parameter] = &[
    parameter("to", "Into which form, current when not given", Kind::Choice(&["current", "legacy"])),
    parameter("at", "Only names of units in force on this day are read, YYYY-MM-DD", Kind::Day),
];

const THEME: &[Parameter] = &[parameter("theme", "Colours, light when not given", Kind::Choice(&["light", "dark"]))];

const LINE: &[Parameter] = &[parameter("q", "An address in one line, at most 200 characters", Kind::Text)];

const KNOWN: &[Parameter] =
    &[parameter("known", "Only what was recorded up to this day, YYYY-MM-DD in UTC", Kind::Day)];
const DAYS: &[Parameter] = &[
    parameter("at", "As it was on this day, YYYY-MM-DD, by the registry", Kind::Day),
    parameter("known", "As the registry knew on this day, YYYY-MM-DD in UTC", Kind::Day),
];
const FEED: &[Parameter] = &[
    parameter(
        "since",
        "Only changes after this number; 0, all of them, when not given",
        Kind::Integer { least: 0, most: i64::MAX },
    ),
    parameter(
        "limit",
        "Most changes, 1000 when not given",
        Kind::Integer { least: 1, most: changes::MOST_CHANGES as i64 },
    ),
];

pub const ROUTES: &[Route] = &[
    route(
        "/search",
        "Find an address, street, place or unit",
        &[TEXTS, POSITION, FILTERS, COMMON, AT, LANGUAGE],
        Answers::Features,
    ),
    route(
        "/autocomplete",
        "The same while it is typed",
        &[TEXTS, POSITION, FILTERS, COMMON, AT, LANGUAGE],
        Answers::Features,
    ),
    route(
        "/reverse",
        "The nearest addresses, and the units that hold the point",
        &[POSITION, RADIUS, COMMON, AT, LANGUAGE],
        Answers::Features,
    ),
    route(
        "/search/csv",
        "The place of each row of a CSV file of any encoding and delimiter: the file comes back with all of its columns \
         and rows in their order, then result_status (ok, ambiguous, not_found, invalid), what the first result of \
         /search says, and result_note with the reason where a row cannot be asked",
        &[],
        Answers::Rows { form: forms::SEARCH },
    ),
    route(
        "/reverse/csv",
        "What is at the position of each row of a CSV file, in the same form",
        &[],
        Answers::Rows { form: forms::REVERSE },
    ),
    route(
        "/batch",
        "Many addresses or positions at once, each answered as /search or /reverse answers it, in their order; parameters \
         are for all of them",
        &[COMMON, AT, LANGUAGE],
        Answers::Batch,
    ),
    route(
        "/addresses",
        "The addresses of a ward, or of a street in it, in the order of streets and house numbers; those without a \
         street behind, by hamlet. next is the address of the page that follows",
        &[WARD_LISTING, PAGES, LANGUAGE],
        Answers::Json,
    ),
    route(
        "/addresses/{id}",
        "One place by identifier, or one unit by code, from the release. With at or known, how the registry has the \
         place, with the properties of VersionRecord, also when it is gone since",
        &[DAYS, LANGUAGE],
        Answers::Feature,
    ),
    route(
        "/addresses/{id}/history",
        "Every version of a place, oldest first, with the days for which it holds and when that was recorded",
        &[KNOWN, LANGUAGE],
        Answers::Record(records::HISTORY),
    ),
    route(
        "/changes",
        "Changes of the registry in the order of their numbers: who asks for what follows the last number it has misses \
         nothing. The page is the last one when its last number is latest",
        &[FEED],
        Answers::Record(records::CHANGES),
    ),
    route("/changes/latest", "The number and the instant of the last change: seq, at", &[], Answers::Json),
    route(
        "/changes/units",
        "All units and boundaries of the registry with their revision, for those who keep a copy; areas are \
         hexadecimal well-known binary",
        &[],
        Answers::Json,
    ),
    route(
        "/proposals",
        "Say that a place lies elsewhere (move), has another address (correct), is not registered (new) or is no longer \
         there (gone). A person decides; until then nothing changes",
        &[],
        Answers::Made { posted: records::NEW_PROPOSAL, record: records::PROPOSAL },
    ),
    route("/proposals/{number}", "What became of a proposal", &[], Answers::Record(records::PROPOSAL)),
    route(
        "/units",
        "Administrative units by level, era or day, unit above and name; those of today when neither era nor at is given",
        &[UNITS, UNITS_WITHIN, PAGES],
        Answers::Json,
    ),
    route("/units/{code}", "Every unit that has or had a code, with its former names", &[UNITS], Answers::Json),
    route(
        "/units/{code}/successors",
        "What became of a unit: each change with its kind, day, act and share. A share is of land, estimated from \
         boundaries and centres; day_earliest says that only an interval is known; act is null where no source names one",
        &[UNITS, FORWARD],
        Answers::Json,
    ),
    route(
        "/units/{code}/predecessors",
        "What a unit was made from, in the same form",
        &[UNITS, BACKWARD],
        Answers::Json,
    ),
    route(
        "/convert",
        "An address in today's form or the old one: every unit that it may lie in, fewer where the release knows its \
         house, street or hamlet",
        &[CONVERTED, CONVERSION, LANGUAGE],
        Answers::Conversion,
    ),
    route(
        "/convert",
        "Many addresses or codes at once, each converted as GET /convert converts it, in their order; parameters are for \
         all of them",
        &[CONVERSION, LANGUAGE],
        Answers::Conversions,
    ),
    route(
        "/parse",
        "How a line is read: every part of it with its role, the units it may name, other readings and what is left over",
        &[LINE],
        Answers::Parsing,
    ),
    route(
        "/quality",
        "What is the matter with the addresses of every province and ward, as it was counted when the release was \
         published: faulty has each address with a fault once; findings that there is none of are left out. Whether \
         points lie outside of their ward is judged only where the boundary is surveyed",
        &[],
        Answers::Json,
    ),
    route(
        "/quality/{ward_code}",
        "What was found of each place in a ward of today, what matters most first, as GeoJSON: finding is the kind, \
         distance_m how far off, other_id the other place of the same address, unit the ward that holds the point or \
         the former ward that does not belong. next is the address of the page that follows",
        &[FINDINGS, PAGES, LANGUAGE],
        Answers::Json,
    ),
    route("/conformance", "What of OGC API Features is kept to", &[], Answers::Json),
    route("/collections", "Collections of features: addresses, and areas of units of both eras", &[F], Answers::Json),
    route("/collections/{id}", "One collection: extent, coordinate systems, links", &[F], Answers::Json),
    route(
        "/collections/{id}/items",
        "Features as GeoJSON, page by page: the link with rel=next goes on in the release that the first page came \
         from, also when another one is published meanwhile",
        &[F, ITEMS, CRS],
        Answers::Bytes("application/geo+json"),
    ),
    route("/collections/{id}/items/{feature}", "One feature", &[F, CRS], Answers::Bytes("application/geo+json")),
    route(
        "/releases",
        "Every release that is kept, the newest first: identifier, instant, counts, sources, bytes; current is the one \
         that answers",
        &[],
        Answers::Json,
    ),
    route(
        "/releases/{id}",
        "One release, current for the one that answers: the same, places by province, and its files with where to \
         download them",
        &[],
        Answers::Json,
    ),
    route(
        "/releases/{id}/files/{name}",
        "A file of a release, also by Range",
        &[],
        Answers::Bytes("application/octet-stream"),
    ),
    route(
        "/releases/{id}/tiles/{tileset}/{z}/{x}/{y}.mvt",
        "The same tile as below /tiles, to be kept for ever; 307 to that where another release answers by now. The \
         TileJSON and the archive of the tileset lie beside it as they do there",
        &[],
        Answers::Bytes("application/vnd.mapbox-vector-tile"),
    ),
    route(
        "/usage",
        "How much was asked on each day, by Vietnam's clock: kinds of questions, tiles, and how many questions found \
         nothing; nothing about who asked or what",
        &[],
        Answers::Json,
    ),
    route("/tiles/{tileset}.json", "TileJSON 3.0 of a tileset: addresses, admin or basemap", &[], Answers::Json),
    route(
        "/tiles/{tileset}/{z}/{x}/{y}.mvt",
        "A vector tile, in gzip to those who take it; 204 where nothing is",
        &[],
        Answers::Bytes("application/vnd.mapbox-vector-tile"),
    ),
    route(
        "/tiles/{tileset}.pmtiles",
        "A tileset's archive, also by Range",
        &[],
        Answers::Bytes("application/vnd.pmtiles"),
    ),
    route(
        "/style.json",
        "The map's style for MapLibre; metadata of each layer says under vmap:group what it belongs to: addresses, \
         communes, districts, basemap, or country, which is always drawn",
        &[THEME],
        Answers::Json,
    ),
    route("/version", "Release, counts, sources and build", &[], Answers::Json),
    route("/healthz", "The process answers", &[], Answers::Text),
    route("/readyz", "A release is open", &[], Answers::Text),
    route("/metrics", "Figures for Prometheus", &[], Answers::Text),
    route("/openapi.json", "This document", &[], Answers::Json),
];

const fn route(
    path: &'static str,
    summary: &'static str,
    query: &'static [&'static [Parameter]],
    answers: Answers,
) -> Route {
    Route { path, summary, query, answers }
}
