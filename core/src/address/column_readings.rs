//! What columns were read as: in a file that is in order, thousands of rows repeat the same units and
//! streets.

use hashbrown::HashMap;

use super::ParsedAddress;
use super::parser::StreetColumn;

/// What columns were read as, for rows that repeat them.
#[derive(Debug, Default)]
pub struct ColumnReadings {
    pub(super) units: Readings<ParsedAddress>,
    pub(super) streets: Readings<StreetColumn>,
}

/// Readings by the text read, some thousands at most.
#[derive(Debug)]
pub(super) struct Readings<T>(HashMap<String, T>);

impl<T> Default for Readings<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone> Readings<T> {
    /// The reading of `text`, made now if it is the first of its kind.
    pub(super) fn get(&mut self, text: &str, read: impl FnOnce() -> T) -> T {
        const MOST: usize = 4096;
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        let reading = read();
        self.0.insert(text.to_owned(), reading.clone());
        reading
    }
}
