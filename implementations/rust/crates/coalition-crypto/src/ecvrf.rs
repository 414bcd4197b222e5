//! A function whose output only the holder of a secret computes, and everybody verifies (VRF).

use curve25519_dalek::{
    EdwardsPoint, Scalar,
    scalar::clamp_integer,
    traits::{IsIdentity, VartimeMultiscalarMul},
};
use sha2::{Digest, Sha512};
use strict_json::record;

use crate::{Bytes, Result, Rule, ed25519::decode};

/// The octet of the suite ECVRF-EDWARDS25519-SHA512-TAI.
const SUITE: u8 = 3;

/// What somebody proves, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VrfStatement {
    /// The key, Y.
    pub public_key: [u8; 32],
    /// The input, α.
    pub alpha: Bytes,
    /// The proof.
    pub proof: Bytes,
}

record!(VrfStatement {
    public_key,
    alpha,
    proof,
});

/// A proof that could be read (VRF-3, VRF-4).
#[derive(Clone, Copy, Debug)]
struct Proof {
    gamma: EdwardsPoint,
    challenge: [u8; 16],
    s: Scalar,
}

impl Proof {
    fn read(bytes: &[u8]) -> Result<Self> {
        let read = || {
            let (gamma, rest) = bytes.split_first_chunk::<32>()?;
            let (challenge, s) = rest.split_first_chunk::<16>()?;
            let s = Scalar::from_canonical_bytes(s.try_into().ok()?);
            Some(Self {
                gamma: decode(gamma)?,
                challenge: *challenge,
                s: Option::from(s)?,
            })
        };
        read().ok_or(Rule::VrfProofMalformed)
    }

    fn to_bytes(self) -> [u8; 80] {
        let mut bytes = [0; 80];
        bytes[..32].copy_from_slice(self.gamma.compress().as_bytes());
        bytes[32..48].copy_from_slice(&self.challenge);
        bytes[48..].copy_from_slice(self.s.as_bytes());
        bytes
    }

    /// β (VRF-7).
    fn output(&self) -> [u8; 64] {
        let gamma = self.gamma.mul_by_cofactor().compress();
        let hash = Sha512::new()
            .chain_update([SUITE, 3])
            .chain_update(gamma.as_bytes())
            .chain_update([0]);
        hash.finalize().into()
    }
}

/// H of a key and an input (VRF-1).
pub fn hash_to_curve(public_key: &[u8; 32], alpha: &[u8]) -> [u8; 32] {
    point_of(public_key, alpha).compress().to_bytes()
}

fn point_of(public_key: &[u8; 32], alpha: &[u8]) -> EdwardsPoint {
    let attempt = |counter: u8| {
        let hash = Sha512::new()
            .chain_update([SUITE, 1])
            .chain_update(public_key)
            .chain_update(alpha)
            .chain_update([counter, 0])
            .finalize();
        let point = decode(hash.first_chunk()?)?.mul_by_cofactor();
        (!point.is_identity()).then_some(point)
    };
    (0..=u8::MAX)
        .find_map(attempt)
        .expect("one of 256 attempts succeeds but with a chance of 2 to the -256")
}

/// The one proof of an input (VRF-2, VRF-3).
#[expect(clippy::missing_panics_doc, reason = "a half of a hash is 32 bytes")]
pub fn prove(secret: &[u8; 32], alpha: &[u8]) -> [u8; 80] {
    let hash: [u8; 64] = Sha512::digest(secret).into();
    let (first, second) = hash.split_at(32);
    let x = clamp_integer(first.try_into().expect("a half is 32 bytes"));
    let x = Scalar::from_bytes_mod_order(x);
    let public_key = EdwardsPoint::mul_base(&x).compress();
    let h = point_of(public_key.as_bytes(), alpha);
    let nonce = Sha512::new()
        .chain_update(second)
        .chain_update(h.compress().as_bytes());
    let k = Scalar::from_bytes_mod_order_wide(&nonce.finalize().into());
    let gamma = h * x;
    let points = [h, gamma, EdwardsPoint::mul_base(&k), h * k];
    let challenge = challenge(public_key.as_bytes(), &points);
    let proof = Proof {
        gamma,
        challenge,
        s: k + integer(&challenge) * x,
    };
    proof.to_bytes()
}

/// The point of a key, if it is one that only its holder proves under (VRF-5).
fn key(public_key: &[u8; 32]) -> Result<EdwardsPoint> {
    let key = decode(public_key).filter(|key| !key.is_small_order());
    key.ok_or(Rule::VrfKeyUnusable)
}

/// Refuses a key under which anyone could prove (VRF-5).
pub fn check_key(public_key: &[u8; 32]) -> Result<()> {
    key(public_key).map(|_| ())
}

