//! Other names under which units are found.

use hashbrown::{HashMap, HashSet};
use vmap_core::text::fold;
use vmap_core::unit::{Era, UnitId};

use super::UnitsError;
use super::draft::{Draft, without_spaces};
use super::folder::Folder;
use super::unit_lists::{era_of, level_of};

/// One other name of a unit, folded and without spaces.
pub(super) struct Alias {
    pub(super) unit: UnitId,
    pub(super) key: String,
}

/// The list of other names, each of a unit of `draft`.
pub(super) fn read(folder: &Folder, draft: &mut Draft) -> Result<Vec<Alias>, UnitsError> {
    let Some(sheet) = folder.optional("aliases")? else { return Ok(Vec::new()) };
    let sheet = sheet.expect(&["level", "era", "code", "alias_key"])?;
    let mut aliases = Vec::new();
    for row in sheet.rows() {
        let [level, era, code, key] = ["level", "era", "code", "alias_key"].map(|column| row.text(column));
        let unit = era_of(era).zip(level_of(level)).and_then(|(era, level)| draft.find(era, level, code));
        match unit {
            Some(unit) => aliases.push(Alias { unit, key: without_spaces(&fold(key)) }),
            None => {
                draft.report.skip("another name of a unit that is in no list", || [level, era, code, key].join(" "))
            }
        }
    }
    Ok(aliases)
}

/// Gives the units their other names. A ward's other name is left out where an earlier ward of
/// that name, which passed into it, carries it with its marks.
pub(super) fn add(aliases: Vec<Alias>, draft: &mut Draft) {
    let carried = carried_by_predecessors(draft);
    for Alias { unit, key } in aliases {
        if carried.get(&unit).is_some_and(|names| names.contains(&key)) {
            draft.report.conclude("another name is that of an earlier unit, and left to it");
        } else if !draft.add_alias(unit, &key) {
            draft.report.conclude("another name that the unit's own and former names give already");
        }
    }
}

/// Names, without marks and spaces, of the former wards that passed into a former ward.
fn carried_by_predecessors(draft: &Draft) -> HashMap<UnitId, HashSet<String>> {
    let mut carried: HashMap<UnitId, HashSet<String>> = HashMap::new();
    for edge in &draft.successions {
        let (old, new) = (draft.unit(edge.old), draft.unit(edge.new));
        if new.era() == Era::Legacy && old.level == vmap_core::unit::UnitLevel::Ward {
            let names = [&old.name, &old.full_name].map(|name| without_spaces(&fold(name)));
            carried.entry(edge.new).or_default().extend(names);
        }
    }
    carried
}
