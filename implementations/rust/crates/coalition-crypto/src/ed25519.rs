//! Ed25519 by the strict rule, and the flags by which policies differ (EDS).

use curve25519_dalek::{EdwardsPoint, Scalar, edwards::CompressedEdwardsY, traits::IsIdentity};
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha512};
use strict_json::record;

use crate::{Bytes, Result, Rule};

/// A signature with what it is said to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ed25519Input {
    /// The key, A.
    pub public_key: [u8; 32],
    /// The message.
    pub message: Bytes,
    /// The signature, R and S.
    pub signature: [u8; 64],
}

record!(Ed25519Input {
    public_key,
    message,
    signature,
});

/// What policies of verification differ about (EDS-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are flags")]
pub struct Ed25519Flags {
    /// y of A, reduced, is that of a point.
    pub key_decodes: bool,
    /// A is the one encoding of its y, whether of a point or not.
    pub key_canonical: bool,
    /// 8·A is the identity.
    pub key_small_order: bool,
    /// L·A is not the identity.
    pub key_torsion: bool,
    /// y of R, reduced, is that of a point.
    pub r_decodes: bool,
    /// R is the one encoding of its y, whether of a point or not.
    pub r_canonical: bool,
    /// 8·R is the identity.
    pub r_small_order: bool,
    /// L·R is not the identity.
    pub r_torsion: bool,
    /// S is below L.
    pub s_reduced: bool,
    /// S·B = R + k·A.
    pub equation: bool,
    /// 8·S·B = 8·R + 8·k·A.
    pub cofactored_equation: bool,
}

record!(Ed25519Flags {
    key_decodes,
    key_canonical,
    key_small_order,
    key_torsion,
    r_decodes,
    r_canonical,
    r_small_order,
    r_torsion,
    s_reduced,
    equation,
    cofactored_equation,
});

impl Ed25519Flags {
    /// The flags of an input (EDS-6).
    pub fn of(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> Self {
        let (r_bytes, s_bytes) = halves(signature);
        let key = CompressedEdwardsY(*public_key).decompress();
        let r = CompressedEdwardsY(*r_bytes).decompress();
        let s = Scalar::from_bytes_mod_order(*s_bytes);
        let k = Scalar::from_bytes_mod_order_wide(&digest(public_key, message, signature));
        // B has order L, so S may be reduced; A may have another, and k is reduced by the rule.
        let rest = key
            .zip(r)
            .map(|(key, r)| EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &-key, &s) - r);
        let holds = |point: Option<EdwardsPoint>, flag: fn(&EdwardsPoint) -> bool| {
            point.as_ref().is_some_and(flag)
        };
        Self {
            key_decodes: key.is_some(),
            key_canonical: is_canonical(public_key),
            key_small_order: holds(key, EdwardsPoint::is_small_order),
            key_torsion: holds(key, |point| !point.is_torsion_free()),
            r_decodes: r.is_some(),
            r_canonical: is_canonical(r_bytes),
            r_small_order: holds(r, EdwardsPoint::is_small_order),
            r_torsion: holds(r, |point| !point.is_torsion_free()),
            s_reduced: is_reduced(s_bytes),
            equation: holds(rest, IsIdentity::is_identity),
            cofactored_equation: holds(rest, |point| point.mul_by_cofactor().is_identity()),
        }
    }

    /// Whether the strict rule takes the input (EDS-3, EDS-4, EDS-5).
    pub fn strict(&self) -> bool {
        self.s_reduced
            && self.key_canonical
            && self.r_canonical
            && !self.key_small_order
            && !self.r_small_order
            && self.equation
    }

    /// Whether the policy ref10 takes the input (EDS-6).
    pub fn ref10(&self) -> bool {
        self.s_reduced && self.r_canonical && self.equation
    }
}

