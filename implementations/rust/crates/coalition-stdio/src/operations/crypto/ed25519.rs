//! Ed25519.

use assay_kit::{Adapter, Answer, operations};
use coalition_crypto::{
    Bytes,
    ed25519::{Ed25519Flags, Ed25519Input, sign, verdicts, verify},
};

use super::{broken, bytes};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.ed25519_sign"(seed: [u8; 32], message: Bytes) => Ok(bytes(sign(&seed, &message)));
        "crypto.ed25519_verify"(public_key: [u8; 32], message: Bytes, signature: Bytes) =>
            verify(&public_key, &message, &signature).map(bytes);
        "crypto.ed25519_flags"(input: Ed25519Input) => Ok(Answer::new(&Ed25519Flags::of(
            &input.public_key,
            &input.message,
            &input.signature,
        )));
        "crypto.ed25519_verdicts"(inputs: Vec<Ed25519Input>) => Ok(Answer::new(&verdicts(&inputs)));
    }
}
