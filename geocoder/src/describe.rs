//! A place as the result that stands for it.

use std::borrow::Cow;

use jiff::civil::Date;
use vmap_core::Point;
use vmap_core::plus_code;
use vmap_core::release::NamedPlaceKind;
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};

use crate::areas::half_diagonal_m;
use crate::hit::{Hit, UnitFields};
use crate::label::{self, unit_fields};
use crate::request::{AdminForm, Language, ResultType};
use crate::tables::Tables;

/// What a result stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Subject {
    /// The address at this row.
    Address(u32),
    /// The named place at this row.
    Named(u32),
    /// A spot on the street or in the hamlet at this row that no address of the release has.
    Spot { named: u32, number: String, point: Point, kind: ResultType },
    /// A unit.
    Unit(UnitId),
}

/// How results are to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub admin: AdminForm,
    pub language: Language,
    /// Whose names the query matched.
    pub matched_era: Option<Era>,
    /// The former unit that the query named.
    pub matched_former: Option<UnitId>,
}

impl Form {
    pub(crate) fn new(admin: AdminForm, language: Language) -> Self {
        Self { admin, language, matched_era: None, matched_former: None }
    }

    /// Whose names the label shows.
    fn era(&self) -> Era {
        match self.admin {
            AdminForm::Current | AdminForm::Both | AdminForm::At(_) => Era::Current,
            AdminForm::Legacy => Era::Legacy,
            AdminForm::Input => self.matched_era.unwrap_or(Era::Current),
        }
    }

    fn shows_legacy(&self) -> bool {
        self.admin == AdminForm::Both || self.matched_era == Some(Era::Legacy)
    }
}

/// What of a place is not a matter of form.
pub(crate) struct Facts<'t> {
    pub id: String,
    pub kind: ResultType,
    pub point: Point,
    pub number: Option<&'t str>,
    pub street: Option<&'t str>,
    pub hamlet: Option<&'t str>,
    pub own_name: Option<&'t str>,
    pub category: Option<&'t str>,
    pub ward: Option<UnitId>,
    pub former: Option<UnitId>,
    pub source: Option<u8>,
}

impl<'t> Facts<'t> {
    /// What stands before the units in its label.
    pub(crate) fn parts(&self) -> Vec<Cow<'t, str>> {
        label::parts(self.own_name, self.number, self.street, self.hamlet)
    }
}

/// The result that stands for `subject`; `None` where its row is damaged.
/// Cost: some microseconds, mostly for texts.
pub(crate) fn describe(tables: &Tables, subject: &Subject, form: Form) -> Option<Hit> {
    let (facts, accuracy_m) = match subject {
        Subject::Address(row) => (address_facts(tables, *row)?, 15.0),
        Subject::Named(row) => (named_facts(tables, *row)?, named_accuracy_m(tables, *row)?),
        Subject::Spot { named, number, point, kind } => {
            let street = named_facts(tables, *named)?;
            let facts = Facts { kind: *kind, point: *point, number: Some(number), ..street };
            (facts, named_accuracy_m(tables, *named)?)
        }
        Subject::Unit(unit) => unit_facts(tables, *unit)?,
    };
    Some(hit(tables, facts, accuracy_m, form))
}

/// The address at `row`; `None` where the row is damaged.
pub(crate) fn address_facts(tables: &Tables, row: u32) -> Option<Facts<'_>> {
    let address = tables.addresses.get(row)?;
    let name = |row: Option<u32>| row.and_then(|row| tables.named.name(row));
    let recorded: Vec<UnitId> = address.legacy_ward.into_iter().collect();
    Some(Facts {
        id: address.id.to_string(),
        kind: ResultType::House,
        point: address.point,
        number: address.number.and_then(|number| tables.addresses.house_number(number)),
        street: name(address.street),
        hamlet: name(address.hamlet),
        own_name: None,
        category: None,
        ward: address.ward,
        former: tables.former_unit(&recorded, address.ward, address.point),
        source: Some(address.source),
    })
}

/// The named place at `row`; `None` where the row is damaged.
pub(crate) fn named_facts(tables: &Tables, row: u32) -> Option<Facts<'_>> {
    let place = tables.named.get(row)?;
    let name = tables.named.string(place.name)?;
    let blank = Facts {
        id: place.id.to_string(),
        kind: named_type(place.kind),
        point: place.point,
        number: place.number.and_then(|number| tables.addresses.house_number(number)),
        street: place.street.and_then(|street| tables.named.name(street)),
        hamlet: None,
        own_name: None,
        category: place.category.and_then(|category| tables.named.string(category)),
        ward: place.ward,
        former: tables.former_unit(&tables.legacy_wards(row), place.ward, place.point),
        source: None,
    };
    Some(match place.kind {
        NamedPlaceKind::Street => Facts { street: Some(name), ..blank },
        NamedPlaceKind::Hamlet => Facts { hamlet: Some(name), ..blank },
        NamedPlaceKind::PointOfInterest => Facts { own_name: Some(name), ..blank },
    })
}

/// What a named place of `kind` is called in answers.
pub(crate) fn named_type(kind: NamedPlaceKind) -> ResultType {
    match kind {
        NamedPlaceKind::Street => ResultType::Street,
        NamedPlaceKind::Hamlet => ResultType::Hamlet,
        NamedPlaceKind::PointOfInterest => ResultType::Poi,
    }
}

/// Honest radius of the named place at `row`.
fn named_accuracy_m(tables: &Tables, row: u32) -> Option<f64> {
    Some(match tables.named.kind(row)? {
        NamedPlaceKind::Street => extent_m(tables, row),
        NamedPlaceKind::Hamlet => extent_m(tables, row).max(200.0),
        NamedPlaceKind::PointOfInterest => 30.0,
    })
}

