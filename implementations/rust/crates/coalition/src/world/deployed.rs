//! The ids of what is deployed.

use strict_json::record;

use crate::{
    ModuleConfig, ModuleKind, Name, OrganismConfig, PresentId, Result, UniqueId, deployment,
    module_id, stable_id, surface_id,
};

/// A surface of a component (SURF-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surface {
    /// Its name.
    pub name: Name,
    /// Its id, which stays across rotations.
    pub id: PresentId,
}

record!(Surface { name, id });

impl Surface {
    /// The surface of this name, of the component with this address.
    pub(crate) fn new(address: PresentId, name: &str) -> Result<Self> {
        let name = Name::new(name)?;
        let id = surface_id(address, &name).id().present()?;
        Ok(Self { name, id })
    }
}

/// What a deployed component is called (WORLD-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    /// What its surfaces hang on.
    pub address: PresentId,
    /// What it runs, and whom it admits.
    pub content_hash: PresentId,
    /// The two folded, by which it is asked.
    pub deployment: PresentId,
    /// Its surfaces, in the order of its class.
    pub surfaces: Vec<Surface>,
}

record!(Deployed {
    address,
    content_hash,
    deployment,
    surfaces,
});

/// The three ids by which a component is told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ids {
    pub(crate) address: PresentId,
    pub(crate) content_hash: PresentId,
    pub(crate) deployment: PresentId,
    /// The stable id of a slot that is written derived, if it is a module's (ID-36).
    pub(super) fingerprint: Option<UniqueId>,
}

impl Ids {
    /// Those of a module under the root of a coalition (WORLD-3). Members are an Atlas's alone
    /// (ID-20).
    pub(super) fn of_module(
        root: PresentId,
        kind: ModuleKind,
        config: &ModuleConfig,
        members: &[PresentId],
    ) -> Result<Self> {
        let address = module_id(root, kind, config, members)?.id().present()?;
        let content_hash = config.content_hash().id().present()?;
        Self::of(address, content_hash, Some(config.preimage(kind).id()))
    }

    /// Those of a composite organism (COMP-1).
    pub(super) fn of_organism(instance_name: &Name, config: &OrganismConfig) -> Result<Self> {
        let address = stable_id(instance_name).present()?;
        Self::of(address, config.content_hash()?.id().present()?, None)
    }

    fn of(
        address: PresentId,
        content_hash: PresentId,
        fingerprint: Option<UniqueId>,
    ) -> Result<Self> {
        Ok(Self {
            address,
            content_hash,
            deployment: deployment(address, Some(content_hash)).id().present()?,
            fingerprint,
        })
    }
}
