//! JSON text cut into its features, without parsing more than brackets and quotes.
//!
//! Parsing a feature only after it is cut out keeps memory flat, gives a rejected feature as it was
//! written, and lets the next one be read after a broken one.

use std::io::{self, BufRead, Read};

/// The longest feature that is read. What is longer has lost a bracket or a quote.
const LONGEST_FEATURE: usize = 64 << 20;

const RECORD_SEPARATOR: u8 = 0x1E;

/// How features lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// In the array `features` of one object.
    Document,
    /// One a line, possibly after a record separator.
    Lines,
    /// Each after a record separator, over any number of lines.
    RecordSeparated,
    /// One after the other; a single feature is one of these.
    Concatenated,
}

impl Layout {
    /// The layout of a file that begins with `sample`.
    pub fn detect(sample: &[u8]) -> Self {
        let sample = sample.trim_ascii_start();
        if sample.first() == Some(&RECORD_SEPARATOR) {
            return Self::RecordSeparated;
        }
        let members = Members::of_first_object(sample);
        let first_line = sample.split(|byte| *byte == b'\n').next().unwrap_or_default();
        match members.is_feature() {
            false => Self::Document,
            true if is_whole_object(first_line) => Self::Lines,
            true => Self::Concatenated,
        }
    }
}

/// The names of an object's members, and the value of `type`.
#[derive(Default)]
struct Members {
    names: Vec<Vec<u8>>,
    kind: Option<Vec<u8>>,
}

impl Members {
    fn of_first_object(sample: &[u8]) -> Self {
        let (mut nesting, mut members) = (Nesting::default(), Self::default());
        let (mut text, mut is_type) = (Vec::new(), false);
        for byte in sample {
            let was_in_text = nesting.in_text;
            nesting.feed(*byte);
            match byte {
                b'"' if nesting.depth == 1 && nesting.in_text && !was_in_text => text.clear(),
                b':' if nesting.depth == 1 && !nesting.in_text => {
                    is_type = text == b"type";
                    members.names.push(text.clone());
                }
                b',' | b'}' if !nesting.in_text => is_type = false,
                b'"' if nesting.depth == 1 && !nesting.in_text && is_type => members.kind = Some(text.clone()),
                _ if nesting.in_text && nesting.depth == 1 && text.len() < 64 => text.push(*byte),
                _ => {}
            }
            if nesting.depth == 0 && !nesting.in_text {
                break;
            }
        }
        members
    }

    fn has(&self, name: &[u8]) -> bool {
        self.names.iter().any(|found| found == name)
    }

    fn is_feature(&self) -> bool {
        match self.kind.as_deref() {
            Some(b"Feature") => true,
            Some(_) => false,
            None => !self.has(b"features") && (self.has(b"properties") || self.has(b"geometry")),
        }
    }
}

fn is_whole_object(text: &[u8]) -> bool {
    let mut nesting = Nesting::default();
    text.iter().for_each(|byte| nesting.feed(*byte));
    nesting.depth == 0 && !nesting.in_text && text.trim_ascii().ends_with(b"}")
}

