//! A set of places at one bit each: 3 MB for a country.

/// Ordinals of places.
#[derive(Default)]
pub(crate) struct PlaceSet(Vec<u64>);

impl PlaceSet {
    pub(crate) fn insert(&mut self, ordinal: i64) {
        let (word, bit) = Self::at(ordinal);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    pub(crate) fn contains(&self, ordinal: i64) -> bool {
        let (word, bit) = Self::at(ordinal);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn at(ordinal: i64) -> (usize, u64) {
        ((ordinal / 64) as usize, 1 << (ordinal % 64))
    }
}
