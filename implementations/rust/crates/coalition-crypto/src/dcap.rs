//! Quotes of TDX verified with Intel's collateral (TDX-7 to TDX-24).
//!
//! The checks are made in the order of the text, each with its error. What passes them all is
//! verified by dcap-qvl as well, and none is accepted that it refuses. Whoever is trusted, and what
//! the time is, are inputs.

mod backend;
mod collateral;
mod enclave;
mod extension;
mod level;
mod pcs;
mod platform;
mod second;

use dcap_qvl::quote::TDReport10;
use p256::{EncodedPoint, ecdsa::VerifyingKey};
use sha2::{Digest, Sha256};
use strict_json::{choice, record};

use self::{collateral::Collateral, enclave::EnclaveReport, platform::Platform};
pub use self::{collateral::TdxCollateral, level::TcbStatus};
use crate::{
    Bytes, Result, Rule, UniqueId,
    tdx::{TdxBody, TdxQuote, bond, card},
    x509::verifies,
};

/// How many bytes of authentication data Intel's quoting enclave writes (TDX-14).
const AUTH_DATA: usize = 32;

/// What of a guest and of its platform is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TdxPolicy {
    /// Its measurement is one of these.
    pub mr_tds: Vec<[u8; 48]>,
    /// The status of its platform is one of these.
    pub statuses: Vec<TcbStatus>,
}

record!(TdxPolicy { mr_tds, statuses });

/// What the report data have to bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TdxBinding {
    /// A bond (TDX-5).
    Bond {
        /// The presenter's key.
        public_key: [u8; 32],
        /// The nonce of the bond.
        nonce: [u8; 32],
        /// The nonces of other bonds.
        spent: Vec<[u8; 32]>,
    },
    /// A provider's card (TDX-6).
    Card {
        /// The provider's key.
        public_key: [u8; 32],
        /// What it serves.
        content_hash: UniqueId,
        /// The nonce of its boot.
        boot_nonce: [u8; 32],
    },
    /// All the bytes.
    Given {
        /// As they are.
        report_data: [u8; 64],
    },
}

choice!(TdxBinding {
    Bond {
        public_key,
        nonce,
        spent
    },
    Card {
        public_key,
        content_hash,
        boot_nonce
    },
    Given { report_data },
});

impl TdxBinding {
    /// The report data that bind (TDX-24), unless the nonce was used before (TDX-23).
    fn report_data(&self) -> Result<[u8; 64]> {
        match self {
            Self::Bond { nonce, spent, .. } if spent.contains(nonce) => Err(Rule::TdxNonceReused),
            Self::Bond {
                public_key, nonce, ..
            } => Ok(padded(bond(public_key, nonce).id().as_bytes())),
            Self::Card {
                public_key,
                content_hash,
                boot_nonce,
            } => {
                let digest = card(public_key, content_hash, boot_nonce).id();
                Ok(padded(digest.as_bytes()))
            }
            Self::Given { report_data } => Ok(*report_data),
        }
    }
}

/// A digest and 32 zero bytes.
pub(crate) fn padded(digest: &[u8; 32]) -> [u8; 64] {
    let mut padded = [0; 64];
    padded[..32].copy_from_slice(digest);
    padded
}

/// What a quote that verifies says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TdxVerdict {
    /// The status of the quote.
    pub status: TcbStatus,
    /// The family, model and stepping of the platform.
    pub fmspc: Bytes,
    /// The measurement of the guest.
    pub mr_td: [u8; 48],
    /// What it binds.
    pub report_data: [u8; 64],
}

record!(TdxVerdict {
    status,
    fmspc,
    mr_td,
    report_data,
});

/// Who verifies, and by what.
#[derive(Clone, Copy, Debug)]
pub struct Verifier<'a> {
    /// What Intel says of platforms.
    pub collateral: &'a TdxCollateral,
    /// The one trusted certificate, in DER.
    pub root: &'a [u8],
    /// The time, in seconds since 1970.
    pub now: u64,
    /// What is accepted.
    pub policy: &'a TdxPolicy,
}

