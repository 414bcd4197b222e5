//! Modules.

use strict_json::record;

use super::{atlas::module_members, span::content_hash_without_span};
use crate::{
    AclComposition, ContentParams, Fingerprint, ModuleKind, Name, Preimage, PresentId, Result,
    hash_many,
};

/// A module of a coalition, apart from its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleConfig {
    /// The module's name.
    pub name: Name,
    /// What it runs.
    pub content: ContentParams,
    /// Who is admitted.
    pub acl: AclComposition,
}

record!(ModuleConfig { name, content, acl });

impl ModuleConfig {
    /// What is hashed to the fingerprint, which is the stable id of a slot that is written *derived* (ID-36).
    pub fn preimage(&self, kind: ModuleKind) -> Preimage {
        Preimage::hash_many()
            .field("module-config")
            .field(kind.name())
            .field(&self.name)
            .field(self.content.fingerprint())
            .field(self.acl.fingerprint())
    }

    /// The content hash, as of an organism without span (HS-6).
    pub fn content_hash(&self) -> Preimage {
        content_hash_without_span(self.content.fingerprint(), self.acl.fingerprint())
    }
}

/// The root of a module: two derivations (ID-19).
pub fn module_root(coalition_root: PresentId, kind: ModuleKind) -> Preimage {
    coalition_root.derive("module").derive_preimage(kind.name())
}

/// The `module_id` (ID-20). The members are folded as given, for any kind.
pub fn module_id(
    coalition_root: PresentId,
    kind: ModuleKind,
    config: &ModuleConfig,
    members: &[PresentId],
) -> Result<Preimage> {
    Ok(Preimage::concat()
        .field(module_root(coalition_root, kind).id())
        .field(hash_many([&config.name]))
        .field(module_members(members)?.id())
        .field(config.content.fingerprint())
        .field(config.acl.fingerprint()))
}
