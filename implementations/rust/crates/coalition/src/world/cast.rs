//! Who plays what is deployed.

use super::{Component, class::Role, deployed::Ids};
use crate::{
    AclComposition, Almanac, Atlas, BeaconProofs, Bytes, Chronicle, CoalitionConfig, Composite,
    Compute, Content, ContentParams, Denial, Fingerprint, LatticeConfig, Measurements,
    ModuleConfig, ModuleKind, Name, OrganismConfig, OrganismRef, Preimage, PresentId, Randomness,
    Refusal, atlas_members, encoding::has_twice,
};

/// What a component is called, and what plays it, with a committee that has these secret keys.
///
/// A class that is not played is refused (WORLD-2), a Randomness where nobody tells proofs apart.
/// What cannot be told apart in a coalition or a span breaks a rule (ID-31, ID-38).
pub(super) fn cast(
    component: Component,
    committee: &[[u8; 32]],
    proofs: Option<&'static dyn BeaconProofs>,
) -> Result<(Ids, Role), Denial> {
    let (ids, role) = play(component, proofs)?;
    match role.signs() && has_twice(committee) {
        true => Err(Refusal::CommitteeKeyTwice.into()),
        false => Ok((ids, role)),
    }
}

fn play(
    component: Component,
    proofs: Option<&'static dyn BeaconProofs>,
) -> Result<(Ids, Role), Denial> {
    match component {
        Component::Module {
            coalition,
            name,
            content,
            measurements,
            acl,
        } => module(&coalition, content, proofs, |preimage| ModuleConfig {
            name,
            content: ContentParams {
                preimage,
                measurements,
            },
            acl,
        }),
        Component::IntentRouter {
            instance_name,
            name,
            lattices,
            content,
            measurements,
            acl,
            replay,
        } => {
            let config = organism(
                name,
                (lattices, vec![]),
                (content.intents(), measurements),
                acl,
            );
            composite(&instance_name, &config, || {
                Composite::router(&config.lattices, &content, replay)
            })
        }
        Component::SharedLedger {
            instance_name,
            name,
            lattices,
            content,
            measurements,
            acl,
            replay,
        } => {
            let config = organism(
                name,
                (lattices, vec![]),
                (content.ledger(), measurements),
                acl,
            );
            composite(&instance_name, &config, || {
                Composite::ledger(&config.lattices, &content, replay)
            })
        }
        Component::CrossFeedCorrelator {
            instance_name,
            name,
            organisms,
            content,
            measurements,
            acl,
            replay,
        } => {
            let config = organism(
                name,
                (vec![], organisms),
                (content.preimage(), measurements),
                acl,
            );
            composite(&instance_name, &config, || {
                Composite::correlator(&config.organisms, &content, replay)
            })
        }
    }
}

/// A module of a coalition, whose members can be told apart whichever module it is of (WORLD-4).
fn module(
    coalition: &CoalitionConfig,
    content: Content,
    proofs: Option<&'static dyn BeaconProofs>,
    config: impl FnOnce(Bytes) -> ModuleConfig,
) -> Result<(Ids, Role), Denial> {
    let members = atlas_members(coalition)?;
    let root = coalition.fingerprint()?.present()?;
    let config = config(content.fingerprint().as_bytes().as_slice().into());
    let (kind, role) = class(content, root, &members, proofs)?;
    let folded = match kind {
        ModuleKind::Atlas => members.as_slice(),
        _ => &[],
    };
    Ok((Ids::of_module(root, kind, &config, folded)?, role))
}

/// What plays a module of the coalition with this root and these members.
fn class(
    content: Content,
    root: PresentId,
    members: &[PresentId],
    proofs: Option<&'static dyn BeaconProofs>,
) -> Result<(ModuleKind, Role), Refusal> {
    let members = members.iter().copied();
    Ok(match content {
        Content::Almanac { cadence_ms, .. } => {
            let almanac = Almanac::new(cadence_ms, members)?;
            (ModuleKind::Almanac, Role::Almanac(almanac))
        }
        Content::Atlas { .. } => (ModuleKind::Atlas, Role::Atlas(Atlas::new(members))),
        Content::Chronicle {
            entry_schema_version,
            anchor,
            succeeds,
        } => {
            let chronicle = Chronicle::new(entry_schema_version, anchor, succeeds, root, members)?;
            (ModuleKind::Chronicle, Role::Chronicle(chronicle))
        }
        Content::Compute {
            provider_reputation,
            ..
        } => {
            let reputation = provider_reputation.map(|organism| organism.stable_id);
            (ModuleKind::Compute, Role::Compute(Compute::new(reputation)))
        }
        Content::Randomness { families, .. } => {
            let proofs = proofs.ok_or(Refusal::UnknownClass)?;
            let randomness = Randomness::new(families, proofs);
            (ModuleKind::Randomness, Role::Randomness(randomness))
        }
        _ => return Err(Refusal::UnknownClass),
    })
}

/// A composite organism, whose span can be told apart before it is played (ID-38).
fn composite(
    instance_name: &Name,
    config: &OrganismConfig,
    plays: impl FnOnce() -> Result<Composite, Denial>,
) -> Result<(Ids, Role), Denial> {
    let ids = Ids::of_organism(instance_name, config)?;
    Ok((ids, Role::Composite(plays()?)))
}

/// The configuration of a composite organism (COMP-1).
fn organism(
    name: Name,
    (lattices, organisms): (Vec<LatticeConfig>, Vec<OrganismRef>),
    (preimage, measurements): (Preimage, Option<Measurements>),
    acl: AclComposition,
) -> OrganismConfig {
    OrganismConfig {
        name,
        lattices,
        organisms,
        content: ContentParams {
            preimage: preimage.id().as_bytes().as_slice().into(),
            measurements,
        },
        acl,
    }
}
