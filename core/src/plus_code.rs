//! Open Location Code, the public standard behind Vpostcode.

use crate::Point;

const ALPHABET: &[u8; 20] = b"23456789CFGHJMPQRVWX";

/// The 10-digit Open Location Code of the cell (about 14 m by 14 m) that holds `point`, for
/// example `7P28QPG4+3P`. Computed from the point, so it moves with it: no identity.
///
/// Source: the Open Location Code specification, version 1.0. Both crates on the registry pull
/// large unrelated dependencies (see `docs/decisions/`).
pub fn encode(point: Point) -> String {
    const LAST_LATITUDE_CELL: i64 = 180 * 8000 - 1;
    const LONGITUDE_CELLS: i64 = 360 * 8000;
    let cell = |e7: i32, offset: i64| (i64::from(e7) + offset * 10_000_000).div_euclid(1_250);
    let mut latitude = cell(point.lat_e7(), 90).min(LAST_LATITUDE_CELL);
    let mut longitude = cell(point.lon_e7(), 180).rem_euclid(LONGITUDE_CELLS);
    let mut digits = [0_u8; 10];
    for pair in (0..5).rev() {
        digits[pair * 2] = ALPHABET[(latitude % 20) as usize];
        digits[pair * 2 + 1] = ALPHABET[(longitude % 20) as usize];
        latitude /= 20;
        longitude /= 20;
    }
    let mut code: String = digits.iter().map(|digit| char::from(*digit)).collect();
    code.insert(8, '+');
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the specification's published `encoding.csv` test data (10-digit rows).
    #[test]
    fn published_examples() {
        for (lat, lon, code) in [
            (20.370_112_5, 2.782_234_375, "7FG49QCJ+2V"),
            (47.000_062_5, 8.000_062_5, "8FVC2222+22"),
            (-41.273_062_5, 174.785_937_5, "4VCPPQGP+Q9"),
            (20.5, 2.5, "7FG4GG22+22"),
            (90.0, 1.0, "CFX3X2X2+X2"),
            (1.0, 180.0, "62H22222+22"),
        ] {
            let point = Point::from_degrees(lon, lat).unwrap();
            assert_eq!(encode(point), code, "{lat},{lon}");
        }
    }
}
