//! Source files to registry to release.
//!
//! The way of a row: [`readers`] make a source record of it, the stages of [`import`] parse,
//! normalise and place it, the registry matches and keeps it, [`publish`] writes all current
//! places into a release together with what [`basemap`] has staged, and [`export`] gives them out as open data. [`units`] reads the official
//! lists of administrative units and [`synth`] makes addresses for demonstrations and benchmarks.
//!
//! This room must never know HTTP, how answers are ranked, or how a tile is encoded.
#![forbid(unsafe_code)]

pub mod basemap;
pub mod export;
pub mod import;
pub mod part_file;
pub mod progress;
pub mod publish;
pub mod readers;
pub mod reform;
pub mod synth;
pub mod units;
mod varint;
