//! Coalitions, their roots, and what moves them.

use coalition::{
    AclClause, AclComposition, COALITION_ROOT_SEED, CoalitionConfig, ComponentKind, ComponentRef,
    Fingerprint, ListedContent, Listing, OrganismRef, Ratio, RetirementInstant, RetirementMarker,
    RetirementPolicy, RetirementReason, Rule, Side, TicketIssuerConfig, UniqueId, hash,
    republication, stable_id,
};

fn reference(role: &str) -> OrganismRef {
    OrganismRef {
        role: role.into(),
        stable_id: stable_id(&format!("acme.{role}")).expect("a name"),
        content_hash: None,
    }
}

fn config() -> CoalitionConfig {
    CoalitionConfig {
        schema_version: 1,
        coalition_seed: COALITION_ROOT_SEED,
        instance_name: "acme".into(),
        lattices: vec![hash("lattice")],
        organisms: vec![reference("oracle"), reference("bridge")],
        atlas: Some(reference("atlas")),
        almanac: None,
        chronicle: None,
        compute: None,
        randomness: None,
        ticket_issuer: None,
        retirement_policy: RetirementPolicy::Conservative,
    }
}

fn issuer(floor: &str) -> TicketIssuerConfig {
    let clause = AclClause::ReputationFloor {
        side: Side::RequireTicket,
        organism: hash("reputation"),
        floor: Ratio::new(floor),
    };
    TicketIssuerConfig {
        name: "issuer".into(),
        acl: AclComposition {
            clauses: vec![clause],
        },
    }
}

#[test]
fn a_root_folds_five_values() {
    let config = config();
    let root = config.preimage().unwrap();
    assert_eq!(root.bytes().len(), 160);
    let parts = [
        config.coalition().unwrap().id(),
        config.coa_lattices().unwrap().id(),
        config.coa_organisms().unwrap().id(),
        config.coa_modules().unwrap().id(),
        config.coa_tickets().unwrap(),
    ];
    assert_eq!(root.bytes(), parts.map(|part| *part.as_bytes()).concat());
    assert_eq!(config.coa_tickets().unwrap(), UniqueId::ZERO);
    assert_eq!(config.coa_modules().unwrap().bytes().len(), 5 * 40);
}

#[test]
fn roles_and_policies_move_nothing() {
    let mut other = config();
    other.organisms[0].role = "another".into();
    other.retirement_policy = RetirementPolicy::Lenient;
    assert_eq!(other.fingerprint(), config().fingerprint());
    other.organisms[0].content_hash = Some(hash("content"));
    assert_ne!(other.fingerprint(), config().fingerprint());
}

#[test]
fn every_part_is_refused_for_every_rule() {
    type Break = fn(&mut CoalitionConfig);
    let cases: [(Break, Rule); 9] = [
        (
            |config| config.schema_version = 2,
            Rule::UnsupportedSchemaVersion,
        ),
        (
            |config| config.coalition_seed = UniqueId::ZERO,
            Rule::ZeroId,
        ),
        (
            |config| config.instance_name = String::new(),
            Rule::NameEmpty,
        ),
        (|config| config.lattices[0] = UniqueId::ZERO, Rule::ZeroId),
        (
            |config| config.organisms[1].content_hash = Some(UniqueId::ZERO),
            Rule::ZeroId,
        ),
        (
            |config| config.organisms[1].role = "a|b".into(),
            Rule::NameHasSeparator,
        ),
        (
            |config| config.compute = config.atlas.clone(),
            Rule::DuplicateMember,
        ),
        (
            |config| config.lattices.push(config.organisms[0].stable_id),
            Rule::DuplicateMember,
        ),
        (
            |config| config.ticket_issuer = Some(issuer("2")),
            Rule::RatioOutOfRange,
        ),
    ];
    for (index, (wrong, rule)) in cases.into_iter().enumerate() {
        let mut config = config();
        wrong(&mut config);
        assert_eq!(config.fingerprint(), Err(rule), "case {index}");
        assert_eq!(config.coalition(), Err(rule), "case {index}");
        assert_eq!(config.coa_lattices(), Err(rule), "case {index}");
        assert_eq!(config.canonical(), Err(rule), "case {index}");
    }
}