/// Half the extent of a street or hamlet in metres, by its lines and some of its addresses.
pub(crate) fn extent_m(tables: &Tables, row: u32) -> f64 {
    const MEMBERS_LOOKED_AT: usize = 64;
    let count = tables.named.member_count(row);
    let step = count.div_ceil(MEMBERS_LOOKED_AT).max(1);
    let members = (0..count).step_by(step).filter_map(|index| tables.named.member(row, index));
    let points = members.filter_map(|member| tables.addresses.point(member));
    let lines = tables.named.lines(row).into_iter().flatten();
    half_diagonal_m(points.chain(lines)).unwrap_or(0.0).max(50.0)
}

/// A unit, and its radius.
fn unit_facts(tables: &Tables, id: UnitId) -> Option<(Facts<'_>, f64)> {
    let unit = tables.units.get(id)?;
    let is_current = unit.era() == Era::Current;
    let facts = Facts {
        id: unit.code.to_string(),
        kind: match unit.level {
            UnitLevel::Ward => ResultType::Ward,
            UnitLevel::District => ResultType::District,
            UnitLevel::Province => ResultType::Province,
        },
        point: tables.unit_points.get(id)?,
        number: None,
        street: None,
        hamlet: None,
        own_name: None,
        category: None,
        ward: is_current.then_some(id),
        former: if is_current { tables.kinship.certain_former(Some(id), &[]) } else { Some(id) },
        source: None,
    };
    Some((facts, tables.areas.radius_m(id, unit.level)))
}

/// The former unit that the query named, where it is the smaller one, else the one known.
fn former_shown(tables: &Tables, known: Option<UnitId>, matched: Option<UnitId>) -> Option<UnitId> {
    let is_smaller = |matched: &UnitId| known.is_none_or(|known| tables.units.is_within(*matched, known));
    matched.filter(is_smaller).or(known)
}

/// The smallest unit known to have held a place on `day`, and whether others may have. The place lies
/// in `ward` today and lay in `former`; `named` is the former unit that was asked for.
fn on_day(
    units: &UnitTable,
    day: Date,
    ward: Option<UnitId>,
    former: Option<UnitId>,
    named: Option<UnitId>,
) -> (Option<UnitId>, bool) {
    let in_force = |id: &UnitId| units.get(*id).is_some_and(|unit| unit.validity.contains(day));
    if let Some(certain) = ward.filter(in_force).or(named.filter(|named| in_force(named) && former == Some(*named))) {
        return (Some(certain), false);
    }
    match former.map(|former| units.came_from(former, day)).as_deref() {
        Some([only]) => (Some(only.unit), false),
        // What it was on the eve of the reform is known, whatever had been merged into that.
        Some([_, ..]) => (former, true),
        Some([]) | None => (former.or(ward), true),
    }
}

/// `facts` and radius of a result that is a unit, about the unit that it is shown as.
fn as_unit<'t>(tables: &'t Tables, facts: Facts<'t>, accuracy_m: f64, shown: Option<UnitId>) -> (Facts<'t>, f64) {
    match shown.and_then(|id| unit_facts(tables, id)) {
        Some((shown, radius_m)) => (Facts { ward: facts.ward, former: facts.former, ..shown }, radius_m),
        None => (facts, accuracy_m),
    }
}

fn hit(tables: &Tables, facts: Facts<'_>, accuracy_m: f64, form: Form) -> Hit {
    let is_unit = matches!(facts.kind, ResultType::Ward | ResultType::District | ResultType::Province);
    let former = former_shown(tables, facts.former, form.matched_former);
    let (smallest, unsure) = match (form.admin, form.era()) {
        (AdminForm::At(day), _) => on_day(&tables.units, day, facts.ward, former, form.matched_former),
        // A unit that has ended has no name of today.
        (_, Era::Current) => (facts.ward.or(former.filter(|_| is_unit)), false),
        (_, Era::Legacy) => (former.or(facts.ward), false),
    };
    let (facts, accuracy_m) = match is_unit && form.admin.day().is_some() {
        true => as_unit(tables, facts, accuracy_m, smallest),
        false => (facts, accuracy_m),
    };
    let lines = |smallest: Option<UnitId>| unit_fields(&tables.units, smallest, form.language, form.admin.day());
    let units = lines(smallest);
    let parts = if is_unit { Vec::new() } else { facts.parts() };
    let name = label::name(&parts, &units);
    let label = label::line(&parts, &units);
    let legacy = former.filter(|_| form.shows_legacy()).map(|former| lines(Some(former)));
    let source = facts.source.and_then(|source| tables.sources.get(usize::from(source)));
    Hit {
        point: facts.point,
        id: facts.id,
        kind: facts.kind,
        label,
        name,
        housenumber: facts.number.map(str::to_owned),
        street: facts.street.map(str::to_owned),
        hamlet: facts.hamlet.map(str::to_owned),
        units,
        postcode: None,
        plus_code: plus_code::encode(facts.point),
        legacy: legacy.filter(|fields| *fields != UnitFields::default()),
        matched_era: form.matched_era,
        match_class: None,
        match_level: None,
        accuracy_m: accuracy_m.ceil() as u32,
        score: None,
        ambiguous: unsure,
        share: None,
        unmatched: Vec::new(),
        distance_m: None,
        highlight: Vec::new(),
        status: None,
        version: None,
        sources: source.iter().map(|source| source.name.clone()).collect(),
        category: facts.category.map(str::to_owned),
        explain: None,
        synthetic: source.map_or_else(|| tables.all_synthetic(), |source| source.synthetic),
    }
}
