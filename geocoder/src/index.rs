//! The text index: named places by name, word and unit.

mod build;
mod open;
mod schema;

pub use build::build_index;
pub(crate) use open::{TextIndex, Wanted};
