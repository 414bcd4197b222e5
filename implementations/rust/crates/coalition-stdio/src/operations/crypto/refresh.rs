//! Keys that stay while their shares, or those who hold them, change.

use assay_kit::{Adapter, Answer, operations};
use coalition_crypto::{
    Bytes,
    blame::Complaint,
    dealing::{Dealing, DealtShare},
    refresh::{CommitteeEpoch, EpochPartial},
    reshare::Resharing,
    shamir::{Index, Secret, Share},
};

use super::broken;

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.refresh_deal"(
            current: CommitteeEpoch,
            dealer: Index,
            coefficients: Vec<Secret>,
        ) => current.deal(dealer, &coefficients).map(|deal| Answer::new(&deal));
        "crypto.refresh_outcome"(
            current: CommitteeEpoch,
            dealings: Vec<Dealing>,
            complaints: Vec<Complaint>,
        ) => current.outcome(&dealings, &complaints).map(|outcome| Answer::new(&outcome));
        "crypto.refresh_share"(
            current: CommitteeEpoch,
            dealings: Vec<Dealing>,
            share: Share,
            received: Vec<DealtShare>,
        ) => current.share(&dealings, share, &received).map(|share| Answer::new(&share));
        "crypto.epoch_combine"(
            current: CommitteeEpoch,
            message: Bytes,
            partials: Vec<EpochPartial>,
        ) => current.combine(&message, &partials).map(|combined| Answer::new(&combined));
        "crypto.reshare_deal"(
            resharing: Resharing,
            share: Share,
            coefficients: Vec<Secret>,
        ) => resharing.deal(share, &coefficients).map(|deal| Answer::new(&deal));
        "crypto.reshare_outcome"(
            resharing: Resharing,
            dealings: Vec<Dealing>,
            complaints: Vec<Complaint>,
        ) => resharing.outcome(&dealings, &complaints).map(|outcome| Answer::new(&outcome));
        "crypto.reshare_share"(
            resharing: Resharing,
            dealings: Vec<Dealing>,
            index: Index,
            received: Vec<DealtShare>,
        ) => resharing.share(&dealings, index, &received).map(|share| Answer::new(&share));
    }
}
