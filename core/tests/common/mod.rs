//! The units that the project ships, read from `data/units/admin`.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use vmap_core::Point;
use vmap_core::unit::{Succession, Unit, UnitCode, UnitId, UnitLevel, UnitNames, UnitTable, Validity};

/// The names of every unit in both eras.
pub fn unit_names() -> UnitNames {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/units/admin");
    UnitNames::new(Arc::new(unit_table(&folder)))
}

/// Reads the unit files in `folder`.
pub fn unit_table(folder: &Path) -> UnitTable {
    let mut units = Units { folder, rows: Vec::new(), codes: HashMap::new() };
    units.read("provinces_before_2025-07-01.csv", "before", UnitLevel::Province, None);
    units.read("districts_before_2025-07-01.csv", "before", UnitLevel::District, Some("province_code"));
    units.read("wards_before_2025-07-01.csv", "before", UnitLevel::Ward, Some("district_code"));
    units.read("provinces_current.csv", "current", UnitLevel::Province, None);
    units.read("wards_current.csv", "current", UnitLevel::Ward, Some("province_code"));
    units.read_aliases();
    let successions = units.successions();
    UnitTable::new(units.rows, successions).unwrap()
}

struct Units<'a> {
    folder: &'a Path,
    rows: Vec<Unit>,
    codes: HashMap<(String, UnitLevel, String), UnitId>,
}

type Row = HashMap<String, String>;

impl Units<'_> {
    fn csv(&self, file: &str) -> Vec<Row> {
        let path = self.folder.join(file);
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        reader.deserialize().map(Result::unwrap).collect()
    }

    fn read(&mut self, file: &str, era: &str, level: UnitLevel, parent: Option<&str>) {
        let above =
            |level| if level == UnitLevel::Ward && era == "before" { UnitLevel::District } else { UnitLevel::Province };
        let reform = jiff::civil::date(2025, 7, 1);
        let validity = match era {
            "current" => Validity { from: Some(reform), ..Validity::default() },
            _ => Validity { until: Some(reform), ..Validity::default() },
        };
        for row in self.csv(file) {
            let id = UnitId(self.rows.len() as u16);
            let parent = parent.map(|column| self.codes[&(era.to_owned(), above(level), row[column].clone())]);
            let number = |column: &str| row.get(column).and_then(|text| text.parse::<f64>().ok());
            let centre = number("lon_approx").zip(number("lat_approx"));
            self.codes.insert((era.to_owned(), level, row["code"].clone()), id);
            self.rows.push(Unit {
                code: UnitCode(row["code"].clone()),
                level,
                kind: row["type"].clone(),
                name: row["name"].clone(),
                full_name: row["full_name"].clone(),
                full_name_en: row["full_name_en"].clone(),
                parent,
                validity,
                centre: centre.and_then(|(lon, lat)| Point::from_degrees(lon, lat)),
                aliases: Vec::new(),
            });
        }
    }

    fn read_aliases(&mut self) {
        for row in self.csv("aliases.csv") {
            let level = match row["level"].as_str() {
                "province" => UnitLevel::Province,
                "district" => UnitLevel::District,
                _ => UnitLevel::Ward,
            };
            let era = if row["era"] == "current" { "current" } else { "before" };
            if let Some(id) = self.codes.get(&(era.to_owned(), level, row["code"].clone())) {
                self.rows[usize::from(id.0)].aliases.push(row["alias_key"].clone());
            }
        }
    }

    fn successions(&self) -> Vec<Succession> {
        let ward = |era: &str, code: &String| self.codes.get(&(era.to_owned(), UnitLevel::Ward, code.clone())).copied();
        let edge = |row: &Row| {
            let partial = row.get("kind").is_some_and(|kind| kind == "partial");
            let (old, new) = (ward("before", &row["old_code"])?, ward("current", &row["new_code"])?);
            Some(Succession { old, new, partial, share: None, act: String::new() })
        };
        self.csv("ward_succession_2025-07-01.csv").iter().filter_map(edge).collect()
    }
}
