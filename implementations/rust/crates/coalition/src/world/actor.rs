//! A component on the stage.

use super::{
    Accepted, Attendance, Command, Component, Deployed, Desk, Fault, LogHead, Page, Phase, Status,
    Surface, SurfaceRecord,
    bonds::{Gate, Shown},
    cast::cast,
    class::Role,
    committee::Committee,
    deployed::Ids,
    log::Log,
};
use crate::{
    BeaconProofs, ComponentRef, Delivered, Delivery, Denial, Measurements, OrganismRef, PeerId,
    PresentId, Refusal, Result, RetirementInstant, RetirementMarker,
};

/// A deployed component: what it is called, what it plays, and what it has committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Actor {
    ids: Ids,
    role: Role,
    gate: Gate,
    committee: Committee,
    /// In the order of the class.
    logs: Vec<Log>,
    marker: Option<RetirementMarker>,
    measurements: Option<Measurements>,
    is_stopped: bool,
}

impl Actor {
    /// A component that has committed nothing yet, whose committee has these secret keys.
    pub(super) fn new(
        component: Component,
        committee: &[[u8; 32]],
        proofs: Option<&'static dyn BeaconProofs>,
    ) -> Result<Self, Denial> {
        let measurements = component.measurements().cloned();
        let gate = Gate::of(&component);
        let (ids, role) = cast(component, committee, proofs)?;
        let committee = Committee::new(committee)?;
        let log = |name: &&str| Ok(Log::new(ids.deployment, Surface::new(ids.address, name)?));
        let logs = role.surfaces().iter().map(log).collect::<Result<_>>()?;
        Ok(Self {
            ids,
            role,
            gate,
            committee,
            logs,
            marker: None,
            measurements,
            is_stopped: false,
        })
    }

    pub(super) fn deployment(&self) -> PresentId {
        self.ids.deployment
    }

    pub(super) fn deployed(&self) -> Deployed {
        let Ids {
            address,
            content_hash,
            deployment,
            ..
        } = self.ids;
        let surfaces = self.logs.iter().map(|log| log.surface().clone());
        Deployed {
            address,
            content_hash,
            deployment,
            surfaces: surfaces.collect(),
        }
    }

    pub(super) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// What it shows from now on (BOND-4).
    pub(super) fn show(&mut self, shown: Shown) {
        self.gate.shown = shown;
    }

    /// The public keys of its members, whatever became of them.
    pub(super) fn committee_keys(&self) -> impl Iterator<Item = PeerId> {
        self.committee.keys()
    }

    /// Whether it is a Compute that a slot names, by the stable id of one that is written derived
    /// (BOND-19, ID-36).
    pub(super) fn is_compute_in(&self, slot: &OrganismRef) -> bool {
        let content_hash = self.ids.content_hash;
        let pinned = slot.content_hash.unwrap_or(content_hash);
        matches!(self.role, Role::Compute(_))
            && self.ids.fingerprint == Some(*slot.stable_id)
            && pinned == content_hash
    }

    pub(super) fn heads(&self) -> impl Iterator<Item = LogHead> {
        self.logs.iter().map(Log::head)
    }

    /// What its configuration says that its machine measures.
    pub(super) fn measurements(&self) -> Option<&Measurements> {
        self.measurements.as_ref()
    }

    /// Ends it, whether its marker is committed or not, and without a quorum (ROT-1).
    pub(super) fn stop(&mut self) {
        self.is_stopped = true;
    }

    pub(super) fn runs(&self) -> bool {
        !self.is_stopped
    }

    /// Once it is stopped, nobody answers (ROT-1).
    pub(super) fn check_runs(&self) -> Result<(), Refusal> {
        match self.runs() {
            true => Ok(()),
            false => Err(Refusal::ConnectTimeout),
        }
    }

    /// Does what it is told.
    pub(super) fn submit(&mut self, now: u64, command: Command) -> Result<Accepted, Denial> {
        self.check_ready()?;
        if let Command::Retire { marker } = command {
            return self.retire(now, marker);
        }
        self.perform(now, |role, desk| role.submit(desk, command))
    }

    /// Refuses what would commit once the marker is committed (WORLD-12), and without a quorum
    /// (FLT-3).
    fn check_ready(&self) -> Result<(), Refusal> {
        if self.marker.is_some() {
            return Err(Refusal::Retired);
        }
        match self.committee.has_quorum() {
            true => Ok(()),
            false => Err(Refusal::NoQuorum),
        }
    }

    /// Does to members of the committee what befalls them. What fell due without a quorum happens
    /// when there is one again, in the order in which it fell due (FLT-5).
    pub(super) fn fault(
        &mut self,
        now: u64,
        fault: Fault,
        members: &[u32],
    ) -> Result<Attendance, Refusal> {
        self.committee.fault(fault, members)?;
        while self.due().is_some_and(|at| at <= now) {
            self.elapse(now);
        }
        Ok(self.committee.attendance())
    }

