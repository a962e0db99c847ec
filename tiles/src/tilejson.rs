//! TileJSON 3.0 from the schema.

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
        "vector_layers": vector_layers(set.layers()),
        "release": manifest.id,
        "synthetic": manifest.is_synthetic(),
    });
    if set == TileSet::Admin {
        document["illustrative"] = json!(manifest.illustrative_boundaries);
    }
    document
}

/// The `vector_layers` of TileJSON and of an archive's metadata.
pub(crate) fn vector_layers<'a>(layers: impl IntoIterator<Item = &'a &'static LayerSchema>) -> Value {
    layers.into_iter().map(|layer| vector_layer(layer)).collect()
}

fn vector_layer(layer: &LayerSchema) -> Value {
    let fields: Map<String, Value> = layer
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), json!(format!("{}: {}", field.kind.name(), field.description))))
        .collect();
    json!({
        "id": layer.name,
        "description": layer.description,
        "minzoom": layer.minzoom,
        "maxzoom": layer.maxzoom,
        "fields": fields,
    })
}
