//! The maps that units are drawn from: one of today, one of the districts before the reform, one of
//! the wards then.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};
use vmap_core::unit::{Era, UnitId, UnitLevel};
use vmap_release::Boundary;

use super::former::{districts_of_wards, former_units};
use super::marks::Islands;
use crate::TileInputs;
use crate::coverage::{Coverage, Edge, Owner, borders};
use crate::schema::{FORMER_DISTRICTS, FORMER_PROVINCES, FORMER_WARDS, LayerSchema, PROVINCES, WARDS};

/// The zoom whose grid borders are kept on.
pub(super) const LAST_ZOOM: u8 = WARDS.maxzoom;

/// First zoom that shows all of today's wards.
const FIRST_WARDS: u8 = 6;

/// Added to the number of a unit where its area gives way to those of others.
const GIVES_WAY: u32 = 1 << 16;

/// One coverage and the layers that show it.
pub(super) struct Sheet {
    /// Before this zoom only the larger units are told apart, so that their borders can be
    /// simplified as a whole.
    first_fine: u8,
    coarse: Coverage,
    fine: Coverage,
    pub(super) layers: Vec<SheetLayer>,
    /// Islands that are drawn however small they are.
    islands: Islands,
    /// Units whose area was put together from others'.
    pub(super) approximate: HashSet<u32>,
}

/// A layer of a sheet.
pub(super) struct SheetLayer {
    pub(super) schema: &'static LayerSchema,
    /// The unit of the layer that each owner's land belongs to.
    units: HashMap<u32, u32>,
}

impl SheetLayer {
    /// The unit of this layer that `owner`'s land belongs to.
    pub(super) fn unit(&self, owner: Owner) -> Owner {
        owner.and_then(|owner| self.units.get(&owner).copied())
    }

    /// The units of this layer, ascending.
    pub(super) fn units(&self) -> Vec<u32> {
        let units: BTreeSet<u32> = self.units.values().copied().collect();
        units.into_iter().collect()
    }

    /// Whether units that have no area are named all the same. Former wards are not: there are
    /// ten thousand of them, and their centres are no more than estimates.
    pub(super) fn names_units_without_area(&self) -> bool {
        self.schema != &FORMER_WARDS
    }
}

impl Sheet {
    /// The borders at zoom `z` before any are brought together, simplified by `tolerance` steps.
    pub(super) fn simplified(&self, z: u8, tolerance: f64) -> Vec<Edge> {
        let coverage = if z < self.first_fine { &self.coarse } else { &self.fine };
        let mut edges = coverage.simplified(z, tolerance);
        edges.extend(self.islands.marks(z).into_iter().map(|mark| mark.with_owners(giving_way)));
        edges
    }

    /// All borders with every vertex.
    pub(super) fn edges(&self) -> impl Iterator<Item = Edge> {
        self.fine.edges()
    }
}

/// The number under which an area gives way to those of others.
fn giving_way(owner: Owner) -> Owner {
    owner.map(|owner| owner | GIVES_WAY)
}

/// The number of the unit, however its area was drawn.
pub(super) fn unit_of(owner: Owner) -> Owner {
    owner.map(|owner| owner & !GIVES_WAY)
}

/// All sheets. Cost: bringing together every border of every boundary on the grid of the last zoom.
pub(super) fn sheets(inputs: &TileInputs<'_>) -> Vec<Sheet> {
    let today = today(inputs);
    let districts = former_districts(inputs, &today.fine);
    vec![today, districts, former_wards(inputs)]
}

fn today(inputs: &TileInputs<'_>) -> Sheet {
    let (provinces, wards) = (in_force(inputs, UnitLevel::Province), in_force(inputs, UnitLevel::Ward));
    let mut given = given(inputs, &wards);
    add_larger(inputs, &provinces, &mut given);
    let fine = bring_together(&given);

    let zones = wards.iter().filter(|ward| inputs.units.get(**ward).is_some_and(|unit| unit.is_special_zone()));
    let zones: HashSet<u32> = zones.map(|zone| number(*zone)).collect();
    let islands = Islands::new(given.iter().filter(|(id, _)| zones.contains(&number(*id))));
    let to_provinces = belonging(inputs, &provinces, &wards);
    let coarse = fine.dissolve(|owner| match owner {
        Some(zone) if zones.contains(&zone) => owner,
        owner => owner.and_then(|owner| to_provinces.get(&owner).copied()),
    });
    let layers = vec![
        SheetLayer { schema: &PROVINCES, units: to_provinces },
        SheetLayer { schema: &WARDS, units: themselves(&wards) },
    ];
    Sheet { first_fine: FIRST_WARDS, coarse, fine, layers, islands, approximate: HashSet::new() }
}

