//! Lines parsed into fields.

use std::borrow::Cow;
use std::io;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use vmap_core::text::TextEncoding;
use vmap_core::text::legacy_encoding::decode;

use super::super::RejectionReason;
use super::dialect::{Dialect, excel_hint};
use super::lines::{LONGEST_LINE, Line, Lines};

/// A quoted text of more lines than this is taken for a quote that was never closed.
const LONGEST_QUOTE: usize = 50;

/// What a line turns out to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// A row with the expected number of fields, to be had from [`Records::texts`].
    Fields,
    /// A line that is no such row; the next one is read by itself.
    Broken(RejectionReason),
}

/// The rows of a CSV file.
pub(super) struct Records {
    lines: Lines,
    encoding: TextEncoding,
    delimiter: u8,
    line: Line,
    fields: Fields,
}

impl Records {
    /// The rows in `lines`, written in `dialect`.
    pub fn new(lines: Lines, dialect: &Dialect) -> Self {
        let &Dialect { encoding, delimiter, .. } = dialect;
        Self { lines, encoding, delimiter, line: Line::default(), fields: Fields::new(delimiter) }
    }

    /// The names in the header line, the first that is not blank; `None` where there is none.
    pub fn header(&mut self) -> io::Result<Option<Vec<String>>> {
        while self.next_line()? {
            let text = decode(of_lines(self.encoding), &self.line.bytes);
            if excel_hint(&text).is_some() {
                continue;
            }
            self.fields.add_only_line(text.as_bytes());
            let names = self.fields.texts().into_iter().flat_map(FieldTexts::into_iter);
            return Ok(Some(names.map(|name| name.trim().to_owned()).collect()));
        }
        Ok(None)
    }

    /// The next row that is not blank, with the number of its first line.
    pub fn next(&mut self, expected: usize) -> io::Result<Option<(u64, Found)>> {
        if !self.next_line()? {
            return Ok(None);
        }
        self.parse(expected).map(Some)
    }

    /// The next row with the number of its first line; nothing is found in a blank one.
    pub fn next_or_blank(&mut self, expected: usize) -> io::Result<Option<(u64, Option<Found>)>> {
        self.fields.clear();
        if !self.lines.next(&mut self.line)? {
            return Ok(None);
        }
        if self.line.bytes.trim_ascii().is_empty() {
            return Ok(Some((self.line.number, None)));
        }
        self.parse(expected).map(|(line, found)| Some((line, Some(found))))
    }

    fn parse(&mut self, expected: usize) -> io::Result<(u64, Found)> {
        let found = match self.parse_line() {
            Err(reason) => Found::Broken(reason),
            Ok(true) => self.counted(expected),
            Ok(false) => self.take_in_lines(expected)?,
        };
        Ok((self.line.number, found))
    }

