//! Identifiers that mosaik computes without a network.

use mosaik::{Bytes, GroupKey, NetworkId, SecretKey, StoreId, StreamId, UniqueId, tickets::Ticket};

use crate::{
    decode::{self, Data, Decoded},
    json::Json,
};

/// One rule for every name: all of mosaik's id types are one type, made by the `From` impl of what is
/// given. They are spelled out below so that the compiler notices should mosaik ever part them.
fn named<'a, T: From<&'a str> + From<&'a [u8]>>(value: &'a Data) -> T {
    match value {
        Data::Text(text) => T::from(text.as_str()),
        Data::Bytes(bytes) => T::from(bytes.as_slice()),
    }
}

pub fn unique_id(value: &Data) -> UniqueId {
    named(value)
}

pub fn stream_id(value: &Data) -> StreamId {
    named(value)
}

pub fn store_id(value: &Data) -> StoreId {
    named(value)
}

pub fn network_id(value: &Data) -> NetworkId {
    named(value)
}

pub fn group_key(value: &Data) -> UniqueId {
    let key = match value {
        Data::Text(text) => GroupKey::from_secret(text.as_str()),
        Data::Bytes(bytes) => GroupKey::from_secret(bytes.as_slice()),
    };
    *key.secret()
}

/// The reader of an integer's decimal and constructor of its id, for a type by its protocol name.
pub fn from_int(type_name: &str) -> Option<fn(Json) -> Decoded<UniqueId>> {
    Some(match type_name {
        "U8" => |value| decode::decimal(value).map(UniqueId::from_u8),
        "U16" => |value| decode::decimal(value).map(UniqueId::from_u16),
        "U32" => |value| decode::decimal(value).map(UniqueId::from_u32),
        "U64" => |value| decode::decimal(value).map(UniqueId::from_u64),
        "U128" => |value| decode::decimal(value).map(UniqueId::from_u128),
        "I8" => |value| decode::decimal(value).map(UniqueId::from_i8),
        "I16" => |value| decode::decimal(value).map(UniqueId::from_i16),
        "I32" => |value| decode::decimal(value).map(UniqueId::from_i32),
        "I64" => |value| decode::decimal(value).map(UniqueId::from_i64),
        "I128" => |value| decode::decimal(value).map(UniqueId::from_i128),
        _ => return None,
    })
}

/// A peer id is an Ed25519 public key, no digest; only its 32 bytes travel as if it were one.
pub fn peer_id(secret: UniqueId) -> UniqueId {
    UniqueId::from_bytes(*SecretKey::from(secret).public().as_bytes())
}

pub fn ticket_id(class: UniqueId, data: &Data) -> UniqueId {
    Ticket::new(class, Bytes::copy_from_slice(data.as_ref())).id()
}
