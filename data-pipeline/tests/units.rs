//! Lists of units in, a table out: small lists made here, the lists that the project ships, and the
//! real ones where they are at hand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it fails and says what it skips"
)]

use std::path::{Path, PathBuf};

use vmap_core::unit::{Era, SuccessionKind, Unit, UnitId, UnitLevel, UnitTable};
use vmap_pipeline::units::{UnitSet, UnitsError, read_units};

const PROVINCES: &str =
    "code,name,full_name,full_name_en,type\n79,Hồ Chí Minh,Thành phố Hồ Chí Minh,Ho Chi Minh City,Thành phố\n";
const WARDS: &str = "code,name,full_name,full_name_en,type,province_code,lat_approx,lon_approx,area_km2,name_cv1027\n\
    26740,Sài Gòn,Phường Sài Gòn,Sai Gon Ward,Phường,79,10.7787,106.7021,3.04,Phường Sài Gòn\n\
    26743,Bến Thành,Phường Bến Thành,Ben Thanh Ward,Phường,79,10.7700,106.6940,1.85,Phường Bến Thành\n\
    27373,Thạnh Mỹ Tây,Phường Thạnh Mỹ Tây,Thanh My Tay Ward,Phường,79,10.8010,106.7160,,Phường Thạnh Mỹ Tây\n\
    27500,Hoà Bình,Phường Hoà Bình,Hoa Binh Ward,Phường,79,10.9000,106.7000,5.0,Xã Hòa Bình\n\
    27501,Hoà Hưng,Xã Hoà Hưng,Hoa Hung Commune,xã,79,10.9500,106.7000,5.0,Xã Hòa Hưng\n";
const DISTRICTS: &str = "code,name,full_name,full_name_en,type,province_code\n760,1,Quận 1,District 1,Quận,79\n";
const FORMER: &str = "code,name,full_name,full_name_en,type,district_code,lat_approx,lon_approx\n\
    26734,Tân Định,Phường Tân Định,Tan Dinh Ward,Phường,760,10.7930,106.6905\n\
    26740,Bến Nghé,Phường Bến Nghé,Ben Nghe Ward,Phường,760,10.7805,106.7030\n\
    26743,Bến Thành,Phường Bến Thành,Ben Thanh Ward,Phường,760,10.7735,106.6944\n";
const SUCCESSIONS: &str = "old_code,old_name,new_code,new_name,kind,is_default\n\
    26740,Phường Bến Nghé,26743,Phường Bến Thành,partial,0\n\
    26740,Phường Bến Nghé,26740,Phường Sài Gòn,full,1\n\
    26743,Phường Bến Thành,26743,Phường Bến Thành,partial,1\n\
    26734,Phường Tân Định,99999,Phường Thanh My Tay,full,1\n\
    11111,Phường Không Có,26743,Phường Bến Thành,full,1\n";

/// A folder with these lists under `admin/`.
fn folder(lists: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("admin")).unwrap();
    for (name, text) in lists {
        std::fs::write(dir.path().join("admin").join(name), text).unwrap();
    }
    dir
}

fn whole() -> Vec<(&'static str, &'static str)> {
    vec![
        ("provinces_current.csv", PROVINCES),
        ("wards_current.csv", WARDS),
        ("provinces_before_2025-07-01.csv", PROVINCES),
        ("districts_before_2025-07-01.csv", DISTRICTS),
        ("wards_before_2025-07-01.csv", FORMER),
        ("ward_succession_2025-07-01.csv", SUCCESSIONS),
    ]
}

fn read(lists: &[(&str, &str)]) -> UnitSet {
    read_units(folder(lists).path()).unwrap()
}

fn unit<'a>(table: &'a UnitTable, era: Era, level: UnitLevel, code: &str) -> (UnitId, &'a Unit) {
    let id = table.by_code(era, level, code).unwrap_or_else(|| panic!("{code} is missing"));
    (id, table.get(id).unwrap())
}

fn former<'a>(table: &'a UnitTable, code: &str) -> (UnitId, &'a Unit) {
    unit(table, Era::Legacy, UnitLevel::Ward, code)
}

fn successor_names(table: &UnitTable, id: UnitId) -> Vec<(&str, bool)> {
    table.successors(id).map(|edge| (table.get(edge.new).unwrap().full_name.as_str(), edge.partial)).collect()
}

