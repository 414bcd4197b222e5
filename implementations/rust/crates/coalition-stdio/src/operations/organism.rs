//! Content hashes and ids of organisms.

use assay_kit::{Adapter, operations};
use coalition::{LatticeConfig, OrganismConfig, PresentId, committee_id, group_key, private_id};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.lattice_ref"(lattice: LatticeConfig) => folded(&lattice);
        "identity.content_hash"(config: OrganismConfig) => config.content_hash().map(derived);
        "identity.span_lattices"(config: OrganismConfig) => config.span_lattices().map(derived);
        "identity.span_organisms"(config: OrganismConfig) => config.span_organisms().map(derived);
        "identity.organism_id"(config: OrganismConfig) => config.preimage().map(derived);
        "identity.committee_id"(component_id: PresentId) => Ok(derived(committee_id(component_id)));
        "identity.private_id"(component_id: PresentId) => Ok(derived(private_id(component_id)));
        "identity.group_key"(deployment: PresentId) => Ok(derived(group_key(deployment)));
    }
}
