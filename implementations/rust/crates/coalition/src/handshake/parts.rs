//! The parts of a page.

use strict_json::{choice, record};

use crate::{
    FreeText, Measurements, ModuleConfig, ModuleKind, Name, PresentId, Result, Rule,
    encoding::check_distinct,
};

/// A lattice on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLattice {
    /// The name of the instance.
    pub instance_name: Name,
    /// The content hash in force, as its operator publishes it.
    pub content_hash: Option<PresentId>,
    /// A link to the operator's own page.
    pub handshake: FreeText,
}

record!(PageLattice {
    instance_name,
    content_hash,
    handshake
});

/// An organism on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOrganism {
    /// The name of the instance.
    pub instance_name: Name,
    /// The content hash in force, as its operator publishes it.
    pub content_hash: Option<PresentId>,
    /// A link to the operator's own page.
    pub handshake: FreeText,
    /// Whether it runs in a confidential machine.
    pub tdx_gated: bool,
}

record!(PageOrganism {
    instance_name,
    content_hash,
    handshake,
    tdx_gated
});

/// The modules of a page. One that is not shipped is stated as `null`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct PageModules {
    pub atlas: Option<PageModule>,
    pub almanac: Option<PageModule>,
    pub chronicle: Option<PageModule>,
    pub compute: Option<PageModule>,
    pub randomness: Option<PageModule>,
}

record!(PageModules {
    atlas,
    almanac,
    chronicle,
    compute,
    randomness
});

impl PageModules {
    /// The module of a kind.
    pub fn get(&self, kind: ModuleKind) -> Option<&PageModule> {
        match kind {
            ModuleKind::Atlas => self.atlas.as_ref(),
            ModuleKind::Almanac => self.almanac.as_ref(),
            ModuleKind::Chronicle => self.chronicle.as_ref(),
            ModuleKind::Compute => self.compute.as_ref(),
            ModuleKind::Randomness => self.randomness.as_ref(),
        }
    }
}

/// A module on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageModule {
    /// Its configuration.
    pub config: ModuleConfig,
    /// How the stable id of its slot is made.
    pub slot: ModuleSlot,
    /// The signature of its state machine.
    pub state_machine_signature: Option<PresentId>,
    /// What it does.
    pub description: FreeText,
}

record!(PageModule {
    config,
    slot,
    state_machine_signature,
    description
});

/// How the stable id of a module's slot is made (HS-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleSlot {
    /// It is the fingerprint of the module's configuration (ID-36).
    Derived,
    /// It is that of an instance (ID-3).
    ByInstance {
        /// The name of the instance.
        instance_name: Name,
    },
}

choice!(ModuleSlot {
    Derived {},
    ByInstance { instance_name },
});

/// The measurements of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMeasurements {
    /// The component.
    pub stable_id: PresentId,
    /// Its measurements.
    pub measurements: Measurements,
}

record!(PageMeasurements {
    stable_id,
    measurements
});

/// The committee of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCommittee {
    /// The component.
    pub stable_id: PresentId,
    /// Its members.
    pub members: Vec<[u8; 32]>,
}

record!(PageCommittee { stable_id, members });

/// How a component was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBuild {
    /// The component.
    pub stable_id: PresentId,
    /// The digest of the recipe.
    pub recipe: [u8; 32],
    /// When it was built, Unix milliseconds.
    pub built_at: u64,
}

record!(PageBuild {
    stable_id,
    recipe,
    built_at
});

/// The keys of the ticket issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageIssuer {
    /// The keys.
    pub keys: Vec<[u8; 32]>,
    /// How many of them sign.
    pub threshold: u16,
}

record!(PageIssuer { keys, threshold });

impl PageIssuer {
    /// There are keys, none twice, and enough for the threshold (HS-11).
    pub fn verify(&self) -> Result<()> {
        check_distinct(&self.keys, Rule::IssuerMismatch)?;
        match (1..=self.keys.len()).contains(&usize::from(self.threshold)) {
            true => Ok(()),
            false => Err(Rule::IssuerMismatch),
        }
    }
}
