//! Results as GeoJSON, flat or in the GeocodeJSON shape.

use serde::Serialize;
use serde_json::{Map, Value, json};
use vmap_geocoder::Hit;
use vmap_release::Manifest;

use super::problem::Problem;

/// Version of the GeocodeJSON specification that the nested format follows.
const GEOCODEJSON_VERSION: &str = "0.1.0";

/// How the properties of features are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// All properties side by side.
    #[default]
    Flat,
    /// Under `properties.geocoding`, as GeocodeJSON has them.
    GeocodeJson,
}

/// A FeatureCollection of `hits`, in their order.
pub fn collection(query: &str, hits: &[Hit], layout: Layout, manifest: &Manifest) -> Result<Value, Problem> {
    let features = hits.iter().map(|hit| feature(hit, layout)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "type": "FeatureCollection",
        "geocoding": {
            "version": GEOCODEJSON_VERSION,
            "query": query,
            "attribution": manifest.attribution(),
            "licence": manifest.licence(),
        },
        "release": manifest.id,
        "features": features,
    }))
}

/// One hit as a GeoJSON feature.
pub fn feature(hit: &Hit, layout: Layout) -> Result<Value, Problem> {
    let properties = properties(hit)?;
    let properties = match layout {
        Layout::Flat => Value::Object(properties),
        Layout::GeocodeJson => json!({ "geocoding": properties }),
    };
    let geometry = json!({ "type": "Point", "coordinates": [hit.point.lon(), hit.point.lat()] });
    Ok(json!({ "type": "Feature", "geometry": geometry, "properties": properties }))
}

fn properties(hit: &impl Serialize) -> Result<Map<String, Value>, Problem> {
    match serde_json::to_value(hit) {
        Ok(Value::Object(properties)) => Ok(properties),
        other => {
            tracing::error!(?other, "a result cannot be written as JSON");
            Err(Problem::internal())
        }
    }
}
