//! A file cut into lines that are numbered as an editor numbers them.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// The longest line that is read; what is longer is no row of a table, and is cut here so that
/// memory stays flat.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// A line without its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Number from 1.
    pub number: u64,
    /// Bytes, at most [`LONGEST_LINE`] of them.
    pub bytes: Vec<u8>,
    /// Whether bytes were left out.
    pub cut: bool,
}

/// Lines of a file. Lines can be given back.
pub(super) struct Lines {
    reader: Box<dyn BufRead + Send>,
    line_end: u8,
    number: u64,
    given_back: VecDeque<Line>,
    skip: usize,
}

impl Lines {
    /// The lines of `reader` after its first `skip` bytes.
    pub fn new(reader: Box<dyn BufRead + Send>, line_end: u8, skip: usize) -> Self {
        Self { reader, line_end, number: 0, given_back: VecDeque::new(), skip }
    }

    /// Reads the next line into `line`; `false` at the end.
    pub fn next(&mut self, line: &mut Line) -> io::Result<bool> {
        if let Some(given_back) = self.given_back.pop_front() {
            *line = given_back;
            return Ok(true);
        }
        line.bytes.clear();
        line.cut = false;
        let any = self.read(line)?;
        if any {
            self.number += 1;
            line.number = self.number;
            if self.number == 1 {
                line.bytes.drain(..self.skip.min(line.bytes.len()));
            }
            let is_crlf = self.line_end == b'\n' && line.bytes.last() == Some(&b'\r');
            line.bytes.truncate(line.bytes.len() - usize::from(is_crlf));
        }
        Ok(any)
    }

    /// Gives lines back, to be read again in their order.
    pub fn give_back(&mut self, lines: impl DoubleEndedIterator<Item = Line>) {
        for line in lines.rev() {
            self.given_back.push_front(line);
        }
    }

    fn read(&mut self, line: &mut Line) -> io::Result<bool> {
        let limit = LONGEST_LINE as u64 + 1;
        let any = self.reader.by_ref().take(limit).read_until(self.line_end, &mut line.bytes)? > 0;
        if line.bytes.last() == Some(&self.line_end) {
            line.bytes.pop();
        } else if line.bytes.len() > LONGEST_LINE {
            line.bytes.pop();
            line.cut = true;
            self.reader.skip_until(self.line_end)?;
        }
        Ok(any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn all(bytes: &[u8], line_end: u8) -> Vec<(u64, String)> {
        let mut lines = Lines::new(Box::new(Cursor::new(bytes.to_vec())), line_end, 0);
        let (mut line, mut found) = (Line::default(), Vec::new());
        while lines.next(&mut line).unwrap() {
            found.push((line.number, String::from_utf8(line.bytes.clone()).unwrap()));
        }
        found
    }

    #[test]
    fn lines_are_numbered_and_lose_their_ends() {
        let expected = [(1, "a".to_owned()), (2, String::new()), (3, "b".to_owned())];
        assert_eq!(all(b"a\n\nb", b'\n'), expected);
        assert_eq!(all(b"a\r\n\r\nb\r\n", b'\n'), expected);
        assert_eq!(all(b"a\r\rb\r", b'\r'), expected);
        assert_eq!(all(b"", b'\n'), []);
    }

    #[test]
    fn lines_given_back_come_again_first() {
        let mut lines = Lines::new(Box::new(Cursor::new(b"a\nb\nc".to_vec())), b'\n', 0);
        let (mut first, mut second, mut line) = (Line::default(), Line::default(), Line::default());
        assert!(lines.next(&mut first).unwrap() && lines.next(&mut second).unwrap());
        lines.give_back([first.clone(), second.clone()].into_iter());
        for expected in [first.bytes, second.bytes, b"c".to_vec()] {
            assert!(lines.next(&mut line).unwrap());
            assert_eq!(line.bytes, expected);
        }
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let bytes = vec![b'x'; LONGEST_LINE + 10];
        let mut lines = Lines::new(Box::new(Cursor::new([bytes, b"\ny".to_vec()].concat())), b'\n', 0);
        let mut line = Line::default();
        assert!(lines.next(&mut line).unwrap());
        assert!(line.cut && line.bytes.len() == LONGEST_LINE);
        assert!(lines.next(&mut line).unwrap());
        assert_eq!((line.number, line.bytes.as_slice(), line.cut), (2, b"y".as_slice(), false));
    }
}
