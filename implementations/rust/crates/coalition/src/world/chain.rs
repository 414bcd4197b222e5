//! From a component that retired to the one that goes on (CHAIN).

use strict_json::record;

use super::{Phase, World, actor::Actor};
use crate::{ComponentRef, PresentId, Refusal, Result};

/// Where a chain of replacements led (CHAIN-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The deployments it went through, the last one last.
    pub path: Vec<PresentId>,
    /// The phase of the last.
    pub phase: Phase,
}

record!(Followed { path, phase });

impl World {
    /// Follows the replacements that markers name, from what `component` means, at most `hops` of
    /// them (CHAIN-1 to CHAIN-5). From a pinned build it goes on only if that is `explicit`
    /// (CHAIN-6).
    pub fn follow(
        &self,
        component: &ComponentRef,
        hops: u32,
        explicit: bool,
    ) -> Result<Followed, Refusal> {
        let (followed, _) = self.walk(component, hops, explicit)?;
        Ok(followed)
    }

    /// Where a chain led, and the component at which it ends.
    pub(super) fn walk(
        &self,
        component: &ComponentRef,
        hops: u32,
        explicit: bool,
    ) -> Result<(Followed, &Actor), Refusal> {
        let mut at = self.meant(component)?;
        let mut path = vec![at.deployment()];
        while let Some(replacement) = at.replacement() {
            if component.content_hash.is_some() && !explicit {
                return Err(Refusal::PinnedBuild);
            }
            at = self.meant(&replacement)?;
            if path.contains(&at.deployment()) {
                return Err(Refusal::ChainCycle);
            }
            if path.len() as u64 > u64::from(hops) {
                return Err(Refusal::TooManyHops);
            }
            path.push(at.deployment());
        }
        match at.phase(self.now()) {
            Phase::Retired => Err(Refusal::ChainEnded),
            phase => Ok((Followed { path, phase }, at)),
        }
    }

    /// The component that a reference means: of several the one that was deployed last (CHAIN-1), of
    /// those that run (ROT-1).
    fn meant(&self, reference: &ComponentRef) -> Result<&Actor, Refusal> {
        let mut actors = self.actors().iter().rev();
        let meant = actors.find(|actor| actor.runs() && actor.is_meant(reference));
        meant.ok_or(Refusal::ConnectTimeout)
    }
}
