//! From labelled pieces to the components of an address.

use std::ops::Range;

use super::markers::{Marker, marker_at};
use super::street::is_public_date;
use super::stretches::{Piece, PieceKind};
use crate::house_number::HouseNumber;
use crate::text::{Word, to_nfc};

/// The components that are no units.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Components {
    pub(super) house_number: Option<HouseNumber>,
    pub(super) street: Option<String>,
    pub(super) hamlet: Option<String>,
    pub(super) name: Option<String>,
    pub(super) leftovers: Vec<String>,
}

/// What becomes of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Number,
    Street,
    Hamlet,
    Name,
    Rest,
}

/// What became of all pieces of a line.
pub(super) struct Settled {
    /// Per piece.
    roles: Vec<Option<Role>>,
    number: Option<HouseNumber>,
}

/// Decides what every piece is, given the others. `units_named` says whether the line names units.
pub(super) fn settle(text: &str, words: &[Word], pieces: &[Piece], units_named: bool) -> Settled {
    let mut roles: Vec<Option<Role>> = pieces.iter().map(|piece| explicit_role(piece.kind)).collect();
    let number = settle_number(text, words, pieces, &mut roles);
    settle_street(words, pieces, &mut roles, number.as_ref().map(|(at, _)| *at));
    settle_plain(pieces, &mut roles, number.is_some(), units_named);
    Settled { roles, number: number.map(|(_, number)| number) }
}

impl Settled {
    /// The role of every piece; what has none is left over.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> {
        self.roles.iter().map(|role| role.unwrap_or(Role::Rest))
    }
}

/// The texts of the components of a line.
pub(super) fn components(text: &str, words: &[Word], pieces: &[Piece], settled: Settled) -> Components {
    let display = Display { text, words, pieces, roles: &settled.roles };
    Components {
        house_number: settled.number.filter(|_| display.has(Role::Number)),
        street: display.joined(Role::Street),
        hamlet: display.joined(Role::Hamlet),
        name: display.joined(Role::Name),
        leftovers: display.each(Role::Rest),
    }
}

fn explicit_role(kind: PieceKind) -> Option<Role> {
    match kind {
        PieceKind::Hamlet => Some(Role::Hamlet),
        PieceKind::Name => Some(Role::Name),
        PieceKind::Remark => Some(Role::Rest),
        PieceKind::Number | PieceKind::Street | PieceKind::Plain { .. } => None,
    }
}

/// Chooses the number that the street is numbered with: the one a street follows, else the first.
/// Turns that stand side by side are one path, and so are an alley and the house that is said
/// behind its street. Numbers that are none after all are leftovers.
fn settle_number(
    text: &str,
    words: &[Word],
    pieces: &[Piece],
    roles: &mut [Option<Role>],
) -> Option<(usize, HouseNumber)> {
    let is_number = |piece: &Piece| piece.kind == PieceKind::Number;
    let before_street = |pair: &[Piece]| {
        let street = matches!(pair[1].kind, PieceKind::Street | PieceKind::Plain { after_number: true });
        is_number(&pair[0]) && street && pair[0].end == pair[1].first
    };
    let chosen = pieces.windows(2).position(before_street).or_else(|| pieces.iter().position(is_number))?;
    let first = (0..=chosen).rev().take_while(|at| is_number(&pieces[*at])).last().unwrap_or(chosen);
    let last = (chosen..pieces.len()).take_while(|at| is_number(&pieces[*at])).last().unwrap_or(chosen);
    for (piece, role) in pieces.iter().zip(roles.iter_mut()) {
        if is_number(piece) {
            *role = Some(Role::Rest);
        }
    }
    let (around, alone) = (first..last + 1, chosen..chosen + 1);
    let house = house_elsewhere(words, pieces, &around);
    [(around.clone(), house), (around, None), (alone, None)].into_iter().find_map(|(path, house)| {
        let path = || path.clone().chain(house);
        path().for_each(|at| roles[at] = Some(Role::Number));
        let written = Display { text, words, pieces, roles }.joined(Role::Number)?;
        let number = HouseNumber::parse(&written);
        if number.is_none() {
            path().for_each(|at| roles[at] = Some(Role::Rest));
        }
        number.map(|number| (chosen, number))
    })
}

/// Where the house of an alley stands that is named without one: `Hẻm 51 Nguyễn Trãi, nhà số 12`.
fn house_elsewhere(words: &[Word], pieces: &[Piece], path: &Range<usize>) -> Option<usize> {
    let begins_with = |at: usize, marker: Marker| {
        let marked = words.get(pieces[at].first..pieces[at].end).and_then(marker_at);
        pieces[at].kind == PieceKind::Number && marked.is_some_and(|marked| marked.marker == marker)
    };
    let alley = path.clone().any(|at| begins_with(at, Marker::Alley));
    let house = |at: &usize| begins_with(*at, Marker::House);
    if !alley || path.clone().any(|at| house(&at)) {
        return None;
    }
    (0..pieces.len()).filter(|at| !path.contains(at)).find(house)
}

