//! Wards and districts that ended before the units of the lists: addresses of old files name them.
//!
//! The list sets every ward of its first day beside its successor on its last day, the day in its
//! file name. A ward whose code is still in the list of June 2025 is that ward under another name;
//! one whose code is not becomes a unit of its own, passed into its successor.

use std::path::Path;

use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use vmap_core::text::fold;
use vmap_core::unit::{Era, Succession, Unit, UnitId, UnitLevel, Validity};

use super::UnitsError;
use super::aliases::Alias;
use super::draft::{Draft, without_spaces};
use super::folder::{Folder, day_of, stem};
use super::later_changes::former_name;
use super::sheet::{Row, Sheet};
use super::unit_lists::{ended_unit, kind_and_name};

const FORMER_NAME: &str = "a former name of a unit that kept its code, taken as another name";
const NAMESAKE: &str = "an earlier ward merged into one of its own name and district, taken as that ward";
const BY_NAME: &str = "the successor of an earlier ward, known by that ward's name too";
const NO_SUCCESSOR: &str = "the successor of an earlier unit, which no list tells";
const NO_CODE: &str = "an earlier unit without code or with a kind unknown";

/// The list, with the names that its columns have for the later day.
struct Changes<'a> {
    sheet: &'a Sheet,
    /// On this day the wards of the list were in force.
    first_day: Option<Date>,
    /// From this day on the successors are in force.
    day: Date,
    name_later: String,
    code_later: String,
    district_later: String,
    district_code_later: String,
}

/// The first day of a list named `..._YYYY-MM-DD_to_YYYY-MM-DD`.
fn first_day_of(path: &Path) -> Option<Date> {
    let stem = stem(path);
    let (before, _) = stem.rsplit_once("_to_")?;
    before.rsplit('_').next()?.parse().ok()
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
    let later = |column: &str| format!("{column}_{}", day.year());
    let [name_later, code_later] = ["ward", "ward_code"].map(later);
    let [district_later, district_code_later] = ["district", "district_code"].map(later);
    let first_day = first_day_of(&sheet.path);
    let changes =
        Changes { sheet: &sheet, first_day, day, name_later, code_later, district_later, district_code_later };
    let Some(last) = LastKnown::of(draft) else {
        draft
            .report
            .skip("earlier changes without lists of the units before", || super::folder::file_name(&sheet.path));
        return Ok(());
    };
    let names = ByName::new(aliases, &last, draft);
    add_districts(&changes, &last, draft);
    add_wards(&changes, &last, &names, draft);
    add_ward_successions(&changes, &last, &names, draft);
    add_district_successions(&changes, &last, &names, draft);
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
    /// Code of the ward that the ward of `row` had become.
    fn later_code<'a>(&self, row: Row<'a>) -> &'a str {
        row.text(&self.code_later)
    }

    /// The days between which a unit ended. One that was still there on the last day of the list and
    /// is not in the list of the last units ended between the two.
    fn validity(&self, still_there: bool, last: &LastKnown) -> Validity {
        let (known_on, until) = match still_there {
            true => (Some(self.day), last.until.yesterday().unwrap_or(last.until)),
            false => (self.first_day, self.day),
        };
        let until_earliest = known_on.and_then(|day| day.tomorrow().ok());
        Validity { from: None, until: Some(until), until_earliest }
    }
}

/// Adds the districts whose code has gone, and gives a district's former name to those that took
/// over its wards unless a district of that name remains.
fn add_districts(changes: &Changes<'_>, last: &LastKnown, draft: &mut Draft) {
    let remaining: HashSet<(Option<UnitId>, String)> =
        last.districts.iter().map(|id| draft.unit(*id)).map(|unit| (unit.parent, fold(&unit.full_name))).collect();
    for row in changes.sheet.rows() {
        let [code, name] = [row.text("district_code"), row.text("district")];
        let later = last.district(draft, row.text(&changes.district_code_later));
        if let Some(later) = later
            && !remaining.contains(&(draft.unit(later).parent, fold(name)))
            && draft.add_alias(later, name)
        {
            draft.report.conclude(FORMER_NAME);
        }
        if let Some(kept) = later.filter(|_| code == row.text(&changes.district_code_later)) {
            add_former_names(kept, [name, row.text(&changes.district_later)], changes, last, draft);
        }
        if draft.find(Era::Legacy, UnitLevel::District, code).is_none() {
            let province = draft.find(Era::Legacy, UnitLevel::Province, row.text("province_code"));
            let validity = changes.validity(code == row.text(&changes.district_code_later), last);
            let unit = ended_unit(code, UnitLevel::District, name, province, validity);
            add(unit, row, draft);
        }
    }
}

