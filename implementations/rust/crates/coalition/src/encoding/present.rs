//! Ids that are there.

use std::fmt;

use super::ruled;
use crate::{Result, Rule, UniqueId};

ruled! {
    /// An id that is there, and so is not `ZERO_ID`, which stands for an absent one (ENC-4).
    #[derive(Copy)]
    PresentId(UniqueId) as UniqueId, check
}

fn check(id: &UniqueId) -> Result<()> {
    match *id {
        UniqueId::ZERO => Err(Rule::ZeroId),
        _ => Ok(()),
    }
}

impl PresentId {
    /// A constant, which is known not to be zero.
    pub(crate) const fn constant(bytes: [u8; 32]) -> Self {
        Self(UniqueId::from_bytes(bytes))
    }

    /// An absent id stands as `ZERO_ID` (ENC-4).
    pub(crate) fn or_zero(id: Option<Self>) -> UniqueId {
        id.map_or(UniqueId::ZERO, |id| id.0)
    }
}

impl UniqueId {
    /// The id as one that is there, if it is not `ZERO_ID` (ENC-4).
    pub fn present(self) -> Result<PresentId> {
        PresentId::new(self)
    }
}

impl From<PresentId> for UniqueId {
    fn from(id: PresentId) -> Self {
        id.0
    }
}

impl fmt::Display for PresentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_not_there() {
        assert_eq!(UniqueId::ZERO.present(), Err(Rule::ZeroId));
        let one = UniqueId::from_bytes([1; 32]);
        assert_eq!(one.present().map(UniqueId::from), Ok(one));
    }
}
