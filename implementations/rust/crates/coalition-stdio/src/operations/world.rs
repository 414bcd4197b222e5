//! The verbs of worlds.

#[cfg(feature = "crypto")]
use std::sync::Arc;

use assay_kit::{Adapter, Broken, No, verbs};
#[cfg(feature = "crypto")]
use coalition::{AclComposition, BondEvidence, Issuer, PresentId, Ticket};
use coalition::{
    Clock, Command, Component, ComponentRef, Delivery, Denial, Entry, Fault, Handle,
    MeasurementsSet, PeerId, Refusal, UniqueId, World,
};
#[cfg(feature = "crypto")]
use coalition_crypto::ticket_issuer::TicketIssuer;

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
            .map_err(outcome)
            .and_then(|command| {
                world.submit(r#as, component, command).map_err(denied_as_outcome)
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
            .map_err(outcome)
            .and_then(|entries| {
                let delivery = Delivery { surface, content_hash, entries };
                world.deliver(component, &delivery).map_err(denied_as_outcome)
            });
        "world.follow"(
            world,
            component: Result<ComponentRef, Broken>,
            hops: u32,
            explicit: bool,
        ) => component
            .map_err(outcome)
            .and_then(|component| world.follow(&component, hops, explicit).map_err(refused));
        "world.stop"(world, component: UniqueId) => world.stop(component).map_err(refused);
        "world.connect"(
            world,
            document: String,
            handle: Result<Handle, Broken>,
            admits: Result<Option<MeasurementsSet>, Broken>,
            hops: u32,
            explicit: bool,
        ) => {
            // Neither needs the page (ROT-3, ROT-6).
            let (handle, admits) = (handle.map_err(outcome)?, admits.map_err(outcome)?);
            let connected = world.connect(&document, &handle, admits.as_ref(), hops, explicit);
            connected.map_err(denied_as_outcome)
        };
        "world.status"(world, component: UniqueId) => world.status(component).map_err(refused);
        #[cfg(feature = "crypto")]
        "world.peer"(
            world,
            key: PeerId,
            tickets: Vec<Ticket>,
            evidence: Result<BondEvidence, Broken>,
            acl: Result<AclComposition, Broken>,
        ) => {
            let (evidence, acl) = (evidence.map_err(outcome)?, acl.map_err(outcome)?);
            world.enter(key, tickets, evidence, acl).map_err(denied_as_outcome)
        };
        #[cfg(feature = "crypto")]
        "world.leave"(world, key: PeerId) => world.leave(key).map_err(refused);
        #[cfg(feature = "crypto")]
        "world.show"(
            world,
            component: UniqueId,
            tickets: Vec<Ticket>,
            evidence: Result<BondEvidence, Broken>,
        ) => {
            let evidence = evidence.map_err(outcome)?;
            world.show(component, tickets, evidence).map_err(denied_as_outcome)
        };
        #[cfg(feature = "crypto")]
        "world.bond"(world, r#as: PeerId, component: UniqueId) =>
            world.bond(r#as, component).map_err(refused);
        #[cfg(feature = "crypto")]
        "world.issuer"(
            world,
            root: Result<PresentId, Broken>,
            issuer: Result<Option<TicketIssuer>, Broken>,
        ) => {
            let (root, issuer) = (root.map_err(outcome)?, issuer.map_err(outcome)?);
            let issuer = issuer.map(|issuer| Arc::new(issuer) as Arc<dyn Issuer>);
            world.appoint(root, issuer).map_err(denied_as_outcome)
        };
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

/// A rule that is broken is an outcome too, where the verb says so (WORLD-7, BOND-2, ROT-3).
fn outcome(broken: Broken) -> No {
    No::Refused(broken.error)
}

fn denied_as_outcome(denial: Denial) -> No {
    No::Refused(denial.name())
}

/// A configuration that breaks a rule is no outcome (PROTO-20).
fn denied(denial: Denial) -> No {
    match denial {
        Denial::Refusal(refusal) => refused(refusal),
        Denial::Rule(rule) => Broken::from(rule).into(),
    }
}
