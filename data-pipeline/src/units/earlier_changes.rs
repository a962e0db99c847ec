//! Wards and districts that ended before the units of the lists: addresses of old files name them.
//!
//! The list sets every ward of its first day beside its successor on its last day, the day in its
//! file name. A ward whose code is still in the list of June 2025 is that ward under another name;
//! one whose code is not becomes a unit of its own, passed into its successor.

use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use vmap_core::text::fold;
use vmap_core::unit::{Era, Succession, UnitId, UnitLevel};

use super::UnitsError;
use super::aliases::Alias;
use super::draft::{Draft, without_spaces};
use super::folder::{Folder, day_of};
use super::sheet::{Row, Sheet};
use super::unit_lists::ended_unit;

const FORMER_NAME: &str = "a former name of a unit that kept its code, taken as another name";
const BY_ALIAS: &str = "the successor of an earlier unit, known by another name in the list";
const NO_SUCCESSOR: &str = "the successor of an earlier unit, which no list tells";
const NO_CODE: &str = "an earlier unit without code or with a kind unknown";

/// The list, with the names that its columns have for the later day.
struct Changes<'a> {
    sheet: &'a Sheet,
    /// From this day on the successors are in force.
    day: Date,
    code_later: String,
    district_code_later: String,
}

/// The wards and districts that were in force last of all that have ended.
struct LastKnown {
    wards: HashSet<UnitId>,
    districts: HashSet<UnitId>,
    /// The day on which they all ended.
    until: Date,
}

/// Reads the earlier changes, where the folder has them.
pub(super) fn read(folder: &Folder, aliases: &[Alias], draft: &mut Draft) -> Result<(), UnitsError> {
    let Some(sheet) = folder.optional("ward_changes_")? else { return Ok(()) };
    let day = day_of(&sheet.path)?;
    let sheet = sheet.expect(&["ward_code", "ward", "district_code", "district", "province_code"])?;
    let (code_later, district_code_later) =
        (format!("ward_code_{}", day.year()), format!("district_code_{}", day.year()));
    let changes = Changes { sheet: &sheet, day, code_later, district_code_later };
    let Some(last) = LastKnown::of(draft) else {
        draft.report.skip("earlier changes without lists of the units before", || super::folder::file_name(&sheet.path));
        return Ok(());
    };
    add_districts(&changes, &last, draft);
    add_wards(&changes, &last, draft);
    add_successions(&changes, &last, aliases, draft);
    Ok(())
}

impl LastKnown {
    fn of(draft: &Draft) -> Option<Self> {
        let wards: HashSet<UnitId> = draft.of(Era::Legacy, UnitLevel::Ward).collect();
        let districts = draft.of(Era::Legacy, UnitLevel::District).collect();
        let until = wards.iter().find_map(|id| draft.unit(*id).validity.until)?;
        Some(Self { wards, districts, until })
    }

    /// The ward of that code that was in force last.
    fn ward(&self, draft: &Draft, code: &str) -> Option<UnitId> {
        draft.find(Era::Legacy, UnitLevel::Ward, code).filter(|id| self.wards.contains(id))
    }

    /// The district of that code that was in force last.
    fn district(&self, draft: &Draft, code: &str) -> Option<UnitId> {
        draft.find(Era::Legacy, UnitLevel::District, code).filter(|id| self.districts.contains(id))
    }
}

impl Changes<'_> {
    /// The later ward or district in `column`, if it was in force last.
    fn later_code<'a>(&self, row: Row<'a>) -> &'a str {
        row.text(&self.code_later)
    }

    /// The latest day by which the ward of `row` had ended. One that was still there on the day of
    /// the list and is not in the list of the last units ended between the two.
    fn ended_by(&self, row: Row<'_>, last: &LastKnown) -> Date {
        match self.later_code(row) == row.text("ward_code") {
            true => last.until.yesterday().unwrap_or(last.until),
            false => self.day,
        }
    }
}

/// Adds the districts whose code has gone, and gives a district's former name to those that took
/// over its wards unless a district of that name remains.
fn add_districts(changes: &Changes<'_>, last: &LastKnown, draft: &mut Draft) {
    let remaining: HashSet<(Option<UnitId>, String)> =
        last.districts.iter().map(|id| draft.unit(*id)).map(|unit| (unit.parent, fold(&unit.full_name))).collect();
    let mut took_over: HashMap<UnitId, HashSet<UnitId>> = HashMap::new();
    let mut order = Vec::new();
    for row in changes.sheet.rows() {
        let [code, name] = [row.text("district_code"), row.text("district")];
        let Some(later) = last.district(draft, row.text(&changes.district_code_later)) else { continue };
        let province = draft.unit(later).parent;
        if !remaining.contains(&(province, fold(name))) && draft.add_alias(later, name) {
            draft.report.conclude(FORMER_NAME);
        }
        if last.district(draft, code).is_none()
            && let Some(gone) = gone_district(changes, row, draft)
            && took_over.entry(gone).or_default().insert(later)
        {
            order.push((gone, later));
        }
    }
    for (old, new) in order {
        let partial = took_over[&old].len() > 1;
        draft.successions.push(Succession { old, new, partial, share: None, act: String::new() });
    }
}

