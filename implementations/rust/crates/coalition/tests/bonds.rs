//! Bonds, rule by rule.

mod stage;

use coalition::{
    AclClause, AclComposition, AttestationLevel, Bond, BondEvidence, Command, Deployed, Expiration,
    IssuerRoot, Measurements, PeerId, Ratio, Refusal, ReputationCard, RetirementInstant,
    RetirementMarker, RetirementReason, Rule, Seat, Settlement, Ticket, TicketIssuerConfig,
    UniqueId, World,
};
use stage::{
    COMMITTEE, Module, NOW, deploy, hash, name,
    parties::{
        COMES, GOES, NEVER, acl, almanac, appoint, bond, enter, enter_with, measured, nothing,
        peer, recognise, ticket,
    },
    unless_refused, world,
};

fn reads(world: &World, key: PeerId, component: &Deployed) -> Result<(), Refusal> {
    let page = world.read(Some(key), *component.deployment, "Ticks", None, 1);
    page.map(drop)
}

fn retire(timestamp_ms: u64) -> Command {
    Command::Retire {
        marker: RetirementMarker {
            effective_at: RetirementInstant::AtTimestamp { timestamp_ms },
            reason: RetirementReason::Retired,
            replacement: None,
            evidence: None,
        },
    }
}

/// BOND-1, BOND-3, BOND-7
#[test]
fn who_enters_is_bonded_to_nothing() {
    let (mut world, almanac) = almanac(&[]);
    let key = peer(1);
    assert_eq!(bond(&mut world, key, &almanac), Err(Refusal::UnknownPeer));
    assert_eq!(world.leave(key), Err(Refusal::UnknownPeer));
    for _ in 0..2 {
        enter(&mut world, key, nothing());
        assert_eq!(reads(&world, key, &almanac), Err(Refusal::NotBonded));
        assert_eq!(bond(&mut world, key, &almanac), NEVER);
        assert_eq!(reads(&world, key, &almanac), Ok(()));
        let ended = world.leave(key).unwrap().ended;
        let component = almanac.deployment;
        assert_eq!(
            ended,
            [Bond {
                peer: key,
                component
            }]
        );
        assert_eq!(reads(&world, key, &almanac), Err(Refusal::UnknownPeer));
    }
}

/// BOND-2
#[test]
fn evidence_that_contradicts_itself() {
    let card = |score| ReputationCard {
        organism: hash("reputation"),
        score: Ratio::new(score).unwrap(),
    };
    let settlement = |pointer| Settlement {
        market: hash("market"),
        pointer: hash(pointer),
    };
    let seat = |build| Seat {
        signer: hash("signer"),
        content_hash: hash(build),
    };
    let cards = BondEvidence {
        cards: vec![card("0.1"), card("0.2")],
        ..nothing()
    };
    let settlements = BondEvidence {
        settlements: vec![settlement("a"), settlement("b")],
        ..nothing()
    };
    let seats = BondEvidence {
        seats: vec![seat("a"), seat("b"), seat("a")],
        ..nothing()
    };
    let (mut world, almanac) = almanac(&[]);
    for (wrong, rule) in [
        (cards, Rule::DuplicateKey),
        (settlements, Rule::DuplicateKey),
        (seats, Rule::DuplicateElement),
    ] {
        let entered = unless_refused(&mut world, |world| {
            world.enter(peer(1), vec![], wrong.clone(), AclComposition::OPEN)
        });
        assert_eq!(entered, Err(rule.into()));
        let shown = unless_refused(&mut world, |world| {
            world.show(*almanac.deployment, vec![], wrong)
        });
        assert_eq!(shown, Err(rule.into()));
    }
}