    /// Texts of the fields of the row read last; `None` where its bytes are no text.
    pub fn texts(&self) -> Option<FieldTexts<'_>> {
        self.fields.texts()
    }

    /// The reason to reject a row whose bytes are no text.
    pub fn broken_text(&self) -> RejectionReason {
        RejectionReason::BrokenText(self.encoding)
    }

    /// The row read last as it was found.
    pub fn raw_text(&self) -> String {
        decode(of_lines(self.encoding), &self.line.bytes).into_owned()
    }

    fn next_line(&mut self) -> io::Result<bool> {
        loop {
            self.fields.clear();
            if !self.lines.next(&mut self.line)? {
                return Ok(false);
            }
            if !self.line.bytes.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    /// Parses the line at hand; whether the row ends with it.
    fn parse_line(&mut self) -> Result<bool, RejectionReason> {
        if self.line.cut {
            return Err(RejectionReason::TooLong { limit: LONGEST_LINE });
        }
        Ok(self.fields.add_line(&checked(self.encoding, &self.line.bytes)?))
    }

    fn counted(&self, expected: usize) -> Found {
        match self.fields.len() {
            found if found == expected => Found::Fields,
            found => Found::Broken(RejectionReason::WrongFieldCount { found, expected }),
        }
    }

    /// Takes in the lines of a text in quotes. If that does not end well, the quote was a slip:
    /// the first line alone is broken and the others are read again.
    fn take_in_lines(&mut self, expected: usize) -> io::Result<Found> {
        let mut taken: Vec<Line> = Vec::new();
        let mut next = Line::default();
        while taken.len() < LONGEST_QUOTE && self.lines.next(&mut next)? {
            let ends = checked(self.encoding, &next.bytes).map(|text| self.fields.add_line(&text));
            taken.push(std::mem::take(&mut next));
            match ends {
                Ok(false) => {}
                Ok(true) if self.fields.len() == expected && self.closes_well(&taken) => {
                    for line in taken {
                        self.line.bytes.push(b'\n');
                        self.line.bytes.extend_from_slice(&line.bytes);
                    }
                    return Ok(Found::Fields);
                }
                Ok(true) | Err(_) => break,
            }
        }
        self.lines.give_back(taken.into_iter());
        Ok(Found::Broken(RejectionReason::UnclosedQuote))
    }

    /// Whether the quote that closes in the last line is followed by a delimiter or by nothing.
    /// Another one is a mark for inches or part of the text, and not meant to close anything.
    fn closes_well(&self, taken: &[Line]) -> bool {
        let mut rest = taken.last().map_or(&[][..], |line| &line.bytes);
        while let Some(at) = rest.iter().position(|byte| *byte == b'"') {
            match rest.get(at + 1) {
                Some(b'"') => rest = &rest[at + 2..],
                after => return after.is_none_or(|after| *after == self.delimiter),
            }
        }
        false
    }
}

/// The encoding that lines have when they come here: UTF-16 was turned into UTF-8 before.
fn of_lines(encoding: TextEncoding) -> TextEncoding {
    match encoding {
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => TextEncoding::Utf8,
        other => other,
    }
}

/// The line `bytes` in UTF-8, if they are text in `encoding`, the file's. Of UTF-8 itself this is
/// not known before the fields are taken as texts, which asks anyway.
fn checked(encoding: TextEncoding, bytes: &[u8]) -> Result<Cow<'_, [u8]>, RejectionReason> {
    let text = match encoding {
        TextEncoding::Utf8 => return Ok(Cow::Borrowed(bytes)),
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => String::from_utf8_lossy(bytes),
        TextEncoding::Windows1258 | TextEncoding::Tcvn3 | TextEncoding::VniWindows | TextEncoding::Viscii => {
            decode(encoding, bytes)
        }
    };
    match text.contains(char::REPLACEMENT_CHARACTER) {
        true => Err(RejectionReason::BrokenText(encoding)),
        false => Ok(Cow::Owned(text.into_owned().into_bytes())),
    }
}

/// The fields of one line in `delimiter`, whether or not its quotes are closed.
pub(super) fn split_line(line: &str, delimiter: u8) -> Vec<String> {
    let mut fields = Fields::new(delimiter);
    fields.add_only_line(line.as_bytes());
    fields.texts().into_iter().flat_map(FieldTexts::into_iter).map(str::to_owned).collect()
}

/// The fields of one row, in buffers that are used again.
struct Fields {
    parser: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    text_length: usize,
    count: usize,
}

impl Fields {
    fn new(delimiter: u8) -> Self {
        let parser = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Self { parser, text: vec![0; 1024], ends: vec![0; 64], text_length: 0, count: 0 }
    }

    fn clear(&mut self) {
        self.parser.reset();
        self.text_length = 0;
        self.count = 0;
    }

    /// Parses one more line of the row; whether the row ends with it.
    fn add_line(&mut self, line: &[u8]) -> bool {
        // To the parser, no input means the end of the file.
        (!line.is_empty() && self.parse(line)) || self.parse(b"\n")
    }

