//! Administrative units of today and before the reform, with a label point in each.

mod former;
mod labels;
mod marks;
mod sheets;
mod units;

use std::path::Path;

use hashbrown::HashMap;
use rayon::prelude::*;
use vmap_core::unit::{UnitId, UnitLevel};

use self::labels::{centres_below, moved, place};
use self::sheets::{LAST_ZOOM, Sheet, SheetLayer, sheets, unit_of};
use self::units::DrawnUnit;
use crate::archive::{ArchiveWriter, Bounds};
use crate::build::{Piece, add_tiles};
use crate::coord::World;
use crate::coverage::{Edge, Node, Step, drawn, polygons, shown, without_seams};
use crate::encode::{GeometryKind, LayerWriter, encode_point, encode_polygons};
use crate::schema::{LayerSchema, UNIT_LABELS};
use crate::{TileCoord, TileError, TileInputs, TileSet};

/// Tolerance of simplification in steps of the tile grid: less than half a pixel on a screen that
/// shows a tile as 512 pixels. The last zoom, which clients enlarge, keeps every vertex.
const TOLERANCE_STEPS: f64 = 3.0;

/// Water enclosed by land that is drawn narrower than this many steps is closed: a pixel on the
/// same screen. The last zoom keeps it.
const NARROWEST_HOLE_STEPS: f64 = 8.0;

/// First zoom of the labels of each level; special zones have theirs at every zoom of the layer,
/// because on small maps nothing else shows those islands.
const FIRST_PROVINCE_LABEL: u8 = 4;
const FIRST_DISTRICT_LABEL: u8 = 7;
const FIRST_WARD_LABEL: u8 = 9;
const FIRST_FORMER_WARD_LABEL: u8 = 10;

/// Builds `admin.pmtiles`.
pub(crate) fn build(inputs: &TileInputs<'_>, folder: &Path) -> Result<(), TileError> {
    let mut archive = ArchiveWriter::create(folder, TileSet::Admin, bounds(inputs))?;
    let map = Map::new(inputs);
    for z in TileSet::Admin.zooms() {
        map.add_zoom(z, &mut archive)?;
    }
    archive.finish()
}

fn bounds(inputs: &TileInputs<'_>) -> Bounds {
    let polygons = inputs.boundaries.iter().flat_map(|boundary| boundary.area.iter());
    Bounds::around(polygons.flat_map(|polygon| polygon.exterior().coords()).map(|at| (at.x, at.y)))
}

/// Everything that is drawn.
struct Map<'a> {
    sheets: Vec<Sheet>,
    /// By row of the unit table.
    units: HashMap<u32, DrawnUnit<'a>>,
    /// Where names stand on the grid of the last zoom, by row of the unit table.
    labels: HashMap<u32, Node>,
}

/// What a unit has in one tile.
struct Drawing<'a> {
    schema: &'static LayerSchema,
    unit: &'a DrawnUnit<'a>,
    shape: Shape,
}

enum Shape {
    /// The border of an area within the tile.
    Area(Vec<Step>),
    Label(Node),
}

impl<'a> Map<'a> {
    fn new(inputs: &TileInputs<'a>) -> Self {
        let sheets = sheets(inputs);
        let mut units = HashMap::new();
        let drawn = sheets
            .iter()
            .flat_map(|sheet| sheet.layers.iter().flat_map(SheetLayer::units).map(move |unit| (sheet, unit)));
        for (sheet, unit) in drawn {
            let id = u16::try_from(unit).map(UnitId);
            let drawn = id.ok().and_then(|id| DrawnUnit::new(id, inputs.units, sheet.approximate.contains(&unit)));
            units.extend(drawn.map(|drawn| (unit, drawn)));
        }
        let labels = label_places(inputs, &sheets);
        Self { sheets, units, labels }
    }

    fn add_zoom(&self, z: u8, archive: &mut ArchiveWriter) -> Result<(), TileError> {
        let mut pieces: Vec<Piece<Drawing<'_>>> =
            self.sheets.par_iter().flat_map_iter(|sheet| self.pieces(sheet, z)).collect();
        // Stable, so that within a tile units keep the order of the table.
        pieces.par_sort_by_key(|piece| piece.tile);
        add_tiles(z, &pieces, |pieces| encode(z, pieces), archive)
    }

