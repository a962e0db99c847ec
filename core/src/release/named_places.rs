//! Places that have a name: streets within a ward, hamlets, points of interest.

use super::addresses::{reference, row_of, unit_reference};
use super::{ByteHeap, Column, ColumnValue, FormatError, ReleaseFiles, StringHeap, WardIndex};
use crate::unit::UnitId;
use crate::{PlaceId, Point};

/// What a named place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamedPlaceKind {
    /// The part of a street that lies in one ward.
    Street,
    /// Thôn, xóm, ấp, khu phố, tổ dân phố and their like.
    Hamlet,
    /// Anything else that people look for by name.
    PointOfInterest,
}

impl NamedPlaceKind {
    /// The byte stored for it.
    pub fn to_byte(self) -> u8 {
        self as u8
    }

    /// The kind stored as `byte`.
    pub fn from_byte(byte: u8) -> Option<Self> {
        [Self::Street, Self::Hamlet, Self::PointOfInterest].into_iter().find(|kind| kind.to_byte() == byte)
    }
}

/// One row of the [`NamedPlaceTable`]. Absent references are `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedPlaceRow {
    /// Permanent number.
    pub id: PlaceId,
    /// What it is.
    pub kind: NamedPlaceKind,
    /// A point on or in it.
    pub point: Point,
    /// Row of its name in [`NamedPlaceTable::string`].
    pub name: u32,
    /// Row of its class (`primary`, `amenity=school`) in [`NamedPlaceTable::string`].
    pub category: Option<u32>,
    /// Today's ward.
    pub ward: Option<UnitId>,
    /// Dictionary row of its house number, for a point of interest with an address.
    pub number: Option<u32>,
    /// The named place that is its street, for a point of interest with an address.
    pub street: Option<u32>,
}

/// All named places, sorted along the Hilbert curve: columns `named_places/{ordinal.u32, kind.u8,
/// lon.i32, lat.i32, name.u32, category.u32, ward.u16, number.u32, street.u32}`, strings
/// `strings` (each distinct one once), lists `named_places/legacy_wards` and
/// `named_places/members` (offsets `.offsets.u32`, values `.u16` and `.u32`), line geometry
/// `named_places/lines`, and `named_places/by_id.u32`.
///
/// *Members* of a street or hamlet are the addresses in it, as rows of the address table, sorted
/// by house number (dictionary row, addresses without one last), then row.
#[derive(Clone, Debug)]
pub struct NamedPlaceTable {
    /// [`PlaceId::ordinal`].
    ordinal: Column<u32>,
    kind: Column<u8>,
    lon: Column<i32>,
    lat: Column<i32>,
    name: Column<u32>,
    category: Column<u32>,
    ward: Column<u16>,
    number: Column<u32>,
    street: Column<u32>,
    by_id: Column<u32>,
    strings: StringHeap,
    legacy_wards: Lists<u16>,
    members: Lists<u32>,
    lines: ByteHeap,
}

impl NamedPlaceTable {
    /// Opens the table; all columns must have the same number of rows.
    pub fn open(files: &impl ReleaseFiles) -> Result<Self, FormatError> {
        let ordinal = Column::open(files, "named_places/ordinal")?;
        let rows = ordinal.len();
        Ok(Self {
            ordinal,
            kind: Column::open_exact(files, "named_places/kind", rows)?,
            lon: Column::open_exact(files, "named_places/lon", rows)?,
            lat: Column::open_exact(files, "named_places/lat", rows)?,
            name: Column::open_exact(files, "named_places/name", rows)?,
            category: Column::open_exact(files, "named_places/category", rows)?,
            ward: Column::open_exact(files, "named_places/ward", rows)?,
            number: Column::open_exact(files, "named_places/number", rows)?,
            street: Column::open_exact(files, "named_places/street", rows)?,
            by_id: Column::open_exact(files, "named_places/by_id", rows)?,
            strings: StringHeap::open(files, "strings")?,
            legacy_wards: Lists::open(files, "named_places/legacy_wards", rows)?,
            members: Lists::open(files, "named_places/members", rows)?,
            lines: ByteHeap::open(files, "named_places/lines")?,
        })
    }

    /// Number of named places.
    pub fn len(&self) -> usize {
        self.ordinal.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ordinal.is_empty()
    }

    /// The named place at `row`; `None` past the end or where the row is damaged.
    pub fn get(&self, row: u32) -> Option<NamedPlaceRow> {
        let at = row as usize;
        Some(NamedPlaceRow {
            id: PlaceId::from_ordinal(self.ordinal.get(at)?.into())?,
            kind: NamedPlaceKind::from_byte(self.kind.get(at)?)?,
            point: Point::from_e7(self.lon.get(at)?, self.lat.get(at)?)?,
            name: self.name.get(at)?,
            category: reference(self.category.get(at)?),
            ward: unit_reference(self.ward.get(at)?),
            number: reference(self.number.get(at)?),
            street: reference(self.street.get(at)?),
        })
    }

