"""Mutants of the chapter BLAKE3."""

from __future__ import annotations

from collections.abc import Callable

from blake3 import blake3

from conformance.mutants.breaking import Mutant, replaced

Extended = Callable[..., bytes]


def _rehashed(original: Extended) -> Extended:
    def extended(*args: object) -> bytes:
        *given, length = args
        block = whole = original(*given, 32)
        while len(whole) < int(str(length)):
            block = blake3(block).digest()
            whole += block
        return whole[: int(str(length))]

    return extended


MUTANTS = (
    Mutant(
        "blake3-pads-its-message",
        ("HASH-1",),
        "a message is filled up with zeros to a whole block before it is hashed",
        (
            replaced(
                "crypto.blake3_modes.plain_hash",
                lambda original: lambda data, length: original(data + bytes(-len(data) % 64), length),
            ),
        ),
    ),
    Mutant(
        "blake3-key-in-front",
        ("HASH-2",),
        "the key is hashed before the message",
        (
            replaced(
                "crypto.blake3_modes.keyed_hash",
                lambda _: lambda key, data, length: blake3(key + data).digest(length=length),
            ),
        ),
    ),
    Mutant(
        "blake3-context-in-front",
        ("HASH-3",),
        "the context is hashed before the key material, as `derive` does",
        (
            replaced(
                "crypto.blake3_modes.derive_key",
                lambda _: lambda context, data, length: blake3(context.encode() + data).digest(length=length),
            ),
        ),
    ),
    Mutant(
        "blake3-output-hashed-on",
        ("HASH-4",),
        "a longer output is the hash of the hash, and so on",
        (replaced("crypto.blake3_modes.plain_hash", _rehashed),),
    ),
    Mutant(
        "blake3-counts-to-255",
        ("HASH-5",),
        "the counting message repeats after 256 bytes",
        (
            replaced(
                "crypto.blake3_modes.counting",
                lambda _: lambda length: (bytes(range(256)) * (length // 256 + 1))[:length],
            ),
        ),
    ),
)
