//! Street names.

use crate::text::{Word, agrees, fold, unified, words};

/// One text for all spellings of a street name: folded, one spelling of i/y, without the words
/// that only say that it is a street (`Đường`, `Phố`, `Street`). `QL1A` is `quoc lo 1a`; dates
/// are written `3/2`; `CMT8` is spelt out. Words stay parted by blanks.
pub fn street_key(name: &str) -> String {
    let typed = words(name);
    let all: Vec<&str> = typed.iter().map(|word| word.folded.as_str()).collect();
    let bare = if begins_with_surname(&typed) { &all } else { without_type(&all) };
    road_number(bare)
        .or_else(|| date(bare))
        .or_else(|| national_initialism(bare))
        .unwrap_or_else(|| plain_key(bare, bare.len() < all.len()))
}

/// Whether the first word is the surname Dương and not the word for a street.
fn begins_with_surname(words: &[Word]) -> bool {
    words.first().is_some_and(|first| first.folded == "duong" && !agrees(&first.marked, "đường"))
}

/// Days after which many streets are called.
const PUBLIC_DATES: [&str; 26] = [
    "3/2", "30/4", "2/9", "19/5", "1/5", "26/3", "27/7", "19/8", "8/3", "22/12", "20/11", "23/9", "2/4", "16/4",
    "24/3", "28/3", "10/3", "15/8", "23/3", "23/10", "21/8", "19/4", "1/4", "20/10", "17/4", "9/4",
];

/// Whether `folded` is a day after which streets are called: `3/2`, `30/4`.
pub(super) fn is_public_date(folded: &str) -> bool {
    PUBLIC_DATES.contains(&folded)
        || folded.split_once('/').is_some_and(|(day, month)| {
            let plain = format!("{}/{}", day.trim_start_matches('0'), month.trim_start_matches('0'));
            plain != folded && PUBLIC_DATES.contains(&plain.as_str())
        })
}

fn without_type<'a, 'w>(words: &'a [&'w str]) -> &'a [&'w str] {
    let rest = match words {
        ["dai", "lo", rest @ ..] => rest,
        ["duong", "pho", rest @ ..] | ["tuyen", "duong", rest @ ..] => rest,
        ["road" | "street", "no", rest @ ..] => rest,
        ["duong" | "pho" | "d" | "dg" | "street" | "st" | "dl", rest @ ..] => rest,
        [rest @ .., "street" | "st" | "str" | "road" | "rd" | "avenue" | "ave" | "boulevard"] => rest,
        all => all,
    };
    if rest.is_empty() { words } else { rest }
}

/// Quốc lộ, tỉnh lộ (đường tỉnh), đường huyện, hương lộ with their number; written together or
/// apart.
fn road_number(words: &[&str]) -> Option<String> {
    let (class, rest) = match words {
        ["quoc", "lo", rest @ ..] | ["ql", rest @ ..] | ["national", "road" | "highway", rest @ ..] => {
            ("quoc lo", rest)
        }
        ["tinh", "lo", rest @ ..] | ["tl" | "dt" | "tinh", rest @ ..] | ["provincial", "road", rest @ ..] => {
            ("tinh lo", rest)
        }
        ["dh" | "huyen", rest @ ..] => ("duong huyen", rest),
        ["huong", "lo", rest @ ..] | ["hl", rest @ ..] => ("huong lo", rest),
        [glued] => return glued_road_number(glued),
        _ => return None,
    };
    let rest = rest.strip_prefix(&["so"]).unwrap_or(rest);
    let number: String = rest.concat();
    starts_with_digit(&number).then(|| road_key(class, &number))
}

fn glued_road_number(word: &str) -> Option<String> {
    let classes = [("ql", "quoc lo"), ("tl", "tinh lo"), ("dt", "tinh lo"), ("dh", "duong huyen"), ("hl", "huong lo")];
    classes.iter().find_map(|(code, class)| {
        let number = word.strip_prefix(code).filter(|number| starts_with_digit(number))?;
        Some(road_key(class, number))
    })
}

