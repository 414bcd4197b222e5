//! Components that are stopped, and handles of a page, rule by rule.

mod router;

use coalition::{
    COALITION_ROOT_SEED, CoalitionConfig, Command, Component, ComponentKind, ComponentRef,
    Deployed, Fault, FreeText, HANDSHAKE_PAGE_SCHEMA, Handle, HandshakePage, Measurements,
    MeasurementsSet, ModuleKind, OrganismRef, PageModules, PageOrganism, Phase, Refusal,
    RetirementInstant, RetirementMarker, RetirementPolicy, RetirementReason, SchemaVersion,
    StallPolicy, World,
};
use router::{COMMITTEE, DEADLINE, NOW, name, pool, router, stage};
use strict_json::Encode;

fn free(text: &str) -> FreeText {
    FreeText::new(text).expect("a text")
}

/// A page that lists one organism.
fn page(organism: &Deployed, pinned: bool) -> String {
    let config = CoalitionConfig {
        schema_version: SchemaVersion,
        coalition_seed: COALITION_ROOT_SEED,
        instance_name: name("acme"),
        lattices: vec![],
        organisms: vec![OrganismRef {
            role: name("intents"),
            stable_id: organism.address,
            content_hash: pinned.then_some(organism.content_hash),
        }],
        atlas: None,
        almanac: None,
        chronicle: None,
        compute: None,
        randomness: None,
        ticket_issuer: None,
        retirement_policy: RetirementPolicy::Lenient,
    };
    let root = config.fingerprint().expect("nothing stands twice");
    let page = HandshakePage {
        schema: free(HANDSHAKE_PAGE_SCHEMA),
        fingerprint: root.present().expect("no hash is zero"),
        config,
        lattices: vec![],
        organisms: vec![PageOrganism {
            instance_name: name("acme.intents"),
            content_hash: None,
            handshake: free("link"),
            tdx_gated: false,
        }],
        modules: PageModules {
            atlas: None,
            almanac: None,
            chronicle: None,
            compute: None,
            randomness: None,
        },
        measurements: vec![],
        peer_hints: vec![free("peer.example.org")],
        change_channel: free("channel"),
        committees: vec![],
        builds: vec![],
        issuer: None,
        published_at: 1,
    };
    page.encode().canonical().expect("a page")
}

fn connect(world: &World, page: &str, admits: Option<&MeasurementsSet>) -> Result<usize, String> {
    let instance_name = name("acme.intents");
    let handle = Handle::Organism { instance_name };
    let connected = world.connect(page, &handle, admits, 1, false);
    let hops = connected.map(|followed| followed.path.len());
    hops.map_err(|denial| denial.name().into())
}

/// The router, on a machine that measures so.
fn measured(instance_name: &str, fill: u8) -> Component {
    let mut component = router(instance_name, StallPolicy::PartialEvidence, false);
    if let Component::IntentRouter { measurements, .. } = &mut component {
        *measurements = Some(Measurements::of_td([fill; 48]));
    }
    component
}

fn replace(world: &mut World, before: &Deployed, after: &Deployed) {
    let marker = RetirementMarker {
        effective_at: RetirementInstant::AtTimestamp {
            timestamp_ms: NOW + 1,
        },
        reason: RetirementReason::Rotation,
        replacement: Some(ComponentRef {
            kind: ComponentKind::Organism,
            address: after.address,
            content_hash: Some(after.content_hash),
        }),
        evidence: None,
    };
    let retired = world.submit(None, *before.deployment, Command::Retire { marker });
    assert!(retired.is_ok(), "{retired:?}");
}

