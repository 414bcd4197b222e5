//! The records of a Compute.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    AlmanacRange, ClearingRecord, ComputeCapabilities, ComputeGrant, ComputeLog,
    ComputeProviderCard, ComputeRequest, ComputeRequirements, GivenSet, Name, PresentId,
    ProviderDeregistration, UsageMetrics,
};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "compute.requirements"(requirements: ComputeRequirements) => requirements.preimage().map(derived);
        "compute.request"(request: ComputeRequest) => request.preimage().map(derived);
        "compute.capabilities"(capabilities: ComputeCapabilities) => folded(&capabilities);
        "compute.regions"(regions: GivenSet<Name>) => folded(&regions);
        "compute.mrtds"(mrtds: GivenSet<[u8; 48]>) => folded(&mrtds);
        "compute.provider_card"(card: ComputeProviderCard) => folded(&card);
        "compute.deregistration"(deregistration: ProviderDeregistration) =>
            deregistration.preimage().map(derived);
        "compute.almanac_range"(range: AlmanacRange) => range.preimage().map(derived);
        "compute.grant"(grant: ComputeGrant) => grant.preimage().map(derived);
        "compute.clearing_record"(record: ClearingRecord) => folded(&record);
        "compute.usage_metrics"(usage: UsageMetrics) => folded(&usage);
        "compute.log"(log: ComputeLog) => log.preimage().map(derived);
        "compute.startup"(grant: ComputeGrant, image: PresentId, mrtd: Option<[u8; 48]>) =>
            grant.startup(image, mrtd).map(|digest| Answer::new(&digest));
    }
}
