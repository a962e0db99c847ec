//! The table of names: key to spellings to units.

use compact_str::CompactString;
use hashbrown::HashMap;

use super::{NamedUnit, UnitId, UnitLevel, UnitTable};
use crate::text::{NameKey, fold, is_syllable, words};

/// What is known under a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    first: u32,
    len: u16,
    /// Whether longer names begin with these words.
    pub(super) begins_longer: bool,
}

/// One way to write a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling {
    first_word: u32,
    end_word: u32,
    first_unit: u32,
    end_unit: u32,
    pub(super) form: NameForm,
}

/// What a spelling is to the official name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameForm {
    /// The name itself.
    Whole,
    /// An alias, or a part of the name.
    Alias,
    /// The first letters of its words, which mean something only in their place.
    Initials,
}

/// Names and their beginnings by [`NameKey`]. What belongs to neighbours lies side by side: a line
/// asks for dozens of names, and it is their way from memory that takes the time.
pub(super) struct Spellings {
    entries: HashMap<u64, Entry>,
    spellings: Vec<Spelling>,
    words: Vec<CompactString>,
    units: Vec<NamedUnit>,
}

impl Spellings {
    /// Every name and alias of the units of `table`.
    pub(super) fn new(table: &UnitTable, named_unit: impl Fn(UnitId) -> NamedUnit) -> Self {
        let drafts = drafts(table);
        let mut all = Self {
            entries: HashMap::with_capacity(drafts.keys.len()),
            spellings: Vec::new(),
            words: Vec::new(),
            units: Vec::new(),
        };
        let mut keys: Vec<(u64, usize)> = drafts.keys.into_iter().collect();
        keys.sort_unstable_by_key(|(_, at)| *at);
        for ((key, _), entry) in keys.into_iter().zip(drafts.entries) {
            let first = all.spellings.len() as u32;
            let len = entry.spellings.len() as u16;
            entry.spellings.into_iter().for_each(|spelling| all.push(spelling, &named_unit));
            all.entries.insert(key, Entry { first, len, begins_longer: entry.begins_longer });
        }
        all
    }

    fn push(&mut self, draft: DraftSpelling, named_unit: &impl Fn(UnitId) -> NamedUnit) {
        let (first_word, first_unit) = (self.words.len() as u32, self.units.len() as u32);
        self.words.extend(draft.marked);
        self.units.extend(draft.units.into_iter().map(named_unit));
        let (end_word, end_unit) = (self.words.len() as u32, self.units.len() as u32);
        self.spellings.push(Spelling { first_word, end_word, first_unit, end_unit, form: draft.form });
    }

    pub(super) fn get(&self, key: NameKey) -> Option<&Entry> {
        self.entries.get(&key.value())
    }

    /// The names that have the key of `entry`.
    pub(super) fn of(&self, entry: &Entry) -> &[Spelling] {
        slice(&self.spellings, entry.first, entry.first + u32::from(entry.len))
    }

    /// Its words in lower case NFC with marks; empty for an alias that has none.
    pub(super) fn marked(&self, spelling: &Spelling) -> &[CompactString] {
        slice(&self.words, spelling.first_word, spelling.end_word)
    }

    /// The units that are called so, ascending.
    pub(super) fn units(&self, spelling: &Spelling) -> &[NamedUnit] {
        slice(&self.units, spelling.first_unit, spelling.end_unit)
    }
}

fn slice<T>(all: &[T], first: u32, end: u32) -> &[T] {
    all.get(first as usize..end as usize).unwrap_or_default()
}

/// The names while they are being gathered.
#[derive(Default)]
struct Drafts {
    keys: HashMap<u64, usize>,
    entries: Vec<DraftEntry>,
}

#[derive(Default)]
struct DraftEntry {
    spellings: Vec<DraftSpelling>,
    begins_longer: bool,
}

struct DraftSpelling {
    marked: Vec<CompactString>,
    units: Vec<UnitId>,
    form: NameForm,
}

/// Short names in daily use that no list of units carries, with the name they stand for.
const SHORT_PROVINCE_NAMES: [(&str, &str); 11] = [
    ("hn", "ha noi"),
    ("hanoi", "ha noi"),
    ("hcm", "ho chi minh"),
    ("hcmc", "ho chi minh"),
    ("sg", "ho chi minh"),
    ("sai gon", "ho chi minh"),
    ("brvt", "ba ria vung tau"),
    ("tth", "thua thien hue"),
    ("tth", "hue"),
    ("thua thien hue", "hue"),
    ("hp", "hai phong"),
];

