//! What offer publishes.

use strict_json::{Bytes, choice, record};

use crate::{
    EvidencePointer, Fingerprint, Preimage, PresentId, encoding::option, surface::pointers,
};

/// An order (LAT-4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub order_id: PresentId,
    /// The slot.
    pub slot: u64,
    /// The bundle it stands for, if it stands for one.
    pub bundle_digest: Option<PresentId>,
    /// Its priority.
    pub priority: u32,
    /// The seal that it came in.
    pub seal: EvidencePointer,
    /// What the organism says of it in the clear.
    pub metadata: Bytes,
}

record!(Order {
    order_id,
    slot,
    bundle_digest,
    priority,
    seal,
    metadata,
});

impl Fingerprint for Order {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("order.v1")
            .field(self.order_id)
            .field(self.slot.to_le_bytes())
            .field(option(self.bundle_digest))
            .field(self.priority.to_le_bytes())
            .field(self.seal.fingerprint())
            .field(&self.metadata)
    }
}

/// How the auction of a slot ended (LAT-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuctionOutcome {
    /// The slot.
    pub slot: u64,
    /// The orders that won, the first first.
    pub orders: Vec<EvidencePointer>,
    /// The routed intents that it took in.
    pub routed: Vec<EvidencePointer>,
}

record!(AuctionOutcome {
    slot,
    orders,
    routed,
});

impl Fingerprint for AuctionOutcome {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("auction-outcome.v1")
            .field(self.slot.to_le_bytes())
            .field(pointers(&self.orders))
            .field(pointers(&self.routed))
    }
}

/// Why a bundle was discarded (LAT-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum DiscardReason {
    ClearingPolicy = 0,
    Duplicate = 1,
    StaleTarget = 2,
}

choice!(DiscardReason {
    ClearingPolicy {},
    Duplicate {},
    StaleTarget {},
});

/// A bundle that offer discarded (LAT-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferDiagnostic {
    /// The slot.
    pub slot: u64,
    /// The bundle.
    pub bundle_digest: PresentId,
    /// Why.
    pub reason: DiscardReason,
}

record!(OfferDiagnostic {
    slot,
    bundle_digest,
    reason,
});

impl Fingerprint for OfferDiagnostic {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("offer-diagnostic.v1")
            .field(self.slot.to_le_bytes())
            .field(self.bundle_digest)
            .field([self.reason as u8])
    }
}
