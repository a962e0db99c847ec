//! The words that say what the words behind them are.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::marker_words::MARKER_WORDS;
use super::word_class::is_number;
use crate::text::{Word, agrees, agrees_but_for_tone, fold};

/// What follows a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// Số, số nhà: a house number.
    House,
    /// Ngõ, ngách, hẻm, kiệt: a turn of the path, or an alley with a name.
    Alley,
    /// Lô, thửa, tờ bản đồ, km: a number of another kind.
    Plot,
    /// Đường, phố, quốc lộ: a street.
    Street,
    /// Thôn, ấp, khu phố, tổ: a hamlet or quarter.
    Hamlet,
    /// Chợ, trường học, công ty: something else that has a name.
    Name,
    /// Chung cư, tầng, khu công nghiệp: a building, a part of one or an estate; no street is called
    /// so, and it is a name right behind a house number too.
    Building,
    /// Gần, đối diện: a remark.
    Remark,
    /// Địa chỉ: what a form calls the address behind it.
    Label,
    /// Huyện, tỉnh: a unit that is in no list.
    Unit,
}

/// A marker as found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marked {
    pub(super) marker: Marker,
    /// Number of its words.
    pub(super) len: usize,
    /// Whether it is a marker beyond doubt, even in the middle of a phrase.
    pub(super) certain: bool,
}

/// A marker's words, each with its marks and folded.
struct Phrase {
    words: Vec<(&'static str, String)>,
    marker: Marker,
    /// Whether it marks when typed without marks, no number following.
    unmarked: bool,
}

/// The markers by their first word, folded.
static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
    for entry in MARKER_WORDS {
        let words: Vec<(&str, String)> = entry.phrase.split(' ').map(|word| (word, fold(word))).collect();
        let phrase = Phrase { words, marker: entry.marker, unmarked: entry.unmarked };
        phrases.entry(phrase.words[0].1.clone()).or_default().push(phrase);
    }
    phrases
});

/// Per first letter a bit for each length that the first word of a marker has: most words are none
/// and need no look into the table.
static LENGTHS: LazyLock<[u16; 256]> = LazyLock::new(|| {
    let mut lengths = [0; 256];
    for word in PHRASES.keys() {
        lengths[usize::from(word.as_bytes()[0])] |= 1 << word.len();
    }
    lengths
});

fn phrases(first: &str) -> &'static [Phrase] {
    let lengths = first.bytes().next().map_or(0, |letter| LENGTHS[usize::from(letter)]);
    match lengths.checked_shr(first.len() as u32) {
        Some(bits) if bits & 1 == 1 => PHRASES.get(first).map_or(&[], Vec::as_slice),
        _ => &[],
    }
}

/// The marker at the front of `words`, all of one stretch; something must follow it.
pub(super) fn marker_at(words: &[Word]) -> Option<Marked> {
    let first = words.first()?;
    let phrase = phrases(&first.folded).iter().find_map(|phrase| phrase.at(words));
    phrase.or_else(|| glued_marker(first)).or_else(|| part_of_building(words))
}

impl Phrase {
    fn at(&self, words: &[Word]) -> Option<Marked> {
        let len = self.words.len();
        let number = match words.get(len) {
            Some(next) => is_number(&next.folded),
            None if words.len() == len && self.may_stand_alone() => false,
            None => return None,
        };
        let (mut unmarked, mut slipped) = (false, false);
        for (word, (marked, folded)) in words.iter().zip(&self.words) {
            if word.folded != *folded {
                return None;
            }
            if !agrees(&word.marked, marked) {
                slipped = number && agrees_but_for_tone(&word.marked, marked);
                if !slipped {
                    return None;
                }
            }
            unmarked |= word.marked != *marked && word.marked.is_ascii();
        }
        let typed = !unmarked && !self.words[0].0.is_ascii();
        let certain = match self.marker {
            _ if slipped => false,
            _ if number => true,
            Marker::Name => len > 1 && self.unmarked,
            Marker::Building => len > 1,
            _ => len > 1 || typed,
        };
        (!unmarked || self.unmarked || number).then_some(Marked { marker: self.marker, len, certain })
    }

    /// The name behind it may be a unit's, which is read apart: `UBND xã Tịnh Kỳ`.
    fn may_stand_alone(&self) -> bool {
        (self.unmarked || self.words.len() > 1) && matches!(self.marker, Marker::Name | Marker::Building)
    }
}

/// Whether the first of `words` is a hamlet's word that was typed without its marks and may as well
/// be a name: `ban`, `lang`.
pub(super) fn may_name_hamlet(words: &[Word]) -> bool {
    let phrases = words.first().and_then(|first| PHRASES.get(first.folded.as_str()));
    words.len() > 1
        && words[0].marked.is_ascii()
        && phrases.into_iter().flatten().any(|phrase| phrase.marker == Marker::Hamlet && phrase.words.len() == 1)
}

/// `P.1205` and `P305` are a room, since no ward has so high a number; `2nd Floor`.
fn part_of_building(words: &[Word]) -> Option<Marked> {
    let is_high = |digits: &str| digits.len() > 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let first = words.first()?.folded.as_str();
    let next = words.get(1).map_or("", |next| next.folded.as_str());
    let len = match first {
        "p" if is_high(next) => 1,
        _ if first.strip_prefix('p').is_some_and(is_high) => 0,
        _ if next == "floor" && first.starts_with(|letter: char| letter.is_ascii_digit()) => 1,
        _ => return None,
    };
    Some(Marked { marker: Marker::Building, len, certain: true })
}

/// `kp3`, `tdp5`, `ap4b`, `km12+300`, `ql1a`: the marker written onto its number.
fn glued_marker(word: &Word) -> Option<Marked> {
    const GLUED: [(&str, Marker); 17] = [
        ("kp", Marker::Hamlet),
        ("kv", Marker::Hamlet),
        ("tdp", Marker::Hamlet),
        ("to", Marker::Hamlet),
        ("ap", Marker::Hamlet),
        ("khu", Marker::Hamlet),
        ("thon", Marker::Hamlet),
        ("khom", Marker::Hamlet),
        ("km", Marker::Plot),
        ("sn", Marker::House),
        ("ngo", Marker::Alley),
        ("hem", Marker::Alley),
        ("kiet", Marker::Alley),
        ("ql", Marker::Street),
        ("dt", Marker::Street),
        ("tl", Marker::Street),
        ("hl", Marker::Street),
    ];
    let letters = word.folded.bytes().position(|letter| letter.is_ascii_digit()).filter(|letters| *letters > 1)?;
    let marker = GLUED.iter().find(|(glued, _)| *glued == &word.folded[..letters])?.1;
    Some(Marked { marker, len: 0, certain: true })
}

/// What a phrase is by the English word at its end: `Tan Lap Village`.
pub(super) fn marker_behind(last: &Word) -> Option<Marker> {
    Some(match last.folded.as_str() {
        "village" | "hamlet" => Marker::Hamlet,
        "street" | "road" | "avenue" | "boulevard" => Marker::Street,
        "tower" | "building" | "park" | "zone" | "plaza" | "market" => Marker::Name,
        _ => return None,
    })
}

/// Whether `word` is one that may stand behind a number as a part of it.
pub(super) fn is_number_suffix(word: &Word) -> bool {
    matches!(word.folded.as_str(), "bis" | "ter" | "quater" | "a" | "b" | "c" | "e" | "f" | "g")
}
