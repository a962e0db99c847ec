//! The units that are drawn, and what is said of them.

use vmap_core::unit::{Era, Unit, UnitId, UnitLevel, UnitTable};

use crate::encode::Value;
use crate::schema::Field;

/// A unit as it is drawn.
pub(super) struct DrawnUnit<'a> {
    unit: &'a Unit,
    /// The district that a former ward lay in.
    district: Option<&'a Unit>,
    /// The province that it lies or lay in.
    province: Option<&'a Unit>,
    /// Whether its area was put together from today's wards.
    is_approximate: bool,
}

impl<'a> DrawnUnit<'a> {
    /// The unit at `id` of `units`.
    pub(super) fn new(id: UnitId, units: &'a UnitTable, is_approximate: bool) -> Option<Self> {
        let above = |level: UnitLevel| {
            let (_, unit) = units.lineage(id).skip(1).find(|(_, unit)| unit.level == level)?;
            Some(unit)
        };
        let (district, province) = (above(UnitLevel::District), above(UnitLevel::Province));
        Some(Self { unit: units.get(id)?, district, province, is_approximate })
    }

    pub(super) fn level(&self) -> UnitLevel {
        self.unit.level
    }

    pub(super) fn is_former(&self) -> bool {
        self.unit.era() == Era::Legacy
    }

    pub(super) fn is_special_zone(&self) -> bool {
        self.unit.is_special_zone()
    }

    /// What the attributes of a layer with `fields` say of it.
    pub(super) fn values(&self, fields: &[Field]) -> Vec<Option<Value<'a>>> {
        fields.iter().map(|field| self.value(field.name)).collect()
    }

    fn value(&self, field: &str) -> Option<Value<'a>> {
        let code = |unit: &'a Unit| Value::Text(unit.code.as_str());
        let full_name = |unit: &'a Unit| Value::Text(&unit.full_name);
        match field {
            "code" => Some(code(self.unit)),
            "name" => Some(Value::Text(&self.unit.name)),
            "full_name" => Some(full_name(self.unit)),
            "province_code" => self.province.map(code),
            "province" => self.province.map(full_name),
            "district_code" => self.district.map(code),
            "district" => self.district.map(full_name),
            "level" => Some(Value::Text(match self.unit.level {
                UnitLevel::Province => "province",
                UnitLevel::District => "district",
                UnitLevel::Ward => "ward",
            })),
            "special_zone" => Some(Value::Flag(self.is_special_zone())),
            "former" => Some(Value::Flag(self.is_former())),
            "approximate" => Some(Value::Flag(self.is_approximate)),
            _ => None,
        }
    }
}
