//! Module roots and ids.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    CoalitionConfig, ModuleConfig, ModuleKind, PresentId, atlas_members, module_id, module_members,
    module_root,
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.module_config"(kind: ModuleKind, config: ModuleConfig) =>
            Ok(derived(config.preimage(kind)));
        "identity.module_root"(coalition_root: PresentId, kind: ModuleKind) =>
            Ok(derived(module_root(coalition_root, kind)));
        "identity.module_id"(
            coalition_root: PresentId,
            kind: ModuleKind,
            config: ModuleConfig,
            members: Vec<PresentId>,
        ) => module_id(coalition_root, kind, &config, &members).map(derived);
        "identity.module_members"(members: Vec<PresentId>) => module_members(&members).map(derived);
        "identity.atlas_members"(config: CoalitionConfig) =>
            atlas_members(&config).map(|members| Answer::new(&members));
    }
}
