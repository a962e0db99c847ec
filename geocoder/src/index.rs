//! The text index: named places by name, word and unit.

mod build;
mod schema;

pub use build::build_index;
