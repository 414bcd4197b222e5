//! Components that can be deployed.

use strict_json::choice;

use crate::{
    AclComposition, CoalitionConfig, Content, CorrelatorContent, LatticeConfig, LatticesContent,
    Measurements, Name, OrganismRef,
};

/// A component as it is deployed (WORLD-2).
#[allow(clippy::large_enum_variant, reason = "components are few")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Component {
    /// A module of a coalition, whose class is the kind of its content.
    Module {
        /// The coalition it belongs to.
        coalition: CoalitionConfig,
        /// The module's name.
        name: Name,
        /// What it runs.
        content: Content,
        /// The measurements of the machine it runs on.
        measurements: Option<Measurements>,
        /// Who is admitted.
        acl: AclComposition,
    },
    /// An intent router (COMP-19).
    IntentRouter {
        /// The name of the instance.
        instance_name: Name,
        /// The role.
        name: Name,
        /// The lattices it spans.
        lattices: Vec<LatticeConfig>,
        /// What it runs.
        content: LatticesContent,
        /// The measurements of the machine it runs on.
        measurements: Option<Measurements>,
        /// Who is admitted.
        acl: AclComposition,
        /// Whether what is brought is observed by command alone (COMP-10).
        replay: bool,
    },
    /// A shared ledger (COMP-21).
    SharedLedger {
        /// The name of the instance.
        instance_name: Name,
        /// The role.
        name: Name,
        /// The lattices it spans.
        lattices: Vec<LatticeConfig>,
        /// What it runs.
        content: LatticesContent,
        /// The measurements of the machine it runs on.
        measurements: Option<Measurements>,
        /// Who is admitted.
        acl: AclComposition,
        /// Whether what is brought is observed by command alone (COMP-10).
        replay: bool,
    },
    /// A cross-feed correlator (COMP-25).
    CrossFeedCorrelator {
        /// The name of the instance.
        instance_name: Name,
        /// The role.
        name: Name,
        /// The organisms it is composed of.
        organisms: Vec<OrganismRef>,
        /// What it runs.
        content: CorrelatorContent,
        /// The measurements of the machine it runs on.
        measurements: Option<Measurements>,
        /// Who is admitted.
        acl: AclComposition,
        /// Whether what is brought is observed by command alone (COMP-10).
        replay: bool,
    },
}

impl Component {
    /// Who is admitted.
    pub fn acl(&self) -> &AclComposition {
        match self {
            Self::Module { acl, .. }
            | Self::IntentRouter { acl, .. }
            | Self::SharedLedger { acl, .. }
            | Self::CrossFeedCorrelator { acl, .. } => acl,
        }
    }

    /// The measurements of the machine it runs on.
    pub fn measurements(&self) -> Option<&Measurements> {
        match self {
            Self::Module { measurements, .. }
            | Self::IntentRouter { measurements, .. }
            | Self::SharedLedger { measurements, .. }
            | Self::CrossFeedCorrelator { measurements, .. } => measurements.as_ref(),
        }
    }
}

choice!(Component {
    Module { coalition, name, content, measurements, acl },
    IntentRouter { instance_name, name, lattices, content, measurements, acl, replay },
    SharedLedger { instance_name, name, lattices, content, measurements, acl, replay },
    CrossFeedCorrelator { instance_name, name, organisms, content, measurements, acl, replay },
});
