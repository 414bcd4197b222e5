//! Signatures over digests (ENC-22).

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use strict_json::record;

use crate::UniqueId;

/// What one member of a committee signs (WORLD-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitteeSignature {
    /// The member's public key.
    pub member: [u8; 32],
    /// Its signature.
    pub signature: [u8; 64],
}

record!(CommitteeSignature { member, signature });

impl CommitteeSignature {
    /// The signature of the digest by the key with this secret (EDS-1).
    pub fn of(secret: &[u8; 32], digest: UniqueId) -> Self {
        let key = SigningKey::from_bytes(secret);
        Self {
            member: key.verifying_key().to_bytes(),
            signature: key.sign(digest.as_bytes()).to_bytes(),
        }
    }
}

/// Whether the strict rule takes the signature of the digest (EDS-2).
///
/// The library's own strict rule reads a key in encodings other than its one (EDS-4).
pub fn is_signed(key: &[u8; 32], digest: UniqueId, signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|verifying| {
        let signature = Signature::from_bytes(signature);
        verifying.to_edwards().compress().as_bytes() == key
            && verifying
                .verify_strict(digest.as_bytes(), &signature)
                .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    #[test]
    fn one_key_signs_one_digest() {
        let digest = hash("a digest");
        let CommitteeSignature { member, signature } = CommitteeSignature::of(&[7; 32], digest);
        assert!(is_signed(&member, digest, &signature));
        assert!(!is_signed(&member, hash("another"), &signature));
        let other = CommitteeSignature::of(&[8; 32], digest);
        assert!(!is_signed(&other.member, digest, &signature));
        let mut altered = signature;
        altered[63] |= 0x80;
        assert!(!is_signed(&member, digest, &altered));
    }

    /// A key and an R of small order fit every message in the equation alone (EDS-4).
    #[test]
    fn nobody_stands_behind_a_key_of_small_order() {
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!is_signed(&identity, hash("any"), &signature));
        assert!(!is_signed(&[0xff; 32], hash("any"), &signature));
    }
}
