//! Rows as features.

use flatbuffers::FlatBufferBuilder;
use flatgeobuf::packed_r_tree::NodeItem;
use flatgeobuf::{Feature, FeatureArgs, Geometry, GeometryArgs, GeometryType};
use vmap_core::Point;

use super::super::block::Block;
use super::super::fields::{FIELDS, Row, Value};

/// A feature for each of `rows`, each after its length.
pub(in super::super) fn features(rows: &[Row<'_>]) -> Block {
    let mut block = Block::default();
    let mut builder = FlatBufferBuilder::new();
    for row in rows {
        let shape = Shape::of(row);
        block.boxes.push(NodeItem { offset: block.bytes.len() as u64, ..shape.bounds() });
        builder.reset();
        put_feature(&mut builder, &shape, &properties(row));
        block.bytes.extend_from_slice(builder.finished_data());
    }
    block
}

/// A geometry as FlatGeobuf has it.
struct Shape {
    kind: GeometryType,
    /// Longitude and latitude by turns.
    positions: Vec<f64>,
    /// Of lines, how many positions there are up to the end of each.
    ends: Vec<u32>,
}

impl Shape {
    fn of(row: &Row<'_>) -> Self {
        let position = |point: &Point| [point.lon(), point.lat()];
        match row.lines() {
            [] => Self { kind: GeometryType::Point, positions: position(&row.place.point).to_vec(), ends: Vec::new() },
            lines => Self {
                kind: GeometryType::MultiLineString,
                positions: lines.iter().flatten().flat_map(position).collect(),
                ends: ends(lines),
            },
        }
    }

    fn bounds(&self) -> NodeItem {
        let mut bounds = NodeItem::create(0);
        for position in self.positions.chunks_exact(2) {
            bounds.expand_xy(position[0], position[1]);
        }
        bounds
    }
}

fn ends(lines: &[Vec<Point>]) -> Vec<u32> {
    let add = |end: &mut u32, line: &Vec<Point>| {
        *end += line.len() as u32;
        Some(*end)
    };
    lines.iter().scan(0, add).collect()
}

/// Each property that is there: number of its column, then its value.
fn properties(row: &Row<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512);
    for (column, field) in (0_u16..).zip(&FIELDS) {
        let mut put = |value: &[&[u8]]| {
            bytes.extend_from_slice(&column.to_le_bytes());
            value.iter().for_each(|part| bytes.extend_from_slice(part));
        };
        match field.value {
            Value::Text(text) => {
                if let Some(text) = text(row) {
                    put(&[&(text.len() as u32).to_le_bytes(), text.as_bytes()]);
                }
            }
            Value::Number(number) => put(&[&number(row).to_le_bytes()]),
            Value::Truth(truth) => put(&[&[u8::from(truth(row))]]),
        }
    }
    bytes
}

fn put_feature(builder: &mut FlatBufferBuilder<'_>, shape: &Shape, properties: &[u8]) {
    let ends = (!shape.ends.is_empty()).then(|| builder.create_vector(&shape.ends));
    let xy = Some(builder.create_vector(&shape.positions));
    let geometry = Geometry::create(builder, &GeometryArgs { xy, ends, type_: shape.kind, ..Default::default() });
    let properties = Some(builder.create_vector(properties));
    let feature = FeatureArgs { geometry: Some(geometry), properties, ..Default::default() };
    let feature = Feature::create(builder, &feature);
    builder.finish_size_prefixed(feature, None);
}
