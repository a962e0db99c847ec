//! What is indexed of a named place.

use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// The fields of the index. Nothing is stored and nothing is scored: the number of a document is
/// the row of its place in the release's tables, and everything else is read there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Whole names, as [`crate::keys::name_keys`] makes them.
    pub name: Field,
    /// Single words of names.
    pub word: Field,
    /// Units of every era that the place lies or may lie in, as [`unit_term`] writes them.
    pub unit: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let raw = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let options = TextOptions::default().set_indexing_options(raw);
    let mut field = |name: &str| builder.add_text_field(name, options.clone());
    let fields = Fields { name: field("name"), word: field("word"), unit: field("unit") };
    (builder.build(), fields)
}

/// The term that stands for a unit.
pub(crate) fn unit_term(unit: vmap_core::unit::UnitId) -> String {
    unit.0.to_string()
}
