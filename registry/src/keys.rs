//! Finding places by what a source calls them and by the key of their address.
//!
//! What a batch adds is kept in memory and written in key order, a few million at a time: a B-tree
//! filled in order is several times faster and smaller than one filled at random, and a load into
//! an empty registry asks the disk nothing. Memory: about 100 bytes a new place between two writes.

use hashbrown::{HashMap, HashSet, HashTable};
use vmap_core::Point;
use vmap_core::place::{Place, PlaceKey, PlaceKind};
use vmap_core::text::ANALYSER_VERSION;

use crate::RegistryError;
use crate::database::{Database, Table, Value};
use crate::facts::Reason;
use crate::read::for_each_version;
use crate::schema::{enter_analyser, key_analyser};
use crate::version::kind_number;

/// New keys kept in memory before they are written.
pub(crate) const KEPT_KEYS: usize = 1 << 22;

const SOURCE_KEYS: Table = Table { name: "source_key", columns: &["source", "space", "key", "place", "reason"] };
const PLACE_KEYS: Table = Table { name: "place_key", columns: &["ward", "key", "place"] };

/// What one source calls a place. Keys of different kinds of places, and fingerprints, lie in spaces
/// of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourceKey {
    space: i64,
    key: Box<str>,
}

/// Told apart from the kinds of places, which are the lower numbers.
const FINGERPRINTS: i64 = 16;

impl SourceKey {
    /// The source's own key for a place of this kind.
    pub(crate) fn own(kind: PlaceKind, key: &str) -> Self {
        Self { space: kind_number(kind), key: key.into() }
    }

    /// A row without a key is known by a fingerprint of its content, so that the same file again
    /// finds the same places.
    pub(crate) fn of_content(place: &Place) -> Self {
        let key = format!("{:016x}", fingerprint(place));
        Self { space: FINGERPRINTS + kind_number(place.kind), key: key.into() }
    }

    /// Why a row that bears this key means the place that bore it before.
    pub(crate) fn reason(&self) -> Reason {
        if self.space >= FINGERPRINTS { Reason::SameContent } else { Reason::SourceKey }
    }
}

