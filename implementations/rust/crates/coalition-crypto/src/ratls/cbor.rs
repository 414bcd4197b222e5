//! Claims and evidence in their one encoding (RFC 8949, 4.2.1).
//!
//! What is read is written again, and is what was read only if the bytes are the same.

use std::convert::Infallible;

use minicbor::{Decoder, Encoder, data::Tag};
use strict_json::record;

use crate::{Bytes, Result, Rule};

/// The tag of a quote with claims.
const EVIDENCE: Tag = Tag::new(60000);
const NONCE: &str = "nonce";
const KEY_HASH: &str = "pubkey-hash";
/// The number of SHA-256 among named hashes.
const SHA_256: u8 = 1;

type Written = Result<(), minicbor::encode::Error<Infallible>>;
type Read<T> = Result<T, minicbor::decode::Error>;

/// The bytes that are written into memory, where nothing fails.
fn written(write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Written) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::new());
    write(&mut cbor).expect("memory takes what is written");
    cbor.into_writer()
}

/// What a quote binds: a key, for one verifier (RATLS-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatlsClaims {
    /// SHA-256 of the DER of the key's `SubjectPublicKeyInfo`.
    pub key_hash: [u8; 32],
    /// What the verifier chose.
    pub nonce: [u8; 32],
}

impl RatlsClaims {
    /// The bytes of the claims (RATLS-1).
    pub fn write(&self) -> Vec<u8> {
        written(|cbor| {
            cbor.map(2)?;
            cbor.str(NONCE)?.bytes(&self.nonce)?;
            cbor.str(KEY_HASH)?.array(2)?;
            cbor.u8(SHA_256)?.bytes(&self.key_hash)?;
            Ok(())
        })
    }

    /// The claims whose bytes these are (RATLS-2).
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let claims = Self::parse(&mut Decoder::new(bytes)).ok();
        let claims = claims.and_then(|(nonce, key_hash)| {
            Some(Self {
                key_hash: key_hash.try_into().ok()?,
                nonce: nonce.try_into().ok()?,
            })
        });
        claims
            .filter(|claims| claims.write() == bytes)
            .ok_or(Rule::RatlsEvidenceMalformed)
    }

    /// Nonce and hash of the key, whatever else stands there.
    fn parse<'a>(cbor: &mut Decoder<'a>) -> Read<(&'a [u8], &'a [u8])> {
        cbor.map()?;
        cbor.str()?;
        let nonce = cbor.bytes()?;
        cbor.str()?;
        cbor.array()?;
        cbor.u8()?;
        Ok((nonce, cbor.bytes()?))
    }
}

/// A quote with the claims that it binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatlsEvidence {
    /// The quote.
    pub quote: Bytes,
    /// The claims, in CBOR.
    pub claims: Bytes,
}

record!(RatlsEvidence { quote, claims });

impl RatlsEvidence {
    /// The bytes of the evidence (RATLS-2).
    pub fn write(&self) -> Vec<u8> {
        written(|cbor| {
            cbor.tag(EVIDENCE)?.array(2)?;
            cbor.bytes(&self.quote)?.bytes(&self.claims)?;
            Ok(())
        })
    }

    /// The evidence whose bytes these are (RATLS-2).
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut cbor = Decoder::new(bytes);
        match cbor.tag() {
            Ok(EVIDENCE) => (),
            Ok(_) => return Err(Rule::RatlsEvidenceUnsupported),
            Err(_) => return Err(Rule::RatlsEvidenceMalformed),
        }
        Self::parse(&mut cbor)
            .ok()
            .filter(|evidence| evidence.write() == bytes)
            .ok_or(Rule::RatlsEvidenceMalformed)
    }

    /// Quote and claims, whatever else stands there.
    fn parse(cbor: &mut Decoder<'_>) -> Read<Self> {
        cbor.array()?;
        Ok(Self {
            quote: cbor.bytes()?.into(),
            claims: cbor.bytes()?.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIMS: RatlsClaims = RatlsClaims {
        key_hash: [1; 32],
        nonce: [2; 32],
    };

    fn evidence() -> RatlsEvidence {
        RatlsEvidence {
            quote: b"abc"[..].into(),
            claims: b"\xa0"[..].into(),
        }
    }

    #[test]
    fn there_and_back() {
        assert_eq!(RatlsClaims::read(&CLAIMS.write()), Ok(CLAIMS));
        assert_eq!(RatlsEvidence::read(&evidence().write()), Ok(evidence()));
        assert_eq!(evidence().write(), b"\xd9\xea\x60\x82\x43abc\x41\xa0");
    }

    #[test]
    fn claims_have_one_form() {
        let right = CLAIMS.write();
        let swapped = [&right[..1], &right[41..], &right[1..41]].concat();
        assert_eq!(swapped.len(), right.len());
        let long = [&right[..53], &[0x18], &right[53..]].concat();
        let more = [&[0xa3], &right[1..], b"\x61z\x00"].concat();
        let longer = [&right[..], b"\0"].concat();
        let wrong = [
            &swapped[..],
            &long,
            &more,
            &longer,
            &right[..88],
            b"",
            b"\xa0",
        ];
        for bytes in wrong {
            let read = RatlsClaims::read(bytes);
            assert_eq!(read, Err(Rule::RatlsEvidenceMalformed), "{bytes:02x?}");
        }
        for at in [0, 1, 2, 7, 8, 41, 42, 53, 54, 55, 56] {
            let mut altered = right.clone();
            altered[at] ^= 1;
            let read = RatlsClaims::read(&altered);
            assert_eq!(read, Err(Rule::RatlsEvidenceMalformed), "{at}");
        }
    }

    #[test]
    fn evidence_has_one_form() {
        for wrong in [
            &b""[..],
            b"\x82\x43abc\x41\xa0",
            b"\xda\0\0\xea\x60\x82\x43abc\x41\xa0",
            b"\xd9\xea\x60\x9f\x43abc\x41\xa0\xff",
            b"\xd9\xea\x60\x82\x58\x03abc\x41\xa0",
            b"\xd9\xea\x60\x82\x5f\x43abc\xff\x41\xa0",
            b"\xd9\xea\x60\x82\x43abc\x41\xa0\0",
            b"\xd9\xea\x60\x82\x43abc",
            b"\xd9\xea\x60\x83\x43abc\x41\xa0\x40",
            b"\xd9\xea\x60\x82\x63abc\x41\xa0",
        ] {
            let read = RatlsEvidence::read(wrong);
            assert_eq!(read, Err(Rule::RatlsEvidenceMalformed), "{wrong:02x?}");
        }
        let other = RatlsEvidence::read(b"\xd9\xea\x61\x82\x43abc\x41\xa0");
        assert_eq!(other, Err(Rule::RatlsEvidenceUnsupported));
    }
}
