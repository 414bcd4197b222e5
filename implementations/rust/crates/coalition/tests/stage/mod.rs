//! A stage, and modules to deploy on it.
#![allow(dead_code, reason = "no test deploys everything")]

pub(crate) mod parties;

use coalition::{
    AclComposition, COALITION_ROOT_SEED, CoalitionConfig, Component, Content, Denial, Deployed,
    Measurements, Name, OrganismRef, PresentId, RetirementPolicy, SchemaVersion, World,
};

pub(crate) const SEED: [u8; 32] = [7; 32];
pub(crate) const COMMITTEE: &[[u8; 32]] = &[[1; 32]];
pub(crate) const NOW: u64 = 1_700_000_000_400;

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

pub(crate) fn hash(text: &str) -> PresentId {
    coalition::hash(text).present().expect("no hash is zero")
}

pub(crate) fn reference(role: &str) -> OrganismRef {
    OrganismRef {
        role: name(role),
        stable_id: hash(role),
        content_hash: None,
    }
}

pub(crate) fn coalition() -> CoalitionConfig {
    CoalitionConfig {
        schema_version: SchemaVersion,
        coalition_seed: COALITION_ROOT_SEED,
        instance_name: name("acme"),
        lattices: vec![hash("lattice")],
        organisms: vec![reference("oracle")],
        atlas: Some(reference("atlas")),
        almanac: None,
        chronicle: None,
        compute: None,
        randomness: None,
        ticket_issuer: None,
        retirement_policy: RetirementPolicy::Conservative,
    }
}

/// A module whose coalition, name, content, measurements and ACL can be changed.
#[derive(Clone)]
pub(crate) struct Module {
    pub(crate) coalition: CoalitionConfig,
    pub(crate) name: &'static str,
    pub(crate) content: Content,
    pub(crate) measurements: Option<Measurements>,
    pub(crate) acl: AclComposition,
}

impl Module {
    pub(crate) fn almanac(cadence_ms: u64) -> Self {
        Self {
            coalition: coalition(),
            name: "almanac",
            content: Content::Almanac {
                cadence_ms,
                succeeds: None,
            },
            measurements: None,
            acl: AclComposition::OPEN,
        }
    }
}

impl From<Module> for Component {
    fn from(module: Module) -> Self {
        Self::Module {
            coalition: module.coalition,
            name: name(module.name),
            content: module.content,
            measurements: module.measurements,
            acl: module.acl,
        }
    }
}

pub(crate) fn world() -> World {
    World::open(SEED, NOW).0
}

pub(crate) fn deploy(world: &mut World, module: Module) -> Result<Deployed, Denial> {
    unless_refused(world, |world| world.deploy(module.into(), COMMITTEE))
}

/// What is refused leaves the world as it was (PROTO-19).
pub(crate) fn unless_refused<V, E>(
    world: &mut World,
    verb: impl FnOnce(&mut World) -> Result<V, E>,
) -> Result<V, E> {
    let before = world.clone();
    let outcome = verb(world);
    if outcome.is_err() {
        assert_eq!(*world, before);
    }
    outcome
}
