//! Keys that no member knows.

use assay_kit::{Adapter, Answer, operations};
use coalition_crypto::{
    Bytes,
    dkg::{Complaint, Dealing, DealtShare, DkgRound},
    shamir::{Index, Secret, Share},
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
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
