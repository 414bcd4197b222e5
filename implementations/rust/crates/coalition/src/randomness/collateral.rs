//! What Intel says of platforms, as it is fetched.

use strict_json::{Bytes, record};

/// What Intel says of platforms, as it is fetched (TDX-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TdxCollateral {
    /// What the root has revoked, in DER.
    pub root_ca_crl: Bytes,
    /// What the issuer of PCK certificates has revoked, in DER.
    pub pck_crl: Bytes,
    /// Who says what the TCB information says, in PEM, leaf first.
    pub tcb_info_issuer_chain: String,
    /// JSON about platforms.
    pub tcb_info: String,
    /// The signature over it, r and s.
    pub tcb_info_signature: [u8; 64],
    /// Who says what the identity says, in PEM, leaf first.
    pub qe_identity_issuer_chain: String,
    /// JSON about the quoting enclave.
    pub qe_identity: String,
    /// The signature over it, r and s.
    pub qe_identity_signature: [u8; 64],
}

record!(TdxCollateral {
    root_ca_crl,
    pck_crl,
    tcb_info_issuer_chain,
    tcb_info,
    tcb_info_signature,
    qe_identity_issuer_chain,
    qe_identity,
    qe_identity_signature,
});
