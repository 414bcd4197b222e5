"""Mutants of the chapter Substrate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition.preimage import Preimage
from coalition.unique_id import UniqueId, hash_bytes
from conformance.mutants.breaking import Break, Mutant, made, method, relabelled, replaced, rows, without


def _hashing(_original: Any) -> Any:
    return classmethod(lambda cls, value: cls(hash_bytes(value.encode() if isinstance(value, str) else value)))


def _hashed_bytes(_original: Any) -> Any:
    return lambda **params: params["bytes"].hashed()


def _raw_used(original: Any) -> Any:
    def of(_cls: type[UniqueId], value: str | bytes) -> UniqueId:
        return UniqueId(value) if isinstance(value, bytes) and len(value) == 32 else original(value)

    return classmethod(of)


def _lower_only(original: Any) -> Any:
    def of(_cls: type[UniqueId], value: str | bytes) -> UniqueId:
        raw = value.encode() if isinstance(value, str) else value
        return original(value) if raw == raw.lower() else UniqueId(hash_bytes(raw))

    return classmethod(of)


def _at_start(original: Any) -> Any:
    def from_integer(_cls: type[UniqueId], kind: str, value: int) -> UniqueId:
        raw = bytes(original(kind, value))
        size = int(kind[1:]) // 8
        return UniqueId(raw[-size:] + raw[:-size])

    return classmethod(from_integer)


def _unfolded(preimage: Preimage) -> Preimage:
    return Preimage("concat", preimage.fields)


def _unhashed(preimage: Preimage) -> Preimage:
    first, second, *rest = preimage.fields
    joined = type(first)("secret", "id", first.data + second.data)
    return Preimage("fold", (joined, *rest))


def _of(make: Callable[[Any], Any]) -> Break:
    return method(UniqueId, "of", make)


MUTANTS = (
    Mutant(
        "from-bytes-hashes",
        ("SUB-1",),
        "32 bytes are hashed, not taken",
        (replaced("substrate.unique_id_bytes", _hashed_bytes),),
    ),
    Mutant("hex-never-decoded", ("SUB-2", "SUB-8", "SUB-11"), "64 digits are hashed like any text", (_of(_hashing),)),
    Mutant("raw-32-used", ("SUB-2",), "32 raw bytes are used directly", (_of(_raw_used),)),
    Mutant("lower-case-hex-only", ("SUB-2",), "digits in upper case are hashed", (_of(_lower_only),)),
    Mutant(
        "hash-decodes-hex",
        ("SUB-3",),
        "64 digits are decoded by hash",
        (
            made(
                "substrate.unique_id_hash",
                lambda preimage: Preimage(
                    "bytes", relabelled("value", lambda data: bytes(UniqueId.of(data)))(preimage.fields)
                ),
            ),
        ),
    ),
    Mutant(
        "from-parts-with-lengths",
        ("SUB-4",),
        "from_parts as hash_many",
        (made("substrate.unique_id_from_parts", lambda preimage: Preimage("hash_many", preimage.fields)),),
    ),
    Mutant(
        "from-int-at-start",
        ("SUB-5",),
        "the integer stands at the start",
        (method(UniqueId, "from_integer", _at_start),),
    ),
    Mutant(
        "derive-info-first",
        ("SUB-6",),
        "the segment is hashed before the id",
        (made("substrate.derive", lambda preimage: Preimage("concat", preimage.fields[::-1])),),
    ),
    Mutant(
        "hashed-twice",
        ("SUB-7",),
        "hashed is derived from the segment `hashed`",
        (rows("substrate.hashed", relabelled("id", lambda data: data + b"hashed")),),
    ),
    Mutant(
        "network-id-raw",
        ("SUB-8",),
        "a network id takes text without the rule for digits",
        (replaced("substrate.network_id", lambda _: lambda value: UniqueId.hash(value)),),
    ),
    Mutant(
        "peer-id-is-secret",
        ("SUB-9",),
        "the seed is taken for the public key",
        (replaced("substrate.peer_id", lambda _: lambda secret: bytes(secret)),),
    ),
    Mutant(
        "ticket-id-without-class",
        ("SUB-10",),
        "the class is left out of a ticket's id",
        (rows("substrate.ticket_id", without("class")),),
    ),
    Mutant(
        "group-key-hashes",
        ("SUB-11",),
        "a group key hashes 64 digits",
        (replaced("substrate.group_key", lambda _: lambda value: UniqueId.hash(value)),),
    ),
    Mutant(
        "consensus-in-u64",
        ("SUB-12",),
        "the consensus digest folds u64",
        (
            rows(
                "substrate.consensus_digest",
                lambda fields: tuple(type(each)(each.label, each.encoding, each.data[:8]) for each in fields),
            ),
        ),
    ),
    Mutant(
        "group-secret-unhashed",
        ("SUB-13",),
        "the group's secret is not hashed first",
        (made("substrate.group_id", _unhashed),),
    ),
    Mutant(
        "group-validators-sorted",
        ("SUB-13",),
        "a group's validators are sorted",
        (
            rows(
                "substrate.group_id", lambda fields: fields[:4] + tuple(sorted(fields[4:], key=lambda each: each.data))
            ),
        ),
    ),
    Mutant(
        "log-replay-at-once",
        ("SUB-14",),
        "the replay signature is hashed at once",
        (made("substrate.log_replay_signature", _unfolded),),
    ),
    Mutant(
        "collection-capacity-left-out",
        ("SUB-15",),
        "a queue's capacity is left out",
        (rows("substrate.collection_signature", without("capacity")),),
    ),
    Mutant(
        "snapshot-in-u64",
        ("SUB-16",),
        "the snapshot signature folds u64 throughout",
        (
            rows(
                "substrate.snapshot_sync_signature",
                lambda fields: (
                    *fields[:3],
                    *(type(each)(each.label, each.encoding, each.data[:8]) for each in fields[3:]),
                ),
            ),
        ),
    ),
)
