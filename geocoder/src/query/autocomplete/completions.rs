//! What the names of a release may be completed to.

use std::ops::Range;

use hashbrown::HashMap;
use rayon::prelude::*;
use vmap_core::Point;
use vmap_core::address::street_key;
use vmap_core::release::{NamedPlaceKind, NamedPlaceRow};
use vmap_core::text::words;
use vmap_core::unit::{Era, UnitId, UnitLevel};

use super::shelf::{Filed, Shelf, Weight};
use crate::keys::name_keys;
use crate::tables::Tables;
use crate::vocabulary::{NameId, Vocabulary};

/// Number of a group of [`Completions`].
pub(crate) type GroupId = u32;

/// Places of one name and kind in one province, offered as one: a street is one however many wards
/// it runs through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    /// The row of the string that it is called by. Streets of one name are called alike whatever type
    /// word is written.
    pub called: u32,
    pub province: Option<UnitId>,
    pub weight: Weight,
    /// Where its parts begin.
    first: u32,
}

/// The named places of a release by name, grouped, and by ward. Memory: 16 bytes a named place and
/// some tens a group.
pub(crate) struct Completions {
    groups: Vec<Group>,
    /// Rows of named places, group by group, those with the most addresses first.
    parts: Vec<u32>,
    group_of_row: Vec<GroupId>,
    ward_of_row: Vec<Option<UnitId>>,
    shelf: Shelf,
    /// Rows of named places by ward, the best known first.
    rows_by_ward: Lists,
    names_by_group: Lists,
    centres: Vec<(UnitId, Point)>,
}

/// A list of numbers for each of many rows.
struct Lists {
    offsets: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    /// The lists of (row, value), for `rows` rows.
    fn new(rows: usize, pairs: impl Iterator<Item = (usize, u32)> + Clone) -> Self {
        let mut offsets = vec![0_u32; rows + 1];
        for (row, _) in pairs.clone() {
            offsets[row + 1] += 1;
        }
        for row in 0..rows {
            offsets[row + 1] += offsets[row];
        }
        let mut next = offsets.clone();
        let mut values = vec![0; offsets[rows] as usize];
        for (row, value) in pairs {
            values[next[row] as usize] = value;
            next[row] += 1;
        }
        Self { offsets, values }
    }

    fn of(&self, row: usize) -> &[u32] {
        let offset = |row: usize| self.offsets.get(row).map_or(self.values.len(), |offset| *offset as usize);
        self.values.get(offset(row)..offset(row + 1)).unwrap_or_default()
    }
}

/// One named place on its way into a group.
#[derive(Clone, Copy)]
struct Part {
    group: GroupKey,
    addresses: u32,
    row: u32,
}

/// What the places of a group share, in one number: what they are called, of which kind, in which province.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct GroupKey(u64);

impl GroupKey {
    fn new(called: u32, kind: NamedPlaceKind, province: Option<UnitId>) -> Self {
        let province = province.map_or(u16::MAX, |province| province.0);
        Self(u64::from(called) << 32 | u64::from(kind.to_byte()) << 16 | u64::from(province))
    }

    fn called(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn kind(self) -> Option<NamedPlaceKind> {
        NamedPlaceKind::from_byte((self.0 >> 16) as u8)
    }

    fn province(self) -> Option<UnitId> {
        Some(self.0 as u16).filter(|province| *province != u16::MAX).map(UnitId)
    }
}

impl Completions {
    /// Cost: about 0.2 µs a named place and 5 µs a distinct name.
    pub(crate) fn new(tables: &Tables, vocabulary: &Vocabulary) -> Self {
        let places: Vec<Option<NamedPlaceRow>> =
            (0..tables.named.len() as u32).into_par_iter().map(|row| tables.named.get(row)).collect();
        let strings = distinct_strings(&places);
        let called = called_alike(tables, &strings);
        let names_by_string = names_by_string(tables, vocabulary, &strings);
        let mut parts = parts(tables, &places, &called);
        parts.par_sort_unstable_by_key(|part| (part.group, !part.addresses, part.row));
        let groups = groups(&parts);
        let filed = filed(&groups, &parts, &places, &names_by_string);
        let names_by_group = Lists::new(groups.len(), filed.iter().map(|filed| (filed.item as usize, filed.name)));
        let mut group_of_row = vec![GroupId::MAX; places.len()];
        for (group, range) in part_ranges(&groups, parts.len()) {
            parts[range].iter().for_each(|part| group_of_row[part.row as usize] = group);
        }
        let rows_by_ward = rows_by_ward(tables, &places, &parts, &groups);
        Self {
            groups,
            parts: parts.iter().map(|part| part.row).collect(),
            group_of_row,
            ward_of_row: places.iter().map(|place| place.as_ref()?.ward).collect(),
            shelf: Shelf::new(vocabulary.len(), filed),
            rows_by_ward,
            names_by_group,
            centres: centres(tables),
        }
    }

