//! Deregistrations.

use strict_json::record;

use crate::{Preimage, PresentId, Result, RetirementMarker, UniqueId, encoding::option};

/// A provider leaves, with a marker for good (COM-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderDeregistration {
    /// The provider (ID-30).
    pub provider_id: PresentId,
    /// The tick.
    pub deregistered_at: u64,
    /// Its last record, if it retires.
    pub marker: Option<RetirementMarker>,
}

record!(ProviderDeregistration {
    provider_id,
    deregistered_at,
    marker,
});

impl ProviderDeregistration {
    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        let marker = self.marker.as_ref();
        let marker = marker.map(RetirementMarker::fingerprint).transpose()?;
        Ok(Preimage::hash_many()
            .field("provider-deregistration.v1")
            .field(self.provider_id)
            .field(self.deregistered_at.to_le_bytes())
            .field(option(marker)))
    }

    /// The digest of the deregistration (COM-6).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }

    /// Whether the marker names the provider itself as its replacement (COM-17).
    pub(super) fn is_own_replacement(&self) -> bool {
        self.marker
            .and_then(|marker| marker.replacement)
            .is_some_and(|replacement| replacement.address == self.provider_id)
    }
}
