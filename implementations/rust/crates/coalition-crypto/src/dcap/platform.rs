//! What a PCK certificate says of its platform.

use dcap_qvl::intel::{PckExtension, parse_pck_extension_with};

use super::backend::Backend;
use crate::x509::Certificate;

/// A platform, as its certificate names it (TDX-17, TDX-18).
pub(super) struct Platform {
    /// Family, model and stepping.
    pub(super) fmspc: [u8; 6],
    /// Which provisioning enclave certified it.
    pub(super) pce_id: [u8; 2],
    /// The versions of the components of the processor.
    pub(super) cpu_svn: [u8; 16],
    /// The version of the provisioning enclave.
    pub(super) pce_svn: u16,
}

impl Platform {
    /// What dcap-qvl reads in the extension of a PCK certificate. It asks for parts 1 and 5 too,
    /// which every one of Intel's has.
    pub(super) fn read(pck: &Certificate) -> Option<Self> {
        let PckExtension {
            fmspc,
            pce_id,
            cpu_svn,
            pce_svn,
            ..
        } = parse_pck_extension_with::<Backend>(pck.der()).ok()?;
        Some(Self {
            fmspc,
            pce_id: pce_id.try_into().ok()?,
            cpu_svn,
            pce_svn,
        })
    }
}
