//! What may be the matter, and what was found of one place.

use serde::{Serialize, Serializer};

use crate::unit::UnitId;

/// What may be the matter, what matters most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// The point lies outside the polygon of the ward that the address is in.
    OutsideWard,
    /// Another address of the ward has the same number, street and hamlet, far away.
    DuplicateFar,
    /// The ward before July 2025 is none that passed into the ward of today.
    LegacyWard,
    /// An odd number among the even ones of its street, or the other way round.
    WrongSide,
    /// Along its street the house stands before a smaller number or behind a larger one.
    OutOfOrder,
    /// Another address of the ward has the same number, street and hamlet, nearby.
    DuplicateNear,
    /// The address names neither street nor hamlet.
    WithoutStreet,
    /// The address has no house number.
    WithoutNumber,
    /// A hamlet that no address names.
    EmptyHamlet,
}

impl FindingKind {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Every kind with its name, in order.
    pub const ALL: [(&'static str, Self); 9] = [
        ("outside_ward", Self::OutsideWard),
        ("duplicate_far", Self::DuplicateFar),
        ("legacy_ward", Self::LegacyWard),
        ("wrong_side", Self::WrongSide),
        ("out_of_order", Self::OutOfOrder),
        ("duplicate_near", Self::DuplicateNear),
        ("without_street", Self::WithoutStreet),
        ("without_number", Self::WithoutNumber),
        ("empty_hamlet", Self::EmptyHamlet),
    ];

    /// The kind called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }

    /// The name it has in files and answers.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// Whether an address is wrong by it, and not only less than complete.
    pub fn is_fault(self) -> bool {
        self < Self::WithoutStreet
    }
}

impl Serialize for FindingKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A row of one of the tables of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceRow {
    /// Of the addresses.
    Address(u32),
    /// Of the named places.
    Named(u32),
}

/// What is the matter with a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Matter {
    /// [`FindingKind::OutsideWard`]: how far outside, and today's ward whose polygon holds the point.
    OutsideWard {
        /// Metres to the polygon of its own ward.
        distance_m: f64,
        /// The ward that holds the point, where one does.
        holder: Option<UnitId>,
    },
    /// [`FindingKind::DuplicateNear`] or [`FindingKind::DuplicateFar`], as the distance says.
    Duplicate {
        /// Row of the nearest address that is the same.
        other: u32,
        /// Metres to it.
        distance_m: f64,
    },
    /// [`FindingKind::LegacyWard`].
    LegacyWard {
        /// The former ward that the address is said to have lain in.
        former: UnitId,
    },
    /// [`FindingKind::WrongSide`].
    WrongSide {
        /// Metres across the street to where the houses of its side stand.
        distance_m: f64,
    },
    /// [`FindingKind::OutOfOrder`].
    OutOfOrder {
        /// Metres along the street to where its number would stand.
        distance_m: f64,
    },
    /// [`FindingKind::WithoutStreet`].
    WithoutStreet,
    /// [`FindingKind::WithoutNumber`].
    WithoutNumber,
    /// [`FindingKind::EmptyHamlet`].
    EmptyHamlet,
}

/// Metres within which the same address is near: as far as it may be one house told by two sources.
pub const NEAR_M: f64 = 150.0;

impl Matter {
    /// Which kind it is of.
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::OutsideWard { .. } => FindingKind::OutsideWard,
            Self::Duplicate { distance_m, .. } if *distance_m <= NEAR_M => FindingKind::DuplicateNear,
            Self::Duplicate { .. } => FindingKind::DuplicateFar,
            Self::LegacyWard { .. } => FindingKind::LegacyWard,
            Self::WrongSide { .. } => FindingKind::WrongSide,
            Self::OutOfOrder { .. } => FindingKind::OutOfOrder,
            Self::WithoutStreet => FindingKind::WithoutStreet,
            Self::WithoutNumber => FindingKind::WithoutNumber,
            Self::EmptyHamlet => FindingKind::EmptyHamlet,
        }
    }

    /// How far off the place is, in metres, where that can be said.
    pub fn distance_m(&self) -> Option<f64> {
        match self {
            Self::OutsideWard { distance_m, .. }
            | Self::Duplicate { distance_m, .. }
            | Self::WrongSide { distance_m }
            | Self::OutOfOrder { distance_m } => Some(*distance_m),
            Self::LegacyWard { .. } | Self::WithoutStreet | Self::WithoutNumber | Self::EmptyHamlet => None,
        }
    }
}

/// What was found of one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// Whose.
    pub place: PlaceRow,
    /// What is the matter with it.
    pub matter: Matter,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_at_its_number() {
        for (index, (_, kind)) in FindingKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }
}
