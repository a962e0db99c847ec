//! A writer of the smallest OSM PBF files that have everything in them: uncompressed blobs, plain
//! nodes. Format: <https://wiki.openstreetmap.org/wiki/PBF_Format>.

mod wire;

use wire::{deltas, message, number, varint, zigzag};

/// A file being made.
#[derive(Default)]
pub struct Pbf {
    strings: Vec<String>,
    nodes: Vec<u8>,
    ways: Vec<u8>,
    relations: Vec<u8>,
}

impl Pbf {
    /// Adds a node at a position in degrees.
    pub fn node(&mut self, id: i64, lon: f64, lat: f64, tags: &[(&str, &str)]) {
        let e7 = |degrees: f64| zigzag((degrees * 1e7).round() as i64);
        let content = [number(1, zigzag(id)), self.tags(tags), number(8, e7(lat)), number(9, e7(lon))];
        self.nodes.extend(message(1, &content.concat()));
    }

    /// Adds a way along nodes.
    pub fn way(&mut self, id: i64, nodes: &[i64], tags: &[(&str, &str)]) {
        let content = [number(1, id as u64), self.tags(tags), message(8, &deltas(nodes))];
        self.ways.extend(message(3, &content.concat()));
    }

    /// Adds a relation of ways with roles.
    pub fn relation(&mut self, id: i64, ways: &[(i64, &str)], tags: &[(&str, &str)]) {
        let roles: Vec<u8> = ways.iter().flat_map(|(_, role)| varint(self.string(role))).collect();
        let ids: Vec<i64> = ways.iter().map(|(id, _)| *id).collect();
        let kinds: Vec<u8> = ways.iter().flat_map(|_| varint(1)).collect();
        let content =
            [number(1, id as u64), self.tags(tags), message(8, &roles), message(9, &deltas(&ids)), message(10, &kinds)];
        self.relations.extend(message(4, &content.concat()));
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        let strings: Vec<u8> = std::iter::once("")
            .chain(self.strings.iter().map(String::as_str))
            .flat_map(|text| message(1, text.as_bytes()))
            .collect();
        let groups = [self.nodes, self.ways, self.relations].map(|group| message(2, &group)).concat();
        let header = [message(4, b"OsmSchema-V0.6"), message(4, b"DenseNodes")].concat();
        [blob("OSMHeader", &header), blob("OSMData", &[message(1, &strings), groups].concat())].concat()
    }

    fn tags(&mut self, tags: &[(&str, &str)]) -> Vec<u8> {
        let keys: Vec<u8> = tags.iter().flat_map(|(key, _)| varint(self.string(key))).collect();
        let values: Vec<u8> = tags.iter().flat_map(|(_, value)| varint(self.string(value))).collect();
        [message(2, &keys), message(3, &values)].concat()
    }

    fn string(&mut self, text: &str) -> u64 {
        self.strings.push(text.to_owned());
        self.strings.len() as u64
    }
}

fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let blob = [message(1, content), number(2, content.len() as u64)].concat();
    let header = [message(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    [(header.len() as u32).to_be_bytes().to_vec(), header, blob].concat()
}
