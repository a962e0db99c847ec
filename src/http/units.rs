//! `/units`: administrative units of every era, and what became of what.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use vmap_core::text::fold;
use vmap_core::unit::{
    Era, FormerName, Part, Succession, SuccessionKind, Unit, UnitId, UnitLevel, UnitTable, Validity,
};

use super::paging::Page;
use super::parameters::Parameters;
use super::problem::Problem;
use super::segments::Segments;
use super::serving::{Current, Serving};

const LONGEST_NAME: usize = 100;

const LEVELS: [(&str, UnitLevel); 3] =
    [("province", UnitLevel::Province), ("district", UnitLevel::District), ("ward", UnitLevel::Ward)];
const ERAS: [(&str, Era); 2] = [("current", Era::Current), ("legacy", Era::Legacy)];

/// Which way a graph is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// One change.
    Next,
    /// As far as it goes.
    Whole,
}

/// Which units are wanted.
struct Wanted {
    level: Option<UnitLevel>,
    era: Option<Era>,
    at: Option<Date>,
}

impl Wanted {
    fn take(parameters: &mut Parameters, units: &UnitTable) -> Self {
        let level = parameters.choice("level", &LEVELS);
        let era = parameters.choice("era", &ERAS);
        let at = parameters.day("at", units);
        if era.is_some() && at.is_some() {
            parameters.refuse("era", "give either era or at, not both".to_owned());
        }
        Self { level, era, at }
    }

    fn matches(&self, unit: &Unit) -> bool {
        self.level.is_none_or(|level| unit.level == level)
            && self.era.is_none_or(|era| unit.era() == era)
            && self.at.is_none_or(|day| unit.validity.contains(day))
    }
}

/// `GET /units`: units by level, era or day, unit above and name, page by page.
pub async fn list(State(current): State<Current>, mut parameters: Parameters) -> Result<Json<Value>, Problem> {
    let serving = current.get();
    let units = serving.release.units();
    let wanted = Wanted::take(&mut parameters, units);
    let parent = parameters.text("parent", 5);
    let name = parameters.text("q", LONGEST_NAME).map(|name| fold(&name));
    let page = Page::take(&mut parameters);
    parameters.finish()?;
    // Today's where nothing says otherwise: units of all eras side by side are of little use.
    let era = wanted.era.or(wanted.at.is_none().then_some(Era::Current));
    let wanted = Wanted { era, ..wanted };
    let lies_in = |id: UnitId| match &parent {
        None => true,
        Some(code) => units.lineage(id).skip(1).any(|(_, above)| above.code.as_str() == code),
    };
    let is_named = |id: UnitId| name.as_ref().is_none_or(|name| names_of(units, id).any(|known| known.contains(name)));
    let all = units.iter().filter(|(id, unit)| wanted.matches(unit) && lies_in(*id) && is_named(*id));
    let found: Vec<UnitId> = all.map(|(id, _)| id).collect();
    Ok(Json(json!({
        "release": serving.release.id(),
        "total": found.len(),
        "page": page.number,
        "limit": page.limit,
        "units": page.of(&found).iter().map(|id| unit(units, *id, wanted.at)).collect::<Vec<_>>(),
    })))
}

/// Folded names that a unit is asked for by.
fn names_of(units: &UnitTable, id: UnitId) -> impl Iterator<Item = String> {
    let own = units
        .get(id)
        .into_iter()
        .flat_map(|unit| std::iter::once(fold(&unit.full_name)).chain(unit.aliases.iter().cloned()));
    own.chain(units.former_names_of(id).map(|former| fold(&former.full_name)))
}

/// `GET /units/{code}`: every unit that has or had this code.
pub async fn by_code(
    State(current): State<Current>,
    Segments(code): Segments<String>,
    mut parameters: Parameters,
) -> Result<Json<Value>, Problem> {
    let serving = current.get();
    let wanted = Wanted::take(&mut parameters, serving.release.units());
    parameters.finish()?;
    let units = serving.release.units();
    let found = with_code(&serving, &code, &wanted)?;
    Ok(Json(json!({
        "release": serving.release.id(),
        "units": found.into_iter().map(|id| unit(units, id, wanted.at)).collect::<Vec<_>>(),
    })))
}