fn gone_district(changes: &Changes<'_>, row: Row<'_>, draft: &mut Draft) -> Option<UnitId> {
    let code = row.text("district_code");
    if let Some(known) = draft.find(Era::Legacy, UnitLevel::District, code) {
        return Some(known);
    }
    let province = draft.find(Era::Legacy, UnitLevel::Province, row.text("province_code"));
    let unit = ended_unit(code, UnitLevel::District, row.text("district"), province, changes.day)?;
    draft.add(unit)
}

fn add_wards(changes: &Changes<'_>, last: &LastKnown, draft: &mut Draft) {
    for row in changes.sheet.rows() {
        let [code, name] = [row.text("ward_code"), row.text("ward")];
        if let Some(kept) = last.ward(draft, code) {
            let carrier = last.ward(draft, changes.later_code(row)).unwrap_or(kept);
            if fold(name) != fold(&draft.unit(kept).full_name) && draft.add_alias(carrier, name) {
                draft.report.conclude(FORMER_NAME);
            }
        } else if let Some(known) = draft.find(Era::Legacy, UnitLevel::Ward, code) {
            draft.add_alias(known, name);
        } else {
            let district = draft.find(Era::Legacy, UnitLevel::District, row.text("district_code"));
            let unit = ended_unit(code, UnitLevel::Ward, name, district, changes.ended_by(row, last));
            match unit {
                Some(unit) => drop(draft.add(unit)),
                None => draft.report.skip(NO_CODE, || format!("{code} {name}")),
            }
        }
    }
}

fn add_successions(changes: &Changes<'_>, last: &LastKnown, aliases: &[Alias], draft: &mut Draft) {
    let by_alias = ByAlias::new(aliases, last);
    let mut edges: Vec<(UnitId, UnitId)> = Vec::new();
    let mut orphans = HashSet::new();
    for row in changes.sheet.rows() {
        let code = row.text("ward_code");
        let Some(old) = draft.find(Era::Legacy, UnitLevel::Ward, code).filter(|id| !last.wards.contains(id)) else {
            continue;
        };
        let listed = draft.find(Era::Legacy, UnitLevel::Ward, changes.later_code(row)).filter(|new| *new != old);
        let new = listed.or_else(|| by_alias.successor(draft, row, changes));
        match new {
            Some(new) if !edges.contains(&(old, new)) => {
                if listed.is_none() {
                    draft.report.conclude(BY_ALIAS);
                }
                edges.push((old, new));
            }
            Some(_) => {}
            None if orphans.insert(old) => draft.report.skip(NO_SUCCESSOR, || format!("{code} {}", row.text("ward"))),
            None => {}
        }
    }
    let mut successors: HashMap<UnitId, usize> = HashMap::new();
    edges.iter().for_each(|(old, _)| *successors.entry(*old).or_default() += 1);
    draft.successions.extend(edges.iter().map(|&(old, new)| Succession {
        old,
        new,
        partial: successors[&old] > 1,
        share: None,
        act: String::new(),
    }));
}

/// The last units by their other names: lists of them keep the names of wards merged away.
struct ByAlias<'a>(HashMap<&'a str, Vec<UnitId>>);

impl<'a> ByAlias<'a> {
    fn new(aliases: &'a [Alias], last: &LastKnown) -> Self {
        let mut units: HashMap<&str, Vec<UnitId>> = HashMap::new();
        for alias in aliases.iter().filter(|alias| last.wards.contains(&alias.unit)) {
            units.entry(&alias.key).or_default().push(alias.unit);
        }
        Self(units)
    }

    /// The one ward in the district of `row` that is known by the name of its ward too.
    fn successor(&self, draft: &Draft, row: Row<'_>, changes: &Changes<'_>) -> Option<UnitId> {
        let district = draft.find(Era::Legacy, UnitLevel::District, row.text(&changes.district_code_later))?;
        let key = without_spaces(&fold(row.text("ward")));
        let mut here = self.0.get(key.as_str())?.iter().filter(|id| draft.unit(**id).parent == Some(district));
        here.next().filter(|_| here.next().is_none()).copied()
    }
}
