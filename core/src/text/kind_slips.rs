//! Slips in the words that say what a name is: `Thànnh phố`, `Đưnờg`, `quuoc lo`.
//!
//! These words are few and stand where a stretch begins or behind a house number, so that a slip in
//! one is told from a name: two words that belong together say it with one of them right, and a
//! single one where what was typed is no Vietnamese syllable.

use std::borrow::Cow;
use std::ops::Range;

use super::edits::edits_within;
use super::folding::fold;
use super::syllable::is_folded_syllable;

/// Kinds of two words, with their marks and folded.
const PAIRS: [[(&str, &str); 2]; 8] = [
    [("đường", "duong"), ("số", "so")],
    [("thành", "thanh"), ("phố", "pho")],
    [("thị", "thi"), ("trấn", "tran")],
    [("thị", "thi"), ("xã", "xa")],
    [("khu", "khu"), ("phố", "pho")],
    [("quốc", "quoc"), ("lộ", "lo")],
    [("tỉnh", "tinh"), ("lộ", "lo")],
    [("hương", "huong"), ("lộ", "lo")],
];

/// Kinds of one word that is long enough to bear a slip.
const SINGLE: [(&str, &str); 5] =
    [("phường", "phuong"), ("đường", "duong"), ("huyện", "huyen"), ("quận", "quan"), ("tỉnh", "tinh")];

/// The first words of all kinds, folded.
fn first_words() -> impl Iterator<Item = &'static str> {
    PAIRS.iter().map(|[one, _]| one.1).chain(SINGLE.iter().map(|(_, kind)| *kind))
}