/// The street: the phrase behind the number, or the one that says it is a street.
fn settle_street(words: &[Word], pieces: &[Piece], roles: &mut [Option<Role>], number: Option<usize>) {
    let behind = number.map(|number| number + 1).filter(|at| {
        pieces
            .get(*at)
            .is_some_and(|piece| matches!(piece.kind, PieceKind::Street | PieceKind::Plain { after_number: true }))
    });
    let said = pieces.iter().position(|piece| piece.kind == PieceKind::Street);
    let street = match (behind, said) {
        (Some(behind), Some(said)) if pieces[behind].kind == PieceKind::Street || is_quarter(words, &pieces[said]) => {
            Some(behind)
        }
        (behind, said) => said.or(behind),
    };
    let is_plain = street.is_some_and(|at| pieces[at].kind != PieceKind::Street);
    for (at, piece) in pieces.iter().enumerate() {
        match piece.kind {
            _ if Some(at) == street => roles[at] = Some(Role::Street),
            PieceKind::Street if is_plain && is_quarter(words, piece) => roles[at] = Some(Role::Hamlet),
            PieceKind::Street => roles[at] = Some(Role::Rest),
            PieceKind::Plain { after_number: true } if street.is_some() => roles[at] = Some(Role::Name),
            _ => {}
        }
    }
    if let (None, Some(number)) = (street, number)
        && is_date_alone(words, pieces, number)
    {
        roles[number] = Some(Role::Street);
    }
}

/// `Phố 3`, `Phố Phúc Thắng`: where another phrase is the street, a quarter, as towns of the north call
/// them.
fn is_quarter(words: &[Word], piece: &Piece) -> bool {
    words[piece.first].folded == "pho"
}

/// Whether the only thing beside the units is a number like `3/2`, which streets are called by.
fn is_date_alone(words: &[Word], pieces: &[Piece], number: usize) -> bool {
    let piece = pieces[number];
    let other = |kind| matches!(kind, PieceKind::Plain { .. } | PieceKind::Street | PieceKind::Number);
    let alone = (0..pieces.len()).all(|at| at == number || !other(pieces[at].kind));
    alone && piece.end == piece.first + 1 && is_public_date(&words[piece.first].folded)
}

/// Phrases that say nothing of themselves: with a number and no street one is the street; beside a
/// hamlet it is the village; alone it is a street where units are named, else just a name.
fn settle_plain(pieces: &[Piece], roles: &mut [Option<Role>], numbered: bool, units_named: bool) {
    let mut free: Vec<usize> = (0..pieces.len()).filter(|at| roles[*at].is_none()).collect();
    let has = |roles: &[Option<Role>], role| roles.contains(&Some(role));
    if !has(roles, Role::Street) {
        let street = match free.as_slice() {
            [] => None,
            _ if numbered => after_number(pieces, roles, &free),
            _ if has(roles, Role::Hamlet) => None,
            [only] => (units_named || has(roles, Role::Name)).then_some(*only),
            [.., last] => Some(*last),
        };
        if let Some(street) = street {
            roles[street] = Some(Role::Street);
            free.retain(|at| *at != street);
        }
    }
    for at in free {
        roles[at] = Some(match () {
            () if !numbered && has(roles, Role::Hamlet) && !has(roles, Role::Street) => Role::Hamlet,
            () if !has(roles, Role::Name) => Role::Name,
            () => Role::Rest,
        });
    }
}

/// The first free phrase behind the number, else the last one before it.
fn after_number(pieces: &[Piece], roles: &[Option<Role>], free: &[usize]) -> Option<usize> {
    let number = (0..pieces.len()).find(|at| roles[*at] == Some(Role::Number))?;
    free.iter().find(|at| **at > number).or(free.last()).copied()
}

struct Display<'a> {
    text: &'a str,
    words: &'a [Word],
    pieces: &'a [Piece],
    roles: &'a [Option<Role>],
}

impl Display<'_> {
    fn has(&self, role: Role) -> bool {
        self.roles.contains(&Some(role))
    }

    /// The text of all pieces of `role`; what stands side by side keeps what was between.
    fn joined(&self, role: Role) -> Option<String> {
        let parts = self.each(role);
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// The text of every run of neighbouring pieces of `role`, NFC; brackets part neighbours.
    fn each(&self, role: Role) -> Vec<String> {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for (piece, _) in self.pieces.iter().zip(self.roles).filter(|(_, of)| **of == Some(role)) {
            match parts.last_mut() {
                Some((_, end)) if *end == piece.first && !self.bracket_before(*end) => *end = piece.end,
                _ => parts.push((piece.first, piece.end)),
            }
        }
        parts.into_iter().map(|(first, end)| display(self.text, &self.words[first..end])).collect()
    }

    fn bracket_before(&self, word: usize) -> bool {
        let gap = self.words[word - 1].span.end..self.words[word].span.start;
        self.text.get(gap).is_some_and(|gap| gap.contains(['(', ')']))
    }
}

/// The text that `words` stand on, NFC.
pub(super) fn display(text: &str, words: &[Word]) -> String {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return String::new() };
    to_nfc(text.get(first.span.start..last.span.end).unwrap_or_default())
}
