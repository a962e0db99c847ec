//! The Mapbox Vector Tile format, version 2.1, written straight to protobuf.
//!
//! Source: mapbox/vector-tile-spec 2.1. A tile is its layers one after the other, so layers are
//! written apart and concatenated.

mod geometry;
mod layer;
mod protobuf;

pub(crate) use geometry::{decode_lines, encode_lines, encode_point, encode_polygons};
pub(crate) use layer::{GeometryKind, LayerWriter, Value, ValueRow};
pub(crate) use protobuf::{take_varint, varint};
