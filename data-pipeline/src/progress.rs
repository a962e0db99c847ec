//! How long work tells of its progress, without knowing to whom.

/// Hears how far a piece of work is.
pub trait Progress: Sync {
    /// A new stage begins; `total` is how much there is to do, where that is known.
    fn stage(&self, name: &str, total: Option<u64>);
    /// `amount` more of the stage is done.
    fn advance(&self, amount: u64);
    /// The stage is over.
    fn done(&self);
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _name: &str, _total: Option<u64>) {}
    fn advance(&self, _amount: u64) {}
    fn done(&self) {}
}