#[test]
fn a_split_ward_passes_partly_into_each_and_the_main_one_comes_first() {
    let set = read(&whole());
    let (ben_nghe, _) = former(&set.table, "26740");
    assert_eq!(successor_names(&set.table, ben_nghe), [("Phường Sài Gòn", true), ("Phường Bến Thành", true)]);
    let (ben_thanh, _) = former(&set.table, "26743");
    assert_eq!(successor_names(&set.table, ben_thanh), [("Phường Bến Thành", false)]);
    let act = |id: UnitId| set.table.successors(id).map(|edge| edge.act.as_str()).collect::<Vec<_>>();
    assert_eq!(act(ben_nghe), ["1685/NQ-UBTVQH15"; 2], "the resolution on the wards of Ho Chi Minh City");
}

#[test]
fn a_changed_code_is_found_by_name_within_the_province_and_an_unknown_one_is_counted() {
    let lists = whole();
    let renamed = SUCCESSIONS.replace("Phường Thanh My Tay", "Phường Thạnh Mỹ Tây");
    let mut found = lists.clone();
    found[5].1 = &renamed;
    let set = read(&found);
    let (tan_dinh, _) = former(&set.table, "26734");
    assert_eq!(successor_names(&set.table, tan_dinh), [("Phường Thạnh Mỹ Tây", false)]);

    let nowhere = SUCCESSIONS.replace("Phường Thanh My Tay", "Phường Nào Đó");
    found[5].1 = &nowhere;
    let set = read(&found);
    assert_eq!(successor_names(&set.table, former(&set.table, "26734").0), []);
    assert_eq!(set.report.successions_read, 5);
    assert_eq!(set.report.skipped.values().sum::<u64>(), 2, "{}", set.report);
}

#[test]
fn the_official_spelling_is_used_unless_the_unit_is_of_another_kind_now() {
    let set = read(&whole());
    let (_, became_phuong) = unit(&set.table, Era::Current, UnitLevel::Ward, "27500");
    assert_eq!(became_phuong.full_name, "Phường Hoà Bình");
    assert_eq!(became_phuong.aliases, ["xa hoa binh"]);
    let (_, kept) = unit(&set.table, Era::Current, UnitLevel::Ward, "27501");
    assert_eq!((kept.kind.as_str(), kept.name.as_str(), kept.full_name.as_str()), ("Xã", "Hòa Hưng", "Xã Hòa Hưng"));
    assert!(kept.aliases.is_empty());
}

#[test]
fn units_know_the_unit_above_and_the_days_on_which_they_exist() {
    let set = read(&whole());
    let day = "2025-07-01".parse().unwrap();
    let (id, ben_nghe) = former(&set.table, "26740");
    let above: Vec<&str> = set.table.lineage(id).skip(1).map(|(_, unit)| unit.full_name.as_str()).collect();
    assert_eq!(above, ["Quận 1", "Thành phố Hồ Chí Minh"]);
    assert_eq!((ben_nghe.validity.from, ben_nghe.validity.until), (None, Some(day)));
    let (_, sai_gon) = unit(&set.table, Era::Current, UnitLevel::Ward, "26740");
    assert_eq!((sai_gon.validity.from, sai_gon.validity.until), (Some(day), None));
    let (province, _) = unit(&set.table, Era::Legacy, UnitLevel::Province, "79");
    assert_eq!(successor_names(&set.table, province), [("Thành phố Hồ Chí Minh", false)]);
}

#[test]
fn other_names_are_folded_and_those_that_say_nothing_new_are_left_out() {
    let aliases = "level,era,code,alias_key\n\
        ward,current,26740,bennghe\n\
        ward,current,26740,saigon\n\
        ward,current,26740,phuongsaigon\n\
        province,current,79,hcm\n\
        ward,before_2025-07-01,26734,TÂNĐỊNH1\n\
        ward,before_2025-07-01,00000,nowhere\n";
    let mut lists = whole();
    lists.push(("aliases.csv", aliases));
    let set = read(&lists);
    assert_eq!(unit(&set.table, Era::Current, UnitLevel::Ward, "26740").1.aliases, ["bennghe"]);
    assert_eq!(unit(&set.table, Era::Current, UnitLevel::Province, "79").1.aliases, ["hcm"]);
    assert_eq!(former(&set.table, "26734").1.aliases, ["tandinh1"]);
    assert_eq!(set.report.skipped.get("another name of a unit that is in no list"), Some(&1));
}

