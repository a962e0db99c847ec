//! What a proposal says, read strictly: every fault is named.

use jiff::civil::Date;
use serde_json::{Map, Value};
use vmap_core::house_number::HouseNumber;
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::{Era, UnitCode, UnitLevel};
use vmap_core::{PlaceId, Point};
use vmap_pipeline::import::display_form;
use vmap_registry::{NewProposal, ProposalKind, Registry};

use super::parameters::Parameters;
use super::problem::{ParameterProblem, Problem};
use super::serving::Serving;
use crate::answering::LONGEST_TEXT;

const KINDS: [(&str, ProposalKind); 4] = [
    ("move", ProposalKind::Move),
    ("correct", ProposalKind::Correct),
    ("new", ProposalKind::New),
    ("gone", ProposalKind::Gone),
];
/// Longest comment, in characters.
pub const LONGEST_COMMENT: usize = 2000;
/// What can be said of a place, beside where it is.
const PARTS: [&str; 5] = ["housenumber", "street", "hamlet", "name", "ward_code"];

/// A proposal that says all that its kind needs, and nothing else.
#[derive(Debug)]
pub struct Wish {
    kind: ProposalKind,
    id: Option<PlaceId>,
    point: Option<Point>,
    house_number: Option<String>,
    street: Option<String>,
    hamlet: Option<String>,
    name: Option<String>,
    ward_code: Option<String>,
    valid_from: Option<Date>,
    comment: String,
    contact: String,
}

impl Wish {
    /// The wish in the members of a JSON object.
    pub fn read(members: Map<String, Value>) -> Result<Self, Problem> {
        let mut given = Parameters::from_members(members)?;
        let kind = given.choice("kind", &KINDS);
        if !given.has("kind") {
            given.refuse("kind", "missing: move, correct, new or gone".to_owned());
        }
        if let Some(kind) = kind {
            refuse_what_does_not_belong(&mut given, kind);
        }
        let (id, point) = (given.place_id("id"), given.position());
        let house_number = house_number(&mut given);
        let [street, hamlet, name] = ["street", "hamlet", "name"].map(|part| line(&mut given, part));
        let ward_code = given.text("ward_code", 5);
        let valid_from = given.date("valid_from");
        let comment = words(&mut given, "comment", LONGEST_COMMENT).unwrap_or_default();
        let contact = words(&mut given, "contact", LONGEST_TEXT).unwrap_or_default();
        given.finish()?;
        let kind = kind.ok_or_else(Problem::internal)?;
        Ok(Self { kind, id, point, house_number, street, hamlet, name, ward_code, valid_from, comment, contact })
    }

    /// What the registry is asked to change, of the place as it is and with the ward that holds its
    /// point.
    pub fn proposal(self, registry: &Registry, serving: &Serving) -> Result<NewProposal, Problem> {
        let standing = self.id.map(|id| standing(registry, id)).transpose()?;
        let content = match (self.kind, standing) {
            (ProposalKind::Gone, _) => None,
            (_, Some(standing)) => Some(self.corrected(standing, serving)?),
            (_, None) => Some(self.made(serving)?),
        };
        let Self { kind, id, valid_from, comment, contact, .. } = self;
        Ok(NewProposal { kind, place: id, content, valid_from, comment, submitted_by: contact })
    }

    /// A place that is not registered yet: an address, or what has a name.
    fn made(&self, serving: &Serving) -> Result<Place, Problem> {
        let point = self.point.ok_or_else(|| refused("lat", "missing: lat and lon, where the place is"))?;
        Ok(Place {
            kind: if self.name.is_some() { PlaceKind::PointOfInterest } else { PlaceKind::Address },
            point,
            name: self.name.clone(),
            house_number: self.house_number.clone(),
            street: self.street.clone(),
            hamlet: self.hamlet.clone(),
            ward: Some(self.ward(point, serving)?),
            legacy_ward: None,
            category: None,
            lines: Vec::new(),
        })
    }

    /// `place` with what is said of it.
    fn corrected(&self, place: Place, serving: &Serving) -> Result<Place, Problem> {
        self.refuse_what_it_has_not(place.kind)?;
        let point = self.point.unwrap_or(place.point);
        let is_elsewhere = self.ward_code.is_some() || self.point.is_some();
        let ward = if is_elsewhere { Some(self.ward(point, serving)?) } else { place.ward.clone() };
        Ok(Place {
            point,
            name: self.name.clone().or(place.name),
            house_number: self.house_number.clone().or(place.house_number),
            street: self.street.clone().or(place.street),
            hamlet: self.hamlet.clone().or(place.hamlet),
            legacy_ward: place.legacy_ward.filter(|_| ward == place.ward),
            ward,
            ..place
        })
    }

