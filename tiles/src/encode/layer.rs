//! One layer of a tile: features, the key table and the value table.

use hashbrown::HashMap;

use super::protobuf::{bytes_field, packed_field, varint_field};
use crate::schema::{EXTENT, FieldKind, LayerSchema};

/// What a feature's geometry is made of; the numbers of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GeometryKind {
    Points = 1,
    Lines = 2,
    Areas = 3,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(u64),
    Flag(bool),
}

impl Value<'_> {
    fn kind(self) -> FieldKind {
        match self {
            Self::Text(_) => FieldKind::String,
            Self::Number(_) => FieldKind::Number,
            Self::Flag(_) => FieldKind::Boolean,
        }
    }

    /// As a message of field 4, `values`.
    fn write(self, out: &mut Vec<u8>) {
        let mut message = Vec::with_capacity(24);
        match self {
            Self::Text(text) => bytes_field(1, text.as_bytes(), &mut message),
            Self::Number(number) => varint_field(5, number, &mut message),
            Self::Flag(flag) => varint_field(7, u64::from(flag), &mut message),
        }
        bytes_field(4, &message, out);
    }
}

/// Row of a value in the layer's value table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ValueRow {
    row: u32,
    kind: FieldKind,
}

/// Writes a layer as its schema says: the key table is the schema's fields. In debug builds a
/// feature that the schema does not allow is a panic: at a zoom that the layer does not have, with
/// a field of another kind.
pub(crate) struct LayerWriter<'a> {
    schema: &'static LayerSchema,
    z: u8,
    features: Vec<u8>,
    values: Vec<u8>,
    value_count: u32,
    rows: HashMap<Value<'a>, ValueRow>,
    tags: Vec<(u32, ValueRow)>,
    numbers: Vec<u32>,
    feature: Vec<u8>,
}

impl<'a> LayerWriter<'a> {
    /// An empty layer of a tile of zoom `z`.
    pub(crate) fn new(schema: &'static LayerSchema, z: u8) -> Self {
        Self {
            schema,
            z,
            features: Vec::new(),
            values: Vec::new(),
            value_count: 0,
            rows: HashMap::new(),
            tags: Vec::new(),
            numbers: Vec::new(),
            feature: Vec::new(),
        }
    }

    /// Adds a feature. `values` are those of the schema's fields, in its order; `None` leaves the
    /// attribute out. No geometry, no feature.
    pub(crate) fn feature(&mut self, kind: GeometryKind, geometry: &[u32], values: &[Option<Value<'a>>]) {
        debug_assert_eq!(values.len(), self.schema.fields.len(), "fields of {}", self.schema.name);
        let mut tags = std::mem::take(&mut self.tags);
        tags.clear();
        for (key, value) in (0_u32..).zip(values) {
            if let Some(value) = value {
                tags.push((key, self.row(*value)));
            }
        }
        self.feature_by_rows(kind, geometry, &tags);
        self.tags = tags;
    }

    /// Adds a feature whose `tags` are pairs of field and value row. No geometry, no feature.
    pub(crate) fn feature_by_rows(&mut self, kind: GeometryKind, geometry: &[u32], tags: &[(u32, ValueRow)]) {
        if geometry.is_empty() {
            return;
        }
        let name = self.schema.name;
        debug_assert!(self.schema.zooms().contains(&self.z), "zoom {} has no layer {name}", self.z);
        debug_assert!(self.fits_schema(tags), "{tags:?} are not fields of {name}");
        self.numbers.clear();
        self.numbers.extend(tags.iter().flat_map(|(key, value)| [*key, value.row]));
        self.feature.clear();
        packed_field(2, &self.numbers, &mut self.feature);
        varint_field(3, kind as u64, &mut self.feature);
        packed_field(4, geometry, &mut self.feature);
        bytes_field(2, &self.feature, &mut self.features);
    }

    /// The row of `value`, each value once.
    pub(crate) fn row(&mut self, value: Value<'a>) -> ValueRow {
        if let Some(row) = self.rows.get(&value) {
            return *row;
        }
        let row = self.push_value(value);
        self.rows.insert(value, row);
        row
    }

    /// A new row for a value that the caller knows to be new.
    pub(crate) fn push_value(&mut self, value: Value<'_>) -> ValueRow {
        value.write(&mut self.values);
        self.value_count += 1;
        ValueRow { row: self.value_count - 1, kind: value.kind() }
    }

    /// Appends the layer to a tile; nothing where it has no feature.
    pub(crate) fn finish(self, tile: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 128);
        bytes_field(1, self.schema.name.as_bytes(), &mut layer);
        layer.extend_from_slice(&self.features);
        for field in self.schema.fields {
            bytes_field(3, field.name.as_bytes(), &mut layer);
        }
        layer.extend_from_slice(&self.values);
        varint_field(5, u64::from(EXTENT), &mut layer);
        varint_field(15, 2, &mut layer);
        bytes_field(3, &layer, tile);
    }

