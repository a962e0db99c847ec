//! What a basemap is made of.

use std::io;

use vmap_core::{PlaceId, Point};

use crate::BasemapLayer;

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasemapFeature {
    /// Where it is drawn.
    pub layer: BasemapLayer,
    /// The first zoom at which it is.
    pub minzoom: u8,
    /// Its place among those of its layer: 0 for what matters most, which stays longest where a
    /// tile is too full.
    pub rank: u32,
    /// Rows of the layer's fields, growing, with their values.
    pub values: Vec<(u8, FieldValue)>,
    /// Where it is.
    pub geometry: BasemapGeometry,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Text in NFC.
    Text(String),
    /// A whole number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
}

/// Where something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BasemapGeometry {
    /// At a point.
    Point(Point),
    /// Along lines of two points or more.
    Lines(Vec<Vec<Point>>),
    /// Within polygons, each its outer ring and then its holes; rings are closed and wound in any
    /// direction.
    Areas(Vec<Vec<Vec<Point>>>),
}

impl BasemapFeature {
    /// A feature without values.
    pub fn new(layer: BasemapLayer, minzoom: u8, rank: u32, geometry: BasemapGeometry) -> Self {
        Self { layer, minzoom, rank, values: Vec::new(), geometry }
    }

    /// Gives the field called `name` a value; nothing where the layer has no such field.
    pub fn set(&mut self, name: &str, value: FieldValue) {
        let fields = (0..).zip(self.layer.schema().fields);
        let Some(row) = fields.into_iter().find(|(_, field)| field.name == name).map(|(row, _)| row) else { return };
        match self.values.binary_search_by_key(&row, |(row, _)| *row) {
            Ok(at) => self.values[at].1 = value,
            Err(at) => self.values.insert(at, (row, value)),
        }
    }
}

impl BasemapGeometry {
    /// All of its points.
    pub fn points(&self) -> Box<dyn Iterator<Item = Point> + '_> {
        match self {
            Self::Point(point) => Box::new(std::iter::once(*point)),
            Self::Lines(lines) => Box::new(lines.iter().flatten().copied()),
            Self::Areas(areas) => Box::new(areas.iter().flatten().flatten().copied()),
        }
    }
}

/// BasemapFeatures, one after the other.
pub type BasemapFeatures<'a> = Box<dyn Iterator<Item = io::Result<BasemapFeature>> + Send + 'a>;

/// Where features of the basemap come from. They may be more than memory holds.
pub trait BasemapSource: Sync {
    /// All features, from the first on, always in the same order.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn features(&self) -> io::Result<BasemapFeatures<'_>>;

    /// Named places of the release that are among the features, sorted: they are drawn once.
    fn drawn_places(&self) -> &[PlaceId];
}
