//! A small made release: a few real unit names, streets and numbers at made places.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use jiff::civil::date;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::release::{FORMAT_VERSION, ReleaseSink, build_tables};
use vmap_core::text::ANALYSER_VERSION;
use vmap_core::unit::{Era, Succession, Unit, UnitCode, UnitId, UnitLevel, UnitTable, Validity};
use vmap_core::{PlaceId, Point};
use vmap_geocoder::{Answer, Geocoder, SearchRequest, build_index};
use vmap_release::{Boundary, Manifest, Release, ReleaseStore, SourceEntry, write_boundaries};

/// Wards of the sample, each as its code and the longitude and latitude of a place in it.
pub const SAI_GON: (&str, f64, f64) = ("26740", 106.703, 10.776);
pub const BEN_THANH: (&str, f64, f64) = ("26743", 106.694, 10.770);
pub const VAN_MIEU: (&str, f64, f64) = ("00199", 105.837, 21.028);

/// A release in a folder that vanishes with it.
pub struct Sample {
    pub geocoder: Geocoder,
    _folder: tempfile::TempDir,
}

impl Sample {
    pub fn new() -> Self {
        Self::of(units(), places())
    }

    pub fn of(units: UnitTable, places: Vec<Place>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = ReleaseStore::new(folder.path());
        let mut draft = store.create().unwrap();
        let numbered =
            places.into_iter().enumerate().map(|(n, place)| (PlaceId::from_ordinal(n as u64).unwrap(), place));
        let files = build_tables(numbered, &units);
        for (name, bytes) in &files {
            draft.write(name, &mut |out| out.write_all(bytes)).unwrap();
        }
        build_index(&files, &units, &draft.path().join("search")).unwrap();
        let mut boundaries = Vec::new();
        write_boundaries(&[sai_gon_boundary()], &mut boundaries).unwrap();
        draft.write("admin.fgb", &mut |out| out.write_all(&boundaries)).unwrap();
        let manifest = Manifest {
            format_version: FORMAT_VERSION,
            analyser_version: ANALYSER_VERSION,
            index_version: vmap_geocoder::INDEX_VERSION,
            sources: vec![SourceEntry {
                name: "sample".into(),
                licence: "CC0-1.0".into(),
                attribution: "made".into(),
                synthetic: true,
            }],
            ..Manifest::default()
        };
        let manifest = draft.finish(manifest).unwrap();
        let release = Release::open(&store.folder(&manifest.id)).unwrap();
        Self { geocoder: Geocoder::open(Arc::new(release)).unwrap(), _folder: folder }
    }

    pub fn search(&self, line: &str) -> Answer {
        self.geocoder.search(&SearchRequest::free(line))
    }

    pub fn complete(&self, line: &str) -> Answer {
        self.geocoder.search(&SearchRequest { autocomplete: true, ..SearchRequest::free(line) })
    }

    /// The label of the best result, or nothing.
    pub fn best(&self, line: &str) -> String {
        self.search(line).hits.first().map(|hit| hit.label.clone()).unwrap_or_default()
    }
}

/// A square a hundredth of a degree around Nguyễn Huệ.
fn sai_gon_boundary() -> Boundary {
    let ring = vec![(106.700, 10.770), (106.710, 10.770), (106.710, 10.780), (106.700, 10.780), (106.700, 10.770)];
    Boundary {
        era: Era::Current,
        level: UnitLevel::Ward,
        code: UnitCode("26740".into()),
        full_name: "Phường Sài Gòn".into(),
        illustrative: true,
        area: geo_types::MultiPolygon(vec![geo_types::Polygon::new(ring.into(), Vec::new())]),
    }
}

struct Rows {
    units: Vec<Unit>,
    successions: Vec<Succession>,
}

impl Rows {
    fn add(
        &mut self,
        legacy: bool,
        (level, code): (UnitLevel, &str),
        (kind, name): (&str, &str),
        parent: Option<UnitId>,
        at: (f64, f64),
    ) -> UnitId {
        let until = legacy.then(|| date(2025, 7, 1));
        self.units.push(Unit {
            code: UnitCode(code.into()),
            level,
            kind: kind.into(),
            name: name.into(),
            full_name: format!("{kind} {name}"),
            full_name_en: String::new(),
            parent,
            validity: Validity { until, ..Validity::default() },
            centre: Point::from_degrees(at.0, at.1),
            aliases: Vec::new(),
        });
        UnitId((self.units.len() - 1) as u16)
    }

    fn pass(&mut self, old: UnitId, new: UnitId, partial: bool) {
        self.successions.push(Succession { old, new, partial, share: None, act: "202/2025/QH15".into() });
    }
}

