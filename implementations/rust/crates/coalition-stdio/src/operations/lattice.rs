//! A lattice's builder root and its organisms.

use assay_kit::{Adapter, operations};
use coalition::{LatticeOrganism, lattice_organism, lattice_root};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.lattice_root"(instance_name: String, chain_id: u64) =>
            lattice_root(&instance_name, chain_id).map(derived);
        "identity.lattice_organism"(instance_name: String, chain_id: u64, organism: LatticeOrganism) =>
            lattice_organism(&instance_name, chain_id, organism).map(derived);
    }
}
