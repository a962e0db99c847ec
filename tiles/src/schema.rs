//! What is in the tiles: the one table from which TileJSON, the archives' metadata, the encoder's
//! checks and the page that people read are made. Each tileset's part is a file of its own.

mod addresses;
mod admin;
mod basemap;

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use thiserror::Error;

pub(crate) use self::addresses::{ADDRESS_COUNTS, ADDRESSES, FIRST_STACKED_ZOOM, LONGEST_LIST};
pub(crate) use self::admin::{FORMER_DISTRICTS, FORMER_PROVINCES, FORMER_WARDS, PROVINCES, UNIT_LABELS, WARDS};
pub use self::basemap::BasemapLayer;

/// Steps along one side of a tile; geometry is whole steps.
pub const EXTENT: u32 = 4096;

/// Steps by which lines and areas reach over the edge of their tile, so that edges do not show.
pub const BUFFER: u32 = 64;

/// Bytes that a tile of addresses or of the basemap has at most before gzip.
pub const MAX_TILE_BYTES: usize = 500_000;

/// A set of tiles that is asked for under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileSet {
    /// Every address, counted on a grid up to zoom 13, one by one from zoom 14.
    Addresses,
    /// Provinces and wards of today and units before the reform.
    Admin,
    /// Streets, water, land use, buildings, places and points of interest.
    Basemap,
}

/// A name that no tileset has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no tileset {0:?}: ask for addresses, admin or basemap")]
pub struct UnknownTileSet(String);

impl TileSet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Addresses, Self::Admin, Self::Basemap];

    /// The name in addresses of tiles.
    pub fn name(self) -> &'static str {
        self.schema().name
    }

    /// What people read about it.
    pub fn description(self) -> &'static str {
        self.schema().description
    }

    /// Its archive within the release folder.
    pub fn archive_file(self) -> &'static str {
        self.schema().archive_file
    }

    /// Its layers.
    pub fn layers(self) -> &'static [&'static LayerSchema] {
        self.schema().layers
    }

    /// The zooms at which it has tiles, which are those of its layers; clients enlarge the last
    /// one beyond.
    pub fn zooms(self) -> RangeInclusive<u8> {
        let zooms = |pick: fn(&LayerSchema) -> u8| self.layers().iter().map(move |layer| pick(layer));
        let (first, last) = (zooms(|layer| layer.minzoom).min(), zooms(|layer| layer.maxzoom).max());
        first.unwrap_or_default()..=last.unwrap_or_default()
    }

    /// The zooms that its archive holds; the others are made from the release's columns.
    pub fn archived_zooms(self) -> RangeInclusive<u8> {
        let zooms = self.zooms();
        *zooms.start()..=self.schema().archive_maxzoom.min(*zooms.end())
    }

    fn schema(self) -> &'static TileSetSchema {
        match self {
            Self::Addresses => &addresses::TILE_SET,
            Self::Admin => &admin::TILE_SET,
            Self::Basemap => &basemap::TILE_SET,
        }
    }
}

/// A tileset's part of the table.
struct TileSetSchema {
    name: &'static str,
    description: &'static str,
    archive_file: &'static str,
    /// Last zoom in the archive.
    archive_maxzoom: u8,
    /// In the order in which they lie in a tile.
    layers: &'static [&'static LayerSchema],
}

impl fmt::Display for TileSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TileSet {
    type Err = UnknownTileSet;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|set| set.name() == name).ok_or_else(|| UnknownTileSet(name.to_owned()))
    }
}

/// One layer of a tileset.
#[derive(Debug, PartialEq, Eq)]
pub struct LayerSchema {
    /// Name within the tile.
    pub name: &'static str,
    /// What people read about it.
    pub description: &'static str,
    /// First zoom that has it.
    pub minzoom: u8,
    /// Last zoom that has it.
    pub maxzoom: u8,
    /// Its attributes; the key table of every tile, in this order.
    pub fields: &'static [Field],
}

impl LayerSchema {
    /// The zooms that have it.
    pub fn zooms(&self) -> RangeInclusive<u8> {
        self.minzoom..=self.maxzoom
    }
}

/// One attribute of a layer.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Key.
    pub name: &'static str,
    /// Type of its values.
    pub kind: FieldKind,
    /// What people read about it.
    pub description: &'static str,
}

/// The types that TileJSON names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text in Unicode NFC.
    String,
    /// A whole number from 0.
    Number,
    /// True or false.
    Boolean,
}

impl FieldKind {
    /// As TileJSON writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
        }
    }
}

const fn text(name: &'static str, description: &'static str) -> Field {
    Field { name, kind: FieldKind::String, description }
}

const fn number(name: &'static str, description: &'static str) -> Field {
    Field { name, kind: FieldKind::Number, description }
}

const fn flag(name: &'static str, description: &'static str) -> Field {
    Field { name, kind: FieldKind::Boolean, description }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_is_there_once() {
        for set in TileSet::ALL {
            let layers: BTreeSet<&str> = set.layers().iter().map(|layer| layer.name).collect();
            assert_eq!(layers.len(), set.layers().len(), "{set}");
            for layer in set.layers() {
                let fields: BTreeSet<&str> = layer.fields.iter().map(|field| field.name).collect();
                assert_eq!(fields.len(), layer.fields.len(), "{set} {}", layer.name);
            }
        }
    }

    #[test]
    fn names_read_back_and_others_are_refused() {
        for set in TileSet::ALL {
            assert_eq!(set.name().parse(), Ok(set));
        }
        assert!("roads".parse::<TileSet>().is_err());
    }
}
