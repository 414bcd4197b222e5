//! What zipnet publishes.

use strict_json::record;

use crate::{Fingerprint, Preimage, encoding::list};

/// The sealed envelopes that were shuffled in a slot (LAT-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broadcast {
    /// The slot.
    pub slot: u64,
    /// The digests of the envelopes, in their order.
    pub envelopes: Vec<[u8; 32]>,
}

record!(Broadcast { slot, envelopes });

impl Fingerprint for Broadcast {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("broadcast.v1")
            .field(self.slot.to_le_bytes())
            .field(list().fields(&self.envelopes).id())
    }
}
