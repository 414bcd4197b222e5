//! Delegations.

use strict_json::{choice, record};

use crate::{
    EvidencePointer, Fingerprint, Preimage, PresentId, RetirementReason, encoding::variant,
};

/// What ends a delegation (STANCE-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum Revocability {
    AtWill = 0,
    ByRotation = 1,
    InEmergency = 2,
    Irrevocable = 3,
}

choice!(Revocability {
    AtWill {},
    ByRotation {},
    InEmergency {},
    Irrevocable {},
});

impl Revocability {
    /// The reasons of the markers that end it, in the order of their numbers.
    pub const fn ended_by(self) -> &'static [RetirementReason] {
        match self {
            Self::AtWill => &[
                RetirementReason::Rotation,
                RetirementReason::Retired,
                RetirementReason::OperatorExit,
                RetirementReason::Emergency,
            ],
            Self::ByRotation => &[RetirementReason::Rotation],
            Self::InEmergency => &[RetirementReason::Emergency],
            Self::Irrevocable => &[],
        }
    }
}

/// Who acts for another (STANCE-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the members are those of the table, under the names they have there"
)]
pub enum Delegation {
    /// One who issues tickets under a root.
    SharedIssuer {
        issuer: PresentId,
        revocability: Revocability,
    },
    /// The committee of what runs at an address.
    CommitteePublication {
        component: PresentId,
        revocability: Revocability,
    },
    /// The holder of a grant on a peer's Compute.
    ComputeGrant {
        grant: EvidencePointer,
        revocability: Revocability,
    },
    /// Somebody who speaks for others, of which nothing on the substrate says so.
    Representation { revocability: Revocability },
}

choice!(Delegation {
    SharedIssuer {
        issuer,
        revocability,
    },
    CommitteePublication {
        component,
        revocability,
    },
    ComputeGrant {
        grant,
        revocability,
    },
    Representation { revocability },
});

impl Delegation {
    /// What ends it.
    pub const fn revocability(&self) -> Revocability {
        match self {
            Self::SharedIssuer { revocability, .. }
            | Self::CommitteePublication { revocability, .. }
            | Self::ComputeGrant { revocability, .. }
            | Self::Representation { revocability } => *revocability,
        }
    }
}

/// The encoded variant (ENC-21).
impl Fingerprint for Delegation {
    fn preimage(&self) -> Preimage {
        let variant = match self {
            Self::SharedIssuer { issuer, .. } => variant(0).field(issuer),
            Self::CommitteePublication { component, .. } => variant(1).field(component),
            Self::ComputeGrant { grant, .. } => variant(2).field(grant.fingerprint()),
            Self::Representation { .. } => variant(3),
        };
        variant.field([self.revocability() as u8])
    }
}

/// What the substrate does of a delegation (STANCE-11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubstrateDelegation {
    /// Whether it does what the delegation says.
    pub delegation: bool,
    /// Whether it does what its revocability says.
    pub revocability: bool,
    /// The reasons of the markers that end it, in the order of their numbers.
    pub ended_by: Vec<RetirementReason>,
}

record!(SubstrateDelegation {
    delegation,
    revocability,
    ended_by,
});

impl SubstrateDelegation {
    /// What the substrate does of `delegation`.
    pub fn of(delegation: &Delegation) -> Self {
        let revocability = delegation.revocability();
        Self {
            delegation: !matches!(delegation, Delegation::Representation { .. }),
            revocability: revocability != Revocability::Irrevocable,
            ended_by: revocability.ended_by().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_predicates_are_apart() {
        let of = |revocability| {
            let done = SubstrateDelegation::of(&Delegation::Representation { revocability });
            (done.delegation, done.revocability, done.ended_by.len())
        };
        assert_eq!(of(Revocability::AtWill), (false, true, 4));
        assert_eq!(of(Revocability::ByRotation), (false, true, 1));
        assert_eq!(of(Revocability::InEmergency), (false, true, 1));
        assert_eq!(of(Revocability::Irrevocable), (false, false, 0));
    }
}
