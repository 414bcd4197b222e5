//! A world with an Almanac, and what it is asked.

use coalition::{
    Command, ComponentKind, ComponentRef, Denial, Deployed, MemberId, Observation, Observations,
    PresentId, RetirementInstant, RetirementMarker, RetirementReason, World,
};

pub(crate) use crate::modules::{Module, NOW, SEED, deploy, hash, name, unless_refused, world};

/// A world with an Almanac of this cadence.
pub(crate) fn stage(cadence_ms: u64) -> (World, Deployed) {
    let mut world = world();
    let deployed = deploy(&mut world, Module::almanac(cadence_ms)).unwrap();
    (world, deployed)
}

pub(crate) fn submit(
    world: &mut World,
    component: PresentId,
    command: Command,
) -> Result<Vec<u64>, Denial> {
    unless_refused(world, |world| {
        let accepted = world.submit(None, *component, command)?;
        Ok(accepted.commits.iter().map(|one| one.index).collect())
    })
}

pub(crate) fn tick(observations: &[(&str, u64)]) -> Command {
    let observation = |&(member, at): &(&str, u64)| Observation {
        member: MemberId::new(hash(member)),
        at,
    };
    let observed_at = Observations::new(observations.iter().map(observation).collect());
    Command::Tick {
        observed_at: observed_at.expect("members stand once"),
    }
}

pub(crate) fn retired() -> RetirementMarker {
    RetirementMarker {
        effective_at: RetirementInstant::AtTimestamp { timestamp_ms: NOW },
        reason: RetirementReason::Retired,
        replacement: None,
        evidence: None,
    }
}

pub(crate) fn rotation(address: PresentId, content_hash: Option<PresentId>) -> RetirementMarker {
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

pub(crate) fn retire(marker: RetirementMarker) -> Command {
    Command::Retire { marker }
}