fn add(unit: Option<Unit>, row: Row<'_>, draft: &mut Draft) {
    match unit {
        Some(unit) => drop(draft.add(unit)),
        None => {
            draft.report.skip(NO_CODE, || ["ward_code", "ward", "district"].map(|column| row.text(column)).join(" "))
        }
    }
}

fn add_wards(changes: &Changes<'_>, last: &LastKnown, names: &ByName, draft: &mut Draft) {
    for row in changes.sheet.rows() {
        let [code, name] = [row.text("ward_code"), row.text("ward")];
        if let Some(kept) = last.ward(draft, code) {
            let carrier = last.ward(draft, changes.later_code(row)).unwrap_or(kept);
            if fold(name) != fold(&draft.unit(kept).full_name) && draft.add_alias(carrier, name) {
                draft.report.conclude(FORMER_NAME);
            }
            if changes.later_code(row) == code {
                add_former_names(kept, [name, row.text(&changes.name_later)], changes, last, draft);
            }
        } else if names.namesake(draft, row, changes).is_some() {
            draft.report.conclude(NAMESAKE);
        } else if let Some(known) = draft.find(Era::Legacy, UnitLevel::Ward, code) {
            draft.add_alias(known, name);
        } else {
            let district = draft.find(Era::Legacy, UnitLevel::District, row.text("district_code"));
            let validity = changes.validity(changes.later_code(row) == code, last);
            let unit = ended_unit(code, UnitLevel::Ward, name, district, validity);
            add(unit, row, draft);
        }
    }
}

/// Notes what `unit` was called on the first day of the list and on the last one, where that is not
/// what it was called after.
fn add_former_names(
    unit: UnitId,
    [first, last_name]: [&str; 2],
    changes: &Changes<'_>,
    last: &LastKnown,
    draft: &mut Draft,
) {
    let own = draft.unit(unit).full_name.clone();
    for (name, next, still_there) in [(first, last_name, false), (last_name, own.as_str(), true)] {
        let Some(named) = kind_and_name(name).filter(|_| !is_one_name(name, next)) else { continue };
        let known = draft.former_names.iter().any(|known| known.unit == unit && is_one_name(&known.full_name, name));
        if !known {
            let code = draft.unit(unit).code.clone();
            draft.former_names.push(former_name(unit, code, named, changes.validity(still_there, last), ""));
        }
    }
}

/// Whether two lists write one name, tone placement, i/y and spaces aside.
fn is_one_name(one: &str, other: &str) -> bool {
    let bare = |name: &str| without_spaces(&fold(name)).replace('y', "i");
    bare(one) == bare(other)
}

fn add_ward_successions(changes: &Changes<'_>, last: &LastKnown, names: &ByName, draft: &mut Draft) {
    let mut edges = Edges::default();
    let mut orphans = HashSet::new();
    for row in changes.sheet.rows() {
        let code = row.text("ward_code");
        let earlier = draft.find(Era::Legacy, UnitLevel::Ward, code).filter(|id| !last.wards.contains(id));
        let Some(old) = earlier else { continue };
        let listed = draft.find(Era::Legacy, UnitLevel::Ward, changes.later_code(row)).filter(|new| *new != old);
        let by_name = || names.known_as(draft, row, changes);
        let Some(new) = listed.or_else(by_name).or_else(|| successor_of_empty_district(old, draft)) else {
            if orphans.insert(old) {
                draft.report.skip(NO_SUCCESSOR, || format!("{code} {}", row.text("ward")));
            }
            continue;
        };
        if edges.push(old, new) && listed.is_none() {
            draft.report.conclude(BY_NAME);
        }
    }
    draft.successions.extend(edges.successions());
}

/// What the district of `ward` passed into, where no wards were left in it: those of Lý Sơn ended
/// five years before the district did.
fn successor_of_empty_district(ward: UnitId, draft: &Draft) -> Option<UnitId> {
    let district = draft.unit(ward).parent?;
    let mut successors = draft.successions.iter().filter(|edge| edge.old == district).map(|edge| edge.new);
    let whole = successors.next().filter(|_| successors.next().is_none());
    whole.filter(|new| draft.unit(*new).level == UnitLevel::Ward)
}

