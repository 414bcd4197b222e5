//! The rules that the values on a page obey by themselves.

use super::{HandshakePage, ModuleSlot};
use crate::{
    Fingerprint, ModuleKind, Result, check_free_text, check_name, check_present,
    encoding::check_option,
};

impl HandshakePage {
    /// Refuses a configuration, a name, an id or a free text that breaks a rule by itself.
    pub fn check(&self) -> Result<()> {
        self.config.check()?;
        for lattice in &self.lattices {
            check_name(&lattice.instance_name)?;
            check_option(lattice.content_hash.as_ref())?;
            check_free_text(&lattice.handshake)?;
        }
        for organism in &self.organisms {
            check_name(&organism.instance_name)?;
            check_option(organism.content_hash.as_ref())?;
            check_free_text(&organism.handshake)?;
        }
        for module in ModuleKind::ALL
            .into_iter()
            .filter_map(|kind| self.modules.get(kind))
        {
            module.config.check()?;
            if let ModuleSlot::ByInstance { instance_name } = &module.slot {
                check_name(instance_name)?;
            }
            check_free_text(&module.description)?;
        }
        self.components().try_for_each(check_present)?;
        self.peer_hints
            .iter()
            .try_for_each(|hint| check_free_text(hint))?;
        check_free_text(&self.change_channel)
    }
}
