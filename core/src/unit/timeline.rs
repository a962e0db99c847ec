//! Units followed through time.
//!
//! The graph of units has an edge for each part of a unit that passed into another. What kind of
//! change an edge was, on which day, and which units stood where on any day, all follow from it.

use jiff::civil::Date;
use serde::Serialize;

use super::{Era, FormerName, Succession, Unit, UnitId, UnitTable, Validity};
use crate::text::fold;

/// Reforms followed one after the other at most; more would be a ring in the data.
const MOST_REFORMS: u8 = 6;

/// What a change did to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SuccessionKind {
    /// It went on as it was, under another number or in another unit above.
    Whole,
    /// It went on under another name.
    Rename,
    /// It went on as another kind of unit: a xã became a phường.
    Retype,
    /// It went whole into a unit with others.
    Merge,
    /// Parts of it went to several units.
    Split,
}

/// A unit that stands for a part of another one on another day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The unit.
    pub unit: UnitId,
    /// The part of the old unit that is in the new one, 0 to 1: of the one asked about when
    /// following it forwards, of this one when following back.
    pub share: f64,
    /// Whether the share is counted in equal parts because nothing better is known.
    pub assumed: bool,
}

impl UnitTable {
    /// What the change behind `edge` did.
    pub fn kind_of(&self, edge: &Succession) -> SuccessionKind {
        let (Some(old), Some(new)) = (self.get(edge.old), self.get(edge.new)) else { return SuccessionKind::Whole };
        // A unit that was there before took the old one in.
        let began_then = new.validity.from.is_some() && new.validity.from == old.validity.until;
        let alone = self.predecessors(edge.new).all(|other| other.old == edge.old);
        match () {
            () if edge.partial => SuccessionKind::Split,
            () if !alone || !began_then => SuccessionKind::Merge,
            () => changed_name((&old.kind, &old.name), (&new.kind, &new.name)),
        }
    }

    /// What the end of `former` did to its unit.
    pub fn kind_of_renaming(&self, former: &FormerName) -> SuccessionKind {
        let next = self.name_after(former);
        next.map_or(SuccessionKind::Whole, |next| changed_name((&former.kind, &former.name), next))
    }

