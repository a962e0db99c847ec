//! Files of every supported format, good and bad, and the rows that are read from them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and says why it is skipped"
)]

#[path = "../../core/tests/common/legacy_bytes.rs"]
mod legacy_bytes;
mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use support::pbf::Pbf;
use vmap_core::address::{SourceGeometry, SourceRecord};
use vmap_core::text::TextEncoding;
use vmap_pipeline::readers::{self, Field, ReadError, ReadOptions, Row};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/readers")
}

/// The folder of real data, or a line that says that it is not there.
fn shared_data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !folder.is_dir() {
        println!("skipped: there is no {}", folder.display());
        return None;
    }
    Some(folder)
}

fn rows(path: &Path, options: &ReadOptions) -> Result<Vec<Row>, ReadError> {
    let mut reader = readers::open(path, options)?;
    let mut rows = Vec::new();
    loop {
        let chunk = reader.next_chunk(3)?;
        assert!(chunk.len() <= 3);
        if chunk.is_empty() {
            return Ok(rows);
        }
        rows.extend(chunk);
    }
}

fn read(path: &Path) -> Result<Vec<Row>, ReadError> {
    rows(path, &ReadOptions::default())
}

/// A folder with one file of this name and content.
fn file(name: &str, content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

fn shown(rows: &[Row]) -> String {
    rows.iter().map(|row| format!("{}\n", show(row))).collect()
}

fn show(row: &Row) -> String {
    match row {
        Row::Record(record) => show_record(record),
        Row::Rejected(rejected) => {
            format!("{} rejected {} {}", rejected.origin.row, rejected.reason.code(), rejected.text)
        }
        Row::Ignored(reason) => format!("- ignored {}", reason.code()),
    }
}

/// Degrees to a centimetre, as positions are kept later on.
fn position((lon, lat): &(f64, f64)) -> String {
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    format!("{},{}", rounded(*lon), rounded(*lat))
}

fn show_record(record: &SourceRecord) -> String {
    let line = |line: &Vec<(f64, f64)>| line.iter().map(position).collect::<Vec<_>>().join(" ");
    let place = match &record.geometry {
        SourceGeometry::Absent => "nowhere".to_owned(),
        SourceGeometry::Point { lon, lat } => format!("at {}", position(&(*lon, *lat))),
        SourceGeometry::Lines(lines) => format!("lines {}", lines.iter().map(line).collect::<Vec<_>>().join(" / ")),
    };
    let texts = [
        ("address", &record.line),
        ("housenumber", &record.house_number),
        ("street", &record.street),
        ("hamlet", &record.hamlet),
        ("ward", &record.ward),
        ("district", &record.district),
        ("province", &record.province),
        ("name", &record.name),
        ("category", &record.category),
    ];
    let texts = texts.iter().filter_map(|(name, text)| Some(format!(" {name}={}", text.as_ref()?)));
    let key = record.key.as_ref().map(|key| format!(" key={key}")).unwrap_or_default();
    format!("{}{key} {place}{}", record.origin.row, texts.collect::<String>())
}

#[test]
fn every_fixture_gives_the_rows_written_beside_it() {
    let mut count = 0;
    for entry in std::fs::read_dir(fixtures()).unwrap() {
        let expected = entry.unwrap().path();
        if expected.extension().is_none_or(|extension| extension != "expected") {
            continue;
        }
        let rows = read(&expected.with_extension("")).unwrap();
        assert_eq!(shown(&rows), std::fs::read_to_string(&expected).unwrap(), "{}", expected.display());
        count += 1;
    }
    assert!(count > 10, "only {count} fixtures");
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_files_are_read_like_others_whatever_their_name() {
    for name in ["dirty.csv", "utf16le.csv", "collection.geojson", "sequence.geojsonl"] {
        let plain = fixtures().join(name);
        let expected = shown(&read(&plain).unwrap());
        let content = std::fs::read(&plain).unwrap();
        let zstd = zstd::encode_all(content.as_slice(), 3).unwrap();
        let two_members = [gzipped(&content[..40]), gzipped(&content[40..])].concat();
        for compressed in [gzipped(&content), zstd, two_members] {
            let (_folder, path) = file("export.dat", &compressed);
            assert_eq!(shown(&read(&path).unwrap()), expected, "{name}");
        }
    }
}

#[test]
fn a_file_describes_itself() {
    let reader = readers::open(&fixtures().join("tcvn3.csv"), &ReadOptions::default()).unwrap();
    let description = reader.describe();
    assert_eq!(description.encoding, TextEncoding::Tcvn3);
    assert_eq!(description.delimiter, Some(b','));
    assert_eq!(description.columns.len(), 8);
    assert_eq!(description.columns[0], (Field::Key, "mã".to_owned()));
    assert_eq!(description.header.as_deref(), Some("mã,số nhà,đường,phường,quận,tỉnh,vĩ độ,kinh độ"));

    let reader = readers::open(&fixtures().join("tab_latlon.tsv"), &ReadOptions::default()).unwrap();
    assert_eq!(
        reader.describe().to_string(),
        "CSV, utf-8, delimiter '\\t'; columns latlon=tọa độ, name=name; not used: Ghi chú"
    );
}

#[test]
fn a_file_in_an_old_encoding_is_read_like_its_twin_in_utf8() {
    let text = "mã,số nhà,đường,phường,quận,tỉnh,vĩ độ,kinh độ\n\
        A1,12,Nguyễn Thị Minh Khai,Phường Phạm Ngũ Lão,Quận 1,TP. Hồ Chí Minh,10.77,106.69\n\
        A2,7/3,\"Trần Hưng Đạo, hẻm sâu\",Phường Cầu Kho,Quận 1,TP. Hồ Chí Minh,10.76,106.68\n\
        A3,46,Bà Triệu,Phường Hàng Bài,Quận Hoàn Kiếm,Hà Nội,21.02,105.85\n\
        A4,,Thôn Mỹ Thủy,Xã Hải An,Huyện Hải Lăng,Tỉnh Quảng Trị,16.75,107.28\n";
    let (_folder, twin) = file("twin.csv", text.as_bytes());
    let expected = shown(&read(&twin).unwrap());
    assert_eq!(expected.lines().count(), 4);
    for encoding in [TextEncoding::Windows1258, TextEncoding::Tcvn3, TextEncoding::VniWindows, TextEncoding::Viscii] {
        let (_folder, path) = file("old.csv", &legacy_bytes::encode(encoding, text));
        assert_eq!(readers::open(&path, &ReadOptions::default()).unwrap().describe().encoding, encoding);
        assert_eq!(shown(&read(&path).unwrap()), expected, "{encoding}");
    }
}

#[test]
fn options_overrule_what_would_be_found_out() {
    let (_folder, path) = file("a.csv", b"c1;c2;lat;lon\n1 L\xEA L\xEEi;x;10.7;106.6\n");
    let options = ReadOptions {
        columns: BTreeMap::from([(Field::Line, "C1".to_owned())]),
        encoding: Some(TextEncoding::Windows1258),
        delimiter: Some(b';'),
    };
    assert_eq!(shown(&rows(&path, &options).unwrap()), "2 at 106.6,10.7 address=1 Lê Lîi\n");

    let options = ReadOptions { columns: BTreeMap::from([(Field::Line, "c9".to_owned())]), ..options };
    let message = rows(&path, &options).unwrap_err().to_string();
    assert!(message.contains("no column \"c9\" to be read as address: found c1, c2, lat, lon"), "{message}");
}

#[test]
fn what_cannot_be_read_is_told_in_one_sentence() {
    let cases: [(&str, &[u8], &str); 17] = [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\n \n", "is empty"),
        ("page.csv", b"\n<!DOCTYPE html><html>", "is an HTML or XML page"),
        ("book.xlsx", b"PK\x03\x04....", "an Excel workbook"),
        ("a.gpkg", b"SQLite format 3\0...", "a GeoPackage"),
        ("noise.csv", b"\x01\x02\x00\x00\x03\x04a", "in no known format"),
        ("a.csv", b"id,address\n1,x\n", "no columns with coordinates: found id, address; looked for lat and lon"),
        ("a.csv", b"id,lat,lon\n1,2,3\n", "no columns with addresses or names: found id, lat, lon"),
        ("a.csv", b"just some words\n", "no columns with coordinates: found just some words"),
        ("a.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[]}", "there is none in it"),
        ("a.json", b"{\"a\":1}", "without GeoJSON features"),
        ("a.json", b"[1,2]", "without GeoJSON features"),
        ("a.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":", "ends in the middle of its GeoJSON"),
        ("a.csv.gz", b"\x1F\x8B\x08\x00\x00", "ends in the middle of its gzip data"),
        ("a.csv.zst", b"\x28\xB5\x2F\xFD\x24", "ends in the middle of its zstd data"),
        ("a.fgb", b"fgb\x03fgb\x00\x08\x00", "ends in the middle of its FlatGeobuf data"),
        ("a.pbf", b"\x00\x00\x00\x0D\x0A\x09OSMHeader\x18\x7F", "ends in the middle of its OSM PBF data"),
    ];
    for (name, content, expected) in cases {
        let (_folder, path) = file(name, content);
        let message = read(&path).unwrap_err().to_string();
        assert!(message.contains(expected) && !message.contains('\n'), "{name}: {message}");
        assert!(message.contains(name), "the file is named: {message}");
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(read(folder.path()), Err(ReadError::Folder { .. })));
    assert!(matches!(read(&folder.path().join("none.csv")), Err(ReadError::NotFound { .. })));
}

#[test]
fn a_stray_quote_does_not_cost_the_rest_of_the_file() {
    let mut text = "address,lat,lon\n\"open,10.7,106.6\n".to_owned();
    for number in 0..500 {
        writeln!(text, "{number} Lê Lợi,10.7,106.6").unwrap();
    }
    let (_folder, path) = file("a.csv", text.as_bytes());
    let rows = read(&path).unwrap();
    assert_eq!(rows.len(), 501);
    assert_eq!(rows.iter().filter(|row| matches!(row, Row::Record(_))).count(), 500);
    assert_eq!(show(&rows[500]), "502 at 106.6,10.7 address=499 Lê Lợi");
}

/// One of each kind: a building on a hole-y relation, a road that leaves the file, a vertex.
fn osm() -> Vec<u8> {
    let mut pbf = Pbf::default();
    pbf.node(1, 105.80, 21.00, &[]);
    pbf.node(2, 105.84, 21.00, &[("addr:housenumber", "5"), ("addr:street", "Phố Huế")]);
    pbf.node(3, 105.84, 21.04, &[("highway", "traffic_signals")]);
    pbf.node(4, 105.80, 21.04, &[("place", "hamlet"), ("name", "Thon Doai"), ("name:vi", "Thôn Đoài")]);
    pbf.way(10, &[1, 2, 99, 3, 4], &[("highway", "primary"), ("name", "Phố Huế"), ("ref", "QL1A")]);
    pbf.way(11, &[1, 2], &[("highway", "service")]);
    pbf.way(12, &[1, 2, 3, 4, 1], &[("building", "yes"), ("addr:housenumber", "7"), ("line", "x")]);
    pbf.way(13, &[1, 2, 99, 1], &[("amenity", "school"), ("name", "Trường")]);
    pbf.way(14, &[1, 2, 3], &[]);
    pbf.way(15, &[3, 4, 1], &[]);
    pbf.way(16, &[1, 2], &[("waterway", "river"), ("name", "Sông Hồng")]);
    pbf.relation(
        20,
        &[(14, "outer"), (15, "outer")],
        &[("type", "multipolygon"), ("leisure", "park"), ("name", "Công viên")],
    );
    pbf.relation(21, &[(10, "")], &[("type", "route"), ("route", "bus"), ("name", "Tuyến 1")]);
    pbf.into_bytes()
}

#[test]
fn osm_elements_become_addresses_streets_and_places() {
    let (_folder, path) = file("a.osm.pbf", &osm());
    let rows = read(&path).unwrap();
    let expected = "\
- ignored untagged
2 key=node/2 at 105.84,21 housenumber=5 street=Phố Huế
- ignored not_address_material
4 key=node/4 at 105.8,21.04 name=Thôn Đoài category=place=hamlet
5 key=way/10 lines 105.8,21 105.84,21 / 105.84,21.04 105.8,21.04 name=Phố Huế category=highway=primary
- ignored unnamed_road
7 key=way/12 at 105.82,21.02 housenumber=7 category=building=yes
8 rejected nodes_missing {\"id\":\"way/13\",\"properties\":{\"amenity\":\"school\",\"name\":\"Trường\"}}
- ignored untagged
- ignored untagged
- ignored not_address_material
12 key=relation/20 at 105.82,21.02 name=Công viên category=leisure=park
- ignored not_address_material
";
    assert_eq!(shown(&rows), expected);
}

fn flatgeobuf() -> Vec<u8> {
    use flatgeobuf::{ColumnType, FgbWriter, FgbWriterOptions, GeometryType};
    use geozero::{ColumnValue, PropertyProcessor};
    let options = FgbWriterOptions { detect_type: false, promote_to_multi: false, ..Default::default() };
    let mut writer = FgbWriter::create_with_options("places", GeometryType::Unknown, options).unwrap();
    writer.add_column("tên", ColumnType::String, |_, _| {});
    writer.add_column("code", ColumnType::Int, |_, _| {});
    writer.add_column("area", ColumnType::Double, |_, _| {});
    let mut add = |geometry: geo_types::Geometry<f64>, name: &str, code: i32| {
        let written = writer.add_feature_geom(geometry, |feature| {
            feature.property(0, "tên", &ColumnValue::String(name)).unwrap();
            feature.property(1, "code", &ColumnValue::Int(code)).unwrap();
            feature.property(2, "area", &ColumnValue::Double(1.5)).unwrap();
        });
        written.unwrap();
    };
    add(geo_types::Point::new(105.85, 21.03).into(), "Hồ Gươm", 1);
    add(geo_types::Rect::new((105.0, 21.0), (105.5, 21.5)).to_polygon().into(), "Ba Vì", 2);
    add(geo_types::Point::new(2.35, 48.85).into(), "Paris", 3);
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    bytes
}

#[test]
fn flatgeobuf_features_become_records() {
    let (_folder, path) = file("a.fgb", &flatgeobuf());
    let mut found: Vec<String> =
        read(&path).unwrap().iter().map(|row| show(row).split_once(' ').unwrap().1.to_owned()).collect();
    // The writer orders features along a curve of its own.
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "key=1 at 105.85,21.03 name=Hồ Gươm",
            "key=2 at 105.25,21.25 name=Ba Vì",
            "rejected outside_vietnam {\"id\":null,\"properties\":{\"area\":\"1.5\",\"code\":\"3\",\"tên\":\"Paris\"}}",
        ]
    );
}

/// Repeatable noise (Knuth's constants for a linear congruential generator).
struct Noise(u64);

impl Noise {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Reads what is left of `content` after each kind of damage. Whatever comes of it, it must come to
/// an end without a panic, and every rejected row must say why.
fn damage(name: &str, content: &[u8], rounds: usize) {
    let mut noise = Noise(content.len() as u64);
    for _ in 0..rounds {
        let mut damaged = content.to_vec();
        match noise.below(3) {
            0 => damaged.truncate(noise.below(content.len())),
            1 => (0..=noise.below(8)).for_each(|_| {
                let at = noise.below(content.len());
                damaged[at] ^= 1 << noise.below(8);
            }),
            _ => {
                let at = noise.below(content.len());
                let end = (at + noise.below(200)).min(content.len());
                damaged.drain(at..end);
            }
        }
        let (_folder, path) = file(name, &damaged);
        match read(&path) {
            Err(error) => assert!(!error.to_string().contains('\n')),
            Ok(rows) => assert!(
                rows.iter()
                    .all(|row| !matches!(row, Row::Rejected(rejected) if rejected.reason.to_string().is_empty()))
            ),
        }
    }
}

#[test]
fn damaged_files_end_in_an_error_or_in_rejected_rows() {
    for entry in std::fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        damage("a", &content, 60);
        damage("a.gz", &gzipped(&content), 20);
        damage("a.zst", &zstd::encode_all(content.as_slice(), 3).unwrap(), 20);
    }
    damage("a.fgb", &flatgeobuf(), 1000);
    damage("a.pbf", &osm(), 1000);
}

#[test]
fn damaged_real_files_end_in_an_error_or_in_rejected_rows() {
    let Some(data) = shared_data() else { return };
    for name in ["osm/hcmute.osm.pbf", "osm/quoc_tu_giam.osm.pbf", "osm/hanoi_poi.geojson.gz"] {
        damage(name.rsplit('/').next().unwrap(), &std::fs::read(data.join(name)).unwrap(), 25);
    }
}

/// Rows of a file of real data: records, and others by code.
fn counted(path: &Path) -> (usize, BTreeMap<&'static str, usize>) {
    let (mut records, mut others) = (0, BTreeMap::new());
    for row in read(path).unwrap() {
        match row {
            Row::Record(_) => records += 1,
            Row::Rejected(rejected) => *others.entry(rejected.reason.code()).or_default() += 1,
            Row::Ignored(reason) => *others.entry(reason.code()).or_default() += 1,
        }
    }
    (records, others)
}

#[test]
fn real_tables_are_read_whole() {
    let Some(data) = shared_data() else { return };
    let (stops, _) = counted(&data.join("addresses/hcmc_bus_stops.csv"));
    assert_eq!(stops, 2816);
    let (shops, others) = counted(&data.join("evaluation/winmart_stores.csv"));
    assert_eq!(shops + others.values().sum::<usize>(), 3904);
    for name in ["addresses/post_offices_no_coordinates.csv", "streets/street_dictionary_2019.csv"] {
        assert!(matches!(read(&data.join(name)), Err(ReadError::NoCoordinateColumns { .. })), "{name}");
    }
}

#[test]
fn real_maps_are_read_whole() {
    let Some(data) = shared_data() else { return };
    let (places, others) = counted(&data.join("osm/hanoi_poi.geojson.gz"));
    assert_eq!(places + others.values().sum::<usize>(), 868);
    let (roads, others) = counted(&data.join("osm/hanoi_roads.geojson.gz"));
    assert_eq!(roads + others["unnamed_road"], 13_854);
    let (wards, _) = counted(&data.join("boundaries/wards_current.fgb"));
    assert_eq!(wards, 3321);
    let numbers = |name: &str| {
        let rows = read(&data.join(name)).unwrap();
        rows.iter().filter(|row| matches!(row, Row::Record(record) if record.house_number.is_some())).count()
    };
    assert_eq!(numbers("osm/quoc_tu_giam.osm.pbf"), 253);
    assert_eq!(numbers("osm/hcmute.osm.pbf"), 58);
}
