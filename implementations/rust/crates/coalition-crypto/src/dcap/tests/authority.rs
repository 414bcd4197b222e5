//! Others in the place of those who signed the example, who sign what is altered.

use p256::ecdsa::{DerSignature, Signature, SigningKey, signature::Signer};
use x509_cert::{
    Certificate, TbsCertificate,
    crl::{CertificateList, TbsCertList},
    der::{Decode, Encode, EncodePem, asn1::BitString, pem::LineEnding},
};

use super::{super::*, case::Case};

/// Below whom a signer of documents stands.
#[derive(Clone, Copy)]
pub(super) enum Below {
    Root,
    PckIssuer,
}

/// What is signed in a case, before it is.
pub(super) struct Authority {
    pub(super) root: TbsCertificate,
    pub(super) pck_issuer: TbsCertificate,
    pub(super) pck: TbsCertificate,
    pub(super) signer: TbsCertificate,
    pub(super) tcb_info_signer: Below,
    pub(super) qe_identity_signer: Below,
    pub(super) root_list: TbsCertList,
    pub(super) pck_list: TbsCertList,
    pub(super) tcb_info: String,
    pub(super) qe_identity: String,
    pub(super) quote: TdxQuote,
    pub(super) policy: TdxPolicy,
}

impl Authority {
    pub(super) fn of(case: &Case) -> Self {
        let collateral = &case.collateral;
        let quote = TdxQuote::parse(&case.quote).unwrap();
        let [pck, pck_issuer, root] = certificates(&quote.pck_chain);
        let [signer, _] = certificates(collateral.tcb_info_issuer_chain.as_bytes());
        Self {
            root,
            pck_issuer,
            pck,
            signer,
            tcb_info_signer: Below::Root,
            qe_identity_signer: Below::Root,
            root_list: list(&collateral.root_ca_crl),
            pck_list: list(&collateral.pck_crl),
            tcb_info: collateral.tcb_info.clone(),
            qe_identity: collateral.qe_identity.clone(),
            quote,
            policy: case.policy.clone(),
        }
    }

    /// The case with all of it signed.
    pub(super) fn sign(self, case: &Case) -> Case {
        let [root, issuer, pck, signer, attestation] =
            ["root", "issuer", "pck", "signer", "attestation"].map(key);
        let trusted = certificate(self.root, &root, &root);
        let platforms = certificate(self.pck_issuer, &issuer, &root);
        let chain = |below| match below {
            Below::Root => pem(&[&certificate(self.signer.clone(), &signer, &root), &trusted]),
            Below::PckIssuer => {
                let mut content = self.signer.clone();
                content.issuer = platforms.tbs_certificate.subject.clone();
                let signers = certificate(content, &signer, &issuer);
                pem(&[&signers, &platforms, &trusted])
            }
        };
        let pck_chain = [&certificate(self.pck, &pck, &issuer), &platforms, &trusted];
        let mut quote = self.quote;
        quote.pck_chain = pem(&pck_chain).into_bytes().into();
        quote
            .attestation_key
            .copy_from_slice(&point(&attestation)[1..]);
        let bound = Sha256::new()
            .chain_update(quote.attestation_key)
            .chain_update(&quote.qe_auth_data)
            .finalize();
        quote.qe_report[320..].copy_from_slice(&padded(&bound.into()));
        quote.qe_report_signature = sign(&pck, &quote.qe_report);
        quote.signature = sign(&attestation, &quote.signed());
        Case {
            quote: quote.write().into(),
            root: trusted.to_der().unwrap().into(),
            collateral: TdxCollateral {
                root_ca_crl: revocations(self.root_list, &root).into(),
                pck_crl: revocations(self.pck_list, &issuer).into(),
                tcb_info_issuer_chain: chain(self.tcb_info_signer),
                tcb_info_signature: sign(&signer, self.tcb_info.as_bytes()),
                tcb_info: self.tcb_info,
                qe_identity_issuer_chain: chain(self.qe_identity_signer),
                qe_identity_signature: sign(&signer, self.qe_identity.as_bytes()),
                qe_identity: self.qe_identity,
            },
            policy: self.policy,
            ..case.clone()
        }
    }
}

fn key(label: &str) -> SigningKey {
    SigningKey::from_bytes(&Sha256::digest(label)).unwrap()
}

fn point(key: &SigningKey) -> Vec<u8> {
    key.verifying_key()
        .to_encoded_point(false)
        .as_bytes()
        .into()
}

fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    let signature: Signature = key.sign(message);
    signature.to_bytes().into()
}

fn sign_der(key: &SigningKey, content: &impl Encode) -> BitString {
    let signature: DerSignature = key.sign(&content.to_der().unwrap());
    BitString::from_bytes(signature.as_bytes()).unwrap()
}

fn certificates<const N: usize>(pem: &[u8]) -> [TbsCertificate; N] {
    let all = Certificate::load_pem_chain(pem).unwrap().into_iter();
    let all: Vec<_> = all.map(|each| each.tbs_certificate).collect();
    all.try_into().unwrap()
}

fn certificate(mut content: TbsCertificate, own: &SigningKey, by: &SigningKey) -> Certificate {
    let own = BitString::from_bytes(&point(own)).unwrap();
    content.subject_public_key_info.subject_public_key = own;
    Certificate {
        signature_algorithm: content.signature.clone(),
        signature: sign_der(by, &content),
        tbs_certificate: content,
    }
}

fn pem(chain: &[&Certificate]) -> String {
    let pem = |each: &&Certificate| each.to_pem(LineEnding::LF).unwrap();
    chain.iter().map(pem).collect()
}

fn list(der: &[u8]) -> TbsCertList {
    CertificateList::from_der(der).unwrap().tbs_cert_list
}

fn revocations(content: TbsCertList, by: &SigningKey) -> Vec<u8> {
    let list = CertificateList {
        signature_algorithm: content.signature.clone(),
        signature: sign_der(by, &content),
        tbs_cert_list: content,
    };
    list.to_der().unwrap()
}
