"""Mutants of the chapter Ed25519."""

from __future__ import annotations

from typing import Any

from coalition.crypto import ed25519
from coalition.crypto.edwards25519 import decode, encode
from coalition.unique_id import hash_bytes
from conformance.mutants.breaking import Mutant, replaced

_ED = "crypto.ed25519."


def _prehashed(original: Any) -> Any:
    return lambda seed, message: original(seed, hash_bytes(message))


def _any_point(_original: Any) -> Any:
    """The points as they decode: any encoding, any order."""
    return lambda encoded: ed25519.decode_leniently(encoded)


def _blocklist(_original: Any) -> Any:
    """Canonical encodings of small order are known; the others are not."""

    def point(encoded: bytes) -> Any:
        found = ed25519.decode_leniently(encoded)
        if found is None or (ed25519.is_canonical(encoded) and ed25519.has_small_order(found)):
            return None
        return found

    return point


def _no_identity(_original: Any) -> Any:
    def point(encoded: bytes) -> Any:
        return None if encoded == b"\1" + bytes(31) else decode(encoded)

    return point


def _no_torsion(original: Any) -> Any:
    """Stricter than the rule: whatever has a part of small order is refused."""

    def point(encoded: bytes) -> Any:
        found = original(encoded)
        return None if found is None or ed25519.has_torsion(found) else found

    return point


def _key_first(_original: Any) -> Any:
    import hashlib  # noqa: PLC0415 - when the mutant lives

    return lambda public_key, message, r: hashlib.sha512(public_key + r + message).digest()


def _reencoded(original: Any) -> Any:
    """The challenge is made of canonical encodings, whatever bytes were given."""

    def residue(signed: Any, key: Any, r: Any) -> Any:
        if key is None or r is None:
            return None
        public, nonce = encode(key), encode(r)
        return original(ed25519.Ed25519Input(public, signed.message, nonce + signed.signature[32:]), key, r)

    return residue


def _all_or_nothing(original: Any) -> Any:
    def verdicts(inputs: Any) -> Any:
        found = original(inputs)
        return found if None not in found else tuple(None for _ in found)

    return verdicts


MUTANTS = (
    Mutant(
        "ed25519-prehashed",
        ("EDS-1",),
        "the message is hashed before it is signed",
        (replaced(f"{_ED}sign", _prehashed),),
    ),
    Mutant(
        "ed25519-any-length",
        ("EDS-2",),
        "bytes behind a signature are dropped",
        (
            replaced(
                f"{_ED}verify",
                lambda original: lambda public_key, message, signature: original(public_key, message, signature[:64]),
            ),
        ),
    ),
    Mutant(
        "ed25519-s-above-order",
        ("EDS-3",),
        "S may be the order or above",
        (replaced(f"{_ED}is_reduced", lambda _: lambda _s: True),),
    ),
    Mutant(
        "ed25519-any-point",
        ("EDS-4",),
        "points are taken in any encoding and of any order",
        (replaced(f"{_ED}strict_point", _any_point),),
    ),
    Mutant(
        "ed25519-blocklist",
        ("EDS-4",),
        "points of small order are known by their canonical encodings alone",
        (replaced(f"{_ED}strict_point", _blocklist),),
    ),
    Mutant(
        "ed25519-identity-alone",
        ("EDS-4",),
        "of small order the identity alone is refused",
        (replaced(f"{_ED}strict_point", _no_identity),),
    ),
    Mutant(
        "ed25519-no-torsion",
        ("EDS-5",),
        "points of mixed order are refused even where they cancel",
        (replaced(f"{_ED}strict_point", _no_torsion),),
    ),
    Mutant(
        "ed25519-cofactored",
        ("EDS-5",),
        "the equation is multiplied by 8",
        (replaced(f"{_ED}holds", lambda _: lambda balance: ed25519.has_small_order(balance)),),
    ),
    Mutant(
        "ed25519-key-first",
        ("EDS-5", "EDS-2"),
        "the key is hashed before R",
        (replaced(f"{_ED}challenge", _key_first),),
    ),
    Mutant(
        "ed25519-flags-reencode",
        ("EDS-6", "EDS-5"),
        "k is made of the canonical encodings of the points",
        (replaced(f"{_ED}residue", _reencoded),),
    ),
    Mutant(
        "ed25519-flags-strict",
        ("EDS-6",),
        "an encoding that is not canonical is said not to decode",
        (replaced(f"{_ED}decode_leniently", lambda _: lambda encoded: decode(encoded)),),
    ),
    Mutant(
        "ed25519-verdicts-in-a-batch",
        ("EDS-7",),
        "one refused input refuses the whole list",
        (replaced(f"{_ED}verdicts", _all_or_nothing),),
    ),
)
