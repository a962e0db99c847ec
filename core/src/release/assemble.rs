//! Places in, columns out: how the tables of a release are made.

mod dictionary;
mod directory;
mod draft;
mod report;
mod tables;

use bytes::Bytes;
use hashbrown::HashMap;

use self::dictionary::{Dictionary, Interner, KeyedNames};
use self::directory::Directory;
use self::draft::{ABSENT, AddressDraft, NamedDraft, WardNumber};
pub use self::report::{AssemblyReport, PlaceCounts};
use self::tables::{put_addresses, put_legacy_wards, put_members, put_named_places};
use super::sink::put_heap;
use super::{NamedPlaceKind, ReleaseSink};
use crate::PlaceId;
use crate::address::{street_key, whole_hamlet};
use crate::curve::hilbert;
use crate::house_number::HouseNumber;
use crate::place::{Place, PlaceKind};
use crate::unit::{Era, UnitCode, UnitLevel, UnitTable};

/// Makes the tables of a release from places, in any order: the same places give the same bytes.
///
/// An address is tied to the street and the hamlet of its ward whose names have the same key
/// ([`street_key`], [`whole_hamlet`]); where the ward has several of that name, to the nearest. What it
/// names but no place bears is counted in the report and left absent.
///
/// Memory: 48 bytes an address, some 100 a named place besides its lines, and each distinct text
/// once. Cost: about 2 µs an address on one core. At most `u32::MAX` - 1 rows a table.
pub struct Assembler {
    current_wards: HashMap<UnitCode, WardNumber>,
    legacy_wards: HashMap<UnitCode, WardNumber>,
    house_numbers: Interner,
    strings: Interner,
    street_names: KeyedNames,
    hamlet_names: KeyedNames,
    addresses: Vec<AddressDraft>,
    named: Vec<NamedDraft>,
    report: AssemblyReport,
}

impl Assembler {
    /// An assembler of places that lie in the wards of `units`.
    pub fn new(units: &UnitTable) -> Self {
        Self {
            current_wards: wards_of(units, Era::Current),
            legacy_wards: wards_of(units, Era::Legacy),
            house_numbers: Interner::default(),
            strings: Interner::default(),
            street_names: KeyedNames::new(street_key),
            hamlet_names: KeyedNames::new(whole_hamlet),
            addresses: Vec::new(),
            named: Vec::new(),
            report: AssemblyReport::default(),
        }
    }

    /// Takes a place; `source` is its row among the sources of the manifest.
    pub fn add(&mut self, id: PlaceId, source: u8, place: Place) {
        let Ok(ordinal) = u32::try_from(id.ordinal()) else {
            self.report.unnumbered += 1;
            return;
        };
        match place.kind {
            PlaceKind::Address => self.add_address(ordinal, source, &place),
            PlaceKind::Street => self.add_named(ordinal, NamedPlaceKind::Street, place),
            PlaceKind::Hamlet => self.add_named(ordinal, NamedPlaceKind::Hamlet, place),
            PlaceKind::PointOfInterest => self.add_named(ordinal, NamedPlaceKind::PointOfInterest, place),
        }
    }

    /// Writes every table except the units.
    pub fn finish<S: ReleaseSink>(mut self, sink: &mut S) -> Result<AssemblyReport, S::Error> {
        let house_numbers = self.house_numbers.sort_by_key(along_the_street);
        put_heap(sink, "house_numbers", house_numbers.texts.iter().map(|text| text.as_bytes()))?;
        let strings = self.strings.sort_by_key(|_| ());
        put_heap(sink, "strings", strings.texts.iter().map(|text| text.as_bytes()))?;

        self.named.sort_unstable_by_key(|place| (place.curve, place.ordinal));
        self.addresses.sort_unstable_by_key(|address| (address.curve, address.ordinal));
        settle_texts(&mut self.named, &mut self.addresses, &house_numbers, &strings);
        settle_references(&mut self.named, &mut self.addresses, &mut self.report);

        put_addresses(sink, &self.addresses)?;
        put_named_places(sink, &self.named)?;
        put_members(sink, self.named.len(), &self.addresses)?;
        put_legacy_wards(sink, &self.named, &self.addresses)?;
        Ok(self.report)
    }

    fn add_address(&mut self, ordinal: u32, source: u8, place: &Place) {
        let number = self.house_number(place);
        let street = self.street(place);
        let hamlet = place.hamlet.as_deref().map_or(ABSENT, |name| self.hamlet_names.number(name));
        let (ward, legacy_ward) = self.wards(place);
        let (point, curve) = (place.point, hilbert(place.point));
        self.addresses.push(AddressDraft { ordinal, curve, point, number, street, hamlet, ward, legacy_ward, source });
        self.report.count_address(ward);
    }

