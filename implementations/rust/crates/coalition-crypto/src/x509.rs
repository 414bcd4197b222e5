//! Certificates and lists of revoked ones (RFC 5280), as far as attestation needs them: signed by
//! ECDSA on P-256 with SHA-256.

mod certificate;
mod chain;
mod revocation;
mod signed;

use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};

pub(crate) use self::{certificate::Certificate, chain::Chain, revocation::RevocationList};

/// Whether the signature, r and s, is the key's.
pub(crate) fn verifies(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> bool {
    Signature::from_slice(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
}
