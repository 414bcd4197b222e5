//! Worlds, rule by rule.

use coalition::{
    AclClause, AclComposition, Almanac, AlmanacTick, COALITION_ROOT_SEED, Clock, CoalitionConfig,
    Command, Component, ComponentKind, ComponentRef, Content, Denial, Deployed, Fingerprint,
    Measurements, MemberId, ModuleConfig, ModuleKind, Name, Observation, Observations, OrganismRef,
    PeerId, Phase, PresentId, Refusal, RetirementInstant, RetirementMarker, RetirementPolicy,
    RetirementReason, Rule, SchemaVersion, Side, SurfaceRecord, UniqueId, World, commit,
    deployment, log_digest, module_id, surface_id,
};

const SEED: [u8; 32] = [7; 32];
const COMMITTEE: &[[u8; 32]] = &[[1; 32]];
const NOW: u64 = 1_700_000_000_400;

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn hash(text: &str) -> PresentId {
    coalition::hash(text).present().expect("no hash is zero")
}

fn reference(role: &str) -> OrganismRef {
    OrganismRef {
        role: name(role),
        stable_id: hash(role),
        content_hash: None,
    }
}

fn coalition() -> CoalitionConfig {
    CoalitionConfig {
        schema_version: SchemaVersion,
        coalition_seed: COALITION_ROOT_SEED,
        instance_name: name("acme"),
        lattices: vec![hash("lattice")],
        organisms: vec![reference("oracle")],
        atlas: Some(reference("atlas")),
        almanac: None,
        chronicle: None,
        compute: None,
        randomness: None,
        ticket_issuer: None,
        retirement_policy: RetirementPolicy::Conservative,
    }
}

/// A module whose coalition, name, content, measurements and ACL can be changed.
#[derive(Clone)]
struct Module {
    coalition: CoalitionConfig,
    name: &'static str,
    content: Content,
    measurements: Option<Measurements>,
    acl: AclComposition,
}

impl Module {
    fn almanac(cadence_ms: u64) -> Self {
        Self {
            coalition: coalition(),
            name: "almanac",
            content: Content::Almanac {
                cadence_ms,
                succeeds: None,
            },
            measurements: None,
            acl: AclComposition::OPEN,
        }
    }
}

impl From<Module> for Component {
    fn from(module: Module) -> Self {
        Self::Module {
            coalition: module.coalition,
            name: name(module.name),
            content: module.content,
            measurements: module.measurements,
            acl: module.acl,
        }
    }
}

fn world() -> World {
    World::open(SEED, NOW).0
}

/// A world with an Almanac of this cadence.
fn stage(cadence_ms: u64) -> (World, Deployed) {
    let mut world = world();
    let deployed = deploy(&mut world, Module::almanac(cadence_ms)).unwrap();
    (world, deployed)
}

fn deploy(world: &mut World, module: Module) -> Result<Deployed, Denial> {
    unless_refused(world, |world| world.deploy(module.into(), COMMITTEE))
}

fn submit(world: &mut World, component: PresentId, command: Command) -> Result<Vec<u64>, Denial> {
    unless_refused(world, |world| {
        let accepted = world.submit(None, *component, command)?;
        Ok(accepted.commits.iter().map(|one| one.index).collect())
    })
}

/// What is refused leaves the world as it was (PROTO-19).
fn unless_refused<V, E>(
    world: &mut World,
    verb: impl FnOnce(&mut World) -> Result<V, E>,
) -> Result<V, E> {
    let before = world.clone();
    let outcome = verb(world);
    if outcome.is_err() {
        assert_eq!(*world, before);
    }
    outcome
}

fn tick(observations: &[(&str, u64)]) -> Command {
    let observation = |&(member, at): &(&str, u64)| Observation {
        member: MemberId::new(hash(member)),
        at,
    };
    let observed_at = Observations::new(observations.iter().map(observation).collect());
    Command::Tick {
        observed_at: observed_at.expect("members stand once"),
    }
}

