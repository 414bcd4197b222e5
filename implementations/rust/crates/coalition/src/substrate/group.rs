//! Groups.

use crate::{ConsensusConfig, Fingerprint, Preimage, UniqueId};

/// The preimage of a `GroupId`: the last step of its fold (SUB-13).
pub fn group_id(
    secret: &UniqueId,
    consensus: &ConsensusConfig,
    state_machine_signature: &UniqueId,
    state_sync_signature: &UniqueId,
    validators: &[UniqueId],
) -> Preimage {
    let consensus = consensus.fingerprint();
    let fixed = [
        secret,
        &consensus,
        state_machine_signature,
        state_sync_signature,
    ];
    Preimage::fold(fixed.into_iter().chain(validators))
}
