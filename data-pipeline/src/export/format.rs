//! The formats, and which file is written in which.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::block::Block;
use super::error::ExportError;
use super::fields::Row;
use super::{flatgeobuf, text};
use crate::readers::Compression;

/// A format of open data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header line and a line a row, RFC 4180, UTF-8. Lines of streets are left out.
    Csv,
    /// FlatGeobuf with a spatial index, in EPSG:4326.
    FlatGeobuf,
    /// One GeoJSON feature a line.
    GeoJsonSeq,
}

impl Format {
    const ALL: [Self; 3] = [Self::Csv, Self::FlatGeobuf, Self::GeoJsonSeq];

    /// Ending of the names of its files.
    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::FlatGeobuf => "fgb",
            Self::GeoJsonSeq => "geojsonl",
        }
    }

    /// The format that the ending of `path`, without that of a compression, tells.
    fn of_name(path: &Path) -> Option<Self> {
        let stem = if Compression::of_name(path).is_some() { path.with_extension("") } else { path.to_owned() };
        Self::ALL.into_iter().find(|format| stem.extension() == Some(OsStr::new(format.ending())))
    }

    pub(super) fn encode(self, rows: &[Row<'_>]) -> io::Result<Block> {
        match self {
            Self::Csv => text::csv(rows),
            Self::GeoJsonSeq => text::geojson_lines(rows),
            Self::FlatGeobuf => Ok(flatgeobuf::features(rows)),
        }
    }
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its format.
    pub format: Format,
    /// Its compression, if any.
    pub compression: Option<Compression>,
    /// Its name.
    pub path: PathBuf,
}

impl Target {
    fn new(format: Format, path: PathBuf) -> Result<Self, ExportError> {
        match Compression::of_name(&path) {
            Some(_) if format == Format::FlatGeobuf => Err(ExportError::Compressed(path)),
            compression => Ok(Self { format, compression, path }),
        }
    }
}

/// The files that `output` means: itself in the one of `formats`, or in the format that its name tells
/// where there is none; with several formats, for each a file called `output` with an ending.
///
/// # Errors
/// Where no format is told, or `output` has the ending of one of several.
pub fn targets(formats: &[Format], output: &Path) -> Result<Vec<Target>, ExportError> {
    match formats {
        [] => {
            let format = Format::of_name(output).ok_or_else(|| ExportError::UnknownFormat(output.to_owned()))?;
            Ok(vec![Target::new(format, output.to_owned())?])
        }
        [format] => Ok(vec![Target::new(*format, output.to_owned())?]),
        _ if Format::of_name(output).is_some() => Err(ExportError::NameOfOneFormat(output.to_owned())),
        _ => Format::ALL
            .into_iter()
            .filter(|format| formats.contains(format))
            .map(|format| Target::new(format, with_ending(output, format.ending())))
            .collect(),
    }
}

/// `path.ending`, whatever other points there are in its name.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    fn names(formats: &[Format], output: &str) -> Vec<String> {
        let targets = targets(formats, Path::new(output)).unwrap();
        targets.into_iter().map(|target| target.path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_name_tells_format_and_compression() {
        let target = |name: &str| targets(&[], Path::new(name)).unwrap().remove(0);
        for (name, format, compression) in [
            ("a.csv", Format::Csv, None),
            ("v1.2/a.csv.gz", Format::Csv, Some(Compression::Gzip)),
            ("a.geojsonl.zst", Format::GeoJsonSeq, Some(Compression::Zstd)),
            ("a.fgb", Format::FlatGeobuf, None),
        ] {
            let found = target(name);
            assert_eq!((found.format, found.compression), (format, compression), "{name}");
        }
    }

    #[test]
    fn what_is_told_goes_before_the_name() {
        let found = targets(&[Format::Csv], Path::new("addresses.txt.gz")).unwrap().remove(0);
        assert_eq!((found.format, found.compression), (Format::Csv, Some(Compression::Gzip)));
    }

    #[test]
    fn several_formats_add_their_endings() {
        let both = [Format::FlatGeobuf, Format::Csv];
        assert_eq!(names(&both, "open/ha-noi.2026"), ["open/ha-noi.2026.csv", "open/ha-noi.2026.fgb"]);
    }

    #[test]
    fn names_that_cannot_be_meant_are_refused() {
        let error = |formats: &[Format], name: &str| targets(formats, Path::new(name)).unwrap_err();
        assert!(matches!(error(&[], "addresses"), ExportError::UnknownFormat(_)));
        assert!(matches!(error(&[], "addresses.fgb.zst"), ExportError::Compressed(_)));
        assert!(matches!(error(&[Format::Csv, Format::FlatGeobuf], "a.csv"), ExportError::NameOfOneFormat(_)));
    }
}
