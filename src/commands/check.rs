//! `vmap check`: what is the matter with the addresses of the current release.

mod table;

use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::json;
use vmap_core::quality::{CountryQuality, Finding, FindingKind, Quality, wards_of_today};
use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};
use vmap_geocoder::{Geocoder, Language};

use super::tables::write_file;
use super::{Status, say};
use crate::answering::{FINDING_COLUMNS, FindingRow};
use crate::cli::CheckArgs;
use crate::error::{Context, ContextError, Outcome};
use crate::home::Home;

/// Wards whose rows are held in memory at a time while a file is written.
const WARDS_AT_A_TIME: usize = 32;

/// Judges the wards that `args` names and prints sums, or every row of one ward.
pub fn run(home: &Home, args: &CheckArgs) -> Outcome<Status> {
    let kinds = kinds(&args.finding)?;
    let release = home.releases().open_current().context("cannot open the release")?;
    let geocoder = Geocoder::open(Arc::new(release)).context("cannot open the release")?;
    let check = Check { geocoder, kinds };
    let wards = wards(check.units(), args)?;
    if let Some(path) = &args.output {
        write_file(path, |out| check.write_rows(&wards, out))?;
    }
    match (&args.ward, wards.as_slice()) {
        (Some(_), [ward]) => check.tell_ward(*ward, args.json)?,
        _ => check.tell_sums(&wards, args)?,
    }
    Ok(Status::Done)
}

/// The findings called `names`; all where none is.
fn kinds(names: &[String]) -> Outcome<Vec<FindingKind>> {
    let kind = |name: &String| {
        FindingKind::from_name(name).ok_or_else(|| {
            let known = FindingKind::ALL.map(|(name, _)| name).join(", ");
            ContextError::new(format!("--finding takes {known}, found {name:?}"))
        })
    };
    match names {
        [] => Ok(FindingKind::ALL.map(|(_, kind)| kind).to_vec()),
        names => names.iter().map(kind).collect(),
    }
}

fn wards(units: &UnitTable, args: &CheckArgs) -> Outcome<Vec<UnitId>> {
    let find = |level: UnitLevel, code: &str, what: &str| {
        units.by_code(Era::Current, level, code).ok_or_else(|| {
            ContextError::new(format!("no {what} of today has the code {code:?}: `vmap check` lists the codes"))
        })
    };
    match (&args.ward, &args.province) {
        (Some(ward), _) => Ok(vec![find(UnitLevel::Ward, ward, "commune")?]),
        (None, Some(province)) => {
            let province = find(UnitLevel::Province, province, "province")?;
            Ok(wards_of_today(units).into_iter().filter(|ward| units.is_within(*ward, province)).collect())
        }
        (None, None) => Ok(wards_of_today(units)),
    }
}

struct Check {
    geocoder: Geocoder,
    /// Findings whose rows are wanted.
    kinds: Vec<FindingKind>,
}

impl Check {
    fn units(&self) -> &UnitTable {
        self.geocoder.release().units()
    }

    fn release(&self) -> &str {
        self.geocoder.release().id()
    }

    /// What was found in `ward`, and the rows that are wanted of it.
    fn ward(&self, ward: UnitId) -> (Quality, Vec<Finding>) {
        let mut found = self.geocoder.inspector().ward(ward);
        found.findings.retain(|finding| self.kinds.contains(&finding.matter.kind()));
        (found.quality, found.findings)
    }

    fn rows<'a>(&'a self, findings: &'a [Finding]) -> impl Iterator<Item = FindingRow> + 'a {
        findings.iter().filter_map(|finding| FindingRow::new(&self.geocoder, finding, Language::Vi))
    }

    fn sums(&self, wards: &[UnitId]) -> CountryQuality {
        let inspector = self.geocoder.inspector();
        let judged: Vec<_> = wards.par_iter().map(|ward| (*ward, inspector.ward(*ward).quality)).collect();
        let is_all = wards.len() == wards_of_today(self.units()).len();
        CountryQuality::new(judged, self.units(), is_all.then_some(inspector.addresses.len() as u64))
    }

    fn tell_sums(&self, wards: &[UnitId], args: &CheckArgs) -> Outcome<()> {
        let sums = self.sums(wards);
        match args.json {
            true => say(&json!({ "release": self.release(), "quality": sums }).to_string()),
            false => say(&table::country(self.release(), &sums, args.province.is_some())),
        }
    }

    fn tell_ward(&self, ward: UnitId, as_json: bool) -> Outcome<()> {
        let (quality, findings) = self.ward(ward);
        let rows: Vec<FindingRow> = self.rows(&findings).collect();
        let sums = CountryQuality::new([(ward, quality)], self.units(), None);
        if as_json {
            let ward = sums.provinces.first().and_then(|province| province.wards.first());
            return say(&json!({ "release": self.release(), "ward": ward, "features": rows }).to_string());
        }
        say(&table::country(self.release(), &sums, true))?;
        rows.iter().try_for_each(|row| say(&row.line()))
    }

    /// Writes the rows of `wards` in their order. Memory: the rows of some wards.
    fn write_rows(&self, wards: &[UnitId], out: &mut BufWriter<File>) -> Outcome<()> {
        let doing = "cannot write rows";
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(FINDING_COLUMNS).context(doing)?;
        for wards in wards.chunks(WARDS_AT_A_TIME) {
            let judged: Vec<Vec<_>> = wards.par_iter().map(|ward| self.fields(*ward)).collect();
            judged.iter().flatten().try_for_each(|fields| csv.write_record(fields)).context(doing)?;
        }
        csv.flush().context(doing)
    }

    fn fields(&self, ward: UnitId) -> Vec<[String; FINDING_COLUMNS.len()]> {
        let code = self.units().get(ward).map(|unit| unit.code.to_string()).unwrap_or_default();
        self.rows(&self.ward(ward).1).map(|row| row.fields(&code)).collect()
    }
}
