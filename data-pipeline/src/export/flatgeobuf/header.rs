//! What a file says of itself before its features.

use flatbuffers::FlatBufferBuilder;
use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree};
use flatgeobuf::{Column, ColumnArgs, ColumnType, Crs, CrsArgs, GeometryType, Header, HeaderArgs};

use super::super::fields::{FIELDS, Field, Value};
use super::super::layer::Contents;

/// First bytes of a file of version 3.
const MAGIC: &[u8; 8] = b"fgb\x03fgb\x00";

/// First bytes and header of a file with `contents` that lie in `extent`. Its length does not depend on
/// the extent.
pub(super) fn header(contents: &Contents<'_>, extent: &NodeItem) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let columns: Vec<_> = FIELDS.iter().map(|field| column(&mut builder, field)).collect();
    let crs = CrsArgs {
        org: Some(builder.create_string("EPSG")),
        code: 4326,
        name: Some(builder.create_string("WGS 84")),
        ..Default::default()
    };
    let corners = [extent.min_x, extent.min_y, extent.max_x, extent.max_y];
    let arguments = HeaderArgs {
        name: Some(builder.create_string("places")),
        title: Some(builder.create_string(&format!("Places of release {}", contents.manifest.id))),
        description: Some(builder.create_string(&description(contents))),
        columns: Some(builder.create_vector(&columns)),
        crs: Some(Crs::create(&mut builder, &crs)),
        // Nothing lies nowhere.
        envelope: (contents.total > 0).then(|| builder.create_vector(&corners)),
        features_count: contents.total,
        geometry_type: if contents.has_lines { GeometryType::Unknown } else { GeometryType::Point },
        // A file without features has no index.
        index_node_size: if contents.total > 0 { PackedRTree::DEFAULT_NODE_SIZE } else { 0 },
        ..Default::default()
    };
    let header = Header::create(&mut builder, &arguments);
    builder.finish_size_prefixed(header, None);
    [MAGIC, builder.finished_data()].concat()
}

fn description(contents: &Contents<'_>) -> String {
    format!("{}. Licence: {}", contents.manifest.attribution(), contents.manifest.licence())
}

fn column<'b>(builder: &mut FlatBufferBuilder<'b>, field: &Field) -> flatbuffers::WIPOffset<Column<'b>> {
    let arguments = ColumnArgs {
        name: Some(builder.create_string(field.name)),
        description: Some(builder.create_string(field.meaning)),
        type_: match field.value {
            Value::Text(_) => ColumnType::String,
            Value::Number(_) => ColumnType::Double,
            Value::Truth(_) => ColumnType::Bool,
        },
        ..Default::default()
    };
    Column::create(builder, &arguments)
}