    fn add_named(&mut self, ordinal: u32, kind: NamedPlaceKind, place: Place) {
        let Some(text) = place.name.as_deref() else {
            self.report.nameless += 1;
            return;
        };
        let key = match kind {
            NamedPlaceKind::Street => self.street_names.number(text),
            NamedPlaceKind::Hamlet => self.hamlet_names.number(text),
            NamedPlaceKind::PointOfInterest => ABSENT,
        };
        let name = self.strings.intern(text);
        let category = place.category.as_deref().map_or(ABSENT, |category| self.strings.intern(category));
        let (number, street) = (self.house_number(&place), self.street(&place));
        let (ward, legacy_ward) = self.wards(&place);
        let (point, curve) = (place.point, hilbert(place.point));
        let lines = place.lines;
        self.named.push(NamedDraft {
            ordinal,
            curve,
            kind,
            point,
            name,
            key,
            category,
            number,
            street,
            ward,
            legacy_ward,
            lines,
        });
        self.report.count_named(kind, ward);
    }

    fn house_number(&mut self, place: &Place) -> u32 {
        place.house_number.as_deref().map_or(ABSENT, |number| self.house_numbers.intern(number))
    }

    fn street(&mut self, place: &Place) -> u32 {
        place.street.as_deref().map_or(ABSENT, |name| self.street_names.number(name))
    }

    /// Today's ward of `place` and the one before July 2025.
    fn wards(&mut self, place: &Place) -> (WardNumber, WardNumber) {
        let mut unknown = 0;
        let mut find = |wards: &HashMap<UnitCode, WardNumber>, code: &Option<UnitCode>| {
            let found = code.as_ref().map(|code| wards.get(code).copied());
            unknown += u64::from(found == Some(None));
            found.flatten().unwrap_or(WardNumber::MAX)
        };
        let found = (find(&self.current_wards, &place.ward), find(&self.legacy_wards, &place.legacy_ward));
        self.report.unknown_ward_codes += unknown;
        found
    }
}

fn wards_of(units: &UnitTable, era: Era) -> HashMap<UnitCode, WardNumber> {
    let wards = units.iter().filter(|(_, unit)| unit.level == UnitLevel::Ward && unit.era() == era);
    wards.map(|(id, unit)| (unit.code.clone(), id.0)).collect()
}

/// The tables of `places` and `units.json`, held in memory: a release without a folder, for tests
/// and small tools. Every place is of source 0.
pub fn build_tables(places: impl IntoIterator<Item = (PlaceId, Place)>, units: &UnitTable) -> HashMap<String, Bytes> {
    let mut assembler = Assembler::new(units);
    for (id, place) in places {
        assembler.add(id, 0, place);
    }
    let mut files = HashMap::new();
    let Ok(()) = put_units(&mut files, units);
    let Ok(_) = assembler.finish(&mut files);
    files
}

/// Writes `units.json`.
pub fn put_units<S: ReleaseSink>(sink: &mut S, units: &UnitTable) -> Result<(), S::Error> {
    sink.write("units.json", &mut |out| Ok(serde_json::to_writer(out, units)?))
}

/// Sorts house numbers as they stand along a street; texts that are no number behind.
fn along_the_street(text: &str) -> (bool, Option<HouseNumber>) {
    let number = HouseNumber::parse(text);
    (number.is_none(), number)
}

/// Turns the numbers of texts into their rows.
fn settle_texts(
    named: &mut [NamedDraft],
    addresses: &mut [AddressDraft],
    house_numbers: &Dictionary,
    strings: &Dictionary,
) {
    for place in named {
        place.name = strings.row(place.name);
        place.category = strings.row(place.category);
        place.number = house_numbers.row(place.number);
    }
    for address in addresses {
        address.number = house_numbers.row(address.number);
    }
}

/// Turns the names of streets and hamlets into the rows of the places that bear them.
fn settle_references(named: &mut [NamedDraft], addresses: &mut [AddressDraft], report: &mut AssemblyReport) {
    let directory = Directory::new(named);
    let find = |kind, key, ward, point, missing: &mut u64| {
        let found = (key != ABSENT).then(|| directory.find((kind, key, ward), point));
        *missing += u64::from(found == Some(None));
        found.flatten().unwrap_or(ABSENT)
    };
    let (street, hamlet) = (NamedPlaceKind::Street, NamedPlaceKind::Hamlet);
    for address in addresses {
        let (ward, point) = (address.ward, address.point);
        address.street = find(street, address.street, ward, point, &mut report.missing_streets);
        address.hamlet = find(hamlet, address.hamlet, ward, point, &mut report.missing_hamlets);
    }
    let streets: Vec<u32> = named
        .iter()
        .map(|place| find(street, place.street, place.ward, place.point, &mut report.missing_streets))
        .collect();
    for (place, street) in named.iter_mut().zip(streets) {
        place.street = street;
    }
}
