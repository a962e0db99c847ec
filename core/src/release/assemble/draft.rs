//! Places while a release is assembled: fixed width, texts by number.

use crate::Point;
use crate::release::NamedPlaceKind;

/// A unit's row, or [`u16::MAX`] for none: what the columns hold.
pub(super) type WardNumber = u16;

/// Stands for no number, no name, no reference in a column.
pub(super) const ABSENT: u32 = u32::MAX;

/// An address: 48 bytes.
pub(super) struct AddressDraft {
    /// [`crate::PlaceId::ordinal`].
    pub(super) ordinal: u32,
    /// Position on the Hilbert curve.
    pub(super) curve: u64,
    pub(super) point: Point,
    /// House number as interned, then its dictionary row.
    pub(super) number: u32,
    /// Street name's key as interned, then the row of the street.
    pub(super) street: u32,
    /// Hamlet name's key as interned, then the row of the hamlet.
    pub(super) hamlet: u32,
    pub(super) ward: WardNumber,
    pub(super) legacy_ward: WardNumber,
    pub(super) source: u8,
}

/// A street, hamlet or point of interest.
pub(super) struct NamedDraft {
    /// [`crate::PlaceId::ordinal`].
    pub(super) ordinal: u32,
    pub(super) curve: u64,
    pub(super) kind: NamedPlaceKind,
    pub(super) point: Point,
    /// Name as interned, then its row in the strings.
    pub(super) name: u32,
    /// Number of the key of the name, for streets and hamlets.
    pub(super) key: u32,
    /// Class as interned, then its row in the strings.
    pub(super) category: u32,
    pub(super) number: u32,
    pub(super) street: u32,
    pub(super) ward: WardNumber,
    pub(super) legacy_ward: WardNumber,
    pub(super) lines: Vec<Vec<Point>>,
}

impl NamedDraft {
    /// Metres from `point` to the nearest of this place's point and the vertices of its lines.
    pub(super) fn distance_m(&self, point: Point) -> f64 {
        let positions = self.lines.iter().flatten().chain(std::iter::once(&self.point));
        positions.map(|position| position.distance_m(point)).fold(f64::INFINITY, f64::min)
    }
}
