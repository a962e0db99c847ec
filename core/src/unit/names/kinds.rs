//! The words that say what kind of unit a name is.

use super::UnitLevel;
use crate::text::{Word, agrees};

/// A kind word as found: the levels it may stand for and the official word, folded (empty where
/// the word is used for several).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    levels: u8,
    official: &'static str,
}

const PROVINCE: u8 = 1;
const DISTRICT: u8 = 2;
const WARD: u8 = 4;

const fn kind(levels: u8, official: &'static str) -> Kind {
    Kind { levels, official }
}

impl Kind {
    /// What a column for units of `level` says of the words in it.
    pub(crate) fn of_level(level: UnitLevel) -> Self {
        kind(bit(level), "")
    }

    /// Whether a unit of `level` may be called so.
    pub(crate) fn may_be(self, level: UnitLevel) -> bool {
        self.levels & bit(level) != 0
    }

    /// The official word (`phuong`), empty where the words stand for several.
    pub(crate) fn official(self) -> &'static str {
        self.official
    }
}

const fn bit(level: UnitLevel) -> u8 {
    match level {
        UnitLevel::Province => PROVINCE,
        UnitLevel::District => DISTRICT,
        UnitLevel::Ward => WARD,
    }
}

/// The kind said by the words at the front of `words`, and how many they are.
pub(crate) fn kind_before(words: &[Word]) -> Option<(Kind, usize)> {
    let first = words.first()?;
    let second = words.get(1).map_or("", |word| word.folded.as_str());
    let pair = match (first.folded.as_str(), second) {
        ("thanh", "pho") | ("t", "p") => Some(kind(PROVINCE | DISTRICT, "thanh pho")),
        ("thi", "xa") | ("t", "x") => Some(kind(DISTRICT, "thi xa")),
        ("thi", "tran") | ("t", "t") => Some(kind(WARD, "thi tran")),
        ("dac", "khu") => Some(kind(WARD, "dac khu")),
        _ => None,
    };
    pair.map(|kind| (kind, 2)).or_else(|| single_kind(first).map(|kind| (kind, 1)))
}

/// Abbreviations have no marks; a word that was typed with other marks is another word
/// (`tính` is not `tỉnh`).
fn single_kind(word: &Word) -> Option<Kind> {
    let (kind, marked) = match word.folded.as_str() {
        "phuong" => (kind(WARD, "phuong"), "phường"),
        "xa" => (kind(WARD, "xa"), "xã"),
        "quan" => (kind(DISTRICT, "quan"), "quận"),
        "huyen" => (kind(DISTRICT, "huyen"), "huyện"),
        "tinh" => (kind(PROVINCE, "tinh"), "tỉnh"),
        short => return abbreviation(short),
    };
    agrees(&word.marked, marked).then_some(kind)
}

fn abbreviation(short: &str) -> Option<Kind> {
    Some(match short {
        "p" | "f" | "ward" => kind(WARD, "phuong"),
        "x" | "commune" => kind(WARD, "xa"),
        "tt" | "town" => kind(WARD, "thi tran"),
        "q" => kind(DISTRICT, "quan"),
        "district" => kind(DISTRICT, ""),
        "h" => kind(DISTRICT, "huyen"),
        "tx" => kind(DISTRICT, "thi xa"),
        "tp" => kind(PROVINCE | DISTRICT, "thanh pho"),
        "t" | "province" => kind(PROVINCE, "tinh"),
        _ => return None,
    })
}

/// The kind said by an English word behind the name: `Ben Nghe Ward`.
pub(crate) fn kind_after(word: &Word) -> Option<Kind> {
    Some(match word.folded.as_str() {
        "ward" => kind(WARD, ""),
        "commune" => kind(WARD, "xa"),
        "town" | "township" => kind(WARD | DISTRICT, ""),
        "district" | "dist" => kind(DISTRICT, ""),
        "city" => kind(PROVINCE | DISTRICT, "thanh pho"),
        "province" => kind(PROVINCE, "tinh"),
        _ => return None,
    })
}

/// Kinds that `folded` may begin with when written onto the name (`p12`, `tphcm`, `quanbinhthanh`),
/// each with the rest. One letter is a kind only before a number.
pub(crate) fn kinds_glued(folded: &str) -> impl Iterator<Item = (Kind, &str)> {
    const GLUED: [(&str, Kind); 13] = [
        ("phuong", kind(WARD, "phuong")),
        ("p", kind(WARD, "phuong")),
        ("f", kind(WARD, "phuong")),
        ("thanhpho", kind(PROVINCE | DISTRICT, "thanh pho")),
        ("tp", kind(PROVINCE | DISTRICT, "thanh pho")),
        ("quan", kind(DISTRICT, "quan")),
        ("q", kind(DISTRICT, "quan")),
        ("huyen", kind(DISTRICT, "huyen")),
        ("thixa", kind(DISTRICT, "thi xa")),
        ("tx", kind(DISTRICT, "thi xa")),
        ("thitran", kind(WARD, "thi tran")),
        ("tt", kind(WARD, "thi tran")),
        ("tinh", kind(PROVINCE, "tinh")),
    ];
    let possible = folded.starts_with(['p', 'f', 't', 'q', 'h']);
    GLUED.iter().filter(move |_| possible).filter_map(move |(prefix, kind)| {
        let rest = folded.strip_prefix(prefix)?;
        let number = rest.len() <= 2 && rest.bytes().all(|byte| byte.is_ascii_digit());
        (!rest.is_empty() && (number || prefix.len() > 1)).then_some((*kind, rest))
    })
}
