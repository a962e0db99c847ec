//! What has to be known of a file before its rows can be read.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use osmpbf::{Element, RelMemberType, Relation, Way};

use super::super::features::{Feature, FeatureReader};
use super::super::{ReadError, RejectionReason};
use super::areas::closed_rings;
use super::blobs::Blobs;
use super::nodes::{Nodes, coord};
use super::shapes::{element_feature, is_area, is_multipolygon};

/// The nodes that wanted ways and relations stand on, and the ways that are edges of relations.
pub(super) struct Survey {
    /// Needed nodes; placed while the nodes are read.
    pub nodes: Nodes,
    /// Nodes of the ways that wanted relations consist of.
    edges: BTreeMap<i64, Vec<i64>>,
}

impl Survey {
    /// Goes through the file, and through its ways once more where relations need some of them.
    pub fn of(blobs: &mut Blobs, features: &mut FeatureReader) -> Result<Self, ReadError> {
        let (mut nodes, mut edge_ids) = (Vec::new(), BTreeSet::new());
        blobs.survey(|block| {
            for element in block.elements() {
                match &element {
                    Element::Way(way) if is_wanted(&element, features) => nodes.extend(way.refs()),
                    Element::Relation(relation) if is_wanted(&element, features) => {
                        edge_ids.extend(edges_of(relation).map(|(id, _)| id));
                    }
                    _ => {}
                }
            }
        })?;
        let edges = edges(blobs, &edge_ids)?;
        nodes.extend(edges.values().flatten());
        Ok(Self { nodes: Nodes::new(nodes), edges })
    }

    /// The geometry of `element`, whose tags are those of `feature`.
    pub fn geometry(&self, element: &Element<'_>, feature: &Feature<'_>) -> Result<Geometry<f64>, RejectionReason> {
        match element {
            Element::DenseNode(node) => Ok(Point(coord(node.decimicro_lon(), node.decimicro_lat())).into()),
            Element::Node(node) => Ok(Point(coord(node.decimicro_lon(), node.decimicro_lat())).into()),
            Element::Way(way) => self.way(way, feature),
            Element::Relation(relation) => self.relation(relation),
        }
    }

    /// An open way, or a road, is as many lines as its nodes in the file make; what else is closed
    /// is an area, and known only if all of its nodes are.
    fn way(&self, way: &Way<'_>, feature: &Feature<'_>) -> Result<Geometry<f64>, RejectionReason> {
        let ids: Vec<i64> = way.refs().collect();
        let is_road = feature.properties.iter().any(|(key, _)| key == "highway") && !is_area(feature);
        let is_closed = ids.len() > 3 && ids.first() == ids.last();
        match is_closed && !is_road {
            true => Ok(Polygon::new(LineString(self.all(&ids)?), Vec::new()).into()),
            false => self.lines(&ids),
        }
    }

    fn lines(&self, ids: &[i64]) -> Result<Geometry<f64>, RejectionReason> {
        let places: Vec<Option<Coord<f64>>> = ids.iter().map(|id| self.nodes.get(*id)).collect();
        let runs = places.split(Option::is_none).filter(|run| run.len() > 1);
        let lines: Vec<LineString<f64>> = runs.map(|run| LineString(run.iter().flatten().copied().collect())).collect();
        match lines.is_empty() {
            true => Err(RejectionReason::NodesMissing),
            false => Ok(MultiLineString(lines).into()),
        }
    }

    fn relation(&self, relation: &Relation<'_>) -> Result<Geometry<f64>, RejectionReason> {
        let (inner, outer): (Vec<_>, Vec<_>) = edges_of(relation).partition(|(_, is_inner)| *is_inner);
        let mut outer = self.rings(&outer)?;
        match (outer.len(), outer.pop()) {
            // With several outer rings it would have to be found out whose the inner rings are.
            (1, Some(ring)) => Ok(Polygon::new(ring, self.rings(&inner).unwrap_or_default()).into()),
            (_, Some(last)) => {
                outer.push(last);
                Ok(MultiPolygon(outer.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect()).into())
            }
            (_, None) => Err(RejectionReason::GeometryUnusable("its outer ways do not close".to_owned())),
        }
    }

    fn rings(&self, edges: &[(i64, bool)]) -> Result<Vec<LineString<f64>>, RejectionReason> {
        let ways: Option<Vec<&Vec<i64>>> = edges.iter().map(|(id, _)| self.edges.get(id)).collect();
        let ways = ways.ok_or(RejectionReason::NodesMissing)?;
        let rings = closed_rings(&ways);
        rings.iter().map(|ring| Ok(LineString(self.all(ring)?))).collect()
    }

    fn all(&self, ids: &[i64]) -> Result<Vec<Coord<f64>>, RejectionReason> {
        ids.iter().map(|id| self.nodes.get(*id).ok_or(RejectionReason::NodesMissing)).collect()
    }
}

/// Whether `element` becomes a row, so that its nodes are needed.
fn is_wanted(element: &Element<'_>, features: &mut FeatureReader) -> bool {
    let feature = element_feature(element);
    match element {
        Element::Way(_) => features.check(&feature, !is_area(&feature)).is_ok(),
        Element::Relation(_) => is_multipolygon(&feature) && features.check(&feature, false).is_ok(),
        Element::Node(_) | Element::DenseNode(_) => false,
    }
}

/// The ways of a relation that are edges, each with whether it is an inner one.
fn edges_of<'a>(relation: &Relation<'a>) -> impl Iterator<Item = (i64, bool)> + use<'a> {
    let ways = relation.members().filter(|member| member.member_type == RelMemberType::Way);
    ways.filter_map(|member| match member.role() {
        Ok("outer" | "") => Some((member.member_id, false)),
        Ok("inner") => Some((member.member_id, true)),
        _ => None,
    })
}

/// The nodes of the ways with these numbers.
fn edges(blobs: &mut Blobs, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, Vec<i64>>, ReadError> {
    let mut edges = BTreeMap::new();
    let mut from = 0;
    while !ids.is_empty()
        && let Some((at, blob)) = blobs.next_with(from, |blob| blob.has_ways)
    {
        blobs.read(blob, |block| {
            let ways = block.groups().flat_map(|group| group.ways());
            edges.extend(ways.filter(|way| ids.contains(&way.id())).map(|way| (way.id(), way.refs().collect())));
        })?;
        from = at + 1;
    }
    Ok(edges)
}