    /// The groups with a name in `names`, name by name, the best known of each first.
    pub(crate) fn of(&self, names: &Range<NameId>) -> &[GroupId] {
        self.shelf.of(names)
    }

    /// The `count` best known groups with a name in any of `names` that are wanted.
    pub(crate) fn best_known(
        &self,
        names: &[Range<NameId>],
        count: usize,
        mut wanted: impl FnMut(&Group) -> bool,
    ) -> Vec<GroupId> {
        self.shelf.weightiest(names, count, |group| self.group(group).is_some_and(&mut wanted))
    }

    pub(crate) fn group(&self, group: GroupId) -> Option<&Group> {
        self.groups.get(group as usize)
    }

    /// The group that the named place at `row` is a part of.
    pub(crate) fn group_of(&self, row: u32) -> Option<&Group> {
        self.group(*self.group_of_row.get(row as usize)?)
    }

    /// Today's ward that the named place at `row` lies in.
    pub(crate) fn ward(&self, row: u32) -> Option<UnitId> {
        self.ward_of_row.get(row as usize).copied().flatten()
    }

    /// The rows of the parts of `group`, those with the most addresses first.
    pub(crate) fn parts(&self, group: GroupId) -> &[u32] {
        let Some(facts) = self.group(group) else { return &[] };
        let end = self.group(group + 1).map_or(self.parts.len(), |next| next.first as usize);
        self.parts.get(facts.first as usize..end).unwrap_or_default()
    }

    /// The rows of the named places in today's `ward`, the best known first.
    pub(crate) fn in_ward(&self, ward: UnitId) -> &[u32] {
        self.rows_by_ward.of(usize::from(ward.0))
    }

    /// The names of the group that the named place at `row` is a part of.
    pub(crate) fn names_of(&self, row: u32) -> &[NameId] {
        self.group_of_row.get(row as usize).map_or(&[], |group| self.names_by_group.of(*group as usize))
    }

