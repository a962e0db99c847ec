//! A line or split columns, read into components.

use std::ops::Range;

use super::SourceRecord;
use super::chain::{Chain, Place, chains};
use super::column_readings::ColumnReadings;
use super::components::{Components, Role, Settled, components, display, settle};
use super::explained::{Explained, ExplainedReading, Part, PartRole, parts};
use super::stretches::{Piece, PieceKind, breaks, pieces};
use crate::house_number::HouseNumber;
use crate::text::{Word, readable, words};
use crate::unit::{Era, UnitId, UnitLevel, UnitNames};

/// Readings given at most.
const MOST_READINGS: usize = 4;

/// A unit without its kind, without a larger one and within a longer phrase needs this weight to
/// be believed before the reading without units.
const BELIEVED_ALONE: i32 = 45;

/// What an address says about administrative units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitReading {
    /// The smallest units that the text names: all that agree equally well with it (`Phường 1`
    /// without a district is many). Empty where it names none. Ascending.
    pub candidates: Vec<UnitId>,
    /// The rung on which the candidates stand.
    pub level: Option<UnitLevel>,
    /// Whose names were matched.
    pub era: Option<Era>,
    /// Whether marks, kind words and levels all agree, nothing was repaired or passed over.
    pub exact: bool,
    /// Whether the text says of what kind the candidates are (`Phường 5`, `Q. Tân Bình`).
    pub kind_said: bool,
    /// Larger units that the text names and that agree with the candidates, smallest first; of
    /// either era (an old ward may stand with its new province).
    pub within: Vec<UnitId>,
    /// Other wards that the same words may name, though less speaks for them (`Phường Tân Phú, TP.
    /// HCM` is a ward of today and, where the district was left out, some former ones).
    pub rivals: Vec<RivalUnit>,
    /// Bytes of the line that name units, in order; empty for readings of split columns.
    pub spans: Vec<Range<usize>>,
}

/// A unit that words may name, beside the one that they rather name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RivalUnit {
    /// The unit.
    pub unit: UnitId,
    /// How much less speaks for it: 5 is as much as its kind being said wrongly, 8 a province by
    /// succession, 12 a district by succession.
    pub behind: i32,
}

/// An address as components, display forms as written (NFC). Nothing of the text is lost: what no
/// component explains stands in `leftovers`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedAddress {
    /// House number or alley path.
    pub house_number: Option<HouseNumber>,
    /// Street with its type word where one was written.
    pub street: Option<String>,
    /// Hamlet or quarter with its type word.
    pub hamlet: Option<String>,
    /// A name that is none of the others: a building, a market, a point of interest; or a single
    /// phrase that may be the name of anything.
    pub name: Option<String>,
    /// Postal code, 5 or 6 digits at the end.
    pub postcode: Option<String>,
    /// Units named.
    pub units: UnitReading,
    /// Words that no component explains, in order.
    pub leftovers: Vec<String>,
}

/// Reads addresses with the help of the names of units.
pub struct AddressParser<'a> {
    names: &'a UnitNames,
    puts_right: bool,
}

impl<'a> AddressParser<'a> {
    /// A parser that recognises `names`.
    pub fn new(names: &'a UnitNames) -> Self {
        Self { names, puts_right: true }
    }

    /// A parser that recognises `names` to the letter: no slips in them are put right, which costs much
    /// where a line holds words that are no unit's name, or not yet.
    pub fn to_the_letter(names: &'a UnitNames) -> Self {
        Self { names, puts_right: false }
    }

