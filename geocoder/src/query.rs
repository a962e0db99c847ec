//! From a question to results.
//!
//! The parser says what the words may mean. Each reading becomes exact conjunctions, cheapest
//! first: whole names, then some words of a name, then repaired names, and names elsewhere only
//! when nothing agrees with the units. The first effort that finds something ends the search, so
//! that a right word never loses to a repaired one.

mod autocomplete;
mod communes;
mod initials;
mod names;
mod places;
mod readings;
mod results;
mod search;
mod unit_lexicon;
mod units;

pub(crate) use autocomplete::Completions;
pub(crate) use communes::named_units;
pub use readings::LONGEST_TEXT;
pub(crate) use readings::{line, readings};
pub(crate) use search::Searcher;
pub(crate) use unit_lexicon::UnitLexicon;
