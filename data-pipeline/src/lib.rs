//! Source files to registry to release.
