//! Tiles of the middles of the two large cities.

use vmap_tiles::{TileCoord, TileSet, TileSets};

use crate::questions::Request;

/// Longitude and latitude of Hoàn Kiếm lake, and of Bến Thành market.
pub const CITIES: [(&str, [f64; 2]); 2] = [("Hanoi", [105.8525, 21.0288]), ("Saigon", [106.6983, 10.7721])];

/// Tiles on each side of the middle one.
const AROUND: i64 = 4;

/// What is asked for, and how much comes.
pub struct Tiles {
    pub requests: Vec<Request>,
    pub mean_bytes: f64,
}

impl Tiles {
    /// The tiles of zoom `z` around `middle` in which something lies, as browsers ask for them.
    pub fn around(tiles: &TileSets, set: TileSet, z: u8, [lon, lat]: [f64; 2]) -> Self {
        let side = f64::from(1_u32 << z);
        let column = (lon + 180.0) / 360.0 * side;
        let row = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * side;
        let steps = || -AROUND..=AROUND;
        let coords = steps().flat_map(|x| steps().map(move |y| (column as i64 + x, row as i64 + y)));
        let coords = coords.map(|(x, y)| TileCoord::new(z, x as u32, y as u32).unwrap());
        let found: Vec<_> = coords.filter_map(|coord| Some((coord, tiles.tile(set, coord).unwrap()?))).collect();
        let bytes: usize = found.iter().map(|(_, tile)| tile.gzip.len()).sum();
        let request = |coord: &TileCoord| {
            let path = format!("/tiles/{set}/{}/{}/{}.mvt", coord.z(), coord.x(), coord.y());
            Request::get(path).taking_gzip()
        };
        Self {
            requests: found.iter().map(|(coord, _)| request(coord)).collect(),
            mean_bytes: bytes as f64 / found.len().max(1) as f64,
        }
    }
}
