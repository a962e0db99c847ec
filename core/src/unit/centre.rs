//! How the centre of a unit is written down: in units of 1e-7 degrees, as releases have it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Point;

#[derive(Serialize, Deserialize)]
struct Centre {
    lon_e7: i32,
    lat_e7: i32,
}

pub(super) fn serialize<S: Serializer>(centre: &Option<Point>, serializer: S) -> Result<S::Ok, S::Error> {
    centre.map(|point| Centre { lon_e7: point.lon_e7(), lat_e7: point.lat_e7() }).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Point>, D::Error> {
    let centre: Option<Centre> = Option::deserialize(deserializer)?;
    let point = |Centre { lon_e7, lat_e7 }| {
        Point::from_e7(lon_e7, lat_e7).ok_or_else(|| serde::de::Error::custom("a centre that is off the globe"))
    };
    centre.map(point).transpose()
}