/// The road of the whole length of the country is called 1 and 1A alike.
fn road_key(class: &str, number: &str) -> String {
    match (class, number) {
        ("quoc lo", "1") => "quoc lo 1a".to_owned(),
        _ => format!("{class} {number}"),
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// `3/2`, `3-2`, `3 Tháng 2`, `Ba Tháng Hai` as `3/2`.
fn date(words: &[&str]) -> Option<String> {
    let (day, month) = match words {
        [date] => {
            date.split_once(['/', '-']).and_then(|(day, month)| Some((day.parse().ok()?, month.parse().ok()?)))?
        }
        _ => {
            let at = words.iter().position(|word| *word == "thang")?;
            (number_in_words(&words[..at])?, number_in_words(&words[at + 1..])?)
        }
    };
    let real = (1..=31).contains(&day) && (1..=12).contains(&month);
    real.then(|| format!("{day}/{month}"))
}

/// A number up to 39 in digits or words.
fn number_in_words(words: &[&str]) -> Option<u32> {
    let digit = |word: &str| {
        let digits = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"];
        let other = match word {
            "tu" => Some(4),
            "lam" => Some(5),
            "gieng" => Some(1),
            _ => None,
        };
        digits.iter().position(|name| *name == word).map(|at| at as u32 + 1).or(other).or_else(|| word.parse().ok())
    };
    match words {
        ["mung" | "ngay", rest @ ..] if !rest.is_empty() => number_in_words(rest),
        ["muoi"] | ["chap"] => Some(if words[0] == "muoi" { 10 } else { 12 }),
        ["muoi", unit] => Some(10 + digit(unit)?),
        [tens, "muoi"] => Some(digit(tens)? * 10),
        [tens, "muoi", unit] => Some(digit(tens)? * 10 + digit(unit)?),
        [single] => digit(single),
        _ => None,
    }
}

/// The first letters of a street's name, folded, numbers whole, its type left out: `xvnt` of
/// `Đường Xô Viết Nghệ Tĩnh`, `cmt8` of `Cách Mạng Tháng Tám`. Streets of one neighbourhood that
/// an [`initialism`] may stand for are those with these initials. Dương, the surname, is no type,
/// though it folds like `Đường`.
pub fn initials(name: &str) -> String {
    let is_surname = words(name).first().is_some_and(|word| word.marked == "dương");
    let key = if is_surname { fold(name) } else { street_key(name) };
    let letters = key.split(' ').map(|word| match word.chars().next() {
        Some(first) if first.is_alphabetic() => &word[..first.len_utf8()],
        _ => word,
    });
    letters.collect()
}

/// The letters of a street that is written by its [`initials`], folded: one word of three to five
/// letters, a number behind them or not, that is all capitals or has no vowel (`ĐBP`, `Đ. HVT`,
/// `cmt8`). `None` for any other name. Which street is meant only the streets of the place can
/// tell: the name is kept as written.
pub fn initialism(street: &str) -> Option<String> {
    let typed = words(street);
    let all: Vec<&str> = typed.iter().map(|word| word.folded.as_str()).collect();
    let bare = without_type(&all);
    let [word, rest @ ..] = typed.get(typed.len() - bare.len()..)? else { return None };
    let letters = word.folded.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let capitals = street.get(word.span.clone())?.chars().all(|letter| !letter.is_lowercase());
    let written_so = capitals || !letters.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let number = rest.iter().all(|next| starts_with_digit(&next.folded)) && rest.len() < 2;
    let plain = letters.bytes().all(|letter| letter.is_ascii_alphabetic());
    let found = plain && number && (3..=5).contains(&letters.len()) && written_so && !bare.starts_with(&["so"]);
    found.then(|| bare.concat())
}

/// Names that are written by their first letters, where only one name is meant in the whole
/// country.
fn national_initialism(words: &[&str]) -> Option<String> {
    let name = match words.concat().as_str() {
        "cmt8" | "cmtt" | "cmttam" | "cachmangthang8" | "cachmangthangtam" => "cach mang thang 8",
        "xvnt" => "xo viet nghe tinh",
        "nkkn" => "nam ki khoi nghia",
        "ntmk" => "nguyen thi minh khai",
        _ => return None,
    };
    Some(name.to_owned())
}

/// The words with i/y and leading zeros made one; a street that has but a number is `so 7`.
fn plain_key(words: &[&str], typed_as_street: bool) -> String {
    let keys: Vec<String> = words.iter().map(|word| unified(whole_word(word))).collect();
    match words {
        [number] if typed_as_street && starts_with_digit(number) => format!("so {}", keys[0]),
        [] => String::new(),
        _ => keys.join(" "),
    }
}

/// `Ng. Trãi` is a Nguyễn: no syllable is written `ng`.
fn whole_word(word: &str) -> &str {
    match word {
        "ng" => "nguyen",
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(one: &str, other: &str) -> bool {
        street_key(one) == street_key(other)
    }

    #[test]
    fn spellings_of_one_street_share_a_key() {
        for spellings in [
            &["Đường Nguyễn Huệ", "Phố Nguyễn Huệ", "nguyen hue", "Nguyen Hue Street", "Đ. Nguyễn Huệ"][..],
            &["Quốc lộ 1A", "QL1A", "QL 1A", "QL.1A", "Quốc lộ 1", "QL1", "Quốc lộ số 1"],
            &["3/2", "Đường 3/2", "3 Tháng 2", "Ba Tháng Hai", "đường 3-2", "03/02"],
            &["30/4", "Ba Mươi Tháng Tư", "30 tháng 4"],
            &["19/5", "Mười Chín Tháng Năm"],
            &["CMT8", "Cách Mạng Tháng 8", "Cách Mạng Tháng Tám", "CMTT", "Đường CMT 8", "CMT Tám"],
            &["Dương Bá Trạc", "Đường Dương Bá Trạc", "Đ. Dương Bá Trạc"],
            &["Đường số 7", "đường 7", "D. số 07", "Đ. Số 7", "Road No. 7", "Street No. 7"],
            &["Nguyễn Trãi", "Ng. Trãi", "đg Nguyễn Trãi", "Ng Trai Str."],
            &["Quốc lộ 91", "National Road 91", "National Highway 91"],
            &["ĐH 11", "ĐH11", "Đường huyện 11"],
            &["ĐT743", "Tỉnh lộ 743", "TL743", "Đường tỉnh 743", "DT 743"],
            &["Lý Thường Kiệt", "Lí Thường Kiệt"],
            &["Xô Viết Nghệ Tĩnh", "XVNT"],
        ] {
            for spelling in spellings {
                assert!(
                    same(spelling, spellings[0]),
                    "{spelling}: {} is not {}",
                    street_key(spelling),
                    street_key(spellings[0])
                );
            }
        }
    }

    #[test]
    fn an_initialism_has_the_initials_of_its_street() {
        for (short, name) in [
            ("XVNT", "Đường Xô Viết Nghệ Tĩnh"),
            ("ĐBP", "Điện Biên Phủ"),
            ("hbt", "Hai Bà Trưng"),
            ("LTT", "Lý Thái Tổ"),
            ("LTT", "Lê Thánh Tôn"),
            ("Đ. HVT", "Hoàng Văn Thụ"),
            ("CMT8", "Cách Mạng Tháng Tám"),
            ("CMT 8", "Cách Mạng Tháng 8"),
            ("DBT", "Dương Bá Trạc"),
            ("NTMK", "Phố Nguyễn Thị Minh Khai"),
        ] {
            assert_eq!(initialism(short), Some(initials(name)), "{short} of {name}");
        }
        for name in ["Huế", "Phố Huế", "Hùng Vương", "D2", "QL1A", "Đường số 7", "3/2", "LÊ LỢI", ""]
        {
            assert_eq!(initialism(name), None, "{name}");
        }
    }

    #[test]
    fn other_streets_have_other_keys() {
        assert!(!same("Phố Huế", "Phố Huề Trì"));
        assert!(!same("Đường D2", "Đường số 2"));
        assert!(!same("Quốc lộ 13", "Tỉnh lộ 13"));
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key_but_for_bare_numbers(name in "[A-Za-zĐđàáêôơư ]{1,30}") {
            let key = street_key(&name);
            prop_assume!(!["duong", "pho", "d", "st", "street", "dl"].iter().any(|kind| key.starts_with(kind) || key.ends_with(kind)));
            prop_assert_eq!(street_key(&key), key);
        }
    }
}
