//! What can be asked of a collection's features.

use jiff::civil::Date;
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};
use vmap_geocoder::BoundingBox;

use super::collection::Kind;
use super::crs::Crs;
use super::landing::as_json;
use crate::http::parameters::Parameters;
use crate::http::problem::Problem;

/// Features on a page when no `limit` says otherwise, and at most.
const DEFAULT_LIMIT: usize = 100;
const MOST_ON_A_PAGE: usize = 10_000;

/// Where a page begins: written `RELEASE.ROW`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The release that the page comes from.
    pub release: String,
    /// The row that it begins with.
    pub row: u32,
}

/// What is asked of a collection.
pub struct Query {
    /// Most features on the page.
    pub limit: usize,
    /// Where they are to lie.
    pub bbox: Option<BoundingBox>,
    /// In which system their positions are wanted.
    pub crs: Crs,
    /// First and last day; open where there is none.
    pub days: (Option<Date>, Option<Date>),
    /// Today's ward that addresses are to lie in.
    pub ward_code: Option<String>,
    /// The province that they are to lie in.
    pub province_code: Option<String>,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}
impl Query {
    /// Takes what collections of `kind` know out of `parameters`.
    pub fn take(kind: Kind, mut parameters: Parameters) -> Result<Self, Problem> {
        as_json(&mut parameters);
        let bbox_crs = parameters.choice("bbox-crs", &Crs::ALL).unwrap_or_default();
        let mut query = Self {
            limit: parameters.number("limit", 1..=u32::MAX as usize).unwrap_or(DEFAULT_LIMIT).min(MOST_ON_A_PAGE),
            bbox: parameters.text("bbox", 200).and_then(|text| bbox(&text, bbox_crs, &mut parameters)),
            crs: parameters.choice("crs", &Crs::ALL).unwrap_or_default(),
            days: parameters.text("datetime", 100).and_then(|text| days(&text, &mut parameters)).unwrap_or_default(),
            ward_code: None,
            province_code: None,
            cursor: parameters.text("cursor", 100).and_then(|text| cursor(&text, &mut parameters)),
        };
        if kind == Kind::Addresses {
            query.ward_code = parameters.text("ward_code", 5);
        }
        if !matches!(kind, Kind::Units(_, UnitLevel::Province)) {
            query.province_code = parameters.text("province_code", 2);
        }
        parameters.finish()?;
        Ok(query)
    }

    /// The first row of the page.
    pub fn from(&self) -> u32 {
        self.cursor.as_ref().map_or(0, |cursor| cursor.row)
    }

    /// Whether nothing is left out.
    pub fn wants_all(&self) -> bool {
        self.bbox.is_none() && self.ward_code.is_none() && self.province_code.is_none() && self.days == (None, None)
    }

    /// The smallest unit of today that addresses are to lie in.
    ///
    /// # Errors
    /// Where there is no such unit, or the ward lies in another province.
    pub fn within(&self, units: &UnitTable) -> Result<Option<UnitId>, Problem> {
        let unit = |code: &Option<String>, level| {
            let found = |code: &String| {
                let missing = || Problem::not_found(format!("no unit of today has the code {code:?}"));
                units.by_code(Era::Current, level, code).ok_or_else(missing)
            };
            code.as_ref().map(found).transpose()
        };
        let (ward, province) =
            (unit(&self.ward_code, UnitLevel::Ward)?, unit(&self.province_code, UnitLevel::Province)?);
        match (ward, province) {
            (Some(ward), Some(province)) if !units.is_within(ward, province) => {
                Err(Problem::parameter("ward_code", "this ward lies in another province than province_code says"))
            }
            (ward, province) => Ok(ward.or(province)),
        }
    }
}

/// Four numbers, or six with heights, which do not matter here.
fn bbox(text: &str, crs: Crs, parameters: &mut Parameters) -> Option<BoundingBox> {
    let numbers: Vec<f64> = text.split(',').map_while(|part| part.trim().parse().ok()).collect();
    let corners = match numbers[..] {
        [a, b, c, d] if text.split(',').count() == 4 => Some(([a, b], [c, d])),
        [a, b, _, c, d, _] if text.split(',').count() == 6 => Some(([a, b], [c, d])),
        _ => None,
    };
    let corners = corners.and_then(|(min, max)| Some((crs.point(min)?, crs.point(max)?)));
    let found = corners.filter(|(min, max)| min.lon() <= max.lon() && min.lat() <= max.lat());
    if found.is_none() {
        parameters.refuse(
            "bbox",
            format!(
                "expected four numbers with commas, the lower corner first, in the axes of bbox-crs: found {text:?}"
            ),
        );
    }
    found.map(|(min, max)| BoundingBox { min, max })
}

/// A day or an instant, or two with a slash between, `..` or nothing where an end is open.
fn days(text: &str, parameters: &mut Parameters) -> Option<(Option<Date>, Option<Date>)> {
    let day = |text: &str| match text.trim() {
        "" | ".." => Some(None),
        text => text.get(..10).and_then(|day| day.parse().ok()).filter(|_| is_instant(&text[10..])).map(Some),
    };
    let found = match text.split_once('/') {
        Some((first, last)) => day(first).zip(day(last)),
        None => day(text).map(|day| (day, day)).filter(|(day, _)| day.is_some()),
    };
    let found = found.filter(|(first, last)| first.is_none() || last.is_none() || first <= last);
    if found.is_none() {
        parameters.refuse(
            "datetime",
            format!("expected an instant, or two with / between as in ../2025-06-30, found {text:?}"),
        );
    }
    found
}

/// Whether `rest` may stand behind a day: nothing, or a time as RFC 3339 has it.
fn is_instant(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['T', 't']) && rest.len() >= 9
}

fn cursor(text: &str, parameters: &mut Parameters) -> Option<Cursor> {
    let read = text.rsplit_once('.').and_then(|(release, row)| Some((release.to_owned(), row.parse().ok()?)));
    if read.is_none() {
        parameters.refuse("cursor", "expected what a link with rel=next has".to_owned());
    }
    read.map(|(release, row)| Cursor { release, row })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Result<Query, Problem> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Query::take(Kind::Units(Era::Current, UnitLevel::Ward), Parameters::from_pairs(pairs.collect()))
    }

    #[test]
    fn times_are_instants_and_intervals() {
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        for (text, expected) in [
            ("2025-07-01", (day("2025-07-01"), day("2025-07-01"))),
            ("2025-07-01T12:00:00Z", (day("2025-07-01"), day("2025-07-01"))),
            ("../2025-06-30", (None, day("2025-06-30"))),
            ("2025-07-01/", (day("2025-07-01"), None)),
            ("2019-01-01T00:00:00Z/2025-06-30T00:00:00Z", (day("2019-01-01"), day("2025-06-30"))),
        ] {
            assert_eq!(query(&[("datetime", text)]).unwrap().days, expected, "{text}");
        }
        for text in ["yesterday", "2025-13-01", "2025-07-01x", "2025-07-02/2025-07-01", "2025", "ngày 1"] {
            assert!(query(&[("datetime", text)]).is_err(), "{text}");
        }
    }

    #[test]
    fn a_limit_past_the_most_is_the_most() {
        assert_eq!(query(&[("limit", "99999999")]).unwrap().limit, MOST_ON_A_PAGE);
        assert!(query(&[("limit", "0")]).is_err());
    }

    #[test]
    fn a_box_needs_its_corners_in_order() {
        for text in ["1,2,3", "106,21,105,20", "a,b,c,d", "105,20,106,21,0", "105,91,106,92"] {
            assert!(query(&[("bbox", text)]).is_err(), "{text}");
        }
    }
}
