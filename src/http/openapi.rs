//! `/openapi.json`: what can be asked, as OpenAPI 3.1, made from the tables below and from the
//! types that answers are written from.

mod records;

use std::sync::LazyLock;

use axum::Json;
use serde_json::json;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use vmap_core::quality::FindingKind;
use vmap_geocoder::{Conversion, Hit};

use super::problem::{ParameterProblem, Problem};
use super::{asked, batch, changes};
use crate::answering::{AnswerStatus, LONGEST_TEXT};
use crate::parsing::Parsing;

/// `GET /openapi.json`.
pub async fn document() -> Json<&'static OpenApi> {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(build);
    Json(&DOCUMENT)
}

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
enum Kind {
    Text,
    Day,
    Integer { least: i64, most: i64 },
    Number { least: f64, most: f64 },
    Flag,
    Choice(&'static [&'static str]),
    Choices(&'static [&'static str]),
}

/// A parameter of one or more routes.
struct Parameter {
    name: &'static str,
    meaning: &'static str,
    kind: Kind,
}

/// What a route answers with when all goes well.
enum Answers {
    Features,
    Feature,
    Batch,
    Conversion,
    Parsing,
    /// By the schema of this name.
    Record(&'static str),
    /// One that was made from what is posted, both by the schemas of these names.
    Made {
        posted: &'static str,
        record: &'static str,
    },
    Json,
    Text,
    Bytes(&'static str),
}

/// One path, which takes GET, or POST where it takes a body.
struct Route {
    path: &'static str,
    summary: &'static str,
    query: &'static [&'static [Parameter]],
    answers: Answers,
}

impl Route {
    /// The schema of the body that it takes.
    fn body(&self) -> Option<&'static str> {
        match self.answers {
            Answers::Batch => Some("BatchItems"),
            Answers::Made { posted, .. } => Some(posted),
            _ => None,
        }
    }
}

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
const POSITION: &[Parameter] = &[
    parameter("lat", "Latitude, WGS84 degrees", Kind::Number { least: -90.0, most: 90.0 }),
    parameter("lon", "Longitude, WGS84 degrees", Kind::Number { least: -180.0, most: 180.0 }),
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
const CONVERSION: &[Parameter] = &[
    parameter("q", "An address or the name of a unit; not together with ward_code", Kind::Text),
    parameter(
        "ward_code",
        "Code of a ward: a former one to today's form where there is one, one of today to the old form",
        Kind::Text,
    ),
    parameter("to", "Into which form, current when not given", Kind::Choice(&["current", "legacy"])),
    parameter("at", "Only names of units in force on this day are read, YYYY-MM-DD", Kind::Day),
];

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

const ROUTES: &[Route] = &[
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
        &[CONVERSION, LANGUAGE],
        Answers::Conversion,
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
    route("/tiles/{tileset}.json", "TileJSON 3.0 of a tileset: addresses, admin or basemap", &[], Answers::Json),
    route(
        "/tiles/{tileset}/{z}/{x}/{y}.mvt",
        "A vector tile, gzip",
        &[],
        Answers::Bytes("application/vnd.mapbox-vector-tile"),
    ),
    route(
        "/tiles/{tileset}.pmtiles",
        "A tileset's archive, also by Range",
        &[],
        Answers::Bytes("application/vnd.pmtiles"),
    ),
    route("/style.json", "The map's style", &[], Answers::Json),
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

fn build() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Vmap")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Vietnam's national address registry, geocoder and map tile service."))
        .license(Some(LicenseBuilder::new().name("Apache-2.0 OR MIT").build()))
        .build();
    let paths = ROUTES.iter().fold(PathsBuilder::new(), |paths, route| paths.path(route.path, path_item(route)));
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components())).build()
}

fn components() -> utoipa::openapi::Components {
    let mut schemas = Vec::new();
    Hit::schemas(&mut schemas);
    Conversion::schemas(&mut schemas);
    Parsing::schemas(&mut schemas);
    Problem::schemas(&mut schemas);
    schemas.push((Conversion::name().into_owned(), Conversion::schema()));
    schemas.push((Parsing::name().into_owned(), Parsing::schema()));
    schemas.push((Hit::name().into_owned(), Hit::schema()));
    schemas.push((Problem::name().into_owned(), Problem::schema()));
    schemas.push((ParameterProblem::name().into_owned(), ParameterProblem::schema()));
    schemas.push(("Feature".to_owned(), feature()));
    schemas.push(("FeatureCollection".to_owned(), feature_collection()));
    schemas.push(("BatchItems".to_owned(), batch_items()));
    schemas.push(("BatchAnswer".to_owned(), batch_answer()));
    schemas.extend(records::schemas());
    ComponentsBuilder::new().schemas_from_iter(schemas).build()
}

fn feature() -> RefOr<Schema> {
    let position = ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::Number)).min_items(Some(2));
    let geometry = ObjectBuilder::new()
        .description(Some("A GeoJSON Point: longitude, latitude"))
        .property("type", ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["Point"])))
        .property("coordinates", position);
    ObjectBuilder::new()
        .property("type", ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["Feature"])))
        .property("geometry", geometry)
        .property("properties", Ref::from_schema_name(Hit::name()))
        .required("type")
        .required("geometry")
        .required("properties")
        .into()
}

fn feature_collection() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let geocoding = ObjectBuilder::new()
        .property("version", text())
        .property("query", text())
        .property("attribution", text())
        .property("licence", text());
    ObjectBuilder::new()
        .property("type", text().enum_values(Some(["FeatureCollection"])))
        .property("geocoding", geocoding)
        .property("release", text().description(Some("The release that the answer comes from")))
        .property("features", ArrayBuilder::new().items(Ref::from_schema_name("Feature")))
        .required("type")
        .required("geocoding")
        .required("release")
        .required("features")
        .into()
}

