//! Certificates that carry the evidence of their own key, in both directions (RATLS).

mod cbor;

use sha2::{Digest, Sha256};
use strict_json::record;
use x509_cert::spki::ObjectIdentifier;

pub use self::cbor::{RatlsClaims, RatlsEvidence};
use crate::{
    Result, Rule,
    dcap::{TdxBinding, TdxVerdict, Verifier, padded},
    x509::Certificate,
};

/// The extension of TCG DICE that holds evidence (RATLS-4).
const EVIDENCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.133.5.4.9");

/// What a certificate with evidence that verifies says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatlsVerdict {
    /// SHA-256 of the key.
    pub key_hash: [u8; 32],
    /// What its quote says.
    pub tdx: TdxVerdict,
}

record!(RatlsVerdict { key_hash, tdx });

/// Verifies a certificate with evidence for the verifier who chose the nonce (RATLS-3 to RATLS-6).
pub fn verify(certificate: &[u8], nonce: &[u8; 32], verifier: &Verifier) -> Result<RatlsVerdict> {
    let certificate = Certificate::read(certificate)
        .filter(|certificate| !certificate.has_unknown_critical(&[EVIDENCE]))
        .ok_or(Rule::RatlsCertificateMalformed)?;
    if !certificate.is_signed_with_key_of(&certificate) {
        return Err(Rule::RatlsCertificateForged);
    }
    if !certificate.is_valid_at(verifier.now) {
        return Err(Rule::RatlsCertificateOutOfTime);
    }
    let extension = certificate.extension(EVIDENCE);
    let extension = extension.ok_or(Rule::RatlsEvidenceMissing)?;
    if extension.critical {
        return Err(Rule::RatlsEvidenceCritical);
    }
    let evidence = RatlsEvidence::read(extension.extn_value.as_bytes())?;
    let claims = RatlsClaims::read(&evidence.claims)?;
    let key_hash = Sha256::digest(certificate.key_info()).into();
    if claims.key_hash != key_hash {
        return Err(Rule::RatlsKeyUnbound);
    }
    if claims.nonce != *nonce {
        return Err(Rule::RatlsNonceMismatch);
    }
    let report_data = padded(&Sha256::digest(&evidence.claims).into());
    let tdx = verifier.verify(&evidence.quote, &TdxBinding::Given { report_data })?;
    Ok(RatlsVerdict { key_hash, tdx })
}

/// A channel with both sides attested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatlsChannel {
    /// What the server's certificate says.
    pub server: RatlsVerdict,
    /// What the client's says.
    pub client: RatlsVerdict,
}

record!(RatlsChannel { server, client });

/// A side of a channel: the certificate that it presents, and the nonce that it chose for the other.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What it presents, if anything.
    pub certificate: Option<&'a [u8]>,
    /// What the other side's claims have to be about.
    pub nonce: &'a [u8; 32],
}

/// Verifies each side by the nonce of the other (RATLS-7), and that they are two (RATLS-8).
pub fn handshake(server: Side, client: Side, verifier: &Verifier) -> Result<RatlsChannel> {
    let (Some(of_server), Some(of_client)) = (server.certificate, client.certificate) else {
        return Err(Rule::RatlsPeerUnattested);
    };
    let channel = RatlsChannel {
        server: verify(of_server, client.nonce, verifier)?,
        client: verify(of_client, server.nonce, verifier)?,
    };
    match channel.server.key_hash == channel.client.key_hash {
        true => Err(Rule::RatlsSameKey),
        false => Ok(channel),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Bytes,
        dcap::{TdxCollateral, TdxPolicy},
        examples::example,
    };

    struct Case {
        server: Bytes,
        client: Bytes,
        server_nonce: [u8; 32],
        client_nonce: [u8; 32],
        collateral: TdxCollateral,
        root: Bytes,
        now: u64,
        policy: TdxPolicy,
    }

    record!(Case {
        server,
        client,
        server_nonce,
        client_nonce,
        collateral,
        root,
        now,
        policy,
    });

    impl Case {
        fn channel() -> Self {
            example("ra-tls", "crypto/ratls-handshake/channel")
        }

        fn verifier(&self) -> Verifier<'_> {
            Verifier {
                collateral: &self.collateral,
                root: &self.root,
                now: self.now,
                policy: &self.policy,
            }
        }

        fn server(&self) -> Side<'_> {
            Side {
                certificate: Some(&self.server),
                nonce: &self.server_nonce,
            }
        }

        fn client(&self) -> Side<'_> {
            Side {
                certificate: Some(&self.client),
                nonce: &self.client_nonce,
            }
        }
    }

    #[test]
    fn each_side_is_verified_by_the_nonce_of_the_other() {
        let case = Case::channel();
        let channel = handshake(case.server(), case.client(), &case.verifier()).unwrap();
        assert_ne!(channel.server.key_hash, channel.client.key_hash);
        let swapped = handshake(case.client(), case.server(), &case.verifier()).unwrap();
        assert_eq!(swapped.server, channel.client);
        let own = Side {
            nonce: case.client().nonce,
            ..case.server()
        };
        let by_own_nonce = handshake(own, case.client(), &case.verifier());
        assert_eq!(by_own_nonce, Err(Rule::RatlsNonceMismatch));
    }

    #[test]
    fn both_sides_present_and_they_are_two() {
        let case = Case::channel();
        let nobody = Side {
            certificate: None,
            ..case.client()
        };
        for (server, client) in [(case.server(), nobody), (nobody, case.server())] {
            let channel = handshake(server, client, &case.verifier());
            assert_eq!(channel, Err(Rule::RatlsPeerUnattested));
        }
        let back = Side {
            nonce: case.client().nonce,
            ..case.server()
        };
        let channel = handshake(back, back, &case.verifier());
        assert_eq!(channel, Err(Rule::RatlsSameKey));
    }

    #[test]
    fn a_certificate_is_read_signed_and_valid() {
        let mut case = Case::channel();
        let nonce = case.client_nonce;
        let refused = |case: &Case, certificate: &[u8]| {
            verify(certificate, &nonce, &case.verifier()).unwrap_err()
        };
        let end = case.server.len();
        let short = refused(&case, &case.server[..end - 1]);
        assert_eq!(short, Rule::RatlsCertificateMalformed);
        let mut altered = case.server.0.clone();
        altered[end - 1] ^= 1;
        assert_eq!(refused(&case, &altered), Rule::RatlsCertificateForged);
        assert_eq!(refused(&case, &case.root), Rule::RatlsEvidenceMissing);
        case.now += 24 * 60 * 60;
        assert_eq!(
            refused(&case, &case.server),
            Rule::RatlsCertificateOutOfTime
        );
    }

    #[test]
    fn a_quote_that_does_not_verify_is_refused_as_in_its_chapter() {
        let mut case = Case::channel();
        case.policy.mr_tds.clear();
        let refused = verify(&case.server, &case.client_nonce, &case.verifier());
        assert_eq!(refused, Err(Rule::TdxMeasurementMismatch));
    }
}