#[test]
fn earlier_wards_pass_into_those_that_took_them_over() {
    let changes = "province_code,province,district_code,district,ward_code,ward,ward_2024,ward_code_2024,district_2024,district_code_2024\n\
        79,Thành phố Hồ Chí Minh,760,Quận 1,26743,Phường Bến Thành,Phường Bến Thành,26743,Quận 1,760\n\
        79,Thành phố Hồ Chí Minh,760,Quận 1,26740,Xã Bến Nghé,Phường Bến Nghé,26740,Quận 1,760\n\
        79,Thành phố Hồ Chí Minh,759,Quận Cũ,26700,Phường Chợ Cũ,Phường Bến Nghé,26740,Quận 1,760\n\
        79,Thành phố Hồ Chí Minh,760,Quận 1,26701,Phường Đã Mất,Phường Đã Mất,26701,Quận 1,760\n\
        79,Thành phố Hồ Chí Minh,760,Quận 1,26702,Phường Tân Định,Phường Tân Định,26702,Quận 1,760\n";
    let aliases = "level,era,code,alias_key\nward,before_2025-07-01,26734,phuongdamat\n";
    let mut lists = whole();
    lists.push(("ward_changes_2019-01-01_to_2024-11-10.csv", changes));
    lists.push(("aliases.csv", aliases));
    let set = read(&lists);

    assert_eq!(former(&set.table, "26740").1.aliases, ["xa ben nghe"], "a former name of a ward that kept its code");
    let (merged, unit_merged) = former(&set.table, "26700");
    assert_eq!(successor_names(&set.table, merged), [("Phường Bến Nghé", false)]);
    assert_eq!(unit_merged.validity.until, Some("2024-11-10".parse().unwrap()));
    assert_eq!(unit_merged.full_name_en, "Cho Cu Ward");
    let (district, _) = unit(&set.table, Era::Legacy, UnitLevel::District, "759");
    assert_eq!(unit_merged.parent, Some(district));
    assert_eq!(successor_names(&set.table, district), [("Quận 1", false)]);

    let (by_other_name, gone_later) = former(&set.table, "26701");
    assert_eq!(successor_names(&set.table, by_other_name), [("Phường Tân Định", false)]);
    assert_eq!(gone_later.validity.until, Some("2025-06-30".parse().unwrap()));
    assert_eq!(gone_later.validity.until_earliest, Some("2024-11-11".parse().unwrap()));
    assert_eq!(unit_merged.validity.until_earliest, Some("2019-01-02".parse().unwrap()));
    assert_eq!(set.table.known_since(), Some("2019-01-01".parse().unwrap()));
    let (ben_nghe, _) = former(&set.table, "26740");
    let names: Vec<_> = set.table.former_names_of(ben_nghe).map(|former| former.full_name.as_str()).collect();
    assert_eq!(names, ["Xã Bến Nghé"]);
    let today: Vec<UnitId> = set.table.became(merged, None).into_iter().map(|part| part.unit).collect();
    let of_ben_nghe: Vec<UnitId> = set.table.became(ben_nghe, None).into_iter().map(|part| part.unit).collect();
    assert_eq!(today, of_ben_nghe, "two reforms in a row");
    assert!(former(&set.table, "26734").1.aliases.is_empty(), "the earlier ward carries the name itself");
    assert_eq!(set.table.by_code(Era::Legacy, UnitLevel::Ward, "26702"), None, "merged into one of its own name");
}

#[test]
fn a_later_change_brings_an_older_list_up_to_date_and_tells_the_former_name() {
    let changes = "level,code,former_name,full_name,act\n\
        ward,27501,Xã Hòa Hưng,Phường Hòa Hưng,1/2027\n\
        ward,27500,Xã Hòa Bình,Phường Hòa Bình,1/2027\n\
        ward,26740,Xã Khác,Phường Khác,1/2027\n\
        ward,00000,Xã Không,Phường Không,1/2027\n";
    let mut lists = whole();
    lists.push(("unit_changes_2027-01-01.csv", changes));
    let set = read(&lists);
    for (code, name, former) in
        [("27501", "Phường Hòa Hưng", "Xã Hòa Hưng"), ("27500", "Phường Hoà Bình", "Xã Hòa Bình")]
    {
        let (id, unit) = unit(&set.table, Era::Current, UnitLevel::Ward, code);
        assert_eq!(unit.full_name, name);
        assert_eq!(set.table.name_on(id, Some("2026-12-31".parse().unwrap())).unwrap().0, former);
        assert_eq!(set.table.name_on(id, Some("2027-01-01".parse().unwrap())).unwrap().0, name);
        let renaming = set.table.former_names_of(id).next().unwrap();
        assert_eq!(set.table.kind_of_renaming(renaming), SuccessionKind::Retype);
    }
    assert_eq!(set.report.skipped.values().sum::<u64>(), 3, "{}", set.report);
}