    /// What a sheet gives the tiles of zoom `z`.
    fn pieces(&self, sheet: &Sheet, z: u8) -> Vec<Piece<Drawing<'_>>> {
        let (tolerance, hole) = if z == LAST_ZOOM { (0.0, 0.0) } else { (TOLERANCE_STEPS, NARROWEST_HOLE_STEPS) };
        let borders: Vec<Edge> =
            drawn(&sheet.simplified(z, tolerance), hole).into_iter().map(|edge| edge.with_owners(unit_of)).collect();
        let layers = sheet.layers.iter().flat_map(|layer| {
            let of_layer = Vec::from_iter(borders.iter().map(|edge| edge.with_owners(|owner| layer.unit(owner))));
            let is_shown = layer.schema.zooms().contains(&z);
            let areas = if is_shown { self.areas(&of_layer, layer.schema, z) } else { Vec::new() };
            let labels = self.labels(layer, if is_shown { &of_layer } else { &[] }, z);
            areas.into_iter().chain(labels)
        });
        layers.collect()
    }

    fn areas(&self, borders: &[Edge], schema: &'static LayerSchema, z: u8) -> Vec<Piece<Drawing<'_>>> {
        let shown = borders.iter().flat_map(|edge| shown(*edge, z));
        let steps = shown.flat_map(|(tile, edge)| edge.steps().map(move |(unit, step)| (tile.curve(), unit, step)));
        let mut steps: Vec<(u64, u32, Step)> = steps.collect();
        steps.par_sort_unstable();
        let pieces = steps.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter_map(|steps| {
            let (tile, unit, _) = steps[0];
            let (unit, border) = (self.units.get(&unit)?, steps.iter().map(|(_, _, step)| *step));
            Some(Piece { tile, content: Drawing { schema, unit, shape: Shape::Area(border.collect()) } })
        });
        pieces.collect()
    }

    /// The names of a layer's units at zoom `z`, moved into their areas within `borders`.
    fn labels(&self, layer: &SheetLayer, borders: &[Edge], z: u8) -> Vec<Piece<Drawing<'_>>> {
        let borders = by_unit(borders.iter().copied());
        let label = |unit: u32| {
            let drawn = self.units.get(&unit).filter(|drawn| z >= first_label(drawn))?;
            let at = self.labels.get(&unit)?.on_coarser_grid(LAST_ZOOM - z);
            let at = moved(at, borders.get(&unit).map(Vec::as_slice).unwrap_or_default());
            let content = Drawing { schema: &UNIT_LABELS, unit: drawn, shape: Shape::Label(at) };
            Some(Piece { tile: at.tile(z)?.curve(), content })
        };
        layer.units().into_par_iter().filter_map(label).collect()
    }
}

/// Where the names of the units of all sheets stand on the grid of the last zoom: within their
/// area, or at their centre where they have none. Former wards without an area have no name.
fn label_places(inputs: &TileInputs<'_>, sheets: &[Sheet]) -> HashMap<u32, Node> {
    let below = centres_below(inputs.units);
    let mut places = HashMap::new();
    for (sheet, layer) in sheets.iter().flat_map(|sheet| sheet.layers.iter().map(move |layer| (sheet, layer))) {
        let borders = by_unit(sheet.edges().map(|edge| edge.with_owners(|owner| layer.unit(owner))));
        let place = |unit: u32| {
            let id = UnitId(u16::try_from(unit).ok()?);
            let steps = borders.get(&unit).map(Vec::as_slice).unwrap_or_default();
            let centre = inputs.units.get(id).and_then(|unit| unit.centre).filter(|_| layer.names_units_without_area());
            let centre = || centre.map(|centre| Node::of(World::from_point(centre), LAST_ZOOM));
            let below = below.get(&id).map(Vec::as_slice).unwrap_or_default();
            Some((unit, place(steps, below).or_else(centre)?))
        };
        places.extend(layer.units().into_par_iter().filter_map(place).collect::<Vec<_>>());
    }
    places
}

/// The borders of each unit.
fn by_unit(borders: impl Iterator<Item = Edge>) -> HashMap<u32, Vec<Step>> {
    let mut by_unit: HashMap<u32, Vec<Step>> = HashMap::new();
    for (unit, step) in borders.filter(Edge::parts_owners).flat_map(Edge::steps) {
        by_unit.entry(unit).or_default().push(step);
    }
    by_unit
}

fn first_label(unit: &DrawnUnit<'_>) -> u8 {
    match unit.level() {
        _ if unit.is_special_zone() => UNIT_LABELS.minzoom,
        UnitLevel::Province => FIRST_PROVINCE_LABEL,
        UnitLevel::District => FIRST_DISTRICT_LABEL,
        UnitLevel::Ward if unit.is_former() => FIRST_FORMER_WARD_LABEL,
        UnitLevel::Ward => FIRST_WARD_LABEL,
    }
}

fn encode(z: u8, pieces: &[Piece<Drawing<'_>>]) -> Vec<u8> {
    let Some(first) = pieces.first() else { return Vec::new() };
    let origin = Node::origin_of(TileCoord::from_curve(z, first.tile));
    let mut tile = Vec::new();
    for schema in TileSet::Admin.layers() {
        let mut layer = LayerWriter::new(schema, z);
        for Drawing { unit, shape, .. } in
            pieces.iter().map(|piece| &piece.content).filter(|drawing| drawing.schema == *schema)
        {
            let (kind, geometry) = shape.encode(origin);
            layer.feature(kind, &geometry, &unit.values(schema.fields));
        }
        layer.finish(&mut tile);
    }
    tile
}

impl Shape {
    /// Its kind and its commands, counted from the corner of the tile.
    fn encode(&self, origin: Node) -> (GeometryKind, Vec<u32>) {
        match self {
            Self::Area(border) => {
                let parts = polygons(border.iter().copied(), origin);
                let parts: Vec<_> = parts.iter().map(without_seams).collect();
                (GeometryKind::Areas, encode_polygons(&parts))
            }
            Self::Label(at) => {
                let at = at.seen_from(origin);
                (GeometryKind::Points, encode_point(at.x, at.y).to_vec())
            }
        }
    }
}