/// The items of a batch: a line, parts or a position, with an `id` of the asker's own.
fn batch_items() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST_TEXT));
    let parts = || asked::PARTS.iter().fold(ObjectBuilder::new(), |parts, part| parts.property(*part, text()));
    let item = parts()
        .description(Some("q, or the parts of an address here or in fields, or lat and lon alone"))
        .property("id", ObjectBuilder::new().description(Some("Whatever the answer is to be known by")))
        .property("q", text())
        .property("fields", parts());
    let item =
        POSITION.iter().fold(item, |item, position| item.property(position.name, parameter_schema(&position.kind)));
    ArrayBuilder::new().items(item).max_items(Some(batch::MOST_ITEMS)).into()
}

fn batch_answer() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let statuses = AnswerStatus::ALL.map(AnswerStatus::name);
    let result = ObjectBuilder::new()
        .property("id", ObjectBuilder::new().description(Some("The item's own, null where it has none")))
        .property("status", text().enum_values(Some(statuses)))
        .property("features", ArrayBuilder::new().items(Ref::from_schema_name("Feature")))
        .property("problem", Ref::from_schema_name(Problem::name()))
        .required("id")
        .required("status");
    ObjectBuilder::new()
        .property("release", text().description(Some("The release that the answers come from")))
        .property("attribution", text())
        .property("licence", text())
        .property("results", ArrayBuilder::new().items(result))
        .required("release")
        .required("results")
        .into()
}

fn path_item(route: &Route) -> PathItem {
    let problem = |description: &str| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
        ResponseBuilder::new().description(description).content("application/problem+json", content).build()
    };
    let query = route.query.iter().flat_map(|group| group.iter()).map(query_parameter);
    let in_path = path_names(route.path).map(path_parameter);
    let operation = OperationBuilder::new()
        .operation_id(Some(operation_id(route.path)))
        .summary(Some(route.summary))
        .parameters(Some(in_path.chain(query)))
        .response(success_status(&route.answers), success(&route.answers))
        .response("400", problem("A parameter cannot be understood"))
        .response("404", problem("There is no such thing"));
    let operation = match route.answers {
        Answers::Bytes(_) => operation.response("204", ResponseBuilder::new().description("Nothing is there").build()),
        Answers::Feature => {
            operation.response("410", problem("It is no longer there: successor is what it was merged into"))
        }
        Answers::Made { .. } => operation
            .response("429", problem("More than one client may send: see Retry-After"))
            .response("503", problem("The registry is being written to: see Retry-After")),
        _ => operation,
    };
    match route.body() {
        None => PathItem::new(HttpMethod::Get, operation.build()),
        Some(schema) => {
            let operation = operation.request_body(Some(body(schema))).response("413", problem("It is too large"));
            PathItem::new(HttpMethod::Post, operation.build())
        }
    }
}

fn body(schema: &str) -> RequestBody {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
    RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True)).build()
}

fn success_status(answers: &Answers) -> &'static str {
    if matches!(answers, Answers::Made { .. }) { "201" } else { "200" }
}

fn success(answers: &Answers) -> utoipa::openapi::Response {
    let schema = match answers {
        Answers::Features => Some(RefOr::Ref(Ref::from_schema_name("FeatureCollection"))),
        Answers::Feature => Some(RefOr::Ref(Ref::from_schema_name("Feature"))),
        Answers::Batch => Some(RefOr::Ref(Ref::from_schema_name("BatchAnswer"))),
        Answers::Conversion => Some(RefOr::Ref(Ref::from_schema_name(Conversion::name()))),
        Answers::Parsing => Some(RefOr::Ref(Ref::from_schema_name(Parsing::name()))),
        Answers::Record(name) | Answers::Made { record: name, .. } => Some(RefOr::Ref(Ref::from_schema_name(*name))),
        Answers::Json => Some(ObjectBuilder::new().into()),
        Answers::Text | Answers::Bytes(_) => None,
    };
    let media_type = match answers {
        Answers::Text => "text/plain",
        Answers::Bytes(media_type) => media_type,
        _ => "application/json",
    };
    let content = ContentBuilder::new().schema(schema).build();
    ResponseBuilder::new().description("The answer").content(media_type, content).build()
}

fn query_parameter(parameter: &Parameter) -> utoipa::openapi::path::Parameter {
    ParameterBuilder::new()
        .name(parameter.name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(parameter.meaning))
        .schema(Some(parameter_schema(&parameter.kind)))
        .build()
}

fn parameter_schema(kind: &Kind) -> Schema {
    let of = |kind: Type| ObjectBuilder::new().schema_type(SchemaType::new(kind));
    match kind {
        Kind::Text => of(Type::String).max_length(Some(200)).into(),
        Kind::Integer { least, most } => of(Type::Integer).minimum(Some(*least)).maximum(Some(*most)).into(),
        Kind::Number { least, most } => of(Type::Number).minimum(Some(*least)).maximum(Some(*most)).into(),
        Kind::Day => of(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).into(),
        Kind::Flag => of(Type::Integer).enum_values(Some([json!(0), json!(1)])).into(),
        Kind::Choice(names) => of(Type::String).enum_values(Some(names.iter().copied())).into(),
        Kind::Choices(names) => {
            ArrayBuilder::new().items(of(Type::String).enum_values(Some(names.iter().copied()))).into()
        }
    }
}

fn path_parameter(name: &str) -> utoipa::openapi::path::Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

/// The names in braces of `path`.
fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}

fn operation_id(path: &str) -> String {
    let words: Vec<&str> =
        path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("_")
}