/// `line` with slips in kinds put right, marked or not as the words around are; borrowed where there
/// are none. Cost: a look at the first words of each stretch, some 0.2 µs a line.
pub(super) fn repair_kinds(line: &str) -> Cow<'_, str> {
    let mut repaired: Option<String> = None;
    let mut copied = 0;
    for place in places(line) {
        let Some((span, kind)) = slip_at(line, &place) else { continue };
        let out = repaired.get_or_insert_with(|| String::with_capacity(line.len() + 8));
        out.push_str(&line[copied..span.start]);
        push_as(out, &line[span.clone()], kind, line.is_ascii());
        copied = span.end;
    }
    match repaired {
        Some(mut out) => {
            out.push_str(&line[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(line),
    }
}

/// Where a kind may stand: the word at `first`, the one behind it in the same stretch, and whether
/// another follows that.
struct Place {
    first: Range<usize>,
    second: Range<usize>,
    goes_on: bool,
    /// Whether a number is what follows.
    numbered: bool,
    behind_number: bool,
}

/// The places of `line` where a kind may stand: at the beginning of a stretch and behind a number
/// there.
fn places(line: &str) -> impl Iterator<Item = Place> + '_ {
    let mut start = 0;
    line.split_inclusive([',', ';', '(', '\n']).filter_map(move |stretch| {
        let mut words = word_spans(stretch, start);
        start += stretch.len();
        let mut first = words.next()?;
        let behind_number = line[first.clone()].contains(|letter: char| letter.is_ascii_digit());
        if behind_number {
            first = words.next()?;
        }
        let second = words.next()?;
        let third = words.next();
        let numbered =
            third.clone().is_some_and(|third| line[third].starts_with(|letter: char| letter.is_ascii_digit()));
        Some(Place { first, second, goes_on: third.is_some(), numbered, behind_number })
    })
}

/// The words of `stretch`, which begins at byte `start` of its line.
fn word_spans(stretch: &str, start: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let parts = |letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric() && !matches!(letter, '/' | '-');
    stretch.split(parts).filter(|word| !word.is_empty()).map(move |word| {
        let at = start + (word.as_ptr() as usize - stretch.as_ptr() as usize);
        at..at + word.len()
    })
}

/// Marks that stand behind their letter, as in NFD.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// The word at `place` that has a slip, and the kind that it is.
fn slip_at(line: &str, place: &Place) -> Option<(Range<usize>, (&'static str, &'static str))> {
    let typed = &line[place.first.clone()];
    if !may_be_kind(typed) {
        return None;
    }
    let first = fold(typed);
    let is_single = SINGLE.iter().any(|(_, kind)| *kind == first) && first != "tinh";
    let near = |most: usize| first_words().any(|kind| edits_within(&first, kind, most).is_some());
    let may_be_two = || (place.numbered || !is_folded_syllable(&first)) && near(2);
    if is_single || !(near(1) || may_be_two()) {
        return None;
    }
    let second = fold(&line[place.second.clone()]);
    let in_pair = PAIRS.iter().find_map(|[one, other]| match (first == one.1, second == other.1) {
        (false, true) if is_near(&first, one.1, place.numbered) => Some((place.first.clone(), *one)),
        (true, false) if place.goes_on && is_near(&second, other.1, false) && !is_folded_syllable(&second) => {
            Some((place.second.clone(), *other))
        }
        _ => None,
    });
    let whole = PAIRS.iter().any(|[one, other]| first == one.1 && second == other.1);
    let alone = || {
        let kinds = SINGLE.iter().filter(|(_, kind)| (*kind == "duong") || !place.behind_number);
        let mut near = kinds.filter(|(_, kind)| is_near(&first, kind, false));
        let only = near.next().filter(|_| near.next().is_none() && !is_folded_syllable(&first));
        only.map(|kind| (place.first.clone(), *kind))
    };
    if whole { None } else { in_pair.or_else(alone) }
}

/// Whether `word` is letters, as many as a kind has.
fn may_be_kind(word: &str) -> bool {
    let count = word.chars().filter(|letter| !is_mark(*letter)).count();
    (2..=8).contains(&count) && word.bytes().all(|byte| !byte.is_ascii() || byte.is_ascii_alphabetic())
}

/// Whether a slip tells `typed` from `kind`, or two where it is `sure` what they are or `typed` is no
/// syllable; of short words it must be none.
fn is_near(typed: &str, kind: &str, sure: bool) -> bool {
    let Some(slips @ 1..) = edits_within(typed, kind, 2) else { return false };
    let is_word = || is_folded_syllable(typed);
    let may_be_two = || sure || ((typed.len() > 5 || (kind == "tinh" && typed.len() > 3)) && !is_word());
    (slips == 1 || may_be_two()) && (kind.len() > 3 || sure || !is_word())
}

/// Adds `kind` in the case of what was `typed`, without marks where the line has none.
fn push_as(out: &mut String, typed: &str, (marked, plain): (&str, &str), without_marks: bool) {
    let kind = if without_marks { plain } else { marked };
    let mut letters = typed.chars().filter(|letter| letter.is_alphabetic());
    let capitals = letters.by_ref().take(2).filter(|letter| letter.is_uppercase()).count();
    match capitals {
        2 if typed.chars().all(|letter| !letter.is_lowercase()) => out.push_str(&kind.to_uppercase()),
        0 => out.push_str(kind),
        _ => {
            let mut letters = kind.chars();
            out.extend(letters.by_ref().take(1).flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_kinds_are_put_right() {
        for (typed, expected) in [
            ("17 Bà Triệu, Phường Trị An, Thàành phố Đồng Nai", "17 Bà Triệu, Phường Trị An, Thành phố Đồng Nai"),
            ("75 Thanh Niên, Phường Vỹ Dạ, hTành phố Huế", "75 Thanh Niên, Phường Vỹ Dạ, Thành phố Huế"),
            ("11A Đưnờg Nguyễn Du, Phườngg Bến Nghé", "11A Đường Nguyễn Du, Phường Bến Nghé"),
            ("19 quuoc lo 22, tinj tay ninh", "19 quoc lo 22, tinh tay ninh"),
            ("64 ngo gia tu, thanh ppho vinh", "64 ngo gia tu, thanh pho vinh"),
            ("TTHÀNH PHỐ HUẾ", "THÀNH PHỐ HUẾ"),
            ("5 Lê Lợi, kthu phố 3", "5 Lê Lợi, khu phố 3"),
            ("46 giuong so 30, cinh tay ninh", "46 duong so 30, tinh tay ninh"),
            ("7A Lê Thanh Nghị, Thàànhh phố Huế", "7A Lê Thanh Nghị, Thành phố Huế"),
            ("47A dao duy tu, cihn lam dong", "47A dao duy tu, tinh lam dong"),
            ("33/3 Đườn số 4, hu phố 7", "33/3 Đường số 4, khu phố 7"),
        ] {
            assert_eq!(repair_kinds(typed), expected);
        }
    }

    #[test]
    fn names_that_resemble_kinds_stay() {
        for line in [
            "12 Lương Ngọc Quyến, Thanh Phú, Bến Tre",
            "5 Trường Chinh, Hương Long, Huế",
            "Phương Liên, Đống Đa",
            "8 Quang Trung, Quán Thánh",
            "Tịnh Biên, An Giang",
            "3 Dương Bá Trạc, P2",
            "Thôn Chi Xá, Xã Tân Xã",
            "phường 5",
            "",
        ] {
            assert!(matches!(repair_kinds(line), Cow::Borrowed(_)), "{line} became {}", repair_kinds(line));
        }
    }
}