/// β, if the proof is of this key and this input (VRF-4 to VRF-7).
pub fn verify(public_key: &[u8; 32], alpha: &[u8], proof: &[u8]) -> Result<[u8; 64]> {
    let proof = Proof::read(proof)?;
    let key = key(public_key)?;
    let h = point_of(public_key, alpha);
    let c = integer(&proof.challenge);
    let u = EdwardsPoint::vartime_double_scalar_mul_basepoint(&c, &-key, &proof.s);
    let v = EdwardsPoint::vartime_multiscalar_mul([proof.s, c], [h, -proof.gamma]);
    match challenge(public_key, &[h, proof.gamma, u, v]) == proof.challenge {
        true => Ok(proof.output()),
        false => Err(Rule::VrfProofRejected),
    }
}

/// β of a proof, whoever proved it (VRF-4, VRF-7).
pub fn proof_to_hash(proof: &[u8]) -> Result<[u8; 64]> {
    Ok(Proof::read(proof)?.output())
}

/// β of each statement that holds (VRF-8).
pub fn outputs(statements: &[VrfStatement]) -> Vec<Option<[u8; 64]>> {
    let output = |statement: &VrfStatement| {
        verify(&statement.public_key, &statement.alpha, &statement.proof).ok()
    };
    statements.iter().map(output).collect()
}

/// The first 16 bytes of the hash of the key and four points (VRF-3).
fn challenge(public_key: &[u8; 32], points: &[EdwardsPoint; 4]) -> [u8; 16] {
    let mut hash = Sha512::new()
        .chain_update([SUITE, 2])
        .chain_update(public_key);
    for point in points {
        hash.update(point.compress().as_bytes());
    }
    let hash: [u8; 64] = hash.chain_update([0]).finalize().into();
    *hash.first_chunk().expect("a hash is longer")
}

/// A challenge as a number, little-endian, which is below the order.
fn integer(challenge: &[u8; 16]) -> Scalar {
    u128::from_le_bytes(*challenge).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [5; 32];

    fn key() -> [u8; 32] {
        ed25519_dalek::SigningKey::from_bytes(&SECRET)
            .verifying_key()
            .to_bytes()
    }

    #[test]
    fn example_17_of_rfc_9381() {
        use strict_json::hex;
        let secret = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let proof = prove(&hex::decode_array(secret).unwrap(), b"\x72");
        assert_eq!(
            hex::encode(&proof),
            "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed593\
             3bf0864a62558b3ed7f2fea45c92a465\
             301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02"
        );
    }

    #[test]
    fn what_is_proved_verifies() {
        let proof = prove(&SECRET, b"a");
        let output = proof_to_hash(&proof);
        assert!(output.is_ok());
        assert_eq!(verify(&key(), b"a", &proof), output);
        assert_eq!(verify(&key(), b"b", &proof), Err(Rule::VrfProofRejected));
        let other = ed25519_dalek::SigningKey::from_bytes(&[6; 32]).verifying_key();
        let other = verify(other.as_bytes(), b"a", &proof);
        assert_eq!(other, Err(Rule::VrfProofRejected));
    }

    #[test]
    fn proofs_that_cannot_be_read() {
        let right = prove(&SECRET, b"a");
        let with = |range: std::ops::Range<usize>, byte: u8| {
            let mut proof = right.to_vec();
            proof[range].fill(byte);
            proof
        };
        for proof in [
            vec![],
            right[..79].to_vec(),
            [&right[..], b"\0"].concat(),
            with(0..32, 0xff),
            with(48..80, 0xff),
        ] {
            assert_eq!(proof_to_hash(&proof), Err(Rule::VrfProofMalformed));
            let verified = verify(&key(), b"a", &proof);
            assert_eq!(verified, Err(Rule::VrfProofMalformed));
        }
        let altered = verify(&key(), b"a", &with(32..33, 0));
        assert_eq!(altered, Err(Rule::VrfProofRejected));
    }

    #[test]
    fn keys_under_which_anyone_proves() {
        let proof = prove(&SECRET, b"a");
        let with = |first: u8, rest: u8, last: u8| {
            let mut key = [rest; 32];
            (key[0], key[31]) = (first, last);
            key
        };
        for key in [
            with(1, 0, 0),
            with(0, 0, 0),
            with(0xec, 0xff, 0x7f),
            with(2, 0, 0),
            with(0xee, 0xff, 0x7f),
        ] {
            assert_eq!(verify(&key, b"a", &proof), Err(Rule::VrfKeyUnusable));
        }
    }

    #[test]
    fn one_that_does_not_hold_does_not_touch_the_others() {
        let statement = |alpha: &[u8]| VrfStatement {
            public_key: key(),
            alpha: alpha.into(),
            proof: prove(&SECRET, b"a")[..].into(),
        };
        let outputs = outputs(&[statement(b"a"), statement(b"b"), statement(b"a")]);
        assert!(outputs[0].is_some() && outputs[1].is_none());
        assert_eq!(outputs[0], outputs[2]);
    }
}
