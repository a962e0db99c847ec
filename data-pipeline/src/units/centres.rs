//! A point for every unit that lacks one, and a better one where the list's own is wrong.

use geo::{Area, Centroid, Contains, InteriorPoint, MultiPolygon};
use hashbrown::{HashMap, HashSet};
use vmap_core::Point;
use vmap_core::unit::{Era, UnitId, UnitLevel};
use vmap_registry::UnitBoundary;

use super::draft::Draft;

const BY_KIN: &str = "a doubtful centre, replaced by the middle of the units it came from or went to";
const BY_AREA: &str = "a centre, taken from the boundary";
const OUTSIDE: &str = "a centre outside the boundaries of all successors, replaced by their middle";
const BY_SUCCESSOR: &str = "a centre, taken from the successor";
const BY_PARTS: &str = "a centre, taken from the middle of the units within";

/// Completes the centres of `draft`: today's wards from their boundaries, doubtful ones from their
/// kin, former wards checked against the boundaries of their successors, and units above from
/// those within.
pub(super) fn complete(boundaries: &[UnitBoundary], draft: &mut Draft) {
    let areas = areas_of_wards(boundaries, draft);
    centres_of_current_wards(&areas, draft);
    replace_suspects(draft);
    check_former_wards(&areas, draft);
    centres_of_successors(UnitLevel::Ward, draft);
    centres_of_parents(UnitLevel::District, draft);
    centres_of_successors(UnitLevel::District, draft);
    centres_of_parents(UnitLevel::Province, draft);
    for id in (0..draft.units.len()).map(|row| UnitId(row as u16)) {
        if draft.unit(id).centre.is_none() {
            let name = draft.unit(id).full_name.clone();
            draft.report.skip("a unit for which nothing tells where it is", || name);
        }
    }
}

type Areas<'a> = HashMap<UnitId, &'a MultiPolygon<f64>>;

fn areas_of_wards<'a>(boundaries: &'a [UnitBoundary], draft: &Draft) -> Areas<'a> {
    let wards = boundaries.iter().filter(|area| (area.era, area.level) == (Era::Current, UnitLevel::Ward));
    wards.filter_map(|area| Some((draft.find(area.era, area.level, area.code.as_str())?, &area.area))).collect()
}

/// A boundary is better evidence than a list's point that lies outside it.
fn centres_of_current_wards(areas: &Areas<'_>, draft: &mut Draft) {
    let mut wards: Vec<_> = areas.iter().collect();
    wards.sort_unstable_by_key(|(id, _)| **id);
    for (&id, area) in wards {
        let listed = draft.unit(id).centre.filter(|centre| area.contains(&geo::Point::from(*centre)));
        if listed.is_none()
            && let Some(centre) = middle_of(area)
        {
            draft.unit_mut(id).centre = Some(centre);
            draft.suspect_centres.retain(|suspect| *suspect != id);
            draft.report.conclude(BY_AREA);
        }
    }
}

/// The centroid of `area`, or of its largest part, or a point inside it.
fn middle_of(area: &MultiPolygon<f64>) -> Option<Point> {
    let largest = area.iter().max_by(|one, other| one.unsigned_area().total_cmp(&other.unsigned_area()))?;
    let inside = |point: &geo::Point<f64>| area.contains(point);
    let middle = area.centroid().filter(inside).or_else(|| largest.centroid().filter(inside));
    let point = middle.or_else(|| largest.interior_point())?;
    Point::from_degrees(point.x(), point.y())
}

