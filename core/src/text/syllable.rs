//! What a Vietnamese syllable looks like.

use std::sync::LazyLock;

use hashbrown::HashSet;
use unicode_normalization::UnicodeNormalization;

use super::folding::fold;

/// Longest first, so that `ngh` is not read as `ng`.
const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x",
];

/// Every rhyme of the standard orthography, tone taken off.
const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt \
    oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây \
    uê uêch uên uênh uơ uôc uôi uôm uôn uông uôt uy uya uych uyn uynh uyt uyu uyên uyêt \
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu";

/// Whether `word` (any case, NFC or NFD) is spelt like a Vietnamese syllable with its marks:
/// `Đường` is, `§êng` and `Nguy?n` are not. Spelling only, no dictionary.
pub fn is_syllable(word: &str) -> bool {
    is_toneless_syllable(&without_tone(word))
}

/// Whether `folded` is a Vietnamese syllable without its marks.
pub(super) fn is_folded_syllable(folded: &str) -> bool {
    static RHYMES_FOLDED: LazyLock<HashSet<String>> = LazyLock::new(|| RHYMES.split_whitespace().map(fold).collect());
    let consonants = folded.find(['a', 'e', 'i', 'o', 'u', 'y']).unwrap_or(folded.len());
    let is_syllable = |at: usize| {
        let (onset, rhyme) = folded.split_at(at);
        let agrees = onset != "c" || !rhyme.starts_with(['e', 'i', 'y']);
        (onset.is_empty() || ONSETS.contains(&onset)) && agrees && RHYMES_FOLDED.contains(rhyme)
    };
    // The vowel of `gi` and `qu` may belong to either part.
    is_syllable(consonants) || (matches!(folded.get(..2), Some("gi" | "qu")) && is_syllable(2))
}

/// [`is_syllable`] of small letters, NFC, without a tone.
fn is_toneless_syllable(letters: &str) -> bool {
    let rhyme_of = |onset: &str| letters.strip_prefix(onset).is_some_and(is_rhyme);
    is_rhyme(letters) || ONSETS.iter().any(|onset| rhyme_of(onset))
}

/// Whether `letters` (small, NFC, without a tone) are spelt like a syllable, or like one of the
/// Highlands' names, which may begin with one consonant more and end in `k`: `Đắk`, `Krông`.
pub(super) fn is_highland_syllable(letters: &str) -> bool {
    match letters.strip_suffix('k') {
        Some(front) => has_syllable_behind_consonant(&format!("{front}c")),
        None => has_syllable_behind_consonant(letters),
    }
}

fn has_syllable_behind_consonant(letters: &str) -> bool {
    let mut rest = letters.chars();
    let consonant = rest.next().is_some_and(|first| !"aăâeêioôơuưy".contains(first));
    is_toneless_syllable(letters) || (consonant && is_toneless_syllable(rest.as_str()))
}

/// `word` in lower case NFC without its tone; the marks that make another vowel stay.
fn without_tone(word: &str) -> String {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    word.nfd().filter(|letter| !TONES.contains(letter)).flat_map(char::to_lowercase).nfc().collect()
}

fn is_rhyme(text: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| RHYMES.split_whitespace().collect());
    ALL.contains(text)
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn knows_syllables_from_noise() {
        for word in ["Đường", "nguyễn", "HUỆ", "quốc", "giếng", "gì", "khuya", "yên", "a", "thủy", "thuỷ", "hoà"]
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["", "đưêng", "nguyôn", "kþ", "abc", "zalo", "12"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
