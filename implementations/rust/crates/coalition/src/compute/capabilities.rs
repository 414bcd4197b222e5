//! What a provider can do.

use strict_json::record;

use crate::{Fingerprint, GivenSet, Name, Preimage};

/// The union over all backends of a provider (COM-4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputeCapabilities {
    /// Where it runs workloads.
    pub regions: GivenSet<Name>,
    /// Whether it runs them under TDX.
    pub tdx_capable: bool,
    /// Its processors.
    pub max_cpu_millicores: u64,
    /// Its memory.
    pub max_ram_mib: u64,
    /// The measurements under which it launches guests; where there are none it says nothing of them.
    pub mrtds: GivenSet<[u8; 48]>,
}

record!(ComputeCapabilities {
    regions,
    tdx_capable,
    max_cpu_millicores,
    max_ram_mib,
    mrtds,
});

impl Fingerprint for ComputeCapabilities {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("compute-capabilities.v1")
            .field(self.regions.fingerprint())
            .field([u8::from(self.tdx_capable)])
            .field(self.max_cpu_millicores.to_le_bytes())
            .field(self.max_ram_mib.to_le_bytes())
            .field(self.mrtds.fingerprint())
    }
}
