//! gzip, once per tile: what is stored is what goes over the wire.

use libdeflater::{CompressionLvl, Compressor, Decompressor};

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

/// Inflates a gzip member; its last four bytes say how long the result is.
pub(crate) fn gunzip(gzip: &[u8]) -> Result<Vec<u8>, String> {
    const LONGEST: usize = 1 << 28;
    let length = gzip.last_chunk().map_or(0, |chunk| u32::from_le_bytes(*chunk)) as usize;
    if length > LONGEST {
        return Err(format!("what is compressed says it is {length} bytes long"));
    }
    let mut plain = vec![0; length];
    Decompressor::new().gzip_decompress(gzip, &mut plain).map_err(|error| error.to_string())?;
    Ok(plain)
}
