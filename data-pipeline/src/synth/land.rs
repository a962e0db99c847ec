//! The ground of one ward as a plane in metres, and places on it that lie wholly inside the ward.

use geo::{Area, MultiPolygon};
use vmap_core::Point;

use super::random::Random;

/// Metres of a degree of latitude in the middle of Vietnam (WGS84 meridian at 16 degrees).
const METRES_PER_DEGREE: f64 = 110_660.0;
/// How often a place is looked for before it is made as small as can be.
const ATTEMPTS: usize = 24;
/// By how much a place shrinks from attempt to attempt.
const SHRINK: f64 = 0.86;

/// A position in metres east and north of the origin of a [`Land`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Metres {
    pub(super) east: f64,
    pub(super) north: f64,
}

/// The area of one ward, or an endless plane where its border is unknown.
pub(super) struct Land {
    origin: Point,
    metres_per_degree_of_longitude: f64,
    borders: Vec<(Metres, Metres)>,
    area_m2: f64,
}

/// A rectangle on a [`Land`], turned by a bearing: a street with the houses and alleys beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strip {
    pub(super) middle: Metres,
    /// Unit vector along the strip.
    along: Metres,
    pub(super) half_length: f64,
    pub(super) half_width: f64,
}

impl Land {
    pub(super) fn new(origin: Point, area: Option<&MultiPolygon<f64>>) -> Self {
        let metres_per_degree_of_longitude = METRES_PER_DEGREE * origin.lat().to_radians().cos();
        let mut land = Self { origin, metres_per_degree_of_longitude, borders: Vec::new(), area_m2: f64::INFINITY };
        if let Some(area) = area {
            land.area_m2 = area.unsigned_area() * METRES_PER_DEGREE * metres_per_degree_of_longitude;
            let rings = area.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
            let plane = |corner: geo::Coord<f64>| land.plane(corner.x, corner.y);
            land.borders =
                rings.flat_map(geo::LineString::lines).map(|edge| (plane(edge.start), plane(edge.end))).collect();
        }
        land
    }

    /// Square metres, infinite where unknown.
    pub(super) fn area_m2(&self) -> f64 {
        self.area_m2
    }

    /// `point` in metres from the origin.
    pub(super) fn metres(&self, point: Point) -> Metres {
        self.plane(point.lon(), point.lat())
    }

    /// The position of `place`; the origin where that would be off the globe.
    pub(super) fn point(&self, place: Metres) -> Point {
        let lon = self.origin.lon() + place.east / self.metres_per_degree_of_longitude;
        let lat = self.origin.lat() + place.north / METRES_PER_DEGREE;
        Point::from_degrees(lon, lat).unwrap_or(self.origin)
    }

    /// A strip of `half_length` and `half_width` somewhere within `reach` of `anchor`, wholly inside
    /// the ward; smaller and nearer where there is no room, a mere spot at last.
    pub(super) fn strip(
        &self,
        anchor: Metres,
        reach: f64,
        half_length: f64,
        half_width: f64,
        random: &mut Random,
    ) -> Strip {
        let mut size = 1.0;
        for _ in 0..ATTEMPTS {
            let bearing = random.between(0.0, std::f64::consts::TAU);
            let (sin, cos) = random.between(0.0, std::f64::consts::TAU).sin_cos();
            let away = reach * size * random.unit().sqrt();
            let strip = Strip {
                middle: Metres { east: anchor.east + away * cos, north: anchor.north + away * sin },
                along: Metres { east: bearing.sin(), north: bearing.cos() },
                half_length: half_length * size,
                half_width: half_width * size,
            };
            if self.holds(&strip) {
                return strip;
            }
            size *= SHRINK;
        }
        let along = Metres { east: 0.0, north: 1.0 };
        Strip { middle: anchor, along, half_length: 0.0, half_width: 0.0 }
    }

    /// Whether all of `strip` lies inside: its middle does, and no border runs through it.
    fn holds(&self, strip: &Strip) -> bool {
        self.borders.is_empty() || (self.contains(strip.middle) && !self.borders.iter().any(|edge| strip.meets(*edge)))
    }

    /// Even-odd rule, so that holes and several parts need no care.
    fn contains(&self, place: Metres) -> bool {
        let crossed = self.borders.iter().filter(|(from, to)| {
            let spans = (from.north > place.north) != (to.north > place.north);
            let fraction = (place.north - from.north) / (to.north - from.north);
            spans && place.east < from.east + fraction * (to.east - from.east)
        });
        crossed.count() % 2 == 1
    }

    fn plane(&self, lon: f64, lat: f64) -> Metres {
        Metres {
            east: (lon - self.origin.lon()) * self.metres_per_degree_of_longitude,
            north: (lat - self.origin.lat()) * METRES_PER_DEGREE,
        }
    }
}

impl Strip {
    /// The place `along` metres from the strip's beginning and `right` metres right of its axis.
    pub(super) fn at(&self, along: f64, right: f64) -> Metres {
        let along = along - self.half_length;
        Metres {
            east: self.middle.east + along * self.along.east + right * self.along.north,
            north: self.middle.north + along * self.along.north - right * self.along.east,
        }
    }

    /// Whether the line `from`-`to` touches the rectangle (Liang and Barsky's clipping).
    fn meets(&self, (from, to): (Metres, Metres)) -> bool {
        let (from, to) = (self.local(from), self.local(to));
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (start, end, half) in [(from.0, to.0, self.half_length), (from.1, to.1, self.half_width)] {
            let step = end - start;
            if step == 0.0 {
                if start.abs() > half {
                    return false;
                }
                continue;
            }
            let (one, other) = ((-half - start) / step, (half - start) / step);
            enter = enter.max(one.min(other));
            leave = leave.min(one.max(other));
        }
        enter <= leave
    }

    /// Along and right of the middle.
    fn local(&self, place: Metres) -> (f64, f64) {
        let (east, north) = (place.east - self.middle.east, place.north - self.middle.north);
        (east * self.along.east + north * self.along.north, east * self.along.north - north * self.along.east)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Contains, polygon};
    use proptest::prelude::*;

    /// An L, so that a strip between its arms would leave it.
    fn bent() -> MultiPolygon<f64> {
        polygon![
            (x: 105.00, y: 21.00), (x: 105.03, y: 21.00), (x: 105.03, y: 21.01),
            (x: 105.01, y: 21.01), (x: 105.01, y: 21.03), (x: 105.00, y: 21.03)
        ]
        .into()
    }

    proptest! {
        #[test]
        fn a_strip_lies_wholly_inside(seed in any::<u64>(), half_length in 1.0..900.0_f64, half_width in 1.0..90.0_f64) {
            let area = bent();
            let anchor = Point::from_degrees(105.005, 21.005).unwrap();
            let land = Land::new(anchor, Some(&area));
            let strip = land.strip(land.metres(anchor), 1500.0, half_length, half_width, &mut Random::new(seed, ""));
            for step in 0..=20 {
                for side in [-1.0, 0.0, 1.0] {
                    let place = strip.at(strip.half_length * f64::from(step) / 10.0, side * strip.half_width);
                    prop_assert!(area.contains(&geo::Point::from(land.point(place))));
                }
            }
        }
    }
}