    /// Kind and name that the unit of `former` took when it gave that up.
    fn name_after<'a>(&'a self, former: &'a FormerName) -> Option<(&'a str, &'a str)> {
        let later = self.former_names_of(former.unit).filter(|other| other.validity.until > former.validity.until);
        let next = later.min_by_key(|other| other.validity.until).map(|next| (&*next.kind, &*next.name));
        next.or_else(|| self.get(former.unit).map(|unit| (&*unit.kind, &*unit.name)))
    }

    /// The full name that `id` bore on `day`, with its English form. Where only an interval is
    /// known in which the name changed, the later one.
    pub fn name_on(&self, id: UnitId, day: Option<Date>) -> Option<(&str, &str)> {
        let unit = self.get(id)?;
        let was_borne = |former: &&FormerName| {
            let ended = former.validity.ended_between();
            day.is_some_and(|day| ended.is_some_and(|(earliest, _)| day < earliest))
        };
        let former = self.former_names_of(id).filter(was_borne).min_by_key(|former| former.validity.until);
        let names = former.map(|former| (&*former.full_name, &*former.full_name_en));
        Some(names.unwrap_or((&unit.full_name, &unit.full_name_en)))
    }

    /// The first day of which the table can tell which units there were: the first day of the
    /// interval that any change is known by, else the eve of the first change known.
    pub fn known_since(&self) -> Option<Date> {
        let units = self.iter().map(|(_, unit)| unit.validity);
        let validities: Vec<Validity> = units.chain(self.former_names().iter().map(|name| name.validity)).collect();
        let eve = |validity: &Validity| validity.ended_between().and_then(|(earliest, _)| earliest.yesterday().ok());
        let changes = validities.iter().filter_map(eve).min();
        changes.or_else(|| validities.iter().filter_map(|validity| validity.from).min())
    }

    /// Whether `unit` is one of the era before the reform that parts the two: it ended on its day, or
    /// before. A unit that a later reform ended is not.
    pub fn is_of_the_former_era(&self, unit: UnitId) -> bool {
        let until = self.get(unit).and_then(|unit| unit.validity.until).and_then(|until| until.yesterday().ok());
        until.is_some() && until <= self.eve_of_the_reform()
    }

    /// The units in force on `day` (today where absent) that `unit` is or passed into, the largest
    /// part first; none where it began after that day. Cost: a few steps for each reform.
    pub fn became(&self, unit: UnitId, day: Option<Date>) -> Vec<Part> {
        let mut parts = Vec::new();
        self.follow(Part { unit, share: 1.0, assumed: false }, day, MOST_REFORMS, &mut parts);
        parts.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.unit.cmp(&b.unit)));
        parts
    }

    /// The units in force on `day` that `unit` was made from, itself among them where it was there
    /// already; several where it took others in, or where it is not known which of them still was.
    pub fn came_from(&self, unit: UnitId, day: Date) -> Vec<Part> {
        let mut parts = Vec::new();
        self.follow_back(Part { unit, share: 1.0, assumed: false }, day, MOST_REFORMS, &mut parts);
        parts.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.unit.cmp(&b.unit)));
        parts
    }

    fn follow(&self, part: Part, day: Option<Date>, reforms: u8, parts: &mut Vec<Part>) {
        if self.get(part.unit).is_some_and(|unit| is_in_force(unit, day)) {
            return add(parts, part);
        }
        for (edge, next) in self.shared_out(part).into_iter().filter(|_| reforms > 0) {
            self.follow(Part { unit: edge.new, ..next }, day, reforms - 1, parts);
        }
    }

    fn follow_back(&self, part: Part, day: Date, reforms: u8, parts: &mut Vec<Part>) {
        if self.get(part.unit).is_some_and(|unit| is_in_force(unit, Some(day))) {
            add(parts, part);
        }
        for edge in self.predecessors(part.unit).filter(|_| reforms > 0) {
            let own = Part { unit: edge.old, share: part.share, assumed: part.assumed };
            let shared = self.shared_out(own).into_iter().find(|(other, _)| other.new == edge.new);
            if let Some((_, shared)) = shared {
                self.follow_back(Part { unit: edge.old, ..shared }, day, reforms - 1, parts);
            }
        }
    }

    /// The edges from the unit of `part` with what each takes of `part`: by shares where all are
    /// known, else equally.
    fn shared_out(&self, part: Part) -> Vec<(&Succession, Part)> {
        let edges: Vec<&Succession> = self.successors(part.unit).collect();
        let known: Option<Vec<f64>> = edges.iter().map(|edge| share_known(edge)).collect();
        let assumed = part.assumed || known.is_none();
        let shares = known.filter(|known| known.iter().sum::<f64>() > 0.0).unwrap_or_else(|| vec![1.0; edges.len()]);
        let total: f64 = shares.iter().sum();
        let taken = shares.into_iter().map(|share| Part { share: part.share * share / total, assumed, ..part });
        edges.into_iter().zip(taken).collect()
    }
}

/// The part of the old unit that `edge` took: all of it where nothing says that it was split.
fn share_known(edge: &Succession) -> Option<f64> {
    edge.share.map(f64::from).or((!edge.partial).then_some(1.0))
}

fn is_in_force(unit: &Unit, day: Option<Date>) -> bool {
    match day {
        Some(day) => unit.validity.contains(day),
        None => unit.era() == Era::Current,
    }
}

fn add(parts: &mut Vec<Part>, part: Part) {
    match parts.iter_mut().find(|known| known.unit == part.unit) {
        Some(known) => {
            known.share = (known.share + part.share).min(1.0);
            known.assumed |= part.assumed;
        }
        None => parts.push(part),
    }
}

