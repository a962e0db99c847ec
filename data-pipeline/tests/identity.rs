//! A place keeps its number: through shuffled, respelled and partly moved files, through another
//! source's hands, and through a reform. `VMAP_IDENTITY_ROWS=1000000` asks the country's question.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where it fails, and prints what it measured"
)]

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use vmap_core::PlaceId;
use vmap_core::text::fold;
use vmap_pipeline::import::{ImportOptions, ImportReport, current_ward_locator, import_files};
use vmap_pipeline::progress::Silent;
use vmap_pipeline::readers::ReadOptions;
use vmap_pipeline::reform::bring_in_units;
use vmap_pipeline::synth::{SynthOptions, synthesise};
use vmap_registry::{CurrentPlace, LoadOptions, MissingLimit, Registry, RegistryError, Source};

/// A row of a made file; `truth` is the row of the first file that it is of, if any.
#[derive(Clone, Debug)]
struct Row {
    key: String,
    number: String,
    street: String,
    hamlet: String,
    ward: String,
    district: String,
    province: String,
    lat: f64,
    lon: f64,
    truth: Option<usize>,
}

/// The finaliser of splitmix64: numbers that look random and depend on the seed alone.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

struct Home {
    folder: tempfile::TempDir,
    registry: Registry,
}

fn shipped_units() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/units")
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut registry = Registry::open(&folder.path().join("registry.db")).unwrap();
        bring_in_units(&mut registry, &shipped_units(), &Silent).unwrap();
        Self { folder, registry }
    }

    fn made(&self, addresses: u64) -> Vec<Row> {
        let mut csv = Vec::new();
        let options = SynthOptions { addresses, seed: 11 };
        let units = self.registry.units().unwrap();
        let wards = current_ward_locator(&self.registry, &units).unwrap();
        synthesise(&options, &units, Some(&wards), &mut csv, &Silent).unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let row = |(at, record): (usize, Result<csv::StringRecord, csv::Error>)| {
            let record = record.unwrap();
            let text = |column: usize| record[column].to_owned();
            Row {
                key: text(0),
                number: text(1),
                street: text(2),
                hamlet: text(3),
                ward: text(4),
                district: text(5),
                province: text(6),
                lat: record[7].parse().unwrap(),
                lon: record[8].parse().unwrap(),
                truth: Some(at),
            }
        };
        reader.records().enumerate().map(row).collect()
    }

    /// Imports `rows`, whose truth goes along as an outside code of `scheme`.
    fn import(&mut self, rows: &[Row], source: &str, precedence: i32, scheme: &str, keys: bool) -> ImportReport {
        let path = self.folder.path().join("rows.csv");
        let mut csv = csv::Writer::from_path(&path).unwrap();
        let header = "id,house_number,street,hamlet,ward,district,province,lat,lon,outside_codes";
        csv.write_record(header.split(',')).unwrap();
        for row in rows {
            let key = if keys { row.key.as_str() } else { "" };
            let code = row.truth.map(|truth| format!("{scheme}={truth}")).unwrap_or_default();
            let Row { number, street, hamlet, ward, district, province, lat, lon, .. } = row;
            let [lat, lon] = [lat, lon].map(|degrees| format!("{degrees:.7}"));
            csv.write_record([key, number, street, hamlet, ward, district, province, &lat, &lon, &code]).unwrap();
        }
        csv.flush().unwrap();
        let source = Source { name: source.to_owned(), precedence, synthetic: true, ..Source::default() };
        let load =
            LoadOptions { full: Some(MissingLimit { share: 0.05 }), set_precedence: true, ..LoadOptions::default() };
        let options =
            ImportOptions { source, read: ReadOptions::default(), load, dry_run: false, rejected: None, basemap: None };
        import_files(&mut self.registry, &[path], &options, &Silent).unwrap()
    }

    fn ids(&self) -> HashSet<PlaceId> {
        let mut ids = HashSet::new();
        self.registry
            .for_each_current(|CurrentPlace { id, .. }| -> Result<(), RegistryError> {
                ids.insert(id);
                Ok(())
            })
            .unwrap();
        ids
    }

    /// Of every place that says so: the row that first made it, and the row that later meant it.
    fn truths(&self) -> HashMap<PlaceId, [Option<usize>; 2]> {
        let mut truths: HashMap<PlaceId, [Option<usize>; 2]> = HashMap::new();
        let mut since = 0;
        loop {
            let page = self.registry.changes(since, 10_000).unwrap();
            let Some(last) = page.changes.last() else { return truths };
            since = last.change;
            for change in page.changes {
                let of = truths.entry(change.id).or_default();
                for code in change.facts.details.codes {
                    let at = usize::from(code.scheme == "later");
                    of[at] = of[at].or(code.code.parse().ok());
                }
            }
        }
    }
}

