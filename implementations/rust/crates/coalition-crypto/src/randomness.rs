//! The proofs of a Randomness (RND-4, RND-5, RND-11, RND-22).

use coalition::{
    BeaconProofs, BeaconProviderCard, BeaconScheme, CurveGroup, PresentId, TdxCollateral,
    beacon_round,
};

use crate::{
    Result, Rule, UniqueId,
    beacon::{BeaconOutput, Rounds},
    bls::{self, Point},
    dcap::{TcbStatus, TdxBinding, TdxPolicy, Verifier},
    ecvrf,
    tdx::TdxQuote,
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
            // Without collateral a quote proves nothing.
            BeaconScheme::TdxAttested { .. } => Err(Rule::BeaconProofInvalid),
        };
        value.map_err(|_| Rule::BeaconProofInvalid)
    }

    fn attested_value(
        &self,
        card: &BeaconProviderCard,
        module: PresentId,
        round: u64,
        quote: &[u8],
        collateral: &TdxCollateral,
        now: u64,
    ) -> Result<[u8; 32]> {
        let BeaconScheme::TdxAttested { root, mr_td } = &card.scheme else {
            return Err(Rule::BeaconProofInvalid);
        };
        let policy = TdxPolicy {
            mr_tds: vec![*mr_td],
            statuses: vec![TcbStatus::UpToDate {}],
        };
        let verifier = Verifier {
            collateral,
            root,
            now,
            policy: &policy,
        };
        let digest = beacon_round(module, card.provider_id, round).id();
        let value = value_of_quote(&verifier, quote, digest);
        value.map_err(|_| Rule::BeaconProofInvalid)
    }
}

/// The value behind the digest of the round, in the report data of a quote that verifies (RND-22).
fn value_of_quote(verifier: &Verifier<'_>, quote: &[u8], digest: UniqueId) -> Result<[u8; 32]> {
    let mut report_data = TdxQuote::parse(quote)?.body.report_data;
    let (bound, value) = report_data.split_at_mut(32);
    bound.copy_from_slice(digest.as_bytes());
    let mut drawn = [0; 32];
    drawn.copy_from_slice(value);
    verifier.verify(quote, &TdxBinding::Given { report_data })?;
    Ok(drawn)
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
    use coalition::Bytes;
    use strict_json::record;

    use super::*;
    use crate::examples::example;

    #[derive(Clone)]
    struct Case {
        card: BeaconProviderCard,
        module: PresentId,
        round: u64,
        quote: Bytes,
        collateral: TdxCollateral,
        now: u64,
    }

    record!(Case {
        card,
        module,
        round,
        quote,
        collateral,
        now,
    });

    impl Case {
        /// What comes of it when it is altered.
        fn with(&self, alter: impl FnOnce(&mut Self)) -> Result<[u8; 32]> {
            let mut case = self.clone();
            alter(&mut case);
            let Self {
                card,
                module,
                round,
                quote,
                collateral,
                now,
            } = case;
            Proofs.attested_value(&card, module, round, &quote, &collateral, now)
        }

        fn quote(&self) -> TdxQuote {
            TdxQuote::parse(&self.quote).unwrap()
        }
    }

    /// RND-22
    #[test]
    fn a_round_that_a_guest_attests() {
        let case: Case = example("randomness", "randomness/verify-attested/guest");
        let value = case.with(|_| ()).unwrap();
        assert_eq!(value, case.quote().body.report_data[32..]);
        let other = coalition::hash("another").present().unwrap();
        let scheme = |mr_td: [u8; 48], root: &Bytes| BeaconScheme::TdxAttested {
            root: root.clone(),
            mr_td,
        };
        let BeaconScheme::TdxAttested { root, mr_td } = case.card.scheme.clone() else {
            panic!("the card is of a guest");
        };
        for refused in [
            case.with(|case| case.round += 1),
            case.with(|case| case.module = other),
            case.with(|case| case.card.provider_id = other),
            case.with(|case| case.now = 0),
            case.with(|case| case.card.scheme = scheme([0; 48], &root)),
            case.with(|case| case.card.scheme = scheme(mr_td, &b"".as_slice().into())),
            case.with(|case| {
                let public_key = [2; 32];
                case.card.scheme = BeaconScheme::Vrf { public_key };
            }),
            case.with(|case| {
                let mut quote = case.quote();
                quote.body.report_data[63] ^= 1;
                case.quote = quote.write().into();
            }),
            case.with(|case| case.quote = b"".as_slice().into()),
        ] {
            assert_eq!(refused, Err(Rule::BeaconProofInvalid));
        }
        let bare = Proofs.value(&case.card, case.module, case.round, &case.quote);
        assert_eq!(bare, Err(Rule::BeaconProofInvalid));
    }

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