/// 64 bits over all that `place` says.
fn fingerprint(place: &Place) -> u64 {
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
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// The keys of one source as one load sees them.
pub(crate) struct SourceKeys {
    source: i64,
    kept: usize,
    ask: bool,
    new: HashMap<SourceKey, (i64, Reason)>,
    /// Keys that stand in the registry for another place, this one, than now in `new`.
    turned: HashMap<SourceKey, i64>,
}

impl SourceKeys {
    /// The keys for a load of `source`, of which at most `kept` new ones are held in memory.
    pub(crate) fn new(db: &dyn Database, source: i64, kept: usize) -> Result<Self, RegistryError> {
        let any = "SELECT 1 FROM source_key WHERE source = ?1 LIMIT 1";
        let ask = db.first(any, &[source.into()], |_| Ok(()))?.is_some();
        Ok(Self { source, kept, ask, new: HashMap::new(), turned: HashMap::new() })
    }

    /// The places that the source calls by `keys`, in their order.
    pub(crate) fn find(
        &self,
        db: &dyn Database,
        keys: &[Option<&SourceKey>],
    ) -> Result<Vec<Option<i64>>, RegistryError> {
        let mut found: Vec<Option<i64>> = keys.iter().map(|key| self.newly((*key)?)).collect();
        if !self.ask {
            return Ok(found);
        }
        let asked: Vec<usize> = (0..keys.len()).filter(|at| keys[*at].is_some() && found[*at].is_none()).collect();
        let mut values = Vec::with_capacity(asked.len() * 3);
        for key in asked.iter().filter_map(|at| keys[*at]) {
            values.extend([Value::Integer(self.source), Value::Integer(key.space), Value::Text(&key.key)]);
        }
        let sql = "SELECT place FROM source_key WHERE source = ?1 AND space = ?2 AND key = ?3";
        db.query_each(sql, 3, &values, &mut |question, row| {
            found[asked[question]] = Some(row.integer(0)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The place that an earlier row of this load, not yet written, calls by `key`.
    pub(crate) fn newly(&self, key: &SourceKey) -> Option<i64> {
        self.new.get(key).map(|(place, _)| *place)
    }

    /// Remembers that the source calls `place` by `key`, which in the registry stands for `written`.
    pub(crate) fn remember(&mut self, key: SourceKey, place: i64, reason: Reason, written: Option<i64>) {
        if self.turned.get(&key).copied().or(written) == Some(place) {
            self.turned.remove(&key);
            self.new.remove(&key);
            return;
        }
        if let Some(written) = written {
            self.turned.insert(key.clone(), written);
        }
        self.new.insert(key, (place, reason));
    }

    /// Writes what is held in memory where it is much, or where `all` is asked for.
    pub(crate) fn write(&mut self, db: &dyn Database, all: bool) -> Result<(), RegistryError> {
        if self.new.is_empty() || (self.new.len() < self.kept && !all) {
            return Ok(());
        }
        let mut values = Vec::with_capacity(self.turned.len() * 3);
        for key in self.turned.keys() {
            values.extend([Value::Integer(self.source), Value::Integer(key.space), Value::Text(&key.key)]);
        }
        db.execute_each("DELETE FROM source_key WHERE source = ?1 AND space = ?2 AND key = ?3", 3, &values)?;
        drop(values);
        self.turned.clear();
        let mut keys: Vec<_> = self.new.drain().collect();
        keys.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for chunk in keys.chunks(WRITTEN_AT_ONCE) {
            let mut values = Vec::with_capacity(chunk.len() * SOURCE_KEYS.columns.len());
            for (key, (place, reason)) in chunk {
                let key = [Value::Integer(key.space), Value::Text(&key.key)];
                values.push(Value::Integer(self.source));
                values.extend(key.into_iter().chain([(*place).into(), reason.number().into()]));
            }
            db.insert(&SOURCE_KEYS, &values)?;
        }
        self.ask = true;
        Ok(())
    }
}

const WRITTEN_AT_ONCE: usize = 1 << 14;

/// The places of wards by the keys of their addresses, as one batch sees them.
pub(crate) struct PlaceKeys {
    kept: usize,
    ask: bool,
    /// Keys, each of which, itself a hash, may stand with several places, and the spots of the places.
    new: HashTable<(Entry, Spot)>,
    /// Entries of the registry that no longer hold.
    withdrawn: HashSet<Entry>,
}

/// Ward, key and place.
type Entry = (i64, i64, i64);

/// Where a place lies that nothing but its position tells from others of its hamlet, to some metres; of
/// every other place, 0. Hundreds of homes without a number share a key: what is held in memory is
/// looked up by key and spot.
pub(crate) type Spot = i64;

/// A spot's height and width in ten-millionths of a degree: at most 3.4 m.
const SPOT_E7: i32 = 300;

/// The spot of a place of this kind at `point`; `named` where it has a number or a name.
pub(crate) fn spot_of(kind: PlaceKind, named: bool, point: Point) -> Spot {
    if kind == PlaceKind::Address && !named { spot_at(point.lon_e7(), point.lat_e7()) } else { 0 }
}

/// The spots of all places that `place` may be: those within [`crate::SAME_SPOT_M`] of it.
fn spots_around(place: &Place) -> impl Iterator<Item = Spot> {
    // Two metres are less than a spot's width and height anywhere in Vietnam.
    let own = spot_of(place.kind, place.house_number.is_some() || place.name.is_some(), place.point);
    let reach = i32::from(own != 0);
    let (lon, lat) = (place.point.lon_e7(), place.point.lat_e7());
    let around = (-reach..=reach).flat_map(move |east| (-reach..=reach).map(move |north| (east, north)));
    around.map(move |(east, north)| match reach {
        0 => own,
        _ => spot_at(lon + east * SPOT_E7, lat + north * SPOT_E7),
    })
}

fn spot_at(lon_e7: i32, lat_e7: i32) -> Spot {
    let (east, north) = (i64::from(lon_e7.div_euclid(SPOT_E7)), i64::from(lat_e7.div_euclid(SPOT_E7)));
    (east << 32) ^ (north & 0xffff_ffff) | 1
}

/// Under what a place is found: the number of its ward (0 for none) and its key.
pub(crate) type WardKey = (i64, PlaceKey);

impl PlaceKeys {
    /// The keys for a batch, of which at most `kept` new ones are held in memory.
    pub(crate) fn new(db: &dyn Database, kept: usize) -> Result<Self, RegistryError> {
        renew(db)?;
        let ask = db.first("SELECT 1 FROM place_key LIMIT 1", &[], |_| Ok(()))?.is_some();
        Ok(Self { kept, ask, new: HashTable::new(), withdrawn: HashSet::new() })
    }

    /// The places already written under each of `keys`, in no particular order.
    pub(crate) fn find(&self, db: &dyn Database, keys: &[WardKey]) -> Result<Vec<Vec<i64>>, RegistryError> {
        let mut found = vec![Vec::new(); keys.len()];
        if self.ask {
            let values: Vec<Value<'_>> = keys.iter().flat_map(|(ward, key)| [(*ward).into(), key.0.into()]).collect();
            let sql = "SELECT place FROM place_key WHERE ward = ?1 AND key = ?2";
            db.query_each(sql, 2, &values, &mut |question, row| {
                found[question].push(row.integer(0)?);
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// The places already written in each of the wards with the house number and kind of each key.
    pub(crate) fn of_same_number(&self, db: &dyn Database, keys: &[WardKey]) -> Result<Vec<Vec<i64>>, RegistryError> {
        let mut found = vec![Vec::new(); keys.len()];
        if self.ask {
            let range = |(ward, key): &WardKey| {
                let (least, greatest) = key.same_number();
                [(*ward).into(), least.0.into(), greatest.0.into()]
            };
            let values: Vec<Value<'_>> = keys.iter().flat_map(range).collect();
            let sql = "SELECT place FROM place_key WHERE ward = ?1 AND key BETWEEN ?2 AND ?3";
            db.query_each(sql, 3, &values, &mut |question, row| {
                found[question].push(row.integer(0)?);
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// Visits the places already written of a ward.
    pub(crate) fn in_ward(&self, db: &dyn Database, ward: i64) -> Result<Vec<i64>, RegistryError> {
        places_in_ward(db, ward)
    }

    /// The places of this batch, not yet written, under `key` that `place` may be.
    pub(crate) fn newly(&self, (ward, key): WardKey, place: &Place) -> impl Iterator<Item = i64> {
        spots_around(place).flat_map(move |spot| {
            let alike = self.new.iter_hash(hash(ward, key.0, spot));
            let is_it = move |(entry, at): &&(Entry, Spot)| (entry.0, entry.1, *at) == (ward, key.0, spot);
            alike.filter(is_it).map(|(entry, _)| entry.2)
        })
    }

    /// Whether the entry read from the registry no longer holds.
    pub(crate) fn is_withdrawn(&self, (ward, key): WardKey, place: i64) -> bool {
        !self.withdrawn.is_empty() && self.withdrawn.contains(&(ward, key.0, place))
    }

    /// Enters a place, which lies at `spot`, under the key of its address.
    pub(crate) fn enter(&mut self, (ward, key): WardKey, spot: Spot, place: i64) {
        let entry = (ward, key.0, place);
        if !self.withdrawn.remove(&entry) {
            let hash_of = |(entry, spot): &(Entry, Spot)| hash(entry.0, entry.1, *spot);
            self.new.insert_unique(hash(ward, key.0, spot), (entry, spot), hash_of);
        }
    }

    /// Takes a place that is now called otherwise from under its old key.
    pub(crate) fn withdraw(&mut self, (ward, key): WardKey, spot: Spot, place: i64) {
        let entry = (ward, key.0, place);
        match self.new.find_entry(hash(ward, key.0, spot), |known| *known == (entry, spot)) {
            Ok(known) => {
                known.remove();
            }
            Err(_) => {
                self.withdrawn.insert(entry);
            }
        }
    }

    /// Moves a place, if it is held in memory, from one spot to another.
    pub(crate) fn respot(&mut self, key: WardKey, [old, new]: [Spot; 2], place: i64) {
        let entry = (key.0, key.1.0, place);
        if let Ok(known) = self.new.find_entry(hash(key.0, key.1.0, old), |known| *known == (entry, old)) {
            known.remove();
            self.enter(key, new, place);
        }
    }

    /// Writes what is held in memory where it is much, or where `all` is asked for.
    pub(crate) fn write(&mut self, db: &dyn Database, all: bool) -> Result<(), RegistryError> {
        if self.new.len() + self.withdrawn.len() < self.kept && !all {
            return Ok(());
        }
        let values: Vec<Value<'_>> =
            self.withdrawn.drain().flat_map(|(ward, key, place)| [ward.into(), key.into(), place.into()]).collect();
        db.execute_each("DELETE FROM place_key WHERE ward = ?1 AND key = ?2 AND place = ?3", 3, &values)?;
        self.ask |= !self.new.is_empty();
        write_place_keys(db, self.new.drain().map(|(entry, _)| entry).collect())
    }
}

/// The places of the ward with this number.
pub(crate) fn places_in_ward(db: &dyn Database, ward: i64) -> Result<Vec<i64>, RegistryError> {
    db.all("SELECT place FROM place_key WHERE ward = ?1", &[ward.into()], |row| row.integer(0))
}

/// Keys are hashes already; the ward is scattered over all bits.
fn hash(ward: i64, key: i64, spot: Spot) -> u64 {
    let scattered = |number: i64, by: u64| (number as u64).wrapping_mul(by);
    key as u64 ^ scattered(ward, 0x9e37_79b9_7f4a_7c15) ^ scattered(spot, 0xbf58_476d_1ce4_e5b9).rotate_left(32)
}

fn write_place_keys(db: &dyn Database, mut keys: Vec<Entry>) -> Result<(), RegistryError> {
    keys.sort_unstable();
    for chunk in keys.chunks(WRITTEN_AT_ONCE) {
        let values: Vec<Value<'_>> =
            chunk.iter().flat_map(|(ward, key, place)| [(*ward).into(), (*key).into(), (*place).into()]).collect();
        db.insert(&PLACE_KEYS, &values)?;
    }
    Ok(())
}

/// Address keys are made by the analyser: those of another version of it are made again.
fn renew(db: &dyn Database) -> Result<(), RegistryError> {
    if key_analyser(db)? == ANALYSER_VERSION {
        return Ok(());
    }
    let mut keys = Vec::new();
    for_each_version(db, &mut |version, terms| {
        let (ward, key) = version.content.key(terms)?;
        keys.push((ward, key.0, version.place));
        Ok(())
    })?;
    db.clear("place_key")?;
    write_place_keys(db, keys)?;
    enter_analyser(db)
}
