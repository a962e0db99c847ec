//! `admin.fgb`: the polygons of units as FlatGeobuf, which every GIS opens.

use std::io::{self, Write};

use flatgeobuf::{
    ColumnType, FallibleStreamingIterator, FeatureProperties, FgbCrs, FgbFeature, FgbReader, FgbWriter,
    FgbWriterOptions, GeometryType,
};
use geo_types::{Geometry, MultiPolygon};
use geozero::{ColumnValue, PropertyProcessor, ToGeo};
use vmap_core::release::FormatError;
use vmap_core::unit::{Era, UnitCode, UnitLevel};

/// The area of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    /// Today's unit or one that has ended.
    pub era: Era,
    /// Province, district or ward.
    pub level: UnitLevel,
    /// Official number, unique within era and level.
    pub code: UnitCode,
    /// Kind and name, for people who open the file in a GIS.
    pub full_name: String,
    /// Whether it is made up around a centre instead of surveyed.
    pub illustrative: bool,
    /// Outer rings and holes in WGS84 degrees, longitude first.
    pub area: MultiPolygon<f64>,
}

/// Name of the file within a release.
pub(crate) const FILE: &str = "admin.fgb";

const ERAS: [(Era, &str); 2] = [(Era::Current, "current"), (Era::Legacy, "legacy")];
const LEVELS: [(UnitLevel, &str); 3] =
    [(UnitLevel::Province, "province"), (UnitLevel::District, "district"), (UnitLevel::Ward, "ward")];

/// Writes `boundaries` as one FlatGeobuf layer of multipolygons in EPSG:4326 with the columns
/// `era, level, code, full_name, illustrative` and a spatial index, features in the order of that
/// index: the same boundaries in any order give the same bytes.
///
/// Needs the system's folder for temporary files to hold as much as is written.
pub fn write_boundaries(boundaries: &[Boundary], out: impl Write) -> io::Result<()> {
    let mut sorted: Vec<&Boundary> = boundaries.iter().collect();
    sorted.sort_by_key(|boundary| (boundary.era, boundary.level, &boundary.code));
    let mut writer = new_layer().map_err(io_error)?;
    for boundary in sorted {
        add_feature(&mut writer, boundary).map_err(io::Error::other)?;
    }
    writer.write(out).map_err(io_error)
}

/// The boundaries in the bytes of an `admin.fgb`, in the order of the file. Cost: about 4 ms a
/// megabyte.
///
/// The library trusts lengths within the file, so hand it only bytes whose hash was checked, as
/// [`crate::Release::boundaries`] does.
pub fn read_boundaries(bytes: &[u8]) -> Result<Vec<Boundary>, FormatError> {
    let mut features = FgbReader::open(bytes).and_then(FgbReader::select_all_seq).map_err(damaged)?;
    let mut boundaries = Vec::with_capacity(features.features_count().unwrap_or(0));
    while let Some(feature) = features.next().map_err(damaged)? {
        boundaries.push(boundary(feature)?);
    }
    Ok(boundaries)
}

fn new_layer<'a>() -> flatgeobuf::Result<FgbWriter<'a>> {
    let crs = FgbCrs { org: Some("EPSG"), code: 4326, name: Some("WGS 84"), ..Default::default() };
    let options = FgbWriterOptions {
        crs,
        description: Some("Administrative units, see manifest.json for sources and licences"),
        ..Default::default()
    };
    let mut writer = FgbWriter::create_with_options("admin", GeometryType::MultiPolygon, options)?;
    for name in ["era", "level", "code", "full_name"] {
        writer.add_column(name, ColumnType::String, |_, column| column.nullable = false);
    }
    writer.add_column("illustrative", ColumnType::Bool, |_, column| column.nullable = false);
    Ok(writer)
}

