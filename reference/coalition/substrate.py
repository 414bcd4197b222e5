"""The identifiers of mosaik 0.3.18 that coalitions build on (chapter Substrate)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    concat,
    data,
    derivation,
    each,
    fold,
    identifier,
    integer,
    operation,
    part,
    raw,
    utf8,
)
from coalition.shapes import I256, U32, U64, Data, Discriminant, Record
from coalition.unique_id import UniqueId


class IntegerType(Discriminant):
    """The integer types that mosaik makes ids from."""

    U8 = 0
    U16 = 1
    U32 = 2
    U64 = 3
    U128 = 4
    I8 = 5
    I16 = 6
    I32 = 7
    I64 = 8
    I128 = 9


@operation("substrate.unique_id_bytes")
def unique_id_bytes(bytes: UniqueId) -> UniqueId:  # noqa: A002 - the parameter's name is the specification's
    """32 bytes, verbatim (SUB-1)."""
    return UniqueId.from_bytes(bytes.__bytes__())


@operation("substrate.unique_id")
def unique_id_of(value: Data) -> UniqueId:
    """`UniqueId::from` (SUB-2)."""
    return UniqueId.of(value)


@derivation("substrate.unique_id_hash")
def unique_id_hash(value: Data) -> Preimage:
    """`UniqueId::hash` (SUB-3)."""
    return concat(data("value", value))


@derivation("substrate.unique_id_from_parts")
def unique_id_from_parts(parts: tuple[Data, ...]) -> Preimage:
    """`UniqueId::from_parts` (SUB-4)."""
    return concat(each(data("part", each_part) for each_part in parts))


@operation("substrate.unique_id_from_int")
def unique_id_from_int(type: IntegerType, value: I256) -> UniqueId:  # noqa: A002 - the parameter's name is the specification's
    """`UniqueId::from_u8` and its kin (SUB-5)."""
    return UniqueId.from_integer(type.name, value)


@derivation("substrate.derive")
def derive(id: UniqueId, info: Data) -> Preimage:  # noqa: A002 - the parameter's name is the specification's
    """`id.derive(info)` (SUB-6)."""
    return concat(identifier("id", id), data("info", info))


@derivation("substrate.hashed")
def hashed(id: UniqueId) -> Preimage:  # noqa: A002 - the parameter's name is the specification's
    """`id.hashed()` (SUB-7)."""
    return concat(identifier("id", id))


@operation("substrate.network_id")
def network_id(value: Data) -> UniqueId:
    """A `NetworkId` made from text (SUB-8)."""
    return UniqueId.of(value)


@operation("substrate.stream_id")
def stream_id(value: Data) -> UniqueId:
    """An explicit `StreamId`, or the default one of a type's path (SUB-8)."""
    return UniqueId.of(value)


@operation("substrate.store_id")
def store_id(value: Data) -> UniqueId:
    """A `StoreId` made from text (SUB-8)."""
    return UniqueId.of(value)


@operation("substrate.peer_id")
def peer_id(secret: UniqueId) -> bytes:
    """The Ed25519 public key whose seed is `secret`: 32 bytes (SUB-9)."""
    # No other derivation needs a curve, and the import costs more than all of them.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - see above

    return Ed25519PrivateKey.from_private_bytes(bytes(secret)).public_key().public_bytes_raw()


@derivation("substrate.ticket_id")
def ticket_id(class_: UniqueId, data_: Data) -> Preimage:
    """The id of a ticket, `class.derive(data)` (SUB-10)."""
    return concat(identifier("class", class_), data("data", data_))


@operation("substrate.group_key")
def group_key(value: Data) -> UniqueId:
    """The secret of a group key made from text, or from 32 bytes written as digits (SUB-11)."""
    return UniqueId.of(value)


@dataclass(frozen=True)
class ConsensusConfig(Record):
    """The fields of mosaik's `ConsensusConfig` that its digest folds. Times in milliseconds."""

    heartbeat_interval_ms: U64 = 500
    heartbeat_jitter_ms: U64 = 150
    max_missed_heartbeats: U32 = 10


@derivation("substrate.consensus_digest")
def consensus_digest(consensus: ConsensusConfig) -> Preimage:
    """The digest of a `ConsensusConfig`, three times u128 (SUB-12)."""
    return concat(
        integer("heartbeat_interval", 128, consensus.heartbeat_interval_ms),
        integer("heartbeat_jitter", 128, consensus.heartbeat_jitter_ms),
        integer("max_missed_heartbeats", 128, consensus.max_missed_heartbeats),
    )


@derivation("substrate.group_id")
def group_id(
    secret: UniqueId,
    consensus: ConsensusConfig,
    state_machine_signature: UniqueId,
    state_sync_signature: UniqueId,
    validators: tuple[UniqueId, ...],
) -> Preimage:
    """A `GroupId` (SUB-13)."""
    return fold(
        identifier("secret", secret),
        part("consensus", consensus_digest(consensus)),
        identifier("state_machine", state_machine_signature),
        identifier("state_sync", state_sync_signature),
        each(identifier("validator", validator) for validator in validators),
    )


@derivation("substrate.log_replay_signature")
def log_replay_signature(type_path: str, batch_size: U64, fetch_timeout_s: U64) -> Preimage:
    """The signature of `LogReplaySync` (SUB-14)."""
    return fold(
        ascii_text("tag", "mosaik_log_replay_sync"),
        utf8("type_path", type_path),
        integer("batch_size", 64, batch_size),
        integer("fetch_timeout", 64, fetch_timeout_s),
    )


class CollectionKind(Discriminant):
    """The collections of mosaik."""

    Map = 0
    Vec = 1
    Set = 2
    Cell = 3
    Once = 4
    Depq = 5


@derivation("substrate.collection_signature")
def collection_signature(
    collection: CollectionKind, store_id: UniqueId, type_paths: tuple[str, ...], capacity: U64 | None
) -> Preimage:
    """The signature of a collection's state machine (SUB-15)."""
    tag = f"mosaik_collections_{collection.name.lower()}"
    bound: list[Field] = [] if capacity is None else [_or_nothing(integer("capacity", 64, capacity))]
    return fold(
        raw("tag", tag.encode("ascii"), "collection tag"),
        identifier("store_id", store_id),
        each(utf8("type_path", path) for path in type_paths),
        bound,
    )


def _or_nothing(row: Field) -> Field:
    return Field(row.label, f"{row.encoding} or nothing", row.data)


@derivation("substrate.snapshot_sync_signature")
def snapshot_sync_signature(
    type_path: str,
    fetch_batch_size: U64,
    snapshot_ttl_ms: U64,
    snapshot_request_timeout_ms: U64,
    fetch_timeout_ms: U64,
) -> Preimage:
    """The signature of `SnapshotSync`, times in milliseconds as u128 (SUB-16)."""
    return fold(
        ascii_text("tag", "mosaik_collections_snapshot_sync"),
        utf8("type_path", type_path),
        integer("fetch_batch_size", 64, fetch_batch_size),
        integer("snapshot_ttl", 128, snapshot_ttl_ms),
        integer("snapshot_request_timeout", 128, snapshot_request_timeout_ms),
        integer("fetch_timeout", 128, fetch_timeout_ms),
    )
