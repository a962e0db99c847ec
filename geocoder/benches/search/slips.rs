//! Slips of the hand and of the ear, as DOMAIN lists them: letters left out, doubled, swapped or
//! replaced by a neighbour on the keyboard, and spellings that sound alike.

use super::random::Random;

const KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Spellings taken for one another.
const SOUNDS: [(&str, &str); 8] =
    [("s", "x"), ("ch", "tr"), ("d", "gi"), ("gi", "r"), ("l", "n"), ("i", "y"), ("n", "ng"), ("t", "c")];

/// `line` with one slip in one of its words of three letters or more; `None` where it has no such
/// word. Numbers and words with digits stay as they are.
pub fn slip(line: &str, random: &mut Random) -> Option<String> {
    let is_word = |word: &&str| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic);
    let words: Vec<&str> = line.split([' ', ',', '.']).filter(is_word).collect();
    let word = *random.one_of(&words)?;
    let start = word.as_ptr() as usize - line.as_ptr() as usize;
    let slipped = (0..8).find_map(|_| slipped(word, random).filter(|slipped| slipped != word))?;
    Some(format!("{}{slipped}{}", &line[..start], &line[start + word.len()..]))
}

fn slipped(word: &str, random: &mut Random) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.below(letters.len());
    match random.below(5) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at.checked_sub(1)?, at),
        3 => letters[at] = neighbour(letters[at], random)?,
        _ => return alike(word, random),
    }
    Some(letters.into_iter().collect())
}

/// A letter beside `letter` on the keyboard.
fn neighbour(letter: char, random: &mut Random) -> Option<char> {
    let row = KEYBOARD.iter().find(|row| row.contains(letter))?;
    let at = row.find(letter)?;
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let beside: Vec<char> = beside.filter_map(|at| row.chars().nth(at)).collect();
    random.one_of(&beside).copied()
}

/// `word` with a sound at its beginning or end written otherwise.
fn alike(word: &str, random: &mut Random) -> Option<String> {
    let swaps = SOUNDS.iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]);
    let begun = |(from, to)| word.strip_prefix::<&str>(from).map(|rest| format!("{to}{rest}"));
    let ended = |(from, to)| word.strip_suffix::<&str>(from).map(|rest| format!("{rest}{to}"));
    let all: Vec<String> = swaps.flat_map(|swap| [begun(swap), ended(swap)]).flatten().collect();
    random.one_of(&all).cloned()
}
