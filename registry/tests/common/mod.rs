//! Made rows and what must hold of every registry.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::unwrap_used, reason = "tests stop at the first failure")]

pub mod cluster;
pub mod store;

use std::path::PathBuf;

use vmap_core::Point;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_registry::{
    BatchSummary, CurrentPlace, Load, LoadOptions, Outcome, Registry, RegistryError, Source, Submission,
};

pub use store::Store;

use cluster::Cluster;

/// Set where the same tests are to run on PostgreSQL.
const ON_POSTGRES: &str = "VMAP_TEST_POSTGRES";

/// An empty place for a registry.
pub struct Home {
    store: Store,
    /// Removed when dropped.
    _folder: tempfile::TempDir,
}

impl Home {
    /// In SQLite, or in PostgreSQL where that is asked for and can be had.
    pub fn new() -> Self {
        let asked = std::env::var_os(ON_POSTGRES).is_some();
        asked.then(Self::on_postgres).flatten().unwrap_or_else(Self::on_sqlite)
    }

    pub fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { store: Store::File(folder.path().join("registry.db")), _folder: folder }
    }

    /// `None`, with a line on standard error, where PostgreSQL is not installed.
    pub fn on_postgres() -> Option<Self> {
        let url = Cluster::shared()?.database("registry");
        Some(Self { store: Store::Database(url), _folder: tempfile::tempdir().unwrap() })
    }

    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// The file of a registry that is one.
    pub fn path(&self) -> PathBuf {
        match &self.store {
            Store::File(path) => path.clone(),
            Store::Database(url) => unreachable!("{url} is no file"),
        }
    }

    pub fn open(&self) -> Registry {
        self.store.open().with_clock(|| "2026-05-01T00:00:00Z".to_owned())
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
pub fn dump(store: &Store) -> Vec<String> {
    store.dump()
}

/// What must hold of every registry at any time: each query finds what contradicts it.
const CONTRADICTIONS: [(&str, &str); 9] = [
    (
        "a place's current version is its own and its last",
        "SELECT p.id FROM place p LEFT JOIN version v ON v.place = p.id GROUP BY p.id \
         HAVING max(v.change) IS DISTINCT FROM p.current",
    ),
    ("every version belongs to a place", "SELECT change FROM version WHERE place NOT IN (SELECT id FROM place)"),
    (
        "versions of a place are numbered from 1 in the order of changes",
        "SELECT change FROM (SELECT change, version, row_number() OVER (PARTITION BY place ORDER BY change) AS at \
         FROM version) v WHERE version <> at",
    ),
    (
        "every version follows the one before",
        "SELECT change FROM (SELECT change, previous, lag(change) OVER (PARTITION BY place ORDER BY change) AS before \
         FROM version) v WHERE previous IS DISTINCT FROM before",
    ),
    (
        "batches count what they made, with changes in their order",
        "SELECT b.id FROM batch b LEFT JOIN version v ON v.batch = b.id GROUP BY b.id \
         HAVING count(*) FILTER (WHERE v.version = 1) <> b.created OR count(*) FILTER (WHERE v.version > 1 AND v.status IN (0, 1)) <> b.updated \
         OR count(*) FILTER (WHERE v.version > 1 AND v.status IN (2, 3)) <> b.retired OR max(v.change) <> b.last_change \
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
];

/// Checks the tables against themselves and what `Registry` reads from them.
pub fn assert_whole(store: &Store) {
    let mut session = store.session();
    if let Store::File(_) = store {
        assert_eq!(session.run("PRAGMA integrity_check").unwrap(), [[Some("ok".to_owned())]]);
        assert_eq!(session.run("PRAGMA foreign_key_check").unwrap(), [[]; 0], "every reference leads somewhere");
    }
    for (rule, contradiction) in CONTRADICTIONS {
        assert_eq!(session.run(contradiction).unwrap(), [[]; 0], "broken: {rule}");
    }
    let keys = session.run("SELECT key, place FROM place_key").unwrap();
    let registry = store.open();
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
        let key = [place.place.key().0, place.id.ordinal() as i64].map(|number| Some(number.to_string()));
        assert_eq!(keys.iter().filter(|known| **known == key).count(), 1);
    }
}
