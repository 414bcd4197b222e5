//! Values that are folded into one id.

use crate::{Preimage, UniqueId};

/// A value that is folded into one id, and whose parts cannot contradict one another.
///
/// A type whose parts can has methods of the same names that may refuse it.
pub trait Fingerprint {
    /// The bytes that are hashed.
    fn preimage(&self) -> Preimage;

    /// The id.
    fn fingerprint(&self) -> UniqueId {
        self.preimage().id()
    }
}

/// An absent value stands as `ZERO_ID` (ENC-4).
pub(crate) fn or_zero(value: Option<&impl Fingerprint>) -> UniqueId {
    value.map_or(UniqueId::ZERO, Fingerprint::fingerprint)
}
