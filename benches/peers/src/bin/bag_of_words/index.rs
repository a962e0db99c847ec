//! The index and what is asked of it.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, IndexReader, TantivyDocument, Term, doc};

use super::Outcome;

const TOKENIZER: &str = "folded";
/// Memory of the writer, in bytes.
const WRITER_MEMORY: usize = 500_000_000;
/// A word shorter than this is not asked with slips: half the country's syllables would match.
const SHORTEST_FUZZY_WORD: usize = 4;
/// What a word with a slip counts against the word itself.
const FUZZY_WEIGHT: f32 = 0.5;

/// A row as the file has it.
#[derive(Deserialize)]
struct Row {
    house_number: String,
    street: String,
    ward: String,
    district: String,
    province: String,
    lat: f64,
    lon: f64,
}

/// An address that was found.
pub struct Found {
    /// The house number as the row has it.
    pub number: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

struct Fields {
    words: Field,
    number: Field,
    lat: Field,
    lon: Field,
}

impl Fields {
    fn with_schema() -> (Self, Schema) {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(IndexRecordOption::WithFreqs);
        let fields = Self {
            words: schema.add_text_field("words", TextOptions::default().set_indexing_options(indexing)),
            number: schema.add_text_field("number", STORED),
            lat: schema.add_f64_field("lat", STORED),
            lon: schema.add_f64_field("lon", STORED),
        };
        (fields, schema.build())
    }
}

fn tokenizer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(AsciiFoldingFilter).build()
}

/// Indexes the rows of the CSV file `rows` into `folder`, one segment in the end.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn build(rows: &Path, folder: &Path) -> Outcome<()> {
    fs::create_dir_all(folder)?;
    let (fields, schema) = Fields::with_schema();
    let index = Index::create_in_dir(folder, schema)?;
    index.tokenizers().register(TOKENIZER, tokenizer());
    let mut writer = index.writer(WRITER_MEMORY)?;
    for row in csv::Reader::from_path(rows)?.deserialize() {
        let Row { house_number, street, ward, district, province, lat, lon } = row?;
        let words = [house_number.as_str(), &street, &ward, &district, &province].join(" ");
        writer.add_document(doc!(
            fields.words => words,
            fields.number => house_number,
            fields.lat => lat,
            fields.lon => lon,
        ))?;
    }
    writer.commit()?;
    writer.merge(&index.searchable_segment_ids()?).wait()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// An index open for asking.
pub struct Bag {
    fields: Fields,
    reader: IndexReader,
    tokenizer: TextAnalyzer,
}

impl Bag {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// Where there is none.
    pub fn open(folder: &Path) -> Outcome<Self> {
        let index = Index::open_in_dir(folder)?;
        index.tokenizers().register(TOKENIZER, tokenizer());
        let (fields, _) = Fields::with_schema();
        Ok(Self { fields, reader: index.reader()?, tokenizer: tokenizer() })
    }

    /// The best `limit` addresses for `text`; with `unfinished` its last word may go on.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn search(&self, text: &str, limit: usize, unfinished: bool) -> Outcome<Vec<Found>> {
        let words = self.words(text);
        let count = words.len();
        let clauses = words
            .into_iter()
            .enumerate()
            .flat_map(|(position, word)| self.clauses(&word, unfinished && position + 1 == count))
            .map(|clause| (Occur::Should, clause))
            .collect();
        let searcher = self.reader.searcher();
        let best = searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(limit).order_by_score())?;
        best.into_iter().map(|(_, address)| self.found(&searcher.doc(address)?)).collect()
    }

    fn words(&self, text: &str) -> Vec<String> {
        let mut tokenizer = self.tokenizer.clone();
        let mut stream = tokenizer.token_stream(text);
        let mut words = Vec::new();
        while let Some(token) = stream.next() {
            words.push(token.text.clone());
        }
        words
    }

    fn clauses(&self, word: &str, unfinished: bool) -> Vec<Box<dyn Query>> {
        let term = Term::from_field_text(self.fields.words, word);
        let mut clauses: Vec<Box<dyn Query>> =
            vec![Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))];
        if unfinished {
            clauses.push(Box::new(FuzzyTermQuery::new_prefix(term, 0, true)));
        } else if word.len() >= SHORTEST_FUZZY_WORD && word.chars().all(char::is_alphabetic) {
            clauses.push(Box::new(BoostQuery::new(Box::new(FuzzyTermQuery::new(term, 1, true)), FUZZY_WEIGHT)));
        }
        clauses
    }

    fn found(&self, document: &TantivyDocument) -> Outcome<Found> {
        let degrees = |field| document.get_first(field).and_then(|value| value.as_f64()).ok_or("a field is missing");
        let number = document.get_first(self.fields.number).and_then(|value| value.as_str()).unwrap_or_default();
        Ok(Found { number: number.to_owned(), lat: degrees(self.fields.lat)?, lon: degrees(self.fields.lon)? })
    }
}
