//! Modules.

use strict_json::record;

use super::{atlas::module_members, span::content_hash_without_span};
use crate::{
    AclComposition, ContentParams, Fingerprint, ModuleKind, Preimage, Result, UniqueId, check_name,
    hash_many,
};

/// A module of a coalition, apart from its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleConfig {
    /// The module's name.
    pub name: String,
    /// What it runs.
    pub content: ContentParams,
    /// Who is admitted.
    pub acl: AclComposition,
}

record!(ModuleConfig { name, content, acl });

impl ModuleConfig {
    /// Refuses a configuration that breaks a rule.
    pub fn check(&self) -> Result<()> {
        check_name(&self.name)?;
        self.content.check()?;
        self.acl.check()
    }

    /// The fingerprint, which is the stable id of a slot that is written *derived* (ID-36).
    pub fn fingerprint(&self, kind: ModuleKind) -> Result<Preimage> {
        self.check()?;
        Ok(Preimage::hash_many()
            .field("module-config")
            .field(kind.name())
            .field(&self.name)
            .field(self.content.folded()?)
            .field(self.acl.folded()?))
    }

    /// The content hash, as of an organism without span (HS-6).
    pub fn content_hash(&self) -> Result<Preimage> {
        self.check()?;
        Ok(content_hash_without_span(
            self.content.folded()?,
            self.acl.folded()?,
        ))
    }
}

/// The root of a module: two derivations (ID-19).
pub fn module_root(coalition_root: &UniqueId, kind: ModuleKind) -> Preimage {
    coalition_root.derive("module").derive_preimage(kind.name())
}

/// The `module_id` (ID-20).
pub fn module_id(
    coalition_root: &UniqueId,
    kind: ModuleKind,
    config: &ModuleConfig,
    members: &[UniqueId],
) -> Result<Preimage> {
    config.check()?;
    Ok(Preimage::concat()
        .field(module_root(coalition_root, kind).id())
        .field(hash_many([&config.name]))
        .field(module_members(members)?.id())
        .field(config.content.folded()?)
        .field(config.acl.folded()?))
}
