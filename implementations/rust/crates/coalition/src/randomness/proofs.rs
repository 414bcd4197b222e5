//! Who tells a right proof from a wrong one.

use std::fmt::Debug;

use super::{BeaconProviderCard, BeaconScheme, TdxCollateral};
use crate::{PresentId, Result};

/// The cryptography of the schemes, which this crate does not have. What plays a Randomness is given
/// it.
pub trait BeaconProofs: Debug + Sync {
    /// Whether anything verifies under the key of a scheme (RND-11).
    fn is_usable(&self, scheme: &BeaconScheme) -> bool;

    /// The value of a round, if the proof is its proof under the card (RND-4, RND-5).
    fn value(
        &self,
        card: &BeaconProviderCard,
        module: PresentId,
        round: u64,
        proof: &[u8],
    ) -> Result<[u8; 32]>;

    /// The value of a round that a quote attests, if the quote is its proof under the card now, in
    /// Unix seconds (RND-22).
    fn attested_value(
        &self,
        card: &BeaconProviderCard,
        module: PresentId,
        round: u64,
        quote: &[u8],
        collateral: &TdxCollateral,
        now: u64,
    ) -> Result<[u8; 32]>;
}

/// The text leaves no two ways to verify.
impl PartialEq for dyn BeaconProofs {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for dyn BeaconProofs {}
