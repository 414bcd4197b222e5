//! Content hashes and ids of organisms.

use assay_kit::{Adapter, operations};
use coalition::{
    Fingerprint, LatticeConfig, OrganismConfig, UniqueId, committee_id, group_key, private_id,
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.lattice_ref"(lattice: LatticeConfig) => lattice.preimage().map(derived);
        "identity.content_hash"(config: OrganismConfig) => config.content_hash().map(derived);
        "identity.span_lattices"(config: OrganismConfig) => config.span_lattices().map(derived);
        "identity.span_organisms"(config: OrganismConfig) => config.span_organisms().map(derived);
        "identity.organism_id"(config: OrganismConfig) => config.preimage().map(derived);
        "identity.committee_id"(component_id: UniqueId) => Ok(derived(committee_id(&component_id)));
        "identity.private_id"(component_id: UniqueId) => Ok(derived(private_id(&component_id)));
        "identity.group_key"(deployment: UniqueId) => Ok(derived(group_key(&deployment)));
    }
}