/// BOND-4, BOND-5, BOND-6
#[test]
fn both_sides_judge_by_the_clauses_they_ask() {
    let mrtd = |side, fill| AclClause::RequireMrtd {
        side,
        mr_td: [fill; 48],
    };
    let mut world = world();
    let module = Module {
        acl: acl(&[mrtd(GOES, 9), mrtd(COMES, 1)]),
        measurements: Some(Measurements::of_td([2; 48])),
        ..Module::almanac(1000)
    };
    let almanac = deploy(&mut world, module).unwrap();
    let key = peer(1);
    let mut judged = |shown, clauses: &[AclClause]| {
        enter_with(&mut world, key, vec![], measured(shown), clauses);
        bond(&mut world, key, &almanac)
    };
    assert_eq!(judged(1, &[]), NEVER);
    assert_eq!(judged(1, &[mrtd(COMES, 2), mrtd(GOES, 2)]), NEVER);
    for side in [COMES, GOES] {
        let clauses = [mrtd(side, 3)];
        assert_eq!(judged(1, &clauses), Err(Refusal::RequireMrtd));
    }
    let level = AclClause::OutcomePredicate {
        side: GOES,
        floor: AttestationLevel::TdxLocal,
    };
    let clauses = [level, mrtd(GOES, 3)];
    assert_eq!(judged(1, &clauses), Err(Refusal::OutcomePredicate));
    assert_eq!(judged(3, &clauses), Err(Refusal::RequireMrtd));
    let shown = world.show(*almanac.deployment, vec![], nothing()).unwrap();
    assert_eq!(shown.ended, []);
    enter_with(&mut world, key, vec![], measured(1), &[mrtd(GOES, 2)]);
    let refused = bond(&mut world, key, &almanac);
    assert_eq!(refused, Err(Refusal::UnattestedPeer));
}

/// BOND-9, BOND-10
#[test]
fn a_bond_is_over_for_good_at_its_instant() {
    let (one, two) = (hash("one"), hash("two"));
    let (mut world, almanac) = almanac(&[recognise(one), recognise(two)]);
    let key = peer(1);
    let shown = |one_ms, two_ms| {
        let ticket = |root, after| ticket(root, key, NOW + after);
        let tickets: [Ticket; 3] = [ticket(one, one_ms), ticket(one, 1), ticket(two, two_ms)];
        tickets.to_vec()
    };
    enter_with(&mut world, key, shown(9, 5), nothing(), &[]);
    let refused = bond(&mut world, key, &almanac);
    assert_eq!(refused, Err(Refusal::RecogniseIssuer));
    assert_eq!(
        [appoint(&mut world, one), appoint(&mut world, two)],
        [[], []]
    );
    let until = Ok(Expiration::At { unix_ms: NOW + 5 });
    assert_eq!(bond(&mut world, key, &almanac), until);
    enter_with(&mut world, key, shown(3, 5), nothing(), &[]);
    world.advance(NOW + 2).unwrap();
    assert_eq!(reads(&world, key, &almanac), Ok(()));
    world.advance(NOW + 3).unwrap();
    assert_eq!(reads(&world, key, &almanac), Err(Refusal::NotBonded));
    let ended = enter_with(&mut world, key, shown(9, 9), nothing(), &[]);
    assert_eq!(ended, []);
    assert_eq!(reads(&world, key, &almanac), Err(Refusal::NotBonded));
    assert_eq!(world.leave(key).unwrap().ended, []);
}

/// BOND-10
#[test]
fn bonds_end_in_the_order_of_deployments_and_keys() {
    let mut world = world();
    let clause = AclClause::OutcomePredicate {
        side: COMES,
        floor: AttestationLevel::TdxLocal,
    };
    let almanacs = [3, 1, 2].map(|cadence_ms| {
        let module = Module {
            acl: acl(std::slice::from_ref(&clause)),
            ..Module::almanac(cadence_ms)
        };
        deploy(&mut world, module).unwrap()
    });
    let mut keys = [peer(1), peer(2), peer(3)];
    let trusted = BondEvidence {
        level: AttestationLevel::TdxRemote,
        ..nothing()
    };
    for key in keys {
        enter(&mut world, key, trusted.clone());
        for almanac in almanacs.iter().rev() {
            bond(&mut world, key, almanac).unwrap();
        }
    }
    assert_eq!(enter(&mut world, keys[0], trusted), []);
    let ended = enter(&mut world, keys[0], nothing());
    let told: Vec<_> = ended.iter().map(|bond| bond.component).collect();
    assert_eq!(told, almanacs.each_ref().map(|almanac| almanac.deployment));
    let refused = bond(&mut world, keys[0], &almanacs[0]);
    assert_eq!(refused, Err(Refusal::OutcomePredicate));

    let wish = AclClause::MarketSettlement {
        side: GOES,
        market: hash("market"),
    };
    let settled = BondEvidence {
        settlements: vec![Settlement {
            market: hash("market"),
            pointer: hash("pointer"),
        }],
        level: AttestationLevel::TdxRemote,
        ..nothing()
    };
    let component = almanacs[1].deployment;
    world.show(*component, vec![], settled.clone()).unwrap();
    for key in keys {
        let wish = std::slice::from_ref(&wish);
        enter_with(&mut world, key, vec![], settled.clone(), wish);
        bond(&mut world, key, &almanacs[1]).unwrap();
    }
    keys.sort_unstable();
    let ended = world.show(*component, vec![], nothing()).unwrap().ended;
    assert_eq!(ended, keys.map(|peer| Bond { peer, component }));
}

