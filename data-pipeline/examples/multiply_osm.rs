//! A large OpenStreetMap file from small ones, for measuring: copies side by side on a square grid,
//! with numbers of their own, sorted as real extracts are. The same files give the same bytes.
//!
//! `cargo run --release -p vmap-pipeline --example multiply_osm -- COPIES OUT.osm.pbf IN.osm.pbf...`
//!
//! Format: <https://wiki.openstreetmap.org/wiki/PBF_Format>.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "an example stops where it fails")]

#[path = "../tests/support/pbf/wire.rs"]
mod wire;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use osmpbf::{Element, ElementReader, RelMemberType};
use wire::{deltas, message, number, varint};

/// Elements of a block, as in files of others.
const BLOCK: usize = 8000;
/// Degrees from one copy to the next, in units of 1e-7.
const STEP_E7: i64 = 250_000;

type Tags = Vec<(String, String)>;

struct Node {
    id: i64,
    lon: i64,
    lat: i64,
    tags: Tags,
}

struct Way {
    id: i64,
    nodes: Vec<i64>,
    tags: Tags,
}

struct Relation {
    id: i64,
    /// Number, kind and role of each member.
    members: Vec<(i64, u64, String)>,
    tags: Tags,
}

#[derive(Default)]
struct Source {
    nodes: Vec<Node>,
    ways: Vec<Way>,
    relations: Vec<Relation>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [copies, out, inputs @ ..] = arguments.as_slice() else { panic!("COPIES OUT.osm.pbf IN.osm.pbf...") };
    let copies: i64 = copies.parse().unwrap();
    let mut source = Source::default();
    inputs.iter().for_each(|path| source.read(path));
    let highest = source.sort();
    let mut out = BufWriter::new(File::create(out).unwrap());
    let header = [message(4, b"OsmSchema-V0.6"), message(4, b"DenseNodes"), message(5, b"Sort.Type_then_ID")].concat();
    write_blob("OSMHeader", &header, &mut out);
    let side = (copies as f64).sqrt().ceil() as i64;
    let shifts: Vec<Shift> = (0..copies)
        .map(|copy| Shift { id: copy * (highest + 1), lon: copy % side * STEP_E7, lat: copy / side * STEP_E7 })
        .collect();
    write_all(&shifts, &source.nodes, dense_nodes, &mut out);
    write_all(&shifts, &source.ways, ways, &mut out);
    write_all(&shifts, &source.relations, relations, &mut out);
    out.flush().unwrap();
    let Source { nodes, ways, relations } = &source;
    println!(
        "{copies} copies: {} nodes, {} ways, {} relations",
        nodes.len() as i64 * copies,
        ways.len() as i64 * copies,
        relations.len() as i64 * copies
    );
}

/// How far a copy is moved.
#[derive(Clone, Copy)]
struct Shift {
    id: i64,
    lon: i64,
    lat: i64,
}

impl Source {
    fn read(&mut self, path: &str) {
        let own = |tags: &mut dyn Iterator<Item = (&str, &str)>| -> Tags {
            tags.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
        };
        let read = ElementReader::from_path(path).unwrap().for_each(|element| match element {
            Element::DenseNode(node) => self.nodes.push(Node {
                id: node.id(),
                lon: node.decimicro_lon().into(),
                lat: node.decimicro_lat().into(),
                tags: own(&mut node.tags()),
            }),
            Element::Node(node) => self.nodes.push(Node {
                id: node.id(),
                lon: node.decimicro_lon().into(),
                lat: node.decimicro_lat().into(),
                tags: own(&mut node.tags()),
            }),
            Element::Way(way) => {
                self.ways.push(Way { id: way.id(), nodes: way.refs().collect(), tags: own(&mut way.tags()) });
            }
            Element::Relation(relation) => self.relations.push(Relation {
                id: relation.id(),
                members: relation
                    .members()
                    .map(|member| {
                        let kind = match member.member_type {
                            RelMemberType::Node => 0,
                            RelMemberType::Way => 1,
                            RelMemberType::Relation => 2,
                        };
                        (member.member_id, kind, member.role().unwrap().to_owned())
                    })
                    .collect(),
                tags: own(&mut relation.tags()),
            }),
        });
        read.unwrap();
    }

    /// Sorts all by number; the highest number.
    fn sort(&mut self) -> i64 {
        self.nodes.sort_by_key(|node| node.id);
        self.nodes.dedup_by_key(|node| node.id);
        self.ways.sort_by_key(|way| way.id);
        self.ways.dedup_by_key(|way| way.id);
        self.relations.sort_by_key(|relation| relation.id);
        self.relations.dedup_by_key(|relation| relation.id);
        let ids = self.nodes.iter().map(|node| node.id).chain(self.ways.iter().map(|way| way.id));
        ids.chain(self.relations.iter().map(|relation| relation.id)).max().unwrap()
    }
}

