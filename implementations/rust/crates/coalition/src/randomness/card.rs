//! Cards of providers.

use strict_json::record;

use super::BeaconScheme;
use crate::{Fingerprint, Preimage, PresentId};

/// What a provider declares (RND-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeaconProviderCard {
    /// The provider (ID-30).
    pub provider_id: PresentId,
    /// Its one scheme, with its key.
    pub scheme: BeaconScheme,
    /// The tick of the Almanac from which it holds.
    pub refreshed_at: u64,
}

record!(BeaconProviderCard {
    provider_id,
    scheme,
    refreshed_at,
});

impl Fingerprint for BeaconProviderCard {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("beacon-provider-card.v1")
            .field(self.provider_id)
            .field(self.scheme.fingerprint())
            .field(self.refreshed_at.to_le_bytes())
    }
}