fn drafts(table: &UnitTable) -> Drafts {
    let mut found = Drafts::default();
    for (id, unit) in table.iter() {
        let marked = marked_words(&unit.name);
        found.add(&fold(&unit.name), &marked, id, NameForm::Whole);
        for part in unit.name.split(" - ").skip_while(|part| *part == unit.name) {
            found.add(&fold(part), &marked_words(part), id, NameForm::Alias);
        }
        if let Some(other) = other_numeral(&marked) {
            found.add(&fold(&other.join(" ")), &other, id, NameForm::Whole);
        }
        for alias in &unit.aliases {
            found.add(&alias_name(alias, unit.level), &[], id, NameForm::Alias);
        }
        if unit.level == UnitLevel::Province {
            let folded = fold(&unit.name);
            let short = SHORT_PROVINCE_NAMES.iter().filter(|(_, long)| *long == folded);
            short.for_each(|(short, _)| found.add(short, &[], id, NameForm::Alias));
        }
        if let Some(initials) = initials(&marked).filter(|_| unit.level < UnitLevel::Ward) {
            found.add(&fold(&initials), std::slice::from_ref(&initials), id, NameForm::Initials);
        }
    }
    found
}

impl Drafts {
    fn add(&mut self, folded: &str, marked: &[CompactString], id: UnitId, form: NameForm) {
        for (at, _) in folded.match_indices(' ') {
            self.entry(&folded[..at]).begins_longer = true;
        }
        let spellings = &mut self.entry(folded).spellings;
        if spellings.iter().any(|spelling| spelling.units.contains(&id)) {
            return;
        }
        match spellings.iter_mut().find(|spelling| spelling.marked == marked && spelling.form == form) {
            Some(spelling) => spelling.units.push(id),
            None => spellings.push(DraftSpelling { marked: marked.to_vec(), units: vec![id], form }),
        }
    }

    fn entry(&mut self, folded: &str) -> &mut DraftEntry {
        let at = *self.keys.entry(NameKey::of(folded).value()).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(DraftEntry::default());
        }
        &mut self.entries[at]
    }
}

fn marked_words(name: &str) -> Vec<CompactString> {
    words(name).into_iter().map(|word| word.marked).collect()
}

/// `đbp` for Điện Biên Phủ: the first letters, of which only `đ` keeps its mark. Names of one word
/// have none, nor have those whose initials are a syllable (`ba`).
fn initials(marked: &[CompactString]) -> Option<CompactString> {
    let first = |word: &CompactString| match word.chars().next() {
        Some('đ') => Some('đ'),
        Some(letter) => fold(letter.encode_utf8(&mut [0; 4])).chars().next(),
        None => None,
    };
    let initials: CompactString = marked.iter().filter_map(first).collect();
    (marked.len() > 1 && !is_syllable(&initials)).then_some(initials)
}

/// `Hải Châu II` is written `Hải Châu 2` as well, and the other way round.
fn other_numeral(marked: &[CompactString]) -> Option<Vec<CompactString>> {
    const NUMERALS: [(&str, &str); 4] = [("i", "1"), ("ii", "2"), ("iii", "3"), ("iv", "4")];
    let (last, rest) = marked.split_last().filter(|(_, rest)| !rest.is_empty())?;
    let other = NUMERALS.iter().find_map(|(roman, arabic)| match last.as_str() {
        last if last == *roman => Some(arabic),
        last if last == *arabic => Some(roman),
        _ => None,
    })?;
    Some(rest.iter().cloned().chain([CompactString::from(*other)]).collect())
}

/// Lists of aliases write the kind onto numbers (`quan09`, `p02`, `district2`); the kind is said
/// by the text, so the number alone is the name.
fn alias_name(alias: &str, level: UnitLevel) -> String {
    let folded = fold(alias);
    let kinds: &[&str] = match level {
        UnitLevel::Province => &[],
        UnitLevel::District => &["quan", "district", "q"],
        UnitLevel::Ward => &["phuong", "ward", "p", "f"],
    };
    let number = kinds.iter().find_map(|kind| folded.strip_prefix(kind));
    let number = number.filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    number.unwrap_or(&folded).to_owned()
}