fn changed_name(old: (&str, &str), new: (&str, &str)) -> SuccessionKind {
    match (fold(old.1) == fold(new.1), fold(old.0) == fold(new.0)) {
        (true, true) => SuccessionKind::Whole,
        (true, false) => SuccessionKind::Retype,
        (false, _) => SuccessionKind::Rename,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::unit::{UnitCode, UnitLevel};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn unit(code: &str, kind: &str, name: &str, validity: Validity) -> Unit {
        Unit {
            code: UnitCode(code.into()),
            level: UnitLevel::Ward,
            kind: kind.into(),
            name: name.into(),
            full_name: format!("{kind} {name}"),
            full_name_en: String::new(),
            parent: None,
            validity,
            centre: None,
            aliases: Vec::new(),
        }
    }

    fn until(last: &str, earliest: Option<&str>) -> Validity {
        Validity { from: None, until: Some(day(last)), until_earliest: earliest.map(day) }
    }

    fn edge(old: u16, new: u16, partial: bool, share: Option<f32>) -> Succession {
        Succession { old: UnitId(old), new: UnitId(new), partial, share, act: String::new() }
    }

    /// A was merged into B by 2024; B was split into C and D in 2025, E became C too, F became G.
    fn table() -> UnitTable {
        let reform = until("2025-07-01", None);
        let today = Validity { from: Some(day("2025-07-01")), ..Validity::default() };
        let units = vec![
            unit("1", "Xã", "A", until("2024-11-10", Some("2019-01-02"))),
            unit("2", "Xã", "B", reform),
            unit("3", "Xã", "C", today),
            unit("4", "Xã", "D", today),
            unit("5", "Xã", "E", reform),
            unit("6", "Thị trấn", "F", reform),
            unit("7", "Xã", "F", today),
        ];
        let edges = vec![
            edge(0, 1, false, None),
            edge(1, 2, true, Some(0.75)),
            edge(1, 3, true, Some(0.25)),
            edge(4, 2, false, None),
            edge(5, 6, false, None),
        ];
        UnitTable::new(units, edges).unwrap()
    }

    fn parts(parts: &[Part]) -> Vec<(u16, f64)> {
        parts.iter().map(|part| (part.unit.0, part.share)).collect()
    }

    #[test]
    fn a_unit_is_followed_over_two_reforms() {
        let table = table();
        assert_eq!(parts(&table.became(UnitId(0), None)), [(2, 0.75), (3, 0.25)]);
        assert_eq!(parts(&table.became(UnitId(0), Some(day("2025-01-01")))), [(1, 1.0)]);
        assert_eq!(parts(&table.became(UnitId(2), None)), [(2, 1.0)]);
        assert_eq!(parts(&table.became(UnitId(2), Some(day("2025-01-01")))), [], "it began later");
    }

    #[test]
    fn following_back_says_which_units_may_have_been_there() {
        let table = table();
        let eve = table.eve_of_the_reform().unwrap();
        assert_eq!(eve, day("2025-06-30"));
        assert_eq!(parts(&table.came_from(UnitId(2), eve)), [(4, 1.0), (1, 0.75)]);
        assert_eq!(parts(&table.came_from(UnitId(3), day("2020-01-01"))), [(0, 0.25), (1, 0.25)]);
        assert_eq!(parts(&table.came_from(UnitId(3), day("2025-07-01"))), [(3, 1.0)]);
    }

    #[test]
    fn the_kind_of_a_change_follows_from_the_graph_and_the_names() {
        let table = table();
        let kinds: Vec<SuccessionKind> = table.successions().iter().map(|edge| table.kind_of(edge)).collect();
        let (merge, split) = (SuccessionKind::Merge, SuccessionKind::Split);
        assert_eq!(kinds, [merge, split, split, merge, SuccessionKind::Retype]);
    }

    #[test]
    fn a_former_name_is_borne_until_the_first_day_that_may_have_ended_it() {
        let former = |name: &str, validity| FormerName {
            unit: UnitId(2),
            code: UnitCode("3".into()),
            kind: "Xã".into(),
            name: name.into(),
            full_name: format!("Xã {name}"),
            full_name_en: String::new(),
            validity,
            act: String::new(),
        };
        let names = vec![former("Y", until("2027-01-01", None)), former("X", until("2026-06-01", Some("2026-01-01")))];
        let table = table().with_former_names(names).unwrap();
        let name_on = |on: &str| table.name_on(UnitId(2), Some(day(on))).unwrap().0;
        assert_eq!([name_on("2025-12-31"), name_on("2026-01-01"), name_on("2027-01-01")], ["Xã X", "Xã Y", "Xã C"]);
        let kinds: Vec<_> = table.former_names().iter().map(|former| table.kind_of_renaming(former)).collect();
        assert_eq!(kinds, [SuccessionKind::Rename, SuccessionKind::Rename]);
        assert_eq!(table.known_since(), Some(day("2019-01-01")));
        assert_eq!(table.with_code("3"), [UnitId(2)]);
    }

    proptest! {
        /// Whatever the edges, even in a ring, following ends and shares are parts of one.
        #[test]
        fn shares_are_parts_of_one(edges in prop::collection::vec((0_u16..7, 0_u16..7, any::<bool>(), prop::option::of(0.0_f32..1.0)), 0..20)) {
            let rows = table().iter().map(|(_, unit)| unit.clone()).collect();
            let edges = edges.into_iter().map(|(old, new, partial, share)| edge(old, new, partial, share)).collect();
            let table = UnitTable::new(rows, edges).unwrap();
            for (id, _) in table.iter() {
                let total: f64 = table.became(id, None).iter().map(|part| part.share).sum();
                prop_assert!((0.0..=1.0 + 1e-9).contains(&total));
                let back = table.came_from(id, day("2020-01-01"));
                prop_assert!(back.iter().all(|part| (0.0..=1.0).contains(&part.share)));
            }
        }
    }
}
