//! Certificates with evidence.

use assay_kit::{Adapter, Answer, operations};
use coalition_crypto::{
    Bytes,
    dcap::{TdxCollateral, TdxPolicy, Verifier},
    ratls::{RatlsClaims, RatlsEvidence, Side, handshake, verify},
};

use super::{broken, bytes};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.ratls_claims"(key_hash: [u8; 32], nonce: [u8; 32]) =>
            Ok(bytes(RatlsClaims { key_hash, nonce }.write()));
        "crypto.ratls_evidence"(quote: Bytes, claims: Bytes) =>
            Ok(bytes(RatlsEvidence { quote, claims }.write()));
        "crypto.ratls_read"(evidence: Bytes) =>
            RatlsEvidence::read(&evidence).map(|evidence| Answer::new(&evidence));
        "crypto.ratls_verify"(
            certificate: Bytes,
            nonce: [u8; 32],
            collateral: TdxCollateral,
            root: Bytes,
            now: u64,
            policy: TdxPolicy,
        ) => {
            let verifier = Verifier { collateral: &collateral, root: &root, now, policy: &policy };
            verify(&certificate, &nonce, &verifier).map(|verdict| Answer::new(&verdict))
        };
        "crypto.ratls_handshake"(
            server: Option<Bytes>,
            client: Option<Bytes>,
            server_nonce: [u8; 32],
            client_nonce: [u8; 32],
            collateral: TdxCollateral,
            root: Bytes,
            now: u64,
            policy: TdxPolicy,
        ) => {
            let verifier = Verifier { collateral: &collateral, root: &root, now, policy: &policy };
            let server = Side { certificate: server.as_deref(), nonce: &server_nonce };
            let client = Side { certificate: client.as_deref(), nonce: &client_nonce };
            handshake(server, client, &verifier).map(|channel| Answer::new(&channel))
        };
    }
}
