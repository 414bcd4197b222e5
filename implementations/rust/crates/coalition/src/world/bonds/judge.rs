//! What the sides of a bond make of each other.

use std::collections::HashSet;

use super::{
    Expiration,
    held::{Peer, Terms},
    issuer::Issuers,
    ticket::Shown,
};
use crate::{
    AclClause, IssuerRoot, Measurements, OrganismRef, PeerId, PresentId, Refusal,
    world::actor::Actor,
};

/// The side that is judged.
#[derive(Clone, Copy, Debug)]
enum Other<'a> {
    Peer(PeerId, &'a Peer),
    Component(&'a Actor),
}

impl<'a> Other<'a> {
    fn shown(self) -> &'a Shown {
        match self {
            Self::Peer(_, peer) => &peer.shown,
            Self::Component(component) => &component.gate().shown,
        }
    }

    /// The keys that a ticket may be for: of a component those of its committee (BOND-13).
    fn keys(self) -> Vec<PeerId> {
        match self {
            Self::Peer(key, _) => vec![key],
            Self::Component(component) => component.committee_keys().collect(),
        }
    }

    /// The measurements, without which a clause of them is refused (BOND-15).
    fn measurements(self) -> Result<&'a Measurements, Refusal> {
        let measurements = self.shown().evidence.measurements.as_ref();
        measurements.ok_or(Refusal::UnattestedPeer)
    }

    /// Whether it is a member of the Compute's committee, or that Compute itself (BOND-19).
    fn is_of(self, compute: &Actor) -> bool {
        match self {
            Self::Peer(key, _) => compute.committee_keys().any(|member| member == key),
            Self::Component(component) => component.deployment() == compute.deployment(),
        }
    }
}

/// Judges one bond in a world.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    now: u64,
    actors: &'a [Actor],
    issuers: &'a Issuers,
    /// What the clauses that hold come to so far.
    terms: Terms,
}

impl<'a> Judge<'a> {
    /// One that knows nothing of a bond yet.
    pub(super) fn new(now: u64, actors: &'a [Actor], issuers: &'a Issuers) -> Self {
        Self {
            now,
            actors,
            issuers,
            terms: Terms {
                until: Expiration::Never {},
                roots: HashSet::new(),
            },
        }
    }

    /// What a bond comes to, if both sides admit the other, the component asked first (BOND-5). The
    /// peer goes to the component, so that its clauses are asked on either side (BOND-6).
    pub(super) fn bond(
        mut self,
        key: PeerId,
        peer: &Peer,
        component: &Actor,
    ) -> Result<Terms, Refusal> {
        self.would_admit(component, Other::Peer(key, peer))?;
        let component = Other::Component(component);
        let mut clauses = peer.acl.clauses.iter();
        clauses.try_for_each(|clause| self.ask(clause, None, component))?;
        Ok(self.terms)
    }

    /// Asks a component's clauses of one who comes to it.
    fn would_admit(&mut self, component: &Actor, other: Other<'_>) -> Result<(), Refusal> {
        let gate = component.gate();
        let mut clauses = gate.clauses();
        clauses.try_for_each(|clause| self.ask(clause, gate.own, other))
    }

    /// Asks one clause of whose own coalition has its tickets under `own` (BOND-15 to BOND-22). A
    /// refusal has the name of the clause's kind.
    fn ask(
        &mut self,
        clause: &AclClause,
        own: Option<PresentId>,
        other: Other<'_>,
    ) -> Result<(), Refusal> {
        let evidence = &other.shown().evidence;
        let (holds, refusal) = match clause {
            AclClause::RequireMrtd { mr_td, .. } => {
                let holds = other.measurements()?.mr_td == *mr_td;
                (holds, Refusal::RequireMrtd)
            }
            AclClause::AdmitsMeasurementsEqual { measurements, .. } => {
                let holds = measurements.admit(other.measurements()?);
                (holds, Refusal::AdmitsMeasurementsEqual)
            }
            AclClause::AdmitsMeasurementsInSet { set, .. } => {
                let shown = other.measurements()?;
                let holds = set.elements().iter().any(|one| one.admit(shown));
                (holds, Refusal::AdmitsMeasurementsInSet)
            }
            AclClause::ReputationFloor {
                organism, floor, ..
            } => (
                evidence.reaches(*organism, *floor),
                Refusal::ReputationFloor,
            ),
            AclClause::MarketSettlement { market, .. } => {
                (evidence.is_settled(*market), Refusal::MarketSettlement)
            }
            AclClause::ComputeModulePin { slot, .. } => {
                let compute = self.compute(slot);
                let holds = compute.is_some_and(|compute| other.is_of(compute));
                (holds, Refusal::ComputeModulePin)
            }
            AclClause::ComputeModuleRequesterAcl { slot, .. } => {
                let compute = self.compute(slot);
                let holds = compute.is_some_and(|compute| self.would_admit(compute, other).is_ok());
                (holds, Refusal::ComputeModuleRequesterAcl)
            }
            AclClause::AnyCommitteeMember { signer, .. } => {
                (evidence.is_seated(signer), Refusal::AnyCommitteeMember)
            }
            AclClause::OutcomePredicate { floor, .. } => {
                (evidence.level >= *floor, Refusal::OutcomePredicate)
            }
            AclClause::RecogniseIssuer { issuer, .. } => {
                let root = match issuer {
                    IssuerRoot::Own => own,
                    IssuerRoot::Foreign { root } => Some(*root),
                };
                let holds = root.is_some_and(|root| self.recognises(root, other));
                (holds, Refusal::RecogniseIssuer)
            }
            AclClause::OperatorPublish { .. } => return Ok(()),
        };
        match holds {
            true => Ok(()),
            false => Err(refusal),
        }
    }

    /// Whether the issuer under the root takes a ticket of the other. The bond then holds by that
    /// root, and no longer than the ticket (BOND-9, BOND-13).
    fn recognises(&mut self, root: PresentId, other: Other<'_>) -> bool {
        let tickets = &other.shown().tickets;
        let latest = self.issuers.latest(root, tickets, &other.keys(), self.now);
        let Some(until) = latest else {
            return false;
        };
        self.terms.until = self.terms.until.min(until);
        self.terms.roots.insert(root);
        true
    }

    /// The Compute in a slot, whatever has become of it: of several the one that was deployed last
    /// (BOND-19).
    fn compute(&self, slot: &OrganismRef) -> Option<&'a Actor> {
        let mut actors = self.actors.iter().rev();
        actors.find(|actor| actor.is_compute_in(slot))
    }
}