#[test]
fn tickets_need_an_issuer() {
    let mut config = config();
    assert_eq!(config.tickets_root(), Err(Rule::NoTicketIssuer));
    config.ticket_issuer = Some(issuer("0.5"));
    let root = config.fingerprint().unwrap();
    assert_eq!(config.tickets_root().unwrap().id(), root.derive("tickets"));
}

#[test]
fn equal_ratios_have_equal_json() {
    let canonical = |floor| {
        let ticket_issuer = Some(issuer(floor));
        CoalitionConfig {
            ticket_issuer,
            ..config()
        }
        .canonical()
        .unwrap()
    };
    assert_eq!(canonical("00.500"), canonical("0.5"));
    assert!(canonical("0.5").contains(r#""floor":"0.5","kind":"ReputationFloor""#));
    assert!(
        canonical("0.5")
            .starts_with(r#"{"almanac":null,"atlas":{"content_hash":null,"role":"atlas","#)
    );
}

#[test]
fn markers_name_a_replacement_or_none() {
    let marker = |reason, replacement| {
        let effective_at = RetirementInstant::AtSequence { sequence: 1 };
        RetirementMarker {
            effective_at,
            reason,
            replacement,
            evidence: None,
        }
        .fingerprint()
    };
    let replacement = Some(ComponentRef {
        kind: ComponentKind::Organism,
        address: hash("replacement"),
        content_hash: None,
    });
    assert_eq!(
        marker(RetirementReason::Rotation, None),
        Err(Rule::ReplacementRequired)
    );
    for reason in [RetirementReason::Retired, RetirementReason::OperatorExit] {
        assert_eq!(marker(reason, replacement), Err(Rule::ReplacementForbidden));
        assert!(marker(reason, None).is_ok());
    }
    assert!(marker(RetirementReason::Rotation, replacement).is_ok());
    assert!(marker(RetirementReason::Emergency, replacement).is_ok());
    assert!(marker(RetirementReason::Emergency, None).is_ok());
}

#[test]
fn what_is_published_again() {
    let listing = |content: &str, policy| Listing {
        contents: vec![ListedContent {
            stable_id: config().organisms[0].stable_id,
            content_hash: hash(content),
        }],
        config: CoalitionConfig {
            retirement_policy: policy,
            ..config()
        },
    };
    let (conservative, lenient) = (RetirementPolicy::Conservative, RetirementPolicy::Lenient);
    let reissue = |before: &Listing, after: &Listing| {
        let republication = republication(before, after).unwrap();
        (republication.root_moves, republication.reissue)
    };
    let old = listing("old", conservative);
    assert_eq!(reissue(&old, &listing("old", lenient)), (false, false));
    assert_eq!(reissue(&old, &listing("new", lenient)), (false, true));
    assert_eq!(
        reissue(&listing("old", lenient), &listing("new", conservative)),
        (false, false)
    );
    let mut unlisted = listing("old", conservative);
    unlisted.contents.clear();
    assert_eq!(
        reissue(&unlisted, &listing("new", conservative)),
        (false, false)
    );
    let mut moved = listing("old", lenient);
    moved.config.organisms.pop();
    assert_eq!(reissue(&listing("old", lenient), &moved), (true, true));

    let mut wrong = listing("old", lenient);
    wrong.contents[0].stable_id = hash("nobody");
    assert_eq!(republication(&old, &wrong), Err(Rule::UnlistedComponent));
    let mut twice = listing("old", lenient);
    twice.contents.push(twice.contents[0]);
    assert_eq!(republication(&old, &twice), Err(Rule::DuplicateMember));
}
