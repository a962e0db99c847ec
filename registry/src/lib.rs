//! The system of record: places, versions, sources, batches and change numbers.
