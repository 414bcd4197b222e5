//! The synchronisation by snapshot.

use crate::Preimage;

/// The preimage of the signature of `SnapshotSync` (SUB-16).
pub fn snapshot_sync_signature(
    type_path: &str,
    fetch_batch_size: u64,
    snapshot_ttl_ms: u64,
    snapshot_request_timeout_ms: u64,
    fetch_timeout_ms: u64,
) -> Preimage {
    Preimage::fold([
        b"mosaik_collections_snapshot_sync",
        type_path.as_bytes(),
        &fetch_batch_size.to_le_bytes(),
        &u128::from(snapshot_ttl_ms).to_le_bytes(),
        &u128::from(snapshot_request_timeout_ms).to_le_bytes(),
        &u128::from(fetch_timeout_ms).to_le_bytes(),
    ])
}