#[test]
fn shares_follow_the_land_and_add_up() {
    let mut lists = whole();
    let successions = SUCCESSIONS.replace("Phường Thanh My Tay", "Phường Thạnh Mỹ Tây");
    lists[5].1 = &successions;
    let dir = folder(&lists);
    // Sài Gòn lies around the centre of Bến Nghé; of Bến Thành's square a quarter is nearer to it.
    write_squares(dir.path(), &[("26740", 106.7030, 10.7805, 0.01), ("26743", 106.6970, 10.7735, 0.01)]);
    let set = read_units(dir.path()).unwrap();
    let (ben_nghe, _) = former(&set.table, "26740");
    let shares: Vec<f32> = set.table.successors(ben_nghe).filter_map(|edge| edge.share).collect();
    assert_eq!(shares.len(), 2, "{}", set.report);
    assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{shares:?}");
    assert!(shares[0] > 0.5 && shares[1] > 0.05, "{shares:?}");
    let (ben_thanh, _) = former(&set.table, "26743");
    assert!(set.table.successors(ben_thanh).all(|edge| edge.share.is_none()), "it was not split");
}

/// `boundaries/wards_current.fgb` with a square of half a side for each code around a point.
fn write_squares(dir: &Path, squares: &[(&str, f64, f64, f64)]) {
    use flatgeobuf::{ColumnType, FgbWriter, GeometryType};
    use geozero::{ColumnValue, PropertyProcessor};
    let mut writer = FgbWriter::create("wards", GeometryType::Polygon).unwrap();
    writer.add_column("code", ColumnType::String, |_, _| {});
    for (code, lon, lat, half) in squares {
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)];
        let ring: geo::LineString<f64> =
            corners.iter().map(|(x, y)| geo::Coord { x: lon + x * half, y: lat + y * half }).collect();
        let square = geo::Geometry::Polygon(geo::Polygon::new(ring, Vec::new()));
        writer
            .add_feature_geom(square, |feature| {
                feature.property(0, "code", &ColumnValue::String(code)).unwrap();
            })
            .unwrap();
    }
    std::fs::create_dir_all(dir.join("boundaries")).unwrap();
    let mut file = std::fs::File::create(dir.join("boundaries/wards_current.fgb")).unwrap();
    writer.write(&mut file).unwrap();
}

#[test]
fn without_boundaries_each_ward_gets_a_cell_marked_illustrative() {
    let set = read(&whole());
    assert_eq!(set.boundaries.len(), 5);
    assert!(set.boundaries.iter().all(|boundary| boundary.illustrative));
    assert_eq!(set.report.boundaries.illustrative, 5);
}

#[test]
fn only_units_of_today_are_a_set_too() {
    let set = read(&whole()[..2]);
    assert_eq!((set.report.current.wards, set.report.legacy.wards), (5, 0));
    let (_, sai_gon) = unit(&set.table, Era::Current, UnitLevel::Ward, "26740");
    assert_eq!(sai_gon.validity.from, None);
}

