//! UTF-16 turned into UTF-8 on the way.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder};
use vmap_core::text::TextEncoding;

const BUFFER_BYTES: usize = 64 * 1024;

/// Reads UTF-16 and gives UTF-8, without the byte order mark, with U+FFFD for broken code units.
pub(super) struct Utf16ToUtf8<R> {
    inner: R,
    decoder: Decoder,
    buffer: Box<[u8]>,
    /// What of the buffer is decoded and not yet consumed.
    start: usize,
    end: usize,
    ended: bool,
}

impl<R: BufRead> Utf16ToUtf8<R> {
    /// Reads `inner`, big-endian for [`TextEncoding::Utf16Be`], else little-endian.
    pub fn new(inner: R, encoding: TextEncoding) -> Self {
        let encoding = match encoding {
            TextEncoding::Utf16Be => encoding_rs::UTF_16BE,
            _ => encoding_rs::UTF_16LE,
        };
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, buffer: vec![0; BUFFER_BYTES].into(), start: 0, end: 0, ended: false }
    }
}

impl<R: BufRead> BufRead for Utf16ToUtf8<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.start == self.end && !self.ended {
            let input = self.inner.fill_buf()?;
            let last = input.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(input, &mut self.buffer, last);
            self.inner.consume(read);
            (self.start, self.end) = (0, written);
            self.ended = last && result == CoderResult::InputEmpty;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, amount: usize) {
        self.start = self.end.min(self.start + amount);
    }
}

impl<R: BufRead> Read for Utf16ToUtf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor};

    #[test]
    fn reads_across_the_edges_of_buffers() {
        let text = "Số nhà,đường 🏠\n".repeat(50);
        for (encoding, bytes) in [
            (TextEncoding::Utf16Le, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (TextEncoding::Utf16Be, text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            let small = BufReader::with_capacity(7, Cursor::new(bytes));
            let mut found = String::new();
            Utf16ToUtf8::new(small, encoding).read_to_string(&mut found).unwrap();
            assert_eq!(found, text);
        }
    }

    #[test]
    fn half_a_character_at_the_end_is_replaced() {
        let mut found = String::new();
        let bytes = Cursor::new(b"\xFF\xFEa\0b".to_vec());
        Utf16ToUtf8::new(bytes, TextEncoding::Utf16Le).read_to_string(&mut found).unwrap();
        assert_eq!(found, "a\u{FFFD}");
    }
}