/// BOND-11
#[test]
fn no_bond_outlives_the_component() {
    let (mut world, almanac) = almanac(&[]);
    let [early, late] = [peer(1), peer(2)];
    for key in [early, late] {
        enter(&mut world, key, nothing());
    }
    bond(&mut world, early, &almanac).unwrap();
    let marker = retire(NOW + 1);
    world.submit(None, *almanac.deployment, marker).unwrap();
    assert_eq!(bond(&mut world, late, &almanac), NEVER);
    assert_eq!(reads(&world, early, &almanac), Ok(()));
    world.advance(NOW + 1).unwrap();
    assert_eq!(reads(&world, early, &almanac), Err(Refusal::NotBonded));
    assert_eq!(bond(&mut world, late, &almanac), Err(Refusal::Retired));
    assert_eq!(world.leave(late).unwrap().ended, []);
    assert_eq!(enter(&mut world, early, nothing()), []);
}

/// BOND-13
#[test]
fn own_tickets() {
    let key = peer(1);
    let own = AclClause::RecogniseIssuer {
        side: COMES,
        issuer: IssuerRoot::Own,
    };
    let mut module = Module {
        acl: acl(std::slice::from_ref(&own)),
        ..Module::almanac(1000)
    };
    let mut world = world();
    let without = deploy(&mut world, module.clone()).unwrap();
    module.coalition.ticket_issuer = Some(TicketIssuerConfig {
        name: name("acme.tickets"),
        acl: AclComposition::OPEN,
    });
    let root = module.coalition.tickets_root().unwrap().id().present();
    let root = root.unwrap();
    let with = deploy(&mut world, module).unwrap();
    appoint(&mut world, root);
    let tickets = vec![ticket(root, key, NOW + 1)];
    enter_with(&mut world, key, tickets.clone(), nothing(), &[]);
    let until = Ok(Expiration::At { unix_ms: NOW + 1 });
    assert_eq!(bond(&mut world, key, &with), until);
    let refused = Err(Refusal::RecogniseIssuer);
    assert_eq!(bond(&mut world, key, &without), refused);
    enter_with(&mut world, key, tickets, nothing(), &[own]);
    assert_eq!(bond(&mut world, key, &with), refused);
}

/// BOND-13
#[test]
fn a_component_shows_tickets_of_its_members() {
    let root = hash("root");
    let (mut world, almanac) = almanac(&[]);
    appoint(&mut world, root);
    enter_with(&mut world, peer(9), vec![], nothing(), &[recognise(root)]);
    let member = PeerId::of_secret(&UniqueId::from_bytes(COMMITTEE[0]));
    for (of, until) in [
        (peer(9), Err(Refusal::RecogniseIssuer)),
        (member, Ok(Expiration::At { unix_ms: NOW + 1 })),
    ] {
        let tickets = vec![ticket(root, of, NOW + 1)];
        world.show(*almanac.deployment, tickets, nothing()).unwrap();
        assert_eq!(bond(&mut world, peer(9), &almanac), until);
    }
}

/// BOND-12, BOND-14
#[test]
fn an_issuer_moves_the_bonds_that_hold_by_its_root() {
    let (root, other) = (hash("root"), hash("other"));
    let (mut world, almanac) = almanac(&[recognise(root)]);
    for root in [root, other] {
        assert_eq!(appoint(&mut world, root), []);
    }
    let key = peer(1);
    let tickets = vec![ticket(root, key, NOW + 9)];
    enter_with(&mut world, key, tickets, nothing(), &[]);
    bond(&mut world, key, &almanac).unwrap();
    assert_eq!(world.appoint(other, None).unwrap().ended, []);
    assert_eq!(appoint(&mut world, root), []);
    let component = almanac.deployment;
    let ended = world.appoint(root, None).unwrap().ended;
    assert_eq!(
        ended,
        [Bond {
            peer: key,
            component
        }]
    );
    assert_eq!(appoint(&mut world, root), []);
    assert_eq!(reads(&world, key, &almanac), Err(Refusal::NotBonded));
}