    /// The names that it recognises.
    pub fn names(&self) -> &'a UnitNames {
        self.names
    }

    /// The best reading of a whole address in one line.
    pub fn parse(&self, line: &str) -> ParsedAddress {
        let line = readable(line);
        let line = Line::new(&line, &[]);
        self.read_line(&line, 1).swap_remove(0)
    }

    /// How `line` is read, part by part: the readings of [`AddressParser::readings`], of the line as
    /// [`readable`] leaves it. Costs some three times as much.
    pub fn explain(&self, line: &str) -> Explained {
        let text = readable(line).into_owned();
        let line = Line::new(&text, &[]);
        let found = self.chains(&line, MOST_READINGS);
        let explained = |chain| ExplainedReading { address: line.read(chain), parts: line.parts(chain) };
        let mut readings: Vec<ExplainedReading> = line.meanings(&found).take(MOST_READINGS).map(explained).collect();
        readings.extend(readings.first().and_then(ExplainedReading::other));
        readings.truncate(MOST_READINGS);
        Explained { text, readings }
    }

    /// Readings of `line`, best first, at least one and at most four. `Văn Miếu` is a temple's
    /// name and a ward's: both readings are given.
    pub fn readings(&self, line: &str) -> Vec<ParsedAddress> {
        self.read_line(&Line::new(&readable(line), &[]), MOST_READINGS)
    }

    /// The reading of a source row: its split columns, or its line, or both. A column says of
    /// which rung its unit is, so `12` in a ward's column is Phường 12; what a column says goes
    /// before what the line says.
    pub fn parse_record(&self, record: &SourceRecord) -> ParsedAddress {
        self.parse_row(record, &mut ColumnReadings::default())
    }

    /// [`AddressParser::parse_record`] for one of many rows: what columns say is read once for all rows
    /// that repeat it, which saves half of the work where a file is in order.
    pub fn parse_row(&self, record: &SourceRecord, readings: &mut ColumnReadings) -> ParsedAddress {
        let record = &*record.readable();
        let (text, hints) = joined_columns(record);
        let read = || {
            let mut parsed = self.read_line(&Line::new(&text, &hints), 1).swap_remove(0);
            parsed.units.spans.clear();
            parsed
        };
        // A line is seldom said twice.
        let mut parsed = if record.line.is_some() { read() } else { readings.units.get(&unit_columns(record), read) };
        if let Some(street) = &record.street {
            let column = readings.streets.get(street, || StreetColumn::read(street));
            parsed.street = Some(column.street);
            parsed.house_number = parsed.house_number.take().or(column.house_number);
        }
        if let Some(number) = record.house_number.as_deref().and_then(HouseNumber::parse) {
            parsed.house_number = Some(number);
        }
        let known = [&record.hamlet, &record.name].map(|column| column.clone().filter(|text| !text.trim().is_empty()));
        let [hamlet, name] = known;
        parsed.hamlet = hamlet.or(parsed.hamlet);
        parsed.name = name.or(parsed.name);
        parsed
    }

    fn read_line(&self, line: &Line<'_>, most: usize) -> Vec<ParsedAddress> {
        let found = self.chains(line, most);
        let mut readings: Vec<ParsedAddress> = line.meanings(&found).take(most).map(|chain| line.read(chain)).collect();
        if readings.len() < most {
            readings.extend(readings.first().and_then(other_reading).map(|(other, _)| other));
        }
        readings
    }

    fn chains(&self, line: &Line<'_>, most: usize) -> Vec<Chain> {
        let hints = line.hints.get(..line.end).unwrap_or_default();
        chains(self.names, &line.words[..line.end], hints, &line.breaks[..line.end], most, self.puts_right)
    }
}

/// A street's column holds a street, or number and street.
#[derive(Clone, Debug)]
pub(super) struct StreetColumn {
    street: String,
    house_number: Option<HouseNumber>,
}

impl StreetColumn {
    fn read(column: &str) -> Self {
        let read = Line::new(column, &[]).read(None);
        match (read.house_number, read.street) {
            (Some(number), Some(street)) => Self { street, house_number: Some(number) },
            _ => Self { street: column.trim().to_owned(), house_number: None },
        }
    }
}

/// The columns of units, each where it stands.
fn unit_columns(record: &SourceRecord) -> String {
    [&record.ward, &record.district, &record.province]
        .map(|column| column.as_deref().unwrap_or_default())
        .join("\u{1F}")
}

/// The columns of `record` as one line, and which bytes of it must be a unit of which level.
fn joined_columns(record: &SourceRecord) -> (String, Vec<ColumnHint>) {
    let columns = [
        (&record.line, None),
        (&record.ward, Some(UnitLevel::Ward)),
        (&record.district, Some(UnitLevel::District)),
        (&record.province, Some(UnitLevel::Province)),
    ];
    let (mut text, mut hints) = (String::new(), Vec::new());
    for (column, level) in columns {
        let Some(column) = column.as_deref().map(str::trim).filter(|column| !column.is_empty()) else { continue };
        if !text.is_empty() {
            text.push_str(", ");
        }
        let start = text.len();
        text.push_str(column);
        hints.extend(level.map(|level| (start..text.len(), level)));
    }
    (text, hints)
}

