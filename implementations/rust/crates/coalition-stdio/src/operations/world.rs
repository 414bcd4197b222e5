//! The verbs of worlds.

use assay_kit::{Adapter, Broken, No, verbs};
use coalition::{
    Clock, Command, Component, ComponentRef, Delivery, Denial, Entry, Fault, PeerId, Refusal,
    UniqueId, World,
};

pub(super) fn register(adapter: &mut Adapter) {
    verbs! { adapter;
        open "world.open"(seed: [u8; 32], now: u64) => open(seed, now);
        "world.advance"(world, to: u64) => world.advance(to).map_err(refused);
        "world.deploy"(world, component: Component, committee: Vec<[u8; 32]>) =>
            world.deploy(component, &committee).map_err(denied);
        "world.submit"(
            world,
            r#as: Option<PeerId>,
            component: UniqueId,
            command: Result<Command, Broken>,
        ) => command
            .map_err(|broken| No::Refused(broken.error))
            .and_then(|command| {
                let submitted = world.submit(r#as, component, command);
                submitted.map_err(|denial| No::Refused(denial.name()))
            });
        "world.fault"(world, component: UniqueId, fault: Fault, members: Vec<u32>) =>
            world.fault(component, fault, &members).map_err(refused);
        "world.read"(
            world,
            r#as: Option<PeerId>,
            component: UniqueId,
            surface: String,
            after: Option<u64>,
            limit: u32,
        ) => world.read(r#as, component, &surface, after, limit).map_err(refused);
        "world.deliver"(
            world,
            component: UniqueId,
            surface: UniqueId,
            content_hash: Option<UniqueId>,
            entries: Result<Vec<Entry>, Broken>,
        ) => entries
            .map_err(|broken| No::Refused(broken.error))
            .and_then(|entries| {
                let delivery = Delivery { surface, content_hash, entries };
                let delivered = world.deliver(component, &delivery);
                delivered.map_err(|denial| No::Refused(denial.name()))
            });
        "world.follow"(
            world,
            component: Result<ComponentRef, Broken>,
            hops: u32,
            explicit: bool,
        ) => component
            .map_err(|broken| No::Refused(broken.error))
            .and_then(|component| world.follow(&component, hops, explicit).map_err(refused));
        "world.status"(world, component: UniqueId) => world.status(component).map_err(refused);
        close "world.close"(world) => world.close();
    }
}

/// A world with whatever the program has to play in it.
fn open(seed: [u8; 32], now: u64) -> (World, Clock) {
    let (world, clock) = World::open(seed, now);
    #[cfg(feature = "crypto")]
    let world = world.with_beacons(&coalition_crypto::randomness::Proofs);
    (world, clock)
}

fn refused(refusal: Refusal) -> No {
    No::Refused(refusal.name())
}

/// A configuration that breaks a rule is no outcome (PROTO-20). A command that does is one, under
/// the name of the rule (WORLD-7).
fn denied(denial: Denial) -> No {
    match denial {
        Denial::Refusal(refusal) => refused(refusal),
        Denial::Rule(rule) => Broken::from(rule).into(),
    }
}
