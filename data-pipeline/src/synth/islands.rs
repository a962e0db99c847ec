//! The islands of Hoàng Sa and Trường Sa, which have neither streets nor hamlets.

use vmap_core::Point;
use vmap_core::text::fold;
use vmap_core::unit::Unit;

/// An island: name, longitude and latitude in degrees, to about a kilometre.
type Island = (&'static str, f64, f64);

const HOANG_SA: [Island; 5] = [
    ("Đảo Hoàng Sa", 111.607, 16.533),
    ("Đảo Phú Lâm", 112.339, 16.834),
    ("Đảo Hữu Nhật", 111.583, 16.506),
    ("Đảo Quang Hòa", 111.711, 16.450),
    ("Đảo Tri Tôn", 111.200, 15.783),
];

const TRUONG_SA: [Island; 7] = [
    ("Đảo Trường Sa Lớn", 111.920, 8.645),
    ("Đảo Song Tử Tây", 114.331, 11.429),
    ("Đảo Sinh Tồn", 114.329, 9.886),
    ("Đảo Nam Yết", 114.366, 10.180),
    ("Đảo Sơn Ca", 114.477, 10.376),
    ("Đảo Phan Vinh", 113.699, 8.974),
    ("Đảo An Bang", 112.919, 7.892),
];

/// The islands of `ward`, none where it is no archipelago.
pub(super) fn of(ward: &Unit) -> &'static [Island] {
    match fold(&ward.name).as_str() {
        "hoang sa" if ward.is_special_zone() => &HOANG_SA,
        "truong sa" if ward.is_special_zone() => &TRUONG_SA,
        _ => &[],
    }
}

/// The place of `island`.
pub(super) fn place((_, lon, lat): Island) -> Option<Point> {
    Point::from_degrees(lon, lat)
}
