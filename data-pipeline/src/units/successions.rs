//! Which unit passed into which on the day of a reform.

use std::cmp::Reverse;

use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use vmap_core::text::fold;
use vmap_core::unit::{Era, Succession, UnitId, UnitLevel};

use super::UnitsError;
use super::acts::Acts;
use super::draft::Draft;
use super::folder::{Folder, day_of};
use super::sheet::{Row, Sheet};

const UNKNOWN_OLD: &str = "a succession from a code that is in no list of the units before";
const UNKNOWN_NEW: &str = "a succession to a code that is in no list of today's units, nor its name";
const RENUMBERED: &str = "the code of a succession has changed since, found by name";
const ONE_SOURCE: &str = "a succession that only one of two sources knows";
const BY_NAME: &str = "a district without wards passed into the ward of its name";
const BY_WARDS: &str = "a province passed where its wards went";

/// One row of a list of successions, its codes found.
struct Edge {
    old: UnitId,
    new: UnitId,
    /// The one that took most of it, where the list says.
    main: bool,
    act: String,
}

/// Reads the successions of wards and districts, and concludes those of provinces.
pub(super) fn read(folder: &Folder, draft: &mut Draft) -> Result<(), UnitsError> {
    let acts = Acts::read(folder)?;
    for (list, level) in [("ward_succession_", UnitLevel::Ward), ("district_succession_", UnitLevel::District)] {
        if let Some(sheet) = folder.optional(list)? {
            let sheet = sheet.expect(&["old_code", "new_code", "new_name"])?;
            let edges = edges(&sheet, level, day_of(&sheet.path)?, &acts, draft);
            add(edges, draft);
        }
    }
    conclude_districts(&acts, draft);
    conclude_provinces(&acts, draft);
    Ok(())
}

fn edges(sheet: &Sheet, level: UnitLevel, day: Date, acts: &Acts, draft: &mut Draft) -> Vec<Edge> {
    let by_name = WardsByName::new(draft);
    let provinces = provinces_passed(sheet, level, draft);
    let mut edges = Vec::new();
    for row in sheet.rows() {
        draft.report.successions_read += 1;
        let named = || ["old_code", "old_name", "new_code", "new_name"].map(|column| row.text(column)).join(" ");
        let Some(old) = draft.find(Era::Legacy, level, row.text("old_code")) else {
            draft.report.skip(UNKNOWN_OLD, named);
            continue;
        };
        let known = draft.find(Era::Current, UnitLevel::Ward, row.text("new_code"));
        let new = known.or_else(|| {
            let allowed = provinces.get(&draft.province_of(old)?)?;
            by_name.only(row.text("new_name"), allowed, draft)
        });
        let Some(new) = new else {
            draft.report.skip(UNKNOWN_NEW, named);
            continue;
        };
        if known.is_none() {
            draft.report.conclude(RENUMBERED);
        }
        if row.text("in_nso") == "0" || row.text("in_dvhcvn") == "0" {
            draft.report.conclude(ONE_SOURCE);
        }
        let act = match row.text("act") {
            "" => acts.behind(new, day, draft),
            named => named.to_owned(),
        };
        edges.push(Edge { old, new, main: is_main(row), act });
    }
    edges
}

/// Adds `edges` in their order, of those from one unit the main one first. A unit with several
/// successors went only partly into each, whatever the list says of one of them.
fn add(mut edges: Vec<Edge>, draft: &mut Draft) {
    let mut seen = HashSet::new();
    edges.retain(|edge| {
        let new = seen.insert((edge.old, edge.new));
        if !new {
            draft
                .report
                .skip("a succession that stands twice", || draft.units[usize::from(edge.old.0)].full_name.clone());
        }
        new
    });
    edges.sort_by_key(|edge| (edge.old, !edge.main));
    for run in edges.chunk_by(|one, other| one.old == other.old) {
        let partial = run.len() > 1;
        draft.successions.extend(run.iter().map(|edge| Succession {
            old: edge.old,
            new: edge.new,
            partial,
            share: None,
            act: edge.act.clone(),
        }));
    }
}

/// Whether the list takes the successor of `row` for the one that most of the unit went to.
fn is_main(row: Row<'_>) -> bool {
    match row.text("is_default") {
        "" => row.text("dvhcvn_type") == "full" || (row.flag("in_nso") && !row.flag("nso_partial")),
        default => default == "1",
    }
}

/// Today's wards by folded full name.
struct WardsByName(HashMap<String, Vec<UnitId>>);

