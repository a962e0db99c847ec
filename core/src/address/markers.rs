//! The words that say what the words behind them are.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::word_class::is_number;
use crate::text::{Word, agrees, fold};

/// What follows a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// Số, số nhà: a house number.
    House,
    /// Ngõ, ngách, hẻm, kiệt: a turn of the path, or an alley with a name.
    Alley,
    /// Lô, thửa, tờ bản đồ, km: a number of another kind.
    Plot,
    /// Đường, phố, quốc lộ: a street.
    Street,
    /// Thôn, ấp, khu phố, tổ: a hamlet or quarter.
    Hamlet,
    /// Tòa nhà, chung cư, chợ, tầng, căn: something else that has a name.
    Name,
    /// Gần, đối diện: a remark.
    Remark,
    /// Huyện, tỉnh: a unit that is in no list.
    Unit,
}

/// A marker as found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marked {
    pub(super) marker: Marker,
    /// Number of its words.
    pub(super) len: usize,
    /// Whether it is a marker beyond doubt, even in the middle of a phrase.
    pub(super) certain: bool,
}

/// An entry of the table: the words with their marks, what they mark, and whether they do so when
/// typed without marks, no number following (`thon` does, `lang` may be the name Láng).
type Entry = (&'static str, Marker, bool);

const fn entry(phrase: &'static str, marker: Marker, plain: bool) -> Entry {
    (phrase, marker, plain)
}

/// Longer phrases before those they begin with.
const MARKERS: [Entry; 95] = [
    entry("số nhà", Marker::House, true),
    entry("nhà số", Marker::House, true),
    entry("số", Marker::House, false),
    entry("sn", Marker::House, false),
    entry("nhà", Marker::House, false),
    entry("ngõ", Marker::Alley, false),
    entry("ngách", Marker::Alley, true),
    entry("hẻm", Marker::Alley, true),
    entry("kiệt", Marker::Alley, false),
    entry("hxh", Marker::Alley, false),
    entry("lô đất", Marker::Plot, false),
    entry("lô số", Marker::Plot, false),
    entry("lô", Marker::Plot, false),
    entry("thửa đất số", Marker::Plot, true),
    entry("thửa đất", Marker::Plot, true),
    entry("thửa số", Marker::Plot, true),
    entry("thửa", Marker::Plot, false),
    entry("tờ bản đồ số", Marker::Plot, true),
    entry("tờ bản đồ", Marker::Plot, true),
    entry("tbđ số", Marker::Plot, true),
    entry("tbđ", Marker::Plot, true),
    entry("km", Marker::Plot, false),
    entry("đường số", Marker::Street, true),
    entry("đường tỉnh", Marker::Street, true),
    entry("đường", Marker::Street, true),
    entry("đ", Marker::Street, false),
    entry("đại lộ", Marker::Street, true),
    entry("quốc lộ", Marker::Street, true),
    entry("tỉnh lộ", Marker::Street, true),
    entry("hương lộ", Marker::Street, true),
    entry("xa lộ", Marker::Street, true),
    entry("ql", Marker::Street, true),
    entry("tl", Marker::Street, false),
    entry("đt", Marker::Street, false),
    entry("hl", Marker::Street, false),
    entry("phố", Marker::Street, true),
    entry("tổ dân phố", Marker::Hamlet, true),
    entry("tdp", Marker::Hamlet, true),
    entry("khu phố", Marker::Hamlet, true),
    entry("khu vực", Marker::Hamlet, true),
    entry("kp", Marker::Hamlet, true),
    entry("kv", Marker::Hamlet, false),
    entry("tiểu khu", Marker::Hamlet, true),
    entry("khu đô thị", Marker::Name, true),
    entry("khu dân cư", Marker::Name, true),
    entry("khu công nghiệp", Marker::Name, true),
    entry("khu tập thể", Marker::Name, true),
    entry("khu chung cư", Marker::Name, true),
    entry("khu tái định cư", Marker::Name, true),
    entry("khu chế xuất", Marker::Name, true),
    entry("khu thương mại", Marker::Name, true),
    entry("khu biệt thự", Marker::Name, true),
    entry("khu nhà ở", Marker::Name, true),
    entry("kđt", Marker::Name, true),
    entry("kdc", Marker::Name, true),
    entry("kcn", Marker::Name, true),
    entry("ktt", Marker::Name, true),
    entry("khóm", Marker::Hamlet, true),
    entry("khối phố", Marker::Hamlet, true),
    entry("khối", Marker::Hamlet, false),
    entry("khu", Marker::Hamlet, true),
    entry("tổ", Marker::Hamlet, false),
    entry("ấp", Marker::Hamlet, true),
    entry("thôn", Marker::Hamlet, true),
    entry("xóm", Marker::Hamlet, true),
    entry("bản", Marker::Hamlet, false),
    entry("buôn", Marker::Hamlet, true),
    entry("bon", Marker::Hamlet, false),
    entry("làng", Marker::Hamlet, false),
    entry("sóc", Marker::Hamlet, false),
    entry("phum", Marker::Hamlet, true),
    entry("đội", Marker::Hamlet, false),
    entry("chung cư", Marker::Name, true),
    entry("tòa nhà", Marker::Name, true),
    entry("tòa", Marker::Name, false),
    entry("tầng", Marker::Name, false),
    entry("lầu", Marker::Name, false),
    entry("căn hộ", Marker::Name, true),
    entry("căn", Marker::Name, false),
    entry("block", Marker::Name, true),
    entry("cư xá", Marker::Name, true),
    entry("cc", Marker::Name, false),
    entry("chợ", Marker::Name, false),
    entry("bệnh viện", Marker::Name, true),
    entry("đối diện", Marker::Remark, true),
    entry("bên cạnh", Marker::Remark, true),
    entry("gần", Marker::Remark, false),
    entry("cạnh", Marker::Remark, false),
    entry("phường", Marker::Unit, false),
    entry("quận", Marker::Unit, false),
    entry("huyện", Marker::Unit, false),
    entry("tỉnh", Marker::Unit, false),
    entry("thị trấn", Marker::Unit, true),
    entry("thị xã", Marker::Unit, true),
    entry("thành phố", Marker::Unit, true),
];

/// A marker's words, each with its marks and folded.
struct Phrase {
    words: Vec<(&'static str, String)>,
    marker: Marker,
    plain: bool,
}

/// The markers by their first word, folded.
static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
    for (phrase, marker, plain) in MARKERS {
        let words: Vec<(&str, String)> = phrase.split(' ').map(|word| (word, fold(word))).collect();
        phrases.entry(words[0].1.clone()).or_default().push(Phrase { words, marker, plain });
    }
    phrases
});

