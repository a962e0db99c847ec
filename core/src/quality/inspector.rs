//! One ward, judged.

use hashbrown::{HashMap, HashSet};

use super::duplicates::{AddressKey, duplicates};
use super::finding::{Finding, Matter, PlaceRow};
use super::street::{Exception, House, StreetVerdict, judge};
use super::summary::{BoundaryKind, Quality};
use super::ward_numbers::WardNumbers;
use crate::address::street_key;
use crate::release::{AddressRow, AddressTable, NamedPlaceKind, NamedPlaceTable, WardIndex};
use crate::text::fold;
use crate::unit::{Unit, UnitId, UnitLocator, UnitTable};

/// Metres that a point may lie outside of its ward: borders are told to some metres, and a house on
/// the border may have its point on either side.
const BORDER_DOUBT_M: f64 = 10.0;

/// Judges the addresses of a release, ward by ward.
#[derive(Clone, Copy)]
pub struct Inspector<'a> {
    /// All addresses.
    pub addresses: &'a AddressTable,
    /// Which of them lie in which ward.
    pub address_wards: &'a WardIndex,
    /// All named places.
    pub named: &'a NamedPlaceTable,
    /// Which of them lie in which ward.
    pub named_wards: &'a WardIndex,
    /// Units of every era.
    pub units: &'a UnitTable,
    /// The polygons of today's wards.
    pub areas: &'a UnitLocator,
    /// Wards whose polygon is made up around a centre: no point is judged by it.
    pub illustrative: &'a HashSet<UnitId>,
}

/// What was found in a ward.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WardFindings {
    /// How many of what.
    pub quality: Quality,
    /// What was found of each place, what matters most first, then by distance, the farthest first.
    pub findings: Vec<Finding>,
}

/// The addresses of one ward, with what they are compared by.
struct Ward<'a> {
    inspector: &'a Inspector<'a>,
    unit: UnitId,
    rows: Vec<u32>,
    addresses: Vec<AddressRow>,
    /// Streets and hamlets.
    places: Vec<(u32, NamedPlaceKind)>,
    numbers: WardNumbers,
    found: WardFindings,
}

impl Inspector<'_> {
    /// Judges the ward `unit` of today.
    ///
    /// Memory: some 100 bytes for each of its addresses. Cost: about a microsecond for each.
    pub fn ward(&self, unit: UnitId) -> WardFindings {
        let mut ward = self.open(unit);
        ward.judge_positions();
        ward.judge_former_wards();
        ward.judge_names();
        ward.judge_duplicates();
        ward.judge_streets();
        ward.judge_hamlets();
        ward.finish()
    }

    fn open(&self, unit: UnitId) -> Ward<'_> {
        let all = self.address_wards.rows(unit);
        let (rows, addresses): (Vec<u32>, Vec<AddressRow>) =
            all.filter_map(|row| Some((row, self.addresses.get(row)?))).unzip();
        let places = self.named_wards.rows(unit).filter_map(|row| Some((row, self.named.kind(row)?))).collect();
        let numbers = WardNumbers::new(self.addresses, addresses.iter().filter_map(|address| address.number).collect());
        Ward { inspector: self, unit, rows, addresses, places, numbers, found: WardFindings::default() }
    }
}