fn add_feature(writer: &mut FgbWriter<'_>, boundary: &Boundary) -> geozero::error::Result<()> {
    let texts = [
        ("era", word(&ERAS, boundary.era)),
        ("level", word(&LEVELS, boundary.level)),
        ("code", boundary.code.as_str()),
        ("full_name", &boundary.full_name),
    ];
    let mut written = Ok(());
    writer.add_feature_geom(Geometry::MultiPolygon(boundary.area.clone()), |feature| {
        let mut put = |index, (name, value): (&str, ColumnValue<'_>)| feature.property(index, name, &value).map(|_| ());
        written = texts
            .into_iter()
            .enumerate()
            .try_for_each(|(index, (name, text))| put(index, (name, ColumnValue::String(text))))
            .and_then(|()| put(4, ("illustrative", ColumnValue::Bool(boundary.illustrative))));
    })?;
    written
}

fn boundary(feature: &FgbFeature) -> Result<Boundary, FormatError> {
    let text =
        |name: &str| feature.property::<String>(name).map_err(|error| damaged(format!("column {name}: {error}")));
    Ok(Boundary {
        era: meaning(&ERAS, &text("era")?)?,
        level: meaning(&LEVELS, &text("level")?)?,
        code: UnitCode(text("code")?),
        full_name: text("full_name")?,
        illustrative: feature.property("illustrative").map_err(damaged)?,
        area: match feature.to_geo().map_err(damaged)? {
            Geometry::MultiPolygon(area) => area,
            Geometry::Polygon(polygon) => polygon.into(),
            _ => return Err(damaged("a unit has a geometry that is no area")),
        },
    })
}

fn word<T: PartialEq>(words: &[(T, &'static str)], meant: T) -> &'static str {
    words.iter().find(|(value, _)| *value == meant).map_or("", |(_, word)| word)
}

fn meaning<T: Copy>(words: &[(T, &str)], found: &str) -> Result<T, FormatError> {
    let value = words.iter().find(|(_, word)| *word == found).map(|(value, _)| *value);
    value.ok_or_else(|| damaged(format!("{found:?} is no era and no level")))
}

fn damaged(reason: impl ToString) -> FormatError {
    FormatError::Content { file: FILE.to_owned(), reason: reason.to_string() }
}

fn io_error(error: flatgeobuf::Error) -> io::Error {
    match error {
        flatgeobuf::Error::IO(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;
    use proptest::prelude::*;

    fn square(code: &str, west: f64, south: f64) -> Boundary {
        let (east, north) = (west + 0.5, south + 0.5);
        let ring = polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)];
        Boundary {
            era: Era::Current,
            level: UnitLevel::Ward,
            code: UnitCode(code.to_owned()),
            full_name: format!("Phường {code}"),
            illustrative: false,
            area: ring.into(),
        }
    }

    fn written(boundaries: &[Boundary]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_boundaries(boundaries, &mut bytes).unwrap();
        bytes
    }

    fn by_code(mut boundaries: Vec<Boundary>) -> Vec<Boundary> {
        boundaries.sort_by(|a, b| (a.era, a.level, &a.code).cmp(&(b.era, b.level, &b.code)));
        boundaries
    }

    #[test]
    fn islands_holes_and_every_attribute_read_back() {
        let with_hole = polygon!(
            exterior: [(x: 105.0, y: 20.0), (x: 106.0, y: 20.0), (x: 106.0, y: 21.0), (x: 105.0, y: 21.0)],
            interiors: [[(x: 105.4, y: 20.4), (x: 105.6, y: 20.4), (x: 105.6, y: 20.6)]],
        );
        let island = square("", 111.6, 16.5).area.0.remove(0);
        let zone = Boundary {
            era: Era::Legacy,
            level: UnitLevel::District,
            illustrative: true,
            full_name: "Huyện Hoàng Sa".to_owned(),
            area: MultiPolygon(vec![with_hole, island]),
            ..square("498", 0.0, 0.0)
        };
        let province = Boundary { level: UnitLevel::Province, ..square("01", 105.0, 20.0) };
        let all = by_code(vec![zone, province, square("00004", 105.0, 20.0)]);
        assert_eq!(by_code(read_boundaries(&written(&all)).unwrap()), all);
    }

    #[test]
    fn no_boundaries_are_a_file_too() {
        assert_eq!(read_boundaries(&written(&[])).unwrap(), []);
    }

    #[test]
    fn a_cut_file_is_named_as_damaged() {
        let bytes = written(&[square("00004", 105.0, 20.0), square("00008", 106.0, 20.0)]);
        for length in [0, 7, 11, 40, bytes.len() - 1] {
            let error = read_boundaries(&bytes[..length]).unwrap_err();
            assert!(error.to_string().starts_with("admin.fgb cannot be read"), "{length}: {error}");
        }
    }

    proptest! {
        #[test]
        fn the_order_given_changes_no_byte(
            corners in proptest::collection::vec((102.0..110.0_f64, 8.0..23.0_f64), 1..40),
            turn in 0..40_usize,
        ) {
            let squares: Vec<Boundary> =
                corners.iter().enumerate().map(|(code, (west, south))| square(&format!("{code:05}"), *west, *south)).collect();
            let mut turned = squares.clone();
            turned.rotate_left(turn % squares.len());
            prop_assert_eq!(written(&squares), written(&turned));
            prop_assert_eq!(by_code(read_boundaries(&written(&turned)).unwrap()), squares);
        }
    }
}
