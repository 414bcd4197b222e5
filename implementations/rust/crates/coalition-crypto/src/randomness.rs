//! The proofs of a Randomness (RND-4, RND-5, RND-11).

use coalition::{
    BeaconProofs, BeaconProviderCard, BeaconScheme, CurveGroup, PresentId, beacon_round,
};

use crate::{
    Result, Rule,
    beacon::{BeaconOutput, Rounds},
    bls::{self, Point},
    ecvrf,
};

/// The schemes of beacons, as this crate verifies them.
#[derive(Clone, Copy, Debug)]
pub struct Proofs;

impl BeaconProofs for Proofs {
    fn is_usable(&self, scheme: &BeaconScheme) -> bool {
        let is_key = |group: CurveGroup, key: &[u8]| Point::read(group.other(), key).is_ok();
        match scheme {
            BeaconScheme::ThresholdBls {
                signature_group,
                public_key,
            } => is_key(*signature_group, public_key),
            BeaconScheme::Vrf { public_key } => ecvrf::check_key(public_key).is_ok(),
            BeaconScheme::External {
                network,
                public_key,
            } => is_key(network.signature_group(), public_key),
            BeaconScheme::TdxAttested { .. } => true,
        }
    }

    fn value(
        &self,
        card: &BeaconProviderCard,
        module: PresentId,
        round: u64,
        proof: &[u8],
    ) -> Result<[u8; 32]> {
        let message = beacon_round(module, card.provider_id, round).id();
        let message = message.as_bytes();
        let value = match &card.scheme {
            BeaconScheme::ThresholdBls {
                signature_group,
                public_key,
            } => {
                let verified = bls::verify(*signature_group, public_key, message, proof);
                verified.map(|()| value_of_signature(proof))
            }
            BeaconScheme::Vrf { public_key } => ecvrf::verify(public_key, message, proof)
                .map(|beta| BeaconOutput::VrfOutput { beta }.value()),
            BeaconScheme::External {
                network,
                public_key,
            } => {
                let (before, signature) = match network.is_chained() {
                    true => chained(network.signature_group(), proof)?,
                    false => (None, proof),
                };
                network.verify(public_key, round, before, signature)
            }
            BeaconScheme::TdxAttested { .. } => Err(Rule::BeaconProofInvalid),
        };
        value.map_err(|_| Rule::BeaconProofInvalid)
    }
}

/// The signature before, of one byte at least, and the one behind it, as long as its group says
/// (RND-4).
fn chained(group: CurveGroup, proof: &[u8]) -> Result<(Option<&[u8]>, &[u8])> {
    let length = match group {
        CurveGroup::G1 => 48,
        CurveGroup::G2 => 96,
    };
    match proof.len().checked_sub(length) {
        Some(before @ 1..) => {
            let (before, signature) = proof.split_at(before);
            Ok((Some(before), signature))
        }
        _ => Err(Rule::BeaconProofInvalid),
    }
}

fn value_of_signature(signature: &[u8]) -> [u8; 32] {
    let signature = signature.into();
    BeaconOutput::ThresholdSignature { signature }.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chained_proof_has_a_signature_before() {
        let g2 = CurveGroup::G2;
        let proof = [7; 98];
        assert_eq!(chained(g2, &proof), Ok((Some(&proof[..2]), &proof[2..])));
        for length in [0, 95, 96] {
            assert_eq!(chained(g2, &proof[..length]), Err(Rule::BeaconProofInvalid));
        }
    }
}
