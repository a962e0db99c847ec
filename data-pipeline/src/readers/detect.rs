//! What a file is, told from its first bytes.

use vmap_core::text::TextEncoding;
use vmap_core::text::legacy_encoding::detect;

use super::input::Input;
use super::{Format, ReadError};

/// Formats that are recognised only to say what to do about them: first bytes, name, advice.
const KNOWN_BUT_NOT_READ: [(&[u8], &str, &str); 11] = [
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "unpack it, or save the sheet as \"CSV UTF-8\""),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook", "save the sheet as \"CSV UTF-8\""),
    (b"SQLite format 3\0", "a GeoPackage or SQLite database", "export the layer as GeoJSON, FlatGeobuf or CSV"),
    (b"\x00\x00\x27\x0A", "a Shapefile", "export it as GeoJSON or FlatGeobuf in EPSG:4326"),
    (b"%PDF", "a PDF document", "ask for the table as CSV"),
    (b"PAR1", "a Parquet file", "export it as CSV, GeoJSON or FlatGeobuf"),
    (b"BZh", "compressed with bzip2", "decompress it first; gzip and zstd are read as they are"),
    (b"\xFD7zXZ", "compressed with xz", "decompress it first; gzip and zstd are read as they are"),
    (b"7z\xBC\xAF", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x89PNG", "an image", "a table is expected"),
];

/// Refuses what is known and not read.
pub(super) fn refuse_known(input: &Input) -> Result<(), ReadError> {
    let known = KNOWN_BUT_NOT_READ.iter().find(|(magic, ..)| input.sample.starts_with(magic));
    match known {
        Some((_, found, advice)) => Err(ReadError::Unsupported { path: input.path.clone(), found, advice }),
        None => Ok(()),
    }
}

/// The format of `input`.
pub(super) fn format(input: &Input) -> Result<Format, ReadError> {
    refuse_known(input)?;
    let sample = input.sample.as_slice();
    let binary = match sample {
        [b'f', b'g', b'b', _, b'f', b'g', b'b', ..] => Some(Format::FlatGeobuf),
        _ if is_osm_pbf(sample) => Some(Format::OsmPbf),
        _ => None,
    };
    match (binary, input.compression) {
        (Some(format), None) => Ok(format),
        (Some(_), Some(_)) => Err(ReadError::Unsupported {
            path: input.path.clone(),
            found: "compressed OSM PBF or FlatGeobuf",
            advice: "decompress it first, these formats are read from several places at once",
        }),
        (None, _) => text_format(input),
    }
}

/// A PBF begins with the length of the first blob's header, four bytes, and its type.
fn is_osm_pbf(sample: &[u8]) -> bool {
    matches!(sample, [0, 0, _, _, 0x0A, 9, name @ ..] if name.starts_with(b"OSMHeader"))
}

fn text_format(input: &Input) -> Result<Format, ReadError> {
    let sample = without_byte_order_mark(&input.sample).trim_ascii_start();
    match sample.first() {
        Some(0x1E) => return Ok(Format::GeoJsonSeq),
        Some(b'{' | b'[') => return Ok(Format::GeoJson),
        Some(b'<') => {
            let path = input.path.clone();
            return Err(ReadError::Unsupported {
                path,
                found: "an HTML or XML page",
                advice: "download the data itself: a login or error page may have been saved in its place",
            });
        }
        Some(_) => {}
        None => return Err(ReadError::Empty { path: input.path.clone() }),
    }
    let utf16 = matches!(detect(&input.sample), TextEncoding::Utf16Le | TextEncoding::Utf16Be);
    match !utf16 && input.sample.contains(&0) {
        true => Err(ReadError::UnknownFormat { path: input.path.clone(), detail: "it has binary data".to_owned() }),
        false => Ok(Format::Csv),
    }
}

/// `bytes` after the UTF-8 byte order mark, if there is one.
pub(super) fn without_byte_order_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
