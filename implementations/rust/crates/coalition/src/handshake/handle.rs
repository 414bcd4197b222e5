//! Handles, by which an integrator reaches the components of a page (ROT-3, ROT-4).

use strict_json::choice;

use super::HandshakePage;
use crate::{
    ComponentKind, ComponentRef, Denial, ModuleKind, Name, PresentId, Refusal, Result,
    atlas_members, module_id,
};

/// What of a page an integrator binds to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handle {
    /// An organism, by its name.
    Organism {
        /// The name of the instance.
        instance_name: Name,
    },
    /// A module, by its kind.
    Module {
        /// The kind.
        module: ModuleKind,
    },
}

choice!(Handle {
    Organism { instance_name },
    Module { module },
});

impl HandshakePage {
    /// The component that a handle reaches, of a page that holds together. What the page does not
    /// list is refused.
    pub fn component(&self, handle: &Handle) -> Result<ComponentRef, Denial> {
        match handle {
            Handle::Organism { instance_name } => self.organism(instance_name),
            Handle::Module { module } => self.module(*module),
        }
    }

    /// By its stable id in the configuration.
    fn organism(&self, instance_name: &Name) -> Result<ComponentRef, Denial> {
        let mut organisms = self.organisms.iter().zip(&self.config.organisms);
        let listed = organisms.find(|(organism, _)| organism.instance_name == *instance_name);
        let (_, configured) = listed.ok_or(Refusal::NoSuchHandle)?;
        Ok(ComponentRef {
            kind: ComponentKind::Organism,
            address: configured.stable_id,
            content_hash: configured.content_hash,
        })
    }

    /// By its id under the root of the configuration; members are an Atlas's alone (ID-20).
    fn module(&self, kind: ModuleKind) -> Result<ComponentRef, Denial> {
        let listed = self.modules.get(kind).zip(self.config.slot(kind));
        let (module, slot) = listed.ok_or(Refusal::NoSuchHandle)?;
        let root: PresentId = self.config.fingerprint()?.present()?;
        let members = match kind {
            ModuleKind::Atlas => atlas_members(&self.config)?,
            _ => vec![],
        };
        let address = module_id(root, kind, &module.config, &members)?;
        Ok(ComponentRef {
            kind: ComponentKind::Module,
            address: address.id().present()?,
            content_hash: slot.content_hash,
        })
    }
}
