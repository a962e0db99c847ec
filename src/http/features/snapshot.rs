//! The release that pages come from: the one that is served, or the earlier one that a reader began with.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use moka::sync::Cache;
use vmap_core::unit::UnitId;
use vmap_geocoder::{BoundingBox, Places};
use vmap_release::{Boundary, Release, ReleaseError};

use crate::http::problem::Problem;
use crate::http::serving::{Current, Serving};

/// Earlier releases that are kept open, and for how long after they were last read.
const MOST_OPEN: u64 = 2;
const KEPT_OPEN: Duration = Duration::from_secs(600);

/// The areas of units of one release, read when they are first asked for.
#[derive(Default)]
pub struct UnitAreas(OnceLock<Vec<Boundary>>);

impl UnitAreas {
    fn of(&self, release: &Release) -> Result<&[Boundary], Problem> {
        if let Some(areas) = self.0.get() {
            return Ok(areas);
        }
        let mut areas = release.boundaries()?;
        areas.sort_by(|a, b| (a.era, a.level, &a.code).cmp(&(b.era, b.level, &b.code)));
        Ok(self.0.get_or_init(|| areas))
    }
}

/// An earlier release, without what searching it needs.
pub struct Earlier {
    release: Release,
    places: Places,
    areas: UnitAreas,
}

/// Earlier releases that are being read.
#[derive(Clone)]
pub struct EarlierReleases(Cache<String, Arc<Earlier>>);

impl Default for EarlierReleases {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST_OPEN).time_to_idle(KEPT_OPEN).build())
    }
}

/// The release that pages come from.
pub enum Snapshot {
    /// The one that is served.
    Served(Arc<Serving>),
    /// One that was.
    Earlier(Arc<Earlier>),
}

impl Snapshot {
    /// The release `id`, or the one that is served where none is named. Cost: some hundred milliseconds where
    /// an earlier one has not been read lately.
    pub fn of(current: &Current, earlier: &EarlierReleases, id: Option<&str>) -> Result<Self, Problem> {
        let serving = current.get();
        let Some(id) = id.filter(|id| *id != serving.release.id()) else { return Ok(Self::Served(serving)) };
        if let Some(open) = earlier.0.get(id) {
            return Ok(Self::Earlier(open));
        }
        let release = current.store().open(id).map_err(|error| match error {
            ReleaseError::Unknown { .. } => Problem::gone(
                format!("these pages come from release {id}, which is not kept any more: begin again without cursor"),
                None,
            ),
            error => error.into(),
        })?;
        let places = Places::open(&release).map_err(|error| {
            tracing::error!(%error, release = id, "an earlier release cannot be read");
            Problem::internal()
        })?;
        let opened = Arc::new(Earlier { release, places, areas: UnitAreas::default() });
        earlier.0.insert(id.to_owned(), Arc::clone(&opened));
        Ok(Self::Earlier(opened))
    }

    /// The release.
    pub fn release(&self) -> &Release {
        match self {
            Self::Served(serving) => &serving.release,
            Self::Earlier(earlier) => &earlier.release,
        }
    }

    /// Its places.
    pub fn places(&self) -> &Places {
        match self {
            Self::Served(serving) => serving.geocoder.places(),
            Self::Earlier(earlier) => &earlier.places,
        }
    }

    /// Its areas of units, by era, level and code.
    pub fn areas(&self) -> Result<&[Boundary], Problem> {
        match self {
            Self::Served(serving) => serving.areas.of(&serving.release),
            Self::Earlier(earlier) => earlier.areas.of(&earlier.release),
        }
    }

    /// The rows of addresses in `bbox` and in any of `within`, from row `from` on; without either, of all.
    pub fn addresses<'s>(
        &'s self,
        bbox: Option<BoundingBox>,
        within: &[UnitId],
        from: u32,
    ) -> Box<dyn Iterator<Item = u32> + 's> {
        match self {
            Self::Served(serving) => {
                let near = serving.geocoder.address_rows_near(bbox, from);
                Box::new(self.places().addresses_among(near, bbox, within))
            }
            Self::Earlier(earlier) => {
                let all = from..u32::try_from(self.release().manifest().counts.addresses).unwrap_or(u32::MAX);
                Box::new(earlier.places.addresses_among(all, bbox, within))
            }
        }
    }
}