    /// Parses a line that is a row whether or not its quotes are closed.
    fn add_only_line(&mut self, line: &[u8]) {
        if !self.add_line(line) {
            self.parse(b"");
        }
    }

    fn parse(&mut self, mut input: &[u8]) -> bool {
        loop {
            let (text, ends) = (&mut self.text[self.text_length..], &mut self.ends[self.count..]);
            let (result, read, written, ended) = self.parser.read_record(input, text, ends);
            input = &input[read..];
            self.text_length += written;
            self.count += ended;
            match result {
                ReadRecordResult::InputEmpty => return false,
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return true,
            }
        }
    }

    fn len(&self) -> usize {
        self.count
    }

    fn texts(&self) -> Option<FieldTexts<'_>> {
        let text = std::str::from_utf8(self.text.get(..self.text_length)?).ok()?;
        Some(FieldTexts { text, ends: self.ends.get(..self.count)? })
    }
}

/// The texts of the fields of one row.
#[derive(Clone, Copy)]
pub(super) struct FieldTexts<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> FieldTexts<'a> {
    /// The text of the field of this number; empty where there is none.
    pub fn get(self, at: usize) -> &'a str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(at).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    /// All texts, in order.
    pub fn into_iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.ends.len()).map(move |at| self.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn rows(text: &str) -> Vec<(u64, Result<Vec<String>, &'static str>)> {
        let dialect = Dialect { encoding: TextEncoding::Utf8, delimiter: b',', line_end: b'\n', skipped_bytes: 0 };
        let lines = Lines::new(Box::new(Cursor::new(text.as_bytes().to_vec())), b'\n', 0);
        let mut records = Records::new(lines, &dialect);
        let expected = records.header().unwrap().unwrap_or_default().len();
        let mut rows = Vec::new();
        while let Some((line, found)) = records.next(expected).unwrap() {
            let fields = || records.texts().unwrap().into_iter().map(str::to_owned).collect();
            rows.push((
                line,
                match found {
                    Found::Fields => Ok(fields()),
                    Found::Broken(reason) => Err(reason.code()),
                },
            ));
        }
        rows
    }

    fn fields(fields: &[&str]) -> Result<Vec<String>, &'static str> {
        Ok(fields.iter().map(|field| (*field).to_owned()).collect())
    }

    #[test]
    fn a_text_in_quotes_may_hold_delimiters_quotes_and_lines() {
        let text = "a,b\n\"1, Lê Lợi\",\"nói \"\"xin chào\"\"\"\n\n\"hai\n\ndòng\",x\nlast,y";
        assert_eq!(
            rows(text),
            [
                (2, fields(&["1, Lê Lợi", "nói \"xin chào\""])),
                (4, fields(&["hai\n\ndòng", "x"])),
                (7, fields(&["last", "y"]))
            ]
        );
    }

    #[test]
    fn a_slip_spoils_its_own_line_only() {
        let text = "a,b\n\"open,1\nx,2\n12\" pipe,3\n1,2,3\nonly\n\"y\",4\n\"again,5";
        assert_eq!(
            rows(text),
            [
                (2, Err("unclosed_quote")),
                (3, fields(&["x", "2"])),
                (4, fields(&["12\" pipe", "3"])),
                (5, Err("wrong_field_count")),
                (6, Err("wrong_field_count")),
                (7, fields(&["y", "4"])),
                (8, Err("unclosed_quote")),
            ]
        );
    }

    #[test]
    fn wide_and_long_rows_grow_the_buffers() {
        let names: Vec<String> = (0..300).map(|at| format!("column {at}")).collect();
        let long = "x".repeat(3_000);
        let text = format!("{}\n{}\n", names.join(","), vec![long.as_str(); 300].join(","));
        assert_eq!(rows(&text), [(2, Ok(vec![long; 300]))]);
    }
}
