//! The lists of units themselves, of today and of before.

use geo::Rect;
use vmap_core::Point;
use vmap_core::text::fold;
use vmap_core::unit::{Era, Unit, UnitCode, UnitId, UnitLevel, Validity};

use super::UnitsError;
use super::draft::Draft;
use super::folder::{Folder, day_of, file_name};
use super::sheet::{Row, Sheet};

/// How the parent of a unit is found.
#[derive(Clone, Copy)]
struct Above {
    column: &'static str,
    level: UnitLevel,
}

const IN_PROVINCE: Above = Above { column: "province_code", level: UnitLevel::Province };
const IN_DISTRICT: Above = Above { column: "district_code", level: UnitLevel::District };

/// Reads today's provinces and wards, and the provinces, districts and wards before them.
pub(super) fn read(folder: &Folder, draft: &mut Draft) -> Result<(), UnitsError> {
    let provinces = folder.needed("provinces_current")?;
    let wards = folder.needed("wards_current")?;
    let before = lists_before(folder)?;
    let reform = before.as_ref().map(|lists| day_of(&lists[2].path)).transpose()?;
    let today = Validity { from: reform, ..Validity::default() };
    add_units(draft, provinces, UnitLevel::Province, today, None)?;
    add_units(draft, wards, UnitLevel::Ward, today, Some(IN_PROVINCE))?;
    if let Some([provinces, districts, wards]) = before {
        let ended = Validity { until: reform, ..Validity::default() };
        add_units(draft, provinces, UnitLevel::Province, ended, None)?;
        add_units(draft, districts, UnitLevel::District, ended, Some(IN_PROVINCE))?;
        add_units(draft, wards, UnitLevel::Ward, ended, Some(IN_DISTRICT))?;
    }
    Ok(())
}

/// The three lists of the units before, which need one another.
fn lists_before(folder: &Folder) -> Result<Option<[Sheet; 3]>, UnitsError> {
    let provinces = folder.optional("provinces_before_")?;
    let districts = folder.optional("districts_before_")?;
    let wards = folder.optional("wards_before_")?;
    let name = |level: &str| format!("{level}_before_YYYY-MM-DD.csv");
    match (provinces, districts, wards) {
        (None, None, None) => Ok(None),
        (Some(provinces), Some(districts), Some(wards)) => Ok(Some([provinces, districts, wards])),
        (None, ..) => Err(folder.missing(name("provinces"))),
        (_, None, _) => Err(folder.missing(name("districts"))),
        (.., None) => Err(folder.missing(name("wards"))),
    }
}

fn add_units(
    draft: &mut Draft,
    sheet: Sheet,
    level: UnitLevel,
    validity: Validity,
    above: Option<Above>,
) -> Result<(), UnitsError> {
    let mut columns = vec!["code", "name", "full_name", "type"];
    columns.extend(above.map(|above| above.column));
    let sheet = sheet.expect(&columns)?;
    for row in sheet.rows() {
        let Some(raw) = unit_of(row, level, validity) else {
            let file = file_name(&sheet.path);
            draft.report.skip("a row of a list of units without code or name", || file);
            continue;
        };
        add_unit(draft, row, raw, above);
    }
    Ok(())
}

fn add_unit(draft: &mut Draft, row: Row<'_>, mut unit: Unit, above: Option<Above>) {
    unit.parent = above.and_then(|above| draft.find(unit.era(), above.level, row.text(above.column)));
    if above.is_some() && unit.parent.is_none() {
        draft.report.skip("the unit above is in no list", || format!("{} {}", unit.code, unit.full_name));
    }
    let Some(id) = draft.add(unit) else { return };
    for spelling in ["full_name", "name_cv1027"] {
        draft.add_alias(id, row.text(spelling));
    }
    if let Some(area) = row.number("area_km2").filter(|area| *area > 0.0) {
        draft.area_km2.insert(id, area);
    }
    if let Some(bounds) = bounds(row.text("bounds_approx")) {
        draft.boxes.insert(id, bounds);
    }
    if row.flag("centroid_suspect") {
        draft.suspect_centres.push(id);
    }
}

/// The box written as `south,west – north,east`.
fn bounds(text: &str) -> Option<Rect<f64>> {
    let corner = |text: &str| {
        let (lat, lon) = text.split_once(',')?;
        Point::from_degrees(lon.trim().parse().ok()?, lat.trim().parse().ok()?)
    };
    let (one, other) = text.split_once('–')?;
    let [one, other] = [corner(one)?, corner(other)?].map(|corner| geo::Point::from(corner).0);
    Some(Rect::new(one, other))
}

