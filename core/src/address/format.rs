//! An address as one line.

use super::ParsedAddress;
use crate::unit::{UnitId, UnitTable};

impl ParsedAddress {
    /// The address in one line, small to large: name, house number and street, hamlet, units with
    /// those that hold them. Where several units may be meant, what they are all called stands
    /// before the larger ones that the text names. Leftovers are left out.
    ///
    /// A line of house number, street, hamlet and one unit parses back to the same components.
    pub fn format(&self, table: &UnitTable) -> String {
        let number = self.house_number.as_ref().map(|number| number.display());
        let numbered: Vec<&str> = number.into_iter().chain(self.street.as_deref()).collect();
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.name.clone());
        parts.extend((!numbered.is_empty()).then(|| numbered.join(" ")));
        parts.extend(self.hamlet.clone());
        parts.extend(self.unit_names(table));
        parts.join(", ")
    }

    fn unit_names(&self, table: &UnitTable) -> Vec<String> {
        let full_name = |id: &UnitId| table.get(*id).map(|unit| unit.full_name.clone());
        let lineage = |id: UnitId| table.lineage(id).map(|(_, unit)| unit.full_name.clone());
        match self.units.candidates.as_slice() {
            [] => Vec::new(),
            [only] => lineage(*only).collect(),
            several => {
                let first = several.iter().find_map(full_name);
                let same = several.iter().all(|id| full_name(id) == first);
                let larger = self.units.within.first().into_iter().flat_map(|id| lineage(*id));
                first.filter(|_| same).into_iter().chain(larger).collect()
            }
        }
    }
}
