//! Whether a page holds together.

use std::collections::{HashMap, HashSet};

use super::{HandshakePage, ModuleSlot, parts::PageModule};
use crate::{
    COALITION_ROOT_SEED, ModuleKind, OrganismRef, PresentId, Result, Rule, UniqueId,
    encoding::check_distinct, stable_id,
};

impl HandshakePage {
    /// The root computed from the configuration, when the page holds together (HS-4 to HS-12).
    pub fn verify(&self) -> Result<UniqueId> {
        let root = self.config.fingerprint()?;
        self.seed()?;
        demand(root == *self.fingerprint, Rule::FingerprintMismatch)?;
        self.lists()?;
        for kind in ModuleKind::ALL {
            match (self.config.slot(kind), self.modules.get(kind)) {
                (Some(slot), Some(module)) => follows(kind, slot, module)?,
                (None, None) => (),
                _ => return Err(Rule::ModuleMismatch),
            }
        }
        self.listed()?;
        self.measured()?;
        self.reachable()?;
        self.issued()?;
        Ok(root)
    }

    /// The components that are named under `measurements`, `committees` and `builds`.
    fn components(&self) -> impl Iterator<Item = &PresentId> {
        let measured = self.measurements.iter().map(|entry| &entry.stable_id);
        let seated = self.committees.iter().map(|entry| &entry.stable_id);
        let built = self.builds.iter().map(|entry| &entry.stable_id);
        measured.chain(seated).chain(built)
    }

    /// The seed is the one of all coalitions (HS-7).
    fn seed(&self) -> Result<()> {
        demand(
            self.config.coalition_seed == COALITION_ROOT_SEED,
            Rule::ForeignSeed,
        )
    }

    /// The lists are those of the configuration, in its order (HS-5).
    fn lists(&self) -> Result<()> {
        let lattices = self
            .lattices
            .iter()
            .map(|lattice| stable_id(&lattice.instance_name));
        let organisms = self
            .organisms
            .iter()
            .map(|organism| stable_id(&organism.instance_name));
        let configured = self
            .config
            .organisms
            .iter()
            .map(|organism| *organism.stable_id);
        let same = lattices.eq(self.config.lattices.iter().map(|lattice| **lattice))
            && organisms.eq(configured);
        demand(same, Rule::ListMismatch)
    }

    /// What is named under `measurements`, `committees` and `builds` is configured (HS-12).
    fn listed(&self) -> Result<()> {
        let configured: HashSet<_> = self.config.components().collect();
        let listed = self
            .components()
            .all(|stable_id| configured.contains(stable_id));
        demand(listed, Rule::UnlistedComponent)
    }

    /// Every gated component has measurements, a module its own or none (HS-9).
    fn measured(&self) -> Result<()> {
        let entries = self.measurements.iter().map(|entry| &entry.stable_id);
        check_distinct(entries, Rule::DuplicateMember)?;
        let entries = self.measurements.iter();
        let entries: HashMap<_, _> = entries
            .map(|entry| (entry.stable_id, &entry.measurements))
            .collect();
        for (organism, configured) in self.organisms.iter().zip(&self.config.organisms) {
            let missing = organism.tdx_gated && !entries.contains_key(&configured.stable_id);
            demand(!missing, Rule::MissingMeasurements)?;
        }
        for kind in ModuleKind::ALL {
            let (Some(slot), Some(module)) = (self.config.slot(kind), self.modules.get(kind))
            else {
                continue;
            };
            let declared = module.config.content.measurements.as_ref();
            match entries.get(&slot.stable_id).copied() {
                None if declared.is_some() => return Err(Rule::MissingMeasurements),
                Some(entry) if declared != Some(entry) => return Err(Rule::MeasurementsMismatch),
                _ => (),
            }
        }
        Ok(())
    }

    /// There is a peer to begin with, no hint is empty, and a channel for changes (HS-10).
    fn reachable(&self) -> Result<()> {
        let hints = &self.peer_hints;
        let hinted = !hints.is_empty() && hints.iter().all(|hint| !hint.is_empty());
        demand(hinted, Rule::MissingPeerHint)?;
        demand(!self.change_channel.is_empty(), Rule::MissingChangeChannel)
    }

    /// The issuer's keys go with the configuration (HS-11).
    fn issued(&self) -> Result<()> {
        match (&self.config.ticket_issuer, &self.issuer) {
            (None, None) => Ok(()),
            (Some(_), Some(issuer)) => issuer.verify(),
            _ => Err(Rule::IssuerMismatch),
        }
    }
}

/// A slot follows from the module on the page (HS-6), and hides no rotation (HS-8).
fn follows(kind: ModuleKind, slot: &OrganismRef, module: &PageModule) -> Result<()> {
    let expected = match &module.slot {
        ModuleSlot::Derived => module.config.preimage(kind).id(),
        ModuleSlot::ByInstance { instance_name } => stable_id(instance_name),
    };
    demand(*slot.stable_id == expected, Rule::ModuleMismatch)?;
    match (&slot.content_hash, &module.slot) {
        (Some(pinned), _) => demand(
            **pinned == module.config.content_hash().id(),
            Rule::ModuleMismatch,
        ),
        (None, ModuleSlot::ByInstance { .. }) => Err(Rule::HiddenRotation),
        (None, ModuleSlot::Derived) => Ok(()),
    }
}

fn demand(holds: bool, rule: Rule) -> Result<()> {
    match holds {
        true => Ok(()),
        false => Err(rule),
    }
}
