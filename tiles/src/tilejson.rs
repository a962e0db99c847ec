//! TileJSON 3.0 from the schema.

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};
use vmap_release::Manifest;

use crate::TileSet;
use crate::archive::Bounds;
use crate::schema::LayerSchema;

/// The TileJSON 3.0 document of `set`. `base_url` has no slash at its end.
pub(crate) fn tilejson(set: TileSet, base_url: &str, bounds: Bounds, manifest: &Manifest) -> Value {
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": format!("Vmap {set}"),
        "description": set.description(),
        "version": "1.0.0",
        "scheme": "xyz",
        "tiles": [format!("{base_url}/tiles/{set}/{{z}}/{{x}}/{{y}}.mvt")],
        "minzoom": set.zooms().start(),
        "maxzoom": set.zooms().end(),
        "bounds": bounds.0,
        "attribution": manifest.attribution(),
        "vector_layers": vector_layers(set, &set.zooms()),
        "release": manifest.id,
        "synthetic": manifest.is_synthetic(),
    });
    if set == TileSet::Admin {
        document["illustrative"] = json!(manifest.illustrative_boundaries);
    }
    document
}

/// The `vector_layers` of TileJSON and of an archive's metadata: those of `set` within `zooms`.
pub(crate) fn vector_layers(set: TileSet, zooms: &RangeInclusive<u8>) -> Value {
    let layers = set.layers().iter().filter(|layer| zooms.contains(&layer.minzoom));
    layers.map(|layer| vector_layer(layer, *zooms.end())).collect()
}

fn vector_layer(layer: &LayerSchema, last: u8) -> Value {
    let fields: Map<String, Value> = layer
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), json!(format!("{}: {}", field.kind.name(), field.description))))
        .collect();
    json!({
        "id": layer.name,
        "description": layer.description,
        "minzoom": layer.minzoom,
        "maxzoom": layer.maxzoom.min(last),
        "fields": fields,
    })
}
