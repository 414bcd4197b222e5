//! What is asked of a component, and what its logs then have.

use coalition::{
    AlmanacTick, Command, Deployed, Fingerprint, PeerId, Refusal, SurfaceRecord, UniqueId, commit,
    log_digest,
};

use crate::stage::{NOW, hash, stage, submit, tick, unless_refused};

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