/// Bytes of a line that a column says are a unit of this level.
type ColumnHint = (Range<usize>, UnitLevel);

/// A text in words, ready to be read in several ways.
struct Line<'t> {
    text: &'t str,
    words: Vec<Word>,
    breaks: Vec<bool>,
    /// Per word, the level that a column says it has; empty where there are no columns.
    hints: Vec<Option<UnitLevel>>,
    /// First word of what stands behind the address: postcode and country.
    end: usize,
}

impl<'t> Line<'t> {
    fn new(text: &'t str, columns: &[ColumnHint]) -> Self {
        let words = words(text);
        let hint =
            |word: &Word| columns.iter().find(|(bytes, _)| bytes.contains(&word.span.start)).map(|(_, level)| *level);
        let hints = if columns.is_empty() { Vec::new() } else { words.iter().map(hint).collect() };
        let breaks = breaks(text, &words);
        let end = end_of_address(&words);
        Self { text, words, breaks, hints, end }
    }

    /// Whether the reading with these units goes before the one without: a kind is said, a larger
    /// unit agrees, or it is a whole stretch of a longer line.
    fn believes(&self, chain: &Chain) -> bool {
        let whole_line = chain.places.iter().map(|place| place.len).sum::<usize>() == self.words.len();
        let bare_ward = !chain.supported && chain.level == UnitLevel::Ward;
        chain.supported || (chain.weight >= BELIEVED_ALONE && !(bare_ward && whole_line))
    }

    /// What may be understood by its units, best first: one of `found`, or none of them.
    fn meanings<'c>(&self, found: &'c [Chain]) -> impl Iterator<Item = Option<&'c Chain>> {
        let believed = found.first().is_some_and(|chain| self.believes(chain));
        let without = (!believed).then_some(None);
        without.into_iter().chain(found.iter().map(Some))
    }

    fn read(&self, chain: Option<&Chain>) -> ParsedAddress {
        let (pieces, settled) = self.settled(chain);
        let components = components(self.text, &self.words, &pieces, settled);
        self.parsed(components, chain)
    }

    fn settled(&self, chain: Option<&Chain>) -> (Vec<Piece>, Settled) {
        let taken = self.taken(chain);
        let mut pieces = pieces(self.text, &self.words, &self.breaks, &taken);
        if let Some(chain) = chain {
            self.note_what_follows_the_units(chain, &mut pieces);
        }
        let settled = settle(self.text, &self.words, &pieces, chain.is_some());
        (pieces, settled)
    }

    /// Every byte of the line in the part that it belongs to, when its units are those of `chain`.
    fn parts(&self, chain: Option<&Chain>) -> Vec<Part> {
        let mut roles = vec![PartRole::Country; self.words.len()];
        let (pieces, settled) = self.settled(chain);
        for (piece, role) in pieces.iter().zip(settled.roles()) {
            roles[piece.first..piece.end].fill(PartRole::of(role));
        }
        for place in chain.into_iter().flat_map(|chain| &chain.places) {
            let units = chain.map(|chain| chain.named_at(place)).unwrap_or_default();
            roles[place.first..place.end()].fill(PartRole::Unit { level: place.level, units });
        }
        if let Some(at) = self.postcode_at() {
            roles[at] = PartRole::Postcode;
        }
        parts(self.text, &self.words, &roles)
    }

    /// Who writes from small to large writes no street behind the largest unit: a phrase there that
    /// says nothing of itself is a unit that does not agree, and so is a second street (`Tàh phố Huế`).
    fn note_what_follows_the_units(&self, chain: &Chain, pieces: &mut [Piece]) {
        let (begin, end) =
            (chain.places.first().map_or(0, |place| place.first), chain.places.last().map_or(0, Place::end));
        let is_street = |kind| matches!(kind, PieceKind::Street | PieceKind::Plain { after_number: true });
        let has_street = pieces.iter().any(|piece| piece.end <= begin && is_street(piece.kind));
        for piece in pieces.iter_mut().filter(|piece| piece.first >= end) {
            let is_unit = match piece.kind {
                PieceKind::Plain { after_number: false } => chain.rising,
                PieceKind::Street => has_street,
                _ => false,
            };
            if is_unit {
                piece.kind = PieceKind::Remark;
            }
        }
    }

    fn taken(&self, chain: Option<&Chain>) -> Vec<bool> {
        let mut taken = vec![false; self.words.len()];
        taken[self.end..].fill(true);
        taken[..begin_of_address(&self.words)].fill(true);
        for place in chain.into_iter().flat_map(|chain| &chain.places) {
            taken[place.first..place.end()].fill(true);
        }
        taken
    }

    fn parsed(&self, components: Components, chain: Option<&Chain>) -> ParsedAddress {
        let Components { house_number, street, hamlet, name, leftovers } = components;
        let units = chain.map(|chain| self.unit_reading(chain)).unwrap_or_default();
        ParsedAddress { house_number, street, hamlet, name, postcode: self.postcode(), units, leftovers }
    }

    fn unit_reading(&self, chain: &Chain) -> UnitReading {
        UnitReading {
            candidates: chain.candidates.to_vec(),
            level: Some(chain.level),
            era: Some(chain.era),
            exact: chain.exact,
            kind_said: chain.kind_said,
            within: chain.within.to_vec(),
            rivals: chain.rivals.to_vec(),
            spans: chain.places.iter().map(|place| self.span(place.first..place.end())).collect(),
        }
    }

    /// Bytes of some words, at least one.
    fn span(&self, words: Range<usize>) -> Range<usize> {
        self.words[words.start].span.start..self.words[words.end - 1].span.end
    }

    fn postcode(&self) -> Option<String> {
        let code = &self.words[self.postcode_at()?];
        Some(display(self.text, std::slice::from_ref(code)))
    }

    fn postcode_at(&self) -> Option<usize> {
        (self.end..self.words.len()).find(|at| is_postcode(&self.words[*at]))
    }
}

