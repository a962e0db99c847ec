//! Elements as features, before their geometry is known.

use std::borrow::Cow;

use osmpbf::Element;

use super::super::features::Feature;

/// Identifier and tags of `element`.
pub(super) fn element_feature<'a>(element: &Element<'a>) -> Feature<'a> {
    match element {
        Element::DenseNode(node) => feature("node", node.id(), node.tags()),
        Element::Node(node) => feature("node", node.id(), node.tags()),
        Element::Way(way) => feature("way", way.id(), way.tags()),
        Element::Relation(relation) => feature("relation", relation.id(), relation.tags()),
    }
}

fn feature<'a>(kind: &str, id: i64, tags: impl Iterator<Item = (&'a str, &'a str)>) -> Feature<'a> {
    let properties: Vec<_> = tags.map(|(key, value)| (Cow::from(key), Cow::from(value))).collect();
    // Most nodes are vertices without tags, which nobody asks for their identifier.
    let id = (!properties.is_empty()).then(|| format!("{kind}/{id}"));
    Feature { id, properties, geometry: None }
}

/// Whether a closed way is said to be an area where it would be a line, like a square that is
/// walked on.
pub(super) fn is_area(feature: &Feature<'_>) -> bool {
    tag(feature, "area") == Some("yes")
}

/// Whether a relation says that its ways are the edges of an area.
pub(super) fn is_multipolygon(feature: &Feature<'_>) -> bool {
    tag(feature, "type") == Some("multipolygon")
}

fn tag<'a>(feature: &'a Feature<'_>, wanted: &str) -> Option<&'a str> {
    feature.properties.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_ref())
}
