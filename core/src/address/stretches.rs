//! A line cut into stretches, and the words in each labelled with what they may be.

use super::markers::{Marker, is_number_suffix, marker_at, marker_behind, may_name_hamlet};
use super::word_class::is_number;
use crate::text::Word;

/// What a piece of a line is, as far as its own words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A house number, a turn of an alley, a plot.
    Number,
    /// A street with its type word, or in the form of a road's number or date.
    Street,
    /// A hamlet or quarter with its type word.
    Hamlet,
    /// A building or another place, with the word that says so.
    Name,
    /// A remark, or a unit that is in no list.
    Remark,
    /// Words of a name without any word that says what it is; right behind a number?
    Plain {
        /// Whether a house number stands right before it.
        after_number: bool,
    },
}

/// Words `first` to `end` of a line, and what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) first: usize,
    pub(super) end: usize,
}

/// For each word, whether it begins a new stretch: after a comma, a bracket, a colon, a dash with
/// blanks; not within a number like `12 - 14`.
pub(super) fn breaks(text: &str, words: &[Word]) -> Vec<bool> {
    let mut breaks = vec![true; words.len()];
    for (pair, breaks) in words.windows(2).zip(breaks.iter_mut().skip(1)) {
        *breaks = pair[0].segment != pair[1].segment || is_parting_dash(text, &pair[0], &pair[1]);
    }
    breaks
}

/// Whether a dash with a blank before it, or a colon, stands between two words that are no numbers.
fn is_parting_dash(text: &str, before: &Word, after: &Word) -> bool {
    let gap = text.get(before.span.end..after.span.start).unwrap_or_default();
    let dash = gap.len() > 1 && gap.starts_with(char::is_whitespace) && gap.contains(['-', '–', '—', ':', '•']);
    dash && !(has_digit(before) && starts_with_digit(after))
}

fn has_digit(word: &Word) -> bool {
    word.folded.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_digits(folded: &str) -> bool {
    folded.bytes().all(|byte| byte.is_ascii_digit())
}

/// `200m`, `2km`.
fn is_length(folded: &str) -> bool {
    let number = folded.strip_suffix("km").or_else(|| folded.strip_suffix('m'));
    number.is_some_and(|number| !number.is_empty() && is_digits(number))
}

fn starts_with_digit(word: &Word) -> bool {
    word.folded.starts_with(|letter: char| letter.is_ascii_digit())
}

/// The pieces of all words that are not `taken` by units, in order. Every such word lies in
/// exactly one piece.
pub(super) fn pieces(text: &str, words: &[Word], breaks: &[bool], taken: &[bool]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(8);
    let mut first = 0;
    while first < words.len() {
        if taken[first] {
            first += 1;
            continue;
        }
        let end = (first + 1..words.len()).find(|at| breaks[*at] || taken[*at]).unwrap_or(words.len());
        let begun = pieces.len();
        let commune_follows = words.get(end).is_some_and(|next| matches!(next.marked.as_str(), "xa" | "xã" | "x"));
        let mut stretch =
            Stretch { text, words: &words[..end], at: first, first, commune_follows, pieces: &mut pieces };
        stretch.read();
        if is_in_brackets(text, &words[first]) {
            note_remarks(&words[first..end], &mut pieces[begun..]);
        }
        first = end;
    }
    pieces
}

fn is_in_brackets(text: &str, word: &Word) -> bool {
    let before = text.get(..word.span.start).unwrap_or_default();
    text.contains('(') && before.rfind('(') > before.rfind(')')
}

/// What stands in brackets is a remark, unless its words say what it is; a former name or number
/// (`tổ cũ 32`) is one in any case.
fn note_remarks(words: &[Word], pieces: &mut [Piece]) {
    let former = words.iter().any(|word| matches!(word.marked.as_str(), "cũ" | "cu"));
    for piece in pieces {
        if former || !matches!(piece.kind, PieceKind::Hamlet | PieceKind::Name) {
            piece.kind = PieceKind::Remark;
        }
    }
}

struct Stretch<'a> {
    text: &'a str,
    words: &'a [Word],
    at: usize,
    first: usize,
    /// Whether `xã` stands right behind the stretch.
    commune_follows: bool,
    pieces: &'a mut Vec<Piece>,
}

