"""The formulas of the specification, written out by hand over BLAKE3 alone: what the reference is compared with."""

from __future__ import annotations

from blake3 import blake3

ZERO = bytes(32)


def h(*parts: bytes) -> bytes:
    """`H` of the parts, one after another (ENC-1)."""
    return blake3(b"".join(parts)).digest()


def hash_many(*parts: bytes) -> bytes:
    """`H` of the parts, each after its length as u64 little-endian (ENC-3)."""
    return h(*(len(part).to_bytes(8, "little") + part for part in parts))


UNIVERSE = h(b"mosaik.universe")
SEED = h(b"coalition.root.v1")
EMPTY = h()


def stable_id(name: str) -> bytes:
    """`H("instance|" ‖ name ‖ "|" ‖ UNIVERSE)` (ID-3)."""
    return h(b"instance|", name.encode(), b"|", UNIVERSE)


def organism_ref(stable: bytes, pin: bytes = ZERO) -> bytes:
    """ID-5."""
    return hash_many(b"organism-ref", stable, pin)


def coalition_root(
    name: str,
    lattices: list[bytes],
    organisms: list[bytes],
    modules: list[bytes] | None = None,
    tickets: bytes = ZERO,
    seed: bytes = SEED,
) -> bytes:
    """ID-7 to ID-12: `organisms` are references' fingerprints, `modules` five slots."""
    return h(
        h(b"coalition|", b"\x01", b"|", seed, b"|", name.encode()),
        hash_many(*lattices),
        hash_many(*organisms),
        hash_many(*(modules or [ZERO] * 5)),
        tickets,
    )


def acl(*clauses: bytes) -> bytes:
    """ID-13."""
    return hash_many(b"acl", *clauses)


def content(preimage: bytes, measurements: bytes = ZERO) -> bytes:
    """ID-14."""
    return hash_many(b"content", preimage, measurements)


def content_hash(lattices: bytes, organisms: bytes, content_: bytes, acl_: bytes) -> bytes:
    """ID-16."""
    return hash_many(b"content-hash", lattices, organisms, content_, acl_)