/// The unit that `row` describes, its parent open; `None` without code or name.
fn unit_of(row: Row<'_>, level: UnitLevel, validity: Validity) -> Option<Unit> {
    let kind = capitalised(row.text("type"));
    let name = official_name(row, &kind).unwrap_or(row.text("name"));
    let code = row.text("code");
    if code.is_empty() || name.is_empty() || kind.is_empty() {
        return None;
    }
    let centre = row.number("lon_approx").zip(row.number("lat_approx"));
    Some(Unit {
        code: UnitCode(code.to_owned()),
        level,
        full_name: format!("{kind} {name}"),
        name: name.to_owned(),
        kind,
        full_name_en: row.text("full_name_en").to_owned(),
        parent: None,
        validity,
        centre: centre.and_then(|(lon, lat)| Point::from_degrees(lon, lat)),
        aliases: Vec::new(),
    })
}

/// The name in the official spelling of June 2025, where the list gives one and the unit is still
/// of that kind (ten communes have become phường since).
fn official_name<'a>(row: Row<'a>, kind: &str) -> Option<&'a str> {
    let name = row.text("name_cv1027").strip_prefix(kind)?.trim();
    (fold(name) == fold(row.text("name"))).then_some(name)
}

fn capitalised(kind: &str) -> String {
    let lower = kind.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The legacy unit of `level`, as an earlier list has it.
pub(super) fn ended_unit(
    code: &str,
    level: UnitLevel,
    full_name: &str,
    parent: Option<UnitId>,
    validity: Validity,
) -> Option<Unit> {
    let (kind, name) = kind_and_name(full_name)?;
    if code.is_empty() {
        return None;
    }
    Some(Unit {
        code: UnitCode(code.to_owned()),
        level,
        full_name: format!("{kind} {name}"),
        full_name_en: english(kind, &name),
        name,
        kind: kind.to_owned(),
        parent,
        validity,
        centre: None,
        aliases: Vec::new(),
    })
}

/// `Phường Bến Nghé` as `Phường` and `Bến Nghé`; `None` where the kind is unknown or the name absent.
pub(super) fn kind_and_name(full_name: &str) -> Option<(&'static str, String)> {
    const KINDS: [&str; 9] = ["Thành phố", "Thị xã", "Thị trấn", "Phường", "Quận", "Huyện", "Xã", "Tỉnh", "Đặc khu"];
    let lower = full_name.to_lowercase();
    let kind = KINDS.into_iter().find(|kind| lower.starts_with(&kind.to_lowercase()))?;
    let words = kind.split_whitespace().count();
    let name = full_name.split_whitespace().skip(words).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some((kind, name))
}

/// `Ben Nghe Ward`, `Ward 5`: the form that the lists of units give in `full_name_en`.
pub(super) fn english(kind: &str, name: &str) -> String {
    let kind = match kind {
        "Phường" => "Ward",
        "Xã" => "Commune",
        "Thị trấn" => "Township",
        "Quận" | "Huyện" => "District",
        "Thị xã" => "Town",
        "Thành phố" => "City",
        "Đặc khu" => "Special Administrative Region",
        _ => "Province",
    };
    let plain = without_marks(name);
    match name.bytes().all(|letter| letter.is_ascii_digit()) {
        true => format!("{kind} {plain}"),
        false => format!("{plain} {kind}"),
    }
}

/// `Bến Nghé` as `Ben Nghe`: case and punctuation kept.
fn without_marks(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters = name.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    letters
        .map(|letter| match letter {
            'đ' => 'd',
            'Đ' => 'D',
            letter => letter,
        })
        .collect()
}

/// Eras of units in lists of aliases: `current`, and any `before_...`.
pub(super) fn era_of(text: &str) -> Option<Era> {
    match text {
        "current" => Some(Era::Current),
        text if text.starts_with("before") => Some(Era::Legacy),
        _ => None,
    }
}

/// The rung called `text`, in singular or plural.
pub(super) fn level_of(text: &str) -> Option<UnitLevel> {
    match text.trim_end_matches('s') {
        "province" => Some(UnitLevel::Province),
        "district" => Some(UnitLevel::District),
        "ward" => Some(UnitLevel::Ward),
        _ => None,
    }
}
