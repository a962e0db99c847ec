//! The file in which a source's features wait for the next release.
//!
//! Zstandard over: a line that names the layers and fields of the tiles, which says how the rest is to
//! be read; then each feature as its length and its bytes. Numbers are LEB128, positions differences
//! in units of 1e-7 degrees.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;

use vmap_core::Point;
use vmap_tiles::{BasemapFeature, BasemapGeometry, BasemapLayer, FieldValue};
use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

use crate::varint::{push_number, push_signed, take_number, take_signed};

/// Light: what is written once is read once.
const LEVEL: i32 = 1;
const BUFFER_BYTES: usize = 256 << 10;
/// No feature is as long: such a length is damage.
const LONGEST_FEATURE: u64 = 1 << 30;

/// Layers and fields as they are numbered here.
fn heading() -> String {
    let layer = |layer: BasemapLayer| {
        let fields: Vec<&str> = layer.schema().fields.iter().map(|field| field.name).collect();
        format!("{}({})", layer.schema().name, fields.join(" "))
    };
    let layers: Vec<String> = BasemapLayer::ALL.into_iter().map(layer).collect();
    format!("vmap basemap 1: {}\n", layers.join(" "))
}

/// A file that is being written.
pub(super) struct StagedWriter(Encoder<'static, File>);

impl StagedWriter {
    /// Begins it.
    pub(super) fn create(file: File) -> io::Result<Self> {
        let mut out = Encoder::new(file, LEVEL)?;
        out.write_all(heading().as_bytes())?;
        Ok(Self(out))
    }

    /// Appends features as [`push_feature`] writes them.
    pub(super) fn write(&mut self, features: &[u8]) -> io::Result<()> {
        self.0.write_all(features)
    }

    /// Ends it.
    pub(super) fn finish(self) -> io::Result<()> {
        self.0.finish().map(|_| ())
    }
}

/// A file that was written.
pub(super) struct StagedFile(PathBuf);

impl StagedFile {
    /// The one at `path`.
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Reads it from its beginning.
    pub(super) fn open(&self) -> io::Result<StagedReader> {
        let mut input = BufReader::with_capacity(BUFFER_BYTES, Decoder::new(File::open(&self.0)?)?);
        let mut found = String::new();
        input.by_ref().take(heading().len() as u64).read_line(&mut found)?;
        match found == heading() {
            true => Ok(StagedReader { input, failed: false }),
            false => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{} is from another version of this program: import its source again", self.0.display()),
            )),
        }
    }
}

/// The features of a file.
pub(super) struct StagedReader {
    input: BufReader<Decoder<'static, BufReader<File>>>,
    failed: bool,
}

impl Iterator for StagedReader {
    type Item = io::Result<BasemapFeature>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let feature = self.feature();
        self.failed = feature.is_err();
        feature.transpose()
    }
}

impl StagedReader {
    fn feature(&mut self) -> io::Result<Option<BasemapFeature>> {
        if self.input.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let damaged =
            || io::Error::new(io::ErrorKind::InvalidData, "a staged feature is damaged: import its source again");
        let length = self.length()?.filter(|length| *length <= LONGEST_FEATURE).ok_or_else(damaged)?;
        let mut bytes = vec![0; length as usize];
        self.input.read_exact(&mut bytes)?;
        take_feature(&bytes).map(Some).ok_or_else(damaged)
    }

    fn length(&mut self) -> io::Result<Option<u64>> {
        let (mut length, mut byte) = (0, [0]);
        for shift in (0..64).step_by(7) {
            self.input.read_exact(&mut byte)?;
            length |= u64::from(byte[0] & 0x7f) << shift;
            if byte[0] & 0x80 == 0 {
                return Ok(Some(length));
            }
        }
        Ok(None)
    }
}

const TEXT: u8 = 0;
const NUMBER: u8 = 1;
const NO: u8 = 2;
const YES: u8 = 3;

const POINT: u8 = 0;
const LINES: u8 = 1;
const AREAS: u8 = 2;

/// Appends `feature`, its length first.
pub(super) fn push_feature(feature: &BasemapFeature, out: &mut Vec<u8>) {
    let mut bytes = vec![feature.layer as u8, feature.minzoom];
    push_number(u64::from(feature.rank), &mut bytes);
    bytes.push(feature.values.len() as u8);
    for (field, value) in &feature.values {
        bytes.push(*field);
        push_value(value, &mut bytes);
    }
    match &feature.geometry {
        BasemapGeometry::Point(point) => {
            bytes.push(POINT);
            push_points(std::slice::from_ref(point), &mut bytes);
        }
        BasemapGeometry::Lines(lines) => {
            bytes.push(LINES);
            push_paths(lines, &mut bytes);
        }
        BasemapGeometry::Areas(areas) => {
            bytes.push(AREAS);
            push_number(areas.len() as u64, &mut bytes);
            areas.iter().for_each(|rings| push_paths(rings, &mut bytes));
        }
    }
    push_number(bytes.len() as u64, out);
    out.extend(bytes);
}

