//! What is in the tiles: the one table from which TileJSON, the archives' metadata and the
//! encoder's checks are made.

mod addresses;
mod admin;
mod basemap;

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use thiserror::Error;

pub(crate) use self::addresses::{ADDRESS_COUNTS, ADDRESSES};
pub(crate) use self::admin::{
    FORMER_DISTRICTS, FORMER_PROVINCES, FORMER_WARDS, PROVINCES, UNIT_LABELS, WARDS,
};
pub(crate) use self::basemap::{POINTS_OF_INTEREST, STREETS};

/// Steps along one side of a tile; geometry is whole steps.
pub const EXTENT: u32 = 4096;

/// Steps by which lines and areas reach over the edge of their tile, so that edges do not show.
pub const BUFFER: u32 = 64;

/// A set of tiles that is asked for under one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileSet {
    /// Every address, counted on a grid up to zoom 13, one by one at zoom 14.
    Addresses,
    /// Provinces and wards of today and units before the reform.
    Admin,
    /// Named streets and points of interest.
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
        match self {
            Self::Addresses => "addresses",
            Self::Admin => "admin",
            Self::Basemap => "basemap",
        }
    }

    /// What people read about it.
    pub fn description(self) -> &'static str {
        match self {
            Self::Addresses => "Every address of the release: exact counts up to zoom 13, each address at zoom 14",
            Self::Admin => "Provinces and wards in force, and the provinces, districts and wards before 1 July 2025, with a \
                            label point inside each",
            Self::Basemap => "Named streets and points of interest",
        }
    }

    /// Its archive within the release folder.
    pub fn archive_file(self) -> &'static str {
        match self {
            Self::Addresses => "addresses.pmtiles",
            Self::Admin => "admin.pmtiles",
            Self::Basemap => "basemap.pmtiles",
        }
    }

    /// Its layers.
    pub fn layers(self) -> &'static [&'static LayerSchema] {
        match self {
            Self::Addresses => &[&ADDRESS_COUNTS, &ADDRESSES],
            Self::Admin => &[&PROVINCES, &WARDS, &FORMER_PROVINCES, &FORMER_DISTRICTS, &FORMER_WARDS, &UNIT_LABELS],
            Self::Basemap => &[&STREETS, &POINTS_OF_INTEREST],
        }
    }

    /// The zooms at which it has tiles; clients enlarge the last one beyond.
    pub fn zooms(self) -> RangeInclusive<u8> {
        match self {
            Self::Addresses => 0..=14,
            Self::Admin => 0..=12,
            Self::Basemap => 4..=14,
        }
    }

    /// The zooms that its archive holds; the others are made from the release's columns.
    pub fn archived_zooms(self) -> RangeInclusive<u8> {
        match self {
            Self::Addresses => ADDRESS_COUNTS.zooms(),
            Self::Admin | Self::Basemap => self.zooms(),
        }
    }
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
    use super::*;

    #[test]
    fn every_layer_lies_within_the_zooms_of_its_tileset() {
        for set in TileSet::ALL {
            for layer in set.layers() {
                assert!(set.zooms().contains(&layer.minzoom), "{set} {}", layer.name);
                assert!(set.zooms().contains(&layer.maxzoom), "{set} {}", layer.name);
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
