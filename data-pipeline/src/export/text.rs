//! Rows as text: lines of CSV and of GeoJSON.

use std::borrow::Cow;
use std::io;

use csv::{Terminator, WriterBuilder};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use vmap_core::Point;

use super::block::Block;
use super::fields::{FIELDS, Field, Row, Value};

/// The line of names, as RFC 4180 has it.
pub(super) fn csv_header() -> io::Result<Block> {
    csv_block(|out| out.write_record(FIELDS.iter().map(|field| field.name)))
}

/// A line for each of `rows`; what is absent is empty.
pub(super) fn csv(rows: &[Row<'_>]) -> io::Result<Block> {
    csv_block(|out| {
        for row in rows {
            for field in &FIELDS {
                out.write_field(shown(field, row).as_ref())?;
            }
            out.write_record(None::<&[u8]>)?;
        }
        Ok(())
    })
}

fn csv_block(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> io::Result<Block> {
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    write(&mut out)?;
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(Block { bytes, boxes: Vec::new() })
}

fn shown<'r>(field: &Field, row: &'r Row<'r>) -> Cow<'r, str> {
    match field.value {
        Value::Text(text) => Cow::from(text(row).unwrap_or_default()),
        Value::Number(number) => Cow::from(number(row).to_string()),
        Value::Truth(truth) => Cow::from(if truth(row) { "true" } else { "false" }),
    }
}

/// A GeoJSON feature on a line for each of `rows`, with every property; what is absent is null.
pub(super) fn geojson_lines(rows: &[Row<'_>]) -> io::Result<Block> {
    let mut bytes = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut bytes, &Feature { kind: "Feature", geometry: Geometry::of(row), properties: row })?;
        bytes.push(b'\n');
    }
    Ok(Block { bytes, boxes: Vec::new() })
}

#[derive(Serialize)]
struct Feature<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    geometry: Geometry,
    properties: &'r Row<'r>,
}

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point([f64; 2]),
    MultiLineString(Vec<Vec<[f64; 2]>>),
}

impl Geometry {
    fn of(row: &Row<'_>) -> Self {
        let position = |point: &Point| [point.lon(), point.lat()];
        match row.lines() {
            [] => Self::Point(position(&row.place.point)),
            lines => Self::MultiLineString(lines.iter().map(|line| line.iter().map(position).collect()).collect()),
        }
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut properties = serializer.serialize_map(Some(FIELDS.len()))?;
        for field in &FIELDS {
            match field.value {
                Value::Text(text) => properties.serialize_entry(field.name, &text(self)),
                Value::Number(number) => properties.serialize_entry(field.name, &number(self)),
                Value::Truth(truth) => properties.serialize_entry(field.name, &truth(self)),
            }?;
        }
        properties.end()
    }
}
