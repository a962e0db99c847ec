//! Release to text index and R-tree to answers.
