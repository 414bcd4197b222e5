//! Cards of providers.

use strict_json::{Bytes, record};

use super::ComputeCapabilities;
use crate::{Fingerprint, Preimage, PresentId, UniqueId, encoding::option};

/// What a provider offers (COM-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputeProviderCard {
    /// The provider (ID-30).
    pub provider_id: PresentId,
    /// A quote, for others to verify.
    pub tdx_quote: Option<Bytes>,
    /// What it can do.
    pub capabilities: ComputeCapabilities,
    /// Its one rate.
    pub declared_rate: u64,
    /// Where it is answered.
    pub zipnet_reply: UniqueId,
    /// The tick of the card.
    pub refreshed_at: u64,
    /// For how many ticks it is fresh.
    pub max_age: u64,
}

record!(ComputeProviderCard {
    provider_id,
    tdx_quote,
    capabilities,
    declared_rate,
    zipnet_reply,
    refreshed_at,
    max_age,
});

impl ComputeProviderCard {
    /// Whether it is neither stale nor early in a round (COM-23).
    pub(super) fn is_fresh(&self, round: u64) -> bool {
        round
            .checked_sub(self.refreshed_at)
            .is_some_and(|age| age <= self.max_age)
    }
}

impl Fingerprint for ComputeProviderCard {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("compute-provider-card.v1")
            .field(self.provider_id)
            .field(option(self.tdx_quote.as_ref()))
            .field(self.capabilities.fingerprint())
            .field(self.declared_rate.to_le_bytes())
            .field(self.zipnet_reply)
            .field(self.refreshed_at.to_le_bytes())
            .field(self.max_age.to_le_bytes())
    }
}
