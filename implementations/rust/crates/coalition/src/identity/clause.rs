//! Clauses of access control.

use strict_json::choice;

use crate::{
    AttestationLevel, Fingerprint, Measurements, MeasurementsSet, OrganismRef, Preimage, PresentId,
    Ratio,
};

/// The side a clause stands on (ID-33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Side {
    /// What a peer must hold to be admitted.
    RequireTicket = 0,
    /// What the component checks of the peer it goes to.
    VerifyPeer = 1,
}

choice!(Side {
    RequireTicket {},
    VerifyPeer {},
});

/// The root under which tickets are issued (ID-33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerRoot {
    /// The issuer of the component's own coalition, which folds no bytes.
    Own,
    /// Another coalition's.
    Foreign {
        /// The root.
        root: PresentId,
    },
}

choice!(IssuerRoot {
    Own {},
    Foreign { root },
});

/// A clause that a `TicketValidator` composes (ID-33).
#[allow(clippy::large_enum_variant, reason = "clauses are few")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the members are those of the table, under the names they have there"
)]
pub enum AclClause {
    /// The peer's TDX quote shows this MRTD.
    RequireMrtd { side: Side, mr_td: [u8; 48] },
    /// The peer's measurements are exactly these.
    AdmitsMeasurementsEqual {
        side: Side,
        measurements: Measurements,
    },
    /// The peer's measurements are one of these.
    AdmitsMeasurementsInSet { side: Side, set: MeasurementsSet },
    /// The organism has a card of the peer whose score reaches the floor.
    ReputationFloor {
        side: Side,
        organism: PresentId,
        floor: Ratio,
    },
    /// The market has committed a settlement pointer for the peer.
    MarketSettlement { side: Side, market: PresentId },
    /// The peer is a committee member of the Compute module in this slot.
    ComputeModulePin { side: Side, slot: OrganismRef },
    /// The peer passes the requester ACL of the module in this slot.
    ComputeModuleRequesterAcl { side: Side, slot: OrganismRef },
    /// The peer is a committee member of this signer.
    AnyCommitteeMember { side: Side, signer: OrganismRef },
    /// An outcome whose aggregate attestation level reaches the floor.
    OutcomePredicate { side: Side, floor: AttestationLevel },
    /// Tickets issued under this root count.
    RecogniseIssuer { side: Side, issuer: IssuerRoot },
    /// Only the component's own operator publishes.
    OperatorPublish { side: Side },
}

choice!(AclClause {
    RequireMrtd { side, mr_td },
    AdmitsMeasurementsEqual { side, measurements },
    AdmitsMeasurementsInSet { side, set },
    ReputationFloor { side, organism, floor },
    MarketSettlement { side, market },
    ComputeModulePin { side, slot },
    ComputeModuleRequesterAcl { side, slot },
    AnyCommitteeMember { side, signer },
    OutcomePredicate { side, floor },
    RecogniseIssuer { side, issuer },
    OperatorPublish { side },
});

impl AclClause {
    /// The side it stands on.
    pub fn side(&self) -> Side {
        match self {
            Self::RequireMrtd { side, .. }
            | Self::AdmitsMeasurementsEqual { side, .. }
            | Self::AdmitsMeasurementsInSet { side, .. }
            | Self::ReputationFloor { side, .. }
            | Self::MarketSettlement { side, .. }
            | Self::ComputeModulePin { side, .. }
            | Self::ComputeModuleRequesterAcl { side, .. }
            | Self::AnyCommitteeMember { side, .. }
            | Self::OutcomePredicate { side, .. }
            | Self::RecogniseIssuer { side, .. }
            | Self::OperatorPublish { side } => *side,
        }
    }
}

impl Fingerprint for AclClause {
    fn preimage(&self) -> Preimage {
        let clause = |tag: &str, side: &Side| {
            Preimage::hash_many()
                .field("clause")
                .field(tag)
                .field([*side as u8])
        };
        match self {
            Self::RequireMrtd { side, mr_td } => clause("tdx.require-mrtd", side).field(mr_td),
            Self::AdmitsMeasurementsEqual { side, measurements } => {
                clause("admits-measurements.equal", side).field(measurements.fingerprint())
            }
            Self::AdmitsMeasurementsInSet { side, set } => {
                clause("admits-measurements.in-set", side).field(set.fingerprint())
            }
            Self::ReputationFloor {
                side,
                organism,
                floor,
            } => clause("reputation-floor", side)
                .field(organism)
                .field(floor.basis_points().to_le_bytes()),
            Self::MarketSettlement { side, market } => {
                clause("market-settlement", side).field(market)
            }
            Self::ComputeModulePin { side, slot } => clause("compute-module.pin", side)
                .field(slot.stable_id)
                .field(slot.pinned_or_zero()),
            Self::ComputeModuleRequesterAcl { side, slot } => {
                clause("compute-module.requester-acl", side)
                    .field(slot.stable_id)
                    .field(slot.pinned_or_zero())
            }
            Self::AnyCommitteeMember { side, signer } => {
                clause("any-committee-member", side).field(signer.fingerprint())
            }
            Self::OutcomePredicate { side, floor } => {
                clause("outcome-predicate", side).field([*floor as u8])
            }
            Self::RecogniseIssuer { side, issuer } => {
                let clause = clause("recognise-issuer", side);
                match issuer {
                    IssuerRoot::Own => clause.field([]),
                    IssuerRoot::Foreign { root } => clause.field(root),
                }
            }
            Self::OperatorPublish { side } => clause("operator-publish", side),
        }
    }
}
