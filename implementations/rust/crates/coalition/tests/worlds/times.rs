//! What a world is, over its time.

use coalition::{Clock, Phase, Refusal, UniqueId, World};

use crate::stage::{
    Module, NOW, SEED, deploy, retire, retired, submit, tick, unless_refused, world,
};

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