    /// The `count` wards of today with their centres nearest to `point`, nearest first.
    /// Cost: some microseconds for the country.
    pub(crate) fn wards_near(&self, point: Point, count: usize) -> Vec<UnitId> {
        let narrowing = point.lat().to_radians().cos();
        let apart = |centre: Point| {
            let (x, y) = ((centre.lon() - point.lon()) * narrowing, centre.lat() - point.lat());
            x * x + y * y
        };
        let mut wards: Vec<(f64, UnitId)> = self.centres.iter().map(|(ward, centre)| (apart(*centre), *ward)).collect();
        let nearer = |a: &(f64, UnitId), b: &(f64, UnitId)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if wards.len() > count {
            wards.select_nth_unstable_by(count, nearer);
            wards.truncate(count);
        }
        wards.sort_unstable_by(nearer);
        wards.into_iter().map(|(_, ward)| ward).collect()
    }
}

/// How well known a place with so many addresses is, 0 to 1.
pub(crate) fn importance(addresses: usize) -> f64 {
    ((addresses as f64 + 1.0).log10() / 5.0).min(1.0)
}

/// The strings that places are called by, with the kinds of place that are called so.
fn distinct_strings(places: &[Option<NamedPlaceRow>]) -> Vec<(u32, NamedPlaceKind)> {
    let mut strings: Vec<(u32, NamedPlaceKind)> =
        places.iter().flatten().map(|place| (place.name, place.kind)).collect();
    strings.par_sort_unstable();
    strings.dedup();
    strings
}

/// For each string of streets the first string that names the same street, with whatever type word.
fn called_alike(tables: &Tables, strings: &[(u32, NamedPlaceKind)]) -> HashMap<u32, u32> {
    let bare = |string: u32| tables.named.string(string).map(without_type_word);
    let streets: Vec<(u32, Option<String>)> = strings
        .par_iter()
        .filter(|(_, kind)| *kind == NamedPlaceKind::Street)
        .map(|(string, _)| (*string, bare(*string)))
        .collect();
    let mut first: HashMap<&str, u32> = HashMap::new();
    for (string, bare) in &streets {
        first.entry(bare.as_deref().unwrap_or_default()).or_insert(*string);
    }
    streets.iter().map(|(string, bare)| (*string, first[bare.as_deref().unwrap_or_default()])).collect()
}

/// A street's name in small letters with its marks, without the words that only say that it is a street.
fn without_type_word(name: &str) -> String {
    let words = words(name);
    let kept = street_key(name).split(' ').count().min(words.len());
    words[words.len() - kept..].iter().map(|word| word.marked.as_str()).collect::<Vec<_>>().join(" ")
}

fn names_by_string(tables: &Tables, vocabulary: &Vocabulary, strings: &[(u32, NamedPlaceKind)]) -> Lists {
    let names = |(string, kind): &(u32, NamedPlaceKind)| {
        let text = tables.named.string(*string).unwrap_or_default();
        let names = name_keys(*kind, text).into_iter().filter_map(|key| vocabulary.exact(&key));
        names.map(|name| (*string as usize, name)).collect::<Vec<_>>()
    };
    let mut pairs: Vec<(usize, NameId)> = strings.par_iter().flat_map_iter(names).collect();
    pairs.sort_unstable();
    pairs.dedup();
    Lists::new(tables.named.string_count() as usize, pairs.iter().copied())
}

fn parts(tables: &Tables, places: &[Option<NamedPlaceRow>], called: &HashMap<u32, u32>) -> Vec<Part> {
    let provinces: Vec<Option<UnitId>> =
        tables.units.iter().map(|(id, _)| tables.units.ancestor(id, UnitLevel::Province)).collect();
    let part = |(row, place): (usize, &Option<NamedPlaceRow>)| {
        let place = (*place)?;
        let is_street = place.kind == NamedPlaceKind::Street;
        let called = if is_street { called.get(&place.name).copied() } else { None };
        let province = place.ward.and_then(|ward| provinces.get(usize::from(ward.0)).copied().flatten());
        let group = GroupKey::new(called.unwrap_or(place.name), place.kind, province);
        Some(Part { group, addresses: tables.named.member_count(row as u32) as u32, row: row as u32 })
    };
    places.par_iter().enumerate().filter_map(part).collect()
}

/// The groups of `parts`, which stand in order.
fn groups(parts: &[Part]) -> Vec<Group> {
    let (mut groups, mut first) = (Vec::new(), 0);
    for parts in parts.chunk_by(|a, b| a.group == b.group) {
        let key = parts[0].group;
        let weight = Weight::new(match key.kind() {
            Some(NamedPlaceKind::Street) => importance(parts.iter().map(|part| part.addresses as usize).sum()),
            // Hamlets of one name are as many places.
            Some(NamedPlaceKind::Hamlet) => importance(parts[0].addresses as usize),
            Some(NamedPlaceKind::PointOfInterest) | None => 0.4,
        });
        groups.push(Group { called: key.called(), province: key.province(), weight, first });
        first += parts.len() as u32;
    }
    groups
}

/// The groups under all names of their parts, each once.
fn filed(groups: &[Group], parts: &[Part], places: &[Option<NamedPlaceRow>], names: &Lists) -> Vec<Filed> {
    let of_group = |(item, range): (GroupId, Range<usize>)| {
        let mut strings: Vec<u32> =
            parts[range].iter().filter_map(|part| Some(places[part.row as usize]?.name)).collect();
        strings.sort_unstable();
        strings.dedup();
        let mut own: Vec<NameId> = strings.iter().flat_map(|string| names.of(*string as usize)).copied().collect();
        own.sort_unstable();
        own.dedup();
        let weight = groups[item as usize].weight;
        own.into_iter().map(move |name| Filed { name, weight, item })
    };
    part_ranges(groups, parts.len()).flat_map(of_group).collect()
}

/// The rows of `parts` by ward, those of the best known groups first.
fn rows_by_ward(tables: &Tables, places: &[Option<NamedPlaceRow>], parts: &[Part], groups: &[Group]) -> Lists {
    let mut best_known: Vec<(GroupId, Range<usize>)> = part_ranges(groups, parts.len()).collect();
    best_known.sort_by_key(|(group, _)| std::cmp::Reverse(groups[*group as usize].weight));
    let rows = best_known.iter().flat_map(|(_, range)| &parts[range.clone()]).map(|part| part.row);
    let ward = |row: u32| Some(usize::from(places[row as usize].as_ref()?.ward?.0));
    Lists::new(tables.units.len(), rows.filter_map(|row| Some((ward(row)?, row))))
}

fn part_ranges(groups: &[Group], parts: usize) -> impl Iterator<Item = (GroupId, Range<usize>)> + '_ {
    let ends = groups.iter().skip(1).map(|next| next.first as usize).chain([parts]);
    groups.iter().zip(ends).zip(0..).map(|((group, end), number)| (number, group.first as usize..end))
}

fn centres(tables: &Tables) -> Vec<(UnitId, Point)> {
    let wards = tables.units.iter().filter(|(_, unit)| unit.level == UnitLevel::Ward && unit.era() == Era::Current);
    wards.filter_map(|(id, unit)| Some((id, unit.centre?))).collect()
}