impl WardsByName {
    fn new(draft: &Draft) -> Self {
        let mut wards: HashMap<String, Vec<UnitId>> = HashMap::new();
        for id in draft.of(Era::Current, UnitLevel::Ward) {
            wards.entry(fold(&draft.unit(id).full_name)).or_default().push(id);
        }
        Self(wards)
    }

    /// The ward of that name in `provinces`, if there is exactly one.
    fn only(&self, full_name: &str, provinces: &HashSet<UnitId>, draft: &Draft) -> Option<UnitId> {
        let here = |id: &&UnitId| draft.unit(**id).parent.is_some_and(|province| provinces.contains(&province));
        let mut found = self.0.get(&fold(full_name))?.iter().filter(here);
        found.next().filter(|_| found.next().is_none()).copied()
    }
}

/// Into which of today's provinces wards of each former province went, by the codes alone.
fn provinces_passed(sheet: &Sheet, level: UnitLevel, draft: &Draft) -> HashMap<UnitId, HashSet<UnitId>> {
    let mut passed: HashMap<UnitId, HashSet<UnitId>> = HashMap::new();
    for row in sheet.rows() {
        let old = draft.find(Era::Legacy, level, row.text("old_code")).and_then(|old| draft.province_of(old));
        let new =
            draft.find(Era::Current, UnitLevel::Ward, row.text("new_code")).and_then(|new| draft.province_of(new));
        if let Some((old, new)) = old.zip(new) {
            passed.entry(old).or_default().insert(new);
        }
    }
    passed
}

/// Island districts had no wards, so lists of wards say nothing of them: such a district passed
/// into today's ward of its name, if there is one.
fn conclude_districts(acts: &Acts, draft: &mut Draft) {
    let has_wards: HashSet<UnitId> =
        draft.of(Era::Legacy, UnitLevel::Ward).filter_map(|ward| draft.unit(ward).parent).collect();
    let has_successor: HashSet<UnitId> = draft.successions.iter().map(|edge| edge.old).collect();
    let mut wards: HashMap<String, Vec<UnitId>> = HashMap::new();
    for id in draft.of(Era::Current, UnitLevel::Ward).filter(|id| draft.unit(*id).is_special_zone()) {
        wards.entry(fold(&draft.unit(id).name)).or_default().push(id);
    }
    let empty = |id: &UnitId| !has_wards.contains(id) && !has_successor.contains(id);
    let districts: Vec<UnitId> = draft.of(Era::Legacy, UnitLevel::District).filter(empty).collect();
    for old in districts {
        let unit = draft.unit(old);
        let found = wards.get(&fold(&unit.name)).map(Vec::as_slice);
        match (found, unit.validity.until) {
            (Some(&[new]), Some(day)) => {
                let act = acts.behind(new, day, draft);
                draft.successions.push(Succession { old, new, partial: false, share: None, act });
                draft.report.conclude(BY_NAME);
            }
            _ => {
                let name = format!("{} {}", unit.code, unit.full_name);
                draft.report.skip("a district without wards whose successor is unknown", || name);
            }
        }
    }
}

/// A former province passed into today's province that took most of its wards; stray rows of a few
/// wards do not split it.
fn conclude_provinces(acts: &Acts, draft: &mut Draft) {
    let mut passed: HashMap<UnitId, HashMap<UnitId, usize>> = HashMap::new();
    for edge in &draft.successions {
        let old = draft.province_of(edge.old);
        if let Some((old, new)) = old.zip(draft.province_of(edge.new)) {
            *passed.entry(old).or_default().entry(new).or_default() += 1;
        }
    }
    let provinces: Vec<UnitId> = draft.of(Era::Legacy, UnitLevel::Province).collect();
    let most =
        |new: &HashMap<UnitId, usize>| new.iter().max_by_key(|(id, wards)| (**wards, Reverse(**id))).map(|(id, _)| *id);
    let mut pairs = Vec::new();
    for old in provinces {
        match passed.get(&old).and_then(most) {
            Some(new) => pairs.push((old, new)),
            None => {
                let name = draft.unit(old).full_name.clone();
                draft.report.skip("a province whose successor is unknown", || name);
            }
        }
    }
    for &(old, new) in &pairs {
        // A province that nothing was added to has been changed by no act.
        let merged = pairs.iter().any(|(other, into)| *into == new && *other != old);
        let day = draft.unit(old).validity.until.filter(|_| merged);
        let act = day.map(|day| acts.behind(new, day, draft)).unwrap_or_default();
        draft.successions.push(Succession { old, new, partial: false, share: None, act });
        draft.report.conclude(BY_WARDS);
    }
}
