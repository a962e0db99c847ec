//! The map's style, with absolute addresses in it.

use serde_json::{Value, json};

use crate::{TileError, TileSet};

const TEMPLATE: &str = include_str!("style/light.json");

/// The MapLibre style of the map page. `base_url` has no slash at its end; each source names its
/// TileJSON by an absolute address and carries `attribution`.
pub(crate) fn style(base_url: &str, attribution: &str) -> Result<Value, TileError> {
    let mut style: Value = serde_json::from_str(TEMPLATE)?;
    for set in TileSet::ALL {
        style["sources"][set.name()] = json!({
            "type": "vector",
            "url": format!("{base_url}/tiles/{set}.json"),
            "attribution": attribution,
        });
    }
    Ok(style)
}
