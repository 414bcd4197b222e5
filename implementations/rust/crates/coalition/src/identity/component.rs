//! What is derived from a component's id.

use crate::{Preimage, PresentId};

/// The committee of a component, by its `organism_id` or `module_id` (ID-18).
pub fn committee_id(component_id: PresentId) -> Preimage {
    component_id.derive_preimage("committee")
}

/// The private network of a component (ID-34).
pub fn private_id(component_id: PresentId) -> Preimage {
    component_id.derive_preimage("private")
}

/// The group key of a deployment (ID-35).
pub fn group_key(deployment: PresentId) -> Preimage {
    deployment.derive_preimage("group")
}
