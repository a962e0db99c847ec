//! A GeoJSON geometry (RFC 7946, section 3.1), positions of at least two numbers.

use std::fmt;

use geo_types::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon};
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

/// A geometry as it stands in the file.
#[derive(Deserialize)]
#[serde(tag = "type")]
pub(super) enum Shape {
    Point { coordinates: Position },
    MultiPoint { coordinates: Vec<Position> },
    LineString { coordinates: Vec<Position> },
    MultiLineString { coordinates: Vec<Vec<Position>> },
    Polygon { coordinates: Vec<Vec<Position>> },
    MultiPolygon { coordinates: Vec<Vec<Vec<Position>>> },
    GeometryCollection { geometries: Vec<Shape> },
}

impl Shape {
    /// The same as a `geo` geometry.
    pub fn geometry(&self) -> Geometry<f64> {
        match self {
            Self::Point { coordinates } => Geometry::Point(coordinates.0.into()),
            Self::MultiPoint { coordinates } => {
                MultiPoint(coordinates.iter().map(|position| position.0.into()).collect()).into()
            }
            Self::LineString { coordinates } => line(coordinates).into(),
            Self::MultiLineString { coordinates } => {
                MultiLineString(coordinates.iter().map(|positions| line(positions)).collect()).into()
            }
            Self::Polygon { coordinates } => polygon(coordinates).into(),
            Self::MultiPolygon { coordinates } => {
                MultiPolygon(coordinates.iter().map(|rings| polygon(rings)).collect()).into()
            }
            Self::GeometryCollection { geometries } => {
                Geometry::GeometryCollection(GeometryCollection(geometries.iter().map(Self::geometry).collect()))
            }
        }
    }
}

fn line(positions: &[Position]) -> LineString<f64> {
    LineString(positions.iter().map(|position| position.0).collect())
}

fn polygon(rings: &[Vec<Position>]) -> Polygon<f64> {
    let mut rings = rings.iter().map(|positions| line(positions));
    let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(exterior, rings.collect())
}

/// Longitude and latitude; heights and what else follows are passed over.
pub(super) struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PositionVisitor)
    }
}

struct PositionVisitor;

impl<'de> Visitor<'de> for PositionVisitor {
    type Value = Position;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position of longitude and latitude")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Position, A::Error> {
        let x = numbers.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let y = numbers.next_element()?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
        while numbers.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Position(Coord { x, y }))
    }
}
