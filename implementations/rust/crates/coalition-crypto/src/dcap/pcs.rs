//! The documents of Intel's PCS, version 4 (TDX-7). They have members that nothing depends on.

use std::cmp::Ordering;

use strict_json::{Decode, Flaw, Json, Members, hex};
use x509_cert::der::DateTime;

use super::{
    TcbStatus,
    enclave::EnclaveReport,
    level::{IsvSvn, Level, Tcb},
    platform::Platform,
};
use crate::{Result, Rule, tdx::TdxBody};

/// A date, in seconds since 1970.
#[derive(Clone, Copy)]
pub(super) struct Date(u64);

impl Decode for Date {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let date: Option<DateTime> = String::decode(json)?.parse().ok();
        date.map(|date| Self(date.unix_duration().as_secs()))
            .ok_or(Flaw::NotOfType("a date"))
    }
}

/// Bytes in hexadecimal digits of either case.
struct Digits<const N: usize>([u8; N]);

impl<const N: usize> Decode for Digits<N> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let digits = String::decode(json)?.to_ascii_lowercase();
        let bytes = hex::decode_array(&digits).map(Self);
        bytes.ok_or(Flaw::NotOfType("hexadecimal digits of the right number"))
    }
}

impl<const N: usize> Digits<N> {
    /// The bytes of a member.
    fn of(members: &Members<'_, '_>, name: &'static str) -> Result<[u8; N], Flaw> {
        members.get(name).map(|Self(bytes)| bytes)
    }
}

/// Bytes of which a mask says what counts.
struct Masked<const N: usize> {
    value: [u8; N],
    mask: [u8; N],
}

impl<const N: usize> Masked<N> {
    fn of(
        members: &Members<'_, '_>,
        value: &'static str,
        mask: &'static str,
    ) -> Result<Self, Flaw> {
        Ok(Self {
            value: Digits::of(members, value)?,
            mask: Digits::of(members, mask)?,
        })
    }

    /// Whether the bytes are these where the mask counts.
    fn is(&self, bytes: &[u8; N]) -> bool {
        let masked = bytes.iter().zip(self.mask).map(|(byte, mask)| byte & mask);
        masked.eq(self.value)
    }

    /// Whether the bytes are these where the mask counts, and zero elsewhere.
    fn is_all_of(&self, bytes: &[u8; N]) -> bool {
        self.is(bytes) && self.value == *bytes
    }
}

/// What a document is about, and how long it holds.
pub(super) struct Head {
    id: String,
    version: u32,
    issued: Date,
    next: Date,
}

impl Head {
    fn of(members: &Members<'_, '_>) -> Result<Self, Flaw> {
        members.get::<u32>("tcbEvaluationDataNumber")?;
        Ok(Self {
            id: members.get("id")?,
            version: members.get("version")?,
            issued: members.get("issueDate")?,
            next: members.get("nextUpdate")?,
        })
    }

    /// Whether it holds at an instant (TDX-8).
    pub(super) fn hold(&self, now: u64) -> Result<()> {
        if now < self.issued.0 {
            return Err(Rule::DcapCollateralEarly);
        }
        match now <= self.next.0 {
            true => Ok(()),
            false => Err(Rule::DcapCollateralExpired),
        }
    }

    /// Whether it is about this, in one of these versions (TDX-12).
    pub(super) fn is(&self, id: &str, versions: &[u32]) -> bool {
        self.id == id && versions.contains(&self.version)
    }
}

/// The version of one component.
struct Svn(u8);

impl Decode for Svn {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Members::among(json, "component")?.get("svn").map(Self)
    }
}

/// The versions of a platform, in the order in which levels are better than others (TDX-18).
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct PlatformTcb {
    sgx: [u8; 16],
    pce_svn: u16,
    tdx: [u8; 16],
}

impl Decode for PlatformTcb {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::among(json, "TCB")?;
        let components = |name| {
            let components: Vec<Svn> = members.get(name)?;
            let svns: Vec<u8> = components.into_iter().map(|Svn(svn)| svn).collect();
            svns.try_into()
                .map_err(|_| Flaw::NotOfType("sixteen components"))
        };
        Ok(Self {
            sgx: components("sgxtcbcomponents")?,
            pce_svn: members.get("pcesvn")?,
            tdx: components("tdxtcbcomponents")?,
        })
    }
}

impl Tcb for PlatformTcb {
    fn may_be(_: TcbStatus) -> bool {
        true
    }
}

impl PlatformTcb {
    fn is_reached_by(&self, platform: &Platform, tee_tcb_svn: &[u8; 16]) -> bool {
        // The first two of a module that has a version are judged with its identity.
        let first = if tee_tcb_svn[1] > 0 { 2 } else { 0 };
        let reached =
            |levels: &[u8], svns: &[u8]| levels.iter().zip(svns).all(|(level, svn)| level <= svn);
        reached(&self.sgx, &platform.cpu_svn)
            && self.pce_svn <= platform.pce_svn
            && reached(&self.tdx[first..], &tee_tcb_svn[first..])
    }
}

