//! Different things side by side.

use hashbrown::{HashMap, HashSet};

use super::street_anywhere;
use crate::describe::Subject;
use crate::query::results::weights;
use crate::query::search::Search;
use crate::ranking::{Found, FoundBy, best_first, score};

/// What each further result that is like those before it loses of its importance.
const LESS: f64 = 0.92;

/// What results are alike in.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kin {
    Unit,
    /// Of a name that goes on, called the same everywhere.
    BegunStreet(u64),
    /// Called the same in one province.
    Street(u64),
    Other,
}

impl Kin {
    fn of(found: &Found) -> Self {
        match (&found.subject, found.street, found.by) {
            (Subject::Unit(_), ..) => Self::Unit,
            (_, Some(street), FoundBy::Unfinished(_)) => Self::BegunStreet(street_anywhere(street)),
            (_, Some(street), _) => Self::Street(street),
            (_, None, _) => Self::Other,
        }
    }
}

/// Lets what is like a better result count for a little less, so that of equals not all that are shown are
/// called the same, or are streets where a ward may be meant. Each place is left once.
pub(super) fn prefer_others(search: &mut Search<'_>) {
    let (weights, bias) = (weights(search), search.request.bias);
    for found in &mut search.found {
        found.fit = found.evidence.fit(found.by);
        found.score = score(found.fit, found.importance, bias.map(|bias| bias.distance_m(found.point)), weights);
    }
    search.found.sort_unstable_by(best_first);
    let mut seen = HashSet::new();
    search.found.retain(|found| seen.insert(found.id));
    let mut known: HashMap<Kin, (i32, i32)> = HashMap::new();
    let mut streets = 0;
    for found in &mut search.found {
        let kin = Kin::of(found);
        let is_street = matches!(kin, Kin::Street(_) | Kin::BegunStreet(_));
        let (before, alike) = known.entry(kin).or_insert((streets, 0));
        streets += i32::from(is_street && *alike == 0);
        found.importance *= LESS.powi(if is_street { *before + 4 * *alike } else { *alike });
        *alike += 1;
    }
}
