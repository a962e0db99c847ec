//! Names by the first letters of their words.

use super::NameId;

/// The initials of a name, a number in it whole; bytes left over are 0.
type Initials = [u8; 8];

/// Fewest letters that stand for a name.
const FEWEST_LETTERS: usize = 3;

/// Distinct names filed under their initials. Memory: 12 bytes a name of three words or more.
pub(super) struct InitialsTable(Vec<(Initials, NameId)>);

impl InitialsTable {
    /// The table of `names`, folded, in the order of their numbers. Cost: about 0.2 µs a name.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut filed: Vec<(Initials, NameId)> =
            names.zip(0..).filter_map(|(name, number)| Some((initials(name)?, number))).collect();
        filed.sort_unstable();
        filed.shrink_to_fit();
        Self(filed)
    }

    /// The names with these `letters`, in the order of their numbers.
    pub(super) fn names(&self, letters: &str) -> impl Iterator<Item = NameId> + '_ {
        let wanted = packed(letters.bytes());
        let start = self.0.partition_point(|(initials, _)| Some(*initials) < wanted);
        self.0[start..].iter().take_while(move |(initials, _)| Some(*initials) == wanted).map(|(_, name)| *name)
    }
}

/// The initials of a folded name, where they may stand for it.
fn initials(name: &str) -> Option<Initials> {
    let letters = packed(name.split(' ').flat_map(|word| initial(word).bytes()))?;
    letters.iter().take(FEWEST_LETTERS).all(u8::is_ascii_alphabetic).then_some(letters)
}

/// The first letter of a word, or the number that it is.
fn initial(word: &str) -> &str {
    match word.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        true => &word[..1],
        false => word,
    }
}

fn packed(letters: impl Iterator<Item = u8>) -> Option<Initials> {
    let mut initials = Initials::default();
    for (at, letter) in letters.enumerate() {
        *initials.get_mut(at)? = letter;
    }
    Some(initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_the_letters_of_all_their_words() {
        let names = ["cach mang thang 8", "le loi", "le thanh ton", "li thai to", "li tu trong", "ly", "so 7 le thi"];
        let table = InitialsTable::new(names.into_iter());
        let found = |letters| table.names(letters).map(|name| names[name as usize]).collect::<Vec<_>>();
        assert_eq!(found("ltt"), ["le thanh ton", "li thai to", "li tu trong"]);
        assert_eq!(found("cmt8"), ["cach mang thang 8"]);
        for other in ["", "l", "ll", "lt", "lttt", "cmt", "s7lt", "ltttttttttt"] {
            assert_eq!(found(other), Vec::<&str>::new(), "{other}");
        }
    }
}
