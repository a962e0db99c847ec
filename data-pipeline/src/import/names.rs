//! Streets and hamlets gathered over a whole import, each once per ward.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use vmap_core::address::{street_key, whole_hamlet};
use vmap_core::place::{Place, PlaceKind};
use vmap_core::unit::UnitCode;
use vmap_registry::Submission;

/// What tells one named place from another: kind, ward, folded name.
type NameKey = (PlaceKind, String, String);

/// Streets given as lines, and the streets and hamlets that addresses imply. Memory grows with
/// the number of distinct names per ward, not with the number of rows.
#[derive(Debug, Default)]
pub struct NameCollector {
    lines: BTreeMap<NameKey, Place>,
    implied: BTreeMap<NameKey, Place>,
    /// Names as written of each kind and ward that were seen already: nearly every row names a street
    /// that the row before it named, and keys cost far more than looking here.
    seen: HashMap<String, [HashSet<String>; 2]>,
}

impl NameCollector {
    /// Takes a street given as lines: ways of one name in one ward become one street.
    pub fn add_lines(&mut self, street: Place) {
        let name = street.name.clone().unwrap_or_default();
        let key = (PlaceKind::Street, ward_of(&street), street_key(&name));
        match self.lines.get_mut(&key) {
            Some(known) => known.lines.extend(street.lines),
            None => {
                self.lines.insert(key, street);
            }
        }
    }

    /// Remembers the street and the hamlet that `address` names, where it is the first to do so.
    pub fn add_implied(&mut self, address: &Place) {
        if let Some(street) = &address.street {
            self.imply(PlaceKind::Street, street, street_key, address);
        }
        if let Some(hamlet) = &address.hamlet {
            self.imply(PlaceKind::Hamlet, hamlet, whole_hamlet, address);
        }
    }

    fn imply(&mut self, kind: PlaceKind, name: &str, key: fn(&str) -> String, address: &Place) {
        let ward = address.ward.as_ref().map_or("", UnitCode::as_str);
        let seen = &mut self.seen.entry_ref(ward).or_default()[usize::from(kind == PlaceKind::Hamlet)];
        if seen.contains(name) {
            return;
        }
        seen.insert(name.to_owned());
        self.implied.entry((kind, ward.to_owned(), key(name))).or_insert_with(|| Place {
            kind,
            name: Some(name.to_owned()),
            house_number: None,
            street: None,
            hamlet: None,
            category: None,
            lines: Vec::new(),
            ..address.clone()
        });
    }

    /// The streets given as lines. Their key in the source is ward and folded name, so that ways
    /// may be split and renumbered without a street changing its identity.
    pub fn streets(&mut self) -> Vec<Submission> {
        std::mem::take(&mut self.lines)
            .into_iter()
            .map(|((_, ward, folded), place)| {
                Submission::new(with_middle_point(place), Some(&format!("street/{ward}/{folded}")))
            })
            .collect()
    }

    /// The streets and hamlets that addresses imply.
    pub fn implied(&mut self) -> Vec<Submission> {
        let places = std::mem::take(&mut self.implied).into_values();
        places.map(Submission::implied).collect()
    }
}

fn ward_of(place: &Place) -> String {
    place.ward.as_ref().map(|code| code.0.clone()).unwrap_or_default()
}

/// A street stands at the middle vertex of its longest line.
fn with_middle_point(street: Place) -> Place {
    let longest = street.lines.iter().max_by_key(|line| line.len());
    match longest.and_then(|line| line.get(line.len() / 2)).copied() {
        Some(point) => Place { point, ..street },
        None => street,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vmap_core::Point;
    use vmap_core::unit::UnitCode;

    fn way(name: &str, ward: &str, lons: &[f64]) -> Place {
        let line: Vec<Point> = lons.iter().map(|lon| Point::from_degrees(*lon, 21.0).unwrap()).collect();
        Place {
            kind: PlaceKind::Street,
            point: line[0],
            name: Some(name.to_owned()),
            house_number: None,
            street: None,
            hamlet: None,
            ward: Some(UnitCode(ward.to_owned())),
            legacy_ward: None,
            category: None,
            lines: vec![line],
        }
    }

    #[test]
    fn ways_of_one_name_in_one_ward_are_one_street_at_its_longest_line() {
        let mut names = NameCollector::default();
        names.add_lines(way("Phố Huế", "00001", &[105.1, 105.2]));
        names.add_lines(way("phố HUẾ", "00001", &[105.3, 105.4, 105.5]));
        names.add_lines(way("Phố Huế", "00002", &[105.6, 105.7]));
        let streets = names.streets();
        assert_eq!(streets.len(), 2);
        assert_eq!(streets[0].place().lines.len(), 2);
        assert_eq!(streets[0].place().point.lon(), 105.4);
        assert_eq!(names.streets(), vec![], "each street is handed on once");
    }

    #[test]
    fn what_an_address_implies_is_derived_and_has_no_key_of_its_own() {
        let mut names = NameCollector::default();
        let address = Place { street: Some("Phố Huế".to_owned()), ..way("", "00001", &[105.1]) };
        names.add_implied(&address);
        names.add_implied(&Place { street: Some("phố huế".to_owned()), ..address.clone() });
        let implied = names.implied();
        assert_eq!(implied.len(), 1);
        assert!(implied[0].is_implied());
        assert_eq!(implied[0].place().name.as_deref(), Some("Phố Huế"));
    }
}
