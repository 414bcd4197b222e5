//! Keys that no member knows.

use assay_kit::{Adapter, Answer, operations};
use coalition::{Preimage, UniqueId};
use coalition_crypto::{
    Bytes,
    blame::Complaint,
    committee_key::{CommitteeKey, active, verify},
    dealing::{Dealing, DealtShare},
    dkg::DkgRound,
    shamir::{Index, Secret, Share},
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.key_active"(keys: Vec<CommitteeKey>, at_ms: u64) =>
            active(&keys, at_ms).map(|digests| Answer::new(&digests));
        "crypto.key_verify"(
            keys: Vec<CommitteeKey>,
            committee_pk_digest: UniqueId,
            committed_at_ms: u64,
            message: Bytes,
            signature: Bytes,
        ) => verify(&keys, &committee_pk_digest, committed_at_ms, &message, &signature)
            .map(|()| derived(Preimage::concat().field(signature)));
        "crypto.dkg_possession_message"(round: DkgRound, dealer: Index, constant: Bytes) =>
            round.possession_message(dealer, &constant).map(derived);
        "crypto.dkg_deal"(round: DkgRound, dealer: Index, coefficients: Vec<Secret>) =>
            round.deal(dealer, &coefficients).map(|deal| Answer::new(&deal));
        "crypto.dkg_check_share"(round: DkgRound, dealing: Dealing, share: Share) =>
            round.check_share(&dealing, share).map(|commitment| bytes(commitment.to_bytes()));
        "crypto.dkg_outcome"(
            round: DkgRound,
            dealings: Vec<Dealing>,
            complaints: Vec<Complaint>,
        ) => round.outcome(&dealings, &complaints).map(|outcome| Answer::new(&outcome));
        "crypto.dkg_share"(
            round: DkgRound,
            dealings: Vec<Dealing>,
            index: Index,
            received: Vec<DealtShare>,
        ) => round.share(&dealings, index, &received).map(|share| Answer::new(&share));
    }
}
