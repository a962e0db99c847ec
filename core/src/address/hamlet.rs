//! Names of hamlets: thôn, xóm, ấp, khu phố, tổ dân phố and their like.

use crate::text::fold;

/// Words that only say that a name is a hamlet's, longest first.
const HAMLET_KINDS: [&str; 19] = [
    "to dan pho ",
    "khu dan cu ",
    "khu vuc ",
    "tieu khu ",
    "khu pho ",
    "khom ",
    "khoi ",
    "thon ",
    "buon ",
    "lang ",
    "phum ",
    "xom ",
    "soc ",
    "ban ",
    "khu ",
    "doi ",
    "ap ",
    "to ",
    "kp ",
];

/// How the words that only say that a name is a hamlet's are shortened.
const SHORT_HAMLET_KINDS: [(&str, &str); 4] =
    [("tdp", "to dan pho"), ("kdc", "khu dan cu"), ("kp", "khu pho"), ("kv", "khu vuc")];

/// A hamlet's name without the words that only say that it is one: `Thôn Vân Lũng` and `Vân Lũng`
/// meet. A name that is only a number keeps them, `Tổ 5` and `Ấp 5` being different hamlets.
pub fn hamlet_key(name: &str) -> String {
    let whole = whole_hamlet(name);
    let bare = HAMLET_KINDS.iter().find_map(|kind| whole.strip_prefix(kind));
    bare.filter(|bare| bare.contains(|letter: char| letter.is_ascii_alphabetic())).unwrap_or(&whole).to_owned()
}

/// A hamlet's name folded, its kind spelt out: `khu pho 3b` of `KP3B`.
pub fn whole_hamlet(name: &str) -> String {
    let folded = fold(name);
    let spelt_out = SHORT_HAMLET_KINDS.iter().find_map(|(short, kind)| {
        let rest = folded.strip_prefix(short)?;
        let is_apart = rest.starts_with(|next: char| next == ' ' || next.is_ascii_digit());
        is_apart.then(|| format!("{kind} {}", rest.trim_start()))
    });
    spelt_out.unwrap_or(folded)
}

/// Whether `text` begins with a word that says that it is a hamlet.
pub fn says_hamlet(text: &str) -> bool {
    let whole = whole_hamlet(text);
    HAMLET_KINDS.iter().any(|kind| whole.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_spelt_out_kinds_meet() {
        for (short, whole) in [("KP 3", "Khu phố 3"), ("KP3B", "khu phố 3B"), ("TDP 12", "Tổ dân phố 12")] {
            assert_eq!(hamlet_key(short), hamlet_key(whole));
        }
        assert_eq!(hamlet_key("Thôn Vân Lũng"), "van lung");
        assert_ne!(hamlet_key("Tổ 5"), hamlet_key("Ấp 5"));
    }
}