#[test]
fn what_is_wrong_with_a_folder_is_said_in_one_sentence() {
    let lists = whole();
    let says = |path: &Path, parts: &[&str]| {
        let message = read_units(path).map(|_| ()).unwrap_err().to_string();
        for part in parts {
            assert!(message.contains(part), "{message} lacks {part}");
        }
    };
    says(Path::new("/no/such/folder"), &["/no/such/folder", "does not exist", "wards_current.csv"]);
    let dir = folder(&lists);
    says(&dir.path().join("admin/wards_current.csv"), &["is a file", "give the folder"]);
    says(folder(&[]).path(), &["provinces_current.csv", "no .csv file at all"]);
    says(folder(&lists[..1]).path(), &["has no wards_current.csv", "found provinces_current"]);
    says(folder(&lists[..4]).path(), &["has no wards_before_YYYY-MM-DD.csv"]);
    let no_parent = WARDS.replace("province_code", "province");
    says(folder(&[lists[0], ("wards_current.csv", &no_parent)]).path(), &["no column `province_code`", "full_name"]);
    let dir = folder(&lists);
    std::fs::write(dir.path().join("admin/wards_current.csv"), [b'c', 0xff, 0xfe, b'\n', b'1', 0xff]).unwrap();
    says(dir.path(), &["wards_current.csv", "cannot be read as comma-separated UTF-8"]);
    let dir = folder(&lists);
    std::fs::create_dir(dir.path().join("boundaries")).unwrap();
    std::fs::write(dir.path().join("boundaries/wards_current.fgb"), b"no FlatGeobuf at all").unwrap();
    says(dir.path(), &["wards_current.fgb", "cannot be read as FlatGeobuf", "export it again"]);
    assert!(matches!(read_units(dir.path()), Err(UnitsError::Boundaries { .. })));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The real lists, which are not part of the project.
fn real_lists() -> Option<PathBuf> {
    let path = root().join("../shared/data");
    if !path.is_dir() {
        println!("skipped: {} is not at hand", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn the_shipped_lists_are_complete() {
    let set = read_units(&root().join("data/units")).unwrap();
    let UnitSet { table, boundaries, report } = &set;
    assert_eq!((report.current.provinces, report.current.wards), (34, 3321));
    assert_eq!((report.legacy.provinces, report.legacy.districts, report.legacy.wards), (63, 696, 10_035));
    assert_eq!(report.successions_read, 10_567 + 5);
    assert_eq!(boundaries.len(), 3321);
    assert_everything_is_tied(table);
    let (hoang_sa, _) = unit(table, Era::Legacy, UnitLevel::District, "498");
    assert_eq!(successor_names(table, hoang_sa), [("Đặc khu Hoàng Sa", false)]);
}

#[test]
fn the_real_lists_are_complete() {
    let Some(path) = real_lists() else { return };
    let set = read_units(&path).unwrap();
    let UnitSet { table, boundaries, report } = &set;
    assert_eq!((report.current.provinces, report.current.wards), (34, 3321));
    assert_eq!((report.legacy.provinces, report.legacy.districts, report.legacy.wards), (63, 696, 10_035));
    assert!(report.earlier.districts > 0 && report.earlier.wards > 0, "{report}");
    assert_eq!(report.successions_read, 10_609);
    let boundaries_of = |level| boundaries.iter().filter(|boundary| boundary.level == level).count();
    assert_eq!(boundaries_of(UnitLevel::Ward), 3321);
    assert!(boundaries_of(UnitLevel::District) > 650, "most districts before the reform have one");
    assert!(boundaries.iter().all(|boundary| !boundary.illustrative));
    assert_everything_is_tied(table);
    let by_name = [("06970", "Xã Ba Chẽ", "06978"), ("23938", "Xã Ia Mơ", "23938")];
    for (old, name, new) in by_name {
        let edge = table.successors(former(table, old).0).next().unwrap();
        let unit = table.get(edge.new).unwrap();
        assert_eq!((unit.full_name.as_str(), unit.code.as_str()), (name, new));
    }
    assert!(report.skipped.get("the successor of an earlier unit, which no list tells").is_none_or(|left| *left < 15));
    assert_eq!(table.known_since(), Some("2019-01-01".parse().unwrap()));
    assert_shares_add_up(table);
    assert!(serde_json::to_string(report).unwrap().contains("\"successions_read\":10609"));
}

fn assert_shares_add_up(table: &UnitTable) {
    let mut split = 0;
    for (id, _) in table.iter() {
        let shares: Vec<f32> = table.successors(id).filter_map(|edge| edge.share).collect();
        if !shares.is_empty() {
            split += 1;
            assert_eq!(shares.len(), table.successors(id).count());
            assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-3 && shares.iter().all(|share| *share > 0.0));
        }
    }
    assert!(split > 400, "{split}");
}

/// Every ward of June 2025 has a successor, every unit of today a centre in Vietnam.
fn assert_everything_is_tied(table: &UnitTable) {
    let reform = Some("2025-07-01".parse().unwrap());
    for (id, unit) in table.iter() {
        if unit.validity.until == reform && unit.level != UnitLevel::District {
            assert!(table.successors(id).next().is_some(), "{} has no successor", unit.full_name);
        }
        if unit.era() == Era::Current {
            let centre = unit.centre.unwrap_or_else(|| panic!("{} has no centre", unit.full_name));
            assert!((102.0..118.0).contains(&centre.lon()) && (7.0..24.0).contains(&centre.lat()), "{unit:?}");
            assert!(unit.level == UnitLevel::Province || unit.parent.is_some());
        }
    }
}