    /// Only the position of the place at `row`.
    pub fn point(&self, row: u32) -> Option<Point> {
        Point::from_e7(self.lon.get(row as usize)?, self.lat.get(row as usize)?)
    }

    /// Which rows lie in which ward. Cost: one pass over the wards of all named places.
    pub fn ward_index(&self) -> WardIndex {
        WardIndex::new(&self.ward)
    }

    /// The string at `row` of the strings that names and categories refer to.
    pub fn string(&self, row: u32) -> Option<&str> {
        self.strings.get(row as usize)
    }

    /// Number of distinct strings.
    pub fn string_count(&self) -> u32 {
        self.strings.len() as u32
    }

    /// Only what the place at `row` is.
    pub fn kind(&self, row: u32) -> Option<NamedPlaceKind> {
        NamedPlaceKind::from_byte(self.kind.get(row as usize)?)
    }

    /// Only today's ward of the place at `row`.
    pub fn ward(&self, row: u32) -> Option<UnitId> {
        self.ward.get(row as usize).and_then(unit_reference)
    }

    /// Only whether the place at `row` has a house number of its own.
    pub fn is_numbered(&self, row: u32) -> bool {
        self.number.get(row as usize).and_then(reference).is_some()
    }

    /// The name of the place at `row`.
    pub fn name(&self, row: u32) -> Option<&str> {
        self.string(self.name.get(row as usize)?)
    }

    /// The wards before July 2025 that it or its addresses are known to lie in.
    pub fn legacy_wards(&self, row: u32) -> impl Iterator<Item = UnitId> + '_ {
        self.legacy_wards.list(row).filter_map(unit_reference)
    }

    /// How many addresses lie in it.
    pub fn member_count(&self, row: u32) -> usize {
        self.members.range(row).len()
    }

    /// The address row of its `index`-th member.
    pub fn member(&self, row: u32, index: usize) -> Option<u32> {
        let range = self.members.range(row);
        (index < range.len()).then(|| self.members.values.get(range.start + index)).flatten()
    }

    /// The address rows of all its members.
    pub fn members(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        self.members.list(row)
    }

    /// Its line geometry; empty where none is known.
    pub fn lines(&self, row: u32) -> Vec<Vec<Point>> {
        self.lines.get(row as usize).map(decode_lines).unwrap_or_default()
    }

    /// The row of the named place with this identifier. Cost: a binary search.
    pub fn row_of(&self, id: PlaceId) -> Option<u32> {
        row_of(&self.by_id, &self.ordinal, id)
    }
}

/// A list of values per row: `<stem>.offsets.u32` and `<stem>.<type>`.
#[derive(Clone, Debug)]
struct Lists<T> {
    offsets: Column<u32>,
    values: Column<T>,
}

impl<T: ColumnValue> Lists<T> {
    fn open(files: &impl ReleaseFiles, stem: &str, rows: usize) -> Result<Self, FormatError> {
        let offsets = Column::open_exact(files, &format!("{stem}.offsets"), rows + 1)?;
        let end = offsets.get(rows).unwrap_or(0) as usize;
        Ok(Self { offsets, values: Column::open_exact(files, stem, end)? })
    }

    fn range(&self, row: u32) -> std::ops::Range<usize> {
        let offset = |row| self.offsets.get(row).unwrap_or(0) as usize;
        offset(row as usize)..offset(row as usize + 1)
    }

    fn list(&self, row: u32) -> impl Iterator<Item = T> + '_ {
        self.range(row).filter_map(|index| self.values.get(index))
    }
}

/// `lines` as bytes: for each line a `u32` number of points, then longitude and latitude of each
/// as `i32` in 1e-7 degrees, little-endian.
pub fn encode_lines(lines: &[Vec<Point>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in lines {
        (line.len() as u32).write(&mut bytes);
        for point in line {
            point.lon_e7().write(&mut bytes);
            point.lat_e7().write(&mut bytes);
        }
    }
    bytes
}

/// The lines in `bytes`, see [`encode_lines`]; reads as far as the bytes make sense.
pub fn decode_lines(mut bytes: &[u8]) -> Vec<Vec<Point>> {
    let mut lines = Vec::new();
    while let Some((line, rest)) = decode_line(bytes) {
        lines.push(line);
        bytes = rest;
    }
    lines
}

fn decode_line(bytes: &[u8]) -> Option<(Vec<Point>, &[u8])> {
    let points = u32::read(bytes)? as usize;
    let (line, rest) = bytes.get(4..)?.split_at_checked(points.checked_mul(8)?)?;
    let decoded = line.chunks_exact(8).map(|pair| Point::from_e7(i32::read(pair)?, i32::read(&pair[4..])?));
    Some((decoded.collect::<Option<_>>()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_back_and_damage_is_survived() {
        let lines = vec![vec![Point::from_e7(1, 2).unwrap(), Point::from_e7(3, 4).unwrap()], vec![]];
        let bytes = encode_lines(&lines);
        assert_eq!(decode_lines(&bytes), lines);
        assert_eq!(decode_lines(&bytes[..10]), Vec::<Vec<Point>>::new());
    }
}
