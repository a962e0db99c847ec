//! OpenStreetMap's PBF: addresses, named streets and named places.
//!
//! Ways stand on nodes by number, so the file is gone through several times: once to survey which
//! nodes are needed (16 bytes of memory each, nothing for the others), once for the nodes, once
//! for ways and relations. Nodes come out first, then ways and relations, each in file order.

mod areas;
mod blobs;
mod elements;
mod node_file;
mod nodes;
mod rings;
mod shapes;
mod survey;

use std::collections::VecDeque;
use std::sync::Arc;

use osmpbf::{Element, PrimitiveBlock};
use vmap_core::address::RowOrigin;
use vmap_core::text::TextEncoding;

use self::blobs::{Blob, Blobs};
pub use self::elements::{ElementKind, ElementShape, ElementWork, ElementsError, Tags, read_elements};
use self::shapes::{element_feature, is_area, is_multipolygon};
use self::survey::Survey;
use super::columns::Columns;
use super::features::{FeatureReader, Vocabulary, as_json};
use super::input::Input;
use super::{Format, IgnoredReason, ReadError, RejectedRow, Row, RowReader, SourceDescription};

/// Reads an OSM PBF file.
pub(super) struct OsmReader {
    name: Arc<str>,
    blobs: Blobs,
    features: FeatureReader,
    stage: Stage,
    ready: VecDeque<Row>,
}

/// What is being read.
enum Stage {
    /// Nothing yet.
    Start,
    /// Nodes, from the blob of this number on.
    Nodes(Survey, usize),
    /// Ways and relations, from the blob of this number on.
    WaysAndRelations(Survey, usize),
    /// Nothing any more.
    End,
}

impl OsmReader {
    /// Checks that `input` is whole and of a version that is understood.
    pub fn open(input: Input) -> Result<Self, ReadError> {
        Ok(Self {
            name: input.name(),
            blobs: Blobs::open(&input)?,
            features: FeatureReader::new(Columns::default(), Vocabulary::Osm),
            stage: Stage::Start,
            ready: VecDeque::new(),
        })
    }

    /// Reads one blob, or surveys the file; `false` when nothing is left.
    fn advance(&mut self) -> Result<bool, ReadError> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::End) {
            Stage::Start => Stage::Nodes(Survey::of(&mut self.blobs, &mut self.features)?, 0),
            Stage::Nodes(mut survey, at) => match self.blobs.next_with(at, |blob| blob.has_nodes) {
                Some((at, blob)) => {
                    self.nodes(blob, &mut survey)?;
                    Stage::Nodes(survey, at + 1)
                }
                None => Stage::WaysAndRelations(survey, 0),
            },
            Stage::WaysAndRelations(survey, at) => {
                match self.blobs.next_with(at, |blob| blob.has_ways || blob.has_relations) {
                    Some((at, blob)) => {
                        self.ways_and_relations(blob, &survey)?;
                        Stage::WaysAndRelations(survey, at + 1)
                    }
                    None => Stage::End,
                }
            }
            Stage::End => return Ok(false),
        };
        Ok(true)
    }

    fn nodes(&mut self, blob: Blob, survey: &mut Survey) -> Result<(), ReadError> {
        let Self { name, blobs, features, ready, .. } = self;
        blobs.read(blob, |block: &PrimitiveBlock| {
            for (element, row) in block.elements().zip(blob.first_element..) {
                let (id, lon, lat) = match &element {
                    Element::DenseNode(node) => (node.id(), node.decimicro_lon(), node.decimicro_lat()),
                    Element::Node(node) => (node.id(), node.decimicro_lon(), node.decimicro_lat()),
                    Element::Way(_) | Element::Relation(_) => continue,
                };
                survey.nodes.place(id, lon, lat);
                ready.push_back(row_of(&element, row, name, features, survey));
            }
        })
    }

    fn ways_and_relations(&mut self, blob: Blob, survey: &Survey) -> Result<(), ReadError> {
        let Self { name, blobs, features, ready, .. } = self;
        blobs.read(blob, |block: &PrimitiveBlock| {
            for (element, row) in block.elements().zip(blob.first_element..) {
                if matches!(element, Element::Way(_) | Element::Relation(_)) {
                    ready.push_back(row_of(&element, row, name, features, survey));
                }
            }
        })
    }
}

/// The row that `element` is, the `row`th of the file.
fn row_of(element: &Element<'_>, row: u64, file: &Arc<str>, features: &mut FeatureReader, survey: &Survey) -> Row {
    let origin = RowOrigin { file: file.clone(), row };
    let mut feature = element_feature(element);
    if matches!(element, Element::Relation(_)) && !is_multipolygon(&feature) {
        return Row::Ignored(IgnoredReason::NotAddressMaterial);
    }
    let is_line = matches!(element, Element::Way(_)) && !is_area(&feature);
    if let Err(reason) = features.check(&feature, is_line) {
        return Row::Ignored(reason);
    }
    match survey.geometry(element, &feature) {
        Ok(geometry) => {
            feature.geometry = Some(geometry);
            features.row(&feature, origin, || as_json(&feature))
        }
        Err(reason) => Row::Rejected(RejectedRow { origin, reason, text: as_json(&feature), key: None }),
    }
}

impl RowReader for OsmReader {
    fn describe(&self) -> SourceDescription {
        SourceDescription {
            format: Format::OsmPbf,
            compression: None,
            encoding: TextEncoding::Utf8,
            delimiter: None,
            columns: self.features.used(),
            unused: Vec::new(),
            header: None,
        }
    }

    fn next_chunk(&mut self, rows: usize) -> Result<Vec<Row>, ReadError> {
        while self.ready.len() < rows && self.advance()? {}
        let count = rows.min(self.ready.len());
        Ok(self.ready.drain(..count).collect())
    }

    fn progress(&self) -> (u64, Option<u64>) {
        self.blobs.progress()
    }
}
