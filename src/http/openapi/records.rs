//! What the routes of the registry take and give, as schemas.

use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::answering::{LONGEST_TEXT, VersionRecord};
use crate::http::changes::MOST_CHANGES;
use crate::http::proposals::ProposalRecord;
use crate::http::wish::LONGEST_COMMENT;

/// Name of the schema of a place's versions.
pub const HISTORY: &str = "History";
/// Name of the schema of a page of changes.
pub const CHANGES: &str = "Changes";
/// Name of the schema of what is posted as a proposal.
pub const NEW_PROPOSAL: &str = "NewProposal";
/// Name of the schema of a proposal.
pub const PROPOSAL: &str = "ProposalRecord";

/// All of them.
pub fn schemas() -> Vec<(String, RefOr<Schema>)> {
    let mut schemas = vec![
        (HISTORY.to_owned(), history()),
        (CHANGES.to_owned(), changes()),
        (NEW_PROPOSAL.to_owned(), new_proposal()),
        (PROPOSAL.to_owned(), ProposalRecord::schema()),
        (VersionRecord::name().into_owned(), VersionRecord::schema()),
    ];
    VersionRecord::schemas(&mut schemas);
    ProposalRecord::schemas(&mut schemas);
    schemas
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn number() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0))
}

fn choice(names: &[&str]) -> ObjectBuilder {
    text().enum_values(Some(names.iter().copied()))
}

fn history() -> RefOr<Schema> {
    let versions = ArrayBuilder::new().items(Ref::from_schema_name(VersionRecord::name()));
    ObjectBuilder::new()
        .property("id", text())
        .property("release", text().description(Some("The release whose units name the wards")))
        .property("versions", versions.description(Some("Oldest first")))
        .required("id")
        .required("release")
        .required("versions")
        .into()
}

fn changes() -> RefOr<Schema> {
    let change = ObjectBuilder::new()
        .property("seq", number().description(Some("Given once, counted without gaps in the order of commits")))
        .property("at", text().description(Some("When it was recorded, RFC 3339 in UTC")))
        .property("op", choice(&["create", "update", "retire"]))
        .property("id", text().description(Some("The place")))
        .property("version", number().description(Some("Of the place, counted from 1")))
        .property("batch", number().description(Some("The one in batches that it belongs to")))
        .property("reason", text())
        .property("source", text())
        .property("derived", ObjectBuilder::new().schema_type(Type::Boolean))
        .property("status", choice(&["proposed", "current", "retired", "rejected"]))
        .property("successor", text())
        .property("valid_from", day())
        .property("position", text())
        .property("entrances", ArrayBuilder::new())
        .property("codes", ArrayBuilder::new())
        .property("certified", ObjectBuilder::new())
        .property("place", ObjectBuilder::new().description(Some("The address or name, its ward's code and point")));
    let change = ["seq", "at", "op", "id", "version", "batch"].into_iter().fold(change, ObjectBuilder::required);
    ObjectBuilder::new()
        .property("latest", number().description(Some("Number of the last change that there is")))
        .property("units", number().description(Some("Grows when the units change: see /changes/units")))
        .property("sources", ArrayBuilder::new().items(ObjectBuilder::new()))
        .property("batches", ArrayBuilder::new().items(ObjectBuilder::new()))
        .property("changes", ArrayBuilder::new().items(change).max_items(Some(MOST_CHANGES as usize)))
        .required("latest")
        .required("changes")
        .into()
}

fn new_proposal() -> RefOr<Schema> {
    let line = || text().max_length(Some(LONGEST_TEXT));
    let degrees = |most: f64| ObjectBuilder::new().schema_type(Type::Number).minimum(Some(-most)).maximum(Some(most));
    ObjectBuilder::new()
        .property("kind", choice(&["move", "correct", "new", "gone"]))
        .property("id", text().description(Some("The place it is about; not for a new one")))
        .property("lat", degrees(90.0).description(Some("Where it is, for move and new; may be given for correct")))
        .property("lon", degrees(180.0))
        .property("housenumber", line())
        .property("street", line())
        .property("hamlet", line())
        .property("name", line().description(Some("Name of a street, hamlet or point of interest")))
        .property(
            "ward_code",
            line().description(Some("Code of today's ward; without it, the one that holds the point")),
        )
        .property("valid_from", day().description(Some("Since when it is so, where known")))
        .property("comment", text().max_length(Some(LONGEST_COMMENT)).description(Some("Seen by reviewers only")))
        .property("contact", line().description(Some("Who proposes; seen by reviewers only")))
        .required("kind")
        .into()
}

fn day() -> ObjectBuilder {
    text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
}
