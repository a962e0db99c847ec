//! Long lists, page by page.

use axum::http::Uri;

use super::base_url::BaseUrl;
use super::parameters::Parameters;

/// Entries on a page when no `limit` says otherwise, and at most.
const DEFAULT_LIMIT: usize = 100;
const MOST_ON_A_PAGE: usize = 1_000;

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Which, from 1.
    pub number: usize,
    /// Entries on it.
    pub limit: usize,
}

impl Page {
    /// Takes `page` and `limit` out of `parameters`.
    pub fn take(parameters: &mut Parameters) -> Self {
        let limit = parameters.number("limit", 1..=MOST_ON_A_PAGE).unwrap_or(DEFAULT_LIMIT);
        Self { number: parameters.number("page", 1..=usize::from(u16::MAX)).unwrap_or(1), limit }
    }

    /// The entries of `all` that stand on this page.
    pub fn of<T>(self, all: &[T]) -> &[T] {
        let start = ((self.number - 1) * self.limit).min(all.len());
        &all[start..(start + self.limit).min(all.len())]
    }

    /// The address of the next page of what `asked` for, where there is one among `total` entries.
    pub fn next(self, base: &BaseUrl, asked: &Uri, total: usize) -> Option<String> {
        if self.number * self.limit >= total {
            return None;
        }
        let query = asked.query().unwrap_or_default();
        let others = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "page");
        let mut next = form_urlencoded::Serializer::new(String::new());
        next.extend_pairs(others).append_pair("page", &(self.number + 1).to_string());
        Some(format!("{}{}?{}", base.as_str(), asked.path(), next.finish()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_every_entry_once() {
        let all: Vec<u32> = (0..25).collect();
        let pages = (1..=4).map(|number| Page { number, limit: 10 }.of(&all));
        assert_eq!(pages.clone().map(<[u32]>::len).collect::<Vec<_>>(), [10, 10, 5, 0]);
        assert_eq!(pages.collect::<Vec<_>>().concat(), all);
    }
}
