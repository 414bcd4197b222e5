//! Retirement markers.

use strict_json::{choice, record};

use super::{ComponentRef, RetirementInstant};
use crate::{
    EvidencePointer, Fingerprint, Preimage, Result, Rule, fingerprint::check_all, identity::option,
};

/// Why a component ends (RET-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum RetirementReason {
    Rotation = 0,
    Retired = 1,
    OperatorExit = 2,
    Emergency = 3,
}

choice!(RetirementReason {
    Rotation {},
    Retired {},
    OperatorExit {},
    Emergency {},
});

/// The last record of a component (RET-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetirementMarker {
    /// When the end takes effect.
    pub effective_at: RetirementInstant,
    /// Why.
    pub reason: RetirementReason,
    /// What comes in its place.
    pub replacement: Option<ComponentRef>,
    /// The fact that led to it.
    pub evidence: Option<EvidencePointer>,
}

record!(RetirementMarker {
    effective_at,
    reason,
    replacement,
    evidence,
});

impl Fingerprint for RetirementMarker {
    /// A rotation names a replacement, a retirement or exit does not (RET-3, RET-4).
    fn check(&self) -> Result<()> {
        check_all(&self.replacement)?;
        check_all(&self.evidence)?;
        match (self.reason, self.replacement) {
            (RetirementReason::Rotation, None) => Err(Rule::ReplacementRequired),
            (RetirementReason::Retired | RetirementReason::OperatorExit, Some(_)) => {
                Err(Rule::ReplacementForbidden)
            }
            _ => Ok(()),
        }
    }

    fn fold(&self) -> Result<Preimage> {
        let replacement = self.replacement.as_ref().map(Fingerprint::folded);
        let evidence = self.evidence.as_ref().map(Fingerprint::folded);
        Ok(Preimage::hash_many()
            .field("retirement-marker.v1")
            .field(self.effective_at.preimage().id())
            .field([self.reason as u8])
            .field(option(replacement.transpose()?))
            .field(option(evidence.transpose()?)))
    }
}