fn asked_rows(default: u64) -> u64 {
    std::env::var("VMAP_IDENTITY_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(default)
}

/// `row` as another hand writes it.
fn respelled(row: &Row, random: &mut Random) -> Row {
    let street = row.street.clone();
    let street = match random.below(4) {
        0 => fold(&street),
        1 => street.to_uppercase(),
        2 => street.replace("Đường ", "Đ. ").replace("Phố ", "P. ").replace("Nguyễn", "Ng."),
        _ => with_a_slip(&street, random),
    };
    let hamlet = row.hamlet.replace("Khu phố ", "KP ").replace("Tổ dân phố ", "TDP ");
    Row { street, hamlet, ..row.clone() }
}

/// `text` without one letter of its last word.
fn with_a_slip(text: &str, random: &mut Random) -> String {
    let letters: Vec<char> = text.chars().collect();
    let word = letters.iter().rposition(|letter| *letter == ' ').map_or(0, |at| at + 1);
    let at = word + random.below((letters.len() - word).max(1));
    let digit = letters[word..].iter().any(char::is_ascii_digit);
    letters.iter().enumerate().filter(|(place, _)| digit || *place != at).map(|(_, letter)| letter).collect()
}

/// `row` measured anew, up to 120 metres away.
fn moved(row: &Row, random: &mut Random) -> Row {
    let (angle, metres) = (random.share() * std::f64::consts::TAU, 5.0 + random.share() * 115.0);
    let lat = row.lat + metres * angle.sin() / 110_700.0;
    let lon = row.lon + metres * angle.cos() / (111_320.0 * row.lat.to_radians().cos());
    Row { lat, lon, ..row.clone() }
}

/// Next month's file: 3 % moved, 3 % respelled, 2 % gone, 2 % new, in another order.
fn next_month(rows: &[Row], random: &mut Random) -> Vec<Row> {
    let mut next = Vec::new();
    for row in rows {
        match random.below(100) {
            0..3 => next.push(moved(row, random)),
            3..6 => next.push(respelled(row, random)),
            6..8 => {}
            8..10 => {
                next.push(row.clone());
                let beside = moved(row, random);
                let number = if row.number.is_empty() { String::new() } else { format!("{}K", row.number) };
                next.push(Row { key: format!("new-{}", row.key), number, truth: None, ..beside });
            }
            _ => next.push(row.clone()),
        }
    }
    random.shuffle(&mut next);
    next
}

/// Precision and recall of the matching of `later` with what was there, in percent.
fn precision_and_recall(home: &Home, later: &[Row], pairs: usize) -> (f64, f64) {
    let both = home.truths().into_values().filter_map(|[first, later]| Some((first?, later?)));
    let (mut matched, mut right) = (0, 0);
    for (first, second) in both {
        matched += 1;
        right += usize::from(first == second);
    }
    assert!(later.len() >= pairs);
    (right as f64 * 100.0 / matched.max(1) as f64, right as f64 * 100.0 / pairs.max(1) as f64)
}

#[test]
fn next_months_file_means_the_same_places() {
    let rows = asked_rows(12_000);
    for (name, source, keys) in [
        ("the same source, with keys", "made", true),
        ("the same source, without keys", "made", false),
        ("another source with keys of its own", "other", true),
    ] {
        let mut home = Home::new();
        let first = home.made(rows);
        let made = home.import(&first, "made", 0, "first", keys);
        assert_eq!(made.accepted, rows, "{made}");
        let mut random = Random(5);
        let mut later = next_month(&first, &mut random);
        if source == "other" {
            later.iter_mut().for_each(|row| row.key = format!("other {}", row.key));
        }
        // What a row that was taken for a duplicate in the first file meant cannot be told afterwards.
        let known: HashSet<usize> = home.truths().into_values().filter_map(|[first, _]| first).collect();
        let report = home.import(&later, source, 1, "later", keys);
        let pairs = later.iter().filter(|row| row.truth.is_some_and(|truth| known.contains(&truth))).count();
        let (precision, recall) = precision_and_recall(&home, &later, pairs);
        println!(
            "{name}: {rows} rows, seed 11 and 5: precision {precision:.3} %, recall {recall:.3} %; {:?}, doubtful {}",
            report.places, report.doubtful
        );
        assert!(precision >= 99.5, "{name}: precision {precision}");
        if source == "made" {
            assert!(recall >= 99.5, "{name}: recall {recall}");
        }
    }
}

#[test]
fn ten_shuffled_imports_give_no_new_number() {
    let mut home = Home::new();
    let mut rows = home.made(3_000);
    for keys in [true, false] {
        home.import(&rows, if keys { "keyed" } else { "bare" }, 0, "first", keys);
    }
    let ids = home.ids();
    let mut random = Random(3);
    for round in 0..10 {
        random.shuffle(&mut rows);
        let (source, keys) = if round % 2 == 0 { ("keyed", true) } else { ("bare", false) };
        let report = home.import(&rows, source, 0, "first", keys);
        assert_eq!((report.places.created, report.derived.created, report.places.retired), (0, 0, 0));
    }
    assert_eq!(home.ids(), ids);
}
