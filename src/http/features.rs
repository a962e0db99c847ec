//! OGC API Features (OGC 17-069r4 core and GeoJSON, OGC 18-058r1 other coordinates), for GIS programs:
//! addresses and the areas of units as collections.

mod collection;
mod crs;
mod feature;
mod items;
mod landing;
mod query;
mod snapshot;

pub use crs::Crs;
pub use items::{item, items};
pub use landing::{collection, collections, conformance, or_landing};
pub use snapshot::{EarlierReleases, UnitAreas};
