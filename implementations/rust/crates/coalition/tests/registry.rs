//! What the registry lists, compared with what the crate has.

use std::collections::BTreeMap;

use coalition::{
    AttestationLevel, BeaconFamily, COALITION_ROOT_SEED, ComponentKind, CompositionForm,
    ConsentModel, CurveGroup, DiscardReason, DrandScheme, Fault, HANDSHAKE_PAGE_SCHEMA,
    MemberStatus, PRICE_TICK_SCHEMA_V1, Refusal, RetirementReason, Revocability, Rule,
    SCHEMA_VERSION_U8, Side, SignatureScheme, SovereigntyClaim, StallPolicy, SuccessorPolicy,
    UNIVERSE, UniqueId,
};
use serde_json::Value;
use strict_json::{Decode, Json};

fn registry() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../../spec/registry.json"
    );
    let text = std::fs::read_to_string(path).expect("the specification stands in the repository");
    serde_json::from_str(&text).expect("the registry is JSON")
}

#[test]
fn rules() {
    let registry = registry();
    let rule = |rule: &Rule| {
        let entry = [rule.stage().name(), rule.requirement()].map(String::from);
        (rule.name().to_owned(), entry)
    };
    let ours: BTreeMap<_, _> = Rule::ALL.iter().map(rule).collect();
    let errors = registry["errors"].as_object().expect("an object");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let theirs = errors.iter().map(|(name, entry)| {
        let entry = [text(&entry["stage"]), text(&entry["requirement"])];
        (name.clone(), entry)
    });
    assert_eq!(ours, theirs.collect());
}

/// Names of worlds are kept outside the crate, and refused there.
#[test]
fn refusals() {
    let registry = registry();
    let entry = |refusal: &Refusal| (refusal.name(), refusal.requirement());
    let ours: BTreeMap<_, _> = Refusal::ALL.iter().map(entry).collect();
    let refusals = registry["refusals"].as_object().expect("an object");
    let theirs = refusals.iter().filter_map(|(name, entry)| {
        let requirement = entry["requirement"].as_str().expect("a text");
        let elsewhere = requirement == "PROTO-15";
        (!elsewhere).then_some((name.as_str(), requirement))
    });
    assert_eq!(ours, theirs.collect());
}

#[test]
fn constants() {
    let registry = registry();
    let constants = &registry["constants"];
    for (name, id) in [
        ("UNIVERSE", UNIVERSE),
        ("COALITION_ROOT_SEED", *COALITION_ROOT_SEED),
        ("ZERO_ID", UniqueId::ZERO),
        ("PRICE_TICK_SCHEMA_V1", PRICE_TICK_SCHEMA_V1),
    ] {
        assert_eq!(constants[name], id.to_string(), "{name}");
    }
    assert_eq!(constants["SCHEMA_VERSION_U8"], SCHEMA_VERSION_U8);
    assert_eq!(constants["HANDSHAKE_PAGE_SCHEMA"], HANDSHAKE_PAGE_SCHEMA);
}

fn compare<T: Decode>(registry: &Value, name: &str, number: impl Fn(T) -> u8) {
    let variants = registry["discriminants"][name]
        .as_object()
        .expect("an object");
    assert!(!variants.is_empty());
    for (variant, expected) in variants {
        let text = format!("{{\"kind\":\"{variant}\"}}");
        let json = Json::parse(&text).expect("an enum without members");
        let value = T::decode(&json).unwrap_or_else(|flaw| panic!("{name}::{variant}: {flaw}"));
        assert_eq!(*expected, number(value), "{name}::{variant}");
    }
}

#[test]
fn discriminants() {
    let registry = registry();
    compare(&registry, "AttestationLevel", |level: AttestationLevel| {
        level as u8
    });
    compare(&registry, "BeaconFamily", |family: BeaconFamily| {
        family as u8
    });
    compare(&registry, "ComponentKind", |kind: ComponentKind| kind as u8);
    compare(&registry, "Fault", |fault: Fault| fault as u8);
    compare(&registry, "MemberStatus", |status: MemberStatus| {
        status as u8
    });
    compare(&registry, "RetirementReason", |reason: RetirementReason| {
        reason as u8
    });
    compare(&registry, "Side", |side: Side| side as u8);
    compare(&registry, "SignatureScheme", |scheme: SignatureScheme| {
        scheme as u8
    });
    compare(&registry, "SuccessorPolicy", |policy: SuccessorPolicy| {
        policy as u8
    });
    compare(&registry, "CurveGroup", |group: CurveGroup| group as u8);
    compare(&registry, "DrandScheme", |scheme: DrandScheme| scheme as u8);
    compare(&registry, "StallPolicy", |policy: StallPolicy| policy as u8);
    compare(&registry, "ConsentModel", |model: ConsentModel| model as u8);
    compare(&registry, "CompositionForm", |form: CompositionForm| {
        form as u8
    });
    compare(&registry, "SovereigntyClaim", |claim: SovereigntyClaim| {
        claim as u8
    });
    compare(&registry, "Revocability", |of: Revocability| of as u8);
    compare(&registry, "DiscardReason", |reason: DiscardReason| {
        reason as u8
    });
}
