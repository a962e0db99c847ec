//! throwaway
#![allow(clippy::print_stdout, reason = "throwaway")]
#[path = "../tests/common/mod.rs"]
mod common;
fn main() {
    let names = common::unit_names();
    let t = names.table();
    let p = vmap_core::address::AddressParser::new(&names);
    let mut bad = 0;
    for pre in ["", "12 Lê Lợi, ", "Thôn Đoài, "] {
        for (id, _) in t.iter() {
            let line =
                format!("{pre}{}", t.lineage(id).map(|(_, u)| u.full_name.clone()).collect::<Vec<_>>().join(", "));
            let r = p.parse(&line);
            let f = r.format(t);
            if !r.units.candidates.contains(&id) || f != line {
                bad += 1;
                println!("{line} => {f} {:?} {id:?} {:?}", r.units.candidates, r.leftovers);
            }
        }
    }
    println!("{bad} of {}", t.len());
}