    fn fits_schema(&self, tags: &[(u32, ValueRow)]) -> bool {
        let field = |key: u32| self.schema.fields.get(key as usize);
        tags.iter().all(|(key, value)| field(*key).is_some_and(|field| field.kind == value.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::encode_point;
    use crate::schema::Field;

    const LAYER: LayerSchema = LayerSchema {
        name: "places",
        description: "A layer with a field of each kind",
        minzoom: 3,
        maxzoom: 9,
        fields: &[
            Field { name: "name", kind: FieldKind::String, description: "its name" },
            Field { name: "population", kind: FieldKind::Number, description: "who lives there" },
            Field { name: "island", kind: FieldKind::Boolean, description: "whether water is around it" },
        ],
    };

    /// The `mvt` crate writes the same format through generated protobuf code.
    #[test]
    fn a_layer_is_byte_for_byte_that_of_another_implementation() {
        let places = [("Hà Nội", 8_000_000, false), ("Hoàng Sa", 300, true), ("Hà Nội", 300, true)];
        let mut ours = LayerWriter::new(&LAYER, 9);
        let mut theirs = mvt::Tile::new(EXTENT).create_layer("places");
        for (at, (name, population, island)) in (0..).map(|step| step * 700).zip(places) {
            let values = [Value::Text(name), Value::Number(population), Value::Flag(island)].map(Some);
            ours.feature(GeometryKind::Points, &encode_point(at, 4095 - at), &values);
            let geometry = mvt::GeomEncoder::new(mvt::GeomType::Point).point(at, 4095 - at).unwrap().encode().unwrap();
            let mut feature = theirs.into_feature(geometry);
            feature.add_tag_string("name", name);
            feature.add_tag_uint("population", population);
            feature.add_tag_bool("island", island);
            theirs = feature.into_layer();
        }
        let mut tile = Vec::new();
        ours.finish(&mut tile);
        let mut other = mvt::Tile::new(EXTENT);
        other.add_layer(theirs).unwrap();
        assert_eq!(tile, other.to_bytes().unwrap());
    }

    #[test]
    fn a_layer_without_features_is_nothing() {
        let mut tile = Vec::new();
        LayerWriter::new(&LAYER, 9).finish(&mut tile);
        assert_eq!(tile, b"");
    }

    #[test]
    #[should_panic(expected = "zoom 2 has no layer places")]
    fn a_feature_at_a_zoom_that_the_layer_does_not_have_is_refused() {
        LayerWriter::new(&LAYER, 2).feature(GeometryKind::Points, &encode_point(0, 0), &[None; 3]);
    }

    #[test]
    #[should_panic(expected = "are not fields of places")]
    fn a_value_of_another_kind_than_its_field_is_refused() {
        let values = [Some(Value::Number(1)), None, None];
        LayerWriter::new(&LAYER, 9).feature(GeometryKind::Points, &encode_point(0, 0), &values);
    }
}
