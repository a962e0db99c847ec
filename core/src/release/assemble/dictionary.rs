//! Distinct texts by number.

use hashbrown::HashMap;

/// Numbers distinct texts in the order they are first met.
#[derive(Default)]
pub(super) struct Interner(HashMap<String, u32>);

impl Interner {
    /// The number of `text`.
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry_ref(text).or_insert(next)
    }

    /// All texts sorted by `key`, then by themselves. The key of each is computed once.
    pub(super) fn sort_by_key<K: Ord>(self, key: impl Fn(&str) -> K) -> Dictionary {
        let mut texts: Vec<(String, u32)> = self.0.into_iter().collect();
        texts.sort_by_cached_key(|(text, _)| (key(text), text.clone()));
        let mut rows = vec![0; texts.len()];
        for (row, (_, number)) in texts.iter().enumerate() {
            rows[*number as usize] = row as u32;
        }
        Dictionary { texts: texts.into_iter().map(|(text, _)| text).collect(), rows }
    }
}

/// Sorted texts, found by the number that an [`Interner`] gave them.
pub(super) struct Dictionary {
    /// The texts, sorted.
    pub(super) texts: Vec<String>,
    rows: Vec<u32>,
}

impl Dictionary {
    /// The row of the text that was given `number`; any other number, such as that of an absent
    /// text, stays as it is.
    pub(super) fn row(&self, number: u32) -> u32 {
        self.rows.get(number as usize).copied().unwrap_or(number)
    }
}

/// Numbers names so that all spellings with one key share a number; each spelling's key is
/// computed once.
pub(super) struct KeyedNames {
    key: fn(&str) -> String,
    spellings: HashMap<String, u32>,
    keys: Interner,
}

impl KeyedNames {
    /// Names that are the same when `key` makes the same of them.
    pub(super) fn new(key: fn(&str) -> String) -> Self {
        Self { key, spellings: HashMap::new(), keys: Interner::default() }
    }

    /// The number of the key of `name`.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        let Self { key, spellings, keys } = self;
        *spellings.entry_ref(name).or_insert_with(|| keys.intern(&key(name)))
    }
}