impl Stretch<'_> {
    fn read(&mut self) {
        while self.at < self.words.len() {
            let first = self.at;
            let (kind, end) = self.next_piece();
            self.at = end.max(first + 1);
            self.pieces.push(Piece { kind, first, end: self.at });
        }
    }

    fn next_piece(&self) -> (PieceKind, usize) {
        let at = self.at;
        let marked = marker_at(&self.words[at..]).filter(|marked| marked.certain || self.may_begin_here());
        match marked.map(|marked| (marked.marker, marked.len)) {
            _ if self.tells_phone_or_distance() => (PieceKind::Remark, self.words.len()),
            _ if self.flat_code_at(at) => (PieceKind::Name, self.end_of_name(at + 1)),
            Some((Marker::House | Marker::Plot | Marker::Alley, len)) if self.number_at(at + len) => {
                (PieceKind::Number, self.end_of_number())
            }
            Some((Marker::Plot, len)) if self.short_word_at(at + len) => (PieceKind::Name, self.end_of_name(at + len)),
            Some((Marker::Alley | Marker::Street, len)) => (PieceKind::Street, self.end_of_phrase(at + len)),
            Some((Marker::Hamlet, len)) => (PieceKind::Hamlet, self.end_of_hamlet(at + len)),
            Some((Marker::Building, len)) => (PieceKind::Name, self.end_of_name(at + len)),
            Some((Marker::Name, len)) if !self.follows_number() => (PieceKind::Name, self.end_of_name(at + len)),
            Some((Marker::Unit, len)) if !self.follows_number() => (PieceKind::Remark, self.end_of_phrase(at + len)),
            Some((Marker::Remark, _)) => (PieceKind::Remark, self.words.len()),
            Some((Marker::Label, len)) if !self.follows_number() => (PieceKind::Remark, at + len),
            None if self.names_village() => (PieceKind::Hamlet, self.end_of_hamlet(at + 1)),
            _ if self.date_at(at) => (PieceKind::Street, self.end_of_phrase(at + 2)),
            _ if self.number_at(at) && !self.follows_number() => (PieceKind::Number, self.end_of_number()),
            _ => self.phrase(),
        }
    }

    /// `ban huoi leng, xa huoi leng`: before a commune's name a word that may be a hamlet's is one.
    fn names_village(&self) -> bool {
        self.commune_follows && self.at == self.first && may_name_hamlet(&self.words[self.at..])
    }

    /// A phrase that no word in front says anything of; one behind may.
    fn phrase(&self) -> (PieceKind, usize) {
        let end = self.end_of_phrase(self.at);
        let kind = match self.words[self.at + 1..end].last().and_then(marker_behind) {
            Some(Marker::Hamlet) => PieceKind::Hamlet,
            Some(Marker::Street) => PieceKind::Street,
            Some(Marker::Name) if !self.follows_number() => PieceKind::Name,
            _ => PieceKind::Plain { after_number: self.follows_number() },
        };
        (kind, end)
    }

    /// `ĐT: 0912345678`, `cách chợ 200m`: a number of many digits, or a length at the end.
    fn tells_phone_or_distance(&self) -> bool {
        let words = &self.words[self.at..];
        let phone = words.iter().take(2).any(|word| word.folded.len() > 8 && is_digits(&word.folded));
        let distance =
            words.len() > 2 && !has_digit(&words[0]) && words.last().is_some_and(|last| is_length(&last.folded));
        phone || distance
    }

    /// A marker that may as well be a name is one where a phrase begins.
    fn may_begin_here(&self) -> bool {
        self.at == self.first || self.pieces.last().is_some_and(|piece| piece.end == self.at)
    }

    fn follows_number(&self) -> bool {
        self.at > self.first && self.pieces.last().is_some_and(|piece| piece.kind == PieceKind::Number)
    }

    fn number_at(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| {
            is_number(&word.folded) || (has_digit(word) && marker_at(&self.words[at..]).is_some_and(|m| m.len == 0))
        })
    }

    fn short_word_at(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.folded.len() <= 2)
    }

    /// `B12.05`, `LD-01.02`: a flat or a shop is numbered with a dot, a house is not.
    fn flat_code_at(&self, at: usize) -> bool {
        let Some([word, next]) = self.words.get(at..at + 2) else { return false };
        let gap = self.text.get(word.span.end..next.span.start);
        gap == Some(".") && self.number_at(at) && has_digit(next)
    }

    /// `3 Tháng 2`, where a number is the beginning of a street's name.
    fn date_at(&self, at: usize) -> bool {
        let folded = |at: usize| self.words.get(at).map_or("", |word| word.folded.as_str());
        is_digits(folded(at)) && folded(at + 1) == "thang" && !folded(at + 2).is_empty()
    }

    /// Where the number that begins here ends: further turns, ranges and suffixes belong to it.
    fn end_of_number(&self) -> usize {
        let mut end = self.end_of_turn(self.at);
        while end < self.words.len() {
            let next = match marker_at(&self.words[end..]) {
                Some(marked) if matches!(marked.marker, Marker::House | Marker::Alley | Marker::Plot) => {
                    self.number_at(end + marked.len).then(|| self.end_of_turn(end))
                }
                Some(_) => None,
                None => self.end_of_join(end),
            };
            match next {
                Some(next) => end = next,
                None => break,
            }
        }
        end
    }

    /// Where the marker and the number at `at` end.
    fn end_of_turn(&self, at: usize) -> usize {
        let marked = marker_at(&self.words[at..]);
        let len = marked.filter(|marked| self.number_at(at + marked.len)).map_or(0, |marked| marked.len);
        at + len + 1
    }

    /// Where what is joined to the number before `at` ends.
    fn end_of_join(&self, at: usize) -> Option<usize> {
        let gap = self.text.get(self.words[at - 1].span.end..self.words[at].span.start)?;
        let word = &self.words[at];
        match word.folded.as_str() {
            "va" | "den" if self.number_at(at + 1) => Some(at + 2),
            _ if starts_with_digit(word) && gap.contains(['-', '–', '/', '\\', '+', '&']) => Some(at + 1),
            _ if (is_number_suffix(word) || self.is_suffix_d(at)) && gap.trim().is_empty() => Some(at + 1),
            _ => None,
        }
    }

    /// `12 D Lê Lợi`: who writes marks would write `Đ` for đường, or put a dot behind the letter.
    fn is_suffix_d(&self, at: usize) -> bool {
        let Some([letter, next]) = self.words.get(at..at + 2) else { return false };
        let named = !next.marked.is_ascii() && next.folded != "so";
        letter.marked == "d" && named && self.text.as_bytes().get(letter.span.end) == Some(&b' ')
    }

    /// A number is the whole name of a hamlet; other words behind it are another piece.
    fn end_of_hamlet(&self, at: usize) -> usize {
        let numbered = self.words.get(at).is_some_and(|word| word.folded == "so") as usize;
        match self.words.get(at + numbered) {
            Some(word) if has_digit(word) => {
                let suffix = self.words.get(at + numbered + 1).is_some_and(is_number_suffix);
                at + numbered + 1 + usize::from(suffix)
            }
            _ => self.end_of_phrase_but(at, |end| end == at + 1 && self.numbered_street_at(end)),
        }
    }

    /// `Đường 1`, which behind a single word is rather the end of a name (`Khu phố Bình Đường 1`).
    fn numbered_street_at(&self, at: usize) -> bool {
        let marked = marker_at(&self.words[at..]).filter(|marked| marked.marker == Marker::Street);
        marked.is_some_and(|marked| self.number_at(at + marked.len))
    }

    /// Where a building's name ends: `nhà B4` is a part of it, and no house number.
    fn end_of_name(&self, from: usize) -> usize {
        let is_block = |at: usize| {
            self.words[at].folded == "nha" && self.words.get(at + 1).is_some_and(|next| !starts_with_digit(next))
        };
        let mut end = self.end_of_phrase(from);
        while end < self.words.len() && is_block(end) {
            end = self.end_of_phrase(end + 1);
        }
        end
    }

    /// Where the next marker beyond doubt stands, or the stretch ends. The word at `from` always
    /// belongs to the phrase, and so does the kind of a unit right behind it: one word is no name
    /// yet (`Bà Huyện Thanh Quan`).
    fn end_of_phrase(&self, from: usize) -> usize {
        self.end_of_phrase_but(from, |_| false)
    }

    /// As [`Self::end_of_phrase`], but not where `goes_on`.
    fn end_of_phrase_but(&self, from: usize, goes_on: impl Fn(usize) -> bool) -> usize {
        let certain = |at: &usize| {
            let marked = marker_at(&self.words[*at..]).filter(|marked| marked.certain);
            marked.is_some_and(|marked| match marked.marker {
                Marker::House | Marker::Alley | Marker::Plot => self.number_at(*at + marked.len),
                Marker::Unit => *at > from + 1,
                Marker::Label => false,
                _ => !goes_on(*at),
            })
        };
        (from + 1..self.words.len()).find(certain).unwrap_or(self.words.len())
    }
}
