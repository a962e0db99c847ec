//! Results as GeoJSON features, flat or in the GeocodeJSON shape.

use serde::{Serialize, Serializer};
use vmap_core::Point;
use vmap_geocoder::Hit;

/// How the properties of features are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// All properties side by side.
    #[default]
    Flat,
    /// Under `properties.geocoding`, as GeocodeJSON has them.
    GeocodeJson,
}

/// Results as a list of features, in their order.
#[derive(Clone, Copy, Debug)]
pub struct Features<'a> {
    /// The results.
    pub hits: &'a [Hit],
    /// How each is laid out.
    pub layout: Layout,
}

impl Serialize for Features<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.hits.iter().map(|hit| Feature::new(hit, self.layout)))
    }
}

/// One result as a GeoJSON feature.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Feature<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    geometry: Geometry,
    properties: Properties<'a>,
}

/// A GeoJSON Point.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Geometry {
    #[serde(rename = "type")]
    kind: &'static str,
    /// Longitude, latitude.
    coordinates: [f64; 2],
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
enum Properties<'a> {
    Flat(&'a Hit),
    Nested { geocoding: &'a Hit },
}

impl Geometry {
    /// Of `point`.
    pub fn of(point: Point) -> Self {
        Self { kind: "Point", coordinates: [point.lon(), point.lat()] }
    }
}

impl<'a> Feature<'a> {
    /// `hit` as a feature.
    pub fn new(hit: &'a Hit, layout: Layout) -> Self {
        let properties = match layout {
            Layout::Flat => Properties::Flat(hit),
            Layout::GeocodeJson => Properties::Nested { geocoding: hit },
        };
        Self { kind: "Feature", geometry: Geometry::of(hit.point), properties }
    }
}
