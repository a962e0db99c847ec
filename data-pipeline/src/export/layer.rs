//! One file while it is written.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use flate2::write::GzEncoder;
use vmap_release::Manifest;

use super::block::Block;
use super::error::ExportError;
use super::flatgeobuf::FlatGeobufWriter;
use super::format::{Format, Target};
use super::text;
use crate::part_file::PartFile;
use crate::readers::Compression;

/// What all files have in them.
#[derive(Clone, Copy)]
pub(super) struct Contents<'r> {
    /// The release that the rows come from.
    pub manifest: &'r Manifest,
    /// How many rows.
    pub total: u64,
    /// Whether some rows may have lines instead of a point.
    pub has_lines: bool,
}

/// One file while it is written.
pub(super) struct Layer<'r> {
    file: PartFile,
    writer: Writer<'r>,
}

enum Writer<'r> {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<File>),
    Zstd(zstd::Encoder<'static, File>),
    FlatGeobuf(FlatGeobufWriter<'r>),
}

impl<'r> Layer<'r> {
    /// Begins `target`, which will have `contents`.
    pub fn create(target: &Target, contents: Contents<'r>) -> Result<Self, ExportError> {
        let failed = ExportError::write(&target.path);
        let (file, writer) = Self::begin(target, contents).map_err(failed)?;
        let mut layer = Self { file, writer };
        if target.format == Format::Csv {
            layer.write(&text::csv_header().map_err(ExportError::Encode)?)?;
        }
        Ok(layer)
    }

    fn begin(target: &Target, contents: Contents<'r>) -> io::Result<(PartFile, Writer<'r>)> {
        let (file, out) = PartFile::create(&target.path)?;
        let writer = match (target.format, target.compression) {
            (Format::FlatGeobuf, _) => Writer::FlatGeobuf(FlatGeobufWriter::create(out, file.open_again()?, contents)?),
            (_, None) => Writer::Plain(BufWriter::with_capacity(1 << 18, out)),
            (_, Some(Compression::Gzip)) => Writer::Gzip(GzEncoder::new(out, flate2::Compression::default())),
            (_, Some(Compression::Zstd)) => Writer::Zstd(zstd::Encoder::new(out, 3)?),
        };
        Ok((file, writer))
    }

    /// Adds the rows of `block`.
    pub fn write(&mut self, block: &Block) -> Result<(), ExportError> {
        let written = match &mut self.writer {
            Writer::Plain(out) => out.write_all(&block.bytes),
            Writer::Gzip(out) => out.write_all(&block.bytes),
            Writer::Zstd(out) => out.write_all(&block.bytes),
            Writer::FlatGeobuf(writer) => writer.write(block),
        };
        written.map_err(ExportError::write(self.file.path()))
    }

    /// Completes the file, which still has to be kept.
    pub fn finish(self) -> Result<PartFile, ExportError> {
        let finished = match self.writer {
            Writer::Plain(mut out) => out.flush(),
            Writer::Gzip(out) => out.finish().map(drop),
            Writer::Zstd(out) => out.finish().map(drop),
            Writer::FlatGeobuf(writer) => writer.finish(),
        };
        finished.map_err(ExportError::write(self.file.path())).map(|()| self.file)
    }
}