    /// An address has no name, a street or hamlet nothing else.
    fn refuse_what_it_has_not(&self, kind: PlaceKind) -> Result<(), Problem> {
        let needless = match kind {
            PlaceKind::PointOfInterest => vec![],
            PlaceKind::Address => vec![("name", &self.name)],
            PlaceKind::Street | PlaceKind::Hamlet => {
                vec![("housenumber", &self.house_number), ("street", &self.street), ("hamlet", &self.hamlet)]
            }
        };
        let given = needless.into_iter().filter(|(_, value)| value.is_some());
        let faults: Vec<_> = given.map(|(name, _)| fault(name, "a place of this kind has none")).collect();
        if faults.is_empty() { Ok(()) } else { Err(Problem::parameters(faults)) }
    }

    /// The code of today's ward that is named, or else holds `point`.
    fn ward(&self, point: Point, serving: &Serving) -> Result<UnitCode, Problem> {
        let units = serving.release.units();
        let (unit, name, detail) = match &self.ward_code {
            Some(code) => {
                (units.by_code(Era::Current, UnitLevel::Ward, code), "ward_code", "no ward of today has this code")
            }
            None => {
                (serving.geocoder.ward_at(point), "lat", "no ward holds this position: check it, or give ward_code")
            }
        };
        let unit = unit.and_then(|unit| units.get(unit)).ok_or_else(|| refused(name, detail))?;
        Ok(unit.code.clone())
    }
}

/// Names what `kind` needs and has not, and what it has and does not take.
fn refuse_what_does_not_belong(given: &mut Parameters, kind: ProposalKind) {
    let has_part = |given: &Parameters, names: &[&str]| names.iter().any(|name| given.has(name));
    match kind {
        ProposalKind::New => refuse_all(given, &["id"], "a new place has no identifier yet"),
        _ if !given.has("id") => given.refuse("id", "missing: the identifier of the place".to_owned()),
        _ => {}
    }
    let has_position = given.has("lat") || given.has("lon");
    match kind {
        ProposalKind::Move | ProposalKind::New if !has_position => {
            given.refuse("lat, lon", "missing: the position in degrees".to_owned());
        }
        ProposalKind::Gone => {
            refuse_all(given, &["lat", "lon"], "a place that is gone is nowhere");
        }
        _ => {}
    }
    match kind {
        ProposalKind::Move => refuse_all(given, &PARTS[..4], "only for kind correct or new"),
        ProposalKind::Gone => refuse_all(given, &PARTS, "only for kind correct or new"),
        ProposalKind::New if !has_part(given, &["street", "hamlet", "name"]) => {
            given.refuse("street", "missing: give street, hamlet or name".to_owned());
        }
        ProposalKind::Correct if !has_part(given, &PARTS) && !has_position => {
            given.refuse("kind", format!("nothing to correct: give any of {}, lat and lon", PARTS.join(", ")));
        }
        _ => {}
    }
}

fn refuse_all(given: &mut Parameters, names: &[&str], detail: &str) {
    let needless: Vec<&&str> = names.iter().filter(|name| given.has(name)).collect();
    needless.into_iter().for_each(|name| given.refuse(name, detail.to_owned()));
}

/// The place `id` as it is.
fn standing(registry: &Registry, id: PlaceId) -> Result<Place, Problem> {
    let version = registry.version(id)?.ok_or_else(|| refused("id", "no such place was ever registered"))?;
    match version.facts.successor {
        Some(successor) => Err(refused("id", &format!("the place has become place {successor}: name that one"))),
        None => Ok(version.place),
    }
}

/// A house number in the form to show.
fn house_number(given: &mut Parameters) -> Option<String> {
    let text = line(given, "housenumber")?;
    let number = HouseNumber::parse(&text).map(|number| number.display().to_owned());
    if number.is_none() {
        given.refuse("housenumber", format!("expected a house number as 12, 12A or 5/3, found {text:?}"));
    }
    number
}

/// A name in the form to show.
fn line(given: &mut Parameters, name: &'static str) -> Option<String> {
    let text = words(given, name, LONGEST_TEXT)?;
    Some(display_form(&text)).filter(|text| !text.is_empty())
}

/// A text of a person, without characters that only command a terminal.
fn words(given: &mut Parameters, name: &'static str, longest: usize) -> Option<String> {
    let text = given.text(name, longest)?;
    if text.chars().any(|letter| letter.is_control() && !letter.is_whitespace()) {
        given.refuse(name, "has control characters: send text".to_owned());
    }
    Some(text)
}

fn refused(name: &str, detail: &str) -> Problem {
    Problem::parameters(vec![fault(name, detail)])
}

fn fault(name: &str, detail: &str) -> ParameterProblem {
    ParameterProblem { name: name.to_owned(), detail: detail.to_owned() }
}