impl Ward<'_> {
    fn add(&mut self, place: PlaceRow, matter: Matter) {
        self.found.findings.push(Finding { place, matter });
    }

    fn iter(&self) -> impl Iterator<Item = (u32, &AddressRow)> {
        self.rows.iter().copied().zip(&self.addresses)
    }

    fn places_of(&self, kind: NamedPlaceKind) -> Vec<u32> {
        self.places.iter().filter(|(_, found)| *found == kind).map(|(row, _)| *row).collect()
    }

    /// Points outside the polygon of the ward, where that is surveyed.
    fn judge_positions(&mut self) {
        let Inspector { areas, illustrative, .. } = *self.inspector;
        self.found.quality.boundary = match () {
            () if illustrative.contains(&self.unit) => BoundaryKind::Illustrative,
            () if areas.has(self.unit) => BoundaryKind::Surveyed,
            () => BoundaryKind::None,
        };
        if self.found.quality.boundary != BoundaryKind::Surveyed {
            return;
        }
        // The polygon of an archipelago does not show every islet and reef.
        let at_sea = self.inspector.units.get(self.unit).is_some_and(Unit::is_special_zone);
        let outside = |(row, address): (u32, &AddressRow)| {
            let distance_m = areas.metres_to(self.unit, address.point).filter(|metres| *metres > BORDER_DOUBT_M)?;
            let holder = areas.unit_at(address.point);
            (holder.is_some() || !at_sea).then_some((row, Matter::OutsideWard { distance_m, holder }))
        };
        let found: Vec<(u32, Matter)> = self.iter().filter_map(outside).collect();
        found.into_iter().for_each(|(row, matter)| self.add(PlaceRow::Address(row), matter));
    }

    /// Former wards of which nothing passed into the ward.
    fn judge_former_wards(&mut self) {
        let mut passed: HashMap<UnitId, bool> = HashMap::new();
        let mut strangers = Vec::new();
        for (row, address) in self.iter() {
            let Some(former) = address.legacy_ward else { continue };
            let units = self.inspector.units;
            let is_kin = || units.became(former, None).iter().any(|part| part.unit == self.unit);
            if !*passed.entry(former).or_insert_with(is_kin) {
                strangers.push((row, former));
            }
        }
        strangers.into_iter().for_each(|(row, former)| self.add(PlaceRow::Address(row), Matter::LegacyWard { former }));
    }

    /// Addresses that name too little.
    fn judge_names(&mut self) {
        let nameless = |address: &AddressRow| address.street.is_none() && address.hamlet.is_none();
        let of = |wanted: &dyn Fn(&AddressRow) -> bool| -> Vec<u32> {
            self.iter().filter(|(_, address)| wanted(address)).map(|(row, _)| row).collect()
        };
        let (without_street, without_number) = (of(&nameless), of(&|address| address.number.is_none()));
        without_street.into_iter().for_each(|row| self.add(PlaceRow::Address(row), Matter::WithoutStreet));
        without_number.into_iter().for_each(|row| self.add(PlaceRow::Address(row), Matter::WithoutNumber));
    }

    /// Addresses that are there again. Without a number, or without a street and hamlet, neighbours
    /// share their address and are none.
    fn judge_duplicates(&mut self) {
        let Inspector { addresses, named, .. } = *self.inspector;
        let streets = name_numbers(named, &self.places_of(NamedPlaceKind::Street), street_key);
        let hamlets = name_numbers(named, &self.places_of(NamedPlaceKind::Hamlet), fold);
        let number_of = |names: &HashMap<u32, u32>, row: Option<u32>| row.and_then(|row| names.get(&row).copied());
        let key = |address: &AddressRow| {
            let number = self.numbers.get(address.number?)?.key;
            let (street, hamlet) = (number_of(&streets, address.street), number_of(&hamlets, address.hamlet));
            (street.is_some() || hamlet.is_some()).then_some(AddressKey { number, street, hamlet })
        };
        let mut keyed: Vec<(AddressKey, u32)> =
            self.iter().filter_map(|(row, address)| Some((key(address)?, row))).collect();
        for found in duplicates(&mut keyed, |row| addresses.point(row)) {
            let matter = Matter::Duplicate { other: found.other, distance_m: found.distance_m };
            self.add(PlaceRow::Address(found.row), matter);
        }
    }

    /// Houses on the wrong side of their street or out of order along it.
    fn judge_streets(&mut self) {
        for street in self.places_of(NamedPlaceKind::Street) {
            let StreetVerdict { wrong_side, out_of_order } =
                judge(&self.houses(street), &self.inspector.named.lines(street));
            let quality = &mut self.found.quality;
            quality.streets += 1;
            quality.streets_with_sides += u64::from(wrong_side.is_some());
            quality.streets_in_order += u64::from(out_of_order.is_some());
            for Exception { row, distance_m } in wrong_side.unwrap_or_default() {
                self.add(PlaceRow::Address(row), Matter::WrongSide { distance_m });
            }
            for Exception { row, distance_m } in out_of_order.unwrap_or_default() {
                self.add(PlaceRow::Address(row), Matter::OutOfOrder { distance_m });
            }
        }
    }

    fn houses(&self, street: u32) -> Vec<House> {
        let Inspector { addresses, named, .. } = *self.inspector;
        let house = |row: u32| {
            let number = self.numbers.get(addresses.number(row)?)?.on_street?;
            Some(House { row, number, point: addresses.point(row)? })
        };
        named.members(street).filter_map(house).collect()
    }

    fn judge_hamlets(&mut self) {
        for hamlet in self.places_of(NamedPlaceKind::Hamlet) {
            self.found.quality.hamlets += 1;
            if self.inspector.named.member_count(hamlet) == 0 {
                self.add(PlaceRow::Named(hamlet), Matter::EmptyHamlet);
            }
        }
    }

    fn finish(mut self) -> WardFindings {
        let order = |finding: &Finding| (finding.matter.kind(), finding.matter.distance_m().unwrap_or(0.0));
        self.found.findings.sort_by(|a, b| {
            let ((a_kind, a_m), (b_kind, b_m)) = (order(a), order(b));
            a_kind.cmp(&b_kind).then(b_m.total_cmp(&a_m)).then(a.place.cmp(&b.place))
        });
        let faulty = self.found.findings.iter().filter(|finding| finding.matter.kind().is_fault());
        let faulty: HashSet<PlaceRow> = faulty.map(|finding| finding.place).collect();
        self.found.quality.addresses = self.rows.len() as u64;
        self.found.quality.faulty = faulty.len() as u64;
        for finding in &self.found.findings {
            self.found.quality.count(finding.matter.kind());
        }
        self.found
    }
}

/// The names of the places at `rows` as numbers, the same for all spellings of one.
fn name_numbers(named: &NamedPlaceTable, rows: &[u32], key: fn(&str) -> String) -> HashMap<u32, u32> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let number = |row: &u32| {
        let next = numbers.len() as u32;
        Some((*row, *numbers.entry(key(named.name(*row)?)).or_insert(next)))
    };
    rows.iter().filter_map(number).collect()
}
