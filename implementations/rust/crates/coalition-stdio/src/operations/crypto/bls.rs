//! Keys and signatures on BLS12-381, and committees.

use assay_kit::{Adapter, Answer, operations};
use coalition::{Preimage, SignatureScheme, UniqueId};
use coalition_crypto::{
    Bytes,
    bls::{CurveGroup, Point, Tag, public_key, sign, verify},
    committee::{
        BlsCommittee, Committee, PartialSignature, commit, default_threshold, indices, partial_sign,
    },
    shamir::{Index, Secret, Share},
};

use super::{broken, bytes, derived, points};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.bls_hash_to_curve"(group: CurveGroup, message: Bytes, tag: Tag) =>
            Ok(bytes(Point::hash(group, &message, &tag).to_bytes()));
        "crypto.bls_public_key"(signature_group: CurveGroup, secret: Secret) =>
            Ok(bytes(public_key(signature_group, secret).to_bytes()));
        "crypto.bls_sign"(signature_group: CurveGroup, secret: Secret, message: Bytes) =>
            Ok(bytes(sign(signature_group, secret, &message).to_bytes()));
        "crypto.bls_verify"(
            signature_group: CurveGroup,
            public_key: Bytes,
            message: Bytes,
            signature: Bytes,
        ) => verify(signature_group, &public_key, &message, &signature)
            .map(|()| derived(Preimage::concat().field(signature)));
        "crypto.tbls_default_threshold"(committee_size: u16) =>
            default_threshold(committee_size).map(|threshold| Answer::new(&threshold));
        "crypto.tbls_indices"(providers: Vec<UniqueId>) =>
            indices(&providers).map(|indices| Answer::new(&indices));
        "crypto.tbls_commit"(scheme: SignatureScheme, coefficients: Vec<Secret>) =>
            commit(scheme, &coefficients).map(|commitments| points(&commitments));
        "crypto.tbls_share_key"(committee: BlsCommittee, index: Index) =>
            Committee::read(&committee)?.share_key(index).map(|key| bytes(key.to_bytes()));
        "crypto.tbls_partial_sign"(scheme: SignatureScheme, share: Share, message: Bytes) =>
            partial_sign(scheme, share, &message).map(|partial| Answer::new(&partial));
        "crypto.tbls_partial_verify"(
            committee: BlsCommittee,
            message: Bytes,
            partial: PartialSignature,
        ) => Committee::read(&committee)?
            .verify(&message, &partial)
            .map(|key| bytes(key.to_bytes()));
        "crypto.tbls_combine"(
            committee: BlsCommittee,
            message: Bytes,
            partials: Vec<PartialSignature>,
        ) => Committee::read(&committee)?
            .combine(&message, &partials)
            .map(|combined| Answer::new(&combined));
    }
}