/// Where the address begins behind `Việt Nam, `, which who writes from large to small may put first.
fn begin_of_address(words: &[Word]) -> usize {
    match words {
        [viet, nam, next, ..] if viet.folded == "viet" && nam.folded == "nam" && nam.segment < next.segment => 2,
        _ => 0,
    }
}

/// What else a reading may mean, and the component that is another in it: a street may be any name,
/// a day's number may be a house's.
pub(super) fn other_reading(best: &ParsedAddress) -> Option<(ParsedAddress, (Role, Role))> {
    let mut other = best.clone();
    let turn = match (&best.house_number, &best.street, &best.name) {
        (None, Some(street), None) => match HouseNumber::parse(street) {
            Some(number) => {
                (other.house_number, other.street) = (Some(number), None);
                (Role::Street, Role::Number)
            }
            None => {
                (other.street, other.name) = (None, best.street.clone());
                (Role::Street, Role::Name)
            }
        },
        (None, None, Some(_)) if best.hamlet.is_none() => {
            (other.street, other.name) = (best.name.clone(), None);
            (Role::Name, Role::Street)
        }
        (Some(number), None, None) if best.units.candidates.is_empty() => {
            (other.street, other.house_number) = (Some(number.display().to_owned()), None);
            (Role::Number, Role::Street)
        }
        _ => return None,
    };
    Some((other, turn))
}

/// Where the address ends and `70000, Việt Nam` begins. A line of nothing else is an address.
fn end_of_address(words: &[Word]) -> usize {
    let (mut end, mut coded) = (words.len(), false);
    loop {
        end = match words.get(..end) {
            Some([.., viet, nam]) if viet.folded == "viet" && nam.folded == "nam" => end - 2,
            Some([.., last]) if matches!(last.folded.as_str(), "vietnam" | "vn") => end - 1,
            Some([before, .., last]) if !coded && is_postcode(last) && before.segment < last.segment => {
                coded = true;
                end - 1
            }
            Some([]) | None => return words.len(),
            Some(_) => return end,
        };
    }
}

fn is_postcode(word: &Word) -> bool {
    matches!(word.folded.len(), 5 | 6) && word.folded.bytes().all(|byte| byte.is_ascii_digit())
}
