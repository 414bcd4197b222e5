//! What is deployed, and what is not.

use coalition::{
    AclClause, AclComposition, Almanac, Content, Fingerprint, Measurements, ModuleConfig,
    ModuleKind, Refusal, RetirementPolicy, Rule, Side, UniqueId, deployment, module_id, surface_id,
};

use crate::stage::{
    Module, deploy, hash, name, retire, retired, stage, submit, unless_refused, world,
};

/// WORLD-2
#[test]
fn a_searcher_is_no_module() {
    let searcher = Content::Searcher {
        model_family: name("model"),
        decoding_temperature_q16: 0,
        mission_statement_hash: hash("mission"),
        scope_boundaries: vec![],
        successor_policy: coalition::SuccessorPolicy::HandOffToReputationLeader,
    };
    let randomness = Content::Randomness {
        families: coalition::Set::new(vec![]).unwrap(),
        succeeds: None,
    };
    for content in [searcher, randomness] {
        let module = Module {
            content,
            ..Module::almanac(1000)
        };
        let refused = deploy(&mut world(), module);
        assert_eq!(refused, Err(Refusal::UnknownClass.into()));
    }
}

/// WORLD-2
#[test]
fn a_component_has_a_committee_that_changes_no_answer() {
    let mut world = world();
    let component = || Module::almanac(1000).into();
    let refused = unless_refused(&mut world, |world| world.deploy(component(), &[]));
    assert_eq!(refused, Err(Refusal::EmptyCommittee.into()));
    let deployed = |committee: &[[u8; 32]]| self::world().deploy(component(), committee);
    assert_eq!(deployed(&[[1; 32]]), deployed(&[[2; 32], [2; 32]]));
}

/// WORLD-3
#[test]
fn ids_follow_from_the_configuration() {
    let module = Module {
        measurements: Some(Measurements::of_td([3; 48])),
        ..Module::almanac(1000)
    };
    let deployed = deploy(&mut world(), module.clone()).unwrap();
    let config = ModuleConfig {
        name: name(module.name),
        content: coalition::ContentParams {
            preimage: module.content.fingerprint().as_bytes().as_slice().into(),
            measurements: module.measurements,
        },
        acl: module.acl,
    };
    let root = module.coalition.fingerprint().unwrap().present().unwrap();
    let address = module_id(root, ModuleKind::Almanac, &config, &[]).unwrap();
    assert_eq!(*deployed.address, address.id());
    assert_eq!(*deployed.content_hash, config.content_hash().id());
    let folded = deployment(deployed.address, Some(deployed.content_hash));
    assert_eq!(*deployed.deployment, folded.id());
    let [surface] = deployed.surfaces.as_slice() else {
        panic!("an Almanac has one surface")
    };
    assert_eq!(*surface.name, *Almanac::TICKS);
    assert_eq!(
        *surface.id,
        surface_id(deployed.address, &surface.name).id()
    );
}

/// WORLD-4
#[test]
fn a_deployment_is_deployed_once() {
    let (mut world, first) = stage(1000);
    let again = Err(Refusal::AlreadyDeployed.into());
    assert_eq!(deploy(&mut world, Module::almanac(1000)), again);
    submit(&mut world, first.deployment, retire(retired())).unwrap();
    assert_eq!(deploy(&mut world, Module::almanac(1000)), again);

    let almanac = || Module::almanac(1000);
    let mut elsewhere = almanac();
    elsewhere.coalition.instance_name = name("acme.too");
    let publish = AclClause::OperatorPublish {
        side: Side::RequireTicket,
    };
    for module in [
        Module::almanac(1001),
        elsewhere,
        Module {
            name: "another",
            ..almanac()
        },
        Module {
            measurements: Some(Measurements::of_td([0; 48])),
            ..almanac()
        },
        Module {
            acl: AclComposition {
                clauses: vec![publish],
            },
            ..almanac()
        },
    ] {
        deploy(&mut world, module.clone()).unwrap();
        assert_eq!(deploy(&mut world, module), again);
    }
}

/// WORLD-4: what moves no id makes no other deployment (ID-32).
#[test]
fn a_policy_and_a_role_make_no_other_deployment() {
    let (mut world, _) = stage(1000);
    let mut module = Module::almanac(1000);
    module.coalition.retirement_policy = RetirementPolicy::Lenient;
    module.coalition.organisms[0].role = name("another");
    let refused = deploy(&mut world, module);
    assert_eq!(refused, Err(Refusal::AlreadyDeployed.into()));
}

/// ALM-1, ID-31, ID-38
#[test]
fn a_configuration_that_cannot_be_played() {
    let refused = deploy(&mut world(), Module::almanac(0));
    assert_eq!(refused, Err(Refusal::CadenceZero.into()));
    let mut module = Module::almanac(1);
    let lattice = hash("lattice");
    module.coalition.lattices.push(lattice);
    let broken = deploy(&mut world(), module.clone());
    assert_eq!(broken, Err(Rule::DuplicateMember.into()));
    let mut bytes = *lattice.as_bytes();
    bytes[31] ^= 1;
    module.coalition.lattices[1] = UniqueId::from_bytes(bytes).present().unwrap();
    let broken = deploy(&mut world(), module);
    assert_eq!(broken, Err(Rule::MemberPrefixCollision.into()));
}
