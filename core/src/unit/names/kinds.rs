//! The words that say what kind of unit a name is.

use OfficialKind::{DacKhu, Huyen, Phuong, Quan, ThanhPho, ThiTran, ThiXa, Tinh, Xa};

use super::UnitLevel;
use crate::text::{Word, agrees, edits_within};

/// The official kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfficialKind {
    Phuong,
    Xa,
    ThiTran,
    DacKhu,
    Quan,
    Huyen,
    ThiXa,
    ThanhPho,
    Tinh,
}

impl OfficialKind {
    /// The kind that lists of units call `word`.
    pub(super) fn from_list(word: &str) -> Option<Self> {
        Some(match word {
            "Phường" => Self::Phuong,
            "Xã" => Self::Xa,
            "Thị trấn" => Self::ThiTran,
            "Đặc khu" => Self::DacKhu,
            "Quận" => Self::Quan,
            "Huyện" => Self::Huyen,
            "Thị xã" => Self::ThiXa,
            "Thành phố" => Self::ThanhPho,
            "Tỉnh" => Self::Tinh,
            _ => return None,
        })
    }
}

/// A kind word as found: the levels it may stand for and the official kind (none where the word
/// is used for several).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    levels: u8,
    official: Option<OfficialKind>,
}

const PROVINCE: u8 = 1;
const DISTRICT: u8 = 2;
const WARD: u8 = 4;
/// Not said, but suggested by the place.
const SUPPOSED: u8 = 8;

const fn kind(levels: u8, official: OfficialKind) -> Kind {
    Kind { levels, official: Some(official) }
}

const fn any_kind(levels: u8) -> Kind {
    Kind { levels, official: None }
}

impl Kind {
    /// What a column for units of `level` says of the words in it.
    pub(crate) fn of_level(level: UnitLevel) -> Self {
        any_kind(bit(level))
    }

    /// What the place of a number without any kind suggests.
    pub(crate) fn supposed() -> Self {
        Self { levels: WARD | DISTRICT | SUPPOSED, official: None }
    }

    /// Whether it is only supposed, and not said.
    pub(crate) fn is_supposed(self) -> bool {
        self.levels & SUPPOSED != 0
    }

    /// Whether a unit of `level` may be called so.
    pub(crate) fn may_be(self, level: UnitLevel) -> bool {
        self.levels & bit(level) != 0
    }

    /// The official kind; none where the words stand for several.
    pub(crate) fn official(self) -> Option<OfficialKind> {
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
        ("thanh", "pho") | ("t", "p") => Some(kind(PROVINCE | DISTRICT, ThanhPho)),
        ("thi", "xa") | ("t", "x") => Some(kind(DISTRICT, ThiXa)),
        ("thi", "tran") | ("t", "t") => Some(kind(WARD, ThiTran)),
        ("dac", "khu") => Some(kind(WARD, DacKhu)),
        _ => None,
    };
    pair.map(|kind| (kind, 2)).or_else(|| single_kind(first).map(|kind| (kind, 1)))
}

/// The kind that the first of `words` says with a slip: another tone (`Quân 11`), or one letter
/// (`Phờng 5`, `inh Cà Mau`).
pub(crate) fn kind_with_slip(words: &[Word]) -> Option<(Kind, usize)> {
    let near = |word: &str, kind: &str| edits_within(word, kind, 1) == Some(1);
    let first = words.first()?;
    let kind = match first.folded.as_str() {
        "phuong" => kind(WARD, Phuong),
        "xa" => kind(WARD, Xa),
        "quan" => kind(DISTRICT, Quan),
        "huyen" => kind(DISTRICT, Huyen),
        "tinh" => kind(PROVINCE, Tinh),
        word if near(word, "phuong") => kind(WARD, Phuong),
        word if near(word, "huyen") => kind(DISTRICT, Huyen),
        word if near(word, "quan") => kind(DISTRICT, Quan),
        word if near(word, "tinh") => kind(PROVINCE, Tinh),
        _ => return None,
    };
    Some((kind, 1))
}

