//! Finding places by what a source calls them and by the key of their address.
//!
//! What a load adds is kept in memory and written in key order, a few million at a time: a B-tree
//! filled in order is several times faster and smaller than one filled at random, and a load into
//! an empty registry asks the disk nothing. Memory: about 100 bytes a new place between two writes.

use hashbrown::{HashMap, HashTable};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, params};
use vmap_core::place::{Place, PlaceKey};
use vmap_core::text::ANALYSER_VERSION;

use crate::read::{CurrentPlace, for_each_current};
use crate::schema::{key_analyser, set_key_analyser};
use crate::version::{KINDS, kind_number};
use crate::{RegistryError, Submission};

/// New keys kept in memory before they are written.
pub(crate) const KEPT_KEYS: usize = 1 << 22;

/// What one source calls a place of one kind. Numbers sort before texts, as in SQLite.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SourceKey {
    /// A row without a key is known by a fingerprint of its content, so that the same file again
    /// finds the same places.
    Content(i64),
    /// The source's own key.
    Own(Box<str>),
}

impl SourceKey {
    /// The row's own key, or a fingerprint of its content; none where it is only implied by others,
    /// since it then speaks for nothing but its address.
    pub(crate) fn of(submission: &Submission) -> Option<Self> {
        match &submission.source_key {
            Some(key) => Some(Self::Own(key.as_str().into())),
            None if submission.derived => None,
            None => Some(Self::Content(fingerprint(&submission.place))),
        }
    }
}

impl ToSql for SourceKey {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Content(fingerprint) => ValueRef::Integer(*fingerprint),
            Self::Own(key) => ValueRef::Text(key.as_bytes()),
        }))
    }
}