impl Verifier<'_> {
    /// Verifies a quote that binds what it has to (TDX-1 to TDX-3, TDX-7 to TDX-24).
    pub fn verify(&self, quote: &[u8], binding: &TdxBinding) -> Result<TdxVerdict> {
        let parts = TdxQuote::parse(quote)?;
        let collateral = Collateral::read(self.collateral, &parts.pck_chain, self.root)?;
        collateral.verify(self.now)?;
        let report = EnclaveReport::new(&parts.qe_report);
        attest(&parts, &report, &collateral)?;
        let platform = collateral.platform()?;
        let status = self.status(&parts.body, &report, &collateral)?;
        admit(&parts.body)?;
        let TDReport10 {
            mr_td, report_data, ..
        } = self.second(quote)?;
        if !self.policy.mr_tds.contains(&mr_td) {
            return Err(Rule::TdxMeasurementMismatch);
        }
        if report_data != binding.report_data()? {
            return Err(Rule::TdxReportDataMismatch);
        }
        Ok(TdxVerdict {
            status,
            fmspc: platform.fmspc[..].into(),
            mr_td,
            report_data,
        })
    }

    /// The status of a quote, which the policy accepts (TDX-17 to TDX-20).
    fn status(
        &self,
        body: &TdxBody,
        report: &EnclaveReport<'_>,
        collateral: &Collateral,
    ) -> Result<TcbStatus> {
        let Collateral {
            tcb_info,
            qe_identity,
            ..
        } = collateral;
        let platform = collateral.platform()?;
        let Platform { fmspc, pce_id, .. } = platform;
        if (fmspc, pce_id) != (&tcb_info.fmspc, &tcb_info.pce_id) {
            return Err(Rule::DcapPlatformMismatch);
        }
        let status = tcb_info
            .platform_status(platform, &body.tee_tcb_svn)?
            .max(qe_identity.status(report.isv_svn())?)
            .max(tcb_info.module_status(body)?);
        match status {
            TcbStatus::Revoked {} => Err(Rule::DcapTcbRevoked),
            status if self.policy.statuses.contains(&status) => Ok(status),
            _ => Err(Rule::DcapTcbUnaccepted),
        }
    }
}

/// Whether the attributes of a guest are those of one that can be trusted (TDX-21).
fn admit(body: &TdxBody) -> Result<()> {
    const DEBUG: u64 = 1;
    const SEPT_VE_DISABLE: u64 = 1 << 28;
    const KNOWN: u64 = DEBUG | SEPT_VE_DISABLE | 1 << 30 | 1 << 31 | 1 << 63;
    let attributes = u64::from_le_bytes(body.td_attributes);
    if attributes & DEBUG != 0 {
        return Err(Rule::TdxDebug);
    }
    if attributes & !KNOWN != 0 {
        return Err(Rule::TdxAttributesReserved);
    }
    match attributes & SEPT_VE_DISABLE {
        0 => Err(Rule::TdxSeptVeEnabled),
        _ => Ok(()),
    }
}

/// Whether a quoting enclave that is known, on a platform that is certified, made the quote (TDX-13 to
/// TDX-16).
fn attest(quote: &TdxQuote, report: &EnclaveReport<'_>, collateral: &Collateral) -> Result<()> {
    let pck = collateral.pck();
    if !pck.has_signed(&quote.qe_report, &quote.qe_report_signature) {
        return Err(Rule::TdxQeReportForged);
    }
    let bound = Sha256::new()
        .chain_update(quote.attestation_key)
        .chain_update(&quote.qe_auth_data)
        .finalize();
    let auth_data = quote.qe_auth_data.as_ref();
    if auth_data.len() != AUTH_DATA || *report.report_data() != padded(&bound.into()) {
        return Err(Rule::TdxAttestationKeyUnbound);
    }
    if !collateral.qe_identity.is_of(report) {
        return Err(Rule::TdxQuotingEnclaveUnknown);
    }
    let point = EncodedPoint::from_untagged_bytes((&quote.attestation_key).into());
    let signed = |key| verifies(&key, &quote.signed(), &quote.signature);
    match VerifyingKey::from_encoded_point(&point).is_ok_and(signed) {
        true => Ok(()),
        false => Err(Rule::TdxQuoteForged),
    }
}

#[cfg(test)]
mod tests;
