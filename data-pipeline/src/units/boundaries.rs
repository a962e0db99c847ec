//! The boundary files of the folder.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geo::{Area, MultiPolygon, Polygon};
use geozero::ToGeo;
use hashbrown::HashSet;
use vmap_core::Point;
use vmap_core::unit::{Era, UnitLevel, UnitLocator, UnitPolygon};
use vmap_registry::UnitBoundary;

use super::UnitsError;
use super::draft::Draft;
use super::folder::{Folder, file_name, stem};
use super::unit_lists::{era_of, level_of};

/// Names that the column of codes goes by, folded to lower case; `q` (quận) is what dvhcvn calls the
/// codes of districts.
const CODE_COLUMNS: [&str; 7] = ["code", "unit_code", "ward_code", "district_code", "province_code", "com_id", "q"];

/// Reads the boundary files that say whose units they show.
pub(super) fn read(folder: &Folder, draft: &mut Draft) -> Result<Vec<UnitBoundary>, UnitsError> {
    let mut boundaries = Vec::new();
    let mut seen = HashSet::new();
    for path in &folder.boundaries {
        if is_of_earlier_wards(path) {
            continue;
        }
        let Some((era, level)) = shown_by(path) else {
            let reason = "a boundary file whose name tells not whose units it shows (as wards_current.fgb does), \
                          or units of another year";
            draft.report.skip(reason, || file_name(path));
            continue;
        };
        for area in areas(path, draft)? {
            let Some(id) = draft.find(era, level, &area.code) else {
                draft.report.skip("a boundary of a code that is in no list", || area.code);
                continue;
            };
            if !seen.insert(id) {
                draft.report.skip("a second boundary of one unit", || area.code);
                continue;
            }
            let code = draft.unit(id).code.clone();
            boundaries.push(UnitBoundary { era, level, code, illustrative: false, area: area.area });
        }
    }
    Ok(boundaries)
}

/// Areas of wards of an earlier year (`hcmc_wards_2019.fgb`), for telling where they lay: no
/// boundaries of the last wards before the reform, and no map of the country.
pub(super) fn earlier_wards(folder: &Folder, draft: &mut Draft) -> Result<UnitLocator, UnitsError> {
    let mut polygons = Vec::new();
    for path in folder.boundaries.iter().filter(|path| is_of_earlier_wards(path)) {
        for area in areas(path, draft)? {
            match draft.find(Era::Legacy, UnitLevel::Ward, &area.code) {
                Some(unit) => polygons.push(UnitPolygon { unit, area: area.area }),
                None => draft.report.skip("a boundary of a code that is in no list", || area.code),
            }
        }
    }
    Ok(UnitLocator::new(polygons))
}

/// Whether the name of `path` tells of wards of some year: `hcmc_wards_2019`.
fn is_of_earlier_wards(path: &Path) -> bool {
    let stem = stem(path);
    let year = stem.rsplit_once("wards_").map(|(_, year)| year);
    year.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether some of today's wards have a boundary.
pub(super) fn cover_current_wards(boundaries: &[UnitBoundary]) -> bool {
    boundaries.iter().any(|area| (area.era, area.level) == (Era::Current, UnitLevel::Ward))
}

/// Era and level by file name: `wards_current`, `districts_before_2025-07-01`.
fn shown_by(path: &Path) -> Option<(Era, UnitLevel)> {
    let stem = stem(path);
    let (level, era) = stem.split_once('_')?;
    era_of(era).zip(level_of(level))
}

/// One feature of a boundary file.
struct CodedArea {
    code: String,
    area: MultiPolygon<f64>,
}

fn areas(path: &Path, draft: &mut Draft) -> Result<Vec<CodedArea>, UnitsError> {
    let broken =
        |error: &dyn std::fmt::Display| UnitsError::Boundaries { file: path.to_owned(), reason: error.to_string() };
    let file = BufReader::new(File::open(path).map_err(UnitsError::io(path))?);
    let reader = FgbReader::open(file).map_err(|error| broken(&error))?;
    let columns: Vec<String> =
        reader.header().columns().into_iter().flatten().map(|column| column.name().to_owned()).collect();
    let Some(code_column) = code_column(&columns) else {
        let reason = "a boundary file without a column `code`";
        draft.report.skip(reason, || format!("{} has {columns:?}", file_name(path)));
        return Ok(Vec::new());
    };
    let mut features = reader.select_all_seq().map_err(|error| broken(&error))?;
    let mut areas = Vec::new();
    while let Some(feature) = features.next().map_err(|error| broken(&error))? {
        let properties = feature.properties().map_err(|error| broken(&error))?;
        let code = properties.get(code_column).map(|code| code.trim().to_owned());
        let Some(code) = code.filter(|code| !code.is_empty()) else {
            draft.report.skip("a boundary without a code", || file_name(path));
            continue;
        };
        let geometry = feature.to_geo().map_err(|error| broken(&error))?;
        match area_of(geometry, draft) {
            Some(area) => areas.push(CodedArea { code, area }),
            None => draft.report.skip("a boundary that is no area", || code),
        }
    }
    Ok(areas)
}

/// The column that holds codes, by its name.
fn code_column(columns: &[String]) -> Option<&str> {
    let named = |wanted: &str| columns.iter().find(|name| name.to_lowercase() == wanted);
    CODE_COLUMNS.iter().find_map(|wanted| named(wanted)).map(String::as_str)
}

/// The polygons of `geometry` without broken rings; `None` where nothing is left.
fn area_of(geometry: geo::Geometry<f64>, draft: &mut Draft) -> Option<MultiPolygon<f64>> {
    let polygons = match geometry {
        geo::Geometry::Polygon(polygon) => vec![polygon],
        geo::Geometry::MultiPolygon(polygons) => polygons.0,
        _ => return None,
    };
    let sound: Vec<Polygon<f64>> = polygons.into_iter().filter_map(|polygon| sound_polygon(polygon, draft)).collect();
    (!sound.is_empty()).then_some(MultiPolygon(sound))
}

fn sound_polygon(polygon: Polygon<f64>, draft: &mut Draft) -> Option<Polygon<f64>> {
    let (exterior, interiors) = polygon.into_inner();
    let mut sound = |ring: &geo::LineString<f64>| {
        let sound = is_sound(ring);
        if !sound {
            draft.report.skip("a ring of a boundary that encloses nothing or leaves the globe", || {
                format!("{} corners", ring.0.len())
            });
        }
        sound
    };
    let interiors = interiors.into_iter().filter(&mut sound).collect();
    sound(&exterior).then(|| Polygon::new(exterior, interiors))
}

/// Whether `ring` has three corners on the globe and some area between them.
fn is_sound(ring: &geo::LineString<f64>) -> bool {
    let on_globe = ring.coords().all(|corner| Point::from_degrees(corner.x, corner.y).is_some());
    ring.0.len() >= 4 && on_globe && Polygon::new(ring.clone(), Vec::new()).unsigned_area() > 0.0
}
