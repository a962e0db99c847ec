//! From the words of a number to its path.

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
    text: String,
}

/// The path that `text` walks, from the street inwards, and whether it ends in an alley.
pub(super) fn read_path(text: &str) -> Option<(Vec<Step>, bool)> {
    let mut groups = read_groups(text)?;
    groups.sort_by_key(|group| group.rank);
    let last = groups.last()?;
    let alley = matches!(last.rank, Rank::Alley | Rank::SubAlley | Rank::Lane) && !last.text.contains('/');
    let path: Vec<Step> = groups.iter().flat_map(Group::steps).collect();
    path.iter().any(|step| step.number > 0).then_some((path, alley))
}

fn read_groups(text: &str) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut pending: Option<(Rank, &'static str)> = None;
    let mut end = 0;
    for word in words(text) {
        let gap = &text[end..word.span.start];
        end = word.span.end;
        match (groups.last_mut(), kind_of(&word)) {
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
                groups.push(Group { rank: Rank::Plain, prefix: "lo", text: word.folded });
                pending = None;
            }
            (_, WordKind::Number) => {
                let (rank, prefix) = pending.take().unwrap_or((Rank::Plain, ""));
                groups.push(Group { rank, prefix, text: word.folded });
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

fn kind_of(word: &Word) -> WordKind {
    match word.folded.as_str() {
        "so" | "sn" | "nha" => WordKind::Before(Rank::House, ""),
        "ngo" | "kiet" | "alley" => WordKind::Before(Rank::Alley, ""),
        "ngach" => WordKind::Before(Rank::SubAlley, ""),
        "hem" | "hxh" => WordKind::Before(Rank::Lane, ""),
        "lo" => WordKind::Before(Rank::Plain, "lo"),
        "km" => WordKind::Before(Rank::Plain, "km"),
        "thua" => WordKind::Before(Rank::Plain, "thua"),
        "to" | "tbd" => WordKind::Before(Rank::Sheet, "to"),
        "dat" | "ban" | "do" => WordKind::Filler,
        "va" => WordKind::And,
        text if text.bytes().any(|byte| byte.is_ascii_digit()) => WordKind::Number,
        "bis" | "ter" | "quater" => WordKind::Suffix,
        text if text.chars().count() <= 2 => WordKind::Suffix,
        _ => WordKind::Other,
    }
}

/// Whether a stroke in the gap before it ties a number to the one before.
fn joins(last: &Group, gap: &str) -> bool {
    last.text.ends_with('-') || gap.contains(['-', '–', '&', '/', '+'])
}

impl Group {
    fn append(&mut self, gap: &str, number: &str) {
        match gap {
            _ if self.text.ends_with('-') => {}
            _ if gap.contains('/') => self.text.push('/'),
            _ if gap.contains('+') => self.text.push('+'),
            _ => self.text.push('-'),
        }
        self.text.push_str(number);
    }

    fn steps(&self) -> Vec<Step> {
        let text = self.text.as_str();
        match text.strip_prefix("km").or_else(|| (self.prefix == "km").then_some(text)) {
            Some(post) => vec![kilometre_post(post)],
            None => with_prefix(range_path(without_alley_letter(text)), self.prefix),
        }
    }
}

/// `K12/34` and `H5/12` say kiệt and hẻm by a letter; a house in a block has no stroke behind it.
fn without_alley_letter(text: &str) -> &str {
    let rest = text.strip_prefix(['k', 'h']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    rest.filter(|rest| rest.contains('/')).unwrap_or(text)
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

/// A path whose last step may be a range: `74/a2-74/a4`, `127/12-14`.
fn range_path(text: &str) -> Vec<Step> {
    let mut members = text.split('-').filter(|member| !member.is_empty());
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

fn read_steps(text: &str) -> Vec<Step> {
    text.split('/').filter(|step| !step.is_empty()).map(Step::read).collect()
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
