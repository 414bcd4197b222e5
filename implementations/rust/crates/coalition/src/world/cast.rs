//! Who plays what is deployed.

use super::{Component, class::Role, deployed::Ids};
use crate::{
    Almanac, Content, ContentParams, Denial, Fingerprint, ModuleConfig, ModuleKind, Refusal,
    atlas_members,
};

/// What a component is called, and what plays it.
///
/// A class that is not played is refused (WORLD-2). A coalition whose members cannot be told apart
/// breaks a rule (ID-31, ID-38), whichever module it is of (WORLD-4).
pub(super) fn cast(component: Component) -> Result<(Ids, Role), Denial> {
    let Component::Module {
        coalition,
        name,
        content,
        measurements,
        acl,
    } = component;
    let members = atlas_members(&coalition)?;
    let (kind, role) = match content {
        Content::Almanac { cadence_ms, .. } => {
            let almanac = Almanac::new(cadence_ms, members)?;
            (ModuleKind::Almanac, Role::Almanac(almanac))
        }
        _ => return Err(Refusal::UnknownClass.into()),
    };
    let content = ContentParams {
        preimage: content.fingerprint().as_bytes().as_slice().into(),
        measurements,
    };
    let config = ModuleConfig { name, content, acl };
    let ids = Ids::of_module(&coalition, kind, &config)?;
    Ok((ids, role))
}
