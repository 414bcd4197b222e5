//! Threshold ECDSA.

use assay_kit::{Adapter, Answer, operations};
use coalition::Preimage;
use coalition_crypto::{
    Bytes,
    ecdsa::{
        EcdsaPresignature, EcdsaSecret, EcdsaShare, abort, combine, deal, sign, signature as check,
    },
    frost::Identifier,
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.ecdsa_signature"(public_key: Bytes, message: Bytes, signature: Bytes) =>
            check(&public_key, &message, &signature)
                .map(|()| derived(Preimage::concat().field(signature)));
        "crypto.ecdsa_abort"(participants: Vec<Identifier>, culprits: Vec<u16>) =>
            abort(&participants, &culprits).map(|culprits| Answer::new(&culprits));
        "crypto.ecdsa_deal"(
            secret: [u8; 32],
            nonce: [u8; 32],
            inverse_coefficients: Vec<[u8; 32]>,
            product_coefficients: Vec<[u8; 32]>,
            size: u16,
        ) => deal(&secret, &nonce, &inverse_coefficients, &product_coefficients, size)
            .map(|dealt| Answer::new(&dealt));
        "crypto.ecdsa_sign"(
            secret: EcdsaSecret,
            nonce: Bytes,
            message: Bytes,
            spent: Vec<Bytes>,
        ) => sign(&secret, &nonce, &message, &spent).map(bytes);
        "crypto.ecdsa_combine"(
            presignature: EcdsaPresignature,
            message: Bytes,
            participants: Vec<Identifier>,
            shares: Vec<EcdsaShare>,
        ) => combine(&presignature, &message, &participants, &shares)
            .map(|outcome| Answer::new(&outcome));
    }
}
