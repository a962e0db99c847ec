//! Release to text index and R-tree to answers.
//!
//! What is searched is *places that have a name*: a street within a ward, a hamlet, a point of
//! interest, a unit. A house number is looked up inside the street that was found. A query is
//! read into components first, then becomes exact conjunctions; slips are repaired and unfinished
//! words completed in the vocabulary of names before the index is asked, not by it.
//!
//! This room must never know HTTP, SQL or tiles, and never opens a file that is not part of a
//! release.
#![forbid(unsafe_code)]

mod areas;
mod blocks;
mod convert;
mod describe;
mod error;
mod explanation;
mod geocoder;
mod grading;
mod highlight;
mod hit;
mod index;
mod keys;
mod kinship;
mod label;
mod listing;
mod marks;
mod number_lookup;
mod places;
mod query;
mod ranking;
mod request;
mod reverse;
mod tables;
mod unit_points;
mod vocabulary;

pub use convert::{AddressForm, Candidate, Conversion, ConvertRequest, ConvertSubject};
pub use error::GeocoderError;
pub use geocoder::Geocoder;
pub use hit::{Answer, Explanation, Hit, MatchClass, MatchLevel, ScorePart, UnitFields};
pub use index::{INDEX_VERSION, build_index};
pub use label::unit_fields;
pub use places::{PlaceFilter, PlaceRecord, PlaceRow, Places};
pub use query::LONGEST_TEXT;
pub use request::{
    AdminForm, BoundingBox, Language, ResultType, ReverseRequest, SearchRequest, SearchText, StructuredText,
};
pub use reverse::DEFAULT_RADIUS_M;