fn retired() -> RetirementMarker {
    RetirementMarker {
        effective_at: RetirementInstant::AtTimestamp { timestamp_ms: NOW },
        reason: RetirementReason::Retired,
        replacement: None,
        evidence: None,
    }
}

fn rotation(address: PresentId, content_hash: Option<PresentId>) -> RetirementMarker {
    RetirementMarker {
        reason: RetirementReason::Rotation,
        replacement: Some(ComponentRef {
            kind: ComponentKind::Module,
            address,
            content_hash,
        }),
        ..retired()
    }
}

fn retire(marker: RetirementMarker) -> Command {
    Command::Retire { marker }
}

/// WORLD-1
#[test]
fn time_never_goes_back() {
    let (mut world, clock) = World::open(SEED, NOW);
    assert_eq!(clock, Clock { now: NOW });
    let mut advance = |to| unless_refused(&mut world, |world| world.advance(to));
    assert_eq!(advance(NOW), Ok(Clock { now: NOW }));
    assert_eq!(advance(NOW - 1), Err(Refusal::TimeBackwards));
    assert_eq!(advance(u64::MAX), Ok(Clock { now: u64::MAX }));
    assert_eq!(advance(NOW), Err(Refusal::TimeBackwards));
}

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

/// WORLD-5
#[test]
fn nobody_else_asks_and_nothing_else_is_asked() {
    let (mut world, Deployed { deployment, .. }) = stage(1000);
    let peer = Some(PeerId::of_secret(&hash("peer")));
    let asked = unless_refused(&mut world, |world| {
        world.submit(peer, *deployment, tick(&[]))
    });
    assert_eq!(asked, Err(Refusal::UnknownPeer.into()));
    let read = |peer, component, surface| world.read(peer, component, surface, None, 1);
    assert_eq!(read(peer, *deployment, "Ticks"), Err(Refusal::UnknownPeer));
    for unknown in [UniqueId::ZERO, *hash("nobody")] {
        assert_eq!(world.status(unknown), Err(Refusal::UnknownComponent));
        assert_eq!(read(None, unknown, "Ticks"), Err(Refusal::UnknownComponent));
        let submitted = world.clone().submit(None, unknown, tick(&[]));
        assert_eq!(submitted, Err(Refusal::UnknownComponent.into()));
    }
    for surface in ["", "ticks", "Ticks ", "Tick", "Cards"] {
        let unknown = Err(Refusal::UnknownSurface);
        assert_eq!(read(None, *deployment, surface), unknown, "{surface:?}");
    }
    assert!(read(None, *deployment, "Ticks").is_ok());
}

/// WORLD-6, WORLD-8, WORLD-10
#[test]
fn what_is_accepted_is_committed() {
    let (mut world, deployed) = stage(1000);
    let component = deployed.deployment;
    let given = tick(&[("oracle", 5), ("lattice", 3)]);
    let accepted = world.submit(None, *component, given.clone()).unwrap();
    let Command::Tick { observed_at } = given else {
        unreachable!("it is one")
    };
    let tick = AlmanacTick {
        seq: NOW / 1000,
        observed_at,
    };
    let surface = &deployed.surfaces[0];
    let expected = commit(surface.id, component, 0, tick.fingerprint()).id();
    let [committed] = accepted.commits.as_slice() else {
        panic!("an Almanac has one surface")
    };
    assert_eq!((&committed.surface, committed.index), (&surface.name, 0));
    assert_eq!(committed.commit, expected);

    let page = world.read(None, *component, "Ticks", None, 1024).unwrap();
    assert_eq!((page.length, page.digest), (1, log_digest(&[expected])));
    assert_eq!(
        (page.entries[0].index, page.entries[0].commit),
        (0, expected)
    );
    assert_eq!(page.entries[0].record, SurfaceRecord::Tick { tick });
}