pub fn units() -> UnitTable {
    use UnitLevel::{District, Province, Ward};
    let mut rows = Rows { units: Vec::new(), successions: Vec::new() };
    let saigon = (106.70, 10.775);
    let hcm = rows.add(false, (Province, "79"), ("Thành phố", "Hồ Chí Minh"), None, saigon);
    let sai_gon = rows.add(false, (Ward, "26740"), ("Phường", "Sài Gòn"), Some(hcm), (106.703, 10.776));
    let ben_thanh = rows.add(false, (Ward, "26743"), ("Phường", "Bến Thành"), Some(hcm), (106.694, 10.770));
    let ha_noi = rows.add(false, (Province, "01"), ("Thành phố", "Hà Nội"), None, (105.85, 21.02));
    rows.add(false, (Ward, "00199"), ("Phường", "Văn Miếu - Quốc Tử Giám"), Some(ha_noi), (105.837, 21.028));
    let da_nang = rows.add(false, (Province, "48"), ("Thành phố", "Đà Nẵng"), None, (108.2, 16.05));
    rows.add(false, (Ward, "20333"), ("Đặc khu", "Hoàng Sa"), Some(da_nang), (111.9, 16.5));
    let hcm_before = rows.add(true, (Province, "79"), ("Thành phố", "Hồ Chí Minh"), None, saigon);
    let quan_1 = rows.add(true, (District, "760"), ("Quận", "1"), Some(hcm_before), saigon);
    let ben_nghe = rows.add(true, (Ward, "26740"), ("Phường", "Bến Nghé"), Some(quan_1), (106.703, 10.776));
    let ben_thanh_before = rows.add(true, (Ward, "26743"), ("Phường", "Bến Thành"), Some(quan_1), (106.697, 10.772));
    let pham_ngu_lao = rows.add(true, (Ward, "26746"), ("Phường", "Phạm Ngũ Lão"), Some(quan_1), (106.691, 10.768));
    rows.pass(ben_nghe, sai_gon, false);
    rows.pass(ben_thanh_before, ben_thanh, false);
    rows.pass(pham_ngu_lao, ben_thanh, false);
    UnitTable::new(rows.units, rows.successions).unwrap()
}

pub fn place(kind: PlaceKind, lon: f64, lat: f64, ward: &str) -> Place {
    Place {
        kind,
        point: Point::from_degrees(lon, lat).unwrap(),
        name: None,
        house_number: None,
        street: None,
        hamlet: None,
        ward: Some(UnitCode(ward.into())),
        legacy_ward: None,
        category: None,
        lines: Vec::new(),
    }
}

/// A street and the houses `numbers` on it, ten metres apart a number, running north.
fn street(name: &str, ward: &str, legacy: &str, (lon, lat): (f64, f64), numbers: &[&str]) -> Vec<Place> {
    let legacy_ward = Some(UnitCode(legacy.into()));
    let street =
        Place { name: Some(name.into()), legacy_ward: legacy_ward.clone(), ..place(PlaceKind::Street, lon, lat, ward) };
    let houses = numbers.iter().map(|number| {
        let first: String = number.chars().take_while(char::is_ascii_digit).collect();
        let along: f64 = first.parse().unwrap();
        Place {
            house_number: Some((*number).into()),
            street: Some(name.into()),
            legacy_ward: legacy_ward.clone(),
            ..place(PlaceKind::Address, lon, lat + along * 0.00009, ward)
        }
    });
    std::iter::once(street).chain(houses).collect()
}

pub fn places() -> Vec<Place> {
    let mut places = street("Nguyễn Huệ", "26740", "26740", (106.703, 10.774), &["2", "10", "20", "92-96", "120"]);
    places.extend(street("Lê Lợi", "26740", "26740", (106.701, 10.774), &["1", "3", "7", "9"]));
    places.extend(street("Lê Lợi", "26743", "26743", (106.697, 10.772), &["40", "42", "50"]));
    places.extend(street("Lê Lai", "26743", "26743", (106.695, 10.771), &["8", "42"]));
    places.extend(street(
        "Phạm Ngũ Lão",
        "26743",
        "26746",
        (106.692, 10.768),
        &["275", "277", "277/3", "277/5A", "281"],
    ));
    places.push(Place {
        house_number: Some("5".into()),
        street: Some("Lê Lai".into()),
        hamlet: Some("Khu phố 1".into()),
        ..place(PlaceKind::Address, 106.695, 10.7715, "26743")
    });
    let named =
        |kind, name: &str, lon, lat, ward: &str| Place { name: Some(name.into()), ..place(kind, lon, lat, ward) };
    places.push(named(PlaceKind::Street, "Phố Văn Miếu", 105.836, 21.028, "00199"));
    places.push(named(PlaceKind::PointOfInterest, "Văn Miếu - Quốc Tử Giám", 105.8355, 21.0285, "00199"));
    places.push(named(PlaceKind::Hamlet, "Khu phố 1", 106.695, 10.7715, "26743"));
    places.push(named(PlaceKind::PointOfInterest, "Chợ Bến Thành", 106.698, 10.772, "26743"));
    places
}
