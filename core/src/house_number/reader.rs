//! From the words of a number to its path.

use compact_str::CompactString;

use super::Step;
use crate::text::{Word, words};

/// What the word before a number says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Tờ bản đồ: the sheet that parcels are numbered on.
    Sheet,
    /// Ngõ and kiệt leave the street.
    Alley,
    /// Ngách leaves a ngõ.
    SubAlley,
    /// Hẻm leaves the street in the South, a kiệt in the Centre, a ngách in the North.
    Lane,
    /// A number with no word before it, a lot, a parcel or a kilometre post.
    Plain,
    /// Số, số nhà.
    House,
}

/// A number with the word before it: `ngách 34`.
struct Group {
    rank: Rank,
    prefix: &'static str,
    text: CompactString,
}

/// The path that `text` walks, from the street inwards, and whether it ends in an alley.
pub(super) fn read_path(text: &str) -> Option<(Vec<Step>, bool)> {
    let mut groups = read_groups(text)?;
    groups.sort_by_key(|group| group.rank);
    let alley = groups.last()?.is_alley();
    let path = groups.iter().map(Group::steps).fold(Vec::new(), walked);
    path.iter().any(|step| step.number > 0).then_some((path, alley))
}

/// `path` and `further` as one: `ngách 15/4` says the ngõ 15 that it leaves once more.
fn walked(mut path: Vec<Step>, further: Vec<Step>) -> Vec<Step> {
    let said_again = further.len() > path.len() && further.starts_with(&path);
    path.extend(further.into_iter().skip(if said_again { path.len() } else { 0 }));
    path
}

fn read_groups(text: &str) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut pending: Option<(Rank, &'static str)> = None;
    let mut end = 0;
    let words = words(text);
    for (at, word) in words.iter().enumerate() {
        let gap = &text[end..word.span.start];
        end = word.span.end;
        match (groups.last_mut(), kind_of(&words[at..])) {
            (_, WordKind::Filler) => {}
            (_, WordKind::Before(Rank::House, _)) if pending.is_some() => {}
            (_, WordKind::Before(rank, prefix)) => pending = Some((rank, prefix)),
            (Some(last), WordKind::And) if pending.is_none() => last.text.push('-'),
            (Some(last), WordKind::Number | WordKind::Suffix) if pending.is_none() && joins(last, gap) => {
                last.append(gap, &word.folded);
            }
            (Some(last), WordKind::Suffix) if pending.is_none() && gap.trim().is_empty() => {
                last.text.push_str(&word.folded);
            }
            (_, WordKind::Suffix) if pending.is_some_and(|(_, prefix)| prefix == "lo") => {
                groups.push(Group { rank: Rank::Plain, prefix: "lo", text: word.folded.clone() });
                pending = None;
            }
            (_, WordKind::Number) => {
                groups.push(Group::glued(&word.folded).unwrap_or_else(|| {
                    let (rank, prefix) = pending.unwrap_or((Rank::Plain, ""));
                    Group { rank, prefix, text: word.folded.clone() }
                }));
                pending = None;
            }
            _ => return None,
        }
    }
    match pending {
        None => Some(groups),
        Some(_) => None,
    }
}