fn take_feature(mut bytes: &[u8]) -> Option<BasemapFeature> {
    let bytes = &mut bytes;
    let layer = *BasemapLayer::ALL.get(usize::from(take_byte(bytes)?))?;
    let minzoom = take_byte(bytes)?;
    let rank = u32::try_from(take_number(bytes)?).ok()?;
    let values =
        (0..take_byte(bytes)?).map(|_| Some((take_byte(bytes)?, take_value(bytes)?))).collect::<Option<_>>()?;
    let geometry = match take_byte(bytes)? {
        POINT => BasemapGeometry::Point(take_points(bytes)?.first().copied()?),
        LINES => BasemapGeometry::Lines(take_paths(bytes)?),
        AREAS => BasemapGeometry::Areas((0..take_number(bytes)?).map(|_| take_paths(bytes)).collect::<Option<_>>()?),
        _ => return None,
    };
    Some(BasemapFeature { layer, minzoom, rank, values, geometry })
}

fn push_value(value: &FieldValue, out: &mut Vec<u8>) {
    match value {
        FieldValue::Text(text) => {
            out.push(TEXT);
            push_number(text.len() as u64, out);
            out.extend(text.as_bytes());
        }
        FieldValue::Number(number) => {
            out.push(NUMBER);
            push_number(*number, out);
        }
        FieldValue::Flag(flag) => out.push(if *flag { YES } else { NO }),
    }
}

fn take_value(bytes: &mut &[u8]) -> Option<FieldValue> {
    match take_byte(bytes)? {
        TEXT => {
            let length = usize::try_from(take_number(bytes)?).ok()?;
            let (text, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Some(FieldValue::Text(std::str::from_utf8(text).ok()?.to_owned()))
        }
        NUMBER => Some(FieldValue::Number(take_number(bytes)?)),
        NO => Some(FieldValue::Flag(false)),
        YES => Some(FieldValue::Flag(true)),
        _ => None,
    }
}

fn push_paths(paths: &[Vec<Point>], out: &mut Vec<u8>) {
    push_number(paths.len() as u64, out);
    paths.iter().for_each(|path| push_points(path, out));
}

fn take_paths(bytes: &mut &[u8]) -> Option<Vec<Vec<Point>>> {
    (0..take_number(bytes)?).map(|_| take_points(bytes)).collect()
}

fn push_points(points: &[Point], out: &mut Vec<u8>) {
    push_number(points.len() as u64, out);
    let (mut lon, mut lat) = (0, 0);
    for point in points {
        let (next_lon, next_lat) = (i64::from(point.lon_e7()), i64::from(point.lat_e7()));
        push_signed(next_lon - lon, out);
        push_signed(next_lat - lat, out);
        (lon, lat) = (next_lon, next_lat);
    }
}

fn take_points(bytes: &mut &[u8]) -> Option<Vec<Point>> {
    let count = take_number(bytes)?;
    let (mut lon, mut lat) = (0_i64, 0_i64);
    let point = |_| {
        lon = lon.checked_add(take_signed(bytes)?)?;
        lat = lat.checked_add(take_signed(bytes)?)?;
        Point::from_e7(i32::try_from(lon).ok()?, i32::try_from(lat).ok()?)
    };
    (0..count).map(point).collect()
}

fn take_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (byte, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features() -> Vec<BasemapFeature> {
        let at = |lon, lat| Point::from_degrees(lon, lat).unwrap();
        let line = vec![at(105.8, 21.0), at(105.9, 20.9), at(105.7, 20.8)];
        let mut street = BasemapFeature::new(
            BasemapLayer::Streets,
            8,
            70_000,
            BasemapGeometry::Lines(vec![line.clone(), line.clone()]),
        );
        street.set("kind", FieldValue::Text("primary".to_owned()));
        street.set("rail", FieldValue::Flag(false));
        let mut place = BasemapFeature::new(BasemapLayer::PlaceLabels, 4, 0, BasemapGeometry::Point(at(-105.8, -21.0)));
        place.set("population", FieldValue::Number(8_000_000_000));
        let areas = vec![vec![line.clone(), line.clone()], vec![line]];
        vec![street, place, BasemapFeature::new(BasemapLayer::Land, 7, 1, BasemapGeometry::Areas(areas))]
    }

    fn written(features: &[BasemapFeature]) -> (tempfile::TempDir, StagedFile) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("osm.features");
        let mut writer = StagedWriter::create(File::create(&path).unwrap()).unwrap();
        for feature in features {
            let mut bytes = Vec::new();
            push_feature(feature, &mut bytes);
            writer.write(&bytes).unwrap();
        }
        writer.finish().unwrap();
        (folder, StagedFile::new(path))
    }

    #[test]
    fn features_read_back() {
        let (_folder, file) = written(&features());
        let found: io::Result<Vec<_>> = file.open().unwrap().collect();
        assert_eq!(found.unwrap(), features());
    }

    #[test]
    fn a_file_of_another_version_and_one_cut_short_are_refused() {
        let (folder, file) = written(&features());
        let path = folder.path().join("osm.features");
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 12]).unwrap();
        assert!(file.open().and_then(Iterator::collect::<io::Result<Vec<_>>>).is_err());
        std::fs::write(&path, zstd::encode_all(b"vmap basemap 0: streets()\n".as_slice(), 1).unwrap()).unwrap();
        let error = file.open().err().unwrap().to_string();
        assert!(error.contains("import its source again"), "{error}");
    }

    #[test]
    fn damage_is_no_feature_and_no_panic() {
        let mut bytes = Vec::new();
        push_feature(&features()[0], &mut bytes);
        for length in 0..bytes.len() - 1 {
            assert_eq!(take_feature(&bytes[1..length.max(1)]), None);
        }
    }
}
