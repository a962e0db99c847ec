//! One row as it is handed to a load, and what becomes of it.

use jiff::civil::Date;
use vmap_core::PlaceId;
use vmap_core::place::{Place, PlaceKey};
use vmap_core::unit::UnitCode;

use crate::facts::{Details, PositionKind, Status};
use crate::keys::SourceKey;

/// One row, normalised and placed. Its address key is made here, so that many threads can make rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    pub(super) place: Place,
    pub(super) key: PlaceKey,
    pub(super) source_key: Option<SourceKey>,
    pub(super) derived: bool,
    /// The identifier that the row itself bears, where it does.
    pub identifier: Option<PlaceId>,
    /// Other wards of today in which the same address may be registered: those that the ward it had
    /// before a reform passed into.
    pub also_in: Vec<UnitCode>,
    /// Where the place stands in its life.
    pub status: Status,
    /// The first day on which this is so, where the row tells.
    pub valid_from: Option<Date>,
    /// What the point is a point of, where the row tells.
    pub position: Option<PositionKind>,
    /// The rarer facts that the row tells.
    pub details: Details,
}

impl Submission {
    /// A row that its source calls `source_key`; without a key it is known by its content.
    pub fn new(place: Place, source_key: Option<&str>) -> Self {
        let source_key =
            source_key.map_or_else(|| SourceKey::of_content(&place), |key| SourceKey::own(place.kind, key));
        Self { source_key: Some(source_key), ..Self::derived(place, false) }
    }

    /// What other rows only imply, as a street by the addresses on it. It creates the place where
    /// absent and never changes one. Such rows belong behind the others of a load, so that they see
    /// what those made of the places.
    pub fn implied(place: Place) -> Self {
        Self::derived(place, true)
    }

    fn derived(place: Place, derived: bool) -> Self {
        Self {
            key: place.key(),
            place,
            source_key: None,
            derived,
            identifier: None,
            also_in: Vec::new(),
            status: Status::default(),
            valid_from: None,
            position: None,
            details: Details::default(),
        }
    }

    /// What it says.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether it is only implied by other rows.
    pub fn is_implied(&self) -> bool {
        self.derived
    }
}

/// What became of a row; `matching` tells why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new place.
    Created(PlaceId),
    /// A new version of a place.
    Updated(PlaceId),
    /// The place is as it was.
    Unchanged(PlaceId),
    /// An earlier row of this load has spoken for the place.
    Duplicate {
        /// The place.
        of: PlaceId,
    },
    /// Not known before the load's end: a home without number or key, where others of the same address
    /// are registered, is a new one or one that was measured anew. Counted in [`crate::BatchSummary::late`].
    Waiting,
}

impl Outcome {
    /// The place that the row means, where that is known already.
    pub fn place(self) -> Option<PlaceId> {
        match self {
            Self::Created(id) | Self::Updated(id) | Self::Unchanged(id) | Self::Duplicate { of: id } => Some(id),
            Self::Waiting => None,
        }
    }
}

/// How a row of a file of changes names the place that is gone.
#[derive(Clone, Debug, PartialEq)]
pub enum Gone {
    /// By its identifier.
    Place(PlaceId),
    /// By the source's key for it.
    Key(String),
    /// By its address and point.
    Address(Box<Submission>),
}
