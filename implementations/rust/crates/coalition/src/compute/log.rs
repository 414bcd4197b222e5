//! What grants used.

use strict_json::record;

use super::AlmanacRange;
use crate::{
    EvidencePointer, Fingerprint, Preimage, PresentId, Result, UniqueId, encoding::option,
};

/// How much was used. Zeros are the usage of a provider who tried and failed (COM-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct UsageMetrics {
    pub cpu_core_seconds: u64,
    pub ram_mib_seconds: u64,
    pub net_bytes: u64,
}

record!(UsageMetrics {
    cpu_core_seconds,
    ram_mib_seconds,
    net_bytes,
});

impl Fingerprint for UsageMetrics {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("usage-metrics.v1")
            .field(self.cpu_core_seconds.to_le_bytes())
            .field(self.ram_mib_seconds.to_le_bytes())
            .field(self.net_bytes.to_le_bytes())
    }
}

/// What a provider says that a grant used in a range of ticks (COM-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComputeLog {
    /// The grant, by its request.
    pub grant_id: PresentId,
    /// Who says it.
    pub provider: PresentId,
    /// When.
    pub window: AlmanacRange,
    /// How much.
    pub usage: UsageMetrics,
    /// What bears it out.
    pub evidence: Option<EvidencePointer>,
}

record!(ComputeLog {
    grant_id,
    provider,
    window,
    usage,
    evidence,
});

impl ComputeLog {
    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        let evidence = self.evidence.as_ref().map(Fingerprint::fingerprint);
        Ok(Preimage::hash_many()
            .field("compute-log.v1")
            .field(self.grant_id)
            .field(self.provider)
            .field(self.window.fingerprint()?)
            .field(self.usage.fingerprint())
            .field(option(evidence)))
    }

    /// The digest of the log (COM-10).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}
