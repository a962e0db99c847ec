//! The index of a release, asked.

use std::path::Path;
use std::sync::Arc;

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, InvertedIndexReader, SegmentReader, TERMINATED};
use vmap_core::unit::UnitId;

use super::schema::{schema, unit_term};
use crate::error::GeocoderError;
use crate::vocabulary::{NameId, Vocabulary};

/// The text index of one release, and the vocabulary of its names.
pub(crate) struct TextIndex {
    readers: Option<Readers>,
    vocabulary: Vocabulary,
}

struct Readers {
    name: Arc<InvertedIndexReader>,
    word: Arc<InvertedIndexReader>,
    unit: Arc<InvertedIndexReader>,
}

/// What places are asked for.
#[derive(Clone, Debug)]
pub(crate) enum Wanted<'a> {
    /// Those that bear this name.
    Name(NameId),
    /// Those with this word in their name.
    Word(&'a str),
    /// Those that lie or may lie in this unit.
    Unit(UnitId),
}

impl TextIndex {
    /// Opens the index in `folder`, which must have as many documents as there are `named_places`.
    /// Only reads. Cost: one pass over the distinct names.
    pub(crate) fn open(folder: &Path, named_places: usize) -> Result<Self, GeocoderError> {
        let cannot_open = |error| GeocoderError::index("cannot open", folder)(error);
        let index = Index::open_in_dir(folder).map_err(cannot_open)?;
        let segments = index.searchable_segments().map_err(cannot_open)?;
        let readers: Vec<SegmentReader> =
            segments.iter().map(SegmentReader::open).collect::<Result<_, _>>().map_err(cannot_open)?;
        let found = readers.iter().map(|reader| reader.max_doc() as usize).sum();
        if found != named_places || readers.len() > 1 {
            let folder = folder.to_owned();
            return Err(GeocoderError::OtherRelease { folder, found, expected: named_places });
        }
        let readers = match readers.first().filter(|reader| reader.max_doc() > 0) {
            Some(segment) => Some(Readers::open(segment).map_err(cannot_open)?),
            None => None,
        };
        let names = readers.as_ref().map(|readers| distinct_names(&readers.name)).transpose();
        let names = names.map_err(|error| cannot_open(error.into()))?;
        Ok(Self { readers, vocabulary: Vocabulary::new(names.unwrap_or_default()) })
    }

    /// The distinct names of the release.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The rows of at most `limit` places that are all that is `wanted`, in row order; a damaged
    /// index has none. Cost: the rarest of `wanted` sets it, some 10 ns a place of it.
    pub(crate) fn conjunction(&self, wanted: &[Wanted<'_>], limit: usize) -> Vec<u32> {
        let postings: Option<Vec<SegmentPostings>> = wanted.iter().map(|wanted| self.postings(wanted)).collect();
        postings.map_or_else(Vec::new, |postings| intersect(postings, limit))
    }

    fn postings(&self, wanted: &Wanted<'_>) -> Option<SegmentPostings> {
        let readers = self.readers.as_ref()?;
        match wanted {
            Wanted::Name(name) => postings(&readers.name, &self.vocabulary.text(*name)),
            Wanted::Word(word) => postings(&readers.word, word),
            Wanted::Unit(unit) => postings(&readers.unit, &unit_term(*unit)),
        }
    }
}

impl Readers {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let (_, fields) = schema();
        Ok(Self {
            name: segment.inverted_index(fields.name)?,
            word: segment.inverted_index(fields.word)?,
            unit: segment.inverted_index(fields.unit)?,
        })
    }
}

fn postings(reader: &InvertedIndexReader, term: &str) -> Option<SegmentPostings> {
    let info = reader.terms().get(term).ok()??;
    reader.read_postings_from_terminfo(&info, IndexRecordOption::Basic).ok()
}

fn distinct_names(reader: &InvertedIndexReader) -> std::io::Result<Vec<(String, u32)>> {
    let mut names = Vec::with_capacity(reader.terms().num_terms());
    let mut terms = reader.terms().stream()?;
    while let Some((name, info)) = terms.next() {
        names.push((String::from_utf8_lossy(name).into_owned(), info.doc_freq));
    }
    Ok(names)
}

/// The rows in all of `postings`, by leaps: whoever is behind jumps to whoever is ahead.
fn intersect(mut postings: Vec<SegmentPostings>, limit: usize) -> Vec<u32> {
    postings.sort_by_key(DocSet::size_hint);
    let Some((rarest, others)) = postings.split_first_mut() else { return Vec::new() };
    let mut rows = Vec::new();
    let mut row = rarest.doc();
    while row != TERMINATED && rows.len() < limit {
        let ahead = others.iter_mut().map(|other| seek(other, row)).find(|at| *at > row);
        match ahead {
            Some(at) => row = seek(rarest, at),
            None => {
                rows.push(row);
                row = rarest.advance();
            }
        }
    }
    rows
}

fn seek(postings: &mut SegmentPostings, row: u32) -> u32 {
    match postings.doc() >= row {
        true => postings.doc(),
        false => postings.seek(row),
    }
}
