//! FROST.

use assay_kit::{Adapter, Answer, operations};
use coalition::Preimage;
use coalition_crypto::{
    Bytes,
    frost::{
        FrostCommitment, FrostGroup, FrostNonces, FrostShare, FrostSuite, Identifier, Signer,
        aggregate, binding, challenge, commit, deal, group_commitment, nonce, verify,
    },
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.frost_deal"(
            suite: FrostSuite,
            secret: [u8; 32],
            coefficients: Vec<[u8; 32]>,
            size: u16,
        ) => deal(suite, &secret, &coefficients, size).map(|keys| Answer::new(&keys));
        "crypto.frost_nonce"(suite: FrostSuite, randomness: [u8; 32], share: [u8; 32]) =>
            nonce(suite, &randomness, &share).map(bytes);
        "crypto.frost_commit"(suite: FrostSuite, identifier: Identifier, nonces: FrostNonces) =>
            commit(suite, identifier, &nonces).map(|commitment| Answer::new(&commitment));
        "crypto.frost_binding"(
            suite: FrostSuite,
            public_key: Bytes,
            commitments: Vec<FrostCommitment>,
            message: Bytes,
            identifier: Identifier,
        ) => binding(suite, &public_key, &commitments, &message, identifier)
            .map(|binding| Answer::new(&binding));
        "crypto.frost_group_commitment"(
            suite: FrostSuite,
            public_key: Bytes,
            commitments: Vec<FrostCommitment>,
            message: Bytes,
        ) => group_commitment(suite, &public_key, &commitments, &message).map(bytes);
        "crypto.frost_challenge"(
            suite: FrostSuite,
            group_commitment: Bytes,
            public_key: Bytes,
            message: Bytes,
        ) => challenge(suite, &group_commitment, &public_key, &message).map(bytes);
        "crypto.frost_sign"(
            group: FrostGroup,
            identifier: Identifier,
            share: [u8; 32],
            nonces: FrostNonces,
            message: Bytes,
            commitments: Vec<FrostCommitment>,
            spent: Vec<Bytes>,
        ) => Signer { identifier, share: &share, nonces: &nonces, spent: &spent }
            .sign(&group, &message, &commitments)
            .map(bytes);
        "crypto.frost_aggregate"(
            group: FrostGroup,
            message: Bytes,
            commitments: Vec<FrostCommitment>,
            shares: Vec<FrostShare>,
        ) => aggregate(&group, &message, &commitments, &shares).map(|outcome| Answer::new(&outcome));
        "crypto.frost_verify"(
            suite: FrostSuite,
            public_key: Bytes,
            message: Bytes,
            signature: Bytes,
        ) => verify(suite, &public_key, &message, &signature)
            .map(|()| derived(Preimage::concat().field(signature)));
    }
}
