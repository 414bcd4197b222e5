//! Retirement markers.

use strict_json::{choice, record};

use super::{ComponentRef, RetirementInstant};
use crate::{EvidencePointer, Fingerprint, Preimage, Result, Rule, UniqueId, encoding::option};

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

impl RetirementMarker {
    /// Refuses a rotation without replacement, and a retirement or exit with one (RET-3, RET-4).
    pub fn check(&self) -> Result<()> {
        match (self.reason, self.replacement) {
            (RetirementReason::Rotation, None) => Err(Rule::ReplacementRequired),
            (RetirementReason::Retired | RetirementReason::OperatorExit, Some(_)) => {
                Err(Rule::ReplacementForbidden)
            }
            _ => Ok(()),
        }
    }

    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        self.check()?;
        let replacement = self.replacement.as_ref().map(Fingerprint::fingerprint);
        let evidence = self.evidence.as_ref().map(Fingerprint::fingerprint);
        Ok(Preimage::hash_many()
            .field("retirement-marker.v1")
            .field(self.effective_at.fingerprint())
            .field([self.reason as u8])
            .field(option(replacement))
            .field(option(evidence)))
    }

    /// The digest of the marker (RET-2).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}
