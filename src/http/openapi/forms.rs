//! Forms with a file, as schemas.

use serde_json::json;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use vmap_core::text::TextEncoding;

use crate::http::asked::TYPES;
use crate::rows::every_name;

/// Name of the schema of a file of addresses.
pub const SEARCH: &str = "SearchForm";
/// Name of the schema of a file of positions.
pub const REVERSE: &str = "ReverseForm";

/// All of them.
pub fn schemas() -> Vec<(String, RefOr<Schema>)> {
    let narrowed = |name: &str| (format!("{name}_code"), format!("Column of the {name}'s code that narrows its row"));
    let near =
        ["lat", "lon"].map(|name| (name.to_owned(), "Column of where the row's place should be near".to_owned()));
    let filters = ["ward", "province"].map(narrowed).into_iter().chain(near);
    let columns = "Columns joined to the question, in this order; without any, those known by their names";
    let search =
        filters.fold(form(columns), |form, (name, meaning)| form.property(name, text().description(Some(meaning))));
    let reverse = form("The columns of latitude and longitude; without any, those known by their names");
    vec![(SEARCH.to_owned(), search.into()), (REVERSE.to_owned(), reverse.into())]
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn form(columns: &str) -> ObjectBuilder {
    let file = text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
    let encodings = TextEncoding::all().iter().map(|encoding| encoding.name());
    let encoding = text().enum_values(Some(encodings)).description(Some("Found out where it is not given"));
    let types = text().enum_values(Some(TYPES.map(|(name, _)| name)));
    let results = text().enum_values(Some(every_name()));
    let mark = ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some([json!(0), json!(1)]));
    ObjectBuilder::new()
        .property("data", file.description(Some("The file, with a header line; also .gz and .zst")))
        .property("columns", ArrayBuilder::new().items(text()).description(Some(columns)))
        .property("type", ArrayBuilder::new().items(types).description(Some("Only results of these types")))
        .property("result_columns", ArrayBuilder::new().items(results).description(Some("Only these are added")))
        .property("encoding", encoding)
        .property("delimiter", text().description(Some("One ASCII character; found out where it is not given")))
        .property("with_bom", mark.description(Some("1: the answer begins with U+FEFF, for spreadsheets")))
        .required("data")
}
