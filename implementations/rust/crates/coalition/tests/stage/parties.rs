//! Peers and issuers, and what is made of them.

use std::sync::Arc;

use coalition::{
    AclClause, AclComposition, Bond, BondEvidence, Content, ContentParams, Deployed, Ended,
    Expiration, Fingerprint, Issuer, IssuerRoot, Measurements, ModuleConfig, ModuleKind,
    OrganismRef, PeerId, PresentId, Refusal, Rule, Side, Ticket, UniqueId, World,
};

use super::{Module, deploy, name, reference, unless_refused, world};

pub(crate) const GOES: Side = Side::VerifyPeer;
pub(crate) const COMES: Side = Side::RequireTicket;

/// Whose tickets are a key and an expiration, for as long as it has not come.
#[derive(Debug)]
struct Notary;

impl Issuer for Notary {
    fn check(&self) -> Result<(), Rule> {
        Ok(())
    }

    fn class(&self, root: PresentId) -> UniqueId {
        *root
    }

    fn validate(&self, data: &[u8], peer: PeerId, now_ms: u64) -> Result<Expiration, Rule> {
        let (key, unix_ms) = data.split_at(32);
        let unix_ms = u64::from_le_bytes(unix_ms.try_into().expect("an instant"));
        match key == peer.as_bytes() && now_ms < unix_ms {
            true => Ok(Expiration::At { unix_ms }),
            false => Err(Rule::InvalidTicket),
        }
    }
}

pub(crate) fn appoint(world: &mut World, root: PresentId) -> Vec<Bond> {
    world.appoint(root, Some(Arc::new(Notary))).unwrap().ended
}

pub(crate) fn ticket(root: PresentId, peer: PeerId, unix_ms: u64) -> Ticket {
    let data = [peer.as_bytes().as_slice(), &unix_ms.to_le_bytes()].concat();
    Ticket {
        of_class: *root,
        data: data.as_slice().into(),
    }
}

pub(crate) fn recognise(root: PresentId) -> AclClause {
    AclClause::RecogniseIssuer {
        side: COMES,
        issuer: IssuerRoot::Foreign { root },
    }
}

pub(crate) fn acl(clauses: &[AclClause]) -> AclComposition {
    AclComposition {
        clauses: clauses.to_vec(),
    }
}

pub(crate) fn peer(fill: u8) -> PeerId {
    PeerId::of_secret(&UniqueId::from_bytes([fill; 32]))
}

pub(crate) fn nothing() -> BondEvidence {
    BondEvidence::of_measurements(None)
}

pub(crate) fn measured(fill: u8) -> BondEvidence {
    BondEvidence::of_measurements(Some(Measurements::of_td([fill; 48])))
}

/// A world with an Almanac that has these clauses.
pub(crate) fn almanac(clauses: &[AclClause]) -> (World, Deployed) {
    let mut world = world();
    let module = Module {
        acl: acl(clauses),
        ..Module::almanac(1000)
    };
    let deployed = deploy(&mut world, module).unwrap();
    (world, deployed)
}

pub(crate) fn compute(name: &'static str, clauses: &[AclClause]) -> Module {
    Module {
        name,
        content: Content::Compute {
            provider_reputation: None,
            succeeds: None,
        },
        acl: acl(clauses),
        ..Module::almanac(1)
    }
}

/// The slot that a module is in, written derived.
pub(crate) fn slot(module: &Module) -> OrganismRef {
    let preimage = module.content.fingerprint();
    let config = ModuleConfig {
        name: name(module.name),
        content: ContentParams {
            preimage: preimage.as_bytes().as_slice().into(),
            measurements: module.measurements.clone(),
        },
        acl: module.acl.clone(),
    };
    let stable_id = config.preimage(ModuleKind::Compute).id().present();
    OrganismRef {
        stable_id: stable_id.expect("no hash is zero"),
        ..reference("compute")
    }
}

pub(crate) fn enter(world: &mut World, key: PeerId, evidence: BondEvidence) -> Vec<Bond> {
    enter_with(world, key, vec![], evidence, &[])
}

pub(crate) fn enter_with(
    world: &mut World,
    key: PeerId,
    tickets: Vec<Ticket>,
    evidence: BondEvidence,
    clauses: &[AclClause],
) -> Vec<Bond> {
    let Ended { ended } = world.enter(key, tickets, evidence, acl(clauses)).unwrap();
    ended
}

pub(crate) fn bond(
    world: &mut World,
    key: PeerId,
    component: &Deployed,
) -> Result<Expiration, Refusal> {
    unless_refused(world, |world| {
        let bonded = world.bond(key, *component.deployment)?;
        Ok(bonded.until)
    })
}

/// What an Almanac with this clause makes of a peer that shows this.
pub(crate) fn judged(clause: AclClause, evidence: BondEvidence) -> Result<Expiration, Refusal> {
    let (mut world, almanac) = almanac(&[clause]);
    enter(&mut world, peer(1), evidence);
    bond(&mut world, peer(1), &almanac)
}

pub(crate) const NEVER: Result<Expiration, Refusal> = Ok(Expiration::Never {});
