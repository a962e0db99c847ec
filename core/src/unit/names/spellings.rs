//! The table of names: key to spellings to units.

use hashbrown::HashMap;

use super::{UnitId, UnitLevel, UnitTable};
use crate::text::{NameKey, fold, words};

/// One way to write a name, and every unit that is called so.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spelling {
    /// Lower case NFC with marks, one blank between words; empty for an alias that has none.
    pub(crate) marked: String,
    /// The units, ascending.
    pub(crate) units: Vec<UnitId>,
    /// Whether this is an alias or a part of the official name.
    pub(crate) alias: bool,
}

/// What is known under a key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// The names that have this key.
    pub(crate) spellings: Vec<Spelling>,
    /// Whether longer names begin with these words.
    pub(crate) begins_longer: bool,
}

/// Names and their beginnings by [`NameKey`].
pub(super) type Spellings = HashMap<u64, Entry>;

/// Short names in daily use that no list of units carries, with the name they stand for.
const SHORT_PROVINCE_NAMES: [(&str, &str); 10] = [
    ("hn", "ha noi"),
    ("hanoi", "ha noi"),
    ("hcm", "ho chi minh"),
    ("hcmc", "ho chi minh"),
    ("sg", "ho chi minh"),
    ("sai gon", "ho chi minh"),
    ("brvt", "ba ria vung tau"),
    ("tth", "thua thien hue"),
    ("thua thien hue", "hue"),
    ("hp", "hai phong"),
];

/// Every name and alias of the units of `table`.
pub(super) fn spellings(table: &UnitTable) -> Spellings {
    let mut found = Spellings::new();
    for (id, unit) in table.iter() {
        let marked = marked_name(&unit.name);
        add(&mut found, &fold(&unit.name), &marked, id, false);
        for part in unit.name.split(" - ").skip_while(|part| *part == unit.name) {
            add(&mut found, &fold(part), &marked_name(part), id, true);
        }
        if let Some(other) = other_numeral(&marked) {
            add(&mut found, &fold(&other), &other, id, false);
        }
        for alias in &unit.aliases {
            add(&mut found, &alias_name(alias, unit.level), "", id, true);
        }
        if unit.level == UnitLevel::Province {
            let folded = fold(&unit.name);
            let short = SHORT_PROVINCE_NAMES.iter().filter(|(_, long)| *long == folded);
            short.for_each(|(short, _)| add(&mut found, short, "", id, true));
        }
    }
    found
}

fn add(found: &mut Spellings, folded: &str, marked: &str, id: UnitId, alias: bool) {
    for (at, _) in folded.match_indices(' ') {
        found.entry(NameKey::of(&folded[..at]).value()).or_default().begins_longer = true;
    }
    let spellings = &mut found.entry(NameKey::of(folded).value()).or_default().spellings;
    if spellings.iter().any(|spelling| spelling.units.contains(&id)) {
        return;
    }
    match spellings.iter_mut().find(|spelling| spelling.marked == marked && spelling.alias == alias) {
        Some(spelling) => spelling.units.push(id),
        None => spellings.push(Spelling { marked: marked.to_owned(), units: vec![id], alias }),
    }
}

fn marked_name(name: &str) -> String {
    let marked: Vec<String> = words(name).into_iter().map(|word| word.marked).collect();
    marked.join(" ")
}

/// `Hải Châu II` is written `Hải Châu 2` as well, and the other way round.
fn other_numeral(marked: &str) -> Option<String> {
    const NUMERALS: [(&str, &str); 4] = [("i", "1"), ("ii", "2"), ("iii", "3"), ("iv", "4")];
    let (rest, last) = marked.rsplit_once(' ')?;
    let other = NUMERALS.iter().find_map(|(roman, arabic)| match last {
        _ if last == *roman => Some(arabic),
        _ if last == *arabic => Some(roman),
        _ => None,
    })?;
    Some(format!("{rest} {other}"))
}

/// Lists of aliases write the kind onto numbers (`quan09`, `p02`, `district2`); the kind is said
/// by the text, so the number alone is the name.
fn alias_name(alias: &str, level: UnitLevel) -> String {
    let folded = fold(alias);
    let kinds: &[&str] = match level {
        UnitLevel::Province => &[],
        UnitLevel::District => &["quan", "district", "q"],
        UnitLevel::Ward => &["phuong", "ward", "p", "f"],
    };
    let number = kinds.iter().find_map(|kind| folded.strip_prefix(kind));
    let number = number.filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    number.unwrap_or(&folded).to_owned()
}
