//! TDX tickets, written as mosaik writes its own, which it lets nobody do outside a TDX guest; mosaik judges them.

use chrono::{DateTime, Utc};
use mosaik::{
    NetworkId, PeerId, UniqueId,
    discovery::PeerEntry,
    tdx::{Tdx, TdxTicket},
    tickets::{Expiration, InvalidTicket, TicketValidator},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    decode::{self, Decoded, Members},
    json::Json,
    rpc::Refusal,
    service::MOSAIK,
};

/// The level with which mosaik compresses tickets; any would be read.
const LEVEL: i32 = 3;

/// What a ticket says beside its quote, in mosaik's order and names.
#[derive(Serialize)]
pub struct Extra {
    pub peer_id: PeerId,
    pub network_id: NetworkId,
    pub started_at: DateTime<Utc>,
    pub quoted_at: DateTime<Utc>,
    pub expiration: Expiration,
}

#[derive(Serialize)]
struct Wire {
    quote_bytes: Vec<u8>,
    extra: Extra,
}

/// The bytes of a ticket, whatever its quote holds.
pub fn data(quote_bytes: Vec<u8>, extra: Extra) -> Decoded<Vec<u8>> {
    let plain = postcard::to_stdvec(&Wire { quote_bytes, extra }).map_err(internal)?;
    zstd::bulk::compress(&plain, LEVEL).map_err(internal)
}

/// The entry of a peer in a network, as another peer would decode it: mosaik has no public constructor.
pub fn entry(peer: UniqueId, network: UniqueId) -> Decoded<PeerEntry> {
    let form = json!({
        "protocol": MOSAIK, "network": network, "version": [0, 0], "address": {"id": peer.to_string(), "addrs": []},
        "tags": [], "streams": [], "groups": [], "tickets": {},
    });
    serde_json::from_value(form).map_err(internal)
}

/// Whether mosaik reads the ticket at all, and then what the validator makes of it. mosaik gives no reasons:
/// reading fails for bytes that are no ticket, for a quote not signed by the key in it, and for report data
/// that do not bind what the ticket says.
pub fn judged(validator: &Tdx, data: &[u8], entry: &PeerEntry) -> Value {
    let outcome = match validator.validate(data, entry) {
        Ok(Expiration::Never) => json!({"kind": "Taken", "expiration": {"kind": "Never"}}),
        Ok(Expiration::At(time)) => {
            let unix_ms = time.timestamp_millis().to_string();
            json!({"kind": "Taken", "expiration": {"kind": "At", "unix_ms": unix_ms}})
        }
        Err(InvalidTicket) => json!({"kind": "Refused"}),
    };
    json!({"read": TdxTicket::try_from(data).is_ok(), "outcome": outcome})
}

pub fn peer(value: Json) -> Decoded<PeerId> {
    PeerId::from_bytes(&decode::bytes32(value)?).map_err(internal)
}

/// A time in Unix milliseconds.
pub fn time(value: Json) -> Decoded<DateTime<Utc>> {
    let unix_ms: u64 = decode::decimal(value)?;
    i64::try_from(unix_ms)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .ok_or_else(|| Refusal::Internal(format!("mosaik's times do not have the millisecond {unix_ms}")))
}

pub fn expiration(value: Json) -> Decoded<Expiration> {
    let mut members = Members::of(value)?;
    let expiration = match members.take("kind", decode::text)?.as_str() {
        "Never" => Expiration::Never,
        "At" => Expiration::At(members.take("unix_ms", time)?),
        kind => return Err(Refusal::InvalidParams(format!("unknown kind {kind:?}"))),
    };
    members.finish()?;
    Ok(expiration)
}

fn internal(error: impl std::fmt::Display) -> Refusal {
    Refusal::Internal(error.to_string())
}