/// The marker at the front of `words`, all of one stretch; something must follow it.
pub(super) fn marker_at(words: &[Word]) -> Option<Marked> {
    let first = words.first()?;
    let phrases = PHRASES.get(first.folded.as_str());
    phrases.into_iter().flatten().find_map(|phrase| phrase.at(words)).or_else(|| glued_marker(first))
}

impl Phrase {
    fn at(&self, words: &[Word]) -> Option<Marked> {
        let len = self.words.len();
        let next = words.get(len)?;
        let mut unmarked = false;
        for (word, (marked, folded)) in words.iter().zip(&self.words) {
            if word.folded != *folded || !agrees(&word.marked, marked) {
                return None;
            }
            unmarked |= word.marked != *marked && word.marked.is_ascii();
        }
        let number = is_number(&next.folded);
        let typed = !unmarked && !self.words[0].0.is_ascii();
        let certain = number || len > 1 || (typed && self.marker != Marker::Name);
        (!unmarked || self.plain || number).then_some(Marked { marker: self.marker, len, certain })
    }
}

/// `kp3`, `tdp5`, `ap4b`, `km12+300`, `ql1a`: the marker written onto its number.
fn glued_marker(word: &Word) -> Option<Marked> {
    const GLUED: [(&str, Marker); 17] = [
        ("kp", Marker::Hamlet),
        ("kv", Marker::Hamlet),
        ("tdp", Marker::Hamlet),
        ("to", Marker::Hamlet),
        ("ap", Marker::Hamlet),
        ("khu", Marker::Hamlet),
        ("thon", Marker::Hamlet),
        ("khom", Marker::Hamlet),
        ("km", Marker::Plot),
        ("sn", Marker::House),
        ("ngo", Marker::Alley),
        ("hem", Marker::Alley),
        ("kiet", Marker::Alley),
        ("ql", Marker::Street),
        ("dt", Marker::Street),
        ("tl", Marker::Street),
        ("hl", Marker::Street),
    ];
    let letters = word.folded.find(|letter: char| letter.is_ascii_digit()).filter(|letters| *letters > 1)?;
    let marker = GLUED.iter().find(|(glued, _)| *glued == &word.folded[..letters])?.1;
    Some(Marked { marker, len: 0, certain: true })
}

/// Whether `word` is one that may stand behind a number as a part of it.
pub(super) fn is_number_suffix(word: &Word) -> bool {
    matches!(word.folded.as_str(), "bis" | "ter" | "quater" | "a" | "b" | "c" | "e" | "f" | "g")
}
