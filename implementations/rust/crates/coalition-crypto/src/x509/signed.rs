//! What certificates and lists have in common.

use p256::ecdsa::{DerSignature, VerifyingKey, signature::Verifier};
use x509_cert::{
    der::{Decode, Reader, SliceReader, asn1::BitString},
    spki::{AlgorithmIdentifierOwned, ObjectIdentifier},
};

/// `ecdsa-with-SHA256` (RFC 5758).
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// Some content, every byte as it stands, with a signature over it.
#[derive(Clone)]
pub(super) struct Signed {
    pub(super) content: Vec<u8>,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

impl Signed {
    /// Reads the three parts.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let mut reader = SliceReader::new(der).ok()?;
        let signed = reader.sequence(|parts| {
            Ok(Self {
                content: parts.tlv_bytes()?.to_vec(),
                algorithm: AlgorithmIdentifierOwned::decode(parts)?,
                signature: BitString::decode(parts)?,
            })
        });
        reader.finish(signed.ok()?).ok()
    }

    /// Whether the key has signed, by the algorithm that the content names too.
    pub(super) fn is_by(&self, key: &VerifyingKey, named: &AlgorithmIdentifierOwned) -> bool {
        let known = self.algorithm.oid == ECDSA_WITH_SHA256 && self.algorithm.parameters.is_none();
        let signature = self.signature.as_bytes().map(DerSignature::from_bytes);
        match signature {
            Some(Ok(signature)) if known && self.algorithm == *named => {
                key.verify(&self.content, &signature).is_ok()
            }
            _ => false,
        }
    }
}
