//! Release to vector tiles: schema, clip, encode, archive, TileJSON, style.
