//! The verdict of dcap-qvl, without which no quote is accepted.

use dcap_qvl::{
    QuoteCollateralV3,
    quote::{Report, TDReport10},
    verify::QuoteVerifier,
};

use super::{TdxCollateral, Verifier, backend::Backend};
use crate::{Result, Rule};

impl Verifier<'_> {
    /// What dcap-qvl reports of a quote that it verifies.
    ///
    /// It is asked once nothing breaks the text's own rules, up to TDX-21. What it refuses then is
    /// not as Intel makes it, in a place that the text leaves open: that is malformed (TDX-7).
    pub(super) fn second(&self, quote: &[u8]) -> Result<TDReport10> {
        let verifier = QuoteVerifier::<Backend>::new_with_config(self.root.to_vec());
        let verdict = verifier.verify(quote, &collateral(self.collateral), self.now);
        match verdict.map(|verdict| verdict.report) {
            Ok(Report::TD10(report)) => Ok(report),
            _ => Err(Rule::DcapCollateralMalformed),
        }
    }
}

/// The same, as the crate takes it. The chain of the PCK certificate is the one in the quote, and it
/// signs `pck_crl`.
fn collateral(given: &TdxCollateral) -> QuoteCollateralV3 {
    QuoteCollateralV3 {
        pck_crl_issuer_chain: String::new(),
        root_ca_crl: given.root_ca_crl.to_vec(),
        pck_crl: given.pck_crl.to_vec(),
        tcb_info_issuer_chain: given.tcb_info_issuer_chain.clone(),
        tcb_info: given.tcb_info.clone(),
        tcb_info_signature: given.tcb_info_signature.to_vec(),
        qe_identity_issuer_chain: given.qe_identity_issuer_chain.clone(),
        qe_identity: given.qe_identity.clone(),
        qe_identity_signature: given.qe_identity_signature.to_vec(),
        pck_certificate_chain: None,
    }
}