/// `GET /units/{code}/successors`: what became of the units of this code.
pub async fn successors(
    State(current): State<Current>,
    Segments(code): Segments<String>,
    parameters: Parameters,
) -> Result<Json<Value>, Problem> {
    changes(&current, &code, parameters, ("current", successions_from, all_successors))
}

/// `GET /units/{code}/predecessors`: what the units of this code were made from.
pub async fn predecessors(
    State(current): State<Current>,
    Segments(code): Segments<String>,
    parameters: Parameters,
) -> Result<Json<Value>, Problem> {
    changes(&current, &code, parameters, ("first", successions_to, all_predecessors))
}

/// The choice of `to` that goes the whole way, the changes of one step, and those of the whole way.
type Direction = (&'static str, fn(&UnitTable, UnitId) -> Vec<Value>, fn(&UnitTable, UnitId) -> Vec<Value>);

fn changes(
    current: &Current,
    code: &str,
    mut parameters: Parameters,
    (whole, step, all): Direction,
) -> Result<Json<Value>, Problem> {
    let serving = current.get();
    let wanted = Wanted::take(&mut parameters, serving.release.units());
    let reach = parameters.choice("to", &[("next", Reach::Next), (whole, Reach::Whole)]).unwrap_or(Reach::Next);
    parameters.finish()?;
    let units = serving.release.units();
    let follow = if reach == Reach::Next { step } else { all };
    let found = with_code(&serving, code, &wanted)?;
    Ok(Json(json!({
        "release": serving.release.id(),
        "units": found.iter().map(|id| unit(units, *id, wanted.at)).collect::<Vec<_>>(),
        "successions": found.iter().flat_map(|id| follow(units, *id)).collect::<Vec<_>>(),
    })))
}

fn with_code(serving: &Serving, code: &str, wanted: &Wanted) -> Result<Vec<UnitId>, Problem> {
    let units = serving.release.units();
    let mut found = units.with_code(code);
    found.retain(|id| units.get(*id).is_some_and(|unit| wanted.matches(unit)));
    match found.is_empty() {
        false => Ok(found),
        true => {
            let release = serving.release.id();
            Err(Problem::not_found(format!("no unit that was asked for has the code {code} in release {release}")))
        }
    }
}

/// The changes that ended a unit, or a name of it.
fn successions_from(units: &UnitTable, id: UnitId) -> Vec<Value> {
    let renamings = units.former_names_of(id).map(|former| renaming(units, former));
    renamings.chain(units.successors(id).map(|edge| succession(units, edge))).collect()
}

/// The changes that began a unit, or a name of it.
fn successions_to(units: &UnitTable, id: UnitId) -> Vec<Value> {
    let renamings = units.former_names_of(id).map(|former| renaming(units, former));
    units.predecessors(id).map(|edge| succession(units, edge)).chain(renamings).collect()
}

fn all_successors(units: &UnitTable, id: UnitId) -> Vec<Value> {
    units.became(id, None).into_iter().filter(|part| part.unit != id).map(|part| passed(units, id, part)).collect()
}

fn all_predecessors(units: &UnitTable, id: UnitId) -> Vec<Value> {
    let Some(day) = units.known_since() else { return Vec::new() };
    let parts = units.came_from(id, day).into_iter().filter(|part| part.unit != id);
    parts.map(|part| passed(units, part.unit, Part { unit: id, ..part })).collect()
}

/// One change of the graph.
fn succession(units: &UnitTable, edge: &Succession) -> Value {
    let share = edge.share.map(f64::from).or((!edge.partial).then_some(1.0)).map(rounded);
    let validity = units.get(edge.old).map(|old| old.validity).unwrap_or_default();
    change(
        (brief(units, edge.old), brief(units, edge.new)),
        (units.kind_of(edge), share, edge.share.is_some()),
        validity,
        &edge.act,
    )
}

/// The change of a unit that took another name, kind or code on the same area.
fn renaming(units: &UnitTable, former: &FormerName) -> Value {
    let level = units.get(former.unit).map(|unit| level_name(unit.level));
    let old = json!({ "code": former.code, "level": level, "full_name": former.full_name });
    let next = former.validity.until.and_then(|day| units.name_on(former.unit, Some(day)));
    let mut new = brief(units, former.unit);
    if let Some((full_name, _)) = next {
        new["full_name"] = full_name.into();
    }
    change((old, new), (units.kind_of_renaming(former), Some(1.0), false), former.validity, &former.act)
}

fn change(
    (old, new): (Value, Value),
    (kind, share, estimated): (SuccessionKind, Option<f64>, bool),
    validity: Validity,
    act: &str,
) -> Value {
    let mut fields = Map::new();
    fields.insert("old".to_owned(), old);
    fields.insert("new".to_owned(), new);
    fields.insert("kind".to_owned(), json!(kind));
    fields.insert("share".to_owned(), json!(share));
    fields.insert("share_estimated".to_owned(), estimated.into());
    fields.insert("act".to_owned(), if act.is_empty() { Value::Null } else { act.into() });
    add_days(&mut fields, ("day", "day_earliest"), validity);
    Value::Object(fields)
}

/// What became of `old` over several changes.
fn passed(units: &UnitTable, old: UnitId, part: Part) -> Value {
    json!({
        "old": brief(units, old),
        "new": brief(units, part.unit),
        "share": rounded(part.share),
        "share_assumed": part.assumed,
    })
}

/// Everything about a unit, under the name that it bore on `day`.
fn unit(units: &UnitTable, id: UnitId, day: Option<Date>) -> Value {
    let Some(unit) = units.get(id) else { return Value::Null };
    let (full_name, full_name_en) = units.name_on(id, day).unwrap_or_default();
    let mut fields = Map::new();
    fields.insert("code".to_owned(), json!(unit.code));
    fields.insert("level".to_owned(), level_name(unit.level).into());
    fields.insert("era".to_owned(), json!(unit.era()));
    fields.insert("full_name".to_owned(), full_name.into());
    fields.insert("full_name_en".to_owned(), full_name_en.into());
    fields.insert("valid_from".to_owned(), json!(unit.validity.from));
    add_days(&mut fields, ("valid_until", "valid_until_earliest"), unit.validity);
    let above = units.lineage(id).skip(1).map(|(above, _)| brief(units, above));
    fields.insert("within".to_owned(), above.collect());
    let centre = unit.centre.map(|centre| json!({ "lat": centre.lat(), "lon": centre.lon() }));
    fields.insert("centre".to_owned(), json!(centre));
    let former: Vec<Value> = units.former_names_of(id).map(former_name).collect();
    fields.insert("former_names".to_owned(), former.into());
    Value::Object(fields)
}

fn former_name(former: &FormerName) -> Value {
    let mut fields = Map::new();
    fields.insert("code".to_owned(), json!(former.code));
    fields.insert("full_name".to_owned(), former.full_name.clone().into());
    add_days(&mut fields, ("valid_until", "valid_until_earliest"), former.validity);
    fields.insert("act".to_owned(), if former.act.is_empty() { Value::Null } else { former.act.clone().into() });
    Value::Object(fields)
}

/// The day on which something ended; where only an interval is known, its last and first day.
fn add_days(fields: &mut Map<String, Value>, (day, earliest): (&str, &str), validity: Validity) {
    fields.insert(day.to_owned(), json!(validity.until));
    if let Some(first) = validity.until_earliest {
        fields.insert(earliest.to_owned(), json!(first));
    }
}

fn brief(units: &UnitTable, id: UnitId) -> Value {
    let Some(unit) = units.get(id) else { return Value::Null };
    json!({ "code": unit.code, "level": level_name(unit.level), "era": unit.era(), "full_name": unit.full_name })
}

fn level_name(level: UnitLevel) -> &'static str {
    LEVELS.iter().find(|(_, known)| *known == level).map_or("", |(name, _)| name)
}

/// To the thousandth: shares are estimates.
fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
