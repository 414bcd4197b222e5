//! What an oracle publishes.

use strict_json::record;

use crate::{Fingerprint, Preimage, TokenPair};

/// A price, in 10⁻⁸ of quote per base (LAT-11).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the members are those of the table, under the names they have there"
)]
pub struct PriceTick {
    pub timestamp_ms: u64,
    /// The pair, as it is oriented.
    pub pair: TokenPair,
    pub price: u128,
    pub confidence: u128,
    pub source_set_digest: [u8; 32],
    pub source_count: u8,
    pub stale: bool,
    pub seq: u64,
}

record!(PriceTick {
    timestamp_ms,
    pair,
    price,
    confidence,
    source_set_digest,
    source_count,
    stale,
    seq,
});

impl Fingerprint for PriceTick {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("price-tick.v1")
            .field(self.timestamp_ms.to_le_bytes())
            .field(self.pair.oriented())
            .field(self.price.to_le_bytes())
            .field(self.confidence.to_le_bytes())
            .field(self.source_set_digest)
            .field([self.source_count])
            .field([u8::from(self.stale)])
            .field(self.seq.to_le_bytes())
    }
}
