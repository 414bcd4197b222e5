//! What dcap-qvl verifies with: the certificates and the curve that are here already, so that no
//! second generation of the crates beneath comes in.

use anyhow::Context;
use dcap_qvl::config::{Config, CryptoProvider, EcdsaSigEncoder, ParsedCert, PckCa, X509Codec};
use p256::ecdsa::{DerSignature, Signature, VerifyingKey, signature::Verifier};
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use sha2::{Digest, Sha256, Sha384};
use x509_cert::spki::ObjectIdentifier;

use super::extension::{EXTENSION, Extension};
use crate::x509::Certificate;

/// All three of its components.
pub(super) struct Backend;

impl Config for Backend {
    type X509 = Self;
    type SigEncoder = Self;
    type Crypto = Self;
}

impl X509Codec for Backend {
    type Parsed<'a> = Certificate;

    fn from_der(der: &[u8]) -> anyhow::Result<Certificate> {
        Certificate::read(der).context("this is no certificate")
    }
}

impl ParsedCert for Certificate {
    /// Who fetches collateral asks for it, and nothing is fetched here.
    fn pck_ca(&self) -> Option<PckCa> {
        None
    }

    /// No certificate that could be read has an extension twice.
    fn extension(&self, id: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
        let id = ObjectIdentifier::from_bytes(id).ok();
        let extension = id.and_then(|id| self.extension(id));
        let value = extension.map(|it| it.extn_value.as_bytes());
        match value {
            Some(value) if id == Some(EXTENSION) => {
                let required = Extension::read(value).and_then(|it| it.required());
                required.map(Some).context("a part is not there, or twice")
            }
            value => Ok(value.map(<[u8]>::to_vec)),
        }
    }
}

impl EcdsaSigEncoder for Backend {
    /// A half that is zero or out of range makes no signature.
    fn encode_ecdsa_sig(r: &[u8], s: &[u8]) -> anyhow::Result<Vec<u8>> {
        let signature = Signature::from_slice(&[r, s].concat()).ok();
        let signature = signature.context("this is no signature")?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}

impl CryptoProvider for Backend {
    fn sig_algo() -> &'static dyn SignatureVerificationAlgorithm {
        &EcdsaP256Sha256
    }

    fn sha256(data: &[u8]) -> [u8; 32] {
        Sha256::digest(data).into()
    }

    fn sha384(data: &[u8]) -> [u8; 48] {
        Sha384::digest(data).into()
    }
}

#[derive(Debug)]
struct EcdsaP256Sha256;

impl SignatureVerificationAlgorithm for EcdsaP256Sha256 {
    fn verify_signature(
        &self,
        key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = VerifyingKey::from_sec1_bytes(key).map_err(|_| InvalidSignature)?;
        let signature = DerSignature::from_bytes(signature).map_err(|_| InvalidSignature)?;
        key.verify(message, &signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}
