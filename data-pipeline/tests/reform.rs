//! A later reform: wards merge, split and are renamed, and every place keeps its number.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs;
use std::path::PathBuf;

use vmap_core::PlaceId;
use vmap_core::unit::{Era, UnitCode, UnitLevel};
use vmap_pipeline::import::{ImportOptions, ImportReport, import_files};
use vmap_pipeline::progress::Silent;
use vmap_pipeline::readers::ReadOptions;
use vmap_pipeline::reform::{ReformReport, bring_in_units};
use vmap_registry::{CurrentPlace, LoadOptions, Reason, Registry, RegistryError, Source, Work};

const DAY: &str = "2027-03-01";

/// A home with a made country of four wards, 00001 to 00004, in one province.
struct Home {
    folder: tempfile::TempDir,
    registry: Registry,
}

const UNITS: &str = "code,name,full_name,type,province_code,lat_approx,lon_approx,area_km2\n";

/// Wards of today as a list: code, full name, longitude of the centre.
fn wards(rows: &[(&str, &str, f64)]) -> String {
    let mut list = UNITS.to_owned();
    for (code, full_name, lon) in rows {
        let (kind, name) = full_name.split_once(' ').unwrap();
        list += &format!("{code},{name},{full_name},{kind},01,21.0,{lon},80\n");
    }
    list
}

const BEFORE: [(&str, &str, f64); 4] =
    [("00001", "Xã Một", 105.1), ("00002", "Xã Hai", 105.2), ("00003", "Xã Ba", 105.3), ("00004", "Phường Bốn", 105.4)];

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Self { registry: Registry::open(&folder.path().join("registry.db")).unwrap(), folder };
        let first = home.lists("first", &[("wards_current.csv", &wards(&BEFORE))]);
        let mut home = home;
        bring_in_units(&mut home.registry, &first, &Silent).unwrap();
        home
    }

    fn lists(&self, name: &str, lists: &[(&str, &str)]) -> PathBuf {
        let admin = self.folder.path().join(name).join("admin");
        fs::create_dir_all(&admin).unwrap();
        let provinces = "code,name,full_name,type,lat_approx,lon_approx\n01,Tỉnh Mẫu,Tỉnh Mẫu,Tỉnh,21.0,105.2\n";
        for (list, text) in [("provinces_current.csv", provinces)].iter().chain(lists) {
            fs::write(admin.join(list), text).unwrap();
        }
        self.folder.path().join(name)
    }

    /// The reform: 00001 and 00002 become 00009, 00003 is shared out between 00004 and 00010, and
    /// 00004 is renamed.
    fn reform(&mut self) -> ReformReport {
        let after = [("00004", "Phường Bốn Mới", 105.4), ("00009", "Phường Chín", 105.15), ("00010", "Xã Mười", 105.3)];
        let succession = "old_code,new_code,is_default,act\n00001,00009,1,12/NQ-UBTVQH\n00002,00009,1,12/NQ-UBTVQH\n\
                          00003,00010,1,13/NQ-UBTVQH\n00003,00004,0,13/NQ-UBTVQH\n00004,00004,1,\n";
        let list = format!("ward_succession_{DAY}.csv");
        let lists = self.lists("later", &[("wards_current.csv", &wards(&after)), (&list, succession)]);
        bring_in_units(&mut self.registry, &lists, &Silent).unwrap()
    }

    fn import(&mut self) -> ImportReport {
        let mut rows = String::from("id,house_number,street,ward,province,lat,lon\n");
        for (at, (_, ward, _)) in BEFORE.iter().enumerate() {
            for number in 1..=20 {
                let lon = 105.1 + at as f64 / 10.0 + f64::from(number) / 10_000.0;
                rows += &format!("{at}-{number},{number},Đường Lê Lợi,{ward},Tỉnh Mẫu,21.0,{lon}\n");
            }
        }
        let path = self.folder.path().join("rows.csv");
        fs::write(&path, rows).unwrap();
        let source = Source { name: "made".into(), synthetic: true, ..Source::default() };
        let (read, load) = (ReadOptions::default(), LoadOptions::default());
        let options = ImportOptions { source, read, load, dry_run: false, rejected: None, basemap: None };
        import_files(&mut self.registry, &[path], &options, &Silent).unwrap()
    }

    fn places(&self) -> Vec<CurrentPlace> {
        let mut places = Vec::new();
        self.registry
            .for_each_current(|place| -> Result<(), RegistryError> {
                places.push(place);
                Ok(())
            })
            .unwrap();
        places
    }
}

