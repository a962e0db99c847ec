//! Made wards of all shapes: they fit at every zoom, however much is left out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by a panic")]

mod common;

use common::areas::{faults, names_outside, tiles_of_the_country};
use common::decode::layers;
use common::{boundary, release, unit};
use proptest::prelude::*;
use vmap_core::unit::{UnitLevel, UnitTable};
use vmap_release::Boundary;
use vmap_tiles::{TileSet, TileSets};

/// Wards in rows and columns.
const SIDE: usize = 4;

/// A province with as many wards as there are `boundaries`.
fn province(wards: usize) -> UnitTable {
    let province = unit(UnitLevel::Province, "01", "Thành phố", "Hà Nội", None);
    let ward = |index: usize| unit(UnitLevel::Ward, &code(index), "Phường", "Ba Đình", Some(0));
    UnitTable::new(std::iter::once(province).chain((0..wards).map(ward)).collect(), vec![]).unwrap()
}

fn code(index: usize) -> String {
    format!("{index:05}")
}

/// Wards side by side in the south of the country, `side` degrees wide, whose corners and the
/// places between them are moved by up to a third of that by `moves`.
fn side_by_side(side: f64, moves: &[(f64, f64)]) -> Vec<Boundary> {
    // Two thirds of the way from corner to corner there is another vertex, on every border.
    let vertices = SIDE * 3 + 1;
    let vertex = |column: usize, row: usize| {
        let (x, y) = moves[(column * vertices + row) % moves.len()];
        let place = |index: usize, moved: f64| (index as f64 + moved) / 3.0 * side;
        (105.3 + place(column, x), 10.1 + place(row, y))
    };
    let ward = |index: usize| {
        let (west, south) = (index / SIDE * 3, index % SIDE * 3);
        let south_side = (0..3).map(|step| vertex(west + step, south));
        let east_side = (0..3).map(|step| vertex(west + 3, south + step));
        let north_side = (0..3).map(|step| vertex(west + 3 - step, south + 3));
        let west_side = (0..3).map(|step| vertex(west, south + 3 - step));
        boundary(&code(index), south_side.chain(east_side).chain(north_side).chain(west_side).collect())
    };
    (0..SIDE * SIDE).map(ward).collect()
}

/// Draws `boundaries` and looks at every tile of every zoom.
fn check(boundaries: &[Boundary], may_have_holes: bool) -> Result<(), TestCaseError> {
    let (_folder, release) = release(vec![], &province(boundaries.len()), boundaries);
    let sets = TileSets::open(&release).unwrap();
    for coord in (4..=12).flat_map(tiles_of_the_country) {
        let Some(tile) = sets.tile(TileSet::Admin, coord).unwrap() else { continue };
        let layers = layers(&tile);
        for layer in ["wards", "provinces"].iter().filter_map(|name| layers.get(*name)) {
            let faults = faults(layer);
            prop_assert!(faults.invalid.is_empty() && faults.overlap.abs() < 0.01, "{:?} {:?}", coord, faults);
            prop_assert!(may_have_holes || faults.holes.is_empty(), "{:?} {:?}", coord, faults);
        }
        prop_assert_eq!(names_outside(&layers).0, Vec::<String>::new(), "{:?}", coord);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    /// From wards of a street's width to wards as wide as a province; their corners may lie so
    /// that borders cross.
    #[test]
    fn wards_side_by_side_leave_no_gap_and_overlap_nowhere(
        side in prop_oneof![0.0005..0.01_f64, 0.01..0.4_f64],
        moves in proptest::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 40),
    ) {
        check(&side_by_side(side, &moves), true)?;
    }

    /// Corners that stay in their places: no border crosses another in the source.
    #[test]
    fn wards_that_fit_in_the_source_fit_at_every_zoom(
        side in prop_oneof![0.0005..0.01_f64, 0.01..0.4_f64],
        moves in proptest::collection::vec((-0.2..0.2_f64, -0.2..0.2_f64), 40),
    ) {
        check(&side_by_side(side, &moves), false)?;
    }

    /// Whatever polygons a source has, overlapping and crossing themselves.
    #[test]
    fn a_source_full_of_faults_is_drawn_without_them(
        rings in proptest::collection::vec(proptest::collection::vec((105.0..105.6_f64, 10.0..10.6_f64), 3..8), 1..8),
    ) {
        let boundaries: Vec<Boundary> = (0..).zip(rings).map(|(index, ring)| boundary(&code(index), ring)).collect();
        check(&boundaries, true)?;
    }
}
