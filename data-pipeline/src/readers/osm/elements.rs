//! Elements of an OpenStreetMap file with their geometry, in memory that does not grow with the file.
//!
//! The file is gone through twice: for nodes, whose positions go to the disk, and relations; then for
//! ways, which ask for their nodes blob by blob. Kept in memory are the relations that are wanted and
//! the ways that are their edges. Blobs are worked on by all cores, and what is made of them comes out
//! in the order of the file: nodes, ways, relations.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use osmpbf::{Element, PrimitiveBlock, RelMemberType, Relation, Way};
use rayon::prelude::*;
use thiserror::Error;
use vmap_core::Point;

use super::super::ReadError;
use super::super::input::Input;
use super::areas::closed_rings;
use super::blobs::{Blob, Blobs};
use super::node_file::{Node, NodeFile, NodeFileWriter, Packed, pack};
use super::rings::polygons;
use crate::progress::Progress;

/// Blobs that are in memory at once, for each thread.
const BLOBS_A_THREAD: usize = 4;
/// Relations that are put together at once.
const RELATIONS: usize = 1024;

/// What an element is, as far as its kind tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementKind {
    /// A node.
    Node,
    /// A way that ends elsewhere than it begins.
    OpenWay,
    /// A way that ends where it begins.
    ClosedWay,
    /// A relation whose ways are the edges of areas.
    Multipolygon,
}

/// Where an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElementShape {
    /// A node.
    Point(Point),
    /// The parts of an open way whose nodes are in the file, or of a closed one that lacks some.
    Lines(Vec<Vec<Point>>),
    /// A closed way.
    Ring(Vec<Point>),
    /// Polygons, each its outer ring and then its holes.
    Areas(Vec<Vec<Vec<Point>>>),
}

/// The tags of an element.
pub struct Tags<'a>(pub Vec<(&'a str, &'a str)>);

impl<'a> Tags<'a> {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }
}

/// What is made of elements.
pub trait ElementWork: Sync {
    /// What is known of an element before its geometry is.
    type Wanted: Send + Sync;

