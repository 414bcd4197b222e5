//! Keys that sign tokens.

use hmac::{Hmac, Mac, digest::KeyInit};
use p256::ecdsa::signature::Verifier;
use sha2::{Sha256, Sha384, Sha512};
use strict_json::choice;

use crate::{UniqueId, ed25519::Ed25519Flags};

/// A key of an algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is as long as its variant says")]
pub enum JwtKey {
    /// HMAC with SHA-256.
    Hs256 { secret: [u8; 32] },
    /// HMAC with SHA-384.
    Hs384 { secret: [u8; 48] },
    /// HMAC with SHA-512.
    Hs512 { secret: [u8; 64] },
    /// ECDSA on P-256 with SHA-256, a compressed point.
    Es256 { key: [u8; 33] },
    /// ECDSA on P-384 with SHA-384, a compressed point.
    Es384 { key: [u8; 49] },
    /// ECDSA on P-521 with SHA-512, a compressed point.
    Es512 { key: [u8; 67] },
    /// Ed25519.
    EdDsa { key: [u8; 32] },
}

choice!(JwtKey {
    Hs256 { secret },
    Hs384 { secret },
    Hs512 { secret },
    Es256 { key },
    Es384 { key },
    Es512 { key },
    EdDsa { key },
});

impl JwtKey {
    /// What `alg` has to say, letter for letter (TICK-3).
    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Hs256 { .. } => "HS256",
            Self::Hs384 { .. } => "HS384",
            Self::Hs512 { .. } => "HS512",
            Self::Es256 { .. } => "ES256",
            Self::Es384 { .. } => "ES384",
            Self::Es512 { .. } => "ES512",
            Self::EdDsa { .. } => "EdDSA",
        }
    }

    /// What stands for the key in the signature of a validator (TICK-8).
    pub(super) fn fingerprint(&self) -> UniqueId {
        let (label, bytes): (_, &[u8]) = match self {
            Self::Hs256 { secret } => ("hs256", secret),
            Self::Hs384 { secret } => ("hs384", secret),
            Self::Hs512 { secret } => ("hs512", secret),
            Self::Es256 { key } => ("es256", key),
            Self::Es384 { key } => ("es384", key),
            Self::Es512 { key } => ("es512", key),
            Self::EdDsa { key } => ("EdDsa", key),
        };
        UniqueId::new(label).derive(bytes)
    }

    /// Whether the key made the signature (TICK-3). A key that is no point made none.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.is_compressed() && self.made(message, signature)
    }

    /// Whether the bytes say that they are a compressed point, where the key is to be one (TICK-3).
    fn is_compressed(&self) -> bool {
        match self {
            Self::Es256 { key: [tag, ..] }
            | Self::Es384 { key: [tag, ..] }
            | Self::Es512 { key: [tag, ..] } => matches!(tag, 2 | 3),
            _ => true,
        }
    }

    fn made(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Hs256 { secret } => is_mac::<Hmac<Sha256>>(secret, message, signature),
            Self::Hs384 { secret } => is_mac::<Hmac<Sha384>>(secret, message, signature),
            Self::Hs512 { secret } => is_mac::<Hmac<Sha512>>(secret, message, signature),
            Self::Es256 { key } => p256::ecdsa::Signature::from_slice(signature)
                .and_then(|read| {
                    p256::ecdsa::VerifyingKey::from_sec1_bytes(key)?.verify(message, &read)
                })
                .is_ok(),
            Self::Es384 { key } => p384::ecdsa::Signature::from_slice(signature)
                .and_then(|read| {
                    p384::ecdsa::VerifyingKey::from_sec1_bytes(key)?.verify(message, &read)
                })
                .is_ok(),
            Self::Es512 { key } => p521::ecdsa::Signature::from_slice(signature)
                .and_then(|read| {
                    p521::ecdsa::VerifyingKey::from_sec1_bytes(key)?.verify(message, &read)
                })
                .is_ok(),
            Self::EdDsa { key } => <&[u8; 64]>::try_from(signature)
                .is_ok_and(|signature| Ed25519Flags::of(key, message, signature).ref10()),
        }
    }
}

fn is_mac<M: Mac + KeyInit>(secret: &[u8], message: &[u8], signature: &[u8]) -> bool {
    <M as Mac>::new_from_slice(secret)
        .is_ok_and(|mac| mac.chain_update(message).verify_slice(signature).is_ok())
}