fn ids(places: &[CurrentPlace]) -> Vec<PlaceId> {
    places.iter().map(|place| place.id).collect()
}

#[test]
fn places_follow_their_wards_in_one_batch_and_keep_every_old_form() {
    let mut home = Home::new();
    home.import();
    let before = home.places();
    let report = home.reform();
    let after = home.places();
    assert_eq!(ids(&after), ids(&before));
    let codes = |places: &[CurrentPlace]| -> Vec<String> {
        places.iter().map(|place| place.place.ward.clone().unwrap().0).collect()
    };
    let followed = |old: &str, new: &str| match old {
        "00001" | "00002" => new == "00009",
        "00003" => new == "00010" || new == "00004",
        _ => old == new,
    };
    for (old, new) in codes(&before).iter().zip(codes(&after)) {
        assert!(followed(old, &new), "{old} became {new}");
    }
    // Twenty houses and their street in each ward.
    let by_act: Vec<(&str, u64)> = report.acts.iter().map(|(act, report)| (act.as_str(), report.places)).collect();
    assert_eq!(by_act, [("12/NQ-UBTVQH", 42), ("13/NQ-UBTVQH", 21)]);
    let batch = home.registry.batches().unwrap().pop().unwrap();
    assert_eq!((batch.work, Some(batch.number), batch.counts.updated), (Work::Reform, report.batch, 63));

    let history = home.registry.history(before[0].id).unwrap();
    let wards: Vec<_> = history.iter().map(|one| one.version.place.ward.clone()).collect();
    assert_eq!(wards, [Some(UnitCode("00001".into())), Some(UnitCode("00009".into()))]);
    assert_eq!(history[0].valid_to.map(|day| day.to_string()).as_deref(), Some(DAY));
    assert_eq!(history[1].version.reason, Reason::Reform);
    assert_eq!(history[1].version.source, "made", "who said where the house stands has not changed");
}

#[test]
fn old_units_stay_known_and_a_renamed_one_goes_on() {
    let mut home = Home::new();
    home.reform();
    let units = home.registry.units().unwrap();
    let ward = |era, code| units.by_code(era, UnitLevel::Ward, code).and_then(|id| units.get(id));
    assert_eq!(ward(Era::Legacy, "00001").unwrap().full_name, "Xã Một");
    assert_eq!(ward(Era::Legacy, "00003").unwrap().validity.until.unwrap().to_string(), DAY);
    assert_eq!(ward(Era::Current, "00004").unwrap().full_name, "Phường Bốn Mới");
    assert_eq!(units.former_names()[0].full_name, "Phường Bốn");
    let old = units.by_code(Era::Legacy, UnitLevel::Ward, "00003").unwrap();
    assert!(units.successors(old).all(|edge| edge.partial && edge.act == "13/NQ-UBTVQH"));
}

#[test]
fn the_same_file_after_the_reform_and_the_reform_again_change_nothing() {
    let mut home = Home::new();
    home.import();
    let before = ids(&home.places());
    home.reform();
    let changes = home.registry.change_number().unwrap();
    let again = home.import();
    assert_eq!((again.places.created, again.derived.created), (0, 0), "old names lead to the same places");
    assert_eq!(again.accepted, 80);
    let reform = home.reform();
    assert_eq!(ids(&home.places()), before);
    assert_eq!(reform.acts.len(), 0, "{reform}");
    assert_eq!(home.registry.change_number().unwrap(), changes);
}

#[test]
fn a_reform_can_be_taken_back() {
    let mut home = Home::new();
    home.import();
    let before: Vec<_> = home.places().into_iter().map(|place| place.place).collect();
    let batch = home.reform().batch.unwrap();
    home.registry.revert(batch).unwrap();
    assert_eq!(home.places().into_iter().map(|place| place.place).collect::<Vec<_>>(), before);
}
