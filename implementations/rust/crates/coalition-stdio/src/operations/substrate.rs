//! The identifiers of mosaik.

use assay_kit::{Adapter, Answer, Refusal, json::Decimal, operations};
use coalition::{
    CollectionKind, ConsensusConfig, Data, IntegerType, PeerId, Preimage, UniqueId,
    collection_signature, group_id, log_replay_signature, snapshot_sync_signature,
};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "substrate.unique_id_bytes"(bytes: UniqueId) => Ok(Answer::new(&bytes));
        "substrate.unique_id"(value: Data) => Ok(Answer::new(&UniqueId::new(value)));
        "substrate.unique_id_hash"(value: Data) => Ok(derived(Preimage::concat().field(value)));
        "substrate.unique_id_from_parts"(parts: Vec<Data>) =>
            Ok(derived(Preimage::concat().fields(parts)));
        "substrate.derive"(id: UniqueId, info: Data) => Ok(derived(id.derive_preimage(info)));
        "substrate.hashed"(id: UniqueId) => Ok(derived(Preimage::concat().field(id)));
        "substrate.network_id"(value: Data) => Ok(Answer::new(&UniqueId::new(value)));
        "substrate.stream_id"(value: Data) => Ok(Answer::new(&UniqueId::new(value)));
        "substrate.store_id"(value: Data) => Ok(Answer::new(&UniqueId::new(value)));
        "substrate.peer_id"(secret: UniqueId) => Ok(Answer::new(&PeerId::of_secret(&secret)));
        "substrate.ticket_id"(class: UniqueId, data: Data) => Ok(derived(class.derive_preimage(data)));
        "substrate.group_key"(value: Data) => Ok(Answer::new(&UniqueId::new(value)));
        "substrate.consensus_digest"(consensus: ConsensusConfig) => folded(&consensus);
        "substrate.group_id"(
            secret: UniqueId,
            consensus: ConsensusConfig,
            state_machine_signature: UniqueId,
            state_sync_signature: UniqueId,
            validators: Vec<UniqueId>,
        ) => Ok(derived(group_id(
            &secret,
            &consensus,
            &state_machine_signature,
            &state_sync_signature,
            &validators,
        )));
        "substrate.log_replay_signature"(
            type_path: String,
            batch_size: u64,
            fetch_timeout_s: u64,
        ) => Ok(derived(log_replay_signature(&type_path, batch_size, fetch_timeout_s)));
        "substrate.collection_signature"(
            collection: CollectionKind,
            store_id: UniqueId,
            type_paths: Vec<String>,
            capacity: Option<u64>,
        ) => Ok(derived(collection_signature(collection, &store_id, &type_paths, capacity)));
        "substrate.snapshot_sync_signature"(
            type_path: String,
            fetch_batch_size: u64,
            snapshot_ttl_ms: u64,
            snapshot_request_timeout_ms: u64,
            fetch_timeout_ms: u64,
        ) => Ok(derived(snapshot_sync_signature(
            &type_path,
            fetch_batch_size,
            snapshot_ttl_ms,
            snapshot_request_timeout_ms,
            fetch_timeout_ms,
        )));
    }
    operations! { adapter, Refusal::from;
        "substrate.unique_id_from_int"(r#type: IntegerType, value: Decimal) => r#type
            .integer(value)
            .map(|integer| Answer::new(&UniqueId::from_integer(integer)))
            .ok_or(Refusal::IllShaped("the value is outside its width".into()));
    }
}
