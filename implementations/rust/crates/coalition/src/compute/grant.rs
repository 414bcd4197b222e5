//! Grants.

use strict_json::record;

use super::ComputeRequirements;
use crate::{FreeText, Preimage, PresentId, Result, Rule, UniqueId, encoding::option};

/// The allocation of a request to a provider (COM-8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputeGrant {
    /// The request, by which the grant is called too.
    pub request_id: PresentId,
    /// Who serves it.
    pub provider: PresentId,
    /// Where.
    pub endpoint_hint: FreeText,
    /// What the shuffle holds for the provider.
    pub bearer_pointer: Option<[u8; 32]>,
    /// The image.
    pub content_hash: Option<PresentId>,
    /// The first tick.
    pub valid_from: u64,
    /// The tick after the last one.
    pub valid_to: u64,
    /// What a quote of the workload must measure.
    pub expected_mrtd: Option<[u8; 48]>,
    /// What the request asked.
    pub requirements: ComputeRequirements,
}

record!(ComputeGrant {
    request_id,
    provider,
    endpoint_hint,
    bearer_pointer,
    content_hash,
    valid_from,
    valid_to,
    expected_mrtd,
    requirements,
});

impl ComputeGrant {
    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        Ok(Preimage::hash_many()
            .field("compute-grant.v1")
            .field(self.request_id)
            .field(self.provider)
            .field(&self.endpoint_hint)
            .field(option(self.bearer_pointer))
            .field(option(self.content_hash))
            .field(self.valid_from.to_le_bytes())
            .field(self.valid_to.to_le_bytes())
            .field(option(self.expected_mrtd))
            .field(self.requirements.fingerprint()?))
    }

    /// The digest of the grant (COM-8).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }

    /// What whoever starts the workload compares: its image, and what its quote measures, if it has
    /// one. What the grant does not say is not compared (COM-11).
    pub fn startup(&self, image: PresentId, mrtd: Option<[u8; 48]>) -> Result<UniqueId> {
        let digest = self.fingerprint()?;
        if self.content_hash.is_some_and(|expected| expected != image) {
            return Err(Rule::WorkloadImageMismatch);
        }
        if self.expected_mrtd.is_some() && self.expected_mrtd != mrtd {
            return Err(Rule::WorkloadMrtdMismatch);
        }
        Ok(digest)
    }
}
