//! Composite organisms, and chains of replacements, rule by rule.

mod router;

use coalition::{
    Command, ComponentKind, ComponentRef, Delivery, DeliveryOutcome, Denial, Deployed, Fault,
    MemberId, Refusal, RetirementInstant, RetirementMarker, RetirementReason, StallPolicy,
    SurfaceRecord, World,
};
use router::{COMMITTEE, DEADLINE, NOW, id, pool, router, stage};

/// What is refused leaves the world as it was (PROTO-19).
fn deliver(
    world: &mut World,
    component: &Deployed,
    delivery: &Delivery,
) -> Result<DeliveryOutcome, Denial> {
    let before = world.clone();
    let delivered = world.deliver(*component.deployment, delivery);
    if delivered.is_err() {
        assert_eq!(*world, before);
    }
    delivered.map(|delivered| delivered.outcomes[0])
}

fn submit(world: &mut World, component: &Deployed, command: Command) -> Result<usize, Denial> {
    let accepted = world.submit(None, *component.deployment, command)?;
    Ok(accepted.commits.len())
}

fn records(world: &World, component: &Deployed) -> Vec<SurfaceRecord> {
    let page = world.read(None, *component.deployment, "RoutedIntents", None, 1024);
    let entries = page.expect("a page").entries;
    entries.into_iter().map(|entry| entry.record).collect()
}

#[test]
fn the_order_of_observations_says_nothing() {
    let sealed = |order: [(usize, u64); 4]| {
        let (mut world, router) = stage(StallPolicy::PartialEvidence, false);
        for (lattice, event) in order {
            let outcome = deliver(&mut world, &router, &pool(lattice, event).0);
            assert_eq!(outcome, Ok(DeliveryOutcome::Observed));
        }
        assert_eq!(submit(&mut world, &router, Command::Apply {}), Ok(4));
        records(&world, &router)
    };
    assert_eq!(
        sealed([(0, 0), (1, 0), (0, 1), (1, 1)]),
        sealed([(1, 1), (0, 1), (1, 0), (0, 0)])
    );
}

#[test]
fn an_event_is_sealed_at_its_deadline_and_what_comes_then_is_late() {
    let (mut world, router) = stage(StallPolicy::StallEvent, false);
    deliver(&mut world, &router, &pool(0, 3).0).unwrap();
    assert_eq!(submit(&mut world, &router, Command::Apply {}), Ok(0));
    world.advance(NOW + DEADLINE - 1).unwrap();
    assert_eq!(records(&world, &router), []);
    world.advance(NOW + DEADLINE).unwrap();
    let (other, evidence) = pool(1, 3);
    assert_eq!(
        deliver(&mut world, &router, &other),
        Ok(DeliveryOutcome::Late)
    );
    assert_eq!(
        deliver(&mut world, &router, &other),
        Ok(DeliveryOutcome::Repeated)
    );
    let seal = submit(&mut world, &router, Command::Seal { event: 3 });
    assert_eq!(seal, Err(Refusal::AlreadySealed.into()));
    let records = records(&world, &router);
    let [
        SurfaceRecord::StallEvent { stall },
        SurfaceRecord::LateEvidence { late },
    ] = records.as_slice()
    else {
        panic!("{records:?}")
    };
    assert_eq!(stall.missing, [MemberId::new(id("two"))]);
    assert_eq!(stall.evidence, [pool(0, 3).1]);
    assert_eq!((late.event, late.evidence), (3, evidence));
}

#[test]
fn a_replay_observes_by_command() {
    let (mut world, router) = stage(StallPolicy::PartialEvidence, true);
    for lattice in [0, 1] {
        let (delivery, evidence) = pool(lattice, 0);
        let observe = Command::ObservePool { evidence };
        let unresolved = submit(&mut world, &router, observe.clone());
        assert_eq!(unresolved, Err(Refusal::UnresolvedEvidence.into()));
        let outcome = deliver(&mut world, &router, &delivery);
        assert_eq!(outcome, Ok(DeliveryOutcome::Kept));
        assert_eq!(submit(&mut world, &router, Command::Apply {}), Ok(0));
        assert_eq!(submit(&mut world, &router, observe.clone()), Ok(0));
        assert_eq!(submit(&mut world, &router, observe), Ok(0));
    }
    assert_eq!(submit(&mut world, &router, Command::Apply {}), Ok(2));
}