/// WORLD-9
#[test]
fn a_limit_is_1_to_1024() {
    let (world, deployed) = stage(1000);
    let read = |limit| world.read(None, *deployed.deployment, "Ticks", None, limit);
    for limit in [0, 1025, u32::MAX] {
        assert_eq!(read(limit), Err(Refusal::LimitOutOfRange));
    }
    for limit in [1, 1024] {
        assert_eq!(read(limit).unwrap().entries, []);
    }
}

/// WORLD-11, WORLD-12
#[test]
fn a_marker_is_the_last_record() {
    let (mut world, Deployed { deployment, .. }) = stage(1000);
    assert_eq!(submit(&mut world, deployment, tick(&[])), Ok(vec![0]));
    let marker = RetirementMarker {
        effective_at: RetirementInstant::AtTimestamp {
            timestamp_ms: u64::MAX,
        },
        ..retired()
    };
    assert_eq!(submit(&mut world, deployment, retire(marker)), Ok(vec![1]));
    world.advance(NOW + 1000).unwrap();
    for command in [tick(&[]), retire(marker), retire(retired())] {
        let refused = submit(&mut world, deployment, command);
        assert_eq!(refused, Err(Refusal::Retired.into()));
    }
    let page = world.read(None, *deployment, "Ticks", Some(0), 9).unwrap();
    let [last] = page.entries.as_slice() else {
        panic!("one entry is behind the first")
    };
    assert_eq!(last.record, SurfaceRecord::Retirement { marker });
}

/// WORLD-7, WORLD-13
#[test]
fn a_marker_leads_elsewhere() {
    let (mut world, deployed) = stage(1000);
    let own = deployed.address;
    let with_reason = |reason, marker: RetirementMarker| RetirementMarker { reason, ..marker };
    let elsewhere = rotation(hash("elsewhere"), None);
    for (marker, denial) in [
        (
            with_reason(RetirementReason::Rotation, retired()),
            Rule::ReplacementRequired.into(),
        ),
        (
            with_reason(RetirementReason::Retired, elsewhere),
            Rule::ReplacementForbidden.into(),
        ),
        (
            with_reason(RetirementReason::OperatorExit, elsewhere),
            Rule::ReplacementForbidden.into(),
        ),
        (rotation(own, None), Refusal::SelfReplacement.into()),
        (
            rotation(own, Some(deployed.content_hash)),
            Refusal::SelfReplacement.into(),
        ),
        (
            with_reason(RetirementReason::Emergency, rotation(own, None)),
            Refusal::SelfReplacement.into(),
        ),
    ] {
        let refused = submit(&mut world, deployed.deployment, retire(marker));
        assert_eq!(refused, Err(denial), "{marker:?}");
    }
    let mut organism = rotation(own, None);
    organism.replacement.as_mut().unwrap().kind = ComponentKind::Organism;
    let refused = submit(&mut world, deployed.deployment, retire(organism));
    assert_eq!(refused, Err(Refusal::SelfReplacement.into()));

    for marker in [
        elsewhere,
        rotation(hash("elsewhere"), Some(deployed.content_hash)),
        rotation(own, Some(hash("another build"))),
        with_reason(RetirementReason::Emergency, retired()),
    ] {
        let (mut world, _) = stage(1000);
        let accepted = submit(&mut world, deployed.deployment, retire(marker));
        assert_eq!(accepted, Ok(vec![0]), "{marker:?}");
    }
}

