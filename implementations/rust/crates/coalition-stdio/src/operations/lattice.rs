//! A lattice's builder root and its organisms.

use assay_kit::{Adapter, operations};
use coalition::{LatticeOrganism, Name, lattice_organism, lattice_root};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.lattice_root"(instance_name: Name, chain_id: u64) =>
            Ok(derived(lattice_root(&instance_name, chain_id)));
        "identity.lattice_organism"(instance_name: Name, chain_id: u64, organism: LatticeOrganism) =>
            Ok(derived(lattice_organism(&instance_name, chain_id, organism)));
    }
}