/// The key of a seed (EDS-1).
pub fn public_key(seed: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

/// The signature by RFC 8032 of the key with this seed (EDS-1).
pub fn sign(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
    SigningKey::from_bytes(seed).sign(message).to_bytes()
}

/// SHA-512(R ‖ A ‖ M) of a signature that the strict rule takes (EDS-2).
pub fn verify(public_key: &[u8; 32], message: &[u8], signature: &[u8]) -> Result<[u8; 64]> {
    let signature: &[u8; 64] = signature.try_into().or(Err(Rule::SignatureRejected))?;
    match Ed25519Flags::of(public_key, message, signature).strict() {
        true => Ok(digest(public_key, message, signature)),
        false => Err(Rule::SignatureRejected),
    }
}

/// What each input gives that the strict rule takes (EDS-7).
pub fn verdicts(inputs: &[Ed25519Input]) -> Vec<Option<[u8; 64]>> {
    let verdict =
        |input: &Ed25519Input| verify(&input.public_key, &input.message, &input.signature).ok();
    inputs.iter().map(verdict).collect()
}

/// The point whose one encoding these bytes are (RFC 8032, section 5.1.3).
///
/// The library reads y modulo p and a negative zero too, which are written otherwise.
pub(crate) fn decode(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    let point = CompressedEdwardsY(*bytes).decompress();
    point.filter(|point| point.compress().as_bytes() == bytes)
}

fn halves(signature: &[u8; 64]) -> (&[u8; 32], &[u8; 32]) {
    let (r, s) = signature.split_at(32);
    (r.try_into().expect("a half"), s.try_into().expect("a half"))
}

fn digest(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> [u8; 64] {
    let digest = Sha512::new()
        .chain_update(halves(signature).0)
        .chain_update(public_key)
        .chain_update(message);
    digest.finalize().into()
}

/// y below p, and no sign where x is zero, which is where y is 1 or p − 1 (EDS-6).
fn is_canonical(bytes: &[u8; 32]) -> bool {
    let mut y = *bytes;
    y[31] &= 0x7f;
    let signed = y != *bytes;
    let [first, middle @ .., last] = y;
    let ends_high = last == 0x7f && middle.iter().all(|byte| *byte == 0xff);
    let one = first == 1 && last == 0 && middle.iter().all(|byte| *byte == 0);
    let minus_one = ends_high && first == 0xec;
    let below = !(ends_high && first >= 0xed);
    below && !(signed && (one || minus_one))
}

/// Whether S is below L (EDS-3).
fn is_reduced(s: &[u8; 32]) -> bool {
    bool::from(Scalar::from_canonical_bytes(*s).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: [u8; 32] = [3; 32];

    fn key() -> [u8; 32] {
        public_key(&SEED)
    }

    #[test]
    fn what_is_signed_is_taken() {
        let signature = sign(&SEED, b"message");
        assert_eq!(
            verify(&key(), b"message", &signature),
            Ok(digest(&key(), b"message", &signature))
        );
        for wrong in [
            verify(&key(), b"another", &signature),
            verify(&key(), b"message", &signature[..63]),
            verify(&key(), b"message", &[&signature[..], b"\0"].concat()),
            verify(&[1; 32], b"message", &signature),
        ] {
            assert_eq!(wrong, Err(Rule::SignatureRejected));
        }
    }

    #[test]
    fn s_that_is_not_reduced() {
        let order: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut signature = sign(&SEED, b"m");
        let mut carry = 0_u16;
        for (byte, more) in signature[32..].iter_mut().zip(order) {
            carry += u16::from(*byte) + u16::from(more);
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        let flags = Ed25519Flags::of(&key(), b"m", &signature);
        assert!(flags.equation && !flags.s_reduced && !flags.strict());
    }

    #[test]
    fn encodings() {
        let with = |first: u8, rest: u8, last: u8| {
            let mut bytes = [rest; 32];
            (bytes[0], bytes[31]) = (first, last);
            bytes
        };
        for (bytes, canonical) in [
            (with(1, 0, 0), true),
            (with(1, 0, 0x80), false),
            (with(0, 0, 0x80), true),
            (with(0xec, 0xff, 0x7f), true),
            (with(0xec, 0xff, 0xff), false),
            (with(0xed, 0xff, 0x7f), false),
            (with(0xeb, 0xff, 0xff), true),
            (with(0xff, 0xff, 0xff), false),
        ] {
            assert_eq!(is_canonical(&bytes), canonical, "{bytes:x?}");
        }
        // A negative zero is read, and so is a y that is not reduced.
        for bytes in [with(1, 0, 0x80), with(0xee, 0xff, 0x7f)] {
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(&bytes);
            let flags = Ed25519Flags::of(&bytes, b"", &signature);
            assert!(flags.key_decodes && flags.key_small_order && !flags.key_torsion);
            assert!(flags.r_decodes && flags.equation && !flags.strict());
        }
    }

    #[test]
    fn what_does_not_decode_has_no_flag_of_a_point() {
        let mut two = [0; 32];
        two[0] = 2;
        let flags = Ed25519Flags::of(&two, b"", &[0; 64]);
        assert!(!flags.key_decodes && flags.key_canonical);
        assert!(!flags.key_small_order && !flags.key_torsion && !flags.equation);
        assert!(!flags.cofactored_equation);
    }

    #[test]
    fn a_refused_input_does_not_touch_the_others() {
        let input = |message: &[u8]| Ed25519Input {
            public_key: key(),
            message: message.into(),
            signature: sign(&SEED, b"m"),
        };
        let verdicts = verdicts(&[input(b"m"), input(b"n"), input(b"m")]);
        assert!(verdicts[0].is_some() && verdicts[1].is_none() && verdicts[2].is_some());
    }
}