/// Which TDX module is right.
struct TdxModule {
    mr_signer: [u8; 48],
    attributes: Masked<8>,
}

impl TdxModule {
    fn of(members: &Members<'_, '_>) -> Result<Self, Flaw> {
        Ok(Self {
            mr_signer: Digits::of(members, "mrsigner")?,
            attributes: Masked::of(members, "attributes", "attributesMask")?,
        })
    }

    fn is_of(&self, body: &TdxBody) -> bool {
        self.mr_signer == body.mr_signer_seam && self.attributes.is_all_of(&body.seam_attributes)
    }
}

impl Decode for TdxModule {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Self::of(&Members::among(json, "TDX module")?)
    }
}

/// Which TDX module of one major version is right.
struct TdxModuleIdentity {
    id: String,
    module: TdxModule,
    levels: Vec<Level<IsvSvn<u8>>>,
}

impl Decode for TdxModuleIdentity {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::among(json, "TDX module identity")?;
        Ok(Self {
            id: members.get("id")?,
            module: TdxModule::of(&members)?,
            levels: members.get("tcbLevels")?,
        })
    }
}

/// What Intel says of the platforms of one family.
pub(super) struct TcbInfo {
    pub(super) head: Head,
    pub(super) fmspc: [u8; 6],
    pub(super) pce_id: [u8; 2],
    module: TdxModule,
    modules: Vec<TdxModuleIdentity>,
    levels: Vec<Level<PlatformTcb>>,
}

impl Decode for TcbInfo {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::among(json, "TCB information")?;
        if members.get::<u32>("tcbType")? != 0 {
            return Err(Flaw::NotOfType("the type whose levels are compared so"));
        }
        Ok(Self {
            head: Head::of(&members)?,
            fmspc: Digits::of(&members, "fmspc")?,
            pce_id: Digits::of(&members, "pceId")?,
            module: members.get("tdxModule")?,
            modules: members.find("tdxModuleIdentities")?.unwrap_or_default(),
            levels: members.get("tcbLevels")?,
        })
    }
}

impl TcbInfo {
    /// The status of the best level that a platform reaches (TDX-18).
    pub(super) fn platform_status(
        &self,
        platform: &Platform,
        tee_tcb_svn: &[u8; 16],
    ) -> Result<TcbStatus> {
        let levels = self.levels.iter();
        // Of equals the last is taken, which is the one that is listed first.
        let best = levels
            .rev()
            .filter(|level| level.tcb.is_reached_by(platform, tee_tcb_svn))
            .max_by(|one, other| -> Ordering { one.tcb.cmp(&other.tcb) });
        best.map(|level| level.status).ok_or(Rule::DcapTcbUnlisted)
    }

    /// The status of the TDX module, which is the right one (TDX-19). One without a version has none
    /// of its own.
    pub(super) fn module_status(&self, body: &TdxBody) -> Result<TcbStatus> {
        let [svn, version, ..] = body.tee_tcb_svn;
        let listed = match version > 0 {
            true => {
                let id = format!("TDX_{version:02X}");
                let mut modules = self.modules.iter();
                let listed = modules.find(|module| module.id.eq_ignore_ascii_case(&id));
                Some(listed.ok_or(Rule::TdxModuleUnknown)?)
            }
            false => None,
        };
        if !listed
            .map_or(&self.module, |listed| &listed.module)
            .is_of(body)
        {
            return Err(Rule::TdxModuleUnknown);
        }
        listed.map_or(Ok(TcbStatus::UpToDate {}), |listed| {
            Level::first(&listed.levels, svn).ok_or(Rule::DcapTcbUnlisted)
        })
    }
}

/// What Intel says of the quoting enclave.
pub(super) struct QeIdentity {
    pub(super) head: Head,
    misc_select: Masked<4>,
    attributes: Masked<16>,
    mr_signer: [u8; 32],
    isv_prod_id: u16,
    levels: Vec<Level<IsvSvn<u16>>>,
}

impl Decode for QeIdentity {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::among(json, "enclave identity")?;
        Ok(Self {
            head: Head::of(&members)?,
            misc_select: Masked::of(&members, "miscselect", "miscselectMask")?,
            attributes: Masked::of(&members, "attributes", "attributesMask")?,
            mr_signer: Digits::of(&members, "mrsigner")?,
            isv_prod_id: members.get("isvprodid")?,
            levels: members.get("tcbLevels")?,
        })
    }
}

impl QeIdentity {
    /// Whether an enclave is the one (TDX-15).
    pub(super) fn is_of(&self, report: &EnclaveReport<'_>) -> bool {
        self.misc_select.is(report.misc_select())
            && self.attributes.is(report.attributes())
            && self.mr_signer == *report.mr_signer()
            && self.isv_prod_id == report.isv_prod_id()
    }

    /// The status of its first level that a version reaches (TDX-18).
    pub(super) fn status(&self, isv_svn: u16) -> Result<TcbStatus> {
        Level::first(&self.levels, isv_svn).ok_or(Rule::DcapTcbUnlisted)
    }
}
