//! `/openapi.json`: what can be asked, as OpenAPI 3.1, made from the tables below and from the
//! types that answers are written from.

mod forms;
mod records;
mod routes;

use std::sync::LazyLock;

use axum::Json;
use serde_json::json;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{
    AllOfBuilder, ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use vmap_geocoder::{Conversion, Hit};

use self::routes::{Answers, CONVERTED, Kind, POSITION, Parameter, ROUTES, Route};
use super::problem::{ParameterProblem, Problem};
use super::{asked, batch};
use crate::answering::{AnswerStatus, LONGEST_TEXT};
use crate::parsing::Parsing;

/// `GET /openapi.json`.
pub async fn document() -> Json<&'static OpenApi> {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(build);
    Json(&DOCUMENT)
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
    schemas.push(("ConversionItems".to_owned(), conversion_items()));
    schemas.push(("ConversionAnswer".to_owned(), conversion_answer()));
    schemas.extend(records::schemas());
    schemas.extend(forms::schemas());
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

/// The items of a posted conversion: a line or a ward's code, with an `id` of the asker's own.
fn conversion_items() -> RefOr<Schema> {
    let item = ObjectBuilder::new()
        .property("id", ObjectBuilder::new().description(Some("What the answer is to be known by")));
    let item = CONVERTED.iter().fold(item, |item, part| item.property(part.name, parameter_schema(&part.kind)));
    ArrayBuilder::new().items(item).max_items(Some(batch::MOST_ITEMS)).into()
}

fn conversion_answer() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let told = || {
        ObjectBuilder::new()
            .property("id", ObjectBuilder::new().description(Some("The item's own, null where it has none")))
            .property("status", text().enum_values(Some(AnswerStatus::ALL.map(AnswerStatus::name))))
            .required("id")
            .required("status")
    };
    let converted = AllOfBuilder::new().item(told()).item(Ref::from_schema_name(Conversion::name()));
    let invalid = told().property("problem", Ref::from_schema_name(Problem::name())).required("problem");
    let result = OneOfBuilder::new().item(converted).item(invalid);
    ObjectBuilder::new()
        .property("release", text().description(Some("The release that the answers come from")))
        .property("to", text().enum_values(Some(["current", "legacy"])))
        .property("results", ArrayBuilder::new().items(result))
        .required("release")
        .required("to")
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
        .operation_id(Some(operation_id(route)))
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
        Some((media_type, schema)) => {
            let operation =
                operation.request_body(Some(body(media_type, schema))).response("413", problem("It is too large"));
            PathItem::new(HttpMethod::Post, operation.build())
        }
    }
}

fn body(media_type: &str, schema: &str) -> RequestBody {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
    RequestBodyBuilder::new().content(media_type, content).required(Some(Required::True)).build()
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
        Answers::Conversions => Some(RefOr::Ref(Ref::from_schema_name("ConversionAnswer"))),
        Answers::Parsing => Some(RefOr::Ref(Ref::from_schema_name(Parsing::name()))),
        Answers::Record(name) | Answers::Made { record: name, .. } => Some(RefOr::Ref(Ref::from_schema_name(*name))),
        Answers::Json => Some(ObjectBuilder::new().into()),
        Answers::Rows { .. } | Answers::Text | Answers::Bytes(_) => None,
    };
    let media_type = match answers {
        Answers::Text => "text/plain",
        Answers::Rows { .. } => "text/csv",
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

/// The words of the path; where many may be posted to what also answers one, that is said.
fn operation_id(route: &Route) -> String {
    let words = route.path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let many = matches!(route.answers, Answers::Conversions).then_some("many");
    words.chain(many).collect::<Vec<_>>().join("_")
}
