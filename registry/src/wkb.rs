//! Geometry as well-known binary, so that any tool can read the registry's geometry columns.
//!
//! Little-endian, two dimensions, longitude first. Source: OGC 06-103r4, 8.2.
//! Points of lines are degrees made from 1e-7 degrees and read back to the same 1e-7 degrees.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use vmap_core::Point;

const LITTLE_ENDIAN: u8 = 1;
const LINE_STRING: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_LINE_STRING: u32 = 5;
const MULTI_POLYGON: u32 = 6;

/// `area` as a MultiPolygon, 16 bytes a vertex.
pub(crate) fn write_area(area: &MultiPolygon<f64>) -> Vec<u8> {
    let mut wkb = Vec::new();
    put_header(&mut wkb, MULTI_POLYGON, area.0.len());
    for polygon in area {
        put_header(&mut wkb, POLYGON, 1 + polygon.interiors().len());
        put_coordinates(&mut wkb, &polygon.exterior().0);
        polygon.interiors().iter().for_each(|ring| put_coordinates(&mut wkb, &ring.0));
    }
    wkb
}

/// The MultiPolygon in `wkb`; `None` where it is anything else.
pub(crate) fn read_area(wkb: &[u8]) -> Option<MultiPolygon<f64>> {
    let mut reader = Reader(wkb);
    let polygons = reader.members(MULTI_POLYGON, Reader::polygon)?;
    reader.0.is_empty().then_some(MultiPolygon(polygons))
}

/// `lines` as a MultiLineString, 16 bytes a vertex.
pub(crate) fn write_lines(lines: &[Vec<Point>]) -> Vec<u8> {
    let mut wkb = Vec::new();
    put_header(&mut wkb, MULTI_LINE_STRING, lines.len());
    for line in lines {
        wkb.push(LITTLE_ENDIAN);
        wkb.extend(LINE_STRING.to_le_bytes());
        let coordinates: Vec<Coord<f64>> = line.iter().map(|point| (*point).into()).collect();
        put_coordinates(&mut wkb, &coordinates);
    }
    wkb
}

/// The lines in `wkb`; `None` where it is no MultiLineString on the globe.
pub(crate) fn read_lines(wkb: &[u8]) -> Option<Vec<Vec<Point>>> {
    let mut reader = Reader(wkb);
    let lines = reader.members(MULTI_LINE_STRING, Reader::line)?;
    reader.0.is_empty().then_some(lines)
}

/// An area as hexadecimal text, as PostGIS reads and writes it.
pub(crate) mod hexadecimal {
    use geo_types::MultiPolygon;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

    pub(crate) fn serialize<S: Serializer>(area: &MultiPolygon<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
        let text: String =
            super::write_area(area).into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        serializer.serialize_str(&text)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MultiPolygon<f64>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let area = read(text.as_bytes()).and_then(|wkb| super::read_area(&wkb));
        area.ok_or_else(|| D::Error::custom("an area that is no MultiPolygon in hexadecimal"))
    }

    fn read(text: &[u8]) -> Option<Vec<u8>> {
        let digit = |letter: u8| char::from(letter).to_digit(16).map(|digit| digit as u8);
        let byte = |pair: &[u8; 2]| Some(digit(pair[0])? << 4 | digit(pair[1])?);
        let (pairs, rest) = text.as_chunks::<2>();
        if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
    }
}

fn put_header(wkb: &mut Vec<u8>, geometry: u32, members: usize) {
    wkb.push(LITTLE_ENDIAN);
    wkb.extend(geometry.to_le_bytes());
    put_count(wkb, members);
}

/// The format counts in 32 bits; a geometry of more members would take 64 GB and cannot arise.
fn put_count(wkb: &mut Vec<u8>, count: usize) {
    wkb.extend((count as u32).to_le_bytes());
}

fn put_coordinates(wkb: &mut Vec<u8>, coordinates: &[Coord<f64>]) {
    put_count(wkb, coordinates.len());
    for coordinate in coordinates {
        wkb.extend(coordinate.x.to_le_bytes());
        wkb.extend(coordinate.y.to_le_bytes());
    }
}

/// What is still to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn members<T>(&mut self, geometry: u32, member: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.begin(geometry)?;
        let count = self.u32()?;
        (0..count).map(|_| member(self)).collect()
    }

    fn polygon(&mut self) -> Option<Polygon<f64>> {
        let mut rings = self.members(POLYGON, Self::ring)?.into_iter();
        Some(Polygon::new(rings.next()?, rings.collect()))
    }

    fn ring(&mut self) -> Option<LineString<f64>> {
        let count = self.u32()?;
        (0..count).map(|_| self.coordinate()).collect()
    }

    fn line(&mut self) -> Option<Vec<Point>> {
        self.begin(LINE_STRING)?;
        let count = self.u32()?;
        (0..count).map(|_| self.coordinate().and_then(|at| Point::from_degrees(at.x, at.y))).collect()
    }

    fn begin(&mut self, geometry: u32) -> Option<()> {
        let [order] = self.take()?;
        (order == LITTLE_ENDIAN && self.u32()? == geometry).then_some(())
    }

    fn coordinate(&mut self) -> Option<Coord<f64>> {
        Some(Coord { x: f64::from_le_bytes(self.take()?), y: f64::from_le_bytes(self.take()?) })
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A triangle as written by PostGIS: `ST_AsBinary('MULTIPOLYGON(((0 0,1 0,0 1,0 0)))', 'NDR')`.
    #[test]
    fn an_area_has_the_bytes_of_the_standard() {
        let triangle = Polygon::new(LineString::from(vec![(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]), vec![]);
        let wkb = write_area(&MultiPolygon(vec![triangle]));
        let hex: String = wkb.iter().map(|byte| format!("{byte:02x}")).collect();
        let (zero, one) = ("0000000000000000", "000000000000f03f");
        let header = "01060000000100000001030000000100000004000000";
        assert_eq!(hex, [header, zero, zero, one, zero, zero, one, zero, zero].concat());
    }

    fn points() -> impl Strategy<Value = Vec<Point>> {
        let point = (-1_800_000_000..=1_800_000_000_i32, -900_000_000..=900_000_000_i32);
        proptest::collection::vec(point.prop_map(|(lon, lat)| Point::from_e7(lon, lat).unwrap()), 0..6)
    }

    proptest! {
        #[test]
        fn lines_read_back_to_the_same_points(lines in proptest::collection::vec(points(), 0..4)) {
            prop_assert_eq!(read_lines(&write_lines(&lines)), Some(lines));
        }

        #[test]
        fn areas_read_back(rings in proptest::collection::vec(points(), 1..4)) {
            let mut rings = rings.into_iter().map(|ring| ring.into_iter().map(Coord::from).collect::<LineString<f64>>());
            let polygon = Polygon::new(rings.next().unwrap(), rings.collect());
            let area = MultiPolygon(vec![polygon.clone(), polygon]);
            prop_assert_eq!(read_area(&write_area(&area)), Some(area));
        }

        #[test]
        fn garbage_is_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = (read_area(&bytes), read_lines(&bytes));
        }

        #[test]
        fn a_shortened_geometry_is_refused(line in points(), cut in 1..20_usize) {
            let wkb = write_lines(&[line]);
            prop_assert_eq!(read_lines(&wkb[..wkb.len().saturating_sub(cut)]), None);
        }
    }
}
