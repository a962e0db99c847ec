//! Made rows and what must hold of every registry.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

use std::path::{Path, PathBuf};

use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_registry::{
    BatchSummary, CurrentPlace, Load, LoadOptions, Outcome, Registry, RegistryError, Source, Submission,
};

/// A registry in a folder of its own.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("registry.db")
    }

    pub fn open(&self) -> Registry {
        Registry::open(&self.path()).unwrap().with_clock(|| "2026-05-01T00:00:00Z".to_owned())
    }
}

pub fn source(name: &str) -> Source {
    Source { name: name.to_owned(), licence: "CC0-1.0".into(), attribution: format!("© {name}"), ..Source::default() }
}

/// `48 Phố Huế` in ward 00256.
pub fn house() -> Place {
    Place {
        kind: PlaceKind::Address,
        point: Point::from_degrees(105.852, 21.014).unwrap(),
        name: None,
        house_number: Some("48".into()),
        street: Some("Phố Huế".into()),
        hamlet: None,
        ward: Some(UnitCode("00256".into())),
        legacy_ward: None,
        category: None,
        lines: Vec::new(),
    }
}

/// `Phố Huế` itself.
pub fn street() -> Place {
    let line = vec![house().point, north(house().point, 300.0)];
    let name = Some("Phố Huế".into());
    Place { kind: PlaceKind::Street, name, house_number: None, street: None, lines: vec![line], ..house() }
}

/// The point about `metres` north of `point`: a degree of latitude has 110.7 km at Hà Nội.
pub fn north(point: Point, metres: f64) -> Point {
    Point::from_degrees(point.lon(), point.lat() + metres / 110_700.0).unwrap()
}

pub fn row(source_key: Option<&str>, place: Place) -> Submission {
    Submission::new(place, source_key)
}

pub fn derived(place: Place) -> Submission {
    Submission::implied(place)
}

/// Begins a load that retires nothing.
pub fn begin<'r>(registry: &'r mut Registry, source: &Source) -> Load<'r> {
    registry.begin_load(source, "rows.csv", &LoadOptions::default()).unwrap()
}

pub fn load(registry: &mut Registry, source: &Source, rows: &[Submission]) -> (Vec<Outcome>, BatchSummary) {
    let mut load = begin(registry, source);
    let outcomes = load.submit(rows).unwrap();
    (outcomes, load.commit().unwrap())
}

pub fn current(registry: &Registry) -> Vec<CurrentPlace> {
    let mut places = Vec::new();
    let visit = |place| -> Result<(), RegistryError> {
        places.push(place);
        Ok(())
    };
    registry.for_each_current(visit).unwrap();
    places
}

/// All rows of all tables as text.
pub fn dump(path: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(path).unwrap();
    let tables = strings(&db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    tables.iter().flat_map(|table| rows_of(&db, table)).collect()
}

fn rows_of(db: &rusqlite::Connection, table: &str) -> Vec<String> {
    let mut select = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = select.column_count();
    let text = |row: &rusqlite::Row<'_>| {
        let values = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect::<Vec<_>>();
        Ok(format!("{table}: {}", values.join(", ")))
    };
    select.query_map([], text).unwrap().map(Result::unwrap).collect()
}

fn strings(db: &rusqlite::Connection, query: &str) -> Vec<String> {
    let mut select = db.prepare(query).unwrap();
    select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// What must hold of every registry at any time: each query finds what contradicts it.
const CONTRADICTIONS: [(&str, &str); 10] = [
    (
        "a place's current version is its own and its last",
        "SELECT p.id FROM place p LEFT JOIN version v ON v.place = p.id GROUP BY p.id \
         HAVING max(v.change) IS NOT p.current",
    ),
    ("every version belongs to a place", "SELECT change FROM version WHERE place NOT IN (SELECT id FROM place)"),
    (
        "versions of a place are numbered from 1 in the order of changes",
        "SELECT change FROM (SELECT change, version, row_number() OVER (PARTITION BY place ORDER BY change) AS at \
         FROM version) WHERE version <> at",
    ),
    (
        "every version follows the one before",
        "SELECT change FROM (SELECT change, previous, lag(change) OVER (PARTITION BY place ORDER BY change) AS before \
         FROM version) WHERE previous IS NOT before",
    ),
    (
        "batches count what they made, with changes in their order",
        "SELECT b.id FROM batch b LEFT JOIN version v ON v.batch = b.id GROUP BY b.id \
         HAVING sum(v.version = 1) <> b.created OR sum(v.version > 1 AND v.status IN (0, 1)) <> b.updated \
         OR sum(v.version > 1 AND v.status IN (2, 3)) <> b.retired OR max(v.change) <> b.last_change \
         OR min(v.change) <> b.first_change OR count(*) <> b.last_change - b.first_change + 1",
    ),
    (
        "places in force are counted by kind",
        "SELECT v.kind, count(*) FROM place p JOIN version v ON v.change = p.current WHERE v.status = 1 GROUP BY v.kind \
         EXCEPT SELECT kind, places FROM tally",
    ),
    (
        "every place has one address key, in its ward",
        "SELECT p.id FROM place p JOIN version v ON v.change = p.current LEFT JOIN place_key k ON k.place = p.id AND \
         k.ward = coalesce(v.ward, 0) GROUP BY p.id HAVING count(k.key) <> 1",
    ),
    ("no key leads nowhere", "SELECT 1 WHERE (SELECT count(*) FROM place_key) <> (SELECT count(*) FROM place)"),
    (
        "only who was merged has a successor, and that is another",
        "SELECT change FROM version WHERE successor IS NOT NULL AND (status <> 2 OR successor = place)",
    ),
    ("every reference leads somewhere", "SELECT rowid FROM pragma_foreign_key_check"),
];

/// Checks the file against itself and what `Registry` reads from it.
pub fn assert_whole(path: &Path) {
    let db = rusqlite::Connection::open(path).unwrap();
    assert_eq!(strings(&db, "PRAGMA integrity_check"), ["ok"]);
    for (rule, contradiction) in CONTRADICTIONS {
        assert!(!db.prepare(contradiction).unwrap().exists([]).unwrap(), "broken: {rule}");
    }
    let registry = Registry::open(path).unwrap();
    let places = current(&registry);
    assert!(places.is_sorted_by(|a, b| a.id < b.id));
    for place in places {
        assert_eq!(place.id.to_string().parse(), Ok(place.id));
        let now = registry.version(place.id).unwrap().unwrap();
        assert_eq!((&now.place, now.version), (&place.place, place.version));
        let history = registry.history(place.id).unwrap();
        assert_eq!(history.last().map(|last| &last.version), Some(&now));
        assert_eq!(history.last().map(|last| (last.valid_to, &last.recorded_to)), Some((None, &None)));
        assert!(history.is_sorted_by(|a, b| a.version.change < b.version.change && a.version.batch <= b.version.batch));
        let keys = "SELECT count(*) FROM place_key WHERE key = ? AND place = ?";
        let key = rusqlite::params![place.place.key().0, place.id.ordinal()];
        assert_eq!(db.query_row(keys, key, |row| row.get::<_, i64>(0)), Ok(1));
    }
}
