//! Values that are folded into one id.

use crate::{Preimage, Result, UniqueId};

/// A value that is folded into one id.
pub trait Fingerprint {
    /// Refuses a value that breaks a rule, at any depth.
    fn check(&self) -> Result<()>;

    /// The preimage of a value that is checked already.
    #[doc(hidden)]
    fn fold(&self) -> Result<Preimage>;

    /// The id of a value that is checked already.
    #[doc(hidden)]
    fn folded(&self) -> Result<UniqueId> {
        Ok(self.fold()?.id())
    }

    /// The bytes that are hashed.
    fn preimage(&self) -> Result<Preimage> {
        self.check()?;
        self.fold()
    }

    /// The id.
    fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}

/// An absent value stands as `ZERO_ID` (ENC-4).
pub(crate) fn folded_or_zero(value: Option<&impl Fingerprint>) -> Result<UniqueId> {
    value.map_or(Ok(UniqueId::ZERO), Fingerprint::folded)
}

/// Checks every element.
pub(crate) fn check_all<'a, T: Fingerprint + 'a>(
    values: impl IntoIterator<Item = &'a T>,
) -> Result<()> {
    values.into_iter().try_for_each(Fingerprint::check)
}
