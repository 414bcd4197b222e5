//! Requests.

use strict_json::record;

use super::ComputeRequirements;
use crate::{MemberId, Preimage, PresentId, Result, UniqueId, encoding::option};

/// A member's request for computing (COM-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputeRequest {
    /// Who asks.
    pub requester: MemberId,
    /// The stable id of what is to run.
    pub workload: PresentId,
    /// The content hash of the image.
    pub pin: Option<PresentId>,
    /// For how long.
    pub duration_sec: u32,
    /// Opaque: what the settlement stands for is settled elsewhere.
    pub settlement: UniqueId,
    /// The tick from which no round clears it.
    pub deadline: u64,
    /// What it asks of the provider.
    pub requirements: ComputeRequirements,
}

record!(ComputeRequest {
    requester,
    workload,
    pin,
    duration_sec,
    settlement,
    deadline,
    requirements,
});

impl ComputeRequest {
    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        Ok(Preimage::hash_many()
            .field("compute-request.v1")
            .field(self.requester)
            .field(self.workload)
            .field(option(self.pin))
            .field(self.duration_sec.to_le_bytes())
            .field(self.settlement)
            .field(self.deadline.to_le_bytes())
            .field(self.requirements.fingerprint()?))
    }

    /// The `request_id` (COM-3).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}
