//! What the organisms of a block-building lattice, and an oracle, publish (LAT).

mod block;
mod broadcast;
mod offer;
mod pool;
mod price;
mod tally;

pub use block::{AcceptedHeader, BlockCandidate};
pub use broadcast::Broadcast;
pub use offer::{AuctionOutcome, DiscardReason, OfferDiagnostic, Order};
pub use pool::{UnsealedBundle, UnsealedPool, bundle_digest};
pub use price::PriceTick;
pub use tally::{RefundEntry, Refunds, TallyAttestation};