/// 64 bits over all that `place` says.
fn fingerprint(place: &Place) -> i64 {
    let mut hasher = blake3::Hasher::new();
    let mut put = |bytes: &[u8]| {
        hasher.update(&bytes.len().to_le_bytes());
        hasher.update(bytes);
    };
    let texts = [&place.name, &place.house_number, &place.street, &place.hamlet, &place.category];
    let units = [&place.ward, &place.legacy_ward].map(|unit| unit.as_ref().map(|code| code.0.as_str()));
    for text in texts.into_iter().map(|text| text.as_deref()).chain(units) {
        put(&[u8::from(text.is_some())]);
        put(text.unwrap_or_default().as_bytes());
    }
    for line in std::iter::once(std::slice::from_ref(&place.point)).chain(place.lines.iter().map(Vec::as_slice)) {
        put(&line.len().to_le_bytes());
        for point in line {
            put(&point.lon_e7().to_le_bytes());
            put(&point.lat_e7().to_le_bytes());
        }
    }
    let [a, b, c, d, e, f, g, h, ..] = *hasher.finalize().as_bytes();
    i64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// The keys of the registry as one load of one source sees them.
pub(crate) struct Keys {
    source: i64,
    kept: usize,
    ask_source_keys: bool,
    ask_place_keys: bool,
    /// Places by source key, for each kind of places.
    new_source_keys: [HashMap<SourceKey, i64>; KINDS.len()],
    /// Address key and place; a key, itself a hash, may stand with several places.
    new_place_keys: HashTable<(i64, i64)>,
}

impl Keys {
    /// The keys for a load of `source`, of which at most `kept` are held in memory.
    pub(crate) fn new(db: &Connection, source: i64, kept: usize) -> Result<Self, RegistryError> {
        let ask_source_keys =
            db.query_row("SELECT EXISTS (SELECT 1 FROM source_key WHERE source = ?)", [source], |row| row.get(0))?;
        let ask_place_keys = db.query_row("SELECT EXISTS (SELECT 1 FROM place_key)", [], |row| row.get(0))?;
        let (new_source_keys, new_place_keys) = Default::default();
        Ok(Self { source, kept, ask_source_keys, ask_place_keys, new_source_keys, new_place_keys })
    }

    /// The place that the source calls `key` among those of `place`'s kind.
    pub(crate) fn by_source_key(
        &self,
        db: &Connection,
        place: &Place,
        key: &SourceKey,
    ) -> Result<Option<i64>, RegistryError> {
        let kind = kind_number(place.kind);
        if self.ask_source_keys {
            let mut find =
                db.prepare_cached("SELECT place FROM source_key WHERE source = ? AND kind = ? AND key = ?")?;
            let found = find.query_row(params![self.source, kind, key], |row| row.get(0)).optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(self.new_source_keys[kind as usize].get(key).copied())
    }

    /// Every place whose current version has this address key, in no particular order.
    pub(crate) fn by_place_key(&self, db: &Connection, key: PlaceKey) -> Result<Vec<i64>, RegistryError> {
        let alike = self.new_place_keys.iter_hash(key.0 as u64).filter(|entry| entry.0 == key.0);
        let mut places: Vec<i64> = alike.map(|entry| entry.1).collect();
        if self.ask_place_keys {
            let mut find = db.prepare_cached("SELECT place FROM place_key WHERE key = ?")?;
            for place in find.query_map([key.0], |row| row.get(0))? {
                places.push(place?);
            }
        }
        Ok(places)
    }

    /// Remembers that the source calls the place `ordinal`, of `place`'s kind, `key`.
    pub(crate) fn remember(
        &mut self,
        db: &Connection,
        place: &Place,
        key: SourceKey,
        ordinal: i64,
    ) -> Result<(), RegistryError> {
        let alike = &mut self.new_source_keys[kind_number(place.kind) as usize];
        alike.insert(key, ordinal);
        if alike.len() >= self.kept { self.write(db) } else { Ok(()) }
    }

    /// Enters a new place under the key of its address.
    pub(crate) fn enter(&mut self, db: &Connection, key: PlaceKey, ordinal: i64) -> Result<(), RegistryError> {
        self.new_place_keys.insert_unique(key.0 as u64, (key.0, ordinal), |entry| entry.0 as u64);
        if self.new_place_keys.len() >= self.kept { self.write(db) } else { Ok(()) }
    }

    /// Takes a place that is now called otherwise from under its old key.
    pub(crate) fn withdraw(&mut self, db: &Connection, key: PlaceKey, ordinal: i64) -> Result<(), RegistryError> {
        if let Ok(entry) = self.new_place_keys.find_entry(key.0 as u64, |entry| *entry == (key.0, ordinal)) {
            entry.remove();
            return Ok(());
        }
        let mut delete = db.prepare_cached("DELETE FROM place_key WHERE key = ? AND place = ?")?;
        delete.execute([key.0, ordinal])?;
        Ok(())
    }

    /// Writes what is held in memory.
    pub(crate) fn write(&mut self, db: &Connection) -> Result<(), RegistryError> {
        for (kind, keys) in self.new_source_keys.iter_mut().enumerate() {
            self.ask_source_keys |= !keys.is_empty();
            write_source_keys(db, self.source, kind as i64, keys.drain())?;
        }
        self.ask_place_keys |= !self.new_place_keys.is_empty();
        write_place_keys(db, self.new_place_keys.drain())
    }
}

fn write_source_keys(
    db: &Connection,
    source: i64,
    kind: i64,
    keys: impl Iterator<Item = (SourceKey, i64)>,
) -> Result<(), RegistryError> {
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    let mut insert = db.prepare_cached("INSERT INTO source_key (source, kind, key, place) VALUES (?, ?, ?, ?)")?;
    for (key, place) in keys {
        insert.execute(params![source, kind, key, place])?;
    }
    Ok(())
}

/// Enters places under the keys of their addresses.
fn write_place_keys(db: &Connection, keys: impl Iterator<Item = (i64, i64)>) -> Result<(), RegistryError> {
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    let mut insert = db.prepare_cached("INSERT INTO place_key (key, place) VALUES (?, ?)")?;
    for (key, place) in keys {
        insert.execute([key, place])?;
    }
    Ok(())
}

/// Address keys are made by the analyser: those of another version of it are made again.
pub(crate) fn renew_place_keys(db: &Connection) -> Result<(), RegistryError> {
    if key_analyser(db)? == ANALYSER_VERSION {
        return Ok(());
    }
    let mut keys = Vec::new();
    for_each_current(db, &mut |CurrentPlace { id, place, .. }| -> Result<(), RegistryError> {
        keys.push((place.key().0, id.ordinal() as i64));
        Ok(())
    })?;
    db.execute_batch("DELETE FROM place_key")?;
    write_place_keys(db, keys.into_iter())?;
    set_key_analyser(db, ANALYSER_VERSION)
}
