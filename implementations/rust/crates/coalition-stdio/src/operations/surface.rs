//! Deployments, surfaces, commits, evidence.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    EvidencePointer, Name, PresentId, UniqueId, commit, deployment, log_digest, stream_digest,
    surface_id,
};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "surface.deployment"(address: PresentId, content_hash: Option<PresentId>) =>
            Ok(derived(deployment(address, content_hash)));
        "surface.surface_id"(address: PresentId, name: Name) => Ok(derived(surface_id(address, &name)));
        "surface.commit"(surface: PresentId, deployment: PresentId, index: u64, entry: UniqueId) =>
            Ok(derived(commit(surface, deployment, index, entry)));
        "surface.stream_digest"(previous: UniqueId, commit: UniqueId) =>
            Ok(derived(stream_digest(previous, commit)));
        "surface.log_digest"(commits: Vec<UniqueId>) => Ok(Answer::new(&log_digest(&commits)));
        "surface.evidence"(evidence: EvidencePointer) => folded(&evidence);
    }
}
