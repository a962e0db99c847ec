//! What a Vietnamese address *is*.
//!
//! Pure: values in, values out. This room opens no file, asks no clock, starts no thread and
//! knows neither the registry nor the index; everything that reads or writes lives above it.
//!
//! | module | idea |
//! |---|---|
//! | [`text`] | one analyser for data and queries: folding, words, old encodings |
//! | [`house_number`] | a house number as an ordered path from the street inwards |
//! | [`address`] | a line or split columns, read into components |
//! | [`mod@unit`] | administrative units in time, found by code, name or point |
//! | [`place`] | what the registry keeps and a release publishes |
//! | [`point`], [`curve`], [`plus_code`] | positions on the earth |
//! | [`extent`], [`segment`], [`least_distance`] | boxes, lines, and how far they are |
//! | [`quality`] | what is the matter with the addresses of a ward |
//! | [`release`] | the release's file formats over bytes |
#![forbid(unsafe_code)]

pub mod address;
pub mod curve;
pub mod extent;
pub mod house_number;
pub mod least_distance;
pub mod place;
pub mod place_id;
pub mod plus_code;
pub mod point;
pub mod quality;
pub mod release;
pub mod segment;
pub mod text;
pub mod unit;

pub use extent::Extent;
pub use least_distance::LeastDistance;
pub use place_id::PlaceId;
pub use point::Point;
