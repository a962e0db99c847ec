//! Encoded rows on their way to a file.

use flatgeobuf::packed_r_tree::NodeItem;

/// The bytes of some rows.
#[derive(Default)]
pub(super) struct Block {
    /// What is to be written.
    pub bytes: Vec<u8>,
    /// For a format with an index, the box around each row, with its offset in `bytes`.
    pub boxes: Vec<NodeItem>,
}
