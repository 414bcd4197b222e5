//! Chains of certificates.

use x509_cert::der::pem;

use super::Certificate;

/// What ends a certificate in PEM.
const END: &[u8] = b"-----END CERTIFICATE-----";

/// Certificates from a leaf to the trusted root, which stands at the end whether it was given or not.
pub(crate) struct Chain(Vec<Certificate>);

impl Chain {
    /// Reads a chain in PEM, leaf first.
    pub(crate) fn read(pem: &[u8], root: &Certificate) -> Option<Self> {
        let mut certificates = Vec::new();
        let mut rest = pem.trim_ascii();
        while !rest.is_empty() {
            let end = rest.windows(END.len()).position(|end| end == END)?;
            let (one, others) = rest.split_at(end + END.len());
            let (label, der) = pem::decode_vec(one).ok()?;
            if label != "CERTIFICATE" {
                return None;
            }
            certificates.push(Certificate::read(&der)?);
            rest = others.trim_ascii_start();
        }
        if !certificates.last()?.is(root) {
            certificates.push(root.clone());
        }
        Some(Self(certificates))
    }

    /// What the chain vouches for.
    pub(crate) fn leaf(&self) -> &Certificate {
        &self.0[0]
    }

    /// Who issued the leaf.
    pub(crate) fn issuer(&self) -> &Certificate {
        self.0.get(1).unwrap_or(self.leaf())
    }

    /// Every certificate with the one that issued it. The root issued itself.
    pub(crate) fn issued(&self) -> impl Iterator<Item = (&Certificate, &Certificate)> {
        let issuers = self.0.iter().skip(1).chain(self.0.last());
        self.0.iter().zip(issuers)
    }

    /// Whether each certificate is issued by the next, every one above the leaf is an authority
    /// (RFC 5280, 6.1), and the leaf is none. The root alone has no leaf.
    pub(crate) fn leads_to_root(&self) -> bool {
        let issued = |pair: &[Certificate]| pair[0].is_issued_by(&pair[1]);
        let mut authorities = self.0.iter().skip(1).enumerate();
        self.0.len() > 1
            && self.0.windows(2).all(issued)
            && !self.leaf().is_authority()
            && authorities.all(|(below, each)| each.is_authority_above(below))
            && !self.0.iter().any(|each| each.has_unknown_critical(&[]))
    }

    /// Whether every certificate is valid at an instant, in seconds since 1970.
    pub(crate) fn is_valid_at(&self, now: u64) -> bool {
        self.0.iter().all(|each| each.is_valid_at(now))
    }
}
