//! Components that can be deployed.

use strict_json::choice;

use crate::{AclComposition, CoalitionConfig, Content, Measurements, Name};

/// A component as it is deployed (WORLD-2).
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
}

choice!(Component {
    Module { coalition, name, content, measurements, acl },
});
