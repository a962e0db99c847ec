//! What stands beside the units in a line.

use std::ops::Range;

use vmap_core::text::fold;

/// Words that lead over to a unit and mean nothing without one.
const LEADING_OVER: [&str; 2] = ["tại", "thuộc"];
/// Names of the country, folded.
const COUNTRY: [&str; 3] = ["viet nam", "vietnam", "vn"];

/// The parts of `line` outside `units`, as written and in their order; without the country, `postcode`
/// and separators that are left over.
pub(super) fn rest(line: &str, units: &[Range<usize>], postcode: Option<&str>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for (piece, before_unit) in pieces(line, units) {
        let segments: Vec<&str> = piece.split([',', ';', '\n']).collect();
        let last = segments.len().saturating_sub(1);
        for (at, segment) in segments.into_iter().enumerate() {
            let segment = segment.trim_matches(is_separator);
            let segment = if before_unit && at == last { without_leading_over(segment) } else { segment };
            let folded = fold(segment);
            let is_empty = folded.is_empty() || COUNTRY.contains(&folded.as_str()) || Some(segment) == postcode;
            if !is_empty {
                parts.push(closed(segment));
            }
        }
    }
    parts
}

/// The stretches of `line` between `units`, and whether a unit follows.
fn pieces<'a>(line: &'a str, units: &[Range<usize>]) -> Vec<(&'a str, bool)> {
    let mut units: Vec<&Range<usize>> = units.iter().collect();
    units.sort_by_key(|span| span.start);
    let mut pieces = Vec::new();
    let mut from = 0;
    for span in units {
        pieces.extend(line.get(from..span.start).map(|piece| (piece, true)));
        from = from.max(span.end);
    }
    pieces.extend(line.get(from..).map(|piece| (piece, false)));
    pieces
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, ',' | ';' | ':' | '.' | '-' | '–' | '/')
}

fn without_leading_over(segment: &str) -> &str {
    match segment.rsplit_once(char::is_whitespace) {
        Some((rest, last)) if LEADING_OVER.contains(&last.to_lowercase().as_str()) => rest.trim_matches(is_separator),
        _ => segment,
    }
}

/// `segment` without brackets whose other half stood with a unit.
fn closed(segment: &str) -> String {
    let count = |letter| segment.chars().filter(|found| *found == letter).count();
    match count('(').cmp(&count(')')) {
        std::cmp::Ordering::Equal => segment.to_owned(),
        _ => segment.replace(['(', ')'], "").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn without(line: &str, units: &[&str]) -> String {
        let spans: Vec<Range<usize>> =
            units.iter().map(|unit| line.find(unit).map(|at| at..at + unit.len()).unwrap()).collect();
        rest(line, &spans, Some("70000")).join(", ")
    }

    #[test]
    fn what_is_no_unit_stays_as_written() {
        for (line, units, kept) in [
            ("12 Lê Lợi, P. Bến Nghé, Q.1, 70000, Việt Nam", &["P. Bến Nghé", "Q.1"][..], "12 Lê Lợi"),
            ("Ấp 3 - xã Phú Xuân - huyện Nhà Bè - Việt Nam", &["xã Phú Xuân", "huyện Nhà Bè"], "Ấp 3"),
            ("TP.HCM, Quận 1, 12/3 Lê Lợi (gần chợ)", &["TP.HCM", "Quận 1"], "12/3 Lê Lợi (gần chợ)"),
            ("Thửa 75, tờ 17 tại Phường Mỹ Xuyên", &["Phường Mỹ Xuyên"], "Thửa 75, tờ 17"),
            ("5 Hà Nội (Phường 5, TĐ 42)", &["Phường 5"], "5 Hà Nội, TĐ 42"),
            ("07 - 09 Mai Hắc Đế, Phường 5", &["Phường 5"], "07 - 09 Mai Hắc Đế"),
            ("Phường 5", &["Phường 5"], ""),
        ] {
            assert_eq!(without(line, units), kept, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_letter_or_digit_outside_units_is_lost(line in "[a-zà 0-9,.-]{0,40}") {
            let kept: String = rest(&line, &[], None).concat();
            let count = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
            prop_assert!(count(&kept) == count(&line) || line.contains("vn") || line.contains("viet"));
        }
    }
}