fn former_districts(inputs: &TileInputs<'_>, wards_of_today: &Coverage) -> Sheet {
    let (provinces, districts) = (before(inputs, UnitLevel::Province), before(inputs, UnitLevel::District));
    let mut given = given(inputs, &districts);
    let with_area: HashSet<UnitId> = given.iter().map(|(id, _)| *id).collect();
    let mut together: HashMap<u32, u32> = HashMap::new();
    for (ward, district) in districts_of_wards(inputs.units) {
        if !with_area.contains(&district) {
            together.insert(number(ward), number(district));
        }
    }
    let put_together = wards_of_today.dissolve(|owner| owner.and_then(|ward| together.get(&ward).copied()));
    let mut approximate: HashSet<u32> =
        put_together.edges().flat_map(|edge| [edge.left, edge.right]).flatten().collect();
    if put_together.edges().next().is_none() {
        add_larger(inputs, &provinces, &mut given);
    }
    let mut edges = edges_of(&given);
    edges.extend(put_together.edges().map(|edge| edge.with_owners(giving_way)));
    let fine = Coverage::new(&edges, LAST_ZOOM).dissolve(unit_of);

    let to_provinces = belonging(inputs, &provinces, &districts);
    let coarse = fine.dissolve(|owner| owner.and_then(|owner| to_provinces.get(&owner).copied()));
    approximate.extend(approximate.clone().iter().filter_map(|district| to_provinces.get(district)));
    let layers = vec![
        SheetLayer { schema: &FORMER_PROVINCES, units: to_provinces },
        SheetLayer { schema: &FORMER_DISTRICTS, units: themselves(&districts) },
    ];
    let first_fine = FORMER_DISTRICTS.minzoom;
    Sheet { first_fine, coarse, fine, layers, islands: Islands::default(), approximate }
}

fn former_wards(inputs: &TileInputs<'_>) -> Sheet {
    let wards = before(inputs, UnitLevel::Ward);
    let given = given(inputs, &wards);
    let layers = vec![SheetLayer { schema: &FORMER_WARDS, units: themselves(&wards) }];
    let (coarse, fine) = (Coverage::new(&[], LAST_ZOOM), bring_together(&given));
    let first_fine = FORMER_WARDS.minzoom;
    Sheet { first_fine, coarse, fine, layers, islands: Islands::default(), approximate: HashSet::new() }
}

fn in_force(inputs: &TileInputs<'_>, level: UnitLevel) -> Vec<UnitId> {
    let units = inputs.units.iter().filter(|(_, unit)| unit.era() == Era::Current && unit.level == level);
    units.map(|(id, _)| id).collect()
}

fn before(inputs: &TileInputs<'_>, level: UnitLevel) -> Vec<UnitId> {
    former_units(inputs.units, level).map(|(id, _)| id).collect()
}

type GivenAreas<'a> = Vec<(UnitId, &'a Boundary)>;

/// The boundaries of `units`.
fn given<'a>(inputs: &TileInputs<'a>, units: &[UnitId]) -> GivenAreas<'a> {
    let mut boundaries: HashMap<_, &Boundary> = HashMap::new();
    for boundary in inputs.boundaries {
        boundaries.entry((boundary.era, boundary.level, &boundary.code)).or_insert(boundary);
    }
    let boundary = |id: UnitId| {
        let unit = inputs.units.get(id)?;
        boundaries.get(&(unit.era(), unit.level, &unit.code)).copied()
    };
    units.iter().filter_map(|id| Some((*id, boundary(*id)?))).collect()
}

/// Adds the boundaries of those of `larger` in which no smaller unit has an area: where one has,
/// the larger one is made of the smaller ones, so that their borders agree.
fn add_larger<'a>(inputs: &TileInputs<'a>, larger: &[UnitId], areas: &mut GivenAreas<'a>) {
    let with_smaller: HashSet<UnitId> =
        areas.iter().filter_map(|(id, _)| inputs.units.ancestor(*id, UnitLevel::Province)).collect();
    areas.extend(given(inputs, larger).into_iter().filter(|(id, _)| !with_smaller.contains(id)));
}

fn bring_together(areas: &GivenAreas<'_>) -> Coverage {
    Coverage::new(&edges_of(areas), LAST_ZOOM)
}

fn edges_of(areas: &GivenAreas<'_>) -> Vec<Edge> {
    areas.iter().flat_map(|(id, boundary)| borders(&boundary.area, number(*id), LAST_ZOOM)).collect()
}

/// The larger unit that each of the smaller ones belongs to; the larger ones to themselves.
fn belonging(inputs: &TileInputs<'_>, larger: &[UnitId], smaller: &[UnitId]) -> HashMap<u32, u32> {
    let above = |id: UnitId| inputs.units.ancestor(id, UnitLevel::Province);
    let up = smaller.iter().filter_map(|id| Some((number(*id), number(above(*id)?))));
    up.chain(larger.iter().map(|id| (number(*id), number(*id)))).collect()
}

fn themselves(units: &[UnitId]) -> HashMap<u32, u32> {
    units.iter().map(|id| (number(*id), number(*id))).collect()
}

/// The number of a unit's land in a coverage.
fn number(id: UnitId) -> u32 {
    u32::from(id.0)
}
