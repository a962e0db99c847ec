//! A house number as an ordered path from the street inwards.

mod reader;

use std::cmp::Ordering;
use std::fmt;

/// A house number: display form and the path it walks. `1806/127/2A` leaves the street at 1806,
/// goes down alley 127 and ends at house 2A; `số 5 ngách 34 ngõ 12` and `K12/34/5` walk
/// 12, 34, 5.
///
/// Ordered as houses stand along a street: by the number at each turn, then its suffix; a prefix
/// before what lies behind it. Equality is of the path, whatever the spelling.
#[derive(Clone, Debug)]
pub struct HouseNumber {
    display: String,
    path: Vec<Step>,
    alley: bool,
}

/// One turn of the path: `48A` is number 48, suffix `a`; `B3` is prefix `b`, number 3.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// What stands before the digits, folded: a block's letter, `km`, `lo`, `to`, `thua`.
    pub prefix: String,
    /// The digits; 0 where a step has none. Of a kilometre post: metres.
    pub number: u32,
    /// What stands behind the digits, folded: `a`, `bis`, the rest of a range (`-14`).
    pub suffix: String,
}

impl HouseNumber {
    /// Reads `text` (without its street), keeping it as the display form; `None` where nothing in
    /// it is a number, or where it holds words that belong to no number.
    pub fn parse(text: &str) -> Option<Self> {
        let (path, alley) = reader::read_path(text)?;
        Some(Self { display: text.trim().to_owned(), path, alley })
    }

    /// The form to show, as written.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The turns from the street inwards; never empty.
    pub fn path(&self) -> &[Step] {
        &self.path
    }

    /// Whether the path ends in an alley (`hẻm 12`), the house not being said.
    pub fn is_alley(&self) -> bool {
        self.alley
    }

    /// Whether this path leads to, or through the mouth of, `other`'s.
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        other.path.starts_with(&self.path)
    }

    /// One text for all spellings of the same number, for equality only: `12/34/5`, `12a`,
    /// `92-96`; `12/` for an alley as such.
    pub fn key(&self) -> String {
        let steps: Vec<String> = self.path.iter().map(Step::key).collect();
        steps.join("/") + if self.alley { "/" } else { "" }
    }

    fn order(&self) -> (&[Step], bool) {
        (&self.path, self.alley)
    }
}

impl Step {
    fn key(&self) -> String {
        match self.number {
            0 => format!("{}{}", self.prefix, self.suffix),
            number => format!("{}{number}{}", self.prefix, self.suffix),
        }
    }
}

/// The key of the house number in `text`, or its folded text where it is none.
pub fn key(text: &str) -> String {
    HouseNumber::parse(text).map_or_else(|| crate::text::fold(text), |number| number.key())
}

impl PartialEq for HouseNumber {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for HouseNumber {}

impl PartialOrd for HouseNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for HouseNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl fmt::Display for HouseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> HouseNumber {
        HouseNumber::parse(text).unwrap_or_else(|| panic!("{text} is no number"))
    }

