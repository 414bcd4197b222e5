//! Clauses, each asked of a peer.

mod stage;

use coalition::{
    AclClause, AclComposition, AttestationLevel, BondEvidence, Expiration, IssuerRoot,
    Measurements, MeasurementsSet, OrganismRef, PeerId, Ratio, Refusal, ReputationCard, Seat,
    Settlement, TicketIssuerConfig, UniqueId, World,
};
use stage::{
    COMMITTEE, Module, NOW, deploy, hash, name,
    parties::{
        COMES, NEVER, acl, almanac, appoint, bond, compute, enter, enter_with, judged, measured,
        nothing, peer, recognise, slot, ticket,
    },
    reference,
};

/// BOND-15, BOND-16
#[test]
fn clauses_of_measurements() {
    let declared = |fill| Measurements {
        rtmr0: Some([0; 48]),
        ..Measurements::of_td([fill; 48])
    };
    let side = COMES;
    let equal = |fill| AclClause::AdmitsMeasurementsEqual {
        side,
        measurements: declared(fill),
    };
    let set = |fills: &[u8]| AclClause::AdmitsMeasurementsInSet {
        side,
        set: MeasurementsSet::new(fills.iter().map(|fill| declared(*fill)).collect()).unwrap(),
    };
    let shown = || BondEvidence::of_measurements(Some(declared(1)));
    for (clause, verdict) in [
        (equal(1), NEVER),
        (equal(2), Err(Refusal::AdmitsMeasurementsEqual)),
        (set(&[2, 1]), NEVER),
        (set(&[2, 3]), Err(Refusal::AdmitsMeasurementsInSet)),
    ] {
        assert_eq!(judged(clause.clone(), shown()), verdict);
        assert_eq!(judged(clause, nothing()), Err(Refusal::UnattestedPeer));
    }
    let undeclared = judged(equal(1), measured(1));
    assert_eq!(undeclared, Err(Refusal::AdmitsMeasurementsEqual));
}

/// BOND-17, BOND-18, BOND-21, BOND-22
#[test]
fn clauses_of_what_others_say() {
    let side = COMES;
    let ratio = |written| Ratio::new(written).unwrap();
    let evidence = BondEvidence {
        measurements: None,
        level: AttestationLevel::TdxRemote,
        cards: vec![ReputationCard {
            organism: hash("reputation"),
            score: ratio("0.5"),
        }],
        settlements: vec![Settlement {
            market: hash("market"),
            pointer: hash("pointer"),
        }],
        seats: vec![Seat {
            signer: hash("signer"),
            content_hash: hash("build"),
        }],
    };
    let floor = |organism, floor| AclClause::ReputationFloor {
        side,
        organism: hash(organism),
        floor: ratio(floor),
    };
    let market = |market| AclClause::MarketSettlement {
        side,
        market: hash(market),
    };
    let member = |signer, build: Option<&str>| AclClause::AnyCommitteeMember {
        side,
        signer: OrganismRef {
            content_hash: build.map(hash),
            ..reference(signer)
        },
    };
    let level = |floor| AclClause::OutcomePredicate { side, floor };
    for clause in [
        floor("reputation", "0.5"),
        market("market"),
        member("signer", None),
        member("signer", Some("build")),
        level(AttestationLevel::TdxRemote),
    ] {
        assert_eq!(judged(clause, evidence.clone()), NEVER);
    }
    for (clause, refusal) in [
        (floor("reputation", "0.5001"), Refusal::ReputationFloor),
        (floor("another", "0"), Refusal::ReputationFloor),
        (market("another"), Refusal::MarketSettlement),
        (member("another", None), Refusal::AnyCommitteeMember),
        (
            member("signer", Some("another")),
            Refusal::AnyCommitteeMember,
        ),
        (
            level(AttestationLevel::TdxRaTlsBidirectional),
            Refusal::OutcomePredicate,
        ),
    ] {
        assert_eq!(judged(clause, evidence.clone()), Err(refusal));
    }
}

/// BOND-19
#[test]
fn a_peer_of_the_computes_committee() {
    let module = compute("compute", &[]);
    let pin = AclClause::ComputeModulePin {
        side: COMES,
        slot: slot(&module),
    };
    let (mut world, almanac) = almanac(std::slice::from_ref(&pin));
    let member = PeerId::of_secret(&UniqueId::from_bytes(COMMITTEE[0]));
    for key in [member, peer(9)] {
        enter(&mut world, key, nothing());
    }
    let refused = Err(Refusal::ComputeModulePin);
    assert_eq!(bond(&mut world, member, &almanac), refused);
    let running = deploy(&mut world, module).unwrap();
    assert_eq!(bond(&mut world, member, &almanac), NEVER);
    assert_eq!(bond(&mut world, peer(9), &almanac), refused);
    enter_with(&mut world, peer(9), vec![], nothing(), &[pin]);
    assert_eq!(bond(&mut world, peer(9), &running), NEVER);
}

/// BOND-14, BOND-20
#[test]
fn whom_the_compute_would_admit() {
    let (root, key) = (hash("root"), peer(1));
    let module = compute("compute", &[recognise(root)]);
    let pinned = |content_hash| AclClause::ComputeModuleRequesterAcl {
        side: COMES,
        slot: OrganismRef {
            content_hash,
            ..slot(&module)
        },
    };
    let (mut world, almanac) = almanac(&[pinned(None)]);
    let enter = |world: &mut World, after| {
        let tickets = vec![ticket(root, key, NOW + after)];
        enter_with(world, key, tickets, nothing(), &[])
    };
    enter(&mut world, 5);
    let refused = Err(Refusal::ComputeModuleRequesterAcl);
    assert_eq!(bond(&mut world, key, &almanac), refused);
    deploy(&mut world, module.clone()).unwrap();
    assert_eq!(bond(&mut world, key, &almanac), refused);
    appoint(&mut world, root);
    let until = Ok(Expiration::At { unix_ms: NOW + 5 });
    assert_eq!(bond(&mut world, key, &almanac), until);
    assert_eq!(world.appoint(root, None).unwrap().ended.len(), 1);
    appoint(&mut world, root);
    let other = Module {
        acl: acl(&[pinned(Some(hash("another build")))]),
        ..Module::almanac(1000)
    };
    let other = deploy(&mut world, other).unwrap();
    assert_eq!(bond(&mut world, key, &other), refused);
}

/// BOND-13, BOND-14, BOND-20: what a Compute calls its own is its coalition's, whoever asks it.
#[test]
fn the_own_root_is_the_computes() {
    let key = peer(1);
    let mut module = compute(
        "compute",
        &[AclClause::RecogniseIssuer {
            side: COMES,
            issuer: IssuerRoot::Own,
        }],
    );
    module.coalition.ticket_issuer = Some(TicketIssuerConfig {
        name: name("acme.tickets"),
        acl: AclComposition::OPEN,
    });
    let root = module.coalition.tickets_root().unwrap().id();
    let root = root.present().unwrap();
    let (mut world, almanac) = almanac(&[AclClause::ComputeModuleRequesterAcl {
        side: COMES,
        slot: slot(&module),
    }]);
    deploy(&mut world, module).unwrap();
    appoint(&mut world, root);
    let tickets = vec![ticket(root, key, NOW + 1)];
    enter_with(&mut world, key, tickets, nothing(), &[]);
    let until = Ok(Expiration::At { unix_ms: NOW + 1 });
    assert_eq!(bond(&mut world, key, &almanac), until);
    assert_eq!(appoint(&mut world, root), []);
    assert_eq!(world.appoint(root, None).unwrap().ended.len(), 1);
}