/// Writes all copies of `elements` in blocks.
fn write_all<T>(
    shifts: &[Shift],
    elements: &[T],
    group: impl Fn(&[(Shift, &T)], &mut Strings) -> Vec<u8>,
    out: &mut impl Write,
) {
    let mut waiting: Vec<(Shift, &T)> = Vec::new();
    let mut end_block = |waiting: &mut Vec<(Shift, &T)>| {
        let mut strings = Strings::default();
        let group = message(2, &group(waiting, &mut strings));
        write_blob("OSMData", &[strings.table(), group].concat(), out);
        waiting.clear();
    };
    for shift in shifts {
        for element in elements {
            waiting.push((*shift, element));
            if waiting.len() == BLOCK {
                end_block(&mut waiting);
            }
        }
    }
    if !waiting.is_empty() {
        end_block(&mut waiting);
    }
}

fn dense_nodes(nodes: &[(Shift, &Node)], strings: &mut Strings) -> Vec<u8> {
    let ids: Vec<i64> = nodes.iter().map(|(shift, node)| node.id + shift.id).collect();
    let lats: Vec<i64> = nodes.iter().map(|(shift, node)| node.lat + shift.lat).collect();
    let lons: Vec<i64> = nodes.iter().map(|(shift, node)| node.lon + shift.lon).collect();
    let tags: Vec<u8> = nodes
        .iter()
        .flat_map(|(_, node)| {
            let words = node.tags.iter().flat_map(|(key, value)| [strings.row(key), strings.row(value)]);
            words.chain([0]).flat_map(varint).collect::<Vec<u8>>()
        })
        .collect();
    let dense = [message(1, &deltas(&ids)), message(8, &deltas(&lats)), message(9, &deltas(&lons)), message(10, &tags)];
    message(2, &dense.concat())
}

fn ways(ways: &[(Shift, &Way)], strings: &mut Strings) -> Vec<u8> {
    let way = |(shift, way): &(Shift, &Way)| {
        let nodes: Vec<i64> = way.nodes.iter().map(|id| id + shift.id).collect();
        let content = [number(1, (way.id + shift.id) as u64), strings.tags(&way.tags), message(8, &deltas(&nodes))];
        message(3, &content.concat())
    };
    ways.iter().flat_map(way).collect()
}

fn relations(relations: &[(Shift, &Relation)], strings: &mut Strings) -> Vec<u8> {
    let relation = |(shift, relation): &(Shift, &Relation)| {
        let roles: Vec<u8> = relation.members.iter().flat_map(|(.., role)| varint(strings.row(role))).collect();
        let ids: Vec<i64> = relation.members.iter().map(|(id, ..)| id + shift.id).collect();
        let kinds: Vec<u8> = relation.members.iter().flat_map(|(_, kind, _)| varint(*kind)).collect();
        let content = [
            number(1, (relation.id + shift.id) as u64),
            strings.tags(&relation.tags),
            message(8, &roles),
            message(9, &deltas(&ids)),
            message(10, &kinds),
        ];
        message(4, &content.concat())
    };
    relations.iter().flat_map(relation).collect()
}

/// The texts of a block.
#[derive(Default)]
struct Strings(BTreeMap<String, u64>);

impl Strings {
    fn row(&mut self, text: &str) -> u64 {
        let next = self.0.len() as u64 + 1;
        *self.0.entry(text.to_owned()).or_insert(next)
    }

    fn tags(&mut self, tags: &Tags) -> Vec<u8> {
        let keys: Vec<u8> = tags.iter().flat_map(|(key, _)| varint(self.row(key))).collect();
        let values: Vec<u8> = tags.iter().flat_map(|(_, value)| varint(self.row(value))).collect();
        [message(2, &keys), message(3, &values)].concat()
    }

    fn table(&self) -> Vec<u8> {
        let mut texts: Vec<(&u64, &String)> = self.0.iter().map(|(text, row)| (row, text)).collect();
        texts.sort();
        let texts = std::iter::once("").chain(texts.into_iter().map(|(_, text)| text.as_str()));
        message(1, &texts.flat_map(|text| message(1, text.as_bytes())).collect::<Vec<u8>>())
    }
}

fn write_blob(kind: &str, content: &[u8], out: &mut impl Write) {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(content).unwrap();
    let blob = [number(2, content.len() as u64), message(3, &zlib.finish().unwrap())].concat();
    let header = [message(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    out.write_all(&(header.len() as u32).to_be_bytes()).unwrap();
    out.write_all(&header).unwrap();
    out.write_all(&blob).unwrap();
}
