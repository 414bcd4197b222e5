//! Rounds that a network of drand signs, their value, and draws from it (BEACON).

pub use coalition::DrandScheme;
use coalition::{Data, Preimage};
use sha2::{Digest, Sha256};
use strict_json::choice;

use crate::{
    Bytes, Result, Rule,
    bls::{self, G2, Tag},
};

/// The rounds of a network of drand.
pub trait Rounds {
    /// What the network signs in a round (BEACON-2, BEACON-3).
    fn message(self, round: u64, previous_signature: Option<&[u8]>) -> Result<[u8; 32]>;

    /// The value of a round, if its signature is the network's (BEACON-4, BEACON-5).
    fn verify(
        self,
        public_key: &[u8],
        round: u64,
        previous_signature: Option<&[u8]>,
        signature: &[u8],
    ) -> Result<[u8; 32]>;
}

impl Rounds for DrandScheme {
    fn message(self, round: u64, previous_signature: Option<&[u8]>) -> Result<[u8; 32]> {
        let chained = self.is_chained();
        let before = match previous_signature {
            None if chained => return Err(Rule::PreviousSignatureMissing),
            Some(_) if !chained => return Err(Rule::PreviousSignatureSurplus),
            before => before.unwrap_or_default(),
        };
        let message = Sha256::new().chain_update(before);
        Ok(message.chain_update(round.to_be_bytes()).finalize().into())
    }

    fn verify(
        self,
        public_key: &[u8],
        round: u64,
        previous_signature: Option<&[u8]>,
        signature: &[u8],
    ) -> Result<[u8; 32]> {
        let message = self.message(round, previous_signature)?;
        bls::verify_under(
            &tag(self),
            self.signature_group(),
            public_key,
            &message,
            signature,
        )?;
        Ok(value_of_signature(signature))
    }
}

/// The tag that messages are hashed under (BEACON-1).
fn tag(scheme: DrandScheme) -> Tag {
    Tag::of_signatures(match scheme {
        DrandScheme::BlsUnchainedOnG1 => G2,
        _ => scheme.signature_group(),
    })
}

/// What the scheme of a tick puts out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BeaconOutput {
    /// A signature of a committee, or of drand.
    ThresholdSignature {
        /// The signature.
        signature: Bytes,
    },
    /// The output of a verifiable random function.
    VrfOutput {
        /// β.
        beta: [u8; 64],
    },
}

choice!(BeaconOutput {
    ThresholdSignature { signature },
    VrfOutput { beta },
});

impl BeaconOutput {
    /// The value of the tick (BEACON-5).
    pub fn value(&self) -> [u8; 32] {
        match self {
            Self::ThresholdSignature { signature } => value_of_signature(signature),
            Self::VrfOutput { beta } => std::array::from_fn(|at| beta[at]),
        }
    }
}

/// What hashes to a draw for one purpose (BEACON-6).
pub fn draw(value: &[u8; 32], domain: &Data) -> Preimage {
    Preimage::concat().field(value).field(domain)
}

fn value_of_signature(signature: &[u8]) -> [u8; 32] {
    Sha256::digest(signature).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shamir::Secret;

    const CHAINED: DrandScheme = DrandScheme::PedersenBlsChained;
    const UNCHAINED: [DrandScheme; 3] = [
        DrandScheme::PedersenBlsUnchained,
        DrandScheme::BlsUnchainedOnG1,
        DrandScheme::BlsUnchainedG1Rfc9380,
    ];

    fn secret() -> Secret {
        Secret(5.into())
    }

    fn key(scheme: DrandScheme) -> Vec<u8> {
        bls::public_key(scheme.signature_group(), secret()).to_bytes()
    }

    fn sign(scheme: DrandScheme, message: &[u8]) -> Vec<u8> {
        bls::sign_under(&tag(scheme), scheme.signature_group(), secret(), message).to_bytes()
    }

    /// Round 123 of quicknet, as its network published it.
    #[test]
    fn a_published_round() {
        let bytes = |digits| strict_json::hex::decode(digits).unwrap();
        let key = bytes(concat!(
            "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c",
            "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb",
            "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
        ));
        let signature = bytes(concat!(
            "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482",
            "e26cd02df835d3546d23c4b13e0dfc92"
        ));
        let verify =
            |scheme: DrandScheme, round| scheme.verify(&key, round, None, &signature).err();
        let [_, on_g1, rfc_9380] = UNCHAINED;
        assert_eq!(verify(rfc_9380, 123), None);
        assert_eq!(verify(rfc_9380, 124), Some(Rule::BlsSignatureInvalid));
        assert_eq!(verify(on_g1, 123), Some(Rule::BlsSignatureInvalid));
    }

    #[test]
    fn chained_or_not() {
        assert_eq!(
            CHAINED.message(1, None),
            Err(Rule::PreviousSignatureMissing)
        );
        let joined: [u8; 32] = Sha256::digest(b"before\0\0\0\0\0\0\x01\x02").into();
        assert_eq!(CHAINED.message(0x102, Some(b"before")), Ok(joined));
        let alone: [u8; 32] = Sha256::digest(b"\0\0\0\0\0\0\x01\x02").into();
        for scheme in UNCHAINED {
            let surplus = scheme.message(1, Some(b"before"));
            assert_eq!(surplus, Err(Rule::PreviousSignatureSurplus));
            assert_eq!(scheme.message(0x102, None), Ok(alone));
        }
    }

    #[test]
    fn rounds_count_under_their_own_scheme() {
        for scheme in UNCHAINED {
            let signature = sign(scheme, &scheme.message(7, None).unwrap());
            for other in UNCHAINED {
                let counts = other.verify(&key(scheme), 7, None, &signature).is_ok();
                assert_eq!(counts, scheme == other, "{scheme:?} {other:?}");
            }
        }
        let signature = sign(CHAINED, &CHAINED.message(7, Some(b"a")).unwrap());
        let verify = |before: &[u8]| CHAINED.verify(&key(CHAINED), 7, Some(before), &signature);
        assert_eq!(verify(b"b"), Err(Rule::BlsSignatureInvalid));
        let output = BeaconOutput::ThresholdSignature {
            signature: signature.clone().into(),
        };
        assert_eq!(verify(b"a"), Ok(output.value()));
    }

    #[test]
    fn draws() {
        let mut beta = [2; 64];
        beta[..32].fill(1);
        assert_eq!(BeaconOutput::VrfOutput { beta }.value(), [1; 32]);
        let draw = |domain: &str| draw(&[1; 32], &Data::Text(domain.into()));
        assert_eq!(draw("a").bytes(), [&[1; 32][..], b"a"].concat());
    }
}
