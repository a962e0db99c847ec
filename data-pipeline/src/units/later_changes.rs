//! Names, kinds and numbers that units of today took after the reform, on the same area.
//!
//! A list of units shows one state. A list of later changes brings it up to date where it is older,
//! and tells what the units were called before where it is not. The changes in force on 30 April
//! 2026 are known to the program for folders that have no such list.

use jiff::civil::Date;
use vmap_core::text::fold;
use vmap_core::unit::{Era, FormerName, UnitCode, UnitId, Validity};

use super::UnitsError;
use super::draft::Draft;
use super::folder::{Folder, day_of};
use super::sheet::Row;
use super::unit_lists::{english, kind_and_name, level_of};

/// Name and text of the list that the program knows.
const KNOWN: (&str, &str) =
    ("unit_changes_2026-04-30.csv", include_str!("../../../data/units/admin/unit_changes_2026-04-30.csv"));

const APPLIED: &str = "a later change of name or kind, brought into an older list of units";
const OTHER_NAME: &str = "a later change of a unit that bears neither the name before nor the one after";
const NO_UNIT: &str = "a later change of a unit that is in no list of today's units";

/// Reads the folder's list of later changes, else the known one, of whose units the folder need not
/// have any.
pub(super) fn read(folder: &Folder, draft: &mut Draft) -> Result<(), UnitsError> {
    let (sheet, own) = folder.own_or_known("unit_changes_", KNOWN)?;
    let day = day_of(&sheet.path)?;
    let sheet = sheet.expect(&["level", "code", "former_name", "full_name", "act"])?;
    for row in sheet.rows() {
        let unit = level_of(row.text("level")).and_then(|level| draft.find(Era::Current, level, row.text("code")));
        match unit {
            Some(unit) => apply(unit, row, day, draft),
            None if own => draft.report.skip(NO_UNIT, || row.text("code").to_owned()),
            None => {}
        }
    }
    Ok(())
}

fn apply(id: UnitId, row: Row<'_>, day: Date, draft: &mut Draft) {
    let [before, after] = ["former_name", "full_name"].map(|column| kind_and_name(row.text(column)));
    let Some((before, after)) = before.zip(after) else { return };
    let full_name = fold(&draft.unit(id).full_name);
    if full_name == fold(row.text("former_name")) {
        let unit = draft.unit_mut(id);
        (unit.kind, unit.name) = (after.0.to_owned(), after.1.clone());
        unit.full_name = row.text("full_name").to_owned();
        unit.full_name_en = english(after.0, &after.1);
        draft.report.conclude(APPLIED);
    } else if full_name != fold(row.text("full_name")) {
        return draft.report.skip(OTHER_NAME, || row.text("full_name").to_owned());
    }
    draft.add_alias(id, row.text("former_name"));
    let validity = Validity { from: draft.unit(id).validity.from, until: Some(day), until_earliest: None };
    let code = draft.unit(id).code.clone();
    draft.former_names.push(former_name(id, code, before, validity, row.text("act")));
}

/// The name that `id` bore during `validity`, of this kind and name.
pub(super) fn former_name(
    id: UnitId,
    code: UnitCode,
    (kind, name): (&str, String),
    validity: Validity,
    act: &str,
) -> FormerName {
    FormerName {
        unit: id,
        code,
        kind: kind.to_owned(),
        full_name: format!("{kind} {name}"),
        full_name_en: english(kind, &name),
        name,
        validity,
        act: act.to_owned(),
    }
}
