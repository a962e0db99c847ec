//! gzip, once per tile: what is stored is what goes over the wire.

use libdeflater::{CompressionLvl, Compressor};

/// Level 6 of libdeflate.
fn level() -> CompressionLvl {
    CompressionLvl::default()
}

/// `plain` as one gzip member without name or time, so that the same content has the same bytes.
pub(crate) fn gzip(plain: &[u8]) -> Vec<u8> {
    thread_local! {
        static COMPRESSOR: std::cell::RefCell<Compressor> = std::cell::RefCell::new(Compressor::new(level()));
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut out = vec![0; compressor.gzip_compress_bound(plain.len())];
        // The bound is long enough by its contract, so the only error cannot happen; were it to,
        // the member would be empty and no tile.
        let length = compressor.gzip_compress(plain, &mut out).unwrap_or(0);
        out.truncate(length);
        out
    })
}
