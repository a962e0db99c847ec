//! Old encodings from outside: every letter comes back, and files tell which encoding they are in.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking and says why it is skipped"
)]

#[path = "common/legacy_bytes.rs"]
mod legacy_bytes;

use std::path::Path;

use legacy_bytes::encode;
use vmap_core::text::TextEncoding;
use vmap_core::text::legacy_encoding::{decode, detect};

/// Every letter of Vietnamese that is none of ASCII, small.
const SMALL_LETTERS: &str = "áàảãạâấầẩẫậăắằẳẵặéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ";

const OF_8_BITS: [TextEncoding; 4] =
    [TextEncoding::Windows1258, TextEncoding::Tcvn3, TextEncoding::VniWindows, TextEncoding::Viscii];

#[test]
fn every_letter_comes_back() {
    let capitals = SMALL_LETTERS.to_uppercase();
    for encoding in OF_8_BITS {
        assert_eq!(decode(encoding, &encode(encoding, SMALL_LETTERS)), SMALL_LETTERS, "{encoding}");
        let expected = match encoding {
            TextEncoding::Tcvn3 => capitals.chars().map(tcvn3_capital).collect(),
            _ => capitals.clone(),
        };
        assert_eq!(decode(encoding, &encode(encoding, &capitals)), expected, "{encoding}");
    }
}

/// TCVN3 has no capitals with tones.
fn tcvn3_capital(letter: char) -> char {
    if "ĂÂÊÔƠƯĐ".contains(letter) { letter } else { letter.to_lowercase().next().unwrap() }
}

#[test]
fn marks_without_a_letter_are_broken_text() {
    assert_eq!(decode(TextEncoding::VniWindows, b"b\xF9"), "b\u{FFFD}");
    assert_eq!(decode(TextEncoding::VniWindows, b"A\xF9A\xD9"), "ÁÁ");
}

const FIVE_ROWS: &str = "\
id,address,lat,lon
1,\"12 Lê Lợi, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh\",10.77,106.70
2,\"Thôn Đoài, Xã Tân Triều, Huyện Thanh Trì, Hà Nội\",20.97,105.80
3,\"Số 5 ngách 34 ngõ 12 phố Huế, Hai Bà Trưng, Hà Nội\",21.01,105.85
4,\"Chợ Đông Ba, Phường Phú Hòa, Thành phố Huế\",16.47,107.58
5,\"Ấp 3, Xã Mỹ Thạnh, Huyện Giồng Trôm, Tỉnh Bến Tre\",10.16,106.47
";

#[test]
fn five_rows_tell_their_encoding() {
    for encoding in OF_8_BITS {
        let bytes = encode(encoding, FIVE_ROWS);
        assert_eq!(detect(&bytes), encoding);
    }
    assert_eq!(detect(FIVE_ROWS.as_bytes()), TextEncoding::Utf8);
}

#[test]
fn a_single_row_tells_its_encoding() {
    for row in FIVE_ROWS.lines().skip(1) {
        for encoding in OF_8_BITS {
            assert_eq!(detect(&encode(encoding, row)), encoding, "{row}");
        }
    }
}

#[test]
fn hundreds_of_rows_tell_their_encoding() {
    let rows = ward_rows(500);
    for encoding in OF_8_BITS {
        let bytes = encode(encoding, &rows);
        assert_eq!(detect(&bytes), encoding);
        assert_eq!(detect(&bytes[..4096]), encoding, "the first kilobytes");
        let capitals = encode(encoding, &rows.to_uppercase());
        assert_eq!(detect(&capitals), encoding, "capitals");
    }
}

/// Rows of a file of addresses in these wards of the shipped units.
fn ward_rows(count: usize) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/units/admin/wards_current.csv");
    let mut wards = csv::Reader::from_path(path).unwrap();
    let names = wards.records().map(|row| row.unwrap()[3].to_owned());
    let rows: Vec<String> = names.step_by(3).take(count).map(|name| format!("12 đường Trần Phú,{name}\n")).collect();
    assert_eq!(rows.len(), count);
    rows.concat()
}

#[test]
fn slips_in_utf8_do_not_make_it_another_encoding() {
    let slip = [FIVE_ROWS.as_bytes(), b"6,\xE1\xBB,n Ph\xFA\n"].concat();
    assert_eq!(detect(&slip), TextEncoding::Utf8);
    let foreign = ["東京都千代田区 大阪市 Москва ".as_bytes(), b"\xE6\x9D,x"].concat();
    assert_eq!(detect(&foreign), TextEncoding::Utf8);
}

#[test]
fn latin_text_is_left_to_the_code_page() {
    assert_eq!(detect(b"caf\xE9,h\xF4tel,fa\xE7ade"), TextEncoding::Windows1258);
}

#[test]
fn real_addresses_tell_their_encoding() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/evaluation/winmart_stores.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        return println!("skipped: there is no {}", path.display());
    };
    let known = |letter: char| letter.is_ascii() || SMALL_LETTERS.contains(letter.to_lowercase().next().unwrap());
    let rows: Vec<String> = text.lines().map(|row| row.chars().filter(|letter| known(*letter)).collect()).collect();
    for rows in rows.chunks(5).chain(rows.chunks(500)) {
        let rows = rows.join("\n");
        for encoding in OF_8_BITS {
            let bytes = encode(encoding, &rows);
            assert!(rows.is_ascii() || detect(&bytes) == encoding, "{encoding} as {}: {rows}", detect(&bytes));
        }
    }
}
