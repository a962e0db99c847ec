//! The collections that there are.

use serde_json::{Value, json};
use vmap_core::unit::{Era, UnitLevel};
use vmap_tiles::TileSet;

use super::crs::Crs;
use crate::http::serving::Serving;

/// A collection of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its identifier in paths.
    pub id: &'static str,
    title: &'static str,
    description: &'static str,
    /// What its features are.
    pub kind: Kind,
}

/// What features are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Points of addresses.
    Addresses,
    /// Areas of units.
    Units(Era, UnitLevel),
}

const fn units(
    id: &'static str,
    title: &'static str,
    description: &'static str,
    era: Era,
    level: UnitLevel,
) -> Collection {
    Collection { id, title, description, kind: Kind::Units(era, level) }
}

/// All of them. Those of former units may be empty: not every country file has their areas.
pub const COLLECTIONS: [Collection; 6] = [
    Collection {
        id: "addresses",
        title: "Địa chỉ (addresses)",
        description: "Every address with its forms of both eras, along a space-filling curve",
        kind: Kind::Addresses,
    },
    units("provinces", "Tỉnh, thành phố (provinces)", "Provinces in force", Era::Current, UnitLevel::Province),
    units(
        "wards",
        "Phường, xã, đặc khu (wards)",
        "Wards, communes and special zones in force",
        Era::Current,
        UnitLevel::Ward,
    ),
    units(
        "former_provinces",
        "Tỉnh trước 1/7/2025 (former provinces)",
        "Provinces before 1 July 2025, where their area is known",
        Era::Legacy,
        UnitLevel::Province,
    ),
    units(
        "former_districts",
        "Quận, huyện trước 1/7/2025 (former districts)",
        "Districts before 1 July 2025, where their area is known",
        Era::Legacy,
        UnitLevel::District,
    ),
    units(
        "former_wards",
        "Phường, xã trước 1/7/2025 (former wards)",
        "Wards before 1 July 2025, where their area is known",
        Era::Legacy,
        UnitLevel::Ward,
    ),
];

impl Collection {
    /// The collection called `id`.
    pub fn of(id: &str) -> Option<&'static Self> {
        COLLECTIONS.iter().find(|collection| collection.id == id)
    }

    /// As the standard describes one; `base` is where the API is.
    pub fn described(&self, base: &str, serving: &Serving) -> Value {
        let here = format!("{base}/collections/{}", self.id);
        let manifest = serving.release.manifest();
        let bounds = serving.tiles.tilejson(TileSet::Admin, base)["bounds"].clone();
        json!({
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "itemType": "feature",
            "attribution": manifest.attribution(),
            "licence": manifest.licence(),
            "extent": {
                "spatial": { "bbox": [bounds], "crs": Crs::Crs84.uri() },
                "temporal": { "interval": [[manifest.created_at, null]] },
            },
            "crs": Crs::NAMES,
            "storageCrs": Crs::Crs84.uri(),
            "links": [
                link(&here, "self", "application/json", self.title),
                link(&format!("{here}/items"), "items", "application/geo+json", self.title),
            ],
        })
    }
}

/// A link as the standard writes one.
pub fn link(href: &str, rel: &str, kind: &str, title: &str) -> Value {
    json!({ "href": href, "rel": rel, "type": kind, "title": title })
}