/// WORLD-14
#[test]
fn a_marker_takes_effect_at_its_instant() {
    let at_time = |timestamp_ms| RetirementInstant::AtTimestamp { timestamp_ms };
    let at_slot = |sequence| RetirementInstant::AtSequence { sequence };
    let (slot, next) = (NOW / 1000, NOW / 1000 * 1000 + 1000);
    for (effective_at, last, first) in [
        (at_time(NOW + 10), Some(NOW + 9), NOW + 10),
        (at_time(NOW), None, NOW),
        (at_time(0), None, NOW),
        (at_slot(slot + 1), Some(next - 1), next),
        (at_slot(slot), None, NOW),
        (at_slot(0), None, NOW),
        (at_slot(u64::MAX), Some(u64::MAX - 1), u64::MAX),
        (at_time(u64::MAX), Some(u64::MAX - 1), u64::MAX),
    ] {
        let cadence_ms = match effective_at {
            RetirementInstant::AtSequence { sequence: u64::MAX } => 1,
            _ => 1000,
        };
        let (mut world, Deployed { deployment, .. }) = stage(cadence_ms);
        let status = world.status(*deployment).unwrap();
        assert_eq!((status.now, status.phase), (NOW, Phase::Active));
        assert_eq!(status.effective_at, None);
        let marker = RetirementMarker {
            effective_at,
            ..retired()
        };
        submit(&mut world, deployment, retire(marker)).unwrap();
        let before = last.map(|now| (now, Phase::Retiring));
        for (now, phase) in before.into_iter().chain([(first, Phase::Retired)]) {
            world.advance(now).unwrap();
            let status = world.status(*deployment).unwrap();
            assert_eq!((status.now, status.phase), (now, phase), "{effective_at:?}");
            assert_eq!(status.effective_at, Some(effective_at));
        }
    }
}

/// WORLD-15
#[test]
fn a_world_is_what_it_was_asked() {
    let play = |seed| {
        let (mut world, clock) = World::open(seed, NOW);
        let deployed = deploy(&mut world, Module::almanac(1000)).unwrap();
        let accepted = submit(&mut world, deployed.deployment, tick(&[("oracle", 1)]));
        let status = world.status(*deployed.deployment);
        (clock, deployed, accepted, status, world.close())
    };
    assert_eq!(play([0; 32]), play([1; 32]));
}

/// WORLD-14, WORLD-16, WORLD-17
#[test]
fn deployments_share_their_time_and_nothing_else() {
    let mut world = world();
    let modules = [2000, 1000, 3000].map(Module::almanac);
    let [two, one, three] = modules.map(|module| deploy(&mut world, module).unwrap().deployment);
    assert_eq!(submit(&mut world, one, tick(&[("oracle", 9)])), Ok(vec![0]));
    assert_eq!(submit(&mut world, two, tick(&[("oracle", 8)])), Ok(vec![0]));
    assert_eq!(submit(&mut world, one, retire(retired())), Ok(vec![1]));
    assert_eq!(world.status(*two).unwrap().phase, Phase::Active);
    world.advance(NOW + 2000).unwrap();
    assert_eq!(submit(&mut world, two, tick(&[])), Ok(vec![1]));
    assert_eq!(
        submit(&mut world, two, tick(&[])).unwrap_err().name(),
        "SlotTaken"
    );

    let heads = [two, one, three].map(|component| world.status(*component).unwrap().logs);
    let closed = world.close();
    assert_eq!(closed.now, NOW + 2000);
    assert_eq!(closed.logs, heads.concat());
    let lengths: Vec<_> = closed.logs.iter().map(|head| head.length).collect();
    assert_eq!(lengths, [2, 2, 0]);
    assert_eq!(closed.logs[2].digest, UniqueId::ZERO);
}

/// ALM-4: a module is no member.
#[test]
fn members_are_lattices_and_organisms() {
    let (mut world, Deployed { deployment, .. }) = stage(1000);
    for stranger in ["atlas", "nobody"] {
        let refused = submit(&mut world, deployment, tick(&[(stranger, 1)]));
        assert_eq!(refused, Err(Refusal::UnknownMember.into()), "{stranger}");
    }
    let members = tick(&[("lattice", 1), ("oracle", u64::MAX)]);
    assert_eq!(submit(&mut world, deployment, members), Ok(vec![0]));
}