    /// What is to be made of an element with these tags, if anything is.
    fn choose(&self, tags: &Tags<'_>, kind: ElementKind) -> Option<Self::Wanted>;

    /// Makes it, and appends the bytes that it is.
    fn make(&self, wanted: &Self::Wanted, shape: &ElementShape, out: &mut Vec<u8>);
}

/// Why elements cannot be read.
#[derive(Debug, Error)]
pub enum ElementsError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its nodes are in no order.
    #[error("the nodes of {0} are not sorted by number: sort it first, with `osmium sort`")]
    Unsorted(PathBuf),
    /// What is made cannot be written, or nodes not be kept on the disk meanwhile.
    #[error("cannot write beside {path}: {source}")]
    Io {
        /// The file of nodes.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Hands what `work` makes of the elements of the PBF file at `path` to `out`, in the order of the
/// file. Positions of nodes are in a file `scratch` meanwhile: about six bytes for each node. `progress`
/// hears of bytes; the file counts twice.
///
/// # Errors
/// Where the file cannot be read, its nodes are unsorted, or `scratch` or `out` fail.
pub fn read_elements<W: ElementWork>(
    path: &Path,
    scratch: &Path,
    work: &W,
    out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    progress: &dyn Progress,
) -> Result<(), ElementsError> {
    let failed = |source| ElementsError::Io { path: scratch.to_owned(), source };
    let mut blobs = Blobs::open(&Input::open(path)?)?;
    let all: Vec<Blob> = blobs.all().collect();
    progress.stage(&format!("basemap of {}", path.display()), blobs.progress().1);

    let mut nodes = NodeFileWriter::create(scratch).map_err(failed)?;
    let (mut relations, mut with_ways) = (Vec::new(), Vec::new());
    for batch in all.chunks(batch_size()) {
        let read = blobs.read_many(batch, |block| first_pass(block, work))?;
        for (found, blob) in read.into_iter().zip(batch) {
            if let Some(packed) = &found.nodes
                && !nodes.add(packed).map_err(failed)?
            {
                return Err(ElementsError::Unsorted(path.to_owned()));
            }
            out(&found.made).map_err(failed)?;
            relations.extend(found.relations);
            with_ways.extend(found.has_ways.then_some(*blob));
            progress.advance(blob.bytes);
        }
    }

    let nodes = nodes.finish().map_err(failed)?;
    let mut edges = Edges::of(&relations);
    for batch in with_ways.chunks(batch_size()) {
        let read = blobs.read_many(batch, |block| second_pass(block, work, &nodes, &edges))?;
        for (found, blob) in read.into_iter().zip(batch) {
            let found = found.map_err(failed)?;
            out(&found.made).map_err(failed)?;
            edges.add(found.edges);
            progress.advance(blob.bytes);
        }
    }

    for batch in relations.chunks(RELATIONS) {
        let made: Vec<Vec<u8>> = batch.par_iter().map(|relation| relation.make(work, &edges)).collect();
        made.iter().try_for_each(|made| out(made)).map_err(failed)?;
    }
    progress.done();
    Ok(())
}

fn batch_size() -> usize {
    rayon::current_num_threads() * BLOBS_A_THREAD
}

/// What the first pass finds in a blob.
struct FirstPass<T> {
    nodes: Option<Packed>,
    made: Vec<u8>,
    relations: Vec<Multipolygon<T>>,
    has_ways: bool,
}

fn first_pass<W: ElementWork>(block: &PrimitiveBlock, work: &W) -> FirstPass<W::Wanted> {
    let (mut nodes, mut made): (Vec<Node>, _) = (Vec::new(), Vec::new());
    let (mut relations, mut has_ways) = (Vec::new(), false);
    let mut node = |node: Node, tags: Vec<(&str, &str)>| {
        nodes.push(node);
        let wanted = if tags.is_empty() { None } else { work.choose(&Tags(tags), ElementKind::Node) };
        if let Some((wanted, point)) = wanted.zip(Point::from_e7(node.1, node.2)) {
            work.make(&wanted, &ElementShape::Point(point), &mut made);
        }
    };
    for element in block.elements() {
        match element {
            Element::DenseNode(dense) => {
                node((dense.id(), dense.decimicro_lon(), dense.decimicro_lat()), dense.tags().collect());
            }
            Element::Node(plain) => {
                node((plain.id(), plain.decimicro_lon(), plain.decimicro_lat()), plain.tags().collect());
            }
            Element::Way(_) => has_ways = true,
            Element::Relation(relation) => relations.extend(Multipolygon::new(&relation, work)),
        }
    }
    FirstPass { nodes: pack(nodes), made, relations, has_ways }
}

/// A relation that is wanted.
struct Multipolygon<T> {
    wanted: T,
    outer: Vec<i64>,
    inner: Vec<i64>,
}

impl<T> Multipolygon<T> {
    fn new<W: ElementWork<Wanted = T>>(relation: &Relation<'_>, work: &W) -> Option<Self> {
        let tags = Tags(relation.tags().collect());
        if tags.get("type") != Some("multipolygon") {
            return None;
        }
        let wanted = work.choose(&tags, ElementKind::Multipolygon)?;
        let (mut outer, mut inner) = (Vec::new(), Vec::new());
        for member in relation.members().filter(|member| member.member_type == RelMemberType::Way) {
            match member.role() {
                Ok("outer" | "") => outer.push(member.member_id),
                Ok("inner") => inner.push(member.member_id),
                _ => {}
            }
        }
        Some(Self { wanted, outer, inner })
    }

    fn make<W: ElementWork<Wanted = T>>(&self, work: &W, edges: &Edges) -> Vec<u8> {
        let areas = polygons(edges.rings(&self.outer), edges.rings(&self.inner));
        let mut made = Vec::new();
        if !areas.is_empty() {
            work.make(&self.wanted, &ElementShape::Areas(areas), &mut made);
        }
        made
    }
}

/// The ways that are edges of relations, by number; each vertex is its position in one number.
struct Edges(BTreeMap<i64, Vec<i64>>);

impl Edges {
    fn of<T>(relations: &[Multipolygon<T>]) -> Self {
        let ways = relations.iter().flat_map(|relation| relation.outer.iter().chain(&relation.inner));
        Self(ways.map(|id| (*id, Vec::new())).collect())
    }

    fn add(&mut self, found: Vec<(i64, Vec<i64>)>) {
        self.0.extend(found);
    }

    /// The closed rings that those of `ways` that are in the file make.
    fn rings(&self, ways: &[i64]) -> Vec<Vec<Point>> {
        let ways: Vec<&Vec<i64>> = ways.iter().filter_map(|id| self.0.get(id)).collect();
        let rings = closed_rings(&ways);
        rings.into_iter().map(|ring| ring.into_iter().filter_map(point_of).collect()).collect()
    }
}

/// A position in one number.
fn vertex_of(point: Point) -> i64 {
    i64::from(point.lon_e7()) << 32 | i64::from(point.lat_e7() as u32)
}

fn point_of(vertex: i64) -> Option<Point> {
    Point::from_e7((vertex >> 32) as i32, vertex as i32)
}

/// What the second pass finds in a blob.
struct SecondPass {
    made: Vec<u8>,
    edges: Vec<(i64, Vec<i64>)>,
}

fn second_pass<W: ElementWork>(
    block: &PrimitiveBlock,
    work: &W,
    nodes: &NodeFile,
    edges: &Edges,
) -> io::Result<SecondPass> {
    let ways = block.groups().flat_map(|group| group.ways());
    let chosen: Vec<Chosen<W::Wanted>> = ways.filter_map(|way| Chosen::new(&way, work, edges)).collect();
    let mut ids: Vec<i64> = chosen.iter().flat_map(|way| way.nodes.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let nodes = nodes.find(&ids)?;
    let mut found = SecondPass { made: Vec::new(), edges: Vec::new() };
    for way in chosen {
        let points: Vec<Option<Point>> = way.nodes.iter().map(|id| position(&nodes, *id)).collect();
        if let Some(whole) = points.iter().copied().collect::<Option<Vec<Point>>>().filter(|_| way.is_edge) {
            found.edges.push((way.id, whole.into_iter().map(vertex_of).collect()));
        }
        if let Some((wanted, shape)) = way.wanted.zip(shape(&way.nodes, &points)) {
            work.make(&wanted, &shape, &mut found.made);
        }
    }
    Ok(found)
}

/// A way that is wanted for itself or as an edge.
struct Chosen<T> {
    id: i64,
    wanted: Option<T>,
    is_edge: bool,
    nodes: Vec<i64>,
}

impl<T> Chosen<T> {
    fn new<W: ElementWork<Wanted = T>>(way: &Way<'_>, work: &W, edges: &Edges) -> Option<Self> {
        let is_edge = edges.0.contains_key(&way.id());
        let tags = Tags(way.tags().collect());
        if tags.0.is_empty() && !is_edge {
            return None;
        }
        let nodes: Vec<i64> = way.refs().collect();
        let kind = if is_closed(&nodes) { ElementKind::ClosedWay } else { ElementKind::OpenWay };
        let wanted = work.choose(&tags, kind);
        (is_edge || wanted.is_some()).then_some(Self { id: way.id(), wanted, is_edge, nodes })
    }
}

fn is_closed(nodes: &[i64]) -> bool {
    nodes.len() > 3 && nodes.first() == nodes.last()
}

fn position(nodes: &[Node], id: i64) -> Option<Point> {
    let (_, lon, lat) = nodes[nodes.binary_search_by_key(&id, |(id, ..)| *id).ok()?];
    Point::from_e7(lon, lat)
}

/// A way with all of its nodes is a ring or a line; else what is left of it are lines.
fn shape(nodes: &[i64], points: &[Option<Point>]) -> Option<ElementShape> {
    let runs = points.split(Option::is_none).filter(|run| run.len() > 1);
    let mut lines: Vec<Vec<Point>> = runs.map(|run| run.iter().flatten().copied().collect()).collect();
    let is_whole = lines.first().is_some_and(|line| line.len() == nodes.len());
    match is_whole && is_closed(nodes) {
        true => lines.pop().map(ElementShape::Ring),
        false => (!lines.is_empty()).then_some(ElementShape::Lines(lines)),
    }
}