    #[test]
    fn spellings_of_one_number_share_a_key() {
        for (key, spellings) in [
            ("12", &["12", "Số 12", "SN 12", "số nhà 12", "012", "sn12", "so12", "No. 12", "Số mới 12"][..]),
            ("12a", &["12A", "12 A", "12a"]),
            ("12bis", &["12bis", "12 Bis", "12BIS", "12/bis"]),
            ("12ter", &["12ter", "12 Ter", "12/ter"]),
            ("92-96", &["92-96", "92 - 96", "92–96", "92 & 96", "92 và 96", "92 đến 96", "92+96", "92, 96"]),
            ("340e-340f", &["340E-340F", "340E - 340F"]),
            ("277-279-275y", &["277-279-275Y"]),
            ("74/a2-a4", &["74/A2-74/A4", "74/A2-A4"]),
            ("1806/127/2/6/15/48/2a", &["1806/127/2/6/15/48/2A"]),
            ("12/34/5", &["12/34/5", "số 5 ngách 34 ngõ 12", "ngõ 12/34 số 5", "K12/34/5", "Số 5, ngách 34, ngõ 12"]),
            ("12/34/5", &["số 5 ngách 12/34", "Số 5, ngách 12/34, ngõ 12", "No. 5, Alley 34, Lane 12", "12\\34\\5"]),
            ("12/34/", &["ngách 12/34", "ngách 34 ngõ 12", "ngách 12/34 ngõ 12"]),
            ("12/12/", &["ngách 12 ngõ 12"]),
            ("5/12", &["H5/12", "hẻm 5 số 12", "12 hẻm 5", "Kiệt 5/12", "hxh 5/12", "hẻm xe hơi 5/12"]),
            ("45/3/12", &["K45/H3/12", "K45/3/12", "số 12 hẻm 3 kiệt 45"]),
            ("12/", &["hẻm 12", "ngõ 12", "kiệt 12", "ngo12"]),
            ("b3", &["Lô B3", "B3", "lô B-3", "lo b3"]),
            ("b3/8", &["số 8 lô B3", "ô 8 lô B3", "Ô số 8, lô B3"]),
            ("lk5-12", &["LK 5-12", "LK5-12", "Lô LK5-12"]),
            ("lo5", &["Lô 5", "Lô số 5", "Lô đất số 5", "Lot 5"]),
            ("km12300", &["Km 12+300", "Km12+300", "KM 12 + 300", "Km số 12+300"]),
            ("km9000", &["Km 9", "Km số 9", "Cây số 9"]),
            ("to45/thua123", &["Thửa đất số 123, tờ bản đồ số 45", "Thửa 123 TBĐ 45"]),
        ] {
            for spelling in spellings {
                assert_eq!(number(spelling).key(), key, "{spelling}");
            }
        }
    }

    #[test]
    fn a_block_letter_is_no_suffix() {
        assert_ne!(number("A12"), number("12A"));
    }

    #[test]
    fn words_without_a_number_are_none() {
        for text in ["", "A", "Chợ Bến Thành", "12 Nguyễn Trãi", "số"] {
            assert_eq!(HouseNumber::parse(text).map(|number| number.key()), None, "{text}");
        }
    }

    #[test]
    fn numbers_stand_in_the_order_of_the_street() {
        let street = ["2", "10", "hẻm 10", "10/2", "10/10", "10A", "10B", "12-14", "100"].map(number);
        assert!(street.is_sorted());
        assert!(number("hẻm 10").is_prefix_of(&number("10/2")));
        assert!(number("Km 2+900") < number("Km 12+50"));
    }

    /// The numbers and suffixes at the turns of a path; few of them, so that two often begin alike.
    fn walk() -> impl Strategy<Value = Vec<(u32, &'static str)>> {
        let suffix = proptest::sample::select(&["", "a", "b", "bis"][..]);
        proptest::collection::vec((1_u32..13, suffix), 1..5)
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}") {
            if let Some(number) = HouseNumber::parse(&text) {
                prop_assert!(!number.path().is_empty());
                prop_assert_eq!(number.display(), text.trim());
            }
        }

        #[test]
        fn paths_in_words_and_strokes_are_equal(ngo in 1_u32..2000, ngach in 1_u32..500, so in 1_u32..500) {
            let strokes = number(&format!("{ngo}/{ngach}/{so}"));
            prop_assert_eq!(&number(&format!("Số {so} ngách {ngach} ngõ {ngo}")), &strokes);
            prop_assert_eq!(&number(&format!("K{ngo}/{ngach}/{so}")), &strokes);
        }

        /// A house stands where its turns say, one by one: by number, then by suffix, and what lies in an
        /// alley behind the house at its mouth.
        #[test]
        fn the_order_is_that_along_a_side_of_the_street(one in walk(), other in walk()) {
            let written = |walk: &[(u32, &str)]| {
                let turns: Vec<String> = walk.iter().map(|(number, suffix)| format!("{number}{suffix}")).collect();
                number(&turns.join("/"))
            };
            prop_assert_eq!(written(&one).cmp(&written(&other)), one.cmp(&other));
        }

        #[test]
        fn a_key_reads_back(path in proptest::collection::vec((1_u32..3000, "[a-g]?"), 1..6)) {
            let steps: Vec<String> = path.iter().map(|(number, suffix)| format!("{number}{suffix}")).collect();
            let read = number(&steps.join("/"));
            prop_assert_eq!(number(&read.key()).key(), read.key());
            prop_assert_eq!(read.path().len(), steps.len());
        }
    }
}
