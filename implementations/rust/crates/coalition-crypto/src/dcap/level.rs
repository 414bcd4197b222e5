//! Levels of security, and what they stand for.

use strict_json::{Decode, Flaw, Json, Members, choice};

use super::pcs::Date;

/// How a platform, an enclave or a module stands, best first (TDX-20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum TcbStatus {
    /// Nothing is amiss.
    UpToDate {} = 0,
    /// Software has to protect itself.
    SWHardeningNeeded {} = 1,
    /// The platform has to be configured otherwise.
    ConfigurationNeeded {} = 2,
    /// Both.
    ConfigurationAndSWHardeningNeeded {} = 3,
    /// The platform has to be updated.
    OutOfDate {} = 4,
    /// It has to be updated, and configured otherwise.
    OutOfDateConfigurationNeeded {} = 5,
    /// Nothing of it is to be trusted.
    Revoked {} = 6,
}

choice!(TcbStatus {
    UpToDate {},
    SWHardeningNeeded {},
    ConfigurationNeeded {},
    ConfigurationAndSWHardeningNeeded {},
    OutOfDate {},
    OutOfDateConfigurationNeeded {},
    Revoked {},
});

/// A status as Intel writes it: its name alone.
struct Named(TcbStatus);

impl Decode for Named {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let name = String::decode(json)?;
        let kind = Json::Object(vec![("kind".into(), Json::text(name))]);
        TcbStatus::decode(&kind).map(Self)
    }
}

/// The status of whatever reaches some security versions.
pub(super) struct Level<T> {
    pub(super) tcb: T,
    pub(super) status: TcbStatus,
}

/// Security versions that levels ask for.
pub(super) trait Tcb: Decode {
    /// Whether a level of them may have this status (TDX-7).
    fn may_be(status: TcbStatus) -> bool;
}

impl<T: Tcb> Decode for Level<T> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::among(json, "TCB level")?;
        members.get::<Date>("tcbDate")?;
        members.find::<Vec<String>>("advisoryIDs")?;
        let Named(status) = members.get("tcbStatus")?;
        if !T::may_be(status) {
            return Err(Flaw::NotOfType("a status of these versions"));
        }
        Ok(Self {
            tcb: members.get("tcb")?,
            status,
        })
    }
}

/// The version of an enclave or a module, in as many bytes as a quote has for it.
pub(super) struct IsvSvn<N>(N);

impl<N: Decode> Decode for IsvSvn<N> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Members::among(json, "TCB")?.get("isvsvn").map(Self)
    }
}

impl<N: Decode> Tcb for IsvSvn<N> {
    /// The other statuses are about platforms.
    fn may_be(status: TcbStatus) -> bool {
        use TcbStatus::{OutOfDate, Revoked, UpToDate};
        matches!(status, UpToDate {} | OutOfDate {} | Revoked {})
    }
}

impl<N: Copy + PartialOrd> Level<IsvSvn<N>> {
    /// The status of the first level that a version reaches (TDX-18, TDX-19).
    pub(super) fn first(levels: &[Self], isv_svn: N) -> Option<TcbStatus> {
        let mut levels = levels.iter();
        let level = levels.find(|level| level.tcb.0 <= isv_svn)?;
        Some(level.status)
    }
}
