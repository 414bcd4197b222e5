//! The records of a lattice's organisms and of an oracle.

use assay_kit::{Adapter, operations};
use coalition::{
    AcceptedHeader, AuctionOutcome, BlockCandidate, Broadcast, Bytes, OfferDiagnostic, Order,
    PriceTick, Refunds, TallyAttestation, UnsealedPool, bundle_digest,
};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "lattice.bundle_digest"(cleartext: Bytes) => Ok(derived(bundle_digest(&cleartext)));
        "lattice.broadcast"(broadcast: Broadcast) => folded(&broadcast);
        "lattice.unsealed_pool"(pool: UnsealedPool) => folded(&pool);
        "lattice.order"(order: Order) => folded(&order);
        "lattice.auction_outcome"(outcome: AuctionOutcome) => folded(&outcome);
        "lattice.offer_diagnostic"(diagnostic: OfferDiagnostic) => folded(&diagnostic);
        "lattice.block_candidate"(block: BlockCandidate) => folded(&block);
        "lattice.accepted_header"(accepted: AcceptedHeader) => folded(&accepted);
        "lattice.refunds"(refunds: Refunds) => folded(&refunds);
        "lattice.tally_attestation"(attestation: TallyAttestation) => folded(&attestation);
        "lattice.price_tick"(tick: PriceTick) => folded(&tick);
    }
}
