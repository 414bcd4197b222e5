//! Certificates.

use p256::ecdsa::VerifyingKey;
use x509_cert::{
    TbsCertificate,
    der::{Decode, Encode},
    ext::{
        Extension,
        pkix::{BasicConstraints, KeyUsage},
    },
    name::Name,
    serial_number::SerialNumber,
    spki::{ObjectIdentifier, SubjectPublicKeyInfoOwned},
};

use super::{signed::Signed, verifies};

/// `id-ecPublicKey` (RFC 5480).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// `secp256r1` (RFC 5480).
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// The extensions that may be critical: basic constraints and key usage.
const KNOWN: [ObjectIdentifier; 2] = [
    ObjectIdentifier::new_unwrap("2.5.29.19"),
    ObjectIdentifier::new_unwrap("2.5.29.15"),
];

/// A certificate that could be read.
#[derive(Clone)]
pub(crate) struct Certificate {
    der: Vec<u8>,
    signed: Signed,
    content: TbsCertificate,
    key_info: Vec<u8>,
    /// The key, if it is one on P-256.
    key: Option<VerifyingKey>,
    constraints: Option<BasicConstraints>,
    usage: Option<KeyUsage>,
}

impl Certificate {
    /// Reads a certificate, which has no extension twice.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let signed = Signed::read(der)?;
        let content = TbsCertificate::from_der(&signed.content).ok()?;
        let extensions = content.extensions.as_deref().unwrap_or_default();
        let repeated = |(at, each): (usize, &Extension)| {
            let mut earlier = extensions[..at].iter();
            earlier.any(|other| other.extn_id == each.extn_id)
        };
        if extensions.iter().enumerate().any(repeated) {
            return None;
        }
        Some(Self {
            der: der.to_vec(),
            key_info: content.subject_public_key_info.to_der().ok()?,
            key: key(&content.subject_public_key_info),
            constraints: content.get::<BasicConstraints>().ok()?.map(|(_, it)| it),
            usage: content.get::<KeyUsage>().ok()?.map(|(_, it)| it),
            signed,
            content,
        })
    }

    /// Whether it is the same, byte for byte.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.der == other.der
    }

    /// Its serial number.
    pub(super) fn serial_number(&self) -> &SerialNumber {
        &self.content.serial_number
    }

    /// Whose it is.
    pub(super) fn subject(&self) -> &Name {
        &self.content.subject
    }

    /// The key, if it is one on P-256.
    pub(super) fn key(&self) -> Option<&VerifyingKey> {
        self.key.as_ref()
    }

    /// The DER of its `SubjectPublicKeyInfo`.
    pub(crate) fn key_info(&self) -> &[u8] {
        &self.key_info
    }

    /// The extension of this id.
    pub(crate) fn extension(&self, id: ObjectIdentifier) -> Option<&Extension> {
        let mut extensions = self.content.extensions.iter().flatten();
        extensions.find(|extension| extension.extn_id == id)
    }

    /// Whether it has an extension that must be understood, and is not here (RFC 5280, 4.2), besides
    /// those that the caller looks at.
    pub(crate) fn has_unknown_critical(&self, besides: &[ObjectIdentifier]) -> bool {
        let known = |id| KNOWN.contains(id) || besides.contains(id);
        let mut extensions = self.content.extensions.iter().flatten();
        extensions.any(|extension| extension.critical && !known(&extension.extn_id))
    }

    /// Whether the key of this certificate has signed it.
    pub(crate) fn is_signed_with_key_of(&self, issuer: &Self) -> bool {
        let signed = |key| self.signed.is_by(key, &self.content.signature);
        issuer.key().is_some_and(signed)
    }

    /// Whether it names this certificate as its issuer, and is signed by it.
    pub(super) fn is_issued_by(&self, issuer: &Self) -> bool {
        self.content.issuer == issuer.content.subject && self.is_signed_with_key_of(issuer)
    }

    /// Whether it says that it is an authority.
    pub(super) fn is_authority(&self) -> bool {
        self.constraints.as_ref().is_some_and(|it| it.ca)
    }

    /// Whether it may issue certificates above so many other authorities (RFC 5280, 6.1.4).
    pub(super) fn is_authority_above(&self, authorities: usize) -> bool {
        let constraints = self.constraints.as_ref().filter(|it| it.ca);
        let below = |it: &BasicConstraints| {
            let most = it.path_len_constraint;
            most.is_none_or(|most| authorities <= usize::from(most))
        };
        constraints.is_some_and(below) && self.usage.is_none_or(|usage| usage.key_cert_sign())
    }

    /// Whether it may issue lists of revoked certificates (RFC 5280, 6.3.3).
    pub(super) fn may_revoke(&self) -> bool {
        self.usage.is_none_or(|usage| usage.crl_sign())
    }

    /// Whether it is valid at an instant, in seconds since 1970.
    pub(crate) fn is_valid_at(&self, now: u64) -> bool {
        let validity = self.content.validity;
        let [from, to] = [validity.not_before, validity.not_after];
        from.to_unix_duration().as_secs() <= now && now <= to.to_unix_duration().as_secs()
    }

    /// Whether its key has signed the message; the signature is r and s.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signed = |key| verifies(key, message, signature);
        self.key().is_some_and(signed)
    }
}

fn key(info: &SubjectPublicKeyInfoOwned) -> Option<VerifyingKey> {
    let curve = info.algorithm.parameters.as_ref()?;
    let curve = curve.decode_as::<ObjectIdentifier>().ok()?;
    let known = info.algorithm.oid == EC_PUBLIC_KEY && curve == P256;
    let point = info.subject_public_key.as_bytes().filter(|_| known)?;
    VerifyingKey::from_sec1_bytes(point).ok()
}
