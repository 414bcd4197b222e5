//! The verifiable random function.

use assay_kit::{Adapter, Answer, operations};
use coalition_crypto::{
    Bytes,
    ecvrf::{VrfStatement, hash_to_curve, outputs, proof_to_hash, prove, verify},
};

use super::{broken, bytes};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.vrf_hash_to_curve"(public_key: [u8; 32], alpha: Bytes) =>
            Ok(bytes(hash_to_curve(&public_key, &alpha)));
        "crypto.vrf_prove"(secret: [u8; 32], alpha: Bytes) => Ok(bytes(prove(&secret, &alpha)));
        "crypto.vrf_verify"(public_key: [u8; 32], alpha: Bytes, proof: Bytes) =>
            verify(&public_key, &alpha, &proof).map(bytes);
        "crypto.vrf_proof_to_hash"(proof: Bytes) => proof_to_hash(&proof).map(bytes);
        "crypto.vrf_outputs"(statements: Vec<VrfStatement>) => Ok(Answer::new(&outputs(&statements)));
    }
}
