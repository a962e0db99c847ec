//! Every address of a release, sorted along the Hilbert curve; the row number is the position.

use super::{Column, FormatError, ReleaseFiles, StringHeap, WardIndex};
use crate::unit::UnitId;
use crate::{PlaceId, Point};

/// One row of the [`AddressTable`]. Absent references are `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AddressRow {
    /// Permanent number.
    pub id: PlaceId,
    /// Where it is.
    pub point: Point,
    /// Row of its house number in the dictionary [`AddressTable::house_number`].
    pub number: Option<u32>,
    /// Row of its street-in-ward in the named places.
    pub street: Option<u32>,
    /// Row of its hamlet in the named places.
    pub hamlet: Option<u32>,
    /// Today's ward.
    pub ward: Option<UnitId>,
    /// Ward before July 2025, where known.
    pub legacy_ward: Option<UnitId>,
    /// Row of its source in the manifest.
    pub source: u8,
}

/// All addresses: columns `addresses/{ordinal.u32, lon.i32, lat.i32, number.u32, street.u32,
/// hamlet.u32, ward.u16, legacy_ward.u16, source.u8}`, the dictionary of house numbers
/// `house_numbers`, and `addresses/by_id.u32` (rows sorted by identifier).
///
/// The dictionary holds each distinct display form once, sorted by the order in which houses stand
/// along a street, so comparing two dictionary rows compares two house numbers.
#[derive(Clone, Debug)]
pub struct AddressTable {
    /// [`PlaceId::ordinal`].
    ordinal: Column<u32>,
    lon: Column<i32>,
    lat: Column<i32>,
    number: Column<u32>,
    street: Column<u32>,
    hamlet: Column<u32>,
    ward: Column<u16>,
    legacy_ward: Column<u16>,
    source: Column<u8>,
    by_id: Column<u32>,
    house_numbers: StringHeap,
}

impl AddressTable {
    /// Opens the table; all columns must have the same number of rows.
    pub fn open(files: &impl ReleaseFiles) -> Result<Self, FormatError> {
        let ordinal = Column::open(files, "addresses/ordinal")?;
        let rows = ordinal.len();
        Ok(Self {
            ordinal,
            lon: Column::open_exact(files, "addresses/lon", rows)?,
            lat: Column::open_exact(files, "addresses/lat", rows)?,
            number: Column::open_exact(files, "addresses/number", rows)?,
            street: Column::open_exact(files, "addresses/street", rows)?,
            hamlet: Column::open_exact(files, "addresses/hamlet", rows)?,
            ward: Column::open_exact(files, "addresses/ward", rows)?,
            legacy_ward: Column::open_exact(files, "addresses/legacy_ward", rows)?,
            source: Column::open_exact(files, "addresses/source", rows)?,
            by_id: Column::open_exact(files, "addresses/by_id", rows)?,
            house_numbers: StringHeap::open(files, "house_numbers")?,
        })
    }

    /// Number of addresses.
    pub fn len(&self) -> usize {
        self.ordinal.len()
    }

    /// Whether there is no address.
    pub fn is_empty(&self) -> bool {
        self.ordinal.is_empty()
    }

    /// The address at `row`; `None` past the end or where the row is damaged.
    pub fn get(&self, row: u32) -> Option<AddressRow> {
        let at = row as usize;
        Some(AddressRow {
            id: PlaceId::from_ordinal(self.ordinal.get(at)?.into())?,
            point: self.point(row)?,
            number: reference(self.number.get(at)?),
            street: reference(self.street.get(at)?),
            hamlet: reference(self.hamlet.get(at)?),
            ward: unit_reference(self.ward.get(at)?),
            legacy_ward: unit_reference(self.legacy_ward.get(at)?),
            source: self.source.get(at)?,
        })
    }

    /// Only the position of the address at `row`.
    pub fn point(&self, row: u32) -> Option<Point> {
        Point::from_e7(self.lon.get(row as usize)?, self.lat.get(row as usize)?)
    }

    /// Only today's ward of the address at `row`.
    pub fn ward(&self, row: u32) -> Option<UnitId> {
        self.ward.get(row as usize).and_then(unit_reference)
    }

    /// Only the house number's dictionary row of the address at `row`.
    pub fn number(&self, row: u32) -> Option<u32> {
        self.number.get(row as usize).and_then(reference)
    }

    /// Which rows lie in which ward. Cost: one pass over the wards of all addresses.
    pub fn ward_index(&self) -> WardIndex {
        WardIndex::new(&self.ward)
    }

    /// The display form of the house number at dictionary row `number`.
    pub fn house_number(&self, number: u32) -> Option<&str> {
        self.house_numbers.get(number as usize)
    }

    /// Number of distinct house numbers.
    pub fn house_number_count(&self) -> u32 {
        self.house_numbers.len() as u32
    }

    /// The row of the address with this identifier. Cost: a binary search.
    pub fn row_of(&self, id: PlaceId) -> Option<u32> {
        row_of(&self.by_id, &self.ordinal, id)
    }
}

/// A row number in a column, or its absence.
pub(super) fn reference(value: u32) -> Option<u32> {
    (value != u32::MAX).then_some(value)
}

/// A unit in a column, or its absence.
pub(super) fn unit_reference(value: u16) -> Option<UnitId> {
    (value != u16::MAX).then_some(UnitId(value))
}

/// The row of the place `id`, through `by_id`, the rows sorted by identifier.
pub(super) fn row_of(by_id: &Column<u32>, ordinals: &Column<u32>, id: PlaceId) -> Option<u32> {
    let (mut low, mut high) = (0, by_id.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let row = by_id.get(middle)?;
        match u64::from(ordinals.get(row as usize)?).cmp(&id.ordinal()) {
            std::cmp::Ordering::Equal => return Some(row),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}
