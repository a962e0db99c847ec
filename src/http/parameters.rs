//! Query parameters, read strictly: every fault is named, an unknown name is one.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::civil::Date;
use serde_json::Value;
use vmap_core::place_id::PlaceIdError;
use vmap_core::unit::UnitTable;
use vmap_core::{PlaceId, Point};
use vmap_geocoder::{BoundingBox, Language};

use super::problem::{ParameterProblem, Problem};
use crate::answering::{TextFault, checked};

/// The query string as name and value pairs, taken out one by one. What is wrong is remembered
/// until [`Parameters::finish`], so that one answer names all faults.
#[derive(Debug, Default)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    problems: Vec<ParameterProblem>,
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self::from_pairs(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

impl Parameters {
    /// Names and values, in whatever form they came.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut parameters = Self { pairs, ..Self::default() };
        parameters.refuse_broken_text();
        parameters
    }

    /// The members of a JSON object, each a text, a number or null, which is as if it were not there.
    pub fn from_members(members: impl IntoIterator<Item = (String, Value)>) -> Result<Self, Problem> {
        let given = members.into_iter().filter(|(_, value)| !value.is_null());
        let pairs = given.map(|(name, value)| match value {
            Value::String(text) => Ok((name, text)),
            Value::Number(number) => Ok((name, number.to_string())),
            _ => Err(Problem::parameter(&name, "expected a text or a number")),
        });
        Ok(Self::from_pairs(pairs.collect::<Result<_, _>>()?))
    }

    /// Whether `name` is given.
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(found, _)| found == name)
    }

    /// The text of `name`; absent when missing or blank.
    pub fn text(&mut self, name: &'static str, longest: usize) -> Option<String> {
        let value = self.single(name)?;
        match checked(&value, longest) {
            Ok(text) => text.map(str::to_owned),
            // Refused is not missing; broken text has been refused as it came.
            Err(TextFault::Broken) => Some(value),
            Err(fault) => {
                self.refuse(name, fault.to_string());
                Some(value)
            }
        }
    }

    /// Every text of `name`, which may be repeated; blank ones are none.
    pub fn texts(&mut self, name: &'static str, longest: usize) -> Vec<String> {
        let values = self.all(name);
        for value in &values {
            if let Err(fault @ TextFault::TooLong { .. }) = checked(value, longest) {
                self.refuse(name, fault.to_string());
            }
        }
        values.into_iter().filter(|value| !value.trim().is_empty()).collect()
    }

    /// The number of `name` within `allowed`.
    pub fn number<T>(&mut self, name: &'static str, allowed: std::ops::RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + std::fmt::Display,
    {
        let value = self.single(name)?;
        let number = value.trim().parse::<T>().ok().filter(|number| allowed.contains(number));
        if number.is_none() {
            let expected = format!("a number from {} to {}", allowed.start(), allowed.end());
            self.refuse(name, format!("expected {expected}, found {value:?}"));
        }
        number
    }

    /// The one ASCII character of `name`; a tab may be written as `\\t`.
    pub fn letter(&mut self, name: &'static str) -> Option<u8> {
        let value = self.single(name).filter(|value| !value.is_empty())?;
        match value.as_bytes() {
            b"\\t" => Some(b'\t'),
            [letter] if letter.is_ascii() => Some(*letter),
            _ => {
                self.refuse(name, format!("expected one ASCII character, found {value:?}"));
                None
            }
        }
    }

    /// Whether `name` is 1 (or true).
    pub fn flag(&mut self, name: &'static str) -> bool {
        match self.single(name).as_deref() {
            None | Some("0" | "false" | "") => false,
            Some("1" | "true") => true,
            Some(other) => {
                let detail = format!("expected 0 or 1, found {other:?}");
                self.refuse(name, detail);
                false
            }
        }
    }

    /// The choice that `name` makes among `choices`.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.single(name)?;
        self.chosen(name, &value, choices)
    }

    /// The language of `lang`, Vietnamese where none is given.
    pub fn language(&mut self) -> Language {
        self.choice("lang", &[("vi", Language::Vi), ("en", Language::En)]).unwrap_or_default()
    }

    /// The day of `name`, written YYYY-MM-DD.
    pub fn date(&mut self, name: &'static str) -> Option<Date> {
        let value = self.single(name)?;
        let day = value.trim().parse::<Date>().ok();
        if day.is_none() {
            self.refuse(name, format!("expected a day as YYYY-MM-DD, found {value:?}"));
        }
        day
    }

    /// The day of `name`, written YYYY-MM-DD, which `units` must know of.
    pub fn day(&mut self, name: &'static str, units: &UnitTable) -> Option<Date> {
        let day = self.date(name)?;
        match units.known_since() {
            Some(first) if day < first => {
                self.refuse(name, format!("units are known from {first} to today, {day} is before that"));
                None
            }
            _ => Some(day),
        }
    }

    /// Every choice that `name`, which may be repeated or hold several with commas, makes.
    pub fn choices<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Vec<T> {
        let values = self.all(name);
        let values: Vec<&str> = values.iter().flat_map(|value| value.split(',')).collect();
        values.into_iter().filter_map(|value| self.chosen(name, value, choices)).collect()
    }

    /// The place identifier of `name`.
    pub fn place_id(&mut self, name: &'static str) -> Option<PlaceId> {
        let value = self.single(name)?;
        value.trim().parse().map_err(|error: PlaceIdError| self.refuse(name, error.to_string())).ok()
    }

    /// The position of `lat` and `lon` in degrees; absent when both are, a fault when one is.
    pub fn position(&mut self) -> Option<Point> {
        let both = (self.has("lat"), self.has("lon"));
        let lat = self.number("lat", -90.0..=90.0);
        let lon = self.number("lon", -180.0..=180.0);
        match both {
            (true, false) => self.refuse("lon", "missing: lat and lon go together".to_owned()),
            (false, true) => self.refuse("lat", "missing: lat and lon go together".to_owned()),
            _ => {}
        }
        Point::from_degrees(lon?, lat?)
    }

    /// The box of `bbox=minLon,minLat,maxLon,maxLat`.
    pub fn bounding_box(&mut self) -> Option<BoundingBox> {
        let value = self.single("bbox")?;
        let numbers: Vec<f64> = value.split(',').filter_map(|part| part.trim().parse().ok()).collect();
        let corners = match numbers[..] {
            [west, south, east, north] if west <= east && south <= north => {
                Point::from_degrees(west, south).zip(Point::from_degrees(east, north))
            }
            _ => None,
        };
        if corners.is_none() {
            self.refuse("bbox", format!("expected minLon,minLat,maxLon,maxLat in degrees, found {value:?}"));
        }
        corners.map(|(min, max)| BoundingBox { min, max })
    }

    /// What is no UTF-8 has been decoded to U+FFFD; a guess at it would be no answer to the question.
    fn refuse_broken_text(&mut self) {
        let broken = self.pairs.iter().filter(|(_, value)| value.contains('\u{fffd}'));
        let names: Vec<String> = broken.map(|(name, _)| name.clone()).collect();
        for name in names {
            self.refuse(&name, "is not UTF-8: send the text's UTF-8 bytes, percent-encoded in a URL".to_owned());
        }
    }

    /// Remembers that `name` is at fault.
    pub fn refuse(&mut self, name: &str, detail: String) {
        self.problems.push(ParameterProblem { name: name.to_owned(), detail });
    }

    /// All faults at once, names that nobody asked for among them.
    pub fn finish(mut self) -> Result<(), Problem> {
        let known = self.known.join(", ");
        for (name, _) in self.pairs.iter().filter(|(name, _)| !self.known.contains(&name.as_str())) {
            let detail = format!("unknown parameter; known here: {known}");
            self.problems.push(ParameterProblem { name: name.clone(), detail });
        }
        match self.problems.is_empty() {
            true => Ok(()),
            false => Err(Problem::parameters(self.problems)),
        }
    }

    fn chosen<T: Copy>(&mut self, name: &'static str, value: &str, choices: &[(&str, T)]) -> Option<T> {
        let chosen = choices.iter().find(|(choice, _)| *choice == value).map(|(_, chosen)| *chosen);
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            self.refuse(name, format!("expected one of {}, found {value:?}", names.join(", ")));
        }
        chosen
    }

    fn single(&mut self, name: &'static str) -> Option<String> {
        let mut values = self.all(name);
        if values.len() > 1 {
            self.refuse(name, format!("given {} times, once is enough", values.len()));
        }
        values.pop()
    }

    fn all(&mut self, name: &'static str) -> Vec<String> {
        self.known.push(name);
        self.pairs.iter().filter(|(found, _)| found == name).map(|(_, value)| value.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Parameters { pairs, ..Parameters::default() }
    }

    fn names_at_fault(parameters: Parameters) -> Vec<String> {
        let problem = parameters.finish().unwrap_err();
        problem.errors.into_iter().map(|error| error.name).collect()
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let mut given = parameters(&[("limit", "ten"), ("lat", "10"), ("colour", "red")]);
        assert_eq!(given.number("limit", 1..=50), None);
        assert_eq!(given.position(), None);
        assert_eq!(names_at_fault(given), ["limit", "lon", "colour"]);
    }

    #[test]
    fn a_box_turned_round_is_refused() {
        let mut given = parameters(&[("bbox", "106,11,105,10")]);
        assert_eq!(given.bounding_box(), None);
        assert_eq!(names_at_fault(given), ["bbox"]);
    }

    #[test]
    fn a_repeated_parameter_is_refused_where_one_is_meant() {
        let mut given = parameters(&[("q", "a"), ("q", "b")]);
        given.text("q", 200);
        assert_eq!(names_at_fault(given), ["q"]);
    }

    #[test]
    fn not_a_number_is_no_number() {
        let mut given = parameters(&[("lat", "NaN"), ("lon", "inf")]);
        assert_eq!(given.position(), None);
        assert_eq!(names_at_fault(given), ["lat", "lon"]);
    }
}
