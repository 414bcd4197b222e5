//! Worlds.

use strict_json::record;

use super::{
    Accepted, Attendance, Clock, Command, Component, Deployed, Fault, LogHead, Page, Status,
    actor::Actor, bonds::Parties,
};
use crate::{BeaconProofs, Delivered, Delivery, Denial, PeerId, Refusal, Result, UniqueId};

/// A stage on which components are played honestly. Whoever holds it owns time, entropy and keys,
/// and plays everybody else.
///
/// It is a value: what it answers follows from what it was asked (WORLD-15), and what it refuses
/// leaves it as it was (PROTO-19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    seed: [u8; 32],
    now: u64,
    /// In the order in which they were deployed.
    actors: Vec<Actor>,
    proofs: Option<&'static dyn BeaconProofs>,
    pub(super) parties: Parties,
}

/// The end of a world (WORLD-16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The present.
    pub now: u64,
    /// The heads of all logs, deployment by deployment in the order they were deployed.
    pub logs: Vec<LogHead>,
}

record!(Closed { now, logs });

impl World {
    /// A world without components, and its time (WORLD-1).
    pub fn open(seed: [u8; 32], now: u64) -> (Self, Clock) {
        let world = Self {
            seed,
            now,
            actors: Vec::new(),
            proofs: None,
            parties: Parties::default(),
        };
        (world, Clock { now })
    }

    /// The world, in which a Randomness can be played: what its providers prove is told by `proofs`.
    #[must_use]
    pub fn with_beacons(self, proofs: &'static dyn BeaconProofs) -> Self {
        let proofs = Some(proofs);
        Self { proofs, ..self }
    }

    /// All the randomness there is. No class of this version draws from it.
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    /// Makes `to` the present, unless it has passed (WORLD-1). What falls due until then happens
    /// before, each thing at its own instant (WORLD-18).
    pub fn advance(&mut self, to: u64) -> Result<Clock, Refusal> {
        if to < self.now {
            return Err(Refusal::TimeBackwards);
        }
        while let Some((at, actor)) = self.next_due().filter(|(at, _)| *at <= to) {
            actor.elapse(at);
        }
        self.now = to;
        Ok(Clock { now: to })
    }

    /// Who is next to do something by itself, and when. At one instant it is the one that was
    /// deployed first (WORLD-18).
    fn next_due(&mut self) -> Option<(u64, &mut Actor)> {
        self.actors
            .iter_mut()
            .filter_map(|actor| actor.due().map(|at| (at, actor)))
            .min_by_key(|(at, _)| *at)
    }

    /// Deploys a component, whose committee has these secret keys (WORLD-2, WORLD-3).
    ///
    /// The same deployment is refused a second time, whether it has retired or not (WORLD-4).
    pub fn deploy(
        &mut self,
        component: Component,
        committee: &[[u8; 32]],
    ) -> Result<Deployed, Denial> {
        let actor = Actor::new(component, committee, self.proofs)?;
        let deployment = actor.deployment();
        if self.actors.iter().any(|had| had.deployment() == deployment) {
            return Err(Refusal::AlreadyDeployed.into());
        }
        let deployed = actor.deployed();
        self.actors.push(actor);
        Ok(deployed)
    }

    /// Tells a component what to do. What is accepted is committed (WORLD-6). Values that do not go
    /// together are refused before anything is asked about who tells it (WORLD-7). A peer that does
    /// has a bond with it, and does not tell what is the operator's (BOND-7, BOND-8).
    pub fn submit(
        &mut self,
        peer: Option<PeerId>,
        component: UniqueId,
        command: Command,
    ) -> Result<Accepted, Denial> {
        command.check()?;
        if let Some(peer) = peer {
            self.check_bonded(peer, component)?;
            self.check_commands(component, &command)?;
        }
        let now = self.now;
        self.actor_mut(component)?.submit(now, command)
    }

    /// Does to members of a component's committee what befalls them, and answers who is there
    /// (FLT-1).
    pub fn fault(
        &mut self,
        component: UniqueId,
        fault: Fault,
        members: &[u32],
    ) -> Result<Attendance, Refusal> {
        let now = self.now;
        self.actor_mut(component)?.fault(now, fault, members)
    }

    /// Brings entries of a surface to a component that reads it (COMP-5).
    pub fn deliver(
        &mut self,
        component: UniqueId,
        delivery: &Delivery,
    ) -> Result<Delivered, Denial> {
        let now = self.now;
        self.actor_mut(component)?.deliver(now, delivery)
    }

    /// A page of a log: at most `limit` entries, from the first whose index is greater than `after`
    /// (WORLD-8). A peer that reads has a bond with the component (BOND-7).
    pub fn read(
        &self,
        peer: Option<PeerId>,
        component: UniqueId,
        surface: &str,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page, Refusal> {
        if let Some(peer) = peer {
            self.check_bonded(peer, component)?;
        }
        self.actor(component)?.read(surface, after, limit)
    }

    /// How a component stands (WORLD-14).
    pub fn status(&self, component: UniqueId) -> Result<Status, Refusal> {
        Ok(self.actor(component)?.status(self.now))
    }

    /// Ends the world (WORLD-16).
    pub fn close(self) -> Closed {
        Closed {
            now: self.now,
            logs: self.actors.iter().flat_map(Actor::heads).collect(),
        }
    }

    pub(super) fn now(&self) -> u64 {
        self.now
    }

    pub(super) fn actors(&self) -> &[Actor] {
        &self.actors
    }

    pub(super) fn actor_mut(&mut self, component: UniqueId) -> Result<&mut Actor, Refusal> {
        let place = self.place(component)?;
        Ok(&mut self.actors[place])
    }

    pub(super) fn actor(&self, component: UniqueId) -> Result<&Actor, Refusal> {
        Ok(&self.actors[self.place(component)?])
    }

    /// How many components were deployed before this one, which runs (WORLD-5, ROT-1).
    pub(super) fn place(&self, component: UniqueId) -> Result<usize, Refusal> {
        let mut actors = self.actors.iter();
        let found = actors.position(|actor| *actor.deployment() == component);
        let place = found.ok_or(Refusal::UnknownComponent)?;
        self.actors[place].check_runs()?;
        Ok(place)
    }
}
