//! Which places are exported.

use vmap_core::unit::{Era, UnitId, UnitLevel, UnitTable};
use vmap_geocoder::{PlaceFilter, ResultType};

use super::ExportError;

/// Which places are exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What they are.
    pub types: Vec<ResultType>,
    /// Codes of today's wards that they lie in.
    pub wards: Vec<String>,
    /// Codes of today's provinces that they lie in; the whole country where no unit is named.
    pub provinces: Vec<String>,
}

impl Selection {
    /// The same with units looked up in `units`.
    pub(super) fn filter(&self, units: &UnitTable) -> Result<PlaceFilter, ExportError> {
        let wards = self.wards.iter().map(|code| unit(units, UnitLevel::Ward, "ward", code));
        let provinces = self.provinces.iter().map(|code| unit(units, UnitLevel::Province, "province", code));
        Ok(PlaceFilter { types: self.types.clone(), within: wards.chain(provinces).collect::<Result<_, _>>()? })
    }
}

fn unit(units: &UnitTable, level: UnitLevel, name: &'static str, code: &str) -> Result<UnitId, ExportError> {
    let unknown = || ExportError::UnknownUnit { level: name, code: code.to_owned() };
    units.by_code(Era::Current, level, code).ok_or_else(unknown)
}