/// Replaces doubtful centres by the middle of trusted kin; one replaced is trusted by the next.
fn replace_suspects(draft: &mut Draft) {
    let mut suspects: HashSet<UnitId> = draft.suspect_centres.iter().copied().collect();
    let kin = kin_of(&suspects, draft);
    loop {
        let better = |id: &UnitId| {
            let kin = kin.get(id)?.iter().copied();
            let trusted: Vec<UnitId> = kin.filter(|other| !suspects.contains(other)).collect();
            Some((*id, middle(draft, &trusted)?))
        };
        let replaced: Vec<(UnitId, Point)> = suspects.iter().filter_map(better).collect();
        if replaced.is_empty() {
            break;
        }
        for (id, centre) in replaced {
            suspects.remove(&id);
            draft.unit_mut(id).centre = Some(centre);
            draft.report.conclude(BY_KIN);
        }
    }
    draft.suspect_centres.retain(|id| suspects.contains(id));
    for id in draft.suspect_centres.clone() {
        let name = draft.unit(id).full_name.clone();
        draft.report.skip("a doubt about a centre for which nothing better is known", || name);
    }
}

/// Successors and predecessors of `units` on their own level.
fn kin_of(units: &HashSet<UnitId>, draft: &Draft) -> HashMap<UnitId, Vec<UnitId>> {
    let mut kin: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    for edge in &draft.successions {
        for (id, other) in [(edge.old, edge.new), (edge.new, edge.old)] {
            if units.contains(&id) && draft.unit(id).level == draft.unit(other).level {
                kin.entry(id).or_default().push(other);
            }
        }
    }
    kin
}

/// Geocoded centres of former wards are wrong now and then: one that lies in none of the areas that
/// the ward passed into cannot be right.
fn check_former_wards(areas: &Areas<'_>, draft: &mut Draft) {
    let mut successors: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    for edge in draft.successions.iter().filter(|edge| draft.unit(edge.old).level == UnitLevel::Ward) {
        successors.entry(edge.old).or_default().push(edge.new);
    }
    let mut wards: Vec<_> = successors.into_iter().collect();
    wards.sort_unstable_by_key(|(id, _)| *id);
    for (id, successors) in wards {
        let Some(centre) = draft.unit(id).centre.map(geo::Point::from) else { continue };
        let known: Option<Vec<_>> = successors.iter().map(|new| areas.get(new)).collect();
        let outside = known.is_some_and(|areas| !areas.iter().any(|area| area.contains(&centre)));
        if outside && let Some(middle) = middle(draft, &successors) {
            draft.unit_mut(id).centre = Some(middle);
            draft.report.conclude(OUTSIDE);
        }
    }
}

/// Takes the centres of successors for units of `level` that have none. A successor may itself have
/// got its centre so, which is why this goes on until nothing changes.
fn centres_of_successors(level: UnitLevel, draft: &mut Draft) {
    let of_level = draft.successions.iter().filter(|edge| draft.unit(edge.old).level == level);
    let edges: Vec<_> = of_level.map(|edge| (edge.old, edge.new)).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for &(old, new) in &edges {
            if let (None, Some(centre)) = (draft.unit(old).centre, draft.unit(new).centre) {
                draft.unit_mut(old).centre = Some(centre);
                draft.report.conclude(BY_SUCCESSOR);
                changed = true;
            }
        }
    }
}

fn centres_of_parents(level: UnitLevel, draft: &mut Draft) {
    let mut parts: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    for row in 0..draft.units.len() {
        let above = draft.units[row].parent.filter(|above| draft.unit(*above).level == level);
        if let Some(above) = above.filter(|above| draft.unit(*above).centre.is_none()) {
            parts.entry(above).or_default().push(UnitId(row as u16));
        }
    }
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_unstable_by_key(|(above, _)| *above);
    for (above, parts) in parts {
        if let Some(centre) = middle(draft, &parts) {
            draft.unit_mut(above).centre = Some(centre);
            draft.report.conclude(BY_PARTS);
        }
    }
}

/// The mean of the centres of `units` that have one.
fn middle(draft: &Draft, units: &[UnitId]) -> Option<Point> {
    let centres: Vec<Point> = units.iter().filter_map(|id| draft.unit(*id).centre).collect();
    let count = centres.len() as f64;
    let sum = |of: fn(Point) -> f64| centres.iter().copied().map(of).sum::<f64>();
    Point::from_degrees(sum(Point::lon) / count, sum(Point::lat) / count)
}