/// Abbreviations have no marks; a word that was typed with other marks is another word
/// (`tính` is not `tỉnh`).
fn single_kind(word: &Word) -> Option<Kind> {
    let (kind, marked) = match word.folded.as_str() {
        "phuong" => (kind(WARD, Phuong), "phường"),
        "xa" => (kind(WARD, Xa), "xã"),
        "quan" => (kind(DISTRICT, Quan), "quận"),
        "huyen" => (kind(DISTRICT, Huyen), "huyện"),
        "tinh" => (kind(PROVINCE, Tinh), "tỉnh"),
        short => return abbreviation(short),
    };
    agrees(&word.marked, marked).then_some(kind)
}

fn abbreviation(short: &str) -> Option<Kind> {
    Some(match short {
        "p" | "f" | "ward" => kind(WARD, Phuong),
        "x" | "commune" => kind(WARD, Xa),
        "tt" | "town" => kind(WARD, ThiTran),
        "q" => kind(DISTRICT, Quan),
        "district" | "dist" => any_kind(DISTRICT),
        "h" => kind(DISTRICT, Huyen),
        "tx" => kind(DISTRICT, ThiXa),
        "tp" => kind(PROVINCE | DISTRICT, ThanhPho),
        "t" | "province" => kind(PROVINCE, Tinh),
        _ => return None,
    })
}

/// The kind said by English words behind the name (`Ben Nghe Ward`, `Hoang Sa Special Zone`), and how
/// many they are.
pub(crate) fn kind_after(words: &[Word]) -> Option<(Kind, usize)> {
    let (first, second) = (words.first()?, words.get(1).map_or("", |word| word.folded.as_str()));
    let kind = match first.folded.as_str() {
        "ward" => any_kind(WARD),
        "commune" => kind(WARD, Xa),
        "town" | "township" => any_kind(WARD | DISTRICT),
        "district" | "dist" => any_kind(DISTRICT),
        "city" => kind(PROVINCE | DISTRICT, ThanhPho),
        "province" => kind(PROVINCE, Tinh),
        "special" if second == "zone" => return Some((kind(WARD, DacKhu), 2)),
        _ => return None,
    };
    Some((kind, 1))
}

/// Kinds that `folded` may begin with when written onto the name (`p12`, `tphcm`, `quanbinhthanh`),
/// each with the rest. One letter is a kind only before a number.
pub(crate) fn kinds_glued(folded: &str) -> impl Iterator<Item = (Kind, &str)> {
    const PHUONG: [(&str, Kind); 2] = [("phuong", kind(WARD, Phuong)), ("p", kind(WARD, Phuong))];
    const PHUONG_IN_ENGLISH: [(&str, Kind); 1] = [("f", kind(WARD, Phuong))];
    const QUAN: [(&str, Kind); 2] = [("quan", kind(DISTRICT, Quan)), ("q", kind(DISTRICT, Quan))];
    const HUYEN: [(&str, Kind); 1] = [("huyen", kind(DISTRICT, Huyen))];
    const WITH_T: [(&str, Kind); 7] = [
        ("thanhpho", kind(PROVINCE | DISTRICT, ThanhPho)),
        ("tp", kind(PROVINCE | DISTRICT, ThanhPho)),
        ("thixa", kind(DISTRICT, ThiXa)),
        ("tx", kind(DISTRICT, ThiXa)),
        ("thitran", kind(WARD, ThiTran)),
        ("tt", kind(WARD, ThiTran)),
        ("tinh", kind(PROVINCE, Tinh)),
    ];
    let glued: &[(&str, Kind)] = match folded.as_bytes().first() {
        Some(b'p') => &PHUONG,
        Some(b'f') => &PHUONG_IN_ENGLISH,
        Some(b'q') => &QUAN,
        Some(b'h') => &HUYEN,
        Some(b't') => &WITH_T,
        _ => &[],
    };
    glued.iter().filter_map(move |(prefix, kind)| {
        let rest = folded.strip_prefix(prefix)?;
        let number = rest.len() <= 2 && rest.bytes().all(|byte| byte.is_ascii_digit());
        // No initials stand behind a word that is spelt out: `quanng` is a slip.
        let name = prefix.len() > 1 && (prefix.len() == 2 || rest.len() > 2);
        (!rest.is_empty() && (number || name)).then_some((*kind, rest))
    })
}
