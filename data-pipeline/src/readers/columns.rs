//! Which column is which field, by its name.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use vmap_core::text::fold;

/// What a column can say about a place. The names are those of `--columns`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The row's own key in its source.
    Key,
    /// A whole address in one line.
    Line,
    /// House number.
    HouseNumber,
    /// Street.
    Street,
    /// Hamlet, quarter or group of homes.
    Hamlet,
    /// Ward (commune), of either era.
    Ward,
    /// District.
    District,
    /// Province.
    Province,
    /// Latitude in degrees.
    Lat,
    /// Longitude in degrees.
    Lon,
    /// Latitude and longitude in one text, in this order.
    LatLon,
    /// A point as well-known text.
    Wkt,
    /// Name of the feature itself.
    Name,
    /// Class of the feature itself.
    Category,
    /// What is to be done with the place.
    Operation,
    /// The place's permanent identifier.
    PlaceId,
    /// Where the place stands in its life.
    Status,
    /// The first day on which the row is so.
    ValidFrom,
    /// What the point is a point of.
    Position,
    /// Further entrances.
    Entrances,
    /// What others call the place.
    Codes,
    /// Who vouches for it.
    CertifiedBy,
    /// Since when.
    CertifiedOn,
}

/// Number of fields.
pub(super) const FIELDS: usize = 23;

/// Every field with its name on the command line, and the names that columns have for it: the
/// better one first, folded and without blanks (`addr:housenumber` is `addrhousenumber`).
const SYNONYMS: [(Field, &str, &[&str]); FIELDS] = [
    (
        Field::Key,
        "key",
        &["key", "osmid", "id", "ma", "mahoso", "madiachi", "madiadiem", "sohoso", "code", "uuid", "guid", "globalid"],
    ),
    (
        Field::Line,
        "address",
        &[
            "address",
            "diachi",
            "diachidaydu",
            "fulladdress",
            "addressfull",
            "addrfull",
            "formattedaddress",
            "addressline",
            "diachichitiet",
            "diachilienhe",
            "diachithuongtru",
            "diachinha",
            "addr",
        ],
    ),
    (
        Field::HouseNumber,
        "housenumber",
        &["housenumber", "addrhousenumber", "sonha", "so", "housenum", "houseno", "streetnumber", "sn", "sonhaduong"],
    ),
    (Field::Street, "street", &["street", "addrstreet", "streetname", "duong", "pho", "duongpho", "road", "roadname"]),
    (
        Field::Hamlet,
        "hamlet",
        &[
            "hamlet",
            "addrhamlet",
            "thon",
            "ap",
            "xom",
            "khupho",
            "khom",
            "ban",
            "buon",
            "lang",
            "thonto",
            "thonban",
            "todanpho",
            "tdp",
            "kp",
            "khudancu",
            "neighbourhood",
            "neighborhood",
            "addrneighbourhood",
            "addrplace",
        ],
    ),
    (
        Field::Ward,
        "ward",
        &[
            "ward",
            "addrward",
            "addrsubdistrict",
            "addrquarter",
            "addrsuburb",
            "wardname",
            "commune",
            "communename",
            "phuong",
            "xa",
            "phuongxa",
            "xaphuong",
            "thitran",
            "dackhu",
            "capxa",
        ],
    ),
    (
        Field::District,
        "district",
        &["district", "addrdistrict", "districtname", "quan", "huyen", "quanhuyen", "thixa", "caphuyen", "county"],
    ),
    (
        Field::Province,
        "province",
        &[
            "province",
            "addrprovince",
            "addrcity",
            "addrstate",
            "provincename",
            "tinh",
            "tinhthanh",
            "tinhthanhpho",
            "captinh",
            "thanhpho",
            "tp",
            "city",
        ],
    ),
    (Field::Lat, "lat", &["lat", "latitude", "vido", "y", "toadoy", "toadovido", "latwgs84", "ycoord", "pointy"]),
    (
        Field::Lon,
        "lon",
        &["lon", "lng", "long", "longitude", "kinhdo", "x", "toadox", "toadokinhdo", "lonwgs84", "xcoord", "pointx"],
    ),
    (
        Field::LatLon,
        "latlon",
        &["latlon", "latlng", "latlong", "vidokinhdo", "toado", "coordinates", "coords", "gps", "toadogps"],
    ),
    (Field::Wkt, "wkt", &["wkt", "geom", "geometry", "thegeom", "wktgeom", "wktgeometry"]),
    (
        Field::Name,
        "name",
        &["namevi", "ten", "name", "diadiem", "cuahang", "coso", "poiname", "placename", "addrhousename"],
    ),
    (Field::Category, "category", &["category", "loaihinh", "loai", "phanloai", "danhmuc", "fclass", "kind"]),
    (Field::Operation, "op", &["op", "thaotac", "biendong"]),
    (Field::PlaceId, "place_id", &["placeid", "vmapid", "madinhdanhdiachi"]),
    (Field::Status, "status", &["status", "trangthai", "tinhtrang"]),
    (Field::ValidFrom, "valid_from", &["validfrom", "hieuluctu", "ngayhieuluc"]),
    (Field::Position, "position_kind", &["positionkind", "loaivitri", "kieuvitri"]),
    (Field::Entrances, "entrances", &["entrances", "loivao", "cacloivao"]),
    (Field::Codes, "outside_codes", &["outsidecodes", "cacmakhac"]),
    (Field::CertifiedBy, "certified_by", &["certifiedby", "xacnhanboi", "coquanxacnhan"]),
    (Field::CertifiedOn, "certified_on", &["certifiedon", "ngayxacnhan"]),
];

