//! Who plays what is deployed.

use super::{Component, class::Role, deployed::Ids};
use crate::{
    Almanac, Atlas, Chronicle, Compute, Content, ContentParams, Denial, Fingerprint, ModuleConfig,
    ModuleKind, PresentId, Refusal, atlas_members, encoding::has_twice,
};

/// What a component is called, and what plays it, with a committee that has these secret keys.
///
/// A class that is not played is refused (WORLD-2). A coalition whose members cannot be told apart
/// breaks a rule (ID-31, ID-38), whichever module it is of (WORLD-4).
pub(super) fn cast(component: Component, committee: &[[u8; 32]]) -> Result<(Ids, Role), Denial> {
    let Component::Module {
        coalition,
        name,
        content,
        measurements,
        acl,
    } = component;
    let members = atlas_members(&coalition)?;
    let root = coalition.fingerprint()?.present()?;
    let params = ContentParams {
        preimage: content.fingerprint().as_bytes().as_slice().into(),
        measurements,
    };
    let (kind, role) = module(content, root, &members)?;
    if role.signs() && has_twice(committee) {
        return Err(Refusal::CommitteeKeyTwice.into());
    }
    let config = ModuleConfig {
        name,
        content: params,
        acl,
    };
    let folded = match kind {
        ModuleKind::Atlas => members.as_slice(),
        _ => &[],
    };
    Ok((Ids::of_module(root, kind, &config, folded)?, role))
}

/// A module of the coalition with this root and these members.
fn module(
    content: Content,
    root: PresentId,
    members: &[PresentId],
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
        _ => return Err(Refusal::UnknownClass),
    })
}
