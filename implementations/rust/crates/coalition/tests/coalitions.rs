//! Coalitions, their roots, and what moves them.

use coalition::{
    AclClause, AclComposition, COALITION_ROOT_SEED, CoalitionConfig, ComponentKind, ComponentRef,
    ListedContent, Listing, Measurements, MeasurementsSet, Name, OrganismRef, PresentId, Ratio,
    RetirementInstant, RetirementMarker, RetirementPolicy, RetirementReason, Rule, SchemaVersion,
    Side, TicketIssuerConfig, UniqueId, republication, stable_id,
};
use strict_json::{Decode, Encode, Flaw, Json};

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn hash(text: &str) -> PresentId {
    coalition::hash(text).present().expect("no hash is zero")
}

fn reference(role: &str) -> OrganismRef {
    OrganismRef {
        role: name(role),
        stable_id: stable_id(&name(&format!("acme.{role}")))
            .present()
            .expect("no hash is zero"),
        content_hash: None,
    }
}

fn config() -> CoalitionConfig {
    CoalitionConfig {
        schema_version: SchemaVersion,
        coalition_seed: COALITION_ROOT_SEED,
        instance_name: name("acme"),
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
        floor: Ratio::new(floor).expect("a ratio"),
    };
    issuer_of(clause)
}

fn issuer_of(clause: AclClause) -> TicketIssuerConfig {
    TicketIssuerConfig {
        name: name("issuer"),
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
    other.organisms[0].role = name("another");
    other.retirement_policy = RetirementPolicy::Lenient;
    assert_eq!(other.fingerprint(), config().fingerprint());
    other.organisms[0].content_hash = Some(hash("content"));
    assert_ne!(other.fingerprint(), config().fingerprint());
}

#[test]
fn every_part_is_refused_for_a_stable_id_twice() {
    type Break = fn(&mut CoalitionConfig);
    let cases: [Break; 3] = [
        |config| config.compute = config.atlas.clone(),
        |config| config.lattices.push(config.organisms[0].stable_id),
        |config| config.organisms.push(config.organisms[0].clone()),
    ];
    for (index, wrong) in cases.into_iter().enumerate() {
        let mut config = config();
        wrong(&mut config);
        let expected = Err(Rule::DuplicateMember);
        assert_eq!(config.fingerprint().map(drop), expected, "case {index}");
        assert_eq!(config.coalition().map(drop), expected, "case {index}");
        assert_eq!(config.coa_lattices().map(drop), expected, "case {index}");
        assert_eq!(config.canonical().map(drop), expected, "case {index}");
    }
}

#[test]
fn a_value_that_breaks_a_rule_is_not_read() {
    let zero = UniqueId::ZERO.to_string();
    let mut config = config();
    config.ticket_issuer = Some(issuer("0.25"));
    let text = config.canonical().unwrap();
    assert_eq!(
        CoalitionConfig::decode(&Json::parse(&text).unwrap()),
        Ok(config)
    );
    for (from, to, rule) in [
        (
            r#""schema_version":1"#,
            r#""schema_version":2"#,
            Rule::UnsupportedSchemaVersion,
        ),
        (&COALITION_ROOT_SEED.to_string(), &zero, Rule::ZeroId),
        (&hash("lattice").to_string(), &zero, Rule::ZeroId),
        (&hash("reputation").to_string(), &zero, Rule::ZeroId),
        (r#""acme""#, r#""""#, Rule::NameEmpty),
        (r#""oracle""#, r#""a|b""#, Rule::NameHasSeparator),
        (r#""0.25""#, r#""""#, Rule::RatioMalformed),
        (r#""0.25""#, r#""2""#, Rule::RatioOutOfRange),
    ] {
        let text = text.replacen(from, to, 1);
        let read = CoalitionConfig::decode(&Json::parse(&text).unwrap());
        assert_eq!(read, Err(Flaw::from(rule)), "{text}");
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
fn equal_roots_have_one_canonical_json() {
    let with = |ticket_issuer| CoalitionConfig {
        ticket_issuer: Some(ticket_issuer),
        ..config()
    };
    let canonical = with(issuer("00.500")).canonical().unwrap();
    assert_eq!(with(issuer("0.5")).canonical().unwrap(), canonical);
    assert!(canonical.contains(r#""floor":"0.5","kind":"ReputationFloor""#));
    let start = r#"{"almanac":null,"atlas":{"content_hash":null,"role":"atlas","#;
    assert!(canonical.starts_with(start));

    let admits = |fills: [u8; 2]| {
        let set = fills.map(|fill| Measurements::of_td([fill; 48])).to_vec();
        issuer_of(AclClause::AdmitsMeasurementsInSet {
            side: Side::VerifyPeer,
            set: MeasurementsSet::new(set).unwrap(),
        })
    };
    let (one, other) = (with(admits([1, 2])), with(admits([2, 1])));
    assert_eq!(one.canonical(), other.canonical());
    assert_eq!(one.fingerprint(), other.fingerprint());
    assert_eq!(one.encode(), other.encode());
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
