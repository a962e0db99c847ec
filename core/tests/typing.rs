//! Telex and VNI from outside: what is keyed in comes out as letters, and what is not stays.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and says why it is skipped"
)]

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use vmap_core::text::{decode_typing, is_syllable};

const TONES: [char; 5] = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'];

#[derive(Clone, Copy, Debug)]
enum Method {
    Telex,
    Vni,
}

/// Where the keys of a word's tone and marks are pressed.
#[derive(Clone, Copy, Debug)]
enum Order {
    /// Behind the letter that bears them.
    AtOnce,
    /// Marks behind their letter, the tone at the end.
    ToneLast,
}

fn typed_line(line: &str, method: Method, order: Order) -> String {
    line.split_inclusive(|letter: char| !letter.is_alphabetic())
        .flat_map(|word| {
            let letters = word.trim_end_matches(|letter: char| !letter.is_alphabetic());
            [typed_word(letters, method, order), word[letters.len()..].to_owned()]
        })
        .collect()
}

fn typed_word(word: &str, method: Method, order: Order) -> String {
    let (mut keys, mut tone) = (String::new(), String::new());
    for letter in word.nfc() {
        let mut parts = letter.nfd();
        let base = parts.next().unwrap();
        match (base, method) {
            ('đ', Method::Telex) => keys.push_str("dd"),
            ('Đ', Method::Telex) => keys.push_str("DD"),
            ('đ', Method::Vni) => keys.push_str("d9"),
            ('Đ', Method::Vni) => keys.push_str("D9"),
            // A second o makes ô, a third one takes that back.
            ('o' | 'O', Method::Telex) if keys.ends_with(['o', 'O']) && !word.nfd().any(|part| part == '\u{302}') => {
                keys.extend([base, base]);
            }
            _ => keys.push(base),
        }
        let (tones, marks): (Vec<char>, Vec<char>) = parts.partition(|part| TONES.contains(part));
        keys.extend(marks.into_iter().map(|mark| mark_key(base, mark, method)));
        tone.extend(tones.into_iter().map(|tone| tone_key(tone, method)));
        if matches!(order, Order::AtOnce) {
            keys.push_str(&std::mem::take(&mut tone));
        }
    }
    keys + &tone
}

fn mark_key(base: char, mark: char, method: Method) -> char {
    match (mark, method) {
        ('\u{302}', Method::Telex) => base,
        ('\u{302}', Method::Vni) => '6',
        (_, Method::Telex) => 'w',
        ('\u{306}', Method::Vni) => '8',
        (_, Method::Vni) => '7',
    }
}

fn tone_key(tone: char, method: Method) -> char {
    let at = TONES.iter().position(|known| *known == tone).unwrap();
    let keys = match method {
        Method::Telex => "sfrxj",
        Method::Vni => "12345",
    };
    keys.chars().nth(at).unwrap()
}

/// `line` with the tone of each word before it, so that `hoà` and `hòa` are one.
fn toned(line: &str) -> String {
    let word = |word: &str| {
        let (tones, letters): (Vec<char>, Vec<char>) = word.nfd().partition(|part| TONES.contains(part));
        tones.into_iter().chain(letters.into_iter().nfc()).collect::<String>()
    };
    line.split_inclusive(|letter: char| !letter.is_alphabetic()).map(word).collect()
}

fn units() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/units/admin")
}

/// The texts of a column of a file.
fn column(path: &Path, column: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

static UNIT_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = ["wards_before_2025-07-01.csv", "districts_before_2025-07-01.csv", "provinces_current.csv"];
    files.iter().flat_map(|file| column(&units().join(file), "full_name")).collect()
});

/// The marked words of units' names that are spelt by the rules.
static MARKED_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = UNIT_NAMES.iter().flat_map(|name| name.split(' '));
    let mut words: Vec<String> =
        words.filter(|word| !word.is_ascii() && is_syllable(word)).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
});

fn marked_words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(proptest::sample::select(MARKED_WORDS.as_slice()), 1..6)
}

