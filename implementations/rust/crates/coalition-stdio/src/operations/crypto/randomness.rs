//! The records of a Randomness, and its proofs.

use assay_kit::{Adapter, operations};
use coalition::{
    BeaconProofs, BeaconProviderCard, BeaconScheme, BeaconTick, Bytes, PresentId, TdxCollateral,
    beacon_round,
};
use coalition_crypto::randomness::Proofs;

use super::{broken, bytes, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "randomness.scheme"(scheme: BeaconScheme) => folded(&scheme);
        "randomness.provider_card"(card: BeaconProviderCard) => folded(&card);
        "randomness.round"(module: PresentId, provider: PresentId, round: u64) =>
            Ok(derived(beacon_round(module, provider, round)));
        "randomness.verify"(
            card: BeaconProviderCard,
            module: PresentId,
            round: u64,
            proof: Bytes,
        ) => Proofs.value(&card, module, round, &proof).map(bytes);
        "randomness.verify_attested"(
            card: BeaconProviderCard,
            module: PresentId,
            round: u64,
            quote: Bytes,
            collateral: TdxCollateral,
            now: u64,
        ) => Proofs
            .attested_value(&card, module, round, &quote, &collateral, now)
            .map(bytes);
        "randomness.tick"(tick: BeaconTick) => folded(&tick);
    }
}
