//! What is at a point.

use vmap_core::least_distance::FARTHEST_M;
use vmap_core::release::{NamedPlaceKind, NamedPlaceTable};
use vmap_core::segment::metres_to_segments;
use vmap_core::unit::UnitLevel;
use vmap_core::{LeastDistance, Point};

use crate::blocks::{Blocks, Neighbour};
use crate::describe::{Form, Subject, describe};
use crate::hit::Hit;
use crate::request::{BoundingBox, ResultType, ReverseRequest};
use crate::tables::Tables;

/// Farthest a result may be in metres, unless the question says otherwise; never beyond 2,000 km.
pub const DEFAULT_RADIUS_M: f64 = 5_000.0;

/// The kinds of named places, each with the type of its results.
const KINDS: [(NamedPlaceKind, ResultType); 3] = [
    (NamedPlaceKind::Street, ResultType::Street),
    (NamedPlaceKind::Hamlet, ResultType::Hamlet),
    (NamedPlaceKind::PointOfInterest, ResultType::Poi),
];

/// The R-trees over addresses and over named places of each kind.
pub(crate) struct Nearby {
    addresses: Blocks,
    named: [Blocks; 3],
}

impl Nearby {
    /// Cost: one pass over all points and lines, about 50 ms per million addresses on two cores.
    pub(crate) fn new(tables: &Tables) -> Self {
        let addresses = Blocks::new(tables.addresses.len() as u32, |row| tables.addresses.point(row));
        let of_kind = |kind| Blocks::new(tables.named.len() as u32, move |row| points_of(&tables.named, row, kind));
        Self { addresses, named: KINDS.map(|(kind, _)| of_kind(kind)) }
    }

    /// The rows of addresses from `from` on whose block reaches into `bbox`, or of all, ascending.
    pub(crate) fn addresses_near(&self, bbox: Option<BoundingBox>, from: u32) -> impl Iterator<Item = u32> + use<> {
        self.addresses.rows_near(bbox, from)
    }

    /// The places nearest to the point asked about, nearest first, then the units that hold it.
    pub(crate) fn reverse(&self, tables: &Tables, request: &ReverseRequest) -> Vec<Hit> {
        let mut nearest = self.nearest_places(tables, request);
        nearest.sort_by(|a, b| a.1.total_cmp(&b.1));
        nearest.truncate(request.limit);
        let form = Form::new(request.admin, request.language);
        let places = nearest.iter().filter_map(|(subject, distance_m)| {
            Some(Hit { distance_m: Some(decimetres(*distance_m)), ..describe(tables, subject, form)? })
        });
        places.chain(units_at(tables, request)).collect()
    }

    fn nearest_places(&self, tables: &Tables, request: &ReverseRequest) -> Vec<(Subject, f64)> {
        let radius_m = request.radius_m.unwrap_or(DEFAULT_RADIUS_M).min(FARTHEST_M);
        let bound = LeastDistance::within(request.point, radius_m);
        let mut found = Vec::new();
        if wants(request, ResultType::House) {
            let distance_m = |row, reach_m| metres_within(&bound, reach_m, tables.addresses.point(row)?);
            let nearest = self.addresses.nearest(&bound, request.limit, radius_m, distance_m);
            found.extend(nearest.into_iter().map(|Neighbour { row, distance_m }| (Subject::Address(row), distance_m)));
        }
        for ((kind, result), blocks) in
            KINDS.into_iter().zip(&self.named).filter(|((_, kind), _)| wants_named(request, *kind))
        {
            let is_wanted = |row| {
                tables.named.kind(row) == Some(kind)
                    && (request.types.contains(&result) || tables.named.is_numbered(row))
            };
            let distance_m = |row, reach_m| is_wanted(row).then(|| named_distance_m(tables, &bound, reach_m, row))?;
            let nearest = blocks.nearest(&bound, request.limit, radius_m, distance_m);
            found.extend(nearest.into_iter().map(|Neighbour { row, distance_m }| (Subject::Named(row), distance_m)));
        }
        found
    }
}

/// Whether results of type `kind` are wanted, addresses being wanted unless types are named.
fn wants(request: &ReverseRequest, kind: ResultType) -> bool {
    match request.types.as_slice() {
        [] => kind == ResultType::House,
        types => types.contains(&kind),
    }
}

/// Metres to `point`; `None` where it is farther than `reach_m`.
fn metres_within(bound: &LeastDistance, reach_m: f64, point: Point) -> Option<f64> {
    (bound.to_point(point) <= reach_m).then(|| bound.from().distance_m(point))
}

/// Whether named places that are results of type `kind` are wanted: a point of interest with a house
/// number is an address too.
fn wants_named(request: &ReverseRequest, kind: ResultType) -> bool {
    wants(request, kind) || (request.types.is_empty() && kind == ResultType::Poi)
}

/// Metres to the named place at `row`; `None` where it is farther than `reach_m`.
fn named_distance_m(tables: &Tables, bound: &LeastDistance, reach_m: f64, row: u32) -> Option<f64> {
    let lines = tables.named.lines(row);
    let mut segments = lines.iter().flat_map(|line| line.windows(2)).map(|pair| (pair[0], pair[1])).peekable();
    match segments.peek() {
        Some(_) => metres_to_segments(bound, reach_m, segments),
        None => metres_within(bound, reach_m, tables.named.point(row)?),
    }
}

/// Every point of the place at `row`, none where it is of another kind.
fn points_of(named: &NamedPlaceTable, row: u32, kind: NamedPlaceKind) -> Vec<Point> {
    if named.kind(row) != Some(kind) {
        return Vec::new();
    }
    let lines = named.lines(row).into_iter().flatten();
    named.point(row).into_iter().chain(lines).collect()
}

/// Today's ward and province that hold the point, with the distance to the ward's border.
fn units_at(tables: &Tables, request: &ReverseRequest) -> Vec<Hit> {
    let Some(located) = tables.areas.current_ward_at(request.point) else { return Vec::new() };
    let mut form = Form::new(request.admin, request.language);
    form.matched_former = tables.areas.legacy_ward_at(request.point);
    let levels = [(UnitLevel::Ward, ResultType::Ward), (UnitLevel::Province, ResultType::Province)];
    let wanted = levels
        .into_iter()
        .filter(|(_, kind)| request.types.is_empty() || request.types.contains(kind) || *kind == ResultType::Ward);
    wanted
        .filter_map(|(level, _)| {
            let unit = tables.units.ancestor(located.unit, level)?;
            let hit = describe(tables, &Subject::Unit(unit), form)?;
            let distance_m = (level == UnitLevel::Ward).then(|| decimetres(located.border_distance_m));
            Some(Hit { distance_m, ..hit })
        })
        .collect()
}

/// A distance to the decimetre, finer than any point is known.
pub(crate) fn decimetres(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}
