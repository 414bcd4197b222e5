//! An intent router over two lattices, and what they publish.

use coalition::{
    AclComposition, Component, Delivery, Deployed, Entry, EvidencePointer, Fingerprint,
    LatticeConfig, LatticeOrganism, LatticeSource, LatticesContent, MemberId, Name, PresentId,
    StallPolicy, SurfaceRecord, UniqueId, UnsealedBundle, UnsealedPool, World, commit, deployment,
    hash, lattice_organism, surface_id,
};

pub(crate) const NOW: u64 = 1_700_000_000_000;
pub(crate) const DEADLINE: u64 = 2000;
pub(crate) const COMMITTEE: &[[u8; 32]] = &[[1; 32]];
pub(crate) const LATTICES: [&str; 2] = ["one", "two"];

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

pub(crate) fn id(text: &str) -> PresentId {
    hash(text).present().expect("no hash is zero")
}

/// A router over two lattices, whose clocks stand at 100 and 200 in event 0.
pub(crate) fn router(instance_name: &str, policy: StallPolicy, replay: bool) -> Component {
    let lattice = |instance: &str| LatticeConfig {
        instance_name: name(instance),
        stable_id: id(instance),
        content_hash: None,
    };
    let source = |first_slot| LatticeSource {
        chain_id: 1,
        first_slot,
    };
    Component::IntentRouter {
        instance_name: name(instance_name),
        name: name("intents"),
        lattices: LATTICES.map(lattice).into(),
        content: LatticesContent {
            sources: vec![source(100), source(200)],
            policy,
            deadline_ms: DEADLINE,
            almanac: None,
        },
        measurements: None,
        acl: AclComposition::OPEN,
        replay,
    }
}

pub(crate) fn stage(policy: StallPolicy, replay: bool) -> (World, Deployed) {
    let (mut world, _) = World::open([7; 32], NOW);
    let deployed = world.deploy(router("acme.intents", policy, replay), COMMITTEE);
    (world, deployed.expect("a router"))
}

pub(crate) fn unseal(lattice: usize) -> PresentId {
    let organism = LatticeOrganism::Unseal;
    let id = lattice_organism(&name(LATTICES[lattice]), 1, organism).id();
    id.present().expect("no hash is zero")
}

/// The pool of a lattice in an event, with one bundle for the other lattice.
pub(crate) fn pool(lattice: usize, event: u64) -> (Delivery, EvidencePointer) {
    let slot = [100, 200][lattice] + event;
    let broadcast = EvidencePointer {
        address: id("zipnet"),
        clock_event: slot,
        commit: id("broadcast"),
    };
    let bundle = UnsealedBundle {
        cleartext: slot.to_le_bytes().as_slice().into(),
        target: Some(MemberId::new(id(LATTICES[1 - lattice]))),
    };
    let pool = UnsealedPool::new(slot, broadcast, vec![bundle]).expect("one bundle");
    let address = unseal(lattice);
    let surface = surface_id(address, &name("UnsealedPool")).id();
    let deployment = deployment(address, None).id();
    let present = |id: UniqueId| id.present().expect("no hash is zero");
    let commit = commit(
        present(surface),
        present(deployment),
        event,
        pool.fingerprint(),
    )
    .id();
    let entry = Entry {
        index: event,
        commit,
        record: SurfaceRecord::UnsealedPool { pool },
    };
    let delivery = Delivery {
        surface,
        content_hash: None,
        entries: vec![entry],
    };
    let evidence = EvidencePointer {
        address,
        clock_event: slot,
        commit: present(commit),
    };
    (delivery, evidence)
}
