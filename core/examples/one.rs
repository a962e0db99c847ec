//! throwaway
#![allow(clippy::print_stdout, reason = "throwaway")]
#[path = "../tests/common/mod.rs"]
mod common;
fn main() {
    let names = common::unit_names();
    for l in std::env::args().skip(1) {
        let w = vmap_core::text::words(&l);
        println!("{:?}", w.iter().map(|w| (w.folded.as_str(), w.marked.as_str(), w.segment)).collect::<Vec<_>>());
        println!("{:?}", names.recognise(&w));
        println!("{:?}", vmap_core::address::AddressParser::new(&names).parse(&l));
    }
}
