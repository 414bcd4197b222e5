//! Where a component meets peers.

use super::{BondEvidence, ticket::Shown};
use crate::{AclClause, AclComposition, CoalitionConfig, Component, PresentId, Result, Side};

/// Whom a component admits, and what it shows (BOND-4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::world) struct Gate {
    acl: AclComposition,
    /// The root of the tickets of its coalition (ID-21), if it is a module's and has an issuer.
    pub(super) own: Option<PresentId>,
    pub(in crate::world) shown: Shown,
}

impl Gate {
    /// That of a component that shows what its configuration declares.
    pub(in crate::world) fn of(component: &Component) -> Self {
        let measurements = component.measurements().cloned();
        Self {
            acl: component.acl().clone(),
            own: match component {
                Component::Module { coalition, .. } => tickets_root(coalition).ok(),
                _ => None,
            },
            shown: Shown {
                tickets: vec![],
                evidence: BondEvidence::of_measurements(measurements),
            },
        }
    }

    /// What is asked of one who comes to it: what is about whom it goes to itself is not (BOND-6).
    pub(super) fn clauses(&self) -> impl Iterator<Item = &AclClause> {
        let clauses = self.acl.clauses.iter();
        clauses.filter(|clause| clause.side() == Side::RequireTicket)
    }

    /// Whether its operator alone commands it (BOND-8).
    pub(super) fn is_operators(&self) -> bool {
        let mut clauses = self.acl.clauses.iter();
        clauses.any(|clause| matches!(clause, AclClause::OperatorPublish { .. }))
    }
}

fn tickets_root(coalition: &CoalitionConfig) -> Result<PresentId> {
    coalition.tickets_root()?.id().present()
}
