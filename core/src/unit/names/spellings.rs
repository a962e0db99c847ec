//! The table of names: key to spellings to units.

use hashbrown::HashMap;

use super::{UnitId, UnitLevel, UnitTable};
use crate::text::{fold, name_key, words};

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

pub(super) type Spellings = HashMap<String, Vec<Spelling>>;

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
        add(&mut found, &name_key(&fold(&unit.name)), &marked, id, false);
        for part in unit.name.split(" - ").skip_while(|part| *part == unit.name) {
            add(&mut found, &name_key(&fold(part)), &marked_name(part), id, true);
        }
        if let Some((key, marked)) = other_numeral(&marked) {
            add(&mut found, &key, &marked, id, false);
        }
        for alias in &unit.aliases {
            add(&mut found, &alias_key(alias, unit.level), "", id, true);
        }
        if unit.level == UnitLevel::Province {
            let folded = fold(&unit.name);
            let short = SHORT_PROVINCE_NAMES.iter().filter(|(_, long)| *long == folded);
            short.for_each(|(short, _)| add(&mut found, &name_key(short), "", id, true));
        }
    }
    found
}

fn add(found: &mut Spellings, key: &str, marked: &str, id: UnitId, alias: bool) {
    let spellings = found.entry_ref(key).or_default();
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
fn other_numeral(marked: &str) -> Option<(String, String)> {
    const NUMERALS: [(&str, &str); 4] = [("i", "1"), ("ii", "2"), ("iii", "3"), ("iv", "4")];
    let (rest, last) = marked.rsplit_once(' ')?;
    let other = NUMERALS.iter().find_map(|(roman, arabic)| match last {
        _ if last == *roman => Some(arabic),
        _ if last == *arabic => Some(roman),
        _ => None,
    })?;
    let marked = format!("{rest} {other}");
    Some((name_key(&fold(&marked)), marked))
}

/// Lists of aliases write the kind onto numbers (`quan09`, `p02`, `district2`); the kind is said
/// by the text, so the number alone is the key.
fn alias_key(alias: &str, level: UnitLevel) -> String {
    let folded = fold(alias);
    let kinds: &[&str] = match level {
        UnitLevel::Province => &[],
        UnitLevel::District => &["quan", "district", "q"],
        UnitLevel::Ward => &["phuong", "ward", "p", "f"],
    };
    let number = kinds.iter().find_map(|kind| folded.strip_prefix(kind));
    let number = number.filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    name_key(number.unwrap_or(&folded))
}