fn order() -> impl Strategy<Value = Order> {
    proptest::sample::select([Order::AtOnce, Order::ToneLast].as_slice())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn telex_comes_back(words in marked_words(), order in order()) {
        let line = format!("đường {}", words.join(" "));
        let decoded = decode_typing(&typed_line(&line, Method::Telex, order)).into_owned();
        prop_assert_eq!(toned(&decoded), toned(&line));
        prop_assert_eq!(decode_typing(&decoded), decoded.as_str());
        prop_assert_eq!(decoded.nfc().collect::<String>(), decoded);
    }

    #[test]
    fn capitals_in_telex_come_back(words in marked_words(), order in order()) {
        let line = format!("ĐƯỜNG {}", words.join(" ").to_uppercase());
        let typed = typed_line(&line, Method::Telex, order).to_uppercase();
        prop_assert_eq!(toned(&decode_typing(&typed)), toned(&line));
    }

    /// Single letters with a number are blocks.
    #[test]
    fn vni_comes_back(words in marked_words(), order in order()) {
        let words: Vec<String> = words.into_iter().filter(|word| word.chars().count() > 1).collect();
        let line = format!("đường {}", words.join(" "));
        prop_assert_eq!(toned(&decode_typing(&typed_line(&line, Method::Vni, order))), toned(&line));
    }

    #[test]
    fn any_text_is_decoded_once(text in "\\PC{0,60}") {
        let once = decode_typing(&text).into_owned();
        prop_assert_eq!(decode_typing(&once), once.as_str());
    }
}

/// The lines that are not left as they are.
fn changed<'a>(lines: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let lines = lines.into_iter().map(|line| (line, decode_typing(line)));
    lines.filter(|(line, found)| *line != found).map(|(line, found)| format!("{line} -> {found}")).collect()
}

/// `line` as who types without marks writes it.
fn unmarked(line: &str) -> String {
    let plain = |part: char| match part {
        'đ' => Some('d'),
        'Đ' => Some('D'),
        _ => (!unicode_normalization::char::is_combining_mark(part)).then_some(part),
    };
    line.nfd().filter_map(plain).collect()
}

fn assert_left_alone(lines: &[String]) {
    assert_eq!(changed(lines), Vec::<String>::new());
    let unmarked: Vec<String> = lines.iter().map(|line| unmarked(line)).collect();
    assert_eq!(changed(&unmarked), Vec::<String>::new());
    let capitals: Vec<String> = unmarked.iter().map(|line| line.to_uppercase()).collect();
    assert_eq!(changed(&capitals), Vec::<String>::new());
}

#[test]
fn names_of_units_are_left_alone() {
    assert_left_alone(&UNIT_NAMES);
    let files = ["wards_before_2025-07-01.csv", "districts_before_2025-07-01.csv", "provinces_current.csv"];
    let english: Vec<String> = files.iter().flat_map(|file| column(&units().join(file), "full_name_en")).collect();
    assert_left_alone(&english);
}

#[test]
fn golden_addresses_that_are_not_keyed_in_are_left_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|file| !["telex", "vni"].iter().any(|kind| file.file_stem().unwrap() == *kind));
    let lines: Vec<String> = files.flat_map(|file| column(&file, "input")).collect();
    assert!(lines.len() > 500, "only {} lines", lines.len());
    assert_eq!(changed(&lines), Vec::<String>::new());
}