    /// Takes entries of a surface that it reads. A module reads none, whatever became of it;
    /// others take nothing once the marker is committed, and without a quorum (COMP-10, FLT-3).
    pub(super) fn deliver(&mut self, now: u64, delivery: &Delivery) -> Result<Delivered, Denial> {
        if !self.role.reads() {
            return Err(Refusal::NotSpanned.into());
        }
        self.check_ready()?;
        let mut outcomes = Vec::new();
        let accepted = self.perform(now, |role, desk| {
            outcomes = role.deliver(desk, delivery)?;
            Ok(())
        })?;
        Ok(Delivered {
            outcomes,
            commits: accepted.commits,
        })
    }

    /// Commits the marker on each surface (WORLD-11), if it leads anywhere (RET-3, RET-4, WORLD-13).
    fn retire(&mut self, now: u64, marker: RetirementMarker) -> Result<Accepted, Denial> {
        let digest = marker.fingerprint()?;
        if self.is_own_replacement(&marker) {
            return Err(Refusal::SelfReplacement.into());
        }
        let accepted = self.perform(now, |role, desk| {
            role.retire(desk, &marker)?;
            for surface in 0..role.surfaces().len() {
                desk.commit(surface, SurfaceRecord::Retirement { marker }, digest);
            }
            Ok(())
        })?;
        self.marker = Some(marker);
        Ok(accepted)
    }

    /// The instant at which the next thing falls due that it does by itself, which is none once its
    /// marker is committed (WORLD-18) or it is stopped (ROT-2), and while it has no quorum (FLT-5).
    pub(super) fn due(&self) -> Option<u64> {
        self.check_runs().ok()?;
        self.check_ready().ok().and_then(|()| self.role.due())
    }

    /// Does the one thing that falls due next.
    pub(super) fn elapse(&mut self, now: u64) {
        let mut desk = Desk::new(now, self.ids, &self.committee, &mut self.logs);
        self.role.elapse(&mut desk);
    }

    fn perform(
        &mut self,
        now: u64,
        act: impl FnOnce(&mut Role, &mut Desk<'_>) -> Result<(), Denial>,
    ) -> Result<Accepted, Denial> {
        let mut desk = Desk::new(now, self.ids, &self.committee, &mut self.logs);
        act(&mut self.role, &mut desk)?;
        Ok(desk.accepted())
    }

    /// Whether the replacement is this deployment, whatever kind it is said to be. The own address
    /// with another content hash is another deployment (WORLD-13).
    fn is_own_replacement(&self, marker: &RetirementMarker) -> bool {
        marker.replacement.is_some_and(|replacement| {
            replacement.address == self.ids.address
                && replacement
                    .content_hash
                    .is_none_or(|content_hash| content_hash == self.ids.content_hash)
        })
    }

    /// Whether a reference means this component (CHAIN-1).
    pub(super) fn is_meant(&self, reference: &ComponentRef) -> bool {
        let Ids {
            address,
            content_hash,
            ..
        } = self.ids;
        let pinned = reference.content_hash.unwrap_or(content_hash);
        reference.kind == self.role.kind() && (reference.address, pinned) == (address, content_hash)
    }

    /// What its marker names in its place (CHAIN-2).
    pub(super) fn replacement(&self) -> Option<ComponentRef> {
        self.marker?.replacement
    }

    /// A page of the log of one surface (WORLD-5, WORLD-8).
    pub(super) fn read(
        &self,
        surface: &str,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page, Refusal> {
        self.logs
            .iter()
            .find(|log| *log.surface().name == *surface)
            .ok_or(Refusal::UnknownSurface)?
            .page(after, limit)
    }

    pub(super) fn status(&self, now: u64) -> Status {
        Status {
            now,
            phase: self.phase(now),
            effective_at: self.effective_at(),
            logs: self.heads().collect(),
        }
    }

    /// Where in its life it is (WORLD-14).
    pub(super) fn phase(&self, now: u64) -> Phase {
        match self.effective_at() {
            None => Phase::Active,
            Some(instant) if self.is_reached(instant, now) => Phase::Retired,
            Some(_) => Phase::Retiring,
        }
    }

    fn effective_at(&self) -> Option<RetirementInstant> {
        self.marker.map(|marker| marker.effective_at)
    }

    /// Whether an instant is past or present; a sequence is that of the component's own (WORLD-14).
    fn is_reached(&self, instant: RetirementInstant, now: u64) -> bool {
        match instant {
            RetirementInstant::AtSequence { sequence } => self.role.has_reached(sequence, now),
            RetirementInstant::AtTimestamp { timestamp_ms } => timestamp_ms <= now,
        }
    }
}
