//! What is known of platforms, and who says so.

pub use coalition::TdxCollateral;
use strict_json::Decode;

use super::{
    pcs::{QeIdentity, TcbInfo},
    platform::Platform,
};
use crate::{
    Result, Rule, foreign_json,
    x509::{Certificate, Chain, RevocationList},
};

/// Collateral that could be read, with the certificates of one quote.
pub(super) struct Collateral<'a> {
    text: &'a TdxCollateral,
    root: Certificate,
    pck_chain: Chain,
    tcb_info_chain: Chain,
    qe_identity_chain: Chain,
    root_list: RevocationList,
    pck_list: RevocationList,
    platform: Option<Platform>,
    pub(super) tcb_info: TcbInfo,
    pub(super) qe_identity: QeIdentity,
}

impl<'a> Collateral<'a> {
    /// Reads all of it (TDX-7).
    pub(super) fn read(text: &'a TdxCollateral, pck_chain: &[u8], root: &[u8]) -> Result<Self> {
        Self::parse(text, pck_chain, root).ok_or(Rule::DcapCollateralMalformed)
    }

    fn parse(text: &'a TdxCollateral, pck_chain: &[u8], root: &[u8]) -> Option<Self> {
        let root = Certificate::read(root)?;
        let zeros = pck_chain.iter().rev().take_while(|byte| **byte == 0);
        let pck_chain = &pck_chain[..pck_chain.len() - zeros.count()];
        let pck_chain = Chain::read(pck_chain, &root)?;
        Some(Self {
            text,
            platform: Platform::read(pck_chain.leaf()),
            pck_chain,
            tcb_info_chain: Chain::read(text.tcb_info_issuer_chain.as_bytes(), &root)?,
            qe_identity_chain: Chain::read(text.qe_identity_issuer_chain.as_bytes(), &root)?,
            root_list: RevocationList::read(&text.root_ca_crl)?,
            pck_list: RevocationList::read(&text.pck_crl)?,
            tcb_info: document(&text.tcb_info)?,
            qe_identity: document(&text.qe_identity)?,
            root,
        })
    }

    /// Whether all of it comes from the root, and holds now (TDX-8 to TDX-12).
    pub(super) fn verify(&self, now: u64) -> Result<()> {
        self.tcb_info.head.hold(now)?;
        self.qe_identity.head.hold(now)?;
        // Of a root to which nothing here leads, its list tells.
        if !self.root_list.is_issued_by(&self.root) {
            return Err(Rule::DcapCrlInvalid);
        }
        self.verify_chains(now)?;
        self.verify_lists(now)?;
        self.verify_signatures()?;
        let known =
            self.tcb_info.head.is("TDX", &[3]) && self.qe_identity.head.is("TD_QE", &[2, 3]);
        match known {
            true => Ok(()),
            false => Err(Rule::DcapIdentityUnsupported),
        }
    }

    /// The platform, if its certificate says what it is (TDX-17).
    pub(super) fn platform(&self) -> Result<&Platform> {
        let platform = self.platform.as_ref();
        platform.ok_or(Rule::DcapCollateralMalformed)
    }

    /// The certificate of the platform.
    pub(super) fn pck(&self) -> &Certificate {
        self.pck_chain.leaf()
    }

    fn chains(&self) -> [&Chain; 3] {
        [
            &self.pck_chain,
            &self.tcb_info_chain,
            &self.qe_identity_chain,
        ]
    }

    /// Whether every chain leads from a leaf to the root by issuers that have a list, those of who
    /// signs documents by the root alone: a platform would vouch for itself (TDX-9).
    fn verify_chains(&self, now: u64) -> Result<()> {
        let by_root = |(_, issuer): (&Certificate, &Certificate)| issuer.is(&self.root);
        let listed = |pair: (&Certificate, &Certificate)| {
            by_root(pair) || pair.1.is(self.pck_chain.issuer())
        };
        let signers = [&self.tcb_info_chain, &self.qe_identity_chain];
        if !self.chains().into_iter().all(Chain::leads_to_root)
            || !self.pck_chain.issued().all(listed)
            || !signers.into_iter().all(|chain| chain.issued().all(by_root))
        {
            return Err(Rule::DcapChainInvalid);
        }
        match self.chains().iter().all(|chain| chain.is_valid_at(now)) {
            true => Ok(()),
            false => Err(Rule::DcapCertificateOutOfTime),
        }
    }

    /// Whether nothing is revoked, by lists that are right (TDX-10).
    fn verify_lists(&self, now: u64) -> Result<()> {
        let lists = [
            (&self.root_list, &self.root),
            (&self.pck_list, self.pck_chain.issuer()),
        ];
        if !lists.iter().all(|(list, issuer)| list.is_issued_by(issuer)) {
            return Err(Rule::DcapCrlInvalid);
        }
        if !lists.iter().all(|(list, _)| list.is_current_at(now)) {
            return Err(Rule::DcapCrlExpired);
        }
        let revoked = |(certificate, issuer): (&Certificate, &Certificate)| {
            let mut lists = lists.iter();
            lists.any(|(list, by)| by.is(issuer) && list.revokes(certificate))
        };
        match self
            .chains()
            .iter()
            .any(|chain| chain.issued().any(revoked))
        {
            true => Err(Rule::DcapRevoked),
            false => Ok(()),
        }
    }

    /// Whether the documents are their issuers' (TDX-11).
    fn verify_signatures(&self) -> Result<()> {
        let signed = |chain: &Chain, text: &str, signature| {
            let issuer = chain.leaf();
            issuer.has_signed(text.as_bytes(), signature)
        };
        let text = self.text;
        let both = signed(
            &self.tcb_info_chain,
            &text.tcb_info,
            &text.tcb_info_signature,
        ) && signed(
            &self.qe_identity_chain,
            &text.qe_identity,
            &text.qe_identity_signature,
        );
        match both {
            true => Ok(()),
            false => Err(Rule::DcapCollateralForged),
        }
    }
}

fn document<T: Decode>(text: &str) -> Option<T> {
    let json = foreign_json::parse(text.as_bytes())?;
    let json = Some(json).filter(foreign_json::is_distinct)?;
    T::decode(&json).ok()
}
