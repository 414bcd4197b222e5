//! What a request asks of its provider.

use strict_json::record;

use super::ComputeCapabilities;
use crate::{Name, Preimage, Result, Rule, UniqueId, encoding::option};

/// What a request asks of the provider that wins it (COM-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputeRequirements {
    /// Whether the workload runs under TDX.
    pub tdx: bool,
    /// Where it runs.
    pub region: Option<Name>,
    /// The highest rate, in the unit of the cards.
    pub max_rate: Option<u64>,
    /// What a quote of the workload must measure.
    pub expected_mrtd: Option<[u8; 48]>,
    /// What the shuffle holds for the provider.
    pub bearer_pointer: Option<[u8; 32]>,
}

record!(ComputeRequirements {
    tdx,
    region,
    max_rate,
    expected_mrtd,
    bearer_pointer,
});

impl ComputeRequirements {
    /// What [`fingerprint`](Self::fingerprint) hashes. A measurement without TDX is refused (COM-2).
    pub fn preimage(&self) -> Result<Preimage> {
        if self.expected_mrtd.is_some() && !self.tdx {
            return Err(Rule::MrtdWithoutTdx);
        }
        Ok(Preimage::hash_many()
            .field("compute-requirements.v1")
            .field([u8::from(self.tdx)])
            .field(option(self.region.as_ref()))
            .field(option(self.max_rate.map(u64::to_le_bytes)))
            .field(option(self.expected_mrtd))
            .field(option(self.bearer_pointer)))
    }

    /// The digest of the requirements (COM-1).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }

    /// Whether a provider with these capabilities and this rate meets what is asked (COM-24, COM-25).
    pub(super) fn are_met(&self, capabilities: &ComputeCapabilities, rate: u64) -> bool {
        let regions = capabilities.regions.elements();
        let mrtds = capabilities.mrtds.elements();
        self.region
            .as_ref()
            .is_none_or(|region| regions.contains(region))
            && (capabilities.tdx_capable || !self.tdx)
            && self.max_rate.is_none_or(|max_rate| rate <= max_rate)
            && self
                .expected_mrtd
                .is_none_or(|mrtd| mrtds.is_empty() || mrtds.contains(&mrtd))
    }
}