/// An earlier district passed into the districts that its wards went to.
fn add_district_successions(changes: &Changes<'_>, last: &LastKnown, names: &ByName, draft: &mut Draft) {
    let mut edges = Edges::default();
    let successors: HashMap<UnitId, Vec<UnitId>> =
        draft.successions.iter().fold(HashMap::new(), |mut successors, edge| {
            successors.entry(edge.old).or_insert_with(Vec::new).push(edge.new);
            successors
        });
    for row in changes.sheet.rows() {
        let district = draft.find(Era::Legacy, UnitLevel::District, row.text("district_code"));
        let Some(old) = district.filter(|id| !last.districts.contains(id)) else { continue };
        let ward = draft.find(Era::Legacy, UnitLevel::Ward, row.text("ward_code"));
        let Some(ward) = ward.or_else(|| names.namesake(draft, row, changes)) else { continue };
        let later = if last.wards.contains(&ward) { Some(vec![ward]) } else { successors.get(&ward).cloned() };
        for later in later.into_iter().flatten() {
            if let Some(new) = draft.unit(later).parent.filter(|new| last.districts.contains(new)) {
                edges.push(old, new);
            }
        }
    }
    draft.successions.extend(edges.successions());
}

/// Pairs of old and new units, each once, in the order found.
#[derive(Default)]
struct Edges {
    pairs: Vec<(UnitId, UnitId)>,
    seen: HashSet<(UnitId, UnitId)>,
    successors: HashMap<UnitId, usize>,
}

impl Edges {
    /// Adds a pair; `false` where it is there already.
    fn push(&mut self, old: UnitId, new: UnitId) -> bool {
        let first = self.seen.insert((old, new));
        if first {
            self.pairs.push((old, new));
            *self.successors.entry(old).or_default() += 1;
        }
        first
    }

    fn successions(&self) -> impl Iterator<Item = Succession> + '_ {
        self.pairs.iter().map(|&(old, new)| {
            let partial = self.successors.get(&old).is_some_and(|count| *count > 1);
            Succession { old, new, partial, share: None, act: String::new() }
        })
    }
}

/// The last wards by their names, without marks and spaces: lists of them keep the names of wards
/// merged away.
struct ByName {
    own: HashMap<String, Vec<UnitId>>,
    other: HashMap<String, Vec<UnitId>>,
}

impl ByName {
    fn new(aliases: &[Alias], last: &LastKnown, draft: &Draft) -> Self {
        let (mut own, mut other) = (HashMap::<_, Vec<UnitId>>::new(), HashMap::<_, Vec<UnitId>>::new());
        for &id in &last.wards {
            own.entry(name_key(&draft.unit(id).full_name)).or_default().push(id);
        }
        for alias in aliases.iter().filter(|alias| last.wards.contains(&alias.unit)) {
            other.entry(alias.key.clone()).or_default().push(alias.unit);
        }
        Self { own, other }
    }

    /// The last ward that has the name and district of the ward of `row`, which merged into it.
    fn namesake(&self, draft: &Draft, row: Row<'_>, changes: &Changes<'_>) -> Option<UnitId> {
        let district = district_later(draft, row, changes);
        only(self.named(&self.own, row), |id| draft.unit(id).parent == district)
    }

    /// The last ward that is known by the name of the ward of `row` too: in its district, or in its
    /// province where that district has none, having been merged away.
    fn known_as(&self, draft: &Draft, row: Row<'_>, changes: &Changes<'_>) -> Option<UnitId> {
        let bare =
            || kind_and_name(row.text("ward")).map(|(_, name)| name_key(&name)).and_then(|key| self.other.get(&key));
        let named = match self.named(&self.other, row) {
            [] => bare().map_or(&[][..], Vec::as_slice),
            named => named,
        };
        let district = district_later(draft, row, changes);
        let in_district = |id: UnitId| draft.unit(id).parent == district;
        let province = draft.find(Era::Legacy, UnitLevel::Province, row.text("province_code"));
        match named.iter().any(|id| in_district(*id)) {
            true => only(named, in_district),
            false => only(named, |id| province.is_some() && draft.province_of(id) == province),
        }
    }

    fn named<'a>(&self, names: &'a HashMap<String, Vec<UnitId>>, row: Row<'_>) -> &'a [UnitId] {
        names.get(&name_key(row.text("ward"))).map_or(&[], Vec::as_slice)
    }
}

fn district_later(draft: &Draft, row: Row<'_>, changes: &Changes<'_>) -> Option<UnitId> {
    draft.find(Era::Legacy, UnitLevel::District, row.text(&changes.district_code_later))
}

fn only(units: &[UnitId], wanted: impl Fn(UnitId) -> bool) -> Option<UnitId> {
    let mut found = units.iter().copied().filter(|id| wanted(*id));
    found.next().filter(|_| found.next().is_none())
}

/// `Phường 01` as `phuong1`, the way that lists of aliases write names.
fn name_key(name: &str) -> String {
    let is_number = |word: &str| word.bytes().all(|letter| letter.is_ascii_digit());
    let bare = |word| if is_number(word) { word.trim_start_matches('0') } else { word };
    fold(name).split_whitespace().map(bare).collect()
}