/// Where a byte stands among brackets and quotes.
#[derive(Clone, Copy, Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Nesting {
    fn feed(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_text => self.escaped = true,
            b'"' => self.in_text = !self.in_text,
            _ if self.in_text => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// Why there are no more features.
#[derive(Debug)]
pub(super) enum Ended {
    /// The file cannot be read on.
    Failed(io::Error),
    /// The file ends within a feature or within the array.
    Early,
    /// The document has no array of features.
    WithoutFeatures,
    /// Something between two features that is neither a comma nor the array's end.
    NoArrayEnd(u8),
    /// A feature that does not end within so many bytes.
    TooLong(usize),
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// The features of a file as slices of its text.
pub(super) struct Slices {
    reader: Box<dyn BufRead + Send>,
    layout: Layout,
    slice: Vec<u8>,
    row: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Within,
    After,
}

impl Slices {
    /// The features of `reader`, laid out in `layout`.
    pub fn new(reader: Box<dyn BufRead + Send>, layout: Layout) -> Self {
        Self { reader, layout, slice: Vec::new(), row: 0, state: State::Before }
    }

    /// The next feature with its number: of its line where there is one a line, else counted.
    pub fn next(&mut self) -> Result<Option<(u64, &[u8])>, Ended> {
        self.slice.clear();
        let found = match self.layout {
            Layout::Document => self.next_element(),
            Layout::Concatenated => self.next_object(),
            Layout::Lines => self.next_record(b'\n'),
            Layout::RecordSeparated => self.next_record(RECORD_SEPARATOR),
        }?;
        Ok(found.then_some((self.row, self.slice.as_slice())))
    }

    fn next_record(&mut self, separator: u8) -> Result<bool, Ended> {
        loop {
            self.slice.clear();
            let limit = LONGEST_FEATURE as u64;
            if self.reader.by_ref().take(limit).read_until(separator, &mut self.slice)? == 0 {
                return Ok(false);
            }
            if self.slice.len() == LONGEST_FEATURE && !self.slice.ends_with(&[separator]) {
                return Err(Ended::TooLong(LONGEST_FEATURE));
            }
            let is_line = separator == b'\n';
            let record: &[u8] = &self.slice;
            let record = record.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(record);
            let bare = record.trim_ascii().trim_ascii_start();
            let bare = bare.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(bare);
            let bare = bare.strip_suffix(&[RECORD_SEPARATOR]).unwrap_or(bare).trim_ascii();
            self.row += u64::from(is_line || !bare.is_empty());
            if !bare.is_empty() {
                self.slice = bare.to_vec();
                return Ok(true);
            }
        }
    }

    fn next_object(&mut self) -> Result<bool, Ended> {
        loop {
            match self.peek()? {
                None => return Ok(false),
                Some(b'{') => break,
                Some(_) => self.reader.consume(1),
            }
        }
        self.take_value()?;
        Ok(true)
    }

    fn next_element(&mut self) -> Result<bool, Ended> {
        if self.state == State::Before {
            self.find_features()?;
            self.state = State::Within;
        }
        if self.state == State::After {
            return Ok(false);
        }
        match self.peek_token()? {
            b']' => {
                self.state = State::After;
                // The rest is read too, so that a damaged end of a compressed file is noticed.
                io::copy(&mut self.reader, &mut io::sink())?;
                Ok(false)
            }
            b',' if self.row > 0 => {
                self.reader.consume(1);
                self.peek_token()?;
                self.take_value()?;
                Ok(true)
            }
            _ if self.row == 0 => {
                self.take_value()?;
                Ok(true)
            }
            other => Err(Ended::NoArrayEnd(other)),
        }
    }

    /// Reads up to the opening bracket of the member `features` of the outermost object.
    fn find_features(&mut self) -> Result<(), Ended> {
        let (mut nesting, mut text, mut wanted) = (Nesting::default(), Vec::new(), false);
        while let Some(byte) = self.peek()? {
            self.reader.consume(1);
            let was_in_text = nesting.in_text;
            nesting.feed(byte);
            match byte {
                b'"' if !was_in_text => text.clear(),
                b':' if !nesting.in_text => wanted = nesting.depth == 1 && text == b"features",
                b'[' if wanted && !nesting.in_text => return Ok(()),
                _ if nesting.in_text && text.len() < 64 => text.push(byte),
                _ if byte.is_ascii_whitespace() || nesting.in_text => {}
                _ => wanted = false,
            }
        }
        Err(Ended::WithoutFeatures)
    }

    /// Takes one value: an object or array to its closing bracket, anything else up to a comma or
    /// bracket.
    fn take_value(&mut self) -> Result<(), Ended> {
        self.row += 1;
        let mut nesting = Nesting::default();
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Err(Ended::Early);
            }
            let mut ended = None;
            for (at, byte) in buffer.iter().enumerate() {
                let is_bare = nesting.depth == 0 && !nesting.in_text;
                if is_bare && matches!(byte, b',' | b']' | b'}') {
                    ended = Some(at);
                    break;
                }
                nesting.feed(*byte);
                if nesting.depth == 0 && !nesting.in_text && matches!(byte, b'}' | b']') {
                    ended = Some(at + 1);
                    break;
                }
            }
            let used = ended.unwrap_or(buffer.len());
            self.slice.extend_from_slice(&buffer[..used]);
            self.reader.consume(used);
            match ended {
                Some(_) => return Ok(()),
                None if self.slice.len() > LONGEST_FEATURE => return Err(Ended::TooLong(LONGEST_FEATURE)),
                None => {}
            }
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    /// The next byte that is not blank, not consumed.
    fn peek_token(&mut self) -> Result<u8, Ended> {
        loop {
            match self.peek()? {
                None => return Err(Ended::Early),
                Some(byte) if byte.is_ascii_whitespace() => self.reader.consume(1),
                Some(byte) => return Ok(byte),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor};

    fn slices(text: &str) -> (Layout, Vec<(u64, String)>, Option<Ended>) {
        let layout = Layout::detect(text.as_bytes());
        let reader = BufReader::with_capacity(5, Cursor::new(text.as_bytes().to_vec()));
        let mut slices = Slices::new(Box::new(reader), layout);
        let mut found = Vec::new();
        loop {
            match slices.next() {
                Ok(Some((row, slice))) => found.push((row, String::from_utf8(slice.to_vec()).unwrap())),
                Ok(None) => return (layout, found, None),
                Err(ended) => return (layout, found, Some(ended)),
            }
        }
    }

    fn texts(found: &[(u64, String)]) -> Vec<(u64, &str)> {
        found.iter().map(|(row, text)| (*row, text.as_str())).collect()
    }

    #[test]
    fn a_document_is_cut_into_its_features() {
        let text = r#" {"bbox":[1,2,3,4], "name":"features: [x]", "crs":{"features":[9]},
            "features" : [ {"a":"}]\"{"} , {"b":[{}]},null, 7,"x" ], "type":"FeatureCollection"} "#;
        let (layout, found, ended) = slices(text);
        assert_eq!(layout, Layout::Document);
        let expected = [(1, r#"{"a":"}]\"{"}"#), (2, r#"{"b":[{}]}"#), (3, "null"), (4, "7"), (5, "\"x\" ")];
        assert_eq!(texts(&found), expected);
        assert!(ended.is_none());
    }

    #[test]
    fn sequences_are_cut_at_lines_or_separators() {
        let lines = "{\"type\":\"Feature\",\"a\":1}\n\n{\"type\": broken\n{\"b\":2}";
        let (layout, found, _) = slices(lines);
        assert_eq!(layout, Layout::Lines);
        assert_eq!(texts(&found), [(1, "{\"type\":\"Feature\",\"a\":1}"), (3, "{\"type\": broken"), (4, "{\"b\":2}")]);

        let (layout, found, _) = slices("\u{1E}{\"a\":\n1}\n\u{1E}{\"b\":2}\n");
        assert_eq!(layout, Layout::RecordSeparated);
        assert_eq!(texts(&found), [(1, "{\"a\":\n1}"), (2, "{\"b\":2}")]);

        let (layout, found, _) = slices("{\n \"type\": \"Feature\",\n \"properties\": {}\n}\n");
        assert_eq!(layout, Layout::Concatenated);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn what_ends_early_is_told() {
        assert!(matches!(slices(r#"{"features":[{"a":1},{"b""#).2, Some(Ended::Early)));
        assert!(matches!(slices(r#"{"features":[{"a":1}"#).2, Some(Ended::Early)));
        assert!(matches!(slices(r#"{"features":7}"#).2, Some(Ended::WithoutFeatures)));
        assert!(matches!(slices("[1,2]").2, Some(Ended::WithoutFeatures)));
        assert!(matches!(slices(r#"{"features":[{} {}]}"#).2, Some(Ended::NoArrayEnd(b'{'))));
        assert!(slices(r#"{"features":[]}"#).2.is_none());
    }
}
