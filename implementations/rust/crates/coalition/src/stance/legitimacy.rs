//! The grounds of an agreement.

use strict_json::{Decode, Encode, Flaw, Json, Members};

use crate::{AclClause, AclComposition, AttestationLevel, Result, Rule};

/// Any sum of the grounds that have a name (STANCE-3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Legitimacy(u16);

impl Legitimacy {
    /// Both sides of the bond opted in.
    pub const CONSENT: Self = Self(0x0001);
    /// What runs there is measured.
    pub const ATTESTATION: Self = Self(0x0002);
    /// A score reaches a floor.
    pub const REPUTATION: Self = Self(0x0004);
    /// A market committed a settlement.
    pub const SETTLEMENT: Self = Self(0x0008);
    /// An issuer gave a ticket.
    pub const ISSUANCE: Self = Self(0x0010);
    /// A seat in a committee.
    pub const COMMITTEE: Self = Self(0x0020);
    /// Another module's validator admits.
    pub const REFERRAL: Self = Self(0x0040);
    /// The component's own operator.
    pub const OPERATOR: Self = Self(0x0080);
    /// Any other ground, which no clause checks.
    pub const PROCLAMATION: Self = Self(0x0100);
    /// All of them.
    const ALL: u16 = 0x01ff;

    /// Refuses a bit that has no name.
    pub fn new(bits: u16) -> Result<Self> {
        match bits & !Self::ALL {
            0 => Ok(Self(bits)),
            _ => Err(Rule::UnknownLegitimacyBit),
        }
    }

    /// The sum.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether every ground of `other` is among these.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These grounds and those.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The grounds that a composition checks: consent, which every bond has, and those of its
    /// clauses, on whichever side they stand (STANCE-7).
    pub fn checked(acl: &AclComposition) -> Self {
        let grounds = acl.clauses.iter().map(Self::of_clause);
        grounds.fold(Self::CONSENT, Self::union)
    }

    fn of_clause(clause: &AclClause) -> Self {
        match clause {
            AclClause::RequireMrtd { .. }
            | AclClause::AdmitsMeasurementsEqual { .. }
            | AclClause::AdmitsMeasurementsInSet { .. } => Self::ATTESTATION,
            AclClause::OutcomePredicate { floor, .. } => match floor {
                AttestationLevel::Software => Self::default(),
                _ => Self::ATTESTATION,
            },
            AclClause::ReputationFloor { .. } => Self::REPUTATION,
            AclClause::MarketSettlement { .. } => Self::SETTLEMENT,
            AclClause::RecogniseIssuer { .. } => Self::ISSUANCE,
            AclClause::ComputeModulePin { .. } | AclClause::AnyCommitteeMember { .. } => {
                Self::COMMITTEE
            }
            AclClause::ComputeModuleRequesterAcl { .. } => Self::REFERRAL,
            AclClause::OperatorPublish { .. } => Self::OPERATOR,
        }
    }
}

impl Decode for Legitimacy {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(
            Members::of(json, "Legitimacy", &["bits"])?.get("bits")?,
        )?)
    }
}

impl Encode for Legitimacy {
    fn encode(&self) -> Json<'_> {
        Json::Object(vec![("bits".into(), self.0.encode())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Side;

    #[test]
    fn grounds_have_names() {
        for bits in [0, 1, 0x1ff, 0x100] {
            assert_eq!(Legitimacy::new(bits).map(Legitimacy::bits), Ok(bits));
        }
        for bits in [0x200, 0x8000, 0x3ff, u16::MAX] {
            assert_eq!(Legitimacy::new(bits), Err(Rule::UnknownLegitimacyBit));
        }
    }

    #[test]
    fn every_outcome_reaches_software() {
        let checked = |floor| {
            let side = Side::VerifyPeer;
            let clauses = vec![AclClause::OutcomePredicate { side, floor }];
            Legitimacy::checked(&AclComposition { clauses }).bits()
        };
        assert_eq!(checked(AttestationLevel::Software), 1);
        assert_eq!(checked(AttestationLevel::TdxLocal), 3);
        assert_eq!(
            Legitimacy::checked(&AclComposition::OPEN),
            Legitimacy::CONSENT
        );
    }
}
