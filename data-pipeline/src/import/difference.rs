//! What an import would change, unit by unit.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use vmap_core::place::Place;
use vmap_core::unit::{Era, UnitCode, UnitLevel, UnitTable};
use vmap_registry::LoadChange;

/// What would change, unit by unit, with samples.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// By code of the ward in which a place lies, or lay if its life ends; empty for places in none.
    pub wards: BTreeMap<String, WardDifference>,
    /// The first few changes of each kind.
    pub samples: BTreeMap<&'static str, Vec<ChangeSample>>,
}

/// What would change in one ward.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WardDifference {
    /// Names of the ward and the units above it.
    pub name: String,
    /// New places.
    pub created: u64,
    /// Places that lie elsewhere in the ward.
    pub moved: u64,
    /// Places that are called otherwise, moved or not, or came from another ward.
    pub changed: u64,
    /// Places whose life ends.
    pub retired: u64,
}

/// One place that would change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeSample {
    /// Its identifier, or the one it would get.
    pub id: String,
    /// How it is now.
    pub before: Option<String>,
    /// How it would be.
    pub after: Option<String>,
    /// How far it would move, in metres.
    pub moved_m: Option<f64>,
}

/// How many samples of each kind are kept, and how many wards are shown to people.
const SAMPLES: usize = 10;
const SHOWN_WARDS: usize = 20;

impl Difference {
    /// Takes one change.
    pub fn add(&mut self, change: &LoadChange, units: &UnitTable) {
        let LoadChange { id, before, after, .. } = change;
        let Some(place) = after.as_ref().or(before.as_ref()) else { return };
        let code = place.ward.as_ref().map(|code| code.0.clone()).unwrap_or_default();
        let ward = self.wards.entry(code).or_insert_with(|| WardDifference {
            name: place.ward.as_ref().map(|code| ward_name(code, units)).unwrap_or_default(),
            ..WardDifference::default()
        });
        let moved_m = before.as_ref().zip(after.as_ref()).map(|(before, after)| before.point.distance_m(after.point));
        let kind = match (before, after) {
            (None, Some(_)) => ("created", &mut ward.created),
            (Some(_), None) => ("retired", &mut ward.retired),
            (Some(old), Some(new)) if address_of(old) == address_of(new) => ("moved", &mut ward.moved),
            _ => ("changed", &mut ward.changed),
        };
        *kind.1 += 1;
        let samples = self.samples.entry(kind.0).or_default();
        if samples.len() < SAMPLES {
            let text = |place: &Place| address_of(place);
            let moved_m = moved_m.filter(|moved| *moved > 0.0).map(|moved| (moved * 10.0).round() / 10.0);
            let (before, after) = (before.as_ref().map(text), after.as_ref().map(text));
            samples.push(ChangeSample { id: id.to_string(), before, after, moved_m });
        }
    }
}

fn ward_name(code: &UnitCode, units: &UnitTable) -> String {
    let ward = units.by_code(Era::Current, UnitLevel::Ward, code.as_str());
    ward.map(|id| units.lineage(id).map(|(_, unit)| unit.full_name.as_str()).collect::<Vec<_>>().join(", "))
        .unwrap_or_default()
}

/// What the place is called, in one line.
fn address_of(place: &Place) -> String {
    let number_and_street = [&place.house_number, &place.street].map(|part| part.as_deref().unwrap_or_default());
    let parts = [
        place.name.clone().unwrap_or_default(),
        number_and_street.join(" ").trim().to_owned(),
        place.hamlet.clone().unwrap_or_default(),
        place.ward.as_ref().map(|code| format!("({code})")).unwrap_or_default(),
    ];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut wards: Vec<_> = self.wards.iter().collect();
        let changes = |ward: &WardDifference| ward.created + ward.moved + ward.changed + ward.retired;
        wards.sort_by_key(|(code, ward)| (std::cmp::Reverse(changes(ward)), *code));
        writeln!(f, "{:>9} {:>9} {:>9} {:>9}  unit", "created", "moved", "changed", "retired")?;
        for (code, WardDifference { name, created, moved, changed, retired }) in wards.iter().take(SHOWN_WARDS) {
            writeln!(f, "{created:>9} {moved:>9} {changed:>9} {retired:>9}  {code} {name}")?;
        }
        if wards.len() > SHOWN_WARDS {
            writeln!(f, "... and {} more units: --report writes all of them", wards.len() - SHOWN_WARDS)?;
        }
        for (kind, samples) in &self.samples {
            for ChangeSample { id, before, after, moved_m } in samples.iter().take(3) {
                let texts: Vec<&str> = [before, after].into_iter().flatten().map(String::as_str).collect();
                let moved = moved_m.map(|moved| format!(", {moved} m")).unwrap_or_default();
                writeln!(f, "  {kind} {id}: {}{moved}", texts.join(" -> "))?;
            }
        }
        Ok(())
    }
}