impl Field {
    /// All fields, in the order in which they are reported.
    pub fn all() -> impl Iterator<Item = Self> {
        SYNONYMS.iter().map(|(field, ..)| *field)
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        SYNONYMS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    /// Whether it says what a place is called or where it lies, rather than its position or class.
    pub(super) fn is_address(self) -> bool {
        matches!(self, Self::Line | Self::HouseNumber | Self::Street | Self::Hamlet | Self::Ward | Self::District)
            || matches!(self, Self::Province | Self::Name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no field {0:?}: the fields are {fields}", fields = Field::all().map(Field::name).collect::<Vec<_>>().join(", "))]
pub struct UnknownField(pub String);

impl FromStr for Field {
    type Err = UnknownField;

    /// Reads the name on the command line, or any name that a column may have for the field.
    fn from_str(text: &str) -> Result<Self, UnknownField> {
        role(text).map(|role| role.field).ok_or_else(|| UnknownField(text.to_owned()))
    }
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Role {
    /// The field.
    pub field: Field,
    /// How good the name is for it, 0 the best: where two columns are for one field, the better
    /// one is read.
    pub rank: usize,
}

/// The role that a column of this name has: by the whole name, or because every part of it is for
/// the same field (`Phường/Xã/Thị trấn`, `Tên quận, huyện`, `Vĩ độ (lat)`).
fn role(column: &str) -> Option<Role> {
    role_of_key(&squashed(column)).or_else(|| {
        let parts = column.split(['/', ',', '-', '(', ')', '|']).map(squashed).filter(|part| !part.is_empty());
        let roles: Vec<Role> = parts.map(|part| role_of_key(&part)).collect::<Option<_>>()?;
        let first = *roles.first()?;
        roles.iter().all(|role| role.field == first.field).then_some(first)
    })
}

/// The role of a squashed name, with or without the word `tên` (name) before it.
fn role_of_key(key: &str) -> Option<Role> {
    let role = |key: &str| {
        SYNONYMS.iter().find_map(|(field, _, synonyms)| {
            let rank = synonyms.iter().position(|synonym| *synonym == key)?;
            Some(Role { field: *field, rank })
        })
    };
    role(key).or_else(|| role(key.strip_prefix("ten")?))
}

/// A column's name without case, marks, blanks and punctuation.
fn squashed(column: &str) -> String {
    fold(column).replace(' ', "")
}

/// Gives columns their roles: those that the user chose, the others by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    chosen: BTreeMap<Field, String>,
}

impl Columns {
    /// Columns with the user's choice.
    pub fn new(chosen: &BTreeMap<Field, String>) -> Self {
        Self { chosen: chosen.clone() }
    }

    /// The role of the column called `name`.
    pub fn role(&self, name: &str) -> Option<Role> {
        if let Some(field) = self.chosen_field(name) {
            return Some(Role { field, rank: 0 });
        }
        role(name).filter(|role| !self.chosen.contains_key(&role.field))
    }

    /// The fields for which the user chose a column that is not among `found`.
    pub fn missing<'a>(&'a self, found: &'a [String]) -> impl Iterator<Item = (Field, &'a str)> {
        let is_found = |column: &str| found.iter().any(|name| same_column(name, column));
        self.chosen.iter().filter(move |(_, column)| !is_found(column)).map(|(field, column)| (*field, column.as_str()))
    }

    fn chosen_field(&self, name: &str) -> Option<Field> {
        self.chosen.iter().find(|(_, column)| same_column(name, column)).map(|(field, _)| *field)
    }
}

fn same_column(name: &str, chosen: &str) -> bool {
    name == chosen || (!squashed(name).is_empty() && squashed(name) == squashed(chosen))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(column: &str) -> Option<Field> {
        Columns::default().role(column).map(|role| role.field)
    }

    #[test]
    fn columns_are_known_by_vietnamese_and_english_names() {
        let expected = [
            (Field::Key, "@id Mã ID osm_id Mã_hồ_sơ"),
            (Field::Line, "address Địa_chỉ FULL_ADDRESS dia_chi_day_du fullAddress"),
            (Field::HouseNumber, "housenumber Số_nhà so_nha house_number addr:housenumber"),
            (Field::Street, "street Tên_đường Đường phố addr:street"),
            (Field::Hamlet, "hamlet Thôn ấp Khu_phố Tổ_dân_phố addr:hamlet Thôn/Ấp/Khu_phố"),
            (Field::Ward, "ward Phường Xã Phường_xã Phường/Xã Phường/Xã/Thị_trấn Tên_xã addr:suburb commune"),
            (Field::District, "district Quận Huyện Quận_huyện Quận/Huyện addr:district"),
            (Field::Province, "province Tỉnh Thành_phố Tỉnh/Thành_phố Tên_tỉnh city addr:city"),
            (Field::Lat, "lat LATITUDE Vĩ_độ vi_do y"),
            (Field::Lon, "lon lng Longitude Kinh_độ x"),
            (Field::Name, "name Tên name:vi"),
        ];
        for (expected, columns) in expected {
            for column in columns.split(' ').map(|column| column.replace('_', " ")) {
                assert_eq!(field(&column), Some(expected), "{column}");
            }
        }
        for column in ["", "ward_code", "name:en", "ghi chú", "district_type", "/", "Phường/Tỉnh"] {
            assert_eq!(field(column), None, "{column}");
        }
    }

    #[test]
    fn every_field_has_its_own_name_and_synonyms_are_unique() {
        assert_eq!(Field::all().count(), FIELDS);
        let mut seen = std::collections::BTreeSet::new();
        for (at, (field, name, synonyms)) in SYNONYMS.iter().enumerate() {
            assert_eq!(*field as usize, at, "the table is in the order of the enum");
            assert_eq!(name.parse(), Ok(*field));
            for synonym in *synonyms {
                assert_eq!(squashed(synonym), *synonym);
                assert!(seen.insert(synonym), "{synonym} twice");
            }
        }
        assert!("colour".parse::<Field>().unwrap_err().to_string().contains("housenumber"));
    }

    #[test]
    fn a_chosen_column_is_the_only_one_for_its_field() {
        let columns = Columns::new(&BTreeMap::from([(Field::Lat, "Cột 7".to_owned())]));
        assert_eq!(columns.role("cot_7"), Some(Role { field: Field::Lat, rank: 0 }));
        assert_eq!(columns.role("lat"), None);
        assert_eq!(columns.role("lon").map(|role| role.field), Some(Field::Lon));
        let found = ["lat".to_owned()];
        assert_eq!(columns.missing(&found).collect::<Vec<_>>(), [(Field::Lat, "Cột 7")]);
    }
}
