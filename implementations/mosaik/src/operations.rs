//! The operations, by name. Reading the parameters is apart from computing, so that an ill-shaped
//! request never starts a network.

use mosaik::UniqueId;
use serde_json::Value;

use crate::{
    collections,
    decode::{self, Data, Decoded, Members},
    groups::{self, Consensus, GroupSpec},
    ids,
    loopback::Loopback,
    rpc::Refusal,
};

/// What is left to do once the parameters are read.
pub type Call = Box<dyn FnOnce(&mut Loopback) -> Result<Value, Refusal>>;

pub type Operation = fn(&mut Members) -> Decoded<Call>;

const OPERATIONS: &[(&str, Operation)] = &[
    ("substrate.unique_id", |p| pure(ids::unique_id(&p.take("value", decode::data)?))),
    ("substrate.unique_id_bytes", |p| pure(UniqueId::from_bytes(p.take("bytes", decode::bytes32)?))),
    ("substrate.unique_id_hash", |p| pure(UniqueId::hash(p.take("value", decode::data)?.as_ref()))),
    ("substrate.unique_id_from_parts", |p| {
        let parts: Vec<Data> = p.take("parts", |list| decode::list(list, decode::data))?;
        pure(UniqueId::from_parts(&parts))
    }),
    ("substrate.unique_id_from_int", |p| {
        let from_int = p.take("type", |value| decode::kind(value, ids::from_int))?;
        pure(p.take("value", from_int)?)
    }),
    ("substrate.derive", |p| {
        let id = p.take("id", decode::id)?;
        pure(id.derive(p.take("info", decode::data)?))
    }),
    ("substrate.hashed", |p| pure(p.take("id", decode::id)?.hashed())),
    ("substrate.peer_id", |p| pure(ids::peer_id(p.take("secret", decode::id)?))),
    ("substrate.stream_id", |p| pure(ids::stream_id(&p.take("value", decode::data)?))),
    ("substrate.store_id", |p| pure(ids::store_id(&p.take("value", decode::data)?))),
    ("substrate.network_id", |p| pure(ids::network_id(&p.take("value", decode::data)?))),
    ("substrate.group_key", |p| pure(ids::group_key(&p.take("value", decode::data)?))),
    ("substrate.ticket_id", |p| {
        let class = p.take("class", decode::id)?;
        pure(ids::ticket_id(class, &p.take("data", decode::data)?))
    }),
    ("substrate.group_id", |p| {
        let spec = GroupSpec {
            secret: p.take("secret", decode::id)?,
            consensus: p.take("consensus", consensus)?,
            state_machine_signature: p.take("state_machine_signature", decode::id)?,
            state_sync_signature: p.take("state_sync_signature", decode::id)?,
            validators: p.take("validators", |list| decode::list(list, decode::id))?,
        };
        live(move |loopback| groups::group_id(loopback, spec))
    }),
    // Of the feature `substrate.mosaik-types`, which is not claimed: see README.md.
    ("substrate.log_replay_signature", |p| {
        let type_path = p.take("type_path", decode::text)?;
        let batch_size = p.take("batch_size", decode::decimal)?;
        let fetch_timeout_s = p.take("fetch_timeout_s", decode::decimal)?;
        live(move |_| groups::log_replay_signature(&type_path, batch_size, fetch_timeout_s))
    }),
    ("substrate.collection_group_id", |p| {
        let kind = p.take("collection", |value| decode::kind(value, collections::Kind::named))?;
        let store_id = p.take("store_id", decode::id)?;
        let type_paths = p.take("type_paths", |list| decode::list(list, decode::text))?;
        let capacity = p.take("capacity", |value| decode::option(value, decode::decimal))?;
        live(move |loopback| collections::group_id(loopback, kind, store_id, &type_paths, capacity))
    }),
];

/// What mosaik computes and lets nobody outside see: the reason is worth more than silence.
const PRIVATE: &[(&str, &str)] = &[
    ("substrate.consensus_digest", "ConsensusConfig::digest is pub(crate); substrate.group_id folds it"),
    ("substrate.snapshot_sync_signature", "SnapshotSync is private; substrate.collection_group_id folds it"),
    (
        "substrate.collection_signature",
        "the state machines are private; substrate.collection_group_id folds it",
    ),
    (
        "crypto.tdx_ticket_report_data",
        "ExtraData is pub(super); crypto.tdx_ticket_outcome holds a ticket to it, with the feature tdx",
    ),
];

#[cfg(feature = "tdx")]
use crate::tdx::OPERATIONS as TDX;
/// mosaik's own code of TDX is not linked: see Cargo.toml.
#[cfg(not(feature = "tdx"))]
const TDX: &[(&str, Operation)] = &[];

pub fn find(method: &str) -> Result<Operation, Refusal> {
    if let Some((_, operation)) = OPERATIONS.iter().chain(TDX).find(|(name, _)| *name == method) {
        return Ok(*operation);
    }
    let private = PRIVATE.iter().find(|(name, _)| *name == method);
    Err(Refusal::UnknownMethod(private.map_or_else(
        || format!("unknown method {method:?}"),
        |(_, reason)| format!("not answered, as mosaik does not show it: {reason}"),
    )))
}

pub fn pure(value: UniqueId) -> Decoded<Call> {
    live(move |_| Ok(value))
}

/// An id that is still to be computed, perhaps on a network.
fn live(id: impl FnOnce(&mut Loopback) -> Result<UniqueId, Refusal> + 'static) -> Decoded<Call> {
    Ok(Box::new(move |loopback| id(loopback).map(|id| id.to_string().into())))
}

fn consensus(value: crate::json::Json) -> Decoded<Consensus> {
    let mut members = Members::of(value)?;
    let consensus = Consensus {
        heartbeat_interval_ms: members.take("heartbeat_interval_ms", decode::decimal)?,
        heartbeat_jitter_ms: members.take("heartbeat_jitter_ms", decode::decimal)?,
        max_missed_heartbeats: members.take("max_missed_heartbeats", decode::u32)?,
    };
    members.finish()?;
    Ok(consensus)
}
