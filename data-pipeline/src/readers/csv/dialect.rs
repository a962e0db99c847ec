//! How a CSV file is written: encoding, delimiter, line ends.

use vmap_core::text::TextEncoding;
use vmap_core::text::legacy_encoding::{decode, detect};

use super::super::ReadOptions;
use super::super::columns::Columns;
use super::super::detect::without_byte_order_mark;
use super::records::split_line;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a CSV file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Encoding of the file's bytes.
    pub encoding: TextEncoding,
    /// What stands between fields.
    pub delimiter: u8,
    /// Last byte of a line, after decoding UTF-16: `\n`, or `\r` in files of old Macintosh programs.
    pub line_end: u8,
    /// Bytes before the header, after decoding UTF-16: a byte order mark.
    pub skipped_bytes: usize,
}

impl Dialect {
    /// The dialect of the file that begins with `sample`. The delimiter is the one that makes the
    /// header a line of known columns, or else of most columns.
    pub fn detect(sample: &[u8], options: &ReadOptions, columns: &Columns) -> Self {
        let encoding = options.encoding.unwrap_or_else(|| detect(sample));
        let text = decode(encoding, whole_characters(sample, encoding));
        let line_end = match text.contains('\n') || !text.contains('\r') {
            true => b'\n',
            false => b'\r',
        };
        let header = text.split(char::from(line_end)).find(|line| !line.trim().is_empty()).unwrap_or_default();
        let delimiter = options.delimiter.or_else(|| excel_hint(header)).unwrap_or_else(|| delimiter(header, columns));
        let is_utf8 = encoding == TextEncoding::Utf8;
        let skipped_bytes = if is_utf8 { sample.len() - without_byte_order_mark(sample).len() } else { 0 };
        Self { encoding, delimiter, line_end, skipped_bytes }
    }
}

/// A UTF-16 sample may end within a code unit.
fn whole_characters(sample: &[u8], encoding: TextEncoding) -> &[u8] {
    match encoding {
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => &sample[..sample.len() / 2 * 2],
        _ => sample,
    }
}

/// Excel names the delimiter in a line of its own: `sep=;`.
pub(super) fn excel_hint(line: &str) -> Option<u8> {
    match line.trim_end_matches(['\r', '\n']).as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some(*delimiter),
        _ => None,
    }
}

fn delimiter(header: &str, columns: &Columns) -> u8 {
    let score = |delimiter: u8| {
        let names = split_line(header, delimiter);
        (names.iter().filter(|name| columns.role(name).is_some()).count(), names.len())
    };
    // The first of equals wins, so a line without any delimiter is one column of a comma file.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect(sample: &[u8]) -> Dialect {
        Dialect::detect(sample, &ReadOptions::default(), &Columns::default())
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(dialect(b"lat,lon,name\n").delimiter, b',');
        assert_eq!(dialect(b"lat;lon;name\n10,7;106,6;x\n").delimiter, b';');
        assert_eq!(dialect(b"lat\tlon\tname\n").delimiter, b'\t');
        assert_eq!(dialect(b"lat|lon|a, b, c, d, e\n").delimiter, b'|');
        assert_eq!(dialect(b"\"lat;n\",lon,name\n").delimiter, b',');
        assert_eq!(dialect(b"one\n").delimiter, b',');
        assert_eq!(dialect(b"sep=;\r\nlat;lon;a,b,c,d\r\n").delimiter, b';');
    }

    #[test]
    fn a_slip_in_utf8_does_not_make_it_another_encoding() {
        assert_eq!(dialect("lat,tên\n1,Đường Nguyễn Huệ\n".as_bytes()).encoding, TextEncoding::Utf8);
        let slip = ["1,Đường Nguyễn Huệ\n2,Phố ".as_bytes(), b"\xE1\xBB", "n Trần Phú\n".as_bytes()].concat();
        assert_eq!(dialect(&slip).encoding, TextEncoding::Utf8);
        assert_eq!(dialect(b"1,\xAE\xAD\xEAng Nguy\xD4n Hu\xD6\n").encoding, TextEncoding::Tcvn3);
    }

    #[test]
    fn line_ends_and_marks_are_found() {
        assert_eq!(dialect(b"lat,lon\r10,106\r").line_end, b'\r');
        assert_eq!(dialect(b"lat,lon\r\n10,106\r\n").line_end, b'\n');
        assert_eq!(dialect(b"\xEF\xBB\xBFlat,lon\n").skipped_bytes, 3);
    }
}