#[test]
fn what_only_looks_like_keys_is_left_alone() {
    let lines = [
        "12 Boss Street, District 1",
        "Office Tower, Express Mall",
        "Saigon Pearl, 92 Nguyen Huu Canh, P22, Q Binh Thanh",
        "Moon Bar, Queen Beer Garden, Green Lee Door",
        "Taxi Mai Linh, 12 Phan Van Tri",
        "Vincom Mega Mall Times City",
        "Co.opmart Xtra, 934 Quoc lo 1A",
        "A12, P5, Q1, F12, KP5, D2, 12A, Q7, P12, TP2, B1/23",
        "quan1 phuong5 to5 ngo2 p12",
        "so 5 ngach 34 ngo2 to5 khu3 ap4b phuong 12",
        "to5a lo2a so1a khu2",
        "QL1A, DT743, CMT8, TL10, HL2",
        "Ea H'leo, Krong Nang, Pleiku, Buon Ako Dhong",
        "TTTM, TX, XVNT, TP HCM, BRVT, KDC, KCN, UBND",
        "thanh hoa long tran",
        "as hoas mays",
        "12bis Le Loi, 340 ter Tran Phu",
        "Kizuna 1, KCN Tan Kim, Can Giuoc, Long An",
        "Pasteur, Yersin, Calmette, Alexandre de Rhodes",
    ]
    .map(str::to_owned);
    assert_eq!(changed(&lines), Vec::<String>::new());
    assert!(lines.iter().all(|line| matches!(decode_typing(line), Cow::Borrowed(_))));
}

#[test]
fn words_that_are_both_are_decoded_in_a_line_that_is_clearly_telex() {
    assert_eq!(decode_typing("12 dduwowngf mays hoas"), "12 đường máy hóa");
    assert_eq!(decode_typing("12 bis dduwowngf Lee Lowij, quan 1"), "12 bis đường Lê Lợi, quan 1");
    assert_eq!(decode_typing("DDuwowngf NGUYEENX"), "Đường NGUYỄN");
}

#[test]
fn marks_that_spelling_demands_need_not_be_typed() {
    assert_eq!(decode_typing("dduongf nguyenx traix"), "đường nguyễn trãi");
    assert_eq!(decode_typing("d9uong2 nguyen4 tra4i"), "đường nguyễn trãi");
}

#[test]
fn numbers_behind_units_stay_numbers_in_vni() {
    assert_eq!(decode_typing("12 d9u7o7ng2 Le6 Lo75i, phuong5, quan1, to5"), "12 đường Lê Lợi, phuong5, quan1, to5");
    assert_eq!(decode_typing("12 d9u7o7ng2 Quan1 Thanh1"), "12 đường Quán Thánh");
    assert_eq!(decode_typing("so61 5 ngo4 12 pho61 Tra62n Phu1"), "số 5 ngõ 12 phố Trần Phú");
}

/// The folder of real data, or a line that says that it is not there.
fn shared_data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !folder.is_dir() {
        println!("skipped: there is no {}", folder.display());
    }
    folder.is_dir().then_some(folder)
}

#[test]
fn real_addresses_are_left_alone() {
    let Some(folder) = shared_data() else { return };
    for (file, name) in [
        ("evaluation/winmart_stores.csv", "address"),
        ("streets/street_dictionary_2019.csv", "street"),
        ("addresses/post_offices_no_coordinates.csv", "address"),
        ("addresses/post_offices_no_coordinates.csv", "name"),
        ("addresses/hcmc_bus_stops.csv", "street"),
    ] {
        let lines = column(&folder.join(file), name);
        println!("{file}: {} lines", lines.len());
        assert_left_alone(&lines);
    }
}

/// What stays wrong are foreign words, codes, and names of the Highlands that end in `r`.
#[test]
fn nearly_all_real_addresses_come_back() {
    let Some(folder) = shared_data() else { return };
    let lines = column(&folder.join("evaluation/winmart_stores.csv"), "address");
    let lines: Vec<String> = lines.iter().map(|line| line.nfc().collect()).collect();
    for (method, order, least) in [
        (Method::Telex, Order::AtOnce, 0.96),
        (Method::Telex, Order::ToneLast, 0.96),
        (Method::Vni, Order::AtOnce, 0.93),
        (Method::Vni, Order::ToneLast, 0.93),
    ] {
        let comes_back = |line: &&String| toned(&decode_typing(&typed_line(line, method, order))) == toned(line);
        let share = lines.iter().filter(comes_back).count() as f64 / lines.len() as f64;
        println!("{method:?} {order:?}: {:.1} % of {} lines come back", share * 100.0, lines.len());
        assert!(share >= least, "{method:?} {order:?}: {share}");
    }
}