enum WordKind {
    Before(Rank, &'static str),
    Filler,
    And,
    Suffix,
    Number,
    Other,
}

/// The kind of the first of `words`.
fn kind_of(words: &[Word]) -> WordKind {
    let Some(word) = words.first() else { return WordKind::Other };
    let next = words.get(1).map_or("", |next| next.folded.as_str());
    let before_number = next == "so" || has_digit(next);
    match word.folded.as_str() {
        "cay" if next == "so" => WordKind::Before(Rank::Plain, "km"),
        "o" if before_number => WordKind::Before(Rank::House, ""),
        "lk" if before_number => WordKind::Before(Rank::Plain, "lk"),
        "dat" | "ban" | "do" | "moi" | "xe" | "hoi" | "tai" => WordKind::Filler,
        "va" | "den" => WordKind::And,
        text if has_digit(text) => WordKind::Number,
        "bis" | "ter" | "quater" => WordKind::Suffix,
        text => match before(text) {
            Some((rank, prefix)) => WordKind::Before(rank, prefix),
            None if text.chars().count() <= 2 => WordKind::Suffix,
            None => WordKind::Other,
        },
    }
}

/// What the word `text` before a number says of it.
fn before(text: &str) -> Option<(Rank, &'static str)> {
    Some(match text {
        "so" | "sn" | "nha" | "no" => (Rank::House, ""),
        "ngo" | "kiet" | "lane" => (Rank::Alley, ""),
        "ngach" | "alley" => (Rank::SubAlley, ""),
        "hem" | "hxh" => (Rank::Lane, ""),
        "lo" | "lot" => (Rank::Plain, "lo"),
        "km" => (Rank::Plain, "km"),
        "thua" => (Rank::Plain, "thua"),
        "to" | "tbd" => (Rank::Sheet, "to"),
        _ => return None,
    })
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a stroke in the gap before it ties a number to the one before, or a comma where houses
/// are listed (`12, 14`).
fn joins(last: &Group, gap: &str) -> bool {
    let listed = gap.contains(',') && last.rank == Rank::Plain && last.prefix.is_empty() && !last.text.contains('/');
    last.text.ends_with('-') || gap.contains(['-', '–', '&', '/', '\\', '+']) || listed
}

impl Group {
    /// `sn12`, `ngo5`: the word written onto its number.
    fn glued(text: &str) -> Option<Self> {
        let letters = text.find(|letter: char| letter.is_ascii_digit())?;
        let (rank, prefix) = before(&text[..letters]).filter(|(rank, _)| *rank != Rank::Plain)?;
        Some(Self { rank, prefix, text: text[letters..].into() })
    }

    /// A ngách is one even where its whole path is said; behind `ngõ` and `hẻm` a path ends at a
    /// house.
    fn is_alley(&self) -> bool {
        match self.rank {
            Rank::SubAlley => true,
            Rank::Alley | Rank::Lane => !self.text.contains('/'),
            Rank::Sheet | Rank::Plain | Rank::House => false,
        }
    }

    fn append(&mut self, gap: &str, number: &str) {
        match gap {
            _ if self.text.ends_with('-') => {}
            _ if gap.contains(['/', '\\']) => self.text.push('/'),
            _ if gap.contains('+') => self.text.push('+'),
            _ => self.text.push('-'),
        }
        self.text.push_str(number);
    }

    fn steps(&self) -> Vec<Step> {
        let text = self.text.as_str();
        match text.strip_prefix("km").or_else(|| (self.prefix == "km").then_some(text)) {
            Some(post) => vec![kilometre_post(post)],
            None => with_prefix(without_alley_letters(range_path(text)), self.prefix),
        }
    }
}

/// `K12/34` and `K45/H3/12` say kiệt and hẻm by a letter; a house in a block has no stroke behind
/// it.
fn without_alley_letters(mut path: Vec<Step>) -> Vec<Step> {
    let says_alley = |step: &Step| step.number > 0 && matches!(step.prefix.as_str(), "k" | "h");
    if path.len() > 1 && says_alley(&path[0]) {
        path.iter_mut().filter(|step| says_alley(step)).for_each(|step| step.prefix.clear());
    }
    path
}

/// `Lô B3` and `B3` are the same plot, `Lô 5` and house 5 are not.
fn with_prefix(mut path: Vec<Step>, prefix: &str) -> Vec<Step> {
    if let Some(first) = path.first_mut()
        && (first.prefix.is_empty() || prefix != "lo")
    {
        first.prefix.insert_str(0, prefix);
    }
    path
}

/// `12+300` is 12,300 metres from the beginning of the road.
fn kilometre_post(text: &str) -> Step {
    let mut parts = text.splitn(2, '+');
    let mut next = || Step::read(parts.next().unwrap_or_default());
    let (kilometres, metres) = (next(), next());
    let number = kilometres.number.saturating_mul(1000).saturating_add(metres.number);
    Step { prefix: "km".to_owned(), number, suffix: kilometres.suffix + &metres.suffix }
}

/// A path whose last step may be a range: `74/a2-74/a4`, `127/12-14`, `12+14`.
fn range_path(text: &str) -> Vec<Step> {
    let mut members = text.split(['-', '+']).filter(|member| !member.is_empty());
    let mut path = read_steps(members.next().unwrap_or_default());
    for member in members {
        let further = read_steps(member);
        let (Some(last), Some(end)) = (path.last_mut(), further.last()) else { continue };
        match last.number {
            0 if last.suffix.is_empty() => {
                last.number = end.number;
                last.suffix.clone_from(&end.suffix);
            }
            _ => last.suffix += &format!("-{}", end.key()),
        }
    }
    path
}

/// `12/bis` is house 12bis; any other letters behind a stroke are a turn.
fn read_steps(text: &str) -> Vec<Step> {
    let mut path: Vec<Step> = Vec::new();
    for step in text.split('/').filter(|step| !step.is_empty()) {
        match path.last_mut() {
            Some(last) if matches!(step, "bis" | "ter" | "quater") => last.suffix += step,
            _ => path.push(Step::read(step)),
        }
    }
    path
}

impl Step {
    fn read(text: &str) -> Self {
        let (prefix, rest) = text.split_at(text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len()));
        let (digits, suffix) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        match digits.parse() {
            Ok(number) => Self { prefix: prefix.to_owned(), number, suffix: suffix.to_owned() },
            Err(_) => Self { prefix: prefix.to_owned(), number: 0, suffix: rest.to_owned() },
        }
    }
}