#[test]
fn nobody_answers_under_a_deployment_that_is_stopped() {
    let (mut world, router) = stage(StallPolicy::StallEvent, false);
    let component = *router.deployment;
    let (delivery, _) = pool(0, 3);
    world.deliver(component, &delivery).expect("a pool");
    world.fault(component, Fault::Crash, &[0]).expect("a fault");
    let before = world.status(component);
    let stopped = world.stop(component);
    assert_eq!(stopped, before);
    assert_eq!(stopped.map(|status| status.phase), Ok(Phase::Active));
    let over = Refusal::ConnectTimeout;
    assert_eq!(world.stop(component), Err(over));
    assert_eq!(world.status(component), Err(over));
    let read = world.read(None, component, "RoutedIntents", None, 1);
    assert_eq!(read, Err(over));
    assert_eq!(world.deliver(component, &delivery), Err(over.into()));
    let applied = world.submit(None, component, Command::Apply {});
    assert_eq!(applied, Err(over.into()));
    let faulted = world.fault(component, Fault::Restart, &[0]);
    assert_eq!(faulted, Err(over));
    let again = self::router("acme.intents", StallPolicy::StallEvent, true);
    let again = world.deploy(again, COMMITTEE);
    assert_eq!(again, Err(Refusal::AlreadyDeployed.into()));
    world.advance(NOW + DEADLINE).expect("time passes");
    assert_eq!(world.close().logs[0].length, 0);
}

#[test]
fn a_handle_leads_where_its_page_says() {
    let (mut world, _) = World::open([7; 32], NOW);
    let mut deploy = |component| world.deploy(component, COMMITTEE).expect("a router");
    let first = deploy(measured("acme.intents", 1));
    let other = deploy(measured("acme.intents", 2));
    let (any, pinned) = (page(&first, false), page(&first, true));
    let path = |world: &World, page: &str| {
        let handle = Handle::Organism {
            instance_name: name("acme.intents"),
        };
        let followed = world.connect(page, &handle, None, 1, false);
        followed.map(|followed| followed.path)
    };
    assert_eq!(path(&world, &any), Ok(vec![other.deployment]));
    assert_eq!(path(&world, &pinned), Ok(vec![first.deployment]));
    world.stop(*other.deployment).expect("it runs");
    assert_eq!(path(&world, &any), Ok(vec![first.deployment]));
    world.stop(*first.deployment).expect("it runs");
    let over = Err(Refusal::ConnectTimeout.into());
    assert_eq!(path(&world, &any), over);
    for handle in [
        Handle::Organism {
            instance_name: name("another"),
        },
        Handle::Module {
            module: ModuleKind::Almanac,
        },
    ] {
        let connected = world.connect(&any, &handle, None, 1, false);
        assert_eq!(connected, Err(Refusal::NoSuchHandle.into()));
    }
    let broken = any.replace("change_channel", "channel");
    assert_eq!(connect(&world, &broken, None), Err("UnknownField".into()));
}

/// What a chain came through need not be admitted (ROT-6).
#[test]
fn a_window_is_of_where_a_chain_ends() {
    let (mut world, _) = World::open([7; 32], NOW);
    let mut deploy = |component| world.deploy(component, COMMITTEE).expect("a router");
    let first = deploy(measured("acme.intents", 1));
    let next = deploy(measured("acme.intents.2", 2));
    let unmeasured = router("acme.intents.3", StallPolicy::PartialEvidence, false);
    let unmeasured = deploy(unmeasured);
    let window = |fills: &[u8]| {
        let elements = fills.iter().map(|fill| Measurements::of_td([*fill; 48]));
        MeasurementsSet::new(elements.collect()).expect("none stands twice")
    };
    let page = page(&first, false);
    let refused = Err("BuildNotAdmitted".into());
    assert_eq!(connect(&world, &page, Some(&window(&[1]))), Ok(1));
    assert_eq!(connect(&world, &page, Some(&window(&[2]))), refused);
    replace(&mut world, &first, &next);
    assert_eq!(connect(&world, &page, Some(&window(&[1]))), refused);
    assert_eq!(connect(&world, &page, Some(&window(&[2, 3]))), Ok(2));
    let mut longer = world.clone();
    replace(&mut longer, &next, &unmeasured);
    assert_eq!(connect(&longer, &page, None), Err("TooManyHops".into()));
    world.stop(*first.deployment).expect("it runs");
    assert_eq!(connect(&world, &page, None), Err("ConnectTimeout".into()));
}
