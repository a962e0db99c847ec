//! What was found, as tables for a terminal.

use std::fmt::Write;

use vmap_core::quality::{BoundaryKind, CountryQuality, FindingKind, Quality, UnitQuality};

/// Communes listed where the whole country is judged.
const WORST: usize = 20;
/// Letters that a name gets.
const NAME: usize = 28;

/// Heads of the columns of findings, in the order of [`FindingKind::ALL`].
const HEADS: [(&str, FindingKind); FindingKind::COUNT] = [
    ("outside", FindingKind::OutsideWard),
    ("twice-far", FindingKind::DuplicateFar),
    ("old-ward", FindingKind::LegacyWard),
    ("side", FindingKind::WrongSide),
    ("order", FindingKind::OutOfOrder),
    ("twice", FindingKind::DuplicateNear),
    ("no-street", FindingKind::WithoutStreet),
    ("no-number", FindingKind::WithoutNumber),
    ("no-homes", FindingKind::EmptyHamlet),
];

/// Provinces and the worst communes of `sums`; every commune where `all` are wanted.
pub fn country(release: &str, sums: &CountryQuality, all: bool) -> String {
    let mut text = format!("release {release}: {} addresses", sums.total.addresses);
    let _ = match sums.without_ward {
        Some(without) if without > 0 => writeln!(text, ", and {without} in no commune of today"),
        _ => writeln!(text),
    };
    text.push_str(&head("province"));
    sums.provinces.iter().for_each(|province| text.push_str(&row(province, None)));
    if sums.provinces.len() > 1 {
        text.push_str(&line("", "all", &sums.total));
    }
    let worst = sums.worst_wards();
    let shown = if all { worst.len() } else { WORST.min(worst.len()) };
    if shown > 0 {
        let _ =
            write!(text, "\nmost faults by share, {shown} of {} communes with any\n{}", worst.len(), head("commune"));
        worst[..shown].iter().for_each(|(ward, province)| text.push_str(&row(ward, Some(province))));
    }
    if sums.total.boundary != BoundaryKind::Surveyed {
        text.push_str("\n* no surveyed boundary: whether points lie outside is not judged\n");
    }
    text
}

fn head(what: &str) -> String {
    let mut head = format!("{:<6} {what:<NAME$} {:>10} {:>7}", "code", "addresses", "faulty");
    HEADS.iter().for_each(|(name, _)| {
        let _ = write!(head, " {name:>9}");
    });
    head + "\n"
}

fn row(unit: &UnitQuality, within: Option<&UnitQuality>) -> String {
    let name = within.map_or(unit.name.clone(), |province| format!("{}, {}", unit.name, province.name));
    line(&unit.code, &name, &unit.quality)
}

fn line(code: &str, name: &str, quality: &Quality) -> String {
    let share = format!("{:.2}%", quality.fault_share() * 100.0);
    let name: String = name.chars().take(NAME).collect();
    let mut line = format!("{code:<6} {name:<NAME$} {:>10} {share:>7}", quality.addresses);
    for (_, kind) in HEADS {
        let is_judged = kind != FindingKind::OutsideWard || quality.boundary == BoundaryKind::Surveyed;
        let count = quality.findings.of(kind);
        let told = if is_judged { count.to_string() } else { format!("{count}*") };
        let _ = write!(line, " {told:>9}");
    }
    line + "\n"
}
