//! A component on the stage.

use super::{
    Accepted, Command, Component, Deployed, LogHead, Page, Phase, Status, Surface, SurfaceRecord,
    deployed::Ids, log::Log,
};
use crate::{
    Almanac, Content, ContentParams, Denial, Fingerprint, ModuleConfig, ModuleKind, Observations,
    PresentId, Refusal, Result, RetirementInstant, RetirementMarker, atlas_members,
};

/// A deployed component: what it is called, what it plays, and what it has committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Actor {
    ids: Ids,
    almanac: Almanac,
    ticks: Log,
    marker: Option<RetirementMarker>,
}

impl Actor {
    /// A component that has committed nothing yet.
    ///
    /// A class that is not played is refused (WORLD-2). A coalition whose members cannot be told
    /// apart breaks a rule (ID-31, ID-38).
    pub(super) fn new(component: Component) -> Result<Self, Denial> {
        let Component::Module {
            coalition,
            name,
            content,
            measurements,
            acl,
        } = component;
        let Content::Almanac { cadence_ms, .. } = content else {
            return Err(Refusal::UnknownClass.into());
        };
        let almanac = Almanac::new(cadence_ms, atlas_members(&coalition)?)?;
        let content = ContentParams {
            preimage: content.fingerprint().as_bytes().as_slice().into(),
            measurements,
        };
        let config = ModuleConfig { name, content, acl };
        let ids = Ids::of_module(&coalition, ModuleKind::Almanac, &config)?;
        let surface = Surface::new(ids.address, Almanac::TICKS)?;
        Ok(Self {
            ids,
            almanac,
            ticks: Log::new(ids.deployment, surface),
            marker: None,
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
        } = self.ids;
        let surfaces = self.logs().map(|log| log.surface().clone());
        Deployed {
            address,
            content_hash,
            deployment,
            surfaces: surfaces.into(),
        }
    }

    /// The logs, in the order of the class.
    fn logs(&self) -> [&Log; 1] {
        [&self.ticks]
    }

    fn logs_mut(&mut self) -> [&mut Log; 1] {
        [&mut self.ticks]
    }

    pub(super) fn heads(&self) -> impl Iterator<Item = LogHead> {
        self.logs().into_iter().map(Log::head)
    }

    /// Does what it is told, unless its marker is committed (WORLD-12).
    pub(super) fn submit(&mut self, now: u64, command: Command) -> Result<Accepted, Denial> {
        if self.marker.is_some() {
            return Err(Refusal::Retired.into());
        }
        match command {
            Command::Tick { observed_at } => Ok(self.tick(now, observed_at)?),
            Command::Retire { marker } => self.retire(marker),
        }
    }

    fn tick(&mut self, now: u64, observed_at: Observations) -> Result<Accepted, Refusal> {
        let tick = self.almanac.tick(now, observed_at)?;
        let digest = tick.fingerprint();
        let commit = self.ticks.commit(SurfaceRecord::Tick { tick }, digest);
        Ok(Accepted {
            commits: vec![commit],
        })
    }

    /// Commits the marker on each surface (WORLD-11), if it leads anywhere (RET-3, RET-4, WORLD-13).
    fn retire(&mut self, marker: RetirementMarker) -> Result<Accepted, Denial> {
        let digest = marker.fingerprint()?;
        if self.is_own_replacement(&marker) {
            return Err(Refusal::SelfReplacement.into());
        }
        self.marker = Some(marker);
        let record = || SurfaceRecord::Retirement { marker };
        let commits = self.logs_mut().map(|log| log.commit(record(), digest));
        Ok(Accepted {
            commits: commits.into(),
        })
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

    /// A page of the log of one surface (WORLD-5, WORLD-8).
    pub(super) fn read(
        &self,
        surface: &str,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page, Refusal> {
        self.logs()
            .into_iter()
            .find(|log| *log.surface().name == *surface)
            .ok_or(Refusal::UnknownSurface)?
            .page(after, limit)
    }

    pub(super) fn status(&self, now: u64) -> Status {
        let effective_at = self.marker.map(|marker| marker.effective_at);
        let phase = match effective_at {
            None => Phase::Active,
            Some(instant) if self.is_reached(instant, now) => Phase::Retired,
            Some(_) => Phase::Retiring,
        };
        Status {
            now,
            phase,
            effective_at,
            logs: self.heads().collect(),
        }
    }

    /// Whether an instant is past or present; a sequence is that of the own slots (WORLD-14).
    fn is_reached(&self, instant: RetirementInstant, now: u64) -> bool {
        match instant {
            RetirementInstant::AtSequence { sequence } => sequence <= self.almanac.slot(now),
            RetirementInstant::AtTimestamp { timestamp_ms } => timestamp_ms <= now,
        }
    }
}
