//! Stalls of a shared ledger that an attestation alone opened, and spans that are refused.

use coalition::{
    AclComposition, AuditedComposite, Command, Component, CompositeFinding, Delivery, Deployed,
    Entry, EvidencePointer, Fingerprint, KeptPage, LatticeConfig, LatticeOrganism, LatticeSource,
    LatticesContent, Name, PresentId, Refusal, RetirementInstant, RetirementMarker,
    RetirementReason, Rule, StallPolicy, SurfaceRecord, TallyAttestation, UniqueId, World, commit,
    deployment, hash, lattice_organism, surface_id,
};

const COMMITTEE: &[[u8; 32]] = &[[1; 32]];
const LATTICES: [&str; 2] = ["one", "two"];

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn present(id: UniqueId) -> PresentId {
    id.present().expect("no hash is zero")
}

/// A ledger over lattices with these ids, whose clocks stand at 100 in event 0.
fn ledger(ids: &[[u8; 32]], sources: usize) -> Component {
    let lattices = ids
        .iter()
        .zip(LATTICES)
        .map(|(id, instance)| LatticeConfig {
            instance_name: name(instance),
            stable_id: present(UniqueId::from_bytes(*id)),
            content_hash: None,
        });
    let source = LatticeSource {
        chain_id: 1,
        first_slot: 100,
    };
    Component::SharedLedger {
        instance_name: name("acme.ledger"),
        name: name("ledger"),
        lattices: lattices.collect(),
        content: LatticesContent {
            sources: vec![source; sources],
            policy: StallPolicy::StallEvent,
            deadline_ms: 9,
            almanac: None,
        },
        measurements: None,
        acl: AclComposition::OPEN,
        replay: false,
    }
}

/// What a tally attests of its slot of an event.
fn attestation(lattice: usize, event: u64) -> Delivery {
    let organism = LatticeOrganism::Tally;
    let address = present(lattice_organism(&name(LATTICES[lattice]), 1, organism).id());
    let attestation = TallyAttestation {
        slot: 100 + event,
        refunds: EvidencePointer {
            address,
            clock_event: 100 + event,
            commit: present(hash("refunds")),
        },
        signatures: vec![],
    };
    let surface = surface_id(address, &name("Attestation")).id();
    let build = present(deployment(address, None).id());
    let digest = attestation.fingerprint();
    let entry = Entry {
        index: event,
        commit: commit(present(surface), build, event, digest).id(),
        record: SurfaceRecord::TallyAttestation { attestation },
    };
    Delivery {
        surface,
        content_hash: None,
        entries: vec![entry],
    }
}

fn world() -> World {
    World::open([7; 32], 0).0
}

fn submit(world: &mut World, component: &Deployed, command: Command) {
    let accepted = world.submit(None, *component.deployment, command);
    assert!(accepted.is_ok(), "{accepted:?}");
}

/// What stands on both surfaces of a ledger that was given an attestation alone, and then retired.
fn history() -> [Vec<Entry>; 2] {
    let mut world = world();
    let ledger = world.deploy(ledger(&[[1; 32], [2; 32]], 2), COMMITTEE);
    let ledger = ledger.expect("a ledger");
    let delivered = world.deliver(*ledger.deployment, &attestation(0, 3));
    assert!(delivered.is_ok(), "{delivered:?}");
    submit(&mut world, &ledger, Command::Seal { event: 4 });
    let marker = RetirementMarker {
        effective_at: RetirementInstant::AtSequence { sequence: 0 },
        reason: RetirementReason::Retired,
        replacement: None,
        evidence: None,
    };
    submit(&mut world, &ledger, Command::Retire { marker });
    ["SharedRefunds", "SharedAttestations"].map(|surface| {
        let page = world.read(None, *ledger.deployment, surface, None, 1024);
        page.expect("a page").entries
    })
}

/// What an audit finds where these attestations were kept.
fn found(kept: Vec<Delivery>, [log, attestations]: [Vec<Entry>; 2]) -> CompositeFinding {
    let page = |of: Delivery| KeptPage {
        surface: of.surface,
        content_hash: of.content_hash,
        entries: of.entries,
    };
    let audited = AuditedComposite {
        component: ledger(&[[1; 32], [2; 32]], 2),
        committee: vec![[3; 32]],
        pages: kept.into_iter().map(page).collect(),
        log,
        attestations,
    };
    audited.audit().expect("no rule is broken")
}

/// COMP-29
#[test]
fn any_attestation_of_the_event_may_have_opened_it() {
    let founded = CompositeFinding::Founded;
    let unfounded = CompositeFinding::Unfounded { index: 0 };
    let forged = || {
        let mut forged = attestation(0, 3);
        forged.entries[0].index += 1;
        forged
    };
    for (kept, finding) in [
        (vec![attestation(0, 3)], founded),
        (vec![attestation(1, 3)], founded),
        (vec![attestation(0, 4), attestation(1, 3)], founded),
        (vec![], unfounded),
        (vec![attestation(0, 4), attestation(1, 2)], unfounded),
        (vec![forged()], unfounded),
    ] {
        assert_eq!(found(kept, history()), finding);
    }
}

/// COMP-31
#[test]
fn a_marker_ends_attestations_by_its_commit() {
    let kept = || vec![attestation(0, 3)];
    let [log, attestations] = history();
    let unattested = |index| CompositeFinding::Unattested { index };
    let cut = [log[..1].to_vec(), attestations.clone()];
    assert_eq!(found(kept(), cut), CompositeFinding::Founded);
    let mut moved = attestations.clone();
    moved[0].index = 1;
    assert_eq!(found(kept(), [log.clone(), moved]), unattested(0));
    let twice = [attestations.clone(), attestations].concat();
    assert_eq!(found(kept(), [log, twice]), unattested(1));
}

/// COMP-2
#[test]
fn ids_that_are_alike_come_before_a_span_that_does_not_fit() {
    let mut alike = [1; 32];
    alike[20] = 2;
    let twice = Rule::DuplicateMember.into();
    let collision = Rule::MemberPrefixCollision.into();
    for (ids, sources, denial) in [
        ([[1; 32], [2; 32]], 1, Refusal::SpanMismatch.into()),
        ([[1; 32], [1; 32]], 1, twice),
        ([[1; 32], alike], 1, collision),
        ([[1; 32], alike], 2, collision),
    ] {
        let deployed = world().deploy(ledger(&ids, sources), COMMITTEE);
        assert_eq!(deployed.map(drop), Err(denial));
    }
    let alone = world().deploy(ledger(&[[1; 32]], 1), COMMITTEE);
    assert_eq!(alone.map(drop), Err(Refusal::SpanTooSmall.into()));
}
