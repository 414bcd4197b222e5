//! Deployments, surfaces, commits, evidence.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    EvidencePointer, Fingerprint, UniqueId, commit, deployment, log_digest, stream_digest,
    surface_id,
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "surface.deployment"(address: UniqueId, content_hash: Option<UniqueId>) =>
            deployment(&address, content_hash.as_ref()).map(derived);
        "surface.surface_id"(address: UniqueId, name: String) => surface_id(&address, &name).map(derived);
        "surface.commit"(surface: UniqueId, deployment: UniqueId, index: u64, entry: UniqueId) =>
            Ok(derived(commit(&surface, &deployment, index, &entry)));
        "surface.stream_digest"(previous: UniqueId, commit: UniqueId) =>
            Ok(derived(stream_digest(&previous, &commit)));
        "surface.log_digest"(commits: Vec<UniqueId>) => Ok(Answer::new(&log_digest(&commits)));
        "surface.evidence"(evidence: EvidencePointer) => evidence.preimage().map(derived);
    }
}
