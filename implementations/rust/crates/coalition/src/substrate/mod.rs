//! The identifiers of mosaik 0.3.18 that coalitions build on (SUB).

mod collection;
mod consensus;
mod group;
mod peer_id;
mod replay;
mod snapshot;
mod unique_id;

pub use collection::{CollectionKind, collection_signature};
pub use consensus::ConsensusConfig;
pub use group::group_id;
pub use peer_id::PeerId;
pub use replay::log_replay_signature;
pub use snapshot::snapshot_sync_signature;
pub use unique_id::UniqueId;