#[test]
fn entries_are_taken_all_or_none() {
    let (mut world, router) = stage(StallPolicy::PartialEvidence, false);
    let (mut both, _) = pool(0, 0);
    let (next, _) = pool(0, 1);
    both.entries.extend(next.entries);
    both.entries[1].index += 1;
    let refused = deliver(&mut world, &router, &both);
    assert_eq!(refused, Err(Refusal::CommitMismatch.into()));
    both.entries[1].index -= 1;
    assert_eq!(
        deliver(&mut world, &router, &both),
        Ok(DeliveryOutcome::Observed)
    );
    let (mut unknown, _) = pool(1, 0);
    unknown.surface = *id("another");
    let refused = deliver(&mut world, &router, &unknown);
    assert_eq!(refused, Err(Refusal::NotSpanned.into()));
}

/// Whether it falls due or is brought, nothing is taken without a quorum (FLT-3, FLT-5).
#[test]
fn without_a_quorum_nothing_is_observed_or_sealed() {
    let (mut world, router) = stage(StallPolicy::StallEvent, false);
    deliver(&mut world, &router, &pool(0, 3).0).unwrap();
    world.fault(*router.deployment, Fault::Crash, &[0]).unwrap();
    let refused = deliver(&mut world, &router, &pool(1, 3).0);
    assert_eq!(refused, Err(Refusal::NoQuorum.into()));
    let (mut unknown, _) = pool(1, 3);
    unknown.surface = *id("another");
    let refused = deliver(&mut world, &router, &unknown);
    assert_eq!(refused, Err(Refusal::NoQuorum.into()));
    world.advance(NOW + DEADLINE).unwrap();
    assert_eq!(records(&world, &router), []);
    let restarted = world.fault(*router.deployment, Fault::Restart, &[0]);
    assert_eq!(restarted.unwrap().present, [0]);
    assert_eq!(records(&world, &router).len(), 1);
    assert_eq!(
        deliver(&mut world, &router, &pool(1, 3).0),
        Ok(DeliveryOutcome::Late)
    );
}

fn follow(world: &World, of: &Deployed, hops: u32) -> Result<usize, Refusal> {
    let component = reference(of);
    let followed = world.follow(&component, hops, false)?;
    Ok(followed.path.len())
}

fn reference(of: &Deployed) -> ComponentRef {
    ComponentRef {
        kind: ComponentKind::Organism,
        address: of.address,
        content_hash: None,
    }
}

#[test]
fn chains_have_an_end() {
    let (mut world, first) = stage(StallPolicy::PartialEvidence, false);
    let second = router("acme.intents.2", StallPolicy::PartialEvidence, false);
    let second = world.deploy(second, COMMITTEE).unwrap();
    let retire = |world: &mut World, of: &Deployed, replacement: Option<&Deployed>| {
        let marker = RetirementMarker {
            effective_at: RetirementInstant::AtTimestamp {
                timestamp_ms: NOW + 1,
            },
            reason: RetirementReason::Emergency,
            replacement: replacement.map(reference),
            evidence: None,
        };
        submit(world, of, Command::Retire { marker }).unwrap();
    };
    assert_eq!(follow(&world, &first, 0), Ok(1));
    retire(&mut world, &first, Some(&second));
    assert_eq!(follow(&world, &first, 1), Ok(2));
    assert_eq!(follow(&world, &first, 0), Err(Refusal::TooManyHops));
    let pinned = ComponentRef {
        content_hash: Some(first.content_hash),
        ..reference(&first)
    };
    assert_eq!(world.follow(&pinned, 1, false), Err(Refusal::PinnedBuild));
    assert!(world.follow(&pinned, 1, true).is_ok());
    let mut circle = world.clone();
    retire(&mut circle, &second, Some(&first));
    assert_eq!(follow(&circle, &first, 9), Err(Refusal::ChainCycle));
    retire(&mut world, &second, None);
    assert_eq!(follow(&world, &first, 1), Ok(2));
    world.advance(NOW + 1).unwrap();
    assert_eq!(follow(&world, &first, 1), Err(Refusal::ChainEnded));
    let module = ComponentRef {
        kind: ComponentKind::Module,
        ..reference(&second)
    };
    assert_eq!(world.follow(&module, 1, true), Err(Refusal::ConnectTimeout));
}
